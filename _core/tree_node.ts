// Copyright 2026 the wininet authors. MIT license.

/**
 * The tree of handles.
 *
 * The children of a node are a linked list rather than a Set, because the table
 * of a long-lived Set keeps deleted entries alive until the next full garbage
 * collection. That alone took eleven microseconds for each small request.
 *
 * @module
 */

/** A node of a tree, with links to its siblings and children. */
export class TreeNode<Owner> {
  readonly #owner: Owner;
  /** The child that was added last; its older siblings follow. */
  #youngest: TreeNode<Owner> | null = null;
  #elder: TreeNode<Owner> | null = null;
  #younger: TreeNode<Owner> | null = null;
  #hadChildren = false;

  /**
   * @param owner The object that the node belongs to.
   */
  constructor(owner: Owner) {
    this.#owner = owner;
  }

  /** The owner of the child that was added last, or `null` if there are no children. */
  get youngest(): Owner | null {
    return this.#youngest === null ? null : this.#youngest.#owner;
  }

  /** `true` if the node has or had a child. */
  get hadChildren(): boolean {
    return this.#hadChildren;
  }

  /** Adds a child. */
  add(child: TreeNode<Owner>): void {
    this.#hadChildren = true;
    child.#elder = this.#youngest;
    if (this.#youngest !== null) this.#youngest.#younger = child;
    this.#youngest = child;
  }

  /** Removes a child. */
  remove(child: TreeNode<Owner>): void {
    if (this.#youngest === child) this.#youngest = child.#elder;
    if (child.#elder !== null) child.#elder.#younger = child.#younger;
    if (child.#younger !== null) child.#younger.#elder = child.#elder;
    child.#elder = child.#younger = null;
  }
}
