// Copyright 2026 the wininet authors. MIT license.
/**
 * Checks that every import points down the stairs, that only `_net/` and the
 * `net/` of a protocol reach out, and that the wire rooms do no I/O and do not
 * read the clock.
 *
 *     deno run --allow-read --allow-run _tools/check_layers.ts
 *
 * @module
 */
import { deno, libraryFiles, report, walk } from "./library.ts";

/** The stairs, lowest step first. */
const STAIRS = [
  "floor",
  "core",
  "wire",
  "net",
  "transport",
  "session",
  "public",
  "barrel",
] as const;
type Room = typeof STAIRS[number];

/** The first pattern that matches a path decides. */
const ROOMS: readonly (readonly [Room, RegExp])[] = [
  [
    "floor",
    /^(status|options|ftp_options|gopher_options|http_options|flags|error|structures|_[a-z0-9_]+)\.ts$/,
  ],
  ["core", /^_core\//],
  ["net", /^_net\//],
  ["transport", /^_(http|ftp|gopher)\/net\//],
  ["session", /^_(http|ftp|gopher|file)\/session(_[a-z0-9_]+)?\.ts$/],
  ["wire", /^_(http|ftp|gopher|url)\//],
  ["barrel", /^mod\.ts$/],
  [
    "public",
    /^(internet|http|ftp|gopher|url|cookie|cache|system|windows|streams|cli)\.ts$/,
  ],
];

/** Rooms that may open connections. */
const OUTSIDE_ROOMS: readonly Room[] = ["net", "transport"];
/** Rooms that may use Deno's `node:` modules. */
const NODE_ROOMS: readonly Room[] = ["core", ...OUTSIDE_ROOMS, "session"];
/** Rooms that may not import an npm package. */
const BARE_ROOMS: readonly Room[] = ["floor", "wire"];
const NPM_REGEXP = /^npm:http-cache-semantics@/;

/** What is only bytes and texts of a protocol. */
const PURE_REGEXP = /^_(?:http|ftp|gopher)\/wire\//;
/** What a field is; it belongs to the wire and moves there. */
const FIELDS = "_http/wire/header_list.ts";

/** A word that a room may not contain, and why. */
interface Rule {
  readonly word: RegExp;
  readonly reason: string;
  readonly applies: (room: Room) => boolean;
}

const RULES: readonly Rule[] = [
  {
    word: /\bDeno\.|(?<![.#\w])fetch\(|\bset(?:Timeout|Interval)\(/,
    reason: "the wire does no I/O",
    applies: (room) => room === "wire",
  },
  {
    word: /\bDate\.now\(|\bnew Date\(\s*\)|\bperformance\.now\(/,
    reason: "the wire does not read the clock",
    applies: (room) => room === "wire",
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
    applies: () => true,
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

/** Empties comments and quoted strings: what they say is not done. Line numbers stay. */
export function withoutComments(source: string): string {
  return source.replaceAll(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`/g,
    (found) => found.startsWith("`") ? found : found.replaceAll(/[^\n]/g, " "),
  );
}

/** What is wrong with the text of a file. */
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

/** What is wrong with one import, or `null`. `to` is a path below the root, or a URL. */
export function checkImport(
  from: string,
  to: string,
  specifier: string,
): string | null {
  const room = roomOf(from);
  if (!room) return null; // checkWords tells it.
  if (to.startsWith("node:")) return checkNode(from, room, to);
  if (/^[a-z]+:/.test(to) || !/^\.\.?\//.test(specifier)) {
    const allowed = NPM_REGEXP.test(specifier) && !BARE_ROOMS.includes(room);
    return allowed ? null : `${from} (${room}) imports ${specifier}`;
  }
  const target = roomOf(to);
  const problem = `${from} (${room}) imports ${to} (${target ?? "no room"})`;
  if (!target) return problem;
  const sameFolder = from.includes("/") &&
    from.split("/")[0] === to.split("/")[0];
  if (target === "transport" && !sameFolder) {
    return `${problem}: X/net/ belongs to its protocol`;
  }
  if (PURE_REGEXP.test(from) && target === "wire") {
    const allowed = PURE_REGEXP.test(to) && sameFolder || to === FIELDS;
    return allowed ? null : `${problem}: X/wire/ imports the floor only`;
  }
  if (room === "wire") {
    const allowed = target === "floor" || (sameFolder && target === "wire");
    return allowed ? null : `${problem}: the wire imports the floor only`;
  }
  if (room === target) {
    return sameFolder || room === "floor" ? null : `${problem}: sideways`;
  }
  return STAIRS.indexOf(target) < STAIRS.indexOf(room)
    ? null
    : `${problem}: upwards`;
}

function checkNode(from: string, room: Room, to: string): string | null {
  if (!NODE_ROOMS.includes(room)) return `${from} (${room}) imports ${to}`;
  return /^node:(tls|net)$/.test(to) && !OUTSIDE_ROOMS.includes(room)
    ? `${from} (${room}) imports ${to}: only _net/ and X/net/ open connections`
    : null;
}

function checkModule(module: Module, root: string): string[] {
  const from = module.specifier.replace(root, "");
  if (module.error) return [`${from}: ${module.error}`];
  const problems: string[] = [];
  for (const { specifier, code, type } of module.dependencies ?? []) {
    const error = code?.error ?? type?.error;
    if (error) problems.push(`${from}: ${error}`);
    const url = code?.specifier ?? type?.specifier ?? specifier;
    const problem = checkImport(from, url.replace(root, ""), specifier);
    if (problem) problems.push(problem);
  }
  return problems;
}

/** Checks the imports of the paths and of everything they import. */
function checkImports(paths: readonly string[], root: string): string[] {
  const problems: string[] = [];
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
      problems.push(...checkModule(module, root));
    }
  }
  return problems;
}

function main(): void {
  // As deno info writes it: a folder name may hold spaces or a drive letter.
  const root = new URL("../", import.meta.url).href;
  const links = walk().filter((file) => file.isSymlink);
  // The barrel first: one call then reaches nearly everything.
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
