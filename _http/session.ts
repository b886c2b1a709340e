// Copyright 2026 the wininet authors. MIT license.

/**
 * HTTP requests: the handles behind `HttpOpenRequest` and `InternetOpenUrl`.
 *
 * A request goes through four states:
 *
 * | state | what may be called | leads to |
 * | --- | --- | --- |
 * | opened | send, sendEx | sending |
 * | sending | nothing: the call is under way | received, writing, or back to opened |
 * | writing | write, end | sending, received |
 * | received | read, seek, query; send, once everything was read | sending |
 *
 * Any other call answers ERROR_INTERNET_INCORRECT_HANDLE_STATE.
 *
 * @module
 */

import {
  ERROR_FILE_NOT_FOUND,
  ERROR_HTTP_REDIRECT_FAILED,
  ERROR_INTERNET_FORCE_RETRY,
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  ERROR_INTERNET_INVALID_OPERATION,
  ERROR_INTERNET_TIMEOUT,
  ERROR_INTERNET_UNABLE_TO_CACHE_FILE,
  InternetError,
} from "../error.ts";
import {
  HTTP_ADDREQ_FLAG_ADD,
  HTTP_ADDREQ_FLAG_REPLACE,
  HTTP_QUERY_FLAG_REQUEST_HEADERS,
  INTERNET_FLAG_NEED_FILE,
  INTERNET_FLAG_NO_AUTO_REDIRECT,
  INTERNET_FLAG_NO_CACHE_WRITE,
  INTERNET_FLAG_OFFLINE,
  INTERNET_FLAG_RELOAD,
} from "../flags.ts";
import {
  INTERNET_HANDLE_TYPE_HTTP_REQUEST,
  INTERNET_OPTION_REQUEST_FLAGS,
  INTERNET_OPTION_SECURITY_FLAGS,
  INTERNET_OPTION_URL,
  INTERNET_REQFLAG_NET_TIMEOUT,
  INTERNET_REQFLAG_NO_HEADERS,
  SECURITY_FLAG_SECURE,
} from "../options.ts";
import { INTERNET_STATUS_REDIRECT } from "../status.ts";
import { combineFlags, hasFlag } from "../_core/bits.ts";
import { checkedFlags } from "../_core/buffers.ts";
import { CallOrder } from "../_core/call_order.ts";
import { eventQueue } from "../_core/event_queue.ts";
import { badParameter, cancellation, notSettable } from "../_core/failure.ts";
import { HandleObject, type ReadMode, type Work } from "../_core/handle.ts";
import type { Session } from "../_core/session.ts";
import { type Header, HeaderList } from "./header_list.ts";
import { type QueriedHead, queryHead } from "./query.ts";
import {
  checkSchemeChange,
  MAX_REDIRECTS,
  redirectHeaders,
  redirectMethod,
  redirectTarget,
} from "./redirect.ts";
import {
  forgivenFaults,
  redirectFlags,
  settableSecurity,
} from "./security_flags.ts";
import { ResponseBody } from "./session_body.ts";
import { HttpConnection } from "./session_connection.ts";
import { HttpExchange } from "./session_exchange.ts";
import type { RequestBody } from "./session_request.ts";
import { Seeker } from "./session_seek.ts";
import { Upload } from "./session_upload.ts";
import { fetchHeaders, withHost } from "./request_head.ts";

/** Where a request is in its life. */
type State = "opened" | "sending" | "writing" | "received";

/** What `HttpOpenRequest` and `InternetOpenUrl` were told. */
export interface HttpRequestInit {
  /** The method. */
  readonly method: string;
  /** Where the request goes. */
  readonly url: URL;
  /** Headers that the request starts with. */
  readonly headers: readonly Header[];
  /** `INTERNET_FLAG_*` bits. */
  readonly flags: number;
  /** The context of the request. */
  readonly context: unknown;
}

/** What `HttpSendRequestEx` was told. */
export interface UploadInit {
  /** Further headers. */
  readonly headers: readonly Header[];
  /** The first bytes of the body. */
  readonly first: Uint8Array;
  /** Bytes of the whole body; `null` for the chunked coding. */
  readonly total: number | null;
}

