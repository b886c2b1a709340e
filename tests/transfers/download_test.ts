// Copyright 2026 the wininet authors. MIT license.

/** download(): results, retries, resuming and checksums with HTTP. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { createHash } from "node:crypto";
import {
  ERROR_FILE_EXISTS,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_INVALID_CA,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INVALID_DATA,
  ERROR_INVALID_HANDLE,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import { InternetOpen, InternetSetOption } from "../../internet.ts";
import { INTERNET_OPTION_RECEIVE_TIMEOUT } from "../../options.ts";
import { listParts } from "../../ftp.ts";
import {
  download,
  type DownloadRetry,
  type Progress,
} from "../../transfers.ts";
import { folder, pattern } from "../helpers/ftp_calls.ts";
import { certified, refusing } from "../servers/faulty_servers.ts";
import { RangeServer } from "../servers/range_server.ts";

const FILE = pattern(100_000);
const SHA256 = createHash("sha256").update(FILE).digest();

Deno.test("download() writes a file, and returns the result", async () => {
  await using server = new RangeServer(FILE);
  using files = folder();
  const result = await download(server.url, files.path("f"));
  const { milliseconds, ...rest } = result;
  assert(milliseconds > 0);
  assertEquals(rest, {
    url: server.url,
    target: files.path("f"),
    ok: true,
    bytes: 100_000,
    total: 100_000,
    resumedFrom: 0,
    attempts: 1,
    error: null,
  });
  assertEquals(files.read("f"), FILE);
  assertEquals(files.names(), ["f"]);
});

Deno.test("download() fails immediately for 404, with the status in the error, and leaves no file", async () => {
  await using server = new RangeServer(FILE, () => ({ status: 404 }));
  using files = folder();
  const { ok, attempts, error } = await download(
    new URL(server.url),
    files.path("f"),
  );
  assertEquals([ok, attempts], [false, 1]);
  assertEquals(error?.code, ERROR_INTERNET_EXTENDED_ERROR);
  assertEquals(error?.responseText, "404 Not Found");
  assertStringIncludes(error!.message, "404 Not Found");
  assertEquals(files.names(), []);
});

Deno.test("download() repeats a request after 503, up to the limit", async () => {
  const busy = { status: 503, headers: { "Retry-After": "0" } };
  await using server = new RangeServer(
    FILE,
    ({ number }) => number < 3 ? busy : {},
  );
  using files = folder();
  const path = files.path("f");
  const short = await download(server.url, path, { retries: 1 });
  assertEquals([short.ok, short.attempts], [false, 2]);
  const long = await download(server.url, path, { retries: 1 });
  assertEquals([long.ok, long.attempts], [true, 2]);
});

Deno.test("download() fails if a server requires a wait of hours", async () => {
  await using server = new RangeServer(FILE, () => ({
    status: 503,
    headers: { "Retry-After": "7200" },
  }));
  using files = folder();
  const { attempts, error } = await download(server.url, files.path("f"));
  assertEquals(attempts, 1);
  assertStringIncludes(error!.message, "asks to wait 7200 seconds");
});

Deno.test("download() does not repeat a request after an invalid certificate", async () => {
  await using server = await certified("unknown_ca")();
  using files = folder();
  const { attempts, error } = await download(server.url, files.path("f"));
  assertEquals([attempts, error?.code], [1, ERROR_INTERNET_INVALID_CA]);
});

Deno.test("download() repeats a connection that is refused", async () => {
  await using server = await refusing();
  using files = folder();
  const { attempts } = await download(server.url, files.path("f"), {
    retries: 1,
  });
  assertEquals(attempts, 2);
  assertEquals(files.names(), []);
});

Deno.test("download() continues after a reset, with Range and If-Range", async () => {
  await using server = new RangeServer(
    FILE,
    ({ number }) => number === 0 ? { resetAfter: 40_000 } : {},
  );
  using files = folder();
  const result = await download(server.url, files.path("f"));
  assertEquals([result.ok, result.attempts, result.resumedFrom], [true, 2, 0]);
  assertEquals(files.read("f"), FILE);
  assertEquals(files.names(), ["f"]);
  const [, range] = server.fields("range");
  assert(/^bytes=[1-9]\d*-$/.test(range ?? ""), range);
  assertEquals(server.fields("if-range"), [undefined, '"1"']);
});

Deno.test("download() restarts if the file has changed between two attempts", async () => {
  const other = pattern(60_000).reverse();
  await using server = new RangeServer(
    FILE,
    ({ number }) =>
      number === 0 ? { cutAfter: 50_000 } : { content: other, tag: '"2"' },
  );
  using files = folder();
  const { bytes, total } = await download(server.url, files.path("f"));
  assertEquals([bytes, total], [60_000, 60_000]);
  assertEquals(files.read("f"), other);
});

/** Second responses that do not continue the first one. */
const LIES = {
  "a range from the start": { contentRange: "bytes 0-99999/100000" },
  "no range": { contentRange: "" },
  "the range of another size": { contentRange: "bytes 50000-99999/200000" },
  "a part of another version": { tag: '"2"', ignoresIfRange: true },
} as const;

