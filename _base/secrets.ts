// Copyright 2026 the wininet authors. MIT license.

/**
 * Formats values and texts for error messages, without the secrets in them.
 *
 * @module
 */

/** The maximum length of a value in an error message. */
const MAX_SHOWN = 100;

/** The characters that JSON leaves as they are and that may command a terminal or end a line. */
const HARMFUL_REGEXP = /[\x7f-\x9f\u2028\u2029]/g;

/**
 * Replaces the secrets in a text from the server. The longer secret may contain
 * the other one.
 */
export function withoutSecrets(
  text: string,
  secrets: readonly string[],
): string {
  const longestFirst = secrets.toSorted((a, b) => b.length - a.length);
  return longestFirst.reduce(
    (hidden, secret) =>
      secret === "" ? hidden : hidden.replaceAll(secret, "***"),
    text,
  );
}

/** Returns a value as an error message shows it: on one line, and not too long. */
export function quotedValue(value: unknown): string {
  if (typeof value === "string") return quotedText(value);
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return "an array";
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null
    ? objectName(value)
    : String(value);
}

/** Returns a value that may be a password or a key as an error message shows it: as its kind. */
export function kindOfSecret(value: unknown): string {
  switch (typeof value) {
    case "string":
      return "the text";
    case "number":
    case "bigint":
      return "a number";
    default:
      return quotedValue(value);
  }
}

/** Objects that are often passed where another type is needed. */
const OBJECT_NAMES = [
  [Promise, "a Promise"],
  [URL, "a URL object"],
  [Date, "a Date"],
  [ArrayBuffer, "an ArrayBuffer"],
  [Uint8Array, "a Uint8Array"],
  [Headers, "a Headers object"],
] as const;

function objectName(value: object): string {
  return OBJECT_NAMES.find(([type]) => value instanceof type)?.[1] ??
    "an object";
}

function quotedText(text: string): string {
  const isLong = text.length > MAX_SHOWN;
  const shown = isLong ? `${text.slice(0, MAX_SHOWN)}…` : text;
  return JSON.stringify(shown.toWellFormed()).replace(
    HARMFUL_REGEXP,
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * Formats a URL, a host or a proxy for an error message: without user name and
 * password, and without the query and the fragment, which may also be secret.
 * The text may be invalid, so everything before the last `@` counts as user
 * name and password.
 */
export function quotedUrl(url: unknown): string {
  if (url instanceof URL) return `the URL object ${quotedUrl(url.href)}`;
  if (typeof url !== "string") return quotedValue(url);
  const anonymous = url.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, "$1***@");
  return quotedValue(anonymous.replace(/([?#]).+$/s, "$1…"));
}
