// Copyright 2026 the wininet authors. MIT license.

/**
 * HTTP requests: the handles of `HttpOpenRequest` and `InternetOpenUrl`. Their states are
 * in `request_state.ts`.
 *
 * @module
 */

import {
  ERROR_FILE_NOT_FOUND,
  ERROR_INTERNET_INVALID_OPERATION,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../../error.ts";
import {
  HTTP_ADDREQ_FLAG_ADD,
  HTTP_ADDREQ_FLAG_REPLACE,
  HTTP_QUERY_FLAG_REQUEST_HEADERS,
  INTERNET_FLAG_NEED_FILE,
  INTERNET_FLAG_NO_CACHE_WRITE,
  INTERNET_FLAG_RELOAD,
} from "../../flags.ts";
import {
  INTERNET_HANDLE_TYPE_HTTP_REQUEST,
  INTERNET_OPTION_CODEPAGE_EXTRA,
  INTERNET_OPTION_CODEPAGE_PATH,
  INTERNET_OPTION_SECURITY_FLAGS,
  INTERNET_OPTION_SUPPRESS_SERVER_AUTH,
  INTERNET_OPTION_USERNAME,
} from "../../options.ts";
import { combineFlags, hasFlag } from "../../_base/bits.ts";
import { checkedFlags } from "../../_base/buffers.ts";
import { CallOrder } from "../../_core/operation.ts";
import { badParameter, cancellation } from "../../_base/failure.ts";
import { openedCache } from "../../_cache/opened.ts";
import { HandleObject, type ReadMode, type Work } from "../../_core/handle.ts";
import type { Session } from "../../_core/session.ts";
import type { Credentials } from "../../_auth/credentials.ts";
import { type Header, HeaderList } from "../wire/header_list.ts";
import {
  type QueriedHead,
  queriedRequest,
  queriedResponse,
  queryHead,
} from "../wire/query.ts";
import { dropConnectionsOf } from "../net/connections.ts";
import type { WireExchange } from "../net/transport.ts";
import { RequestAuth } from "./auth.ts";
import { ResponseBody } from "./body.ts";
import { HttpConnection } from "./connection.ts";
import { Conversation, type RequestTraits } from "./conversation.ts";
import { DecodedBody, decodedBody } from "./decoding.ts";
import type { KeptBody, ResponseFile } from "./kept_body.ts";
import { queryRequestOption } from "./request_options.ts";
import { type RequestState, wrongState } from "./request_state.ts";
import { Seeker } from "./seek.ts";
import type { UrlEncoding } from "./object_url.ts";
import { failedBefore, Upload, type UploadInit } from "./upload.ts";
import { settableSecurity } from "../../_base/security_flags.ts";
import { withHost } from "../wire/request_head.ts";

/** A source for reads. */
type Source = ResponseBody | Seeker | DecodedBody | KeptBody;

/** The arguments of `HttpOpenRequest` and `InternetOpenUrl`. */
export interface HttpRequestInit {
  readonly method: string;
  readonly url: URL;
  /** Returns the URL in another encoding; absent if the request is sent immediately. */
  readonly encodedUrl?: (encoding: UrlEncoding) => URL;
  /** Headers that the request starts with. */
  readonly headers: readonly Header[];
  /** `INTERNET_FLAG_*` bits. */
  readonly flags: number;
  /** The context of the request. */
  readonly context: unknown;
}

/** An HTTP request handle. */
export class HttpRequest extends HandleObject {
  override readonly type: number = INTERNET_HANDLE_TYPE_HTTP_REQUEST;
  readonly #session: Session;
  readonly #init: HttpRequestInit;
  readonly #traits: RequestTraits;
  readonly #headers = new HeaderList();
  #state: RequestState = "opened";
  /** The URL of the next send; changed by a redirect that only the program can follow. */
  #startUrl: URL;
  /** The requests and responses since the start of the last send. */
  #talk: Conversation;
  /** The source for reads: the body, or a seeker after InternetSetFilePointer. */
  #source: Source | null = null;
  /** The previous response, while the next send drops it. */
  #dropped: Source | null = null;
  #upload: Upload | null = null;
  #timedOut = false;
  #encodingChanged = false;
  readonly #order: CallOrder = new CallOrder(this);

  constructor(parent: HandleObject, init: HttpRequestInit) {
    super(parent, init.context, parent.settings, parent.asynchronous);
    this.#session = parent.root as Session;
    const { agent } = parent instanceof HttpConnection ? parent : this.#session;
    this.#init = init;
    this.#startUrl = init.url;
    // On Windows, a verb other than GET and POST neither reads the cache nor is
    // stored in it.
    const uncached = init.method === "GET" || init.method === "POST"
      ? 0
      : combineFlags(INTERNET_FLAG_NO_CACHE_WRITE, INTERNET_FLAG_RELOAD);
    const flags = combineFlags(init.flags, uncached);
    const auth = new RequestAuth(this, flags, init.url);
    const cacheFlags = combineFlags(init.flags, this.#session.cacheFlags);
    this.#traits = {
      flags,
      cacheFlags,
      security: 0,
      agent,
      auth,
      identity: "",
    };
    this.#talk = this.#newTalk();
    for (const [name, value] of init.headers) this.#headers.append(name, value);
  }

  #newTalk(): Conversation {
    return new Conversation(
      this,
      this.#session,
      this.#traits,
      this.#init.method,
      this.#startUrl,
    );
  }

  // ---- headers ----

  /** Changes the headers of the request. */
  addHeaders(lines: readonly Header[], modifiers: number): void {
    this.#headers.change(lines, modifiers);
  }

  /** Implements HttpQueryInfo. */
  queryInfo(
    level: number,
    name: string | undefined,
    index: number,
  ): string | number | Date {
    const { method, url, sentHeaders } = this.#talk;
    if (hasFlag(level, HTTP_QUERY_FLAG_REQUEST_HEADERS)) {
      const headers = sentHeaders
        ? withHost(sentHeaders, url)
        : this.#headers.all;
      return queryHead(
        queriedRequest(method, url, headers),
        level,
        name,
        index,
      );
    }
    if (this.#state === "writing") throw this.#wrongState("HttpQueryInfo");
    return queryHead(this.answered, level, name, index);
  }

  /** The head of the response. */
  get answered(): QueriedHead {
    const { method, response } = this.#talk;
    const isDecoded = this.#source?.isDecoded ?? false;
    return queriedResponse(method, response, isDecoded);
  }

  // ---- sending ----

  /** Implements HttpSendRequest. */
  send(
    name: string,
    extraHeaders: readonly Header[],
    body: Uint8Array | null,
  ): Work<true> {
    if (body !== null && body.length > 0) this.#checkBodyAllowed(name);
    const before = this.#prepareSend(name, extraHeaders);
    const copy = body?.slice() ?? null;
    return () =>
      this.#sending(async () => {
        await (before && this.#drop(before));
        await this.#talk.send(this.#headers.all, copy);
        await this.#receive();
      });
  }

  /** Implements HttpSendRequestEx. */
  sendEx(init: UploadInit): Work<true> {
    if (init.total !== null && init.first.length > init.total) {
      throw badParameter(
        `Cannot call HttpSendRequestEx: dwBufferTotal is ${init.total}, and lpvBuffer has ${init.first.length} bytes already`,
      );
    }
    if (init.total !== 0) this.#checkBodyAllowed("HttpSendRequestEx");
    const before = this.#prepareSend("HttpSendRequestEx", init.headers);
    const isFramed = this.#headers.values("transfer-encoding")
      .some((value) => /\bchunked\b/i.test(value));
    const upload = this.#upload = new Upload(init.total, isFramed);
    return () =>
      this.#sending(async () => {
        await (before && this.#drop(before));
        const first = init.first.slice();
        await this.#talk.onFirstWay(() =>
          upload.start(
            (body) => this.#talk.openLoggedIn(this.#headers.all, body),
            first,
            (error) => this.#traits.auth.beginsAgain(error),
          )
        );
        this.#state = "writing";
      });
  }

  override writeFile(bytes: Uint8Array): Work<number> {
    const upload = this.#upload;
    if (this.#state !== "writing" || upload === null) {
      throw this.#wrongState("InternetWriteFile");
    }
    upload.reserve(bytes.length);
    // Copied now: a write that waits for another one sends the bytes at the
    // time of the call.
    const copy = bytes.slice();
    return () =>
      this.#order.run(() =>
        bytes.length === 0 ? Promise.resolve(0) : upload.write(copy)
      );
  }

  /** Implements HttpEndRequest. */
  endRequest(): Work<true> {
    const upload = this.#upload;
    if (upload !== null && this.#state === "opened") {
      // As on Windows after a failed HttpSendRequestEx, the call starts and is
      // cancelled.
      this.#upload = null;
      return () => Promise.reject(failedBefore());
    }
    if (upload === null || this.#state !== "writing") {
      throw this.#wrongState("HttpEndRequest");
    }
    upload.checkComplete();
    this.#state = "sending";
    return () =>
      this.#sending(() => this.#order.run(() => this.#endUpload(upload)));
  }

  override finishWriting(): Work<unknown> {
    return this.endRequest();
  }

  async #endUpload(upload: Upload): Promise<void> {
    const response = await upload.end();
    this.#upload = null;
    await this.#talk.uploaded(response, (url, headers) => {
      this.#startUrl = url;
      // The next send must not send headers of the old origin to the new one.
      this.#headers.replaceAll(headers);
    });
    await this.#receive();
  }

  #checkBodyAllowed(name: string): void {
    const { method } = this.#init;
    if (method !== "GET" && method !== "HEAD") return;
    throw badParameter(
      `Cannot call ${name}: a ${method} request has no body, so use "POST" or "PUT" as lpszVerb`,
    );
  }

  /**
   * Checks that a send may start, and prepares it; returns the previous
   * response if it must be dropped.
   */
  #prepareSend(name: string, extraHeaders: readonly Header[]): Source | null {
    const answered = this.#state === "received" && !this.busy;
    if (this.#state !== "opened" && !answered) throw this.#wrongState(name);
    const isCached = openedCache() !== null && name !== "HttpSendRequestEx";
    if (this.#talk.isOffline && !isCached) {
      throw new InternetError(
        ERROR_FILE_NOT_FOUND,
        `Cannot request "${this.#startUrl.origin}${this.#startUrl.pathname}": INTERNET_FLAG_OFFLINE needs a cache, so await openUrlCache first`,
      );
    }
    this.#encodeUrl();
    this.#headers.change(
      extraHeaders,
      combineFlags(HTTP_ADDREQ_FLAG_ADD, HTTP_ADDREQ_FLAG_REPLACE),
    );
    this.#state = "sending";
    const before = this.#source;
    this.#source = this.#upload = null;
    this.#timedOut = false;
    this.#traits.auth.restart();
    const { url, sentHeaders, response } = this.#talk;
    const isNew = sentHeaders === null && response === null &&
      url === this.#startUrl;
    if (!isNew) this.#talk = this.#newTalk();
    return before === null || before.ended ? null : before;
  }

  /** Drops the previous response; closing the handle ends the wait for its remaining bytes. */
  async #drop(before: Source): Promise<void> {
    this.#dropped = before;
    await before.drop();
    this.#dropped = null;
  }

  /** Runs a send; a failure resets the state to `"opened"`. */
  #sending(run: () => Promise<void>): Promise<true> {
    return run().then(() => true, (error) => {
      this.#talk.exchange?.close();
      this.#state = "opened";
      this.#timedOut = error instanceof InternetError &&
        error.code === ERROR_INTERNET_TIMEOUT;
      throw error;
    });
  }

  /** Prepares the body of a response for reading by the program. */
  async #receive(): Promise<void> {
    const { caching, exchange, response } = this.#talk;
    if (caching?.isFromCache) this.#source = caching.storedBody();
    else {
      const body = new ResponseBody(this, exchange!);
      const source = this.#source = this.settings.decoding
        ? decodedBody(
          body,
          this.#talk.acceptEncoding,
          response!.get("content-encoding"),
        )
        : body;
      if (body.emptied !== null) await body.emptied;
      if (caching !== null) this.#source = caching.keep(source, response!);
    }
    this.#state = "received";
    if (caching === null || !this.closed) return;
    // The file was opened after the handle was closed, so closing could not
    // release it.
    this.#source.abandon();
    throw cancellation();
  }

  // ---- reading ----

  override readFile(buffer: Uint8Array, mode: ReadMode): Work<number> {
    this.#checkReceived("InternetReadFile");
    return () => this.#order.run(() => this.#source!.read(buffer, mode.noWait));
  }

  override queryDataAvailable(): Work<number> {
    this.#checkReceived("InternetQueryDataAvailable");
    return () => this.#order.run(() => this.#source!.available());
  }

  override setFilePointer(distance: number, method: number): Work<number> {
    const { flags } = this.#traits;
    // INTERNET_FLAG_NEED_FILE creates a file regardless.
    const hasNoFile = hasFlag(flags, INTERNET_FLAG_NO_CACHE_WRITE) &&
      !hasFlag(flags, INTERNET_FLAG_NEED_FILE);
    if (hasNoFile) {
      throw new InternetError(
        ERROR_INTERNET_INVALID_OPERATION,
        "Cannot move the file pointer: open the request without INTERNET_FLAG_NO_CACHE_WRITE",
      );
    }
    this.#checkReceived("InternetSetFilePointer");
    this.#source = this.#kept?.rest ?? this.#source;
    if (this.#source instanceof DecodedBody) {
      throw new InternetError(
        ERROR_INTERNET_INVALID_OPERATION,
        "Cannot move the file pointer: the response is decoded and has no positions; leave INTERNET_OPTION_HTTP_DECODING off",
      );
    }
    return () =>
      this.#order.run(async () => await this.#seeker().seek(distance, method));
  }

  /** The body in a file, or `null` if it is not in one. */
  get #kept(): KeptBody | null {
    return this.#talk.caching?.kept ?? null;
  }

  get #file(): ResponseFile | null {
    return this.#state === "received" ? this.#kept?.file ?? null : null;
  }

  override holdFile(): Disposable | null {
    return this.#file?.hold() ?? null;
  }

  #seeker(): Seeker | KeptBody {
    const source = this.#source!;
    if (!(source instanceof ResponseBody)) return source as Seeker | KeptBody;
    const { response, method } = this.#talk;
    return this.#source = new Seeker(
      this,
      response!,
      source,
      method,
      this.#talk,
    );
  }

  #checkReceived(name: string): void {
    if (this.#state !== "received") throw this.#wrongState(name);
  }

  // ---- options and closing ----

  override get lastResponse(): HandleObject["lastResponse"] {
    return this.#traits.auth.unanswered(this.#talk.response);
  }

  override queryOption(option: number): unknown {
    const { caching, exchange, response, url } = this.#talk;
    const value = queryRequestOption(option, {
      url,
      response,
      wire: this.#wire,
      usesProxy: Boolean(exchange?.request.proxy),
      timedOut: this.#timedOut,
      security: this.#traits.security,
      keepsCertificate: this.settings.keepsCertificates,
      remembered: this.#remembered,
      caching,
      file: this.#file,
    });
    return value ?? super.queryOption(option);
  }

  /**
   * The transport of the response, or `null` before the response arrives and if
   * it came from the cache alone.
   */
  get #wire(): WireExchange | null {
    const { exchange, response, url } = this.#talk;
    return response && exchange?.request.url === url ? exchange.wire : null;
  }

  /** The credentials that the process remembers, if the request itself has none. */
  get #remembered(): Credentials | null {
    return this.settings.username ? null : this.#traits.auth.remembered;
  }

  override setOption(option: number, value: unknown): void {
    switch (option) {
      case INTERNET_OPTION_SECURITY_FLAGS:
        this.#traits.security = settableSecurity(
          checkedFlags(value, "INTERNET_OPTION_SECURITY_FLAGS"),
        );
        return;
      case INTERNET_OPTION_SUPPRESS_SERVER_AUTH:
        if (this.#state !== "opened") {
          throw this.#wrongState("InternetSetOption");
        }
    }
    super.setOption(option, value);
    if (option === INTERNET_OPTION_USERNAME) {
      this.#traits.auth.proveTo(this.#init.url);
    }
    this.#encodingChanged ||= option === INTERNET_OPTION_CODEPAGE_PATH ||
      option === INTERNET_OPTION_CODEPAGE_EXTRA;
  }

  override get place(): string {
    const { origin, pathname, search } = this.#talk.url;
    return `${origin}${pathname}${search}`;
  }

  /** The proxy of the last request, without its credentials, or `""` if there is none. */
  get proxyName(): string {
    const proxy = this.#talk.exchange?.request.proxy;
    return proxy ? `${proxy.kind}://${proxy.host}:${proxy.port}` : "";
  }

  /**
   * Makes the user name and the password of the options apply to the server of
   * a URL, instead of the server that was opened.
   */
  proveTo(url: string): void {
    this.#traits.auth.proveTo(new URL(url));
  }

  /** Encodes the URL again after a code page was set. */
  #encodeUrl(): void {
    if (!this.#encodingChanged) return;
    const url = this.#init.encodedUrl?.(this.settings);
    if (url?.origin === this.#startUrl.origin) this.#startUrl = url;
    this.#encodingChanged = false;
  }

  protected override release(): void {
    this.#dropped?.abandon();
    if (this.#state === "received") this.#source?.abandon();
    else this.#talk.close();
    dropConnectionsOf(this.#traits.identity);
    dropConnectionsOf(this.#traits.auth.pin);
  }

  #wrongState(name: string): InternetError {
    return wrongState(name, this.#state, this.busy);
  }
}
