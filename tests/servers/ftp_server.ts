// Copyright 2026 the wininet authors. MIT license.

/**
 * An FTP server for tests in the same process. Without options it is a small,
 * correct server with its files in memory. With options, a script can answer
 * any command with any bytes at any time:
 *
 *     await using server = new FtpServer({
 *       on: {
 *         async RETR(call) {
 *           await call.reply("226 Too early");
 *           const data = await call.data();
 *           await data.write("late");
 *           await data.end();
 *         },
 *       },
 *     });
 *
 * A script that waits for the test uses `call.until()`, so that it ends when
 * the client disconnects. Disposal of the server rethrows an error that a
 * script throws. Lines and replies are latin1 strings: one character is one
 * byte. Names in `files` are strings, which are sent as UTF-8.
 *
 * @module
 */

import { fixture, pem } from "../helpers/certificates.ts";
import { COMMANDS, OPEN_COMMANDS } from "./ftp_commands.ts";
import { FtpFiles } from "./ftp_files.ts";
import { type FtpCall, type FtpScript, FtpSession } from "./ftp_session.ts";
import {
  type Certificate,
  Door,
  type Wire,
  WireLost,
  type WireWatch,
} from "./ftp_wire.ts";
import { Countdown, ServerStopped } from "./loopback_server.ts";

export type { FtpCall, FtpData, FtpScript, FtpSession } from "./ftp_session.ts";
export { type Wire, WireLost } from "./ftp_wire.ts";

/** The differences from a correct server without files. */
export interface FtpServerOptions {
  /** @default {"127.0.0.1"} */
  host?: string;
  /** Passwords by user name. @default {{}} */
  users?: Record<string, string>;
  /** `true` if `anonymous` and `ftp` may log in. @default {true} */
  anonymous?: boolean;
  /** The account that is required after the password. */
  account?: string;
  /** Contents by absolute path; parent directories are created. */
  files?: Record<string, string | Uint8Array>;
  /** More directories. */
  directories?: string[];
  /** Scripts by command in upper case; `"*"` is for all others. */
  on?: Record<string, FtpScript>;
  /** The greeting. @default {"220 Test server ready"} */
  greeting?: string | FtpScript;
  /** The positions at which each reply is split, or "bytes" to send each byte alone. */
  splitReplies?: number[] | "bytes";
  /**
   * Commands that do not wait for the end of the previous one. @default
   * {["ABOR"]}
   */
  immediate?: string[];
  /**
   * The features in the reply to FEAT. @default {those of the server}
   */
  features?: string[];
  /** `true` if AUTH TLS is accepted. @default {true} */
  tls?: boolean;
  /** `true` if the control connection is over TLS from the start. @default {false} */
  implicit?: boolean;
  /**
   * Refuses data connections that do not resume a TLS session: `true` with 425,
   * as ProFTPD does; `"close"` with 522 and the end of the connection, as
   * vsftpd does.
   */
  requireReuse?: boolean | "close";
  /** A certificate of tests/tls. @default {"localhost"} */
  certificate?: string;
  /** Refuses TLS connections without a certificate of tests/tls/ca.pem. @default {false} */
  clientCertificates?: boolean;
  /** Called first with each control and data connection. */
  onWire?: WireWatch;
}

/** An FTP server on a free loopback port. */
export class FtpServer extends FtpFiles implements AsyncDisposable {
  readonly options: FtpServerOptions;
  readonly host: string;
  readonly port: number;
  readonly certificate: Certificate;
  /** Every command line in order, of all connections, as latin1 text. */
  readonly commands: string[] = [];
  /** All sessions so far. */
  readonly sessions: FtpSession[] = [];
  /** `true` if each data connection over TLS has resumed a session. */
  readonly reused: boolean[] = [];
  /** Connections that ended while the server used them. */
  readonly lost: WireLost[] = [];
  /** Resolves when disposal begins. */
  readonly stopped: Promise<void>;
  #door: Door;
  #doors = new Set<Promise<void>>();
  #wires = new Set<Wire>();
  #tasks = new Set<Promise<void>>();
  #failures: unknown[] = [];
  #received = new Countdown();
  #accepted = new Countdown();
  #closed = new Countdown();
  #stop = Promise.withResolvers<void>();
  #stopping = false;

  constructor(options: FtpServerOptions = {}) {
    super();
    this.options = options;
    this.stopped = this.#stop.promise;
    this.certificate = {
      ...fixture(options.certificate ?? "localhost"),
      ...(options.clientCertificates && { ca: pem("ca.pem") }),
    };
    for (const path of options.directories ?? []) this.addDirectory(path);
    for (const [path, content] of Object.entries(options.files ?? {})) {
      this.add(path, content);
    }
    this.host = options.host ?? "127.0.0.1";
    this.#door = new Door(this.host, 0, (wire) => this.own(wire));
    this.port = this.#door.port;
    this.#tasks.add(this.#accept());
  }

  /** The number of control connections that were accepted so far. */
  get connections(): number {
    return this.#accepted.count;
  }

  /** The number of sockets that are open now, of control and of data. */
  get open(): number {
    return this.#wires.size;
  }

  /** Resolves once `count` control connections were accepted since the start. */
  accepted(count: number): Promise<void> {
    return this.#accepted.reached(count);
  }

  /** Resolves once `count` commands have arrived since the start. */
  received(count: number): Promise<void> {
    return this.#received.reached(count);
  }

  /** Resolves once no socket is open; immediately if none is. */
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

  /** Runs a command as a correct server does. */
  async serve(call: FtpCall): Promise<void> {
    const command = COMMANDS[call.verb];
    if (!command) return await call.reply(`500 ${call.verb} not understood`);
    if (!call.session.loggedIn && !OPEN_COMMANDS.has(call.verb)) {
      return await call.reply("530 Please login with USER and PASS");
    }
    await command(call);
  }

  /** Records a command line. */
  note(line: string): void {
    this.commands.push(line);
    this.#received.increment();
  }

  /** Records a socket, to close it at disposal. */
  own(wire: Wire): void {
    this.options.onWire?.(wire);
    this.#wires.add(wire);
    wire.closed.then(() => {
      this.#wires.delete(wire);
      this.#closed.increment();
    });
    if (this.#stopping) wire.close();
  }

  /** Stops listening on a port; disposal waits for the end. */
  closeDoor(door: Door): void {
    const closed = door.close();
    this.#doors.add(closed);
    closed.then(() => this.#doors.delete(closed));
  }

  /**
   * Keeps an error of a session; returns `false` if it is a failure of the
   * test.
   */
  keep(error: unknown): boolean {
    if (error instanceof ServerStopped) return true;
    if (!(error instanceof WireLost)) {
      this.#failures.push(error);
      return false;
    }
    if (!this.#stopping) this.lost.push(error);
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping = true;
    this.#stop.resolve();
    this.closeDoor(this.#door);
    await Promise.all([...this.#wires].map((wire) => wire.close()));
    await Promise.all(this.#tasks);
    // Sessions close the listeners and sockets that they still have.
    await Promise.all([...this.#wires].map((wire) => wire.close()));
    await Promise.all(this.#doors);
    if (this.#failures.length > 1) throw new AggregateError(this.#failures);
    if (this.#failures.length === 1) throw this.#failures[0];
  }

  async #accept(): Promise<void> {
    for (;;) {
      const wire = await this.#door.take();
      if (!wire) return;
      const session = new FtpSession(this, wire, this.connections);
      this.sessions.push(session);
      this.#accepted.increment();
      const task = session.run();
      this.#tasks.add(task);
      task.then(() => this.#tasks.delete(task));
    }
  }
}
