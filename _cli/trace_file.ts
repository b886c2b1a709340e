// Copyright 2026 the wininet authors. MIT license.

/**
 * Records the activity of a session and writes it to a file: a page, an
 * archive, trace events or plain text, depending on the file extension.
 *
 * @module
 */

import { ERROR_PATH_NOT_FOUND } from "../error.ts";
import type { HINTERNET } from "../structures.ts";
import { recordTrace, type Trace } from "../trace.ts";
import { checkPermission, localError } from "../_base/local_file.ts";
import { quotedValue } from "../_base/secrets.ts";
import { UsageError } from "./usage_error.ts";

/** The format for each extension. */
const FORMATS: Readonly<Record<string, (trace: Trace) => string>> = {
  ".html": (trace) => trace.toHtml(),
  ".har": (trace) => JSON.stringify(trace.toHar(), null, 2),
  ".json": (trace) => JSON.stringify(trace.toTraceEvents()),
  ".txt": (trace) => trace.toText(),
};

/** The extensions that a trace file can have. */
export const TRACE_EXTENSIONS: readonly string[] = Object.keys(FORMATS);

/**
 * Creates the file of a trace.
 *
 * @throws {UsageError} If its extension is not supported.
 * @throws {InternetError} If the file cannot be written.
 */
export function createTrace(path: string): void {
  if (FORMATS[extensionOf(path)] === undefined) {
    throw new UsageError(
      `--trace needs a file that ends with ${
        TRACE_EXTENSIONS.join(", ")
      }, not ${quotedValue(path)}`,
    );
  }
  write(path, "");
}

/**
 * Records a session; disposing the result writes the file. Does nothing if
 * `path` is `null`.
 */
export function traceTo(
  path: string | null,
  hInternet: HINTERNET,
): Disposable {
  if (path === null) return { [Symbol.dispose]() {} };
  write(path, ""); // Reports an error before anything is downloaded.
  const trace = recordTrace(hInternet);
  return {
    [Symbol.dispose]() {
      trace.stop();
      write(path, FORMATS[extensionOf(path)]!(trace));
    },
  };
}

/**
 * Returns the path of another trace file beside the first one: `a.html` with
 * `part` is `a.part.html`.
 */
export function besideTrace(path: string | null, part: string): string | null {
  if (path === null) return null;
  const extension = extensionOf(path);
  return `${path.slice(0, -extension.length)}.${part}${extension}`;
}

function write(path: string, text: string): void {
  const action = `write the file ${quotedValue(path)} of --trace`;
  checkPermission(action, path, "write");
  try {
    Deno.writeTextFileSync(path, text);
  } catch (error) {
    throw localError(action, error, ERROR_PATH_NOT_FOUND);
  }
}

function extensionOf(path: string): string {
  return /\.\w+$/.exec(path)?.[0].toLowerCase() ?? "";
}
