// Copyright 2026 the wininet authors. MIT license.

/**
 * The path of a canonical form: its slashes and its dots.
 *
 * There are two rules for dots:
 *
 * - A scheme with rules: dots are folded unless the path starts with them.
 *   `/a/../../b` becomes `/b`, but `/../b` stays, and so do all dots after it.
 * - A scheme without rules, no scheme, and a file URL with a DOS path: every
 *   path is relative. Dots are always folded, and a `..` that leads out of the
 *   path stays at its start: `/a/../../b` becomes `/../b`.
 *
 * The result is at most one slash longer than its source, and each character is
 * read a fixed number of times.
 *
 * @module
 */

import type { SchemeRules } from "./scheme.ts";

/** The rules of the canonical form of a path. */
export interface PathRules {
  /** The rules of the scheme. */
  readonly scheme: SchemeRules;
  /** True if a file URL has a DOS path. */
  readonly dosFiles: boolean;
  /** True if dot segments stay. */
  readonly keepDots: boolean;
  /** True if a final dot segment that stays gets a slash. */
  readonly endsDotsWithSlash: boolean;
  /** True if all dots are kept after dots at the start. */
  readonly mayBeginWithDots: boolean;
}

/** Returns true if every path of the scheme is relative. */
export function isAlwaysRelative(
  scheme: SchemeRules,
  dosFiles: boolean,
): boolean {
  return scheme.isForeign || (scheme.isFile && dosFiles);
}

/** Returns true if a character ends a segment. */
export function isSeparator(scheme: SchemeRules, character: string): boolean {
  return character === "/" ||
    (character === "\\" && scheme.splitsAtBackslash);
}

/**
 * Returns the number of dots of a dot segment that starts at `index`, 0 for none. The
 * character after the dots decides, even if it does not belong to the path.
 */
export function dotsAt(
  url: string,
  index: number,
  scheme: SchemeRules,
  dosFiles: boolean,
): 0 | 1 | 2 {
  if (url.charAt(index) !== ".") return 0;
  if (endsDots(url.charAt(index + 1), scheme, dosFiles)) return 1;
  return url.charAt(index + 1) === "." &&
      endsDots(url.charAt(index + 2), scheme, dosFiles)
    ? 2
    : 0;
}

function endsDots(
  character: string,
  scheme: SchemeRules,
  dosFiles: boolean,
): boolean {
  switch (character) {
    case "":
    case "/":
    case "?":
      return true;
    case "#":
      return !(scheme.isFile && dosFiles);
    case "\\":
      return scheme.splitsAtBackslash;
    default:
      return false;
  }
}

/** Returns the canonical slash for the slash in the source, which is `""` if there was none. */
export function slashFor(
  source: string,
  scheme: SchemeRules,
  dosPath: boolean,
): string {
  if (source !== "" && scheme.keepsBackslashes) return source;
  return scheme.isFile && dosPath ? "\\" : "/";
}

/**
 * Returns the canonical form of the path of `url` from `start` to `end`.
 *
 * @param hasHash True if there is a number sign before the path, which is then
 * not a DOS path.
 */
export function canonicalPath(
  url: string,
  start: number,
  end: number,
  rules: PathRules,
  hasHash: boolean,
): string {
  const { scheme, dosFiles } = rules;
  const relative = isAlwaysRelative(scheme, dosFiles);
  const stays = rules.mayBeginWithDots && !relative &&
    dotsAt(url, start, scheme, dosFiles) > 0;
  const path = new SegmentStack(scheme, dosFiles && !hasHash, relative);
  let index = start;
  while (index < end) {
    const dots = stays ? 0 : dotsAt(url, index, scheme, dosFiles);
    if (dots > 0 && !rules.keepDots) {
      const next = url.charAt(index + dots);
      const slash = next === "/" || next === "\\" ? next : "";
      if (dots === 2) path.goUp(slash);
      index += dots + slash.length;
      continue;
    }
    const from = index;
    while (index < end && !isSeparator(scheme, url.charAt(index))) index++;
    const segment = url.slice(from, index);
    if (index < end) path.push(segment, url.charAt(index++));
    else path.pushLast(segment, dots > 0 && rules.endsDotsWithSlash);
  }
  return path.toString();
}

/** The segments of a path, each with its slash. */
class SegmentStack {
  readonly #scheme: SchemeRules;
  readonly #relative: boolean;
  #dosPath: boolean;
  /** The part that `..` cannot remove. */
  #root = "";
  #segments: string[] = [];

  constructor(scheme: SchemeRules, dosPath: boolean, relative: boolean) {
    this.#scheme = scheme;
    this.#dosPath = dosPath;
    this.#relative = relative;
  }

  push(segment: string, slash: string): void {
    this.#noteHash(segment);
    this.#segments.push(
      segment + slashFor(slash, this.#scheme, this.#dosPath),
    );
  }

  pushLast(segment: string, addsSlash: boolean): void {
    this.#noteHash(segment);
    this.#segments.push(
      addsSlash ? segment + slashFor("", this.#scheme, this.#dosPath) : segment,
    );
  }

  goUp(slash: string): void {
    if (this.#segments.length === 0 && this.#relative) {
      this.#root += `..${slashFor(slash, this.#scheme, this.#dosPath)}`;
    } else {
      this.#segments.pop();
    }
  }

  toString(): string {
    return this.#root + this.#segments.join("");
  }

  /** Records a number sign: the slashes after it are not those of a DOS path. */
  #noteHash(segment: string): void {
    if (segment.includes("#")) this.#dosPath = false;
  }
}
