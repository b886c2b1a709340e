// Copyright 2026 the wininet authors. MIT license.

/**
 * Removes the secrets of a URL from errors: `fetch` puts the whole URL into its
 * messages, and printing an error also prints its causes.
 *
 * @module
 */

/** The maximum depth of causes that are kept. */
const MAX_COPIED_CAUSES = 10;

/**
 * Returns an error without the query, the fragment and the user of a URL: the
 * error itself if neither it nor its causes contain them, otherwise a copy of
 * the same class.
 */
export function withoutUrlSecrets(error: unknown, url: URL): unknown {
  return copyOf(error, (text) => cutSecrets(text, url), MAX_COPIED_CAUSES);
}

function cutSecrets(text: string, url: URL): string {
  const { username, password, search, hash } = url;
  const user = password === "" ? username : `${username}:${password}`;
  if (user !== "") text = text.replaceAll(`//${user}@`, "//…@");
  if (search !== "") text = text.replaceAll(search, "?…");
  if (hash !== "") text = text.replaceAll(hash, "#…");
  return text;
}

function copyOf(
  value: unknown,
  cutSecrets: (text: string) => string,
  depth: number,
): unknown {
  if (typeof value === "string") return cutSecrets(value);
  if (!(value instanceof Error)) return value;
  if (depth === 0) return undefined;
  // Own properties such as message, cause and code; the stack may be an
  // accessor.
  const fields = Object.entries(Object.getOwnPropertyDescriptors(value))
    .filter(([name, field]) => name !== "stack" && "value" in field)
    .map(([name, field]) =>
      [name, field, copyOf(field.value, cutSecrets, depth - 1)] as const
    );
  // A program can set the stack to a value that is not a string.
  const stack = typeof value.stack === "string"
    ? cutSecrets(value.stack)
    : value.stack;
  if (
    stack === value.stack &&
    fields.every(([, field, copy]) => copy === field.value)
  ) return value;
  const copy = new Error();
  Object.setPrototypeOf(copy, Object.getPrototypeOf(value));
  for (const [name, field, value] of fields) {
    Object.defineProperty(copy, name, { ...field, value });
  }
  if (stack !== undefined) copy.stack = stack;
  return copy;
}
