// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { SecureResponseMeter } from "../../_http/response_meter.ts";
import { TlsRecordWalker } from "../../_http/tls_records.ts";
import { everyTwoCuts } from "../splits.ts";

/** A record of TLS 1.3 with that much text. */
function record(text: number): Uint8Array {
  const length = text + 17;
  const bytes = new Uint8Array(5 + length);
  bytes.set([23, 3, 3, length >> 8, length & 0xff]);
  return bytes;
}

function join(...records: Uint8Array[]): Uint8Array {
  return Uint8Array.from(records.flatMap((bytes) => [...bytes]));
}

/** A meter on a connection, with records of before, which are not its own. */
function meterAfter(...before: Uint8Array[]): {
  meter: SecureResponseMeter;
  push: (bytes: Uint8Array) => void;
} {
  const records = new TlsRecordWalker();
  records.push(join(...before));
  const meter = new SecureResponseMeter(records);
  const push = (bytes: Uint8Array) => {
    records.push(bytes);
    meter.push(bytes);
  };
  return { meter, push };
}

Deno.test("SecureResponseMeter knows nothing before the head is parsed", () => {
  const { meter, push } = meterAfter(record(217), record(217));
  push(record(40));
  assertEquals(meter.received, 62);
  assertEquals(meter.arrived, null);
  assert(!meter.complete);
});

Deno.test("SecureResponseMeter counts the text behind the head, cut anywhere", () => {
  for (const pieces of everyTwoCuts(join(record(40), record(5)))) {
    const { meter, push } = meterAfter(record(217), record(217));
    pieces.forEach(push);
    meter.headParsed(40, 5);
    assertEquals(meter.arrived, 5);
    assertEquals(meter.received, 40 + 5 + 2 * 22);
  }
});

Deno.test("SecureResponseMeter sees a body that is cut short", () => {
  const { meter, push } = meterAfter();
  push(record(40));
  meter.headParsed(40, 5);
  push(record(4));
  assertEquals(meter.arrived, 4);
  push(record(1));
  assertEquals(meter.arrived, 5);
});

Deno.test("SecureResponseMeter cannot tell the end of a body without a length", () => {
  const { meter, push } = meterAfter();
  push(record(45));
  meter.headParsed(40, null);
  assertEquals(meter.arrived, null);
  assert(!meter.complete);
});

// Session tickets that come behind the first byte of the request (wherever the
// network has a latency) look like text of the response.
Deno.test("SecureResponseMeter never calls a response whole, for session tickets look like text", () => {
  const { meter, push } = meterAfter();
  push(join(record(217), record(217)));
  push(record(40));
  meter.headParsed(40, 300);
  assert(!meter.complete);
});
