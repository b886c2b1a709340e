// Copyright 2026 the wininet authors. MIT license.

/**
 * The cookie functions: read and set the cookies that requests send and
 * receive. No handle is needed, because the cookies belong to the process.
 *
 * Cookies without an expiry date are removed when the process ends, or by
 * INTERNET_OPTION_END_BROWSER_SESSION. Cookies with an expiry date are also
 * lost when the process ends, unless {@linkcode openCookieFile} persists them
 * in a file.
 *
 * The rules are those of RFC 6265 and its successor RFC 6265bis, with the list
 * of public suffixes; the functions document the differences of WinINet.
 *
 * @example Setting and reading
 * ```ts
 * import { InternetGetCookie, InternetSetCookie } from "@wininet/wininet/cookie";
 * import { assertEquals } from "@std/assert";
 *
 * InternetSetCookie("https://shop.example/", "colour", "red; secure");
 * InternetSetCookie("https://shop.example/", null, "size=9; path=/cart");
 *
 * assertEquals(InternetGetCookie("https://shop.example/cart"), "size=9; colour=red");
 * ```
 *
 * @module
 */

import {
  ERROR_ALREADY_EXISTS,
  ERROR_HTTP_COOKIE_DECLINED,
  ERROR_NO_MORE_ITEMS,
  InternetError,
} from "./error.ts";
import {
  COOKIE_STATE_REJECT,
  COOKIE_STATE_UB,
  COOKIE_STATE_UNKNOWN,
  INTERNET_COOKIE_RESTRICTED_ZONE,
} from "./flags.ts";
import { hasFlag, isDword } from "./_base/bits.ts";
import { checkedFlags, textOfUrl } from "./_base/buffers.ts";
import {
  checkedCookieHost,
  checkedCookieName,
  checkedCookieText,
  checkedCookieUrl,
  refusalError,
} from "./_cookies/arguments.ts";
import {
  decisionAt,
  decisionOf,
  forgetDecision,
  forgetDecisions,
  setDecision,
} from "./_cookies/decisions.ts";
import type { CookieFileWriter } from "./_cookies/file.ts";
import type { CookieJar, CookieOutcome } from "./_cookies/jar.ts";
import { jar, ownJar } from "./_cookies/requests.ts";
import { openHandle } from "./_core/handle.ts";
import type { Session } from "./_core/session.ts";
import type { HINTERNET } from "./structures.ts";
import type { Cookie } from "./_cookies/store.ts";
import {
  checkPolicy,
  COOKIE_FLAGS,
  type INTERNET_COOKIE2,
  partsOf,
  queryOf,
  settingOf,
  structureOf,
} from "./_cookies/structures.ts";
import { textFromBytes } from "./_cookies/text.ts";
import {
  answer,
  badParameter,
  begin,
  remembered,
  rememberOutcome,
} from "./_base/failure.ts";
import { quotedUrl, quotedValue } from "./_base/secrets.ts";

export { InternetError } from "./error.ts";
export type { HINTERNET } from "./structures.ts";
export type { INTERNET_COOKIE2 } from "./_cookies/structures.ts";
export type { InternetErrorData } from "./error.ts";

/** A site, and the decision about its cookies. */
export interface PerSiteCookieDecision {
  /** The site, such as `example.com`. */
  readonly pszSiteName: string;
  /** One of the `COOKIE_STATE_*` constants. */
  readonly dwDecision: number;
}

/** The file that keeps cookies. */
export interface CookieFile extends AsyncDisposable {
  /** The path of the file. */
  readonly path: string;
  /** Waits until all changes are written; rejects if that fails. */
  flush(): Promise<void>;
  /**
   * The error of the last write, or `null` if it succeeded. Unwritten cookies
   * are written with the next change, and by `flush` and `close`.
   */
  readonly failure: InternetError | null;
  /** Waits until all changes are written, like `flush`, and stops persisting cookies. */
  close(): Promise<void>;
}

