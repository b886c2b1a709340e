// Copyright 2026 the wininet authors. MIT license.

/**
 * Gopher+ forms: the questions of `+ASK`, and the answers as a data block.
 *
 *     Ask: Your name?<TAB>default       one line
 *     AskP: Password?                   one line that must not be shown
 *     AskL: Comment?                    the number of lines, then the lines
 *     AskF: Save as?<TAB>default        one line: a file name
 *     Select: Send a copy?:1            `1` or `0`
 *     Choose: Colour?<TAB>red<TAB>green the choice
 *     ChooseF: Picture?                 the bytes of a file, after all lines
 *     Note: All fields are needed.      nothing
 *
 * The block has the same form as the data of servers. The UMN client sends
 * `+-1`, the lines and a dot; the UMN server accepts that, `+-2`, and `+n` with
 * n bytes. (pygopherd shows forms and ignores answers.) So lines are sent as
 * the UMN client sends them, unless one starts with a dot. RFC 1436 doubles
 * such a dot, but the UMN server does not undo that, and a line that is only a
 * dot would end the block. With `+n` such lines need no escaping. A file is
 * also sent with `+n`: it may contain any bytes, and `+-2` ends with the
 * connection, which could then not carry the reply.
 *
 * Questions of unknown types are treated as `Ask`, as in the UMN client.
 *
 * @module
 */

import { ERROR_INVALID_PARAMETER, InternetError } from "../../error.ts";
import type {
  GOPHER_ASK_ATTRIBUTE_TYPE,
  GOPHER_ATTRIBUTE_TYPE,
} from "../../structures.ts";
import { quotedValue } from "../../_base/secrets.ts";
import { type GopherQuestionType, QUESTION_TYPES } from "./attribute_values.ts";
import { displayOf, isOctets, octetsOf } from "./octets.ts";

export type { GopherQuestionType } from "./attribute_values.ts";

/**
 * An answer. A string: all types except Select and ChooseF. An array: the lines
 * of AskL. A boolean, or 0 and 1: Select. A number: the index of a choice of
 * Choose, from 0. Bytes: the file of ChooseF. `null`: the default, or no file.
 */
export type GopherAnswer =
  | string
  | readonly string[]
  | boolean
  | number
  | Uint8Array
  | null;

/** The parts of a question. */
export interface GopherQuestion {
  /** The type, as in the structure; unknown types are `Ask`. */
  readonly type: GopherQuestionType;
  /** The string to show to the user. */
  readonly prompt: string;
  /**
   * The answer that `null` stands for: `0` or `1` for Select, the first choice
   * for Choose, nothing for ChooseF and Note.
   */
  readonly defaultValue: string;
  /** The choices of Choose, as they are sent. */
  readonly choices: readonly string[];
}

const QUESTION_KINDS: ReadonlyMap<string, GopherQuestionType> = new Map(
  QUESTION_TYPES.map((type) => [type.toLowerCase(), type]),
);

/** Parses a question. */
export function parseQuestion(
  question: GOPHER_ASK_ATTRIBUTE_TYPE,
): GopherQuestion {
  const { QuestionType, QuestionText } = question;
  const type = QUESTION_KINDS.get(QuestionType.toLowerCase()) ?? "Ask";
  const [text = "", ...more] = QuestionText.split("\t");
  if (type === "Select") return parseSelect(text);
  const choices = type === "Choose" ? more : [];
  const hasDefault = type !== "ChooseF" && type !== "Note";
  const defaultValue = hasDefault ? more[0] ?? "" : "";
  return { type, prompt: displayOf(text).trim(), defaultValue, choices };
}

/** Parses `prompt:1`; if the prompt contains colons, the last colon is the separator. */
function parseSelect(text: string): GopherQuestion {
  const trimmed = text.trimEnd();
  const match = /: *([01])?$/.exec(trimmed);
  return {
    type: "Select",
    prompt: displayOf(trimmed.slice(0, match?.index)).trim(),
    defaultValue: match?.[1] ?? "0",
    choices: [],
  };
}

/**
 * Returns the secret answers: those to AskP, also without the spaces around
 * them, because strings in replies are trimmed.
 */
export function secretAnswers(
  questions: readonly GOPHER_ATTRIBUTE_TYPE[],
  answers: readonly GopherAnswer[],
): string[] {
  return askedOf(questions).flatMap(({ type, defaultValue }, at) => {
    if (type !== "AskP") return [];
    const secret = String(answers[at] ?? defaultValue);
    const bare = secret.trim();
    return bare === secret ? [secret] : [secret, bare];
  });
}

/** Returns the questions that require an answer. */
function askedOf(
  questions: readonly GOPHER_ATTRIBUTE_TYPE[],
): GopherQuestion[] {
  return questions.flatMap(({ AttributeType: { Ask } }) =>
    Ask === undefined ? [] : parseQuestion(Ask)
  ).filter(({ type }) => type !== "Note");
}

