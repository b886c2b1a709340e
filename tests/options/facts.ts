// Copyright 2026 the wininet authors. MIT license.

/**
 * The documented options and their values, taken from Microsoft's pages and
 * from observations of Windows, independently of the table of the library.
 *
 * @module
 */

import {
  ERROR_BAD_ARGUMENTS,
  ERROR_INTERNET_BAD_OPTION_LENGTH,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INTERNET_INVALID_OPERATION,
  ERROR_INTERNET_INVALID_OPTION,
  ERROR_INVALID_PARAMETER,
} from "../../error.ts";

/**
 * A kind of handle: none, a session, a connection (HTTP, Gopher or FTP), a
 * request, or an FTP file.
 */
export type Level = "N" | "S" | "H" | "G" | "F" | "R" | "f";

/** A value that is rejected, and the error. */
export type Wrong = readonly [value: unknown, code: number];

/** The facts about an option. */
export interface OptionFact {
  readonly name: string;
  /** The handles that have the option, as letters of {@linkcode Level}. */
  readonly where: string;
  readonly access: "get" | "set" | "get/set";
  /** The initial value; omitted if it depends on the handle. */
  readonly initial?: unknown;
  /** The initial value on FTP and Gopher handles, if it is different. */
  readonly initialOfFiles?: unknown;
  readonly right?: readonly unknown[];
  readonly wrong?: readonly Wrong[];
  /** The error for all other handles. */
  readonly elsewhere?: number;
}

/** An option that always causes an error, even on a handle that has it. */
export interface Refusal {
  readonly name: string;
  readonly where: string;
  readonly code: number;
}

const ANY = "SHGFRf";
const ALL = `N${ANY}`;
const NO_LIMIT = 0xffffffff;

function wrong(code: number, values: readonly unknown[]): Wrong[] {
  return values.map((value) => [value, code]);
}

function invalid(...values: unknown[]): Wrong[] {
  return wrong(ERROR_INVALID_PARAMETER, values);
}

const NO_DWORDS = invalid(-1, 1.5, 2 ** 32, NaN, "1", null, undefined, true);
const NO_BOOLEANS = invalid(0, 1, "true", null, undefined, {});
const NO_TEXTS = invalid(5, null, undefined, true, {}, "a\r\nb", "a\nb", "\0");

type Values = Pick<OptionFact, "access" | "right" | "wrong">;

const DWORD: Values = {
  access: "get/set",
  right: [0, 1, 4711, NO_LIMIT],
  wrong: NO_DWORDS,
};
const BOOLEAN: Values = {
  access: "get/set",
  right: [true, false],
  wrong: NO_BOOLEANS,
};
const TEXT: Values = {
  access: "get/set",
  right: ["a", "ein Wort mit Umläuten: äöü", ""],
  wrong: NO_TEXTS,
};
const ACTION: Values = { access: "set", right: [null, undefined, 0, "text"] };
const GET: Values = { access: "get" };