/**
 * Sets a cookie for a URL.
 *
 * If the name is `null`, the data contains it, in the form of a Set-Cookie
 * header. Without `expires` and `max-age` the cookie is removed when the
 * process ends; a date in the past deletes the cookie. Without `domain` it
 * applies only to the host, without `path` to the directory of the URL. A
 * decision about the site is ignored.
 *
 * Differences: data without a name and without `=` is an unnamed cookie. As in
 * RFC 6265, it is ignored, and the function returns `true` as on Windows. An
 * http URL can set a Secure cookie, as on Windows, but only https requests send
 * it. A cookie is refused if it is set from http and would replace a Secure
 * one, or if its name starts with `__Secure-` or `__Host-` and its attributes
 * violate the rules for that prefix.
 *
 * @param lpszUrl The URL; its scheme is http or https.
 * @param lpszCookieName The name, or `null`.
 * @param lpszCookieData The value and attributes, `"red; path=/; expires=..."`;
 * if the name is `null`, `"colour=red; ..."`.
 * @param hInternet A handle of a private session (SESSION_OPTION_PRIVATE), to
 * use the cookies of that session; `null` for those of the process.
 * @returns `true`.
 * @throws {InternetError} If the URL has no scheme
 * (ERROR_INTERNET_UNRECOGNIZED_SCHEME), or is not an HTTP URL
 * (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the data is missing, too long or contains control
 * characters (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the domain does not cover the host, or is a public
 * suffix such as `co.uk` (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the cookie is HttpOnly, or would replace one that
 * is (ERROR_INVALID_OPERATION, 4317).
 * @throws {InternetError} If cookies of earlier calls could not be written to
 * the file of {@linkcode openCookieFile}.
 * @throws {InternetError} If `hInternet` is not an open handle
 * (ERROR_INVALID_HANDLE).
 *
 * @example A cookie for a whole domain
 * ```ts
 * import { InternetGetCookie, InternetSetCookie } from "@wininet/wininet/cookie";
 * import { assertEquals } from "@std/assert";
 *
 * InternetSetCookie("http://www.domain.example/", "lang", "en; domain=domain.example");
 *
 * assertEquals(InternetGetCookie("http://static.domain.example/"), "lang=en");
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetsetcookiew}
 */
export function InternetSetCookie(
  lpszUrl: string | URL,
  lpszCookieName: string | null,
  lpszCookieData: string,
  hInternet: HINTERNET | null = null,
): true {
  return answer(() => {
    // As on Windows, missing data is reported before an invalid
    // URL.
    const line = lineOf(lpszCookieName, lpszCookieData);
    const url = checkedCookieUrl(lpszUrl);
    const { refusal, name } = jarOf(hInternet).setLine(url, line, {
      httpOnly: false,
      server: false,
      obeysDecisions: false,
    });
    if (refusal !== null && refusal !== "nameless") {
      throw refusalError(refusal, name, url);
    }
    tellFailedWrite();
    return true;
  });
}

