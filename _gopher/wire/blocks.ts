// Copyright 2026 the wininet authors. MIT license.

/**
 * The attributes of Gopher+ items, as blocks of lines.
 *
 *     +INFO: 0About	/about	gopher.example	70	+
 *     +ADMIN:
 *      Admin: Jo <jo@gopher.example>
 *      Mod-Date: <19930728170201>
 *     +ABSTRACT: 0Long abstract	/abstract	gopher.example	70	+
 *      A short one
 *
 * A `+` at the start of a line starts a block, whose name contains no other
 * `+`. The lines of the block start with a space. `!` requests the blocks of
 * one item, `$` those of all items of a menu, where `+INFO` starts the next
 * item.
 *
 * Some servers write a space after the name, or omit the colon or the space
 * before a line. All of that is accepted, because it does not hide the start of
 * the next block. Names are returned in upper case: they are case-sensitive in
 * the Gopher+ specification, but not in the programs of its authors.
 *
 * Menus can have very many items, so blocks are returned as soon as they are
 * complete, and the limits apply to one block and to one item.
 *
 * @module
 */

import { ERROR_GOPHER_PROTOCOL_ERROR, InternetError } from "../../error.ts";
import { GOPHER_INFO_CATEGORY } from "../../flags.ts";
import { LineDecoder } from "./lines.ts";
import { MAX_MENU_LINES } from "./menu.ts";
import { withoutMark } from "./octets.ts";

/** The maximum number of lines of a block. An abstract has some dozens. */
export const MAX_BLOCK_LINES = 10_000;
/** The maximum number of characters of a block. Longer data is a document, and blocks can refer to documents. */
export const MAX_BLOCK = 1_048_576;
/** The maximum number of blocks of an item. Gopher+ defines five, its successors a dozen. */
export const MAX_ITEM_BLOCKS = 1000;
/** The maximum number of characters of all blocks of an item. */
export const MAX_ITEM = 4_194_304;

/** A block of attributes. */
export interface AttributeBlock {
  /** The name in upper case, with its plus and without the colon. */
  readonly name: string;
  /** The text after the name. */
  readonly inline: string;
  /** The lines below, without the leading space. */
  readonly lines: readonly string[];
}

/** A block that may have more lines. */
interface OpenBlock extends AttributeBlock {
  readonly lines: string[];
  size: number;
}

/** Decodes the blocks of one or more items. */
export class BlockDecoder {
  readonly #lines = new LineDecoder();
  readonly #maxItems: number;
  #block: OpenBlock | null = null;
  /** `true` if the last line is only a dot, without a space before it. */
  #atDot = false;
  #items = 0;
  #itemBlocks = 0;
  #itemSize = 0;
  #atStart = true;

  /** @param maxItems The maximum number of items; the reply to `!` has one. */
  constructor(maxItems = 1) {
    this.#maxItems = maxItems;
  }

  /**
   * Decodes bytes; returns the blocks that are complete.
   *
   * @throws {InternetError} ERROR_GOPHER_PROTOCOL_ERROR if a line, a block or
   * an item is too long, or there are too many.
   */
  push(chunk: Uint8Array): AttributeBlock[] {
    const found: AttributeBlock[] = [];
    this.#takeLines(this.#lines.push(chunk), found);
    return found;
  }

