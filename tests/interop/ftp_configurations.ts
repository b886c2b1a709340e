// Copyright 2026 the wininet authors. MIT license.

/**
 * The configuration of each real FTP server. All of them serve one directory to
 * one user with a password, on loopback, with optional explicit TLS.
 *
 * @module
 */

import { outputOf } from "../helpers/programs.ts";
import { isFile } from "./processes.ts";

/** The ports of a server; `undefined` for those that it does not use. */
export interface FtpPorts {
  plain: number;
  ipv6: number | undefined;
  /** The port for implicit TLS. */
  implicit: number | undefined;
}

/** The parameters of the configurations. */
export interface FtpSetting {
  /** The directory for the configuration, certificate, key and log. */
  folder: string;
  /** The directory that is served. */
  home: string;
  user: string;
  password: string;
  /** The system user who owns the files. */
  uid: number;
  gid: number;
  ports: FtpPorts;
  /** The path of the server, or of python. */
  program: string;
  /** `true` if the current user is root. */
  root: boolean;
  /** The time after which idle sessions end, in seconds. */
  idle?: number;
  /** The quota of a user, in MiB. */
  quota?: number;
  /** The path of the authority that must have issued the client certificates for TLS. */
  clientAuthority?: string;
}

/** A program with its arguments. */
export type CommandLine = string[];

/**
 * vsftpd for the anonymous user, because other users require PAM. It does not
 * need root. Without root it cannot change its root directory, so PWD returns
 * the whole path. One process serves one port.
 */
export async function vsftpd(
  setting: FtpSetting,
  demandReuse: boolean,
): Promise<CommandLine[]> {
  const { folder, home, password, ports, program, idle = 300 } = setting;
  await Deno.writeTextFile(`${folder}/passwords`, `${password}\n`);
  const file = `${folder}/vsftpd.conf`;
  const { clientAuthority } = setting;
  const clients = clientAuthority === undefined
    ? ""
    : `require_cert=YES\nvalidate_cert=YES\nca_certs_file=${clientAuthority}`;
  const text = `
background=NO
run_as_launching_user=YES
# It only has to exist.
ftp_username=nobody
# The sandbox of 3.0.3 kills every session on kernels of today.
seccomp_sandbox=NO
xferlog_enable=NO
local_enable=NO
anonymous_enable=YES
secure_email_list_enable=YES
email_password_file=${folder}/passwords
delay_failed_login=0
delay_successful_login=0
idle_session_timeout=${idle}
anon_root=${home}
anon_world_readable_only=NO
anon_umask=022
write_enable=YES
anon_upload_enable=YES
anon_mkdir_write_enable=YES
anon_other_write_enable=YES
mdtm_write=YES
ssl_enable=YES
allow_anon_ssl=YES
rsa_cert_file=${folder}/cert.pem
rsa_private_key_file=${folder}/key.pem
${clients}
require_ssl_reuse=${demandReuse ? "YES" : "NO"}
${
    demandReuse
      ? "ssl_ciphers=HIGH"
      : "# Its own list has no cipher for our certificate but those of TLS 1.3."
  }
`;
  await Deno.writeTextFile(file, text);
  const ipv4 = [program, file, "-olisten=YES", "-olisten_address=127.0.0.1"];
  const commands = [[...ipv4, `-olisten_port=${ports.plain}`]];
  if (ports.implicit !== undefined) {
    const options = [`-olisten_port=${ports.implicit}`, "-oimplicit_ssl=YES"];
    commands.push([...ipv4, ...options]);
  }
  if (ports.ipv6 !== undefined) {
    const options = ["-olisten_address6=::1", `-olisten_port=${ports.ipv6}`];
    commands.push([program, file, "-olisten_ipv6=YES", ...options]);
  }
  return commands;
}

/** ProFTPD: one process serves all ports, and data connections must resume TLS sessions. */
export async function proftpd(setting: FtpSetting): Promise<CommandLine[]> {
  const { folder, program } = setting;
  const file = `${folder}/proftpd.conf`;
  const passwords = `${folder}/proftpd.passwd`;
  await writePasswords(passwords, setting, ":/bin/false");
  const names = [await outputOf("id", ["-un"]), await outputOf("id", ["-gn"])];
  await Deno.writeTextFile(file, proftpdText(setting, passwords, names));
  return [[program, "-n", "-q", "-c", file]];
}

/**
 * Returns the directory with the modules of proftpd; they also show whether it
 * supports TLS.
 */
export function proftpdModules(program: string): string {
  return program.replace(/\/sbin\/proftpd$/, "/lib/proftpd");
}

/** Some releases have these modules as files, others have them built in. */
const PROFTPD_MODULES = ["xfer", "delay", "ls", "tls", "digest", "site_misc"];

function loadModules(folder: string): string {
  return PROFTPD_MODULES.filter((name) => isFile(`${folder}/mod_${name}.so`))
    .map((name) => `LoadModule mod_${name}.c`).join("\n");
}