/**
 * Sets a cookie for a URL, and returns its state.
 *
 * Works like {@linkcode InternetSetCookie}, but applies the decision about the
 * site. With INTERNET_COOKIE_HTTPONLY the cookie may be HttpOnly, or replace an
 * HttpOnly one.
 *
 * Differences: P3P policies are not evaluated. A cookie with
 * INTERNET_FLAG_RESTRICTED_ZONE is rejected, because that zone has no cookies.
 *
 * @param lpszUrl The URL; its scheme is http or https.
 * @param lpszCookieName The name, or `null`.
 * @param lpszCookieData The value and the attributes.
 * @param dwFlags INTERNET_COOKIE_HTTPONLY, INTERNET_COOKIE_THIRD_PARTY,
 * INTERNET_COOKIE_EVALUATE_P3P and INTERNET_FLAG_RESTRICTED_ZONE.
 * @param dwReserved The P3P policy, which is ignored.
 * @param hInternet A handle of a private session (SESSION_OPTION_PRIVATE), to
 * use the cookies of that session; `null` for those of the process.
 * @returns COOKIE_STATE_ACCEPT, _LEASH, _PROMPT or _DOWNGRADE;
 * COOKIE_STATE_REJECT if the cookie was not set because it is HttpOnly, has no
 * name, or the site is rejected. `GetLastError` then returns the reason.
 * @throws {InternetError} For the reasons of {@linkcode InternetSetCookie},
 * except for HttpOnly cookies; and if the flags are unknown
 * (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If `hInternet` is not an open handle
 * (ERROR_INVALID_HANDLE).
 *
 * @example An HttpOnly cookie
 * ```ts
 * import { InternetSetCookieEx } from "@wininet/wininet/cookie";
 * import {
 *   COOKIE_STATE_ACCEPT,
 *   COOKIE_STATE_REJECT,
 *   INTERNET_COOKIE_HTTPONLY,
 * } from "@wininet/wininet/flags";
 * import { assertEquals } from "@std/assert";
 *
 * const url = "https://only.example/";
 *
 * assertEquals(InternetSetCookieEx(url, "id", "1; HttpOnly"), COOKIE_STATE_REJECT);
 * assertEquals(
 *   InternetSetCookieEx(url, "id", "1; HttpOnly", INTERNET_COOKIE_HTTPONLY),
 *   COOKIE_STATE_ACCEPT,
 * );
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetsetcookieexw}
 */
export function InternetSetCookieEx(
  lpszUrl: string | URL,
  lpszCookieName: string | null,
  lpszCookieData: string,
  dwFlags: number = 0,
  dwReserved: string | number | null = null,
  hInternet: HINTERNET | null = null,
): number {
  return begin(() => {
    const line = lineOf(lpszCookieName, lpszCookieData);
    const url = checkedCookieUrl(lpszUrl);
    const flags = checkedFlags(dwFlags, "dwFlags", COOKIE_FLAGS);
    checkPolicy(dwReserved, "dwReserved");
    if (hasFlag(flags, INTERNET_COOKIE_RESTRICTED_ZONE)) return inZone(url);
    const outcome = jarOf(hInternet).setLine(url, line, settingOf(flags));
    tellFailedWrite();
    return reportedState(outcome, url);
  });
}

/**
 * Sets a cookie from its parts, and returns its state.
 *
 * Differences: the state is returned, and an error is thrown. P3P policies are
 * not evaluated.
 *
 * @param pcwszUrl The URL; its scheme is http or https.
 * @param pCookie The cookie. Only the name is required; without an expiry date,
 * or with INTERNET_COOKIE_IS_SESSION, the cookie is removed when the process
 * ends.
 * @param pcwszP3PPolicy The P3P policy, which is ignored.
 * @param dwFlags INTERNET_COOKIE_NON_SCRIPT for HttpOnly cookies,
 * INTERNET_COOKIE_THIRD_PARTY, INTERNET_COOKIE_APPLY_HOST_ONLY and other
 * `INTERNET_COOKIE_*` flags.
 * @param hInternet A handle of a private session (SESSION_OPTION_PRIVATE), to
 * use the cookies of that session; `null` for those of the process.
 * @returns The state, as for {@linkcode InternetSetCookieEx}.
 * @throws {InternetError} For the reasons of {@linkcode InternetSetCookieEx},
 * and if a part has the wrong type (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If `hInternet` is not an open handle
 * (ERROR_INVALID_HANDLE).
 *
 * @example A cookie that expires after an hour
 * ```ts
 * import { InternetSetCookieEx2 } from "@wininet/wininet/cookie";
 * import { COOKIE_STATE_ACCEPT } from "@wininet/wininet/flags";
 * import { assertEquals } from "@std/assert";
 *
 * const ftExpires = new Date(Date.now() + 3_600_000);
 * const cookie = { pwszName: "id", pwszValue: "1", ftExpires };
 *
 * assertEquals(InternetSetCookieEx2("https://hour.example/", cookie), COOKIE_STATE_ACCEPT);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetsetcookieex2}
 */