for (const [name, lie] of Object.entries(LIES)) {
  Deno.test(`download() requests the whole file after ${name}`, async () => {
    await using server = new RangeServer(FILE, ({ number }) => {
      if (number === 0) return { cutAfter: 50_000 };
      return number === 1 ? lie : {};
    });
    using files = folder();
    const { ok } = await download(server.url, files.path("f"));
    assert(ok);
    assertEquals(files.read("f"), FILE);
    assertEquals(server.fields("range"), [
      undefined,
      "bytes=50000-",
      undefined,
    ]);
  });
}

Deno.test("download() continues until a server has sent all parts of a file", async () => {
  await using server = new RangeServer(FILE, ({ number }) => {
    if (number === 0) return { cutAfter: 50_000 };
    return number === 1 ? { last: 69_999 } : {};
  });
  using files = folder();
  const { attempts } = await download(server.url, files.path("f"));
  assertEquals(attempts, 3);
  assertEquals(files.read("f"), FILE);
});

Deno.test("download() restarts if nothing identifies the file, and then leaves no part", async () => {
  await using server = new RangeServer(
    FILE,
    ({ number }) =>
      number === 1 ? { tag: null } : { tag: null, cutAfter: 50_000 },
  );
  using files = folder();
  const failed = await download(server.url, files.path("f"), { retries: 0 });
  assertEquals(failed.error?.code, ERROR_INTERNET_CONNECTION_ABORTED);
  assertEquals(files.names(), []);
  assert((await download(server.url, files.path("f"))).ok);
  assertEquals(server.fields("range"), [undefined, undefined]);
});

Deno.test("download() keeps its part, reports it, and continues it in the next call", async () => {
  await using server = new RangeServer(
    FILE,
    ({ number }) => number === 0 ? { cutAfter: 50_000 } : {},
  );
  using files = folder();
  const path = files.path("f");
  const first = await download(server.url, path, { retries: 0 });
  assertEquals([first.ok, first.bytes], [false, 50_000]);
  assertStringIncludes(
    first.error!.message,
    `50000 bytes are kept in "${path}.part"`,
  );
  assertEquals(files.names(), ["f.part", "f.part.note"]);
  const [part] = await listParts(files.path(""));
  assertEquals([part?.target, part?.remoteSize], [path, 100_000]);
  const checksum = { algorithm: "sha256", digest: SHA256.toString("base64") };
  const second = await download(server.url, path, { checksum });
  assertEquals([second.ok, second.resumedFrom], [true, 50_000]);
  assertEquals(files.read("f"), FILE);
  assertEquals(files.names(), ["f"]);
});

Deno.test("download() keeps the part of an earlier run if the server is down", async () => {
  await using server = new RangeServer(FILE, () => ({ cutAfter: 50_000 }));
  await using gone = await refusing();
  using files = folder();
  const options = { retries: 0 };
  await download(server.url, files.path("f"), options);
  const { bytes, total, error } = await download(
    gone.url,
    files.path("f"),
    options,
  );
  assertEquals([bytes, total], [50_000, 100_000]);
  assertStringIncludes(error!.message, "50000 bytes are kept");
  assertEquals(files.names(), ["f.part", "f.part.note"]);
});

