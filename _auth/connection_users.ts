// Copyright 2026 the wininet authors. MIT license.

/**
 * Names for the users of connections that NTLM has authenticated. The name is a
 * part of the key under which an idle connection waits, so that it serves only
 * requests with the same user name and password. The name contains neither of
 * them.
 *
 * @module
 */

import { onBrowserSessionEnd } from "../_options/hooks.ts";
import type { Credentials } from "./credentials.ts";

/**
 * The maximum number of users whose names are remembered; a forgotten user gets
 * a new name, and new connections.
 */
const MAX_USERS = 256;

/** The users in the order in which they were named. */
const users: { readonly credentials: Credentials; readonly name: string }[] =
  [];
let lastUser = 0;

// Their connections are no longer found, so that a user must log in again.
onBrowserSessionEnd(() => void users.splice(0));

/** Returns the name that identifies a user in the keys of connections. */
export function connectionUser(credentials: Credentials): string {
  const known = users.find((user) => user.credentials.equals(credentials));
  if (known) return known.name;
  const name = `user ${++lastUser}`;
  users.push({ credentials, name });
  if (users.length > MAX_USERS) users.shift();
  return name;
}
