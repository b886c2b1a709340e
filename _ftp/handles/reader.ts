// Copyright 2026 the wininet authors. MIT license.

/**
 * Handles for reading: a file, the entries of a directory, or a directory as a
 * page. The URL does not determine for certain which of them it is; the reply
 * of the server does. So the module that reads it is loaded after that reply.
 *
 * @module
 */

import {
  INTERNET_HANDLE_TYPE_FTP_FILE,
  INTERNET_HANDLE_TYPE_FTP_FIND,
  INTERNET_HANDLE_TYPE_FTP_FIND_HTML,
} from "../../options.ts";
import type { HandleObject, Work } from "../../_core/handle.ts";
import { PageSource } from "../../_core/page_source.ts";
import type { WIN32_FIND_DATA } from "../../structures.ts";
import type { Continuation } from "../../_base/part_file.ts";
import type { FileSource } from "./body.ts";
import { FTP_OPTION_UNKNOWN_LINES } from "../../ftp_options.ts";
import { FtpHolder, type LoginLender } from "./holder.ts";
import type { TransferType } from "../wire/server_state.ts";
import type { FtpLogin } from "./login.ts";
import type { Listing } from "./entries.ts";
import { parseSearch, type SearchFile } from "../../_base/wildcard.ts";

/** A directory that was entered (CWD) to list it. */
export interface EnteredDirectory {
  /** The path of the directory in the URL, without a slash at the end. */
  readonly path: string;
  /** The directory to return to, or `null` if the server has not reported it. */
  readonly before: string | null;
}

/** A handle for reading. */
export class FtpReader extends FtpHolder {
  #type: number;
  #file: FileSource | null = null;
  #listing: Listing | null = null;

  constructor(
    parent: HandleObject,
    login: FtpLogin,
    lender: LoginLender,
    context: unknown,
    type: number,
  ) {
    super(parent, login, lender, context);
    this.#type = type;
  }

  override get type(): number {
    return this.#type;
  }

  /** The file, or `null` if the handle is not for a file. */
  get file(): FileSource | null {
    return this.#file;
  }

  // ---- opening; each of these runs in the queue of the login ----

  /** Opens a file, or the data that another command sends. */
  async openFile(
    name: string,
    type: TransferType,
    verb: string = "RETR",
    from: Continuation | null = null,
  ): Promise<this> {
    const { FileSource } = await import("./body.ts");
    const file = new FileSource(
      this.login,
      this,
      name,
      type,
      this.signal,
      verb,
    );
    await file.open(from);
    this.#type = INTERNET_HANDLE_TYPE_FTP_FILE;
    this.bytes = this.#file = file;
    return this;
  }

  /** Starts an enumeration; resolves with the first entry. */
  async openFind(search: string): Promise<WIN32_FIND_DATA> {
    const { noMoreFiles } = await import("./entries.ts");
    const searched = parseSearch(search);
    const listing = await this.#newListing(searched);
    await listing.open();
    this.enumeration = listing;
    const first = this.first = await listing.next();
    if (first === null) throw noMoreFiles(searched);
    return first;
  }

  /**
   * Opens a directory as a page.
   *
   * @param entered Set for the current directory.
   */
  async openPage(path: string, entered?: EnteredDirectory): Promise<this> {
    this.#type = INTERNET_HANDLE_TYPE_FTP_FIND_HTML;
    const { linkBase, DIRECTORY_FOOT, directoryHead, directoryRow } =
      await import(
        "../wire/html_page.ts"
      );
    const listing = await this.#newListing({ path, pattern: null }, entered);
    const shown = entered?.path ?? path;
    const base = linkBase(shown, entered === undefined);
    this.bytes = new PageSource(listing, {
      head: directoryHead(this.login.target.host, shown, base),
      row: (entry) => directoryRow(entry, base),
      foot: DIRECTORY_FOOT,
    });
    await listing.openForPage();
    return this;
  }

  /**
   * Opens a directory for an enumeration that includes its first entry, as for
   * InternetOpenUrl.
   *
   * @param entered Set for the current directory.
   */
  async openRaw(path: string, entered?: EnteredDirectory): Promise<this> {
    this.#type = INTERNET_HANDLE_TYPE_FTP_FIND;
    const listing = this.enumeration = await this.#newListing({
      path,
      pattern: null,
    }, entered);
    await listing.openForPage();
    return this;
  }

  async #newListing(
    search: SearchFile,
    entered?: EnteredDirectory,
  ): Promise<Listing> {
    const { Listing } = await import("./entries.ts");
    return this.#listing = new Listing(
      this.login,
      this,
      search,
      this.signal,
      entered?.before,
    );
  }

  // ---- the table of operations ----

  override queryOption(option: number): unknown {
    return option === FTP_OPTION_UNKNOWN_LINES
      ? this.#listing?.unknownLines ?? 0
      : super.queryOption(option);
  }

  override finishReading(): void {
    if (!this.login.queue.transferring) this.giveBack();
  }

  override setFilePointer(distance: number, method: number): Work<number> {
    const file = this.#file;
    if (file === null) return super.setFilePointer(distance, method);
    this.takeAgain();
    return () => this.inOrder(() => file.seek(distance, method));
  }

  override fileSize(): Work<number> {
    const file = this.#file;
    if (file === null) return super.fileSize();
    return () => this.inOrder(async () => await file.size());
  }

  protected override async windUp(): Promise<void> {
    await this.bytes?.close();
    await this.enumeration?.close();
  }
}
