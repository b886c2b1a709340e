// Copyright 2026 the wininet authors. MIT license.

/** Running out of files never hangs: what fits succeeds, the rest waits or fails at once. */

import { assert, assertEquals } from "@std/assert";
import { FtpServer } from "../servers/ftp_server.ts";
import { GopherServer } from "../servers/gopher_server.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import type { ManyOutcome } from "./descriptors_program.ts";

const PROGRAM = new URL("descriptors_program.ts", import.meta.url).href;

/** How many descriptors the program may have. */
const LIMIT = 256;
/** How many requests it makes at once. */
const MANY = 400;
/** So many connections fit beside what Deno itself has open. */
const FITTING = 150;
/** ERROR_TOO_MANY_OPEN_FILES */
const TOO_MANY = "4";

const HELLO = "hello";

/** What a program came to that may have few descriptors. */
async function run(url: string, dwContext: string): Promise<ManyOutcome> {
  const args = [
    Deno.execPath(),
    ...["run", "--no-prompt", "--allow-net", "--allow-read", "--allow-env"],
    PROGRAM,
    ...[url, String(MANY), dwContext],
  ];
  const { success, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", `ulimit -n ${LIMIT} && exec "$@"`, "sh", ...args],
    stdin: "null",
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

function check({ atOnce, afterwards }: ManyOutcome, least = FITTING): void {
  const allowed = ["0", TOO_MANY];
  const others = Object.entries(atOnce).filter(([end]) =>
    !allowed.includes(end)
  );
  assertEquals(others, [], "other ends than success and code 4");
  const succeeded = atOnce["0"] ?? 0;
  assert(succeeded >= least, `only ${succeeded} of ${MANY} succeeded`);
  assertEquals(afterwards, { "0": 20 });
}

/** Answers when so many wait as must fit, so that they really are open at once. */
function whenFull(): { come(): Promise<void> } {
  const full = Promise.withResolvers<void>();
  let waiting = 0;
  return {
    come() {
      if (++waiting === FITTING) full.resolve();
      return full.promise;
    },
  };
}

for (const dwContext of ["observed", ""]) {
  const how = dwContext || "unobserved";

  Deno.test(`${MANY} HTTP requests at once with ${LIMIT} descriptors never hang, ${how}`, async () => {
    const gate = whenFull();
    await using server = new FakeHttpServer({
      "*": async (_request, reply) => {
        await reply.until(gate.come());
        await reply({ body: HELLO });
      },
    });
    check(await run(`${server.url}/`, dwContext));
  });

  Deno.test(`${MANY} Gopher requests at once with ${LIMIT} descriptors never hang, ${how}`, async () => {
    const gate = whenFull();
    await using server = new GopherServer({}, {
      otherwise: async (call) => {
        await call.until(gate.come());
        return HELLO;
      },
    });
    check(await run(`${server.url}/0/a`, dwContext));
  });

  Deno.test(`${MANY} FTP requests at once with ${LIMIT} descriptors never hang, ${how}`, async () => {
    const gate = whenFull();
    await using server = new FtpServer({
      files: { "/a": HELLO },
      greeting: async (call) => {
        await call.until(gate.come());
        await call.reply("220 Ready");
      },
    });
    const url = `ftp://127.0.0.1:${server.port}/a`;
    // Each of them needs another descriptor for its data, and so some fail there.
    check(await run(url, dwContext), 20);
  });
}
