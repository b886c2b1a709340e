// Copyright 2026 the wininet authors. MIT license.

/**
 * Recorded FTP scenarios (of a real wininet.dll, Wine's) compared with this
 * library: the result of each call in both modes, and the statuses of a
 * synchronous session. If a result differs on purpose, the scenario gives the
 * reason.
 *
 * In an asynchronous session, only the immediate refusals are compared with its
 * own recording. The rest of that recording is not usable: Wine connects inside
 * InternetConnect, returns TRUE while a call is pending, reports successes as
 * errors and crashes in FtpFindFirstFile. The expected results of those calls
 * are taken from the synchronous recording, and REQUEST_COMPLETE must report
 * them. The statuses are not compared.
 *
 * The recording does not contain the arguments of calls: they are chosen so
 * that the lengths of commands and replies are as recorded.
 *
 * The statuses have a short form. A number is a reply of that many characters
 * plus one (Wine counts neither the last character nor the line end); `9>35` is
 * a reported command of 9 bytes, and its reply. RN NR: resolving, resolved. CT
 * CD: connecting, connected. CC CL: closing, closed. SR: sending data. `+C1` is
 * the HANDLE_CREATED of the connection, `-C1` its HANDLE_CLOSING; F is a file
 * that is read, W one that is written, D an enumeration.
 *
 * `statuses_test.ts` checks the handle on which a command is reported, and
 * `http/sequences_test.ts` a redirect to FTP.
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { ERROR_SUCCESS } from "../../error.ts";
import {
  FTP_TRANSFER_TYPE_ASCII,
  GENERIC_READ,
  GENERIC_WRITE,
} from "../../flags.ts";
import {
  FtpCreateDirectory,
  FtpDeleteFile,
  FtpRemoveDirectory,
  FtpSetCurrentDirectory,
} from "../../ftp.ts";
import { ERROR_NAMES } from "../../_base/error_names.ts";
import { completions } from "../helpers/calls.ts";
import { folder, SESSIONS } from "../helpers/ftp_calls.ts";
import {
  close,
  connect,
  create,
  differs,
  directory,
  fileSize,
  find,
  FtpReplay,
  getFile,
  info,
  next,
  open,
  openUrl,
  order,
  putFile,
  read,
  RecordedServer,
  rename,
  type Step,
  write,
} from "./replay.ts";
import { watch } from "../helpers/watch.ts";

/** A scenario. */
interface Scenario {
  steps: Step[];
  /** The recorded statuses. */
  statuses: string;
  /** The statuses that differ, besides those that {@linkcode recordedStatuses} handles. */
  differences?: [recorded: string, ours: string, reason: string][];
  /** @default {true} */
  passive?: boolean;
}

const REFUSED = "ERROR_INTERNET_EXTENDED_ERROR";
const INVALID = "ERROR_INVALID_PARAMETER at once";
const BUSY = "ERROR_FTP_TRANSFER_IN_PROGRESS at once";
const ASCII = { flags: FTP_TRANSFER_TYPE_ASCII };

const LOGIN = "RN NR CT CD 19 30 20";

/**
 * Not in the recording: without it, the file would be aborted here, because it
 * is closed before its end.
 */
const READ_AWAY = read("F1");

const NOTHING_FOUND = "Wine answers NULL with no error; documented is this one";
const NO_SIZE = "Wine answers 0, which is also the size of an empty file";

const LISTED: [string, string, string] = [
  "11>51",
  "10>51",
  "LIST sub; Wine leaves the slash of sub/* at its end",
];

