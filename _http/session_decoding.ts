// Copyright 2026 the wininet authors. MIT license.

/**
 * A body that is decoded while it is read: gzip, deflate and br, one inside the
 * other where the server says so.
 *
 * Compressed bytes are taken in small pieces and no more are taken before what they
 * made was read: so a few bytes that stand for gigabytes fill no memory.
 *
 * `deflate` is the zlib format (RFC 9110 section 8.4.1.2), but some servers send
 * bare deflate data under that name; the first byte tells which it is. Several gzip
 * members behind one another are one text (RFC 1952 section 2.2).
 *
 * @module
 */

import type { Transform } from "node:stream";
import type zlib from "node:zlib";
import { ERROR_INTERNET_DECODING_FAILED, InternetError } from "../error.ts";
import { PieceSource } from "../_core/byte_source.ts";

/** What compressed bytes are taken from. */
export interface EncodedSource {
  /** Reads what is there; 0 at the end. */
  read(buffer: Uint8Array, noWait: boolean): Promise<number>;
}

/** The body of a response, as it was sent. */
interface EncodedBody extends EncodedSource {
  /** Lets go of it. */
  abandon(): void;
}

/** Bytes that are taken at a time. */
const PIECE = 16_384;

/** Encodings in one another; servers use one. */
const MAX_ENCODINGS = 3;

type Zlib = typeof zlib;

/** Makes a stream that decodes; the first byte tells which one. */
type Create = (zlib: Zlib, first: number) => Transform;

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
 * The encodings of a Content-Encoding header, outermost first; `null` when there are
 * none, or one that is not known.
 */
export function knownEncodings(header: string | null): string[] | null {
  const names = (header ?? "").toLowerCase().split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "identity");
  const known = names.length > 0 && names.length <= MAX_ENCODINGS &&
    names.every((name) => DECODERS.has(name));
  return known ? names.reverse() : null;
}

/** Undoes encodings. */
export class DecodedSource extends PieceSource {
  readonly #source: EncodedSource;
  readonly #create: Create;
  #stream: Transform | null = null;
  #writing = false;
  #inputEnded = false;
  #failure: InternetError | null = null;
  #changed: PromiseWithResolvers<void> = Promise.withResolvers();

  private constructor(source: EncodedSource, encoding: string) {
    super();
    this.#source = source;
    this.#create = DECODERS.get(encoding)!;
  }

  /** Decodes what a source gives; `encodings` are those of {@linkcode knownEncodings}. */
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
      if (piece !== null) return piece;
      if (this.#stream?.readableEnded) return null;
      const { promise } = this.#changed;
      if (this.#inputEnded) {
        // Nothing at all is nothing.
        if (this.#stream === null) return null;
        await promise;
      } else if (this.#writing) await promise;
      else await this.#feed();
    }
  }

  async #feed(): Promise<void> {
    const buffer = new Uint8Array(PIECE);
    const count = await this.#source.read(buffer, true);
    if (count === 0) {
      this.#inputEnded = true;
      this.#stream?.end();
      return;
    }
    this.#stream ??= await this.#open(buffer[0]!);
    this.#writing = true;
    this.#stream.write(buffer.subarray(0, count), () => {
      this.#writing = false;
      this.#wake();
    });
  }

  async #open(first: number): Promise<Transform> {
    // Loaded when it is needed: few programs decode.
    const { default: zlib } = await import("node:zlib");
    const stream = this.#create(zlib, first);
    for (const event of ["readable", "end"]) {
      stream.on(event, () => this.#wake());
    }
    stream.on("error", (cause) => {
      this.#failure ??= new InternetError(
        ERROR_INTERNET_DECODING_FAILED,
        "Cannot decode the answer: its data is damaged or incomplete",
        { cause },
      );
      this.#wake();
    });
    return stream;
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  override close(): Promise<void> {
    this.#stream?.destroy();
    this.#inputEnded = true;
    this.#wake();
    return Promise.resolve();
  }
}

/** The body of a response, decoded. */
export class DecodedBody {
  readonly #body: EncodedBody;
  readonly #decoded: DecodedSource;
  #failed = false;

  /** @param encodings Those of {@linkcode knownEncodings}. */
  constructor(body: EncodedBody, encodings: readonly string[]) {
    this.#body = body;
    this.#decoded = DecodedSource.of(body, encodings);
  }

  /** Whether everything was read, or nothing more will come. */
  get ended(): boolean {
    return this.#failed || this.#decoded.ended;
  }

  /** Reads; 0 at the end. */
  read(buffer: Uint8Array, noWait: boolean): Promise<number> {
    return this.#orFail(() => this.#decoded.read(buffer, noWait));
  }

  /** How much a read gets without waiting; 0 at the end. */
  available(): Promise<number> {
    return this.#orFail(() => this.#decoded.available());
  }

  /** Lets go of the body. */
  abandon(): void {
    this.#decoded.close();
    this.#body.abandon();
  }

  async #orFail(run: () => Promise<number>): Promise<number> {
    try {
      return await run();
    } catch (error) {
      // What follows damaged data is nothing.
      this.#failed = true;
      this.abandon();
      throw error;
    }
  }
}
