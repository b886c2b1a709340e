// Copyright 2026 the wininet authors. MIT license.

/**
 * Functions of WinINet that depend on features of Windows: modems and the
 * remote access service, security zones, the settings of its Internet control panel,
 * its interpreter of proxy scripts, its log-on providers.
 *
 * They exist for their names and documentation. Each fails at once with
 * ERROR_CALL_NOT_IMPLEMENTED for any arguments, and its documentation names an
 * alternative.
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

// The parameters are Microsoft's; they are not used.
// deno-lint-ignore-file no-unused-vars

import { ERROR_CALL_NOT_IMPLEMENTED, InternetError } from "./error.ts";
import type { HINTERNET } from "./structures.ts";
import { answer } from "./_base/failure.ts";

export type { HINTERNET } from "./structures.ts";

/** The result of `PrivacyGetZonePreferenceW` on Windows. */
export interface ZonePreference {
  /** One of the `PRIVACY_TEMPLATE_*` constants. */
  readonly dwTemplate: number;
  /** The text of PRIVACY_TEMPLATE_ADVANCED, else `""`. */
  readonly pszBuffer: string;
}

/**
 * Dials the default connection if this machine is not online.
 *
 * Differences: there are no modems and no remote access service here.
 * `InternetGetConnectedState` returns the state of the network.
 *
 * @param dwFlags `INTERNET_AUTODIAL_*` bits.
 * @param hwndParent The owner of the dialog.
 * @returns Never; on Windows `true` once it is online.
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
 * Ends the connection that `InternetAutodial` dialled.
 *
 * Differences: there are no modems and no remote access service here.
 *
 * @param dwReserved 0.
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
 * Differences: there are no modems and no remote access service here. On Windows
 * the result is ERROR_SUCCESS and the number is an out-parameter.
 *
 * @param hwndParent The owner of the dialog.
 * @param lpszConnectoid The name of the connection, `""` to let the user choose, `null` for the default one.
 * @param dwFlags `INTERNET_AUTODIAL_*` and `INTERNET_DIAL_*` bits.
 * @param dwReserved 0.
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
 * Ends a connection that `InternetDial` dialled.
 *
 * Differences: there are no modems and no remote access service here.
 *
 * @param dwConnection The number of the connection.
 * @param dwReserved 0.
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
 * Tells Windows the state of a connection that a program dials by itself; obsolete
 * there too.
 *
 * Differences: there are no modems and no remote access service here.
 *
 * @param lpszConnectoid The name of the connection.
 * @param dwState INTERNET_DIALSTATE_DISCONNECTED, or 0.
 * @param dwReserved 0.
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
 * Asks the user for consent to leave a secure URL for an insecure one, or the other way.
 *
 * Differences: there are no zones and no dialogs here. A redirect between https
 * and http ends with an error of its own, which `InternetErrorDlg` passes to the
 * handler of the program.
 *
 * @param hWnd The owner of the dialog.
 * @param szUrlPrev The URL before.
 * @param szUrlNew The URL to go to.
 * @param bPost Not used on Windows either.
 * @returns Never; on Windows ERROR_SUCCESS to go on, ERROR_CANCELLED to stop.
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
 * Finds the URL of the network's proxy script (WPAD).
 *
 * Differences: no proxy script is looked for. Proxies come from `InternetOpen` or
 * the environment.
 *
 * @param dwDetectFlags `PROXY_AUTO_DETECT_TYPE_*` bits.
 * @returns Never; on Windows the URL of the script.
 * @throws {InternetError} Always (ERROR_CALL_NOT_IMPLEMENTED).
 *
 * @example The error
 * ```ts
 * import { DetectAutoProxyUrl } from "@wininet/wininet/windows";
 * import { InternetError } from "@wininet/wininet/error";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => DetectAutoProxyUrl(1), InternetError);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/winineti/nf-winineti-detectautoproxyurl}
 */
export function DetectAutoProxyUrl(
  dwDetectFlags: number,
): Promise<string> {
  return answer(() => notHere("DetectAutoProxyUrl"));
}

