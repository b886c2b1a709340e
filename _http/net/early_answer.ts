// Copyright 2026 the wininet authors. MIT license.

/**
 * An answer that comes before the body of its request is complete.
 *
 * @module
 */

import type { ResponseHead } from "../wire/response_head.ts";

/**
 * Settles when nobody wants the rest of a body any more: with the failure of the
 * answer, or once its status is none of success. A server that answers while it reads,
 * as one that echoes or converts does, wants the rest all the same (curl goes on, too).
 */
export async function bodyRefused(
  answer: Promise<ResponseHead>,
): Promise<void> {
  const { status } = await answer;
  if (status >= 200 && status < 300) await new Promise(() => {});
}
