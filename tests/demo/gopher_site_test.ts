// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { GopherSite } from "../../demo/gopher_site.ts";
import type { SitePage } from "../../demo/site_page.ts";
import { latin1Of, send, WireReader } from "../servers/tcp_server.ts";

const NOT_FOUND = "3There is no such item\t\terror.host\t1\r\n.\r\n";

function page(page: Partial<SitePage> = {}): SitePage {
  return { type: "text/plain", body: "espresso\n", ...page };
}

function connect(site: GopherSite): Promise<Deno.TcpConn> {
  const { hostname, port } = new URL(site.url);
  return Deno.connect({ hostname, port: Number(port) });
}

async function ask(site: GopherSite, request: string): Promise<string> {
  using connection = await connect(site);
  await send(connection, request);
  return latin1Of(await new WireReader(connection).readToEnd());
}

const ANSWERS: readonly [string, string, Partial<SitePage>, string][] = [
  ["a text", "/a", {}, "espresso\r\n.\r\n"],
  ["a text in pieces", "/a", { pieces: 4, wait: 1 }, "espresso\r\n.\r\n"],
  ["an empty text", "/a", { body: "" }, ".\r\n"],
  ["a text without its last end of line", "/a", { body: "a" }, "a\r\n.\r\n"],
  ["a text with dots", "/a", { body: ".\n..\na." }, "..\r\n...\r\na.\r\n.\r\n"],
  ["a text with CRLF", "/a", { body: "a\r\n.b\r\n" }, "a\r\n..b\r\n.\r\n"],
  ["a file", "/a", { type: "image/png", body: "\n.\n" }, "\n.\n"],
  ["nothing", "/b", {}, NOT_FOUND],
  ["the menu", "", {}, NOT_FOUND],
  ["a refused file", "/a", { status: 404 }, NOT_FOUND],
];

for (const [title, selector, init, answer] of ANSWERS) {
  Deno.test(`GopherSite responds with ${title}`, async () => {
    await using site = new GopherSite({ "/a": page(init) });
    assertEquals(await ask(site, `${selector}\r\n`), answer);
  });
}

Deno.test("GopherSite includes the type in its URLs", async () => {
  await using site = new GopherSite({
    "/a": page(),
    "/b": page({ type: "image/png" }),
  });
  assertEquals(site.urlOf("/a"), `${site.url}0/a`);
  assertEquals(site.urlOf("/b"), `${site.url}9/b`);
});

for (const never of [{ wait: Infinity }, { pieces: 2, pause: Infinity }]) {
  const [title] = Object.keys(never);
  Deno.test(`GopherSite ends a response with ${title} when it is closed`, async () => {
    const site = new GopherSite({ "/a": page(never) });
    using connection = await connect(site);
    await send(connection, "/a\r\n");
    await site[Symbol.asyncDispose]();
  });

  Deno.test(`GopherSite ends a response with ${title} when the client disconnects`, async () => {
    await using site = new GopherSite({ "/a": page(never), "/b": page() });
    for (let count = 0; count < 32; count++) {
      using connection = await connect(site);
      await send(connection, "/a\r\n");
    }
    // Until then the site has too many clients.
    while (await ask(site, "/b\r\n").catch(() => "") !== "espresso\r\n.\r\n");
  });
}

Deno.test("GopherSite disconnects a client whose request has no end", async () => {
  await using site = new GopherSite({});
  assertEquals(await ask(site, "x".repeat(512)), "");
});

Deno.test("GopherSite disconnects a silent client", async () => {
  await using site = new GopherSite({});
  const connection = await connect(site);
  await connection.closeWrite();
  assertEquals((await new WireReader(connection).readToEnd()).length, 0);
  connection.close();
});

Deno.test("GopherSite accepts 32 clients and refuses others", async () => {
  await using site = new GopherSite({});
  using clients = new DisposableStack();
  for (let count = 0; count < 32; count++) {
    clients.use(await connect(site));
  }
  using last = await connect(site);
  assertEquals(
    latin1Of(await new WireReader(last).readToEnd()),
    "3Too many connections\t\terror.host\t1\r\n.\r\n",
  );
});
