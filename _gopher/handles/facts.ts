// Copyright 2026 the wininet authors. MIT license.

/**
 * Descriptions that a server sends: of an item (its attributes) and of itself
 * (`caps.txt`).
 *
 * @module
 */

import { ERROR_GOPHER_PROTOCOL_ERROR, InternetError } from "../../error.ts";
import { joined, LF } from "../../_base/bytes.ts";
import type { GOPHER_ATTRIBUTE_TYPE } from "../../structures.ts";
import { attributesOf } from "../wire/attributes.ts";
import { type AttributeBlock, BlockDecoder } from "../wire/blocks.ts";
import { MAX_CAPS, parseCapsText } from "../wire/caps.ts";
import { errorTextOf, MAX_ERROR_REPLY } from "../wire/error_reply.ts";
import { textOf } from "../wire/octets.ts";
import type { GopherBody } from "./body.ts";
import { type Asking, notPlus } from "./question.ts";
import { bodyOf, fetchReply, readSome } from "./reply.ts";

/** Fetches all attributes of an item. */
export async function fetchAttributes(
  asking: Asking,
): Promise<GOPHER_ATTRIBUTE_TYPE[]> {
  const reply = await fetchReply(asking);
  const body = bodyOf(reply, asking.owner, true);
  try {
    const { blocks, start } = await readBlocks(body);
    // Without a header the reply may be anything, for example an incomplete
    // header.
    const isPlusReply = reply.header.kind !== "none" ||
      blocks.some(({ name }) => /^\+[A-Z]/.test(name));
    if (!isPlusReply) {
      throw notPlus(asking.question.item, errorTextOf(start, true));
    }
    return attributesOf(blocks, reply.server);
  } finally {
    await body.close();
  }
}

/** Returns the blocks of an item, and the first bytes of the reply, which may be an error. */
async function readBlocks(
  body: GopherBody,
): Promise<{ blocks: readonly AttributeBlock[]; start: Uint8Array }> {
  const decoder = new BlockDecoder();
  const blocks: AttributeBlock[] = [];
  let start: Uint8Array = new Uint8Array();
  for (;;) {
    const piece = await body.piece();
    if (piece === null) {
      return { blocks: [...blocks, ...decoder.end()], start };
    }
    if (start.length < MAX_ERROR_REPLY) {
      start = joined(start, piece).slice(0, MAX_ERROR_REPLY);
    }
    blocks.push(...decoder.push(piece));
  }
}

/** The maximum length of the first line of `caps.txt` in bytes. */
const MAX_FIRST_LINE = 1024;

/**
 * Fetches `caps.txt` from the first of several locations that has it, or `null`
 * if none has. Servers without the file may send anything, so the first line
 * decides.
 */
export async function fetchCaps(
  askings: readonly Asking[],
): Promise<ReadonlyMap<string, string> | null> {
  for (const asking of askings) {
    const caps = await fetchCapsFrom(asking);
    if (caps !== null) return caps;
  }
  return null;
}

async function fetchCapsFrom(
  asking: Asking,
): Promise<ReadonlyMap<string, string> | null> {
  const body = bodyOf(await fetchReply(asking), asking.owner, true);
  try {
    const { bytes: start } = await body.peek((start) =>
      start.length < MAX_FIRST_LINE && !start.includes(LF)
    );
    const firstLine = textOf(start.subarray(0, MAX_FIRST_LINE));
    if (parseCapsText(firstLine) === null) return null;
    const bytes = await readSome(body, MAX_CAPS + 1);
    if (bytes.length > MAX_CAPS) throw capsTooLong();
    return parseCapsText(textOf(bytes));
  } finally {
    await body.close();
  }
}

function capsTooLong(): InternetError {
  return new InternetError(
    ERROR_GOPHER_PROTOCOL_ERROR,
    `Cannot read caps.txt: it is longer than ${MAX_CAPS} bytes`,
  );
}
