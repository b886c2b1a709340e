// Copyright 2026 the wininet authors. MIT license.

/**
 * The canonical form of a URL, as Windows makes it.
 *
 * It is made in three steps. First the URL is split into its parts and joined
 * again with the slashes, dots and letter case of its scheme. Then escapes are
 * decoded, and last characters are escaped. Each step uses the result of the
 * step before, so an escaped dot segment is not folded, and a decoded character
 * may be escaped again.
 *
 * Differences from RFC 3986 and the URL standard, as on Windows:
 *
 * - User information belongs to the host, and becomes lower case with it.
 *   Passwords are read from the original URL (crack.ts).
 * - The brackets of an IPv6 address are unsafe characters.
 * - If a path starts with dots, all its dots stay where they are (path.ts).
 * - One letter and a colon are a drive: `x:y` is a file.
 * - Ports stay as they are.
 *
 * The query and the fragment are never changed. In an HTTP URL they keep their
 * order; in a URL without rules of its own the query comes first.
 *
 * @module
 */

import { escapeUrl, unescapeUrl } from "./escape.ts";
import { formOf, type UrlForm } from "./form.ts";
import { canonicalPath, isAlwaysRelative, isSeparator } from "./path.ts";
import {
  isDrive,
  type SchemeRules,
  schemeRules,
  splitScheme,
} from "./scheme.ts";

/** The start of a URL that is its own canonical form. */
const PLAIN_HOST = "http://h";

/** Returns the canonical form of a URL with the flags of `InternetCanonicalizeUrl`. */
export function canonicalUrlOf(url: string, flags: number): string {
  return canonicalUrl(url, formOf(flags, true));
}

/**
 * Returns the canonical form of a request target: a path with its query, with
 * dots folded and unsafe characters escaped. It always begins with a slash.
 */
export function canonicalObjectOf(path: string, flags: number): string {
  const front = /^[/\\]/.test(path) ? PLAIN_HOST : `${PLAIN_HOST}/`;
  return canonicalUrlOf(front + path, flags).slice(PLAIN_HOST.length);
}

/** Returns the canonical form of a URL. */
export function canonicalUrl(url: string, form: UrlForm): string {
  const text = trimmedUrl(url).replace(/[\t\n\r]/g, "");
  const written = new Rewriting(text, form).result();
  const plain = form.decode ? unescapeUrl(written.url) : written.url;
  return escapeUrl(plain, written.encode);
}

/** Removes control characters and spaces at both ends. */
function trimmedUrl(url: string): string {
  let start = 0;
  let end = url.length;
  while (start < end && url.charCodeAt(start) <= 0x20) start++;
  while (end > start && url.charCodeAt(end - 1) <= 0x20) end--;
  return url.slice(start, end);
}

/** A URL with the slashes, dots and letter case of its scheme. */
interface Rewritten {
  readonly url: string;
  readonly encode: UrlForm["encode"];
}

/** The first step: reads the URL from the left, and writes the parts before the path. */
class Rewriting {
  readonly #url: string;
  readonly #form: UrlForm;
  readonly #scheme: string;
  readonly #rules: SchemeRules;
  readonly #encode: UrlForm["encode"];
  /** The text written so far. */
  #written = "";
  /** The index of the next character to read. */
  #at = 0;
  /** The host that was read, or `null` if none is to be written. */
  #host: string | null = null;
  /** The index of the start of the host in the URL. */
  #hostAt = 0;
  #hasInitialSlash = false;
  #mayBeginWithDots = false;

