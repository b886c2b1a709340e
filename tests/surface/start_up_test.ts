// Copyright 2026 the wininet authors. MIT license.

/** The modules that a program loads with the library. */

import { assertEquals } from "@std/assert";

interface Graph {
  readonly roots: readonly string[];
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly code?: { readonly specifier: string };
      readonly isDynamic?: boolean;
    }[];
  }[];
}

/** Returns the `node:` modules that a module imports at its start, directly or through others. */
async function nodeModules(path: string): Promise<string[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", new URL(path, import.meta.url).href],
  }).output();
  const graph: Graph = JSON.parse(new TextDecoder().decode(stdout));
  const modules = new Map(graph.modules.map((one) => [one.specifier, one]));
  const found = new Set<string>();
  const waiting = [...graph.roots];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (found.has(at)) continue;
    found.add(at);
    for (const { code, isDynamic } of modules.get(at)?.dependencies ?? []) {
      if (code !== undefined && !isDynamic) waiting.push(code.specifier);
    }
  }
  return [...found].filter((one) => one.startsWith("node:")).sort();
}

for (const path of ["../../mod.ts", "../../cli.ts"]) {
  Deno.test(`${path.slice(6)} loads only small node: modules at the start`, async () => {
    const small = ["node:diagnostics_channel", "node:util"];
    const loaded = await nodeModules(path);
    assertEquals(loaded.filter((one) => !small.includes(one)), []);
  });
}
