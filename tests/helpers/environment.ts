// Copyright 2026 the wininet authors. MIT license.

/**
 * Environment variables that name proxies, for the duration of a test.
 *
 * @module
 */

const VARIABLES = ["http", "https", "ftp", "gopher", "all", "no"]
  .map((name) => `${name}_proxy`)
  .flatMap((name) => [name, name.toUpperCase()]);

/** Sets variables, and removes all others that name proxies, until it is disposed. */
export function environment(values: Record<string, string>): Disposable {
  const names = new Set([...VARIABLES, ...Object.keys(values)]);
  const before = [...names].map((name) => [name, Deno.env.get(name)] as const);
  for (const name of names) Deno.env.delete(name);
  for (const [name, value] of Object.entries(values)) Deno.env.set(name, value);
  return {
    [Symbol.dispose]() {
      for (const [name, value] of before) {
        if (value === undefined) Deno.env.delete(name);
        else Deno.env.set(name, value);
      }
    },
  };
}
