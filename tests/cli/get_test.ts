// Copyright 2026 the wininet authors. MIT license.

/** wininet get */

import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { widthOf } from "../../_cli/text.ts";
import { NEVER } from "../helpers/calls.ts";
import { folder, pattern } from "../helpers/ftp_calls.ts";
import { type FtpScript, FtpServer } from "../servers/ftp_server.ts";
import { GopherServer } from "../servers/gopher_server.ts";
import { HttpProxy } from "../servers/http_proxy.ts";
import { FakeProxy } from "../servers/proxy_servers.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { type RangeBehaviour, RangeServer } from "../servers/range_server.ts";
import { objects, wininet } from "./command.ts";

const FILE = pattern(200_000);

Deno.test("get downloads URLs of three protocols, and reports it on standard error", async () => {
  await using http = new RangeServer(FILE);
  await using ftp = new FtpServer({ files: { "/pub/b": "bytes" } });
  await using gopher = new GopherServer({ "/c": "text\r\n.\r\n" });
  using files = folder();
  const urls = [
    `${http.url}/a`,
    `ftp://127.0.0.1:${ftp.port}/pub/b`,
    `${gopher.url}/0/c`,
  ];
  const end = await wininet(["get", "-P", files.path(""), ...urls]);
  assertEquals([end.code, end.stdout], [0, ""]);
  assertEquals(files.names(), ["a", "b", "c"]);
  assertEquals(files.read("a"), FILE);
  assertMatch(end.stderr, /3 of 3 done, 200 kB in 0:0\d\n$/);
  // Redirected output has no progress.
  assert(!end.stderr.includes("\x1b"));
});

Deno.test("get --json writes an object for each URL, without secrets", async () => {
  await using http = new RangeServer(
    FILE,
    ({ target }) => target === "/gone" ? { status: 404 } : {},
  );
  using files = folder();
  const url = (name: string) =>
    `http://anna:secret@127.0.0.1:${http.port}/${name}`;
  const { code, stdout, stderr } = await wininet(
    ["get", "--json", "-P", files.path(""), url("a"), url("gone")],
  );
  assertEquals(code, 8);
  const [a, gone] = objects(stdout).toSorted((x, y) => y.ok - x.ok);
  assertEquals([a.ok, a.bytes, a.error], [true, FILE.length, null]);
  assertEquals(a.url, `http://127.0.0.1:${http.port}/a`);
  assertEquals([gone.ok, gone.error.responseText], [false, "404 Not Found"]);
  assertEquals(`${stdout}${stderr}`.includes("secret"), false);
});

Deno.test("get -o - writes to standard output, one file after the other", async () => {
  await using ftp = new FtpServer({ files: { "/a": "one ", "/b": "two" } });
  const url = `ftp://127.0.0.1:${ftp.port}`;
  const end = await wininet(["get", "-q", "-o", "-", `${url}/a`, `${url}/b`]);
  assertEquals(end, { code: 0, stdout: "one two", stderr: "", prompts: [] });
});

Deno.test("get -i reads a list with names and comments, also from standard input", async () => {
  await using ftp = new FtpServer({ files: { "/a": "one", "/b": "two" } });
  using files = folder();
  const url = `ftp://127.0.0.1:${ftp.port}`;
  const input = `# two files\n\n${url}/a\r\n${url}/b  sub/c d\n`;
  const list = files.write("list.txt", input);
  const into = (name: string) => ["get", "-P", files.path(name)];
  assertEquals((await wininet([...into("x"), "-i", list])).code, 0);
  assertEquals((await wininet([...into("y"), "-i", "-"], { input })).code, 0);
  for (const name of ["x", "y"]) {
    assertEquals(files.names(name), ["a", "sub"]);
    assertEquals(files.text(`${name}/sub/c d`), "two");
  }
});

