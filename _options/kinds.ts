// Copyright 2026 the wininet authors. MIT license.

/**
 * The kinds of option values. A value of another kind causes
 * ERROR_INVALID_PARAMETER, or ERROR_INTERNET_BAD_OPTION_LENGTH where Windows
 * was observed to reject the length of the value.
 *
 * @module
 */

import { ERROR_INTERNET_BAD_OPTION_LENGTH } from "../error.ts";
import type { FtpPortRange } from "../ftp_options.ts";
import { INTERNET_MAX_PORT_NUMBER_VALUE } from "../flags.ts";
import { FTP_RESUME_OR_FAIL } from "../ftp_options.ts";
import {
  HTTP_PROTOCOL_MASK,
  INTERNET_ERROR_MASK_COMBINED_SEC_CERT,
  INTERNET_ERROR_MASK_INSERT_CDROM,
  INTERNET_ERROR_MASK_LOGIN_FAILURE_DISPLAY_ENTITY_BODY,
  INTERNET_SUPPRESS_COOKIE_PERSIST_RESET,
} from "../options.ts";
import { isDword } from "../_base/bits.ts";
import type { CERT_CONTEXT } from "../structures.ts";
import { ClientCertificate, isCertContext } from "./client_certificate.ts";
import { UNLIMITED } from "./connection_limit.ts";

/** A kind of value. */
export interface Kind {
  /** The description of the required value, for errors. */
  readonly name: string;
  /** The text in the `value` column of the documentation. */
  readonly column: string;
  /** The TypeScript type of the value that a query returns. */
  readonly type: string;
  /** The TypeScript type of the value that can be set, if it differs. */
  readonly settable?: string;
  /** Returns `true` if a value is of this kind. */
  readonly has: (value: unknown) => boolean;
  /**
   * Returns the value to store for a value of this kind; if absent, the value
   * itself is stored.
   */
  readonly stored?: (value: unknown) => unknown;
  /**
   * The error for a value that is not a number although a number is required;
   * if absent, ERROR_INVALID_PARAMETER.
   */
  readonly wrongType?: number;
  /** `true` if a string that is not of this kind may contain a secret. */
  readonly mayBeSecret?: true;
}

/**
 * The bits of INTERNET_OPTION_ERROR_MASK that Windows accepts; Windows does not
 * implement the fourth bit.
 */
const ERROR_MASK_BITS = INTERNET_ERROR_MASK_INSERT_CDROM |
  INTERNET_ERROR_MASK_COMBINED_SEC_CERT |
  INTERNET_ERROR_MASK_LOGIN_FAILURE_DISPLAY_ENTITY_BODY;

/** INTERNET_FLAG_IDN_DIRECT and INTERNET_FLAG_IDN_PROXY. */
const IDN_BITS = 3;

/** The limits of INTERNET_OPTION_MAX_CONNS_PER_PROXY, as documented. */
const PROXY_CONNECTIONS: readonly [least: number, most: number] = [2, 128];

