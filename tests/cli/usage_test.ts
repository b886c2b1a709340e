// Copyright 2026 the wininet authors. MIT license.

/** Wrong command lines, help, and the modules that are loaded. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { COMMANDS } from "../../_cli/commands.ts";
import { commandHelp, manual, programHelp } from "../../_cli/help.ts";
import { widthOf } from "../../_cli/text.ts";
import { outputOf } from "../helpers/programs.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { wininet } from "./command.ts";

const WRONG: readonly (readonly [args: string[], problem: string])[] = [
  [[], "no command"],
  [["fetch"], 'unknown command "fetch"'],
  [["get"], "get needs a URL"],
  [["get", "--loud", "URL"], "--loud"],
  [["get", "-j", "0", "URL"], "--jobs needs a whole number"],
  [["get", "-j", "many", "URL"], '"many"'],
  [["get", "--retry", "-1", "URL"], "retry"],
  [["get", "--retry", "-1", "URL"], 'from 0 to 1000, not "-1"'],
  [
    ["get", "--trace", "a.html", "--trace", "b.txt", "URL"],
    "--trace is given twice",
  ],
  [["get", "URL", "--output"], "--output needs a value (FILE)"],
  [["get", "-o", "--json", "URL"], "-o needs a value (FILE)"],
  [["get", "--json=yes", "URL"], "--json does not accept a value"],
  [["get", "--usr=anna:secret", "URL"], "unknown option --usr;"],
  [["get", "-o", "tests", "URL"], '-o "tests" is a directory; -P downloads'],
  [["get", "-i", "/dev/null"], 'the list "/dev/null" has no URL'],
  [["put", "ftp://user:secret@h/", "URL"], "put needs one URL, at the end"],
  [["get", "--timeout", "0", "URL"], "--timeout needs a number of seconds"],
  [["get", "--output=", "URL"], "--output has an empty value"],
  [["get", "example.com/a"], '"example.com/a" is not a URL'],
  [["get", "mailto://example.com"], "unsupported scheme"],
  [["get", "http://"], "not a valid URL"],
  [["get", "URL", "http://user:secret@"], "not a valid URL"],
  [["get", "-o", "a", "URL", "URL"], "is for one URL"],
  [["get", "-o", "a", "-P", "b", "URL"], "exclude each other"],
  [["get", "-o", "-", "--json", "URL"], "standard output"],
  [["get", "-C", "-f", "URL"], "exclude each other"],
  [["get", "--checksum", "abc", "URL"], "--checksum needs an algorithm"],
  [["get", "--checksum", "sha256:ab", "URL", "URL"], "is for one URL"],
  [["get", "--active", "--passive", "URL"], "exclude each other"],
  [["get", "--tls", "http://127.0.0.1/"], "--tls is for FTP and Gopher"],
  [["get", "--ca", "deno.json", "URL"], "needs a PEM file"],
  [["get", "--trace", "a.pdf", "URL"], "--trace needs a file"],
  [["get", "--proxy", "ftp://127.0.0.1", "URL"], "unsupported scheme"],
  [["ls"], "ls needs URL, not 0 arguments"],
  [["ls", "URL", "URL"], "ls needs URL, not 2 arguments"],
  [["ls", "http://127.0.0.1/"], "unsupported scheme"],
  [["put", "URL"], "put needs FILE… URL, not 1 argument"],
  [["put", "deno.json", "http://127.0.0.1/"], "unsupported scheme"],
  [["put", "tests", "URL"], "is a directory; mirror uploads it"],
  [["put", "deno.json", "cli.ts", "URL"], "must end with a slash"],
  [["mirror", "URL", "URL"], "one URL and one local directory"],
  [["mirror", "a", "b"], "one URL and one local directory"],
  [["mirror", "deno.json", "URL"], "is a file; put uploads it"],
  [["mirror", "http://127.0.0.1/", "a"], "unsupported scheme"],
  [["mirror", "--depth", "0", "URL", "a"], "--depth needs a whole number"],
  [["rm", "ftp://127.0.0.1/"], "names the whole server"],
  [["head", "gopher://127.0.0.1/"], "unsupported scheme"],
  [["ls", "--user", ":secret", "URL"], "--user needs a name before the colon"],
];

/** Command lines with a local file that cannot be used. */
const MISSING: readonly (readonly [args: string[], problem: string])[] = [
  [["get", "-i", "/no/such/list"], '"/no/such/list" of --input'],
  [["get", "--ca", "/no/such/file", "URL"], "of --ca: it does not exist"],
  [
    ["get", "--trace", "/no/such/a.har", "URL"],
    "of --trace: a directory of the path does not exist",
  ],
  [["put", "/no/such/file", "URL"], '"/no/such/file": it does not exist'],
  [
    ["mirror", "/no/such", "URL"],
    'the directory "/no/such": a directory of the path does not exist',
  ],
];

