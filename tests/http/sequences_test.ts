// Copyright 2026 the wininet authors. MIT license.

/**
 * Compares the statuses of recorded scenarios (of a real wininet.dll, that of
 * Wine) with those of this library, for each handle. {@linkcode DIFFERENCES}
 * lists the intended differences and their reasons.
 *
 * Not replayed: decoding (`gzip_*`, `deflate_decode`: see decoding_test.ts),
 * `file_openurl` (the recorded library does not support `file:`), `large` and
 * `qda_large` (hundreds of pairs that depend on the arrival of bytes) and
 * `misuse_write_before_send` (it terminated the recording program).
 *
 * @module
 */

import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  INTERNET_FLAG_NO_AUTO_REDIRECT,
  INTERNET_FLAG_NO_CACHE_WRITE,
  INTERNET_FLAG_SECURE,
} from "../../flags.ts";
import recordings from "../data/status_sequences.json" with { type: "json" };
import { fixture } from "../helpers/certificates.ts";
import { Replay, type Scenario } from "./replay.ts";
import { scenarioServer, textServer } from "../servers/scenario_server.ts";
import { watch } from "../helpers/watch.ts";

interface Recording {
  callbacks: string[];
  calls: string[];
}

const RECORDED = recordings.scenarios as Record<string, Recording>;

/** The parameters of each scenario; its name describes the behaviour of the server. */
const SCENARIOS: ReadonlyMap<string, Scenario> = new Map<string, Scenario>([
  ["auth_noauth_flag", { path: "/401" }],
  ["badhandles", { onlyHandles: true }],
  ["cache", {}],
  ["cancel_mid", { path: "/endless", size: 500 }],
  ["cancel_read", { path: "/stuck", pending: "read" }],
  ["cb_wide", { host: "localhost", path: "/redirect" }],
  ["close_connect_first", {
    closes: ["hConnectHttp1", "hRequest1", "hInternet1"],
  }],
  ["close_in_pending_parent", {
    path: "/wait",
    pending: "send",
    closes: ["hInternet1"],
  }],
  ["close_twice", {
    closes: [
      "hConnectHttp1",
      "hConnectHttp1",
      "hConnectHttp1",
      "hConnectHttp1",
      "hInternet1",
    ],
  }],
  ["ctx_option", { option: "context" }],
  ["ctx_zero_all", { dwContext: 0 }],
  ["early_close_chunked", { path: "/early_close_chunked", size: 5 }],
  ["get_noflags", {}],
  ["head", { verb: "HEAD" }],
  ["http10_ka", { path: "/http10_ka" }],
  ["https_to_plain", { dwFlags: INTERNET_FLAG_SECURE, server: "text" }],
  ["https_untrusted", { dwFlags: INTERNET_FLAG_SECURE, server: "tls" }],
  ["keepalive", { path: "/keepalive" }],
  ["misuse_write_after_send", {}],
  ["no_header", { path: "/no_header" }],
  ["no_response", { path: "/no_response" }],
  ["options", { verb: "OPTIONS" }],
  ["partial_header", { path: "/partial_header" }],
  ["put", { verb: "PUT", body: "body" }],
  ["qda", { path: "/four", size: 500 }],
  ["read_loop_chunked", { path: "/parts", size: 500 }],
  ["read_zero", {}],
  ["readex_async", { path: "/parts", size: 500 }],
  ["redirect_300", { path: "/300" }],
  ["redirect_302_post", { path: "/302", verb: "POST", body: "body" }],
  ["redirect_307_post", { path: "/307", verb: "POST", body: "body" }],
  ["redirect_308_post", { path: "/308", verb: "POST", body: "body" }],
  ["redirect_auto", { path: "/redirect" }],
  ["redirect_ftp", { path: "/redirect_ftp" }],
  ["redirect_noauto", {
    path: "/redirect",
    dwFlags: INTERNET_FLAG_NO_AUTO_REDIRECT,
  }],
  ["redirect_openurl", { path: "/redirect" }],
  ["redirect_relative", { path: "/redirect_relative" }],
  ["redirect_xhost", { path: "/redirect_xhost" }],
  ["sendex_badstruct", { verb: "POST", total: 10 }],
  ["sendex_buffer", { verb: "POST", total: 10 }],
  ["sendex_null", {}],
  ["setfilepointer_nocache", { dwFlags: INTERNET_FLAG_NO_CACHE_WRITE }],
  ["status_204", { path: "/204" }],
  ["status_404_openurl", { path: "/404" }],
  ["timeout_receive", { path: "/wait", option: "timeout" }],
]);

