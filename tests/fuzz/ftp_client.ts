// Copyright 2026 the wininet authors. MIT license.

/**
 * A program that calls the FTP functions at random, cancels at random, and
 * checks the invariants: every call settles, with a documented error; no status
 * comes after HANDLE_CLOSING; no part of a file is left, unless an error names
 * it.
 *
 * @module
 */

import * as w from "../../mod.ts";
import {
  type FuzzConnection,
  FuzzConversation,
  type FuzzConversationInit,
  type FuzzOption,
} from "./conversation.ts";

/** With TLS everything takes longer. */
const TLS_FACTOR = 4;

const TIMEOUT_OPTIONS = [
  w.INTERNET_OPTION_CONNECT_TIMEOUT,
  w.INTERNET_OPTION_SEND_TIMEOUT,
  w.INTERNET_OPTION_RECEIVE_TIMEOUT,
  w.INTERNET_OPTION_DATA_SEND_TIMEOUT,
  w.INTERNET_OPTION_DATA_RECEIVE_TIMEOUT,
];

/** Options that a program may set, and values. */
const OPTIONS: readonly FuzzOption[] = [
  [w.FTP_OPTION_EXTENDED_MODES, [false]],
  [w.FTP_OPTION_MACHINE_LISTINGS, [false]],
  [w.FTP_OPTION_KEEP_ALIVE, [1, 10]],
  [w.FTP_OPTION_RESUME, [w.FTP_RESUME_OR_RESTART, w.FTP_RESUME_OR_FAIL]],
  [w.FTP_OPTION_VERIFY, [true]],
  [w.FTP_OPTION_KEEP_TIMES, [true]],
  [w.FTP_OPTION_ACCOUNT, ["account"]],
  [w.FTP_OPTION_DIRECT_UPLOAD, [true]],
  [w.INTERNET_OPTION_CODEPAGE, [1252, 932]],
];

const NAMES = ["a", "dir/b", "/c", "ü", "with blank", "-x", "*", "a*b", "[x]"];

/** The parameters of a conversation. */
export interface ConversationInit extends FuzzConversationInit {
  /** An existing directory for this conversation only. */
  readonly folder: string;
  /** Files that can be uploaded. */
  readonly sources: readonly string[];
}

/** One conversation. */
export class Conversation extends FuzzConversation {
  readonly #init: ConversationInit;
  #resumes = false;
  /** The texts of failed downloads, which name the parts that they keep. */
  readonly #named: string[] = [];
  #parts = 0;

  constructor(init: ConversationInit) {
    super(init, { share: 0.15, within: 50 });
    this.#init = init;
  }

  /** Runs the conversation to its end. */
  async run(): Promise<void> {
    const session = {
      timeouts: TIMEOUT_OPTIONS,
      factor: this.secure ? TLS_FACTOR : 1,
      options: OPTIONS,
    };
    const connection: FuzzConnection = {
      service: w.INTERNET_SERVICE_FTP,
      flags: this.#mode,
      mayLogIn: true,
      use: (hConnect) => this.#useConnection(hConnect),
    };
    await this.runSession(
      session,
      (hInternet) =>
        this.random.chance(0.25)
          ? this.#useUrl(hInternet)
          : this.useConnection(hInternet, connection),
    );
    this.#checkFolder();
  }

  override onOption(option: number): void {
    this.#resumes ||= option === w.FTP_OPTION_RESUME;
  }

  async #useUrl(hInternet: w.HINTERNET): Promise<void> {
    const random = this.random;
    const path = random.pick(["a", "dir/", "%2Fc", "ü;type=a", "", "d;type=d"]);
    const raw = random.chance(0.5) ? w.INTERNET_FLAG_RAW_DATA : 0;
    const hUrl = await this.call("InternetOpenUrl", () =>
      w.InternetOpenUrl(
        hInternet,
        `ftp://${this.host}:${this.port}/${path}`,
        null,
        (raw | this.#mode) >>> 0,
        this.context,
      ));
    if (hUrl === undefined) return;
    this.mayClose(hUrl, 0.3);
    if (random.chance(0.3)) await this.#find(hUrl);
    else await this.#readFrom(hUrl);
  }

