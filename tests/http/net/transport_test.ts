// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertThrows } from "@std/assert";
import { ERROR_ACCESS_DENIED, InternetError } from "../../../error.ts";
import type { HttpTransport } from "../../../http_options.ts";
import { chooseTransport } from "../../../_http/net/transport.ts";

const NTLM = "authenticate a connection";

/**
 * The setting, the feature that fetch lacks, `true` if the request is observed,
 * if fetch offers more, and if sockets are available; and the choice, `null`
 * for an error.
 */
const CHOICES: [
  wanted: HttpTransport,
  beyondFetch: string | null,
  isWatched: boolean,
  gainsByFetch: boolean,
  hasSockets: boolean,
  choice: "fetch" | "sockets" | null,
][] = [
  ["auto", null, false, false, true, "sockets"],
  ["auto", null, false, true, true, "fetch"],
  ["auto", null, true, false, true, "sockets"],
  ["auto", null, true, true, true, "sockets"],
  ["auto", NTLM, false, true, true, "sockets"],
  ["auto", NTLM, true, true, true, "sockets"],
  ["auto", null, false, false, false, "fetch"],
  ["auto", null, true, false, false, "fetch"],
  ["auto", NTLM, false, true, false, null],
  ["auto", NTLM, true, false, false, null],
  ["fetch", null, false, false, true, "fetch"],
  ["fetch", null, true, true, true, "fetch"],
  ["fetch", null, true, false, false, "fetch"],
  ["fetch", NTLM, false, true, true, null],
  ["fetch", NTLM, true, false, false, null],
  ["sockets", null, false, true, true, "sockets"],
  ["sockets", null, false, false, false, "sockets"],
  ["sockets", NTLM, true, true, true, "sockets"],
];

for (
  const [wanted, beyondFetch, isWatched, gainsByFetch, hasSockets, choice]
    of CHOICES
) {
  const title = [
    `"${wanted}"`,
    isWatched ? "watched" : "not watched",
    beyondFetch === null ? "within fetch" : "beyond fetch",
    gainsByFetch ? "gains by fetch" : "gains nothing by fetch",
    hasSockets ? "with sockets" : "without sockets",
  ].join(", ");
  const needs = {
    wanted,
    beyondFetch,
    isWatched,
    gainsByFetch,
    hasSockets,
  };

  if (choice !== null) {
    Deno.test(`chooseTransport() returns ${choice} for ${title}`, () => {
      assertEquals(chooseTransport(needs), choice);
    });
    continue;
  }
  Deno.test(`chooseTransport() recommends a solution for ${title}`, () => {
    const error = assertThrows(() => chooseTransport(needs), InternetError);
    assertEquals(error.code, ERROR_ACCESS_DENIED);
    const what = wanted === "fetch"
      ? 'set HTTP_OPTION_TRANSPORT to "auto" or "sockets"'
      : "the program has no permission for sockets; see --allow-net";
    assertEquals(
      error.message,
      `Cannot authenticate a connection by fetch: ${what} (ERROR_ACCESS_DENIED)`,
    );
  });
}
