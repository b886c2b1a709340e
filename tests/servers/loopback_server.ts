// Copyright 2026 the wininet authors. MIT license.

/**
 * The common base of servers on a free loopback port: they count connections,
 * report when all are closed, and keep the errors of their handlers.
 *
 * Nothing here sleeps or polls: a test waits for `accepted()` or `allClosed()`.
 *
 * @module
 */

/**
 * The error with which {@linkcode LoopbackServer.until} rejects when the server
 * is disposed.
 */
export class ServerStopped extends Error {
  override name = "ServerStopped";
}

/** A server with one type of socket, and one type of error for lost connections. */
export abstract class LoopbackServer<Socket, Lost extends Error>
  implements AsyncDisposable {
  /** Errors of connections that ended while the server used them. */
  readonly lost: Lost[] = [];
  /** Resolves when disposal begins. */
  readonly stopped: Promise<void>;
  /** The sockets that are open. */
  protected readonly sockets: Set<Socket> = new Set();
  protected isStopping: boolean = false;
  #tasks = new Set<Promise<void>>();
  #failures: unknown[] = [];
  #accepted = new Countdown();
  #closed = new Countdown();
  #stop = Promise.withResolvers<void>();

  constructor() {
    this.stopped = this.#stop.promise;
  }

  /** The number of connections that were accepted so far. */
  get connections(): number {
    return this.#accepted.count;
  }

  /** The number of connections that are open. */
  get open(): number {
    return this.sockets.size;
  }

  /** Resolves once `count` connections were accepted since the start. */
  accepted(count: number): Promise<void> {
    return this.#accepted.reached(count);
  }

  /** Resolves once no connection is open; immediately if none is. */
  async allClosed(): Promise<void> {
    while (this.open > 0) await this.#closed.reached(this.#closed.count + 1);
  }

  /** Waits for the promise; disposal rejects it with an error that is ignored. */
  until<T>(promise: Promise<T>): Promise<T> {
    const stop = this.stopped.then(() => {
      throw new ServerStopped("Server is disposed");
    });
    return Promise.race([promise, stop]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.isStopping = true;
    this.#stop.resolve();
    await this.closeAll();
    // Work may start more work: a connection may be accepted at the last
    // moment.
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
    if (this.#failures.length > 1) throw new AggregateError(this.#failures);
    if (this.#failures.length === 1) throw this.#failures[0];
  }

  /** Stops listening and closes all sockets. */
  protected abstract closeAll(): Promise<void>;

  /** `true` if an error only reports that a connection has ended. */
  protected abstract isLost(error: unknown): error is Lost;

  /** Counts a connection that was accepted. */
  protected countAccepted(): void {
    this.#accepted.increment();
  }

  /** Records that a socket is closed. */
  protected remove(socket: Socket): void {
    this.sockets.delete(socket);
    this.#closed.increment();
  }

  /** Makes disposal wait for a promise that never rejects. */
  protected waitFor(task: Promise<void>): void {
    this.#tasks.add(task);
    task.then(() => this.#tasks.delete(task));
  }

  /** Keeps an error. Disposal throws it unless the end of a connection explains it. */
  protected keep(error: unknown): void {
    if (error instanceof ServerStopped) return;
    if (!this.isLost(error)) this.#failures.push(error);
    else if (!this.isStopping) this.lost.push(error);
  }
}

/** Counts, and reports when a count is reached. */
export class Countdown {
  #count = 0;
  #waiting: { count: number; resolve: () => void }[] = [];

  get count(): number {
    return this.#count;
  }

  increment(): void {
    this.#count++;
    const due = this.#waiting.filter(({ count }) => count <= this.#count);
    this.#waiting = this.#waiting.filter(({ count }) => count > this.#count);
    for (const { resolve } of due) resolve();
  }

  /** Resolves once the count is at least `count`. */
  reached(count: number): Promise<void> {
    if (this.#count >= count) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ count, resolve });
    return promise;
  }
}
