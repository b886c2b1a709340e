// Copyright 2026 the wininet authors. MIT license.

/**
 * The request line as a forwarding proxy wants it (RFC 9112 section 3.2.2):
 * `GET http://example.com/path HTTP/1.1`. `fetch` does not know of the proxy and
 * writes `GET /path HTTP/1.1`.
 *
 * @module
 */

import { joined } from "../_bytes.ts";

const BLANK = 0x20;

/** Changes the request line of one request. */
export class AbsoluteForm {
  readonly #origin: Uint8Array;
  #done = false;

  /** @param origin The scheme, host and port. */
  constructor(origin: string) {
    this.#origin = new TextEncoder().encode(origin);
  }

  /** Takes bytes of the request; answers what is sent for them. */
  push(bytes: Uint8Array): Uint8Array {
    // The first blank stands behind the method.
    const at = this.#done ? -1 : bytes.indexOf(BLANK) + 1;
    if (at <= 0) return bytes;
    this.#done = true;
    return joined(
      joined(bytes.subarray(0, at), this.#origin),
      bytes.subarray(at),
    );
  }
}
