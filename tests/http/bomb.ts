// Copyright 2026 the wininet authors. MIT license.
/**
 * A decompression bomb.
 *
 * @module
 */

import zlib from "node:zlib";

/** 256 MiB of zeros, compressed. */
export const BOMB: Uint8Array<ArrayBuffer> = new Uint8Array(
  zlib.gzipSync(new Uint8Array(256 * 2 ** 20)),
);
