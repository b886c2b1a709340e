// Copyright 2026 the wininet authors. MIT license.

/**
 * deno.json has the version of the package, .ci/run has the version of Deno;
 * all other files agree with them.
 */

import { assert, assertEquals, assertMatch } from "@std/assert";
import config from "../../deno.json" with { type: "json" };

const ROOT = new URL("../../", import.meta.url);
const [, MINOR] = /^(\d+\.\d+)\.\d+$/.exec(config.version)!;
const WORKFLOWS = ["ci.yml", "publish.yml"]
  .map((name) => `.github/workflows/${name}`);

function textOf(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}

/** Returns all texts that the first group of a pattern matches in a file. */
function found(path: string, pattern: RegExp): string[] {
  return Array.from(textOf(path).matchAll(pattern), ([, text]) => text!);
}

Deno.test("CHANGELOG.md starts with Unreleased and the version of deno.json", () => {
  const [unreleased, latest] = found("CHANGELOG.md", /^## (.*)$/gm);
  assertEquals(unreleased, "[Unreleased]");
  assertMatch(latest!, /^\[\S+\] - \d{4}-\d\d-\d\d$/);
  assert(latest!.startsWith(`[${config.version}] `), latest);
});

Deno.test("README.md imports the version of deno.json", () => {
  const versions = found("README.md", /jsr:@wininet\/wininet@\^?([\d.]+)/g);
  assertEquals(versions.filter((version) => version !== MINOR), []);
});

Deno.test("a HAR archive names the version of deno.json", () => {
  assertEquals(found("_trace/har.ts", /wininet", version: "(.*?)"/g), [MINOR]);
});

Deno.test("workflows and CONTRIBUTING.md name the Deno version of .ci/run", () => {
  const [deno] = found(".ci/run", /deno@([\d.]+)/g);
  for (const path of [...WORKFLOWS, "CONTRIBUTING.md"]) {
    const named = found(
      path,
      /(?:deno@|deno-version: |Deno )(\d+\.\d+\.\d+)/g,
    );
    assert(named.length > 0, path);
    assertEquals(named.filter((version) => version !== deno), [], path);
  }
});

Deno.test("actions are pinned by the hash of a commit, next to their version", () => {
  for (const path of WORKFLOWS) {
    const actions = found(path, /^ *-? *uses: (.*)$/gm)
      .filter((action) => !action.startsWith("./"));
    assert(actions.length > 0, path);
    for (const action of actions) {
      assertMatch(
        action,
        /^(?:[\w/-]+@[\da-f]{40} # v\d+\.\d+\.\d+|docker:\/\/\S+:[\d.]+@sha256:[\da-f]{64})$/,
      );
    }
  }
});
