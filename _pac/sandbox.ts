// Copyright 2026 the wininet authors. MIT license.

/**
 * Runs a proxy script in QuickJS, an interpreter in WebAssembly. The script can
 * use its own globals and `SCRIPT_FUNCTIONS`, and cannot access the program:
 * only strings are passed in both directions.
 *
 * - QuickJS limits the memory and the stack.
 *
 * - The time is limited from outside: QuickJS checks the clock only between
 *   steps of the script, and one step, such as a search in a long string, can
 *   take hours. `node:vm` can stop anything, including WebAssembly. The
 *   interpreter cannot be used after that. A worker would not help: Deno 2.9
 *   does not stop a busy one.
 *
 * @module
 */

import { createContext, Script } from "node:vm";
import { type JSValueHandle, QuickJS } from "npm:quickjs-wasi@3.7.0";
import { interpreter } from "./interpreter.js";
import { SCRIPT_FUNCTIONS, type World } from "./functions.ts";
import type { Primitive } from "./time_ranges.ts";

const MEMORY_LIMIT = 16 * 1024 * 1024;
const STACK_LIMIT = 256 * 1024;

/**
 * The maximum length in characters of the arguments of a function, of the
 * result and of an error.
 */
const MAX_ARGUMENTS = 65_536;
const MAX_RESULT = 65_536;
const MAX_ERROR = 200;

/**
 * Defines the functions; `call` is the only function from outside. Objects are
 * converted to strings.
 */
const DEFINE_FUNCTIONS = `(function (call) {
  "use strict";
  const { parse, stringify } = JSON;
  const text = String;
  const passes = { string: 1, number: 1, boolean: 1, undefined: 1 };
  for (const name of ${JSON.stringify(Object.keys(SCRIPT_FUNCTIONS))}) {
    globalThis[name] = (...args) => {
      for (let index = 0; index < args.length; index++) {
        const value = args[index];
        if (value !== null && !passes[typeof value]) args[index] = text(value);
      }
      return parse(call(name, stringify(args)));
    };
  }
})`;

/** Calls the script; `null` and `undefined` mean DIRECT in every browser. */
const FIND = `(function (url, host) {
  const find = typeof FindProxyForURLEx === "function"
    ? FindProxyForURLEx
    : FindProxyForURL;
  const ways = find(url, host);
  if (ways === null || ways === undefined) return "";
  if (typeof ways !== "string") {
    throw new TypeError("FindProxyForURL returned no string");
  }
  if (ways.length > ${MAX_RESULT}) {
    throw new RangeError("FindProxyForURL returned more than ${MAX_RESULT} characters");
  }
  return ways;
})`;

/** The name of the script in the stacks of its errors. */
const SCRIPT_NAME = "proxy script";

/** Thrown by a function to stop the script; the sandbox can be used again. */
export class Interruption extends Error {}

/** The error of a script that was stopped because it ran too long. */
export class ScriptTimeout extends Error {}

/** An interpreter with one script. */
export class Sandbox {
  readonly #engine: QuickJS;
  readonly #find: JSValueHandle;
  #world: World | null = null;
  #isLoaded = false;
  #interruption: Interruption | null = null;

