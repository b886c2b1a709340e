// Copyright 2026 the wininet authors. MIT license.

/**
 * Sessions that use a proxy script.
 *
 * @module
 */

import { INTERNET_OPEN_TYPE_DIRECT } from "../../flags.ts";
import { InternetOpen, InternetSetOption } from "../../internet.ts";
import {
  INTERNET_OPTION_PER_CONNECTION_OPTION,
  INTERNET_PER_CONN_AUTOCONFIG_URL,
  INTERNET_PER_CONN_FLAGS,
  PROXY_TYPE_AUTO_PROXY_URL,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { FakeHttpServer } from "../servers/http_server.ts";

type Parts =
  readonly (readonly [part: number, value: string | number | null])[];

function setParts(handle: HINTERNET | null, parts: Parts): void {
  InternetSetOption(handle, INTERNET_OPTION_PER_CONNECTION_OPTION, {
    pOptions: parts.map(([dwOption, Value]) => ({ dwOption, Value })),
  });
}

/**
 * A server with a proxy script, which counts the requests for it.
 *
 * @param ways The body of FindProxyForURL.
 * @param before The code before the function.
 */
export function scriptServer(
  ways: () => string,
  before: string = "",
): FakeHttpServer & { readonly url: string; loads: number } {
  const server = new FakeHttpServer({
    "/proxy.pac": (_request, reply) => {
      served.loads++;
      return reply({
        body: `${before} function FindProxyForURL(url, host) { ${ways()} }`,
      });
    },
  });
  const served = Object.assign(server, {
    url: `http://127.0.0.1:${server.port}/proxy.pac`,
    loads: 0,
  });
  return served;
}

/** Makes a session use a script. */
export function follow(
  hInternet: HINTERNET | null,
  url: string,
  more: Parts = [],
): void {
  setParts(hInternet, [
    [INTERNET_PER_CONN_FLAGS, PROXY_TYPE_AUTO_PROXY_URL],
    [INTERNET_PER_CONN_AUTOCONFIG_URL, url],
    ...more,
  ]);
}

/** A session that connects directly until it uses a script. */
export function openDirect(): HINTERNET {
  return InternetOpen("pac/1", INTERNET_OPEN_TYPE_DIRECT);
}
