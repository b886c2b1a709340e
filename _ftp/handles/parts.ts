// Copyright 2026 the wininet authors. MIT license.

/**
 * The FTP modules that a program needs after it has connected.
 *
 * @module
 */

/**
 * Loads the modules that transfer data. They are loaded before a connection is
 * made, not later: Deno panics if it cannot open the files because connections
 * have used up the file descriptors.
 */
export function loadTransfers(): Promise<unknown> {
  return Promise.all([
    loadCopies(),
    import("./body.ts"),
    import("./entries.ts"),
    import("./transfer.ts"),
    import("./upload.ts"),
  ]);
}

/** FtpGetFile and FtpPutFile. */
type Copies = typeof import("./get_file.ts") & typeof import("./put_file.ts");

let copies: Promise<Copies> | null = null;

/** Loads FtpGetFile and FtpPutFile once: `import()` takes time even for a loaded module. */
export function loadCopies(): Promise<Copies> {
  return copies ??= Promise.all([
    import("./get_file.ts"),
    import("./put_file.ts"),
  ]).then(([get, put]) => ({ ...get, ...put }));
}