/** An HTTP request handle. */
export class HttpRequest extends HandleObject {
  override readonly type: number = INTERNET_HANDLE_TYPE_HTTP_REQUEST;
  readonly #session: Session;
  readonly #agent: string;
  readonly #init: HttpRequestInit;
  readonly #headers = new HeaderList();
  #flags: number;
  #security = 0;
  #state: State = "opened";
  #url: URL;
  /** Where a send starts; moved by a redirect that only the program can follow. */
  #startUrl: URL;
  #method: string;
  /** The request head that went out last, as queries see it. */
  #sentHeaders: readonly Header[] | null = null;
  #exchange: HttpExchange | null = null;
  #response: Response | null = null;
  /** What reads are answered from: the body, until somebody seeks in it. */
  #source: ResponseBody | Seeker | null = null;
  #upload: Upload | null = null;
  /** The headers of the last request of a chain of redirects: what was bound to another origin is gone. */
  #legHeaders: readonly Header[] = [];
  #timedOut = false;
  readonly #order: CallOrder = new CallOrder(this);

  constructor(parent: HandleObject, init: HttpRequestInit) {
    super(parent, init.context, parent.settings, parent.asynchronous);
    this.#session = parent.root as Session;
    this.#agent = (parent instanceof HttpConnection ? parent : this.#session)
      .agent;
    this.#init = init;
    this.#url = this.#startUrl = init.url;
    this.#method = init.method;
    // Windows: a verb other than GET and POST is neither read from a cache nor kept there.
    const uncached = init.method === "GET" || init.method === "POST"
      ? 0
      : combineFlags(INTERNET_FLAG_NO_CACHE_WRITE, INTERNET_FLAG_RELOAD);
    this.#flags = combineFlags(init.flags, uncached);
    for (const [name, value] of init.headers) this.#headers.append(name, value);
  }

  // ---- headers ----

  /** Changes the headers of the request. */
  addHeaders(lines: readonly Header[], modifiers: number): void {
    this.#headers.change(lines, modifiers);
  }

  /** Answers HttpQueryInfo. */
  queryInfo(
    level: number,
    name: string | undefined,
    index: number,
  ): string | number | Date {
    const ofRequest = hasFlag(level, HTTP_QUERY_FLAG_REQUEST_HEADERS);
    if (!ofRequest && this.#state === "writing") {
      throw this.#wrongState("HttpQueryInfo");
    }
    return queryHead(
      ofRequest ? this.#requestHead() : this.#responseHead(),
      level,
      name,
      index,
    );
  }

  #requestHead(): QueriedHead {
    return {
      startLine:
        `${this.#method} ${this.#url.pathname}${this.#url.search} HTTP/1.1`,
      headers: this.#sentHeaders
        ? withHost(this.#sentHeaders, this.#url)
        : this.#headers.all,
      method: this.#method,
      status: 0,
      reason: null,
    };
  }

