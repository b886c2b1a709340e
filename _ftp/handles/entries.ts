// Copyright 2026 the wininet authors. MIT license.

/**
 * The entries of a directory on the server.
 *
 * The listing is read while the program reads its entries.
 *
 * MLSD is used if the server supports it. LIST sends the path unchanged, unless
 * the server's shell could interpret it as an option or a pattern, or would
 * drop its spaces: then the directory is changed (CWD) for the duration of the
 * listing.
 *
 * With FTP_OPTION_HIDDEN the command is `LIST -a`, which servers that run or
 * imitate `ls` support. Others reject it, or look for a file with that name and
 * find nothing: then the directory is listed again without it.
 *
 * @module
 */

import {
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_NO_MORE_FILES,
  InternetError,
} from "../../error.ts";
import { FILE_ATTRIBUTE_DIRECTORY } from "../../flags.ts";
import { hasFlag } from "../../_base/bits.ts";
import type { HandleObject } from "../../_core/handle.ts";
import { ReadyEntries } from "../../_core/ready_entries.ts";
import type { WIN32_FIND_DATA } from "../../structures.ts";
import { commandRefused, refusalCode, tryCommand } from "../wire/command.ts";
import { currentDirectory } from "../wire/file_dialogues.ts";
import { hasMachineListings } from "../wire/server_state.ts";
import { ListingParser } from "../listing/listing.ts";
import { ListingDecoder } from "../listing/decoder.ts";
import { type FtpReply, isPositive, isUnknownCommand } from "../wire/reply.ts";
import { Download } from "./download.ts";
import type { FtpLogin } from "./login.ts";
import { FtpTransfer } from "./transfer.ts";
import { matchesPattern, type SearchFile } from "../../_base/wildcard.ts";

/** A listing that is being read. */
export class Listing {
  readonly #login: FtpLogin;
  readonly #owner: HandleObject;
  readonly #search: SearchFile;
  readonly #signal: AbortSignal;
  /** The directory to return to after the listing. */
  #before: string | null;
  #download: Download | null = null;
  #decoder: ListingDecoder | null = null;
  readonly #ready: ReadyEntries<WIN32_FIND_DATA> = new ReadyEntries();
  #reading: Promise<void> | null = null;
  /** The commands that are tried after the current one. */
  #otherCommands: ListingCommand[] = [];
  readonly #count = { entries: 0, unknown: 0, firstUnknown: "" };

  /**
   * @param before The directory to return to after the listing, or `null` if
   * the directory was not changed.
   */
  constructor(
    login: FtpLogin,
    owner: HandleObject,
    search: SearchFile,
    signal: AbortSignal,
    before: string | null = null,
  ) {
    this.#login = login;
    this.#owner = owner;
    this.#search = search;
    this.#signal = signal;
    this.#before = before;
  }

  /** The number of lines so far that no listing format recognizes. */
  get unknownLines(): number {
    return this.#count.unknown;
  }

