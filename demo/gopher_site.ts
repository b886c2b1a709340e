// Copyright 2026 the wininet authors. MIT license.

/**
 * A slow Gopher server on 127.0.0.1, similar to the web servers of `sites.ts`:
 * it starts to send after a delay, and its data arrives in pieces with pauses
 * between them.
 *
 * It implements the part of RFC 1436 that a download needs: a client sends the
 * selector of one item, receives it, and the connection is closed. Texts end
 * with a line with a single dot, so a dot is added to their lines that start
 * with a dot. Other files are sent unchanged. The number of clients and the
 * length of a request are limited.
 *
 * @module
 */

import { closeOn, closeQuietly, isGone } from "./site_connection.ts";
import { linesOf, writeAll, writeSlowly } from "./site_connection.ts";
import { bytesOf, type SitePage, sleep } from "./site_page.ts";

/** The maximum number of simultaneous clients. */
const MAX_CLIENTS = 32;

const NOT_FOUND = "There is no such item";

/** A Gopher server that responds slowly. */
export class GopherSite implements AsyncDisposable {
  /** The URL of the menu, with a slash at the end. The server has no menu. */
  readonly url: string;
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #pages: Readonly<Record<string, SitePage>>;
  readonly #closing = new AbortController();
  readonly #clients = new Set<Promise<void>>();
  readonly #accepting: Promise<void>;

  /**
   * Opens the site.
   *
   * @param pages The items of the site, by path, which is the selector.
   */
  constructor(pages: Readonly<Record<string, SitePage>>) {
    this.#pages = pages;
    this.url = `gopher://127.0.0.1:${this.#listener.addr.port}/`;
    this.#accepting = this.#accept();
  }

  /** Returns the URL of an item: Gopher requires the item type before the path. */
  urlOf(path: string): string {
    const page = this.#find(path);
    const type = page === null || isText(page) ? "0" : "9";
    return `${this.url}${type}${path}`;
  }

  /** Closes the site and all its connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    this.#listener.close();
    await this.#accepting;
    await Promise.all(this.#clients);
  }

  async #accept(): Promise<void> {
    for await (const connection of this.#listener) {
      const free = this.#clients.size < MAX_CLIENTS;
      const end = this.#serve(connection, free);
      this.#clients.add(end);
      end.finally(() => this.#clients.delete(end));
    }
  }

  /** Answers one request, or rejects the client. */
  async #serve(connection: Deno.TcpConn, free: boolean): Promise<void> {
    const { signal } = this.#closing;
    const stay = closeOn(signal, connection);
    try {
      connection.setNoDelay(true);
      if (free) await this.#answer(connection);
      else await refuse(connection, "Too many connections", signal);
    } catch (error) {
      if (!isGone(error)) throw error;
    } finally {
      stay();
      closeQuietly(connection);
    }
  }

  async #answer(connection: Deno.TcpConn): Promise<void> {
    const leaving = new AbortController();
    const signal = AbortSignal.any([this.#closing.signal, leaving.signal]);
    const lines = linesOf(connection);
    const { value: selector } = await lines.next();
    if (selector === undefined) return;
    const page = this.#find(selector);
    if (page === null) return await refuse(connection, NOT_FOUND, signal);
    // The server does not wait for a client that disconnects.
    const left = drain(lines).finally(() => leaving.abort());
    try {
      if (await sleep(page.wait ?? 0, signal)) {
        await writeSlowly(connection, contentOf(page), page, signal);
      }
    } finally {
      closeQuietly(connection);
      await left;
    }
  }

  #find(selector: string): SitePage | null {
    const page = this.#pages[selector];
    return page !== undefined && (page.status ?? 200) === 200 ? page : null;
  }
}

/** Reads until the connection ends. */
async function drain(lines: AsyncGenerator<string>): Promise<void> {
  try {
    while (!(await lines.next()).done);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** Reports an error in the form that Gopher uses: a menu with one line. */
function refuse(
  connection: Deno.TcpConn,
  reason: string,
  signal: AbortSignal,
): Promise<void> {
  return writeAll(connection, `3${reason}\t\terror.host\t1\r\n.\r\n`, signal);
}

/** Returns the bytes that are sent for an item. */
function contentOf(page: SitePage): Uint8Array {
  const bytes = bytesOf(page.body);
  if (!isText(page)) return bytes;
  const lines = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)
    .split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  const sent = lines.map((line) => line.startsWith(".") ? `.${line}` : line);
  return bytesOf([...sent, ".", ""].join("\r\n"));
}

function isText({ type }: SitePage): boolean {
  return type.startsWith("text/");
}
