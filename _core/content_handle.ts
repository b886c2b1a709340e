// Copyright 2026 the wininet authors. MIT license.

/**
 * Handles whose content is read in order: the bytes of a file or a page, or the
 * entries of an enumeration. The URL does not determine which of them it is;
 * the response of the server does.
 *
 * @module
 */

import type { FindData } from "../structures.ts";
import type { ByteSource } from "./byte_source.ts";
import { CallOrder } from "./operation.ts";
import { cancellation } from "../_base/failure.ts";
import { HandleObject, type ReadMode, type Work } from "./handle.ts";
import { withTimeouts } from "../_options/settings.ts";
import { FTP_TIMEOUTS } from "../_base/timeouts.ts";

/** A source of entries. */
export interface EntrySource<Entry extends FindData = FindData> {
  /** Returns the next entry, or `null` at the end. */
  next(): Promise<Entry | null>;
  /** Returns all entries that have arrived; an empty array at the end. */
  some(): Promise<readonly Entry[]>;
  /** Closes the enumeration before or at its end. */
  close(): Promise<void>;
}

/** A handle whose content is read. */
export abstract class ContentHandle extends HandleObject {
  readonly #closing = new AbortController();
  readonly #order: CallOrder = new CallOrder(this);
  /** The source of the bytes, or `null` if the content is not bytes. */
  protected bytes: ByteSource | null = null;
  /** The source of the entries, or `null` if the content is not entries. */
  protected enumeration: EntrySource | null = null;
  /** The entry that was returned by the call that started the enumeration. */
  protected first: FindData | null = null;

  constructor(parent: HandleObject, context: unknown) {
    super(
      parent,
      context,
      // InternetOpenUrl creates the handle as a child of the session, which has
      // no protocol.
      withTimeouts(parent.settings, FTP_TIMEOUTS),
      parent.asynchronous,
    );
  }

  /** Aborted when the handle is closed. */
  protected get signal(): AbortSignal {
    return this.#closing.signal;
  }

  /** Runs calls one after the other, in the order in which they were made. */
  protected inOrder<Value>(run: () => Promise<Value>): Promise<Value> {
    return this.#order.run(run);
  }

  override readFile(buffer: Uint8Array, mode: ReadMode): Work<number> {
    const { bytes } = this;
    if (bytes === null) return super.readFile(buffer, mode);
    return () => this.inOrder(() => bytes.read(buffer, mode.noWait));
  }

  override queryDataAvailable(): Work<number> {
    const { bytes } = this;
    if (bytes === null) return super.queryDataAvailable();
    return () => this.inOrder(() => bytes.available());
  }

  override findNext(): Work<FindData | null> {
    const { enumeration } = this;
    if (enumeration === null) return super.findNext();
    return () => this.inOrder(() => enumeration.next());
  }

  override findSome(): Work<readonly FindData[]> {
    const { enumeration } = this;
    if (enumeration === null) return super.findSome();
    return () =>
      this.inOrder(() => {
        const { first } = this;
        this.first = null;
        return first === null ? enumeration.some() : Promise.resolve([first]);
      });
  }

  protected override release(_reason?: unknown): void {
    this.#closing.abort(cancellation());
  }
}
