// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INTERNET_TIMEOUT,
  ERROR_TOO_MANY_OPEN_FILES,
  InternetError,
} from "../../../error.ts";
import { NO_TIMEOUT } from "../../../_base/timeouts.ts";
import { PATIENCE, TransferEnd } from "../../../_ftp/wire/transfer_end.ts";
import type {
  TransferEvent,
  TransferTerms,
} from "../../../_ftp/wire/transfer_events.ts";
import { replyOf, saidBy } from "./dialogue.ts";

const DOWNLOAD: TransferTerms = {
  command: { verb: "RETR", argument: "a" },
  upload: false,
  type: "I",
  offset: 0,
  size: null,
  listing: false,
  action: `read "a"`,
};
const UPLOAD: TransferTerms = {
  ...DOWNLOAD,
  command: { verb: "STOR", argument: "a" },
  upload: true,
};
const LISTING: TransferTerms = {
  ...DOWNLOAD,
  command: { verb: "LIST" },
  type: "A",
  listing: true,
};

/** The number of bytes before the data ends or breaks. */
const COUNT = 100;
const SIZED: TransferTerms = { ...DOWNLOAD, size: COUNT };
/** The program's timeout for the data in milliseconds, after which the data is late. */
const LIMIT = 120_000;

const reset = new Error("reset");
const broken = new InternetError(
  ERROR_INTERNET_CONNECTION_RESET,
  "Cannot continue: the connection broke",
  { cause: reset },
);
const lost = new InternetError(
  ERROR_FTP_DROPPED,
  "Cannot continue: it is gone",
);
const tooMany = new InternetError(
  ERROR_TOO_MANY_OPEN_FILES,
  "Cannot open more",
);

const OPENED: TransferEvent = { event: "opened" };
const READY: TransferEvent = { event: "ready", uncertain: false };
const UNCERTAIN: TransferEvent = { event: "ready", uncertain: true };

function reply(text: string): TransferEvent {
  return { event: "reply", reply: replyOf(text) };
}

const EVENTS = {
  "226": reply("226 b"),
  "550": reply("550 c"),
  ended: { event: "dataEnded", count: COUNT },
  broke: { event: "dataBroke", error: broken, count: COUNT },
  late: { event: "late", waited: LIMIT },
  gone: { event: "controlLost", error: lost },
  cancel: { event: "cancelled" },
} as const satisfies Record<string, TransferEvent>;
type Name = keyof typeof EVENTS;
const NAMES = Object.keys(EVENTS) as Name[];

function machine(
  terms: TransferTerms,
  ...events: readonly TransferEvent[]
): TransferEnd {
  const end = new TransferEnd(terms);
  for (const event of events) end.take(event);
  return end;
}

/** Returns one word for the verdict or for the awaited event. */
function wordFor(end: TransferEnd): string {
  const { verdict } = end;
  if (verdict === null) return `${end.waitingFor}?`;
  if (verdict.lost !== null) return "ok-gone";
  if (verdict.error === null) return "ok";
  const said = saidBy(verdict.error);
  if (said.includes("has not confirmed that the data is complete")) {
    return "unsure";
  }
  if (said.includes("bytes have arrived")) return "short";
  return WORDS[verdict.error.code] ?? said;
}

const WORDS: Record<number, string> = {
  [ERROR_FTP_DROPPED]: "gone",
  [ERROR_INTERNET_CONNECTION_RESET]: "broke",
  [ERROR_INTERNET_EXTENDED_ERROR]: "refused",
  [ERROR_INTERNET_OPERATION_CANCELLED]: "cancel",
  [ERROR_INTERNET_TIMEOUT]: "stalled",
};

// ---- every order of two events ----

/** A kind of transfer, and its state before the two events. */
interface Kind {
  readonly name: string;
  readonly terms: TransferTerms;
  readonly before: readonly TransferEvent[];
  /**
   * A row for the first event, a column for the second one, in the order of
   * `EVENTS`: 226 and 550 replied, data ended, data broke, late, control
   * connection closed, cancelled. The rows of `FINAL` are omitted.
   */
  readonly grid: string;
}

/** The events that end every transfer, independent of later events. */
const FINAL: readonly (readonly string[])[] = [
  ["late:", ...Array(7).fill("stalled")],
  ["cancel:", ...Array(7).fill("cancel")],
];