Deno.test("get fails for an existing file; -C counts it as done, -f replaces it", async () => {
  await using ftp = new FtpServer({ files: { "/a": "new" } });
  using files = folder();
  files.write("a", "old");
  const args = ["-P", files.path(""), `ftp://127.0.0.1:${ftp.port}/a`];
  const end = await wininet(["get", ...args]);
  assertEquals(end.code, 3);
  assertStringIncludes(end.stderr, "ERROR_FILE_EXISTS");
  const { code, stdout } = await wininet(["get", "--json", "-C", ...args]);
  assertEquals([code, objects(stdout)[0].skipped], [0, true]);
  assertEquals(files.text("a"), "old");
  assertEquals((await wininet(["get", "-f", ...args])).code, 0);
  assertEquals(files.text("a"), "new");
});

Deno.test("get --checksum verifies the file", async () => {
  await using ftp = new FtpServer({ files: { "/a": "abc" } });
  using files = folder();
  const url = `ftp://127.0.0.1:${ftp.port}/a`;
  const digest = new Uint8Array(
    await crypto.subtle.digest("SHA-256", new TextEncoder().encode("abc")),
  ).toHex();
  const args = ["get", "-P", files.path(""), url, "--checksum"];
  const wrong = `sha256:${digest.replace(/./, "f")}`;
  assertEquals((await wininet([...args, wrong])).code, 7);
  assertEquals(files.names(), []);
  assertEquals((await wininet([...args, `SHA256:${digest}`])).code, 0);
});

