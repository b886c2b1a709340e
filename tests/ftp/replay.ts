// Copyright 2026 the wininet authors. MIT license.

/**
 * Replays recorded FTP scenarios: the calls as steps, and a server whose
 * replies have the recorded lengths.
 *
 * A step makes one call and returns its result in the form of the recording:
 * `True`, the name of a handle, or the name of an error. ` at once` follows an
 * error that REQUEST_COMPLETE could not report.
 *
 * @module
 */

import { InternetError } from "../../error.ts";
import {
  GENERIC_READ,
  GENERIC_WRITE,
  INTERNET_FLAG_PASSIVE,
} from "../../flags.ts";
import {
  FtpFindFirstFile,
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpGetFileSize,
  FtpOpenFile,
  FtpPutFile,
  FtpRenameFile,
} from "../../ftp.ts";
import {
  InternetFindNextFile,
  InternetGetLastResponseInfo,
  InternetOpenUrl,
  InternetReadFile,
  InternetWriteFile,
} from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { ERROR_NAMES } from "../../_base/error_names.ts";
import {
  connectFtp,
  type Folder,
  type FtpConnectOptions,
} from "../helpers/ftp_calls.ts";
import type { FtpCall } from "../servers/ftp_session.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import type { Watch } from "../helpers/watch.ts";

/** The context of all calls. */
const CONTEXT = 1;

/** The server and the session of a scenario. */
export interface Stage {
  readonly watched: Watch;
  readonly server: RecordedServer;
  readonly local: Folder;
  readonly passive: boolean;
}

/** One call, and its recorded result. */
export interface Step {
  readonly name: string;
  readonly recorded: string;
  /**
   * The result of this library: the recorded one, unless {@linkcode differs}
   * gives a reason.
   */
  readonly ours: string;
  /** The reason for a result that is not the recorded one, or `""`. */
  readonly reason: string;
  /** `true` if the call ends with REQUEST_COMPLETE in an asynchronous session. */
  readonly waits: boolean;
  /** Makes the call; returns the handle if it creates one. */
  run(play: FtpReplay): unknown;
}

/** Runs steps, and keeps their handles by the names in the recording. */
export class FtpReplay {
  readonly stage: Stage;
  readonly handles: Map<string, HINTERNET> = new Map();

  constructor(stage: Stage) {
    this.stage = stage;
  }

  /** The connection that was opened last. */
  get hConnect(): HINTERNET {
    return this.handle("C2", "C1");
  }

  /** Returns the first of these handles that exists. */
  handle(...names: string[]): HINTERNET {
    const found = names.find((name) => this.handles.has(name));
    return this.handles.get(found ?? "")!;
  }

  /** Makes the call; returns its result. */
  async play({ name, run, ours }: Step): Promise<string> {
    let call: unknown;
    try {
      call = run(this);
    } catch (error) {
      return `${codeOf(error)} at once`;
    }
    try {
      const result = await call;
      // Windows reports the end of an enumeration as an error.
      if (result === null) return "ERROR_NO_MORE_FILES";
      // Only FtpGetFileSize returns a number: reads and writes return TRUE.
      if (typeof result === "number") return `${result}`;
      if (!isHandle(result)) return "True";
      this.handles.set(ours, result);
      return ours;
    } catch (error) {
      if (name === "InternetConnect") this.#nameRefused();
      return codeOf(error);
    }
  }

  /** Names the handle of a connection that could not be made. */
  #nameRefused(): void {
    const created = this.stage.watched.log.findLast((entry) =>
      entry.name === "HANDLE_CREATED"
    );
    this.handles.set("C1", created!.information as HINTERNET);
  }

  /** Returns the name of a handle in the recording, or `""`. */
  nameOf(handle: unknown): string {
    return [...this.handles].find(([, value]) => value === handle)?.[0] ?? "";
  }
}

// ---- the steps ----

function step(
  name: string,
  recorded: string,
  run: (play: FtpReplay) => unknown,
): Step {
  const waits = !/^Internet(CloseHandle|GetLastResponseInfo)$/.test(name);
  return { name, recorded, ours: recorded, reason: "", waits, run };
}