const MOVING = [reply("150 a"), OPENED, READY];

const KINDS: readonly Kind[] = [
  {
    name: "a download of unknown size",
    terms: DOWNLOAD,
    before: MOVING,
    grid: `
      226:    data?        data?        ok           size?        stalled      data?        cancel
      550:    data?        data?        refused      refused      refused      data?        cancel
      ended:  ok           refused      reply?       reply?       unsure       gone         cancel
      broke:  size?        refused      reply?       reply?       unsure       gone         cancel
      gone:   data?        data?        gone         gone         gone         data?        cancel
    `,
  },
  {
    name: "a download of a known size that comes",
    terms: { ...DOWNLOAD, size: COUNT },
    before: MOVING,
    grid: `
      226:    data?        data?        ok           ok           stalled      data?        cancel
      550:    data?        data?        refused      refused      refused      data?        cancel
      ended:  ok           refused      reply?       reply?       ok-gone      ok-gone      cancel
      broke:  ok           refused      reply?       reply?       ok-gone      ok-gone      cancel
      gone:   data?        data?        ok-gone      ok-gone      stalled      data?        cancel
    `,
  },
  {
    name: "a download that is too short",
    terms: { ...DOWNLOAD, size: COUNT + 1 },
    before: MOVING,
    grid: `
      226:    data?        data?        short        short        stalled      data?        cancel
      550:    data?        data?        refused      refused      refused      data?        cancel
      ended:  short        refused      reply?       reply?       unsure       gone         cancel
      broke:  short        refused      reply?       reply?       unsure       gone         cancel
      gone:   data?        data?        gone         gone         stalled      data?        cancel
    `,
  },
  {
    name: "a download whose end an attacker could have caused",
    terms: DOWNLOAD,
    before: [reply("150 a"), OPENED, UNCERTAIN],
    grid: `
      226:    data?        data?        size?        size?        stalled      data?        cancel
      550:    data?        data?        refused      refused      refused      data?        cancel
      ended:  size?        refused      reply?       reply?       unsure       gone         cancel
      broke:  size?        refused      reply?       reply?       unsure       gone         cancel
      gone:   data?        data?        gone         gone         gone         data?        cancel
    `,
  },
  {
    name: "a text",
    terms: { ...DOWNLOAD, type: "A" },
    before: MOVING,
    grid: `
      226:    data?        data?        ok           broke        stalled      data?        cancel
      550:    data?        data?        refused      refused      refused      data?        cancel
      ended:  ok           refused      reply?       reply?       unsure       gone         cancel
      broke:  broke        refused      reply?       reply?       unsure       gone         cancel
      gone:   data?        data?        gone         gone         gone         data?        cancel
    `,
  },
  {
    name: "a listing",
    terms: LISTING,
    before: MOVING,
    grid: `
      226:    data?        data?        ok           broke        stalled      data?        cancel
      550:    data?        data?        refused      refused      refused      data?        cancel
      ended:  ok           refused      reply?       reply?       unsure       gone         cancel
      broke:  broke        refused      reply?       reply?       unsure       gone         cancel
      gone:   gone         gone         gone         gone         gone         gone         gone
    `,
  },
  {
    name: "an upload",
    terms: UPLOAD,
    before: MOVING,
    grid: `
      226:    data?        data?        ok           broke        stalled      data?        cancel
      550:    refused      refused      refused      refused      refused      refused      refused
      ended:  ok           refused      reply?       reply?       unsure       gone         cancel
      broke:  broke        refused      reply?       reply?       broke        gone         cancel
      gone:   gone         gone         gone         gone         gone         gone         gone
    `,
  },
  {
    name: "a download without a data connection",
    terms: DOWNLOAD,
    before: [],
    grid: `
      226:    connection?  connection?  connection?  broke        stalled      connection?  cancel
      550:    refused      refused      refused      refused      refused      refused      refused
      ended:  connection?  refused      connection?  reply?       stalled      connection?  cancel
      broke:  broke        refused      reply?       reply?       broke        gone         cancel
      gone:   connection?  refused      connection?  gone         gone         connection?  cancel
    `,
  },
  {
    name: "a listing without a data connection",
    terms: LISTING,
    before: [],
    grid: `
      226:    connection?  connection?  connection?  ok           ok           connection?  cancel
      550:    refused      refused      refused      refused      refused      refused      refused
      ended:  connection?  refused      connection?  reply?       stalled      gone         cancel
      broke:  ok           refused      reply?       reply?       broke        gone         cancel
      gone:   gone         gone         gone         gone         gone         gone         gone
    `,
  },
  {
    name: "a listing whose data connection is not secure yet",
    terms: LISTING,
    before: [OPENED],
    grid: `
      226:    connection?  connection?  connection?  broke        stalled      connection?  cancel
      550:    refused      refused      refused      refused      refused      refused      refused
      ended:  connection?  refused      connection?  reply?       stalled      gone         cancel
      broke:  broke        refused      reply?       reply?       broke        gone         cancel
      gone:   gone         gone         gone         gone         gone         gone         gone
    `,
  },
  {
    name: "an upload without a data connection",
    terms: UPLOAD,
    before: [],
    grid: `
      226:    connection?  connection?  connection?  broke        stalled      connection?  cancel
      550:    refused      refused      refused      refused      refused      refused      refused
      ended:  connection?  refused      connection?  reply?       stalled      gone         cancel
      broke:  broke        refused      reply?       reply?       broke        gone         cancel
      gone:   gone         gone         gone         gone         gone         gone         gone
    `,
  },
];