function proftpdText(
  setting: FtpSetting,
  passwords: string,
  [userName = "", groupName = ""]: string[],
): string {
  const { folder, ports, program, root, idle = 600 } = setting;
  const virtual = `
    TimeoutIdle ${idle}
    AuthOrder mod_auth_file.c
    RootLogin on
    RequireValidShell off
    UseFtpUsers off
    AuthUserFile "${passwords}"
    ${root ? "DefaultRoot ~" : ""}
    AllowOverwrite on
    AllowStoreRestart on
    AllowRetrieveRestart on
    TLSEngine on
    TLSProtocol TLSv1.2 TLSv1.3
    TLSECCertificateFile "${folder}/cert.pem"
    TLSECCertificateKeyFile "${folder}/key.pem"
    TLSRequired off
    TLSVerifyClient off
    TLSRenegotiate none
    TLSLog none`;
  const implicit = ports.implicit === undefined ? "" : `
<VirtualHost 127.0.0.1>
    Port ${ports.implicit}
    ServerName implicit
    ${virtual}
    TLSOptions UseImplicitSSL
</VirtualHost>`;
  return `
ModulePath "${proftpdModules(program)}"
${loadModules(proftpdModules(program))}
ServerName test
ServerType standalone
UseIPv6 ${ports.ipv6 === undefined ? "off" : "on"}
DefaultAddress 127.0.0.1 ${ports.ipv6 === undefined ? "" : "::1"}
SocketBindTight on
Port ${ports.plain}
User ${userName.trim()}
Group ${groupName.trim()}
PidFile "${folder}/proftpd.pid"
ScoreboardFile none
DelayEngine off
ControlsEngine off
WtmpLog off
UseReverseDNS off
TimesGMT on
TransferLog none
SystemLog "${folder}/log"
MaxInstances 60
${virtual}
${implicit}
`;
}

/**
 * Pure-FTPd: it must be started by root, never serves as root, does not resume
 * TLS sessions and does not support implicit TLS. One process serves one port.
 */
export async function pureFtpd(
  setting: FtpSetting,
  pureDb: string,
): Promise<CommandLine[]> {
  const { folder, ports, program, quota } = setting;
  const passwords = `${folder}/pure.passwd`;
  const database = `${folder}/pure.pdb`;
  await writePasswords(passwords, setting, "::::::::::::");
  await outputOf(pureDb, ["mkdb", database, "-f", passwords]);
  const pem = await Promise.all(
    ["key", "cert"].map((name) => Deno.readTextFile(`${folder}/${name}.pem`)),
  );
  await Deno.writeTextFile(`${folder}/both.pem`, pem.join(""), { mode: 0o600 });
  const start = (address: string, name: string): CommandLine => [
    ...[program, "--chrooteveryone", "--dontresolve", "--noanonymous"],
    ...["--login", `puredb:${database}`, "--minuid", "1"],
    ...["--syslogfacility", "none", "--umask", "133:022"],
    ...["--maxclientsnumber", "100", "--maxclientsperip", "100"],
    ...["--limitrecursion", "1000000:10"],
    ...(quota === undefined ? [] : ["--quota", `1000:${quota}`]),
    ...["--tls", "1", "--certfile", `${folder}/both.pem`],
    ...["--bind", address, "--pidfile", `${folder}/${name}.pid`],
  ];
  const commands = [start(`127.0.0.1,${ports.plain}`, "ipv4")];
  if (ports.ipv6 !== undefined) {
    commands.push([...start(`::1,${ports.ipv6}`, "ipv6"), "--ipv6only"]);
  }
  return commands;
}

/** pyftpdlib: a small server in Python without special requirements. */
export async function pyftpdlib(setting: FtpSetting): Promise<CommandLine[]> {
  const { folder, program } = setting;
  const file = `${folder}/server.py`;
  await Deno.writeTextFile(file, PYTHON);
  await Deno.writeTextFile(`${folder}/setting.json`, JSON.stringify(setting));
  return [[program, file, `${folder}/setting.json`]];
}

const PYTHON = `
import json, logging, sys
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import TLS_FTPHandler
from pyftpdlib.servers import FTPServer

with open(sys.argv[1]) as file:
    setting = json.load(file)
ports = setting["ports"]
logging.basicConfig(level=logging.WARNING)


class Explicit(TLS_FTPHandler):
    authorizer = DummyAuthorizer()
    certfile = setting["folder"] + "/cert.pem"
    keyfile = setting["folder"] + "/key.pem"
    auth_failed_timeout = 0
    use_gmt_times = True
    timeout = setting.get("idle", 300)


class Implicit(Explicit):
    def handle(self):
        self.secure_connection(self.ssl_context)

    def handle_ssl_established(self):
        super().handle()

    def ftp_AUTH(self, line):
        self.respond("503 Already using TLS.")


Explicit.authorizer.add_user(
    setting["user"], setting["password"], setting["home"], perm="elradfmwMT")
FTPServer(("127.0.0.1", ports["implicit"]), Implicit)
if "ipv6" in ports:
    FTPServer(("::1", ports["ipv6"]), Explicit)
FTPServer(("127.0.0.1", ports["plain"]), Explicit).serve_forever()
`;

/** Writes a file in passwd format, whose lines end with `rest`. */
async function writePasswords(
  file: string,
  { user, password, uid, gid, home }: FtpSetting,
  rest: string,
): Promise<void> {
  // The hash that pure-pw makes would take seconds at each login.
  const hash = await outputOf("openssl", ["passwd", "-6", password]);
  const line = `${user}:${hash.trim()}:${uid}:${gid}::${home}${rest}\n`;
  await Deno.writeTextFile(file, line, { mode: 0o600 });
}
