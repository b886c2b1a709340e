// Copyright 2026 the wininet authors. MIT license.

/**
 * The guarantees of the types. Most of them are checked when this file is
 * compiled: `same` compiles only for equal types, and @ts-expect-error only if
 * there is an error.
 */

import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import * as wininet from "../../mod.ts";
import {
  ERROR_FTP_TRANSFER_IN_PROGRESS,
  type HINTERNET,
  type INTERNET_ASYNC_RESULT,
  INTERNET_OPTION_CALLBACK,
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_CONTEXT_VALUE,
  INTERNET_OPTION_PARENT_HANDLE,
  INTERNET_OPTION_URL,
  INTERNET_OPTION_USER_AGENT,
  INTERNET_OPTION_VERSION,
  INTERNET_STATUS_COOKIE_SENT,
  INTERNET_STATUS_HANDLE_CLOSING,
  INTERNET_STATUS_HANDLE_CREATED,
  INTERNET_STATUS_RECEIVING_RESPONSE,
  INTERNET_STATUS_REDIRECT,
  INTERNET_STATUS_REQUEST_COMPLETE,
  INTERNET_STATUS_REQUEST_SENT,
  INTERNET_STATUS_RESOLVING_NAME,
  type INTERNET_VERSION_INFO,
  InternetError,
  InternetOpen,
  InternetQueryOption,
  InternetSetStatusCallback,
  type InternetStatus,
  type StatusCallback,
  type StatusEvent,
} from "../../mod.ts";

type Equal<One, Other> = (<T>() => T extends One ? 1 : 2) extends
  (<T>() => T extends Other ? 1 : 2) ? true : false;

/** Compiles only if the type of the value is exactly `Type`. */
function same<Type>() {
  return <Value>(_value: Value, _equal: Equal<Type, Value>): void => {};
}

Deno.test("InternetSetStatusCallback() narrows the information by the status", () => {
  using hInternet = InternetOpen("agent");
  InternetSetStatusCallback(
    hInternet,
    (handle, dwContext, status, information) => {
      same<HINTERNET>()(handle, true);
      same<unknown>()(dwContext, true);
      if (status === INTERNET_STATUS_REQUEST_COMPLETE) {
        same<INTERNET_ASYNC_RESULT>()(information, true);
      } else if (status === INTERNET_STATUS_RESOLVING_NAME) {
        same<string>()(information, true);
      } else if (status === INTERNET_STATUS_REQUEST_SENT) {
        same<number>()(information, true);
      } else if (status === INTERNET_STATUS_HANDLE_CREATED) {
        same<HINTERNET>()(information, true);
      } else if (status === INTERNET_STATUS_RECEIVING_RESPONSE) {
        same<null>()(information, true);
        // @ts-expect-error there is no such status
      } else if (status === 12345) throw new Error("unreachable");
    },
  );
});

Deno.test("InternetSetStatusCallback() narrows in a switch", () => {
  using hInternet = InternetOpen("agent");
  InternetSetStatusCallback(
    hInternet,
    (_handle, _dwContext, status, information) => {
      switch (status) {
        case INTERNET_STATUS_REDIRECT:
          return void information.toUpperCase();
        case INTERNET_STATUS_COOKIE_SENT:
          return void information.toFixed();
        case INTERNET_STATUS_HANDLE_CLOSING:
          return void information.closed;
      }
    },
  );
});

Deno.test("InternetSetStatusCallback() accepts handlers with fewer parameters", () => {
  using hInternet = InternetOpen("agent");
  const log: unknown[] = [];
  InternetSetStatusCallback(hInternet, () => {});
  InternetSetStatusCallback(hInternet, (handle) => void handle.closed);
  InternetSetStatusCallback(hInternet, (_handle, dwContext) => {
    log.push(dwContext);
  });
  InternetSetStatusCallback(hInternet, (_handle, _dwContext, status) => {
    const known: InternetStatus = status;
    log.push(known);
  });
  assertEquals(InternetSetStatusCallback(hInternet, null)?.length, 3);
});

Deno.test("InternetSetStatusCallback() accepts handlers with wider parameter types", () => {
  using hInternet = InternetOpen("agent");
  function three(_handle: HINTERNET, _context: unknown, _status: number) {}
  function four(
    _handle: HINTERNET,
    _context: unknown,
    _status: number,
    _information: unknown,
  ) {}
  InternetSetStatusCallback(hInternet, three);
  InternetSetStatusCallback(hInternet, four);
  const kept: StatusCallback | null = InternetSetStatusCallback(
    hInternet,
    null,
  );
  InternetSetStatusCallback(hInternet, kept);
});

