// Copyright 2026 the wininet authors. MIT license.

/**
 * The order of attempts to connect (RFC 8305, Happy Eyeballs): the address
 * families alternate, each attempt has a short head start over the next one,
 * and the first connection ends all other attempts. So an address that does not
 * respond costs little time if another one does.
 *
 * @module
 */

import { settlesWithin } from "../_base/deadline.ts";

/** The time between the starts of two attempts that RFC 8305 recommends, in milliseconds. */
const HEAD_START = 250;

/**
 * The reason for ending an attempt that has lost. Without a reason, `abort`
 * creates an error each time.
 */
const OVER = new Error("another attempt has succeeded");

/**
 * Returns addresses with the families IPv6 and IPv4 alternating; the order
 * within each family is kept, and the first address stays the first.
 */
export function interleave(addresses: readonly string[]): string[] {
  const isIpv6 = (address: string) => address.includes(":");
  const [first] = addresses;
  if (first === undefined || addresses.length === 1) return [...addresses];
  const leading = addresses.filter((one) => isIpv6(one) === isIpv6(first));
  const others = addresses.filter((one) => isIpv6(one) !== isIpv6(first));
  const rounds = Math.max(leading.length, others.length);
  return Array.from({ length: rounds }, (_, at) => [leading[at], others[at]])
    .flat().filter((one) => one !== undefined);
}

/**
 * Tries one item after the other, and resolves with the result of the first
 * attempt that succeeds. The next attempt starts when the previous one has
 * failed or has had its head start. When the race ends, no other attempt is
 * left.
 *
 * @param attempt Tries one item. It must end soon after the signal aborts.
 * @param discard Undoes an attempt that succeeded too late.
 * @throws {AggregateError} With the errors of all attempts, if all have failed.
 */
export async function race<Item, Value>(
  items: readonly Item[],
  attempt: (item: Item, signal: AbortSignal) => Promise<Value>,
  discard: (value: Value) => void,
  signal: AbortSignal,
  headStart: number = HEAD_START,
): Promise<Value> {
  const over = new AbortController();
  const attempts: Promise<void>[] = [];
  const failures: unknown[] = [];
  let winner: { value: Value } | null = null;
  const run = async (item: Item) => {
    try {
      const value = await attempt(item, over.signal);
      if (over.signal.aborted) return discard(value);
      winner = { value };
      over.abort(OVER);
    } catch (error) {
      failures.push(error);
    }
  };
  const stop = () => over.abort(OVER);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  for (const item of items) {
    const last = attempts.at(-1);
    if (last !== undefined) await settlesWithin(headStart, last);
    if (over.signal.aborted) break;
    attempts.push(run(item));
  }
  await Promise.all(attempts);
  signal.removeEventListener("abort", stop);
  return ended(winner, failures, discard, signal);
}

function ended<Value>(
  winner: { value: Value } | null,
  failures: unknown[],
  discard: (value: Value) => void,
  signal: AbortSignal,
): Value {
  if (signal.aborted && winner !== null) discard(winner.value);
  signal.throwIfAborted();
  if (winner !== null) return winner.value;
  throw new AggregateError(failures, "Cannot finish: all attempts have failed");
}