const SCENARIOS: ReadonlyMap<string, Scenario> = new Map<string, Scenario>([
  ["ftp_active", {
    passive: false,
    steps: [
      connect("C1"),
      open("one.txt", "F1"),
      ...read("F1"),
      close("F1"),
      find("sub/*", "D1"),
      ...next("D1", 4),
      close("D1"),
      getFile("one.txt", "got"),
      close("C1"),
    ],
    statuses:
      `+C1 ${LOGIN} 23 38 51 -F1 21 22 38 11>51 21 -D1 23 38 51 21 CC CL -C1`,
    differences: [LISTED],
  }],
  ["ftp_ascii", {
    steps: [
      connect("C1"),
      getFile("one.txt", "text", "True", ASCII),
      getFile("one.txt", "binary"),
      getFile("two.txt", "other"),
      close("C1"),
    ],
    statuses: `+C1 ${LOGIN} 22 45 51 21 23 45 51 21 23 45 51 21 CC CL -C1`,
  }],
  ["ftp_badhost", {
    steps: [
      connect("ERROR_INTERNET_NAME_NOT_RESOLVED", {
        host: "nosuchhost.invalid",
      }),
    ],
    statuses: "+C1 RN CC CL -C1",
    differences: [["CC CL ", "", "there is no connection that could close"]],
  }],
  ["ftp_baduser_args", {
    steps: [
      connect(INVALID, { password: "somebody@" }),
      connect("C1"),
      close("C1"),
      connect("C2", { user: "" }),
      close("C2"),
      connect(INVALID, { user: "", password: "somebody@" }),
    ],
    statuses: `+C1 ${LOGIN} CC CL -C1 +C2 ${LOGIN} CC CL -C2`,
  }],
  ["ftp_busy", {
    steps: [
      connect("C1"),
      open("one.txt", "F1"),
      directory(BUSY),
      order(FtpSetCurrentDirectory, "sub", BUSY),
      info,
      order(FtpDeleteFile, "one.txt", BUSY),
      info,
      open("two.txt", BUSY),
      info,
      find(null, BUSY),
      info,
      ...read("F1"),
      close("F1"),
      directory(),
      close("C1"),
    ],
    statuses: `+C1 ${LOGIN} 23 45 51 -F1 21 5>32 CC CL -C1`,
  }],
  ["ftp_dirs", {
    steps: [
      connect("C1"),
      directory(),
      differs(
        directory("ERROR_INSUFFICIENT_BUFFER"),
        "True",
        "there is no buffer that could be too small",
      ),
      order(FtpSetCurrentDirectory, "sub"),
      directory(),
      order(FtpSetCurrentDirectory, "nosuch", REFUSED),
      info,
      order(FtpSetCurrentDirectory, "/"),
      order(FtpCreateDirectory, "newdir"),
      order(FtpCreateDirectory, "newdir", REFUSED),
      info,
      order(FtpSetCurrentDirectory, "newdir"),
      directory(),
      order(FtpSetCurrentDirectory, ".."),
      order(FtpRemoveDirectory, "newdir"),
      order(FtpRemoveDirectory, "newdir", REFUSED),
      info,
      close("C1"),
    ],
    statuses: `+C1 ${LOGIN} 5>32 5>32 9>35 5>35 12>29 7>32 31 15 ` +
      "12>38 5>38 8>32 21 29 CC CL -C1",
  }],
  ["ftp_find", {
    steps: [
      connect("C1"),
      find("*.txt", "D1"),
      ...next("D1", 2),
      close("D1"),
      find("sub/*", "D2"),
      ...next("D2", 4),
      close("D2"),
      order(FtpSetCurrentDirectory, "sub"),
      find("*.txt", "D3"),
      ...next("D3", 1),
      close("D3"),
      find("*.bin", "D4"),
      ...next("D4", 0),
      close("D4"),
      differs(find("*.none", "None"), "ERROR_NO_MORE_FILES", NOTHING_FOUND),
      info,
      order(FtpSetCurrentDirectory, "/empty"),
      differs(find(null, "None"), "ERROR_NO_MORE_FILES", NOTHING_FOUND),
      info,
      close("C1"),
    ],
    statuses: `+C1 ${LOGIN} 22 45 6>51 21 -D1 22 45 11>51 21 -D2 9>35 ` +
      "22 45 6>51 21 -D3 22 45 6>51 21 -D4 22 45 6>51 21 12>37 " +
      "22 45 6>51 21 CC CL -C1",
    differences: [LISTED],
  }],
  ["ftp_open_bad", {
    steps: [
      connect("C1"),
      open(null, INVALID),
      info,
      open("one.txt", INVALID, 0),
      info,
      open("one.txt", INVALID, GENERIC_READ + GENERIC_WRITE),
      info,
      open("one.txt", INVALID, GENERIC_READ, 3),
      info,
      differs(
        open("", REFUSED),
        INVALID,
        "a file without a name is refused before anything is sent",
      ),
      info,
      close("C1"),
    ],
    statuses: `+C1 ${LOGIN} 23 45 43 CC CL -C1`,
    differences: [["23 45 43 ", "", "nothing is sent for a missing name"]],
  }],
  ["ftp_open_read_large", {
    steps: [
      connect("C1"),
      open("large.bin", "F1"),
      ...read("F1", 22),
      close("F1"),
      close("C1"),
    ],
    statuses: `+C1 ${LOGIN} 23 45 51 -F1 21 CC CL -C1`,
  }],
  ["ftp_open_write", {
    steps: [
      connect("C1"),
      create("new.txt", "W1"),
      write("W1"),
      write("W1"),
      close("W1"),
      open("new.txt", "F1"),
      ...read("F1"),
      differs(
        write("F1"),
        "ERROR_INVALID_HANDLE at once",
        "Wine takes bytes for a file that is read, and they are lost",
      ),
      close("F1"),
      order(FtpDeleteFile, "new.txt"),
      close("C1"),
    ],
    statuses: `+C1 ${LOGIN} 23 45 51 -W1 21 23 45 51 -F1 21 16 CC CL -C1`,
  }],
  ["ftp_openurl_file", {
    steps: [openUrl("/one.txt", "F1"), ...read("F1"), close("F1")],
    statuses: `${LOGIN} 23 45 51 -F1 21 CC CL`,
    differences: [[
      "-F1 CC CL",
      "-F1",
      "there is no hidden connection: the login waits for the next URL",
    ]],
  }],
  ["ftp_openurl_missing", {
    steps: [openUrl("/missing", REFUSED), info],
    statuses: `${LOGIN} 23 45 29 CC CL`,
    differences: [[
      "29 CC CL",
      "29 5>32 29",
      "PWD, CWD: it may be a directory; the login waits for the next URL",
    ]],
  }],
  ["ftp_openurl_rawdir", {
    steps: [
      differs(openUrl("/sub", REFUSED), "F1", "a directory gets a page"),
      info,
      // Not in the recording, because Wine did not create a handle.
      ...READ_AWAY,
      close("F1"),
    ],
    statuses: `${LOGIN} 23 45 18 CC CL`,
    differences: [[
      "18 CC CL",
      "18 5>32 35 22 6>45 51 21 32 -F1",
      "PWD, CWD, LIST, CWD: a directory gets a page; the login waits for the next URL",
    ]],
  }],
  ["ftp_options", {
    steps: [
      connect("C1"),
      open("one.txt", "F1"),
      ...READ_AWAY,
      close("F1"),
      close("C1"),
    ],
    statuses: `+C1 ${LOGIN} 23 45 51 -F1 21 CC CL -C1`,
  }],
  ["ftp_put_get", {
    steps: [
      connect("C1"),
      putFile("here", "new.txt"),
      getFile("new.txt", "got"),
      getFile("new.txt", "got", "ERROR_FILE_EXISTS", { failIfExists: true }),
      info,
      getFile("new.txt", "got"),
      getFile("missing", "other", REFUSED),
      info,
      putFile("nowhere", "new.txt", "ERROR_FILE_NOT_FOUND"),
      info,
      order(FtpDeleteFile, "new.txt"),
      close("C1"),
    ],
    statuses: `+C1 ${LOGIN} SR 23 45 51 21 23 45 51 21 23 45 51 21 ` +
      "23 45 29 16 CC CL -C1",
    differences: [[
      "23 45 51 21 ",
      "23 45 51 21 30 15 ",
      "RNFR, RNTO: FtpPutFile writes under another name first",
    ]],
  }],
  ["ftp_rename_delete", {
    steps: [
      connect("C1"),
      rename("one.txt", "new.txt"),
      rename("one.txt", "new.txt", REFUSED),
      info,
      order(FtpDeleteFile, "new.txt"),
      order(FtpDeleteFile, "new.txt", REFUSED),
      info,
      close("C1"),
    ],
    statuses: `+C1 ${LOGIN} 30 15 29 16 29 CC CL -C1`,
  }],
  ["ftp_size_mdtm", {
    steps: [
      connect("C1"),
      open("one.txt", "F1"),
      differs(fileSize("F1", "0"), "7", "Wine does not ask for it"),
      ...READ_AWAY,
      close("F1"),
      differs(fileSize("F1", "0"), "ERROR_INVALID_HANDLE at once", NO_SIZE),
      differs(
        fileSize("C1", "0"),
        "ERROR_INTERNET_INCORRECT_HANDLE_TYPE at once",
        NO_SIZE,
      ),
      close("C1"),
    ],
    statuses: `+C1 ${LOGIN} 23 45 51 -F1 21 CC CL -C1`,
  }],
]);

