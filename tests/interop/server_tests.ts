// Copyright 2026 the wininet authors. MIT license.

/**
 * Registers tests against real servers. The tests of a file share one server of
 * each kind, because most tests take less time than starting a server.
 *
 * @module
 */

import { sayIgnored, serversRequired } from "./processes.ts";

/** A kind of server. */
export interface ServerKind<Server extends AsyncDisposable> {
  /** The program that must be installed. */
  readonly program: string;
  /** The hint for installing it. */
  readonly remedy: string;
  readonly isInstalled: boolean;
  /**
   * Starts a server; throws if it is not installed, returns `null` if this
   * machine cannot run it.
   */
  open(): Promise<Server | null>;
  /** Removes the files that a test has left on the server. */
  clear?(server: Server): Promise<void>;
}

/** The tests of this file against one server. */
export class ServerTests<Server extends AsyncDisposable> {
  readonly #kind: ServerKind<Server>;
  #opening: Promise<Server | null> | undefined;
  #isShared = false;

  constructor(kind: ServerKind<Server>) {
    this.#kind = kind;
  }

  /**
   * Registers a test.
   *
   * If the program is not installed, the test is ignored and a message reports
   * that, unless the environment variable WININET_REQUIRE_SERVERS is `1`: then
   * the test fails.
   */
  add(
    name: string,
    run: (server: Server, context: Deno.TestContext) => Promise<void>,
  ): void {
    const { program, remedy, isInstalled } = this.#kind;
    const ignore = !isInstalled && !serversRequired();
    if (ignore) sayIgnored(program, remedy);
    else this.#share();
    Deno.test({
      name,
      ignore,
      fn: async (context) => {
        const server = await this.#opening;
        if (!server) return;
        try {
          await run(server, context);
        } finally {
          await this.#kind.clear?.(server);
        }
      },
    });
  }

  #share(): void {
    if (this.#isShared) return;
    this.#isShared = true;
    runWithFile({
      start: () => this.#opening = this.#kind.open(),
      stop: async () => await (await this.#opening)?.[Symbol.asyncDispose](),
    });
  }
}

interface Service {
  start(): Promise<unknown>;
  stop(): Promise<unknown>;
}

const services: Service[] = [];

/**
 * Starts all servers of this file together before its first test. A failure is
 * reported by the tests that need the server.
 */
function runWithFile(service: Service): void {
  if (services.push(service) > 1) return;
  Deno.test.beforeAll(async () => {
    await Promise.allSettled(services.map(({ start }) => start()));
  });
  Deno.test.afterAll(async () => {
    await Promise.allSettled(services.map(({ stop }) => stop()));
  });
}
