// Copyright 2026 the wininet authors. MIT license.

/** The short programs of examples/. */

import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { main as cancel } from "../../examples/cancel.ts";
import { main as manyUrls } from "../../examples/many_urls.ts";
import { main as mirror } from "../../examples/mirror.ts";
import { main as phlogFeed } from "../../examples/phlog_feed.ts";
import { main as proxyLogin } from "../../examples/proxy_login.ts";
import { main as resume } from "../../examples/resume.ts";
import { main as traceHtml } from "../../examples/trace_html.ts";
import { main as uploadProgress } from "../../examples/upload_progress.ts";
import { main as watchStatuses } from "../../examples/watch_statuses.ts";
import { usualServer } from "../helpers/calls.ts";
import { fileText, folder, pattern } from "../helpers/ftp_calls.ts";
import { runProgram } from "../helpers/programs.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { GopherServer } from "../servers/gopher_server.ts";
import { HttpProxy } from "../servers/http_proxy.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { RangeServer } from "../servers/range_server.ts";

const FILE = pattern(100_000);

/** The examples, and all of their arguments except one. */
const USAGES: [name: string, ...args: string[]][] = [
  ["cancel"],
  ["many_urls", "directory"],
  ["mirror"],
  ["otel_spans"],
  ["phlog_feed"],
  ["proxy_login", "http://127.0.0.1/"],
  ["resume", "http://127.0.0.1/"],
  ["trace_html", "trace.html"],
  ["upload_progress", "file"],
  ["watch_statuses"],
];

for (const [name, ...args] of USAGES) {
  Deno.test(`examples/${name}.ts with too few arguments shows its usage`, async () => {
    const program = new URL(`../../examples/${name}.ts`, import.meta.url).href;
    const { code, stdout, stderr } = await runProgram(
      Deno.execPath(),
      ["run", "--no-check", "--no-prompt", program, ...args],
      { env: { NO_COLOR: "1" } },
    );
    assertEquals([code, stdout], [2, ""], stderr);
    assertMatch(stderr, new RegExp(`^Usage: ${name}\\.ts [^\n]+\n$`));
  });
}

/** Keeps lines. */
function printed() {
  const lines: string[] = [];
  return { lines, print: (line: string) => void lines.push(line) };
}

Deno.test("examples/many_urls.ts downloads its URLs and names the failures", async () => {
  await using ftp = new FtpServer({ files: { "/a": "1", "/b": "2" } });
  using files = folder();
  const { lines, print } = printed();
  const url = `ftp://127.0.0.1:${ftp.port}`;
  const urls = ["a", "b", "none"].map((name) => `${url}/${name}`);
  assertEquals(await manyUrls([files.path("x"), ...urls], print), 1);
  assertEquals(files.names("x"), ["a", "b"]);
  assertStringIncludes(lines.join("\n"), "none: ");
});

Deno.test("examples/mirror.ts copies a directory, and deletes removed files", async () => {
  await using ftp = new FtpServer({
    files: { "/pub/a": "1", "/pub/b.tmp": "" },
  });
  using files = folder();
  files.write("old", "x");
  const { lines, print } = printed();
  const args = [`127.0.0.1:${ftp.port}`, "/pub", files.path("")];
  assertEquals(await mirror(args, print), 0);
  assertEquals(files.names(), ["a"]);
  assertStringIncludes(lines[0]!, "1 copied");
  assertStringIncludes(lines[0]!, "1 deleted");
});

Deno.test("examples/resume.ts continues an interrupted download", async () => {
  await using server = new RangeServer(
    FILE,
    ({ number }) => number === 0 ? { stallAfter: 50_000 } : {},
  );
  using files = folder();
  const args = [`${server.url}/f`, files.path("f")];
  const stop = new AbortController();
  const print = (line: string) => {
    if (/^[1-9]/.test(line)) stop.abort();
  };
  assertEquals(await resume(args, print, stop.signal), false);
  const { lines, print: keep } = printed();
  assertEquals(await resume(args, keep, new AbortController().signal), true);
  assert(
    lines.some((line) => /^continued after [1-9]/.test(line)),
    lines.join("\n"),
  );
  assertEquals(files.read("f"), FILE);
});

Deno.test("examples/upload_progress.ts shows the number of bytes sent", async () => {
  await using ftp = new FtpServer({ users: { anna: "s3cret" } });
  using files = folder();
  const { lines, print } = printed();
  const file = files.write("a", FILE);
  await uploadProgress(
    [file, `anna@127.0.0.1:${ftp.port}`, "a"],
    print,
    "s3cret",
  );
  assertEquals(fileText(ftp, "/a")?.length, FILE.length);
  assertEquals(lines.slice(-2), ["100 %", "a is on the server"]);
});

Deno.test("examples/cancel.ts stops when its signal aborts", async () => {
  const asked = Promise.withResolvers<void>();
  await using server = new RangeServer(FILE, () => {
    asked.resolve();
    return { stallAfter: 10 };
  });
  const stop = new AbortController();
  const { lines, print } = printed();
  const running = cancel([`${server.url}/f`], print, stop.signal);
  await asked.promise;
  stop.abort("enough");
  assertEquals([await running, lines], [null, ["stopped: enough"]]);
});

Deno.test("examples/watch_statuses.ts prints the statuses of a request", async () => {
  await using server = usualServer();
  const { lines, print } = printed();
  await watchStatuses([`${server.url}/`], print);
  const text = lines.join("\n");
  assertStringIncludes(text, "INTERNET_STATUS_CONNECTED_TO_SERVER");
  assertStringIncludes(text, "INTERNET_STATUS_HANDLE_CLOSING");
});

Deno.test("examples/trace_html.ts writes a page", async () => {
  await using server = usualServer();
  using files = folder();
  const { lines, print } = printed();
  await traceHtml([files.path("t.html"), `${server.url}/`], print);
  assertStringIncludes(lines[0]!, "1 transfer");
  assertStringIncludes(files.text("t.html"), "<!DOCTYPE html>");
});

Deno.test("examples/proxy_login.ts reads through the proxy", async () => {
  await using server = new FakeHttpServer({
    "/": (_request, reply) => reply({ body: "page" }),
  });
  await using proxy = new HttpProxy({ password: "anna:s3:cret" });
  const { lines, print } = printed();
  await proxyLogin([proxy.url, `${server.url}/`], print, "anna:s3:cret");
  assertEquals(lines, ["page"]);
  assert(proxy.asked.length > 0);
});

Deno.test("examples/phlog_feed.ts creates a feed from a menu", async () => {
  await using gopher = new GopherServer({
    "/phlog": ({ server }) =>
      server.item("0", "2026-01-02 Tea & cake", "/1") +
      server.item("0", "2026-03-04 - Coffee", "/2") +
      server.item("1", "2025-01-01 Archive", "/old") + ".\r\n",
  });
  const { lines, print } = printed();
  await phlogFeed([`${gopher.url}/1/phlog`], print);
  const text = lines.join("\n");
  assertEquals(text.match(/<title>[^<]*/g)?.slice(1), [
    "<title>Coffee",
    "<title>Tea &#38; cake",
  ]);
  assertStringIncludes(text, `<link href="${gopher.url}/0/2"/>`);
});

Deno.test("the examples are programs", async () => {
  await using server = usualServer();
  using files = folder();
  const { code, stdout, stderr } = await runProgram(Deno.execPath(), [
    ...["run", "--no-check", "-A", "examples/many_urls.ts", files.path("")],
    `${server.url}/`,
  ]);
  assertEquals(code, 0, stderr);
  assertStringIncludes(stdout, "index.html");
});
