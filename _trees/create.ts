// Copyright 2026 the wininet authors. MIT license.

/**
 * Makes a directory of an FTP server, and those around it.
 *
 * @module
 */

import { type Dialogue, refusalCode } from "../_ftp/wire/command.ts";
import { demand } from "../_ftp/wire/file_dialogues.ts";
import type { FtpConnection } from "../_ftp/handles/connection.ts";
import { converse, directoryExists } from "./connections.ts";

/** Makes a directory unless it exists, and those around it. */
export async function createPath(
  connection: FtpConnection,
  path: string,
): Promise<void> {
  const action = `make the directory "${path}"`;
  const make = () => demand("MKD", path, action);
  try {
    await converse(connection, make, path);
  } catch (error) {
    if (refusalCode(error) === null) throw error;
    // The refusal does not say if it exists, or those around it do not.
    if (await directoryExists(connection, path)) return;
    await converse(connection, () => makeEach(path), path);
    // The last refusal names the reason.
    if (!(await directoryExists(connection, path))) {
      await converse(connection, make, path);
    }
  }
}

/** Makes the directories of a path from the top; those that exist are refused. */
function* makeEach(path: string): Dialogue<void> {
  for (let at = 0; at >= 0;) {
    at = path.indexOf("/", at + 1);
    const part = at < 0 ? path : path.slice(0, at);
    if (part.endsWith("/")) continue;
    yield { verb: "MKD", argument: part };
  }
}
