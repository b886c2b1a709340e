// Copyright 2026 the wininet authors. MIT license.

/**
 * A slow FTP server on 127.0.0.1, similar to the web servers of `sites.ts`: it
 * starts to send after a delay, and its data arrives in pieces with pauses
 * between them.
 *
 * It implements the parts of RFC 959, RFC 2428 and RFC 3659 that a download
 * needs: anonymous logins, binary files and passive mode. It also answers
 * commands during a transfer, so that ABOR can end it. The number of sessions
 * and the length of a command are limited.
 *
 * @module
 */

import { closeOn, closeQuietly, isGone } from "./site_connection.ts";
import { linesOf, writeAll, writeSlowly } from "./site_connection.ts";
import { bytesOf, type SitePage, sleep } from "./site_page.ts";

/** The maximum number of simultaneous sessions. */
const MAX_SESSIONS = 32;

const FEATURES = "211-Features:\r\n EPSV\r\n SIZE\r\n211 End";
const NOT_FOUND = "550 There is no such file";

/** An FTP server that responds slowly. */
export class FtpSite implements AsyncDisposable {
  /** The URL of the root, with a slash at the end. */
  readonly url: string;
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #pages: Readonly<Record<string, SitePage>>;
  readonly #closing = new AbortController();
  readonly #sessions = new Set<Promise<void>>();
  readonly #accepting: Promise<void>;

  /**
   * Opens the site.
   *
   * @param pages The files of the site, by path.
   */
  constructor(pages: Readonly<Record<string, SitePage>>) {
    this.#pages = pages;
    this.url = `ftp://127.0.0.1:${this.#listener.addr.port}/`;
    this.#accepting = this.#accept();
  }

  /** Closes the site and all its connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    this.#listener.close();
    await this.#accepting;
    await Promise.all(this.#sessions);
  }

  async #accept(): Promise<void> {
    for await (const connection of this.#listener) {
      const session = new FtpSession(
        connection,
        this.#pages,
        this.#closing.signal,
      );
      const end = this.#sessions.size < MAX_SESSIONS
        ? session.serve()
        : session.refuse();
      this.#sessions.add(end);
      end.finally(() => this.#sessions.delete(end));
    }
  }
}

/** The session of one client. */
class FtpSession {
  readonly #connection: Deno.TcpConn;
  readonly #pages: Readonly<Record<string, SitePage>>;
  readonly #signal: AbortSignal;
  #user = "";
  #loggedIn = false;
  /** The listener for the next data connection. */
  #door: Deno.TcpListener | null = null;
  #stop = new AbortController();
  #transfer: Promise<void> | null = null;

  constructor(
    connection: Deno.TcpConn,
    pages: Readonly<Record<string, SitePage>>,
    signal: AbortSignal,
  ) {
    this.#connection = connection;
    this.#pages = pages;
    this.#signal = signal;
  }

  /** Answers commands until the client disconnects or the site is closed. */
  async serve(): Promise<void> {
    const stay = closeOn(this.#signal, this.#connection);
    try {
      this.#connection.setNoDelay(true);
      await this.#reply("220 Anonymous users are welcome");
      for await (const line of linesOf(this.#connection)) {
        const [, verb = "", argument = ""] = /^(\S*) ?(.*)$/.exec(line) ?? [];
        await this.#reply(await this.#answer(verb.toUpperCase(), argument));
        if (verb.toUpperCase() === "QUIT") break;
      }
    } catch (error) {
      if (!isGone(error)) throw error;
    } finally {
      stay();
      closeQuietly(this.#connection);
      await this.#abort();
      this.#closeDoor();
    }
  }

  /** Rejects a client. */
  async refuse(): Promise<void> {
    try {
      await this.#reply("421 Too many connections");
    } catch (error) {
      if (!isGone(error)) throw error;
    } finally {
      closeQuietly(this.#connection);
    }
  }

  async #answer(verb: string, argument: string): Promise<string> {
    switch (verb) {
      case "USER":
        this.#user = argument.toLowerCase();
        this.#loggedIn = false;
        return "331 Any password is accepted";
      case "PASS":
        this.#loggedIn = /^(anonymous|ftp)$/.test(this.#user);
        return this.#loggedIn ? "230 Logged in" : "530 Anonymous users only";
      case "FEAT":
        return FEATURES;
      case "NOOP":
        return "200 OK";
      case "QUIT":
        return "221 Goodbye";
      case "ABOR":
        return await this.#abort();
    }
    if (!this.#loggedIn) return "530 Log in first";
    return this.#answerVisitor(verb, argument);
  }

  #answerVisitor(verb: string, argument: string): string {
    switch (verb) {
      case "TYPE":
        return /^I$/i.test(argument) ? "200 Binary" : "504 Files are binary";
      case "EPSV":
        return `229 Come in (|||${this.#openDoor()}|)`;
      case "PASV": {
        const port = this.#openDoor();
        return `227 Come in (127,0,0,1,${port >> 8},${port & 255})`;
      }
      case "SIZE": {
        const page = this.#find(argument);
        if (page === null || page.sized === false) return NOT_FOUND;
        return `213 ${bytesOf(page.body).length}`;
      }
      case "RETR":
        return this.#retrieve(argument);
    }
    return "502 Only downloads are supported";
  }

  /** Finds a file by its path; relative paths start at the root. */
  #find(path: string): SitePage | null {
    const page = this.#pages[path.startsWith("/") ? path : `/${path}`];
    return page !== undefined && (page.status ?? 200) === 200 ? page : null;
  }

  // ---- data ----

  /** Listens for a data connection on a new port. */
  #openDoor(): number {
    this.#closeDoor();
    this.#door = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    return this.#door.addr.port;
  }

  #closeDoor(): void {
    if (this.#door) closeQuietly(this.#door);
    this.#door = null;
  }

  /** Starts to send a file; the empty reply means that the replies follow later. */
  #retrieve(path: string): string {
    const page = this.#find(path);
    const door = this.#door;
    if (this.#transfer) return "450 Another transfer is in progress";
    if (page === null) return NOT_FOUND;
    if (door === null) return "425 Use EPSV or PASV first";
    this.#door = null;
    this.#stop = new AbortController();
    const signal = AbortSignal.any([this.#signal, this.#stop.signal]);
    this.#transfer = this.#run(page, door, signal);
    return "";
  }

  async #run(
    page: SitePage,
    door: Deno.TcpListener,
    signal: AbortSignal,
  ): Promise<void> {
    let end: string;
    try {
      end = await this.#send(page, door, signal)
        ? "226 Transfer complete"
        : "426 Transfer aborted";
    } catch (error) {
      if (!isGone(error)) throw error;
      end = "426 The client does not read the data";
    } finally {
      closeQuietly(door);
      this.#transfer = null;
    }
    // The client may have disconnected.
    await this.#reply(end).catch(() => {});
  }

  /** Sends a file in pieces; returns `true` if all of it was sent. */
  async #send(
    page: SitePage,
    door: Deno.TcpListener,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (!await sleep(page.wait ?? 0, signal)) return false;
    const stay = closeOn(signal, door);
    using data = await door.accept().finally(stay);
    await this.#reply("150 Opening the data connection");
    return await writeSlowly(data, bytesOf(page.body), page, signal);
  }

  /** Ends the transfer that is in progress. */
  async #abort(): Promise<string> {
    this.#stop.abort();
    await this.#transfer;
    return "226 No transfer is in progress";
  }

  async #reply(text: string): Promise<void> {
    if (text === "") return;
    await writeAll(this.#connection, `${text}\r\n`, this.#signal);
  }
}