function isText(value: unknown): value is string {
  return typeof value === "string" && !/[\0\r\n]/.test(value);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** Any value, for a context. */
export const ANYTHING: Kind = {
  name: "a value",
  column: "any value",
  type: "unknown",
  has: () => true,
};
/** No value: setting the option has an effect, and the value is ignored. */
export const NONE: Kind = {
  name: "nothing",
  column: "none",
  type: "boolean",
  settable: "unknown",
  has: () => true,
};
/** A status callback. */
export const CALLBACK: Kind = {
  name: "a function",
  column: "callback",
  type: "StatusCallback | null",
  has: (value) => typeof value === "function",
};
/** A handle. */
export const HANDLE: Kind = {
  name: "a handle",
  column: "HINTERNET",
  type: "HINTERNET | null",
  has: isObject,
};
/** A DWORD. */
export const DWORD: Kind = {
  name: "a number from 0 to 4294967295 (a DWORD)",
  column: "DWORD",
  type: "number",
  has: isDword,
};
/** A DWORD greater than 0. */
export const COUNT: Kind = {
  name: "a number from 1 to 4294967295 (a DWORD above 0)",
  column: "DWORD",
  type: "number",
  has: (value) => isDword(value) && value > 0,
};
/** Bits that are checked where they are used. */
export const FLAGS: Kind = {
  name: "a number from 0 to 4294967295 (a DWORD)",
  column: "DWORD",
  type: "number",
  has: (value) => typeof value === "number",
};
/** A number that may be larger than a DWORD. */
export const ULONGLONG: Kind = {
  name: "an integer",
  column: "number",
  type: "number",
  has: (value) => Number.isSafeInteger(value),
};
/** A BOOL. */
export const BOOLEAN: Kind = {
  name: "a boolean",
  column: "boolean",
  type: "boolean",
  has: (value) => typeof value === "boolean",
};
/** A string that can be sent to a server. */
export const TEXT: Kind = {
  name: "a string without line ends and NULs",
  column: "string",
  type: "string",
  has: isText,
  mayBeSecret: true,
};
/** A string, checked where it is used; `null` and `undefined` mean an empty string. */
export const AGENT: Kind = {
  name: "a string",
  column: "string",
  type: "string",
  settable: "string | null | undefined",
  has: () => true,
};
/** INTERNET_OPTION_ERROR_MASK. */
export const ERROR_MASK: Kind = {
  name: "a union of INTERNET_ERROR_MASK_* bits that Windows implements",
  column: "DWORD",
  type: "number",
  has: (value) => isDword(value) && (value & ~ERROR_MASK_BITS) === 0,
  wrongType: ERROR_INTERNET_BAD_OPTION_LENGTH,
};
/** INTERNET_OPTION_CONNECTED_STATE: a number or a structure, checked where it is used. */
export const CONNECTED_STATE: Kind = {
  name: "INTERNET_STATE_* bits or an INTERNET_CONNECTED_INFO",
  column: "DWORD or INTERNET_CONNECTED_INFO",
  type: "number",
  settable: "number | Partial<INTERNET_CONNECTED_INFO>",
  has: (value) => typeof value === "number" || isObject(value),
};
/** INTERNET_OPTION_SUPPRESS_BEHAVIOR. */
export const SUPPRESSION: Kind = {
  name: "one of the INTERNET_SUPPRESS_* constants",
  column: "DWORD",
  type: "number",
  has: (value) =>
    isDword(value) && value <= INTERNET_SUPPRESS_COOKIE_PERSIST_RESET,
};
/** INTERNET_OPTION_IDN. */
export const IDN: Kind = {
  name: "0 or INTERNET_FLAG_IDN_* bits",
  column: "DWORD",
  type: "number",
  has: (value) => isDword(value) && value <= IDN_BITS,
};
/** INTERNET_OPTION_ENABLE_HTTP_PROTOCOL. */
export const HTTP_PROTOCOL: Kind = {
  name: "0 or HTTP_PROTOCOL_FLAG_* bits",
  column: "DWORD",
  type: "number",
  has: (value) => isDword(value) && (value & ~HTTP_PROTOCOL_MASK) === 0,
};
/** HTTP_OPTION_TRANSPORT. */
export const TRANSPORT: Kind = {
  name: '"auto", "fetch" or "sockets"',
  column: "HttpTransport",
  type: "HttpTransport",
  has: (value) => value === "auto" || value === "fetch" || value === "sockets",
};
/** SESSION_OPTION_WIRE_LOG. */
export const WIRE_LOG: Kind = {
  name: "a function or null",
  column: "WireLog or null",
  type: "WireLog | null",
  has: (value) => value === null || typeof value === "function",
};
/** INTERNET_OPTION_CLIENT_CERT_CONTEXT; `null` removes it. */
export const CERTIFICATE: Kind = {
  name: "null or a CERT_CONTEXT: { cert, key } in PEM",
  column: "CERT_CONTEXT or null",
  type: "never",
  settable: "CERT_CONTEXT | null",
  has: (value) => value === null || isCertContext(value),
  stored: (value) =>
    value === null ? null : new ClientCertificate(value as CERT_CONTEXT),
  mayBeSecret: true,
};
/** INTERNET_OPTION_SERVER_CERT_CHAIN_CONTEXT. */
export const CERTIFICATE_CHAIN: Kind = {
  name: "an array of certificates",
  column: "Uint8Array[]",
  type: "readonly Uint8Array[]",
  has: Array.isArray,
};
/** INTERNET_OPTION_MAX_CONNS_PER_PROXY; its initial value can be set again. */
export const PROXY_COUNT: Kind = {
  name: `a number from ${
    PROXY_CONNECTIONS.join(" to ")
  }, or 0xFFFFFFFF for no limit`,
  column: "DWORD",
  type: "number",
  has: (value) =>
    isDword(value) && (value === UNLIMITED ||
      (value >= PROXY_CONNECTIONS[0] && value <= PROXY_CONNECTIONS[1])),
};
/** INTERNET_OPTION_HTTP_VERSION: 1.0 or 1.1, as documented. */
export const HTTP_VERSION: Kind = {
  name: "an HTTP_VERSION_INFO with dwMajorVersion 1 and dwMinorVersion 0 or 1",
  column: "HTTP_VERSION_INFO",
  type: "HTTP_VERSION_INFO",
  has: (value) => {
    if (!isObject(value)) return false;
    const { dwMajorVersion, dwMinorVersion } = value as Record<string, unknown>;
    return dwMajorVersion === 1 &&
      (dwMinorVersion === 0 || dwMinorVersion === 1);
  },
};
/** FTP_OPTION_RESUME. */
export const RESUME: Kind = {
  name: "one of the FTP_RESUME_* constants",
  column: "DWORD",
  type: "number",
  has: (value) => isDword(value) && value <= FTP_RESUME_OR_FAIL,
};
/** FTP_OPTION_ACTIVE_ADDRESS. */
export const ADDRESS: Kind = {
  name: 'an IP address such as "192.0.2.1", or null',
  column: "string or null",
  type: "string | null",
  has: (value) =>
    value === null || (typeof value === "string" && isIpLiteral(value)),
};
/** FTP_OPTION_ACTIVE_PORTS. */
export const PORT_RANGE: Kind = {
  name: "{ first, last } with ports from 1 to 65535, or null",
  column: "FtpPortRange or null",
  type: "FtpPortRange | null",
  has: (value) =>
    value === null || (isObject(value) && isPortRange(value as FtpPortRange)),
};
/** FTP_OPTION_FEATURES. */
export const TEXT_LIST: Kind = {
  name: "an array of strings",
  column: "string[]",
  type: "readonly string[]",
  has: Array.isArray,
};

/** Returns the kind of a structure, which is checked where it is used. */
export function structure(name: string): Kind {
  return {
    name: `an ${name}`,
    column: name,
    type: name,
    settable: `Partial<${name}>`,
    has: isObject,
    mayBeSecret: true,
  };
}

/** Returns `true` for an IPv4 address in the usual form, or an IPv6 address in any form. */
function isIpLiteral(text: string): boolean {
  return /^[\d.]+$/.test(text)
    ? URL.parse(`ftp://${text}`)?.hostname === text
    : /^[\da-f:.]+$/i.test(text) && URL.canParse(`ftp://[${text}]`);
}

function isPortRange({ first, last }: FtpPortRange): boolean {
  return Number.isInteger(first) && Number.isInteger(last) && first > 0 &&
    first <= last && last <= INTERNET_MAX_PORT_NUMBER_VALUE;
}
