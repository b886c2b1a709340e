// Copyright 2026 the wininet authors. MIT license.

/** The table of options: its page, its types, and its completeness. */

import { assertEquals } from "@std/assert";
import * as ftpOptions from "../../ftp_options.ts";
import * as gopherOptions from "../../gopher_options.ts";
import * as httpOptions from "../../http_options.ts";
import * as options from "../../options.ts";
import * as sessionOptions from "../../session_options.ts";
import { NONE } from "../../_options/kinds.ts";
import { getProcessSettings } from "../../_options/process_settings.ts";
import type { OptionRow } from "../../_options/row.ts";
import { allOptions } from "../../_options/table.ts";
import { FACTS, OTHERS, REFUSALS } from "./facts.ts";

const ROOT = new URL("../../", import.meta.url);

const ROWS: readonly OptionRow[] = [...allOptions().values()];

const NUMBERS: ReadonlyMap<string, unknown> = new Map(
  [options, ftpOptions, gopherOptions, httpOptions, sessionOptions]
    .flatMap((module) => Object.entries<unknown>(module)),
);

/** The TypeScript types for the words in the column of the page. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ["DWORD", "number"],
  ["DWORD or INTERNET_CONNECTED_INFO", "number"],
  ["any value", "unknown"],
  ["callback", "StatusCallback | null"],
  ["HINTERNET", "HINTERNET | null"],
  ["none", "boolean"],
  ["string or null", "string | null"],
  ["FtpPortRange or null", "FtpPortRange | null"],
  ["WireLog or null", "WireLog | null"],
  ["Uint8Array[]", "readonly Uint8Array[]"],
  ["string[]", "readonly string[]"],
]);

Deno.test("the table of options names every constant correctly and once", () => {
  for (const { name, option } of ROWS) assertEquals(NUMBERS.get(name), option);
  assertEquals(new Set(ROWS.map(({ name }) => name)).size, ROWS.length);
});

Deno.test("the table of options has exactly the options that Microsoft describes", () => {
  const described = [...FACTS, ...REFUSALS].map(({ name }) => name);
  const inTable = ROWS.map(({ name }) => name)
    .filter((name) => name.startsWith("INTERNET_OPTION_"))
    .map((name) => name.slice("INTERNET_OPTION_".length));
  assertEquals(inTable.toSorted(), [...described, ...OTHERS].toSorted());
});

Deno.test("the table of options has every option of this library", () => {
  const own = [...NUMBERS.keys()]
    .filter((name) => /^(FTP|GOPHER|HTTP|SESSION)_OPTION_/.test(name));
  assertEquals(own.filter((name) => !allOptions().has(number(name))), []);
});

Deno.test("the table of options has the reason why an option is stored or refused", () => {
  for (const { name, state, note, refusal } of ROWS) {
    if (state !== "honoured") assertEquals(note !== "", true, name);
    assertEquals(refusal !== undefined, state === "refused", name);
  }
});

Deno.test("the table of options has a value for stored options, and none for actions", () => {
  for (const { name, state, setting, kind, access } of ROWS) {
    if (state === "stored") assertEquals(setting !== undefined, true, name);
    if (kind === NONE && access !== "set") {
      assertEquals(state === "refused" || setting !== undefined, true, name);
    }
  }
});

Deno.test("InternetOptionValues has the options that can be queried, with their types", async () => {
  const source = await Deno.readTextFile(
    new URL("_base/option_values.ts", ROOT),
  );
  const [queryable = ""] = source.split("export interface InternetOtherValues");
  const typed = [...queryable.matchAll(/^ {2}(\d+): ([^;]+);$/gm)]
    .map(([, option, type]) => [Number(option), type]);
  const queried = ROWS
    .filter(({ state, access }) => state !== "refused" && access !== "set")
    .map(({ option, kind }) => [option, TYPES.get(kind.column) ?? kind.column])
    .toSorted(([a], [b]) => Number(a) - Number(b));
  assertEquals(typed, queried);
});

Deno.test("every setting has one option with its value and its initial value", async () => {
  const source = await Deno.readTextFile(new URL("_options/settings.ts", ROOT));
  const declared = [...source.matchAll(/^ {2}readonly (\w+):/gm)]
    .map(([, name]) => name)
    .filter((name) => name !== "stored");
  const held = ROWS.flatMap(({ setting }) => setting ?? [])
    .filter((setting) => setting !== "stored");
  assertEquals(held.toSorted(), declared.toSorted());
  const { stored, ...initial } = getProcessSettings();
  assertEquals(stored.size, 0);
  assertEquals(Object.keys(initial).toSorted(), declared.toSorted());
  assertEquals(Object.values(initial).includes(undefined!), false);
});

function number(name: string): number {
  return NUMBERS.get(name) as number;
}
