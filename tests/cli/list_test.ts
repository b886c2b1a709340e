// Copyright 2026 the wininet authors. MIT license.

/** wininet ls and wininet head */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fixture } from "../helpers/certificates.ts";
import { folder } from "../helpers/ftp_calls.ts";
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

Deno.test("get and head follow a redirect to https, and -C asks for its file", async () => {
  await using https = new FakeHttpServer({
    "/a": (_request, reply) => reply({ body: "secure" }),
  }, { tls: fixture("localhost") });
  await using http = new FakeHttpServer({
    "/a": (_request, reply) =>
      reply.redirect(`https://localhost:${https.port}/a`),
  });
  using files = folder();
  const url = `${http.url}/a`;
  const head = await wininet(["head", url]);
  assertStringIncludes(head.stdout, "Content-Length: 6");
  for (const args of [[], ["-C"]]) {
    const target = ["-o", files.path("a"), "--retry", "0"];
    const { code, stderr } = await wininet(["get", ...args, ...target, url]);
    assertEquals([code, files.text("a")], [0, "secure"], stderr);
  }
});

Deno.test("head of HTTP sends a user whose escapes are wrong as it is written", async () => {
  await using http = new FakeHttpServer({
    "/": (_request, reply) => reply({ headers: { "X-Here": "yes" } }),
  });
  const url = `http://a%zz:b@127.0.0.1:${http.port}/`;
  const { code, stdout, stderr } = await wininet(["head", url]);
  assertEquals(code, 0, stderr);
  assertStringIncludes(stdout, "X-Here: yes");
});

Deno.test("head shows the size and the time of an FTP file", async () => {
  await using ftp = new FtpServer({
    files: { "/a": "12345", "/directory/b": "1" },
    directories: ["/empty"],
  });
  const url = `ftp://127.0.0.1:${ftp.port}`;
  const { code, stdout } = await wininet(["head", `${url}/a`]);
  assertEquals(code, 0);
  assertMatch(stdout, /^a: 5 bytes, modified \w+, \d\d \w+ \d{4} .* GMT\n$/);
  for (const path of ["directory", "directory/", "empty"]) {
    const refused = await wininet(["head", `${url}/${path}`]);
    assertEquals([refused.code, refused.stdout], [2, ""]);
    assertStringIncludes(refused.stderr, "ls shows a directory");
  }
  const missing = await wininet(["head", `${url}/b`]);
  assertEquals(missing.code, 8);
  assertStringIncludes(missing.stderr, "550");
});