Deno.test("get shows the progress of several transfers within 60 columns, and clears it", async () => {
  await using http = new RangeServer(FILE);
  using files = folder();
  const names = ["%E6%97%A5%E6%9C%AC%E8%AA%9E".repeat(8), "b", "c%1B%5B2J"];
  const frames: string[] = [];
  const { code, stderr } = await wininet(
    [
      "get",
      "-P",
      files.path(""),
      ...names.map((name) => `${http.url}/${name}`),
    ],
    { columns: 60, onErr: (text) => frames.push(text) },
  );
  assertEquals(code, 0);
  assertStringIncludes(stderr, "日本語");
  // deno-lint-ignore no-control-regex
  const drawn = stderr.replaceAll(/\x1b\[(?:\d*A|K|J)|\r/g, "").split("\n");
  // The path of the directory for temporary files may be long.
  const tooWide = drawn.map((line) => line.replace(files.path(""), "")).filter(
    (line) => line.includes("[") && widthOf(line) >= 60,
  );
  assertEquals(tooWide, []);
  assert(!drawn.join("").includes("\x1b"), "a name commands the terminal");
  // The last output on the screen is the result.
  assertMatch(frames.at(-1)!, /^3 of 3 done/);
  assert(frames.at(-2)!.endsWith("\x1b[J"), frames.at(-2));
});

Deno.test("get reports how to continue if it is stopped, and the next run continues the part", async () => {
  const half = FILE.length / 2;
  await using http = new RangeServer(
    FILE,
    ({ number }) => number === 0 ? { stallAfter: half } : {},
  );
  using files = folder();
  const stop = new AbortController();
  const args = ["get", "-C", "-P", files.path(""), `${http.url}/a`];
  const watcher = Deno.watchFs(files.path(""));
  const running = wininet(args, { signal: stop.signal });
  for await (const _ of watcher) {
    const part = await Deno.stat(files.path("a.part")).catch(() => null);
    if (part?.size === half) break;
  }
  stop.abort(143);
  const stopped = await running;
  assertEquals(stopped.code, 143);
  assertStringIncludes(stopped.stderr, "The same command with -C");
  const { code, stdout } = await wininet([...args, "--json"]);
  assertEquals([code, objects(stdout)[0].resumedFrom], [0, half]);
  assertEquals(files.read("a"), FILE);
  assertEquals(files.names(), ["a"]);
});

Deno.test("get --user logs in with a password from the variable, a prompt or the option", async () => {
  await using ftp = new FtpServer({
    files: { "/a": "x" },
    users: { anna: "s3cret" },
  });
  const args = ["get", "-v", "-o", "-", `ftp://127.0.0.1:${ftp.port}/a`];
  const variables = { WININET_PASSWORD: "s3cret" };
  const ends = [
    await wininet([...args, "--user", "anna"], { variables }),
    await wininet([...args, "--user", "anna"], { secret: "s3cret" }),
    await wininet([...args, "--user", "anna:s3cret"]),
  ];
  assertEquals(ends.map(({ code }) => code), [0, 0, 0]);
  assertEquals(ends[1]?.prompts, ["Password of anna: "]);
  for (const { stderr } of ends) {
    assertStringIncludes(stderr, "> USER anna");
    assert(!stderr.includes("s3cret"), stderr);
  }
  const before = ftp.connections;
  const without = await wininet([...args, "--user", "anna"]);
  assertEquals([without.code, ftp.connections], [2, before]);
  assertStringIncludes(without.stderr, "WININET_PASSWORD");
  const wrong = await wininet([...args, "--user", "anna:guess"]);
  assertEquals(wrong.code, 6);
  assert(!wrong.stderr.includes("guess"), wrong.stderr);
});

Deno.test("get --proxy uses a proxy with credentials, and never shows the password", async () => {
  await using http = new FakeHttpServer({
    "/a": (_request, reply) => reply({ body: "by proxy" }),
  });
  await using proxy = new HttpProxy({ password: "anna:s3cret" });
  const url = proxy.url.replace("://", "://anna@");
  const { code, stdout, stderr } = await wininet(
    ["get", "-v", "-o", "-", "--proxy", url, `${http.url}/a`],
    { variables: { WININET_PROXY_PASSWORD: "s3cret" } },
  );
  assertEquals([code, stdout], [0, "by proxy"], stderr);
  assert(!stderr.includes("s3cret") && !stderr.includes(btoa("anna:s3cret")));
});

Deno.test("get that is stopped recommends -C only where it has an effect", async () => {
  let stop = new AbortController();
  await using http = new FakeHttpServer({
    "/a": async (_request, reply) => {
      stop.abort(143);
      await reply.until(NEVER);
    },
  });
  using files = folder();
  for (const args of [["-f", "-P", files.path("")], ["-o", "-"]]) {
    stop = new AbortController();
    const { signal } = stop;
    const end = await wininet(["get", ...args, `${http.url}/a`], { signal });
    assertEquals([end.code, end.stderr], [143, "Stopped, 0 of 1 done\n"]);
  }
});

Deno.test("--trace whose file cannot be written is a failure, and does not hide another failure", async () => {
  using files = folder();
  const gone: FtpScript = async (call) => {
    await Deno.remove(files.path("gone"), { recursive: true });
    if (call.argument === "a") return false;
    await call.reply("550 No such file");
  };
  await using ftp = new FtpServer({ files: { "/a": "x" }, on: { DELE: gone } });
  const trace = files.path("gone/trace.txt");
  for (const [name, code] of [["a", 3], ["b", 8]] as const) {
    await Deno.mkdir(files.path("gone"));
    const url = `ftp://127.0.0.1:${ftp.port}/${name}`;
    const end = await wininet(["rm", "--json", "--trace", trace, url]);
    assertEquals(end.code, code, end.stderr);
    const types = objects(end.stdout).map(({ type, ok }) => [type, ok]);
    assertEquals(types.sort(), [["rm", code === 3], ["trace", false]]);
    assertStringIncludes(end.stderr, `"${trace}" of --trace`);
    assertEquals(end.stderr.includes("550"), code === 8);
  }
});

Deno.test("get --trace writes a trace without secrets", async () => {
  await using ftp = new FtpServer({ files: { "/a": "x" } });
  using files = folder();
  for (const extension of ["har", "json", "html", "txt"]) {
    const path = files.path(`trace.${extension}`);
    const { code } = await wininet([
      ...["get", "-q", "-o", "-", "--trace", path],
      ...["--user", "anonymous:s3cret", `ftp://127.0.0.1:${ftp.port}/a`],
    ]);
    assertEquals(code, 0);
    const text = files.text(`trace.${extension}`);
    assertStringIncludes(text, "RETR");
    assert(!text.includes("s3cret"));
  }
});

for (
  const [behaviour, code] of [
    [{ status: 404 }, 8],
    [{ status: 401 }, 6],
    [{ resetAfter: 10 }, 4],
  ] as const
) {
  Deno.test(`get ends with ${code} for a server with ${JSON.stringify(behaviour)}`, async () => {
    await using http = new RangeServer(FILE, () => behaviour);
    using files = folder();
    const args = ["get", "--retry", "0", "-P", files.path("")];
    assertEquals((await wininet([...args, `${http.url}/a`])).code, code);
  });
}

Deno.test("get ends with 4 if the server is silent for longer than --timeout", async () => {
  await using http = new RangeServer(FILE, () => ({ stallAfter: 10 }));
  const { code, stderr } = await wininet([
    ...["get", "--retry", "0", "--timeout", "0.1", "-o", "-", `${http.url}/a`],
  ]);
  assertEquals(code, 4);
  assertStringIncludes(stderr, "ERROR_INTERNET_TIMEOUT");
});

Deno.test("get ends with 8 for an item that a Gopher server does not have", async () => {
  await using gopher = new GopherServer();
  const { code, stderr } = await wininet([
    "get",
    "-o",
    "-",
    `${gopher.url}/9/no`,
  ]);
  assertEquals(code, 8, stderr);
});

Deno.test("get -o - ends with 4 if a connection breaks and cannot be continued", async () => {
  await using http = new RangeServer(
    FILE,
    () => ({ cutAfter: 50_000, tag: null }),
  );
  const { code, stderr } = await wininet(
    ["get", "--retry", "1", "-o", "-", `${http.url}/a`],
  );
  assertEquals(code, 4, stderr);
});

Deno.test("get ends with 6 immediately if a proxy refuses the password, and never shows the user or the password", async () => {
  await using ftp = new FtpServer({ files: { "/a": "x" } });
  await using proxy = new HttpProxy({ password: "anna:s3cret" });
  const { code, stderr } = await wininet([
    ...["get", "-o", "-", `ftp://127.0.0.1:${ftp.port}/a`],
    ...["--proxy", proxy.url.replace("://", "://anna:guess@")],
  ]);
  assertEquals([code, ftp.connections], [6, 0], stderr);
  assert(!stderr.includes("trying again") && !stderr.includes("guess"), stderr);
});

Deno.test("get ends with 6 immediately if a SOCKS proxy refuses the password", async () => {
  await using proxy = new FakeProxy("socks5", { password: "anna:s3cret" });
  const { code, stderr } = await wininet([
    ...["get", "-o", "-", "http://127.0.0.1:81/a"],
    ...["--proxy", `socks5://anna:guess@127.0.0.1:${proxy.port}`],
  ]);
  assertEquals([code, proxy.connections], [6, 1], stderr);
  assert(!stderr.includes("guess"), stderr);
});

Deno.test("get ends with 2 for a port of another service", async () => {
  const { code } = await wininet(["get", "-o", "-", "http://127.0.0.1:25/"]);
  assertEquals(code, 2);
});

Deno.test("get names the URL of a failure once, and counts failures", async () => {
  await using http = new RangeServer(
    FILE,
    ({ target }) => target === "/gone" ? { status: 404 } : {},
  );
  using files = folder();
  const { stderr } = await wininet([
    ...["get", "-P", files.path(""), `${http.url}/a`, `${http.url}/gone`],
  ]);
  assertEquals(stderr.split(`${http.url}/gone`).length, 2, stderr);
  assertStringIncludes(stderr, "1 of 2 done, 1 failed, 200 kB");
});

Deno.test("get reports the reason and the delay before another attempt", async () => {
  await using http = new RangeServer(
    FILE,
    ({ number }) => number === 0 ? { status: 503 } : {},
  );
  const { code, stderr } = await wininet(["get", "-o", "-", `${http.url}/a`]);
  assertEquals(code, 0);
  assertMatch(
    stderr,
    /^trying again in 1 s: Cannot download .* 503 Service Unav/,
  );
});

Deno.test("get --json writes an object for a download that was stopped", async () => {
  const stop = new AbortController();
  await using http = new RangeServer(FILE, () => {
    queueMicrotask(() => stop.abort(130));
    return { stallAfter: 10 };
  });
  using files = folder();
  const { code, stdout } = await wininet(
    ["get", "--json", "-P", files.path(""), `${http.url}/a`],
    { signal: stop.signal },
  );
  const [a] = objects(stdout);
  assertEquals([code, a.type, a.ok], [130, "get", false]);
  assertEquals(a.error.constant, "ERROR_INTERNET_OPERATION_CANCELLED");
  assert(Number.isInteger(a.milliseconds));
});

Deno.test({
  name: "get -o writes to a device",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using http = new RangeServer(FILE);
    const args = ["get", "-o", "/dev/null", `${http.url}/a`];
    const { code, stderr } = await wininet(args);
    assertEquals(code, 0, stderr);
  },
});

