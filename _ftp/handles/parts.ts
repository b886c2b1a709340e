// Copyright 2026 the wininet authors. MIT license.

/**
 * The parts of FTP that a program needs once it has connected.
 *
 * @module
 */

/**
 * Loads what moves bytes. It is loaded before a connection is made, and no later: Deno
 * panics if it cannot open the files because connections have taken the rest.
 */
export function loadTransfers(): Promise<unknown> {
  return Promise.all([
    import("./checksum.ts"),
    import("./copy.ts"),
    import("./body.ts"),
    import("./entries.ts"),
    import("./transfer.ts"),
    import("./upload.ts"),
  ]);
}
