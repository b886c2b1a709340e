// Copyright 2026 the wininet authors. MIT license.

/**
 * A request and its response with `fetch`, which reports no stages.
 *
 * Here `fetch` never decodes a body: it does not decode the response to a
 * request with a Range header, even an empty one.
 *
 * @module
 */

import { ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED } from "../../error.ts";
import { HTTP_PROTOCOL_FLAG_HTTP2 } from "../../options.ts";
import type { Settings } from "../../_options/settings.ts";
import { Interruption } from "../../_core/interruption.ts";
import type { Header } from "../wire/header_list.ts";
import { expectsBody, isIdempotent } from "../wire/request_head.ts";
import { hasHeader } from "../wire/fields.ts";
import { ResponseHead } from "../wire/response_head.ts";
import { FetchBody } from "./fetch_body.ts";
import { isRefusedHandshake } from "../../_net/certificate_fault.ts";
import { checkCertificate } from "../../_net/tls.ts";
import type { FetchClients, FetchVersion } from "./fetch_clients.ts";
import { bodyFailure, requestFailure } from "./fetch_failure.ts";
import {
  bodyRefused,
  type ExchangeRequest,
  type IncomingBody,
  type SetClock,
  type WireExchange,
} from "./transport.ts";

/** The request of an exchange, and the objects that it uses. */
export interface FetchInit {
  /** The request. */
  readonly request: ExchangeRequest;
  /** The clients of the session. */
  readonly clients: FetchClients;
  /** True if HTTP/2 is allowed. */
  readonly http2: boolean;
  /**
   * True if a separate connection reaches the server as `fetch` does, to detect
   * its HTTP version.
   */
  readonly canProbe: boolean;
  /** The settings of the handle. */
  readonly settings: Settings;
  /** The clock of the exchange. */
  readonly setClock: SetClock;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** One request with `fetch`. */
export class FetchExchange implements WireExchange {
  /** `fetch` does not report it. */
  readonly isKept = false;
  /** `fetch` does not count the bytes of the head. */
  readonly received = null;
  protocol: number | null = 0;
  /** `fetch` does not provide them. */
  readonly facts = null;
  readonly #init: FetchInit;
  readonly #controller = new AbortController();
  #response: Promise<ResponseHead> | null = null;
  /** Interrupts a pending write. */
  #refused: Interruption | null = null;
  #body: IncomingBody | null = null;
  #writer: WritableStreamDefaultWriter<Bytes> | null = null;

  constructor(init: FetchInit) {
    this.#init = init;
  }

  /** Connections of `fetch` are never logged in. */
  keepFor(): void {}

  get body(): IncomingBody {
    return this.#body!;
  }

  get response(): Promise<ResponseHead> {
    return this.#response!;
  }

  run(): Promise<ResponseHead> {
    const { body, method } = this.#init.request;
    this.#init.setClock("response");
    return this.#fetch(body?.bytes ?? emptyBody(method));
  }

  async startUpload(first: Bytes): Promise<void> {
    this.#response = this.#fetch(this.#openBody());
    this.#refused = new Interruption(bodyRefused(this.#response));
    this.#response.catch((error) => this.#writer?.abort(error).catch(() => {}));
    if (first.length > 0) await this.write(first);
  }

  /** Returns the body for `fetch`, into which `write` writes. */
  #openBody(): BodyInit | null {
    const { body, method } = this.#init.request;
    if (body === null) return emptyBody(method);
    const { readable, writable } = new TransformStream<Bytes, Bytes>();
    this.#writer = writable.getWriter();
    this.#writer.closed.catch(() => {});
    return body.length === null
      ? readable
      : new SizedBody(body.length, readable);
  }

  async write(bytes: Bytes): Promise<void> {
    this.#init.setClock("room");
    try {
      await this.#refused!.race(this.#writer!.write(bytes));
    } catch {
      // fetch no longer reads the body; the response, or its failure, contains
      // the reason.
      await this.#response;
    }
    this.#init.setClock(null);
  }

  finishBody(): Promise<void> {
    this.#init.setClock(this.#body === null ? "response" : null);
    // fetch stops reading a body of known length at its end; then nothing is
    // left to close.
    this.#writer?.close().catch(() => {});
    return Promise.resolve();
  }

