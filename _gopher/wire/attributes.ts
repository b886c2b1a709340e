// Copyright 2026 the wininet authors. MIT license.

/**
 * The attributes of an item as WinINet returns them: a structure for each line
 * of `+ADMIN`, `+VIEWS` and `+ASK`, one for the abstract, and one for each
 * block without a number in WinINet.
 *
 * No data is lost: a line that has no structure, or a form that does not fit
 * its structure, is returned as the text of the server.
 *
 * An abstract can be in the block, or in a document that the block refers to
 * with a menu line, or both; such references in `+VIEWS` and `+ASK` are
 * returned as text. Names are not case-sensitive.
 *
 * @module
 */

import {
  ERROR_GOPHER_ATTRIBUTE_NOT_FOUND,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import {
  GOPHER_ABSTRACT_ATTRIBUTE,
  GOPHER_ABSTRACT_CATEGORY,
  GOPHER_ADMIN_CATEGORY,
  GOPHER_ATTRIBUTE_ID_ABSTRACT,
  GOPHER_ATTRIBUTE_ID_UNKNOWN,
  GOPHER_ATTRIBUTE_ID_VIEW,
  GOPHER_CATEGORY_ID_ABSTRACT,
  GOPHER_CATEGORY_ID_ADMIN,
  GOPHER_CATEGORY_ID_ASK,
  GOPHER_CATEGORY_ID_INFO,
  GOPHER_CATEGORY_ID_UNKNOWN,
  GOPHER_CATEGORY_ID_VERONICA,
  GOPHER_CATEGORY_ID_VIEWS,
  GOPHER_INFO_CATEGORY,
  GOPHER_VERONICA_CATEGORY,
  GOPHER_VIEW_ATTRIBUTE,
  GOPHER_VIEWS_CATEGORY,
  MAX_GOPHER_ATTRIBUTE_NAME,
} from "../../flags.ts";
import { hasControl } from "../../_base/field_text.ts";
import { quotedValue } from "../../_base/secrets.ts";
import type {
  GOPHER_ATTRIBUTE_TYPE,
  GOPHER_FIND_DATA,
} from "../../structures.ts";
import {
  ADMIN_READERS,
  type AttributeReader,
  parseAsk,
  parseView,
  plainOf,
  QUESTION_TYPES,
  VERONICA_READERS,
} from "./attribute_values.ts";
import type { AttributeBlock } from "./blocks.ts";
import { type DisplayDecoder, type MenuServer, parseInfoLine } from "./menu.ts";

/** The block of questions. WinINet has a number for it but no name. */
export const ASK_CATEGORY = "+ASK";

/** The numbers of the blocks. */
const CATEGORIES: ReadonlyMap<string, number> = new Map([
  [GOPHER_INFO_CATEGORY, GOPHER_CATEGORY_ID_INFO],
  [GOPHER_ADMIN_CATEGORY, GOPHER_CATEGORY_ID_ADMIN],
  [GOPHER_VIEWS_CATEGORY, GOPHER_CATEGORY_ID_VIEWS],
  [GOPHER_ABSTRACT_CATEGORY, GOPHER_CATEGORY_ID_ABSTRACT],
  [GOPHER_VERONICA_CATEGORY, GOPHER_CATEGORY_ID_VERONICA],
  [ASK_CATEGORY, GOPHER_CATEGORY_ID_ASK],
]);

/** The numbers of the lines, by the attribute names that a program can request. */
const ATTRIBUTES: ReadonlyMap<string, number> = new Map([
  ...Array.from(
    [...ADMIN_READERS, ...VERONICA_READERS],
    ([name, [id]]) => [name, id] as const,
  ),
  [GOPHER_ABSTRACT_ATTRIBUTE.toLowerCase(), GOPHER_ATTRIBUTE_ID_ABSTRACT],
  [GOPHER_VIEW_ATTRIBUTE.toLowerCase(), GOPHER_ATTRIBUTE_ID_VIEW],
]);

/** Returns the attributes in the blocks of an item, in order. */
export function attributesOf(
  blocks: readonly AttributeBlock[],
  server?: MenuServer,
): GOPHER_ATTRIBUTE_TYPE[] {
  return blocks.flatMap((block) => attributesOfBlock(block, server));
}

function attributesOfBlock(
  block: AttributeBlock,
  server: MenuServer | undefined,
): GOPHER_ATTRIBUTE_TYPE[] {
  const category = CATEGORIES.get(block.name) ?? GOPHER_CATEGORY_ID_UNKNOWN;
  switch (category) {
    case GOPHER_CATEGORY_ID_INFO:
      return [textAttribute(category, block.inline)];
    case GOPHER_CATEGORY_ID_ADMIN:
      return blockLines(block).map((line) =>
        namedAttribute(category, ADMIN_READERS, line)
      );
    case GOPHER_CATEGORY_ID_VERONICA:
      return blockLines(block)
        .map((line) => namedAttribute(category, VERONICA_READERS, line));
    case GOPHER_CATEGORY_ID_VIEWS:
      return blockLines(block).map((line) =>
        viewAttribute(line, line === block.inline)
      );
    case GOPHER_CATEGORY_ID_ASK:
      return blockLines(block).map((line) =>
        askAttribute(line, line === block.inline)
      );
    case GOPHER_CATEGORY_ID_ABSTRACT:
      return [abstractAttribute(block, server)];
  }
  // The leading spaces mark the lines of the block, for a program that parses
  // the text.
  const text = [
    block.inline === "" ? `${block.name}:` : `${block.name}: ${block.inline}`,
    ...block.lines.map((line) => ` ${line}`),
  ].join("\r\n");
  return [textAttribute(category, text)];
}

/** Returns the lines that are not blank. The text after the block name is the first line. */
function blockLines({ inline, lines }: AttributeBlock): string[] {
  return [inline, ...lines].filter((line) => line.trim() !== "");
}

function namedAttribute(
  category: number,
  table: ReadonlyMap<string, AttributeReader>,
  line: string,
): GOPHER_ATTRIBUTE_TYPE {
  const reader = table.get(attributeNameOf(line));
  if (reader === undefined) return textAttribute(category, line);
  const [id, read] = reader;
  const values = read(line.slice(line.indexOf(":") + 1).trim());
  if (values === null) return textAttribute(category, line);
  return { CategoryId: category, AttributeId: id, AttributeType: values };
}

function viewAttribute(line: string, isInline: boolean): GOPHER_ATTRIBUTE_TYPE {
  const category = GOPHER_CATEGORY_ID_VIEWS;
  if (isInline && line.includes("\t")) return textAttribute(category, line);
  return {
    CategoryId: category,
    AttributeId: GOPHER_ATTRIBUTE_ID_VIEW,
    AttributeType: { View: parseView(line) },
  };
}

function askAttribute(line: string, isInline: boolean): GOPHER_ATTRIBUTE_TYPE {
  const category = GOPHER_CATEGORY_ID_ASK;
  const Ask = parseAsk(line);
  const isQuestion = line.includes(":") &&
    QUESTION_TYPES.some((type) => type === Ask.QuestionType);
  if (isInline && !isQuestion) return textAttribute(category, line);
  return {
    CategoryId: category,
    AttributeId: GOPHER_ATTRIBUTE_ID_UNKNOWN,
    AttributeType: { Ask },
  };
}

function abstractAttribute(
  { inline, lines }: AttributeBlock,
  server: MenuServer | undefined,
): GOPHER_ATTRIBUTE_TYPE {
  const isReference = inline.includes("\t");
  const texts = isReference || inline === "" ? lines : [inline, ...lines];
  return {
    CategoryId: GOPHER_CATEGORY_ID_ABSTRACT,
    AttributeId: GOPHER_ATTRIBUTE_ID_ABSTRACT,
    AttributeType: {
      Abstract: {
        ShortAbstract: texts.map(plainOf).join("\r\n").trimEnd(),
        AbstractFile: isReference ? parseInfoLine(inline, server).Locator : "",
      },
    },
  };
}

function textAttribute(category: number, Text: string): GOPHER_ATTRIBUTE_TYPE {
  return {
    CategoryId: category,
    AttributeId: GOPHER_ATTRIBUTE_ID_UNKNOWN,
    AttributeType: { Unknown: { Text } },
  };
}

/** Returns the name before the colon in lower case, or `""` if there is none. */
function attributeNameOf(line: string): string {
  return line.slice(0, Math.max(line.indexOf(":"), 0)).trim().toLowerCase();
}

/**
 * Returns the size of an item in bytes: the size of its first view, which the
 * server prefers; 0 if it is unknown.
 */
export function sizeOfViews(blocks: readonly AttributeBlock[]): number {
  for (const block of blocks) {
    if (block.name !== GOPHER_VIEWS_CATEGORY) continue;
    for (const { AttributeType } of attributesOfBlock(block, undefined)) {
      if (AttributeType.View !== undefined) return AttributeType.View.Size;
    }
  }
  return 0;
}

/** Returns the modification time, or `null` if it is unknown. */
export function modified(blocks: readonly AttributeBlock[]): Date | null {
  for (const block of blocks) {
    if (block.name !== GOPHER_ADMIN_CATEGORY) continue;
    for (const { AttributeType } of attributesOfBlock(block, undefined)) {
      const date = AttributeType.ModDate?.DateAndTime ?? null;
      if (date !== null) return date;
    }
  }
  return null;
}

/**
 * Returns the menu item for its blocks, or `null` without `+INFO`.
 *
 * @param decode Decodes the bytes of the display string.
 * @param primary The type character of the item that this one may duplicate, or
 * `""` if there is none.
 */
export function findDataOf(
  blocks: readonly AttributeBlock[],
  server?: MenuServer,
  decode?: DisplayDecoder,
  primary: string = "",
): GOPHER_FIND_DATA | null {
  const info = blocks.find(({ name }) => name === GOPHER_INFO_CATEGORY);
  if (info === undefined) return null;
  const size = sizeOfViews(blocks);
  return {
    ...parseInfoLine(info.inline, server, decode, primary),
    SizeLow: size >>> 0,
    SizeHigh: Math.floor(size / 0x1_0000_0000),
    LastModificationTime: modified(blocks),
  };
}

/**
 * Returns the attributes with some names: categories (`+ADMIN`, also without
 * the plus) and attributes (`Mod-Date`), separated by spaces. `null` and `""`
 * mean all.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER if a name is invalid;
 * ERROR_GOPHER_ATTRIBUTE_NOT_FOUND if the item has none of them.
 */
export function selectAttributes(
  attributes: readonly GOPHER_ATTRIBUTE_TYPE[],
  names: string | null,
): GOPHER_ATTRIBUTE_TYPE[] {
  const wanted = new Set(checkedNames(names ?? ""));
  const found = wanted.size === 0
    ? [...attributes]
    : attributes.filter((attribute) =>
      keysOf(attribute).some((key) => wanted.has(key))
    );
  if (found.length > 0) return found;
  throw new InternetError(
    ERROR_GOPHER_ATTRIBUTE_NOT_FOUND,
    names
      ? `Cannot get the attributes ${
        quotedValue(names)
      }: the item has none of them`
      : "Cannot get the attributes: the item has none",
  );
}

/**
 * Splits a string into names in lower case.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER if they contain control
 * characters, or one is too long.
 */
export function checkedNames(names: string): string[] {
  if (hasControl(names)) {
    throw badNames(names, "they must not have control characters");
  }
  const list = names.toLowerCase().split(" ").filter((name) => name !== "");
  if (list.some((name) => name.length > MAX_GOPHER_ATTRIBUTE_NAME)) {
    throw badNames(
      names,
      `each must have at most ${MAX_GOPHER_ATTRIBUTE_NAME} characters`,
    );
  }
  return list;
}

function badNames(names: string, why: string): InternetError {
  return new InternetError(
    ERROR_INVALID_PARAMETER,
    `Cannot get the attributes ${quotedValue(names)}: ${why}`,
  );
}

/** Returns all names by which an attribute can be requested, in lower case. */
function keysOf(attribute: GOPHER_ATTRIBUTE_TYPE): string[] {
  const { CategoryId, AttributeId, AttributeType } = attribute;
  const text = AttributeType.Unknown?.Text;
  const keys: string[] = [];
  for (const [name, id] of CATEGORIES) {
    if (id === CategoryId) keys.push(name.toLowerCase());
  }
  if (AttributeId !== GOPHER_ATTRIBUTE_ID_UNKNOWN) {
    for (const [name, id] of ATTRIBUTES) {
      if (id === AttributeId) keys.push(name);
    }
  } else if (text !== undefined && CategoryId !== GOPHER_CATEGORY_ID_INFO) {
    keys.push(attributeNameOf(text));
  }
  // A category may be named without its plus.
  return keys.flatMap((key) => key.startsWith("+") ? [key, key.slice(1)] : key);
}