Deno.test("download() handles the status of a URL with blanks around it", async () => {
  await using server = new RangeServer(FILE, () => ({ status: 404 }));
  using files = folder();
  const { ok } = await download(` ${server.url} `, files.path("f"));
  assertEquals([ok, files.names()], [false, []]);
});

Deno.test("download() does not continue the part of another URL", async () => {
  await using server = new RangeServer(
    FILE,
    ({ number }) => number === 0 ? { cutAfter: 50_000 } : {},
  );
  using files = folder();
  await download(`${server.url}/a`, files.path("f"), { retries: 0 });
  const { ok } = await download(`${server.url}/b`, files.path("f"));
  assert(ok);
  assertEquals(server.fields("range"), [undefined, undefined]);
});

Deno.test("download() renames a part that was complete when the program was killed", async () => {
  await using server = new RangeServer(
    FILE,
    ({ number }) => number === 0 ? { cutAfter: 50_000 } : {},
  );
  using files = folder();
  await download(server.url, files.path("f"), { retries: 0 });
  files.write("f.part", FILE);
  const result = await download(server.url, files.path("f"));
  assertEquals([result.ok, result.resumedFrom], [true, 100_000]);
  assertEquals(server.fields("range"), [undefined, "bytes=100000-"]);
  assertEquals(files.read("f"), FILE);
});

Deno.test("download() without resume leaves nothing after a failed download", async () => {
  await using server = new RangeServer(FILE, () => ({ cutAfter: 50_000 }));
  using files = folder();
  const { error } = await download(server.url, files.path("f"), {
    retries: 1,
    resume: false,
  });
  assertEquals(error?.code, ERROR_INTERNET_CONNECTION_ABORTED);
  assert(!error!.message.includes("kept"));
  assertEquals(files.names(), []);
  assertEquals(server.fields("range"), [undefined, undefined]);
});

Deno.test("download() does not replace a file, and then sends no request", async () => {
  await using server = new RangeServer(FILE);
  using files = folder();
  files.write("f", "mine");
  const { error } = await download(server.url, files.path("f"));
  assertEquals(error?.code, ERROR_FILE_EXISTS);
  assertStringIncludes(error!.message, files.path("f"));
  assertEquals([files.text("f"), server.heads.length], ["mine", 0]);
  assert((await download(server.url, files.path("f"), { overwrite: true })).ok);
  assertEquals(files.read("f"), FILE);
});

for (
  const digest of [
    SHA256.toString("hex").toUpperCase(),
    SHA256.toString("base64"),
  ]
) {
  Deno.test(`download() accepts the checksum ${digest}`, async () => {
    await using server = new RangeServer(FILE);
    using files = folder();
    const checksum = { algorithm: "sha256", digest };
    assert((await download(server.url, files.path("f"), { checksum })).ok);
  });
}

Deno.test("download() leaves nothing of a file with a wrong checksum, and does not repeat it", async () => {
  await using server = new RangeServer(FILE);
  using files = folder();
  const { ok, attempts, error } = await download(server.url, files.path("f"), {
    checksum: { algorithm: "md5", digest: "0".repeat(32) },
  });
  assertEquals([ok, attempts, error?.code], [false, 1, ERROR_INVALID_DATA]);
  assertStringIncludes(
    error!.message,
    createHash("md5").update(FILE).digest("hex"),
  );
  assertEquals(files.names(), []);
});

for (
  const checksum of [
    { algorithm: "sha257", digest: "00" },
    { algorithm: "sha256", digest: "00" },
    { algorithm: "sha256", digest: "?".repeat(64) },
  ]
) {
  Deno.test(`download() sends no request with the checksum ${JSON.stringify(checksum)}`, async () => {
    await using server = new RangeServer(FILE);
    using files = folder();
    const { error } = await download(server.url, files.path("f"), { checksum });
    assertEquals(error?.code, ERROR_INVALID_PARAMETER);
    assertEquals([server.heads.length, files.names()], [0, []]);
  });
}

