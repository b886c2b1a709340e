// Copyright 2026 the wininet authors. MIT license.
/**
 * Checks the rules for imports: every import points to a lower layer, no
 * protocol imports another one, and no files import each other in a cycle. Only
 * `_net/` and the `net/` of a protocol use the network, only `_cache/` opens a
 * database, and pure modules do no I/O and do not read the clock.
 *
 *     deno run --allow-read --allow-run _tools/check_layers.ts
 *
 * @module
 */
import { deno, libraryFiles, report, walk } from "./library.ts";

/** The layers, lowest first. Constants and `_base/` are one layer. */
const STAIRS = [
  "floor",
  "trace",
  "options",
  "cookies",
  "cache",
  "core",
  "url",
  "auth",
  "net",
  "wire",
  "transport",
  "handles",
  "opening",
  "public",
  "jobs",
  "beyond",
  "barrel",
  "program",
] as const;
type Room = typeof STAIRS[number];

/**
 * Rooms whose files do not import each other: code that two of them need moves
 * to a lower layer.
 */
const SEPARATE_ROOMS: readonly Room[] = ["public", "beyond"];

/** The first pattern that matches a path counts. */
const ROOMS: readonly (readonly [Room, RegExp])[] = [
  ["floor", /^(?:status|error|flags|options|\w+_options|structures)\.ts$/],
  ["floor", /^_base\//],
  // The version.
  ["floor", /^deno\.json$/],
  ["trace", /^_trace\//],
  ["options", /^_options\//],
  ["cookies", /^_cookies\//],
  ["cache", /^_cache\//],
  ["core", /^_core\//],
  ["url", /^_url\//],
  ["auth", /^_auth\//],
  ["net", /^_net\//],
  ["wire", /^_(?:http|ftp|gopher)\/(?:wire|listing)\//],
  ["transport", /^_(?:http|ftp|gopher)\/net\//],
  ["handles", /^_(?:http|ftp|gopher|file)\/handles\//],
  ["opening", /^_open\//],
  [
    "public",
    /^(?:internet|http|ftp|gopher|url|cookie|cache|system|windows|streams)\.ts$/,
  ],
  ["jobs", /^_(?:transfers|trees|trace|pac)\//],
  ["beyond", /^(?:transfers|trees|trace|pac)\.ts$/],
  ["barrel", /^mod\.ts$/],
  ["program", /^(?:cli\.ts$|_cli\/)/],
];

/** Rooms that may open connections. */
const OUTSIDE_ROOMS: readonly Room[] = ["net", "transport"];
/** Rooms that may use Deno's `node:` modules. */
const NODE_ROOMS: readonly Room[] = [
  ...OUTSIDE_ROOMS,
  "auth",
  "cache",
  "core",
  "handles",
  "jobs",
  "program",
];
/** The only package, and the room that may use it. */
const PACKAGE = { specifier: /^npm:\/?quickjs-wasi@/, room: "jobs" };
/** Rooms without I/O and without a clock. */
const PURE_ROOMS: readonly Room[] = ["wire", "url", "trace"];

/** The protocol of a path. */
const PROTOCOL_REGEXP = /^_(http|ftp|gopher|file)\//;

/** A word that a room must not contain, and the reason. */
interface Rule {
  readonly word: RegExp;
  readonly reason: string;
  readonly applies: (room: Room) => boolean;
}

const RULES: readonly Rule[] = [
  {
    word: /\bDeno\.|(?<![.#\w])fetch\(|\bset(?:Timeout|Interval)\(/,
    reason: "a pure module does no I/O",
    applies: (room) => PURE_ROOMS.includes(room),
  },
  {
    word: /\bDate\.now\(|\bnew Date\(\s*\)|\bperformance\.now\(/,
    reason: "a pure module does not read the clock",
    applies: (room) => PURE_ROOMS.includes(room),
  },
  {
    word:
      /\bDeno\.(?:connect|listen|startTls)|(?:(?<![.#\w])|\bglobalThis\.)fetch\(/,
    reason: "only _net/ and X/net/ open connections",
    applies: (room) => !OUTSIDE_ROOMS.includes(room),
  },
  {
    word: /\bconsole\./,
    reason: "the library prints nothing",
    applies: (room) => room !== "program",
  },
];

interface Dependency {
  readonly specifier: string;
  readonly code?: { readonly specifier?: string; readonly error?: string };
  readonly type?: { readonly specifier?: string; readonly error?: string };
}

interface Module {
  readonly specifier: string;
  readonly error?: string;
  readonly dependencies?: readonly Dependency[];
}

export function roomOf(path: string): Room | undefined {
  return ROOMS.find(([, pattern]) => pattern.test(path))?.[0];
}

/** Spaces comments and quoted strings, which are not code. Line numbers stay the same. */
export function withoutComments(source: string): string {
  return source.replaceAll(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`/g,
    (found) => found.startsWith("`") ? found : found.replaceAll(/[^\n]/g, " "),
  );
}

/** Returns the problems in the source of a file. */
export function checkWords(path: string, source: string): string[] {
  const room = roomOf(path);
  if (!room) return [`${path}: belongs to no room`];
  const problems: string[] = [];
  for (const [index, line] of withoutComments(source).split("\n").entries()) {
    for (const { word, reason, applies } of RULES) {
      const found = applies(room) ? word.exec(line) : null;
      if (!found) continue;
      problems.push(`${path}:${index + 1}: "${found[0]}": ${reason}`);
    }
  }
  return problems;
}

/** Returns the problem with one import, or `null`. `to` is a path below the root, or a URL. */
export function checkImport(
  from: string,
  to: string,
  specifier: string,
): string | null {
  const room = roomOf(from);
  if (!room) return null; // checkWords reports it.
  if (to.startsWith("node:")) return checkNode(from, room, to);
  if (PACKAGE.specifier.test(to) && room === PACKAGE.room) return null;
  if (/^[a-z]+:/.test(to) || !/^\.\.?\//.test(specifier)) {
    return `${from} (${room}) imports ${specifier}`;
  }
  const target = roomOf(to);
  const problem = `${from} (${room}) imports ${to} (${target ?? "no room"})`;
  if (!target) return problem;
  const [own, other] = [from, to].map((path) =>
    PROTOCOL_REGEXP.exec(path)?.[1]
  );
  if (own && other && own !== other) {
    return `${problem}: a protocol imports another one`;
  }
  if (room === target) {
    return SEPARATE_ROOMS.includes(room) ? `${problem}: sideways` : null;
  }
  return STAIRS.indexOf(target) < STAIRS.indexOf(room)
    ? null
    : `${problem}: upwards`;
}

function checkNode(from: string, room: Room, to: string): string | null {
  const allowed = to === "node:sqlite"
    ? room === "cache"
    : /^node:(?:tls|net)$/.test(to)
    ? OUTSIDE_ROOMS.includes(room)
    : NODE_ROOMS.includes(room);
  return allowed ? null : `${from} (${room}) imports ${to}`;
}

/** Returns the groups of files that import each other in a cycle. */
export function circlesIn(
  imports: ReadonlyMap<string, readonly string[]>,
): string[][] {
  const circles: string[][] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const path: string[] = [];
  // Tarjan's algorithm: a file that reaches no earlier file completes a cycle.
  const visit = (file: string): number => {
    order.set(file, order.size);
    lowest.set(file, order.get(file)!);
    path.push(file);
    for (const next of imports.get(file) ?? []) {
      const reached = !order.has(next)
        ? visit(next)
        : path.includes(next)
        ? order.get(next)!
        : Infinity;
      lowest.set(file, Math.min(lowest.get(file)!, reached));
    }
    if (lowest.get(file) === order.get(file)) {
      const circle = path.splice(path.indexOf(file));
      if (circle.length > 1) circles.push(circle.sort());
    }
    return lowest.get(file)!;
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return circles;
}

function checkModule(
  module: Module,
  root: string,
  imports: Map<string, string[]>,
): string[] {
  const from = module.specifier.replace(root, "");
  if (module.error) return [`${from}: ${module.error}`];
  const problems: string[] = [];
  const targets: string[] = [];
  imports.set(from, targets);
  for (const { specifier, code, type } of module.dependencies ?? []) {
    const error = code?.error ?? type?.error;
    if (error) problems.push(`${from}: ${error}`);
    const url = code?.specifier ?? type?.specifier ?? specifier;
    const to = url.replace(root, "");
    targets.push(to);
    const problem = checkImport(from, to, specifier);
    if (problem) problems.push(problem);
  }
  return problems;
}

/** Checks the imports of the paths and of everything that they import. */
function checkImports(paths: readonly string[], root: string): string[] {
  const problems: string[] = [];
  const imports = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const path of paths) {
    if (seen.has(root + path)) continue;
    const { success, stdout, stderr } = deno("info", "--json", path);
    if (!success) {
      problems.push(`${path}: deno info failed: ${stderr.trim()}`);
      continue;
    }
    for (const module of JSON.parse(stdout).modules as Module[]) {
      if (!module.specifier.startsWith(root) || seen.has(module.specifier)) {
        continue;
      }
      seen.add(module.specifier);
      problems.push(...checkModule(module, root, imports));
    }
  }
  for (const circle of circlesIn(imports)) {
    problems.push(`import each other in a cycle: ${circle.join(", ")}`);
  }
  return problems;
}

function main(): void {
  // In the form that deno info uses: a directory name may contain spaces or a
  // drive letter.
  const root = new URL("../", import.meta.url).href;
  const links = walk().filter((file) => file.isSymlink);
  // mod.ts comes first: one call then covers nearly everything.
  const paths = libraryFiles().sort((a, b) =>
    Number(b === "mod.ts") - Number(a === "mod.ts")
  );
  report([
    ...links.map(({ path }) => `${path}: is a symbolic link`),
    ...paths.flatMap((path) => checkWords(path, Deno.readTextFileSync(path))),
    ...checkImports(paths, root),
  ]);
}

if (import.meta.main) main();
