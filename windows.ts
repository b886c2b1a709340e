// Copyright 2026 the wininet authors. MIT license.

/**
 * WinINet functions that depend on features of Windows: modems and the remote access service,
 * security zones, the settings of its Internet control panel, and its log-on providers. They exist
 * only for their names and documentation. Each fails immediately with ERROR_CALL_NOT_IMPLEMENTED
 * for any arguments, and its documentation names an alternative if one exists.
 *
 * The functions for proxy scripts fail in the same way until `loadProxyScripts` (`pac.ts`) has
 * loaded an interpreter.
 *
 * @example Continuing without a modem
 * ```ts
 * import { InternetAutodial } from "@wininet/wininet/windows";
 * import { ERROR_CALL_NOT_IMPLEMENTED, InternetError } from "@wininet/wininet/error";
 *
 * try {
 *   await InternetAutodial(0);
 * } catch (error) {
 *   if (!(error instanceof InternetError)) throw error;
 *   console.log(error.code === ERROR_CALL_NOT_IMPLEMENTED);
 * }
 * ```
 *
 * @module
 */

// The parameters are Microsoft's; most are not used.
// deno-lint-ignore-file no-unused-vars

import { ERROR_CALL_NOT_IMPLEMENTED, InternetError } from "./error.ts";
import type { HINTERNET } from "./structures.ts";
import {
  ABSOLUTE_URL,
  answer,
  badParameter,
  begin,
  invalidUrl,
  remembered,
} from "./_base/failure.ts";
import { quotedValue } from "./_base/secrets.ts";
import { proxyScripts } from "./_net/proxy_scripts.ts";

export type { HINTERNET } from "./structures.ts";

/** The result of `PrivacyGetZonePreferenceW` on Windows. */
export interface ZonePreference {
  /** One of the `PRIVACY_TEMPLATE_*` constants. */
  readonly dwTemplate: number;
  /** The preference string of PRIVACY_TEMPLATE_ADVANCED, otherwise `""`. */
  readonly pszBuffer: string;
}

/**
 * Dials the default connection if this machine is not online.
 *
 * Differences: modems and the remote access service are not supported here.
 * `InternetGetConnectedState` returns the state of the network.
 *
 * @param dwFlags `INTERNET_AUTODIAL_*` bits.
 * @param hwndParent The owner of the dialog.
 * @returns Never; on Windows `true` when the machine is online.
 * @throws {InternetError} Always (ERROR_CALL_NOT_IMPLEMENTED).
 *
 * @example The error
 * ```ts
 * import { InternetAutodial } from "@wininet/wininet/windows";
 * import { InternetError } from "@wininet/wininet/error";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => InternetAutodial(0), InternetError);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/winineti/nf-winineti-internetautodial}
 */
export function InternetAutodial(
  dwFlags: number,
  hwndParent: unknown = null,
): Promise<true> {
  return answer(() => notHere("InternetAutodial"));
}

/**
 * Ends the connection that `InternetAutodial` dialed.
 *
 * Differences: modems and the remote access service are not supported here.
 *
 * @param dwReserved Reserved: 0.
 * @returns Never; on Windows `true`.
 * @throws {InternetError} Always (ERROR_CALL_NOT_IMPLEMENTED).
 *
 * @example The error
 * ```ts
 * import { InternetAutodialHangup } from "@wininet/wininet/windows";
 * import { InternetError } from "@wininet/wininet/error";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => InternetAutodialHangup(), InternetError);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/winineti/nf-winineti-internetautodialhangup}
 */
export function InternetAutodialHangup(
  dwReserved: number = 0,
): true {
  return answer(() => notHere("InternetAutodialHangup"));
}

/**
 * Dials a connection.
 *
 * Differences: modems and the remote access service are not supported here. On Windows the result
 * is ERROR_SUCCESS, and the number of the connection is an out-parameter.
 *
 * @param hwndParent The owner of the dialog.
 * @param lpszConnectoid The name of the connection; `""` to let the user choose, `null` for the default one.
 * @param dwFlags `INTERNET_AUTODIAL_*` and `INTERNET_DIAL_*` bits.
 * @param dwReserved Reserved: 0.
 * @returns Never; on Windows the number of the connection, for `InternetHangUp`.
 * @throws {InternetError} Always (ERROR_CALL_NOT_IMPLEMENTED).
 *
 * @example The error
 * ```ts
 * import { InternetDial } from "@wininet/wininet/windows";
 * import { InternetError } from "@wininet/wininet/error";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => InternetDial(null, "Office", 0), InternetError);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/winineti/nf-winineti-internetdialw}
 */
