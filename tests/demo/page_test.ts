// Copyright 2026 the wininet authors. MIT license.

import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { main } from "../../demo/page.ts";
import { MAX_RESOURCES } from "../../demo/page_resources.ts";
import { type SitePage, SlowSite } from "../../demo/sites.ts";
import { CapturedIo } from "./captured_io.ts";
import { folder } from "../helpers/ftp_calls.ts";
import { TestFolder } from "../helpers/url_cache.ts";
import { closedPort } from "../servers/closed_port.ts";
import { FakeHttpServer } from "../servers/http_server.ts";

const IMAGE: SitePage = { type: "image/png", body: new Uint8Array(1000) };

function html(body: string, type = "text/html"): SitePage {
  return { type, body };
}

async function show(
  pages: Record<string, SitePage>,
  ...options: string[]
): Promise<{ code: number; io: CapturedIo }> {
  const io = new CapturedIo();
  await using site = new SlowSite(pages);
  const code = await main([...options, site.url], io);
  return { code, io };
}

/** Returns the rows of the summary by name: kind, status, bytes and end. */
function summary(text: string): Record<string, string> {
  const rows = text.matchAll(
    /^(\S+) +(\S+(?: \S+)?) +(\d+|-) +(\d+) +[\d.]+ s +(\w+)$/gm,
  );
  return Object.fromEntries(
    [...rows].map(([, name = "", ...cells]) => [name, cells.join(" ")]),
  );
}

Deno.test("page downloads an embedded page and its eight resources at the same time", async () => {
  const io = new CapturedIo();
  assertEquals(await main([], io, { pace: 0.1 }), 0);
  assertEquals(io.stderr, "");
  const rows = summary(io.stdout);
  assertEquals(Object.keys(rows).length, 9);
  assertEquals(rows["shop.css"], "style sheet 200 12288 complete");
  assertEquals(rows["beans.jpg"], "image 200 184320 complete");
  const times =
    /took (\S+) s; the downloads together took (\S+) s: running them at the same time saved \S+ s \(\d+ %\)/
      .exec(io.stdout);
  assert(Number(times?.[1]) < Number(times?.[2]));
});

Deno.test("page interrupts a resource that never arrives", async () => {
  const { code, io } = await show(
    {
      "/": html("<img src=a.png><img src=b.png><img src=c.png>"),
      "/a.png": IMAGE,
      "/b.png": { ...IMAGE, wait: Infinity },
      "/c.png": { ...IMAGE, pieces: 4, pause: Infinity },
    },
    "--timeout",
    "0.4",
  );
  assertEquals(code, 1);
  const rows = summary(io.stdout);
  assertEquals(rows["a.png"], "image 200 1000 complete");
  assertEquals(rows["b.png"], "image - 0 interrupted");
  assertEquals(rows["c.png"], "image 200 250 interrupted");
  assertMatch(
    io.stderr,
    /^page: b\.png was interrupted after \d\.\d{3} s, without a response: it took longer than 0\.4 s$/m,
  );
  assertMatch(
    io.stderr,
    /^page: c\.png .* when 250 of 1000 bytes had arrived/m,
  );
});

Deno.test("page shows a missing resource, and continues", async () => {
  const { code, io } = await show({
    "/": html("<img src=a.png><img src=b.png>"),
    "/a.png": IMAGE,
  });
  assertEquals(code, 0);
  const rows = summary(io.stdout);
  assertEquals(rows["a.png"], "image 200 1000 complete");
  assertEquals(rows["b.png"], "image 404 23 complete");
});

Deno.test("page reports that the site of a resource is down", async () => {
  const { code, io } = await show({
    "/": html(`<img src=http://127.0.0.1:${closedPort()}/a.png>`),
  });
  assertEquals(code, 1);
  assertEquals(summary(io.stdout)["a.png"], "image - 0 failed");
  assertStringIncludes(io.stderr, "ERROR_INTERNET_CANNOT_CONNECT");
});

Deno.test("page resolves addresses relative to the target of a redirect", async () => {
  await using site = new SlowSite({
    "/shop/": html("<img src=a.png>"),
    "/shop/a.png": IMAGE,
  });
  await using door = new SlowSite({
    "/": { ...html(""), status: 302, location: `${site.url}shop/` },
  });
  const io = new CapturedIo();
  assertEquals(await main([door.url], io), 0);
  assertEquals(summary(io.stdout)["a.png"], "image 200 1000 complete");
});

Deno.test("page reads a page in the encoding that the site names", async () => {
  const { io } = await show({
    "/": {
      type: 'text/html; charset="utf-16le"',
      body: new Uint8Array(
        new Uint16Array([..."<img src=a.png>"].map((c) => c.charCodeAt(0)))
          .buffer,
      ),
    },
    "/a.png": IMAGE,
  });
  assertEquals(summary(io.stdout)["a.png"], "image 200 1000 complete");
});