/**
 * Returns the data block of the answers to a form: one answer for each question
 * except the notes. Attributes that are not questions are skipped.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER If an answer does not fit its
 * question, or there are too many or too few.
 */
export function encodeAnswers(
  questions: readonly GOPHER_ATTRIBUTE_TYPE[],
  answers: readonly GopherAnswer[],
): Uint8Array {
  const asked = askedOf(questions);
  if (asked.length !== answers.length) {
    throw new InternetError(
      ERROR_INVALID_PARAMETER,
      `Cannot answer the form: ${answers.length} answers for ${asked.length} questions; pass one for each`,
    );
  }
  const lines: string[] = [];
  let file: Uint8Array | null = null;
  for (const [at, question] of asked.entries()) {
    // A hole in the array counts as `null`.
    const answer = answers[at] ?? null;
    if (question.type !== "ChooseF") {
      for (const line of answerLines(question, answer)) lines.push(line);
      continue;
    }
    if (answer === null) continue;
    if (!(answer instanceof Uint8Array)) {
      throw badAnswer(question, "the answer must be a Uint8Array");
    }
    if (file !== null) {
      throw badAnswer(question, "a form can have only one file");
    }
    file = answer;
  }
  return dataBlock(lines, file);
}

/** Returns the lines of the answer to a question. */
function answerLines(question: GopherQuestion, answer: GopherAnswer): string[] {
  const { type, defaultValue } = question;
  if (type === "Select") return [selected(question, answer)];
  if (type === "Choose" && question.choices.length > 0) {
    return [chosen(question, answer)];
  }
  const given = answer ?? defaultValue;
  if (type === "AskL") {
    const lines = textLines(question, given);
    return [String(lines.length), ...lines];
  }
  if (typeof given !== "string") {
    throw badAnswer(question, "the answer must be a string");
  }
  return [checkedLine(question, given)];
}

function textLines(question: GopherQuestion, answer: GopherAnswer): string[] {
  let lines: readonly string[];
  if (typeof answer === "string") {
    const split = answer.split(/\r\n|\r|\n/);
    // A line end after the last line does not start another line.
    lines = split.at(-1) === "" ? split.slice(0, -1) : split;
  } else if (isLines(answer)) lines = answer;
  else {throw badAnswer(
      question,
      "the answer must be a string or an array of lines",
    );}
  return lines.map((line) => checkedLine(question, line));
}

function isLines(answer: GopherAnswer): answer is readonly string[] {
  // `every` skips the holes of an array; Array.from fills them with undefined.
  return Array.isArray(answer) &&
    Array.from(answer).every((line) => typeof line === "string");
}

function selected(question: GopherQuestion, answer: GopherAnswer): string {
  if (answer === null) return question.defaultValue;
  if (answer === true || answer === 1) return "1";
  if (answer === false || answer === 0) return "0";
  throw badAnswer(question, "the answer must be a boolean, 0 or 1");
}

function chosen(question: GopherQuestion, answer: GopherAnswer): string {
  const { choices, defaultValue } = question;
  if (answer === null) return checkedLine(question, defaultValue);
  if (typeof answer !== "string" && typeof answer !== "number") {
    throw badAnswer(
      question,
      "the answer must be one of its choices or the number of one",
    );
  }
  const choice = typeof answer === "number"
    ? choices[answer]
    : choices.find((choice) =>
      choice === answer || displayOf(choice) === answer
    );
  if (choice === undefined) {
    throw badAnswer(
      question,
      `the answer must be one of ${
        quotedValue(choices.join(", "))
      } or its number`,
    );
  }
  return checkedLine(question, choice);
}

function checkedLine(question: GopherQuestion, line: string): string {
  if (/[\r\n\0]/.test(line)) {
    throw badAnswer(
      question,
      "a line of the answer must not have a line end or a NUL",
    );
  }
  if (!isOctets(line)) {
    throw badAnswer(question, "remove the lone surrogate from the answer");
  }
  return line;
}

function dataBlock(
  lines: readonly string[],
  file: Uint8Array | null,
): Uint8Array {
  const text = lines.map((line) => `${line}\r\n`).join("");
  if (file === null && !lines.some((line) => line.startsWith("."))) {
    return octetsOf(`+-1\r\n${text}.\r\n`);
  }
  const data = octetsOf(text);
  const length = data.length + (file?.length ?? 0);
  const head = octetsOf(`+${length}\r\n`);
  const block = new Uint8Array(head.length + length);
  block.set(head);
  block.set(data, head.length);
  if (file !== null) block.set(file, head.length + data.length);
  return block;
}

/**
 * Returns the error for an invalid answer. It does not show the answer, which
 * may be a password.
 */
function badAnswer({ prompt }: GopherQuestion, why: string): InternetError {
  return new InternetError(
    ERROR_INVALID_PARAMETER,
    `Cannot answer ${quotedValue(prompt)}: ${why}`,
  );
}
