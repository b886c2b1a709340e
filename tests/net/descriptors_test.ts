// Copyright 2026 the wininet authors. MIT license.

/**
 * A program without free file descriptors never hangs: the calls that have one
 * succeed, and the others wait or fail immediately.
 */

import { assert, assertEquals } from "@std/assert";
import { outputOf } from "../helpers/programs.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { GopherServer } from "../servers/gopher_server.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import type { ManyOutcome } from "./descriptors_program.ts";
import { lacks } from "../helpers/lacks.ts";

const PROGRAM = new URL("descriptors_program.ts", import.meta.url).href;

/** The maximum number of descriptors of the program. */
const LIMIT = 256;
/** The number of simultaneous requests. */
const MANY = 400;
/** The number of connections that fit in addition to the files that Deno itself has open. */
const FITTING = 150;
/**
 * The time for which the requests are held, in milliseconds: less than the
 * timeout of the program.
 */
const HELD = 9_000;
/** ERROR_TOO_MANY_OPEN_FILES */
const TOO_MANY = "4";

const HELLO = "hello";

/** Returns the result of a program with few file descriptors. */
async function run(url: string, dwContext: string): Promise<ManyOutcome> {
  const args = [
    ...["run", "--no-prompt", "--allow-net", "--allow-read", "--allow-env"],
    PROGRAM,
    ...[url, String(MANY), dwContext],
  ];
  const limit = { descriptors: LIMIT };
  return JSON.parse(await outputOf(Deno.execPath(), args, limit));
}

/**
 * Holds requests until the minimum number is open at the same time, or until it
 * is certain that fewer fit.
 */
class Gate implements Disposable {
  #opening = Promise.withResolvers<void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #came = 0;
  #fitted = 0;

  /** Records a request; resolves when the gate opens. */
  come(): Promise<void> {
    this.#timer ??= setTimeout(() => this.#open(), HELD);
    if (++this.#came === FITTING) this.#open();
    return this.#opening.promise;
  }

  /** Fails if the gate has opened for fewer requests than must fit. */
  assertFull(): void {
    const fitted =
      `only ${this.#fitted} of ${FITTING} requests fit at the same time`;
    assert(this.#fitted === FITTING, fitted);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }

  #open(): void {
    this.#fitted ||= this.#came;
    this.#opening.resolve();
  }
}

async function check(
  gate: Gate,
  url: string,
  dwContext: string,
  least: number = FITTING,
): Promise<void> {
  const { atOnce, afterwards } = await run(url, dwContext);
  gate.assertFull();
  const allowed = ["0", TOO_MANY];
  const others = Object.entries(atOnce).filter(([end]) =>
    !allowed.includes(end)
  );
  assertEquals(others, [], "other ends than success and code 4");
  const succeeded = atOnce["0"] ?? 0;
  assert(succeeded >= least, `only ${succeeded} of ${MANY} succeeded`);
  assertEquals(afterwards, { "0": 20 });
}

for (const dwContext of ["observed", ""]) {
  const how = dwContext || "unobserved";

  Deno.test(
    `${MANY} HTTP requests at the same time with ${LIMIT} descriptors never hang, ${how}`,
    { ignore: lacks("POSIX shell") },
    async () => {
      using gate = new Gate();
      await using server = new FakeHttpServer({
        "*": async (_request, reply) => {
          await reply.until(gate.come());
          await reply({ body: HELLO });
        },
      });
      await check(gate, `${server.url}/`, dwContext);
    },
  );

  Deno.test(
    `${MANY} Gopher requests at the same time with ${LIMIT} descriptors never hang, ${how}`,
    { ignore: lacks("POSIX shell") },
    async () => {
      using gate = new Gate();
      await using server = new GopherServer({}, {
        otherwise: async (call) => {
          await call.until(gate.come());
          return HELLO;
        },
      });
      await check(gate, `${server.url}/0/a`, dwContext);
    },
  );

  Deno.test(
    `${MANY} FTP requests at the same time with ${LIMIT} descriptors never hang, ${how}`,
    { ignore: lacks("POSIX shell") },
    async () => {
      using gate = new Gate();
      await using server = new FtpServer({
        files: { "/a": HELLO },
        greeting: async (call) => {
          await call.until(gate.come());
          await call.reply("220 Ready");
        },
      });
      const url = `ftp://127.0.0.1:${server.port}/a`;
      // Each request needs another descriptor for its data, and some fail at
      // that point.
      await check(gate, url, dwContext, 20);
    },
  );
}
