// Copyright 2026 the wininet authors. MIT license.
/**
 * The gate: runs every check, in order. `deno task ok` runs it. With `--static`
 * it omits the tests. With `--quick` (`deno task quick`) it runs only the
 * checks that take seconds, and checks the types of the files that differ from
 * the last commit.
 *
 * @module
 */
import { runCommands } from "./count.ts";
import { changedFiles, entryPoints, files, libraryFiles } from "./library.ts";

/** Modules whose snippets need no permission and no network, so they are also run. */
const PURE_MODULES = [
  "url.ts",
  "cache.ts",
  "status.ts",
  "error.ts",
  "flags.ts",
  "options.ts",
  "ftp_options.ts",
  "gopher_options.ts",
  "http_options.ts",
  "session_options.ts",
  "structures.ts",
  "windows.ts",
];

function tool(name: string, ...args: string[]): string[] {
  const script = `_tools/${name}.ts`;
  return ["deno", "run", "--allow-read", "--allow-run", script, ...args];
}

/** Returns the commands of `deno task coverage`, so that they are counted one by one. */
function tests(): string[][] {
  const measured = ["--coverage", "--coverage-raw-data-only"];
  return [
    ["deno", "task", "test:together", ...measured, "--clean"],
    ["deno", "task", "test:alone", ...measured],
    ["deno", "coverage", "--exclude=/tests/", "--threshold=90", "coverage"],
  ];
}

function gate(withTests: boolean): string[][] {
  const entries = entryPoints();
  const snippets = [...libraryFiles(), ...files(/^(?:docs\/)?[^/]+\.md$/)];
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
    ...(withTests ? tests() : []),
    // Without a path, deno would run everything.
    ...(pure.length ? [["deno", "test", "--no-prompt", "--doc", ...pure]] : []),
    tool("jsr_score"),
    ["deno", "publish", "--dry-run", "--allow-dirty"],
    ["deno", "bench", "--no-run", "--permit-no-files", "bench/"],
  ];
}

function quickGate(): string[][] {
  const changed = changedFiles().filter((path) => path.endsWith(".ts"));
  return [
    ["deno", "fmt", "--check"],
    ["deno", "lint"],
    // Without a path, deno would check everything.
    ...(changed.length ? [["deno", "check", ...changed]] : []),
    tool("check_docs"),
    tool("check_layers"),
  ];
}

const commands = Deno.args.includes("--quick")
  ? quickGate()
  : gate(!Deno.args.includes("--static"));
Deno.exitCode = await runCommands(commands) ? 0 : 1;
