// Copyright 2026 the wininet authors. MIT license.

/**
 * Runs a dialogue without a connection: an array of replies is the input, an
 * array of the commands that were sent is the output.
 *
 * Both are exact to the byte: a command is encoded as for the wire, and the
 * decoder reads the replies.
 *
 * @module
 */

import { assertEquals, assertInstanceOf } from "@std/assert";
import { InternetError } from "../../../error.ts";
import { type Dialogue, encodeCommand } from "../../../_ftp/wire/command.ts";
import { nameCodec } from "../../../_base/code_page.ts";
import { type FtpReply, ReplyDecoder } from "../../../_ftp/wire/reply.ts";

/** The commands and the result of a dialogue. */
export interface Played<Outcome> {
  /** The lines that were sent; `null` if only a reply was awaited. */
  readonly sent: readonly (string | null)[];
  /** The value that the dialogue returned or threw. */
  readonly outcome: Outcome;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Returns the reply for a text whose lines are separated by CR LF. */
export function replyOf(text: string): FtpReply {
  const codec = nameCodec(65_001);
  const replies = new ReplyDecoder((bytes) => codec.decode(bytes).text)
    .push(encoder.encode(`${text}\r\n`));
  assertEquals(replies.length, 1, `this is not one reply: ${text}`);
  return replies[0]!;
}

/** Returns a reply with these lines, of any length. */
export function rawReply(code: number, ...lines: string[]): FtpReply {
  return { code, lines, size: 0 };
}

/** Returns the message of an error without the name of its code. */
export function saidBy(error: InternetError): string {
  return error.message.replace(/ \(ERROR_\w+\)$/, "");
}

/** Runs a dialogue to its end; every reply must be used. */
export function play<Value>(
  dialogue: Dialogue<Value>,
  replies: readonly string[],
): Played<Value> {
  const sent: (string | null)[] = [];
  const left = [...replies];
  const value = run(dialogue, left, sent);
  assertEquals(left, [], "replies are left");
  return { sent, outcome: value };
}

/** Runs a dialogue that must throw when the last reply is used. */
export function playFailing(
  dialogue: Dialogue<unknown>,
  replies: readonly string[],
): Played<InternetError> {
  const sent: (string | null)[] = [];
  const left = [...replies];
  try {
    run(dialogue, left, sent);
  } catch (error) {
    assertInstanceOf(error, InternetError);
    assertEquals(left, [], "replies are left");
    return { sent, outcome: error };
  }
  throw new Error("The dialogue has not failed");
}

function run<Value>(
  dialogue: Dialogue<Value>,
  replies: string[],
  sent: (string | null)[],
): Value {
  const codec = nameCodec(65_001);
  let step = dialogue.next();
  while (!step.done) {
    if (step.value === null) sent.push(null);
    else {
      const bytes = encodeCommand(step.value, (text) => codec.encode(text));
      const line = decoder.decode(bytes);
      assertEquals(line.slice(-2), "\r\n");
      sent.push(line.slice(0, -2));
    }
    const reply = replies.shift();
    if (reply === undefined) {
      throw new Error(`No reply is left for ${sent.at(-1)}`);
    }
    step = dialogue.next(replyOf(reply));
  }
  return step.value;
}
