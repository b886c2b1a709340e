// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console
/**
 * Computes offline the part of the JSR score that the source determines: 14 of
 * 18 points (17 are 100 %). Fails below 14.
 *
 *     deno run --allow-read --allow-run _tools/jsr_score.ts
 *
 * The rules are those of jsr-io/jsr, `api/src/analysis.rs`, `generate_score`.
 *
 * @module
 */
import { deno, entryPoints, report } from "./library.ts";

interface Declaration {
  readonly declarationKind: string;
  readonly kind: string;
  readonly jsDoc?: unknown;
  readonly def?: { readonly hasBody?: boolean };
}

interface DocSymbol {
  readonly name: string;
  readonly declarations: readonly Declaration[];
}

interface DocModule {
  readonly "module_doc"?: { readonly doc?: string };
  readonly symbols: readonly DocSymbol[];
}

const FULL_SCORE = 14;

function readReadme(): string {
  try {
    return Deno.readTextFileSync("README.md");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

/**
 * Returns an entry for each declaration that counts: the symbol, and whether it
 * is documented.
 */
function countedDeclarations({ name, declarations }: DocSymbol) {
  const visible = declarations.filter((declaration) =>
    declaration.declarationKind !== "private" &&
    declaration.kind !== "reference"
  );
  const isOverloaded = visible.length > 1 &&
    visible.every(({ kind }) => kind === "function");
  return visible
    .filter(({ def }) => !(isOverloaded && def?.hasBody))
    .map(({ jsDoc }) => ({ name, isDocumented: jsDoc !== undefined }));
}

function readDocs(): Record<string, DocModule> {
  const { success, stdout, stderr } = deno("doc", "--json", ...entryPoints());
  if (!success) throw new TypeError(`Cannot read the documentation: ${stderr}`);
  return JSON.parse(stdout).nodes;
}

function main(): void {
  const readme = readReadme();
  const modules = Object.entries(readDocs());
  const bare = modules
    .filter(([url, module]) => {
      const isMain = url.endsWith(`/${entryPoints()[0]}`);
      return !module.module_doc?.doc && !(isMain && readme);
    })
    .map(([url]) => url);
  const counted = modules
    .flatMap(([, module]) => module.symbols)
    .flatMap(countedDeclarations);
  const missing = counted.filter(({ isDocumented }) => !isDocumented);
  const share = counted.length ? 1 - missing.length / counted.length : 1;
  const dryRun = deno("publish", "--dry-run", "--allow-dirty", "--no-check");
  const points = {
    "README": readme ? 2 : 0,
    "README has code": /```|~~~/.test(readme) ? 1 : 0,
    "every entry point has module docs": bare.length ? 0 : 1,
    "documented symbols": Math.floor(Math.min(share / 0.8, 1) * 5),
    "no slow types": dryRun.success ? 5 : 0,
  };
  const total = Object.values(points).reduce((a, b) => a + b);
  console.log(points);
  console.log(
    `${
      counted.length - missing.length
    } of ${counted.length} symbols documented`,
  );
  console.log(
    `${total} of ${FULL_SCORE}; on jsr.io: description, provenance, runtimes`,
  );
  report([
    ...missing.map(({ name }) => `${name}: not documented`),
    ...bare.map((url) => `${url}: no module documentation`),
    ...(total < FULL_SCORE ? [`score ${total} of ${FULL_SCORE}`] : []),
  ]);
}

main();