export function InternetSetCookieEx2(
  pcwszUrl: string | URL,
  pCookie: Partial<INTERNET_COOKIE2>,
  pcwszP3PPolicy: string | null = null,
  dwFlags: number = 0,
  hInternet: HINTERNET | null = null,
): number {
  return begin(() => {
    const url = checkedCookieUrl(pcwszUrl);
    checkPolicy(pcwszP3PPolicy, "pcwszP3PPolicy");
    const flags = checkedFlags(dwFlags, "dwFlags", COOKIE_FLAGS);
    const line = partsOf(pCookie, url.hostname, flags);
    if (hasFlag(flags, INTERNET_COOKIE_RESTRICTED_ZONE)) return inZone(url);
    const outcome = jarOf(hInternet).set(url, line, settingOf(flags));
    tellFailedWrite();
    return reportedState(outcome, url);
  });
}

/**
 * Returns the cookies for a URL, in the form of a Cookie header:
 * `"colour=red; size=9"`.
 *
 * Cookies with the longest path come first; cookies with paths of the same
 * length are in the order in which they were set. HttpOnly cookies are omitted.
 *
 * @param lpszUrl The URL; its scheme is http or https.
 * @param lpszCookieName Ignored, as on Windows: all cookies are returned.
 * @param hInternet A handle of a private session (SESSION_OPTION_PRIVATE), to
 * use the cookies of that session; `null` for those of the process.
 * @returns The names and values.
 * @throws {InternetError} If no cookie exists (ERROR_NO_MORE_ITEMS).
 * @throws {InternetError} If the URL has no scheme
 * (ERROR_INTERNET_UNRECOGNIZED_SCHEME), or is not an HTTP URL
 * (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If `hInternet` is not an open handle
 * (ERROR_INVALID_HANDLE).
 *
 * @example A URL without cookies
 * ```ts
 * import { InternetGetCookie } from "@wininet/wininet/cookie";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => InternetGetCookie("https://none.example/"), "ERROR_NO_MORE_ITEMS");
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetgetcookiew}
 */
export function InternetGetCookie(
  lpszUrl: string | URL,
  lpszCookieName: string | null = null,
  hInternet: HINTERNET | null = null,
): string {
  return answer(() => {
    const url = checkedCookieUrl(lpszUrl);
    checkedCookieName(lpszCookieName);
    return cookieText(jarOf(hInternet).list(url, { httpOnly: false }), url);
  });
}

/**
 * Returns the cookies for a URL, either all or those with a given name.
 *
 * Differences: a program has no web page, so INTERNET_COOKIE_THIRD_PARTY omits
 * only the cookies of sites with the decision COOKIE_STATE_LEASH. With
 * INTERNET_FLAG_RESTRICTED_ZONE no cookies are returned.
 *
 * @param lpszUrl The URL; its scheme is http or https.
 * @param lpszCookieName The name, which is case-sensitive; `null` for all
 * cookies.
 * @param dwFlags INTERNET_COOKIE_HTTPONLY to include HttpOnly cookies,
 * INTERNET_COOKIE_THIRD_PARTY, INTERNET_FLAG_RESTRICTED_ZONE.
 * @param hInternet A handle of a private session (SESSION_OPTION_PRIVATE), to
 * use the cookies of that session; `null` for those of the process.
 * @returns The names and values, in the form of {@linkcode InternetGetCookie}.
 * @throws {InternetError} For the reasons of {@linkcode InternetGetCookie}, and
 * if the flags are unknown (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If `hInternet` is not an open handle
 * (ERROR_INVALID_HANDLE).
 *
 * @example One cookie
 * ```ts
 * import { InternetGetCookieEx, InternetSetCookie } from "@wininet/wininet/cookie";
 * import { assertEquals } from "@std/assert";
 *
 * const url = "https://one.example/";
 * InternetSetCookie(url, "a", "1");
 * InternetSetCookie(url, "b", "2");
 *
 * assertEquals(InternetGetCookieEx(url, "b"), "b=2");
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetgetcookieexw}
 */