Deno.test("get -C does not count existing files as failures on a terminal", async () => {
  await using http = new RangeServer(FILE);
  using files = folder();
  files.write("a", FILE);
  const { code, stderr } = await wininet(
    ["get", "-C", "-P", files.path(""), `${http.url}/a`, `${http.url}/b`],
    { columns: 60 },
  );
  assertEquals(code, 0);
  assert(!stderr.includes("failed"), stderr);
});

// ---- -C with a file that is there ----

const OLD = "Thu, 01 Jan 2026 00:00:00 GMT";

/** Returns the result of `get -C` for a file that already exists. */
async function continued(
  start: Uint8Array,
  behaviour: RangeBehaviour,
  ...args: string[]
) {
  await using http = new RangeServer(FILE, () => behaviour);
  using files = folder();
  files.write("a", start);
  const end = await wininet([
    ...["get", "-C", "--json", "-P", files.path(""), `${http.url}/a`, ...args],
  ]);
  const [result] = objects(end.stdout);
  return { ...end, result, names: files.names(), bytes: files.read("a") };
}

Deno.test("get -C continues a shorter file of another program", async () => {
  const { code, result, names, bytes } = await continued(
    FILE.subarray(0, 150_000),
    { headers: { "Last-Modified": OLD } },
  );
  assertEquals([code, names], [0, ["a"]], result.error?.message);
  assertEquals([result.resumedFrom, result.skipped], [150_000, false]);
  assertEquals(bytes, FILE);
});

