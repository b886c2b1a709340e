// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * Mirrors a directory of an FTP server: copies new files, and deletes local
 * files that the server no longer has. The second run only needs the listings.
 *
 *     deno run --allow-net --allow-read --allow-write examples/mirror.ts ftp.example.com /pub pub
 *
 * @module
 */

import { INTERNET_FLAG_PASSIVE, INTERNET_SERVICE_FTP } from "../flags.ts";
import { InternetConnect, InternetOpen } from "../internet.ts";
import { downloadTree } from "../trees.ts";

/** Mirrors a directory; returns the number of failures. */
export async function main(
  [server = "", remote = "/", local = "mirror"]: readonly string[],
  print: (line: string) => void = console.log,
): Promise<number> {
  const { hostname, port } = new URL(`ftp://${server}`);
  await using hInternet = InternetOpen("mirror example/1.0");
  const hConnect = await InternetConnect(
    hInternet,
    hostname,
    Number(port),
    null,
    null,
    INTERNET_SERVICE_FTP,
    INTERNET_FLAG_PASSIVE,
  );
  const result = await downloadTree(hConnect, remote, local, {
    keepTimes: true,
    deleteOthers: true,
    filter: (path) => !path.endsWith(".tmp"),
  });
  const { files, skipped, deleted, failed } = result;
  print(`${files} copied, ${skipped} the same, ${deleted} deleted`);
  for (const { path, error } of failed) print(`${path}: ${error.message}`);
  return failed.length;
}

if (import.meta.main) {
  if (Deno.args.length < 1) {
    console.error("Usage: mirror.ts SERVER [REMOTE [LOCAL]]");
    Deno.exit(2);
  }
  Deno.exitCode = Math.min(await main(Deno.args), 1);
}