const SHORT: Record<string, string> = {
  RESOLVING_NAME: "RN",
  NAME_RESOLVED: "NR",
  CONNECTING_TO_SERVER: "CT",
  CONNECTED_TO_SERVER: "CD",
  CLOSING_CONNECTION: "CC",
  CONNECTION_CLOSED: "CL",
};

/** Commands that Wine does not send; they are omitted with their replies. */
const EXTRA = /^(EPSV|EPRT|FEAT|SIZE)$/;

for (const [name, scenario] of SCENARIOS) {
  for (const [kind, asynchronous] of SESSIONS) {
    Deno.test(`the calls of ${name} match the recording, ${kind}`, async () => {
      using local = folder();
      local.write("here", "0123456");
      await using server = new RecordedServer();
      await using watched = watch({ asynchronous });
      const { steps, passive = true } = scenario;
      const play = new FtpReplay({ watched, server, local, passive });
      for (const step of steps) await playStep(play, step, asynchronous);
      await watched.hInternet[Symbol.asyncDispose]();
      if (asynchronous) return;
      const recorded = recordedStatuses(scenario);
      assertEquals(compared(ourStatuses(play), recorded), recorded);
    });
  }
}

/** Makes a call, and checks that its REQUEST_COMPLETE reports the same result. */
async function playStep(
  play: FtpReplay,
  step: Step,
  asynchronous: boolean,
): Promise<void> {
  const { watched } = play.stage;
  const before = completions(watched).length;
  const outcome = await play.play(step);
  const message = `${step.name}: ${step.reason}`;
  assertEquals(outcome, step.ours, message);
  const completes = asynchronous && step.waits && !outcome.endsWith("at once");
  const told = completions(watched).slice(before);
  assertEquals(
    told.map(({ dwError }) => dwError),
    completes ? [codeOf(step)] : [],
    message,
  );
}

