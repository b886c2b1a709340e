// Copyright 2026 the wininet authors. MIT license.

/**
 * The URL functions: parsing, building, canonicalizing and combining URLs as WinINet does,
 * not as the URL standard does.
 *
 * No function uses the network or needs a permission. A URL ends at its
 * first NUL, as it does in C; one of more than 65536 characters is refused.
 *
 * @example Resolving a relative URL
 * ```ts
 * import { InternetCombineUrl, InternetCrackUrl } from "@wininet/wininet/url";
 * import { assertEquals } from "@std/assert";
 *
 * const url = InternetCombineUrl("http://example.com/prices/today.txt", "../menu?lang=en");
 *
 * assertEquals(url, "http://example.com/menu?lang=en");
 * assertEquals(InternetCrackUrl(url).lpszExtraInfo, "?lang=en");
 * ```
 *
 * @module
 */

import { canonicalUrlOf } from "./_url/canonical.ts";
import { combineUrls } from "./_url/combine.ts";
import { crackUrl } from "./_url/crack.ts";
import { createUrl } from "./_url/create.ts";
import { ICU_FLAGS } from "./_url/form.ts";
import { urlText } from "./_url/text.ts";
import { checkedFlags } from "./_base/buffers.ts";
import { hasFlag } from "./_base/bits.ts";
import { answer } from "./_base/failure.ts";
import { ICU_DECODE, ICU_NO_ENCODE } from "./flags.ts";
import type { URL_COMPONENTS } from "./structures.ts";

export type { URL_COMPONENTS } from "./structures.ts";

/**
 * Splits a URL into its parts. Nothing of it is checked, changed or decoded, unless
 * ICU_DECODE asks for it.
 *
 * Without two slashes after the colon there is no host and everything is path, as
 * in `mailto:someone@example.com`. A file URL has no host either: its path is a
 * DOS path, `C:\dir` or `\\server\share`. A `?` or `#` is a character of such a path, and
 * also starts the extra part.
 *
 * Differences: every part is there, `""` where the URL has none; so the extra of any
 * other URL is never left in the path.
 *
 * @param lpszUrl The URL.
 * @param dwFlags ICU_DECODE: the URL is made canonical first, and its escapes become characters. ICU_ESCAPE changes nothing.
 * @returns The parts. `nScheme` is INTERNET_SCHEME_UNKNOWN, and `nPort` 0, where WinINet knows none.
 * @throws {InternetError} If the URL is not a text or a flag means nothing (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the URL has no scheme (ERROR_INTERNET_UNRECOGNIZED_SCHEME).
 * @throws {InternetError} If it has slashes for a host but none, or is too long (ERROR_INTERNET_INVALID_URL).
 *
 * @example The parts of a URL
 * ```ts
 * import { InternetCrackUrl } from "@wininet/wininet/url";
 * import { assertEquals } from "@std/assert";
 *
 * const parts = InternetCrackUrl("http://u:p@example.com:8080/a;b?c#d");
 *
 * assertEquals(parts.lpszHostName, "example.com");
 * assertEquals(parts.nPort, 8080);
 * assertEquals(parts.lpszUrlPath, "/a;b");
 * assertEquals(parts.lpszExtraInfo, "?c#d");
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetcrackurlw}
 */
export function InternetCrackUrl(
  lpszUrl: string | URL,
  dwFlags: number = 0,
): URL_COMPONENTS {
  return answer(() => {
    const flags = checkedFlags(dwFlags, "dwFlags", ICU_FLAGS);
    const url = urlText(lpszUrl, "lpszUrl");
    return crackUrl(
      hasFlag(flags, ICU_DECODE)
        ? canonicalUrlOf(url, ICU_DECODE | ICU_NO_ENCODE)
        : url,
    );
  });
}

