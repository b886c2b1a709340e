// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { ERROR_FILE_EXISTS, ERROR_INVALID_NAME } from "../../error.ts";
import {
  isCurrent,
  type Item,
  planDirectory,
  type PlanRules,
} from "../../_trees/plan.ts";

const TIME = Date.UTC(2026, 0, 2, 3, 4, 5);

function item(name: string, more: Partial<Item> = {}): Item {
  return {
    name,
    kind: "file",
    size: 1,
    time: TIME,
    isExact: true,
    linkTarget: null,
    isExcluded: false,
    identity: null,
    ...more,
  };
}

const RULES: PlanRules = {
  onlyNewer: false,
  exactTimes: false,
  deleteOthers: false,
  links: "skip",
  keyOf: (name) => name,
  faultOf: () => null,
  partOf: () => null,
  linkFaultOf: () => null,
};

/** Returns the plan as short strings. */
function plan(
  source: Item[],
  target: Item[],
  rules: Partial<PlanRules> = {},
  isComplete = true,
): string[] {
  const sides = { source, target, isComplete };
  return planDirectory(sides, { ...RULES, ...rules }).map((action) => {
    const { kind, item: { name } } = action;
    if (kind === "fail") return `fail ${name} ${action.code}`;
    if (kind === "delete" || kind === "skip") return `${kind} ${name}`;
    const asks = kind === "copy" && action.asks ? " asks" : "";
    const old = action.old === null ? "" : ` instead of ${action.old.kind}`;
    const at = action.before === null ? "" : " again";
    return `${kind} ${name}${at}${asks}${old}`;
  });
}

const CASES: [
  name: string,
  target: Partial<Item>,
  plain: boolean,
  exact: boolean,
  newer: boolean,
][] = [
  ["same size and time", {}, true, true, true],
  ["other size", { size: 2 }, false, false, false],
  ["newer target", { time: TIME + 1000 }, true, false, true],
  [
    "newer target of other size",
    { size: 2, time: TIME + 1000 },
    false,
    false,
    true,
  ],
  ["older target", { time: TIME - 1000 }, false, false, false],
  ["parts of a second", { time: TIME + 999 }, true, true, true],
  ["no time", { time: null }, true, true, true],
  ["no time and other size", { time: null, size: 2 }, false, false, false],
];

for (const [name, target, plain, exactly, newer] of CASES) {
  Deno.test(`isCurrent() returns the result for ${name}`, () => {
    const current = (onlyNewer: boolean, exactTimes: boolean) =>
      isCurrent(item("a"), item("a", target), { onlyNewer, exactTimes });
    assertEquals(current(false, false), plain);
    assertEquals(current(false, true), exactly);
    assertEquals(current(true, false), newer);
  });
}

Deno.test("isCurrent() accepts any size if the source has none", () => {
  const rules = { onlyNewer: false, exactTimes: false };
  assertEquals(isCurrent({ size: null, time: null }, item("a"), rules), true);
});

Deno.test("planDirectory() copies missing entries, and skips equal ones", () => {
  const source = [item("a"), item("b"), item("d", { kind: "directory" })];
  assertEquals(plan(source, [item("b")]), ["copy a", "skip b", "enter d"]);
});

Deno.test("planDirectory() needs exact times only if the size does not decide", () => {
  const source = [item("a", { isExact: false }), item("b", { isExact: false })];
  const target = [item("a"), item("b", { size: 2 })];
  assertEquals(plan(source, target), ["copy a again asks", "copy b again"]);
});

Deno.test("planDirectory() deletes others only if requested and if the source is complete", () => {
  const target = [item("a"), item("x"), item("y", { isExcluded: true })];
  const deleteOthers = true;
  assertEquals(plan([item("a")], target), ["skip a"]);
  assertEquals(plan([item("a")], target, { deleteOthers }), [
    "skip a",
    "delete x",
  ]);
  assertEquals(plan([item("a")], target, { deleteOthers }, false), ["skip a"]);
});

Deno.test("planDirectory() does not delete entries that are omitted at the source", () => {
  const source = [
    item("a", { isExcluded: true }),
    item("l", { kind: "link" }),
    item("bad"),
  ];
  const faultOf = (name: string) => name === "bad" ? "no" : null;
  const target = [item("a"), item("l"), item("bad")];
  assertEquals(plan(source, target, { deleteOthers: true, faultOf }), [
    "skip a",
    "skip l",
    `fail bad ${ERROR_INVALID_NAME}`,
  ]);
});

Deno.test("planDirectory() keeps the part of a file that is copied", () => {
  const rules = {
    deleteOthers: true,
    partOf: (name: string) => name.endsWith(".part") ? name.slice(0, -5) : null,
  };
  const target = [item("a.part"), item("b"), item("b.part")];
  assertEquals(plan([item("a"), item("b")], target, rules), [
    "copy a",
    "skip b",
    "delete b.part",
  ]);
});

Deno.test("planDirectory() refuses the second of two names that are equal at the target", () => {
  const keyOf = (name: string) => name.toLowerCase();
  assertEquals(plan([item("A"), item("a")], [], { keyOf }), [
    "copy A",
    `fail a ${ERROR_FILE_EXISTS}`,
  ]);
});

Deno.test("planDirectory() replaces another kind only with deleteOthers", () => {
  const source = [item("a"), item("d", { kind: "directory" })];
  const target = [item("a", { kind: "link" }), item("d")];
  const fail = (name: string) => `fail ${name} ${ERROR_FILE_EXISTS}`;
  assertEquals(plan(source, target), [fail("a"), fail("d")]);
  assertEquals(plan(source, target, { deleteOthers: true }), [
    "copy a instead of link",
    "enter d instead of file",
  ]);
});

Deno.test("planDirectory() creates links if they are kept and allowed", () => {
  const link = (name: string, linkTarget: string) =>
    item(name, { kind: "link", linkTarget });
  const rules: Partial<PlanRules> = {
    links: "keep",
    linkFaultOf: (target) => target === "/" ? "no" : null,
  };
  const source = [
    link("a", "x"),
    link("b", "x"),
    link("c", "/"),
    link("d", "x"),
  ];
  const target = [link("b", "x"), link("d", "y")];
  assertEquals(plan(source, target, rules), [
    "link a",
    "skip b",
    `fail c ${ERROR_INVALID_NAME}`,
    "link d instead of link",
  ]);
});

Deno.test("planDirectory() omits devices", () => {
  assertEquals(plan([item("tty", { kind: "other" })], []), ["skip tty"]);
});
