// Copyright 2026 the wininet authors. MIT license.

/**
 * The control connection is cut before, within and after every reply of small
 * programs, in clear and over TLS, by FIN and by RST. Faults at random points of
 * a transfer are in `ftp_fault_points_test.ts`, those of time in
 * `ftp_stalls_test.ts`.
 */

import { assert, assertEquals, assertGreater } from "@std/assert";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
} from "../error.ts";
import { FtpGetCurrentDirectory } from "../ftp.ts";
import { InternetOpen } from "../internet.ts";
import type { HINTERNET } from "../structures.ts";
import { rejectedCode } from "./calls.ts";
import { folder } from "./ftp_calls.ts";
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
  SECURITIES,
  type Security,
} from "./ftp_fault_programs.ts";

for (const security of SECURITIES) {
  for (const [name, program] of Object.entries(PROGRAMS)) {
    for (const end of ["FIN", "RST"] as const) {
      Deno.test(`FTP ${security} survives ${end} at every reply: ${name}`, async () => {
        const replies = await healthyReplies(security, program);
        for (let at = 0; at < replies.length; at++) {
          for (const position of ["before", "within", "after"] as const) {
            const what = `${end} ${position} "${replies[at]}" (${at})`;
            await assertSurvives(
              security,
              program,
              { at, position, end },
              what,
            );
          }
        }
      });
    }
  }
}

/** The replies of a program that nothing happens to, without the one to QUIT. */
async function healthyReplies(
  security: Security,
  program: FtpProgram,
): Promise<string[]> {
  await using cutting = cuttingServer();
  using files = folder();
  await using hInternet = InternetOpen("healthy/1");
  const { server } = cutting;
  await using hConnect = await connectAs(hInternet, server, security);
  await program({ server, hConnect, files });
  const replies = [...cutting.replies];
  assertGreater(replies.length, security === "TLS" ? 5 : 2);
  return replies;
}

async function assertSurvives(
  security: Security,
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
    hConnect = await connectAs(hInternet, server, security);
    await program({ server, hConnect, files });
  });
  if (error !== null) {
    assertCode(error, allowedCodes(cut, security, cutting), what);
  }
  assert(
    error !== null || cut.position === "after" || mayDoWithout(cutting),
    what,
  );
  assertNoHalves({ server, files }, what);
  await inTime(server.allClosed());
  if (hConnect !== null) {
    const code = await rejectedCode(FtpGetCurrentDirectory(hConnect));
    assertEquals(code, ERROR_FTP_DROPPED, what);
  }
  await assertNextSession(server, security);
}

/** FIN aborts, RST resets; who comes later is told that the session is gone. */
function allowedCodes(
  { end, at }: Cut,
  security: Security,
  { replies }: CuttingServer,
): number[] {
  const codes = [
    end === "FIN"
      ? ERROR_INTERNET_CONNECTION_ABORTED
      : ERROR_INTERNET_CONNECTION_RESET,
  ];
  if (at > 2) codes.push(ERROR_FTP_DROPPED);
  const inHandshake = security === "TLS" && replies[at]?.startsWith("234");
  if (inHandshake) codes.push(ERROR_INTERNET_SECURITY_CHANNEL_ERROR);
  return codes;
}

/** A read file whose size is known can do without the last word of the server. */
function mayDoWithout({ replies }: CuttingServer): boolean {
  return replies.at(-1)?.startsWith("226") === true &&
    replies.some((reply) => reply.startsWith("213"));
}