/**
 * Builds a URL from its parts without changes: nothing is escaped.
 *
 * The text of the scheme wins over its number; without either it is http. The port
 * is omitted if it is 0 or that of the scheme. A slash comes between a host
 * and a path without one.
 *
 * Differences: a part that is `""` is absent. Only a user that is `""` beside a
 * password counts, so that the result of `InternetCrackUrl` becomes the URL again. A
 * part with a NUL is refused. No flag changes anything, as on Windows, although
 * Microsoft documents ICU_ESCAPE.
 *
 * @param lpUrlComponents The parts.
 * @param dwFlags ICU_ESCAPE, ICU_USERNAME, ICU_ESCAPE_AUTHORITY: without effect.
 * @returns The URL.
 * @throws {InternetError} If a part is wrong, a number of a scheme is unknown, there is a password and no user, or a flag means nothing (ERROR_INVALID_PARAMETER).
 *
 * @example A URL without its port
 * ```ts
 * import { InternetCreateUrl } from "@wininet/wininet/url";
 * import { assertEquals } from "@std/assert";
 *
 * const url = InternetCreateUrl({ lpszHostName: "example.com", nPort: 80, lpszUrlPath: "menu" });
 *
 * assertEquals(url, "http://example.com/menu");
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetcreateurlw}
 */
export function InternetCreateUrl(
  lpUrlComponents: Partial<URL_COMPONENTS>,
  dwFlags: number = 0,
): string {
  return answer(() => {
    checkedFlags(dwFlags, "dwFlags", ICU_FLAGS);
    return createUrl(lpUrlComponents);
  });
}

/**
 * Canonicalizes a URL: scheme and host in lower case, dot segments folded,
 * unsafe characters escaped, spaces at both ends and line ends taken away.
 *
 * Texts that are not URLs are canonicalized on a best-effort basis: nothing is checked.
 * Canonicalizing a URL twice may escape twice.
 *
 * Differences: none are known. As on Windows, user information gets small
 * letters too, brackets of an IPv6 address are escaped, characters from U+0100 on
 * are not, and ICU_BROWSER_MODE and ICU_ESCAPE change nothing.
 *
 * @param lpszUrl The URL.
 * @param dwFlags ICU_NO_ENCODE: nothing is escaped. ICU_ENCODE_SPACES_ONLY: spaces are, and nothing else. ICU_ENCODE_PERCENT: percent signs too. ICU_DECODE: escapes become characters first. ICU_NO_META: dot segments stay.
 * @returns The canonical URL.
 * @throws {InternetError} If the URL is not a text or a flag means nothing (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the URL is too long (ERROR_INTERNET_INVALID_URL).
 *
 * @example A URL that someone typed
 * ```ts
 * import { InternetCanonicalizeUrl } from "@wininet/wininet/url";
 * import { assertEquals } from "@std/assert";
 *
 * const url = InternetCanonicalizeUrl(" HTTP://Example.com/a/../coffee prices ");
 *
 * assertEquals(url, "http://example.com/coffee%20prices");
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetcanonicalizeurlw}
 */
export function InternetCanonicalizeUrl(
  lpszUrl: string | URL,
  dwFlags: number = 0,
): string {
  return answer(() => {
    const flags = checkedFlags(dwFlags, "dwFlags", ICU_FLAGS);
    return canonicalUrlOf(urlText(lpszUrl, "lpszUrl"), flags);
  });
}

/**
 * Tells which URL a relative one means from where another one stands. The result is
 * canonical.
 *
 * Differences: none that is known. As on Windows, and unlike RFC 3986, `?x` takes
 * the place of the last name of the path, `""` takes it away, and dots that lead out
 * of the path stay where the path begins with them.
 *
 * @param lpszBaseUrl The URL that the other one is relative to. Without a scheme it counts for nothing.
 * @param lpszRelativeUrl The relative URL; one with another scheme is taken as it is.
 * @param dwFlags The flags of `InternetCanonicalizeUrl`.
 * @returns The URL.
 * @throws {InternetError} If a URL is not a text or a flag means nothing (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If a URL is too long (ERROR_INTERNET_INVALID_URL).
 *
 * @example A link of a page
 * ```ts
 * import { InternetCombineUrl } from "@wininet/wininet/url";
 * import { assertEquals } from "@std/assert";
 *
 * const url = InternetCombineUrl("http://example.com/a/b", "c d");
 *
 * assertEquals(url, "http://example.com/a/c%20d");
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetcombineurlw}
 */
export function InternetCombineUrl(
  lpszBaseUrl: string | URL,
  lpszRelativeUrl: string | URL,
  dwFlags: number = 0,
): string {
  return answer(() => {
    const flags = checkedFlags(dwFlags, "dwFlags", ICU_FLAGS);
    const base = urlText(lpszBaseUrl, "lpszBaseUrl");
    return combineUrls(
      base,
      urlText(lpszRelativeUrl, "lpszRelativeUrl"),
      flags,
    );
  });
}