/** Options that have an effect. */
export const FACTS: readonly OptionFact[] = [
  { name: "CALLBACK", where: ANY, ...GET },
  { name: "CONNECT_TIMEOUT", where: ALL, ...DWORD, initial: 60_000 },
  {
    name: "CONNECT_RETRIES",
    where: ALL,
    ...DWORD,
    initial: 5,
    right: [1, NO_LIMIT],
    wrong: [...NO_DWORDS, ...invalid(0)],
  },
  {
    name: "SEND_TIMEOUT",
    where: ALL,
    ...DWORD,
    initial: 300_000,
    initialOfFiles: 120_000,
  },
  {
    name: "RECEIVE_TIMEOUT",
    where: ALL,
    ...DWORD,
    initial: 300_000,
    initialOfFiles: 120_000,
  },
  { name: "DATA_SEND_TIMEOUT", where: ALL, ...DWORD, initial: 120_000 },
  { name: "DATA_RECEIVE_TIMEOUT", where: ALL, ...DWORD, initial: 120_000 },
  { name: "HANDLE_TYPE", where: ANY, ...GET },
  {
    name: "CONTEXT_VALUE_OLD",
    where: ANY,
    access: "get/set",
    right: [1, "text", 0],
  },
  { name: "READ_BUFFER_SIZE", where: "Ff", ...DWORD, initial: 0 },
  { name: "WRITE_BUFFER_SIZE", where: "Ff", ...DWORD, initial: 0 },
  { name: "PARENT_HANDLE", where: ANY, ...GET },
  { name: "REQUEST_FLAGS", where: "R", ...GET, initial: 8 },
  { name: "EXTENDED_ERROR", where: "N", ...GET },
  { name: "USERNAME", where: "HGFR", ...TEXT },
  { name: "PASSWORD", where: "HGFR", ...TEXT },
  { name: "PROXY_USERNAME", where: "HGFR", ...TEXT, initial: "" },
  { name: "PROXY_PASSWORD", where: "HGFR", ...TEXT, initial: "" },
  {
    name: "SECURITY_FLAGS",
    where: "R",
    access: "get/set",
    initial: 0,
    right: [0x100, 0x2000, 0],
    wrong: invalid("1", null, undefined, 1.5, true),
  },
  { name: "REFRESH", where: "NS", ...ACTION },
  {
    name: "PROXY",
    where: "NS",
    access: "get/set",
    initial: { dwAccessType: 0, lpszProxy: null, lpszProxyBypass: null },
    right: [
      { dwAccessType: 1, lpszProxy: null, lpszProxyBypass: null },
      {
        dwAccessType: 3,
        lpszProxy: "http=a.test:3128 socks=b.test",
        lpszProxyBypass: "<local>;*.c.test",
      },
      { dwAccessType: 0, lpszProxy: null, lpszProxyBypass: null },
    ],
    wrong: invalid(
      1,
      "a.test",
      null,
      undefined,
      {},
      { dwAccessType: 2 },
      { dwAccessType: "3", lpszProxy: "a.test" },
      { dwAccessType: 3 },
      { dwAccessType: 3, lpszProxy: "" },
      { dwAccessType: 3, lpszProxy: "http://:::" },
      { dwAccessType: 3, lpszProxy: 5 },
      { dwAccessType: 3, lpszProxy: "a.test", lpszProxyBypass: 5 },
    ),
  },
  { name: "SETTINGS_CHANGED", where: ALL, ...ACTION },
  {
    name: "VERSION",
    where: "N",
    ...GET,
    initial: { dwMajorVersion: 1, dwMinorVersion: 2 },
  },
  {
    name: "USER_AGENT",
    where: "S",
    access: "get/set",
    initial: "agent",
    right: ["other/1", ""],
    wrong: invalid(5, true, {}, "a\r\nb: c", "\0"),
  },
  { name: "END_BROWSER_SESSION", where: ALL, ...ACTION },
  {
    name: "CONTEXT_VALUE",
    where: ANY,
    access: "get/set",
    right: [1, "text", 0],
  },
  {
    name: "CONNECTED_STATE",
    where: "N",
    access: "get/set",
    initial: 1,
    right: [2, 0x10, 0x12, 1],
    wrong: invalid(
      0,
      3,
      0x100,
      0x200,
      -1,
      NaN,
      "1",
      null,
      undefined,
      {},
      { dwConnectedState: 0 },
      { dwConnectedState: "1" },
      { dwConnectedState: 1, dwFlags: 2 },
    ),
  },
  { name: "REQUEST_PRIORITY", where: "HR", ...DWORD, initial: 0 },
  {
    name: "HTTP_VERSION",
    where: "N",
    access: "get/set",
    initial: { dwMajorVersion: 1, dwMinorVersion: 1 },
    right: [{ dwMajorVersion: 1, dwMinorVersion: 0 }],
    wrong: invalid(
      1,
      null,
      {},
      { dwMajorVersion: 2, dwMinorVersion: 0 },
      { dwMajorVersion: 1, dwMinorVersion: 2 },
      { dwMajorVersion: 1 },
    ),
  },
  {
    name: "ERROR_MASK",
    where: ANY,
    access: "get/set",
    initial: 0,
    right: [11, 1, 2, 8, 0],
    wrong: [
      ...invalid(4, 16, -1, 1.5, NaN),
      ...wrong(ERROR_INTERNET_BAD_OPTION_LENGTH, ["11", null, undefined, {}]),
    ],
  },
  { name: "SECONDARY_CACHE_KEY", where: ALL, ...TEXT, initial: "" },
  { name: "RESET_URLCACHE_SESSION", where: ALL, ...ACTION },
  { name: "FROM_CACHE_TIMEOUT", where: ALL, ...DWORD, initial: NO_LIMIT },
  { name: "BYPASS_EDITED_ENTRY", where: ALL, ...BOOLEAN, initial: false },
  { name: "HTTP_DECODING", where: "SHGFR", ...BOOLEAN, initial: false },
  {
    name: "DIAGNOSTIC_SOCKET_INFO",
    where: "R",
    ...GET,
    initial: { Socket: 0, SourcePort: 0, DestPort: 1, Flags: 0 },
  },
  {
    name: "CODEPAGE",
    where: ALL,
    access: "get/set",
    initial: 65_001,
    right: [1252, 65_001],
    wrong: NO_DWORDS,
  },
  {
    name: "MAX_CONNS_PER_SERVER",
    where: "N",
    ...DWORD,
    initial: NO_LIMIT,
    right: [1, 2, NO_LIMIT],
    wrong: [...NO_DWORDS, [0, ERROR_BAD_ARGUMENTS]],
    elsewhere: ERROR_INTERNET_INVALID_OPERATION,
  },
  {
    name: "MAX_CONNS_PER_1_0_SERVER",
    where: "N",
    ...DWORD,
    initial: NO_LIMIT,
    right: [1, 2, NO_LIMIT],
    wrong: [...NO_DWORDS, [0, ERROR_BAD_ARGUMENTS]],
    elsewhere: ERROR_INTERNET_INVALID_OPERATION,
  },
  {
    name: "PER_CONNECTION_OPTION",
    where: "NS",
    access: "get/set",
    wrong: [
      ...invalid(
        1,
        "a.test",
        null,
        undefined,
        {},
        { pOptions: 1 },
        { pOptions: [null] },
        { pOptions: [{ dwOption: 0, Value: 1 }] },
        { pOptions: [{ dwOption: 11, Value: 1 }] },
        { pOptions: [{ dwOption: 1, Value: "1" }] },
        { pOptions: [{ dwOption: 1, Value: 16 }] },
        { pOptions: [{ dwOption: 2, Value: 5 }] },
        { pOptions: [{ dwOption: 4, Value: 5 }] },
        { pOptions: [{ dwOption: 5, Value: "5" }] },
        { pOptions: [{ dwOption: 1, Value: 1 }], pszConnection: "dial-up" },
        {
          pOptions: [{ dwOption: 1, Value: 2 }, { dwOption: 2, Value: ":::" }],
        },
      ),
    ],
  },
  { name: "DIGEST_AUTH_UNLOAD", where: ALL, ...ACTION },
  { name: "SUPPRESS_BEHAVIOR", where: "N", access: "set", right: [0, 1, 2] },
  { name: "PROXY_SETTINGS_CHANGED", where: "NHGFR", ...ACTION },
  { name: "DATAFILE_EXT", where: "SHGF", ...TEXT, initial: "" },
  { name: "CODEPAGE_PATH", where: "HGFR", ...DWORD, initial: 65_001 },
  { name: "CODEPAGE_EXTRA", where: "HGFR", ...DWORD, initial: 0 },
  {
    name: "IDN",
    where: "HGFR",
    access: "get/set",
    initial: 3,
    right: [0, 1, 2, 3],
    wrong: invalid(4, -1, "1", null, undefined, true),
  },
  {
    name: "MAX_CONNS_PER_PROXY",
    where: "N",
    access: "get/set",
    initial: NO_LIMIT,
    right: [2, 128, NO_LIMIT],
    wrong: [...NO_DWORDS, ...invalid(0, 1, 129)],
    elsewhere: ERROR_INTERNET_INVALID_OPERATION,
  },
  { name: "DISABLE_NTLM_PREAUTH", where: ALL, ...BOOLEAN, initial: false },
  { name: "SUPPRESS_SERVER_AUTH", where: "R", ...ACTION },
  {
    name: "ENABLE_REDIRECT_CACHE_READ",
    where: "R",
    ...BOOLEAN,
    initial: false,
  },
  {
    name: "ENABLE_HTTP_PROTOCOL",
    where: ALL,
    access: "get/set",
    initial: 0,
    right: [2, 0],
    wrong: invalid(1, 4, -1, "2", null, undefined, true),
  },
  { name: "HTTP_PROTOCOL_USED", where: "R", ...GET, initial: 0 },
  { name: "RESET", where: ALL, ...ACTION },
  { name: "ENCODE_EXTRA", where: ALL, ...BOOLEAN, initial: false },
  { name: "HSTS", where: ALL, ...BOOLEAN, initial: false },
  { name: "ENTERPRISE_CONTEXT", where: "R", ...TEXT, initial: "" },
  { name: "OPT_IN_WEAK_SIGNATURE", where: ALL, ...ACTION },
];

