// Copyright 2026 the wininet authors. MIT license.

/**
 * Transfers that are cut at random points: the data connection, the control
 * connection, or both, with FIN and with RST, in plain text at a thousand
 * points and over TLS at fewer points. Every other transfer uses active mode.
 */

import { assert, assertEquals } from "@std/assert";
import { pooledMap } from "@std/async";
import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../../error.ts";
import { FtpGetCurrentDirectory, FtpGetFile, FtpPutFile } from "../../ftp.ts";
import { InternetOpen, InternetSetOption } from "../../internet.ts";
import { INTERNET_OPTION_RECEIVE_TIMEOUT } from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { type Folder, folder } from "../helpers/ftp_calls.ts";
import {
  choosePoints,
  CONTENT,
  CUT_CONNECTIONS,
  type Point,
  pointServer,
} from "./fault_points.ts";
import {
  assertCode,
  assertNextSession,
  connectAs,
  inTime,
  outcomeOf,
  SECURITIES,
  type Security,
} from "./fault_programs.ts";
import type { FtpServer } from "../servers/ftp_server.ts";

/** The number of points in each of the twelve tests; in total 1008 without TLS. */
const POINTS: Readonly<Record<Security, number>> = { plain: 84, TLS: 16 };

/** The number of simultaneous transfers. */
const TOGETHER = 28;

/** The time limit for a silent server, in milliseconds. */
const TIMEOUT = 400;

const SEED = 20_261_122;

/** The environment of a transfer. */
interface Scene {
  readonly hInternet: HINTERNET;
  readonly server: FtpServer;
  readonly files: Folder;
  readonly security: Security;
}

for (const security of SECURITIES) {
  for (const upload of [false, true]) {
    for (const connections of CUT_CONNECTIONS) {
      for (const end of ["FIN", "RST"] as const) {
        const symbol = upload ? "FtpPutFile" : "FtpGetFile";
        const cut = connections === "both"
          ? "both connections"
          : `the ${connections} connection`;
        const name = `${symbol}() survives ${end} at random points of ${cut}`;
        Deno.test(
          `${name}, ${security}`,
          () => assertSurvives(security, { upload, connections, end }),
        );
      }
    }
  }
}

async function assertSurvives(
  security: Security,
  kind: Pick<Point, "upload" | "connections" | "end">,
): Promise<void> {
  const points = choosePoints(POINTS[security], SEED, kind);
  await using pointing = pointServer(points);
  using files = folder();
  files.write("source", CONTENT);
  const { server } = pointing;
  await using hInternet = InternetOpen("points/1");
  const scene = { hInternet, server, files, security };
  const runs = pooledMap(
    TOGETHER,
    points.entries(),
    ([index, point]) => assertOneSurvives(scene, index, point),
  );
  await inTime(Array.fromAsync(runs));
  await inTime(server.allClosed());
  assertEquals(files.names(), ["source"]);
  await assertNextSession(server, security);
}

async function assertOneSurvives(
  scene: Scene,
  index: number,
  point: Point,
): Promise<void> {
  const { hInternet, server, files, security } = scene;
  const name = `cut-${index}`;
  const what = `point ${index}, byte ${point.at}, "${point.word}"`;
  const way = { security, passive: index % 2 === 0 };
  await using hConnect = await connectAs(hInternet, server, way);
  // If the server sends a reply, the time limit does not apply, so that a busy
  // machine has enough time.
  if (point.connections === "data" && point.word === "") {
    InternetSetOption(hConnect, INTERNET_OPTION_RECEIVE_TIMEOUT, TIMEOUT);
  }
  const error = await outcomeOf(async () => {
    if (point.upload) await FtpPutFile(hConnect, files.path("source"), name);
    else await FtpGetFile(hConnect, name, files.path(name));
  });
  assert(error !== null, `${what}: the call has succeeded`);
  assertCode(error, codesOf(point), what);
  // A part is kept only if it may be complete, and the error names it.
  for (
    const part of files.names().filter((file) => file.startsWith(`${name}.`))
  ) {
    assert(
      error instanceof InternetError && error.message.includes(part),
      what,
    );
    await Deno.remove(files.path(part));
  }
  assert(!server.files.has(`/${name}`), `${what}: half a file has the name`);
  // The transfer has failed, but the session can still be used.
  if (point.word === "") return;
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/", what);
  const left = [...server.files.keys()].filter((path) =>
    path.startsWith(`/${name}.`)
  );
  assertEquals(left, [], what);
}

function codesOf({ upload, connections, end, word }: Point): number[] {
  const code = end === "FIN"
    ? ERROR_INTERNET_CONNECTION_ABORTED
    : ERROR_INTERNET_CONNECTION_RESET;
  switch (connections) {
    case "control":
      return [code];
    case "both":
      return [ERROR_INTERNET_CONNECTION_ABORTED, code];
    case "data":
      if (word === "426 Aborted") return [ERROR_INTERNET_EXTENDED_ERROR];
      if (word === "226 Done") return [ERROR_INTERNET_CONNECTION_ABORTED];
      return upload ? [ERROR_INTERNET_TIMEOUT, code] : [ERROR_INTERNET_TIMEOUT];
  }
}
