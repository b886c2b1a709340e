// Copyright 2026 the wininet authors. MIT license.

/**
 * The error texts for responses that require a login: the party that requires
 * it, the reason why there was no login, and the steps to log in.
 *
 * @module
 */

import { HTTP_STATUS_DENIED, HTTP_STATUS_PROXY_AUTH_REQ } from "../../flags.ts";
import type { HttpRequest } from "./request.ts";

/** A party that requires a login. */
export interface LoginRefusal {
  /** For example `the proxy "http://proxy.example:3128"`. */
  readonly party: string;
  /** Sentences: the reason, if it is known, and the steps to take. */
  readonly advice: string;
}

const SERVER_CURE =
  "A user name and a password in the URL, or INTERNET_OPTION_USERNAME and INTERNET_OPTION_PASSWORD, log in to it";
const PROXY_CURE =
  "INTERNET_OPTION_PROXY_USERNAME and INTERNET_OPTION_PROXY_PASSWORD, or a user name and a password in the list of proxies, log in to it";

/**
 * Returns the party that requires a login with the response to a request, or
 * `null` if none does.
 */
export function loginRefusal(request: HttpRequest): LoginRefusal | null {
  const { status } = request.answered;
  const isProxy = status === HTTP_STATUS_PROXY_AUTH_REQ &&
    request.proxyName !== "";
  if (!isProxy && status !== HTTP_STATUS_DENIED) return null;
  const party = isProxy
    ? `the proxy "${request.proxyName}"`
    : `the server "${new URL(request.place).host}"`;
  const sentences = [
    request.lastResponse?.text ?? "",
    isProxy ? PROXY_CURE : SERVER_CURE,
  ];
  return { party, advice: sentences.filter(Boolean).join(". ") };
}
