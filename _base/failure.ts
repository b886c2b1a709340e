// Copyright 2026 the wininet authors. MIT license.

/**
 * The end of a call that cannot start, and the conversion of foreign errors to InternetError.
 *
 * @module
 */

import { callerRejection, nameCaller } from "./caller_stack.ts";
import { setLastError, setLastResponse } from "./last_error.ts";
import { quotedUrl, quotedValue } from "./secrets.ts";
import {
  ERROR_CALL_NOT_IMPLEMENTED,
  ERROR_INTERNET_INTERNAL_ERROR,
  ERROR_INTERNET_INVALID_URL,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INTERNET_OPTION_NOT_SETTABLE,
  ERROR_INTERNET_UNRECOGNIZED_SCHEME,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../error.ts";

/**
 * Runs a call of a public function on a handle object, and remembers its outcome for
 * `GetLastError`.
 *
 * @param name The function that was called, for the error in another runtime.
 */
export function answer<Value>(call: () => Value, name: string = ""): Value {
  const value = begin(call, name);
  setLastError(0);
  return value;
}

/**
 * Returns the message of an error without the name of its code, to quote it in
 * another error.
 */
export function plainMessage({ message }: Error): string {
  return message.replace(/ \(ERROR_\w+\)$/, "");
}

/** Does the same as {@linkcode answer}, for a call that waits: its outcome is remembered when it ends. */
export function begin<Value>(call: () => Value, name: string = ""): Value {
  try {
    return call();
  } catch (error) {
    const failure = asInternetError(error, name);
    rememberOutcome(failure);
    nameCaller(failure, begin);
    throw failure;
  }
}

/**
 * Runs a call that waits and has no handle: its outcome is remembered when it ends.
 *
 * @param name The function that was called, for the error in another runtime.
 */
export function remembered<Value>(
  work: () => Promise<Value>,
  name: string = "",
): Promise<Value> {
  return inDeno(name, work).then((value) => {
    rememberOutcome(null);
    return value;
  }, (error) => {
    const failure = asInternetError(error, name);
    rememberOutcome(failure);
    return callerRejection(failure);
  });
}

/** The error of a call with a wrong argument. */
export function badParameter(message: string): InternetError {
  return new InternetError(ERROR_INVALID_PARAMETER, message);
}

/** The error of an option with a wrong value. */
export function wrongOption(
  name: string,
  need: string,
  value: unknown,
): InternetError {
  return badParameter(
    `Cannot use ${quotedValue(value)} as ${name}: it must be ${need}`,
  );
}

/** The error of a URL that cannot be opened. */
export function invalidUrl(
  url: unknown,
  why: string,
  cause?: unknown,
): InternetError {
  return new InternetError(
    ERROR_INTERNET_INVALID_URL,
    `Cannot open ${quotedUrl(url)}: ${why}`,
    cause === undefined ? {} : { cause },
  );
}

/** An example of a URL, for errors. */
const AS_IN = 'for example "http://example.com/x"';

/** The advice about a text that is not an absolute URL. */
export const ABSOLUTE_URL: string = `it must be an absolute URL, ${AS_IN}`;

/** The error of a URL that cannot be opened because of its scheme, or because it has none. */
export function unknownScheme(url: string): InternetError {
  const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(url)?.[0];
  return new InternetError(
    ERROR_INTERNET_UNRECOGNIZED_SCHEME,
    `Cannot open ${quotedUrl(url)}: ${
      scheme === undefined
        ? ABSOLUTE_URL
        : `its scheme must be http, https, ftp, ftps, gopher, gophers or file, ${AS_IN}`
    }`,
  );
}

/** The error of setting an option that can only be queried. */
export function notSettable(option: string): InternetError {
  return new InternetError(
    ERROR_INTERNET_OPTION_NOT_SETTABLE,
    `Cannot set ${option}: it can only be queried, by InternetQueryOption`,
  );
}

/** Returns the error for a call whose handle was closed while it was in progress. */
export function cancellation(cause?: unknown): InternetError {
  return new InternetError(
    ERROR_INTERNET_OPERATION_CANCELLED,
    "Cannot finish the call: the program closed its handle before the call had ended",
    { cause },
  );
}

/** Other runtimes load the library, and have all of it that needs no `Deno`. */
const isDeno = "Deno" in globalThis;

/**
 * Starts work that needs Deno. In another runtime the promise rejects
 * immediately, so that nothing fails half-way.
 *
 * @param name The function that was called.
 */
export function inDeno<Value>(
  name: string,
  work: () => Promise<Value>,
): Promise<Value> {
  return isDeno ? work() : Promise.reject(otherRuntime(name));
}

/** The error of a call that works in Deno only, made in another runtime. */
function otherRuntime(name: string, cause?: unknown): InternetError {
  const runtime = globalThis.navigator?.userAgent ?? "another runtime";
  return new InternetError(
    ERROR_CALL_NOT_IMPLEMENTED,
    `Cannot ${name === "" ? "finish the call" : `call ${name}`}: ` +
      `it needs Deno (https://deno.com), and this program runs in ${runtime}`,
    { cause },
  );
}

/**
 * Converts an error to an InternetError. An error that no caller has mapped is
 * a bug in this library.
 *
 * @param name The function that was called, for the error in another runtime.
 */
export function asInternetError(
  error: unknown,
  name: string = "",
): InternetError {
  if (error instanceof InternetError) return error;
  if (!isDeno) return otherRuntime(name, error);
  return new InternetError(
    ERROR_INTERNET_INTERNAL_ERROR,
    `Cannot finish the call: ${
      error instanceof Error ? error.message : String(error)
    }`,
    { cause: error },
  );
}

/** Remembers the end of a call for `GetLastError` and `InternetGetLastResponseInfo`. */
export function rememberOutcome(error: InternetError | null): void {
  setLastError(error === null ? 0 : error.code);
  if (error?.responseText !== undefined) {
    setLastResponse(error.code, error.responseText);
  }
}
