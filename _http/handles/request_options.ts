// Copyright 2026 the wininet authors. MIT license.

/**
 * The values of the options of a request that are not settings.
 *
 * @module
 */

import {
  ERROR_FILE_NOT_FOUND,
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  InternetError,
} from "../../error.ts";
import {
  INTERNET_OPTION_CACHE_TIMESTAMPS,
  INTERNET_OPTION_COMPRESSED_CONTENT_LENGTH,
  INTERNET_OPTION_DATAFILE_NAME,
  INTERNET_OPTION_DIAGNOSTIC_SOCKET_INFO,
  INTERNET_OPTION_HTTP_PROTOCOL_USED,
  INTERNET_OPTION_PASSWORD,
  INTERNET_OPTION_REQUEST_FLAGS,
  INTERNET_OPTION_SECURITY_FLAGS,
  INTERNET_OPTION_URL,
  INTERNET_OPTION_USERNAME,
  INTERNET_REQFLAG_NET_TIMEOUT,
  INTERNET_REQFLAG_NO_HEADERS,
  INTERNET_REQFLAG_VIA_PROXY,
  SECURITY_FLAG_SECURE,
} from "../../options.ts";
import type { Credentials } from "../../_auth/credentials.ts";
import { combineFlags } from "../../_base/bits.ts";
import { isTlsFact, strengthOf, tlsFact } from "../../_net/tls_options.ts";
import {
  announcedLength,
  protocolUsed,
  socketInfo,
} from "../wire/request_facts.ts";
import type { ResponseHead } from "../wire/response_head.ts";
import type { WireExchange } from "../net/transport.ts";
import type { CachedSend } from "./cached.ts";
import type { ResponseFile } from "./kept_body.ts";

/** The facts about a request that options return. */
export interface RequestFacts {
  readonly url: URL;
  /** The response, or `null` before it arrives. */
  readonly response: ResponseHead | null;
  /**
   * The transport of the response, or `null` before the response arrives and if
   * it came from the cache alone.
   */
  readonly wire: Pick<WireExchange, "facts" | "protocol"> | null;
  readonly usesProxy: boolean;
  /** True if the last send has timed out. */
  readonly timedOut: boolean;
  /** INTERNET_OPTION_SECURITY_FLAGS, as it was set. */
  readonly security: number;
  /** SESSION_OPTION_CERTIFICATES. */
  readonly keepsCertificate: boolean;
  /** The remembered credentials that are used, or `null` if there are none. */
  readonly remembered: Credentials | null;
  /** The use of the cache, or `null` if the cache is closed. */
  readonly caching: CachedSend | null;
  /** The file of the response, or `null` if there is none. */
  readonly file: ResponseFile | null;
}

/** Returns the value of an option; `null` or `undefined` if the request itself has none. */
export function queryRequestOption(
  option: number,
  facts: RequestFacts,
): unknown {
  const { url, response, wire, caching, remembered } = facts;
  if (isTlsFact(option)) {
    const isSecure = wire !== null && url.protocol === "https:";
    return tlsFact(option, isSecure, wire?.facts ?? null);
  }
  switch (option) {
    case INTERNET_OPTION_URL:
      return url.href;
    case INTERNET_OPTION_REQUEST_FLAGS:
      return requestFlags(facts);
    case INTERNET_OPTION_SECURITY_FLAGS:
      return combineFlags(
        facts.security,
        response && url.protocol === "https:" ? SECURITY_FLAG_SECURE : 0,
        facts.keepsCertificate ? strengthOf(wire?.facts ?? null) : 0,
      );
    case INTERNET_OPTION_HTTP_PROTOCOL_USED:
      return protocolUsed(wire);
    case INTERNET_OPTION_DIAGNOSTIC_SOCKET_INFO:
      return socketInfo(url);
    case INTERNET_OPTION_USERNAME:
      return remembered?.user;
    case INTERNET_OPTION_PASSWORD:
      return remembered?.password;
    case INTERNET_OPTION_COMPRESSED_CONTENT_LENGTH:
      if (response === null) throw notSent();
      return announcedLength(response);
    case INTERNET_OPTION_DATAFILE_NAME:
      return facts.file?.path;
    case INTERNET_OPTION_CACHE_TIMESTAMPS:
      return caching?.timestamps ?? failNotCached();
  }
  return undefined;
}

function requestFlags(facts: RequestFacts): number {
  return combineFlags(
    facts.response ? 0 : INTERNET_REQFLAG_NO_HEADERS,
    facts.usesProxy ? INTERNET_REQFLAG_VIA_PROXY : 0,
    facts.timedOut ? INTERNET_REQFLAG_NET_TIMEOUT : 0,
    facts.response ? facts.caching?.requestFlags ?? 0 : 0,
  );
}

function notSent(): InternetError {
  return new InternetError(
    ERROR_INTERNET_INCORRECT_HANDLE_STATE,
    "Cannot query INTERNET_OPTION_COMPRESSED_CONTENT_LENGTH: the request has no response yet",
  );
}

function failNotCached(): never {
  throw new InternetError(
    ERROR_FILE_NOT_FOUND,
    "Cannot query INTERNET_OPTION_CACHE_TIMESTAMPS: the response is not in the cache",
  );
}
