// Copyright 2026 the wininet authors. MIT license.

/**
 * The configuration of each real Gopher server. gophernicus uses standard input
 * and output, so socat listens for it, with or without TLS. pygopherd itself
 * listens, with and without TLS on one port, but only on IPv4.
 *
 * @module
 */

import { writeShared } from "./gopher_tree.ts";

/** The parameters of the configurations. */
export interface GopherSetting {
  /** The directory for the configuration, certificate, key and log. */
  folder: string;
  /** The directory that is served. */
  root: string;
  /** The address to listen on, which is also used in menus. */
  host: string;
  port: number;
  secure: boolean;
  /** The path of the server. */
  program: string;
  socat: string;
}

/** gophernicus with a socat that starts it for each connection. */
export function gophernicus(setting: GopherSetting): string[][] {
  const { folder, root, host, port, secure, program, socat } = setting;
  const command = [
    ...[program, "-h", host, "-p", port, "-r", root, "-o", "UTF-8"],
    // No virtual hosts, no sessions in shared memory, no status page and no
    // user directories.
    ...["-nv", "-nm", "-ns", "-nu"],
  ].join(" ");
  const tls = `cert=${folder}/cert.pem,key=${folder}/key.pem,verify=0`;
  return [[
    socat,
    secure ? `${listening(setting, "OPENSSL")},${tls}` : listening(setting),
    // socat handles TLS, and discards the output of a child that ends with an
    // error, as gophernicus does if a file does not exist.
    secure ? `SYSTEM:"${command}; true"` : `EXEC:"${command}",nofork`,
  ]];
}

/** pygopherd; for IPv6, socat forwards the connections. */
export async function pygopherd(setting: GopherSetting): Promise<string[][]> {
  const { folder, host, port, program, socat } = setting;
  const file = `${folder}/pygopherd.conf`;
  await writeShared(`${folder}/mime.types`, MIME_TYPES);
  await writeShared(file, pygopherdText(setting));
  // The first python in PATH may not find Debian's packages.
  const [first = ""] = (await Deno.readTextFile(program)).split("\n");
  const python = first.replace(/^#! */, "");
  const commands = [[python, "-c", IN_GROUP, program, file]];
  if (host.includes(":")) {
    commands.push([socat, listening(setting), `TCP4:127.0.0.1:${port}`]);
  }
  return commands;
}

/**
 * Runs a script without its change of the process group, so that it is killed
 * with the group.
 */
const IN_GROUP = `
import os, runpy, sys
os.setpgrp = lambda: None
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
`;

const MIME_TYPES = `
application/gopher-menu gophermap
application/octet-stream dat
image/gif gif
text/html html
text/plain txt
`;

function listening({ host, port }: GopherSetting, kind = "TCP"): string {
  const ipv6 = host.includes(":");
  const address = ipv6 ? `[${host}],ipv6only=1` : `${host},pf=ip4`;
  const family = kind === "TCP" ? ipv6 ? "6" : "4" : "";
  const listen = `${kind}${family}-LISTEN:${port}`;
  return `${listen},bind=${address},reuseaddr,fork`;
}

function pygopherdText({ folder, root, host, port, secure }: GopherSetting) {
  return `
[pygopherd]
root = ${root}
servername = ${host}
interface = 127.0.0.1
port = ${port}
servertype = ThreadingTCPServer
timeout = 60
detach = no
usechroot = no
pidfile = /dev/null
tracebacks = no
abstract_headers = on
abstract_entries = always
mimetypes = ${folder}/mime.types
encoding = []
enable_tls = ${secure ? "yes" : "no"}
tls_certfile = ${folder}/cert.pem
tls_keyfile = ${folder}/key.pem

[logger]
logmethod = file
logfile = /dev/stderr

[GopherEntry]
defaultmimetype = text/plain
mapping = [["text/html", "h"], ["text/.*", "0"], ["image/gif", "g"],
  ["application/gopher.*-menu", "1"], [".*", "9"]]
eaexts = {".abstract": "ABSTRACT", ".keywords": "KEYWORDS", ".ask": "ASK"}

[handlers.HandlerMultiplexer]
handlers = [url.HTMLURLHandler, gophermap.BuckGophermapHandler,
  UMN.UMNDirHandler, scriptexec.ExecHandler, file.FileHandler]

[handlers.dir.DirHandler]
ignorepatt = /\\.cache|/gophermap$|\\.abstract$|\\.keywords$|\\.ask$
cachetime = 0
cachefile = .cache

[handlers.UMN.UMNDirHandler]
extstrip = none

[handlers.ZIP.ZIPHandler]
enabled = false
pattern = \\.zip$

[protocols.ProtocolMultiplexer]
protocols = [gopherp.GopherPlusProtocol, gopherp.SecureGopherPlusProtocol,
  rfc1436.GopherProtocol, rfc1436.SecureGopherProtocol]

[protocols.gopherp.GopherPlusProtocol]
admin = The tests <tests@example.org>
`;
}
