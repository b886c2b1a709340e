// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { StatusListeners, type StatusSource } from "../../_core/event_queue.ts";
import type { StatusEvent } from "../../status.ts";

/** Listeners of a parent with two children, and the names of the listeners that were called. */
class Tree {
  readonly listeners: StatusListeners = new StatusListeners();
  readonly called: string[] = [];
  readonly parent: StatusSource = this.#source(null);
  readonly child: StatusSource = this.#source(this.parent);
  readonly sibling: StatusSource = this.#source(this.parent);

  #source(parent: StatusSource | null): StatusSource {
    const { listeners } = this;
    return { parent, listeners, callback: null } as Partial<
      StatusSource
    > as StatusSource;
  }

  listen(source: StatusSource, name: string): () => void {
    return this.listeners.add(source, () => this.called.push(name));
  }

  /** Calls the listeners of a source; returns their names. */
  call(source: StatusSource): string[] {
    this.called.length = 0;
    this.listeners.call(source, {} as StatusEvent);
    return this.called;
  }
}

Deno.test("StatusListeners.call() calls the listeners of a handle and of its ancestors", () => {
  const tree = new Tree();
  tree.listen(tree.parent, "parent");
  tree.listen(tree.child, "child");
  assertEquals(tree.call(tree.child), ["child", "parent"]);
  assertEquals(tree.call(tree.sibling), ["parent"]);
  assertEquals(tree.call(tree.parent), ["parent"]);
});

Deno.test("StatusListeners.hear() returns true for a handle with a listener and its descendants", () => {
  const tree = new Tree();
  const { listeners, parent, child, sibling } = tree;
  const heard = () => [parent, child, sibling].map((at) => listeners.hear(at));
  assertEquals(heard(), [false, false, false]);

  const removeChild = tree.listen(child, "child");
  assertEquals(heard(), [false, true, false]);

  const removeParent = tree.listen(parent, "parent");
  assertEquals(heard(), [true, true, true]);

  removeParent();
  removeChild();
  assertEquals(heard(), [false, false, false]);
});

Deno.test("StatusListeners.add() returns a function that may be called twice", () => {
  const tree = new Tree();
  const remove = tree.listen(tree.child, "removed");
  tree.listen(tree.child, "kept");
  remove();
  remove();
  assertEquals(tree.listeners.hear(tree.child), true);
  assertEquals(tree.call(tree.child), ["kept"]);
});
