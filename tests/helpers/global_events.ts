// Copyright 2026 the wininet authors. MIT license.

/**
 * The errors that reach the global scope, caught before Deno ends the process.
 *
 * @module
 */

/** Reported errors, or unhandled rejections. */
export interface GlobalErrors extends Disposable {
  /** In the order of occurrence. */
  readonly caught: unknown[];
  /** Resolves with the first one. */
  readonly first: Promise<unknown>;
}

/** Catches the errors that `reportError` reports. */
export function catchReported(): GlobalErrors {
  return catching("error", (event) => (event as ErrorEvent).error);
}

/** Catches unhandled rejections. */
export function catchUnhandled(): GlobalErrors {
  return catching(
    "unhandledrejection",
    (event) => (event as PromiseRejectionEvent).reason,
  );
}

function catching(
  type: string,
  contentOf: (event: Event) => unknown,
): GlobalErrors {
  const caught: unknown[] = [];
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const listener = (event: Event) => {
    event.preventDefault();
    caught.push(contentOf(event));
    resolve(caught[0]);
  };
  globalThis.addEventListener(type, listener);
  return {
    caught,
    first: promise,
    [Symbol.dispose]: () => globalThis.removeEventListener(type, listener),
  };
}
