// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertMatch } from "@std/assert";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { pem } from "../helpers/certificates.ts";
import { RawClient, readText, upload } from "./ftp_raw_client.ts";
import { FtpServer, type FtpServerOptions } from "./ftp_server.ts";
import { lacks } from "../helpers/lacks.ts";

function text(server: FtpServer, path: string): string {
  return new TextDecoder().decode(server.files.get(path));
}

function ftpTest(
  name: string,
  options: FtpServerOptions,
  run: (client: RawClient, server: FtpServer) => Promise<void>,
): void {
  const ignore = options.host === "::1" && lacks("::1");
  Deno.test(name, { ignore }, async () => {
    await using server = new FtpServer(options);
    using client = await RawClient.login(server);
    await run(client, server);
  });
}

Deno.test("FtpServer serves a login, PASV and RETR", async () => {
  await using server = new FtpServer({ files: { "/a/b.txt": "content" } });
  using client = await RawClient.open(server);
  assertEquals(await client.reply(), "220 Test server ready");
  assertEquals(await client.say("PWD"), "530 Please login with USER and PASS");
  assertEquals(await client.say("USER anonymous"), "331 Password required");
  assertEquals(await client.say("PASS guest"), "230 Logged in");
  assertEquals(await client.say("CWD a"), "250 CWD command successful");
  const data = await client.data("PASV");
  assertEquals(await client.download("RETR b.txt", data), [
    "150 Opening data connection (7 bytes)",
    "content",
    "226 Transfer complete",
  ]);
  assertEquals(await client.say("QUIT"), "221 Goodbye");
  assertEquals(await client.reader.readSome(), null);
  assertEquals(server.commands.slice(3), [
    "CWD a",
    "PASV",
    "RETR b.txt",
    "QUIT",
  ]);
  assertEquals(server.connections, 1);
});

Deno.test("FtpServer requests the password and the account", async () => {
  const options = { users: { joe: "secret" }, account: "cash" };
  await using server = new FtpServer({ ...options, anonymous: false });
  using client = await RawClient.open(server);
  await client.reply();
  await client.say("USER anonymous");
  assertEquals(await client.say("PASS x"), "530 Login incorrect");
  await client.say("USER joe");
  assertEquals(await client.say("PASS wrong"), "530 Login incorrect");
  assertEquals(await client.say("PASS secret"), "332 Account required");
  assertEquals(await client.say("ACCT cash"), "230 Logged in");
});

ftpTest(
  "FtpServer stores, appends and restarts",
  {},
  async (client, server) => {
    for (
      const [command, content] of [
        ["STOR a", "0123456789"],
        ["APPE a", "abc"],
        ["REST 5", ""],
        ["STOR a", "XYZ"],
        ["STOU", "unique"],
      ] as const
    ) {
      if (command === "REST 5") {
        assertEquals(await client.say(command), "350 Restarting at 5");
        continue;
      }
      const data = await client.data();
      assertMatch(await client.say(command), /^150 /);
      await upload(data, content);
      assertEquals(await client.reply(), "226 Transfer complete");
    }
    assertEquals(text(server, "/a"), "01234XYZ89abc");
    assertEquals(text(server, "/stou.1"), "unique");
  },
);

ftpTest("FtpServer restarts a download", {
  files: { "/a": "0123456789" },
}, async (client) => {
  const data = await client.data();
  await client.say("REST 7");
  const [, content] = await client.download("RETR a", data);
  assertEquals(content, "789");
  await client.data().then((conn) => conn.close());
  await client.say("REST 11");
  assertEquals(await client.say("RETR a"), "554 Beyond the end");
  assertEquals(await client.say("RETR a"), "425 Use PASV or PORT first");
});

ftpTest("FtpServer translates line ends in TYPE A", {
  files: { "/a": "one\ntwo\r\n" },
}, async (client, server) => {
  await client.say("TYPE A");
  const conn = await client.data();
  const [, content] = await client.download("RETR a", conn);
  assertEquals(content, "one\r\ntwo\r\n");
  const data = await client.data();
  await client.say("STOR b");
  await upload(data, "one\r\ntwo\r\n");
  await client.reply();
  assertEquals(text(server, "/b"), "one\ntwo\n");
  assertEquals(
    await client.say("SIZE a"),
    "550 SIZE not allowed in ASCII mode",
  );
});