/** A place where the statuses of this library differ from the recorded ones. */
interface Difference {
  /** A pattern of scenario names with their mode. */
  scenarios: RegExp;
  /** @default {"hRequest1"} */
  handle?: string;
  /** The recorded result, shortened. */
  recorded: string;
  /** The result of this library. */
  ours: string;
  reason: string;
}

/**
 * Abbreviations: CT CD connecting, connected; SR RS sending, sent; RR RV
 * receiving, received; RC complete; CC CL closing, closed; RD redirect; XX
 * handle closing; each sequence ends with a space.
 */
const DIFFERENCES: Difference[] = [
  {
    scenarios: /^async\.cancel_read$/,
    recorded: "RC RR ",
    ours: "RC RR CC CL RC XX ",
    reason:
      "Wine never completes a read whose handle is closed; documented is REQUEST_COMPLETE with 12017, then HANDLE_CLOSING",
  },
  {
    scenarios: /^async\.cancel_read$/,
    handle: "hConnectHttp1",
    recorded: "HC ",
    ours: "HC XX ",
    reason: "the connection closes with its child",
  },
  {
    scenarios: /^async\.close_in_pending_parent$/,
    recorded: "RR RV RC XX ",
    ours: "RR CC CL RC XX ",
    reason:
      "Wine lets a send run to its answer after the close; documented is a cancelled send, and the connection is closed",
  },
  {
    scenarios: /^(a?sync)\.cancel_mid$/,
    recorded: "RV XX ",
    ours: "RV CC CL XX ",
    reason:
      "Wine downloads the rest inside InternetCloseHandle and keeps the connection; ours closes it",
  },
  {
    scenarios: /^async\.early_close_chunked$/,
    recorded: "RC RR RV CC CL ",
    ours: "RC RR CC CL ",
    reason:
      "Wine takes a body that is cut short for whole; here the read fails with 12030 and has received nothing",
  },
  {
    scenarios: /^sync\.early_close_chunked$/,
    recorded: "RR RV CC CL ",
    ours: "RR RV RR CC CL ",
    reason:
      "Wine takes a body that is cut short for whole; here the read fails with 12030 and has received nothing",
  },
  {
    scenarios: /^async\.misuse_write_after_send$/,
    recorded: "RC SR RS ",
    ours: "RC ",
    reason:
      "a write to a request that was sent answers ERROR_INTERNET_INCORRECT_HANDLE_STATE and sends nothing",
  },
  {
    scenarios: /^sync\.misuse_write_after_send$/,
    recorded: "RV SR RS ",
    ours: "RV ",
    reason:
      "a write to a request that was sent answers ERROR_INTERNET_INCORRECT_HANDLE_STATE and sends nothing",
  },
  {
    scenarios: /^async\.no_header$/,
    recorded: "RR RV RC RR RV XX ",
    ours: "RR CC CL RC XX ",
    reason: "an answer needs a status line: the send fails with 12152",
  },
  {
    scenarios: /^async\.(no_response|partial_header)$/,
    recorded: "RR RV CC CL RC ",
    ours: "RR CC CL RC ",
    reason:
      "no head was received: the send fails with 12152, as on Windows; Wine says success",
  },
  {
    scenarios: /^sync\.(no_header|no_response|partial_header)$/,
    recorded: "RR RV XX ",
    ours: "RR CC CL XX ",
    reason:
      "no head was received: the send fails with 12152, as on Windows; Wine says success",
  },
  {
    scenarios: /^(a?sync)\.redirect_308_post$/,
    recorded: "RR RV ",
    ours: "RR RV RD SR RS RR RV ",
    reason:
      "308 is followed, as RFC 9110 says; the recorded Wine does not know it",
  },
  {
    scenarios: /^sync\.sendex_(buffer|null)$/,
    recorded: "RR RV RC XX ",
    ours: "RR RV XX ",
    reason:
      "no REQUEST_COMPLETE on a synchronous session; Wine's HttpEndRequest posts one",
  },
];