  /** Returns the last block at the end of the data. */
  end(): AttributeBlock[] {
    const found: AttributeBlock[] = [];
    this.#takeLines(this.#lines.end(), found);
    if (this.#block === null) return found;
    // A server that sends no header may end the data with a dot.
    if (this.#atDot) this.#block.lines.pop();
    this.#close(this.#block, found);
    return found;
  }

  #takeLines(lines: string[], found: AttributeBlock[]): void {
    for (const marked of lines) {
      const line = this.#atStart ? withoutMark(marked) : marked;
      this.#atStart = false;
      const next = startedBlock(line);
      if (next === null) this.#addLine(line);
      else {
        if (this.#block !== null) this.#close(this.#block, found);
        this.#open(next, line.length);
      }
    }
  }

  #open(block: OpenBlock, size: number): void {
    if (block.name === GOPHER_INFO_CATEGORY) {
      if (++this.#items > this.#maxItems) {
        throw tooMuch(`it has more than ${this.#maxItems} items`);
      }
      this.#itemBlocks = 0;
      this.#itemSize = 0;
    }
    if (++this.#itemBlocks > MAX_ITEM_BLOCKS) {
      throw tooMuch(`an item has more than ${MAX_ITEM_BLOCKS} blocks`);
    }
    this.#block = block;
    this.#atDot = false;
    this.#count(block, size + 1);
  }

  #addLine(line: string): void {
    const block = this.#block;
    if (block === null) return this.#countOfItem(line.length + 1);
    if (block.lines.length >= MAX_BLOCK_LINES) {
      throw tooMuch(`a block has more than ${MAX_BLOCK_LINES} lines`);
    }
    block.lines.push(line.startsWith(" ") ? line.slice(1) : line);
    this.#atDot = line === ".";
    this.#count(block, line.length + 1);
  }

  /** Counts the characters of a block. */
  #count(block: OpenBlock, size: number): void {
    block.size += size;
    if (block.size > MAX_BLOCK) {
      throw tooMuch(`a block has more than ${MAX_BLOCK} characters`);
    }
    this.#countOfItem(size);
  }

  /**
   * Counts the characters of an item, or of the data before the first block, so
   * that no reply is endless.
   */
  #countOfItem(size: number): void {
    this.#itemSize += size;
    if (this.#itemSize > MAX_ITEM) {
      throw tooMuch(`an item has more than ${MAX_ITEM} characters`);
    }
  }

  #close({ name, inline, lines }: OpenBlock, found: AttributeBlock[]): void {
    found.push({ name, inline, lines });
    this.#block = null;
  }
}

/** Returns the block that a line starts, or `null` if it starts none. */
function startedBlock(line: string): OpenBlock | null {
  const match = /^\+[^\s:+]+/.exec(line);
  if (match === null) return null;
  const [name] = match;
  const inline = line.slice(name.length).replace(/^[ \t]*:?[ \t]*/, "");
  return { name: name.toUpperCase(), inline, lines: [], size: 0 };
}

/**
 * Decodes the items of a menu, each as its blocks. The number of items is
 * limited like the number of lines of a menu.
 */
export class ItemDecoder {
  readonly #blocks = new BlockDecoder(MAX_MENU_LINES);
  /** The incomplete item, or `null` before the first `+INFO`. */
  #item: AttributeBlock[] | null = null;

  /**
   * Decodes bytes; returns the items that are complete, which is known when the
   * next item starts. Blocks before the first `+INFO` belong to no item and are
   * dropped.
   *
   * @throws {InternetError} ERROR_GOPHER_PROTOCOL_ERROR if a limit is exceeded,
   * see {@linkcode BlockDecoder}.
   */
  push(chunk: Uint8Array): AttributeBlock[][] {
    return this.#group(this.#blocks.push(chunk));
  }

  /** Returns the last item at the end of the data. */
  end(): AttributeBlock[][] {
    const found = this.#group(this.#blocks.end());
    if (this.#item !== null) found.push(this.#item);
    this.#item = null;
    return found;
  }

  #group(blocks: AttributeBlock[]): AttributeBlock[][] {
    const found: AttributeBlock[][] = [];
    for (const block of blocks) {
      if (block.name === GOPHER_INFO_CATEGORY) {
        if (this.#item !== null) found.push(this.#item);
        this.#item = [];
      }
      this.#item?.push(block);
    }
    return found;
  }
}

function tooMuch(why: string): InternetError {
  return new InternetError(
    ERROR_GOPHER_PROTOCOL_ERROR,
    `Cannot read the attributes: ${why}`,
  );
}
