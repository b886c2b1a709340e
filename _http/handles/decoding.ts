// Copyright 2026 the wininet authors. MIT license.

/**
 * A body that is decoded while it is read: gzip, deflate and br, also several
 * of them applied to the same body.
 *
 * Compressed bytes are decoded in small pieces, and the next piece is taken
 * only after the result of the last one was read, so a decompression bomb
 * cannot exhaust memory.
 *
 * `deflate` is the zlib format (RFC 9110 section 8.4.1.2), but some servers
 * send raw deflate data under that name; the first byte shows the format.
 * Several gzip members in sequence are decoded as one body (RFC 1952 section
 * 2.2).
 *
 * @module
 */

import type { Transform } from "node:stream";
import type zlib from "node:zlib";
import { ERROR_INTERNET_DECODING_FAILED, InternetError } from "../../error.ts";
import { PieceSource } from "../../_core/byte_source.ts";
import { cancellation } from "../../_base/failure.ts";
import type { ResponseBody } from "./body.ts";

/** A source of compressed bytes. */
export interface EncodedSource {
  /** Reads bytes; resolves with their number, 0 at the end. */
  read(buffer: Uint8Array, noWait: boolean): Promise<number>;
  /** Ends the source early; absent if its owner ends it. */
  close?(): Promise<void>;
}

/** The body of a response, as it was sent. */
interface EncodedBody extends EncodedSource {
  /** Releases it. */
  abandon(): void;
  /** Releases it as `abandon` does, but waits a short time for the rest of a small body. */
  drop(): Promise<void>;
}

/** The number of bytes that are taken at a time. */
const PIECE = 16_384;

/** The maximum number of encodings of one body; servers use one. */
const MAX_ENCODINGS = 3;

type Zlib = typeof zlib;

/** A stream that decodes. */
interface Decoder extends Transform {
  /** The number of bytes that it has consumed, which may be fewer than were written to it. */
  readonly bytesWritten: number;
}

/** Makes a stream that decodes; the first byte shows the format. */
type Create = (zlib: Zlib, first: number) => Decoder;

const DECODERS: ReadonlyMap<string, Create> = new Map<string, Create>([
  ["gzip", (zlib) => zlib.createGunzip()],
  ["x-gzip", (zlib) => zlib.createGunzip()],
  [
    "deflate",
    (zlib, first) =>
      (first & 0x0f) === 8 ? zlib.createInflate() : zlib.createInflateRaw(),
  ],
  ["br", (zlib) => zlib.createBrotliDecompress()],
]);

/**
 * Returns the encodings of a Content-Encoding header, outermost first, or
 * `null` if there are none or one is unknown.
 */
export function knownEncodings(header: string | null): string[] | null {
  const names = (header ?? "").toLowerCase().split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "identity");
  const known = names.length > 0 && names.length <= MAX_ENCODINGS &&
    names.every((name) => DECODERS.has(name));
  return known ? names.reverse() : null;
}

/**
 * Returns the encodings of a Content-Encoding header to decode, outermost
 * first, or `null` if there are none, or if one is unknown or not in the
 * Accept-Encoding header of the request: the program receives such a body as it
 * was sent.
 */
export function acceptedEncodings(
  acceptEncoding: string | null,
  contentEncoding: string | null,
): string[] | null {
  const encodings = knownEncodings(contentEncoding);
  if (encodings === null) return null;
  const accepted = acceptedOf(acceptEncoding ?? "");
  const isAccepted = (name: string) =>
    accepted.get(withoutAlias(name)) ?? accepted.get("*") ?? false;
  return encodings.every(isAccepted) ? encodings : null;
}

/** Returns the codings of an Accept-Encoding header, each with `true` if it is accepted (RFC 9110 section 12.5.3). */
function acceptedOf(header: string): Map<string, boolean> {
  return new Map(
    header.toLowerCase().split(",").map((element) => {
      const [name, ...parameters] = element.split(";").map((part) =>
        part.trim()
      );
      const isRefused = parameters.some((text) => REFUSED_REGEXP.test(text));
      return [withoutAlias(name!), !isRefused];
    }),
  );
}

/** A weight that means "not acceptable". */
const REFUSED_REGEXP = /^q\s*=\s*0(?:\.0*)?$/;

function withoutAlias(name: string): string {
  return name === "x-gzip" ? "gzip" : name;
}

/** Decodes a body. */
export class DecodedSource extends PieceSource {
  readonly #source: EncodedSource;
  readonly #encoding: string;
  #stream: Decoder | null = null;
  #writing = false;
  #inputEnded = false;
  /** True after a byte that does not belong to the data was written to test for the end. */
  #probed = false;
  #failure: unknown = null;
  #changed: PromiseWithResolvers<void> = Promise.withResolvers();

  private constructor(source: EncodedSource, encoding: string) {
    super();
    this.#source = source;
    this.#encoding = encoding;
  }

