// Copyright 2026 the wininet authors. MIT license.

/**
 * What an exchange is told to send, and what can be said of a request and its
 * response without sending anything.
 *
 * @module
 */

import type { Proxy } from "../_core/proxy_list.ts";
import type { Header } from "./header_list.ts";

/** The body of a request. */
export interface RequestBody {
  /** What `fetch` is given. */
  readonly init: BodyInit;
  /** Bytes of the whole body; `null` in the chunked coding. */
  readonly length: number | null;
  /** Bytes that go with the head; the others are written later. */
  readonly due: number;
}

/** A request as it goes out. */
export interface ExchangeRequest {
  /** The method. */
  readonly method: string;
  /** Where it goes. */
  readonly url: URL;
  /** The headers, all that are not `fetch`'s own. */
  readonly headers: readonly Header[];
  /** The body, if there is one. */
  readonly body: RequestBody | null;
  /** SECURITY_FLAG_IGNORE_* bits of faults that are forgiven. */
  readonly forgiven: number;
  /** The proxy on the way, `null` for none. */
  readonly proxy: Proxy | null;
  /** Whether the program says when the request is complete (HttpEndRequest). */
  readonly upload: boolean;
}

/** Methods whose repetition changes nothing (RFC 9110 section 9.2.2). */
const IDEMPOTENT: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "OPTIONS",
  "PUT",
  "DELETE",
]);

/** Whether a method may be sent twice. */
export function isIdempotent(method: string): boolean {
  return IDEMPOTENT.has(method);
}

/** Bytes of a response's body; `null` when it does not say. */
export function bodyLength(method: string, response: Response): number | null {
  if (method === "HEAD" || response.body === null) return 0;
  const { headers } = response;
  const length = headers.get("content-length");
  if (length === null || headers.has("transfer-encoding")) return null;
  return /^\d+$/.test(length) ? Number(length) : null;
}
