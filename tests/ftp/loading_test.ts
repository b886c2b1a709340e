// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { outputOf } from "../helpers/programs.ts";

interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly {
    readonly isDynamic?: boolean;
    readonly code?: { readonly specifier: string };
  }[];
}

/**
 * Returns the modules that are loaded together with a module, without those
 * that it loads later.
 */
async function loadedWith(path: string): Promise<string[]> {
  const root = new URL(path, import.meta.url).href;
  const args = ["info", "--json", root];
  const graph = JSON.parse(await outputOf(Deno.execPath(), args));
  const modules = new Map(
    (graph.modules as Module[]).map((module) => [module.specifier, module]),
  );
  const loaded = new Set([root]);
  for (const specifier of loaded) {
    for (const one of modules.get(specifier)?.dependencies ?? []) {
      if (one.code && !one.isDynamic) loaded.add(one.code.specifier);
    }
  }
  return [...loaded];
}

const AT_START = await loadedWith("../../internet.ts");

for (
  const name of [
    "get_file",
    "put_file",
    "body",
    "entries",
    "transfer",
    "upload",
  ]
) {
  Deno.test(`_ftp/handles/${name}.ts loads only the Node modules that are loaded at startup`, async () => {
    const loaded = await loadedWith(`../../_ftp/handles/${name}.ts`);
    const added = loaded.filter((one) => !AT_START.includes(one));
    assertEquals(added.filter((one) => one.startsWith("node:")), []);
  });
}
