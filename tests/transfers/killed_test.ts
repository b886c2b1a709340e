// Copyright 2026 the wininet authors. MIT license.

/** downloadAll() after a program that was killed. */

import { assert, assertEquals } from "@std/assert";
import {
  downloadAll,
  type DownloadResult,
  type Item,
} from "../../transfers.ts";
import { folder, pattern } from "../helpers/ftp_calls.ts";
import { kill } from "../helpers/programs.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { RangeServer } from "../servers/range_server.ts";

const FILE = pattern(1_000_000);
const HALF = 500_000;

/** A program that downloads URLs to a directory. */
const PROGRAM = `
const [transfers, directory, ...urls] = Deno.args;
const { downloadAll } = await import(transfers);
for await (const { url, error } of downloadAll(urls, directory)) {
  console.log(url, error);
}
`;

/** Runs the program until a file has as many bytes as its server sends, and then kills it. */
async function killedAt(part: string, urls: string[], directory: string) {
  const watcher = Deno.watchFs(directory);
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-check", "-A", "-"],
      import.meta.resolve("../../transfers.ts"),
      directory,
      ...urls,
    ],
    stdin: "piped",
    stdout: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(PROGRAM));
  await writer.close();
  for await (const _ of watcher) {
    const info = await Deno.stat(part).catch(() => null);
    if (info?.size === HALF) break;
  }
  kill(child);
  await child.status;
}

/** An FTP server whose first RETR stalls after half of the file. */
function stallingFtp(): FtpServer {
  let isFirst = true;
  const server: FtpServer = new FtpServer({
    files: { "/f": FILE },
    on: {
      async RETR(call) {
        if (!isFirst) return await server.serve(call);
        isFirst = false;
        await call.reply("150 Opening");
        await (await call.data()).write(FILE.subarray(0, HALF));
        await call.until(new Promise(() => {}));
      },
    },
  });
  return server;
}

async function complete(
  urls: Item[],
  directory: string,
): Promise<DownloadResult[]> {
  return await Array.fromAsync(downloadAll(urls, directory));
}

Deno.test("downloadAll() continues the files of a killed program, with HTTP", async () => {
  await using server = new RangeServer(
    FILE,
    ({ number }) => number === 0 ? { stallAfter: HALF } : {},
  );
  using files = folder();
  const url = `${server.url}/f`;
  await killedAt(files.path("f.part"), [url], files.path(""));
  assertEquals(files.names(), ["f.part", "f.part.note"]);
  const [result] = await complete([url], files.path(""));
  assert(result?.ok, result?.error?.message);
  assertEquals(result.resumedFrom, HALF);
  assertEquals(files.read("f"), FILE);
  assertEquals(files.names(), ["f"]);
  // The name is known only after the second response.
  assertEquals(server.fields("range"), [
    undefined,
    undefined,
    `bytes=${HALF}-`,
  ]);
});

Deno.test("downloadAll() continues the files of a killed program, with FTP", async () => {
  await using server = stallingFtp();
  using files = folder();
  const url = `ftp://${server.host}:${server.port}/f`;
  await killedAt(files.path("f.part"), [url], files.path(""));
  const [result] = await complete([url], files.path(""));
  assert(result?.ok, result?.error?.message);
  assertEquals(result.resumedFrom, HALF);
  assertEquals(files.read("f"), FILE);
  assertEquals(files.names(), ["f"]);
  assertEquals(server.commands.filter((line) => /^REST/.test(line)), [
    `REST ${HALF}`,
  ]);
});
