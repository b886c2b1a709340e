// Copyright 2026 the wininet authors. MIT license.

/**
 * Temporary files of responses that are not stored, for INTERNET_FLAG_NEED_FILE.
 *
 * @module
 */

import { TemporaryFolder } from "./memory_bodies.ts";
import { ResponseWriter } from "./response_body.ts";
import type { BodyWriter } from "./response_cache.ts";

/** The directory of the files, which is removed at the end of the program. */
let folder: TemporaryFolder | null = null;

/** Creates a file that is removed when it is abandoned. */
export function temporaryFile(
  url: string,
  extension: string | null,
): BodyWriter {
  folder ??= new TemporaryFolder();
  const place = { folder: "content" };
  const sink = folder.bodies.sink(place, url, extension);
  return new ResponseWriter(sink, () => null);
}
