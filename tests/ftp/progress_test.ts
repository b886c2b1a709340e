// Copyright 2026 the wininet authors. MIT license.

/**
 * The statuses that report the progress of a transfer: their byte counts are
 * those of the file.
 */

import { assert, assertEquals } from "@std/assert";
import { GENERIC_READ, GENERIC_WRITE } from "../../flags.ts";
import {
  FtpFindFirstFile,
  FtpGetFile,
  FtpOpenFile,
  FtpPutFile,
} from "../../ftp.ts";
import { InternetReadFile, InternetWriteFile } from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { completions } from "../helpers/calls.ts";
import {
  folder,
  type FtpScene,
  MODES,
  openFtp,
  pattern,
  readBytes,
  SESSIONS,
} from "../helpers/ftp_calls.ts";

const SIZE = 3_000_000;
const CONTEXT = 7;

/** Returns the byte counts in the statuses with this name, in order. */
function bytesOf(scene: FtpScene, name: string): number[] {
  return scene.watched.log
    .filter((entry) => entry.name === name && entry.dwContext === CONTEXT)
    .map(({ information }) => information as number);
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/**
 * Returns the number of data bytes: all bytes received after some replies,
 * without the final reply.
 */
function dataBytes(scene: FtpScene, replies: number): number {
  return sum(bytesOf(scene, "RESPONSE_RECEIVED").slice(replies)) -
    "226 Transfer complete\r\n".length;
}

/** Returns the number of bytes of the commands since the login. */
function commandBytes(scene: FtpScene): number {
  return sum(scene.sent().map((line) => line.length + 2));
}

for (const [mode, passive] of MODES) {
  for (const [kind, asynchronous] of SESSIONS) {
    const how = `${mode}, ${kind}`;

    Deno.test(`FtpPutFile() reports every byte, ${how}`, async () => {
      using files = folder();
      await using scene = await openFtp({}, { passive, asynchronous });
      const local = files.write("f", pattern(SIZE));
      await FtpPutFile(scene.hConnect, local, "f", 0, CONTEXT);
      assertEquals(
        sum(bytesOf(scene, "REQUEST_SENT")) - commandBytes(scene),
        SIZE,
      );
      assertEquals(completions(scene.watched).length, asynchronous ? 1 : 0);
    });

    Deno.test(`FtpGetFile() reports every byte, ${how}`, async () => {
      using files = folder();
      await using scene = await openFtp({ files: { "/f": pattern(SIZE) } }, {
        passive,
        asynchronous,
      });
      const { hConnect, watched } = scene;
      await FtpGetFile(hConnect, "f", files.path("f"), false, 0, 0, CONTEXT);
      // The replies to TYPE, EPSV or EPRT, and RETR.
      assertEquals(dataBytes(scene, 3), SIZE);
      assertEquals(completions(watched).length, asynchronous ? 1 : 0);
    });

    Deno.test(`InternetWriteFile() reports every byte, ${how}`, async () => {
      await using scene = await openFtp({}, { passive, asynchronous });
      const hFile = await FtpOpenFile(
        scene.hConnect,
        "f",
        GENERIC_WRITE,
        0,
        CONTEXT,
      );
      scene.watched.log.length = 0;
      for (let time = 0; time < 3; time++) {
        await InternetWriteFile(hFile, pattern(SIZE / 3));
      }
      assertEquals(sum(bytesOf(scene, "REQUEST_SENT")), SIZE);
      assertEquals(
        completions(scene.watched),
        Array(asynchronous ? 3 : 0).fill({ dwResult: SIZE / 3, dwError: 0 }),
      );
      assertEquals(scene.watched.names().slice(0, 2), [
        "SENDING_REQUEST",
        "REQUEST_SENT",
      ]);
    });

    Deno.test(`reading reports every byte, ${how}`, async () => {
      await using scene = await openFtp({ files: { "/f": pattern(SIZE) } }, {
        passive,
        asynchronous,
      });
      const { hConnect, watched } = scene;
      const hFile = await FtpOpenFile(hConnect, "f", GENERIC_READ, 0, CONTEXT);
      assertEquals((await readBytes(hFile)).length, SIZE);
      // The replies to TYPE, SIZE, EPSV or EPRT, and RETR.
      assertEquals(dataBytes(scene, 4), SIZE);
      const results = completions(watched).slice(1);
      const read = results.map(({ dwResult }) => dwResult as number);
      assertEquals(sum(read), asynchronous ? SIZE : 0);
    });
  }
}

Deno.test("each InternetReadFile() ends with one REQUEST_COMPLETE, also from memory and at the end", async () => {
  await using scene = await openFtp({ files: { "/f": "0123456789" } });
  const { hConnect, watched } = scene;
  const hFile = await FtpOpenFile(hConnect, "f", GENERIC_READ, 0, CONTEXT);
  watched.log.length = 0;
  for (let time = 0; time < 4; time++) {
    await InternetReadFile(hFile, new Uint8Array(4));
  }
  assertEquals(
    completions(watched, CONTEXT).map(({ dwResult }) => dwResult),
    [4, 4, 2, 0],
  );
});

Deno.test("an enumeration reports the listing on its own handle", async () => {
  await using scene = await openFtp({ files: { "/f": "0123456789" } }, {
    dwContext: "connection",
  });
  const { hConnect, watched } = scene;
  watched.log.length = 0;
  const { hFind } = await FtpFindFirstFile(hConnect, null, 0, CONTEXT);
  const own = watched.log.slice(1);
  assert(
    own.every((entry) =>
      entry.hInternet === hFind as HINTERNET && entry.dwContext === CONTEXT
    ),
  );
  assertEquals(
    completions(watched, CONTEXT).map(({ dwError }) => dwError),
    [0],
  );
});