Deno.test("InternetSetStatusCallback() does not compile for a value that is not a handler", () => {
  using hInternet = InternetOpen("agent");
  const refuse = () => {
    // @ts-expect-error a text is not a handler
    InternetSetStatusCallback(hInternet, "handler");
    // @ts-expect-error the status is a number
    InternetSetStatusCallback(hInternet, (_handle, _context, s: string) => s);
    // @ts-expect-error a number is not a handle
    InternetSetStatusCallback(5, null);
  };
  assertInstanceOf(refuse, Function);
});

Deno.test("StatusEvent narrows the information by the status", () => {
  const read = (event: StatusEvent): number =>
    event.dwInternetStatus === INTERNET_STATUS_REQUEST_COMPLETE
      ? event.lpvStatusInformation.dwError
      : event.dwInternetStatus === INTERNET_STATUS_REDIRECT
      ? event.lpvStatusInformation.length
      : 0;
  using hInternet = InternetOpen("agent");
  const event: StatusEvent = {
    handle: hInternet,
    context: 1,
    status: INTERNET_STATUS_REDIRECT,
    information: "http://a/",
    time: 1.5,
    hInternet,
    dwContext: 1,
    dwInternetStatus: INTERNET_STATUS_REDIRECT,
    lpvStatusInformation: "http://a/",
  };
  assertEquals(read(event), 9);
  same<string | null>()(
    event.status === INTERNET_STATUS_REDIRECT ? event.information : null,
    true,
  );
});

Deno.test("InternetQueryOption() is typed by the option", () => {
  using hInternet = InternetOpen("agent");
  const query = <Option extends number>(option: Option) =>
    InternetQueryOption(hInternet, option);
  same<number>()(query(INTERNET_OPTION_CONNECT_TIMEOUT), true);
  same<string>()(query(INTERNET_OPTION_USER_AGENT), true);
  same<unknown>()(query(INTERNET_OPTION_CONTEXT_VALUE), true);
  same<StatusCallback | null>()(query(INTERNET_OPTION_CALLBACK), true);
  same<HINTERNET | null>()(query(INTERNET_OPTION_PARENT_HANDLE), true);
  const version = InternetQueryOption(null, INTERNET_OPTION_VERSION);
  same<INTERNET_VERSION_INFO>()(version, true);
  const url = () => InternetQueryOption(hInternet, INTERNET_OPTION_URL);
  same<string>()({} as ReturnType<typeof url>, true);
  const any = () => InternetQueryOption(hInternet, 9999 as number);
  assertInstanceOf(any, Function);
});

Deno.test("functions have as many required parameters as the native ones", () => {
  assertEquals(wininet.InternetOpen.length, 1);
  assertEquals(wininet.InternetOpenUrl.length, 2);
  assertEquals(wininet.InternetConnect.length, 2);
  assertEquals(wininet.HttpOpenRequest.length, 1);
  assertEquals(wininet.HttpSendRequest.length, 1);
  assertEquals(wininet.InternetReadFile.length, 2);
  assertEquals(wininet.FtpFindFirstFile.length, 1);
  assertEquals(wininet.FtpGetFile.length, 3);
  assertEquals(wininet.FtpPutFile.length, 3);
  assertEquals(wininet.FtpOpenFile.length, 3);
});

Deno.test("InternetError has code, name, message, cause and the text of the server", () => {
  const cause = new RangeError("from below");
  const error = new InternetError(
    ERROR_FTP_TRANSFER_IN_PROGRESS,
    "Cannot start",
    { cause, responseText: "425 Busy" },
  );
  assertInstanceOf(error, Error);
  assertEquals(error.code, 12110);
  assertEquals(error.name, "InternetError");
  assertEquals(
    error.message,
    "Cannot start (ERROR_FTP_TRANSFER_IN_PROGRESS)",
  );
  assertEquals(error.cause, cause);
  assertEquals(error.responseText, "425 Busy");
});

Deno.test("InternetError without cause and text has neither property", () => {
  const error = new InternetError(4711, "Cannot name it");
  assertEquals(error.message, "Cannot name it (4711)");
  assert(!("cause" in error));
  assertEquals(error.responseText, undefined);
});
