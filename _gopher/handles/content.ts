// Copyright 2026 the wininet authors. MIT license.

/**
 * The content of an item: a file, a menu, or the reply of a phone book.
 *
 * @module
 */

import { GOPHER_TYPE_CSO } from "../../flags.ts";
import { hasFlag } from "../../_base/bits.ts";
import { latin1Text } from "../../_base/bytes.ts";
import { PageSource } from "../../_core/page_source.ts";
import { CP_UTF8, nameCodec } from "../../_base/code_page.ts";
import type { GOPHER_FIND_DATA } from "../../structures.ts";
import { OpenBody } from "../wire/data_end.ts";
import { CsoEntries, MenuEntries, PlusEntries } from "../wire/entries.ts";
import { errorTextOf, mayBeError } from "../wire/error_reply.ts";
import { PAGE_FOOT, pageHead, pageRow } from "../wire/html_page.ts";
import { isTextItem } from "../wire/item_type.ts";
import type { DisplayDecoder } from "../wire/menu.ts";
import { withoutControls } from "../wire/octets.ts";
import { encodeCsoQuery } from "../wire/request.ts";
import { GopherBody } from "./body.ts";
import { GopherExchange } from "./exchange.ts";
import { Menu } from "./entries.ts";
import type { Asking } from "./question.ts";
import { bodyOf, fetchReply, isItemRefusal, itemRefusal } from "./reply.ts";

/** Fetches a file; resolves when its first bytes have arrived. */
export async function fetchFile(asking: Asking): Promise<GopherBody> {
  const reply = await fetchReply(asking);
  const { type, selector } = reply.item;
  const body = bodyOf(reply, asking.owner, isTextItem(type, selector));
  if (reply.header.kind === "none") {
    await refuseError(body, asking.question.secrets);
  } else await body.available();
  return body;
}

/** Fetches a menu. */
export async function fetchMenu(asking: Asking): Promise<Menu> {
  const { question } = asking;
  if (hasFlag(question.item.type, GOPHER_TYPE_CSO)) {
    return await askPhoneBook(asking);
  }
  if (question.plus !== "$") return await readMenu(asking);
  // Some Gopher+ servers do not support it for whole menus: they reject the
  // request, or send data without items.
  const { plus: _, ...plain } = question;
  try {
    const menu = await readMenu(asking);
    if (await menu.confirmed()) return menu;
    await menu.close();
  } catch (error) {
    if (!isItemRefusal(error)) throw error;
  }
  return await readMenu({ ...asking, question: plain });
}

/** Returns a menu as an HTML page. */
export function pageOf(
  menu: Menu,
  { finder, question }: Asking,
): PageSource<GOPHER_FIND_DATA> {
  const { host, secure } = finder.origin;
  return new PageSource(menu, {
    head: pageHead(host, question.item.selector),
    row: (entry) => pageRow(entry, secure),
    foot: PAGE_FOOT,
  });
}

async function readMenu(asking: Asking): Promise<Menu> {
  const { question, owner } = asking;
  const decode = displayDecoder(owner.settings.codePage);
  const reply = await fetchReply(asking);
  const body = bodyOf(reply, owner, false);
  const hasBlocks = question.plus === "$" &&
    (reply.header.kind !== "none" || await beginsWithBlock(body));
  return new Menu(
    body,
    hasBlocks
      ? new PlusEntries(reply.server, decode)
      : new MenuEntries(reply.server, decode, question.secrets),
  );
}

async function askPhoneBook(
  { question, finder, owner, signal }: Asking,
): Promise<Menu> {
  const server = finder.find(question.item, owner);
  const request = encodeCsoQuery(question.search!);
  const decode = displayDecoder(owner.settings.codePage);
  const exchange = await GopherExchange.open(server, owner, signal);
  await exchange.send(request);
  const body = new GopherBody(
    exchange,
    new OpenBody(),
    new Uint8Array(),
    owner,
  );
  return new Menu(body, new CsoEntries(decode));
}

/** Returns the decoder of a code page, or `undefined` for UTF-8, which needs none. */
function displayDecoder(codePage: number): DisplayDecoder | undefined {
  if (codePage === CP_UTF8) return undefined;
  const codec = nameCodec(codePage);
  return (octets) => withoutControls(codec.decode(octets).text);
}

/** The start of the attributes of an item, which may follow a byte order mark. */
const INFO = "+INFO:";
const MARKED_INFO = "\xef\xbb\xbf+INFO:".toUpperCase();

/** Returns `true` if a reply without a header contains attributes nevertheless. */
async function beginsWithBlock(body: GopherBody): Promise<boolean> {
  const beginning = (bytes: Uint8Array) =>
    latin1Text(bytes.subarray(0, MARKED_INFO.length)).toUpperCase();
  const { bytes } = await body.peek((start) => {
    const text = beginning(start);
    return text !== INFO && text !== MARKED_INFO &&
      (INFO.startsWith(text) || MARKED_INFO.startsWith(text));
  });
  const text = beginning(bytes);
  return text.startsWith(INFO) || text === MARKED_INFO;
}

/** Throws an error if a server without Gopher+ has sent an error instead of a file. */
async function refuseError(
  body: GopherBody,
  secrets?: readonly string[],
): Promise<void> {
  const { bytes, whole } = await body.peek(mayBeError);
  const text = errorTextOf(bytes, whole);
  if (text === null) return;
  await body.close();
  throw itemRefusal({ text, admin: "", movedTo: null }, secrets);
}
