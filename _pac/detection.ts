// Copyright 2026 the wininet authors. MIT license.

/**
 * Finds the proxy script of a network by DNS (WPAD): in the domain `a.b.example` it is
 * that of `wpad.a.b.example` or `wpad.b.example`. Whoever owns `wpad.example` could direct
 * the traffic of everybody below `example`, so a name right below a public suffix is
 * never asked for (CERT VU#598349).
 *
 * @module
 */

import { isAddressHost, isPublicSuffix } from "../_cookies/rules.ts";
import { permitted } from "../_net/permission.ts";

const RESOLVER_FILE = "/etc/resolv.conf";

/** Returns the URL of the script of the first domain that has one, `null` if there is none. */
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

/** Returns the names to ask for, those of the nearest domain first. */
function wpadNames(domain: string): string[] {
  if (isAddressHost(domain)) return [];
  const labels = domain.toLowerCase().replace(/\.$/, "").split(".");
  return labels.map((_label, index) => labels.slice(index).join("."))
    .filter((parent) => !isPublicSuffix(parent))
    .map((parent) => `wpad.${parent}`);
}

/** Returns the domains of this machine, as far as the program may know them. */
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

/** Returns the domains of a resolver's configuration; the last line of `search` or `domain` counts. */
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
