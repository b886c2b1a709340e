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
 * A `+` at the start of a line begins a block, and its name has no other `+`. What
 * belongs to the block begins with a blank. `!` asks for the blocks of one item,
 * `$` for those of all items of a menu, where `+INFO` begins the next item.
 *
 * Servers write names with a blank behind them, leave out the colon, or forget the
 * blank before a line. None of that hides where the next block begins, so it is
 * taken. Names are told in upper case: the Gopher+ text has them distinguish
 * case, the programs of its own authors do not.
 *
 * Menus have very many items, so blocks are handed on as soon as they are whole,
 * and the limits are those of one block and of one item.
 *
 * @module
 */

import { ERROR_GOPHER_PROTOCOL_ERROR, InternetError } from "../../error.ts";
import { GOPHER_INFO_CATEGORY } from "../../flags.ts";
import { LineDecoder } from "./lines.ts";
import { MAX_MENU_LINES } from "./menu.ts";

/** Lines of a block. An abstract has some dozens; a form that long is none. */
export const MAX_BLOCK_LINES = 10_000;
/** Characters of a block. Data that is larger is a document, and blocks can refer to documents. */
export const MAX_BLOCK = 1_048_576;
/** Blocks of an item. The Gopher+ text names five, its successors have a dozen. */
export const MAX_ITEM_BLOCKS = 1000;
/** Characters of all blocks of an item. */
export const MAX_ITEM = 4_194_304;

/** A block of attributes. */
export interface AttributeBlock {
  /** The name in upper case, with its plus and without the colon. */
  readonly name: string;
  /** What stands behind the name. */
  readonly inline: string;
  /** The lines below, without the blank that begins them. */
  readonly lines: readonly string[];
}

/** A block of which lines may still come. */
interface OpenBlock extends AttributeBlock {
  readonly lines: string[];
  size: number;
}

/** Finds the blocks of one item, or of more. */
export class BlockDecoder {
  readonly #lines = new LineDecoder();
  readonly #maxItems: number;
  #block: OpenBlock | null = null;
  /** Whether the last line is only a dot, without the blank before it. */
  #atDot = false;
  #items = 0;
  #itemBlocks = 0;
  #itemSize = 0;

  /** @param maxItems How many items may come: one is the answer to `!`. */
  constructor(maxItems = 1) {
    this.#maxItems = maxItems;
  }

  /**
   * Takes bytes; answers the blocks that are whole.
   *
   * @throws {InternetError} ERROR_GOPHER_PROTOCOL_ERROR If a line, a block or an item is too long, or there are too many.
   */
  push(chunk: Uint8Array): AttributeBlock[] {
    const found: AttributeBlock[] = [];
    this.#takeLines(this.#lines.push(chunk), found);
    return found;
  }

  /** The data has ended: the last block. */
  end(): AttributeBlock[] {
    const found: AttributeBlock[] = [];
    this.#takeLines(this.#lines.end(), found);
    if (this.#block === null) return found;
    // Servers without a header may yet end what they send with a dot.
    if (this.#atDot) this.#block.lines.pop();
    this.#close(this.#block, found);
    return found;
  }

  #takeLines(lines: string[], found: AttributeBlock[]): void {
    for (const line of lines) {
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

  /** Counts the characters that have come. */
  #count(block: OpenBlock, size: number): void {
    block.size += size;
    if (block.size > MAX_BLOCK) {
      throw tooMuch(`a block has more than ${MAX_BLOCK} characters`);
    }
    this.#countOfItem(size);
  }

  /** Counts what is of an item, or before the first block: no server needs to be listened to for ever. */
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

/** The block that the line begins, `null` where it begins none. */
function startedBlock(line: string): OpenBlock | null {
  const match = /^\+[^\s:+]+/.exec(line);
  if (match === null) return null;
  const [name] = match;
  const inline = line.slice(name.length).replace(/^[ \t]*:?[ \t]*/, "");
  return { name: name.toUpperCase(), inline, lines: [], size: 0 };
}

/** Finds the items of a menu: the blocks of each. There may be as many as a plain menu may have lines. */
export class ItemDecoder {
  readonly #blocks = new BlockDecoder(MAX_MENU_LINES);
  /** The item that comes; `null` before the first `+INFO`. */
  #item: AttributeBlock[] | null = null;

  /**
   * Takes bytes; answers the items that are whole, which is known with the first
   * block of the next one. Blocks before the first `+INFO` are of no item and are
   * dropped.
   *
   * @throws {InternetError} ERROR_GOPHER_PROTOCOL_ERROR If a limit is passed, see {@linkcode BlockDecoder}.
   */
  push(chunk: Uint8Array): AttributeBlock[][] {
    return this.#group(this.#blocks.push(chunk));
  }

  /** The data has ended: the last item. */
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