export function InternetGetCookieEx(
  lpszUrl: string | URL,
  lpszCookieName: string | null = null,
  dwFlags: number = 0,
  hInternet: HINTERNET | null = null,
): string {
  return answer(() =>
    cookieText(found(lpszUrl, lpszCookieName, dwFlags, hInternet), lpszUrl)
  );
}

/**
 * Returns the cookies for a URL with their attributes.
 *
 * Differences: if no cookie exists, the array is empty. The array need not be
 * freed with {@linkcode InternetFreeCookies}.
 *
 * @param pcwszUrl The URL; its scheme is http or https.
 * @param pcwszCookieName The name; `null` for all cookies.
 * @param dwFlags INTERNET_COOKIE_NON_SCRIPT to include HttpOnly cookies,
 * INTERNET_COOKIE_SAME_SITE_LEVEL_CROSS_SITE for the cookies of a cross-site
 * request, and the flags of {@linkcode InternetGetCookieEx}.
 * @param hInternet A handle of a private session (SESSION_OPTION_PRIVATE), to
 * use the cookies of that session; `null` for those of the process.
 * @returns The cookies, in the order of a Cookie header.
 * @throws {InternetError} If the URL, the name or the flags are invalid, as for
 * {@linkcode InternetGetCookieEx}.
 * @throws {InternetError} If `hInternet` is not an open handle
 * (ERROR_INVALID_HANDLE).
 *
 * @example Attributes
 * ```ts
 * import { InternetGetCookieEx2, InternetSetCookie } from "@wininet/wininet/cookie";
 * import { assertEquals } from "@std/assert";
 *
 * const url = "https://attributes.example/";
 * InternetSetCookie(url, "a", "1; path=/; domain=attributes.example");
 * const [cookie] = InternetGetCookieEx2(url, "a");
 *
 * assertEquals(cookie?.pwszPath, "/");
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetgetcookieex2}
 */
export function InternetGetCookieEx2(
  pcwszUrl: string | URL,
  pcwszCookieName: string | null = null,
  dwFlags: number = 0,
  hInternet: HINTERNET | null = null,
): INTERNET_COOKIE2[] {
  return answer(() =>
    found(pcwszUrl, pcwszCookieName, dwFlags, hInternet).map(structureOf)
  );
}

/**
 * Frees the result of {@linkcode InternetGetCookieEx2}. The function does
 * nothing, and exists for ported programs.
 *
 * @param pCookies The cookies.
 * @param dwCookieCount The number of cookies.
 *
 * @example A call in a ported program
 * ```ts
 * import { InternetFreeCookies, InternetGetCookieEx2 } from "@wininet/wininet/cookie";
 *
 * InternetFreeCookies(InternetGetCookieEx2("https://free.example/"));
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetfreecookies}
 */
export function InternetFreeCookies(
  pCookies: readonly INTERNET_COOKIE2[] | null,
  dwCookieCount: number = pCookies?.length ?? 0,
): void {
  answer(() => {
    const free = pCookies === null || Array.isArray(pCookies);
    if (free && isDword(dwCookieCount)) return;
    throw badParameter(
      `Cannot free the cookies: pCookies must be an array or null, not ${
        quotedValue(pCookies)
      }, and dwCookieCount a number, not ${quotedValue(dwCookieCount)}`,
    );
  });
}

