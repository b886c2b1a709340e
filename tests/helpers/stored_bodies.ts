// Copyright 2026 the wininet authors. MIT license.

/**
 * Bodies that can be verified: their header contains a word, and they repeat
 * that word.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import type { StoredResponse } from "../../_cache/response_cache.ts";
import type { UrlCache } from "../../_cache/url_cache.ts";

/** An HTTP response without special properties. */
export const RESPONSE = {
  type: 1,
  status: 200,
  head: "HTTP/1.1 200 OK\r\n\r\n",
  varied: "",
  identity: "",
  requested: 0,
  received: 0,
  expires: null,
  modified: null,
};

/** Stores a body that repeats a word; returns `null` if the entry is locked. */
export async function storeBody(
  cache: UrlCache,
  url: string,
  word: string,
  length: number,
  varied = "",
): Promise<StoredResponse | null> {
  const writer = cache.write(url, "", "txt");
  const bytes = bodyOf(word, length);
  const half = length >>> 1;
  await writer.write(bytes.subarray(0, half));
  await writer.write(bytes.subarray(half));
  const now = Date.now();
  const stored = writer.commit({
    ...RESPONSE,
    head: `HTTP/1.1 200 OK\r\nX-Word: ${word}\r\n\r\n`,
    varied,
    requested: now,
    received: now,
  });
  if (stored === null) writer.abandon();
  return stored;
}

/**
 * Reads a body and compares it with its header; returns `false` if it was replaced during that
 * time.
 */
export async function checkBody(
  cache: UrlCache,
  stored: StoredResponse,
): Promise<boolean> {
  const body = cache.open(stored);
  if (body === null) return false;
  const buffer = new Uint8Array(stored.size + 1);
  let filled = 0;
  for (let count = -1; count !== 0; filled += count) {
    count = await body.read(filled, buffer.subarray(filled));
  }
  body.close();
  const word = /X-Word: (.*)\r/.exec(stored.head)![1]!;
  assertEquals(buffer.subarray(0, filled), bodyOf(word, stored.size));
  return true;
}

function bodyOf(word: string, length: number): Uint8Array {
  const repeated = `${word} `.repeat(Math.ceil(length / (word.length + 1)));
  return new TextEncoder().encode(repeated.slice(0, length));
}
