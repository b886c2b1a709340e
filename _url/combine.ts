// Copyright 2026 the wininet authors. MIT license.

/**
 * Resolves a relative URL against a base.
 *
 * The base is made canonical first, then the two strings are joined, and the
 * result is made canonical. The parts of the base that are used:
 *
 * | Relative URL | Parts of the base |
 * | --- | --- |
 * | has another scheme, or is a path with a drive | nothing |
 * | `//host/x` | the scheme |
 * | `/x` or `\x` | scheme and host |
 * | `#x` | everything but its fragment |
 * | anything else | everything up to the last slash of its path |
 *
 * So `?x` replaces the last name of the path, and `""` removes it, both unlike
 * RFC 3986. A relative URL with the scheme of the base is still relative. A
 * base without a scheme is ignored.
 *
 * A combined file URL is `file:///C:/x`, unlike a URL that is only made
 * canonical.
 *
 * @module
 */

import { ICU_DECODE, ICU_NO_ENCODE, ICU_NO_META } from "../flags.ts";
import { canonicalUrl } from "./canonical.ts";
import { formOf } from "./form.ts";
import { splitScheme } from "./scheme.ts";

/** Resolves `relative` against `base`, with the flags of `InternetCombineUrl`. */
export function combineUrls(
  base: string,
  relative: string,
  flags: number,
): string {
  const ofBase = (flags & (ICU_DECODE | ICU_NO_META)) | ICU_NO_ENCODE;
  const canonicalBase = canonicalUrl(base, formOf(ofBase, false));
  return canonicalUrl(join(canonicalBase, relative), formOf(flags, false));
}

function join(baseUrl: string, relativeUrl: string): string {
  const base = splitScheme(baseUrl);
  if (base.scheme === "") return relativeUrl;
  const relative = splitScheme(relativeUrl);
  const { rest } = relative;
  const location = /^\/\/[^/]*/.exec(base.rest)?.[0] ?? "";
  const inBase = `${base.scheme}:`;
  if (relative.scheme === "") {
    if (rest.startsWith(":")) return rest;
    if (/^[a-z]:/i.test(rest)) return `file:///${rest}`;
    if (rest.startsWith("#")) {
      return inBase + withoutHash(base, location) + rest;
    }
  } else if (relative.scheme !== base.scheme) {
    return `${relative.scheme}:${rest}`;
  }
  // Without a scheme before it, a backslash counts as a slash.
  const isSlash = (index: number) =>
    rest.charAt(index) === "/" ||
    (relative.scheme === "" && rest.charAt(index) === "\\");
  if (isSlash(0) && isSlash(1)) return inBase + rest;
  if (isSlash(0)) return inBase + location + rest;
  if (!base.rest.startsWith("/")) return inBase + rest;
  const folder = base.rest.slice(0, endOfFolder(base, location.length));
  return `${inBase}${folder}${folder.endsWith("/") ? "" : "/"}${rest}`;
}

function withoutHash(
  base: { scheme: string; rest: string },
  location: string,
): string {
  const from = endOfFolder(base, location.length);
  const hash = base.rest.indexOf("#", from);
  return hash < 0 ? base.rest : base.rest.slice(0, hash);
}

/**
 * Returns the index of the last name in the path of the base. Slashes in its
 * query or fragment do not count.
 */
function endOfFolder(
  { scheme, rest }: { scheme: string; rest: string },
  location: number,
): number {
  const extra = rest.slice(location).search(/[#?]/) + location;
  if (extra < location || !endsPath(scheme, rest, extra)) {
    const slash = rest.lastIndexOf("/");
    return slash < location ? location : slash + 1;
  }
  const slash = rest.lastIndexOf("/", extra);
  return Math.max(slash, location) + 1;
}

/**
 * Returns `true` if a number sign starts a fragment. In the path of a file it
 * may be part of a name.
 */
function endsPath(scheme: string, rest: string, extra: number): boolean {
  return rest.charAt(extra) === "?" || scheme === "http" ||
    scheme === "https" || /.\.html?$/is.test(rest.slice(0, extra));
}
