// Copyright 2026 the wininet authors. MIT license.

/**
 * The parts of every fuzz program: calls whose results are recorded, handles
 * that are closed at random moments, a session with short timeouts, and the
 * invariants: every call settles with a documented error, and no status comes
 * after HANDLE_CLOSING.
 *
 * @module
 */

import { ERROR_NAMES } from "../../_base/error_names.ts";
import * as w from "../../mod.ts";
import type { Random } from "./random.ts";

/** The shortest and the longest timeout. */
const TIMEOUTS = [20, 50] as const;

/** An option that a program may set, and values. */
export type FuzzOption = readonly [number, readonly unknown[]];

/** The options of the session of a conversation. */
export interface FuzzSession {
  /** The options that limit a wait. */
  readonly timeouts: readonly number[];
  /** The factor by which the timeouts are multiplied. */
  readonly factor: number;
  /** Options that are always set. */
  readonly fixed?: readonly (readonly [number, unknown])[];
  /** Options of which some are set. */
  readonly options: readonly FuzzOption[];
  /** `true` if it is opened with INTERNET_FLAG_ASYNC. @default {in half of the cases} */
  readonly asynchronous?: boolean;
  /** The probability that it has a status callback, from 0 to 1. @default {0.7} */
  readonly watchedShare?: number;
}

/** The options that determine how often and when handles are closed. */
export interface FuzzClosing {
  /** The probability that a handle is closed, from 0 to 1. @default {0.1} */
  readonly share?: number;
  /** The maximum delay before it is closed, in milliseconds. @default {30} */
  readonly within?: number;
}

/** The parameters of a conversation. */
export interface FuzzConversationInit {
  readonly random: Random;
  /** The port of the server. */
  readonly port: number;
  /** `true` if it uses TLS. */
  readonly secure: boolean;
}

/** The options of a connection in a conversation. */
export interface FuzzConnection {
  /** One of the INTERNET_SERVICE_* constants. */
  readonly service: number;
  readonly flags: number;
  /** `true` if it sometimes logs in. */
  readonly mayLogIn: boolean;
  readonly use: (hConnect: w.HINTERNET) => Promise<void>;
}

/** One conversation. */
export abstract class FuzzConversation {
  /** The calls, and their results. */
  readonly trace: string[] = [];
  /** The violations of invariants. */
  readonly problems: string[] = [];
  /** The number of calls with each error; 0 counts the successful ones. */
  readonly outcomes: Map<number, number> = new Map();
  readonly random: Random;
  readonly port: number;
  readonly secure: boolean;
  readonly #closing: Required<FuzzClosing>;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  readonly #closed = new Set<unknown>();

  constructor(
    { random, port, secure }: FuzzConversationInit,
    closing: FuzzClosing = {},
  ) {
    this.random = random;
    this.port = port;
    this.secure = secure;
    this.#closing = { share: 0.1, within: 30, ...closing };
  }

