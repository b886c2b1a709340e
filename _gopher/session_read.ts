// Copyright 2026 the wininet authors. MIT license.

/**
 * Handles that are read: a file, a menu entry by entry, or a menu as a page.
 *
 * @module
 */

import { ERROR_NO_MORE_FILES, InternetError } from "../error.ts";
import { GOPHER_TYPE_CSO } from "../flags.ts";
import { hasFlag } from "../_core/bits.ts";
import { ContentHandle } from "../_core/content_handle.ts";
import type { HandleObject } from "../_core/handle.ts";
import { PageSource } from "../_core/page_source.ts";
import { CP_UTF8, nameCodec } from "../_ftp/names.ts";
import type { GOPHER_FIND_DATA } from "../structures.ts";
import { OpenBody } from "./data_end.ts";
import { CsoEntries, MenuEntries, PlusEntries } from "./entries.ts";
import { errorTextOf, mayBeError } from "./error_reply.ts";
import { PAGE_FOOT, pageHead, pageRow } from "./html_page.ts";
import { isTextItem } from "./item_type.ts";
import type { DisplayDecoder } from "./menu.ts";
import { textOf, withoutControls } from "./octets.ts";
import { encodeCsoQuery } from "./request.ts";
import { GopherBody } from "./session_body.ts";
import { GopherExchange } from "./session_exchange.ts";
import { Menu } from "./session_menu.ts";
import {
  ask,
  bodyOf,
  isRefusal,
  type Question,
  refused,
  type Reply,
} from "./session_reply.ts";
import type { ServerFinder } from "./session_server.ts";

/** A handle that is read. */
export class GopherReader extends ContentHandle {
  override readonly type: number;
  readonly #finder: ServerFinder;

  /** @param type One of the `INTERNET_HANDLE_TYPE_GOPHER_*` constants. */
  constructor(
    parent: HandleObject,
    finder: ServerFinder,
    context: unknown,
    type: number,
  ) {
    super(parent, context);
    this.#finder = finder;
    this.type = type;
  }

  // ---- opening ----

  /** Fetches a file: resolves when its first bytes are there. */
  async openFile(question: Question): Promise<this> {
    const reply = await this.#ask(question);
    const { type, selector } = reply.item;
    const body = bodyOf(reply, this, isTextItem(type, selector));
    if (reply.header.kind === "none") await refuseError(body, question.secrets);
    else await body.available();
    this.bytes = body;
    return this;
  }

  /** Fetches a menu; resolves with its first entry. */
  async openFind(question: Question): Promise<GOPHER_FIND_DATA> {
    const menu = await this.#openMenu(question);
    const first = await menu.next();
    if (first === null) throw nothingFound();
    this.enumeration = menu;
    this.first = first;
    return first;
  }

  /** Fetches a menu that is enumerated from its first entry on, as InternetOpenUrl does. */
  async openRaw(question: Question): Promise<this> {
    const menu = await this.#openMenu(question);
    await menu.begun();
    this.enumeration = menu;
    return this;
  }

  /** Fetches a menu as a page. */
  async openPage(question: Question): Promise<this> {
    const menu = await this.#openMenu(question);
    await menu.begun();
    const { host, secure } = this.#finder.origin;
    this.bytes = new PageSource(menu, {
      head: pageHead(host, question.item.selector),
      row: (entry) => pageRow(entry, secure),
      foot: PAGE_FOOT,
    });
    return this;
  }

  #ask(question: Question): Promise<Reply> {
    return ask(question, this.#finder, this, this.signal);
  }

  async #openMenu(question: Question): Promise<Menu> {
    if (hasFlag(question.item.type, GOPHER_TYPE_CSO)) {
      return await this.#askPhoneBook(question);
    }
    if (question.plus !== "$") return await this.#readMenu(question);
    // A server may have Gopher+, but not for whole menus: it refuses them, or
    // sends something else, in which there are no items.
    const { plus: _, ...plain } = question;
    try {
      const menu = await this.#readMenu(question);
      if (await menu.begun()) return menu;
      await menu.close();
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
    return await this.#readMenu(plain);
  }

  async #readMenu(question: Question): Promise<Menu> {
    const decode = displayDecoder(this.settings.codePage);
    const reply = await this.#ask(question);
    const body = bodyOf(reply, this, false);
    const hasBlocks = question.plus === "$" &&
      (reply.header.kind !== "none" || await beginsWithBlock(body));
    return new Menu(
      body,
      hasBlocks
        ? new PlusEntries(reply.server, decode)
        : new MenuEntries(reply.server, decode, question.secrets),
    );
  }

  async #askPhoneBook({ item, search }: Question): Promise<Menu> {
    const server = this.#finder.find(item, this);
    const request = encodeCsoQuery(search!);
    const decode = displayDecoder(this.settings.codePage);
    const exchange = await GopherExchange.open(server, this, this.signal);
    await exchange.send(request);
    const body = new GopherBody(
      exchange,
      new OpenBody(),
      new Uint8Array(),
      this,
    );
    return new Menu(body, new CsoEntries(decode));
  }

  protected override release(reason?: unknown): void {
    super.release(reason);
    if (this.enumeration !== null) this.track(this.enumeration.close());
    if (this.bytes !== null) this.track(this.bytes.close());
  }
}

/** What makes texts of a code page; nothing is needed for UTF-8. */
function displayDecoder(codePage: number): DisplayDecoder | undefined {
  if (codePage === CP_UTF8) return undefined;
  const codec = nameCodec(codePage);
  return (octets) => withoutControls(codec.decode(octets).text);
}

/** What the attributes of an item begin with. */
const INFO = "+INFO:";

/** Whether a reply without a header begins with the attributes of an item all the same. */
async function beginsWithBlock(body: GopherBody): Promise<boolean> {
  const beginning = (bytes: Uint8Array) =>
    textOf(bytes.subarray(0, INFO.length)).toUpperCase();
  const { bytes } = await body.peek((begin) =>
    begin.length < INFO.length && INFO.startsWith(beginning(begin))
  );
  return beginning(bytes) === INFO;
}

/** Throws the error that a server without Gopher+ has sent in the place of a file. */
async function refuseError(
  body: GopherBody,
  secrets?: readonly string[],
): Promise<void> {
  const { bytes, whole } = await body.peek(mayBeError);
  const text = errorTextOf(bytes, whole);
  if (text === null) return;
  await body.close();
  throw refused({ text, admin: "", movedTo: null }, secrets);
}

/** The error of an enumeration that finds nothing. */
function nothingFound(): InternetError {
  return new InternetError(
    ERROR_NO_MORE_FILES,
    "Cannot find an item: the server sends none",
  );
}
