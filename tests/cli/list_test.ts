// Copyright 2026 the wininet authors. MIT license.

/** wininet ls and wininet head */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { FtpServer } from "../servers/ftp_server.ts";
import { GopherServer } from "../servers/gopher_server.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { objects, wininet } from "./command.ts";

Deno.test("ls lists an FTP directory, a pattern, and an empty directory", async () => {
  await using ftp = new FtpServer({
    files: { "/pub/a\tb.txt": "12345", "/pub/c.bin": "x" },
    directories: ["/pub/sub", "/empty"],
  });
  const url = `ftp://127.0.0.1:${ftp.port}`;
  const { code, stdout } = await wininet(["ls", `${url}/pub/`]);
  assertEquals(code, 0);
  assertMatch(stdout, /^- {7}5 B {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}a\?b\.txt$/m);
  assertMatch(stdout, /^d {12}\d{4}-.* {2}sub\/$/m);
  const pattern = await wininet(["ls", "--json", `${url}/pub/*.bin`]);
  const [{ name, kind, size }] = objects(pattern.stdout);
  assertEquals([name, kind, size], ["c.bin", "file", 1]);
  const empty = await wininet(["ls", `${url}/empty/`]);
  assertEquals([empty.code, empty.stdout], [0, ""]);
  assertEquals((await wininet(["ls", `${url}/none/`])).code, 8);
});

Deno.test("ls lists a Gopher menu with URLs, and a search", async () => {
  await using gopher = new GopherServer({
    "": ({ server }) =>
      "iWelcome\t\terror.host\t1\r\n" + server.item("0", "Text", "/a b") +
      "hWeb\tURL:https://example.com/\t127.0.0.1\t70\r\n.\r\n",
    "/find\twords": ({ server }) => server.item("0", "Found", "/f") + ".\r\n",
  });
  const menu = await wininet(["ls", `${gopher.url}/`]);
  assertEquals(
    menu.stdout,
    `Welcome\n${gopher.url}/0/a%20b  Text\nhttps://example.com/  Web\n`,
  );
  const found = await wininet(["ls", "--json", `${gopher.url}/7/find%09words`]);
  assertEquals(objects(found.stdout), [
    { type: "ls", url: `${gopher.url}/0/f`, text: "Found" },
  ]);
});

Deno.test("head shows the fields of a response, after redirects", async () => {
  await using http = new FakeHttpServer({
    "/old": (_request, reply) =>
      reply({ status: 302, headers: { Location: "/new" } }),
    "/new": (_request, reply) => reply({ headers: { "X-Here": "yes" } }),
    "/gone": (_request, reply) => reply({ status: 410 }),
  });
  const { code, stdout } = await wininet(["head", `${http.url}/old`]);
  assertEquals(code, 0);
  assertMatch(stdout, /^HTTP\/1.1 200 OK\n[^]*X-Here: yes$/m);
  const methods = http.requests.map(({ method }) => method);
  assertEquals(methods, ["HEAD", "HEAD"]);
  const gone = await wininet(["head", "--json", `${http.url}/gone`]);
  assertEquals([gone.code, objects(gone.stdout)[0].status], [8, 410]);
});

Deno.test("head shows the size and the time of an FTP file", async () => {
  await using ftp = new FtpServer({ files: { "/a": "12345" } });
  const url = `ftp://127.0.0.1:${ftp.port}`;
  const { code, stdout } = await wininet(["head", `${url}/a`]);
  assertEquals(code, 0);
  assertMatch(stdout, /^a: 5 bytes, modified \w+, \d\d \w+ \d{4} .* GMT\n$/);
  const missing = await wininet(["head", `${url}/b`]);
  assertEquals(missing.code, 8);
  assertStringIncludes(missing.stderr, "550");
});
