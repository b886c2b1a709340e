// Copyright 2026 the wininet authors. MIT license.

/**
 * Users and passwords, from an option, an environment variable or the terminal.
 *
 * @module
 */

import { permitted } from "../_base/permission.ts";
import { PASSWORD_VARIABLE } from "./commands.ts";
import type { ProgramIo } from "./program_io.ts";
import { UsageError } from "./usage_error.ts";

/** A user name with a password. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Returns the credentials of `--user`. */
export async function credentialsOf(
  given: string | undefined,
  io: ProgramIo,
): Promise<Credentials | null> {
  if (given === undefined) return null;
  const colon = given.indexOf(":");
  if (colon === 0) throw new UsageError("--user needs a name before the colon");
  if (colon >= 0) {
    return { user: given.slice(0, colon), password: given.slice(colon + 1) };
  }
  const password = await passwordFor(
    `Password of ${given}: `,
    PASSWORD_VARIABLE,
    io,
  );
  return { user: given, password };
}

/**
 * Returns a password from an environment variable, or prompts for it.
 *
 * @throws {UsageError} If the variable is not set and there is no terminal.
 */
export async function passwordFor(
  prompt: string,
  variable: string,
  io: ProgramIo,
): Promise<string> {
  const password = io.variable(variable) ??
    await io.askSecret(prompt);
  if (password !== null) return password;
  const needed = permitted({ name: "env", variable })
    ? ""
    : ` and run the program with --allow-env=${variable}`;
  throw new UsageError(
    `a password is required; set ${variable}${needed}, or run the command on a terminal`,
  );
}

/** Adds credentials to a URL, unless it has credentials or its protocol has none. */
export function withCredentials(
  url: string,
  credentials: Credentials | null,
): string {
  if (
    credentials === null ||
    !/^(?:http|ftp)s?:\/\/[^/@?#]*(?:[/?#]|$)/i.test(url)
  ) {
    return url;
  }
  const { user, password } = credentials;
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return url.replace("://", () => `://${login}@`);
}

/** Returns a URL without user and password, so that it can be shown. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, "$1");
}
