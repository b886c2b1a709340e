// Copyright 2026 the wininet authors. MIT license.

/**
 * What an HTTP transport is: something that sends one request and brings its
 * answer. There are two, `http1_exchange.ts` on sockets of our own and
 * `fetch_exchange.ts`; everything above them is written once.
 *
 * @module
 */

import type { Proxy } from "../../_options/proxy_list.ts";
import type { DialHooks } from "../../_net/dial.ts";
import type { Header } from "../wire/header_list.ts";
import type { ResponseHead } from "../wire/response_head.ts";

/** How a body that is written bit by bit is framed: `"raw"` is chunks that the program makes itself. */
export type UploadFraming = "length" | "chunked" | "raw";

/** The body of a request. */
export interface RequestBody {
  /** The whole body; `null` if the program writes it later. */
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  /** Bytes of the whole body; `null` if it is not known. */
  readonly length: number | null;
  /** How it is framed. */
  readonly framing: UploadFraming;
}

/** A request as it goes out. */
export interface ExchangeRequest {
  /** The method. */
  readonly method: string;
  /** The URL. */
  readonly url: URL;
  /** The header fields, all but those that frame the body and Host. */
  readonly headers: readonly Header[];
  /** The body, `null` for none. */
  readonly body: RequestBody | null;
  /** SECURITY_FLAG_IGNORE_* bits of the certificate faults that are forgiven. */
  readonly forgiven: number;
  /** The proxy on the way, `null` for none. */
  readonly proxy: Proxy | null;
  /** Whose connection it needs: `""` for any, else a name that nobody else has. */
  readonly identity: string;
}

/** What a transport can wait for in vain. */
export type Missing = "connection" | "room" | "answer" | "data";

/** Sets the clock of an exchange: what is missing when it strikes; `null` stops it. */
export type SetClock = (missing: Missing | null) => void;

/** What a transport reports, as it happens. */
export interface Stages extends DialHooks {
  /** A kept connection is used: there is no stage of connecting. */
  reused(): void;
  /** The connection was closed. */
  closed(): void;
  /** Bytes are about to be sent. */
  sending(): void;
  /** They have been sent; the count is that of HTTP, without TLS. */
  sent(bytes: number): void;
  /** The answer is awaited. */
  receiving(): void;
  /** A 1xx response came. */
  intermediate(status: number): void;
}

/** The body of a response on its way. */
export interface IncomingBody {
  /** Bytes that were announced; `null` if there was no such announcement. */
  readonly length: number | null;
  /** Bytes that can be taken without waiting. */
  readonly ready: number;
  /** Whether its end was seen. */
  readonly ended: boolean;
  /** Takes bytes that are ready; returns their number. */
  take(target: Uint8Array): number;
  /**
   * Takes bytes, and waits for the first of them; resolves with 0 at the end.
   *
   * @param all Whether the reader waits until its buffer is full anyway.
   */
  read(target: Uint8Array, all: boolean): Promise<number>;
  /** Waits until something is ready or the body has ended. */
  wait(): Promise<void>;
}

/** One request on its way, and its answer. */
export interface WireExchange {
  /** The body of the answer; there once the head is. */
  readonly body: IncomingBody;
  /** Whether the connection can serve another request once the answer was read. */
  readonly isKept: boolean;
  /** Bytes of the answer so far, head included; `null` where nobody counts them. */
  readonly received: number | null;
  /** Sends a whole request; resolves with the head of the answer. */
  run(): Promise<ResponseHead>;
  /** Sends the head and the first bytes of a body that is written later; resolves when they are sent, or when the answer comes early. */
  begin(first: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Sends further bytes of that body. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Ends that body. */
  finishBody(): Promise<void>;
  /** The answer to a request that was begun; it may come before the body has ended. */
  readonly answer: Promise<ResponseHead>;
  /** The answer was read to its end: lets the connection serve the next request if it can. */
  release(): void;
  /** Gives everything up and closes the connection. */
  close(reason: unknown): void;
  /** Makes the error of the program from what went wrong. */
  failure(error: unknown): Error;
}