/**
 * Sets the decision about the cookies of a site.
 *
 * With COOKIE_STATE_REJECT, requests neither send nor store cookies, and
 * {@linkcode InternetSetCookieEx} sets none. With COOKIE_STATE_DOWNGRADE,
 * cookies become session cookies. With COOKIE_STATE_LEASH, cookies are omitted
 * for INTERNET_COOKIE_THIRD_PARTY. COOKIE_STATE_UNKNOWN removes the decision.
 * With INTERNET_SUPPRESS_COOKIE_POLICY (INTERNET_OPTION_SUPPRESS_BEHAVIOR) all
 * decisions are ignored.
 *
 * Differences: decisions are lost when the process ends. COOKIE_STATE_PROMPT
 * accepts cookies without asking the user.
 *
 * @param pchHostName The host; the decision applies to its whole site,
 * `example.com` for `www.example.com`.
 * @param dwDecision One of the `COOKIE_STATE_*` constants.
 * @returns `true`.
 * @throws {InternetError} If the host or the decision is invalid
 * (ERROR_INVALID_PARAMETER).
 *
 * @example Rejecting the cookies of a site
 * ```ts
 * import { InternetSetCookieEx, InternetSetPerSiteCookieDecision } from "@wininet/wininet/cookie";
 * import { COOKIE_STATE_REJECT } from "@wininet/wininet/flags";
 * import { assertEquals } from "@std/assert";
 *
 * InternetSetPerSiteCookieDecision("www.tracker.example", COOKIE_STATE_REJECT);
 *
 * assertEquals(InternetSetCookieEx("https://tracker.example/", "id", "1"), COOKIE_STATE_REJECT);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetsetpersitecookiedecisionw}
 */
export function InternetSetPerSiteCookieDecision(
  pchHostName: string,
  dwDecision: number,
): true {
  return answer(() => {
    const host = checkedCookieHost(pchHostName);
    if (!isDword(dwDecision) || dwDecision > COOKIE_STATE_UB) {
      throw badParameter(
        `Cannot decide about "${host}": dwDecision must be one of COOKIE_STATE_*, not ${
          quotedValue(dwDecision)
        }`,
      );
    }
    if (dwDecision === COOKIE_STATE_UNKNOWN) forgetDecision(host);
    else setDecision(host, dwDecision);
    return true;
  });
}

/**
 * Returns the decision about the cookies of a site.
 *
 * @param pchHostName The host.
 * @returns One of the `COOKIE_STATE_*` constants.
 * @throws {InternetError} If the host is invalid (ERROR_INVALID_PARAMETER), or
 * no decision exists (ERROR_NO_MORE_ITEMS).
 *
 * @example Reading a decision
 * ```ts
 * import {
 *   InternetGetPerSiteCookieDecision,
 *   InternetSetPerSiteCookieDecision,
 * } from "@wininet/wininet/cookie";
 * import { COOKIE_STATE_ACCEPT } from "@wininet/wininet/flags";
 * import { assertEquals } from "@std/assert";
 *
 * InternetSetPerSiteCookieDecision("good.example", COOKIE_STATE_ACCEPT);
 *
 * assertEquals(InternetGetPerSiteCookieDecision("www.good.example"), COOKIE_STATE_ACCEPT);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetgetpersitecookiedecisionw}
 */
export function InternetGetPerSiteCookieDecision(pchHostName: string): number {
  return answer(() => {
    const decision = decisionOf(checkedCookieHost(pchHostName));
    if (decision !== undefined) return decision;
    throw noMore(
      `Cannot return the decision: there is none about ${
        quotedValue(pchHostName)
      }`,
    );
  });
}

/**
 * Returns the decisions about cookies, one with each call.
 *
 * @param dwIndex The index: 0, 1 and so on, until ERROR_NO_MORE_ITEMS.
 * @returns The site and the decision.
 * @throws {InternetError} If no decision has this index (ERROR_NO_MORE_ITEMS),
 * or the index is not a DWORD (ERROR_INVALID_PARAMETER).
 *
 * @example The first decision
 * ```ts
 * import {
 *   InternetClearAllPerSiteCookieDecisions,
 *   InternetEnumPerSiteCookieDecision,
 *   InternetSetPerSiteCookieDecision,
 * } from "@wininet/wininet/cookie";
 * import { COOKIE_STATE_REJECT } from "@wininet/wininet/flags";
 * import { assertEquals } from "@std/assert";
 *
 * InternetClearAllPerSiteCookieDecisions();
 * InternetSetPerSiteCookieDecision("www.first.example", COOKIE_STATE_REJECT);
 *
 * assertEquals(InternetEnumPerSiteCookieDecision(0), {
 *   pszSiteName: "first.example",
 *   dwDecision: COOKIE_STATE_REJECT,
 * });
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/winineti/nf-winineti-internetenumpersitecookiedecisionw}
 */
