// Copyright 2026 the wininet authors. MIT license.

/**
 * Gopher trees: a menu, the menus that it refers to, and so on, on the same
 * server. Menus may refer to each other in cycles, so each one is read only
 * once, where it was found first.
 *
 * An item has a selector and a display text but no name, so the names are made
 * here (`fileNameOf`). Items of one menu that would have the same name get
 * numbers.
 *
 * @module
 */

import { ERROR_NO_MORE_FILES, InternetError } from "../error.ts";
import {
  GOPHER_TYPE_ASK,
  GOPHER_TYPE_DIRECTORY,
  GOPHER_TYPE_ERROR,
  GOPHER_TYPE_HTML,
  GOPHER_TYPE_INLINE,
  GOPHER_TYPE_REDUNDANT,
  INTERNET_DEFAULT_GOPHER_PORT,
  INTERNET_FLAG_NO_AUTO_REDIRECT,
} from "../flags.ts";
import { closeOn } from "../streams.ts";
import type { GOPHER_FIND_DATA } from "../structures.ts";
import { hasFlag } from "../_base/bits.ts";
import { openTarget } from "../_base/local_target.ts";
import { startOpening } from "../_core/opening.ts";
import { startCall } from "../_core/operation.ts";
import type { GopherConnection } from "../_gopher/handles/connection.ts";
import { fileNameOf } from "../_gopher/wire/file_name.ts";
import { isFileType } from "../_gopher/wire/item_type.ts";
import { linkOf } from "../_gopher/wire/link.ts";
import { parseLocator } from "../_gopher/wire/locator.ts";
import { Attempts } from "./attempts.ts";
import type { Job } from "./crew.ts";
import { isLeftOut, type JobContext, runJob } from "./job.ts";
import { isThere } from "./local.ts";
import { DownloadSides } from "./local_side.ts";
import { type CopyAction, Mirror, type Pair, type Place } from "./mirror.ts";
import { joined } from "./names.ts";
import type { CheckedOptions, TreeEntry, TreeResult } from "./options.ts";
import type { Item } from "./plan.ts";
import type { Listed } from "./remote.ts";
import { type Branch, type Level, walk } from "./walk.ts";

/** The default depth of menus. */
export const GOPHER_DEPTH = 5;
/** The maximum number of menus in a tree, because a server can generate menus without end. */
const MAX_MENUS = 1_000_000;
/** The size of a read. */
const BUFFER_SIZE = 65_536;

/** A menu item with its name. */
interface Named {
  readonly entry: GOPHER_FIND_DATA;
  readonly name: string;
  /** `"other"` is an item on another server, neither a file nor a menu, or already read. */
  readonly kind: "file" | "directory" | "other";
}

/** The menus of one tree. */
class Menus {
  readonly #connection: GopherConnection;
  readonly #signal: AbortSignal;
  /** The selectors of the menus found so far. */
  readonly #found = new Set<string>();

  constructor(
    connection: GopherConnection,
    root: string | null,
    signal: AbortSignal,
  ) {
    this.#connection = connection;
    this.#signal = signal;
    this.#found.add(root ? parseLocator(root).selector : "");
  }

  /** Reads a menu and drops its information lines. */
  async read(locator: string | null): Promise<Named[]> {
    const names = new Map<string, number>();
    return (await this.#entries(locator)).flatMap((entry) => {
      const item = parseLocator(entry.Locator);
      const isText =
        (item.type & (GOPHER_TYPE_INLINE | GOPHER_TYPE_ERROR)) !== 0;
      if (isText) return [];
      const name = freeName(fileNameOf(item.selector, item.display), names);
      return [{ entry, name, kind: this.#kindOf(entry) }];
    });
  }

  async #entries(locator: string | null): Promise<GOPHER_FIND_DATA[]> {
    const opening = this.#connection.openFind(
      locator,
      null,
      INTERNET_FLAG_NO_AUTO_REDIRECT,
      undefined,
    );
    const { handle } = opening;
    closeOn(this.#signal, handle);
    try {
      await startOpening(opening, "GopherFindFirstFile");
      const entries: GOPHER_FIND_DATA[] = [];
      for (;;) {
        const some = await startCall(handle, handle.findSome(), {
          name: "InternetFindNextFile",
        });
        if (some.length === 0) return entries;
        for (const entry of some) entries.push(entry as GOPHER_FIND_DATA);
      }
    } catch (error) {
      const isEmpty = error instanceof InternetError &&
        error.code === ERROR_NO_MORE_FILES;
      if (isEmpty) return [];
      throw error;
    } finally {
      handle[Symbol.dispose]();
    }
  }

  #kindOf({ Locator }: GOPHER_FIND_DATA): Named["kind"] {
    const { type, host, port, selector } = parseLocator(Locator);
    if (!this.#isHere(host, port)) return "other";
    if ((type & (GOPHER_TYPE_ASK | GOPHER_TYPE_REDUNDANT)) !== 0) {
      return "other";
    }
    if (hasFlag(type, GOPHER_TYPE_DIRECTORY)) {
      const isKnown = this.#found.has(selector) ||
        this.#found.size >= MAX_MENUS;
      this.#found.add(selector);
      return isKnown ? "other" : "directory";
    }
    const isLink = hasFlag(type, GOPHER_TYPE_HTML) && linkOf(Locator) !== null;
    return isFileType(type) && !isLink ? "file" : "other";
  }