  #responseHead(): QueriedHead {
    const response = this.#response;
    return {
      startLine: response &&
        `HTTP/1.1 ${response.status} ${response.statusText}`.trimEnd(),
      headers: response ? [...response.headers] : [],
      method: this.#method,
      status: response?.status ?? 0,
      reason: response?.statusText ?? null,
    };
  }

  // ---- sending ----

  /** HttpSendRequest. */
  send(
    name: string,
    extraHeaders: readonly Header[],
    body: Uint8Array | null,
  ): Work<true> {
    if (body !== null && body.length > 0) this.#checkBodyAllowed(name);
    this.#begin(name, extraHeaders);
    const copy = body?.slice() ?? null;
    return () => this.#sending(() => this.#follow(this.#headers.all, copy));
  }

  /** HttpSendRequestEx. */
  sendEx(init: UploadInit): Work<true> {
    if (init.total !== null && init.first.length > init.total) {
      throw badParameter(
        "Cannot call HttpSendRequestEx: lpvBuffer is longer than dwBufferTotal",
      );
    }
    if (init.total !== 0) this.#checkBodyAllowed("HttpSendRequestEx");
    this.#begin("HttpSendRequestEx", init.headers);
    const upload = this.#upload = new Upload(init.total);
    return () =>
      this.#sending(async () => {
        const exchange = this.#newExchange(
          this.#headers.all,
          upload.body(init.first.length),
          true,
        );
        await upload.start(exchange, init.first);
        this.#state = "writing";
      });
  }

  override writeFile(bytes: Uint8Array): Work<number> {
    const upload = this.#upload;
    if (this.#state !== "writing" || upload === null) {
      throw this.#wrongState("InternetWriteFile");
    }
    upload.reserve(bytes.length);
    // Now: a write that waits for another sends what the buffer held at the call.
    const copy = bytes.slice();
    return () =>
      this.#order.run(() =>
        bytes.length === 0 ? Promise.resolve(0) : upload.write(copy)
      );
  }

  /** HttpEndRequest. */
  endRequest(): Work<true> {
    const upload = this.#upload;
    if (upload !== null && this.#state === "opened") {
      // What Windows does after a failed HttpSendRequestEx: the call starts and is cancelled.
      this.#upload = null;
      return () => Promise.reject(cancellation());
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
    const exchange = this.#exchange!;
    const response = await upload.end();
    this.#upload = null;
    await this.#followUpload(exchange, response);
  }

  #checkBodyAllowed(name: string): void {
    const { method } = this.#init;
    if (method !== "GET" && method !== "HEAD") return;
    throw badParameter(`Cannot call ${name}: a ${method} request has no body`);
  }

  /** Checks that a send may start and makes the request ready for it. */
  #begin(name: string, extraHeaders: readonly Header[]): void {
    const finished = this.#state === "received" && this.#source!.ended &&
      !this.busy;
    if (this.#state !== "opened" && !finished) throw this.#wrongState(name);
    if (hasFlag(this.#flags, INTERNET_FLAG_NEED_FILE)) {
      throw new InternetError(
        ERROR_INTERNET_UNABLE_TO_CACHE_FILE,
        "Cannot send the request: INTERNET_FLAG_NEED_FILE needs a cache, and there is none",
      );
    }
    if (this.#session.offline || hasFlag(this.#flags, INTERNET_FLAG_OFFLINE)) {
      throw new InternetError(
        ERROR_FILE_NOT_FOUND,
        "Cannot send the request: it may only be answered from a cache, and there is none",
      );
    }
    this.#headers.change(
      extraHeaders,
      combineFlags(HTTP_ADDREQ_FLAG_ADD, HTTP_ADDREQ_FLAG_REPLACE),
    );
    this.#state = "sending";
    this.#response = this.#source = this.#upload = null;
    this.#timedOut = false;
    this.#url = this.#startUrl;
    this.#method = this.#init.method;
  }

  /** Runs what sends; a failure brings the request back to where it was opened. */
  #sending(run: () => Promise<void>): Promise<true> {
    return run().then(() => true, (error) => {
      this.#state = "opened";
      this.#timedOut = error instanceof InternetError &&
        error.code === ERROR_INTERNET_TIMEOUT;
      throw error;
    });
  }

  /** Sends, and sends again as long as the server redirects. */
  #follow(
    headers: readonly Header[],
    body: Uint8Array<ArrayBuffer> | null,
    redirects: number = 0,
  ): Promise<void> {
    const exchange = this.#newExchange(headers, wholeBody(body), false);
    this.#legHeaders = headers;
    return exchange.run().then((response) => {
      const target = this.#answered(response);
      if (target === null) return this.#receive(exchange, response);
      return this.#followTo(
        target,
        exchange,
        response,
        headers,
        body,
        redirects,
      );
    });
  }

  async #followTo(
    target: URL,
    exchange: HttpExchange,
    response: Response,
    headers: readonly Header[],
    body: Uint8Array<ArrayBuffer> | null,
    redirects: number,
  ): Promise<void> {
    if (redirects === MAX_REDIRECTS) {
      exchange.end();
      throw tooManyRedirects();
    }
    const method = this.#method;
    const next = await this.#redirect(
      exchange,
      response,
      target,
      headers,
      body !== null,
    );
    const kept = method === this.#method ? body : null;
    return this.#follow(next, kept, redirects + 1);
  }

  /** As above, but the body is gone: only a redirect that needs none can be followed. */
  async #followUpload(
    exchange: HttpExchange,
    response: Response,
  ): Promise<void> {
    const target = this.#answered(response);
    if (target === null) return this.#receive(exchange, response);
    const method = this.#method;
    const headers = await this.#redirect(
      exchange,
      response,
      target,
      this.#headers.all,
      true,
    );
    if (method !== this.#method) return this.#follow(headers, null, 1);
    this.#startUrl = target;
    // What belonged to the old origin must not go to the new one with the next send.
    this.#headers.replaceAll(headers);
    throw new InternetError(
      ERROR_INTERNET_FORCE_RETRY,
      `Cannot follow the redirect to "${target.origin}${target.pathname}": send the body again with HttpSendRequestEx`,
    );
  }

  /** Takes note of a response; answers where it redirects to, `null` when it does not. */
  #answered(response: Response): URL | null {
    this.#response = response;
    if (hasFlag(this.#flags, INTERNET_FLAG_NO_AUTO_REDIRECT)) return null;
    return redirectTarget(
      response.status,
      response.headers.get("location"),
      this.#url,
    );
  }

  /**
   * Tells of a redirect while its head can be queried and the callback may still
   * close the handle, and moves on; answers the headers of the next request.
   */
  async #redirect(
    exchange: HttpExchange,
    response: Response,
    target: URL,
    headers: readonly Header[],
    hasBody: boolean,
  ): Promise<Header[]> {
    try {
      const allowed = this.#flags | redirectFlags(this.#security);
      checkSchemeChange(this.#url, target, allowed);
    } catch (error) {
      exchange.end();
      throw error;
    }
    this.post(INTERNET_STATUS_REDIRECT, target.href);
    await new ResponseBody(this, exchange, response, this.#method).discard();
    await eventQueue.drained();
    const method = redirectMethod(response.status, this.#method);
    const next = redirectHeaders(
      headers,
      this.#url,
      target,
      hasBody && method === this.#method,
    );
    this.#method = method;
    this.#url = target;
    return next;
  }

  #receive(exchange: HttpExchange, response: Response): Promise<void> | void {
    const body = new ResponseBody(this, exchange, response, this.#method);
    this.#source = body;
    const receive = () => {
      this.#state = "received";
    };
    return body.emptied === null ? receive() : body.emptied.then(receive);
  }

  /** The next exchange with the present URL and method. */
  #newExchange(
    headers: readonly Header[],
    body: RequestBody | null,
    upload: boolean,
  ): HttpExchange {
    if (this.closed) throw cancellation();
    const url = this.#url;
    const sent = fetchHeaders(
      headers,
      this.#agent,
      this.#flags,
      this.#method,
    );
    this.#sentHeaders = sent;
    return this.#exchange = new HttpExchange(this, this.#session, {
      method: this.#method,
      url,
      headers: sent,
      body,
      forgiven: url.protocol === "https:"
        ? forgivenFaults(this.#security, this.#flags)
        : 0,
      upload,
    });
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
    if (hasFlag(this.#flags, INTERNET_FLAG_NO_CACHE_WRITE)) {
      throw new InternetError(
        ERROR_INTERNET_INVALID_OPERATION,
        "Cannot move the file pointer: the request was opened with INTERNET_FLAG_NO_CACHE_WRITE",
      );
    }
    this.#checkReceived("InternetSetFilePointer");
    return () =>
      this.#order.run(async () => await this.#seeker().seek(distance, method));
  }

  #seeker(): Seeker {
    const source = this.#source!;
    if (source instanceof Seeker) return source;
    return this.#source = new Seeker(
      this,
      this.#response!,
      source,
      this.#method,
      (change) => {
        const next = this.#newExchange(change(this.#legHeaders), null, false);
        return { exchange: next, response: next.run() };
      },
    );
  }

  #checkReceived(name: string): void {
    if (this.#state !== "received") throw this.#wrongState(name);
  }

  // ---- options and life ----

  override queryOption(option: number): unknown {
    switch (option) {
      case INTERNET_OPTION_URL:
        return this.#url.href;
      case INTERNET_OPTION_REQUEST_FLAGS:
        return combineFlags(
          this.#response ? 0 : INTERNET_REQFLAG_NO_HEADERS,
          this.#timedOut ? INTERNET_REQFLAG_NET_TIMEOUT : 0,
        );
      case INTERNET_OPTION_SECURITY_FLAGS:
        return combineFlags(
          this.#security,
          this.#response && this.#url.protocol === "https:"
            ? SECURITY_FLAG_SECURE
            : 0,
        );
    }
    return super.queryOption(option);
  }

  override setOption(option: number, value: unknown): void {
    switch (option) {
      case INTERNET_OPTION_SECURITY_FLAGS:
        this.#security = settableSecurity(
          checkedFlags(value, "INTERNET_OPTION_SECURITY_FLAGS"),
        );
        return;
      case INTERNET_OPTION_URL:
      case INTERNET_OPTION_REQUEST_FLAGS:
        throw notSettable(`option ${option}`);
    }
    super.setOption(option, value);
  }

  protected override release(): void {
    this.#upload?.abort(cancellation());
    if (this.#state === "received") this.#source?.abandon();
    else this.#exchange?.end();
  }

  #wrongState(name: string): InternetError {
    return new InternetError(
      ERROR_INTERNET_INCORRECT_HANDLE_STATE,
      `Cannot call ${name}: the request is ${STATE_TEXTS[this.#state]}`,
    );
  }
}

const STATE_TEXTS: Record<State, string> = {
  opened: "not sent",
  sending: "being sent",
  writing: "not complete, HttpEndRequest completes it",
  received: "answered and the answer is not read to its end",
};

/** A body that is sent as one piece. */
function wholeBody(bytes: Uint8Array<ArrayBuffer> | null): RequestBody | null {
  if (bytes === null || bytes.length === 0) return null;
  return { init: bytes, length: bytes.length, due: bytes.length };
}

function tooManyRedirects(): InternetError {
  return new InternetError(
    ERROR_HTTP_REDIRECT_FAILED,
    `Cannot follow more than ${MAX_REDIRECTS} redirects`,
  );
}
