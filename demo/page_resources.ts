// Copyright 2026 the wininet authors. MIT license.

/**
 * Finds the resources of an HTML page: the URLs of its images, scripts, style
 * sheets and icons.
 *
 * It is a tolerant tag scanner and not an HTML parser. It supports comments,
 * the elements whose content is text, quoted and unquoted attributes, and the
 * common character references. It examines each character of the page only a
 * few times, for any content.
 *
 * @module
 */

/** The maximum number of characters of the page that are examined. */
export const MAX_CHARACTERS = 2_000_000;
/** The maximum number of resources that are listed. */
export const MAX_RESOURCES = 100;
/** The maximum length of a URL in characters. */
export const MAX_ADDRESS = 4_096;

/** A resource of a page. */
export interface PageResource {
  /** The absolute URL, without a fragment. */
  readonly url: string;
  /** The purpose of the resource. */
  readonly kind: "image" | "script" | "style sheet" | "icon" | "preload";
}

/** All resources of a page. */
export interface PageResources {
  /** Each URL once, in the order of the page. */
  readonly resources: readonly PageResource[];
  /** The number of resources beyond {@linkcode MAX_RESOURCES}. */
  readonly omitted: number;
}

/** A start tag. */
interface Tag {
  readonly name: string;
  /** The attributes by lowercase name. The first attribute with a name is used. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** Elements whose content is text, in which only their own end tag is recognized. */
const TEXT_ELEMENTS: ReadonlySet<string> = new Set([
  "script",
  "style",
  "textarea",
  "title",
  "xmp",
  "iframe",
  "noembed",
  "noframes",
]);

const LINK_KINDS: ReadonlyMap<string, PageResource["kind"]> = new Map([
  ["stylesheet", "style sheet"],
  ["icon", "icon"],
  ["apple-touch-icon", "icon"],
  ["preload", "preload"],
  ["modulepreload", "script"],
]);

const CHARACTER_REFERENCES: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/**
 * Lists the resources of a page.
 *
 * @param html The text of the page.
 * @param pageUrl The URL of the page; relative URLs are resolved against it, or
 * against the page's `<base>`.
 * @returns The resources with an http or https URL.
 */
export function findPageResources(
  html: string,
  pageUrl: string,
): PageResources {
  const found = new Map<string, PageResource>();
  let base = pageUrl;
  let baseSeen = false;
  for (const tag of startTags(html.slice(0, MAX_CHARACTERS))) {
    const address = tag.attributes.get("href");
    if (tag.name === "base" && !baseSeen && address !== undefined) {
      base = resolve(address, pageUrl) ?? base;
      baseSeen = true;
    }
    const need = needOf(tag);
    const url = need && resolve(need.address, base);
    if (url && !found.has(url)) found.set(url, { url, kind: need.kind });
  }
  const resources = [...found.values()].slice(0, MAX_RESOURCES);
  return { resources, omitted: found.size - resources.length };
}

function needOf(
  { name, attributes }: Tag,
): { kind: PageResource["kind"]; address: string } | null {
  const source = attributes.get("src");
  if (source !== undefined && name === "img") {
    return { kind: "image", address: source };
  }
  if (source !== undefined && name === "script") {
    return { kind: "script", address: source };
  }
  const address = attributes.get("href");
  if (name !== "link" || address === undefined) return null;
  for (const word of (attributes.get("rel") ?? "").toLowerCase().split(/\s+/)) {
    const kind = LINK_KINDS.get(word);
    if (kind) return { kind, address };
  }
  return null;
}

function resolve(address: string, base: string): string | null {
  const trimmed = address.trim();
  if (trimmed === "" || trimmed.length > MAX_ADDRESS) return null;
  const url = URL.parse(trimmed, base);
  if (url?.protocol !== "http:" && url?.protocol !== "https:") return null;
  url.hash = "";
  return url.href;
}

function* startTags(html: string): Generator<Tag> {
  for (let at = html.indexOf("<"); at >= 0; at = html.indexOf("<", at)) {
    if (html.startsWith("<!--", at)) {
      at = after(html, "-->", at + 4);
      continue;
    }
    const scanner = new TagScanner(html, at + 1);
    const tag = scanner.scan();
    at = scanner.at;
    if (!tag) continue;
    yield tag;
    if (TEXT_ELEMENTS.has(tag.name)) at = endOfText(html, tag.name, at);
  }
}

function after(html: string, text: string, from: number): number {
  const index = html.indexOf(text, from);
  return index < 0 ? html.length : index + text.length;
}

function endOfText(html: string, name: string, from: number): number {
  const end = new RegExp(`</${name}(?=[\\s/>])`, "gi");
  end.lastIndex = from;
  return end.exec(html)?.index ?? html.length;
}

/** Reads one start tag. */
class TagScanner {
  /** The position of the scanner. */
  at: number;
  readonly #html: string;

  constructor(html: string, at: number) {
    this.#html = html;
    this.at = at;
  }

  /** Returns the tag at the position, or `null` if no complete tag starts there. */
  scan(): Tag | null {
    const name = this.#take(/[a-z][^\s/>]*/iy).toLowerCase();
    if (name === "") return null;
    const attributes = new Map<string, string>();
    for (;;) {
      this.#take(/[\s/]+/y);
      if (this.at >= this.#html.length) return null;
      if (this.#html[this.at] === ">") break;
      const key = this.#take(/=?[^\s/>=]*/y).toLowerCase();
      this.#take(/\s+/y);
      const value = this.#html[this.at] === "=" ? this.#value() : "";
      if (!attributes.has(key)) attributes.set(key, value);
    }
    this.at++;
    return { name, attributes };
  }

  #value(): string {
    this.at++;
    this.#take(/\s+/y);
    const quote = this.#html[this.at];
    if (quote !== '"' && quote !== "'") {
      return decodeReferences(this.#take(/[^\s>]+/y));
    }
    const start = this.at + 1;
    const end = this.#html.indexOf(quote, start);
    this.at = end < 0 ? this.#html.length : end + 1;
    return decodeReferences(
      this.#html.slice(start, end < 0 ? undefined : end),
    );
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const text = pattern.exec(this.#html)?.[0] ?? "";
    this.at += text.length;
    return text;
  }
}

function decodeReferences(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) {
        return CHARACTER_REFERENCES.get(name.toLowerCase()) ?? whole;
      }
      const code = decimal ? Number(decimal) : Number.parseInt(hex ?? "", 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
