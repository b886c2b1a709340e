// Copyright 2026 the wininet authors. MIT license.

/**
 * The interface of every connection: TCP, TLS with rustls, or TLS with
 * `node:tls`. Deno's connections implement it.
 *
 * @module
 */

import type { TlsFacts } from "./tls_facts.ts";

/** A connection that carries bytes in both directions. */
export interface Channel {
  /** Reads at least one byte; resolves with the number of bytes, or with `null` at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
  /**
   * Writes at least a part of the bytes; resolves with the number of bytes that
   * were written.
   */
  write(bytes: Uint8Array): Promise<number>;
  /** Ends the writing side; with TLS this sends close_notify. */
  closeWrite(): Promise<void>;
  /** Closes the connection immediately, and ends pending calls. */
  close(): void;
  /** Makes pending calls keep the program alive. */
  ref(): void;
  /** Stops pending calls from keeping the program alive. */
  unref(): void;
  /** The facts of the TLS connection, if they are known: only `node:tls` exposes them. */
  readonly facts?: TlsFacts;
}
