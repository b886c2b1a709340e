// Copyright 2026 the wininet authors. MIT license.

/**
 * Code shared by the tests of HTTP through proxies.
 *
 * @module
 */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { InternetError } from "../../error.ts";
import { INTERNET_OPEN_TYPE_PROXY } from "../../flags.ts";
import {
  InternetOpen,
  InternetOpenUrl,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_OPTION_END_BROWSER_SESSION,
  INTERNET_OPTION_PROXY,
  INTERNET_OPTION_REQUEST_FLAGS,
  INTERNET_REQFLAG_VIA_PROXY,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { fixture } from "./certificates.ts";
import { readText, statusOf } from "./calls.ts";
import { FakeHttpServer, type RouteHandler } from "../servers/http_server.ts";
import { HttpProxy, type HttpProxyOptions } from "../servers/http_proxy.ts";
import { FakeProxy, type FakeProxyOptions } from "../servers/proxy_servers.ts";
import { type Watch, watch, type WatchOptions } from "./watch.ts";

/** For localhost, 127.0.0.1 and ::1. */
export const LOCALHOST: { cert: string; key: string } = fixture(
  "localhost",
);

/** The kinds of proxies. */
export const PROXY_KINDS = ["http", "https", "socks5"] as const;

/** The schemes of a server. */
export const SCHEMES = ["http", "https"] as const;

/** Any proxy, and its record of requests. */
export interface AnyProxy extends AsyncDisposable {
  readonly port: number;
  /**
   * Returns the proxy string for `InternetOpen`, with a login such as
   * `user:pw@`.
   */
  list(login?: string): string;
  /** The requested targets. */
  readonly asked: readonly string[];
  readonly connections: number;
  allClosed(): Promise<void>;
}

/** A correct proxy, optionally with a password. */
export function openProxy(
  kind: typeof PROXY_KINDS[number],
  password?: string,
): AnyProxy {
  const wanted = password === undefined ? {} : { password };
  if (kind === "socks5") return socksProxy(wanted);
  return httpProxy({ ...wanted, ...(kind === "https" && { tls: LOCALHOST }) });
}

function socksProxy(options: FakeProxyOptions): AnyProxy {
  const proxy = new FakeProxy("socks5", options);
  return Object.assign(proxy, {
    asked: proxy.targets,
    list: (login = "") => `socks5://${login}127.0.0.1:${proxy.port}`,
  });
}

/** An HTTP proxy, with the list of its requests. */
export function httpProxy(
  options: HttpProxyOptions = {},
): HttpProxy & AnyProxy {
  const proxy = new HttpProxy(options);
  const scheme = options.tls ? "https" : "http";
  return Object.assign(proxy, {
    list: (login = "") => `${scheme}://${login}127.0.0.1:${proxy.port}`,
  });
}

/** A server of a scheme with one response. */
export function serverOf(
  scheme: typeof SCHEMES[number],
  answer: RouteHandler = (_request, reply) => reply({ body: "by the server" }),
): FakeHttpServer {
  return new FakeHttpServer(
    { "*": answer },
    scheme === "https" ? { tls: LOCALHOST } : {},
  );
}

/** A session that uses proxies, even for local addresses. */
export function openBy(
  list: string,
  bypass: string | null = "<-loopback>",
): HINTERNET {
  return InternetOpen("proxy/1", INTERNET_OPEN_TYPE_PROXY, list, bypass);
}

/** A watched session that uses proxies, by INTERNET_OPTION_PROXY. */
export function watchBy(
  list: string,
  bypass: string | null = "<-loopback>",
  options: WatchOptions = {},
): Watch {
  const log = watch(options);
  InternetSetOption(log.hInternet, INTERNET_OPTION_PROXY, {
    dwAccessType: INTERNET_OPEN_TYPE_PROXY,
    lpszProxy: list,
    lpszProxyBypass: bypass,
  });
  return log;
}

/** The result of a request. */
export interface Got {
  readonly status: unknown;
  readonly text: string;
  /** INTERNET_REQFLAG_VIA_PROXY. */
  readonly viaProxy: boolean;
  readonly hRequest: HINTERNET;
}

/** Requests a URL, and reads the whole response. */
export async function get(
  hInternet: HINTERNET,
  url: string,
  dwContext: unknown = 0,
  dwFlags: number = 0,
): Promise<Got> {
  const hRequest = await InternetOpenUrl(
    hInternet,
    url,
    null,
    dwFlags,
    dwContext,
  );
  return { ...await read(hRequest), hRequest };
}

/** Reads the response of a request. */
export async function read(
  hRequest: HINTERNET,
): Promise<Omit<Got, "hRequest">> {
  const text = await readText(hRequest);
  await readText(hRequest);
  return { status: statusOf(hRequest), text, viaProxy: isViaProxy(hRequest) };
}

/** INTERNET_REQFLAG_VIA_PROXY of a request. */
export function isViaProxy(hRequest: HINTERNET): boolean {
  const flags = InternetQueryOption(hRequest, INTERNET_OPTION_REQUEST_FLAGS);
  return (Number(flags) & INTERNET_REQFLAG_VIA_PROXY) !== 0;
}

/** Discards all credentials of the process. */
export function forgetAll(): void {
  InternetSetOption(null, INTERNET_OPTION_END_BROWSER_SESSION, null);
}

/**
 * Fails unless the call fails with this code and the error does not show
 * `user:hush-hush`.
 */
export async function assertFails(
  call: Promise<unknown>,
  code: number,
): Promise<void> {
  const error = await assertRejects(() => call, InternetError);
  assertEquals(error.code, code, error.message);
  const shown = Deno.inspect(error, { depth: 20, showHidden: true });
  assert(!shown.includes("hush-hush"), shown);
  assert(!shown.includes(btoa("user:hush-hush")), shown);
}