for (const { name, terms, before, grid } of KINDS) {
  const own = grid.trim().split("\n").map((row) => row.trim().split(/\s+/));
  const rows = [...own, ...FINAL];
  assertEquals(
    rows.map(([first]) => first).sort(),
    NAMES.map((name) => `${name}:`).sort(),
  );
  for (const [first, ...words] of rows) {
    const event = EVENTS[first!.slice(0, -1) as Name];
    Deno.test(`TransferEnd: ${name}, first ${first}`, () => {
      const seen = NAMES.map((second) =>
        wordFor(machine(terms, ...before, event, EVENTS[second]))
      );
      assertEquals(seen, words);
    });
  }
}

// ---- every order of all events ----

function* permutations<Item>(items: readonly Item[]): Generator<Item[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries()) {
    for (const rest of permutations(items.toSpliced(index, 1))) {
      yield [item, ...rest];
    }
  }
}

const ORDERS = [...permutations(NAMES)];
const SIZE: TransferEvent = { event: "size", size: COUNT };

for (const { name, terms, before } of KINDS) {
  Deno.test(`TransferEnd: ${name} ends once in every order of all events`, () => {
    for (const order of ORDERS) {
      const end = machine(terms, ...before);
      let word: string | null = null;
      for (const event of [...order.map((name) => EVENTS[name]), SIZE]) {
        end.take(event);
        const { waitingFor } = end;
        if (word === null && end.verdict !== null) word = wordFor(end);
        assert(word !== null || waitingFor !== "nothing", order.join());
        // After the end, only the final reply can still be awaited, and only
        // after a failure.
        if (word !== null && waitingFor !== "nothing") {
          assert(waitingFor === "reply" && end.reply === null, order.join());
          assert(end.failure === end.verdict?.error, order.join());
          assertStrictEquals(end.patience(LIMIT), PATIENCE.abort);
        }
      }
      assertStrictEquals(wordFor(end), word, order.join());
      assert(word !== null, order.join());
      const first = order.find((name) => name === "226" || name === "550");
      assertStrictEquals(end.reply?.code, Number(first));
    }
  });
}

// ---- replies ----

for (const code of [226, 250, 200]) {
  Deno.test(`TransferEnd accepts ${code} as a successful end`, () => {
    const end = machine(DOWNLOAD, ...MOVING, EVENTS.ended, reply(`${code} b`));
    assertEquals(wordFor(end), "ok");
  });
}

