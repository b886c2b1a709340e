// Copyright 2026 the wininet authors. MIT license.

/**
 * The one call of `fetch`.
 *
 * @module
 */

/** What `fetch` is asked for. */
export interface FetchRequest {
  /** The client to use. */
  readonly client: Deno.HttpClient;
  /** The method. */
  readonly method: string;
  /** The URL. */
  readonly url: string;
  /** The headers in order. */
  readonly headers: readonly (readonly [string, string])[];
  /** The body. */
  readonly body: BodyInit | null;
  /** Aborts everything. */
  readonly signal: AbortSignal;
}

/** Sends a request as it is: no redirects, no second thoughts. */
export function httpFetch(request: FetchRequest): Promise<Response> {
  return fetch(request.url, {
    client: request.client,
    method: request.method,
    headers: request.headers as [string, string][],
    body: request.body,
    redirect: "manual",
    signal: request.signal,
  });
}

/**
 * A body of known length whose bytes come from a stream. `fetch` asks a `Blob`
 * for its size and its stream, so a `Blob` that answers both with what it was
 * given is sent with a Content-Length and without being held in memory.
 */
export class SizedBody extends Blob {
  readonly #size: number;
  readonly #source: ReadableStream<Uint8Array<ArrayBuffer>>;

  constructor(size: number, source: ReadableStream<Uint8Array<ArrayBuffer>>) {
    super();
    this.#size = size;
    this.#source = source;
  }

  override get size(): number {
    return this.#size;
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return this.#source;
  }
}