const SHORT: Record<string, string> = {
  RESOLVING_NAME: "RN",
  NAME_RESOLVED: "NR",
  CONNECTING_TO_SERVER: "CT",
  CONNECTED_TO_SERVER: "CD",
  SENDING_REQUEST: "SR",
  REQUEST_SENT: "RS",
  RECEIVING_RESPONSE: "RR",
  RESPONSE_RECEIVED: "RV",
  CLOSING_CONNECTION: "CC",
  CONNECTION_CLOSED: "CL",
  REDIRECT: "RD",
  REQUEST_COMPLETE: "RC",
  HANDLE_CREATED: "HC",
  HANDLE_CLOSING: "XX",
};

/** The statuses of each handle, abbreviated. */
type Sequences = Record<string, string>;

/** Returns the recorded statuses without the differences that all scenarios have. */
function recordedSequences({ callbacks, calls }: Recording): Sequences {
  const sequences: Sequences = {};
  let previous = "";
  for (const callback of callbacks) {
    const [, name = "", handle = "", information = ""] =
      /^(\w+)@([^=]*)=?(.*)$/.exec(callback) ?? [];
    // This library posts no lookup statuses for an address. The end of the
    // lookup is skipped together with its start.
    const literal = name === "RESOLVING_NAME" && information === "127.0.0.1" ||
      name === "NAME_RESOLVED" && previous === "skipped";
    previous = literal ? "skipped" : name;
    if (literal) continue;
    // OpenUrl has no hidden connection here: its handle belongs to the session.
    const key = handle === "raw:unknown" ? "hInternet1" : handle;
    sequences[key] = (sequences[key] ?? "") + `${SHORT[name]} `;
  }
  return withoutReads(sequences, pendingReads(calls));
}

/** Returns the number of reads that the recording has completed with a REQUEST_COMPLETE. */
function pendingReads(calls: string[]): number {
  return calls.filter((call) =>
    /^Internet(ReadFile|Query).*=False\/ERROR_IO_PENDING/.test(call)
  ).length;
}

/** Removes the REQUEST_COMPLETE statuses of reads, which are the last ones of the request. */
function withoutReads(sequences: Sequences, count: number): Sequences {
  for (let left = count; left > 0; left--) {
    const sequence = sequences.hRequest1 ?? "";
    const at = sequence.lastIndexOf("RC ");
    if (at > sequence.indexOf("RC ")) {
      sequences.hRequest1 = sequence.slice(0, at) + sequence.slice(at + 3);
    }
  }
  return sequences;
}

/**
 * Merges repeated statuses: reads wait once for each piece of data that
 * arrives, and a host may have several addresses.
 */
function collapsed(sequence: string): string {
  return sequence.replaceAll(/(RR RV )+/g, "RR RV ").replaceAll(
    /(CT )+/g,
    "CT ",
  );
}

function ourSequences(replay: Replay): Sequences {
  const sequences: Sequences = {};
  for (const { hInternet, name } of replay.log) {
    const key = replay.nameOf(hInternet);
    sequences[key] = (sequences[key] ?? "") + `${SHORT[name]} `;
  }
  return sequences;
}

/** A certificate without a trusted authority. */
const TLS = fixture("self_signed");

for (const [name, recording] of Object.entries(RECORDED)) {
  const [mode, key = ""] = name.split(".");
  const scenario = SCENARIOS.get(key)!;
  Deno.test(`the statuses of ${name} match the recording`, async () => {
    const gates: (() => void)[] = [];
    await using server = scenario.server === "text"
      ? textServer()
      : scenarioServer(gates, scenario.server === "tls" ? TLS : undefined);
    await using watched = watch({ asynchronous: mode === "async" });
    const release = () => gates.shift()?.();
    const replay = new Replay(scenario, {
      watched,
      port: server.port,
      release,
    });
    await replay.play(recording.calls);
    assertEquals(compared(ourSequences(replay)), expected(name, recording));
  });
}

function compared(sequences: Sequences): Sequences {
  return Object.fromEntries(
    Object.entries(sequences).map((
      [handle, sequence],
    ) => [handle, collapsed(sequence)]),
  );
}

/** Returns the recorded sequence with the differences applied. */
function expected(name: string, recording: Recording): Sequences {
  const sequences = compared(recordedSequences(recording));
  for (
    const { scenarios, handle = "hRequest1", recorded, ours } of DIFFERENCES
  ) {
    if (!scenarios.test(name)) continue;
    const sequence = sequences[handle] ?? "";
    assertStringIncludes(sequence, recorded);
    sequences[handle] = sequence.replace(recorded, ours);
  }
  return sequences;
}
