// Copyright 2026 the wininet authors. MIT license.

/**
 * Active mode: waits for the server to open the data connection. Only
 * connections from the address of the server are accepted; others are closed,
 * and the wait continues.
 *
 * @module
 */

import { ERROR_INTERNET_CANNOT_CONNECT, InternetError } from "../../error.ts";
import { brokenConnection, close, noDelay } from "../../_net/connection.ts";
import { joinHostPort } from "../../_net/dial.ts";
import { permitted } from "../../_net/permission.ts";
import { socketErrorKind } from "../../_net/socket_error.ts";

/** The ports that a listener may use. */
export interface PortRange {
  /** The first port. */
  readonly first: number;
  /** The last port. */
  readonly last: number;
}

/** Returns `true` if the program may listen on an address, on any port. */
export function mayListen(host: string): boolean {
  return permitted({ name: "net", host: joinHostPort(host, 0) });
}

/** Waits for one data connection. */
export class FtpListener {
  /** The port that it listens on. */
  readonly port: number;
  readonly #listener: Deno.TcpListener;
  readonly #isPeer: (address: string) => boolean;

  /**
   * Starts to listen.
   *
   * @param host The local address of the control connection.
   * @param range The ports to choose from, or `null` for any.
   * @param isPeer Returns `true` for the address of the server.
   * @throws {InternetError} ERROR_INTERNET_CANNOT_CONNECT if no port is free,
   * ERROR_TOO_MANY_OPEN_FILES if the program cannot open more files.
   */
  constructor(
    host: string,
    range: PortRange | null,
    isPeer: (address: string) => boolean,
  ) {
    this.#isPeer = isPeer;
    this.#listener = listenOn(host, range);
    this.port = this.#listener.addr.port;
  }

  /** Waits for the server; fails if the listener is closed. */
  async accept(): Promise<Deno.TcpConn> {
    for (;;) {
      const connection = await this.#listener.accept();
      if (this.#isPeer(connection.remoteAddr.hostname)) {
        noDelay(connection);
        return connection;
      }
      connection.close();
    }
  }

  /** Stops listening. */
  close(): void {
    close(this.#listener);
  }
}

/**
 * The offset of the search for a free port in a range. It increases, so that
 * concurrent sessions try different ports.
 */
let turn = 0;

function listenOn(host: string, range: PortRange | null): Deno.TcpListener {
  const { first, size } = range === null
    ? { first: 0, size: 1 }
    : { first: range.first, size: range.last - range.first + 1 };
  let failure: unknown;
  for (let tried = 0; tried < size; tried++) {
    const port = size === 1 ? first : first + turn++ % size;
    try {
      return Deno.listen({ hostname: host, port });
    } catch (error) {
      failure = error;
    }
  }
  throw listenFailure(range, failure);
}

function listenFailure(range: PortRange | null, cause: unknown): InternetError {
  if (socketErrorKind(cause) === "files") return brokenConnection(cause);
  const ports = range === null
    ? "no port"
    : `no port from ${range.first} to ${range.last}`;
  return new InternetError(
    ERROR_INTERNET_CANNOT_CONNECT,
    `Cannot wait for the server: ${ports} is free; set FTP_OPTION_ACTIVE_PORTS or INTERNET_FLAG_PASSIVE`,
    { cause },
  );
}
