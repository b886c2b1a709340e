// Copyright 2026 the wininet authors. MIT license.

/**
 * The selection of the protocol by the scheme of a URL.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_INVALID_URL,
  ERROR_INTERNET_UNRECOGNIZED_SCHEME,
  ERROR_INVALID_PARAMETER,
} from "../../error.ts";
import { InternetOpen, InternetOpenUrl } from "../../internet.ts";
import { thrownCode } from "../helpers/calls.ts";

/**
 * URLs that no protocol opens, and the error. ERROR_INTERNET_INVALID_URL means
 * that the scheme is known.
 */
const URLS: [url: unknown, code: number][] = [
  ["http:", ERROR_INTERNET_INVALID_URL],
  ["HTTPS:", ERROR_INTERNET_INVALID_URL],
  ["ftp:", ERROR_INTERNET_INVALID_URL],
  ["FTPS://", ERROR_INTERNET_INVALID_URL],
  ["gopher:", ERROR_INTERNET_INVALID_URL],
  ["Gophers://", ERROR_INTERNET_INVALID_URL],
  ["File:///a%2Fb", ERROR_INTERNET_INVALID_URL],
  ["xftp://h", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["ftpss://h", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["gopher", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["gopherss://h/", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  [" gopher:", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["mailto:a@b.example", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["", ERROR_INVALID_PARAMETER],
  [1, ERROR_INVALID_PARAMETER],
  [null, ERROR_INVALID_PARAMETER],
];

for (const [url, code] of URLS) {
  Deno.test(`InternetOpenUrl() fails with ${code} for ${JSON.stringify(url)}`, () => {
    using hInternet = InternetOpen("agent");
    assertEquals(
      thrownCode(() => InternetOpenUrl(hInternet, url as string)),
      code,
    );
  });
}
