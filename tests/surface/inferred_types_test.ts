// Copyright 2026 the wininet authors. MIT license.

/**
 * The types of the public functions: the types that TypeScript infers, and code
 * that must not compile. The compiler checks the functions below; they are
 * never run.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { InternetGetCookie, InternetSetCookie } from "../../cookie.ts";
import { FtpFindFirstFile } from "../../ftp.ts";
import {
  HTTP_QUERY_CONTENT_LENGTH,
  HTTP_QUERY_CUSTOM,
  HTTP_QUERY_FLAG_NUMBER,
  HTTP_QUERY_RAW_HEADERS_CRLF,
} from "../../flags.ts";
import { FTP_OPTION_KEEP_ALIVE, FTP_OPTION_QUEUE } from "../../ftp_options.ts";
import { GopherFindFirstFile } from "../../gopher.ts";
import { HttpQueryInfo } from "../../http.ts";
import {
  InternetFindNextFile,
  InternetOpen,
  InternetOpenUrl,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import {
  HTTP_VERSION,
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_CONNECTED_STATE,
  INTERNET_OPTION_CONTEXT_VALUE,
  INTERNET_OPTION_HANDLE_TYPE,
  INTERNET_OPTION_HTTP_DECODING,
  INTERNET_OPTION_PROXY,
  INTERNET_OPTION_SETTINGS_CHANGED,
  INTERNET_OPTION_USER_AGENT,
} from "../../options.ts";
import type { StatusEvent } from "../../status.ts";
import { entries } from "../../streams.ts";
import type {
  GOPHER_FIND_DATA,
  HINTERNET,
  WIN32_FIND_DATA,
} from "../../structures.ts";
import { InternetCombineUrl, InternetCrackUrl } from "../../url.ts";

/** `true` if two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends
  (<T>() => T extends B ? 1 : 2) ? true : false;

/** Compiles if its type argument is `true`. */
function holds<_Claim extends true>(): void {}

export function _settableOptions(handle: HINTERNET, option: number): void {
  InternetSetOption(handle, INTERNET_OPTION_CONNECT_TIMEOUT, 300);
  InternetSetOption(handle, INTERNET_OPTION_HTTP_DECODING, true);
  InternetSetOption(handle, INTERNET_OPTION_USER_AGENT, null);
  InternetSetOption(handle, INTERNET_OPTION_PROXY, { lpszProxy: "p:1" });
  InternetSetOption(null, INTERNET_OPTION_CONNECTED_STATE, { dwFlags: 0 });
  InternetSetOption(null, INTERNET_OPTION_SETTINGS_CHANGED);
  InternetSetOption(handle, INTERNET_OPTION_CONTEXT_VALUE, { any: "value" });
  InternetSetOption(handle, FTP_OPTION_QUEUE, true);
  InternetSetOption(handle, option, "a number that is not known here");
  // @ts-expect-error a timeout is a number
  InternetSetOption(handle, INTERNET_OPTION_CONNECT_TIMEOUT, "300");
  // @ts-expect-error a timeout needs a value
  InternetSetOption(handle, INTERNET_OPTION_CONNECT_TIMEOUT);
  // @ts-expect-error this one is a boolean
  InternetSetOption(handle, INTERNET_OPTION_HTTP_DECODING, 1);
  // @ts-expect-error this one can only be queried
  InternetSetOption(handle, INTERNET_OPTION_HANDLE_TYPE, 1);
  // @ts-expect-error the proxy is a structure
  InternetSetOption(handle, INTERNET_OPTION_PROXY, "p:1");
  // @ts-expect-error milliseconds
  InternetSetOption(handle, FTP_OPTION_KEEP_ALIVE, true);
}

export function _queriedOptions(handle: HINTERNET): void {
  const timeout = InternetQueryOption(handle, INTERNET_OPTION_CONNECT_TIMEOUT);
  holds<Same<typeof timeout, number>>();
}

export function _queriedHeads(hRequest: HINTERNET): void {
  const text = HttpQueryInfo(hRequest, HTTP_QUERY_RAW_HEADERS_CRLF);
  holds<Same<typeof text, string>>();
  const custom = HttpQueryInfo(hRequest, HTTP_QUERY_CUSTOM, "X-Price");
  holds<Same<typeof custom, string>>();
  const number = HttpQueryInfo(
    hRequest,
    HTTP_QUERY_CONTENT_LENGTH | HTTP_QUERY_FLAG_NUMBER,
  );
  holds<Same<typeof number, string | number | Date>>();
  const literal = HttpQueryInfo(hRequest, 0x20000005);
  holds<Same<typeof literal, string | number | Date>>();
}

export async function _enumerations(handle: HINTERNET): Promise<void> {
  const ftp = await FtpFindFirstFile(handle);
  const file = await InternetFindNextFile(ftp.hFind);
  holds<Same<typeof file, WIN32_FIND_DATA | null>>();
  for await (const entry of entries(ftp.hFind)) {
    holds<Same<typeof entry, WIN32_FIND_DATA>>();
  }
  const gopher = await GopherFindFirstFile(handle);
  const item = await InternetFindNextFile(gopher.hFind);
  holds<Same<typeof item, GOPHER_FIND_DATA | null>>();
  const any = await InternetFindNextFile(handle);
  holds<Same<typeof any, WIN32_FIND_DATA | GOPHER_FIND_DATA | null>>();
  // @ts-expect-error a Gopher item has no file name
  item?.cFileName;
}

export function _results(event: StatusEvent): void {
  if (event.dwInternetStatus !== 100) return;
  const { dwResult } = event.lpvStatusInformation;
  if (typeof dwResult === "number") dwResult.toFixed();
  // @ts-expect-error dwResult may be a handle
  dwResult.toFixed();
}

export async function _urls(hInternet: HINTERNET): Promise<void> {
  await InternetOpenUrl(hInternet, new URL("http://a.example/"));
  // @ts-expect-error a URL is a text or a URL object
  await InternetOpenUrl(hInternet, 5);
}

Deno.test("a URL object is accepted instead of a URL string", async () => {
  const url = new URL("HTTP://A.example:80/x y?q");
  assertEquals(InternetCrackUrl(url).lpszUrlPath, "/x%20y");
  assertEquals(InternetCombineUrl(url, "z"), "http://a.example/z");
  InternetSetCookie(url, "a", "1");
  assertEquals(InternetGetCookie(url), "a=1");
  using hInternet = InternetOpen("agent");
  const file = new URL(import.meta.url);
  await using _hFile = await InternetOpenUrl(hInternet, file);
});

Deno.test("HTTP_VERSION is the text of wininet.h", () => {
  assertEquals(HTTP_VERSION, "HTTP/1.0");
});
