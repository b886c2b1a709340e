// Copyright 2026 the wininet authors. MIT license.

/**
 * A program that is killed during an upload.
 *
 * @module
 */

import { runUntil } from "./programs.ts";

const PROGRAM = `
const [ftp, internet, flags, host, port, user, password, local, remote, resume] =
  Deno.args;
const { FtpPutFile } = await import(ftp);
const { InternetConnect, InternetOpen, InternetSetOption, InternetSetStatusCallback } =
  await import(internet);
const { INTERNET_FLAG_PASSIVE } = await import(flags);
const hInternet = InternetOpen("agent");
InternetSetOption(hInternet, 0x10006, Number(resume));
const hConnect = await InternetConnect(
  hInternet, host, Number(port), user || null, password || null, 1,
  INTERNET_FLAG_PASSIVE);
let sent = 0;
InternetSetStatusCallback(hConnect, (_handle, _context, status, bytes) => {
  if (status === 31) sent += bytes;
  const forever = new Int32Array(new SharedArrayBuffer(4));
  if (sent > 1_000_000) Atomics.wait(forever, 0, 0);
});
await FtpPutFile(hConnect, local, remote, 0, 1);
`;

/** The server of an upload. */
export interface UploadServer {
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
}

/** The files of an upload, and the value of FTP_OPTION_RESUME. */
export interface KilledUpload {
  /** A file that is larger than the buffers of a connection. */
  readonly local: string;
  readonly remote: string;
  readonly resume: number;
}

/**
 * Uploads about a million bytes of a file in a program that is killed when
 * `holds` returns `true`.
 */
export async function killedUpload(
  { host, port, user = "", password = "" }: UploadServer,
  { local, remote, resume }: KilledUpload,
  holds: () => Promise<boolean>,
): Promise<void> {
  const modules = ["ftp", "internet", "flags"].map((name) =>
    import.meta.resolve(`../../${name}.ts`)
  );
  await runUntil(
    PROGRAM,
    [
      ...[...modules, host, `${port}`],
      ...[user, password, local, remote, `${resume}`],
    ],
    holds,
    "the upload has begun",
  );
}
