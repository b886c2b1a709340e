// Copyright 2026 the wininet authors. MIT license.

/**
 * What a server tells of an item (its attributes) and of itself (caps.txt).
 *
 * @module
 */

import { ERROR_GOPHER_PROTOCOL_ERROR, InternetError } from "../../error.ts";
import { joined } from "../../_base/bytes.ts";
import type { GOPHER_ATTRIBUTE_TYPE } from "../../structures.ts";
import { attributesOf } from "../wire/attributes.ts";
import { type AttributeBlock, BlockDecoder } from "../wire/blocks.ts";
import { MAX_CAPS, parseCapsText } from "../wire/caps.ts";
import { errorTextOf, MAX_ERROR_REPLY } from "../wire/error_reply.ts";
import { textOf } from "../wire/octets.ts";
import type { GopherBody } from "./body.ts";
import { type Asking, notPlus } from "./question.ts";
import { ask, bodyOf, readSome } from "./reply.ts";

/** All attributes of an item. */
export async function fetchAttributes(
  asking: Asking,
): Promise<GOPHER_ATTRIBUTE_TYPE[]> {
  const reply = await ask(asking);
  const body = bodyOf(reply, asking.owner, true);
  try {
    const { blocks, begin } = await readBlocks(body);
    // What has no header may be anything, even a header that was cut off.
    const isPlusReply = reply.header.kind !== "none" ||
      blocks.some(({ name }) => /^\+[A-Z]/.test(name));
    if (!isPlusReply) {
      throw notPlus(asking.question.item, errorTextOf(begin, true));
    }
    return attributesOf(blocks, reply.server);
  } finally {
    await body.close();
  }
}

/** The blocks of an item, and the first bytes of what may be an error instead. */
async function readBlocks(
  body: GopherBody,
): Promise<{ blocks: readonly AttributeBlock[]; begin: Uint8Array }> {
  const decoder = new BlockDecoder();
  const blocks: AttributeBlock[] = [];
  let begin: Uint8Array = new Uint8Array();
  for (;;) {
    const piece = await body.piece();
    if (piece === null) {
      return { blocks: [...blocks, ...decoder.end()], begin };
    }
    if (begin.length < MAX_ERROR_REPLY) {
      begin = joined(begin, piece).slice(0, MAX_ERROR_REPLY);
    }
    blocks.push(...decoder.push(piece));
  }
}

/** What a server says it can do; `null` when it does not say. */
export async function fetchCaps(
  asking: Asking,
): Promise<ReadonlyMap<string, string> | null> {
  const body = bodyOf(await ask(asking), asking.owner, true);
  try {
    const bytes = await readSome(body, MAX_CAPS + 1);
    if (bytes.length > MAX_CAPS) throw tooLong();
    return parseCapsText(textOf(bytes));
  } finally {
    await body.close();
  }
}

function tooLong(): InternetError {
  return new InternetError(
    ERROR_GOPHER_PROTOCOL_ERROR,
    `Cannot read caps.txt: it is longer than ${MAX_CAPS} bytes`,
  );
}