export function InternetEnumPerSiteCookieDecision(
  dwIndex: number,
): PerSiteCookieDecision {
  return answer(() => {
    if (!isDword(dwIndex)) {
      throw badParameter(
        `Cannot use ${quotedValue(dwIndex)} as dwIndex: it must be a DWORD`,
      );
    }
    const decision = decisionAt(dwIndex);
    if (decision === undefined) {
      throw noMore(`Cannot return decision ${dwIndex}: there are no more`);
    }
    const [pszSiteName, dwDecision] = decision;
    return { pszSiteName, dwDecision };
  });
}

/**
 * Removes all decisions about the cookies of sites.
 *
 * @returns `true`.
 *
 * @example Removing all decisions
 * ```ts
 * import { InternetClearAllPerSiteCookieDecisions } from "@wininet/wininet/cookie";
 *
 * InternetClearAllPerSiteCookieDecisions();
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetclearallpersitecookiedecisions}
 */
export function InternetClearAllPerSiteCookieDecisions(): true {
  return answer(() => {
    forgetDecisions();
    return true;
  });
}

let cookieFile: CookieFileWriter | "opening" | null = null;

/**
 * Persists cookies that have an expiry date: reads the cookies of a file, and
 * then writes every change to it. Windows keeps cookies in the profile of the
 * user; here the program names the file, and without one no cookies are
 * persisted.
 *
 * The file also stores the hosts that require https (INTERNET_OPTION_HSTS).
 *
 * This is a function and not an option, because reading the file takes time and
 * may fail, which a promise can report.
 *
 * A change is written as soon as the program waits for something. The data is
 * written to a temporary file in the same directory, which then replaces the
 * file; `path.lock` locks the file during that time, so that several programs
 * can share it. The file and all temporary files have mode 0600; temporary
 * files that a killed program left are removed when the file is opened. A
 * symbolic link is followed. Cookies that are already in the process are
 * treated as newer than those in the file.
 *
 * `close`, `flush` and `await using` wait for the last change; `Deno.exit` does
 * not. An earlier write that fails is reported by `failure`, and once by the
 * next {@linkcode InternetSetCookie} or {@linkcode InternetSetCookieEx}, which
 * sets its cookie nevertheless.
 *
 * Needs the permission to read and write the directory, and never prompts for
 * it.
 *
 * @param path The path of the file, which is created if it does not exist.
 * @returns The file. Until it is closed, no other cookie file can be opened.
 * @throws {InternetError} If the path is invalid (ERROR_INVALID_PARAMETER), or
 * a cookie file is already open (ERROR_ALREADY_EXISTS).
 * @throws {InternetError} If the file is not a cookie file
 * (ERROR_INVALID_DATA); the file is not changed.
 * @throws {InternetError} If the file cannot be read, or the program has no
 * permission to write it (ERROR_ACCESS_DENIED, ERROR_PATH_NOT_FOUND,
 * ERROR_GEN_FAILURE).
 *
 * @example Cookies for the next start
 * ```ts
 * import { InternetSetCookie, openCookieFile } from "@wininet/wininet/cookie";
 *
 * async function run(): Promise<void> {
 *   await using _file = await openCookieFile("cookies.json");
 *   InternetSetCookie("https://kept.example/", "id", "1; max-age=86400");
 * }
 * ```
 */
export function openCookieFile(path: string): Promise<CookieFile> {
  return begin(() => {
    if (typeof path !== "string" || path === "" || path.includes("\0")) {
      throw badParameter(
        `Cannot open the cookie file ${
          quotedValue(path)
        }: path must be the path of a file`,
      );
    }
    if (cookieFile !== null) {
      throw new InternetError(
        ERROR_ALREADY_EXISTS,
        `Cannot open the cookie file ${quotedValue(path)}: ${
          whyInUse(path, cookieFile)
        }`,
      );
    }
    cookieFile = "opening";
    return remembered(() => openedFile(path), "openCookieFile");
  });
}

