// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { outputOf, until } from "../helpers/programs.ts";
import { latin1Of, send } from "../servers/tcp_server.ts";
import { fetchRaw, openRaw } from "./gopher_calls.ts";
import {
  openGopherServer,
  REAL_GOPHER_SERVERS,
  type RealGopherServer,
  realGopherTest,
} from "./gopher_servers.ts";
import { GOPHER_BINARY, GOPHER_DOTS, GOPHER_TREE } from "./gopher_tree.ts";
import { accepts } from "./processes.ts";

async function ask(server: RealGopherServer, request: string) {
  return latin1Of((await fetchRaw(server, request)).bytes);
}

for (const name of REAL_GOPHER_SERVERS) {
  realGopherTest(name, "openGopherServer() returns menus", async (server) => {
    const { host, port } = server;
    const place = `${host}\t${port}${server.plus ? "\t+" : ""}\r\n`;
    const root = await ask(server, "");
    assertStringIncludes(root, `0Greeting\t/greeting.txt\t${place}`);
    assertStringIncludes(root, `1Shelf\t/shelf\t${place}`);
    assertStringIncludes(root, `+Second copy\t/greeting.txt\t${place}`);
    assertEquals(root.endsWith("\r\n.\r\n"), !server.plus);
    const shelf = await ask(server, "/shelf");
    assertStringIncludes(shelf, `\t/shelf/first.txt\t${place}`);
    const missing = await ask(server, "/missing");
    const start = server.plus ? "3'/missing' does not exist" : "Error: File";
    assertEquals(missing.slice(0, start.length), start);
  });

  realGopherTest(name, "openGopherServer() returns files", async (server) => {
    const dots = await ask(server, "/dots.txt");
    assertEquals(dots.replaceAll("\r\n", "\n").trimEnd(), GOPHER_DOTS.trim());
    assertEquals(dots.includes("\r\n"), !server.plus);
    const { bytes, clean } = await fetchRaw(server, "/binary.dat");
    assert(bytes.every((byte, at) => byte === GOPHER_BINARY[at]));
    assertEquals(bytes.length, 100_000);
    assertEquals(clean, !server.secure || server.closeNotify);
    await server.addFile("added.dat", Uint8Array.of(0, 255));
    assertEquals(await ask(server, "/added.dat"), "\0\xff");
  });

  realGopherTest(
    name,
    "openGopherServer() returns searches",
    async (server) => {
      const { host, port } = server;
      assertEquals(
        await ask(server, "/cgi-bin/search\ttwo words"),
        "iLooking for: two words\t\terror.host\t1\r\n" +
          `0Greeting\t/greeting.txt\t${host}\t${port}\r\n` +
          `1Shelf\t/shelf\t${host}\t${port}\r\n`,
      );
    },
  );

  realGopherTest(name, "openGopherServer() gives Gopher+", async (server) => {
    if (!server.plus) return;
    const greeting = GOPHER_TREE["greeting.txt"];
    assertEquals(await ask(server, "/greeting.txt\t+"), `+38\r\n${greeting}`);
    const poem = await ask(server, "/plus/poem.txt\t!");
    assertEquals(poem.slice(0, 13), "+-2\r\n+INFO: 0");
    assertStringIncludes(poem, "\r\n+ADMIN:\r\n Admin: The tests <");
    assertStringIncludes(poem, "\r\n+VIEWS:\r\n text/plain: <0k>\r\n");
    assertStringIncludes(poem, "\r\n+ABSTRACT:\r\n A poem about roses\r\n");
    const form = await ask(server, "/plus/form.txt\t!");
    assertStringIncludes(form, "\r\n+ASK:\r\n Ask: Your name?\tNobody\r\n");
    const all = await ask(server, "/plus\t$");
    assertEquals(all.match(/^\+INFO: [0g]/gm)?.length, 3);
    // The lines of abstracts are also items.
    assertEquals(all.match(/^\+INFO: i/gm)?.length, 3);
    assertStringIncludes(
      await ask(server, "/missing\t+"),
      "--2\r\n1 The tests <",
    );
  });

  // With TLS, pygopherd sends the output of a script only after the script has
  // ended.
  if (name !== "pygopherd-tls") {
    realGopherTest(
      name,
      "openGopherServer() returns an endless reply",
      async (
        server,
      ) => {
        using conn = await openRaw(server);
        await send(conn, "/cgi-bin/never\r\n");
        const buffer = new Uint8Array(100);
        const size = await conn.read(buffer) ?? 0;
        assertEquals(latin1Of(buffer.subarray(0, size)), "the first line\r\n");
      },
    );
  }

  Deno.test(`openGopherServer() leaves no resources open (${name})`, async () => {
    const server = await openGopherServer(name);
    if (!server) return;
    using conn = await openRaw(server);
    await send(conn, "/cgi-bin/never\r\n");
    if (name !== "pygopherd-tls") await conn.read(new Uint8Array(1));
    await server[Symbol.asyncDispose]();
    assertEquals(await accepts(server.port, server.host), false);
    assertEquals(await accepts(server.port), false);
    // SIGKILL ends the scripts, but not at the same time.
    const folder = server.root.replace(/\/root$/, "");
    await until(
      async () => !(await processes()).includes(folder),
      "the scripts have ended",
    );
  });
}

/** Returns the command lines and environments of all processes. */
function processes(): Promise<string> {
  return outputOf("ps", ["-eo", "args", "e"]);
}