for (
  const [code, advice] of [
    [426, ""],
    [451, ""],
    [552, "; free some space on the server"],
    [
      550,
      "; check the name with FtpFindFirstFile, and the permissions of the user",
    ],
    [350, ""],
  ] as const
) {
  Deno.test(`TransferEnd fails with ${code}, even if all bytes have arrived`, () => {
    const text = `${code}-b\r\n${code} c`;
    const terms = { ...DOWNLOAD, size: COUNT };
    const end = machine(terms, ...MOVING, EVENTS.ended, reply(text));
    const { error } = end.verdict!;
    assertEquals(error?.code, ERROR_INTERNET_EXTENDED_ERROR);
    assertEquals(saidBy(error!), `Cannot read "a": ${code} c${advice}`);
    assertEquals(error!.responseText, text);
  });
}

Deno.test("TransferEnd: preliminary replies change nothing", () => {
  const end = machine(DOWNLOAD, reply("125 a"), OPENED, READY, reply("150 b"));
  assertEquals([end.reply, end.waitingFor, end.verdict], [null, "data", null]);
});

Deno.test("TransferEnd: after data that ends before 150, 226 is awaited", () => {
  const end = machine(DOWNLOAD, OPENED, READY, EVENTS.ended, reply("150 a"));
  assertEquals(wordFor(end), "reply?");
  end.take(EVENTS["226"]);
  assertEquals(wordFor(end), "ok");
});

// ---- sizes ----

/** The offset of a transfer, its size, the number of bytes received, and the result. */
const SIZES: [offset: number, size: number, count: number, word: string][] = [
  [0, 100, 100, "ok"],
  [0, 100, 99, "short"],
  [0, 100, 101, "ok"],
  [40, 100, 60, "ok"],
  [40, 100, 59, "short"],
  [0, 0, 0, "ok"],
];
for (const [offset, size, count, word] of SIZES) {
  for (const what of ["dataEnded", "dataBroke"] as const) {
    Deno.test(`TransferEnd: ${count} bytes from ${offset} of ${size}, ${what}: ${word}`, () => {
      const event: TransferEvent = { event: what, error: broken, count };
      const known = { ...DOWNLOAD, offset, size };
      const before = machine(known, ...MOVING, event, EVENTS["226"]);
      assertEquals(wordFor(before), word);
      const asked = machine(
        { ...DOWNLOAD, offset },
        ...[OPENED, UNCERTAIN, event, EVENTS["226"]],
      );
      assertEquals(asked.waitingFor, "size");
      asked.take({ event: "size", size });
      assertEquals(wordFor(asked), word);
    });
  }
}

Deno.test("TransferEnd: the size of a text is not checked", () => {
  const terms = { ...DOWNLOAD, type: "A" as const, size: COUNT + 1 };
  const end = machine(terms, ...MOVING, EVENTS.ended, EVENTS["226"]);
  assertEquals(wordFor(end), "ok");
});

Deno.test("TransferEnd: a size that the server does not report allows an uncertain end, but not a break", () => {
  const unknown: TransferEvent = { event: "size", size: null };
  const steps = [OPENED, UNCERTAIN, EVENTS["226"]];
  assertEquals(
    wordFor(machine(DOWNLOAD, ...steps, EVENTS.ended, unknown)),
    "ok",
  );
  assertEquals(
    wordFor(machine(DOWNLOAD, ...steps, EVENTS.broke, unknown)),
    "broke",
  );
});

Deno.test("TransferEnd: a command without a name has no size to request", () => {
  const terms = { ...DOWNLOAD, command: { verb: "RETR" } };
  const end = machine(terms, ...MOVING, EVENTS.broke, EVENTS["226"]);
  assertStrictEquals(end.verdict?.error, broken);
});

Deno.test("TransferEnd: other events are ignored while the size is requested", () => {
  for (const name of NAMES) {
    const end = machine(DOWNLOAD, ...MOVING, EVENTS.broke, EVENTS["226"]);
    end.take(EVENTS[name]);
    assertEquals(wordFor(end), "size?", name);
    end.take({ event: "size", size: COUNT });
    assertEquals(wordFor(end), "ok", name);
  }
});

Deno.test("TransferEnd names the missing bytes, and the cause of a break", () => {
  const terms = { ...DOWNLOAD, offset: 7, size: 200 };
  const end = machine(terms, ...MOVING, EVENTS.broke, EVENTS["226"]);
  const { error } = end.verdict!;
  assertEquals(
    saidBy(error!),
    'Cannot read "a": only 107 of 200 bytes have arrived, so transfer it again',
  );
  assertStrictEquals(error!.cause, reset);
  const unsure = machine(DOWNLOAD, ...MOVING, EVENTS.broke, EVENTS.late);
  assertStrictEquals(unsure.verdict!.error!.cause, reset);
});

