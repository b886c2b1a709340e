// Copyright 2026 the wininet authors. MIT license.

/** downloadTree() after its program was killed. */

import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "@std/assert";
import { downloadTree } from "../../trees.ts";
import { connectFtp, folder, pattern } from "../helpers/ftp_calls.ts";
import { kill } from "../helpers/programs.ts";
import { watch } from "../helpers/watch.ts";
import { FtpServer } from "../servers/ftp_server.ts";

const PROGRAM = fileURLToPath(new URL("mirror_program.ts", import.meta.url));

/** Files of many sizes, some of which are continued. */
const FILES: Record<string, Uint8Array> = Object.fromEntries(
  Array.from({ length: 40 }, (_, at) => [
    `/d${at % 4}/f${at}`,
    pattern(at % 10 === 0 ? 2_000_000 : at * 100),
  ]),
);

Deno.test("downloadTree() uses the empty part of a program that was killed before it wrote", async () => {
  await using server = new FtpServer({ files: { "/d/f": pattern(2_000_000) } });
  using files = folder();
  files.write("f.part", "");
  await using watched = watch();
  const hConnect = await connectFtp(watched.hInternet, server);
  const result = await downloadTree(hConnect, "/d", files.path(""));
  assertEquals([result.files, files.names()], [1, ["f"]]);
});

for (const moment of [1, 7, 20, 39]) {
  Deno.test(`downloadTree() completes the download of a program that was killed at file ${moment}`, async () => {
    const gone = Promise.withResolvers<void>();
    const fetched: string[] = [];
    let child: Deno.ChildProcess | null = null;
    await using server = new FtpServer({
      files: FILES,
      on: {
        async RETR(call) {
          fetched.push(call.path);
          if (child === null || fetched.length !== moment) return false;
          const { length } = FILES[call.path]!;
          await call.reply(`150 Opening (${length} bytes)`);
          const data = await call.data();
          await data.write(FILES[call.path]!.subarray(0, length >> 1));
          kill(child);
          await call.until(gone.promise).catch(() => {});
        },
      },
    });
    using files = folder();
    const local = files.path("y");
    child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", PROGRAM, server.host, `${server.port}`, "/", local],
      stdout: "null",
    }).spawn();
    await child.status;
    gone.resolve();
    child = null;
    const whole = Object.keys(FILES).filter((path) => {
      const name = `y${path}`;
      try {
        assertEquals(files.read(name), FILES[path]);
        return true;
      } catch (error) {
        // No incomplete file has its final name.
        assert(error instanceof Deno.errors.NotFound, `${error}`);
        return false;
      }
    });
    fetched.length = 0;
    await using watched = watch();
    const hConnect = await connectFtp(watched.hInternet, server);
    const { failed } = await downloadTree(hConnect, "/", local);
    assertEquals(failed, []);
    for (const [path, content] of Object.entries(FILES)) {
      assertEquals(files.read(`y${path}`), content);
    }
    assertEquals(fetched.filter((path) => whole.includes(path)), []);
    const names = [0, 1, 2, 3].flatMap((at) => files.names(`y/d${at}`));
    assertEquals(names.length, 40, `${names}`);
  });
}