export function InternetDial(
  hwndParent: unknown,
  lpszConnectoid: string | null,
  dwFlags: number,
  dwReserved: number = 0,
): Promise<number> {
  return answer(() => notHere("InternetDial"));
}

/**
 * Ends a connection that `InternetDial` dialed.
 *
 * Differences: modems and the remote access service are not supported here.
 *
 * @param dwConnection The number of the connection.
 * @param dwReserved Reserved: 0.
 * @returns Never; on Windows ERROR_SUCCESS.
 * @throws {InternetError} Always (ERROR_CALL_NOT_IMPLEMENTED).
 *
 * @example The error
 * ```ts
 * import { InternetHangUp } from "@wininet/wininet/windows";
 * import { InternetError } from "@wininet/wininet/error";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => InternetHangUp(1), InternetError);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/winineti/nf-winineti-internethangup}
 */
export function InternetHangUp(
  dwConnection: number,
  dwReserved: number = 0,
): 0 {
  return answer(() => notHere("InternetHangUp"));
}

/**
 * Reports to Windows the state of a connection that the program has dialed; also obsolete on
 * Windows.
 *
 * Differences: modems and the remote access service are not supported here.
 *
 * @param lpszConnectoid The name of the connection.
 * @param dwState INTERNET_DIALSTATE_DISCONNECTED, or 0.
 * @param dwReserved Reserved: 0.
 * @returns Never; on Windows `true`.
 * @throws {InternetError} Always (ERROR_CALL_NOT_IMPLEMENTED).
 *
 * @example The error
 * ```ts
 * import { InternetSetDialState } from "@wininet/wininet/windows";
 * import { InternetError } from "@wininet/wininet/error";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => InternetSetDialState("Office", 0), InternetError);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/winineti/nf-winineti-internetsetdialstatew}
 */
export function InternetSetDialState(
  lpszConnectoid: string,
  dwState: number,
  dwReserved: number = 0,
): true {
  return answer(() => notHere("InternetSetDialState"));
}

/**
 * Asks the user for consent to change from a secure URL to an insecure one, or the reverse.
 *
 * Differences: zones and dialogs are not supported here. A redirect between https and http ends
 * with a specific error, which `InternetErrorDlg` passes to the handler of the program.
 *
 * @param hWnd The owner of the dialog.
 * @param szUrlPrev The previous URL.
 * @param szUrlNew The new URL.
 * @param bPost Not used on Windows either.
 * @returns Never; on Windows ERROR_SUCCESS to continue, ERROR_CANCELLED to stop.
 * @throws {InternetError} Always (ERROR_CALL_NOT_IMPLEMENTED).
 *
 * @example The error
 * ```ts
 * import { InternetConfirmZoneCrossing } from "@wininet/wininet/windows";
 * import { InternetError } from "@wininet/wininet/error";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => InternetConfirmZoneCrossing(null, "https://example.com/", "http://example.com/"), InternetError);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetconfirmzonecrossingw}
 */
export function InternetConfirmZoneCrossing(
  hWnd: unknown,
  szUrlPrev: string,
  szUrlNew: string,
  bPost: boolean = false,
): Promise<number> {
  return answer(() => notHere("InternetConfirmZoneCrossing"));
}

