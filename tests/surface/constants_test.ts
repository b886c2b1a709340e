// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { ERROR_NAMES } from "../../_base/error_names.ts";
import { STATUS_NAMES } from "../../_base/status_names.ts";
import * as error from "../../error.ts";
import * as flags from "../../flags.ts";
import * as options from "../../options.ts";
import * as status from "../../status.ts";
import facts from "../data/constants.json" with { type: "json" };

type Constant = number | string | bigint;

/** The constants of the header. A number that is too large for JSON is a hexadecimal string. */
const expected: ReadonlyMap<string, Constant> = new Map(
  Object.entries<number | string>(facts).map(([name, value]) => [
    name,
    typeof value === "string" && value.startsWith("0x") ? BigInt(value) : value,
  ]),
);

const modules: ReadonlyMap<string, ReadonlyMap<string, Constant>> = new Map([
  ["status", constantsOf(status)],
  ["error", constantsOf(error)],
  ["flags", constantsOf(flags)],
  ["options", constantsOf(options)],
]);

function constantsOf(module: object): ReadonlyMap<string, Constant> {
  const found = new Map<string, Constant>();
  for (const [name, value] of Object.entries(module)) {
    if (["number", "string", "bigint"].includes(typeof value)) {
      found.set(name, value);
    }
  }
  return found;
}

Deno.test("constants have the values of wininet.h", () => {
  for (const [name, value] of expected) {
    for (const [module, constants] of modules) {
      if (constants.has(name)) {
        assertEquals(constants.get(name), value, `${module}: ${name}`);
      }
    }
  }
});

Deno.test("constants are exported by exactly one module", () => {
  for (const name of expected.keys()) {
    const owners = [...modules].filter(([_, constants]) => constants.has(name));
    assertEquals(owners.length, 1, name);
  }
});

Deno.test("constants all exist in wininet.h", () => {
  for (const [module, constants] of modules) {
    for (const name of constants.keys()) {
      assert(expected.has(name), `${module}: ${name}`);
    }
  }
});

Deno.test("ERROR_NAMES agrees with the exported errors", () => {
  const exported = constantsOf(error);
  for (const [code, name] of ERROR_NAMES) {
    assertEquals(exported.get(name), code, name);
  }
  for (const [name, code] of exported) {
    if (name.startsWith("ERROR_")) {
      assert(typeof code === "number" && ERROR_NAMES.has(code), name);
    }
  }
});

Deno.test("ERROR_NAMES prefers the documented name of a shared code", () => {
  assertEquals(ERROR_NAMES.get(0), "ERROR_SUCCESS");
  assertEquals(ERROR_NAMES.get(12163), "ERROR_INTERNET_DISCONNECTED");
  assertEquals(
    ERROR_NAMES.get(12174),
    "ERROR_INTERNET_LOGIN_FAILURE_DISPLAY_ENTITY_BODY",
  );
});

Deno.test("statusName() returns the name of the constant, or the number", () => {
  assertEquals(status.statusName(110), "INTERNET_STATUS_REDIRECT");
  assertEquals(status.statusName(111), "111");
});

Deno.test("STATUS_NAMES agrees with the exported statuses", () => {
  const exported = constantsOf(status);
  for (const [value, name] of STATUS_NAMES) {
    assertEquals(exported.get(name), value, name);
  }
  for (const [name, value] of exported) {
    const isStatus = name.startsWith("INTERNET_STATUS_") &&
      !name.startsWith("INTERNET_STATUS_FILTER_");
    if (isStatus) {
      assertEquals(STATUS_NAMES.get(Number(value)), name);
    }
  }
});

Deno.test("InternetStatus is the union of the exported statuses", () => {
  type Exported = typeof status;
  type StatusName = Exclude<
    Extract<keyof Exported, `INTERNET_STATUS_${string}`>,
    `INTERNET_STATUS_FILTER_${string}`
  >;
  // Each assignment fails to compile if the union lacks a value or has an
  // additional one.
  const toUnion = (value: Exported[StatusName]): status.InternetStatus => value;
  const toExported = (value: status.InternetStatus): Exported[StatusName] =>
    value;
  for (const value of STATUS_NAMES.keys()) {
    const one = value as status.InternetStatus;
    assertEquals(toUnion(toExported(one)), one);
  }
});