for (const host of ["127.0.0.1", "::1"]) {
  ftpTest(`FtpServer connects to the client on ${host}`, {
    host,
    files: { "/a": "content" },
  }, async (client, server) => {
    using listener = Deno.listen({ hostname: host, port: 0 });
    const { port } = listener.addr;
    const commands = [`EPRT |${host === "::1" ? 2 : 1}|${host}|${port}|`];
    const numbers = `127,0,0,1,${port >> 8},${port & 255}`;
    if (host !== "::1") commands.push(`PORT ${numbers}`);
    for (const command of commands) {
      assertMatch(await client.say(command), /^200 /);
      const accepted = listener.accept();
      assertMatch(await client.say("RETR a"), /^150 /);
      assertEquals(await readText(await accepted), "content");
      assertEquals(await client.reply(), "226 Transfer complete");
    }
    assertEquals(server.connections, 1);
  });

  ftpTest(`FtpServer accepts data with EPSV on ${host}`, {
    host,
    files: { "/a": "content" },
  }, async (client) => {
    const [, content] = await client.download("RETR a", await client.data());
    assertEquals(content, "content");
  });
}

ftpTest("FtpServer refuses a foreign address in PORT", {}, async (client) => {
  assertEquals(
    await client.say("PORT 127,0,0,2,4,5"),
    "500 Foreign address refused",
  );
});

const LISTINGS: [command: string, content: string][] = [
  [
    "LIST",
    "drwxr-xr-x   2 ftp      ftp          4096 Jan  2  1999 d\r\n" +
    "-rw-r--r--   1 ftp      ftp             3 Jan  2  1999 \u00fc.txt\r\n",
  ],
  ["NLST *.txt", "\u00fc.txt\r\n"],
  ["NLST -a d", ""],
  [
    "MLSD",
    "type=cdir;modify=20260102030405; .\r\n" +
    "type=pdir;modify=20260102030405; ..\r\n" +
    "type=dir;modify=19990102030405; d\r\n" +
    "type=file;size=3;modify=19990102030405; \u00fc.txt\r\n",
  ],
];

for (const [command, expected] of LISTINGS) {
  ftpTest(`FtpServer lists with ${command}`, {
    files: { "/\u00fc.txt": "abc" },
    directories: ["/d"],
  }, async (client, server) => {
    const time = new Date(Date.UTC(1999, 0, 2, 3, 4, 5));
    server.times.set("/d", time).set("/\u00fc.txt", time);
    await client.say("OPTS MLST type;size;modify;");
    const [, content] = await client.download(command, await client.data());
    assertEquals(content, expected);
  });
}

const EXCHANGES: [command: string, reply: RegExp][] = [
  ["SYST", /^215 UNIX Type: L8$/],
  ["FEAT", /^211-.*\n AUTH TLS\n.*\n EPSV\n.*\n UTF8\n.*\n211 End$/s],
  ["OPTS UTF8 ON", /^200 /],
  ["NOOP", /^200 /],
  ["ALLO 10", /^202 /],
  ["STRU F", /^200 /],
  ["STRU R", /^504 /],
  ["MODE S", /^200 /],
  ["TYPE I", /^200 /],
  ["TYPE E", /^504 /],
  ["SIZE a.txt", /^213 5$/],
  ["SIZE d", /^550 /],
  ["MFMT 20200102030405 a.txt", /^213 Modify=20200102030405; a\.txt$/],
  ["MDTM a.txt", /^213 20200102030405$/],
  ["MLST a.txt", /^250-.*\n type=file;size=5;.* \/a\.txt\n250 End$/s],
  ["HASH a.txt", /^213 SHA-256 0-5 2cf24dba5fb0a30e26e83b2ac5b9e29e1b\w+ a/],
  ["OPTS HASH MD5", /^200 MD5$/],
  ["HASH a.txt", /^213 MD5 0-5 5d41402abc4b2a76b9719d911017c592 a\.txt$/],
  ["XCRC a.txt", /^250 3610A686$/],
  ['XCRC "a.txt" 0 1', /^250 916B06E7$/],
  ["MKD e", /^257 "\/e" created$/],
  ["MKD e", /^550 /],
  ['MKD q"q', /^257 "\/q""q" created$/],
  ["CWD e", /^250 /],
  ["PWD", /^257 "\/e" is current$/],
  ["CDUP", /^250 /],
  ["RMD e", /^250 /],
  ["RMD d", /^550 Directory not empty$/],
  ["RNTO x", /^503 /],
  ["RNFR d", /^350 /],
  ["RNTO moved", /^250 /],
  ["SIZE moved/in.txt", /^213 2$/],
  ["DELE a.txt", /^250 /],
  ["DELE a.txt", /^550 /],
  ["ABOR", /^226 /],
  ["QUUX", /^500 QUUX not understood$/],
];

