// Copyright 2026 the wininet authors. MIT license.

/**
 * A program that transfers files over every protocol, closes handles at any
 * moment, and compares every successful transfer byte for byte.
 *
 * @module
 */

import * as w from "../../mod.ts";
import {
  begin,
  FuzzConversation,
  type FuzzConversationInit,
} from "./conversation.ts";
import { type Account, Ledger } from "./ledger.ts";
import { contentOf, isSame, itemsOf, newName } from "./soak_content.ts";

/** The protocols, each with and without TLS. */
export const PROTOCOLS = ["http", "ftp", "gopher"] as const;

/** One of them. */
export type Protocol = typeof PROTOCOLS[number];

/**
 * The factor by which the timeouts are longer than those of the fuzzers: most
 * transfers should succeed.
 */
const FACTOR = 8;
const TLS_FACTOR = 20;

const TIMEOUTS = [
  w.INTERNET_OPTION_CONNECT_TIMEOUT,
  w.INTERNET_OPTION_SEND_TIMEOUT,
  w.INTERNET_OPTION_RECEIVE_TIMEOUT,
  w.INTERNET_OPTION_DATA_SEND_TIMEOUT,
  w.INTERNET_OPTION_DATA_RECEIVE_TIMEOUT,
  w.GOPHER_OPTION_DOT_PATIENCE,
];

const READS = [1_000, 20_000, 300_000];

/** The parameters of a conversation. */
export interface SoakInit extends FuzzConversationInit {
  readonly protocol: Protocol;
  readonly asynchronous: boolean;
  /** An empty local folder. */
  readonly folder: string;
  /** The files of an FTP server. */
  readonly names: readonly string[];
  /** Returns the content that such a server has stored under a name. */
  readonly stored: (name: string) => Uint8Array | undefined;
}

/** One conversation. */
export class SoakConversation extends FuzzConversation {
  readonly ledger: Ledger;
  /** The number of transfers that succeeded and were compared. */
  completed = 0;
  readonly #init: SoakInit;

  constructor(init: SoakInit) {
    super(init, { share: 0.08, within: 60 });
    this.#init = init;
    this.ledger = new Ledger(init.asynchronous);
  }

  override onStatus(...event: Parameters<w.StatusCallback>): void {
    this.ledger.note(...event);
  }

  /** Runs the conversation to its end. */
  async run(): Promise<void> {
    const { asynchronous } = this.#init;
    await this.runSession({
      timeouts: TIMEOUTS,
      factor: this.secure ? TLS_FACTOR : FACTOR,
      options: [[w.FTP_OPTION_KEEP_ALIVE, [10]]],
      asynchronous,
      watchedShare: 1,
    }, (hInternet) => this.#use(hInternet));
    this.problems.push(...this.ledger.problems());
  }

  async #use(hInternet: w.HINTERNET): Promise<void> {
    const random = this.random;
    this.mayClose(hInternet, 0.03);
    if (random.chance(0.2)) return await this.#openUrl(hInternet);
    const hConnect = await this.#connect(hInternet);
    if (hConnect === undefined) return;
    this.mayClose(hConnect.handle, 0.05);
    for (let transfers = 1 + random.below(5); transfers > 0; transfers--) {
      const many = random.chance(0.2) && this.#init.protocol !== "ftp" ? 3 : 1;
      await Promise.all(
        Array.from({ length: many }, () => this.#transfer(hConnect)),
      );
    }
    if (random.chance(0.5)) await this.close(hConnect.handle);
  }

  async #connect(hInternet: w.HINTERNET): Promise<Opened | undefined> {
    const services = {
      http: w.INTERNET_SERVICE_HTTP,
      ftp: w.INTERNET_SERVICE_FTP,
      gopher: w.INTERNET_SERVICE_GOPHER,
    };
    const { protocol } = this.#init;
    const account = this.ledger.open(`${protocol} connection`);
    const connect = () =>
      w.InternetConnect(
        hInternet,
        this.host,
        this.port,
        null,
        null,
        services[protocol],
        this.#secureFlag |
          (this.random.chance(0.6) ? w.INTERNET_FLAG_PASSIVE : 0),
        account,
      );
    // Only FTP waits for its server, so only FTP ends with REQUEST_COMPLETE.
    const handle = protocol === "ftp"
      ? await this.#start(account, "InternetConnect", connect)
      : await this.call("InternetConnect", () => begin(connect));
    return handle && { handle, account };
  }

