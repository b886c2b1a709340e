// Copyright 2026 the wininet authors. MIT license.

/**
 * The stack of an error names the code of the program that made the call, not
 * the library.
 *
 * If a promise rejects, the stack is taken from the code that awaits it. V8
 * finds that code through the promise, so a successful call costs nothing. If
 * nothing awaits the promise, its stack is not changed.
 *
 * @module
 */

/** The folder of the library, as stacks name it. */
const ROOT = new URL("../", import.meta.url).href;

/** Files of the library within its folder; tests and examples are programs. */
const LIBRARY_FILE_REGEXP = /^(?:_[^:]*|\w+)\.ts:/;

/** Sets the stack of an error to the frames below `callee` that are not the library's. */
export function nameCaller(
  error: Error,
  callee: (...args: never[]) => unknown,
): void {
  const frames = stackBelow(callee).split("\n").filter(isCallerFrame);
  if (frames.length === 0) return;
  error.stack = [`${error.name}: ${error.message}`, ...frames].join("\n");
}

/**
 * Returns the stack below a function, or `""` if the program has changed
 * `Error.prepareStackTrace` or `Error.stackTraceLimit` so that stacks are not
 * strings.
 */
function stackBelow(callee: (...args: never[]) => unknown): string {
  const taken: { stack?: unknown } = {};
  Error.captureStackTrace(taken, callee);
  return typeof taken.stack === "string" ? taken.stack : "";
}

/**
 * Returns a promise that rejects with the error, after its stack was set to the code
 * that awaits it.
 *
 * @param afterwards Runs when the stack is set. V8 finds the code that awaits a promise only while nothing else listens to it.
 */
export function callerRejection(
  error: Error,
  afterwards: () => void = () => {},
): Promise<never> {
  const reject = () => {
    nameCaller(error, reject);
    afterwards();
    throw error;
  };
  // V8 can see what awaits this promise only after the first turn.
  return Promise.resolve().then(() => {}).then(reject);
}

function isCallerFrame(line: string): boolean {
  if (!/^\s+at /.test(line) || /[ (](?:ext|node):/.test(line)) return false;
  const at = line.indexOf(ROOT);
  return at < 0 || !LIBRARY_FILE_REGEXP.test(line.slice(at + ROOT.length));
}
