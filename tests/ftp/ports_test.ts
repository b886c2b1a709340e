// Copyright 2026 the wininet authors. MIT license.

/** The ports of other services are refused, as with Gopher. */

import { assertEquals, assertThrows } from "@std/assert";
import {
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
  InternetError,
} from "../../error.ts";
import { INTERNET_SERVICE_FTP } from "../../flags.ts";
import { FTP_OPTION_ANY_PORT } from "../../ftp_options.ts";
import {
  InternetConnect,
  InternetOpenUrl,
  InternetSetOption,
} from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { watch } from "../helpers/watch.ts";

type Call = (hInternet: HINTERNET, port: number) => Promise<HINTERNET>;

const CALLS: [name: string, call: Call][] = [
  [
    "InternetOpenUrl() of ftp:",
    (h, port) => InternetOpenUrl(h, `ftp://127.0.0.1:${port}/f`),
  ],
  [
    "InternetOpenUrl() of ftps:",
    (h, port) => InternetOpenUrl(h, `ftps://127.0.0.1:${port}/f`),
  ],
  [
    "InternetConnect()",
    (h, port) =>
      InternetConnect(h, "127.0.0.1", port, null, null, INTERNET_SERVICE_FTP),
  ],
];

for (const [name, call] of CALLS) {
  for (const port of [22, 23, 25, 110, 6000, 6379, 6667, 9100]) {
    Deno.test(`${name} refuses port ${port} immediately, unless FTP_OPTION_ANY_PORT is set`, async () => {
      await using watched = watch();
      const { hInternet } = watched;
      const error = assertThrows(
        () => call(hInternet, port),
        InternetError,
        "FTP_OPTION_ANY_PORT",
      );
      assertEquals(error.code, ERROR_INTERNET_FAILED_DUETOSECURITYCHECK);
      assertEquals(watched.names(), []);
    });
  }

  Deno.test(`${name} connects to the port of another service with FTP_OPTION_ANY_PORT`, async () => {
    await using watched = watch();
    InternetSetOption(watched.hInternet, FTP_OPTION_ANY_PORT, true);
    // The port is closed, but the connection was attempted.
    assertEquals(
      await rejectedCode(call(watched.hInternet, 79)),
      ERROR_INTERNET_CANNOT_CONNECT,
    );
  });

  for (const port of [21, 990]) {
    Deno.test(`${name} accepts the FTP port ${port}`, async () => {
      await using watched = watch();
      assertEquals(
        await rejectedCode(call(watched.hInternet, port)),
        ERROR_INTERNET_CANNOT_CONNECT,
      );
    });
  }
}
