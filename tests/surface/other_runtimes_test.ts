// Copyright 2026 the wininet authors. MIT license.

/**
 * The library in Node.js: from its source, and as the npm package that JSR
 * creates.
 *
 * WININET_NODE is the path of the Node.js to test, which must then exist. If it
 * is not set, the tests run if PATH contains a Node.js that can run TypeScript.
 *
 * @module
 */

import { assertEquals, assertMatch } from "@std/assert";
import * as library from "../../mod.ts";
import { outputOf } from "../helpers/programs.ts";
import { pureOutcomes, type refusals } from "./runtime_probe.ts";

const ROOT = new URL("../../", import.meta.url);
const PROBE = new URL("runtime_probe.ts", import.meta.url).href;

/** Node.js 22.18 is the first version that runs TypeScript without an option. */
const FEATURE = "process.features.typescript ? 'yes' : process.version";

const node = await findNode();

async function findNode(): Promise<string | null> {
  const path = Deno.env.get("WININET_NODE");
  const tried = await outputOf(path ?? "node", ["--print", FEATURE])
    .then((output) => output.trim(), () => "not there");
  if (tried === "yes") return path ?? "node";
  const sentence = `Node.js 22.18 or later is needed, and "${
    path ?? "node"
  }" is ${tried}`;
  if (path !== undefined) throw new Error(sentence);
  Deno.stderr.writeSync(
    new TextEncoder().encode(
      `${sentence}: its tests are ignored (WININET_NODE is the path of one)\n`,
    ),
  );
  return null;
}

/** Calls a function of the probe in Node.js; returns its result. */
async function inNode(
  call: "pureOutcomes" | "refusals",
  specifier: string,
  cwd: string | URL = ROOT,
): Promise<string> {
  const program = `
    const probe = await import(${JSON.stringify(PROBE)});
    const library = await import(${JSON.stringify(specifier)});
    const outcome = await probe.${call}(library);
    console.log(typeof outcome === "string" ? outcome : JSON.stringify(outcome));
  `;
  const args = [
    "--disable-warning=ExperimentalWarning",
    "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON",
    "--input-type=module",
    "--eval",
    program,
  ];
  return (await outputOf(node!, args, { cwd })).trim();
}

/**
 * Creates the package in `node_modules` of a directory, as JSR does: as
 * JavaScript, without `npm:`.
 */
async function makePackage(folder: string): Promise<void> {
  const program = `
    import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
    import { dirname } from "node:path";
    import { stripTypeScriptTypes } from "node:module";
    const { name, version, exports, publish } = JSON.parse(readFileSync("deno.json", "utf8"));
    const target = process.argv[1] + "/node_modules/" + name + "/";
    const inJavaScript = (path) => path.replace(/\\.ts$/, ".js");
    for (const path of globSync(publish.include).filter((path) => /\\.[jt]s$/.test(path))) {
      const source = readFileSync(path, "utf8");
      const code = path.endsWith(".ts") ? stripTypeScriptTypes(source) : source;
      mkdirSync(dirname(target + path), { recursive: true });
      writeFileSync(target + inJavaScript(path), code
        .replaceAll(/"(\\.[^"\\n]*)\\.ts"/g, '"$1.js"')
        .replaceAll(/"npm:([^"@]+)@[^"/]+/g, '"$1'));
    }
    const paths = Object.entries(exports).map(([key, path]) => [key, inJavaScript(path)]);
    writeFileSync(target + "package.json", JSON.stringify(
      { name, version, type: "module", exports: Object.fromEntries(paths) }));
  `;
  const args = [
    "--disable-warning=ExperimentalWarning",
    "--input-type=module",
    "--eval",
    program,
    folder,
  ];
  await outputOf(node!, args, { cwd: ROOT });
}

Deno.test({
  name:
    "URLs, times, parsers, cookies and constants work in Node.js as in Deno",
  ignore: node === null,
  async fn() {
    const outcomes = await inNode("pureOutcomes", new URL("mod.ts", ROOT).href);
    assertEquals(outcomes, await pureOutcomes(library));
  },
});

Deno.test({
  name: "the package for npm has the same exports in Node.js",
  ignore: node === null,
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      await makePackage(folder);
      const outcomes = await inNode(
        "pureOutcomes",
        "@wininet/wininet",
        folder,
      );
      assertEquals(outcomes, await pureOutcomes(library));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "a call that needs the network or files names Deno in Node.js",
  ignore: node === null,
  async fn() {
    const output = await inNode("refusals", new URL("mod.ts", ROOT).href);
    const messages: Awaited<ReturnType<typeof refusals>> = JSON.parse(output);
    for (const [call, message] of Object.entries(messages)) {
      assertMatch(
        message,
        /it needs Deno \(.*\), and this program runs in Node\.js\/\d+ \(ERROR_CALL_NOT_IMPLEMENTED\)$/,
        call,
      );
    }
    for (
      const name of [
        "InternetOpenUrl",
        "InternetConnect",
        "InternetCheckConnection",
        "download",
        "listParts",
        "openCookieFile",
        "openUrlCache",
        "InternetGetConnectedState",
        "InternetGetConnectedStateEx",
      ]
    ) {
      assertMatch(messages[name]!, new RegExp(`^Cannot call ${name}: `));
    }
  },
});
