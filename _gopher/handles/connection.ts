// Copyright 2026 the wininet authors. MIT license.

/**
 * A Gopher connection, which only stores a server. Every item uses a separate
 * network connection, so files and menus can be fetched at the same time.
 *
 * Attributes have no handle: their statuses are posted on the connection, so
 * they are fetched one after the other.
 *
 * The code that fetches is loaded when it is needed, here and in `reader.ts`,
 * so that it does not delay the start of programs that do not use Gopher.
 *
 * @module
 */

import {
  ERROR_GOPHER_INCORRECT_LOCATOR_TYPE,
  ERROR_GOPHER_NOT_FILE,
  InternetError,
} from "../../error.ts";
import {
  GOPHER_TYPE_CSO,
  GOPHER_TYPE_DIRECTORY,
  GOPHER_TYPE_INDEX_SERVER,
  GOPHER_TYPE_TEXT_FILE,
  INTERNET_DEFAULT_GOPHER_PORT,
  INTERNET_FLAG_NO_AUTO_REDIRECT,
} from "../../flags.ts";
import {
  INTERNET_HANDLE_TYPE_CONNECT_GOPHER,
  INTERNET_HANDLE_TYPE_GOPHER_FILE,
  INTERNET_HANDLE_TYPE_GOPHER_FIND,
} from "../../options.ts";
import { hasFlag } from "../../_base/bits.ts";
import { quotedValue } from "../../_base/secrets.ts";
import { CallOrder } from "../../_core/operation.ts";
import { badParameter, cancellation } from "../../_base/failure.ts";
import { HandleObject, type Work } from "../../_core/handle.ts";
import type { Opening } from "../../_core/opening.ts";
import type { Session } from "../../_core/session.ts";
import { withTimeouts } from "../../_options/settings.ts";
import { FTP_TIMEOUTS } from "../../_base/timeouts.ts";
import type {
  GOPHER_ATTRIBUTE_TYPE,
  GOPHER_FIND_DATA,
} from "../../structures.ts";
import {
  encodeAnswers,
  type GopherAnswer,
  secretAnswers,
} from "../wire/ask.ts";
import { joinHostPort } from "../../_net/dial.ts";
import { checkedNames, selectAttributes } from "../wire/attributes.ts";
import { isFileType, isMenuType } from "../wire/item_type.ts";
import { type GopherLocator, parseLocator } from "../wire/locator.ts";
import { type GopherAttributeEnumerator, handOut } from "./enumerator.ts";
import { GopherReader } from "./reader.ts";
import {
  type Asking,
  checkQuestion,
  isPlus,
  notPlus,
  type Question,
} from "./question.ts";
import { type Origin, ServerFinder } from "./server.ts";

/** The root menu, which is not an item of any menu. */
const ROOT: GopherLocator = item("1", GOPHER_TYPE_DIRECTORY, "");

/**
 * The file in which servers describe themselves; some servers only accept its
 * name with a slash.
 */
const CAPS: readonly Question[] = ["caps.txt", "/caps.txt"].map((selector) => ({
  item: item("0", GOPHER_TYPE_TEXT_FILE, selector),
}));

function item(
  character: string,
  type: number,
  selector: string,
): GopherLocator {
  return { character, type, display: "", selector, host: "", port: 0 };
}

/** The handle of a menu and its first entry. */
export interface FoundItem {
  readonly hFind: GopherReader;
  readonly findData: GOPHER_FIND_DATA;
}

/** The answers to a form. */
export interface FilledForm {
  readonly questions: readonly GOPHER_ATTRIBUTE_TYPE[];
  readonly answers: readonly GopherAnswer[];
}

/** A connection. */
export class GopherConnection extends HandleObject {
  override readonly type: number = INTERNET_HANDLE_TYPE_CONNECT_GOPHER;
  readonly #finder: ServerFinder;
  readonly #closing = new AbortController();
  readonly #order: CallOrder = new CallOrder(this);

  constructor(session: Session, origin: Origin, context: unknown) {
    super(
      session,
      context,
      withTimeouts(session.settings, FTP_TIMEOUTS),
      session.asynchronous,
    );
    this.#finder = new ServerFinder(session, origin);
  }

  override get place(): string {
    const { host, port, secure } = this.#finder.origin;
    const scheme = secure ? "gophers" : "gopher";
    return `${scheme}://${
      joinHostPort(host, port || INTERNET_DEFAULT_GOPHER_PORT)
    }/`;
  }

  /** The server of the connection. */
  get origin(): Origin {
    return this.#finder.origin;
  }

