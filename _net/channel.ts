// Copyright 2026 the wininet authors. MIT license.

/**
 * A connection, whatever it is made of: TCP, TLS by rustls, or TLS by `node:tls`.
 * Deno's own connections have this form already.
 *
 * @module
 */

/** Bytes in both directions. */
export interface Channel {
  /** Reads at least one byte; `null` at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Writes a part of the bytes; resolves with its length. */
  write(bytes: Uint8Array): Promise<number>;
  /** Says that nothing more is written; with TLS that is close_notify. */
  closeWrite(): Promise<void>;
  /** Closes at once, pending calls included. */
  close(): void;
  /** What is pending keeps the program alive. */
  ref(): void;
  /** What is pending keeps no program alive. */
  unref(): void;
}