  constructor(url: string, form: UrlForm) {
    this.#url = url;
    this.#form = form;
    const { scheme, rest } = splitScheme(url);
    const isPath = isDrive(url) || url.startsWith("\\\\");
    this.#scheme = scheme === "" && isPath ? "file" : scheme;
    this.#rules = schemeRules(this.#scheme);
    if (this.#scheme !== "") this.#written = `${this.#scheme}:`;
    this.#at = url.length - rest.length;
    // A local path is not a URL yet: its percent signs do not start escapes.
    this.#encode = isPath && !form.dosFiles && !form.decode &&
        form.encode !== "spaces"
      ? "percent"
      : form.encode;
  }

  result(): Rewritten {
    this.#readFront();
    if (this.#host !== null) this.#writeHost(this.#host);
    const url = this.#rules.isOpaque
      ? this.#written + this.#url.slice(this.#at)
      : this.#written + this.#tail();
    return { url, encode: this.#encode };
  }

  #char(offset = 0): string {
    return this.#url.charAt(this.#at + offset);
  }

  #isSeparator(offset: number): boolean {
    return isSeparator(this.#rules, this.#char(offset));
  }

  /** Reads the slashes after the scheme, and the host. */
  #readFront(): void {
    const { hasHost, isFile, isForeign } = this.#rules;
    if (isFile && isDrive(this.#url.slice(this.#at, this.#at + 2))) {
      this.#written += "//";
      this.#host = "";
    } else if (hasHost && this.#isSeparator(0) && this.#isSeparator(1)) {
      this.#readHost();
    } else if (this.#isSeparator(0)) {
      this.#hasInitialSlash = true;
      if (isForeign) {
        this.#written += this.#char();
        this.#at += this.#char(1) === "\\" ? 2 : 1;
      } else if (isFile) {
        this.#written += "//";
        this.#at++;
        this.#host = "";
      }
    }
  }

  #readHost(): void {
    const slashes = this.#url.slice(this.#at, this.#at + 2);
    this.#written += this.#rules.keepsBackslashes ? slashes : "//";
    this.#at += 2;
    if (this.#rules.isFile && isSlash(this.#char()) && isSlash(this.#char(1))) {
      while (isSlash(this.#char())) this.#at++;
    }
    this.#hostAt = this.#at;
    while (!this.#endsHost(this.#char())) this.#at++;
    this.#host = this.#url.slice(this.#hostAt, this.#at);
    this.#hasInitialSlash = true;
  }

  #endsHost(character: string): boolean {
    switch (character) {
      case "":
      case "/":
        return true;
      case "\\":
        return !this.#rules.keepsBackslashes;
      case "?":
        return !this.#rules.isFile || this.#form.dosFiles;
      case "#":
        return !this.#rules.isFile;
      default:
        return false;
    }
  }

  #writeHost(host: string): void {
    if (this.#rules.isFile) this.#writeFileHost(host);
    else {
      this.#written += this.#rules.foldsHost ? smallLetters(host) : host;
      this.#written += "/";
      this.#skipSlash();
    }
    this.#mayBeginWithDots = true;
  }

  #writeFileHost(host: string): void {
    this.#skipSlash();
    let name = host;
    let drive = false;
    if (isDrive(host)) {
      this.#at = this.#hostAt;
      name = "";
      drive = true;
    } else drive = isDrive(this.#url.slice(this.#at, this.#at + 2));
    if (!this.#form.dosFiles) this.#written += `${name}/`;
    else {
      if (name.toLowerCase() === "localhost") {
        name = "";
        this.#skipSlash();
        drive ||= isDrive(this.#url.slice(this.#at, this.#at + 2));
      }
      if (!drive) {
        if (name !== "") this.#written += `\\\\${name}`;
        this.#written += name.includes("#") ? "/" : "\\";
      }
    }
    if (drive) this.#writeDrive();
  }

  /**
   * Writes the part that `..` cannot leave: a drive, or the first name of a DOS
   * path that has no slash after the colon.
   */
  #writeDrive(): void {
    const from = this.#at;
    if (this.#form.dosFiles) {
      while (!this.#endsHost(this.#char())) this.#at++;
    } else this.#at += 2;
    this.#written += this.#url.slice(from, this.#at);
    if (this.#skipSlash()) this.#written += this.#form.dosFiles ? "\\" : "/";
  }

  #skipSlash(): boolean {
    if (!isSlash(this.#char())) return false;
    this.#at++;
    return true;
  }

  /** The path, the query and the fragment. */
  #tail(): string {
    const url = this.#url;
    const { query, hash } = this.#findExtra();
    const end = Math.min(
      query < 0 ? url.length : query,
      hash < 0 ? url.length : hash,
    );
    const path = this.#path(end);
    const isEmpty = this.#written === "" && path === "" && end > 0;
    return (isEmpty ? "/" : path) + this.#extra(query, hash);
  }

  #path(end: number): string {
    const { isForeign } = this.#rules;
    const { dosFiles } = this.#form;
    // `telnet:` has rules and `foo:` does not: the text after `foo:` is not
    // changed.
    const isText = isForeign && this.#scheme !== "" && !this.#hasInitialSlash;
    const isDot = isText && !this.#form.keepDots && end === this.#at + 1 &&
      this.#char() === ".";
    return canonicalPath(this.#url, isDot ? end : this.#at, end, {
      scheme: this.#rules,
      dosFiles,
      keepDots: this.#form.keepDots || isText,
      endsDotsWithSlash: !isText && isAlwaysRelative(this.#rules, dosFiles),
      mayBeginWithDots: this.#mayBeginWithDots,
    }, this.#written.includes("#"));
  }

  /** Returns the indexes of the query and the fragment, -1 for none. */
  #findExtra(): { query: number; hash: number } {
    const url = this.#url;
    if (!this.#rules.isFile) {
      return {
        query: url.indexOf("?", this.#at),
        hash: url.indexOf("#", this.#at),
      };
    }
    // In the path of a file both are ordinary characters, except after the name
    // of an HTML page.
    const first = this.#at + (isSlash(this.#char()) ? 1 : 0);
    const at = (mark: string) => url.charAt(first) === mark ? first : -1;
    if (this.#form.dosFiles) {
      return { query: url.indexOf("?", this.#at), hash: this.#hashOfPage() };
    }
    const hash = at("#");
    return { query: at("?"), hash: hash < 0 ? this.#hashOfPage() : hash };
  }

  /** Returns the index of the fragment of the last HTML page: after `.htm` or `.html`. */
  #hashOfPage(): number {
    let hash = -1;
    const rest = this.#url.slice(this.#at);
    for (const { index, 0: found } of rest.matchAll(/\.html?#/gi)) {
      hash = this.#at + index + found.length - 1;
    }
    return hash;
  }

  #extra(query: number, hash: number): string {
    const url = this.#url;
    const queryText = query < 0
      ? ""
      : url.slice(query, hash > query ? hash : url.length);
    const hashText = hash < 0
      ? ""
      : url.slice(hash, query > hash ? query : url.length);
    const keepsOrder = !this.#rules.isFile && !this.#rules.isForeign;
    return keepsOrder && hash < query
      ? hashText + queryText
      : queryText + hashText;
  }
}

function isSlash(character: string): boolean {
  return character === "/" || character === "\\";
}

/** Converts ASCII letters to lower case. Other letters depend on the locale. */
function smallLetters(text: string): string {
  return text.replace(/[A-Z]+/g, (found) => found.toLowerCase());
}
