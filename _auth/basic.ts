// Copyright 2026 the wininet authors. MIT license.

/**
 * The scheme Basic (RFC 7617): user and password, readable by everyone on the way
 * unless TLS is used.
 *
 * @module
 */

import { byteString, type Credentials } from "./credentials.ts";

/**
 * Returns the value of Authorization or Proxy-Authorization; `null` if Basic cannot
 * carry the credentials. A colon ends the user name, so no name can contain one.
 */
export function basicAuthorization(
  credentials: Credentials,
  isUtf8: boolean,
): string | null {
  const { user, password } = credentials;
  if (!credentials.canBeSent || user.includes(":")) return null;
  return `Basic ${btoa(byteString(`${user}:${password}`, isUtf8))}`;
}
