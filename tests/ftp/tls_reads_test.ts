// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertGreater } from "@std/assert";
import { INTERNET_FLAG_SECURE } from "../../flags.ts";
import {
  InternetCloseHandle,
  InternetReadFile,
  InternetSetOption,
} from "../../internet.ts";
import { INTERNET_OPTION_DATA_RECEIVE_TIMEOUT } from "../../options.ts";
import { openFtp, openToRead, pattern } from "../helpers/ftp_calls.ts";

const TLS = { flags: INTERNET_FLAG_SECURE };

/**
 * The number of bytes of the file and of each read. The last bytes arrive while
 * the program is not reading.
 */
const CASES: readonly [size: number, read: number][] = [
  [300_000, 1_000],
  [300_000, 16_384],
  [800_000, 60_000],
  [1_800_000, 4_096],
];

for (const [size, length] of CASES) {
  Deno.test(`InternetReadFile() reads all ${size} bytes over TLS by ${length}, although the server has already closed the data connection`, async () => {
    const content = pattern(size);
    const sent = Promise.withResolvers<void>();
    await using scene = await openFtp({
      requireReuse: true, // This keeps the data connections on node:tls.
      on: {
        async RETR(call) {
          await call.reply("150 Here");
          const data = await call.data();
          await data.write(content);
          await data.end();
          await call.reply("226 Done");
          sent.resolve();
        },
        SIZE: (call) => call.reply(`213 ${size}`),
      },
    }, TLS);
    const { hConnect } = scene;
    InternetSetOption(hConnect, INTERNET_OPTION_DATA_RECEIVE_TIMEOUT, 1_000);
    const hFile = await openToRead(hConnect, "a");
    const buffer = new Uint8Array(length);
    const got = new Uint8Array(size);
    let at = 0;
    for (let count; (count = await InternetReadFile(hFile, buffer)) > 0;) {
      got.set(buffer.subarray(0, count), at);
      at += count;
      // Most of a file that fits into the buffers has now been sent.
      if (at === length && size < 1_000_000) await sent.promise;
      // The program sometimes does other work.
      await new Promise((resolve) => setTimeout(resolve, at % 7 === 0 ? 1 : 0));
    }
    assertGreater(at, 0);
    assertEquals(at, size);
    assertEquals(got, content);
    InternetCloseHandle(hFile);
  });
}
