// Copyright 2026 the wininet authors. MIT license.

/**
 * Builds a URL from its parts.
 *
 * The parts are joined without escaping, whatever the flags are. The name of
 * the scheme is used rather than its number. A port is omitted if it is the
 * default of the scheme, or 0. A URL whose scheme needs no host, and which has
 * none, has no slashes: `mailto:a@b`.
 *
 * @module
 */

import type { InternetError } from "../error.ts";
import {
  INTERNET_SCHEME_DEFAULT,
  INTERNET_SCHEME_FILE,
  INTERNET_SCHEME_FTP,
  INTERNET_SCHEME_GOPHER,
  INTERNET_SCHEME_HTTP,
  INTERNET_SCHEME_HTTPS,
} from "../flags.ts";
import { badParameter } from "../_base/failure.ts";
import { kindOfSecret, quotedValue } from "../_base/secrets.ts";
import type { URL_COMPONENTS } from "../structures.ts";
import { defaultPort, schemeNumber, schemeText } from "./scheme.ts";
import { MAX_URL } from "./text.ts";

/** Schemes that have two slashes even without a host. */
const WITH_SLASHES: ReadonlySet<number> = new Set([
  INTERNET_SCHEME_FILE,
  INTERNET_SCHEME_FTP,
  INTERNET_SCHEME_GOPHER,
  INTERNET_SCHEME_HTTP,
  INTERNET_SCHEME_HTTPS,
]);

/** The members that are strings. */
type TextPart = Exclude<keyof URL_COMPONENTS, "nScheme" | "nPort">;

/**
 * Builds a URL.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER if a part is wrong, or there is a password without a user.
 */
export function createUrl(components: Partial<URL_COMPONENTS>): string {
  if (typeof components !== "object" || components === null) {
    throw badPart(quotedValue(components), "pass an object with its parts");
  }
  const scheme = part(components, "lpszScheme") || numberedScheme(components);
  const nScheme = schemeNumber(scheme);
  const host = part(components, "lpszHostName");
  const path = part(components, "lpszUrlPath");
  const authority = userinfo(components) + host +
    (host === "" ? "" : port(components, nScheme));
  const url = `${scheme}:` +
    (host !== "" || WITH_SLASHES.has(nScheme) ? "//" : "") + authority +
    (host !== "" && path !== "" && !path.startsWith("/") ? "/" : "") + path +
    part(components, "lpszExtraInfo");
  if (url.length <= MAX_URL) return url;
  throw badPart(
    "these parts",
    `it would have ${url.length} characters, and at most ${MAX_URL} are allowed`,
  );
}

function part(components: Partial<URL_COMPONENTS>, name: TextPart): string {
  const text: unknown = components[name] ?? "";
  if (typeof text !== "string") {
    // It may be a password.
    throw badPart(`${name}, ${kindOfSecret(text)}`, "it must be a string");
  }
  if (text.length > MAX_URL) {
    throw badPart(
      name,
      `it has ${text.length} characters, and at most ${MAX_URL} are allowed`,
    );
  }
  // Native functions would end the URL at a NUL.
  if (text.includes("\0")) throw badPart(name, "remove the NUL from it");
  return text;
}

function numberedScheme(components: Partial<URL_COMPONENTS>): string {
  const number: unknown = components.nScheme ?? INTERNET_SCHEME_DEFAULT;
  const text = number === INTERNET_SCHEME_DEFAULT
    ? "http"
    : typeof number === "number"
    ? schemeText(number)
    : null;
  if (text === null) {
    throw wrongPart(
      "nScheme",
      number,
      "one of the INTERNET_SCHEME_* constants that have a name",
    );
  }
  return text;
}

function userinfo(components: Partial<URL_COMPONENTS>): string {
  const user = part(components, "lpszUserName");
  const password = part(components, "lpszPassword");
  if (password !== "" && typeof components.lpszUserName !== "string") {
    throw badPart("lpszPassword", "it needs lpszUserName, too");
  }
  if (password !== "") return `${user}:${password}@`;
  return user === "" ? "" : `${user}@`;
}

function port(components: Partial<URL_COMPONENTS>, nScheme: number): string {
  const number: unknown = components.nPort ?? 0;
  if (
    typeof number !== "number" || !Number.isInteger(number) || number < 0 ||
    number > 0xffff
  ) throw wrongPart("nPort", number, "a number from 0 to 65535");
  return number === 0 || number === defaultPort(nScheme) ? "" : `:${number}`;
}

/** The error of a part of the wrong type; the value of a text is not shown, because it may be a password. */
function wrongPart(name: string, value: unknown, need: string): InternetError {
  return badPart(`${name} ${quotedValue(value)}`, `it must be ${need}`);
}

function badPart(what: string, advice: string): InternetError {
  return badParameter(`Cannot build a URL from ${what}: ${advice}`);
}
