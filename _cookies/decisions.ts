// Copyright 2026 the wininet authors. MIT license.

/**
 * The decisions of a user about the cookies of whole sites. A decision is kept
 * for the site, not for the host: a decision about `www.example.com` applies to
 * `example.com`.
 *
 * @module
 */

import { COOKIE_STATE_ACCEPT } from "../flags.ts";
import { suppressesCookiePolicy } from "../_options/process_state.ts";
import { siteOf } from "./rules.ts";

const decisions = new Map<string, number>();

/** Stores a decision, one of the `COOKIE_STATE_*` constants. */
export function setDecision(host: string, decision: number): void {
  decisions.set(siteOf(host), decision);
}

/** Returns the decision about a host, or `undefined` if there is none. */
export function decisionOf(host: string): number | undefined {
  // The list of public suffixes is not needed while there are no decisions.
  return decisions.size === 0 ? undefined : decisions.get(siteOf(host));
}

/**
 * Returns the state for the cookies of a host: the decision, or "accepted" if
 * there is none. The decisions are the policy that
 * INTERNET_SUPPRESS_COOKIE_POLICY suppresses.
 */
export function cookieStateOf(host: string): number {
  if (suppressesCookiePolicy()) return COOKIE_STATE_ACCEPT;
  return decisionOf(host) ?? COOKIE_STATE_ACCEPT;
}

/**
 * Returns the decision at an index, in the order they were made, or `undefined`
 * after the last one.
 */
export function decisionAt(
  index: number,
): readonly [site: string, decision: number] | undefined {
  return [...decisions][index];
}

/** Removes the decision about a host. */
export function forgetDecision(host: string): void {
  decisions.delete(siteOf(host));
}

/** Removes all decisions. */
export function forgetDecisions(): void {
  decisions.clear();
}
