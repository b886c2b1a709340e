// Copyright 2026 the wininet authors. MIT license.

/**
 * The statuses that a status callback reports, and the types of that callback.
 * A status is one value of an enumeration and not a bit of a mask.
 *
 * @example Recognize a status
 * ```ts
 * import {
 *   INTERNET_STATUS_REQUEST_COMPLETE,
 *   type InternetStatus,
 * } from "@wininet/wininet/status";
 * import { assertEquals } from "@std/assert";
 *
 * const status: InternetStatus = 100;
 * assertEquals(status, INTERNET_STATUS_REQUEST_COMPLETE);
 * ```
 *
 * @module
 */

import { STATUS_NAMES } from "./_base/status_names.ts";
import type { InternetError } from "./error.ts";
import type {
  FindData,
  GOPHER_ATTRIBUTE_TYPE,
  HINTERNET,
} from "./structures.ts";

export type {
  FindData,
  GOPHER_ADMIN_ATTRIBUTE_TYPE,
  GOPHER_ASK_ATTRIBUTE_TYPE,
  GOPHER_ATTRIBUTE_TYPE,
  GOPHER_ATTRIBUTE_VALUES,
  GOPHER_FIND_DATA,
  GOPHER_VIEW_ATTRIBUTE_TYPE,
  HINTERNET,
  WIN32_FIND_DATA,
} from "./structures.ts";

export type { InternetError, InternetErrorData } from "./error.ts";

// ---- statuses ----

/** The lookup of a host name is about to start; the information is the name. */
export const INTERNET_STATUS_RESOLVING_NAME = 10;
/** The host name has been resolved; the information is the address. */
export const INTERNET_STATUS_NAME_RESOLVED = 11;
/** A TCP connection to the address in the information is being opened. */
export const INTERNET_STATUS_CONNECTING_TO_SERVER = 20;
/** The TCP connection to the address in the information is open. */
export const INTERNET_STATUS_CONNECTED_TO_SERVER = 21;
/** Sending of the request, or of body data, has started. */
export const INTERNET_STATUS_SENDING_REQUEST = 30;
/**
 * The request has been sent; the information is the number of bytes sent,
 * without TLS overhead.
 */
export const INTERNET_STATUS_REQUEST_SENT = 31;
/** The library is waiting for the response of the server. */
export const INTERNET_STATUS_RECEIVING_RESPONSE = 40;
/**
 * A response, or more of its data, has arrived; the information is the number
 * of bytes received, without TLS overhead.
 */
export const INTERNET_STATUS_RESPONSE_RECEIVED = 41;
/** Intended for a response on a control channel; never reported by Windows. */
export const INTERNET_STATUS_CTL_RESPONSE_RECEIVED = 42;
/** Intended for prefetched data; never reported by Windows. */
export const INTERNET_STATUS_PREFETCH = 43;
/** The connection to the server is about to be closed. */
export const INTERNET_STATUS_CLOSING_CONNECTION = 50;
/** The connection to the server has been closed. */
export const INTERNET_STATUS_CONNECTION_CLOSED = 51;
/** A new handle exists, and can already be closed to cancel the call that creates it. */
export const INTERNET_STATUS_HANDLE_CREATED = 60;
/** The handle is closed; this is its last status. */
export const INTERNET_STATUS_HANDLE_CLOSING = 70;
/** A proxy has been detected. */
export const INTERNET_STATUS_DETECTING_PROXY = 80;
/**
 * An asynchronous call has ended; the information is its INTERNET_ASYNC_RESULT.
 */
export const INTERNET_STATUS_REQUEST_COMPLETE = 100;
/**
 * An automatic redirect is about to be followed; the information is the new
 * URL.
 */
export const INTERNET_STATUS_REDIRECT = 110;
/**
 * An interim response has arrived from the server; the information is its
 * status code (1xx).
 */
export const INTERNET_STATUS_INTERMEDIATE_RESPONSE = 120;
/** The request cannot continue until the user has answered a question. */
export const INTERNET_STATUS_USER_INPUT_REQUIRED = 140;
/** The connection has changed between secure and not secure, or between online and offline. */
export const INTERNET_STATUS_STATE_CHANGE = 200;
/** Cookies were sent or suppressed; the information is their number. */
export const INTERNET_STATUS_COOKIE_SENT = 320;
/** Cookies in the response were accepted, rejected, downgraded or leashed. */
export const INTERNET_STATUS_COOKIE_RECEIVED = 321;
/** Intended for a privacy effect on the request; never reported by Windows. */
export const INTERNET_STATUS_PRIVACY_IMPACTED = 324;
/** The response has a P3P privacy policy header. */
export const INTERNET_STATUS_P3P_HEADER = 325;
/** Intended for a P3P policy reference; never reported by Windows. */
export const INTERNET_STATUS_P3P_POLICYREF = 326;
/**
 * Reports the cookies of a resource that is served from the cache.
 */
