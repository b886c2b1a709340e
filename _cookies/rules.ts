// Copyright 2026 the wininet authors. MIT license.

/**
 * Recognizes public suffixes such as `co.uk`. No host may set cookies for a
 * whole public suffix, and the hosts directly below it are sites of different
 * owners.
 *
 * The list is a string in this library (`public_suffixes.ts`), not a package:
 * the cookie functions are synchronous, so the list must be available as soon
 * as the library is loaded. Deno needs 25 milliseconds to load an npm package,
 * and one for this string. The line of a top-level domain is parsed when a
 * cookie first needs it.
 *
 * @module
 */

import { PUBLIC_SUFFIXES } from "./public_suffixes.ts";

/** The last label of an IPv4 address; `URL` writes addresses in decimal. */
const NUMBER_REGEXP = /(?:^|\.)\d+$/;

/** The maximum length of a DNS name. A longer one is not in the list. */
const MAX_NAME_LENGTH = 253;

/** The rules of the top-level domains that were already looked up. */
const rulesByDomain = new Map<string, ReadonlySet<string>>();
const NO_RULES: ReadonlySet<string> = new Set();

/** Returns `true` if a host, in the form that `URL` uses, is an IP address. */
export function isAddressHost(host: string): boolean {
  return host.startsWith("[") || NUMBER_REGEXP.test(host);
}

/** Returns `true` if a domain is a public suffix, so no host may set cookies for it. */
export function isPublicSuffix(domain: string): boolean {
  if (isAddressHost(domain)) return false;
  return registrable(domain) === null;
}

/**
 * Returns the site of a host: the public suffix and the label before it, or the host
 * itself if there is no such label.
 */
export function siteOf(host: string): string {
  return isAddressHost(host) ? host : registrable(host) ?? host;
}

/**
 * Returns the public suffix of a name with the label before it, or `null` if
 * there is no such label.
 */
function registrable(name: string): string | null {
  const plain = name.endsWith(".") ? name.slice(0, -1) : name;
  if (plain.length > MAX_NAME_LENGTH) return null;
  const labels = plain.split(".");
  if (labels.includes("")) return null;
  const count = suffixLength(labels);
  return count < labels.length ? labels.slice(-count - 1).join(".") : null;
}

/** Returns the number of labels in the longest public suffix of a name. */
function suffixLength(labels: readonly string[]): number {
  const rules = loadRules(labels.at(-1)!);
  for (let at = 0; at < labels.length - 1; at++) {
    const rule = labels.slice(at, -1).join(".");
    if (rules.has(`!${rule}`)) return labels.length - at - 1;
    const wildcard = ["*", ...labels.slice(at + 1, -1)].join(".");
    if (rules.has(rule) || rules.has(wildcard)) return labels.length - at;
  }
  return 1;
}

/** Returns the rules of a top-level domain, each without the name of that domain. */
function loadRules(name: string): ReadonlySet<string> {
  const known = rulesByDomain.get(name);
  if (known) return known;
  const start = lineStarts().get(name);
  if (start === undefined) return NO_RULES;
  const end = PUBLIC_SUFFIXES.indexOf("\n", start);
  const line = PUBLIC_SUFFIXES.slice(start + name.length + 1, end);
  const rules = new Set(line.split(" "));
  rulesByDomain.set(name, rules);
  return rules;
}

/**
 * The offset of the line of each top-level domain: searching for a missing line
 * would scan the whole list.
 */
let starts: ReadonlyMap<string, number> | null = null;

function lineStarts(): ReadonlyMap<string, number> {
  if (starts !== null) return starts;
  const found = new Map<string, number>();
  for (let at = 1; at < PUBLIC_SUFFIXES.length;) {
    found.set(PUBLIC_SUFFIXES.slice(at, PUBLIC_SUFFIXES.indexOf(" ", at)), at);
    at = PUBLIC_SUFFIXES.indexOf("\n", at) + 1;
  }
  return starts = found;
}
