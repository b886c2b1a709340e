// Copyright 2026 the wininet authors. MIT license.

/**
 * What npm's tough-cookie knows and this library does not: which domains are
 * public suffixes (`co.uk`), and what a cookie's date means.
 *
 * Its jar is not used, because it decodes paths before it compares them, lets
 * Max-Age begin anew with every request, has no limits, and trims the last bytes
 * of some names in UTF-8.
 *
 * The list of suffixes takes some twenty milliseconds to build. `defer` loads the
 * package with the library but runs it at the first use of a function below, which
 * is when the first cookie is set. The functions of WinINet are synchronous, so
 * that `import()` cannot be waited for.
 *
 * @module
 */

import defer * as tough from "npm:tough-cookie@6.1.0";

/** The highest label of a host that is an IPv4 address; `URL` writes addresses in decimal. */
const NUMBER_REGEXP = /(?:^|\.)\d+$/;

/** Whether a host, as `URL` writes it, is an address and no name. */
export function isAddress(host: string): boolean {
  return host.startsWith("[") || NUMBER_REGEXP.test(host);
}

/** Whether nobody may set cookies for a whole domain. */
export function isPublicSuffix(domain: string): boolean {
  if (isAddress(domain)) return false;
  return !domain.includes(".") || registrable(domain) === undefined;
}

/**
 * The site that a host belongs to: the public suffix and the label before it; the
 * host itself where there is no such.
 */
export function siteOf(host: string): string {
  return isAddress(host) ? host : registrable(host) ?? host;
}

function registrable(domain: string): string | undefined {
  return tough.getPublicSuffix(domain, {
    allowSpecialUseDomain: true,
    ignoreError: true,
  });
}

/** What a date means (RFC 6265 section 5.1.1), in milliseconds; `null` when it is none. */
export function dateOf(text: string): number | null {
  return tough.parseDate(text)?.getTime() ?? null;
}
