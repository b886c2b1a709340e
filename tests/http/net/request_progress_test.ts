// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { RequestProgress } from "../../../_http/net/request_progress.ts";
import type { RequestBody } from "../../../_http/net/transport.ts";

const WHOLE: RequestBody = {
  bytes: new Uint8Array(5),
  length: 5,
  framing: "length",
};
const SIZED: RequestBody = { bytes: null, length: 5, framing: "length" };
const CHUNKED: RequestBody = { bytes: null, length: null, framing: "chunked" };
const RAW: RequestBody = { bytes: null, length: null, framing: "raw" };

/** Writes bytes of the body, with a head of 10 bytes before the first ones. */
function write(progress: RequestProgress, bytes: number, head = 0): void {
  progress.startWrite();
  progress.written(head + bytes);
  progress.endWrite();
  progress.bodyWritten(bytes);
}

Deno.test("RequestProgress of a request without a body is complete after it is reported complete", () => {
  const progress = new RequestProgress(null);
  progress.startWrite();
  progress.written(10);
  progress.endWrite();
  assertEquals([progress.isComplete, progress.hasWholeBody], [false, true]);

  progress.complete();
  assertEquals(progress.isComplete, true);
});

Deno.test("RequestProgress of a whole body is complete after the body was written", () => {
  const progress = new RequestProgress(WHOLE);
  assertEquals(progress.isComplete, false);

  write(progress, 5, 10);
  assertEquals(progress.isComplete, true);
});

for (
  const [title, body, writes, expected] of [
    ["all announced bytes", SIZED, [2, 3], true],
    ["too few bytes", SIZED, [2, 2], false],
    ["chunks", CHUNKED, [2, 3], true],
    ["no chunk", CHUNKED, [], true],
    ["chunks that the program frames", RAW, [2, 3], false],
    ["an empty body", null, [0], true],
  ] as const
) {
  Deno.test(`RequestProgress.hasWholeBody is ${expected} after ${title}`, () => {
    const progress = new RequestProgress(body);
    for (const bytes of writes) write(progress, bytes);
    assertEquals(progress.hasWholeBody, expected);
  });
}

Deno.test("RequestProgress.hasWholeBody is false during a write, and after one that failed", () => {
  const progress = new RequestProgress(CHUNKED);
  progress.startWrite();
  assertEquals(progress.hasWholeBody, false);

  // The next write succeeds; the failed one has never ended.
  write(progress, 5);
  assertEquals(progress.hasWholeBody, false);
});

Deno.test("RequestProgress of an upload is complete only after its end", () => {
  const progress = new RequestProgress(SIZED);
  progress.startUpload();
  write(progress, 5);
  assertEquals([progress.isUploading, progress.isComplete], [true, false]);

  progress.endUpload();
  assertEquals([progress.isUploading, progress.isComplete], [false, false]);

  progress.complete();
  assertEquals([progress.isUploading, progress.isComplete], [false, true]);
});

Deno.test("RequestProgress.takeUnreported() returns each byte once, including heads", () => {
  const progress = new RequestProgress(SIZED);
  write(progress, 2, 10);
  assertEquals(progress.takeUnreported(), 12);
  assertEquals(progress.takeUnreported(), 0);

  write(progress, 3);
  assertEquals(progress.takeUnreported(), 3);
});