/** Returns dwError. The end of an enumeration is `null` here, which is not an error. */
function codeOf({ name, ours }: Step): number {
  if (name === "InternetFindNextFile") return ERROR_SUCCESS;
  const found = [...ERROR_NAMES].find(([, error]) => error === ours);
  return found?.[0] ?? ERROR_SUCCESS;
}

/**
 * Returns the recorded statuses without the differences that apply to every
 * scenario: an address is not resolved, sending data has separate statuses, a
 * data connection closes after all of its replies, and the type is sent only if
 * it changes.
 */
function recordedStatuses({ statuses, differences = [] }: Scenario): string[] {
  const moved = statuses.replaceAll("RN NR ", "").replaceAll("SR ", "")
    .replaceAll(/(-[FD]\d) 21/g, "21 $1");
  let type = "";
  let all = moved.split(" ").filter((status) => {
    const repeated = status === type;
    if (status === "22" || status === "23") type = status;
    return !repeated;
  }).join(" ");
  for (const [recorded, ours] of differences) {
    assertStringIncludes(all, recorded);
    all = all.replace(recorded, ours);
  }
  return all.split(" ");
}

/** This library reports every command, the recording only some. */
function compared(ours: string[], recorded: string[]): string[] {
  return ours.map((status, index) =>
    recorded[index]?.includes(">") ? status : status.replace(/^\d+>/, "")
  );
}

/**
 * Returns the statuses of this library in the form of the recording. This
 * library announces files, and files that could not be opened have no names.
 */
function ourStatuses(play: FtpReplay): string[] {
  const { watched, server } = play.stage;
  const exchanges = new Exchanges(server);
  const all = watched.log.map(({ hInternet, name, information }) => {
    switch (name) {
      case "HANDLE_CREATED":
        return `+${play.nameOf(information)}`.replace(/^\+[FWD]\d$/, "");
      case "HANDLE_CLOSING":
        return `-${play.nameOf(hInternet)}`;
      case "REQUEST_SENT":
        return exchanges.sent(Number(information));
      case "RESPONSE_RECEIVED":
        return exchanges.received(Number(information));
    }
    return SHORT[name] ?? "";
  });
  assert(exchanges.complete, "Not every command and reply was told");
  return all.filter((status) => !["", "+", "-"].includes(status));
}

/** Distinguishes commands and replies from data by their order and lengths on the server. */
class Exchanges {
  readonly #commands: string[];
  readonly #replies: number[];
  #verb = "";
  #sent = "";

  constructor({ commands, lengths }: RecordedServer) {
    // The end of the session is not reported to any handle.
    this.#commands = commands.filter((line) => line !== "QUIT");
    this.#replies = [...lengths];
  }

  /** `true` if all commands and replies were reported. */
  get complete(): boolean {
    return this.#commands.length === 0 && this.#replies.length === 0;
  }

  /** Records REQUEST_SENT, which is written together with its reply. */
  sent(bytes: number): string {
    const line = this.#commands[0];
    if (line?.length !== bytes - 2) return "";
    this.#commands.shift();
    this.#verb = line.split(" ")[0] ?? "";
    this.#sent = `${bytes}>`;
    return "";
  }

  /** Returns the short form of RESPONSE_RECEIVED, or `""` for data and extra commands. */
  received(bytes: number): string {
    if (this.#replies[0] !== bytes) return "";
    this.#replies.shift();
    const sent = this.#sent;
    this.#sent = "";
    return EXTRA.test(this.#verb) ? "" : `${sent}${bytes - 3}`;
  }
}
