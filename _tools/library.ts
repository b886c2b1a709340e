// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console
/**
 * Code that the checks share: the files of this directory, the entry points,
 * running deno, and reporting problems.
 *
 * @module
 */

/** Directories that contain no files of this project. */
const SKIPPED = new Set([".git", ".deno", "node_modules", "coverage"]);

export interface FoundFile {
  readonly path: string;
  readonly isSymlink: boolean;
}

/** Returns every file and symbolic link below the current directory, sorted. */
export function walk(folder = ""): FoundFile[] {
  const found: FoundFile[] = [];
  for (const entry of Deno.readDirSync(folder || ".")) {
    if (SKIPPED.has(entry.name)) continue;
    const path = folder + entry.name;
    if (entry.isDirectory) found.push(...walk(`${path}/`));
    else found.push({ path, isSymlink: entry.isSymlink });
  }
  return found.sort((a, b) => a.path < b.path ? -1 : 1);
}

/** Returns the paths that match a pattern. */
export function files(pattern: RegExp): string[] {
  return walk().map((file) => file.path).filter((path) => pattern.test(path));
}

/** Returns the modules of the library itself: those in the root or in a private room. */
export function libraryFiles(): string[] {
  return files(/^(_(?!tools\/)[a-z]+\/.*|[^/]+)(?<!\.d)\.ts$/);
}

/** Returns the files that deno.json exports. */
export function entryPoints(): string[] {
  const { exports } = JSON.parse(Deno.readTextFileSync("deno.json"));
  const paths: string[] = typeof exports === "string"
    ? [exports]
    : Object.values(exports);
  return [...new Set(paths.map((path) => path.replace(/^\.\//, "")))];
}

/** The files that deno.json publishes. */
export function publishedFiles(): string[] {
  const { publish } = JSON.parse(Deno.readTextFileSync("deno.json"));
  const globs: string[] = publish.include;
  return globs.flatMap((glob) => files(globRegExp(glob)));
}

/** A pattern of paths; `**` stands for folders, `*` for a part of a name. */
function globRegExp(glob: string): RegExp {
  const parts = glob.split(/(\*\*\/|\*)/).map((part) => {
    if (part === "**/") return "(?:.+/)?";
    return part === "*" ? "[^/]*" : RegExp.escape(part);
  });
  return new RegExp(`^${parts.join("")}$`);
}

export interface DenoOutput {
  readonly success: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the deno executable that runs this program; it need not be on PATH. */
export function deno(...args: string[]): DenoOutput {
  const output = new Deno.Command(Deno.execPath(), {
    args,
    env: { NO_COLOR: "1" },
  }).outputSync();
  const decoder = new TextDecoder();
  return {
    success: output.success,
    stdout: decoder.decode(output.stdout),
    stderr: decoder.decode(output.stderr),
  };
}

/** Returns the lines that git prints. */
function git(...args: string[]): string[] {
  const { success, stdout, stderr } = new Deno.Command("git", { args })
    .outputSync();
  const decoder = new TextDecoder();
  if (!success) {
    throw new Error(`Cannot list changed files: ${decoder.decode(stderr)}`);
  }
  return decoder.decode(stdout).split("\n").filter((line) => line !== "");
}

/** Returns the files that differ from the last commit, including new ones. */
export function changedFiles(): string[] {
  return [
    ...git("diff", "--name-only", "--diff-filter=d", "HEAD"),
    ...git("ls-files", "--others", "--exclude-standard"),
  ];
}

/** Prints the problems; if there are any, the program fails. */
export function report(problems: Iterable<string>): void {
  const sorted = [...new Set(problems)].sort();
  for (const problem of sorted) console.error(`problem: ${problem}`);
  if (sorted.length > 0) Deno.exitCode = 1;
}