// ---- stopping ----

for (const resume of [true, false]) {
  Deno.test(`download() with resume ${resume} stops when its signal aborts`, async () => {
    await using server = new RangeServer(FILE, () => ({ stallAfter: 50_000 }));
    using files = folder();
    const stop = new AbortController();
    const reason = new Error("enough");
    const { ok, error } = await download(server.url, files.path("f"), {
      resume,
      signal: stop.signal,
      onProgress: ({ bytes }) => bytes > 0 && stop.abort(reason),
    });
    assertEquals([ok, error?.code], [
      false,
      ERROR_INTERNET_OPERATION_CANCELLED,
    ]);
    const cause = resume ? (error!.cause as Error).cause : error!.cause;
    assertEquals(cause, reason);
    assertEquals(error!.message.includes("bytes are kept in"), resume);
    assertEquals(files.names(), resume ? ["f.part", "f.part.note"] : []);
    await server.allClosed();
  });
}

Deno.test("download() stops while it waits for the next attempt", async () => {
  const stop = new AbortController();
  await using server = new RangeServer(FILE, () => {
    // After the response has arrived.
    setTimeout(() => stop.abort(), 50);
    return { status: 503, headers: { "Retry-After": "100" } };
  });
  using files = folder();
  const { signal } = stop;
  const { attempts, error } = await download(server.url, files.path("f"), {
    signal,
  });
  assertEquals([attempts, error?.code], [
    1,
    ERROR_INTERNET_OPERATION_CANCELLED,
  ]);
});

Deno.test("download() with a signal that has aborted sends nothing", async () => {
  await using server = new RangeServer(FILE);
  using files = folder();
  const { error } = await download(server.url, files.path("f"), {
    signal: AbortSignal.abort(),
  });
  assertEquals(error?.code, ERROR_INTERNET_OPERATION_CANCELLED);
  assertEquals([server.heads.length, files.names()], [0, []]);
});

Deno.test("download() repeats a transfer that stalls, with the timeouts of its session", async () => {
  await using server = new RangeServer(
    FILE,
    ({ number }) => number === 0 ? { stallAfter: 50_000 } : {},
  );
  using files = folder();
  using hInternet = InternetOpen("agent");
  InternetSetOption(hInternet, INTERNET_OPTION_RECEIVE_TIMEOUT, 200);
  const result = await download(server.url, files.path("f"), { hInternet });
  assertEquals([result.ok, result.attempts], [true, 2]);
  assertEquals(files.read("f"), FILE);
  assert(!hInternet.closed);
});

// ---- streams ----

/** Creates a stream that collects its bytes. */
function collector() {
  const state = {
    bytes: [] as Uint8Array[],
    closed: false,
    reason: null as unknown,
  };
  const stream = new WritableStream<Uint8Array>({
    write: (chunk) => void state.bytes.push(chunk),
    close: () => void (state.closed = true),
    abort: (reason) => void (state.reason = reason),
  });
  const text = () => new Blob(state.bytes as BlobPart[]).bytes();
  return { state, stream, all: text };
}

Deno.test("download() writes a stream, continues it after a reset, and closes it", async () => {
  await using server = new RangeServer(
    FILE,
    ({ number }) => number === 0 ? { cutAfter: 50_000 } : {},
  );
  const { state, stream, all } = collector();
  const checksum = { algorithm: "sha256", digest: SHA256.toString("hex") };
  const result = await download(server.url, stream, { checksum });
  assertEquals([result.ok, result.target, result.attempts], [true, null, 2]);
  assertEquals(await all(), FILE);
  assert(state.closed);
});

