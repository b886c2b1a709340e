// Copyright 2026 the wininet authors. MIT license.

/**
 * The scheme Basic (RFC 7617): user and password, readable by everybody on the
 * way unless TLS hides them.
 *
 * @module
 */

import { byteString, type Credentials } from "./credentials.ts";

/**
 * The value of Authorization or Proxy-Authorization; `null` when Basic cannot
 * carry the credentials. A colon ends the user's name, so that no name can have one.
 */
export function basicAuthorization(
  credentials: Credentials,
  isUtf8: boolean,
): string | null {
  const { user, password } = credentials;
  if (!credentials.canBeSent || user.includes(":")) return null;
  return `Basic ${btoa(byteString(`${user}:${password}`, isUtf8))}`;
}
