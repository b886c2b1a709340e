// Copyright 2026 the wininet authors. MIT license.

/**
 * A user name and a password, and their encoding in a header.
 *
 * User names and passwords are sent in UTF-8. RFC 7616 and RFC 7617 do not
 * define the encoding for servers that name none: Windows uses its code page,
 * browsers use UTF-8. For servers that name UTF-8 the composed form (NFC) is
 * sent, as the RFCs require.
 *
 * @module
 */

import { latin1Text } from "../_base/bytes.ts";
import { hasControl } from "../_base/field_text.ts";

const encoder = new TextEncoder();

/** A user name and a password. Printing the object shows neither. */
export class Credentials {
  readonly #user: string;
  readonly #password: string;

  /** Nothing is checked here: see {@linkcode Credentials.canBeSent}. */
  constructor(user: string, password: string) {
    this.#user = user;
    this.#password = password;
  }

  /** The user name. */
  get user(): string {
    return this.#user;
  }

  /** The password. */
  get password(): string {
    return this.#password;
  }

  /**
   * `true` if a header can carry them: they contain no control character (RFC
   * 7617 section 2) and no lone surrogate.
   */
  get canBeSent(): boolean {
    const text = `${this.#user}:${this.#password}`;
    return !hasControl(text) && text.isWellFormed();
  }

  /** Returns `true` if both the user name and the password are equal. */
  equals(other: Credentials): boolean {
    return this.#user === other.#user && this.#password === other.#password;
  }
}

/** Returns `true` if a value can be a user name or a password. */
export function isCredential(value: unknown): value is string {
  return typeof value === "string" && !hasControl(value) &&
    value.isWellFormed();
}

/** Returns a string in UTF-8 with one character for each byte, the form of header values. */
export function byteString(text: string, isComposed: boolean): string {
  return latin1Text(encoder.encode(isComposed ? text.normalize("NFC") : text));
}

/**
 * Returns the value of Authorization or Proxy-Authorization for Basic (RFC 7617); `null`
 * if Basic cannot carry the credentials. A colon ends the user name, so no name can
 * contain one.
 */
export function basicAuthorization(
  credentials: Credentials,
  isUtf8: boolean,
): string | null {
  const { user, password } = credentials;
  if (!credentials.canBeSent || user.includes(":")) return null;
  return `Basic ${btoa(byteString(`${user}:${password}`, isUtf8))}`;
}