export const INTERNET_STATUS_COOKIE_HISTORY = 327;
/**
 * Declared in wininet.h next to the cookie notifications; its use is not
 * published.
 */
export const INTERNET_STATUS_SENDING_COOKIE = 328;
/**
 * Declared in wininet.h for a change of request headers; its use is not
 * published.
 */
export const INTERNET_STATUS_REQUEST_HEADERS_SET = 329;
/**
 * Declared in wininet.h for a change of response headers; its use is not
 * published.
 */
export const INTERNET_STATUS_RESPONSE_HEADERS_SET = 330;
/**
 * Declared in wininet.h for credentials of a proxy; its use is not published.
 */
export const INTERNET_STATUS_PROXY_CREDENTIALS = 400;
/**
 * Declared in wininet.h for credentials of a server; its use is not published.
 */
export const INTERNET_STATUS_SERVER_CREDENTIALS = 401;
/**
 * Declared in wininet.h for the state of a server connection; its use is not
 * published.
 */
export const INTERNET_STATUS_SERVER_CONNECTION_STATE = 410;
/**
 * Declared in wininet.h for the end of a browser session; its use is not
 * published.
 */
export const INTERNET_STATUS_END_BROWSER_SESSION = 420;
/** Declared in wininet.h for a cookie event; its use is not published. */
export const INTERNET_STATUS_COOKIE = 430;

// ---- bits of the status filter ----

/**
 * Filter bit for the start of a name lookup; the filter option is not
 * implemented by Windows.
 */
export const INTERNET_STATUS_FILTER_RESOLVING = 0x00000001;
/** Filter bit for the end of a name lookup. */
export const INTERNET_STATUS_FILTER_RESOLVED = 0x00000002;
/** Filter bit for the start of a connection attempt. */
export const INTERNET_STATUS_FILTER_CONNECTING = 0x00000004;
/** Filter bit for an opened connection. */
export const INTERNET_STATUS_FILTER_CONNECTED = 0x00000008;
/** Filter bit for the start of sending. */
export const INTERNET_STATUS_FILTER_SENDING = 0x00000010;
/** Filter bit for a request that has been sent. */
export const INTERNET_STATUS_FILTER_SENT = 0x00000020;
/** Filter bit for the wait for a response. */
export const INTERNET_STATUS_FILTER_RECEIVING = 0x00000040;
/** Filter bit for a response that has arrived. */
export const INTERNET_STATUS_FILTER_RECEIVED = 0x00000080;
/** Filter bit for a connection that is about to be closed. */
export const INTERNET_STATUS_FILTER_CLOSING = 0x00000100;
/** Filter bit for a closed connection. */
export const INTERNET_STATUS_FILTER_CLOSED = 0x00000200;
/** Filter bit for the creation of a handle. */
export const INTERNET_STATUS_FILTER_HANDLE_CREATED = 0x00000400;
/** Filter bit for the end of a handle. */
export const INTERNET_STATUS_FILTER_HANDLE_CLOSING = 0x00000800;
/** Filter bit for prefetched data. */
export const INTERNET_STATUS_FILTER_PREFETCH = 0x00001000;
/** Filter bit for a redirect that is about to be followed. */
export const INTERNET_STATUS_FILTER_REDIRECT = 0x00002000;
/** Filter bit for a change of security or connection state. */
export const INTERNET_STATUS_FILTER_STATE_CHANGE = 0x00004000;

// ---- registration of the callback ----

/** The value that Windows returns if a status callback cannot be registered. */
export const INTERNET_INVALID_STATUS_CALLBACK: -1 = -1;

/** Any of the statuses that a status callback can report. */
export type InternetStatus =
  | 10
  | 11
  | 20
  | 21
  | 30
  | 31
  | 40
  | 41
  | 42
  | 43
  | 50
  | 51
  | 60
  | 70
  | 80
  | 100
  | 110
  | 120
  | 140
  | 200
  | 320
  | 321
  | 324
  | 325
  | 326
  | 327
  | 328
  | 329
  | 330
  | 400
  | 401
  | 410
  | 420
  | 430;

/** The result of a call that may wait; 0 if the call failed. */
export type CallResult =
  | true
  | number
  | string
  | null
  | HINTERNET
  | { readonly hFind: HINTERNET; readonly findData: FindData }
  | FindData
  | readonly GOPHER_ATTRIBUTE_TYPE[];

/** The result of a call: the information of `INTERNET_STATUS_REQUEST_COMPLETE`. */
export interface INTERNET_ASYNC_RESULT {
  /** The value that the promise of the call resolves with; 0 if the call failed. */
  readonly dwResult: CallResult;
  /** `ERROR_SUCCESS`, or the error of the call. */
  readonly dwError: number;
}

/**
 * Statuses whose information is a string: RESOLVING_NAME, NAME_RESOLVED,
 * CONNECTING_TO_SERVER, CONNECTED_TO_SERVER (names and addresses), REDIRECT (a
 * URL).
 */