ftpTest("FtpServer replies to every other command", {
  files: { "/a.txt": "hello", "/d/in.txt": "in" },
}, async (client) => {
  await client.say("TYPE I");
  for (const [command, reply] of EXCHANGES) {
    assertMatch(await client.say(command), reply, command);
  }
});

ftpTest("FtpServer ends a transfer with ABOR", {
  files: { "/a": new Uint8Array(2 ** 26) },
}, async (client, server) => {
  const data = await client.data();
  assertMatch(await client.say("RETR a"), /^150 /);
  assertEquals(await client.say("ABOR"), "426 Transfer aborted");
  assertEquals(await client.reply(), "226 ABOR command successful");
  data.close();
  assertEquals(await client.say("NOOP"), "200 NOOP ok");
  assertEquals(server.lost, []);
});

for (const implicit of [false, true]) {
  const name = implicit ? "from the start" : "by AUTH TLS";
  Deno.test(`FtpServer uses TLS ${name}`, async () => {
    await using server = new FtpServer({
      implicit,
      files: { "/a": "content" },
    });
    using client = await RawClient.open(server);
    if (implicit) await client.startTls();
    assertEquals(await client.reply(), "220 Test server ready");
    if (!implicit) {
      assertEquals(await client.say("AUTH TLS"), "234 AUTH TLS successful");
      await client.startTls();
    }
    for (const line of ["USER ftp", "PASS x", "PBSZ 0", "PROT P", "TYPE I"]) {
      assertMatch(await client.say(line), /^[23]/);
    }
    const raw = await client.data();
    assertMatch(await client.say("RETR a"), /^150 /);
    assertEquals(await readText(await client.secure(raw)), "content");
    assertEquals(await client.reply(), "226 Transfer complete");
    for (const content of ["stored", "", "x".repeat(2 ** 20)]) {
      const conn = await client.data();
      assertMatch(await client.say("STOR b"), /^150 /);
      const data = await client.secure(conn);
      await data.handshake();
      await upload(data, content);
      assertEquals(await client.reply(), "226 Transfer complete");
      assertEquals(text(server, "/b"), content);
    }
    assertEquals(server.reused, [false, false, false, false]);
  });
}

const REUSES: [requireReuse: true | "close", resume: boolean, end: string][] = [
  [true, true, "226 Transfer complete"],
  [true, false, "425 Unable to build data connection: Operation not permitted"],
  ["close", true, "226 Transfer complete"],
  ["close", false, "522 SSL connection failed: session reuse required"],
];

for (const [requireReuse, resume, expected] of REUSES) {
  const name = `FtpServer with requireReuse ${requireReuse} answers ` +
    `${expected.slice(0, 3)} ${resume ? "with" : "without"} a resumed session`;
  Deno.test(name, async () => {
    const files = { "/a": "content" };
    await using server = new FtpServer({ requireReuse, files });
    const control = await tcp(server.port);
    const say = speaker(control);
    await say("");
    await say("AUTH TLS");
    // node:tls resumes only with the default roots: deno test --cert.
    const secure = connectTls({ socket: control, servername: "localhost" });
    await once(secure, "secureConnect");
    const sayTls = speaker(secure);
    for (const line of ["USER ftp", "PASS x", "PROT P"]) await sayTls(line);
    const [, port] = /\|\|\|(\d+)/.exec(await sayTls("EPSV")) ?? [];
    const raw = await tcp(Number(port));
    assertMatch(await sayTls("RETR a"), /^150 /);
    const session = secure.getSession();
    const data = connectTls({
      socket: raw,
      servername: "localhost",
      ...(resume && session ? { session } : { ca: pem("ca.pem") }),
    });
    let came = "";
    data.on("data", (bytes: Uint8Array) => {
      came += new TextDecoder().decode(bytes);
    });
    await once(data, "end");
    assertEquals(await sayTls(""), expected);
    assertEquals(came, resume ? "content" : "");
    assertEquals(server.reused, [resume]);
    for (const socket of [data, raw, secure, control]) socket.destroy();
    await server.allClosed();
  });
}

async function tcp(port: number): Promise<Socket> {
  const socket = connect({ host: "127.0.0.1", port });
  await once(socket, "connect");
  return socket;
}

/** Sends a line, if there is one, and returns the next line that arrives. */
function speaker(socket: Socket): (line: string) => Promise<string> {
  const pieces = socket[Symbol.asyncIterator]();
  let kept = "";
  return async (line) => {
    if (line !== "") socket.write(`${line}\r\n`);
    while (!kept.includes("\n")) {
      kept += new TextDecoder().decode((await pieces.next()).value);
    }
    const end = kept.indexOf("\r\n");
    const reply = kept.slice(0, end);
    kept = kept.slice(end + 2);
    return reply;
  };
}
