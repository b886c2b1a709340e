// Copyright 2026 the wininet authors. MIT license.

/** Programs on a terminal never stop at a permission prompt of Deno. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { lacks } from "../helpers/lacks.ts";
import { runProgram } from "../helpers/programs.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Programs with too few permissions, their exit codes and their messages. */
const PROGRAMS: [args: string, code: number, says: string][] = [
  ["--allow-net demo/coffee.ts --help", 0, "Compares the coffee prices"],
  ["--allow-net demo/page.ts", 0, "Everything took"],
  ["demo/page.ts", 1, "run it with --allow-net"],
  ["demo/coffee.ts", 1, "run it with --allow-net"],
  ["demo/page.ts --trace t.txt", 2, "run it with --allow-write=t.txt"],
  ["demo/page.ts --cache t", 1, "run it with --allow-read=t --allow-write=t"],
  ["cli.ts get --trace t.txt http://127.0.0.1/", 3, "--allow-write=t.txt"],
  ["cli.ts get --ca t.pem http://127.0.0.1/", 3, "--allow-read=t.pem"],
  ["cli.ts put t.pem ftp://127.0.0.1/", 3, "--allow-read=t.pem"],
  ["cli.ts mirror t ftp://127.0.0.1/", 3, "--allow-read=t"],
  [
    "cli.ts get -o t --retry 0 ftp://127.0.0.1/",
    3,
    "--allow-read=. --allow-write=.",
  ],
  ["cli.ts ls ftp://127.0.0.1/", 3, "--allow-net=127.0.0.1"],
];

for (const [args, code, says] of PROGRAMS) {
  Deno.test(
    `deno run ${args} shows no prompt on a terminal`,
    { ignore: lacks("terminal") },
    async () => {
      const command = `"${Deno.execPath()}" run --no-check ${args}`;
      const end = await runProgram(
        "script",
        ["--quiet", "--return", "--command", command, "/dev/null"],
        { cwd: ROOT, input: "", env: { TERM: "xterm", NO_COLOR: "1" } },
      );
      assert(!end.stdout.includes("Deno requests"), end.stdout);
      assertStringIncludes(end.stdout, says);
      assertEquals(end.code, code, end.stdout);
    },
  );
}
