// Copyright 2026 the wininet authors. MIT license.

/**
 * The HTTP transports: the interface that sends one request and returns its
 * response, and the choice between its two implementations, `http1_exchange.ts`
 * on sockets and `fetch_exchange.ts`. All layers above are independent of the
 * transport.
 *
 * Sockets are the default: they are faster than `fetch`
 * (`bench/small_gets.ts`), post every stage and report the exact error. `fetch`
 * sends a request without a status callback if it offers more: HTTP/2, if the
 * program has requested it, and the proxies of an environment that the program
 * has no permission to read. It also sends the requests for which the program
 * has no permission to use sockets.
 *
 * @module
 */

import { ERROR_ACCESS_DENIED, InternetError } from "../../error.ts";
import type { HttpTransport } from "../../http_options.ts";
import type { Proxy } from "../../_options/proxy_list.ts";
import type { DialHooks } from "../../_net/dial.ts";
import type { NodeTls } from "../../_options/client_certificate.ts";
import type { TlsFacts } from "../../_net/tls_facts.ts";
import type { Header } from "../wire/header_list.ts";
import type { UploadFraming } from "../wire/request_head.ts";
import type { ResponseHead } from "../wire/response_head.ts";

/** The body of a request. */
export interface RequestBody {
  /** The whole body, or `null` if the program writes it later. */
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  /** The length of the whole body in bytes, or `null` if it is not known. */
  readonly length: number | null;
  readonly framing: UploadFraming;
}

/** Returns a body that is sent as a whole. */
export function wholeBody(
  bytes: Uint8Array<ArrayBuffer> | null,
): RequestBody | null {
  if (bytes === null || bytes.length === 0) return null;
  return { bytes, length: bytes.length, framing: "length" };
}

/** Returns the bytes of a body, or `undefined` if the program has not written them yet. */
export function bodyBytes(
  body: RequestBody | null,
): Uint8Array | null | undefined {
  return body === null ? null : body.bytes ?? undefined;
}

/**
 * An NTLM login starts on a new connection, continues on the same one, and
 * covers later requests on it.
 */
export type LoginPart = "start" | "continuation" | "done";

/** A request to send. */
export interface ExchangeRequest {
  /** The method. */
  readonly method: string;
  /** The URL. */
  readonly url: URL;
  /** The header fields, without Host and those that frame the body. */
  readonly headers: readonly Header[];
  /** The body, or `null` if there is none. */
  readonly body: RequestBody | null;
  /** SECURITY_FLAG_IGNORE_* bits of the certificate errors to ignore. */
  readonly forgiven: number;
  /** The proxy that is used, or `null` if there is none. */
  readonly proxy: Proxy | null;
  /**
   * The identity of the connection that it needs: `""` for any connection,
   * otherwise a unique name.
   */
  readonly identity: string;
  /**
   * The TLS requirements that only `node:tls` meets (`fetch` also supports a
   * client certificate), or `null` if there are none.
   */
  readonly nodeTls: NodeTls | null;
  /** The part of the request in the login of its connection; absent if there is none. */
  readonly login?: LoginPart | undefined;
}

/** The events that a transport waits for and that may not occur in time. */
export type Missing = "connection" | "room" | "response" | "data";

/** Starts the clock of an exchange for a wait; `null` stops it. */
export type SetClock = (missing: Missing | null) => void;

/** The stages that a transport reports, as they happen. */
export interface Stages extends DialHooks {
  /** A kept connection is used, so connecting is not reported. */
  reused(): void;
  /** The connection was closed. */
  closed(): void;
  /** Bytes are about to be sent. */
  sending(): void;
  /** Bytes were sent; the number is that of HTTP, without TLS. */
  sent(bytes: number): void;
  /** The response is awaited. */
  receiving(): void;
  /** A 1xx response has arrived. */
  intermediate(status: number): void;
}