export type TextStatus = 10 | 11 | 20 | 21 | 110;

/** Statuses whose information is a number: REQUEST_SENT, RESPONSE_RECEIVED (bytes), INTERMEDIATE_RESPONSE (a status code), STATE_CHANGE (bits), COOKIE_SENT, COOKIE_RECEIVED (counts). */
export type NumberStatus = 31 | 41 | 120 | 200 | 320 | 321;

/**
 * Statuses whose information is a handle: HANDLE_CREATED (the new handle),
 * HANDLE_CLOSING (the handle that is closed).
 */
export type HandleStatus = 60 | 70;

/** The status of the end of a call: REQUEST_COMPLETE. */
export type CompletionStatus = 100;

/** Statuses that are posted without information. */
export type PlainStatus = Exclude<
  InternetStatus,
  TextStatus | NumberStatus | HandleStatus | CompletionStatus
>;

/**
 * The four arguments of a status callback. TypeScript narrows the fourth by the
 * third.
 */
export type StatusArguments =
  | [
    hInternet: HINTERNET,
    dwContext: unknown,
    dwInternetStatus: TextStatus,
    lpvStatusInformation: string,
  ]
  | [
    hInternet: HINTERNET,
    dwContext: unknown,
    dwInternetStatus: NumberStatus,
    lpvStatusInformation: number,
  ]
  | [
    hInternet: HINTERNET,
    dwContext: unknown,
    dwInternetStatus: HandleStatus,
    lpvStatusInformation: HINTERNET,
  ]
  | [
    hInternet: HINTERNET,
    dwContext: unknown,
    dwInternetStatus: CompletionStatus,
    lpvStatusInformation: INTERNET_ASYNC_RESULT,
  ]
  | [
    hInternet: HINTERNET,
    dwContext: unknown,
    dwInternetStatus: PlainStatus,
    lpvStatusInformation: null,
  ];

/**
 * A status callback for `InternetSetStatusCallback`.
 *
 * @param event The handle of the event, the context of the call, the status,
 * and the information of the status.
 */
export type StatusCallback = (...event: StatusArguments) => void;

/**
 * An event of `statusEvents`; TypeScript narrows it by `status` or
 * `dwInternetStatus`. Each member is also available under the name of the
 * callback parameter.
 */
export type StatusEvent = StatusArguments extends infer Event
  ? Event extends [HINTERNET, unknown, infer Status, infer Information] ? {
      /** The handle of the event. */
      readonly handle: HINTERNET;
      /** The context of the call or of the handle. */
      readonly context: unknown;
      /** One of the `INTERNET_STATUS_*` constants. */
      readonly status: Status;
      /** The information of the status. */
      readonly information: Information;
      /**
       * The time of the event in milliseconds, as returned by
       * `performance.now()`. `performance.timeOrigin + time` is the time in the
       * form of `Date.now()`. A status that occurred before a listener existed
       * has the time of its delivery.
       */
      readonly time: number;
      /** The same as `handle`. */
      readonly hInternet: HINTERNET;
      /** The same as `context`. */
      readonly dwContext: unknown;
      /** The same as `status`. */
      readonly dwInternetStatus: Status;
      /** The same as `information`. */
      readonly lpvStatusInformation: Information;
    }
  : never
  : never;

/**
 * The start or the end of a call that may wait: the message of the channel
 * `"wininet.call"` of `node:diagnostics_channel`. A call that cannot start
 * posts no message.
 */
export interface CallEvent {
  /** The number of the call, the same for its start and its end. */
  readonly call: number;
  /** The name of the function, such as `"HttpSendRequest"`. */
  readonly name: string;
  /** The handle of the call; for a function that opens a handle, the new one. */
  readonly handle: HINTERNET;
  /** The context of the call, if it has a separate one. */
  readonly context: unknown;
  /** `"start"` or `"end"`. */
  readonly phase: "start" | "end";
  /** The error of the call; `null` at its start and after success. */
  readonly error: InternetError | null;
  /** The time of the event, like `time` of a {@linkcode StatusEvent}. */
  readonly time: number;
}

/**
 * Returns the name of a status, for logs and error messages.
 *
 * Differences: WinINet has no such function.
 *
 * @param dwInternetStatus One of the `INTERNET_STATUS_*` constants.
 * @returns The name of the constant, or the number as a string if no constant
 * has it.
 *
 * @example The name of a status
 * ```ts
 * import { INTERNET_STATUS_REQUEST_SENT, statusName } from "@wininet/wininet/status";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(statusName(INTERNET_STATUS_REQUEST_SENT), "INTERNET_STATUS_REQUEST_SENT");
 * assertEquals(statusName(5), "5");
 * ```
 */
export function statusName(dwInternetStatus: number): string {
  return STATUS_NAMES.get(dwInternetStatus) ?? String(dwInternetStatus);
}