Deno.test("page reads a page whose encoding has an unknown name", async () => {
  const { io } = await show({
    "/": html("<img src=a.png>", "text/html; charset=klingon"),
    "/a.png": IMAGE,
  });
  assertEquals(summary(io.stdout)["a.png"], "image 200 1000 complete");
});

Deno.test("page works for a page without resources", async () => {
  const { code, io } = await show({ "/": html("<p>Coffee</p>") });
  assertEquals(code, 0);
  assertStringIncludes(io.stdout, "What it needs: nothing");
});

Deno.test("page prints the number of omitted resources", async () => {
  const images = Array.from(
    { length: MAX_RESOURCES + 1 },
    (_, index) => `<img src=/${index}>`,
  );
  const { code, io } = await show({ "/": html(images.join("")) });
  assertEquals(code, 0);
  assertStringIncludes(
    io.stdout,
    `the first ${MAX_RESOURCES} of ${MAX_RESOURCES + 1}`,
  );
  assertEquals(Object.keys(summary(io.stdout)).length, MAX_RESOURCES + 1);
});

const REFUSED: readonly [string, SitePage, string][] = [
  ["a picture", IMAGE, 'is not an HTML page: its type is "image/png"'],
  ["an error", { ...html("gone"), status: 410 }, "responded with status 410"],
  [
    "a slow page",
    { ...html("x"), wait: Infinity },
    "it took longer than 0.4 s",
  ],
];

for (const [title, page, message] of REFUSED) {
  Deno.test(`page refuses ${title} with one sentence`, async () => {
    const { code, io } = await show({ "/": page }, "--timeout=0.4");
    assertEquals(code, 1);
    assertStringIncludes(io.stderr, message);
    assertMatch(io.stderr, /^page: [^\n]+\n$/);
  });
}

Deno.test("page accepts one URL", async () => {
  const io = new CapturedIo();
  assertEquals(await main(["http://a", "http://b"], io), 2);
  assertEquals(
    io.stderr,
    "page: one URL or none is required, not 2. Add --help to see the options\n",
  );
});

Deno.test("page --help explains the program", async () => {
  const io = new CapturedIo();
  assertEquals(await main(["-h"], io), 0);
  assertStringIncludes(io.stdout, "--timeout SECONDS");
});

Deno.test("page --cache shows cached and validated resources, and the savings", async () => {
  const answers: Record<string, [type: string, control: string, body: string]> =
    {
      "/": ["text/html", "no-cache", "<img src=a.png><img src=b.png>"],
      "/a.png": ["image/png", "max-age=3600", "a".repeat(1000)],
      "/b.png": ["image/png", "no-store", "b".repeat(500)],
    };
  await using server = new FakeHttpServer({
    "*": (request, reply) => {
      const [type, control, body] = answers[request.target]!;
      if (request.header("if-none-match")) return reply({ status: 304 });
      const headers = {
        "Content-Type": type,
        "Cache-Control": control,
        ETag: '"1"',
      };
      return reply({ headers, body });
    },
  });
  using folder = new TestFolder();
  const run = async () => {
    const io = new CapturedIo();
    const url = `http://${server.hostname}:${server.port}/`;
    assertEquals(await main(["--cache", folder.path, url], io), 0);
    return io.stdout;
  };
  assertMatch(await run(), /From the cache: 0 of 3, 0 of them validated/);
  // As if the first download had taken a long time.
  const times = `${folder.path}/page-times.json`;
  const slow = JSON.parse(await Deno.readTextFile(times));
  for (const url in slow) slow[url] = 100_000;
  await Deno.writeTextFile(times, JSON.stringify(slow));
  const again = await run();
  const saved =
    /From the cache: 2 of 3, 1 of them validated \(304\)\. That saved 1030 bytes and (\d+) ms\./
      .exec(again);
  assert(saved !== null, again);
  assert(Number(saved[1]) > 150_000);
  assertMatch(again, /^a\.png .* cache$/m);
  assertMatch(again, /^127\.0\.0\.1:\d+ .* validated$/m);
  assertMatch(again, /^b\.png .* complete$/m);
});

Deno.test("page --cache reports in one line why it cannot use a directory", async () => {
  using target = folder();
  const path = `${target.write("file", "")}/x`;
  const io = new CapturedIo();
  assertEquals(await main(["--cache", path], io), 1);
  assertMatch(io.stderr, /^page: Cannot open the cache [^\n]+\n$/);
});

Deno.test("page --cache requires a directory", async () => {
  const io = new CapturedIo();
  assertEquals(await main(["--cache"], io), 2);
  assertStringIncludes(io.stderr, "--cache needs a value");
});
