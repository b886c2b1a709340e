// Copyright 2026 the wininet authors. MIT license.

/**
 * Microsoft's WinINet, the Internet client API of Windows, in TypeScript for
 * Deno on every operating system. Handles form a tree, and a status callback
 * reports the progress of each call.
 *
 * Names, parameters and their order are those of Microsoft. The output
 * parameters of Windows are return values here; calls that may wait return a
 * promise; a failed call throws an {@linkcode InternetError} with the Win32
 * code. Functions have no A and W variants.
 *
 * @example Downloading a page
 * ```ts
 * import { InternetOpen, InternetOpenUrl, readable } from "@wininet/wininet";
 *
 * async function download(url: string): Promise<string> {
 *   using hInternet = InternetOpen("my program/1.0");
 *   using hRequest = await InternetOpenUrl(hInternet, url);
 *   return await new Response(readable(hRequest)).text();
 * }
 * ```
 *
 * @example Watching a download
 * ```ts
 * import {
 *   INTERNET_FLAG_ASYNC,
 *   INTERNET_STATUS_REQUEST_COMPLETE,
 *   INTERNET_STATUS_RESPONSE_RECEIVED,
 *   InternetOpen,
 *   InternetOpenUrl,
 *   InternetSetStatusCallback,
 * } from "@wininet/wininet";
 *
 * function watch(url: string): void {
 *   const hInternet = InternetOpen("my program/1.0", 0, null, null, INTERNET_FLAG_ASYNC);
 *   InternetSetStatusCallback(hInternet, (_hInternet, dwContext, dwInternetStatus, information) => {
 *     if (dwInternetStatus === INTERNET_STATUS_RESPONSE_RECEIVED) {
 *       console.log(dwContext, "has", information, "more bytes");
 *     } else if (dwInternetStatus === INTERNET_STATUS_REQUEST_COMPLETE) {
 *       console.log(dwContext, "ended with", information.dwError);
 *     }
 *   });
 *   InternetOpenUrl(hInternet, url, null, 0, "the download");
 * }
 * ```
 *
 * @module
 */

export * from "./internet.ts";
export * from "./http.ts";
export * from "./ftp.ts";
export * from "./gopher.ts";
export * from "./url.ts";
export * from "./cookie.ts";
export * from "./cache.ts";
export * from "./system.ts";
export * from "./windows.ts";
export * from "./streams.ts";
export * from "./trace.ts";
export * from "./transfers.ts";
export * from "./trees.ts";
export * from "./status.ts";
export * from "./error.ts";
export * from "./flags.ts";
export * from "./options.ts";
export * from "./ftp_options.ts";
export * from "./gopher_options.ts";
export * from "./http_options.ts";
export * from "./session_options.ts";
export * from "./structures.ts";