  private constructor(engine: QuickJS) {
    this.#engine = engine;
    const call = engine.newFunction(
      "call",
      (name, args) => engine.newString(this.#answer(name!, args!)),
    );
    engine.callFunction(
      engine.evalCode(DEFINE_FUNCTIONS),
      engine.undefined,
      call,
    );
    this.#find = engine.evalCode(FIND);
  }

  /** Returns an interpreter without a script. */
  static async create(): Promise<Sandbox> {
    return new Sandbox(
      await QuickJS.create({
        wasm: interpreter,
        memoryLimit: MEMORY_LIMIT,
        maxStackSize: STACK_LIMIT,
      }),
    );
  }

  /** `true` if the script was evaluated completely. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /**
   * Calls the script for a URL; the first call evaluates it.
   *
   * @param milliseconds The time limit.
   *
   * @throws {Interruption} If a function has thrown it.
   *
   * @throws {ScriptTimeout} If it takes longer; the sandbox cannot be used
   * again.
   *
   * @throws {Error} If the script throws, or exceeds another limit.
   */
  find(
    script: string,
    [url, host]: readonly [url: string, host: string],
    world: World,
    milliseconds: number,
  ): string {
    this.#world = world;
    this.#interruption = null;
    return withinTime(milliseconds, () => {
      const engine = this.#engine;
      return engine.withScope(() => {
        try {
          if (!this.#isLoaded) engine.evalCode(script, SCRIPT_NAME);
          this.#isLoaded = true;
          const ways = engine.callFunction(
            this.#find,
            engine.undefined,
            engine.newString(url),
            engine.newString(host),
          );
          return String(engine.dump(ways));
        } catch (error) {
          // Reading the message may run code of the script, so the time limit
          // applies.
          const interruption = this.#interruption;
          const { message } = error as Error;
          if (interruption !== null && message === interruption.message) {
            throw interruption;
          }
          throw new Error(describe(error as Error));
        }
      });
    });
  }

  /**
   * Runs a function for the script. Errors have no stack, which would reveal
   * the files of the program.
   */
  #answer(name: JSValueHandle, args: JSValueHandle): string {
    try {
      return this.#call(name, args);
    } catch (error) {
      if (error instanceof Interruption) this.#interruption = error;
      (error as Error).stack = "";
      throw error;
    }
  }

  /**
   * Runs a function for the script: the name and the result are strings, the
   * arguments are JSON.
   */
  #call(name: JSValueHandle, args: JSValueHandle): string {
    const text = this.#engine.dump(args);
    if (typeof text !== "string" || text.length > MAX_ARGUMENTS) {
      throw new RangeError(
        `the arguments have more than ${MAX_ARGUMENTS} characters`,
      );
    }
    const run = SCRIPT_FUNCTIONS[String(this.#engine.dump(name))]!;
    const values = (JSON.parse(text) as unknown[]).map(asPrimitive);
    return JSON.stringify(run(this.#world!, ...values));
  }
}

/** Returns the text of a script error on one line, with the line number where it was thrown. */
function describe({ name, message, stack }: Error): string {
  const text = `${name}: ${message}`.slice(0, MAX_ERROR).toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
  const line = LINE_REGEXP.exec(stack ?? "")?.[1];
  return line === undefined ? text : `${text} in line ${line}`;
}

const LINE_REGEXP = new RegExp(`\\b${SCRIPT_NAME}:(\\d{1,9})\\b`);

function asPrimitive(value: unknown): Primitive {
  return typeof value === "object" ? null : value as Primitive;
}

/**
 * The time in milliseconds between the time limit and the moment at which
 * `node:vm` stops the work: long enough for a busy machine to return from it.
 */
const STOP_DELAY = 500;

/**
 * Runs synchronous work and stops it if it exceeds a time limit in milliseconds.
 *
 * If work ends at the moment when `node:vm` stops it, Deno 2.9 stops the program
 * instead. So work ends by itself only before the limit, and waits to be stopped
 * after it.
 */
function withinTime<Value>(milliseconds: number, work: () => Value): Value {
  const ended: { value?: Value; error?: unknown } = {};
  const limit = performance.now() + milliseconds;
  watched.run = () => {
    try {
      ended.value = work();
    } catch (error) {
      ended.error = error;
    }
    while (performance.now() > limit);
  };
  try {
    RUN.runInContext(watched, {
      timeout: Math.max(0, Math.ceil(milliseconds)) + STOP_DELAY,
    });
  } catch {
    throw new ScriptTimeout("it ran too long");
  } finally {
    watched.run = null;
  }
  if ("error" in ended) throw ended.error;
  return ended.value!;
}

/** The context of `RUN`; creating one for each call would take a millisecond. */
const watched: { run: (() => void) | null } = { run: null };
createContext(watched);
const RUN = new Script("run()");