  #isHere(host: string, port: number): boolean {
    const { origin } = this.#connection;
    if (host === "") return true;
    return host.toLowerCase() === origin.host.toLowerCase() &&
      (port || INTERNET_DEFAULT_GOPHER_PORT) ===
        (origin.port || INTERNET_DEFAULT_GOPHER_PORT);
  }
}

/** Returns a name that no earlier item has. `taken` holds the last number of each name. */
function freeName(name: string, taken: Map<string, number>): string {
  const dot = name.lastIndexOf(".");
  const [stem, ending] = dot > 0
    ? [name.slice(0, dot), name.slice(dot)]
    : [name, ""];
  // Some file systems ignore case.
  const key = name.toLowerCase();
  let free = name;
  while (taken.has(free.toLowerCase())) {
    const number = (taken.get(key) ?? 1) + 1;
    taken.set(key, number);
    free = `${stem}-${number}${ending}`;
  }
  taken.set(free.toLowerCase(), 1);
  return free;
}

/** Returns the entries of a Gopher tree. */
export function walkGopher(
  connection: GopherConnection,
  root: string | null,
  options: CheckedOptions,
): AsyncGenerator<TreeEntry<GOPHER_FIND_DATA>, void> {
  const { signal, depth } = options;
  const attempts = new Attempts(options);
  const menus = new Menus(connection, root, signal);
  const read = async (
    path: string,
    locator: string | null,
  ): Promise<Level<GOPHER_FIND_DATA>> => {
    const items = await attempts.run(() => menus.read(locator));
    const entries: Branch<GOPHER_FIND_DATA>[] = [];
    for (const { entry, name, kind } of items) {
      const own = joined(path, name);
      if (isLeftOut({ ...options, hidden: true }, name, own, entry)) continue;
      const open = () => read(own, entry.Locator);
      entries.push({
        path: own,
        entry,
        read: kind === "directory" ? open : null,
      });
    }
    return { entries, fault: null };
  };
  return walk(
    root ?? "the root menu",
    () => read("", root),
    depth ?? GOPHER_DEPTH,
    signal,
  );
}

/** Downloads a Gopher tree. */
export function downloadGopher(
  connection: GopherConnection,
  root: string | null,
  target: string,
  options: CheckedOptions,
): Promise<TreeResult> {
  const init = {
    action: `download the menu to "${target}"`,
    remote: "",
    options,
    depth: GOPHER_DEPTH,
    // Every item uses its own network connection.
    openPool: () =>
      Promise.resolve({
        use: <Value>(work: (one: GopherConnection) => Promise<Value>) =>
          work(connection),
        [Symbol.asyncDispose]: () => Promise.resolve(),
      }),
  };
  return runJob(connection, init, (context): Job => {
    const isNew = !isThere(target);
    const sides = new GopherDownload(context, connection, root);
    const identities = [root ?? ""];
    return new Mirror(context, sides)
      .root({ source: "", target, level: 1, isNew, identities });
  });
}

/** The two sides of a download. The identity of an item is its locator. */
class GopherDownload extends DownloadSides {
  readonly #context: JobContext<GopherConnection>;
  readonly #menus: Menus;

  constructor(
    context: JobContext<GopherConnection>,
    connection: GopherConnection,
    root: string | null,
  ) {
    super(context);
    this.#context = context;
    this.#menus = new Menus(connection, root, context.options.signal);
  }

  async readSource({ source, identities }: Place): Promise<Listed> {
    const { request, options } = this.#context;
    const locator = identities.at(-1)!;
    const found = await request(() => this.#menus.read(locator));
    const items = found.map(({ entry, name, kind }): Item => {
      const path = joined(source, name);
      return {
        name,
        kind,
        // The sizes in menus are rounded, if there are any.
        size: null,
        time: entry.LastModificationTime?.getTime() ?? null,
        isExact: true,
        linkTarget: null,
        isExcluded: isLeftOut({ ...options, hidden: true }, name, path, entry),
        identity: entry.Locator,
      };
    });
    return { items, fault: null };
  }

  async copy({ source, target }: Pair, { item }: CopyAction): Promise<void> {
    const { tally, request, options } = this.#context;
    if (tally.plans("download", source, target)) return;
    const copying = tally.copying(source);
    const time = options.keepTimes && item.time !== null
      ? new Date(item.time)
      : null;
    await request((connection) => {
      copying.restart();
      return this.#get(connection, item.identity!, target, time, copying.add);
    });
    tally.count("files", source);
  }

  async #get(
    connection: GopherConnection,
    locator: string,
    path: string,
    time: Date | null,
    onBytes: (count: number) => void,
  ): Promise<void> {
    const { signal } = this.#context.options;
    const flags = INTERNET_FLAG_NO_AUTO_REDIRECT;
    const opening = connection.openFile(locator, null, flags, undefined);
    using handle = opening.handle;
    closeOn(signal, handle);
    await startOpening(opening, "GopherOpenFile");
    const local = { failIfExists: false, resume: false, signal };
    const target = await openTarget(path, local);
    try {
      const buffer = new Uint8Array(BUFFER_SIZE);
      const read = () =>
        startCall(handle, handle.readFile(buffer, { noWait: true }), {
          name: "InternetReadFileEx",
        });
      for (let count; (count = await read()) > 0;) {
        await target.write(buffer.subarray(0, count));
        onBytes(count);
      }
      await target.commit(time);
    } catch (error) {
      target.discard(false);
      throw error;
    }
  }
}
