// Copyright 2026 the wininet authors. MIT license.

/**
 * Whose a connection is. NTLM and Negotiate authenticate the connection, not the
 * request: whatever is sent on it afterwards counts as the same person's (RFC 4559
 * section 6). So a request that has sent such credentials, whoever wrote the header,
 * gets connections that nobody else uses, before and after.
 *
 * @module
 */

import type { Header } from "./header_list.ts";

/** Fields that carry credentials. */
const CREDENTIALS_REGEXP = /^(?:proxy-)?authorization$/i;

/** Schemes that authenticate the connection. */
const BINDING_REGEXP = /^\s*(?:ntlm|negotiate|kerberos|nego2)(?:\s|,|$)/i;

/** Whether a request authenticates its connection. */
export function bindsConnection(fields: readonly Header[]): boolean {
  return fields.some(([name, value]) =>
    CREDENTIALS_REGEXP.test(name) && BINDING_REGEXP.test(value)
  );
}

let last = 0;

/** A name that no other request has. */
export function newIdentity(): string {
  return `identity ${++last}`;
}