// ---- the size in the first reply ----

const FAR = 65_537;

/** The size in 150, the start of the transfer, the number of bytes received, and the result. */
const ANNOUNCED: [size: number, offset: number, count: number, word: string][] =
  [
    [100, 0, 100, "ok"],
    [100, 0, 101, "ok"],
    [100, 0, 99, "size?"],
    [FAR, 0, FAR, "ok"],
    // After REST, the size in 150 is that of the rest or that of the whole
    // file.
    [60, 40, 60, "ok"],
    [100, 40, 59, "size?"],
    [60, 40, 59, "size?"],
  ];
for (const [size, offset, count, word] of ANNOUNCED) {
  Deno.test(`TransferEnd: ${count} bytes from ${offset}, with (${size} bytes) in 150: ${word}`, () => {
    const end = machine(
      { ...DOWNLOAD, offset },
      ...[reply(`150 a (${size} bytes)`), OPENED, READY],
      ...[{ event: "dataEnded", count } as const, EVENTS["226"]],
    );
    assertEquals(wordFor(end), word);
    if (word !== "size?") return;
    // The size of the file takes precedence; without it, the size in 150 is
    // used.
    end.take({ event: "size", size: null });
    const isCertain = count + offset < size;
    assertEquals(wordFor(end), isCertain ? "short" : "ok");
    assertEquals(end.announcedSize, size);
  });
}

Deno.test("TransferEnd: the requested size is preferred to the one in 150", () => {
  const end = machine(
    DOWNLOAD,
    ...[reply("150 a (200 bytes)"), OPENED, READY, EVENTS.ended],
    ...[EVENTS["226"], SIZE],
  );
  assertEquals(wordFor(end), "ok");
});

for (
  const [what, event] of [["silence", "late"], ["a loss", "gone"]] as const
) {
  Deno.test(`TransferEnd: the size in 150 compensates for ${what} instead of 226`, () => {
    const opening = [reply(`150 a (${COUNT} bytes)`), OPENED, READY];
    const end = machine(DOWNLOAD, ...opening, EVENTS.ended);
    assertEquals(end.patience(), PATIENCE.explanation);
    end.take(EVENTS[event]);
    assertEquals([wordFor(end), end.isUnconfirmed], ["ok-gone", false]);
  });

  Deno.test(`TransferEnd: ${what} instead of 226 leaves a download without a size unconfirmed`, () => {
    for (const terms of [DOWNLOAD, { ...DOWNLOAD, type: "A" as const }]) {
      const end = machine(terms, ...MOVING, EVENTS.ended, EVENTS[event]);
      assertEquals(end.isUnconfirmed, true);
    }
    const gone = machine(DOWNLOAD, ...MOVING, EVENTS.gone, EVENTS.ended);
    assertEquals([wordFor(gone), gone.isUnconfirmed], ["gone", true]);
  });
}

Deno.test("TransferEnd: a download that is short, refused, broken or cancelled is more than unconfirmed", () => {
  const opening = [reply(`150 a (${COUNT + 1} bytes)`), OPENED, READY];
  const ends = [
    machine(DOWNLOAD, ...opening, EVENTS.ended, EVENTS.gone),
    machine(DOWNLOAD, ...MOVING, EVENTS.ended, EVENTS["550"]),
    machine(DOWNLOAD, ...MOVING, EVENTS.broke, EVENTS.gone),
    machine(DOWNLOAD, ...MOVING, EVENTS.ended, EVENTS.cancel),
    machine(UPLOAD, ...MOVING, EVENTS.ended, EVENTS.gone),
    machine(DOWNLOAD, ...MOVING, EVENTS.ended, EVENTS["226"]),
  ];
  assertEquals(ends.map((end) => end.isUnconfirmed), Array(6).fill(false));
});