  get #secureFlag(): number {
    return this.secure ? w.INTERNET_FLAG_SECURE : 0;
  }

  async #transfer(hConnect: Opened): Promise<void> {
    const [get, put, list] = {
      http: [this.#request, this.#upload, this.#post],
      ftp: [this.#ftpGet, this.#ftpPut, this.#ftpList],
      gopher: [this.#gopherGet, this.#gopherGet, this.#gopherList],
    }[this.#init.protocol] as [Transfer, Transfer, Transfer];
    const read = this.#init.protocol === "ftp" ? this.#ftpRead : get;
    await this.random.pick([get, read, put, list]).call(this, hConnect);
  }

  /** A call that ends with REQUEST_COMPLETE. */
  #start<Value>(
    account: Account,
    name: string,
    run: () => Promise<Value>,
  ): Promise<Value | undefined> {
    return this.call(
      name,
      () => this.ledger.start(account, name, run),
    );
  }

  /** Compares the result of a transfer; `undefined` means that it failed. */
  #compare(name: string, bytes: Uint8Array | undefined): void {
    if (bytes === undefined) return;
    this.completed++;
    const expected = contentOf(name);
    if (isSame(bytes, expected)) return;
    this.problems.push(
      `wrong bytes: ${bytes.length} for ${expected.length} of ${name}`,
    );
  }

  /** The other names are uploads of this conversation. */
  #compareNames(found: readonly string[], expected: readonly string[]): void {
    this.completed++;
    const names = found.filter((name) => expected.includes(name));
    if (names.toSorted().join() === expected.toSorted().join()) return;
    this.problems.push(`wrong listing: ${names.length} of ${expected.length}`);
  }

  // ---- handles ----

  /** Opens a handle, uses it, and closes it by a random method. */
  async #withHandle(
    name: string,
    open: (account: Account) => Promise<w.HINTERNET>,
    use: (opened: Opened) => Promise<void>,
  ): Promise<void> {
    const account = this.ledger.open(name);
    const handle = await this.#start(account, name, () => open(account));
    if (handle === undefined) return;
    this.mayClose(handle);
    await use({ handle, account });
    await this.leave(handle, 0.1);
  }

  /**
   * Returns the rest of the data; `undefined` if reading has failed or was
   * abandoned.
   */
  async #readAll(
    { handle, account }: Opened,
  ): Promise<Uint8Array | undefined> {
    if (!this.#init.asynchronous && this.random.chance(0.5)) {
      return await this.call(
        "readable",
        () => new Response(w.readable(handle)).bytes(),
      );
    }
    const size = this.random.pick(READS);
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    for (;;) {
      if (this.random.chance(0.01)) return undefined;
      const buffer = new Uint8Array(size);
      const read = await this.#start(
        account,
        "InternetReadFile",
        () => w.InternetReadFile(handle, buffer),
      );
      if (read === undefined) return undefined;
      if (read === 0) return await new Blob(pieces).bytes();
      pieces.push(buffer.subarray(0, read));
    }
  }

  /** Enumerates to the end; compares the names with those that are expected. */
  async #enumerate(
    name: string,
    find: (account: Account) => Promise<Found>,
    expected: readonly string[],
  ): Promise<void> {
    const account = this.ledger.open(name);
    const found = await this.#start(account, name, () => find(account));
    if (found === undefined) return;
    const handle = found.hFind;
    this.mayClose(handle);
    const names: string[] = [];
    for (let entry: Found["findData"] | null | undefined = found.findData;;) {
      if (entry === undefined) break;
      if (entry === null) {
        this.#compareNames(names, expected);
        break;
      }
      names.push("cFileName" in entry ? entry.cFileName : entry.DisplayString);
      entry = await this.#start(
        account,
        "InternetFindNextFile",
        () => w.InternetFindNextFile(handle),
      );
    }
    await this.leave(handle, 0.1);
  }

  async #openUrl(hInternet: w.HINTERNET): Promise<void> {
    const { protocol, names } = this.#init;
    const name = protocol === "ftp"
      ? this.random.pick(names)
      : newName("b", this.random);
    const path = protocol === "gopher" ? `9${name}` : name;
    const scheme = protocol + (this.secure ? "s" : "");
    // An ftps URL has implicit TLS.
    const url = protocol === "ftp"
      ? `ftp://${this.host}:${this.port}/${path}`
      : `${scheme}://${this.host}:${this.port}/${path}`;
    const flags = w.INTERNET_FLAG_PASSIVE | this.#secureFlag;
    await this.#withHandle(
      "InternetOpenUrl",
      (account) => w.InternetOpenUrl(hInternet, url, null, flags, account),
      async (hUrl) => {
        const bytes = await this.#readAll(hUrl);
        if (this.#isAnswer(hUrl.handle)) this.#compare(name, bytes);
      },
    );
  }

  // ---- HTTP ----

  /** Returns `true` if a handle has the content instead of a refusal. */
  #isAnswer(handle: w.HINTERNET): boolean {
    if (this.#init.protocol !== "http") return true;
    const query = w.HTTP_QUERY_STATUS_CODE | w.HTTP_QUERY_FLAG_NUMBER;
    try {
      return w.HttpQueryInfo(handle, query) === 200;
    } catch {
      return false;
    }
  }

  async #withRequest(
    { handle: hConnect }: Opened,
    verb: string,
    path: string,
    send: (hRequest: Opened) => Promise<boolean>,
    name: string,
  ): Promise<void> {
    const account = this.ledger.open(`${verb} request`);
    const handle = await this.call(
      "HttpOpenRequest",
      () =>
        begin(() =>
          w.HttpOpenRequest(
            hConnect,
            verb,
            path,
            null,
            null,
            null,
            this.#secureFlag,
            account,
          )
        ),
    );
    if (handle === undefined) return;
    const hRequest = { handle, account };
    this.mayClose(handle);
    if (await send(hRequest) && this.#isAnswer(handle)) {
      this.#compare(name, await this.#readAll(hRequest));
    }
    await this.leave(handle, 0.1);
  }

  async #request(hConnect: Opened): Promise<void> {
    const name = newName("b", this.random);
    const path = this.random.chance(0.2) ? `/to/${name}` : `/${name}`;
    await this.#withRequest(
      hConnect,
      "GET",
      path,
      ({ handle, account }) => this.#send(handle, account, null),
      name,
    );
  }

  async #post(hConnect: Opened): Promise<void> {
    const name = newName("b", this.random);
    await this.#withRequest(
      hConnect,
      "POST",
      "/echo",
      ({ handle, account }) => this.#send(handle, account, contentOf(name)),
      name,
    );
  }

  async #send(
    handle: w.HINTERNET,
    account: Account,
    body: Uint8Array | null,
  ): Promise<boolean> {
    const sent = await this.#start(
      account,
      "HttpSendRequest",
      () => w.HttpSendRequest(handle, null, body),
    );
    return sent === true;
  }

  async #upload(hConnect: Opened): Promise<void> {
    const name = newName("b", this.random);
    await this.#withRequest(
      hConnect,
      "POST",
      "/echo",
      (hRequest) => this.#sendPieces(hRequest, contentOf(name)),
      name,
    );
  }

  async #sendPieces(
    { handle, account }: Opened,
    body: Uint8Array,
  ): Promise<boolean> {
    const flags = this.random.chance(0.5) ? w.HSR_CHUNKED : 0;
    const begun = await this.#start(
      account,
      "HttpSendRequestEx",
      () => w.HttpSendRequestEx(handle, { dwBufferTotal: body.length }, flags),
    );
    if (begun !== true) return false;
    for (let at = 0; at < body.length; at += 100_000) {
      const written = await this.#start(
        account,
        "InternetWriteFile",
        () => w.InternetWriteFile(handle, body.subarray(at, at + 100_000)),
      );
      if (written === undefined) return false;
    }
    const ended = await this.#start(
      account,
      "HttpEndRequest",
      () => w.HttpEndRequest(handle),
    );
    return ended === true;
  }

  // ---- FTP ----

  async #ftpGet({ handle: hConnect }: Opened): Promise<void> {
    const name = this.random.pick(this.#init.names);
    const account = this.ledger.open("FtpGetFile");
    const path = `${this.#init.folder}/${this.ledger.started}`;
    const done = await this.#start(
      account,
      "FtpGetFile",
      () => w.FtpGetFile(hConnect, name, path, false, 0, 0, account),
    );
    const bytes = await Deno.readFile(path).catch(() => null);
    if (done === true) this.#compare(name, bytes ?? new Uint8Array());
    else if (bytes !== null) {
      this.problems.push("a failed FtpGetFile left a file");
    }
  }

  async #ftpPut({ handle: hConnect }: Opened): Promise<void> {
    const name = newName("b", this.random);
    const path = `${this.#init.folder}/${name}`;
    await Deno.writeFile(path, contentOf(name));
    const account = this.ledger.open("FtpPutFile");
    const done = await this.#start(
      account,
      "FtpPutFile",
      () => w.FtpPutFile(hConnect, path, name, 0, account),
    );
    if (done === true) this.#compareStored(name);
  }

  #compareStored(name: string): void {
    this.#compare(name, this.#init.stored(name) ?? new Uint8Array());
  }

  async #ftpRead({ handle: hConnect }: Opened): Promise<void> {
    if (!this.#init.asynchronous && this.random.chance(0.5)) {
      return await this.#ftpWrite(hConnect);
    }
    const name = this.random.pick(this.#init.names);
    await this.#withHandle(
      "FtpOpenFile to read",
      (account) => w.FtpOpenFile(hConnect, name, w.GENERIC_READ, 0, account),
      async (hFile) => this.#compare(name, await this.#readAll(hFile)),
    );
  }

  async #ftpWrite(hConnect: w.HINTERNET): Promise<void> {
    const name = newName("b", this.random);
    await this.#withHandle(
      "FtpOpenFile to write",
      (account) => w.FtpOpenFile(hConnect, name, w.GENERIC_WRITE, 0, account),
      async ({ handle }) => {
        const content = new Blob([contentOf(name)]).stream();
        const done = await this.call(
          "writable",
          () => content.pipeTo(w.writable(handle)).then(() => true),
        );
        if (done) this.#compareStored(name);
      },
    );
  }

  async #ftpList({ handle }: Opened): Promise<void> {
    await this.#enumerate(
      "FtpFindFirstFile",
      (account) => w.FtpFindFirstFile(handle, null, 0, account),
      this.#init.names,
    );
  }

  // ---- Gopher ----

  #locator(type: string, selector: string, isPlus: boolean): string {
    const fields = [type, selector, this.host, this.port];
    return `${fields.join("\t")}${isPlus ? "\t+" : ""}\r\n`;
  }

  async #gopherGet({ handle: hConnect }: Opened): Promise<void> {
    const kind = this.random.pick(["b", "t"] as const);
    const name = newName(kind, this.random);
    const isPlus = kind === "b" && this.random.chance(0.5);
    const locator = this.#locator(kind === "b" ? "9" : "0", name, isPlus);
    await this.#withHandle(
      "GopherOpenFile",
      (account) => w.GopherOpenFile(hConnect, locator, null, 0, account),
      async (hFile) => this.#compare(name, await this.#readAll(hFile)),
    );
  }

  async #gopherList({ handle }: Opened): Promise<void> {
    const name = newName("m", this.random);
    const locator = this.#locator("1", name, false);
    await this.#enumerate(
      "GopherFindFirstFile",
      (account) => w.GopherFindFirstFile(handle, locator, null, 0, account),
      itemsOf(name),
    );
  }
}

/** A handle and the context of its calls. */
interface Opened {
  readonly handle: w.HINTERNET;
  readonly account: Account;
}

/** The result of the first call of an enumeration. */
interface Found {
  readonly hFind: w.HINTERNET;
  readonly findData: w.WIN32_FIND_DATA | w.GOPHER_FIND_DATA;
}

type Transfer = (this: SoakConversation, hConnect: Opened) => Promise<void>;
