// Copyright 2026 the wininet authors. MIT license.

/**
 * The interface of every connection: TCP, TLS by rustls, or TLS by `node:tls`.
 * Deno's own connections have this form already.
 *
 * @module
 */

import type { TlsFacts } from "./tls_facts.ts";

/** Bytes in both directions. */
export interface Channel {
  /** Reads at least one byte; `null` at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Writes a part of the bytes; resolves with its length. */
  write(bytes: Uint8Array): Promise<number>;
  /** Signals that nothing more is written; with TLS that is close_notify. */
  closeWrite(): Promise<void>;
  /** Closes at once, pending calls included. */
  close(): void;
  /** Pending calls keep the program alive. */
  ref(): void;
  /** Pending calls do not keep the program alive. */
  unref(): void;
  /** The facts of its TLS, if they are known: `node:tls` shows them. */
  readonly facts?: TlsFacts;
}
