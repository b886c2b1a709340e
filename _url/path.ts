// Copyright 2026 the wininet authors. MIT license.

/**
 * The path of a canonical form: its slashes, and its dots.
 *
 * There are two ways with dots.
 *
 * - A scheme of our own: dots are folded unless the path begins with them.
 *   `/a/../../b` is `/b`, but `/../b` stays, and so do all dots behind it.
 * - A scheme without rules, no scheme, and a file URL that holds a DOS path: every
 *   path is relative. Dots are always folded, and a `..` that leads out of the
 *   path stays in front: `/a/../../b` is `/../b`.
 *
 * A path that is built here never grows beyond the text that it comes from by
 * more than a slash, and each character is looked at a fixed number of times.
 *
 * @module
 */

import type { SchemeRules } from "./scheme.ts";

/** What a path is made canonical with. */
export interface PathRules {
  /** The rules of the scheme. */
  readonly scheme: SchemeRules;
  /** Whether a file URL holds a DOS path. */
  readonly dosFiles: boolean;
  /** Whether dot segments stay. */
  readonly keepDots: boolean;
  /** Whether a last dot segment that stays gets a slash. */
  readonly endsDotsWithSlash: boolean;
  /** Whether dots at the front keep all dots where they are. */
  readonly mayBeginWithDots: boolean;
}

/** Whether every path of the scheme is relative. */
export function isAlwaysRelative(
  scheme: SchemeRules,
  dosFiles: boolean,
): boolean {
  return scheme.isForeign || (scheme.isFile && dosFiles);
}

/** Whether a character ends a segment. */
export function isSeparator(scheme: SchemeRules, character: string): boolean {
  return character === "/" ||
    (character === "\\" && scheme.splitsAtBackslash);
}

/**
 * The number of dots of a dot segment that begins at `index`, 0 where none does.
 * What follows the dots decides, even where it does not belong to the path.
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

/** The slash that stands for `source` in a canonical form; `""` where there was none. */
export function slashFor(
  source: string,
  scheme: SchemeRules,
  dosPath: boolean,
): string {
  if (source !== "" && scheme.keepsBackslashes) return source;
  return scheme.isFile && dosPath ? "\\" : "/";
}

/**
 * The canonical form of the path of `url` from `start` to `end`.
 *
 * @param hasHash Whether a number sign stands in front of the path: then it is no DOS path.
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
  /** What no `..` removes. */
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

  /** Behind a number sign slashes are plain ones. */
  #noteHash(segment: string): void {
    if (segment.includes("#")) this.#dosPath = false;
  }
}
