// Copyright 2026 the wininet authors. MIT license.

/**
 * The meaning of a socket's error, from its code or its number. The messages of
 * the system are not usable: Windows writes them in the language of the user.
 *
 * @module
 */

/** Kinds of failures that callers distinguish. */
export type SocketErrorKind =
  | "timeout"
  | "refused"
  | "reset"
  | "aborted"
  | "name"
  | "files"
  | "unreachable";

/** The maximum number of causes that are examined. */
const MAX_CAUSES = 8;

/** Codes of Deno and of `node:` modules. */
const KINDS_BY_CODE: ReadonlyMap<string, SocketErrorKind> = new Map([
  ["ETIMEDOUT", "timeout"],
  ["ECONNREFUSED", "refused"],
  ["ECONNRESET", "reset"],
  ["ECONNABORTED", "aborted"],
  ["EPIPE", "aborted"],
  ["ENOTFOUND", "name"],
  ["EMFILE", "files"],
  ["ENFILE", "files"],
  ["ENETUNREACH", "unreachable"],
  ["EHOSTUNREACH", "unreachable"],
]);

/** The error numbers on Linux, on macOS and the BSDs, and on Windows, in this order. */
const NUMBERS: readonly (readonly [SocketErrorKind, readonly number[]])[] = [
  ["timeout", [110, 60, 10060]],
  ["refused", [111, 61, 10061]],
  ["reset", [104, 54, 10054]],
  ["aborted", [103, 53, 10053]],
  ["name", [11001, 11002, 11003, 11004]],
  ["files", [24, 23, 10024]], // 24 and 23 on every system except Windows.
  ["unreachable", [101, 113, 51, 65, 10051, 10065]],
];

const KINDS_BY_NUMBER: ReadonlyMap<number, SocketErrorKind> = new Map(
  NUMBERS.flatMap(([kind, numbers]) =>
    numbers.map((number) => [number, kind] as const)
  ),
);

/** Deno's error classes, for errors that have neither a code nor a number. */
const KINDS_BY_NAME: ReadonlyMap<string, SocketErrorKind> = new Map([
  ["TimedOut", "timeout"],
  ["ConnectionRefused", "refused"],
  ["ConnectionReset", "reset"],
  ["ConnectionAborted", "aborted"],
  ["BrokenPipe", "aborted"],
  ["NetworkUnreachable", "unreachable"],
]);

/**
 * Returns the kind of an error or of the first of its causes that has one; `null` if
 * none has.
 */
export function socketErrorKind(error: unknown): SocketErrorKind | null {
  let depth = 0;
  for (
    let at = error;
    at instanceof Error && depth < MAX_CAUSES;
    at = at.cause, depth++
  ) {
    const kind = kindByCode(at) ?? kindByText(at.message) ??
      KINDS_BY_NAME.get(at.name);
    if (kind !== undefined) return kind;
  }
  return null;
}

function kindByCode(error: Error): SocketErrorKind | undefined {
  const { code } = error as { code?: unknown };
  if (typeof code !== "string") return undefined;
  return code.startsWith("EAI_") ? "name" : KINDS_BY_CODE.get(code);
}

function kindByText(text: string): SocketErrorKind | undefined {
  const number = /\bos error (\d+)\b/.exec(text)?.[1];
  if (number !== undefined) return KINDS_BY_NUMBER.get(Number(number));
  // A message of Rust itself, which is always in English: `Deno.connect` sets
  // no code.
  return text.includes("failed to lookup address information")
    ? "name"
    : undefined;
}