Deno.test("TransferEnd requests the size after more than one round trip of data", () => {
  const big = (count: number) => ({ event: "dataEnded", count }) as const;
  const word = (count: number, terms = DOWNLOAD) =>
    wordFor(machine(terms, ...MOVING, big(count), EVENTS["226"]));
  assertEquals(word(FAR - 1), "ok");
  assertEquals(word(FAR), "size?");
  assertEquals(word(FAR, { ...DOWNLOAD, type: "A" }), "ok");
  assertEquals(word(FAR, LISTING), "ok");
  const end = machine(DOWNLOAD, ...MOVING, big(FAR), EVENTS["226"]);
  end.take({ event: "size", size: null });
  assertEquals(wordFor(end), "ok");
});

Deno.test("TransferEnd: a control connection that is lost instead of a data connection soon ends the transfer", () => {
  for (const terms of [DOWNLOAD, SIZED]) {
    const end = machine(terms, reply("150 a"), EVENTS.gone);
    assertEquals(end.patience(LIMIT), PATIENCE.connectionAfterLoss);
    end.take(EVENTS.late);
    assertEquals(wordFor(end), "gone");
  }
});

Deno.test("TransferEnd: without a control connection, data of an unknown size is awaited only briefly", () => {
  const end = (terms: TransferTerms) => machine(terms, ...MOVING, EVENTS.gone);
  assertEquals(end(DOWNLOAD).patience(LIMIT), PATIENCE.dataAfterLoss);
  assertEquals(end(SIZED).patience(LIMIT), LIMIT);
});

// ---- commands that keep the control connection alive ----

const SENT: TransferEvent = { event: "interjected" };

for (const code of [200, 500, 502]) {
  Deno.test(`TransferEnd accepts ${code} as the reply to NOOP, before 226 or after it`, () => {
    const before = machine(DOWNLOAD, ...MOVING, SENT, reply(`${code} b`));
    assertEquals([before.owedReplies, wordFor(before)], [0, "data?"]);
    const after = machine(
      DOWNLOAD,
      ...[...MOVING, SENT, SENT, EVENTS.ended, EVENTS["226"]],
    );
    assertEquals([after.owedReplies, wordFor(after)], [2, "ok"]);
    after.take(reply(`${code} b`));
    assertEquals([after.owedReplies, after.reply?.code], [1, 226]);
  });
}

Deno.test("TransferEnd: a refusal is not the reply to NOOP", () => {
  const end = machine(DOWNLOAD, ...MOVING, SENT, EVENTS.ended, EVENTS["550"]);
  assertEquals([wordFor(end), end.owedReplies], ["refused", 1]);
});

// ---- patience ----

const { "226": good, "550": refusal, ended, broke, late, cancel } = EVENTS;

/** The state of a transfer, and the expected time limit. */
const WAITS: [TransferTerms, TransferEvent[], waitingFor: string, number][] = [
  [DOWNLOAD, [], "connection", LIMIT],
  [DOWNLOAD, [OPENED], "connection", LIMIT],
  [DOWNLOAD, [good], "connection", PATIENCE.connectionAfterReply],
  [UPLOAD, [good, OPENED], "connection", PATIENCE.connectionAfterReply],
  [DOWNLOAD, MOVING, "data", LIMIT],
  [UPLOAD, MOVING, "data", LIMIT],
  [DOWNLOAD, [...MOVING, good], "data", PATIENCE.downloadAfterReply],
  [UPLOAD, [...MOVING, good], "data", PATIENCE.uploadAfterReply],
  [DOWNLOAD, [...MOVING, refusal], "data", PATIENCE.dataAfterRefusal],
  [DOWNLOAD, [...MOVING, ended], "reply", PATIENCE.reply],
  [LISTING, [...MOVING, ended], "reply", PATIENCE.reply],
  [{ ...SIZED, size: 101 }, [...MOVING, ended], "reply", PATIENCE.reply],
  [SIZED, [...MOVING, ended], "reply", PATIENCE.explanation],
  [SIZED, [...MOVING, broke], "reply", PATIENCE.explanation],
  [DOWNLOAD, [...MOVING, broke], "reply", PATIENCE.explanation],
  [UPLOAD, [...MOVING, ended], "reply", NO_TIMEOUT],
  [UPLOAD, [...MOVING, broke], "reply", PATIENCE.explanation],
  [DOWNLOAD, [broke], "reply", PATIENCE.explanation],
  [LISTING, [broke], "reply", PATIENCE.explanation],
  [DOWNLOAD, [...MOVING, cancel], "reply", PATIENCE.abort],
  [UPLOAD, [...MOVING, cancel], "reply", PATIENCE.abort],
  [UPLOAD, [...MOVING, refusal], "nothing", PATIENCE.abort],
  [DOWNLOAD, [...MOVING, late], "reply", PATIENCE.abort],
];
for (const [terms, events, waitingFor, patience] of WAITS) {
  const steps = events.map((event) =>
    event.event === "reply" ? event.reply.code : event.event
  );
  Deno.test(`TransferEnd: ${terms.command.verb} of ${terms.size} after ${steps} waits ${patience} ms for ${waitingFor}`, () => {
    const end = machine(terms, ...events);
    assertEquals([end.waitingFor, end.patience(LIMIT)], [waitingFor, patience]);
  });
}

