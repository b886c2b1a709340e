// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { TreeNode } from "../../_core/tree_node.ts";

/** Creates a parent with the children a, b and c. */
function family() {
  const parent = new TreeNode("parent");
  const [a, b, c] = [new TreeNode("a"), new TreeNode("b"), new TreeNode("c")];
  for (const child of [a, b, c]) parent.add(child);
  return { parent, a, b, c };
}

/** Removes the youngest child until none is left; returns the owners. */
function drain(
  { parent, ...children }: ReturnType<typeof family>,
): string[] {
  const owners: string[] = [];
  for (let owner; (owner = parent.youngest) !== null;) {
    owners.push(owner);
    parent.remove(children[owner as keyof typeof children]);
  }
  return owners;
}

Deno.test("TreeNode.youngest is null without children", () => {
  assertEquals(new TreeNode("parent").youngest, null);
});

Deno.test("TreeNode.youngest leads from the child added last to the first", () => {
  assertEquals(drain(family()), ["c", "b", "a"]);
});

for (
  const [removed, left] of [
    ["a", ["c", "b"]],
    ["b", ["c", "a"]],
    ["c", ["b", "a"]],
  ] as const
) {
  Deno.test(`TreeNode.remove() of child ${removed} keeps the order of the others`, () => {
    const nodes = family();
    nodes.parent.remove(nodes[removed]);
    assertEquals<readonly string[]>(drain(nodes), left);
  });
}

Deno.test("TreeNode.add() adds a removed child as the youngest", () => {
  const nodes = family();
  nodes.parent.remove(nodes.a);
  nodes.parent.add(nodes.a);
  assertEquals(drain(nodes), ["a", "c", "b"]);
});
