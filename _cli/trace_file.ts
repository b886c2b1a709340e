// Copyright 2026 the wininet authors. MIT license.

/**
 * Records what a session does, and writes it to a file: a page, an archive, trace events
 * or a text, as the extension of the file says.
 *
 * @module
 */

import type { HINTERNET } from "../structures.ts";
import { recordTrace, type Trace } from "../trace.ts";

/** What each extension stands for. */
const FORMATS: Readonly<Record<string, (trace: Trace) => string>> = {
  ".html": (trace) => trace.toHtml(),
  ".har": (trace) => JSON.stringify(trace.toHar(), null, 2),
  ".json": (trace) => JSON.stringify(trace.toTraceEvents()),
  ".txt": (trace) => trace.toText(),
};

/** The extensions that a file may have. */
export const TRACE_EXTENSIONS: readonly string[] = Object.keys(FORMATS);

/** Says why a trace cannot be written to a file, `null` if it can: then the file is there, and empty. */
export function traceProblem(path: string): string | null {
  if (FORMATS[extensionOf(path)] === undefined) {
    return `--trace needs a file that ends with ${
      TRACE_EXTENSIONS.join(", ")
    }, and ${JSON.stringify(path)} does not`;
  }
  try {
    Deno.writeTextFileSync(path, "");
    return null;
  } catch (error) {
    return `--trace cannot write ${JSON.stringify(path)}: ${
      (error as Error).message
    }`;
  }
}

/** Records a session until it is disposed, and then writes the file; does nothing without one. */
export function traceTo(
  path: string | null,
  hInternet: HINTERNET,
): Disposable {
  if (path === null) return { [Symbol.dispose]() {} };
  const trace = recordTrace(hInternet);
  return {
    [Symbol.dispose]() {
      trace.stop();
      Deno.writeTextFileSync(path, FORMATS[extensionOf(path)]!(trace));
    },
  };
}

/** The file for another trace beside a file: `a.html` and `part` are `a.part.html`. */
export function besideTrace(path: string | null, part: string): string | null {
  if (path === null) return null;
  const extension = extensionOf(path);
  return `${path.slice(0, -extension.length)}.${part}${extension}`;
}

function extensionOf(path: string): string {
  return /\.\w+$/.exec(path)?.[0].toLowerCase() ?? "";
}