  /** Uses a session until it is closed. */
  async runSession(
    session: FuzzSession,
    use: (hInternet: w.HINTERNET) => Promise<void>,
  ): Promise<void> {
    const hInternet = this.#open(session);
    try {
      await use(hInternet);
    } finally {
      for (const timer of this.#timers) clearTimeout(timer);
      await this.close(hInternet);
    }
  }

  /** Opens a connection, uses it, and closes it in some cases. */
  async useConnection(
    hInternet: w.HINTERNET,
    { service, flags, mayLogIn, use }: FuzzConnection,
  ): Promise<void> {
    const [user, password] = mayLogIn && this.random.chance(0.5)
      ? ["me", "secret"]
      : [null, null];
    this.mayClose(hInternet, 0.05);
    const hConnect = await this.call("InternetConnect", () =>
      w.InternetConnect(
        hInternet,
        this.host,
        this.port,
        user,
        password,
        service,
        flags,
        this.context,
      ));
    if (hConnect === undefined) return;
    this.mayClose(hConnect);
    await use(hConnect);
    if (this.random.chance(0.3)) await this.close(hConnect);
  }

  /** Repeats an action a few times, sometimes several times at the same time. */
  async repeat(act: () => Promise<void>): Promise<void> {
    for (let steps = 1 + this.random.below(5); steps > 0; steps--) {
      const many = this.random.chance(0.25) ? 2 + this.random.below(4) : 1;
      await Promise.all(Array.from({ length: many }, act));
    }
  }

  /** Reads some pieces of a stream, and cancels it unless it ends. */
  async readStream(hFile: w.HINTERNET): Promise<void> {
    await this.call("readable", async () => {
      const reader = w.readable(hFile).getReader();
      for (let reads = this.random.below(40); reads > 0; reads--) {
        if ((await reader.read()).done) return;
      }
      await reader.cancel();
    });
  }

  /** Closes a handle and waits for its end. */
  async close(handle: w.HINTERNET): Promise<void> {
    await this.call("close", () => handle[Symbol.asyncDispose]());
  }

  /** Closes a handle by a random method; leaves it open with this probability. */
  async leave(handle: w.HINTERNET, forgotten: number): Promise<void> {
    const way = this.random.next();
    if (way < 0.5) await this.close(handle);
    else if (way < 1 - forgotten) handle[Symbol.dispose]();
  }

  /** Makes a call; returns `undefined` if it fails with a permitted error. */
  async call<Value>(
    name: string,
    run: () => PromiseLike<Value>,
  ): Promise<Value | undefined> {
    this.trace.push(name);
    let code = 0;
    try {
      return await run();
    } catch (error) {
      code = this.#codeOf(name, error);
    } finally {
      this.trace.push(`${name}: ${code}`);
      this.outcomes.set(code, (this.outcomes.get(code) ?? 0) + 1);
    }
  }

  /** Closes a handle after a moment in some cases. */
  mayClose(handle: w.HINTERNET, share: number = this.#closing.share): void {
    if (!this.random.chance(share)) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.trace.push("closes a handle");
      handle[Symbol.dispose]();
    }, this.random.below(this.#closing.within));
    this.#timers.add(timer);
  }

  /** The name in the certificate, if the server has one. */
  get host(): string {
    return this.secure ? "localhost" : "127.0.0.1";
  }

  /** A context, or none. */
  get context(): unknown {
    return this.random.chance(0.7) ? "context" : 0;
  }

  /** Called for every option that is set. */
  onOption(_option: number): void {}

  /** Called for every status that the callback receives. */
  onStatus(..._status: Parameters<w.StatusCallback>): void {}

  #codeOf(name: string, error: unknown): number {
    const code = error instanceof w.InternetError ? error.code : -1;
    // No server can cause the second code.
    if (!ERROR_NAMES.has(code) || code === w.ERROR_INTERNET_INTERNAL_ERROR) {
      const { cause, stack } = error as Error;
      this.problems.push(
        `${name} failed with ${stack ?? error}, cause ${
          (cause as Error | undefined)?.stack ?? cause
        }`,
      );
    }
    return code;
  }

  #open(session: FuzzSession): w.HINTERNET {
    const { timeouts, factor, fixed = [], options } = session;
    const random = this.random;
    const { asynchronous = random.chance(0.5) } = session;
    const hInternet = w.InternetOpen(
      "fuzz",
      w.INTERNET_OPEN_TYPE_DIRECT,
      null,
      null,
      asynchronous ? w.INTERNET_FLAG_ASYNC : 0,
    );
    const [least, most] = TIMEOUTS;
    for (const option of timeouts) {
      const timeout = least + random.below(most - least);
      w.InternetSetOption(hInternet, option, timeout * factor);
    }
    for (const [option, value] of fixed) {
      w.InternetSetOption(hInternet, option, value);
    }
    for (const [option, values] of options) {
      if (!random.chance(0.15)) continue;
      const value = random.pick(values);
      this.trace.push(`option ${option}: ${JSON.stringify(value)}`);
      w.InternetSetOption(hInternet, option, value);
      this.onOption(option);
    }
    if (random.chance(session.watchedShare ?? 0.7)) {
      w.InternetSetStatusCallback(hInternet, (...status) => this.#see(status));
    }
    return hInternet;
  }

  #see(event: Parameters<w.StatusCallback>): void {
    const [handle, , status, information] = event;
    this.onStatus(...event);
    if (this.#closed.has(handle)) {
      this.problems.push(`status ${status} after HANDLE_CLOSING`);
    }
    if (status === w.INTERNET_STATUS_HANDLE_CLOSING) this.#closed.add(handle);
    if (status === w.INTERNET_STATUS_HANDLE_CREATED) {
      this.mayClose(information as w.HINTERNET, 0.05);
    }
    if (this.random.chance(0.005)) handle[Symbol.dispose]();
  }
}

/** A call that fails synchronously counts like one that has started. */
export async function begin<Value>(
  call: () => Promise<Value>,
): Promise<Value> {
  return await call();
}
