// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * A program that downloads a tree, for tests that kill it. Its arguments are
 * the host, the port, the remote and the local directory; it prints the result.
 *
 * @module
 */

import { INTERNET_FLAG_PASSIVE, INTERNET_SERVICE_FTP } from "../../flags.ts";
import { InternetConnect, InternetOpen } from "../../internet.ts";
import { downloadTree } from "../../trees.ts";

const [host, port, remote, local] = Deno.args;

await using hInternet = InternetOpen("mirror");
const hConnect = await InternetConnect(
  hInternet,
  host!,
  Number(port),
  null,
  null,
  INTERNET_SERVICE_FTP,
  INTERNET_FLAG_PASSIVE,
);
const { files, failed } = await downloadTree(hConnect, remote!, local!);
console.log(JSON.stringify({ files, failed: failed.length }));