/** Returns a step whose result differs from the recorded one. */
export function differs(step: Step, ours: string, reason: string): Step {
  return { ...step, ours, reason };
}

/** InternetConnect. */
export function connect(
  recorded: string,
  options: FtpConnectOptions & { host?: string } = {},
): Step {
  return step("InternetConnect", recorded, ({ stage }) => {
    const { server: { host, port }, passive, watched } = stage;
    const server = { host: options.host ?? host, port };
    const all = { passive, dwContext: CONTEXT, ...options };
    return connectFtp(watched.hInternet, server, all);
  });
}

/** InternetOpenUrl. */
export function openUrl(path: string, recorded: string): Step {
  return step("InternetOpenUrl", recorded, ({ stage: { watched, server } }) => {
    const url = `ftp://${server.host}:${server.port}${path}`;
    const flags = INTERNET_FLAG_PASSIVE;
    return InternetOpenUrl(watched.hInternet, url, null, flags, CONTEXT);
  });
}

/** FtpOpenFile. */
export function open(
  name: string | null,
  recorded: string,
  access: number = GENERIC_READ,
  flags = 0,
): Step {
  return step(
    "FtpOpenFile",
    recorded,
    ({ hConnect }) =>
      FtpOpenFile(hConnect, name as string, access, flags, CONTEXT),
  );
}

/** FtpOpenFile for writing. */
export function create(name: string, recorded: string): Step {
  return open(name, recorded, GENERIC_WRITE);
}

/** InternetReadFile, called `times` times. */
export function read(name: string, times = 2): Step[] {
  const run = (play: FtpReplay) =>
    InternetReadFile(play.handle(name), new Uint8Array(4096)).then(() => true);
  return Array(times).fill(step("InternetReadFile", "True", run));
}

/** InternetWriteFile. */
export function write(name: string): Step {
  return step(
    "InternetWriteFile",
    "True",
    (play) => InternetWriteFile(play.handle(name), "0123456").then(() => true),
  );
}

/** InternetCloseHandle, including the wait for the end. */
export function close(name: string): Step {
  return step(
    "InternetCloseHandle",
    "True",
    (play) => play.handle(name)[Symbol.asyncDispose](),
  );
}

/** FtpFindFirstFile. */
export function find(search: string | null, recorded: string): Step {
  return step(
    "FtpFindFirstFile",
    recorded,
    ({ hConnect }) =>
      FtpFindFirstFile(hConnect, search, 0, CONTEXT).then(({ hFind }) => hFind),
  );
}

/** InternetFindNextFile for `times` entries, and once more. */
export function next(name: string, times: number): Step[] {
  const run = (play: FtpReplay) => InternetFindNextFile(play.handle(name));
  const one = (recorded: string) => step("InternetFindNextFile", recorded, run);
  return [...Array(times).fill(one("True")), one("ERROR_NO_MORE_FILES")];
}

/** FtpGetFile to a file in the test directory. */
export function getFile(
  remote: string,
  local: string,
  recorded = "True",
  options: { failIfExists?: boolean; flags?: number } = {},
): Step {
  return step("FtpGetFile", recorded, ({ hConnect, stage }) => {
    const { failIfExists = false, flags = 0 } = options;
    const path = stage.local.path(local);
    return FtpGetFile(hConnect, remote, path, failIfExists, 0, flags, CONTEXT);
  });
}

/** FtpPutFile from a file in the test directory. */
export function putFile(
  local: string,
  remote: string,
  recorded = "True",
): Step {
  return step("FtpPutFile", recorded, ({ hConnect, stage }) => {
    const path = stage.local.path(local);
    return FtpPutFile(hConnect, path, remote, 0, CONTEXT);
  });
}

/** FtpRenameFile. */
export function rename(from: string, to: string, recorded = "True"): Step {
  return step(
    "FtpRenameFile",
    recorded,
    ({ hConnect }) => FtpRenameFile(hConnect, from, to),
  );
}

