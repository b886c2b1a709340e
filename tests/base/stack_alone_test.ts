// Copyright 2026 the wininet authors. MIT license.

/** Errors of programs that change the stacks of V8, as error trackers do. */

import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INVALID_HANDLE,
  InternetError,
} from "../../error.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetOpenUrl,
  InternetReadFile,
  InternetSetOption,
} from "../../internet.ts";
import { HTTP_OPTION_TRANSPORT } from "../../http_options.ts";
import type { HINTERNET } from "../../structures.ts";
import { closedPort } from "../servers/closed_port.ts";

/** The changes that a program can make to `Error`. */
const CHANGES: readonly [name: string, change: Record<string, unknown>][] = [
  ["an array for each stack", {
    prepareStackTrace: (_error: unknown, sites: unknown) => sites,
  }],
  ["no stacks", { prepareStackTrace: () => undefined }],
  ["a limit that is not a number", { stackTraceLimit: "all" }],
  ["a limit of 0", { stackTraceLimit: 0 }],
];

async function withChange(
  change: Record<string, unknown>,
  run: () => Promise<void>,
): Promise<void> {
  const { prepareStackTrace, stackTraceLimit } = Error as unknown as Record<
    string,
    unknown
  >;
  Object.assign(Error, change);
  try {
    await run();
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}

for (const [name, change] of CHANGES) {
  Deno.test(`errors keep their codes in a program with ${name}`, async () => {
    const port = closedPort();
    const codes: number[] = [];
    await withChange(change, async () => {
      using hInternet = InternetOpen("agent");
      const call = () => InternetReadFile({} as HINTERNET, new Uint8Array(1));
      codes.push(assertThrows(call, InternetError).code);
      const connect = () =>
        InternetConnect(hInternet, "127.0.0.1", port, null, null, 1, 0);
      codes.push((await assertRejects(connect, InternetError)).code);
      InternetSetOption(hInternet, HTTP_OPTION_TRANSPORT, "fetch");
      const fetched = () =>
        InternetOpenUrl(hInternet, `http://ann:secret@127.0.0.1:${port}/?q`);
      codes.push((await assertRejects(fetched, InternetError)).code);
    });
    assertEquals(codes, [
      ERROR_INVALID_HANDLE,
      ERROR_INTERNET_CANNOT_CONNECT,
      ERROR_INTERNET_CANNOT_CONNECT,
    ]);
  });
}
