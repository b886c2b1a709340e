// Copyright 2026 the wininet authors. MIT license.

/**
 * The changes of each printable ASCII character between a program and a server:
 * in a path and in a query, of an object name and of a URL.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { ERROR_INTERNET_INVALID_URL } from "../../error.ts";
import { HttpSendRequest } from "../../http.ts";
import { InternetOpen, InternetOpenUrl } from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  BOTH,
  openRequest,
  readText,
  rejectedCode,
  serverOf,
} from "../helpers/calls.ts";
import { watch } from "../helpers/watch.ts";
import { FakeHttpServer } from "../servers/http_server.ts";

/** From the space to the tilde. */
const PRINTABLE: readonly string[] = Array.from(
  { length: 0x7f - 0x20 },
  (_, index) => String.fromCharCode(0x20 + index),
);

/** Characters that do not arrive unchanged, and the form in which they arrive. */
type Changes = Readonly<Record<string, string>>;

/** RFC 3986 does not allow them in a path; two of them start a query and a fragment. */
const IN_PATH: Changes = {
  " ": "%20",
  '"': "%22",
  "#": "",
  "<": "%3C",
  ">": "%3E",
  "[": "%5B",
  // The Windows path separator.
  "\\": "/",
  "]": "%5D",
  "^": "%5E",
  "`": "%60",
  "{": "%7B",
  "|": "%7C",
  "}": "%7D",
};

/** The characters that the URL standard escapes in a query. */
const IN_QUERY: Changes = {
  " ": "%20",
  '"': "%22",
  "#": "",
  "'": "%27",
  "<": "%3C",
  ">": "%3E",
};

const PLACES: [place: string, front: string, changes: Changes][] = [
  ["path", "/a", IN_PATH],
  ["query", "/a?b=", IN_QUERY],
];

/** The calls that send a request. */
const CALLS: Record<
  string,
  (
    hInternet: HINTERNET,
    server: FakeHttpServer,
    path: string,
    dwContext: number,
  ) => Promise<unknown>
> = {
  HttpOpenRequest: async (hInternet, server, path, dwContext) => {
    using hRequest = await openRequest(hInternet, server, { path, dwContext });
    await HttpSendRequest(hRequest);
  },
  InternetOpenUrl: async (hInternet, server, path, dwContext) => {
    const url = server.url + path;
    using _ = await InternetOpenUrl(hInternet, url, null, 0, dwContext);
  },
};

for (const [how, dwContext] of BOTH) {
  for (const [place, front, changes] of PLACES) {
    for (const [name, ask] of Object.entries(CALLS)) {
      Deno.test(`${name}() sends every printable character of a ${place} according to RFC 3986, ${how}`, async () => {
        await using server = serverOf((_request, reply) => reply());
        await using watched = watch();
        for (const character of PRINTABLE) {
          await ask(
            watched.hInternet,
            server,
            `${front}${character}z`,
            dwContext,
          );
        }
        assertEquals(
          server.requests.map(({ target }) => target),
          PRINTABLE.map((character) =>
            // The part after a number sign is not sent.
            front + (changes[character] ?? character) +
            (character === "#" ? "" : "z")
          ),
        );
      });
    }
  }
}

/** The requested path, and the path that arrives. */
const TARGETS: [path: string, target: string][] = [
  ["/AT&T", "/AT&T"],
  ["/AT%26T", "/AT%26T"],
  ["/a&b/../c&d?e&f", "/c&d?e&f"],
  ["/&/./b", "/&/b"],
  ["/a&b c", "/a&b%20c"],
  ["/a%2fb%zz%", "/a%2fb%zz%"],
  ["/\xe4&\u20ac", "/%C3%A4&%E2%82%AC"],
  ["/x;v=1.2/(a)*b!'c'~$d,e=f:g@h+i", "/x;v=1.2/(a)*b!'c'~$d,e=f:g@h+i"],
  ["/f?X-Sig=a%2Fb%3D&k=/?:@!$()*+,;", "/f?X-Sig=a%2Fb%3D&k=/?:@!$()*+,;"],
];

for (const [path, target] of TARGETS) {
  for (const [name, ask] of Object.entries(CALLS)) {
    Deno.test(`${name}() requests "${target}" for "${path}"`, async () => {
      await using server = serverOf((_request, reply) => reply());
      await using watched = watch();
      await ask(watched.hInternet, server, path, 0);
      assertEquals(server.requests[0]?.target, target);
    });
  }
}

Deno.test("InternetOpenUrl() does not treat a backslash as the end of the host", async () => {
  await using server = serverOf((request, reply) =>
    reply({ body: request.target })
  );
  await using hInternet = InternetOpen("test/1");
  for (const end of ["\\x", "\\@server.invalid/x", "\\"]) {
    assertEquals(
      await rejectedCode(
        (async () => await InternetOpenUrl(hInternet, server.url + end))(),
      ),
      ERROR_INTERNET_INVALID_URL,
      end,
    );
  }
  const hRequest = await InternetOpenUrl(hInternet, `${server.url}/a\\b?c\\d`);
  assertEquals(await readText(hRequest), "/a/b?c\\d");
});

for (
  const [name, bytes, escaped] of [
    ["UTF-8", "\xc3\xa9", "%C3%A9"],
    ["ISO 8859-1", "\xe9", "%E9"],
  ] as const
) {
  Deno.test(`a redirect whose Location is in ${name} is followed byte for byte`, async () => {
    await using server = new FakeHttpServer({
      "/": (_request, reply) =>
        reply({ status: 302, headers: { Location: `/${bytes}?${bytes}` } }),
      "*": (request, reply) => reply({ body: request.target }),
    });
    await using hInternet = InternetOpen("test/1");
    const hRequest = await InternetOpenUrl(hInternet, `${server.url}/`);
    assertEquals(await readText(hRequest), `/${escaped}?${escaped}`);
  });
}
