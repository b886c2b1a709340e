// Copyright 2026 the wininet authors. MIT license.

/**
 * The handles on which an option can be used, as a bit set: bit n is the handle
 * type whose INTERNET_HANDLE_TYPE_* constant is n, and bit 0 is the process.
 *
 * @module
 */

import {
  INTERNET_HANDLE_TYPE_CONNECT_FTP,
  INTERNET_HANDLE_TYPE_CONNECT_GOPHER,
  INTERNET_HANDLE_TYPE_CONNECT_HTTP,
  INTERNET_HANDLE_TYPE_FILE_REQUEST,
  INTERNET_HANDLE_TYPE_FTP_FILE,
  INTERNET_HANDLE_TYPE_FTP_FILE_HTML,
  INTERNET_HANDLE_TYPE_FTP_FIND,
  INTERNET_HANDLE_TYPE_FTP_FIND_HTML,
  INTERNET_HANDLE_TYPE_GOPHER_FILE,
  INTERNET_HANDLE_TYPE_GOPHER_FILE_HTML,
  INTERNET_HANDLE_TYPE_GOPHER_FIND,
  INTERNET_HANDLE_TYPE_GOPHER_FIND_HTML,
  INTERNET_HANDLE_TYPE_HTTP_REQUEST,
  INTERNET_HANDLE_TYPE_INTERNET,
} from "../options.ts";

/** No handle: the process. */
export const PROCESS: number = levels(0);
/** Sessions. */
export const SESSION: number = levels(INTERNET_HANDLE_TYPE_INTERNET);
/** HTTP connections. */
export const HTTP_CONNECTION: number = levels(
  INTERNET_HANDLE_TYPE_CONNECT_HTTP,
);
/** FTP connections. */
export const FTP_CONNECTION: number = levels(INTERNET_HANDLE_TYPE_CONNECT_FTP);
/** Connections of any protocol. */
export const CONNECTION: number = HTTP_CONNECTION | FTP_CONNECTION |
  levels(INTERNET_HANDLE_TYPE_CONNECT_GOPHER);
/** HTTP requests. */
export const REQUEST: number = levels(INTERNET_HANDLE_TYPE_HTTP_REQUEST);
/** FTP files. */
export const FTP_FILE: number = levels(
  INTERNET_HANDLE_TYPE_FTP_FILE,
  INTERNET_HANDLE_TYPE_FTP_FILE_HTML,
);
/** FTP enumerations. */
export const FTP_FIND: number = levels(
  INTERNET_HANDLE_TYPE_FTP_FIND,
  INTERNET_HANDLE_TYPE_FTP_FIND_HTML,
);
/** Files and enumerations of all protocols except HTTP. */
export const FILE: number = FTP_FILE | FTP_FIND | levels(
  INTERNET_HANDLE_TYPE_GOPHER_FIND,
  INTERNET_HANDLE_TYPE_GOPHER_FIND_HTML,
  INTERNET_HANDLE_TYPE_GOPHER_FILE,
  INTERNET_HANDLE_TYPE_GOPHER_FILE_HTML,
  INTERNET_HANDLE_TYPE_FILE_REQUEST,
);
/** All handles. */
export const HANDLES: number = SESSION | CONNECTION | REQUEST | FILE;
/** All handles and the process. */
export const EVERYWHERE: number = HANDLES | PROCESS;

/** The names of the handle types, for errors. */
const HANDLE_NAMES: ReadonlyMap<number, string> = new Map([
  [INTERNET_HANDLE_TYPE_INTERNET, "a session"],
  [INTERNET_HANDLE_TYPE_CONNECT_FTP, "an FTP connection"],
  [INTERNET_HANDLE_TYPE_CONNECT_GOPHER, "a Gopher connection"],
  [INTERNET_HANDLE_TYPE_CONNECT_HTTP, "an HTTP connection"],
  [INTERNET_HANDLE_TYPE_FTP_FIND, "an FTP enumeration"],
  [INTERNET_HANDLE_TYPE_FTP_FIND_HTML, "an FTP directory page"],
  [INTERNET_HANDLE_TYPE_FTP_FILE, "an FTP file"],
  [INTERNET_HANDLE_TYPE_FTP_FILE_HTML, "an FTP file"],
  [INTERNET_HANDLE_TYPE_GOPHER_FIND, "a Gopher enumeration"],
  [INTERNET_HANDLE_TYPE_GOPHER_FIND_HTML, "a Gopher menu page"],
  [INTERNET_HANDLE_TYPE_GOPHER_FILE, "a Gopher file"],
  [INTERNET_HANDLE_TYPE_GOPHER_FILE_HTML, "a Gopher file"],
  [INTERNET_HANDLE_TYPE_HTTP_REQUEST, "an HTTP request"],
  [INTERNET_HANDLE_TYPE_FILE_REQUEST, "a local file"],
]);

/** The functions that return a handle of the required type, for errors. */
export const OPENERS = {
  "a session": "InternetOpen",
  "an HTTP connection": "InternetConnect with INTERNET_SERVICE_HTTP",
  "an FTP connection": "InternetConnect with INTERNET_SERVICE_FTP",
  "a Gopher connection": "InternetConnect with INTERNET_SERVICE_GOPHER",
  "an HTTP request": "HttpOpenRequest or InternetOpenUrl",
} as const;

/** Returns the name of a handle type with its article. */
export function handleName(type: number): string {
  return HANDLE_NAMES.get(type) ?? "a handle";
}

/**
 * Returns the names of the handle types in a bit set, such as `a session or an
 * FTP file`, without the process.
 */
export function levelNames(bits: number): string {
  const names = HANDLE_NAMES.entries()
    .filter(([type]) => hasLevel(bits, type)).map(([, name]) => name);
  return new Intl.ListFormat("en", { type: "disjunction" })
    .format(new Set(names));
}

/** Returns the bit set of some handle types; 0 is the process. */
export function levels(...types: number[]): number {
  return types.reduce((bits, type) => bits | (1 << type), 0);
}

/** Returns `true` if a bit set contains a handle type; 0 is the process. */
export function hasLevel(bits: number, type: number): boolean {
  return (bits & (1 << type)) !== 0;
}