  /** Requests the listing and starts to read it. */
  async open(): Promise<void> {
    const { machineListings } = this.#owner.settings;
    await this.#login.control.run(
      this.#login.server.prepareName(this.#search.path),
    );
    const machine = machineListings &&
      hasMachineListings(
        await this.#login.control.run(this.#login.server.learnFeatures()),
      );
    if (!(machine && await this.#openMachine())) await this.#openPlain();
    if (this.#download !== null) this.#reading = this.#read();
  }

  /** Opens a listing that may be empty, because a page can show that. */
  async openForPage(): Promise<void> {
    try {
      await this.open();
    } catch (error) {
      const isEmpty = error instanceof InternetError &&
        error.code === ERROR_NO_MORE_FILES;
      if (!isEmpty) throw error;
      await this.close();
    }
  }

  /** Returns the next entry, or `null` at the end. */
  next(): Promise<WIN32_FIND_DATA | null> {
    return this.#ready.next();
  }

  /** Returns all entries that have arrived; an empty array at the end. */
  some(): Promise<readonly WIN32_FIND_DATA[]> {
    return this.#ready.some();
  }

  /** Aborts the listing. */
  async close(): Promise<void> {
    this.#ready.end();
    await this.#download?.abort();
    await this.#reading;
    await this.#goBack();
  }

  // ---- commands ----

  /**
   * Lists with MLSD, or with MLST for a single file. Returns `false` if the
   * server does not support them after all.
   */
  async #openMachine(): Promise<boolean> {
    const { path, pattern } = this.#search;
    try {
      await this.#begin({ verb: "MLSD", argument: path || undefined });
      return true;
    } catch (error) {
      const code = refusalCode(error);
      if (code === null) throw error;
      if (isUnknownCommand(code)) return false;
      if (path === "" || pattern !== null) throw this.#orNothing(error);
      // The path may be a file: then the reply to MLST decides.
      const reply = await this.#login.control.run(tryCommand("MLST", path));
      if (isUnknownCommand(reply.code)) return false;
      if (!isPositive(reply)) throw commandRefused(`list "${path}"`, reply);
      // For a directory that cannot be listed, the refusal is the error.
      if (!this.#takeFile(reply)) throw this.#orNothing(error);
      return true;
    }
  }

  /** Reads the one entry in the reply to MLST; returns `false` for a directory. */
  #takeFile(reply: FtpReply): boolean {
    const parser = new ListingParser(new Date(), true);
    for (const line of reply.lines) {
      const entry = /^ |;/.test(line) ? parser.push(line.trimStart()) : null;
      if (entry === null) continue;
      if (hasFlag(entry.dwFileAttributes, FILE_ATTRIBUTE_DIRECTORY)) {
        return false;
      }
      this.#add([entry]);
      break;
    }
    this.#ready.end();
    return true;
  }

  async #openPlain(): Promise<void> {
    const { path } = this.#search;
    try {
      if (!AWKWARD.test(path)) {
        return await this.#list(path);
      }
      const before = await this.#login.control.run(currentDirectory());
      this.#login.codec.noteName(before);
      const inside = isPositive(
        await this.#login.control.run(tryCommand("CWD", path)),
      );
      if (!inside) {
        const plain = /^[/]/.test(path) ? path : `./${path}`;
        return await this.#list(plain);
      }
      this.#before = before;
      await this.#list("").catch(async (error) => {
        await this.#goBack();
        throw error;
      });
    } catch (error) {
      throw this.#orNothing(error);
    }
  }

  async #goBack(): Promise<void> {
    const before = this.#before;
    this.#before = null;
    if (before === null || !this.#login.alive) return;
    const { control, queue } = this.#login;
    const reply = await queue.afterTransfer(
      () => control.run(tryCommand("CWD", before)),
    ).catch(() => null);
    // In an unexpected directory, the program could delete the wrong files.
    if (reply !== null && !isPositive(reply)) {
      this.#login.abort(commandRefused(`return to "${before}"`, reply));
    }
  }

  /** Starts LIST, with hidden files if they are requested and the server supports that. */
  async #list(path: string): Promise<void> {
    const plain = { verb: "LIST", argument: path || undefined };
    if (!this.#owner.settings.hidden || WITHOUT_HIDDEN.has(this.#login)) {
      return await this.#begin(plain);
    }
    try {
      await this.#begin({ verb: "LIST", argument: `-a ${path}`.trimEnd() });
      this.#otherCommands.push(plain);
    } catch (error) {
      const code = refusalCode(error);
      if (code === null || !this.#login.alive) throw error;
      if (isSyntaxError(code)) WITHOUT_HIDDEN.add(this.#login);
      await this.#begin(plain);
    }
  }

  async #begin(command: ListingCommand): Promise<void> {
    const { path } = this.#search;
    const { verb, argument } = command;
    const transfer = await FtpTransfer.open(
      this.#login,
      {
        command: argument === undefined ? { verb } : { verb, argument },
        upload: false,
        type: "A",
        offset: 0,
        size: null,
        listing: true,
        action: `list ${directoryName(path)}`,
      },
      this.#owner,
      this.#signal,
    );
    this.#download = new Download(transfer);
    this.#decoder = new ListingDecoder({
      codec: this.#login.codec.names,
      now: new Date(),
      machine: verb === "MLSD",
      onUnknown: (line) => {
        if (this.#count.unknown++ > 0) return;
        this.#count.firstUnknown = line.slice(0, MAX_SHOWN);
      },
    });
  }

  /** Returns the error to throw: if the directory is empty, that there are no more files. */
  #orNothing(error: unknown): unknown {
    const { path, pattern } = this.#search;
    return isEmptyRefusal(error, path !== "" && pattern === null)
      ? noMoreFiles(this.#search, error)
      : error;
  }

  // ---- reading ----

  async #read(): Promise<void> {
    let failure: unknown = null;
    try {
      await this.#readAll();
    } catch (error) {
      failure = error;
      // No other command may be sent before the server has ended the listing.
      await this.#download!.abort();
    }
    failure ??= this.#nothingKnown();
    // During close() the server is not ready for CWD yet: close() sends it.
    if (!this.#ready.ended) await this.#goBack();
    this.#ready.end(failure);
  }

  async #readAll(): Promise<void> {
    await this.#readListing();
    while (this.#count.entries === 0) {
      const command = this.#otherCommands.pop();
      if (command === undefined || this.#ready.ended) return;
      this.#count.unknown = 0;
      // NOOP must not be sent between the commands of the transfer.
      this.#login.queue.transferring = true;
      await this.#begin(command);
      await this.#readListing();
    }
  }

  async #readListing(): Promise<void> {
    const { buffer } = this.#login;
    for (;;) {
      const count = await this.#download!.read(buffer);
      if (count === 0) break;
      this.#add(this.#decoder!.push(buffer.subarray(0, count)));
      await this.#ready.room();
    }
    this.#add(this.#decoder!.end());
  }

  /** Returns an error if the listing has lines and no format recognizes any of them. */
  #nothingKnown(): InternetError | null {
    const { entries, unknown, firstUnknown } = this.#count;
    if (entries > 0 || unknown === 0) return null;
    return new InternetError(
      ERROR_INTERNET_EXTENDED_ERROR,
      `Cannot read the listing of ${
        directoryName(this.#search.path)
      }: no known format has its ${unknown} lines, of which the first is "${firstUnknown}"; FtpCommand with "LIST" returns them`,
      { responseText: firstUnknown },
    );
  }

  /** Adds the entries that match, without `.` and `..`, as in WinINet. */
  #add(entries: readonly WIN32_FIND_DATA[]): void {
    const { pattern } = this.#search;
    this.#count.entries += entries.length;
    this.#ready.add(
      entries.filter(({ cFileName: name }) =>
        name !== "." && name !== ".." &&
        (pattern === null || matchesPattern(name, pattern))
      ),
    );
  }
}

