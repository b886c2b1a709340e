// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  INTERNET_STATUS_HANDLE_CLOSING,
  INTERNET_STATUS_HANDLE_CREATED,
  INTERNET_STATUS_REQUEST_COMPLETE,
} from "../../status.ts";
import type { HINTERNET } from "../../structures.ts";
import { NEVER } from "../helpers/calls.ts";
import { flatnessOf } from "./flatness.ts";
import { Ledger } from "./ledger.ts";
import { soak } from "./soak.ts";

/**
 * The number of conversations of the test; `deno task soak` continues for
 * minutes.
 */
const COUNT = 60;

const HANDLE = {} as HINTERNET;
const DONE = { dwResult: true as const, dwError: 0 };

// A failure names its seed: deno task soak --seed N --count 1 --trace
Deno.test(`every successful transfer is correct in ${COUNT} conversations with servers that truncate, stall, reset and send wrong data`, async () => {
  const { problems, completed } = await soak({ seed: 1, count: COUNT });
  assertEquals(problems, []);
  // On a busy machine, some end because of their time limits.
  assert(completed > COUNT / 4, `${completed} transfers`);
});

Deno.test("Ledger reports a missing and a duplicate REQUEST_COMPLETE, and a promise that does not settle", async () => {
  const ledger = new Ledger(true);
  const [missing, doubled] = [ledger.open("one"), ledger.open("two")];
  ledger.start(missing, "FtpGetFile", () => NEVER);
  await ledger.start(doubled, "FtpPutFile", () => Promise.resolve());
  for (let times = 2; times > 0; times--) {
    ledger.note(HANDLE, doubled, INTERNET_STATUS_REQUEST_COMPLETE, DONE);
  }
  assertEquals(ledger.problems(), [
    "FtpGetFile 0 has not settled",
    "one: 0 times REQUEST_COMPLETE for 1 calls",
    "two: 2 times REQUEST_COMPLETE for 1 calls",
  ]);
});

Deno.test("Ledger reports a missing and a duplicate HANDLE_CLOSING", () => {
  const ledger = new Ledger(false);
  const account = ledger.open("file");
  const other = {} as HINTERNET;
  ledger.note(HANDLE, account, INTERNET_STATUS_HANDLE_CREATED, HANDLE);
  for (let times = 2; times > 0; times--) {
    ledger.note(other, account, INTERNET_STATUS_HANDLE_CLOSING, other);
  }
  assertEquals(ledger.problems(), [
    "file: 0 times HANDLE_CLOSING",
    "file: 2 times HANDLE_CLOSING",
  ]);
});

Deno.test("Ledger reports nothing if every event was posted once, and ignores calls that threw", () => {
  const ledger = new Ledger(true);
  const account = ledger.open("file");
  try {
    ledger.start(account, "FtpGetFile", () => {
      throw new TypeError("closed");
    });
  } catch {
    // The program would detect it.
  }
  ledger.note(HANDLE, account, INTERNET_STATUS_HANDLE_CREATED, HANDLE);
  ledger.note(HANDLE, account, INTERNET_STATUS_HANDLE_CLOSING, HANDLE);
  assertEquals(ledger.problems(), []);
  assertEquals(ledger.started, 0);
});

Deno.test("flatnessOf() detects a growing heap and growing descriptors, and ignores fluctuation", () => {
  const heap = [10, 90, 10, 90, 10, 90].map((mebibytes) => mebibytes << 20);
  const flat = { heap, descriptors: [20, 90, 20, 90, 20, 90] };
  assertEquals(flatnessOf(flat).problems, []);
  const growing = {
    heap: [1, 1, 1, 1, 9e6, 9e6],
    descriptors: [1, 1, 9, 9, 60, 60],
  };
  assertEquals(flatnessOf(growing, { before: 20, after: 30 }).problems, [
    "more and more descriptors are open",
    "the heap grows",
    "10 descriptors are left open",
  ]);
});
