// Copyright 2026 the wininet authors. MIT license.

/**
 * The server's side of Basic and Digest, written from the RFCs (7616, 7617)
 * without using the library: it sends challenges, and checks every response.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { INTERNET_FLAG_SECURE } from "../../flags.ts";
import { HttpOpenRequest } from "../../http.ts";
import { InternetConnect, InternetSetOption } from "../../internet.ts";
import { INTERNET_OPTION_END_BROWSER_SESSION } from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { BOTH, type RequestOptions } from "../helpers/calls.ts";
import { fixture } from "../helpers/certificates.ts";
import {
  FakeHttpServer,
  type FakeHttpServerOptions,
  type FakeRequest,
  type FixedReply,
  type RouteHandler,
  type Routes,
} from "./http_server.ts";

const TLS = fixture("localhost");

/**
 * A method of sending a request: its name, the context, and whether it uses
 * TLS.
 */
export interface Way {
  readonly how: string;
  readonly dwContext: number;
  readonly secure: boolean;
}

/** With and without a status callback, over http and https. */
export const WAYS: readonly Way[] = [false, true].flatMap((secure) =>
  BOTH.map(([how, dwContext]) => ({
    how: `${how}, ${secure ? "https" : "http"}`,
    dwContext,
    secure,
  }))
);

/** The user who is allowed. */
export const USER = "ann";
/** The password, which must not appear in any output. */
export const PASSWORD = "open sesame";

/** A server for one of these methods. */
export function serverFor(
  { secure }: Way,
  routes: Routes,
  options: FakeHttpServerOptions = {},
): FakeHttpServer {
  return new FakeHttpServer(
    routes,
    secure ? { ...options, tls: TLS } : options,
  );
}

/** The host name of a server: the name in its certificate. */
export function hostOf({ secure }: Way): string {
  return secure ? "localhost" : "127.0.0.1";
}

/** A URL of a server, optionally with user information. */
export function urlOf(
  way: Way,
  server: FakeHttpServer,
  path: string = "/",
  userinfo: string = "",
): string {
  const scheme = way.secure ? "https" : "http";
  return `${scheme}://${userinfo}${hostOf(way)}:${server.port}${path}`;
}

/** The options of a request, and its credentials. */
export interface LogOn extends Omit<RequestOptions, "dwContext"> {
  user?: string | null;
  password?: string | null;
}

/** Opens a connection and a request. */
export async function openAs(
  hInternet: HINTERNET,
  way: Way,
  server: FakeHttpServer,
  options: LogOn = {},
): Promise<HINTERNET> {
  const hConnect = await InternetConnect(
    hInternet,
    hostOf(way),
    server.port,
    options.user ?? null,
    options.password ?? null,
  );
  return await HttpOpenRequest(
    hConnect,
    options.verb ?? "GET",
    options.path ?? "/",
    null,
    null,
    null,
    (options.dwFlags ?? 0) | (way.secure ? INTERNET_FLAG_SECURE : 0),
    way.dwContext,
  );
}

/** Ann's request. */
export const ANN: LogOn = { user: USER, password: PASSWORD };

/** Discards the credentials and connections of the process. */
export function forget(): void {
  InternetSetOption(null, INTERNET_OPTION_END_BROWSER_SESSION, null);
}

/** The options of a guard. */
export interface GuardOptions {
  /** @default {"Basic"} */
  scheme?: "Basic" | "Digest";
  /** @default {"staff"} */
  realm?: string;
  /** @default {Ann's} */
  users?: ReadonlyMap<string, string>;
  /** The algorithm in the challenge; MD5 if omitted. */
  algorithm?: string;
  /**
   * The qop in the challenge; `null` for RFC 2069. @default {"auth"}
   */
  qop?: string | null;
  /** The number of requests for which a nonce is valid. @default {without limit} */
  uses?: number;
  /** `true` if the nonce counts must be consecutive. @default {true} */
  ordered?: boolean;
  /** `true` if each answer names the next nonce. @default {false} */
  nextNonce?: boolean;
  /** Further parameters of the challenge. @default {""} */
  extra?: string;
  /** Other challenges before this one. */
  before?: [string, string][];
  /** The response that carries the challenge. */
  reply?: FixedReply;
}

interface Nonce {
  uses: number;
  readonly counts: Set<string>;
  cnonce: string | null;
  over: boolean;
  forgotten: boolean;
}

/** Allows requests with valid credentials. */
export class Guard {
  /** The result of each request, in order: "ok", or the reason for the refusal. */
  readonly verdicts: string[] = [];
  readonly #options: GuardOptions;
  readonly #users: ReadonlyMap<string, string>;
  readonly #realm: string;
  readonly #nonces = new Map<string, Nonce>();

  constructor(options: GuardOptions = {}) {
    this.#options = options;
    this.#users = options.users ?? new Map([[USER, PASSWORD]]);
    this.#realm = options.realm ?? "staff";
  }