  /** Starts the enumeration of a menu, a search, or the reply of a phone book. */
  openFind(
    locator: string | null,
    search: string | null,
    flags: number,
    context: unknown,
  ): Opening<GopherReader, FoundItem> {
    const isRoot = locator === null || locator === "";
    const item = isRoot ? ROOT : parseLocator(locator);
    const question = menuQuestion(item, search, flags);
    const hFind = this.#reader(
      question,
      context,
      INTERNET_HANDLE_TYPE_GOPHER_FIND,
    );
    return {
      handle: hFind,
      work: async () => ({ hFind, findData: await hFind.openFind(question) }),
    };
  }

  /** Fetches a file, in one of its views. */
  openFile(
    locator: string,
    view: string | null,
    flags: number,
    context: unknown,
  ): Opening<GopherReader, GopherReader> {
    const item = parseLocator(locator);
    if (!isFileType(item.type)) throw notFile(item);
    const question = plusQuestion(item, view, flags);
    return this.#openFile(question, context);
  }

  #openFile(
    question: Question,
    context: unknown,
  ): Opening<GopherReader, GopherReader> {
    const handle = this.#reader(
      question,
      context,
      INTERNET_HANDLE_TYPE_GOPHER_FILE,
    );
    return { handle, work: () => handle.openFile(question) };
  }

  /**
   * Sends the answers to a form; the reply is a menu or a file, depending on
   * the type of the item.
   */
  submit(
    locator: string,
    { questions, answers }: FilledForm,
    view: string | null,
    flags: number,
    context: unknown,
  ): Opening<GopherReader, GopherReader> {
    const item = parseLocator(locator);
    if (!isPlus(item)) throw notPlus(item);
    const question = {
      ...plusQuestion(item, view, flags),
      answers: encodeAnswers(questions, answers),
      secrets: secretAnswers(questions, answers),
    };
    if (isFileType(item.type)) return this.#openFile(question, context);
    if (!isMenuType(item.type)) throw notFile(item);
    const handle = this.#reader(
      question,
      context,
      INTERNET_HANDLE_TYPE_GOPHER_FIND,
    );
    return { handle, work: () => handle.openRaw(question) };
  }

  #reader(question: Question, context: unknown, type: number): GopherReader {
    checkQuestion(question, this.#finder, this);
    return new GopherReader(this, this.#finder, context, type);
  }

  // ---- requests on the connection itself ----

  /**
   * Fetches the attributes of an item; `names` are checked before anything is
   * sent. The next call waits until the enumerator was called, because its
   * statuses have another context.
   */
  attributes(
    locator: string,
    names: string | null,
    enumerator: GopherAttributeEnumerator | null,
  ): Work<GOPHER_ATTRIBUTE_TYPE[]> {
    const item = parseLocator(locator);
    if (!isPlus(item)) throw notPlus(item);
    checkedNames(names ?? "");
    // Servers misinterpret attribute names after the mark, so all attributes
    // are requested.
    const question = { item, plus: "!" };
    checkQuestion(question, this.#finder, this);
    return this.#inOrder(async (signal) => {
      const { fetchAttributes } = await import("./facts.ts");
      const attributes = await fetchAttributes(this.#asking(question, signal));
      const selected = selectAttributes(attributes, names);
      return enumerator === null
        ? selected
        : await handOut(selected, enumerator, this);
    });
  }

  /** Fetches the description of the server (`caps.txt`), or `null` if the server has none. */
  caps(): Work<ReadonlyMap<string, string> | null> {
    for (const question of CAPS) checkQuestion(question, this.#finder, this);
    return this.#inOrder(async (signal) => {
      const { fetchCaps } = await import("./facts.ts");
      return await fetchCaps(
        CAPS.map((question) => this.#asking(question, signal)),
      );
    });
  }

  #asking(question: Question, signal: AbortSignal): Asking {
    return { question, finder: this.#finder, owner: this, signal };
  }

  #inOrder<Value>(
    work: (signal: AbortSignal) => Promise<Value>,
  ): Work<Value> {
    return () => this.#order.run(() => work(this.#closing.signal));
  }

  protected override release(): void {
    this.#closing.abort(cancellation());
  }
}

/** Returns the question for a menu. */
export function menuQuestion(
  item: GopherLocator,
  search: string | null,
  flags: number,
): Question {
  const { type } = item;
  if (!isMenuType(type) && !hasFlag(type, GOPHER_TYPE_CSO)) {
    throw new InternetError(
      ERROR_GOPHER_INCORRECT_LOCATOR_TYPE,
      `Cannot enumerate ${quotedValue(item.selector)}: its type ${
        quotedValue(item.character)
      } must be that of a menu, an index or a phone book`,
    );
  }
  const searches = hasFlag(type, GOPHER_TYPE_INDEX_SERVER) ||
    hasFlag(type, GOPHER_TYPE_CSO);
  if (searches !== (search !== null)) {
    throw badParameter(
      searches
        ? `Cannot enumerate ${
          quotedValue(item.selector)
        }: an index needs words in lpszSearchString`
        : `Cannot search ${
          quotedValue(item.selector)
        }: it is a directory, so lpszSearchString must be null`,
    );
  }
  return {
    item,
    stay: hasFlag(flags, INTERNET_FLAG_NO_AUTO_REDIRECT),
    // `$` also requests the sizes and dates of all items.
    plus: searches ? "+" : "$",
    ...(search !== null && { search }),
  };
}

/** Returns the question for the data of an item, in one of its views. */
function plusQuestion(
  item: GopherLocator,
  view: string | null,
  flags: number,
): Question {
  if (view && !isPlus(item)) throw notPlus(item);
  return {
    item,
    stay: hasFlag(flags, INTERNET_FLAG_NO_AUTO_REDIRECT),
    plus: `+${view ?? ""}`,
  };
}

/** Returns the error for an item that is not a file. */
export function notFile(
  { character, selector }: GopherLocator,
): InternetError {
  return new InternetError(
    ERROR_GOPHER_NOT_FILE,
    `Cannot open ${quotedValue(selector)}: its type ${
      quotedValue(character)
    } must be that of a file; ${
      character === "i"
        ? "an information line leads nowhere"
        : "menus need GopherFindFirstFile"
    }`,
  );
}
