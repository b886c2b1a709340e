// Copyright 2026 the wininet authors. MIT license.

/**
 * Every documented option on every kind of handle: its existence, its initial
 * value, the values that it accepts, and each error.
 */

import { assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_INVALID_OPTION,
  ERROR_INTERNET_OPTION_NOT_SETTABLE,
  GetLastError,
} from "../../error.ts";
import { INTERNET_SERVICE_GOPHER } from "../../flags.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import * as options from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { openRequest, thrownCode } from "../helpers/calls.ts";
import { openFtp, openToRead } from "../helpers/ftp_calls.ts";
import { ELSEWHERE, FACTS, type Level, OTHERS, REFUSALS } from "./facts.ts";

const NUMBERS: ReadonlyMap<string, number> = new Map(
  Object.entries<number | string>(options).flatMap(([name, value]) =>
    name.startsWith("INTERNET_OPTION_") && typeof value === "number"
      ? [[name, value] as const]
      : []
  ),
);

/** FTP and Gopher handles. */
const OF_FILES: readonly Level[] = ["F", "f", "G"];

const query = InternetQueryOption<number>;

for (const fact of FACTS) {
  const { name, where, access } = fact;
  const option = numberOf(name);

  Deno.test(`INTERNET_OPTION_${name} is valid for the documented handles, and an error on others`, async () => {
    await using handles = await openHandles();
    for (const [level, handle] of handles.all) {
      if (where.includes(level)) continue;
      const expected = fact.elsewhere ?? ELSEWHERE;
      for (
        const call of [
          () => query(handle, option),
          () => InternetSetOption(handle, option, fact.right?.[0]),
        ]
      ) {
        assertEquals(thrownCode(call), expected, level);
        assertEquals(GetLastError(), expected, level);
      }
    }
  });

  if (access === "set") {
    Deno.test(`INTERNET_OPTION_${name} can be set and not queried`, async () => {
      await using handles = await openHandles();
      for (const handle of handles.of(where)) {
        for (const value of fact.right ?? []) {
          assertEquals(InternetSetOption(handle, option, value), true);
          assertEquals(GetLastError(), 0);
        }
        assertEquals(
          thrownCode(() => query(handle, option)),
          ERROR_INTERNET_INVALID_OPTION,
        );
      }
      // The suppression must not affect other tests.
      if (name === "SUPPRESS_BEHAVIOR") InternetSetOption(null, option, 0);
    });
    continue;
  }

  const { initial, initialOfFiles = initial } = fact;
  if (initial !== undefined) {
    Deno.test(`INTERNET_OPTION_${name} is ${JSON.stringify(initial)} at first`, async () => {
      await using handles = await openHandles();
      for (const [level, handle] of handles.all) {
        if (!where.includes(level)) continue;
        const expected = OF_FILES.includes(level) ? initialOfFiles : initial;
        assertEquals(query(handle, option), expected, level);
      }
    });
  }

  if (access === "get") {
    Deno.test(`INTERNET_OPTION_${name} can be queried and not set`, async () => {
      await using handles = await openHandles();
      for (const handle of handles.of(where)) {
        const before = query(handle, option);
        assertEquals(GetLastError(), 0);
        assertEquals(
          thrownCode(() => InternetSetOption(handle, option, before)),
          ERROR_INTERNET_OPTION_NOT_SETTABLE,
        );
        assertEquals(query(handle, option), before);
      }
    });
    continue;
  }

  Deno.test(`INTERNET_OPTION_${name} is the value that was set`, async () => {
    await using handles = await openHandles();
    for (const handle of handles.of(where)) {
      const before = query(handle, option);
      try {
        for (const value of fact.right ?? []) {
          assertEquals(InternetSetOption(handle, option, value), true);
          assertEquals(query(handle, option), value);
        }
      } finally {
        InternetSetOption(handle, option, before);
      }
    }
  });

  Deno.test(`INTERNET_OPTION_${name} refuses wrong values and does not change`, async () => {
    await using handles = await openHandles();
    for (const handle of handles.of(where)) {
      const before = query(handle, option);
      for (const [value, code] of fact.wrong ?? []) {
        assertEquals(
          thrownCode(() => InternetSetOption(handle, option, value)),
          code,
          Deno.inspect(value),
        );
        assertEquals(query(handle, option), before);
      }
    }
  });
}

for (const { name, where, code } of REFUSALS) {
  const option = numberOf(name);
  Deno.test(`INTERNET_OPTION_${name} is refused with ${code}`, async () => {
    await using handles = await openHandles();
    for (const [level, handle] of handles.all) {
      const expected = where.includes(level) ? code : ELSEWHERE;
      for (
        const call of [
          () => query(handle, option),
          () => InternetSetOption(handle, option, "x"),
        ]
      ) assertEquals(thrownCode(call), expected, level);
    }
  });
}

Deno.test("InternetSetOption() fails with ERROR_INTERNET_INVALID_OPTION for undocumented options", async () => {
  const described = new Set(
    [...FACTS, ...REFUSALS].map(({ name }) => numberOf(name)),
  );
  for (const name of OTHERS) described.add(numberOf(name));
  await using handles = await openHandles();
  let count = 0;
  for (const [name, option] of NUMBERS) {
    if (described.has(option)) continue;
    count++;
    for (const [, handle] of handles.all) {
      for (
        const call of [
          () => query(handle, option),
          () => InternetSetOption(handle, option, 1),
        ]
      ) assertEquals(thrownCode(call), ERROR_INTERNET_INVALID_OPTION, name);
    }
  }
  assertEquals(count > 80, true);
});

function numberOf(name: string): number {
  const option = NUMBERS.get(`INTERNET_OPTION_${name}`);
  if (option === undefined) throw new TypeError(`There is no option ${name}`);
  return option;
}

interface Handles extends AsyncDisposable {
  /** One handle of each kind. */
  readonly all: readonly (readonly [Level, HINTERNET | null])[];
  /** Returns the handles of some kinds. */
  of(where: string): (HINTERNET | null)[];
}

async function openHandles(): Promise<Handles> {
  await using stack = new AsyncDisposableStack();
  const scene = stack.use(await openFtp({ files: { "/f": "text" } }));
  const hInternet = stack.use(InternetOpen("agent"));
  const hRequest = await openRequest(hInternet, {
    hostname: "127.0.0.1",
    port: 1,
  });
  const hGopher = await InternetConnect(
    hInternet,
    "127.0.0.1",
    70,
    null,
    null,
    INTERNET_SERVICE_GOPHER,
  );
  const all: [Level, HINTERNET | null][] = [
    ["N", null],
    ["S", hInternet],
    [
      "H",
      InternetQueryOption(hRequest, options.INTERNET_OPTION_PARENT_HANDLE),
    ],
    ["G", hGopher],
    ["R", hRequest],
    ["F", scene.hConnect],
    ["f", await openToRead(scene.hConnect, "f")],
  ];
  const owned = stack.move();
  return {
    all,
    of: (where) =>
      all.filter(([level]) => where.includes(level)).map(([, handle]) =>
        handle
      ),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