  /** A route for allowed requests; by default its response names the user. */
  guard(
    handler: RouteHandler = (_request, reply) => reply({ body: "hello" }),
  ): RouteHandler {
    return async (request, reply) => {
      const verdict = this.check(request);
      this.verdicts.push(verdict);
      if (verdict !== "ok") {
        return await reply({
          status: 401,
          body: "who?",
          ...this.#options.reply,
          headers: [
            ...(this.#options.before ?? []),
            ["WWW-Authenticate", this.challenge(verdict === "stale")],
          ],
        });
      }
      if (!this.#options.nextNonce) return await handler(request, reply);
      // A nonce is used once, and its answer names the next one.
      this.#nonceOf(request)!.over = true;
      const info = `nextnonce="${this.newNonce()}"`;
      await reply({ body: "hello", headers: { "Authentication-Info": info } });
    };
  }

  /** A new challenge. */
  challenge(stale: boolean = false): string {
    const { scheme = "Basic", algorithm, qop = "auth", extra = "" } =
      this.#options;
    const realm = `realm="${this.#realm}"`;
    if (scheme === "Basic") return `Basic ${realm}${extra}`;
    return `Digest ${realm}, nonce="${this.newNonce()}", opaque="o,p=q"` +
      (qop === null ? "" : `, qop="${qop}"`) +
      (algorithm ? `, algorithm=${algorithm}` : "") +
      (stale ? ", stale=true" : "") + extra;
  }

  /** Discards all nonces, like a server after a restart. */
  forgetNonces(): void {
    for (const nonce of this.#nonces.values()) nonce.forgotten = true;
  }

  newNonce(): string {
    const nonce = `n${this.#nonces.size}/+=:`;
    this.#nonces.set(nonce, {
      uses: 0,
      counts: new Set(),
      cnonce: null,
      over: false,
      forgotten: false,
    });
    return nonce;
  }

  /** Returns the verdict on a request. */
  check(request: FakeRequest): string {
    const value = request.header("authorization");
    if (value === undefined) return "nobody";
    const { scheme = "Basic" } = this.#options;
    if (!value.startsWith(`${scheme} `)) return "another scheme";
    return scheme === "Basic"
      ? this.#checkBasic(value.slice(6))
      : this.#checkDigest(request, fieldsOf(value.slice(7)));
  }

  #checkBasic(token: string): string {
    const bytes = Uint8Array.from(atob(token), (byte) => byte.charCodeAt(0));
    const [user = "", ...rest] = new TextDecoder().decode(bytes).split(":");
    return this.#users.get(user) === rest.join(":") ? "ok" : "wrong password";
  }

  get #isOrdered(): boolean {
    return this.#options.ordered ?? true;
  }

  #nonceOf(request: FakeRequest): Nonce | undefined {
    const value = request.header("authorization") ?? "";
    return this.#nonces.get(fieldsOf(value).get("nonce") ?? "");
  }

  #checkDigest(
    { method, target, body }: FakeRequest,
    fields: ReadonlyMap<string, string>,
  ): string {
    const { algorithm, qop = "auth", uses = Infinity } = this.#options;
    const nonce = this.#nonces.get(fields.get("nonce") ?? "");
    const password = this.#users.get(fields.get("username") ?? "");
    if (fields.get("realm") !== this.#realm) return "another realm";
    if (fields.get("opaque") !== "o,p=q") return "another opaque";
    if (fields.get("uri") !== target) return "another URI";
    if (fields.get("algorithm") !== algorithm) return "another algorithm";
    if (nonce === undefined || nonce.forgotten) return "unknown nonce";
    const used = fields.get("qop") ?? null;
    if (
      !(qop === null ? used === null : qop.split(/, */).includes(used ?? ""))
    ) {
      return "another qop";
    }
    if (password === undefined) return "wrong password";
    if (nonce.over || nonce.uses >= uses) return "stale";
    nonce.uses++;
    const count = used === null ? String(nonce.uses) : fields.get("nc") ?? "";
    const isNext = parseInt(count, 16) === nonce.uses || used === null ||
      !this.#isOrdered;
    if (!isNext || nonce.counts.has(count)) return "wrong count";
    nonce.counts.add(count);
    const right = responseTo(fields, {
      algorithm: algorithm ?? "MD5",
      password,
      method,
      body,
      keyCnonce: nonce.cnonce ??= fields.get("cnonce") ?? null,
    });
    return fields.get("response") === right ? "ok" : "wrong password";
  }
}

/** The parts of a response that only the server knows. */
interface Secrets {
  readonly algorithm: string;
  readonly password: string;
  readonly method: string;
  readonly body: Uint8Array;
  /** The cnonce of the first answer to the nonce. */
  readonly keyCnonce: string | null;
}

/** The right response: RFC 7616 section 3.4.1. */
function responseTo(
  fields: ReadonlyMap<string, string>,
  { algorithm, password, method, body, keyCnonce }: Secrets,
): string {
  const hash = (data: string | Uint8Array) =>
    createHash(/^MD5/i.test(algorithm) ? "md5" : "sha256")
      .update(data).digest("hex");
  const [user, realm, nonce, nc, cnonce, qop, uri] = [
    "username",
    "realm",
    "nonce",
    "nc",
    "cnonce",
    "qop",
    "uri",
  ].map((name) => fields.get(name));
  let key = hash(`${user}:${realm}:${password}`);
  if (/-sess$/i.test(algorithm)) key = hash(`${key}:${nonce}:${keyCnonce}`);
  const request = qop === "auth-int"
    ? hash(`${method}:${uri}:${hash(body)}`)
    : hash(`${method}:${uri}`);
  return qop === undefined
    ? hash(`${key}:${nonce}:${request}`)
    : hash(`${key}:${nonce}:${nc}:${cnonce}:${qop}:${request}`);
}

/** The parameters of an answer; their values are bytes as UTF-8. */
function fieldsOf(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/([a-z]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g);
  return new Map(
    [...found].map(([, name, quoted, bare]) => [
      name!,
      bare ?? quoted!.replaceAll(/\\(.)/g, "$1"),
    ]),
  );
}
