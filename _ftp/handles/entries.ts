// Copyright 2026 the wininet authors. MIT license.

/**
 * The entries of a directory on the server.
 *
 * The listing is read while the program takes its entries.
 *
 * MLSD is used if the server supports it. LIST gets the path unchanged, unless
 * the server's shell could take it for an option or a pattern, or would drop
 * its blanks: then the directory is changed (CWD) for the time of the listing.
 *
 * @module
 */

import { ERROR_NO_MORE_FILES, InternetError } from "../../error.ts";
import type { HandleObject } from "../../_core/handle.ts";
import { ReadyEntries } from "../../_core/ready_entries.ts";
import type { WIN32_FIND_DATA } from "../../structures.ts";
import { commandRefused, refusalCode, tryCommand } from "../wire/command.ts";
import { currentDirectory } from "../wire/file_dialogues.ts";
import { hasMachineListings } from "../wire/server_state.ts";
import { ListingParser } from "../listing/listing.ts";
import { ListingDecoder } from "../listing/decoder.ts";
import { type FtpReply, isPositive } from "../wire/reply.ts";
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
  #download: Download | null = null;
  #decoder: ListingDecoder | null = null;
  readonly #ready: ReadyEntries<WIN32_FIND_DATA> = new ReadyEntries();
  #reading: Promise<void> | null = null;

  constructor(
    login: FtpLogin,
    owner: HandleObject,
    search: SearchFile,
    signal: AbortSignal,
  ) {
    this.#login = login;
    this.#owner = owner;
    this.#search = search;
    this.#signal = signal;
  }

  /** Requests the listing and begins to read it. */
  async open(): Promise<void> {
    const { machineListings } = this.#owner.settings;
    await this.#login.control.run(
      this.#login.server.prepareName(this.#search.path),
    );
    const machine = machineListings &&
      hasMachineListings(
        await this.#login.control.run(this.#login.server.learnFeatures()),
      );
    if (machine && await this.#openMachine()) return;
    await this.#openPlain();
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

  /** Returns the next entry, `null` at the end. */
  next(): Promise<WIN32_FIND_DATA | null> {
    return this.#ready.next();
  }

  /** Returns all entries that are ready; none at the end. */
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
   * Lists by MLSD, or by MLST for a single file. Returns `false` if the server
   * does not support them after all.
   */
  async #openMachine(): Promise<boolean> {
    const { path, pattern } = this.#search;
    try {
      await this.#begin("MLSD", path || undefined, true);
      return true;
    } catch (error) {
      const code = refusalCode(error);
      if (code === null) throw error;
      if (isUnknown(code)) return false;
      if (path === "" || pattern !== null) throw this.#orNothing(error);
      // The path may be a file: then the reply of MLST decides.
      const reply = await this.#login.control.run(tryCommand("MLST", path));
      if (isUnknown(reply.code)) return false;
      if (!isPositive(reply)) throw commandRefused(`list "${path}"`, reply);
      this.#takeFile(reply);
      return true;
    }
  }

  /** Takes the one entry in the reply of MLST; its name may be a whole path. */
  #takeFile(reply: FtpReply): void {
    const line = reply.lines.find((line) => /^ |;/.test(line)) ?? "";
    const space = line.trimStart().indexOf(" ");
    const facts = line.trimStart().slice(0, space + 1);
    const name = line.trimStart().slice(space + 1);
    const parser = new ListingParser(new Date(), true);
    const entry = parser.push(facts + name.slice(name.lastIndexOf("/") + 1));
    if (entry !== null) this.#ready.add([entry]);
    this.#ready.end();
  }

  async #openPlain(): Promise<void> {
    const { path } = this.#search;
    try {
      if (!AWKWARD.test(path)) {
        return await this.#begin("LIST", path || undefined, false);
      }
      const before = await this.#login.control.run(currentDirectory());
      this.#login.codec.noteName(before);
      const inside = isPositive(
        await this.#login.control.run(tryCommand("CWD", path)),
      );
      if (!inside) {
        const plain = /^[/]/.test(path) ? path : `./${path}`;
        return await this.#begin("LIST", plain, false);
      }
      this.#before = before;
      await this.#begin("LIST", undefined, false).catch(async (error) => {
        await this.#goBack();
        throw error;
      });
    } catch (error) {
      throw this.#orNothing(error);
    }
  }

  /** The directory to return to after the listing. */
  #before: string | null = null;

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

  async #begin(
    verb: string,
    argument: string | undefined,
    machine: boolean,
  ): Promise<void> {
    const { path } = this.#search;
    const transfer = await FtpTransfer.open(
      this.#login,
      {
        command: argument === undefined ? { verb } : { verb, argument },
        upload: false,
        type: "A",
        offset: 0,
        size: null,
        listing: true,
        action: `list "${path || "the current directory"}"`,
      },
      this.#owner,
      this.#signal,
    );
    this.#download = new Download(transfer);
    this.#decoder = new ListingDecoder({
      codec: this.#login.codec.names,
      now: new Date(),
      machine,
      path: this.#search.pattern === null ? argument ?? "" : "",
    });
    this.#reading = this.#read();
  }

  /**
   * Returns the error to throw. Some servers refuse to list an empty directory:
   * if the text of the reply says that it is empty, there are no more files.
   */
  #orNothing(error: unknown): unknown {
    const { path, pattern } = this.#search;
    const code = refusalCode(error);
    const text = (error as InternetError).responseText ?? "";
    const nothing = (path === "" || pattern !== null) &&
      (code === 450 || code === 550) && EMPTY.test(text);
    return nothing ? noMoreFiles(error) : error;
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
    // During close() the server is not ready for CWD yet: close() sends it.
    if (!this.#ready.ended) await this.#goBack();
    this.#ready.end(failure);
  }

  async #readAll(): Promise<void> {
    const { buffer } = this.#login;
    for (;;) {
      const count = await this.#download!.read(buffer);
      if (count === 0) break;
      this.#add(this.#decoder!.push(buffer.subarray(0, count)));
      await this.#ready.room();
    }
    this.#add(this.#decoder!.end());
  }

  /** Takes the entries that match, without `.` and `..`, as WinINet does. */
  #add(entries: readonly WIN32_FIND_DATA[]): void {
    const { pattern } = this.#search;
    this.#ready.add(
      entries.filter(({ cFileName: name }) =>
        name !== "." && name !== ".." &&
        (pattern === null || matchesPattern(name, pattern))
      ),
    );
  }
}

/**
 * Paths that the server's shell would misinterpret or cut. pure-ftpd does not
 * find a path that contains a blank and ends with a slash.
 */
const AWKWARD = /^[-~ ]|[[\]*?{}]| (?:.*\/)?$/;

/** The text of replies about an empty directory. */
const EMPTY = /no (?:such )?files?|empty/i;

/** Returns `true` if the server does not support the command. */
function isUnknown(code: number): boolean {
  return code === 500 || code === 502 || code === 504;
}

/** Returns the error of an enumeration that finds nothing. */
export function noMoreFiles(cause?: unknown): InternetError {
  return new InternetError(
    ERROR_NO_MORE_FILES,
    "Cannot find a file: nothing matches",
    cause === undefined ? {} : { cause },
  );
}
