// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { permitted } from "../../_net/permission.ts";
import { outputOf } from "../helpers/programs.ts";

interface Answer {
  readonly state: Deno.PermissionState;
  readonly partial?: boolean;
}

/** Queries the permission for a path with these results of Deno; also returns the queries. */
function ask(
  everything: Answer,
  path: Answer,
): { permitted: boolean; asked: Deno.PermissionDescriptor[] } {
  const { querySync } = Deno.permissions;
  const asked: Deno.PermissionDescriptor[] = [];
  Deno.permissions.querySync = (descriptor) => {
    asked.push(descriptor);
    const answer = "path" in descriptor ? path : everything;
    return Object.assign(new EventTarget(), {
      onchange: null,
      partial: false,
      ...answer,
    });
  };
  try {
    return { permitted: permitted({ name: "read", path: "/a" }), asked };
  } finally {
    Deno.permissions.querySync = querySync;
  }
}

Deno.test("permitted() checks no single path if everything is allowed", () => {
  assertEquals(ask({ state: "granted" }, { state: "prompt" }), {
    permitted: true,
    asked: [{ name: "read" }],
  });
});

const CASES: readonly [string, Answer, Answer, boolean][] = [
  [
    "everything but the path",
    { state: "granted", partial: true },
    { state: "denied" },
    false,
  ],
  [
    "everything but another path",
    { state: "granted", partial: true },
    { state: "granted" },
    true,
  ],
  ["only the path", { state: "prompt" }, { state: "granted" }, true],
  ["only another path", { state: "prompt" }, { state: "prompt" }, false],
];

for (const [title, everything, path, expected] of CASES) {
  Deno.test(`permitted() returns ${expected} if the allowed paths are ${title}`, () => {
    assertEquals(ask(everything, path).permitted, expected);
  });
}

Deno.test("permitted() returns the permissions of this program", () => {
  assertEquals(permitted({ name: "net", host: "127.0.0.1:80" }), true);
  assertEquals(permitted({ name: "net", host: "192.0.2.1:80" }), false);
});

Deno.test("permitted() notices that the program has revoked a permission", async () => {
  const module = new URL("../../_base/permission.ts", import.meta.url);
  const program = `import { permitted } from "${module}";
    const say = () => console.log(permitted({ name: "read", path: "/a" }));
    say();
    say();
    Deno.permissions.revokeSync({ name: "read" });
    say();`;
  const args = ["eval", "--no-check", program];
  assertEquals(await outputOf(Deno.execPath(), args), "true\ntrue\nfalse\n");
});
