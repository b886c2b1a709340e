// Copyright 2026 the wininet authors. MIT license.

/**
 * The authentication challenges in 401 and 407 responses: parses
 * WWW-Authenticate and Proxy-Authenticate (RFC 9110 section 11), and chooses
 * one challenge.
 *
 * A comma separates challenges and also the parameters of one, so a word is a
 * scheme if it starts an element of the list and no equals sign follows. Common
 * mistakes of servers are accepted: missing commas, unquoted values with spaces
 * or equals signs, missing closing quotes.
 *
 * @module
 */

import { digestTerms } from "./digest_terms.ts";

/** An authentication scheme that a server or a proxy offers, with its parameters. */
export interface Challenge {
  /** The scheme, in lower case. */
  readonly scheme: string;
  /** The parameters; their names are in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
  /**
   * The token that some schemes, such as Negotiate, use instead of parameters;
   * `null` if there is none.
   */
  readonly token68: string | null;
}

/**
 * The maximum length of a header field that is parsed, in characters: Kerberos
 * tokens are the longest, and reach 48 KiB.
 */
export const MAX_CHALLENGE_LENGTH = 65_536;

/** The maximum number of challenges that are parsed; no server has as many schemes. */
export const MAX_CHALLENGES = 32;

/**
 * The maximum number of parameters of a challenge that are parsed; Digest has
 * the most, ten.
 */
export const MAX_PARAMETERS = 32;

/** RFC 9110 section 5.6.2. */
const NEXT_TOKEN_REGEXP = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;

/** RFC 9110 section 11.2. */
const TOKEN68_REGEXP = /[0-9A-Za-z\-._~+/]+=*/y;

const BLANKS_REGEXP = /[ \t]+/y;

/** A value without quotes, up to its first blank. */
const BARE_REGEXP = /[^, \t]+/y;