Deno.test("download() aborts a stream that would have to return written bytes", async () => {
  await using server = new RangeServer(
    FILE,
    ({ number }) => ({ tag: null, ...(number === 0 && { cutAfter: 50_000 }) }),
  );
  const { state, stream } = collector();
  const { error, attempts } = await download(server.url, stream);
  assertEquals([error?.code, attempts], [ERROR_INVALID_DATA, 2]);
  assertStringIncludes(error!.message, "the stream has 50000 bytes already");
  assertStringIncludes(error!.message, "the connection ended");
  assertEquals(
    (error!.cause as InternetError).code,
    ERROR_INTERNET_CONNECTION_ABORTED,
  );
  assertEquals(state.reason, error);
});

Deno.test("download() stops a write that waits for the reader of the stream", async () => {
  await using server = new RangeServer(FILE);
  const stop = new AbortController();
  const stream = new WritableStream<Uint8Array>({
    write: () => {
      stop.abort();
      return new Promise(() => {});
    },
  });
  const { error } = await download(server.url, stream, { signal: stop.signal });
  assertEquals(error?.code, ERROR_INTERNET_OPERATION_CANCELLED);
  await server.allClosed();
});

Deno.test("download() fails if the stream fails", async () => {
  await using server = new RangeServer(FILE);
  const stream = new WritableStream<Uint8Array>({
    write: () => Promise.reject(new Error("disk on fire")),
  });
  const { error, attempts } = await download(server.url, stream);
  assertEquals(attempts, 1);
  assertStringIncludes(error!.message, "disk on fire");
});

// ---- progress and arguments ----

Deno.test("download() reports its progress, and ignores errors of the reporter", async () => {
  await using server = new RangeServer(FILE);
  using files = folder();
  const seen: Progress[] = [];
  await download(server.url, files.path("f"), {
    onProgress: (progress) => void seen.push(progress),
  });
  const { bytes, total, remaining, all } = seen.at(-1)!;
  assertEquals([seen[0]!.bytes, seen[0]!.total], [0, 100_000]);
  assertEquals([bytes, total, remaining], [100_000, 100_000, 0]);
  assertEquals([all.started, all.done, all.total], [1, 1, 100_000]);
});

const WRONG: [name: string, call: () => Promise<unknown>][] = [
  ["a number as the URL", () => download(5 as never, "f")],
  ["no target", () => download("http://x", "")],
  ["a locked stream", () => {
    const stream = new WritableStream();
    stream.getWriter();
    return download("http://x", stream);
  }],
  [
    "flags that are not a number",
    () => download("http://x", "f", { dwFlags: "1" as never }),
  ],
  ["half a retry", () => download("http://x", "f", { retries: 0.5 })],
  ["no retries at all", () => download("http://x", "f", { retries: -1 })],
  [
    "a text as the signal",
    () => download("http://x", "f", { signal: "" as never }),
  ],
  ["no options", () => download("http://x", "f", null as never)],
];

for (const [name, call] of WRONG) {
  Deno.test(`download() refuses ${name}`, async () => {
    const error = await assertRejects(call, InternetError);
    assertEquals(error.code, ERROR_INVALID_PARAMETER);
  });
}

Deno.test("download() fails with a session that is closed", async () => {
  using files = folder();
  const hInternet = InternetOpen("agent");
  hInternet[Symbol.dispose]();
  const { error } = await download("http://127.0.0.1/", files.path("f"), {
    hInternet,
  });
  assertEquals(error?.code, ERROR_INVALID_HANDLE);
});

Deno.test("download() reports each failure before another attempt", async () => {
  await using server = new RangeServer(
    FILE,
    ({ number }) => number === 0 ? { status: 503 } : {},
  );
  using files = folder();
  const retries: DownloadRetry[] = [];
  const { ok } = await download(server.url, files.path("f"), {
    onRetry: (retry) => void retries.push(retry),
  });
  const [{ milliseconds, error, ...rest }] = retries as [DownloadRetry];
  assertEquals([ok, retries.length], [true, 1]);
  assertEquals(rest, { url: server.url, attempt: 1 });
  assertEquals(error.responseText, "503 Service Unavailable");
  assert(milliseconds >= 500 && milliseconds <= 1000);
});