/**
 * Finds the URL of the network's proxy script through DNS (WPAD).
 *
 * For a machine in the domain `a.b.example` that is `http://wpad.a.b.example/wpad.dat` or
 * `http://wpad.b.example/wpad.dat`, whichever name exists. A name directly below a public suffix,
 * such as `wpad.example`, or above one is never resolved.
 *
 * Differences: `loadProxyScripts` (`pac.ts`) must have been awaited. DHCP is not supported. The
 * domain is that of `Deno.hostname()`, or of /etc/resolv.conf; this needs `--allow-sys=hostname` or
 * `--allow-read=/etc/resolv.conf`. On Windows the URL is an out-parameter.
 *
 * @param dwDetectFlags PROXY_AUTO_DETECT_TYPE_DHCP, PROXY_AUTO_DETECT_TYPE_DNS_A or both.
 * @returns The URL of the script. The function does not check that the script can be loaded.
 * @throws {InternetError} Without `loadProxyScripts` (ERROR_CALL_NOT_IMPLEMENTED); for other flags
 * (ERROR_INVALID_PARAMETER); if no script is found, or `dwDetectFlags` is
 * PROXY_AUTO_DETECT_TYPE_DHCP only (ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT).
 *
 * @example The script of the network
 * ```ts
 * import { loadProxyScripts } from "@wininet/wininet/pac";
 * import { PROXY_AUTO_DETECT_TYPE_DNS_A } from "@wininet/wininet/options";
 * import { DetectAutoProxyUrl } from "@wininet/wininet/windows";
 *
 * await loadProxyScripts();
 * const url = await DetectAutoProxyUrl(PROXY_AUTO_DETECT_TYPE_DNS_A).catch(() => null);
 * console.log(url ?? "this network has no proxy script");
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/winineti/nf-winineti-detectautoproxyurl}
 */
export function DetectAutoProxyUrl(
  dwDetectFlags: number,
): Promise<string> {
  return begin(() => {
    const scripts = proxyScripts("DetectAutoProxyUrl");
    return remembered(() => scripts.detect(dwDetectFlags));
  });
}

/**
 * Loads the proxy script of the process, or loads it again.
 *
 * The script is the one that INTERNET_OPTION_PER_CONNECTION_OPTION on `null` selects, or one that
 * is given as a string; only `InternetGetProxyInfo` uses the latter. All sessions load their
 * scripts again.
 *
 * Differences: `loadProxyScripts` (`pac.ts`) must have been awaited. The string replaces the
 * parameter that Windows reserves; on Windows, the function of the same name in jsproxy.dll accepts
 * a script.
 *
 * @param dwReserved 0, or an object with the script in `lpszScriptBuffer`.
 * @returns `true`.
 * @throws {InternetError} Without `loadProxyScripts` (ERROR_CALL_NOT_IMPLEMENTED); for another
 * argument (ERROR_INVALID_PARAMETER); if no script is set (ERROR_CAN_NOT_COMPLETE), it cannot be
 * loaded (ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT), or it has more than 1 MiB
 * (ERROR_INTERNET_BAD_AUTO_PROXY_SCRIPT).
 *
 * @example A script of the program
 * ```ts
 * import { loadProxyScripts } from "@wininet/wininet/pac";
 * import { InternetGetProxyInfo, InternetInitializeAutoProxyDll } from "@wininet/wininet/windows";
 * import { assertEquals } from "@std/assert";
 *
 * await loadProxyScripts();
 * await InternetInitializeAutoProxyDll({
 *   lpszScriptBuffer: 'function FindProxyForURL(url, host) { return "PROXY a.example:8080"; }',
 * });
 * assertEquals(await InternetGetProxyInfo("http://example.com/", "example.com"), "PROXY a.example:8080");
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/winineti/nf-winineti-internetinitializeautoproxydll}
 */
export function InternetInitializeAutoProxyDll(
  dwReserved: number | { readonly lpszScriptBuffer: string } = 0,
): Promise<true> {
  return begin(() => {
    const scripts = proxyScripts("InternetInitializeAutoProxyDll");
    const script = scriptOf(dwReserved);
    return remembered(async () => {
      await scripts.initialize(script);
      return true as const;
    });
  });
}

/** Returns the text of a script, or `null` for the number 0. */
function scriptOf(
  value: number | { readonly lpszScriptBuffer: string },
): string | null {
  if (value === 0) return null;
  const text = typeof value === "object" && value !== null
    ? value.lpszScriptBuffer
    : null;
  if (typeof text === "string") return text;
  throw badParameter(
    `Cannot load the proxy script: dwReserved must be 0 or { lpszScriptBuffer: "the script" }, not ${
      quotedValue(value)
    }`,
  );
}

