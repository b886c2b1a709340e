// Copyright 2026 the wininet authors. MIT license.

/**
 * The control connection is cut before, within and after every reply of small
 * programs, in plain text and over TLS, with FIN and with RST. Faults at random
 * points of a transfer are in `fault_points_test.ts`, stalls in
 * `stalls_test.ts`.
 */

import {
  assert,
  assertArrayIncludes,
  assertEquals,
  assertGreater,
} from "@std/assert";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
} from "../../error.ts";
import { FtpGetCurrentDirectory } from "../../ftp.ts";
import { InternetOpen } from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { folder } from "../helpers/ftp_calls.ts";
import {
  assertCode,
  assertNextSession,
  assertNoHalves,
  connectAs,
  type Cut,
  type CuttingServer,
  cuttingServer,
  type FtpProgram,
  inTime,
  outcomeOf,
  PROGRAMS,
  type Way,
  WAYS,
} from "./fault_programs.ts";

const CODES: Readonly<Record<Cut["end"], number>> = {
  FIN: ERROR_INTERNET_CONNECTION_ABORTED,
  RST: ERROR_INTERNET_CONNECTION_RESET,
};

const POSITIONS = ["before", "within", "after"] as const;

for (const way of WAYS) {
  for (const [name, program] of Object.entries(PROGRAMS)) {
    for (const end of ["FIN", "RST"] as const) {
      Deno.test(`FTP ${way.name} handles ${end} at every reply: ${name}`, async () => {
        const replies = await healthyReplies(way, program);
        const cuts = replies.keys().flatMap((at) =>
          POSITIONS.map((position): Cut => ({ at, position, end }))
        );
        for (const cut of cuts) {
          const what = `${end} ${cut.position} "${
            replies[cut.at]
          }" (${cut.at})`;
          await assertSurvives(way, program, cut, what);
        }
      });
    }
  }
}

/**
 * Returns the replies of a program whose session is not cut, except the reply
 * to QUIT.
 */
async function healthyReplies(
  way: Way,
  program: FtpProgram,
): Promise<string[]> {
  await using cutting = cuttingServer();
  using files = folder();
  await using hInternet = InternetOpen("healthy/1");
  const { server } = cutting;
  await using hConnect = await connectAs(hInternet, server, way);
  await program({ server, hConnect, files });
  const replies = [...cutting.replies];
  assertGreater(replies.length, way.security === "TLS" ? 5 : 2);
  return replies;
}

async function assertSurvives(
  way: Way,
  program: FtpProgram,
  cut: Cut,
  what: string,
): Promise<void> {
  await using cutting = cuttingServer();
  using files = folder();
  await using hInternet = InternetOpen("faults/1");
  const { server } = cutting;
  let hConnect: HINTERNET | null = null;
  cutting.cut = cut;
  const error = await outcomeOf(async () => {
    hConnect = await connectAs(hInternet, server, way);
    await program({ server, hConnect, files });
  });
  if (error !== null) {
    assertCode(error, allowedCodes(cut, cutting), what);
  }
  assert(
    error !== null || cut.position === "after" || mayDoWithout(cutting),
    what,
  );
  assertNoHalves({ server, files }, what);
  await inTime(server.allClosed());
  if (hConnect !== null) {
    await assertLost(hConnect, cut, what);
  }
  await assertNextSession(server, way.security);
}

/**
 * A session that is cut is not replaced; the first call may be the one that
 * detects the cut.
 */
async function assertLost(
  hConnect: HINTERNET,
  { end }: Cut,
  what: string,
): Promise<void> {
  const first = await rejectedCode(FtpGetCurrentDirectory(hConnect));
  const codes = [ERROR_FTP_DROPPED, CODES[end]];
  assertArrayIncludes(codes, [first], what);
  const second = await rejectedCode(FtpGetCurrentDirectory(hConnect));
  assertEquals(second, ERROR_FTP_DROPPED, what);
}

/** FIN is reported as an abort, RST as a reset; later calls report that the session is lost. */
function allowedCodes(
  { end, at, position }: Cut,
  cutting: CuttingServer,
): number[] {
  const codes = [CODES[end]];
  const mayBeNoticedLater = position === "after" || mayDoWithout(cutting);
  if (at > 1 && mayBeNoticedLater) codes.push(ERROR_FTP_DROPPED);
  const inHandshake = cutting.replies[at]?.startsWith("234");
  if (inHandshake) codes.push(ERROR_INTERNET_SECURITY_CHANNEL_ERROR);
  return codes;
}

/** A download whose size is known does not need the final reply. */
function mayDoWithout({ replies }: CuttingServer): boolean {
  return replies.at(-1)?.startsWith("226") === true &&
    replies.some((reply) => /^213|^150 .*\(\d+ bytes\)/.test(reply));
}