/**
 * Paths that the server's shell would misinterpret or truncate. pure-ftpd does
 * not find a path that contains a space and ends with a slash.
 */
export const AWKWARD: RegExp = /^[-~ ]|[[\]*?{}]| (?:.*\/)?$/;

/** A command that lists a directory. */
interface ListingCommand {
  readonly verb: string;
  readonly argument: string | undefined;
}

/** The maximum number of characters of an unknown line in an error. */
const MAX_SHOWN = 200;

/** The logins whose server does not support `LIST -a`. */
const WITHOUT_HIDDEN = new WeakSet<FtpLogin>();

/** Matches replies about an empty directory. */
const EMPTY =
  /no (?:such )?files?|no match|no (?:data ?sets?|members?) found|empty/i;

/** Matches such replies that are not about a missing directory. */
const NO_FILES =
  /no files?\b|no match|no (?:data ?sets?|members?) found|empty/i;

/**
 * Returns `true` if a server rejected the listing of a directory because it is
 * empty.
 *
 * @param named `true` if the command named one directory, which may be missing.
 */
export function isEmptyRefusal(error: unknown, named: boolean): boolean {
  const code = refusalCode(error);
  const text = (error as InternetError).responseText ?? "";
  return (code === 450 || code === 550) &&
    (named ? NO_FILES : EMPTY).test(text);
}

/** Returns `true` if the server does not support the argument of a command. */
function isSyntaxError(code: number): boolean {
  return isUnknownCommand(code) || code === 501;
}

/** Returns the name of a directory for an error. */
function directoryName(path: string): string {
  return path === "" ? "the current directory" : `"${path}"`;
}

/** Returns the error for an enumeration without entries. */
export function noMoreFiles(
  { path, pattern }: SearchFile,
  cause?: unknown,
): InternetError {
  const directory = directoryName(path);
  return new InternetError(
    ERROR_NO_MORE_FILES,
    pattern === null
      ? `Cannot find a file: ${directory} is empty or does not exist; check the name`
      : `Cannot find a file: nothing in ${directory} matches "${pattern}"; null as lpszSearchFile lists everything`,
    cause === undefined ? {} : { cause },
  );
}
