// Copyright 2026 the wininet authors. MIT license.
/**
 * The gate: every check, in order. `deno task ok` runs it; with `--static` it
 * leaves out the tests, for those who have just run them.
 *
 * @module
 */
import { runCommands } from "./count.ts";
import { entryPoints, files, libraryFiles } from "./library.ts";

/** Modules that need no permission and do no I/O: their snippets also run. */
const PURE_MODULES = [
  "url.ts",
  "status.ts",
  "error.ts",
  "flags.ts",
  "options.ts",
  "ftp_options.ts",
  "gopher_options.ts",
  "http_options.ts",
  "structures.ts",
  "windows.ts",
];

function tool(name: string, ...args: string[]): string[] {
  const script = `_tools/${name}.ts`;
  return ["deno", "run", "--allow-read", "--allow-run", script, ...args];
}

function gate(withTests: boolean): string[][] {
  const entries = entryPoints();
  const snippets = [...libraryFiles(), ...files(/^[^/]+\.md$/)];
  const pure = files(/^[^/]+\.ts$/).filter((f) => PURE_MODULES.includes(f));
  return [
    ["deno", "fmt", "--check"],
    ["deno", "lint"],
    ["deno", "check", "."],
    ["deno", "check", "--doc-only", ...snippets],
    ["deno", "doc", "--lint", ...entries],
    ...entries.map((entry) => ["deno", "doc", "--lint", entry]),
    tool("gen", "--check"),
    tool("check_docs"),
    tool("check_layers"),
    ...(withTests ? [["deno", "task", "coverage"]] : []),
    // Without a path it would run everything.
    ...(pure.length ? [["deno", "test", "--no-prompt", "--doc", ...pure]] : []),
    tool("jsr_score"),
    ["deno", "publish", "--dry-run", "--allow-dirty"],
    ["deno", "bench", "--no-run", "--permit-no-files", "bench/"],
  ];
}

Deno.exitCode = await runCommands(gate(!Deno.args.includes("--static")))
  ? 0
  : 1;
