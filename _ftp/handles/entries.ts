// Copyright 2026 the wininet authors. MIT license.

/**
 * A directory of the server, entry by entry.
 *
 * The listing is read while the program takes its entries.
 *
 * MLSD is used where the server has it. LIST gets the path as it is, unless the
 * server's shell could take it for an option or a pattern, or would drop its
 * blanks: then the directory is changed for the time of the listing.
 *
 * @module
 */

import { ERROR_NO_MORE_FILES, InternetError } from "../../error.ts";
import type { HandleObject } from "../../_core/handle.ts";
import { ReadyEntries } from "../../_core/ready_entries.ts";
import type { WIN32_FIND_DATA } from "../../structures.ts";
import { refusalCode, refused } from "../wire/command.ts";
import { currentDirectory } from "../wire/file_dialogues.ts";
import { hasMachineListings } from "../wire/features.ts";
import { ListingParser } from "../listing/listing.ts";
import { ListingDecoder } from "../listing/decoder.ts";
import { type FtpReply, isPositive } from "../wire/reply.ts";
import { Download } from "./download.ts";
import { ask, type FtpLink } from "./link.ts";
import { FtpTransfer } from "./transfer.ts";
import { matchesPattern, type SearchFile } from "../../_base/wildcard.ts";

/** A listing that is being read. */
export class Listing {
  readonly #link: FtpLink;
  readonly #owner: HandleObject;
  readonly #search: SearchFile;
  readonly #signal: AbortSignal;
  #download: Download | null = null;
  #decoder: ListingDecoder | null = null;
  readonly #ready: ReadyEntries<WIN32_FIND_DATA> = new ReadyEntries();
  #reading: Promise<void> | null = null;

  constructor(
    link: FtpLink,
    owner: HandleObject,
    search: SearchFile,
    signal: AbortSignal,
  ) {
    this.#link = link;
    this.#owner = owner;
    this.#search = search;
    this.#signal = signal;
  }

  /** Asks the server, and begins to read. */
  async open(): Promise<void> {
    const { machineListings } = this.#owner.settings;
    await this.#link.prepareName(this.#search.path);
    const machine = machineListings &&
      hasMachineListings(await this.#link.features());
    if (machine && await this.#openMachine()) return;
    await this.#openPlain();
  }

  /** Opens a listing that may be empty: a page can say so. */
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

  /** The entry that comes next, `null` at the end. */
  next(): Promise<WIN32_FIND_DATA | null> {
    return this.#ready.next();
  }

  /** All entries that are there; none at the end. */
  some(): Promise<readonly WIN32_FIND_DATA[]> {
    return this.#ready.some();
  }

  /** Ends it where it is. */
  async close(): Promise<void> {
    this.#ready.end();
    await this.#download?.abort();
    await this.#reading;
    await this.#goBack();
  }

  // ---- asking ----

  /** By MLSD, or for a single file by MLST. Answers `false` when the server cannot do it after all. */
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
      // It may be a file. What the server says about MLST is what counts then.
      const reply = await this.#link.run(ask("MLST", path));
      if (isUnknown(reply.code)) return false;
      if (!isPositive(reply)) throw refused(`list "${path}"`, reply);
      this.#takeFile(reply);
      return true;
    }
  }

  /** The one line of MLST; its name may be a whole path. */
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
      const before = await this.#link.run(currentDirectory());
      this.#link.codec.note(before, this.#link.control.foreign);
      const inside = isPositive(await this.#link.run(ask("CWD", path)));
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

  /** Where the listing has to return to. */
  #before: string | null = null;

  async #goBack(): Promise<void> {
    const before = this.#before;
    this.#before = null;
    if (before === null || !this.#link.alive) return;
    const reply = await this.#link.runAtEnd(ask("CWD", before))
      .catch(() => null);
    // In another directory than it believes to be in, a program could delete anything.
    if (reply !== null && !isPositive(reply)) {
      this.#link.abort(refused(`return to "${before}"`, reply));
    }
  }

  async #begin(
    verb: string,
    argument: string | undefined,
    machine: boolean,
  ): Promise<void> {
    const { path } = this.#search;
    const transfer = await FtpTransfer.open(
      this.#link,
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
      codec: this.#link.codec,
      now: new Date(),
      machine,
      path: this.#search.pattern === null ? argument ?? "" : "",
    });
    this.#reading = this.#read();
  }

  /** Servers refuse to list a directory that is empty. That is no error, as long as they say so. */
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
      // Nothing else may be said before the server has ended the listing.
      await this.#download!.abort();
    }
    // Where the listing is being closed, the server is not ready for it yet.
    if (!this.#ready.ended) await this.#goBack();
    this.#ready.end(failure);
  }

  async #readAll(): Promise<void> {
    const { buffer } = this.#link;
    for (;;) {
      const count = await this.#download!.read(buffer);
      if (count === 0) break;
      this.#add(this.#decoder!.push(buffer.subarray(0, count)));
      await this.#ready.room();
    }
    this.#add(this.#decoder!.end());
  }

  /** Takes entries, but not the directory itself and the one above it: WinINet does not enumerate them. */
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
 * Paths that the server's shell would take for something else, or cut. pure-ftpd
 * finds none that has both a blank and a slash at its end.
 */
const AWKWARD = /^[-~ ]|[[\]*?{}]| (?:.*\/)?$/;

/** What servers say about an empty directory. */
const EMPTY = /no (?:such )?files?|empty/i;

/** Whether a server has no such command. */
function isUnknown(code: number): boolean {
  return code === 500 || code === 502 || code === 504;
}

/** The error of an enumeration that finds nothing. */
export function noMoreFiles(cause?: unknown): InternetError {
  return new InternetError(
    ERROR_NO_MORE_FILES,
    "Cannot find a file: nothing matches",
    cause === undefined ? {} : { cause },
  );
}