for (const [args, problem] of MISSING) {
  Deno.test(`wininet ${args.join(" ")} ends with 3, and nothing is sent`, async () => {
    await using ftp = new FtpServer();
    const url = `ftp://127.0.0.1:${ftp.port}/a`;
    const all = args.map((arg) => arg === "URL" ? url : arg);
    const { code, stdout, stderr } = await wininet(all);
    assertEquals([code, stdout, ftp.connections], [3, "", 0], stderr);
    assertStringIncludes(stderr, problem);
    assert(!stderr.includes("os error"), stderr);
  });
}

for (const [args, problem] of WRONG) {
  const title = args.join(" ");
  Deno.test(`wininet ${title} is a wrong command line, and nothing is sent`, async () => {
    await using ftp = new FtpServer({ files: { "/a": "x" } });
    const url = `ftp://127.0.0.1:${ftp.port}/a`;
    const all = args.map((arg) => arg === "URL" ? url : arg);
    const { code, stdout, stderr } = await wininet(all);
    assertEquals([code, stdout, ftp.connections], [2, "", 0], stderr);
    assertStringIncludes(stderr, problem);
    assertStringIncludes(stderr, "--help");
    assert(!stderr.includes("secret"), stderr);
  });
}

Deno.test("get refuses a list with a wrong line before it downloads the others", async () => {
  await using ftp = new FtpServer({ files: { "/a": "x" } });
  const input = `ftp://127.0.0.1:${ftp.port}/a\nnonsense\n`;
  const { code, stderr } = await wininet(["get", "-i", "-"], { input });
  assertEquals([code, ftp.connections], [2, 0]);
  assertStringIncludes(stderr, "line 2 of the list");
});

for (const help of [programHelp(), ...COMMANDS.map(commandHelp)]) {
  const [title] = help.split("\n", 1);
  Deno.test(`the help "${title}" fits on a screen of 80 columns and 24 lines`, () => {
    const lines = help.trimEnd().split("\n");
    assert(lines.length <= 24, `${lines.length} lines`);
    assertEquals(lines.filter((line) => widthOf(line) > 79), []);
  });
}

Deno.test("--help of a command explains it, with any other arguments", async () => {
  const { code, stdout } = await wininet(["get", "--help"]);
  assertEquals([code, stdout], [0, commandHelp(COMMANDS[0]!)]);
  assertEquals((await wininet(["help", "get"])).stdout, stdout);
  assertEquals((await wininet(["--help"])).stdout, programHelp());
});

Deno.test("--version prints the version of deno.json", async () => {
  const { version } = JSON.parse(await Deno.readTextFile("deno.json"));
  const { code, stdout } = await wininet(["--version"]);
  assertEquals([code, stdout], [0, `wininet ${version}\n`]);
});

Deno.test("docs/CLI.md matches the table", async () => {
  const page = await Deno.readTextFile("docs/CLI.md");
  assertEquals(page, manual(), "run `deno task gen`");
});

/** Returns the modules that are loaded with these roots before any dynamic import. */
async function loadedWith(...roots: string[]): Promise<string[]> {
  const seen = new Set<string>();
  for (const root of roots) {
    const info = JSON.parse(
      await outputOf(Deno.execPath(), ["info", "--json", root]),
    );
    // deno-lint-ignore no-explicit-any
    const byName = new Map<string, any>(
      // deno-lint-ignore no-explicit-any
      info.modules.map((module: any) => [module.specifier, module]),
    );
    const visit = (name: string) => {
      if (seen.has(name)) return;
      seen.add(name);
      for (const { code, isDynamic } of byName.get(name)?.dependencies ?? []) {
        if (!isDynamic && code !== undefined) visit(code.specifier);
      }
    };
    info.roots.forEach(visit);
  }
  const root = import.meta.resolve("../../");
  return [...seen].map((name) => name.replace(root, ""));
}

Deno.test("wininet get does not load the modules of trees, trace pages and other commands", async () => {
  const names = await loadedWith("cli.ts", "_cli/get.ts", "_transfers/all.ts");
  assert(names.includes("transfers.ts"));
  const others =
    /^(?:trees|trace|mod)\.ts|^_(?:trees|trace)\/|^_cli\/(?:help|list|mirror|put|remove|head|trace_file)/;
  assertEquals(names.filter((name) => others.test(name)), []);
});
