// Copyright 2026 the wininet authors. MIT license.

/**
 * FTP URLs (RFC 1738 section 3.2): their server, user and path.
 *
 * The path is relative to the directory after the login; `%2F` at its start
 * makes it absolute. `?` is part of the path. `;type=a`, `i` or `d` at the end
 * specifies the transfer type.
 *
 * @module
 */

import { badParameter, invalidUrl } from "../../_base/failure.ts";
import { withoutBrackets } from "../../_base/host.ts";

/** The parts of an FTP URL. */
export interface FtpUrl {
  /** A name or an address, without brackets. */
  readonly host: string;
  /** The port, or 0 if the URL has none. */
  readonly port: number;
  /** `true` for ftps: the connection starts with TLS. */
  readonly implicitTls: boolean;
  /** The user name, or `null` if there is none. */
  readonly user: string | null;
  /** The password, or `null` if there is none. */
  readonly password: string | null;
  /** The path as the server uses it, or `""` for the login directory. */
  readonly path: string;
  /** `true` if the URL specifies a directory. */
  readonly isDirectory: boolean;
  /** `true` if the path has escapes that are not UTF-8, so that its characters are bytes. */
  readonly foreign: boolean;
  /** The value of `;type=`, or `null` if it is absent. */
  readonly type: "A" | "I" | null;
}

const FTP_URL_REGEXP =
  /^(ftps?):\/\/(?:([^/@]*(?:@[^/@]*)*)@)?(\[[^\]/]*\]|[^/:@[\]]*)(?::(\d{0,5}))?(?:\/(.*))?$/i;

/** The advice for a URL without a usable host. */
const HOST_IS_NEEDED =
  'it must have a host and, if any, a port up to 65535, for example "ftp://example.com/x"';

const SERVER_NAME_REGEXP =
  /^ftps:\/\/(\[[^\]/]+\]|[^/:@[\]]+)(?::(\d{1,5}))?\/?$/i;

/**
 * Parses a server name of the form `ftps://host:port`; the port is 0 if it has none.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER if it has another form.
 */
export function parseServerName(name: string): { host: string; port: number } {
  const [, host, port] = SERVER_NAME_REGEXP.exec(name) ?? [];
  if (host !== undefined && Number(port ?? 0) <= 65_535) {
    return { host, port: Number(port ?? 0) };
  }
  // The name may contain a password, so the error does not quote it.
  throw badParameter(
    'Cannot connect: lpszServerName must be a host, or "ftps://host:port" for implicit TLS; user and password are parameters of their own',
  );
}

/**
 * Parses an FTP URL.
 *
 * @throws {InternetError} ERROR_INTERNET_INVALID_URL if it is not an FTP URL,
 * or contains characters that cannot be sent.
 */
export function parseFtpUrl(text: string): FtpUrl {
  const match = FTP_URL_REGEXP.exec(text.replace(/#.*$/s, ""));
  if (match === null) throw invalidUrl(text, HOST_IS_NEEDED);
  const [, scheme, userinfo, bracketed, port, rest] = match;
  const host = withoutBrackets(bracketed!);
  if (host === "" || /[\0\s]/.test(host)) {
    throw invalidUrl(text, HOST_IS_NEEDED);
  }
  if (Number(port ?? 0) > 65_535) {
    throw invalidUrl(text, "its port must be a number from 0 to 65535");
  }
  const unescaped = (part: string) => unescapedPart(part, text);
  const { user, password } = parseUserinfo(userinfo, unescaped);
  const { path, type } = parsePathAndType(rest ?? "", unescaped);
  return {
    host,
    port: Number(port || 0),
    implicitTls: scheme!.toLowerCase() === "ftps",
    user,
    password,
    path: path.replace(/(?<=.)\/$/, ""),
    foreign: !isUtf8(rest ?? ""),
    isDirectory: path === "" || path.endsWith("/") || type === "d",
    type: type === "a" ? "A" : type === "i" ? "I" : null,
  };
}

function parseUserinfo(
  userinfo: string | undefined,
  unescaped: (part: string) => string,
): { user: string | null; password: string | null } {
  if (userinfo === undefined) return { user: null, password: null };
  const colon = userinfo.indexOf(":");
  return colon < 0 ? { user: unescaped(userinfo), password: null } : {
    user: unescaped(userinfo.slice(0, colon)),
    password: unescaped(userinfo.slice(colon + 1)),
  };
}

function parsePathAndType(
  text: string,
  unescaped: (part: string) => string,
): { path: string; type: string | null } {
  const match = /;type=([aid])$/i.exec(text);
  const path = match === null ? text : text.slice(0, match.index);
  return { path: unescaped(path), type: match?.[1]?.toLowerCase() ?? null };
}

function isUtf8(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function unescapedPart(text: string, url: string): string {
  let plain: string;
  try {
    plain = decodeURIComponent(text);
  } catch (error) {
    // Escapes that are not UTF-8 are bytes of another encoding.
    plain = text.replace(
      /%([0-9a-f]{2})/gi,
      (_, digits: string) => String.fromCharCode(parseInt(digits, 16)),
    );
    if (/%(?![0-9a-f]{2})/i.test(text)) {
      throw invalidUrl(url, "write its percent sign as %25", error);
    }
  }
  if (/[\0\r\n]/.test(plain) || !plain.isWellFormed()) {
    throw invalidUrl(
      url,
      "remove the line end, NUL or lone surrogate from it",
    );
  }
  return plain;
}
