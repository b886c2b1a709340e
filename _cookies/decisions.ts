// Copyright 2026 the wininet authors. MIT license.

/**
 * The decisions of a user about the cookies of whole sites. Decisions are kept for
 * the site, not the host: one about `www.example.com` is about `example.com`.
 *
 * @module
 */

import { COOKIE_STATE_ACCEPT } from "../flags.ts";
import { suppressesCookiePolicy } from "../_options/process_state.ts";
import { siteOf } from "./rules.ts";

const decisions = new Map<string, number>();

/** Remembers a decision, one of the `COOKIE_STATE_*` constants. */
export function setDecision(host: string, decision: number): void {
  decisions.set(siteOf(host), decision);
}

/** Returns the decision about a host; `undefined` if there is none. */
export function decisionOf(host: string): number | undefined {
  // Without decisions the list of public suffixes need not be loaded.
  return decisions.size === 0 ? undefined : decisions.get(siteOf(host));
}

/**
 * Returns the state of a host's cookies: the decision, otherwise they are accepted. The
 * decisions are the policy that INTERNET_SUPPRESS_COOKIE_POLICY suppresses.
 */
export function stateOf(host: string): number {
  if (suppressesCookiePolicy()) return COOKIE_STATE_ACCEPT;
  return decisionOf(host) ?? COOKIE_STATE_ACCEPT;
}

/** Returns the decision with an index, in the order of making; `undefined` after the last. */
export function decisionAt(
  index: number,
): readonly [site: string, decision: number] | undefined {
  return [...decisions][index];
}

/** Forgets the decision about a host. */
export function forgetDecision(host: string): void {
  decisions.delete(siteOf(host));
}

/** Forgets all decisions. */
export function forgetDecisions(): void {
  decisions.clear();
}
