// Copyright 2026 the wininet authors. MIT license.

/**
 * Names for the users of connections that NTLM has logged in. The name is a part of the
 * key under which a connection waits for its next request, so that it serves requests with
 * the same user and password only. It contains neither of them.
 *
 * @module
 */

import { onBrowserSessionEnd } from "../_options/hooks.ts";
import type { Credentials } from "./credentials.ts";

/** The number of users whose names are remembered; others get a new one, and new connections. */
const MAX_USERS = 256;

/** The user that was named first is the first. */
const users: { readonly credentials: Credentials; readonly name: string }[] =
  [];
let lastUser = 0;

// Their connections are not found any more, so that a user has to log in again.
onBrowserSessionEnd(() => void users.splice(0));

/** Returns the name for the connections of a user. */
export function connectionUser(credentials: Credentials): string {
  const known = users.find((user) => user.credentials.equals(credentials));
  if (known) return known.name;
  const name = `user ${++lastUser}`;
  users.push({ credentials, name });
  if (users.length > MAX_USERS) users.shift();
  return name;
}
