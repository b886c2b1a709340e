// Copyright 2026 the wininet authors. MIT license.
/**
 * Writes _cookies/public_suffixes.ts, the list of public suffixes, from the
 * list in the npm package tldts. Run it before each release, with the newest
 * tldts.
 *
 *     deno run --allow-read --allow-write=_cookies _tools/public_suffixes.ts
 *
 * @module
 */
import {
  edgeChild,
  edgeLength,
  edgeStart,
  exceptionsRoot,
  labelText,
  nodeFlags,
  rulesRoot,
} from "npm:tldts@7.6.0/dist/es6/src/data/trie.js";

const FILE = new URL("../_cookies/public_suffixes.ts", import.meta.url);

const HEAD = `// Copyright 2026 the wininet authors. MIT license.
// The list itself: https://publicsuffix.org/list/, Mozilla Public License 2.0.

/**
 * The public suffixes of the Public Suffix List, those of companies included.
 *
 * Made by _tools/public_suffixes.ts. A line for each top-level domain: its name,
 * and its rules without that name. A rule is a suffix, a wildcard (\`*.city\`), or an
 * exception to one (\`!www\`). Top-level domains without a line have no other rule
 * than the one for all: they are public suffixes themselves.
 *
 * @module
 */

/** The list. It begins and ends with a line end, so that a line is found by its name. */
export const PUBLIC_SUFFIXES: string = \``;

/** The offset of each label of the tree in the text of all labels. */
const labelStart = new Uint32Array(edgeLength.length);
for (let edge = 1; edge < labelStart.length; edge++) {
  labelStart[edge] = labelStart[edge - 1]! + edgeLength[edge - 1]!;
}

/** Yields the rules of a tree, as names. */
function* rulesBelow(node: number, suffix: string): Generator<string> {
  for (let edge = edgeStart[node]!; edge < edgeStart[node + 1]!; edge++) {
    const start = labelStart[edge]!;
    const label = labelText.slice(start, start + edgeLength[edge]!);
    const name = suffix === "" ? label : `${label}.${suffix}`;
    const child = edgeChild[edge]!;
    if (nodeFlags[child] !== 0) yield name;
    yield* rulesBelow(child, name);
  }
}

function listOf(rules: Iterable<string>): string {
  const lines = new Map<string, string[]>();
  for (const rule of rules) {
    const dot = rule.lastIndexOf(".");
    // `URL` writes names in ASCII; the list has each name in both forms.
    // deno-lint-ignore no-control-regex
    if (dot < 0 || !/^[\x00-\x7f]*$/.test(rule)) continue;
    const name = rule.slice(dot + 1);
    const line = lines.get(name) ?? [];
    line.push(rule.slice(0, dot));
    lines.set(name, line);
  }
  return [...lines].sort(([a], [b]) => a < b ? -1 : 1)
    .map(([name, line]) => `${name} ${line.sort().join(" ")}\n`).join("");
}

const exceptions = [...rulesBelow(exceptionsRoot, "")];
const list = listOf([
  ...rulesBelow(rulesRoot, ""),
  ...exceptions.map((rule) => `!${rule}`),
]);
Deno.writeTextFileSync(FILE, `${HEAD}\n${list}\`;\n`);
