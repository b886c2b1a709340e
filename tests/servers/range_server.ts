// Copyright 2026 the wininet authors. MIT license.

/**
 * An HTTP server with one file, which sends the rest of it to a client that has its start (Range,
 * If-Range), and which misbehaves as a test requires.
 *
 *     await using server = new RangeServer(bytes, ({ number }) =>
 *       number === 0 ? { resetAfter: 5000 } : {}
 *     );
 *
 * @module
 */

import { type RawCall, RawHttpServer } from "./raw_http_server.ts";
import { bytesOf, type HeaderList, responseHead } from "./tcp_server.ts";

/** The behaviour of one response; without any it is correct. */
export interface RangeBehaviour {
  /** A status without the file. */
  readonly status?: number;
  /** More fields. */
  readonly headers?: Record<string, string>;
  /** Sends this number of bytes of the body, and resets the connection. */
  readonly resetAfter?: number;
  /** Sends this number of bytes of the body, and ends the connection. */
  readonly cutAfter?: number;
  /** Sends this number of bytes of the body, and then nothing. */
  readonly stallAfter?: number;
  /** The entity tag; `null` for none. @default {'"1"'} */
  readonly tag?: string | null;
  /** Sends a part although the file has changed. */
  readonly ignoresIfRange?: boolean;
  /** The Content-Range of a part. @default {the correct one} */
  readonly contentRange?: string;
  /** The last byte of a part. @default {the last one of the file} */
  readonly last?: number;
  /** Another content. */
  readonly content?: Uint8Array;
}

/** A request, which determines the behaviour. */
export interface RangeRequest {
  /** The number of requests before it. */
  readonly number: number;
  /** The path with its query. */
  readonly target: string;
  readonly method: string;
}

/** The server. */
export class RangeServer extends RawHttpServer {
  /** The heads of all requests. */
  readonly heads: string[] = [];

  constructor(
    content: Uint8Array,
    behave: (request: RangeRequest) => RangeBehaviour = () => ({}),
  ) {
    super(async (call) => {
      const { target, method } = call;
      const request = { number: this.heads.length, target, method };
      this.heads.push(call.head);
      await answer(call, content, behave(request));
    });
  }

  /** The values of a field of all requests; `undefined` where it is absent. */
  fields(name: string): (string | undefined)[] {
    const pattern = new RegExp(`^${name}: *(.*?)\r$`, "im");
    return this.heads.map((head) => pattern.exec(head)?.[1]);
  }
}

async function answer(
  call: RawCall,
  file: Uint8Array,
  behaviour: RangeBehaviour,
): Promise<void> {
  const { status, headers = {}, tag = '"1"', content = file } = behaviour;
  const fields: HeaderList = Object.entries(headers);
  if (tag !== null) fields.push(["ETag", tag]);
  if (status !== undefined) {
    fields.push(["Content-Length", "0"]);
    return await call.write(responseHead({ status, headers: fields }));
  }
  const start = startOf(call, behaviour, tag);
  if (start !== null && start >= content.length) {
    fields.push(["Content-Range", `bytes */${content.length}`]);
    fields.push(["Content-Length", "0"]);
    return await call.write(responseHead({ status: 416, headers: fields }));
  }
  const last = behaviour.last ?? content.length - 1;
  const body = content.subarray(
    start ?? 0,
    start === null ? undefined : last + 1,
  );
  if (start !== null) {
    const range = `bytes ${start}-${last}/${content.length}`;
    fields.push(["Content-Range", behaviour.contentRange ?? range]);
  }
  fields.push(["Content-Length", String(body.length)]);
  const head = { status: start === null ? 200 : 206, headers: fields };
  const sent = call.method === "HEAD" ? body.subarray(0, 0) : body;
  await send(call, bytesOf(responseHead(head)), sent, behaviour);
}

async function send(
  call: RawCall,
  head: Uint8Array,
  body: Uint8Array,
  { resetAfter, cutAfter, stallAfter }: RangeBehaviour,
): Promise<void> {
  await call.write(head);
  await call.write(body.subarray(0, resetAfter ?? cutAfter ?? stallAfter));
  if (resetAfter !== undefined) return await call.reset();
  if (cutAfter !== undefined) return await call.cut();
  if (stallAfter !== undefined) await call.clientClosed();
}

/** Returns the offset that a request asks for; `null` for the whole file. */
function startOf(
  call: RawCall,
  { ignoresIfRange = false }: RangeBehaviour,
  tag: string | null,
): number | null {
  const start = /^bytes=(\d+)-$/.exec(call.header("range") ?? "")?.[1];
  const validator = call.header("if-range");
  const fits = validator === undefined || validator === tag || ignoresIfRange;
  return start === undefined || !fits ? null : Number(start);
}
