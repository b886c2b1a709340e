// Copyright 2026 the wininet authors. MIT license.

/**
 * Finds the proxy script of a network by DNS (WPAD). In the domain
 * `a.b.example` it is the script of `wpad.a.b.example` or `wpad.b.example`. The
 * owner of `wpad.example` could redirect the traffic of all users below
 * `example`, so a name directly below a public suffix, or below a domain that
 * has public suffixes, is never used (CERT VU#598349).
 *
 * @module
 */

import { isAddressHost, isPublicSuffix } from "../_cookies/rules.ts";
import { permitted } from "../_net/permission.ts";

const RESOLVER_FILE = "/etc/resolv.conf";

/** Returns the URL of the first script found, or `null` if there is none. */
export async function detectScript(
  domains: readonly string[],
  lookUp: (name: string) => Promise<readonly string[]>,
): Promise<string | null> {
  for (const name of new Set(domains.flatMap(wpadNames))) {
    const addresses = await lookUp(name);
    if (addresses.length > 0) return `http://${name}/wpad.dat`;
  }
  return null;
}

/** Returns the names to look up, the nearest domain first. */
function wpadNames(domain: string): string[] {
  if (isAddressHost(domain)) return [];
  const labels = domain.toLowerCase().replace(/\.$/, "").split(".");
  const parents = labels.map((_label, index) => labels.slice(index).join("."));
  // The domains above a public suffix have another owner.
  return parents.slice(0, parents.findIndex(isPublicSuffix))
    .map((parent) => `wpad.${parent}`);
}

/** Returns the domains of this machine that the program is permitted to read. */
export function ownDomains(): string[] {
  const domains: string[] = [];
  if (permitted({ name: "sys", kind: "hostname" })) {
    const [, domain] = /^[^.]+\.(.+)$/.exec(Deno.hostname()) ?? [];
    if (domain !== undefined) domains.push(domain);
  }
  if (permitted({ name: "read", path: RESOLVER_FILE })) {
    domains.push(...searchedDomains(readResolverFile()));
  }
  return domains;
}

/**
 * Returns the domains in a resolver configuration; the last `search` or
 * `domain` line counts.
 */
export function searchedDomains(text: string): string[] {
  const lines = [...text.matchAll(/^[ \t]*(?:search|domain)[ \t]+(.+)$/gm)];
  return lines.at(-1)?.[1]?.trim().split(/\s+/) ?? [];
}

function readResolverFile(): string {
  try {
    return Deno.readTextFileSync(RESOLVER_FILE);
  } catch {
    return "";
  }
}
