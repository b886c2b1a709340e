// Copyright 2026 the wininet authors. MIT license.

/**
 * What the options hold, for the types of InternetQueryOption.
 *
 * @module
 */

import type { StatusCallback } from "./status.ts";
import type { HINTERNET, INTERNET_VERSION_INFO } from "./structures.ts";

/** The values of the options, by number: what `InternetQueryOption` answers with. */
export interface InternetOptionValues {
  /** `INTERNET_OPTION_CALLBACK` */
  1: StatusCallback | null;
  /** `INTERNET_OPTION_CONNECT_TIMEOUT`, in milliseconds */
  2: number;
  /** `INTERNET_OPTION_CONNECT_RETRIES` */
  3: number;
  /** `INTERNET_OPTION_SEND_TIMEOUT`, `INTERNET_OPTION_CONTROL_SEND_TIMEOUT`, in milliseconds */
  5: number;
  /** `INTERNET_OPTION_RECEIVE_TIMEOUT`, `INTERNET_OPTION_CONTROL_RECEIVE_TIMEOUT`, in milliseconds */
  6: number;
  /** `INTERNET_OPTION_DATA_SEND_TIMEOUT`, in milliseconds */
  7: number;
  /** `INTERNET_OPTION_DATA_RECEIVE_TIMEOUT`, in milliseconds */
  8: number;
  /** `INTERNET_OPTION_HANDLE_TYPE` */
  9: number;
  /** `INTERNET_OPTION_PARENT_HANDLE` */
  21: HINTERNET | null;
  /** `INTERNET_OPTION_REQUEST_FLAGS` */
  23: number;
  /** `INTERNET_OPTION_SECURITY_FLAGS` */
  31: number;
  /** `INTERNET_OPTION_URL` */
  34: string;
  /** `INTERNET_OPTION_VERSION` */
  40: INTERNET_VERSION_INFO;
  /** `INTERNET_OPTION_USER_AGENT` */
  41: string;
  /** `INTERNET_OPTION_CONTEXT_VALUE` */
  45: unknown;
  /** `INTERNET_OPTION_MAX_CONNS_PER_SERVER` */
  73: number;
}
