// Copyright 2026 the wininet authors. MIT license.

/** A server that stops forever, at each step of each FTP dialogue. */

import { ERROR_FTP_DROPPED } from "../../error.ts";
import { FtpGetCurrentDirectory, FtpPutFile } from "../../ftp.ts";
import { InternetCloseHandle, InternetReadFile } from "../../internet.ts";
import { folder, openToRead } from "../helpers/ftp_calls.ts";
import { assertEndsAtEveryStop, type StoppedScene } from "../helpers/stops.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import type { Stopper } from "../servers/stopper.ts";
import {
  connectAs,
  type FtpProgram,
  PROGRAM_FILES,
  PROGRAMS,
  type Way,
  WAYS,
} from "./fault_programs.ts";
import { BIG } from "./stalls.ts";

/** Programs that the other tests of failures do not use. */
const MORE: Readonly<Record<string, FtpProgram>> = {
  async "abandon a download"({ server, hConnect }) {
    server.add("/big", BIG);
    const hFile = await openToRead(hConnect, "big");
    await InternetReadFile(hFile, new Uint8Array(100_000));
    InternetCloseHandle(hFile);
    await FtpGetCurrentDirectory(hConnect);
  },
  async "put a file that is larger than every buffer"({ hConnect, files }) {
    await FtpPutFile(hConnect, files.write("source", BIG), "big");
  },
};

for (const way of WAYS) {
  for (const [name, program] of Object.entries({ ...PROGRAMS, ...MORE })) {
    Deno.test(`FTP ${way.name} ends in time wherever the server stops: ${name}`, () =>
      assertEndsAtEveryStop({
        name,
        open: (stopper) => sceneOf(way, program, stopper),
        // The closed handle has detected the stop, and the next call reports
        // it.
        otherCodes: [ERROR_FTP_DROPPED],
      }));
  }
}

function sceneOf(
  way: Way,
  program: FtpProgram,
  stopper: Stopper,
): StoppedScene {
  const server = new FtpServer({ ...PROGRAM_FILES, onWire: stopper.watch });
  const files = folder();
  return {
    async run(hInternet) {
      const hConnect = await connectAs(hInternet, server, way);
      await program({ server, hConnect, files });
    },
    async [Symbol.asyncDispose]() {
      files[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}
