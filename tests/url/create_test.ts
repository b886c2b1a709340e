// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertThrows } from "@std/assert";
import { ERROR_INVALID_PARAMETER, InternetError } from "../../error.ts";
import type { URL_COMPONENTS } from "../../structures.ts";
import { crackUrl } from "../../_url/crack.ts";
import { createUrl } from "../../_url/create.ts";

type Parts = Partial<URL_COMPONENTS>;

/** Parts, and the URL. */
const URLS: [what: string, parts: Parts, url: string][] = [
  ["nothing", {}, "http://"],
  ["a host", { lpszHostName: "h" }, "http://h"],
  [
    "everything",
    {
      lpszScheme: "https",
      lpszUserName: "u",
      lpszPassword: "p",
      lpszHostName: "h",
      nPort: 444,
      lpszUrlPath: "/a;b",
      lpszExtraInfo: "?c#d",
    },
    "https://u:p@h:444/a;b?c#d",
  ],
  ["a scheme by its number", { nScheme: 4, lpszHostName: "h" }, "https://h"],
  ["the last numbered scheme", { nScheme: 11, lpszUrlPath: "a" }, "res:a"],
  [
    "a scheme by its text and a wrong number",
    { nScheme: -3, lpszScheme: "FTP", lpszHostName: "h" },
    "FTP://h",
  ],
  [
    "the port of the scheme by its text",
    { nScheme: 3, lpszScheme: "https", lpszHostName: "h", nPort: 443 },
    "https://h",
  ],
  [
    "the port of another scheme",
    { nScheme: 4, lpszScheme: "http", lpszHostName: "h", nPort: 443 },
    "http://h:443",
  ],
  [
    "the port of gopher",
    { lpszScheme: "gopher", lpszHostName: "h", nPort: 70 },
    "gopher://h",
  ],
  [
    "a port of a foreign scheme",
    { lpszScheme: "nhttp", lpszHostName: "h", nPort: 80 },
    "nhttp://h:80",
  ],
  ["a port without a host", { lpszScheme: "about", nPort: 8080 }, "about:"],
  [
    "a user without a password",
    { lpszUserName: "u", lpszHostName: "h" },
    "http://u@h",
  ],
  [
    "an empty user and a password",
    { lpszUserName: "", lpszPassword: "p", lpszHostName: "h" },
    "http://:p@h",
  ],
  [
    "a path without a slash",
    { lpszHostName: "h", lpszUrlPath: "a" },
    "http://h/a",
  ],
  ["a path without a host", { lpszUrlPath: "a" }, "http://a"],
  [
    "an extra without a path",
    { lpszHostName: "h", lpszExtraInfo: "?a" },
    "http://h?a",
  ],
  [
    "unsafe characters",
    { lpszHostName: "h", lpszUrlPath: "/a b<", lpszExtraInfo: "?c d" },
    "http://h/a b<?c d",
  ],
  [
    "an address in brackets",
    { lpszHostName: "[::7]", nPort: 8 },
    "http://[::7]:8",
  ],
  [
    "a foreign scheme with a host",
    { lpszScheme: "about", lpszHostName: "h", lpszUrlPath: "blank" },
    "about://h/blank",
  ],
  ["a mail address", { nScheme: 7, lpszUrlPath: "a@b" }, "mailto:a@b"],
  [
    "a DOS path",
    { nScheme: 5, lpszUrlPath: "D:\\a" },
    "file://D:\\a",
  ],
];

for (const [what, parts, url] of URLS) {
  Deno.test(`createUrl() builds a URL from ${what}`, () => {
    assertEquals(createUrl(parts), url);
  });
}

/** URLs that are the same after they were cracked and created again. */
const KEPT = [
  "http://u:p@example.org:8080/a;b/../c%20d?e#f",
  "http://:p@example.org/",
  "http://example.org",
  "ftp://example.org/a",
  "gopher://example.org/1a",
  "gopher://example.org:7070/1a",
  "https://[2001:db8::7]/",
  "foo://example.org:1/a",
  "mailto:a@b?c",
  "javascript:f(1)",
  "news:misc.test",
  "file://D:\\a\\b",
];

for (const url of KEPT) {
  Deno.test(`createUrl() builds "${url}" from its parts`, () => {
    assertEquals(createUrl(crackUrl(url)), url);
  });
}

/** Parts from which no URL can be created. */
const WRONG: [what: string, parts: unknown][] = [
  ["no parts", null],
  ["a text for the parts", "http://h"],
  ["a password without a user", { lpszPassword: "p", lpszHostName: "h" }],
  ["a scheme without a number", { nScheme: -1, lpszHostName: "h" }],
  ["a scheme beyond the last", { nScheme: 12, lpszHostName: "h" }],
  ["a scheme that is half a number", { nScheme: 3.5, lpszHostName: "h" }],
  ["a text for the number of the scheme", { nScheme: "3" }],
  ["a port below 0", { lpszHostName: "h", nPort: -1 }],
  ["a port above 65535", { lpszHostName: "h", nPort: 65536 }],
  ["half a port", { lpszHostName: "h", nPort: 1.5 }],
  ["a text for the port", { lpszHostName: "h", nPort: "80" }],
  ["a number for the host", { lpszHostName: 7 }],
  ["a NUL in the host", { lpszHostName: "h\0.example" }],
  ["a NUL in the extra", { lpszHostName: "h", lpszExtraInfo: "?\0" }],
  ["a path that is too long", { lpszUrlPath: "a".repeat(65_537) }],
  ["parts that are too long together", {
    lpszUrlPath: "a".repeat(40_000),
    lpszExtraInfo: "a".repeat(40_000),
  }],
];

for (const [what, parts] of WRONG) {
  Deno.test(`createUrl() refuses ${what}`, () => {
    const error = assertThrows(() => createUrl(parts as Parts), InternetError);
    assertEquals(error.code, ERROR_INVALID_PARAMETER);
  });
}