/** A word that can continue a value with spaces. */
const WORD_REGEXP = /[^, \t="]+/y;

/** The rest of a `qop` list that the server did not quote; no scheme has such a name. */
const QOP_REGEXP = /^auth(?:-int|-conf)?$/i;

/** A challenge that is being parsed. */
interface Draft {
  readonly scheme: string;
  readonly parameters: Map<string, string>;
  token68: string | null;
}

/** Returns the challenges of the header fields of a response, in order. */
export function parseChallenges(values: readonly string[]): Challenge[] {
  const challenges: Draft[] = [];
  for (const value of values) {
    if (value.length > MAX_CHALLENGE_LENGTH) continue;
    new ListReader(value, null, challenges).read();
  }
  return challenges;
}

/** Returns the parameters of a field without a scheme, such as Authentication-Info; names are in lower case. */
export function parseParameters(value: string): ReadonlyMap<string, string> {
  const draft: Draft = { scheme: "", parameters: new Map(), token68: null };
  if (value.length <= MAX_CHALLENGE_LENGTH) {
    new ListReader(value, draft, null).read();
  }
  return draft.parameters;
}

/**
 * A placeholder for the realm of schemes that authenticate a connection, which
 * have none. No realm in a header contains a line end.
 */
export const CONNECTION_REALM = "\n";

/** The schemes that authenticate a connection, with NTLM. */
export const CONNECTION_SCHEMES: readonly string[] = ["negotiate", "ntlm"];

/** Returns `true` if a scheme authenticates a connection. */
export function logsInConnection(scheme: string): boolean {
  return CONNECTION_SCHEMES.includes(scheme);
}

/** Returns the realm of a challenge. */
export function realmOf({ scheme, parameters }: Challenge): string {
  return logsInConnection(scheme)
    ? CONNECTION_REALM
    : parameters.get("realm") ?? "";
}

/**
 * Returns the challenge to answer, or `null` if none can be answered. Negotiate
 * and NTLM are preferred to Digest, Digest to Basic, and the SHA algorithms of
 * Digest to MD5; the first of equally good challenges is chosen.
 *
 * @param mayLogIn `true` if a scheme that authenticates the connection can be
 * chosen.
 */
export function bestChallenge(
  challenges: readonly Challenge[],
  mayLogIn: boolean = false,
): Challenge | null {
  let best: Challenge | null = null;
  let bestRank = 0;
  for (const challenge of challenges) {
    const rank = rankOf(challenge, mayLogIn);
    if (rank <= bestRank) continue;
    best = challenge;
    bestRank = rank;
  }
  return best;
}

function rankOf({ scheme, parameters }: Challenge, mayLogIn: boolean): number {
  if (logsInConnection(scheme)) return mayLogIn ? 4 : 0;
  if (scheme === "basic") return 1;
  if (scheme !== "digest") return 0;
  const terms = digestTerms(parameters);
  if (terms === null) return 0;
  return terms.algorithm === "MD5" ? 2 : 3;
}

/** Parses one header field. */
class ListReader {
  readonly #text: string;
  #at = 0;
  /** The challenge that parameters belong to. */
  #draft: Draft | null;
  /** The list of challenges; `null` if only parameters are parsed. */
  readonly #found: Draft[] | null;

  constructor(text: string, draft: Draft | null, found: Draft[] | null) {
    this.#text = text;
    this.#draft = draft;
    this.#found = found;
  }

  read(): void {
    let begins = true;
    this.#take(BLANKS_REGEXP);
    while (this.#at < this.#text.length) {
      begins = this.#readPiece(begins);
      this.#take(BLANKS_REGEXP);
    }
  }

  /** Reads a comma, a parameter, a scheme or anything else; returns `true` if an element starts after it. */
  #readPiece(begins: boolean): boolean {
    if (this.#skip(",")) return true;
    const word = this.#take(NEXT_TOKEN_REGEXP);
    if (word === "") {
      if (this.#text[this.#at] === '"') this.#quoted();
      else this.#at++;
      return false;
    }
    const hadBlank = this.#take(BLANKS_REGEXP) !== "";
    if (this.#skip("=")) {
      this.#take(BLANKS_REGEXP);
      this.#addParameter(word.toLowerCase(), this.#value());
    } else if (QOP_REGEXP.test(word)) {
      this.#addQop(word);
    } else if (begins || (hadBlank && !this.#endsElement())) {
      this.#startChallenge(word.toLowerCase());
    }
    return false;
  }

  #startChallenge(scheme: string): void {
    if (this.#found === null) return;
    this.#draft = null;
    if (this.#found.length >= MAX_CHALLENGES) return;
    this.#draft = { scheme, parameters: new Map(), token68: null };
    this.#found.push(this.#draft);
    const start = this.#at;
    const token68 = this.#take(TOKEN68_REGEXP);
    const end = this.#at;
    this.#take(BLANKS_REGEXP);
    if (token68 !== "" && this.#endsElement()) this.#draft.token68 = token68;
    // Otherwise the word is most likely the name of a parameter.
    this.#at = this.#draft.token68 === null ? start : end;
  }

  /** Adds a parameter; if one occurs twice, the first counts. */
  #addParameter(name: string, value: string): void {
    const parameters = this.#draft?.parameters;
    if (!parameters || parameters.has(name)) return;
    if (parameters.size < MAX_PARAMETERS) parameters.set(name, value);
  }

  #addQop(word: string): void {
    const parameters = this.#draft?.parameters;
    const before = parameters?.get("qop");
    if (before !== undefined) parameters?.set("qop", `${before},${word}`);
  }

  #value(): string {
    if (this.#text[this.#at] === '"') return this.#quoted();
    const start = this.#at;
    if (this.#take(BARE_REGEXP) === "") return "";
    let end = this.#at;
    // Accepts a value with spaces, but not the parameter after it.
    while (this.#take(BLANKS_REGEXP) !== "") {
      if (this.#take(WORD_REGEXP) === "") break;
      const wordEnd = this.#at;
      this.#take(BLANKS_REGEXP);
      if (/^["=]$/.test(this.#text[this.#at] ?? "")) break;
      this.#at = end = wordEnd;
    }
    this.#at = end;
    return this.#text.slice(start, end);
  }

  /**
   * Reads a quoted string, and returns it without quotes and escapes; without a
   * closing quote it extends to the end of the field.
   */
  #quoted(): string {
    const start = ++this.#at;
    let isEscaped = false;
    while (this.#at < this.#text.length && this.#text[this.#at] !== '"') {
      if (this.#text[this.#at] === "\\") {
        isEscaped = true;
        this.#at++;
      }
      this.#at++;
    }
    const raw = this.#text.slice(start, this.#at++);
    return isEscaped ? raw.replaceAll(/\\([^])/g, "$1") : raw;
  }

  #endsElement(): boolean {
    return this.#at >= this.#text.length || this.#text[this.#at] === ",";
  }

  #skip(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? "";
    this.#at += found.length;
    return found;
  }
}
