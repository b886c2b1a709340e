// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { RequestMeter } from "../../_http/request_meter.ts";
import { everyTwoCuts, inPieces, latin1 } from "../splits.ts";

const HEAD = "POST / HTTP/1.1\r\nHost: a\r\n\r\n";

/** Pushes the pieces; answers after which byte the goal was reached. */
function reachedAt(meter: RequestMeter, pieces: Uint8Array[]): number {
  let at = 0;
  for (const piece of pieces) {
    meter.push(piece);
    at += piece.length;
    if (meter.reached) return at;
  }
  return -1;
}

Deno.test("RequestMeter reaches the end of a head, cut anywhere", () => {
  const bytes = latin1(HEAD);
  for (const pieces of everyTwoCuts(bytes)) {
    const meter = new RequestMeter(null, 0);
    assertEquals(reachedAt(meter, pieces), bytes.length);
    assertEquals(meter.sent, bytes.length);
  }
});

Deno.test("RequestMeter waits for the body that goes with the head, cut anywhere", () => {
  const bytes = latin1(`${HEAD}hello`);
  for (const pieces of everyTwoCuts(bytes)) {
    const meter = new RequestMeter(null, 5);
    assertEquals(reachedAt(meter, pieces), bytes.length);
  }
});

Deno.test("RequestMeter does not take an empty line of the body for the end of the head", () => {
  const meter = new RequestMeter(null, 8);
  meter.push(latin1(`${HEAD}\r\n\r\n`));
  assert(!meter.reached);
  meter.push(latin1("\r\n\r\n"));
  assert(meter.reached);
});

Deno.test("RequestMeter has started with the first byte", () => {
  const meter = new RequestMeter(null, 0);
  meter.push(latin1("P"));
});

Deno.test("RequestMeter counts each goal by itself", () => {
  const meter = new RequestMeter(null, 0);
  meter.push(latin1(HEAD));
  meter.expect(10);
  assert(!meter.reached);
  assertEquals(meter.sent, 0);
  meter.push(latin1("01234"));
  assert(!meter.reached);
  meter.push(latin1("56789"));
  assert(meter.reached);
  assertEquals(meter.sent, 10);
});

Deno.test("RequestMeter goes by a reckoned head where it cannot be seen", () => {
  const meter = new RequestMeter(100, 20);
  meter.count(100, 129);
  assert(!meter.reached);
  meter.count(20, 49);
  assert(meter.reached);
  assertEquals(meter.sent, 178);
});

Deno.test("RequestMeter takes a head of 10 MiB without going over it again", () => {
  const meter = new RequestMeter(null, 0);
  const piece = new Uint8Array(1024).fill(0x0a).map((_, at) =>
    at % 2 ? 120 : 10
  );
  const started = performance.now();
  for (let count = 0; count < 10 * 1024; count++) meter.push(piece);
  for (const end of inPieces(latin1("\r\n\r\n"), 1)) meter.push(end);
  assert(meter.reached);
  assert(performance.now() - started < 3000);
});