/** The body of a response. */
export interface IncomingBody {
  /** The announced length in bytes, or `null` if no length was announced. */
  readonly length: number | null;
  /** The number of bytes that can be taken without waiting. */
  readonly ready: number;
  /** True if its end was reached. */
  readonly ended: boolean;
  /** Takes bytes that are ready; returns their number. */
  take(target: Uint8Array): number;
  /**
   * Takes bytes, after waiting for the first of them; resolves with their
   * number, 0 at the end.
   *
   * @param all True if the reader waits until its buffer is full anyway.
   */
  read(target: Uint8Array, all: boolean): Promise<number>;
  /** Waits until bytes are ready or the body has ended. */
  wait(): Promise<void>;
}

/** One request, and its response. */
export interface WireExchange {
  /** The body of the response, available after its head has arrived. */
  readonly body: IncomingBody;
  /** True if the connection can serve another request after the response was read. */
  readonly isKept: boolean;
  /**
   * The HTTP_PROTOCOL_FLAG_* bits of the version in use, 0 for HTTP/1.1, or
   * `null` if it is not known.
   */
  readonly protocol: number | null;
  /** The TLS facts of its connection, or `null` if the transport does not provide them. */
  readonly facts: TlsFacts | null;
  /**
   * The number of bytes of the response so far, including its head, or `null`
   * if the transport does not count them.
   */
  readonly received: number | null;
  /**
   * Sets the identity whose requests may use the connection next; with `null`
   * the connection is closed instead.
   */
  keepFor(identity: string | null): void;
  /** Sends a whole request; resolves with the head of the response. */
  run(): Promise<ResponseHead>;
  /**
   * Sends the head and the first bytes of a body that is written later;
   * resolves when they are sent, or when the response arrives early.
   */
  startUpload(first: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Sends further bytes of that body. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Ends that body. */
  finishBody(): Promise<void>;
  /** The response to an upload; it may arrive before the end of the body. */
  readonly response: Promise<ResponseHead>;
  /** Releases the connection after the response was read to its end, so that it can serve another request. */
  release(): void;
  /** Ends the exchange and closes the connection. */
  close(reason: unknown): void;
  /** Makes the error for the program from a failure. */
  failure(error: unknown): Error;
}

/** The requirements of a request for its transport. */
export interface TransportNeeds {
  /** HTTP_OPTION_TRANSPORT. */
  readonly wanted: HttpTransport;
  /**
   * The requirement that `fetch` cannot meet, for an error message, or `null`
   * if it meets all.
   */
  readonly beyondFetch: string | null;
  /** True if the program needs statuses or limits that `fetch` does not support. */
  readonly isWatched: boolean;
  /** True if `fetch` offers something that sockets do not. */
  readonly gainsByFetch: boolean;
  /** True if the program can use sockets. */
  readonly hasSockets: boolean;
}

/**
 * Chooses the transport of a request.
 *
 * @throws {InternetError} ERROR_ACCESS_DENIED if no transport meets all
 * requirements.
 */
export function chooseTransport(needs: TransportNeeds): "fetch" | "sockets" {
  const { wanted, beyondFetch, isWatched, gainsByFetch, hasSockets } = needs;
  const fits = beyondFetch === null;
  if (wanted === "sockets") return "sockets";
  if (wanted === "auto" && hasSockets) {
    return fits && gainsByFetch && !isWatched ? "fetch" : "sockets";
  }
  if (fits) return "fetch";
  throw new InternetError(
    ERROR_ACCESS_DENIED,
    `Cannot ${beyondFetch} by fetch: ${
      wanted === "fetch"
        ? 'set HTTP_OPTION_TRANSPORT to "auto" or "sockets"'
        : "the program has no permission for sockets; see --allow-net"
    }`,
  );
}

/**
 * Settles when the rest of a request body is no longer needed: rejects if the
 * response fails, and resolves if its status is not a success. A server that
 * responds while it reads, for example one that echoes or converts, still needs
 * the rest (curl also continues).
 */
export async function bodyRefused(
  response: Promise<ResponseHead>,
): Promise<void> {
  const { status } = await response;
  if (status >= 200 && status < 300) await new Promise(() => {});
}
