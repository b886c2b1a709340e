// Copyright 2026 the wininet authors. MIT license.

/**
 * A program that calls the Gopher functions at random, cancels at random, and
 * checks the invariants: every call settles, with a documented error; no status
 * comes after HANDLE_CLOSING.
 *
 * @module
 */

import * as w from "../../mod.ts";
import {
  begin,
  type FuzzConnection,
  FuzzConversation,
  type FuzzOption,
} from "./conversation.ts";

/** With TLS everything takes longer. */
const TLS_FACTOR = 6;

const TIMEOUT_OPTIONS = [
  w.INTERNET_OPTION_CONNECT_TIMEOUT,
  w.INTERNET_OPTION_SEND_TIMEOUT,
  w.INTERNET_OPTION_RECEIVE_TIMEOUT,
];

/** Options that a program may set, and values. */
const OPTIONS: readonly FuzzOption[] = [
  [w.GOPHER_OPTION_DOT_PATIENCE, [0, 1, 30]],
  [w.GOPHER_OPTION_UNCERTAIN_END, [true]],
  [w.GOPHER_OPTION_QUERY_SEARCH, [true]],
  [w.GOPHER_OPTION_ANY_PORT, [true]],
  [w.INTERNET_OPTION_CODEPAGE, [1252, 932]],
];

/** The form that is answered if the server has not sent one. */
const FORM: w.GOPHER_ATTRIBUTE_TYPE[] = [];

/** One conversation. */
export class GopherConversation extends FuzzConversation {
  /** Runs the conversation to its end. */
  async run(): Promise<void> {
    const session = {
      timeouts: TIMEOUT_OPTIONS,
      factor: this.secure ? TLS_FACTOR : 1,
      fixed: [[w.GOPHER_OPTION_DOT_PATIENCE, 10]] as const,
      options: OPTIONS,
    };
    const connection: FuzzConnection = {
      service: w.INTERNET_SERVICE_GOPHER,
      flags: this.secure ? w.INTERNET_FLAG_SECURE : 0,
      mayLogIn: false,
      use: (hConnect) => this.repeat(() => this.#step(hConnect)),
    };
    await this.runSession(
      session,
      (hInternet) =>
        this.random.chance(0.3)
          ? this.#useUrl(hInternet)
          : this.useConnection(hInternet, connection),
    );
  }

  async #useUrl(hInternet: w.HINTERNET): Promise<void> {
    const random = this.random;
    const path = random.pick([
      "",
      "1/menu",
      "0/text",
      "9/bin",
      "7/menu%09words",
      "7/menu?words",
      "1/menu%09%09+",
      "0/text%09%09+text/plain",
      "0/text%09%09!",
      "1/menu%09%09$",
      "2%09ann",
    ]);
    const raw = random.chance(0.4) ? w.INTERNET_FLAG_RAW_DATA : 0;
    const scheme = this.secure ? "gophers" : "gopher";
    const hUrl = await this.call(
      `InternetOpenUrl ${path}`,
      () =>
        w.InternetOpenUrl(
          hInternet,
          `${scheme}://${this.host}:${this.port}/${path}`,
          null,
          raw,
          this.context,
        ),
    );
    if (hUrl === undefined) return;
    this.mayClose(hUrl, 0.3);
    if (random.chance(0.5)) await this.#read(hUrl);
    else await this.#enumerate(hUrl);
  }

  // ---- steps of a connection ----

  #locator(types: readonly string[], plusShare: number): string {
    const type = this.random.pick(types);
    const selector = type === "1" || type === "7" ? "/menu" : "/item";
    const extra = this.random.chance(plusShare)
      ? this.random.pick(["\t+", "\t?"])
      : "";
    return `${type}\t${selector}\t${this.host}\t${this.port}${extra}\r\n`;
  }

  async #step(hConnect: w.HINTERNET): Promise<void> {
    switch (this.random.below(6)) {
      case 0:
      case 1:
        return await this.#file(hConnect);
      case 2:
      case 3:
        return await this.#find(hConnect);
      case 4:
        return await this.#attributes(hConnect);
      default:
        await this.call("caps", () => w.queryCaps(hConnect, this.context));
    }
  }

  async #file(hConnect: w.HINTERNET): Promise<void> {
    const random = this.random;
    const locator = this.#locator(["0", "9", "g", "5", "h"], 0.5);
    const view = /[+?]\r\n$/.test(locator) && random.chance(0.3)
      ? "text/plain En_US"
      : null;
    const hFile = await this.call("GopherOpenFile", () =>
      w.GopherOpenFile(
        hConnect,
        locator,
        view,
        random.chance(0.2) ? w.INTERNET_FLAG_NO_AUTO_REDIRECT : 0,
        this.context,
      ));
    if (hFile !== undefined) await this.#read(hFile);
  }

  async #find(hConnect: w.HINTERNET): Promise<void> {
    const locator = this.#locator(["1", "1", "7", "2"], 0.4);
    const words = /^[72]/.test(locator) ? "ann" : null;
    const found = await this.call(
      "GopherFindFirstFile",
      () => w.GopherFindFirstFile(hConnect, locator, words, 0, this.context),
    );
    if (found !== undefined) await this.#enumerate(found.hFind);
  }

  async #attributes(hConnect: w.HINTERNET): Promise<void> {
    const random = this.random;
    const item = `0\t/item\t${this.host}\t${this.port}\t?\r\n`;
    const names = random.pick([null, null, "+ASK", "+ADMIN +VIEWS", "+INFO"]);
    const attributes =
      await this.call("GopherGetAttribute", () =>
        w.GopherGetAttribute(
          hConnect,
          item,
          names,
          random.chance(0.3) ? () => random.chance(0.8) : null,
          this.context,
        )) ?? FORM;
    if (random.chance(0.5)) return;
    const answers = attributes.flatMap(({ AttributeType: { Ask } }) =>
      Ask === undefined || w.parseQuestion(Ask).type === "Note" ? [] : [null]
    );
    const hFile = await this.call(
      "submitAsk",
      () =>
        w.submitAsk(
          hConnect,
          item,
          attributes,
          answers,
          null,
          0,
          this.context,
        ),
    );
    if (hFile !== undefined) await this.#read(hFile);
  }

  // ---- reading ----

  async #read(hFile: w.HINTERNET): Promise<void> {
    const random = this.random;
    this.mayClose(hFile);
    if (random.chance(0.2)) await this.readStream(hFile);
    const size = random.pick([1, 100, 30_000]);
    for (let reads = random.below(60); reads > 0; reads--) {
      const count = random.chance(0.1)
        ? await this.call(
          "available",
          () => begin(() => w.InternetQueryDataAvailable(hFile)),
        )
        : await this.call(
          "read",
          () => begin(() => w.InternetReadFile(hFile, new Uint8Array(size))),
        );
      if (!count) break;
    }
    await this.leave(hFile, 0.2);
  }

  async #enumerate(hFind: w.HINTERNET): Promise<void> {
    const random = this.random;
    this.mayClose(hFind);
    if (random.chance(0.4)) {
      await this.call("entries", async () => {
        let left = random.below(1000);
        for await (const _entry of w.entries(hFind)) if (left-- === 0) break;
      });
    } else {
      for (let items = random.below(30); items > 0; items--) {
        const next = await this.call(
          "next",
          () => begin(() => w.InternetFindNextFile(hFind)),
        );
        if (!next) break;
      }
    }
    await this.leave(hFind, 0.2);
  }
}
