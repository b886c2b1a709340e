// Copyright 2026 the wininet authors. MIT license.

/**
 * Creates a directory on an FTP server, with its parent directories.
 *
 * @module
 */

import { type Dialogue, refusalCode } from "../_ftp/wire/command.ts";
import { demand } from "../_ftp/wire/file_dialogues.ts";
import type { FtpConnection } from "../_ftp/handles/connection.ts";
import { converse, directoryExists } from "./connections.ts";

/** Creates a directory and its parents, if they do not exist. */
export async function createPath(
  connection: FtpConnection,
  path: string,
): Promise<void> {
  const action = `create the directory "${path}"`;
  const make = () => demand("MKD", path, action);
  try {
    await converse(connection, make, path);
  } catch (error) {
    if (refusalCode(error) === null) throw error;
    // The reply does not show whether the directory exists or a parent is
    // missing.
    if (await directoryExists(connection, path)) return;
    await converse(connection, () => makeEach(path), path);
    // The last reply has the reason.
    if (!(await directoryExists(connection, path))) {
      await converse(connection, make, path);
    }
  }
}

/** Creates each directory of a path from the top. The server refuses those that exist. */
function* makeEach(path: string): Dialogue<void> {
  for (let at = 0; at >= 0;) {
    at = path.indexOf("/", at + 1);
    const part = at < 0 ? path : path.slice(0, at);
    if (part.endsWith("/")) continue;
    yield { verb: "MKD", argument: part };
  }
}