/**
 * Discards the proxy script of the process; obsolete on Windows. Sessions load their
 * scripts again when they need them.
 *
 * Differences: `loadProxyScripts` (`pac.ts`) must have been awaited.
 *
 * @param lpszMime Reserved: `null`.
 * @param dwReserved Reserved: 0.
 * @returns `true`.
 * @throws {InternetError} Without `loadProxyScripts` (ERROR_CALL_NOT_IMPLEMENTED).
 *
 * @example At the end
 * ```ts
 * import { loadProxyScripts } from "@wininet/wininet/pac";
 * import { InternetDeInitializeAutoProxyDll } from "@wininet/wininet/windows";
 * import { assertEquals } from "@std/assert";
 *
 * await loadProxyScripts();
 * assertEquals(InternetDeInitializeAutoProxyDll(), true);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetdeinitializeautoproxydll}
 */
export function InternetDeInitializeAutoProxyDll(
  lpszMime: string | null = null,
  dwReserved: number = 0,
): true {
  return answer(() => {
    proxyScripts("InternetDeInitializeAutoProxyDll").deinitialize();
    return true;
  });
}

/**
 * Runs the proxy script of the process to find the proxies for a URL; obsolete on Windows.
 * `findProxy` (`pac.ts`) runs any script.
 *
 * Differences: `loadProxyScripts` (`pac.ts`) must have been awaited. The host is taken from the
 * URL. On Windows the result is an out-parameter.
 *
 * @param lpszUrl The URL.
 * @param lpszUrlHostName Its host.
 * @returns The unchanged result of the script, such as `"PROXY host:8080; DIRECT"`.
 * @throws {InternetError} Without `loadProxyScripts` (ERROR_CALL_NOT_IMPLEMENTED); if the URL is
 * invalid (ERROR_INTERNET_INVALID_URL); if no script is set (ERROR_CAN_NOT_COMPLETE), it cannot be
 * loaded (ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT), it throws, or it exceeds a limit
 * (ERROR_INTERNET_BAD_AUTO_PROXY_SCRIPT).
 *
 * @example The proxies for a URL
 * ```ts
 * import { loadProxyScripts } from "@wininet/wininet/pac";
 * import { InternetGetProxyInfo } from "@wininet/wininet/windows";
 *
 * await loadProxyScripts();
 * const ways = await InternetGetProxyInfo("http://example.com/", "example.com")
 *   .catch(() => "there is no proxy script");
 * console.log(ways);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/wininet/internetgetproxyinfo}
 */
export function InternetGetProxyInfo(
  lpszUrl: string,
  lpszUrlHostName: string,
): Promise<string> {
  return begin(() => {
    const scripts = proxyScripts("InternetGetProxyInfo");
    const url = URL.parse(lpszUrl);
    if (url === null) throw invalidUrl(lpszUrl, ABSOLUTE_URL);
    return remembered(() => scripts.find(url));
  });
}

/**
 * Reads the cookie policy of a security zone.
 *
 * Differences: security zones are not supported here; `InternetSetPerSiteCookieDecision` decides
 * about the cookies of a site. On Windows the result is an error code, and the template and the
 * string are out-parameters.
 *
 * @param dwZone The zone.
 * @param dwType PRIVACY_TYPE_FIRST_PARTY or PRIVACY_TYPE_THIRD_PARTY.
 * @returns Never; on Windows the settings.
 * @throws {InternetError} Always (ERROR_CALL_NOT_IMPLEMENTED).
 *
 * @example The error
 * ```ts
 * import { PrivacyGetZonePreferenceW } from "@wininet/wininet/windows";
 * import { InternetError } from "@wininet/wininet/error";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => PrivacyGetZonePreferenceW(3, 0), InternetError);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/winineti/nf-winineti-privacygetzonepreferencew}
 */
export function PrivacyGetZonePreferenceW(
  dwZone: number,
  dwType: number,
): ZonePreference {
  return answer(() => notHere("PrivacyGetZonePreferenceW"));
}