/**
 * Reads the proxy script of Windows' settings again.
 *
 * Differences: there is no interpreter of proxy scripts here.
 *
 * @param dwReserved 0.
 * @returns Never; on Windows `true`.
 * @throws {InternetError} Always (ERROR_CALL_NOT_IMPLEMENTED).
 *
 * @example The error
 * ```ts
 * import { InternetInitializeAutoProxyDll } from "@wininet/wininet/windows";
 * import { InternetError } from "@wininet/wininet/error";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => InternetInitializeAutoProxyDll(), InternetError);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/winineti/nf-winineti-internetinitializeautoproxydll}
 */
export function InternetInitializeAutoProxyDll(
  dwReserved: number = 0,
): Promise<true> {
  return answer(() => notHere("InternetInitializeAutoProxyDll"));
}

/**
 * Unloads Windows' interpreter of proxy scripts; obsolete there too.
 *
 * Differences: there is no such interpreter here.
 *
 * @param lpszMime `null`.
 * @param dwReserved 0.
 * @returns Never; on Windows `true`.
 * @throws {InternetError} Always (ERROR_CALL_NOT_IMPLEMENTED).
 *
 * @example The error
 * ```ts
 * import { InternetDeInitializeAutoProxyDll } from "@wininet/wininet/windows";
 * import { InternetError } from "@wininet/wininet/error";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => InternetDeInitializeAutoProxyDll(), InternetError);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internetdeinitializeautoproxydll}
 */
export function InternetDeInitializeAutoProxyDll(
  lpszMime: string | null = null,
  dwReserved: number = 0,
): true {
  return answer(() => notHere("InternetDeInitializeAutoProxyDll"));
}

/**
 * Asks the proxy script which proxies are on the way to a URL; obsolete on Windows
 * too.
 *
 * Differences: there is no interpreter of proxy scripts here. On Windows the text
 * is an out-parameter.
 *
 * @param lpszUrl The URL.
 * @param lpszUrlHostName Its host.
 * @returns Never; on Windows the proxies in the form of a script, such as `"PROXY host:8080; DIRECT"`.
 * @throws {InternetError} Always (ERROR_CALL_NOT_IMPLEMENTED).
 *
 * @example The error
 * ```ts
 * import { InternetGetProxyInfo } from "@wininet/wininet/windows";
 * import { InternetError } from "@wininet/wininet/error";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => InternetGetProxyInfo("http://example.com/", "example.com"), InternetError);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/wininet/internetgetproxyinfo}
 */
export function InternetGetProxyInfo(
  lpszUrl: string,
  lpszUrlHostName: string,
): Promise<string> {
  return answer(() => notHere("InternetGetProxyInfo"));
}

/**
 * Reads the cookie policy of a security zone.
 *
 * Differences: there are no security zones here; a program can use the decisions
 * about the cookies of sites. On Windows the result is an error code, and template and
 * text are out-parameters.
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
 * Differences: there are no security zones here; a program can use the decisions
 * about the cookies of sites.
 *
 * @param dwZone The zone.
 * @param dwType PRIVACY_TYPE_FIRST_PARTY or PRIVACY_TYPE_THIRD_PARTY.
 * @param dwTemplate One of the `PRIVACY_TEMPLATE_*` constants.
 * @param pszPreference The text of PRIVACY_TEMPLATE_ADVANCED.
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
 * Differences: none. `InternetSetOption` sets options.
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
 * Makes the answer to a Passport log-on from the password that Windows has stored.
 *
 * Differences: there is no such store of passwords and no Passport log-on here. On
 * Windows the text is an out-parameter.
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
 * Forgets the credentials of the MSN and DPA log-on providers, whose DLLs have
 * this function on Windows.
 *
 * Differences: there are no such providers here.
 * INTERNET_OPTION_END_BROWSER_SESSION forgets the credentials of Basic, Digest and NTLM.
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
    `Cannot call ${name}: what it needs is a part of Windows`,
  );
}
