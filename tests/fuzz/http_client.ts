// Copyright 2026 the wininet authors. MIT license.

/**
 * A program that calls the HTTP functions at random: URLs and requests, uploads
 * of every kind, reads of any size, seeks, streams, requests that are sent
 * again, and handles that are closed at any moment.
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
  w.INTERNET_OPTION_SEND_TIMEOUT,
  w.INTERNET_OPTION_RECEIVE_TIMEOUT,
];

/** Options that a program may set, and values. */
const OPTIONS: readonly FuzzOption[] = [
  [w.INTERNET_OPTION_HTTP_DECODING, [true]],
  [w.INTERNET_OPTION_CODEPAGE, [1252, 932]],
  [w.INTERNET_OPTION_CONNECT_RETRIES, [1]],
];

const FLAGS = [
  w.INTERNET_FLAG_NO_AUTO_REDIRECT,
  w.INTERNET_FLAG_NO_COOKIES,
  w.INTERNET_FLAG_NO_AUTH,
  w.INTERNET_FLAG_NO_CACHE_WRITE,
  w.INTERNET_FLAG_KEEP_CONNECTION,
  w.INTERNET_FLAG_RELOAD,
  w.INTERNET_FLAG_IGNORE_CERT_CN_INVALID,
];

const VERBS = ["GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "ODD"];

const PATHS = ["/", "/a/b?c=d", "/ü", "/%2F%20", "", "/AT&T;x=y", "*"];

const HEADERS = [
  "Accept: text/plain",
  "Range: bytes=5-",
  "Authorization: NTLM TlRMTVNTUAABAAAA",
  "Authorization: Basic YTpi",
  "Cookie: own=1",
  "Accept-Encoding: gzip, br",
  "Connection: close",
  "Transfer-Encoding: chunked",
  "Expect: 100-continue",
];

/** A position after the end of every body. */
const MOST_DISTANT = 1_000_000;

const SIZES = [1, 100, 4096, 30_000];

/** One conversation. */
export class HttpConversation extends FuzzConversation {
  /** Runs the conversation to its end. */
  async run(): Promise<void> {
    // fetch has no connect timeout: a request with one never uses it.
    const isTimed = this.random.chance(0.6);
    const timeouts = isTimed
      ? [w.INTERNET_OPTION_CONNECT_TIMEOUT, ...TIMEOUT_OPTIONS]
      : TIMEOUT_OPTIONS;
    const session = {
      timeouts,
      factor: this.secure ? TLS_FACTOR : 1,
      // Without a timeout, a tunnel without a server may wait for the default
      // time limit.
      options: isTimed ? [...OPTIONS, this.#proxy] : OPTIONS,
    };
    this.trace.push(
      `${isTimed ? "timed" : "untimed"}, ${this.secure ? "https" : "http"}`,
    );
    const connection: FuzzConnection = {
      service: w.INTERNET_SERVICE_HTTP,
      flags: 0,
      mayLogIn: true,
      use: (hConnect) => this.repeat(() => this.#request(hConnect)),
    };
    await this.runSession(
      session,
      (hInternet) =>
        this.random.chance(0.3)
          ? this.#useUrl(hInternet)
          : this.useConnection(hInternet, connection),
    );
  }

  /**
   * The server itself as a proxy. It does not support SOCKS, so it does not respond to a SOCKS
   * request.
   */
  get #proxy(): FuzzOption {
    const scheme = this.secure ? "https" : "http";
    const place = `${this.host}:${this.port}`;
    const lists = [`${scheme}://${place}`, `socks5://${place}`];
    return [
      w.INTERNET_OPTION_PROXY,
      lists.map((lpszProxy) => ({
        dwAccessType: w.INTERNET_OPEN_TYPE_PROXY,
        lpszProxy,
        lpszProxyBypass: "<-loopback>",
      })),
    ];
  }

  get #flags(): number {
    const secure = this.secure ? w.INTERNET_FLAG_SECURE : 0;
    return FLAGS.reduce(
      (flags, flag) => this.random.chance(0.1) ? (flags | flag) >>> 0 : flags,
      secure,
    );
  }

  get #headers(): string | null {
    const lines = HEADERS.filter(() => this.random.chance(0.08));
    return lines.length === 0 ? null : lines.join("\r\n");
  }

  async #useUrl(hInternet: w.HINTERNET): Promise<void> {
    const scheme = this.secure ? "https" : "http";
    const path = this.random.pick(PATHS);
    for (let times = 1 + this.random.below(3); times > 0; times--) {
      const hUrl = await this.call(
        `InternetOpenUrl ${path}`,
        () =>
          w.InternetOpenUrl(
            hInternet,
            `${scheme}://${this.host}:${this.port}/${path}`,
            this.#headers,
            this.#flags,
            this.context,
          ),
      );
      if (hUrl === undefined) continue;
      await this.#read(hUrl);
      await this.leave(hUrl, 0.1);
    }
  }

  async #request(hConnect: w.HINTERNET): Promise<void> {
    const random = this.random;
    const verb = random.pick(VERBS);
    const hRequest = await this.call(
      `HttpOpenRequest ${verb}`,
      () =>
        begin(() =>
          w.HttpOpenRequest(
            hConnect,
            verb,
            random.pick(PATHS),
            random.pick([null, "HTTP/1.0", "HTTP/1.1"]),
            null,
            null,
            this.#flags,
            this.context,
          )
        ),
    );
    if (hRequest === undefined) return;
    this.mayClose(hRequest);
    for (let times = random.chance(0.3) ? 2 : 1; times > 0; times--) {
      if (await this.#send(hRequest)) await this.#read(hRequest);
    }
    await this.leave(hRequest, 0.1);
  }

  // ---- sending ----

  /** Sends the request by a random method; returns `true` if that succeeded. */
  async #send(hRequest: w.HINTERNET): Promise<boolean> {
    const random = this.random;
    if (random.chance(0.3)) return await this.#upload(hRequest);
    const body = random.chance(0.3)
      ? new Uint8Array(random.pick([0, 10, 100_000]))
      : null;
    const headers = this.#headers;
    const sent = await this.call(
      `HttpSendRequest ${body?.length} ${headers}`,
      () => begin(() => w.HttpSendRequest(hRequest, headers, body)),
    );
    return sent === true;
  }

  async #upload(hRequest: w.HINTERNET): Promise<boolean> {
    const random = this.random;
    const sizes = Array.from(
      { length: random.below(5) },
      () => random.pick([0, 1, 500, 100_000]),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const isChunked = random.chance(0.5);
    const dwBufferTotal = random.chance(0.9) ? total : random.below(1000);
    const lpcszHeader = this.#headers;
    const flags = isChunked ? w.HSR_CHUNKED : 0;
    const begun = await this.call(
      `HttpSendRequestEx ${dwBufferTotal} ${flags} ${lpcszHeader}`,
      () =>
        begin(() =>
          w.HttpSendRequestEx(hRequest, { dwBufferTotal, lpcszHeader }, flags)
        ),
    );
    if (begun !== true) return false;
    for (const size of sizes) {
      const written = await this.call(
        `InternetWriteFile ${size}`,
        () => begin(() => w.InternetWriteFile(hRequest, new Uint8Array(size))),
      );
      if (written === undefined) return false;
    }
    if (random.chance(0.05)) return false;
    const ended = await this.call(
      "HttpEndRequest",
      () => begin(() => w.HttpEndRequest(hRequest)),
    );
    return ended === true;
  }

  // ---- reading ----

  async #read(hFile: w.HINTERNET): Promise<void> {
    const random = this.random;
    this.mayClose(hFile);
    await this.call(
      "HttpQueryInfo",
      () =>
        begin(() =>
          Promise.resolve(w.HttpQueryInfo(hFile, w.HTTP_QUERY_RAW_HEADERS_CRLF))
        ),
    );
    if (random.chance(0.15)) return await this.readStream(hFile);
    const size = random.pick(SIZES);
    const most = random.chance(0.8) ? 400 : random.below(5);
    for (let reads = 0; reads < most; reads++) {
      if (random.chance(0.02)) await this.#seek(hFile);
      if (!await this.#readOnce(hFile, size)) return;
    }
  }

  async #readOnce(
    hFile: w.HINTERNET,
    size: number,
  ): Promise<number | undefined> {
    const random = this.random;
    const buffer = new Uint8Array(size);
    if (random.chance(0.1)) {
      return await this.call(
        "available",
        () => begin(() => w.InternetQueryDataAvailable(hFile)),
      );
    }
    if (random.chance(0.1)) {
      const flags = random.pick([0, w.IRF_NO_WAIT]);
      return await this.call(
        "InternetReadFileEx",
        () => begin(() => w.InternetReadFileEx(hFile, buffer, flags)),
      );
    }
    return await this.call(
      "read",
      () => begin(() => w.InternetReadFile(hFile, buffer)),
    );
  }

  async #seek(hFile: w.HINTERNET): Promise<void> {
    const random = this.random;
    const distance = random.pick([0, 1, 100, 5_000, MOST_DISTANT]);
    await this.call(
      "seek",
      () =>
        begin(() => w.InternetSetFilePointer(hFile, distance, random.below(3))),
    );
  }
}
