// Copyright 2026 the wininet authors. MIT license.
/**
 * Checks what `deno doc --lint` does not: parameters, return values, examples,
 * that no snippet is marked `ignore` (such snippets are not checked), and that
 * the files and directories named in the pages exist.
 *
 *     deno run --allow-read --allow-run _tools/check_docs.ts
 *
 * @module
 */
import {
  deno,
  entryPoints,
  files,
  libraryFiles,
  report,
  walk,
} from "./library.ts";

/** A file or directory of this project, as written in a page. */
const PATH_REGEXP =
  /(?<![\w./@-])(?:_[a-z]+|bench|demo|docs|tests)\/(?:[\w-]+\/)*(?:[\w-]+\.\w+)?/g;

interface Tag {
  readonly kind: string;
  readonly name?: string;
  readonly doc?: string;
}

interface JsDoc {
  readonly doc?: string;
  readonly tags?: readonly Tag[];
}

interface Param {
  readonly name?: string;
  readonly left?: Param;
  readonly arg?: Param;
}

interface TypeRepr {
  readonly repr?: string;
  readonly value?: { readonly typeParams?: readonly TypeRepr[] };
}

interface FunctionDef {
  readonly params?: readonly Param[];
  readonly returnType?: TypeRepr;
  readonly hasBody?: boolean;
}

interface Method {
  readonly name: string;
  readonly functionDef?: FunctionDef;
  readonly jsDoc?: JsDoc;
}

interface Declaration {
  readonly location: { readonly filename: string };
  readonly declarationKind: string;
  readonly kind: string;
  readonly jsDoc?: JsDoc;
  readonly def: FunctionDef & { readonly methods?: readonly Method[] };
}

interface DocSymbol {
  readonly name: string;
  readonly declarations: readonly Declaration[];
}

interface DocModule {
  readonly "module_doc"?: JsDoc;
  readonly symbols: readonly DocSymbol[];
}

function isVoid(type: TypeRepr | undefined): boolean {
  const inner = type?.value?.typeParams?.[0]?.repr;
  return type?.repr === "void" ||
    (type?.repr === "Promise" && inner === "void");
}

function checkSignature(
  where: string,
  def: FunctionDef | undefined,
  jsDoc: JsDoc | undefined,
): string[] {
  const tags = jsDoc?.tags ?? [];
  const problems: string[] = [];
  for (const param of def?.params ?? []) {
    const name = param.name ?? param.left?.name ?? param.arg?.name;
    const isDocumented = tags.some((tag) =>
      tag.kind === "param" && tag.name === name && tag.doc
    );
    if (name && !isDocumented) {
      problems.push(`${where}: @param ${name} is missing`);
    }
  }
  if (!isVoid(def?.returnType)) {
    const isDocumented = tags.some((tag) => tag.kind === "return" && tag.doc);
    if (!isDocumented) problems.push(`${where}: @returns is missing`);
  }
  return problems;
}

function checkExamples(where: string, jsDoc: JsDoc | undefined): string[] {
  const examples = jsDoc?.tags?.filter((tag) => tag.kind === "example") ?? [];
  if (examples.length === 0) return [`${where}: @example is missing`];
  const problems: string[] = [];
  for (const { doc = "" } of examples) {
    if (!doc.includes("```ts")) {
      problems.push(`${where}: @example has no ts code`);
    }
    if (doc.startsWith("```")) problems.push(`${where}: @example has no title`);
  }
  return problems;
}

/** An example on one overload is enough for all of them. */
function checkSymbol(where: string, symbol: DocSymbol): string[] {
  const exported = symbol.declarations.filter((declaration) =>
    declaration.declarationKind === "export" && declaration.kind !== "reference"
  );
  const functions = exported.filter(({ kind }) => kind === "function");
  // The implementation of an overloaded function is not part of the
  // documentation.
  const visible = exported.filter(({ kind, def }) =>
    kind !== "function" || functions.length === 1 || !def.hasBody
  );
  const problems: string[] = [];
  for (const { kind, def, jsDoc } of visible) {
    if (!jsDoc?.doc) problems.push(`${where}: description is missing`);
    if (kind === "function") {
      problems.push(...checkSignature(where, def, jsDoc));
    }
    if (kind !== "class") continue;
    for (const { name, functionDef, jsDoc } of def.methods ?? []) {
      problems.push(...checkSignature(`${where}.${name}`, functionDef, jsDoc));
    }
  }
  const overloads = visible.filter(({ kind }) => kind === "function");
  const missing = overloads.map(({ jsDoc }) => checkExamples(where, jsDoc));
  const hasGoodOne = missing.some((found) => found.length === 0);
  return hasGoodOne ? problems : [...problems, ...missing.flat()];
}

function fileName(url: string): string {
  return url.split("/").at(-1) ?? url;
}

/** Returns the file that declares a symbol, so that a re-exported one is reported once. */
function fileOf(symbol: DocSymbol): string | undefined {
  const [declaration] = symbol.declarations;
  return declaration && fileName(declaration.location.filename);
}

function checkEntryPoints(): string[] {
  const { success, stdout, stderr } = deno("doc", "--json", ...entryPoints());
  if (!success) return [`deno doc failed: ${stderr.trim()}`];
  const nodes: Record<string, DocModule> = JSON.parse(stdout).nodes;
  return Object.entries(nodes).flatMap(([url, module]) => {
    const file = fileName(url);
    const problems = module.symbols.flatMap((symbol) =>
      checkSymbol(`${fileOf(symbol) ?? file} ${symbol.name}`, symbol)
    );
    return module.module_doc?.doc
      ? problems
      : [...problems, `${file}: module documentation is missing`];
  });
}

function checkSnippets(paths: readonly string[]): string[] {
  return paths.flatMap((path) =>
    Deno.readTextFileSync(path).split("\n").flatMap((line, index) =>
      /^\s*(?:\* ?)?(?:```|~~~)[a-z]+.*\bignore\b/.test(line)
        ? [`${path}:${index + 1}: a snippet is marked ignore`]
        : []
    )
  );
}

/** The CHANGELOG is skipped: it may name files that no longer exist. */
function checkPaths(pages: readonly string[]): string[] {
  const known = new Set<string>();
  for (const { path } of walk()) {
    for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) {
      known.add(path.slice(0, at + 1));
    }
    known.add(path);
  }
  return pages.flatMap((page) =>
    Deno.readTextFileSync(page).split("\n").flatMap((line, index) =>
      (line.match(PATH_REGEXP) ?? []).filter((path) => !known.has(path))
        .map((path) => `${page}:${index + 1}: "${path}" does not exist`)
    )
  );
}

report([
  ...checkEntryPoints(),
  ...checkPaths(files(/^(?:(?!CHANGELOG)[^/]+|docs\/[^/]+)\.md$/)),
  ...checkSnippets([...libraryFiles(), ...files(/^(?:docs\/)?[^/]+\.md$/)]),
]);