for (
  const [what, size, first, behaviour, why] of [
    [
      "whose end differs",
      1000,
      9,
      { headers: { "Last-Modified": OLD } },
      "its last bytes differ",
    ],
    ["that is longer", 200_001, 0, {}, "it is longer"],
    [
      "where the server cannot send the rest",
      1000,
      0,
      { tag: null },
      "cannot send the rest",
    ],
    ["that the server has changed since", 1000, 0, {
      headers: {
        "Last-Modified": "Fri, 01 Jan 2100 00:00:00 GMT",
        "Date": "Sat, 02 Jan 2100 00:00:00 GMT",
      },
    }, "was changed later"],
  ] satisfies [string, number, number, RangeBehaviour, string][]
) {
  Deno.test(`get -C leaves a file ${what}, and ends with 3`, async () => {
    const start = new Uint8Array(size);
    start.set(FILE.subarray(0, size));
    start[size - 1]! += first;
    const { code, result, names, bytes } = await continued(start, behaviour);
    assertEquals([code, names, bytes], [3, ["a"], start]);
    assertStringIncludes(result.error.message, why);
    assertStringIncludes(result.error.message, "-f replaces it");
  });
}

Deno.test("get -C --checksum verifies an existing file", async () => {
  const args = ["--checksum", `sha256:${"0".repeat(64)}`];
  const { code, names } = await continued(FILE, {}, ...args);
  assertEquals([code, names], [7, ["a"]]);
});

Deno.test("get -C continues a shorter file over FTP", async () => {
  await using ftp = new FtpServer({ files: { "/a": "0123456789" } });
  using files = folder();
  files.write("a", "01234");
  const { code, stdout } = await wininet([
    ...["get", "-C", "--json", "-P", files.path("")],
    `ftp://127.0.0.1:${ftp.port}/a`,
  ]);
  assertEquals([code, files.text("a")], [0, "0123456789"], stdout);
  assertEquals(objects(stdout)[0].resumedFrom, 5);
});