/**
 * Sets the cookie policy of a security zone.
 *
 * Differences: security zones are not supported here; `InternetSetPerSiteCookieDecision` decides
 * about the cookies of a site.
 *
 * @param dwZone The zone.
 * @param dwType PRIVACY_TYPE_FIRST_PARTY or PRIVACY_TYPE_THIRD_PARTY.
 * @param dwTemplate One of the `PRIVACY_TEMPLATE_*` constants.
 * @param pszPreference The preference string of PRIVACY_TEMPLATE_ADVANCED.
 * @returns Never; on Windows ERROR_SUCCESS.
 * @throws {InternetError} Always (ERROR_CALL_NOT_IMPLEMENTED).
 *
 * @example The error
 * ```ts
 * import { PrivacySetZonePreferenceW } from "@wininet/wininet/windows";
 * import { InternetError } from "@wininet/wininet/error";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => PrivacySetZonePreferenceW(3, 0, 3), InternetError);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/winineti/nf-winineti-privacysetzonepreferencew}
 */
export function PrivacySetZonePreferenceW(
  dwZone: number,
  dwType: number,
  dwTemplate: number,
  pszPreference: string | null = null,
): 0 {
  return answer(() => notHere("PrivacySetZonePreferenceW"));
}

/**
 * Sets an option for the whole machine; not supported on Windows either.
 *
 * Differences: none. Use `InternetSetOption` to set options.
 *
 * @param hInternet The handle.
 * @param dwOption One of the `INTERNET_OPTION_*` constants.
 * @param lpBuffer The value.
 * @param dwFlags ISO_GLOBAL and ISO_REGISTRY.
 * @returns Never; on Windows `true`.
 * @throws {InternetError} Always (ERROR_CALL_NOT_IMPLEMENTED).
 *
 * @example The error
 * ```ts
 * import { InternetSetOptionEx } from "@wininet/wininet/windows";
 * import { InternetError } from "@wininet/wininet/error";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => InternetSetOptionEx(null, 2, 1000, 1), InternetError);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetsetoptionexw}
 */
export function InternetSetOptionEx(
  hInternet: HINTERNET | null,
  dwOption: number,
  lpBuffer: unknown,
  dwFlags: number,
): true {
  return answer(() => notHere("InternetSetOptionEx"));
}

/**
 * Computes the response to a Passport challenge from the password that Windows has stored.
 *
 * Differences: Passport authentication and a password store are not supported here. On Windows the
 * response is an out-parameter.
 *
 * @param pszChallengeInfo The challenge of the server.
 * @param pwszRealm The name of the site.
 * @param pwszTarget The server.
 * @returns Never; on Windows 32 hexadecimal digits.
 * @throws {InternetError} Always (ERROR_CALL_NOT_IMPLEMENTED).
 *
 * @example The error
 * ```ts
 * import { CreateMD5SSOHash } from "@wininet/wininet/windows";
 * import { InternetError } from "@wininet/wininet/error";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => CreateMD5SSOHash("challenge", "site", "server"), InternetError);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/winineti/nf-winineti-createmd5ssohash}
 */
export function CreateMD5SSOHash(
  pszChallengeInfo: string,
  pwszRealm: string,
  pwszTarget: string,
): string {
  return answer(() => notHere("CreateMD5SSOHash"));
}

/**
 * Discards the credentials of the MSN and DPA log-on providers, whose DLLs have this function on
 * Windows.
 *
 * Differences: these providers are not supported here. INTERNET_OPTION_END_BROWSER_SESSION discards
 * the credentials of Basic, Digest and NTLM authentication.
 *
 * @returns Never; on Windows `true`.
 * @throws {InternetError} Always (ERROR_CALL_NOT_IMPLEMENTED).
 *
 * @example The error
 * ```ts
 * import { CleanupCredentialCache } from "@wininet/wininet/windows";
 * import { InternetError } from "@wininet/wininet/error";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => CleanupCredentialCache(), InternetError);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/wininet/cleanupcredentialcache}
 */
export function CleanupCredentialCache(): true {
  return answer(() => notHere("CleanupCredentialCache"));
}

function notHere(name: string): never {
  throw new InternetError(
    ERROR_CALL_NOT_IMPLEMENTED,
    `Cannot call ${name}: it needs parts of Windows that no other system has; see docs/FUNCTIONS.md`,
  );
}
