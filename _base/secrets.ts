// Copyright 2026 the wininet authors. MIT license.

/**
 * Texts of servers, which may repeat the secrets that were sent to them.
 *
 * @module
 */

/** Returns a text of the server without secrets. The longer secret may contain the other. */
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