  async #fetch(body: BodyInit | null): Promise<ResponseHead> {
    const { clients, setClock, request } = this.#init;
    const { method, url, headers } = request;
    // fetch cannot repeat an upload, because its body is a stream.
    const repeatable = isIdempotent(method) || request.body?.bytes === null;
    const certificate = request.nodeTls?.certificate ?? null;
    if (certificate !== null) await checkCertificate(request.nodeTls);
    const version = await this.#version();
    this.protocol = protocolOf(version);
    const response = await fetch(url, {
      client: clients.client({ version, repeatable, certificate }),
      method,
      headers: fetchFields(headers) as [string, string][],
      body,
      redirect: "manual",
      signal: this.#controller.signal,
    }).catch((error) => this.#explain(error));
    setClock(null);
    this.#body = new FetchBody(response, method);
    return new FetchHead(response);
  }

  /** Returns the HTTP version to use, or `null` if `fetch` chooses it. */
  async #version(): Promise<FetchVersion | null> {
    const { clients, http2, canProbe, request: { url } } = this.#init;
    if (!http2 || url.protocol === "http:") return "http/1.1";
    if (!canProbe) return null;
    const { signal } = this.#controller;
    return await clients.versionOf(url, () => this.#probe(), signal);
  }

  /** Connects to the server to find the version that it chooses. */
  async #probe(): Promise<FetchVersion> {
    const { settings, request: { url, nodeTls } } = this.#init;
    const { chosenVersion } = await import("./version_probe.ts");
    const { signal } = this.#controller;
    return await chosenVersion(url, settings, nodeTls, signal);
  }

  /**
   * Fails with the error of `fetch`, unless the server has requested a client
   * certificate, which `fetch` does not report.
   */
  async #explain(error: unknown): Promise<never> {
    if (this.#init.canProbe && isRefusedHandshake(error)) {
      await this.#probe().catch((reason) => {
        if (reason?.code === ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED) {
          throw reason;
        }
      });
    }
    throw error;
  }

  release(): void {
    this.#init.setClock(null);
  }

  close(reason: unknown): void {
    this.#controller.abort(reason);
    this.#writer?.abort(reason).catch(() => {});
  }

  failure(error: unknown): Error {
    const { url } = this.#init.request;
    if (this.#body === null) this.#init.clients.forgetVersion(url);
    return this.#body === null
      ? requestFailure(url, error)
      : bodyFailure(url, error);
  }
}

function protocolOf(version: FetchVersion | null): number | null {
  if (version === null) return null;
  return version === "h2" ? HTTP_PROTOCOL_FLAG_HTTP2 : 0;
}

/** A head from `fetch`: its list of fields is created only when it is needed. */
class FetchHead extends ResponseHead {
  readonly #headers: Headers;

  constructor({ status, statusText, headers }: Response) {
    super(null, status, statusText, []);
    this.#headers = headers;
  }

  override get fields(): readonly Header[] {
    return [...this.#headers];
  }

  override get(name: string): string | null {
    return this.#headers.get(name);
  }

  override values(name: string): string[] {
    if (name === "set-cookie") return this.#headers.getSetCookie();
    const value = this.get(name);
    return value === null ? [] : [value];
  }
}

/** Methods for which `fetch` itself sends `Content-Length: 0`. */
const MARKED: ReadonlySet<string> = new Set(["POST", "PUT"]);

/** Returns the body with which `fetch` sends `Content-Length: 0` if the method expects a body. */
function emptyBody(method: string): Bytes | null {
  return expectsBody(method) && !MARKED.has(method) ? new Uint8Array() : null;
}

/** Adds the field that prevents `fetch` from decoding. */
function fetchFields(headers: readonly Header[]): readonly Header[] {
  return hasHeader(headers, "range") || asksForIdentity(headers)
    ? headers
    : [...headers, ["Range", ""]];
}

function asksForIdentity(headers: readonly Header[]): boolean {
  return headers.some(([name, value]) =>
    value === "identity" && name.toLowerCase() === "accept-encoding"
  );
}

/**
 * A body of known length whose bytes come from a stream. `fetch` reads the size
 * and the stream of a `Blob`, so a `Blob` that overrides both is sent with a
 * Content-Length and is not held in memory.
 */
export class SizedBody extends Blob {
  readonly #size: number;
  readonly #source: ReadableStream<Bytes>;

  constructor(size: number, source: ReadableStream<Bytes>) {
    super();
    this.#size = size;
    this.#source = source;
  }

  override get size(): number {
    return this.#size;
  }

  override stream(): ReadableStream<Bytes> {
    return this.#source;
  }
}