/** Returns the reason why no other file of cookies can be opened, and the cure. */
function whyInUse(path: string, open: CookieFileWriter | "opening"): string {
  if (open === "opening") {
    return "an earlier call of openCookieFile has not ended, so await it";
  }
  return open.path === path
    ? "it is already open, so use the file that the first call has returned, or close it first"
    : `${quotedValue(open.path)} is open, so close it first`;
}

async function openedFile(path: string): Promise<CookieFile> {
  let writer: CookieFileWriter;
  try {
    // Most programs persist no cookies, so this import must not delay their
    // start.
    const { CookieFileWriter } = await import("./_cookies/file.ts");
    writer = await CookieFileWriter.open(jar, path);
  } catch (error) {
    cookieFile = null;
    throw error;
  }
  cookieFile = writer;
  const close = () =>
    remembered(async () => {
      try {
        await writer.close();
      } finally {
        if (cookieFile === writer) cookieFile = null;
      }
    });
  return {
    path: writer.path,
    get failure() {
      return writer.failure;
    },
    flush: () => remembered(() => writer.flush()),
    close,
    [Symbol.asyncDispose]: async () => {
      if (!writer.closed) await close();
    },
  };
}

/**
 * Throws the error of a failed write of the file, once. The cookie of the call
 * is set nevertheless.
 */
function tellFailedWrite(): void {
  if (cookieFile === null || cookieFile === "opening") return;
  const failure = cookieFile.takeFailure();
  if (failure !== null) throw failure;
}

/** Returns the cookie jar of the session of a handle, or that of the process for `null`. */
function jarOf(hInternet: HINTERNET | null): CookieJar {
  if (hInternet === null) return jar;
  const session = openHandle(hInternet).root as Session;
  return session.sharedOrOwn(jar, ownJar);
}

/** Returns the Set-Cookie line of a name and its data. */
function lineOf(name: unknown, data: unknown): string {
  const checkedName = checkedCookieName(name);
  const text = checkedCookieText(data, "lpszCookieData");
  return checkedName === null ? text : `${checkedName}=${text}`;
}

/** Returns the state of an outcome; throws an error for an outcome that is not a state on Windows. */
function reportedState(outcome: CookieOutcome, url: URL): number {
  const { state, refusal, name } = outcome;
  const error = refusal === null ? null : refusalError(refusal, name, url);
  // On Windows these outcomes are states with a last error; all others are
  // errors.
  const isState = error === null || refusal === "http-only" ||
    refusal === "nameless" || error.code === ERROR_HTTP_COOKIE_DECLINED;
  if (!isState) throw error;
  rememberOutcome(error);
  return state;
}

/** Records the error for the restricted zone, which has no cookies, and returns its state. */
function inZone(url: URL): number {
  rememberOutcome(refusalError("decided", "", url));
  return COOKIE_STATE_REJECT;
}

/** Returns the cookies for the functions with flags. */
function found(
  url: unknown,
  name: unknown,
  dwFlags: unknown,
  hInternet: HINTERNET | null,
): Cookie[] {
  const checkedUrl = checkedCookieUrl(url);
  const wanted = checkedCookieName(name);
  const flags = checkedFlags(dwFlags, "dwFlags", COOKIE_FLAGS);
  if (hasFlag(flags, INTERNET_COOKIE_RESTRICTED_ZONE)) return [];
  const cookies = jarOf(hInternet).list(checkedUrl, queryOf(flags));
  return wanted === null
    ? cookies
    : cookies.filter((cookie) => cookie.name === wanted);
}

function cookieText(cookies: readonly Cookie[], url: unknown): string {
  if (cookies.length === 0) {
    throw noMore(
      `Cannot return the cookies for ${
        quotedUrl(textOfUrl(url))
      }: there are none; HttpOnly ones need InternetGetCookieEx with INTERNET_COOKIE_HTTPONLY`,
    );
  }
  return cookies.map(({ name, value }) => textFromBytes(`${name}=${value}`))
    .join("; ");
}

function noMore(message: string): InternetError {
  return new InternetError(ERROR_NO_MORE_ITEMS, message);
}
