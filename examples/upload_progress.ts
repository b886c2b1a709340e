// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * Uploads a file by FTP and shows the number of bytes sent. The password is
 * read from the variable FTP_PASSWORD.
 *
 *     deno run --allow-net --allow-read --allow-env examples/upload_progress.ts a.zip user@ftp.example.com incoming/a.zip
 *
 * @module
 */

import { INTERNET_FLAG_PASSIVE, INTERNET_SERVICE_FTP } from "../flags.ts";
import { FtpPutFile } from "../ftp.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetSetStatusCallback,
} from "../internet.ts";
import { INTERNET_STATUS_REQUEST_SENT } from "../status.ts";

/** Uploads a file. */
export async function main(
  [file = "", server = "", remote = file]: readonly string[],
  print: (line: string) => void = console.log,
  password: string | null = Deno.env.get("FTP_PASSWORD") ?? null,
): Promise<void> {
  const { username, hostname, port } = new URL(`ftp://${server}`);
  await using hInternet = InternetOpen("upload example/1.0");
  const hConnect = await InternetConnect(
    hInternet,
    hostname,
    Number(port),
    username || null,
    username === "" ? null : password,
    INTERNET_SERVICE_FTP,
    INTERNET_FLAG_PASSIVE,
  );
  const { size } = await Deno.stat(file);
  let sent = 0;
  InternetSetStatusCallback(hConnect, (_handle, _context, status, count) => {
    if (status !== INTERNET_STATUS_REQUEST_SENT) return;
    // Commands are counted too: they are sent before the file.
    sent += count;
    print(`${Math.min(Math.floor(sent / size * 100), 100)} %`);
  });
  // The call posts statuses because it has a context.
  await FtpPutFile(hConnect, file, remote, 0, "upload");
  print(`${remote} is on the server`);
}

if (import.meta.main) {
  if (Deno.args.length < 2) {
    console.error("Usage: upload_progress.ts FILE [USER@]SERVER [REMOTE]");
    Deno.exit(2);
  }
  await main(Deno.args);
}