  /** Decodes the bytes of a source; `encodings` are those of {@linkcode acceptedEncodings}. */
  static of(
    source: EncodedSource,
    [outermost, ...others]: readonly string[],
  ): DecodedSource {
    const decoded = new DecodedSource(source, outermost!);
    return others.length === 0 ? decoded : DecodedSource.of(decoded, others);
  }

  protected override async pull(): Promise<Uint8Array | null> {
    for (;;) {
      if (this.#failure !== null) throw this.#failure;
      const piece: Uint8Array | null = this.#stream?.read() ?? null;
      if (piece !== null && !this.#probed) return piece;
      if (this.#stream?.readableEnded) return null;
      const { promise } = this.#changed;
      if (this.#inputEnded) {
        // An empty body is not damaged.
        if (this.#stream === null) return null;
        await promise;
      } else if (this.#writing) await promise;
      else await this.#feed();
    }
  }

  async #feed(): Promise<void> {
    const buffer = new Uint8Array(PIECE);
    const count = await this.#taken(buffer);
    if (count === 0) {
      this.#inputEnded = true;
      return this.#finish();
    }
    this.#stream ??= await this.#open(buffer[0]!);
    // Few bytes may expand to many, so other tasks run in between.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#failure !== null) throw this.#failure;
    this.#writing = true;
    this.#stream.write(buffer.subarray(0, count), () => {
      this.#writing = false;
      this.#wake();
    });
  }

  async #taken(buffer: Uint8Array): Promise<number> {
    try {
      return await this.#source.read(buffer, true);
    } catch (error) {
      this.#failure ??= error;
      throw this.#failure;
    }
  }

  /** Checks after the end of the source that the data is complete. */
  #finish(): void {
    if (this.#encoding !== "br") return void this.#stream?.end();
    const stream = this.#stream;
    if (stream === null) return;
    // Deno's decoder reports no error for truncated data. But after complete
    // data it consumes no further byte, and ends.
    this.#probed = true;
    const whole = stream.bytesWritten;
    stream.write(Uint8Array.of(0), () => {
      if (stream.bytesWritten === whole) this.#wake();
      else this.#fail();
    });
  }

  async #open(first: number): Promise<Decoder> {
    // Loaded when it is needed: few programs decode bodies.
    const { default: zlib } = await import("node:zlib");
    if (this.#failure !== null) throw this.#failure;
    const stream = DECODERS.get(this.#encoding)!(zlib, first);
    for (const event of ["readable", "end"]) {
      stream.on(event, () => this.#wake());
    }
    stream.on("error", (cause) => this.#fail(cause));
    return stream;
  }

  #fail(cause?: Error): void {
    this.#failure ??= new InternetError(
      ERROR_INTERNET_DECODING_FAILED,
      "Cannot decode the answer: its data is damaged or incomplete",
      cause === undefined ? {} : { cause },
    );
    this.#wake();
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  override close(): Promise<void> {
    this.#failure ??= cancellation();
    this.#stream?.destroy();
    this.#wake();
    return this.#source.close?.() ?? Promise.resolve();
  }
}

/** Returns a decoded body, or the body itself if there is nothing to decode. */
export function decodedBody(
  body: ResponseBody,
  acceptEncoding: string | null,
  contentEncoding: string | null,
): ResponseBody | DecodedBody {
  const encodings = body.length === 0
    ? null
    : acceptedEncodings(acceptEncoding, contentEncoding);
  return encodings === null ? body : new DecodedBody(body, encodings);
}

/** The body of a response, decoded. */
export class DecodedBody {
  readonly isDecoded = true;
  /** The length is not known before the body is decoded. */
  readonly length = null;
  readonly #body: EncodedBody;
  readonly #decoded: DecodedSource;
  #failed = false;

  /** @param encodings Those of {@linkcode acceptedEncodings}. */
  constructor(body: EncodedBody, encodings: readonly string[]) {
    this.#body = body;
    this.#decoded = DecodedSource.of(body, encodings);
  }

  /** True if everything was read, or no more data can arrive. */
  get ended(): boolean {
    return this.#failed || this.#decoded.ended;
  }

  /** Reads bytes; resolves with their number, 0 at the end. */
  read(buffer: Uint8Array, noWait: boolean): Promise<number> {
    return this.#orFail(() => this.#decoded.read(buffer, noWait));
  }

  /** Resolves with the number of bytes that can be read without waiting; 0 at the end. */
  available(): Promise<number> {
    return this.#orFail(() => this.#decoded.available());
  }

  /** Releases the body. */
  abandon(): void {
    this.#decoded.close();
    this.#body.abandon();
  }

  /** Releases it as `abandon` does, but waits a short time for the rest of a small body. */
  async drop(): Promise<void> {
    this.#decoded.close();
    await this.#body.drop();
  }

  async #orFail(run: () => Promise<number>): Promise<number> {
    try {
      const count = await run();
      // Bytes after the data are not needed.
      if (this.#decoded.ended) this.#body.abandon();
      return count;
    } catch (error) {
      // Nothing after damaged data can be decoded.
      this.#failed = true;
      this.abandon();
      throw error;
    }
  }
}