  get #mode(): number {
    return (this.random.chance(0.6) ? w.INTERNET_FLAG_PASSIVE : 0) |
      (this.secure ? w.INTERNET_FLAG_SECURE : 0);
  }

  async #useConnection(hConnect: w.HINTERNET): Promise<void> {
    const random = this.random;
    for (let steps = 1 + random.below(6); steps > 0; steps--) {
      if (random.chance(0.1)) {
        // Two calls at the same time: the second one is refused, or waits.
        await Promise.all([this.#step(hConnect), this.#step(hConnect)]);
      } else await this.#step(hConnect);
      if (random.chance(0.05)) await pause(20);
    }
  }

  // ---- steps of a connection ----

  async #step(hConnect: w.HINTERNET): Promise<void> {
    const random = this.random;
    const name = random.pick(NAMES);
    await random.pick([
      () => this.#get(hConnect, name),
      () => this.#get(hConnect, name),
      () => this.#put(hConnect, name),
      () => this.#put(hConnect, name),
      () => this.#read(hConnect, name),
      () => this.#read(hConnect, name),
      () => this.#write(hConnect, name),
      () => this.#write(hConnect, name),
      () => this.#enumerate(hConnect, name),
      () => this.#enumerate(hConnect, name),
      () => this.#order(hConnect, name),
      () => this.#order(hConnect, name),
      () => this.#command(hConnect),
    ])();
  }

  async #get(hConnect: w.HINTERNET, name: string): Promise<void> {
    const path = `${this.#init.folder}/${this.#parts++}`;
    const before = this.random.chance(0.3);
    if (before) Deno.writeTextFileSync(path, "before");
    const done = await this.call("FtpGetFile", () =>
      w.FtpGetFile(
        hConnect,
        name,
        path,
        this.random.chance(0.1),
        0,
        this.#transferType,
        this.context,
      ).catch((error: Error) => {
        this.#named.push(error.message);
        throw error;
      }));
    if (done === true) {
      if (!exists(path)) this.problems.push("FtpGetFile has left no file");
    } else if (exists(path) !== before) {
      this.problems.push("FtpGetFile has failed and left a file");
    } else if (before && Deno.readTextFileSync(path) !== "before") {
      this.problems.push("FtpGetFile has failed and changed the file");
    }
  }

  async #put(hConnect: w.HINTERNET, name: string): Promise<void> {
    await this.call("FtpPutFile", () =>
      w.FtpPutFile(
        hConnect,
        this.random.pick(this.#init.sources),
        name,
        this.#transferType,
        this.context,
      ));
  }

  get #transferType(): number {
    return this.random.chance(0.3)
      ? w.FTP_TRANSFER_TYPE_ASCII
      : w.FTP_TRANSFER_TYPE_BINARY;
  }

  async #order(hConnect: w.HINTERNET, name: string): Promise<void> {
    const [what, run] = this.random.pick<[string, () => Promise<unknown>]>([
      ["FtpCreateDirectory", () => w.FtpCreateDirectory(hConnect, name)],
      ["FtpRemoveDirectory", () => w.FtpRemoveDirectory(hConnect, name)],
      [
        "FtpSetCurrentDirectory",
        () => w.FtpSetCurrentDirectory(hConnect, name),
      ],
      ["FtpGetCurrentDirectory", () => w.FtpGetCurrentDirectory(hConnect)],
      ["FtpDeleteFile", () => w.FtpDeleteFile(hConnect, name)],
      ["FtpRenameFile", () => w.FtpRenameFile(hConnect, name, "new")],
    ]);
    await this.call(what, run);
  }

  async #command(hConnect: w.HINTERNET): Promise<void> {
    const random = this.random;
    if (random.chance(0.5)) {
      const line = random.pick(["NOOP", "SITE x", "PASV", "ABOR", "QUIT"]);
      await this.call(
        "FtpCommand",
        () => w.FtpCommand(hConnect, false, 0, line),
      );
      return;
    }
    const line = random.pick(["NLST", "LIST -a", "RETR a", "STOR a", "APPE b"]);
    const hFile = await this.call(
      "FtpCommand with data",
      () => w.FtpCommand(hConnect, true, 0, line, this.context),
    );
    if (hFile === undefined || hFile === true) return;
    await this.#readFrom(hFile as w.HINTERNET);
    await this.leave(hFile as w.HINTERNET, 0.05);
  }

  async #read(hConnect: w.HINTERNET, name: string): Promise<void> {
    const hFile = await this.call("FtpOpenFile to read", () =>
      w.FtpOpenFile(
        hConnect,
        name,
        w.GENERIC_READ,
        this.#transferType,
        this.context,
      ));
    if (hFile === undefined) return;
    this.mayClose(hFile);
    await this.#readFrom(hFile);
    await this.leave(hFile, 0.05);
  }

  async #readFrom(hFile: w.HINTERNET): Promise<void> {
    const random = this.random;
    for (let steps = random.below(8); steps > 0; steps--) {
      const size = random.pick([1, 100, 5000, 100_000]);
      const [what, run] = random.pick<[string, () => PromiseLike<unknown>]>([
        [
          "InternetReadFile",
          () => w.InternetReadFile(hFile, new Uint8Array(size)),
        ],
        [
          "InternetReadFile",
          () => w.InternetReadFile(hFile, new Uint8Array(size)),
        ],
        [
          "InternetQueryDataAvailable",
          () => w.InternetQueryDataAvailable(hFile),
        ],
        ["FtpGetFileSize", () => w.FtpGetFileSize(hFile)],
        ["InternetSetFilePointer", () =>
          w.InternetSetFilePointer(
            hFile,
            random.below(6000) - 100,
            random.below(3),
          )],
        ["readable", () => new Response(w.readable(hFile)).bytes()],
      ]);
      const call = this.call(what, run);
      if (random.chance(0.85)) await call;
      else await Promise.all([call, this.call(what, run)]);
    }
  }

  async #write(hConnect: w.HINTERNET, name: string): Promise<void> {
    const random = this.random;
    const hFile = await this.call("FtpOpenFile to write", () =>
      w.FtpOpenFile(
        hConnect,
        name,
        w.GENERIC_WRITE,
        this.#transferType,
        this.context,
      ));
    if (hFile === undefined) return;
    this.mayClose(hFile);
    if (random.chance(0.2)) {
      await this.call(
        "InternetSetFilePointer",
        () =>
          w.InternetSetFilePointer(hFile, random.below(9000), random.below(3)),
      );
    }
    for (let steps = random.below(6); steps > 0; steps--) {
      const bytes = new Uint8Array(random.pick([0, 1, 500, 300_000]));
      await this.call(
        "InternetWriteFile",
        () => w.InternetWriteFile(hFile, bytes),
      );
    }
    await this.leave(hFile, 0.05);
  }

  async #enumerate(hConnect: w.HINTERNET, name: string): Promise<void> {
    const found = await this.call("FtpFindFirstFile", () =>
      w.FtpFindFirstFile(
        hConnect,
        this.random.pick([null, name, "*.txt"]),
        0,
        this.context,
      ));
    if (found === undefined) return;
    this.mayClose(found.hFind);
    await this.#find(found.hFind);
    await this.leave(found.hFind, 0.05);
  }

  async #find(hFind: w.HINTERNET): Promise<void> {
    if (this.random.chance(0.5)) {
      await this.call("entries", async () => {
        for await (const _entry of w.entries(hFind)) {
          if (this.random.chance(0.05)) break;
        }
      });
      return;
    }
    for (let steps = this.random.below(60); steps > 0; steps--) {
      const entry = await this.call(
        "InternetFindNextFile",
        () => w.InternetFindNextFile(hFind),
      );
      if (!entry) return;
    }
  }

  /** No part of a download may be left, unless it can be continued or its error names it. */
  #checkFolder(): void {
    if (this.#resumes) return;
    for (const { name } of Deno.readDirSync(this.#init.folder)) {
      const isNamed = this.#named.some((text) => text.includes(name));
      if (name.endsWith(".part") && !isNamed) {
        this.problems.push(`${name} is left`);
      }
    }
  }
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
