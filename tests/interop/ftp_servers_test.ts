// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertMatch } from "@std/assert";
import { outputOf, until } from "../helpers/programs.ts";
import { RawClient, readText, upload } from "../servers/ftp_raw_client.ts";
import { openFtpServer, REAL_FTP_SERVERS, realFtpTest } from "./ftp_servers.ts";
import { accepts } from "./processes.ts";

for (const name of REAL_FTP_SERVERS) {
  realFtpTest(name, "openFtpServer() returns a server that replies", async (
    server,
  ) => {
    using client = await RawClient.open(server);
    assertMatch(await client.reply(), /^220/);
    assertMatch(await client.say(`USER ${server.user}`), /^331 /);
    assertMatch(await client.say(`PASS ${server.password}`), /^230/);
    assertEquals(
      (await client.say("PWD")).split('"')[1],
      server.root,
    );
    assertMatch(await client.say("MLST"), server.mlsd ? /^250/ : /^500/);
    assertMatch(await client.say("QUIT"), /^221/);
  });

  realFtpTest(name, "openFtpServer() returns a server that refuses", async (
    server,
  ) => {
    using client = await RawClient.open(server);
    await client.reply();
    await client.say(`USER ${server.user}`);
    // The reply of pure-ftpd arrives only after some seconds.
    if (name === "pure-ftpd") return;
    assertMatch(await client.say("PASS wrong"), /^530 /);
  });

  realFtpTest(name, "openFtpServer() returns a directory to change", async (
    server,
  ) => {
    await server.addFile("a.txt", "old");
    await server.addDirectory("d");
    using client = await login(server, server);
    for (const command of ["STOR a.txt", "APPE a.txt", "STOR d/b.txt"]) {
      const conn = await client.data();
      assertMatch(await client.say(command), /^1(25|50)/);
      await upload(conn, "new");
      assertMatch(await client.reply(), /^226/);
    }
    assertEquals(await Deno.readTextFile(`${server.home}/a.txt`), "newnew");
    for (
      const [command, code] of [
        ["RNFR a.txt", "350"],
        ["RNTO c.txt", "250"],
        ["MKD e", "257"],
        ["RMD e", "250"],
        ["DELE d/b.txt", "250"],
        ["RMD d", "250"],
      ] as const
    ) assertEquals((await client.say(command)).slice(0, 3), code, command);
    const entries = await Array.fromAsync(Deno.readDir(server.home));
    const names = entries.map(({ name }) => name);
    assertEquals(names, ["c.txt"]);
    const conn = await client.data("PASV");
    assertMatch(await client.say("RETR c.txt"), /^1(25|50)/);
    assertEquals(await readText(conn), "newnew");
    assertMatch(await client.reply(), /^226/);
  });

  realFtpTest(
    name,
    "openFtpServer() returns a server on ::1",
    async (server) => {
      if (server.ipv6Port === null) return;
      await server.addFile("a.txt", "content");
      const address = { host: "::1", port: server.ipv6Port };
      using client = await login(server, address);
      const conn = await client.data("EPSV");
      assertMatch(await client.say("RETR a.txt"), /^1(25|50)/);
      assertEquals(await readText(conn), "content");
    },
  );

  for (const implicit of [false, true]) {
    const title = implicit ? "implicit TLS" : "AUTH TLS";
    realFtpTest(name, `openFtpServer() gives ${title}`, async (server) => {
      if (implicit && server.implicitPort === null) return;
      await server.addFile("a.txt", "content");
      const port = implicit ? server.implicitPort ?? 0 : server.port;
      using client = await RawClient.open({ host: server.host, port });
      if (implicit) await client.startTls();
      await client.reply();
      if (!implicit) {
        assertMatch(await client.say("AUTH TLS"), /^234/);
        await client.startTls();
      }
      assertMatch(await client.say(`USER ${server.user}`), /^331 /);
      assertMatch(await client.say(`PASS ${server.password}`), /^230/);
      assertMatch(await client.say("PBSZ 0"), /^200/);
      assertMatch(await client.say("PROT P"), /^200/);
      assertMatch(await client.say("TYPE I"), /^200/);
      const raw = await client.data();
      assertMatch(await client.say("RETR a.txt"), /^1(25|50)/);
      // Deno.startTls does not resume sessions.
      const came = await client.secure(raw).then(readText).catch(() => "");
      assertEquals(came, server.demandsReuse ? "" : "content");
      assertMatch(
        await client.reply(),
        server.demandsReuse ? /^[45]2/ : /^226/,
      );
    });
  }

  Deno.test(`openFtpServer() leaves no resources open (${name})`, async () => {
    const server = await openFtpServer(name);
    if (!server) return;
    const { home, port, ipv6Port, implicitPort } = server;
    const sessions = await Promise.all([
      login(server, server),
      login(server, server),
    ]);
    await server[Symbol.asyncDispose]();
    for (const session of sessions) {
      assertEquals(await session.reader.readSome().catch(() => null), null);
      session.conn.close();
    }
    assertEquals(await accepts(port), false);
    assertEquals(await accepts(implicitPort ?? port), false);
    if (ipv6Port !== null) assertEquals(await accepts(ipv6Port, "::1"), false);
    // SIGKILL ends the sessions, but not at the same time.
    const folder = home.replace(/\/home$/, "");
    await until(
      async () => !(await outputOf("ps", ["-eo", "args"])).includes(folder),
      "the sessions have ended",
    );
  });
}

async function login(
  { user, password }: { user: string; password: string },
  address: { host: string; port: number },
): Promise<RawClient> {
  const client = await RawClient.open(address);
  await client.reply();
  await client.say(`USER ${user}`);
  assertMatch(await client.say(`PASS ${password}`), /^230/);
  await client.say("TYPE I");
  return client;
}
