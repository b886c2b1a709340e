// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  readParameters,
  TlsRecordWalker,
  TlsView,
} from "../../_http/tls_records.ts";
import recordings from "../data/tls_records.json" with { type: "json" };
import { everyTwoCuts, inPieces } from "../splits.ts";

/** A conversation that tests/tls/record.ts has recorded: two requests on one connection. */
interface Recording {
  requests: string[];
  answers: string[];
  log: { from: string; base64: string }[];
}

const RECORDINGS = Object.entries(recordings) as [string, Recording][];

/** What each recording has agreed on. */
const PARAMETERS: Record<string, { version13: boolean; overhead: number }> = {
  "TLS 1.3 AES-128-GCM": { version13: true, overhead: 17 },
  "TLS 1.2 AES-128-GCM": { version13: false, overhead: 24 },
  "TLS 1.2 ChaCha20-Poly1305": { version13: false, overhead: 16 },
};

/** All that one side has said. */
function spokenBy(recording: Recording, side: string): Uint8Array {
  const pieces = recording.log.filter(({ from }) => from === side)
    .map(({ base64 }) => Uint8Array.fromBase64(base64));
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

/** Where the records of a direction begin. */
function recordStarts(bytes: Uint8Array): number[] {
  const starts: number[] = [];
  for (let at = 0; at < bytes.length;) {
    starts.push(at);
    at += 5 + (bytes[at + 3]! << 8 | bytes[at + 4]!);
  }
  return starts;
}

function lengthOf(texts: string[]): number {
  return texts.reduce((length, text) => length + text.length, 0);
}

for (const [name, recording] of RECORDINGS) {
  const server = spokenBy(recording, "server");
  const client = spokenBy(recording, "client");
  const parameters = PARAMETERS[name]!;

  Deno.test(`readParameters() reads ${name} as soon as the choice has come`, () => {
    // Two headers, version, random, length of the session id, the id, the suite.
    const needed = 5 + 4 + 2 + 32 + 1 + server[43]! + 2;
    for (let length = 0; length < server.length; length++) {
      const read = readParameters(server.subarray(0, length));
      assertEquals(read, length < needed ? null : parameters);
    }
  });

  Deno.test(`TlsView counts the text of the requests, ${name}`, () => {
    const view = new TlsView();
    for (const { from, base64 } of recording.log) {
      const bytes = Uint8Array.fromBase64(base64);
      if (from === "server") view.pushServer(bytes);
      else view.client.push(bytes);
    }
    assertEquals(view.client.text, lengthOf(recording.requests));
    assertEquals(view.client.overhead, parameters.overhead);
  });

  Deno.test(`TlsView finds where each request begins, ${name}`, () => {
    const starts = recordStarts(client).filter((at) => client[at] === 23);
    if (parameters.version13) starts.shift();
    const found: number[] = [];
    const view = new TlsView();
    let at = 0;
    for (const { from, base64 } of recording.log) {
      const bytes = Uint8Array.fromBase64(base64);
      if (from === "server") view.pushServer(bytes);
      else {
        const start = view.client.push(bytes, view.nextRequestRecord);
        if (start >= 0) found.push(at + start);
        at += bytes.length;
      }
    }
    assertEquals(found, starts);
  });

  Deno.test(`TlsView counts the text of the answers, ${name}`, () => {
    const view = new TlsView();
    view.pushServer(server);
    // In TLS 1.3 the rest of the handshake and the tickets look like text.
    const texts = recordStarts(server).filter((at) => server[at] === 23)
      .map((at) =>
        (server[at + 3]! << 8 | server[at + 4]!) - parameters.overhead
      );
    const [first, second, third] = texts.slice(-3);
    assertEquals(first, recording.answers[0]!.length);
    assertEquals(second! + third!, recording.answers[1]!.length);
    const hidden = parameters.version13 ? lengthsBefore(texts) : 0;
    assertEquals(view.server.text - hidden, lengthOf(recording.answers));
  });

  Deno.test(`TlsView counts the same, the server's bytes cut anywhere, ${name}`, () => {
    const whole = new TlsView();
    whole.pushServer(server);
    const start = server.subarray(0, 200);
    const rest = server.subarray(200);
    for (const pieces of everyTwoCuts(start)) {
      const view = new TlsView();
      for (const piece of pieces) view.pushServer(piece);
      view.pushServer(rest);
      assertEquals(view.server.text, whole.server.text);
      assertEquals(view.client.countFrom, whole.client.countFrom);
      assertEquals(view.client.overhead, whole.client.overhead);
    }
  });

  Deno.test(`TlsRecordWalker counts the same, cut anywhere, ${name}`, () => {
    const direct = walkRecords([client], parameters.overhead);
    assertEquals(
      direct.text,
      walkRecords(inPieces(client, 1), parameters.overhead).text,
    );
    for (const pieces of everyTwoCuts(client)) {
      const walker = walkRecords(pieces, parameters.overhead);
      if (
        walker.text !== direct.text ||
        walker.applicationRecords !== direct.applicationRecords
      ) assertEquals(walker, direct);
    }
  });
}

/** The lengths of the texts that come before the answers. */
function lengthsBefore(texts: number[]): number {
  // The last three are two answers, one of them in two records.
  const answers = texts.slice(-3).reduce((sum, length) => sum + length, 0);
  return texts.reduce((sum, length) => sum + length, 0) - answers;
}

function walkRecords(pieces: Uint8Array[], overhead: number): TlsRecordWalker {
  const walker = new TlsRecordWalker();
  walker.overhead = overhead;
  for (const piece of pieces) walker.push(piece);
  return walker;
}

/** A record with nothing in it but its length. */
function record(type: number, length: number): Uint8Array {
  const bytes = new Uint8Array(5 + length);
  bytes.set([type, 3, 3, length >> 8, length & 0xff]);
  return bytes;
}

Deno.test("TlsRecordWalker counts a record when it has passed whole", () => {
  const walker = new TlsRecordWalker();
  const bytes = record(23, 117);
  walker.push(bytes.subarray(0, -1));
  assertEquals(walker.text, 0);
  walker.push(bytes.subarray(-1));
  assertEquals(walker.text, 100);
});

Deno.test("TlsRecordWalker finds a record whose header came in two pieces at its beginning", () => {
  const walker = new TlsRecordWalker();
  const bytes = record(23, 20);
  assertEquals(walker.push(bytes.subarray(0, 3), 0), -1);
  assertEquals(walker.push(bytes.subarray(3), 0), 0);
});

Deno.test("TlsRecordWalker counts no text in a record that is shorter than its overhead", () => {
  assertEquals(walkRecords([record(23, 5), record(23, 0)], 17).text, 0);
});

Deno.test("TlsRecordWalker takes 10 MiB byte by byte and record by record", () => {
  const started = performance.now();
  const walker = new TlsRecordWalker();
  const bytes = record(23, 16384);
  for (let count = 0; count < 640; count++) {
    for (const piece of inPieces(bytes, 1024)) walker.push(piece);
  }
  assertEquals(walker.text, 640 * (16384 - 17));
  const single = new Uint8Array(1);
  for (let count = 0; count < 1_000_000; count++) walker.push(single);
  assert(performance.now() - started < 3000);
});

Deno.test("readParameters() makes nothing of a start that is no handshake", () => {
  for (const first of [0, 21, 23, 0x48, 255]) {
    const start = new Uint8Array(200).fill(0x13);
    start[0] = first;
    assertEquals(readParameters(start), null);
  }
});

Deno.test("readParameters() makes nothing of a session id that is longer than what there is", () => {
  const start = new Uint8Array(128).fill(255);
  start[0] = 22;
  assertEquals(readParameters(start), null);
});

Deno.test("TlsView gives up on a start that never tells, and goes on counting", () => {
  const view = new TlsView();
  const junk = record(22, 400);
  junk[43] = 255;
  view.pushServer(junk);
  view.pushServer(record(23, 117));
  assertEquals(view.server.text, 100);
});