/** One of the functions with a single name as parameter. */
export function order(
  call: (hConnect: HINTERNET, argument: string) => Promise<true>,
  argument: string,
  recorded = "True",
): Step {
  return step(call.name, recorded, ({ hConnect }) => call(hConnect, argument));
}

/** FtpGetCurrentDirectory. */
export function directory(recorded = "True"): Step {
  return step(
    "FtpGetCurrentDirectory",
    recorded,
    ({ hConnect }) => FtpGetCurrentDirectory(hConnect),
  );
}

/** FtpGetFileSize; its result is the size. */
export function fileSize(name: string, recorded: string): Step {
  return step(
    "FtpGetFileSize",
    recorded,
    (play) => FtpGetFileSize(play.handle(name)),
  );
}

/** InternetGetLastResponseInfo, which the recording program calls after each refusal. */
export const info: Step = step(
  "InternetGetLastResponseInfo",
  "True",
  () => InternetGetLastResponseInfo(),
);

function isHandle(value: unknown): value is HINTERNET {
  return typeof value === "object" && value !== null &&
    Symbol.asyncDispose in value;
}

function codeOf(error: unknown): string {
  if (!(error instanceof InternetError)) throw error;
  return ERROR_NAMES.get(error.code) ?? String(error.code);
}

// ---- the server ----

/** The lengths of replies, without line ends, by verb and code. */
const LENGTHS: Record<string, number> = {
  " 220": 20,
  "USER 331": 31,
  "PASS 230": 21,
  "PASV 227": 46,
  "PORT 200": 39,
  "RETR 150": 52,
  "STOR 150": 52,
  "LIST 150": 52,
  "RETR 226": 22,
  "STOR 226": 22,
  "LIST 226": 22,
  "CWD 550": 30,
  "MKD 550": 16,
  "RMD 250": 22,
  "RMD 550": 30,
  "DELE 250": 17,
  "DELE 550": 30,
  "RNFR 350": 31,
  "RNFR 550": 30,
  "RNTO 250": 16,
};

/** Commands whose success would make the library send commands that Wine does not send. */
const UNKNOWN = /^(EPSV|EPRT|FEAT)$/;

/** A server whose replies have the recorded lengths. */
export class RecordedServer extends FtpServer {
  /** The length of each reply except that to QUIT in bytes, in order. */
  readonly lengths: number[] = [];

  constructor() {
    super({
      files: {
        "/one.txt": "0123456",
        "/two.txt": "0123456",
        "/tri.txt": "0123456",
        "/large.bin": new Uint8Array(21 * 4096).fill(65),
        "/sub/a": "0",
        "/sub/b": "0",
        "/sub/c.txt": "0",
        "/sub/d.txt": "0",
        "/sub/e.bin": "0",
      },
      directories: ["/empty"],
      greeting: async (call) => {
        await this.#measure(call);
        await call.reply("220 Ready");
      },
      on: { "*": (call) => this.#measure(call) },
    });
  }

  /** Adjusts the replies to a command to the recorded length. */
  async #measure(call: FtpCall): Promise<boolean> {
    const { session } = call;
    call.reply = (text) => {
      const reply = fitted(call, text);
      if (call.verb !== "QUIT") this.lengths.push(reply.length + 2);
      return session.reply(reply);
    };
    if (!UNKNOWN.test(call.verb)) return false;
    await call.reply("500 Not understood");
    return true;
  }
}

/** Returns the reply in the recorded length: cut, or padded with dots. */
function fitted(call: FtpCall, text: string): string {
  const length = lengthOf(call, text.slice(0, 3)) ?? text.length;
  return text.slice(0, length).padEnd(length, ".");
}

function lengthOf(call: FtpCall, code: string): number | undefined {
  const { verb, argument, path, session } = call;
  switch (`${verb} ${code}`) {
    case "TYPE 200":
      return argument === "A" ? 23 : 24;
    case "PWD 257":
    case "CWD 250":
      return session.cwd.length + 32;
    case "MKD 257":
      return path.length + 25;
    case "RETR 550":
      return call.server.directories.has(path) ? 19 : 30;
  }
  return LENGTHS[`${verb} ${code}`];
}
