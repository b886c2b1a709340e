// Copyright 2026 the wininet authors. MIT license.

/**
 * Counts the events that must occur exactly once: REQUEST_COMPLETE for each
 * call on an asynchronous session, HANDLE_CLOSING for each announced handle,
 * and the settlement of each promise.
 *
 * @module
 */

import * as w from "../../mod.ts";

/** The context of a handle or of a call, and the events with it. */
class Account {
  readonly name: string;
  calls = 0;
  completions = 0;
  /** The number of times that each handle with this context was closed. */
  readonly handles: Map<unknown, number> = new Map();

  constructor(name: string) {
    this.name = name;
  }
}

export type { Account };

/** All accounts of a conversation. */
export class Ledger {
  readonly #asynchronous: boolean;
  readonly #accounts: Account[] = [];
  readonly #unsettled = new Set<string>();
  #started = 0;

  /** @param asynchronous `true` if the session has INTERNET_FLAG_ASYNC. */
  constructor(asynchronous: boolean) {
    this.#asynchronous = asynchronous;
  }

  /** The number of calls that have started. */
  get started(): number {
    return this.#started;
  }

  /** The calls whose promises have not settled. */
  get unsettled(): readonly string[] {
    return [...this.#unsettled];
  }

  /** Returns a new context. */
  open(name: string): Account {
    const account = new Account(name);
    this.#accounts.push(account);
    return account;
  }

  /** Records a call. A call that throws has not started. */
  start<Value>(
    account: Account,
    name: string,
    begin: () => Promise<Value>,
  ): Promise<Value> {
    const call = begin();
    account.calls++;
    const numbered = `${name} ${this.#started++}`;
    this.#unsettled.add(numbered);
    const end = () => this.#unsettled.delete(numbered);
    call.then(end, end);
    return call;
  }

  /** Records a status. */
  note(...event: Parameters<w.StatusCallback>): void {
    const [handle, account, status, information] = event;
    if (!(account instanceof Account)) return;
    const { handles } = account;
    if (status === w.INTERNET_STATUS_REQUEST_COMPLETE) account.completions++;
    if (status === w.INTERNET_STATUS_HANDLE_CREATED) {
      handles.set(information, handles.get(information) ?? 0);
    }
    if (status === w.INTERNET_STATUS_HANDLE_CLOSING) {
      handles.set(handle, (handles.get(handle) ?? 0) + 1);
    }
  }

  /** Returns the missing and repeated events after the session was closed. */
  problems(): string[] {
    const problems = this.unsettled.map((name) => `${name} has not settled`);
    for (const { name, calls, completions, handles } of this.#accounts) {
      const expected = this.#asynchronous ? calls : 0;
      if (completions !== expected) {
        problems.push(
          `${name}: ${completions} times REQUEST_COMPLETE for ${expected} calls`,
        );
      }
      for (const times of handles.values()) {
        if (times !== 1) {
          problems.push(`${name}: ${times} times HANDLE_CLOSING`);
        }
      }
    }
    return problems;
  }
}
