// Copyright 2026 the wininet authors. MIT license.

/**
 * Converts the response of a proxy that refused a tunnel into the response to
 * the request.
 *
 * @module
 */

import type { TunnelRefusal } from "../../_net/tunnel.ts";
import type { Header } from "../wire/header_list.ts";
import { FRAMING_FIELDS } from "../wire/request_head.ts";
import { ResponseHead } from "../wire/response_head.ts";
import type { IncomingBody } from "./transport.ts";

/** Returns the head and the body of the response. */
export function refusedTunnel(
  refusal: TunnelRefusal,
): { head: ResponseHead; body: IncomingBody } {
  const { reply, body } = refusal;
  // The length of the bytes here: possibly only a part of the body was read.
  const fields: Header[] = [
    ...[...reply.headers].filter(([name]) => !FRAMING_FIELDS.includes(name)),
    ["content-length", String(body.length)],
  ];
  return {
    head: new RefusedTunnelHead(refusal, fields),
    body: new BytesBody(body),
  };
}

/** The head of the response of a proxy that has refused a tunnel. */
export class RefusedTunnelHead extends ResponseHead {
  /** The reason why its challenge was not answered, or `""` if it is not known. */
  readonly unanswered: string;

  constructor({ reply, unanswered }: TunnelRefusal, fields: readonly Header[]) {
    super(null, reply.status, reply.statusText, fields);
    this.unanswered = unanswered;
  }
}

/** A body in memory. */
class BytesBody implements IncomingBody {
  readonly length: number;
  #left: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.length = bytes.length;
    this.#left = bytes;
  }

  get ready(): number {
    return this.#left.length;
  }

  get ended(): boolean {
    return this.ready === 0;
  }

  take(target: Uint8Array): number {
    const count = Math.min(target.length, this.ready);
    target.set(this.#left.subarray(0, count));
    this.#left = this.#left.subarray(count);
    return count;
  }

  read(target: Uint8Array): Promise<number> {
    return Promise.resolve(this.take(target));
  }

  wait(): Promise<void> {
    return Promise.resolve();
  }
}
