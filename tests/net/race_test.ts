// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertRejects } from "@std/assert";
import { interleave, race } from "../../_net/race.ts";

const NEVER_ABORTED = new AbortController().signal;
const FOR_EVER = 1_000_000;

const ORDERS: [string[], string[]][] = [
  [[], []],
  [["1.0.0.1"], ["1.0.0.1"]],
  [["1.0.0.1", "1.0.0.2"], ["1.0.0.1", "1.0.0.2"]],
  [["::1", "::2", "1.0.0.1"], ["::1", "1.0.0.1", "::2"]],
  [["1.0.0.1", "1.0.0.2", "::1"], ["1.0.0.1", "::1", "1.0.0.2"]],
  [
    ["::1", "::2", "::3", "1.0.0.1", "1.0.0.2"],
    ["::1", "1.0.0.1", "::2", "1.0.0.2", "::3"],
  ],
  [["::1", "1.0.0.1", "1.0.0.2"], ["::1", "1.0.0.1", "1.0.0.2"]],
];

for (const [addresses, order] of ORDERS) {
  Deno.test(`interleave() returns [${order}] for [${addresses}]`, () => {
    assertEquals(interleave(addresses), order);
  });
}

/** Attempts that end when the test ends them, or when they are aborted. */
class Attempts {
  /** The events, in order. */
  readonly events: string[] = [];
  readonly #running = new Map<string, PromiseWithResolvers<string>>();
  readonly #begun = new Map<string, PromiseWithResolvers<void>>();

  /** Resolves when the attempt has started. */
  begun(item: string): Promise<void> {
    return this.#begin(item).promise;
  }

  #begin(item: string): PromiseWithResolvers<void> {
    const known = this.#begun.get(item);
    if (known !== undefined) return known;
    const begin = Promise.withResolvers<void>();
    this.#begun.set(item, begin);
    return begin;
  }

  readonly attempt = (item: string, signal: AbortSignal): Promise<string> => {
    this.events.push(`begin ${item}`);
    this.#begin(item).resolve();
    const running = Promise.withResolvers<string>();
    this.#running.set(item, running);
    signal.addEventListener("abort", () => {
      this.events.push(`end ${item}`);
      running.reject(new Error("ended"));
    });
    return running.promise;
  };

  readonly discard = (item: string): void =>
    void this.events.push(`discard ${item}`);

  succeed(item: string): void {
    this.#running.get(item)!.resolve(item);
  }

  fail(item: string): void {
    this.#running.get(item)!.reject(new Error(item));
  }

  race(
    items: string[],
    headStart: number,
    signal: AbortSignal = NEVER_ABORTED,
  ): Promise<string> {
    return race(items, this.attempt, this.discard, signal, headStart);
  }
}

Deno.test("race() starts no other attempt if the first one succeeds", async () => {
  const attempts = new Attempts();
  const winner = attempts.race(["a", "b"], FOR_EVER);
  attempts.succeed("a");
  assertEquals(await winner, "a");
  // No caller is left to be notified, but the attempt's signal is still
  // aborted.
  assertEquals(attempts.events, ["begin a", "end a"]);
});

Deno.test("race() starts the next attempt immediately if the last one fails", async () => {
  const attempts = new Attempts();
  const winner = attempts.race(["a", "b", "c"], FOR_EVER);
  attempts.fail("a");
  await attempts.begun("b");
  attempts.fail("b");
  await attempts.begun("c");
  attempts.succeed("c");
  assertEquals(await winner, "c");
});

Deno.test("race() starts the next attempt after the head start of the last one", async () => {
  const attempts = new Attempts();
  const winner = attempts.race(["a", "b", "c"], 1);
  await attempts.begun("b");
  await attempts.begun("c");
  attempts.succeed("b");
  assertEquals(await winner, "b");
  assertEquals(attempts.events, [
    "begin a",
    "begin b",
    "begin c",
    "end a",
    "end b",
    "end c",
  ]);
});

Deno.test("race() starts no more attempts after an earlier one succeeds", async () => {
  const attempts = new Attempts();
  // Within the head start of the second attempt, which must not be waited for.
  const winner = attempts.race(["a", "b", "c"], 20);
  await attempts.begun("b");
  attempts.succeed("a");
  assertEquals(await winner, "a");
  assertEquals(attempts.events, ["begin a", "begin b", "end a", "end b"]);
});

Deno.test("race() discards another attempt that succeeds at the same moment", async () => {
  const attempts = new Attempts();
  const winner = attempts.race(["a", "b"], 1);
  await attempts.begun("b");
  attempts.succeed("b");
  attempts.succeed("a");
  assertEquals(await winner, "b");
  assertEquals(attempts.events.at(-1), "discard a");
});

Deno.test("race() resolves after the other attempts have ended", async () => {
  const slow = Promise.withResolvers<string>();
  const told: string[] = [];
  const begun = Promise.withResolvers<void>();
  const winner = race(
    ["slow", "quick"],
    (item) => {
      if (item === "slow") return slow.promise;
      begun.resolve();
      return Promise.resolve(item);
    },
    () => {},
    NEVER_ABORTED,
    1,
  ).then((item) => told.push(item));
  await begun.promise;
  await new Promise((resolve) => setImmediate(resolve));
  assertEquals(told, []);
  slow.reject(new Error("ended"));
  await winner;
  assertEquals(told, ["quick"]);
});

Deno.test("race() rejects with all reasons when all attempts have failed", async () => {
  const attempts = new Attempts();
  const winner = attempts.race(["a", "b"], 1);
  await attempts.begun("b");
  attempts.fail("b");
  attempts.fail("a");
  const { errors } = await assertRejects(() => winner, AggregateError);
  assertEquals(errors.map(({ message }) => message), ["b", "a"]);
});

Deno.test("race() ends with the reason of its signal", async () => {
  const attempts = new Attempts();
  const controller = new AbortController();
  const winner = attempts.race(["a", "b"], FOR_EVER, controller.signal);
  controller.abort(new RangeError("enough"));
  await assertRejects(() => winner, RangeError, "enough");
  assertEquals(attempts.events, ["begin a", "end a"]);
});

Deno.test("race() starts nothing if its signal has aborted", async () => {
  const attempts = new Attempts();
  const signal = AbortSignal.abort(new RangeError("enough"));
  const winner = attempts.race(["a"], FOR_EVER, signal);
  await assertRejects(() => winner, RangeError, "enough");
  assertEquals(attempts.events, []);
});

Deno.test("race() discards the winner if its signal aborts at the same moment", async () => {
  const attempts = new Attempts();
  const controller = new AbortController();
  const winner = attempts.race(["a", "b"], 1, controller.signal);
  await attempts.begun("b");
  attempts.succeed("b");
  // After the winner is known, before the other attempt has ended.
  queueMicrotask(() =>
    queueMicrotask(() => controller.abort(new RangeError("enough")))
  );
  await assertRejects(() => winner, RangeError, "enough");
  assertEquals(attempts.events.at(-1), "discard b");
});
