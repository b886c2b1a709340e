// Copyright 2026 the wininet authors. MIT license.

/**
 * The handles on which an option can be used: one bit for each type of handle, at the
 * place of its INTERNET_HANDLE_TYPE_* number, and bit 0 for the process.
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
/** Connections of HTTP. */
export const HTTP_CONNECTION: number = levels(
  INTERNET_HANDLE_TYPE_CONNECT_HTTP,
);
/** Connections of FTP. */
export const FTP_CONNECTION: number = levels(INTERNET_HANDLE_TYPE_CONNECT_FTP);
/** Connections of any protocol. */
export const CONNECTION: number = HTTP_CONNECTION | FTP_CONNECTION |
  levels(INTERNET_HANDLE_TYPE_CONNECT_GOPHER);
/** HTTP requests. */
export const REQUEST: number = levels(INTERNET_HANDLE_TYPE_HTTP_REQUEST);
/** Files of FTP. */
export const FTP_FILE: number = levels(
  INTERNET_HANDLE_TYPE_FTP_FILE,
  INTERNET_HANDLE_TYPE_FTP_FILE_HTML,
);
/** Directories of FTP. */
export const FTP_FIND: number = levels(
  INTERNET_HANDLE_TYPE_FTP_FIND,
  INTERNET_HANDLE_TYPE_FTP_FIND_HTML,
);
/** Files and enumerations of any protocol but HTTP. */
export const FILE: number = FTP_FILE | FTP_FIND | levels(
  INTERNET_HANDLE_TYPE_GOPHER_FIND,
  INTERNET_HANDLE_TYPE_GOPHER_FIND_HTML,
  INTERNET_HANDLE_TYPE_GOPHER_FILE,
  INTERNET_HANDLE_TYPE_GOPHER_FILE_HTML,
  INTERNET_HANDLE_TYPE_FILE_REQUEST,
);
/** All handles. */
export const HANDLES: number = SESSION | CONNECTION | REQUEST | FILE;
/** All handles, and the process. */
export const EVERYWHERE: number = HANDLES | PROCESS;

/** The union of the levels of some types of handle; 0 is the process. */
export function levels(...types: number[]): number {
  return types.reduce((bits, type) => bits | (1 << type), 0);
}

/** Returns `true` if an option can be used on a type of handle; 0 is the process. */
export function hasLevel(bits: number, type: number): boolean {
  return (bits & (1 << type)) !== 0;
}
