// Copyright 2026 the wininet authors. MIT license.

/**
 * Texts of servers, which may repeat what they were told in confidence.
 *
 * @module
 */

/** A text of the server without what must not be shown. The longer secret may hold the other. */
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