Deno.test("TransferEnd: a shorter timeout of the program applies while data is awaited", () => {
  for (const before of [[], [good], MOVING, [...MOVING, good]]) {
    assertEquals(machine(DOWNLOAD, ...before).patience(7), 7);
  }
});

/** The time that the server has stalled, and the time limit for the reply to ABOR. */
const STALLS: [waited: number, abortPatience: number][] = [
  [1, PATIENCE.leastAbort],
  [4_000, 4_000],
  [LIMIT, PATIENCE.abort],
];
for (const [waited, patience] of STALLS) {
  Deno.test(`TransferEnd: after a stall of ${waited} ms ABOR gets ${patience} ms`, () => {
    const stall: TransferEvent = { event: "late", waited };
    assertEquals(machine(DOWNLOAD, stall).abortPatience, patience);
    assertEquals(machine(UPLOAD, ...MOVING, stall).abortPatience, patience);
    const failed = { ...broke, waited };
    assertEquals(machine(DOWNLOAD, failed).abortPatience, patience);
    // The connection attempt ends because of the stall, and reports its own
    // limit.
    assertEquals(
      machine(DOWNLOAD, late, { ...failed, error: lost }).abortPatience,
      patience,
    );
  });
}

Deno.test("TransferEnd: a refusal is not a stall if data arrives too late after it", () => {
  const stall: TransferEvent = { event: "late", waited: 1_000 };
  const end = machine(DOWNLOAD, ...MOVING, refusal, stall);
  assertEquals([wordFor(end), end.abortPatience], ["refused", PATIENCE.abort]);
});

Deno.test("TransferEnd names the late event", () => {
  const said = (end: TransferEnd) => saidBy(end.verdict!.error!);
  assertEquals(
    said(machine(DOWNLOAD, { event: "late", waited: 5 })),
    "Cannot finish the transfer: there is no data connection after 5 ms",
  );
  const advised = { ...DOWNLOAD, connectionAdvice: "; try this" };
  assertEquals(
    said(machine(advised, { event: "late", waited: 5 })),
    "Cannot finish the transfer: there is no data connection after 5 ms; try this",
  );
  assertEquals(
    said(machine(UPLOAD, ...MOVING, {
      event: "late",
      waited: 5,
      what: "has accepted no data",
    })),
    "Cannot finish the transfer: the server has accepted no data for 5 ms; INTERNET_OPTION_DATA_SEND_TIMEOUT sets this limit",
  );
});

// ---- the limit of this machine ----

Deno.test("TransferEnd: a lack of file descriptors is always reported", () => {
  const limit: TransferEvent = { event: "dataBroke", error: tooMany, count: 0 };
  for (const name of ["226", "550", "late", "gone", "cancel"] as const) {
    for (const terms of [DOWNLOAD, UPLOAD]) {
      const after = machine(terms, limit, EVENTS[name]);
      assertStrictEquals(after.verdict?.error, tooMany, name);
      if (name === "226") continue;
      const before = machine(terms, EVENTS[name], limit);
      assertStrictEquals(before.verdict?.error, tooMany, name);
    }
  }
});

Deno.test("TransferEnd: a local limit does not affect an empty listing", () => {
  const limit: TransferEvent = { event: "dataBroke", error: tooMany, count: 0 };
  assertEquals(wordFor(machine(LISTING, limit, good)), "ok");
  assertEquals(wordFor(machine(LISTING, good, limit)), "ok");
});
