// Copyright 2026 the wininet authors. MIT license.

/**
 * The URL functions: parse, build, canonicalize and combine URLs by the rules
 * of WinINet, not by those of the URL standard.
 *
 * No function uses the network or needs a permission. A URL ends at its first
 * NUL, as in C; a URL of more than 65536 characters is refused.
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
 * Splits a URL into its parts. The parts are not checked, and not changed or
 * decoded unless ICU_DECODE is set.
 *
 * Without two slashes after the colon the URL has no host, and the rest is the
 * path, as in `mailto:someone@example.com`. A file URL has no host either: its
 * path is a DOS path, `C:\dir` or `\\server\share`. A `?` or `#` is a character
 * of such a path, and also starts the extra part.
 *
 * Differences: every part is present, and is `""` if the URL does not have it.
 * Except for file URLs, the path never includes the extra part.
 *
 * @param lpszUrl The URL.
 * @param dwFlags ICU_DECODE canonicalizes the URL first and decodes its
 * escapes; ICU_ESCAPE has no effect.
 * @returns The parts. For a scheme that WinINet does not know, `nScheme` is
 * INTERNET_SCHEME_UNKNOWN and `nPort` is 0.
 * @throws {InternetError} If the URL is neither a string nor a `URL`, or a flag
 * is invalid (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the URL has no scheme
 * (ERROR_INTERNET_UNRECOGNIZED_SCHEME).
 * @throws {InternetError} If an ftp, gopher, http or https URL has two slashes
 * but no host, or the URL is too long (ERROR_INTERNET_INVALID_URL).
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
 * Builds a URL from its parts without escaping them.
 *
 * `lpszScheme` takes precedence over `nScheme`; without either the scheme is
 * http. The port is omitted if it is 0 or the default port of the scheme. A
 * slash is inserted between a host and a path that does not start with one.
 *
 * Differences: a part that is `""` is treated as absent, except for a user name
 * beside a password, so that the result of `InternetCrackUrl` yields the same
 * URL again. A part with a NUL is refused. No flag has an effect, as on
 * Windows, although Microsoft documents ICU_ESCAPE.
 *
 * @param lpUrlComponents The parts.
 * @param dwFlags ICU_ESCAPE, ICU_USERNAME and ICU_ESCAPE_AUTHORITY; they have
 * no effect.
 * @returns The URL.
 * @throws {InternetError} If a part is invalid, the number of the scheme is
 * unknown, a password has no user name, or a flag is invalid
 * (ERROR_INVALID_PARAMETER).
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
 * Canonicalizes a URL: converts the scheme and the host to lower case, resolves
 * dot segments, escapes unsafe characters, and removes line ends and the spaces
 * at both ends.
 *
 * The URL is not checked: strings that are not URLs are canonicalized on a
 * best-effort basis. Canonicalizing a URL twice may escape it twice.
 *
 * Differences: none are known. As on Windows, user information is converted to
 * lower case too, the brackets of an IPv6 address are escaped, characters from
 * U+0100 on are not escaped, and ICU_BROWSER_MODE and ICU_ESCAPE have no
 * effect.
 *
 * @param lpszUrl The URL.
 * @param dwFlags ICU_NO_ENCODE escapes nothing, ICU_ENCODE_SPACES_ONLY escapes
 * only spaces, ICU_ENCODE_PERCENT also escapes percent signs, ICU_DECODE
 * decodes escapes first, and ICU_NO_META keeps dot segments.
 * @returns The canonical URL.
 * @throws {InternetError} If the URL is neither a string nor a `URL`, or a flag
 * is invalid (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the URL is too long (ERROR_INTERNET_INVALID_URL).
 *
 * @example A URL that a user typed
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
 * Resolves a relative URL against a base URL. The result is canonical.
 *
 * Differences: none are known. As on Windows, and unlike RFC 3986, `?x`
 * replaces the last segment of the path, `""` removes it, and if a path starts
 * with dot segments, all its dot segments are kept.
 *
 * @param lpszBaseUrl The base URL; it is ignored if it has no scheme.
 * @param lpszRelativeUrl The relative URL; a URL with another scheme is not
 * combined with the base.
 * @param dwFlags Flags, as for `InternetCanonicalizeUrl`.
 * @returns The URL.
 * @throws {InternetError} If a URL is neither a string nor a `URL`, or a flag
 * is invalid (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If a URL is too long (ERROR_INTERNET_INVALID_URL).
 *
 * @example A link on a page
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
