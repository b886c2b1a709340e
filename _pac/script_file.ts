// Copyright 2026 the wininet authors. MIT license.

/**
 * Loads a proxy script with this library: without a proxy, cookies or
 * credentials.
 *
 * @module
 */

import {
  ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT,
  InternetError,
} from "../error.ts";
import {
  HTTP_QUERY_CONTENT_TYPE,
  HTTP_QUERY_FLAG_NUMBER,
  HTTP_QUERY_STATUS_CODE,
  INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTPS,
  INTERNET_FLAG_NO_AUTH,
  INTERNET_FLAG_NO_CACHE_WRITE,
  INTERNET_FLAG_NO_COOKIES,
  INTERNET_FLAG_RELOAD,
  INTERNET_OPEN_TYPE_DIRECT,
} from "../flags.ts";
import { HttpQueryInfo } from "../http.ts";
import {
  InternetOpen,
  InternetOpenUrl,
  InternetReadFile,
  InternetSetOption,
} from "../internet.ts";
import { INTERNET_OPTION_HTTP_DECODING } from "../options.ts";
import { closeOn } from "../streams.ts";
import type { HINTERNET } from "../structures.ts";
import { combineFlags } from "../_base/bits.ts";
import { concatenated } from "../_base/bytes.ts";
import { plainMessage } from "../_base/failure.ts";
import { quotedUrl } from "../_base/secrets.ts";
import { withinTime } from "../_net/dial.ts";
import { MAX_SCRIPT, ProxyScript } from "./script.ts";

/** The time limit for loading a script, in milliseconds. */
const LOAD_TIME = 10_000;

/** A redirect from http to https, which many servers send, is followed. */
const FLAGS = combineFlags(
  INTERNET_FLAG_NO_AUTH,
  INTERNET_FLAG_NO_COOKIES,
  INTERNET_FLAG_NO_CACHE_WRITE,
  INTERNET_FLAG_RELOAD,
  INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTPS,
);

/** Some servers compress every response. */
const HEADERS = "Accept-Encoding: gzip, deflate, br\r\n";

/**
 * Loads a script from an http, https or file URL.
 *
 * @throws {InternetError} ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT.
 */
export async function loadScript(url: string): Promise<ProxyScript> {
  try {
    const text = await withinTime(
      LOAD_TIME,
      () => notLoaded(url, `it took more than ${LOAD_TIME} ms`),
      new AbortController().signal,
      (signal) => readScript(url, signal),
    );
    return new ProxyScript(text, url);
  } catch (cause) {
    throw (cause as InternetError).code ===
        ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT
      ? cause
      : notLoaded(url, plainMessage(cause as Error), cause);
  }
}

async function readScript(url: string, signal: AbortSignal): Promise<string> {
  if (!/^(?:https?|file):/i.test(url)) {
    throw notLoaded(url, "its scheme must be http, https or file");
  }
  // Not `await using`, which would wait for a look-up without a time limit.
  using hInternet = InternetOpen(
    "wininet proxy script",
    INTERNET_OPEN_TYPE_DIRECT,
  );
  closeOn(signal, hInternet);
  InternetSetOption(hInternet, INTERNET_OPTION_HTTP_DECODING, true);
  try {
    const hUrl = await InternetOpenUrl(hInternet, url, HEADERS, FLAGS);
    const charset = /^file:/i.test(url) ? null : checkedCharset(url, hUrl);
    return decoded(await readBytes(url, hUrl), charset);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** Returns the charset of an HTTP response; throws an error if the status is not a success. */
function checkedCharset(url: string, hUrl: HINTERNET): string | null {
  const status = HttpQueryInfo(
    hUrl,
    combineFlags(HTTP_QUERY_STATUS_CODE, HTTP_QUERY_FLAG_NUMBER),
  ) as number;
  if (status < 200 || status > 299) {
    throw notLoaded(url, `the server responded with ${status}`);
  }
  let type = "";
  try {
    type = String(HttpQueryInfo(hUrl, HTTP_QUERY_CONTENT_TYPE));
  } catch {
    // A response may lack Content-Type.
  }
  return /;\s*charset="?([\w.:-]+)/i.exec(type)?.[1] ?? null;
}

async function readBytes(url: string, hUrl: HINTERNET): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const buffer = new Uint8Array(65_536);
    const count = await InternetReadFile(hUrl, buffer);
    if (count === 0) return concatenated(parts);
    parts.push(buffer.subarray(0, count));
    length += count;
    if (length > MAX_SCRIPT) {
      throw notLoaded(url, `it has more than ${MAX_SCRIPT} bytes`);
    }
  }
}

/**
 * Decodes a script: with the charset of its byte order mark, otherwise with the
 * charset of the response, otherwise as UTF-8, otherwise as ISO-8859-1.
 */
function decoded(bytes: Uint8Array, charset: string | null): string {
  for (const label of [markedCharset(bytes), charset, "utf-8"]) {
    try {
      if (label === null) continue;
      return new TextDecoder(label, { fatal: true }).decode(bytes);
    } catch {
      // The charset is unknown, or the bytes are not valid in it.
    }
  }
  return new TextDecoder("latin1").decode(bytes);
}

/** Returns the charset that a byte order mark indicates, or `null` if there is none. */
function markedCharset([first, second, third]: Uint8Array): string | null {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return first === 0xef && second === 0xbb && third === 0xbf ? "utf-8" : null;
}

function notLoaded(url: string, why: string, cause?: unknown): InternetError {
  return new InternetError(
    ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT,
    `Cannot load the proxy script ${quotedUrl(url)}: ${why}`,
    cause === undefined ? {} : { cause },
  );
}