/** Options that always cause an error. */
export const REFUSALS: readonly Refusal[] = [
  { name: "POLICY", where: ALL, code: ERROR_INVALID_PARAMETER },
  ...[
    "CACHE_STREAM_HANDLE",
    "CONNECT_BACKOFF",
    "LISTEN_TIMEOUT",
    "ASYNC_ID",
    "ASYNC_PRIORITY",
    "KEEP_CONNECTION",
    "OFFLINE_MODE",
    "ASYNC",
    "DISCONNECTED_TIMEOUT",
    "IDLE_STATE",
    "OFFLINE_SEMANTICS",
    "CALLBACK_FILTER",
    "CONNECT_TIME",
    "SEND_THROUGHPUT",
    "RECEIVE_THROUGHPUT",
    "DISABLE_AUTODIAL",
    "IDENTITY",
    "REMOVE_IDENTITY",
    "ALTER_IDENTITY",
  ].map((name) => ({ name, where: ALL, code: ERROR_INTERNET_INVALID_OPTION })),
];

/** Documented options with tests in a different form. */
export const OTHERS: readonly string[] = [
  "CACHE_TIMESTAMPS",
  "CLIENT_CERT_CONTEXT",
  "COMPRESSED_CONTENT_LENGTH",
  "DATAFILE_NAME",
  "IGNORE_OFFLINE",
  "SECURITY_CERTIFICATE",
  "SECURITY_CERTIFICATE_STRUCT",
  "SECURITY_CONNECTION_INFO",
  "SECURITY_KEY_BITNESS",
  "SERVER_CERT_CHAIN_CONTEXT",
  "URL",
];

/** The error for an option on a handle that does not have it. */
export const ELSEWHERE: number = ERROR_INTERNET_INCORRECT_HANDLE_TYPE;
