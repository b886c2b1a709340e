// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertThrows } from "@std/assert";
import {
  ERROR_INTERNET_INVALID_URL,
  ERROR_INTERNET_UNRECOGNIZED_SCHEME,
  InternetError,
} from "../../error.ts";
import { crackUrl } from "../../_url/crack.ts";

type Parts = [
  scheme: string,
  nScheme: number,
  user: string,
  password: string,
  host: string,
  port: number,
  path: string,
  extra: string,
];

/** URLs and their parts. */
const URLS: [what: string, url: string, parts: Parts][] = [
  [
    "all its parts",
    "https://me:secret@example.org:444/a/b;c=d?e=f#g",
    [
      "https",
      4,
      "me",
      "secret",
      "example.org",
      444,
      "/a/b;c=d",
      "?e=f#g",
    ],
  ],
  ["letters as they are", "HTTP://ExAmple.ORG/%41/../B", [
    "HTTP",
    3,
    "",
    "",
    "ExAmple.ORG",
    80,
    "/%41/../B",
    "",
  ]],
  ["no path", "ftp://example.org", [
    "ftp",
    1,
    "",
    "",
    "example.org",
    21,
    "",
    "",
  ]],
  ["no path before its query", "http://example.org?a/b@c:1", [
    "http",
    3,
    "",
    "",
    "example.org",
    80,
    "",
    "?a/b@c:1",
  ]],
  ["a number sign before its question mark", "http://example.org/a#b?c", [
    "http",
    3,
    "",
    "",
    "example.org",
    80,
    "/a",
    "#b?c",
  ]],
  ["a line feed at the end of its path", "http://example.org/a\nb", [
    "http",
    3,
    "",
    "",
    "example.org",
    80,
    "/a",
    "",
  ]],
  ["a line feed in front of its query", "http://example.org/a\nb?c", [
    "http",
    3,
    "",
    "",
    "example.org",
    80,
    "/a\nb",
    "?c",
  ]],
  ["a user of two words", "ftp://a:b:c@example.org/", [
    "ftp",
    1,
    "a:b",
    "c",
    "example.org",
    21,
    "/",
    "",
  ]],
  ["two at signs", "ftp://a@b@example.org/", [
    "ftp",
    1,
    "a",
    "",
    "b@example.org",
    21,
    "/",
    "",
  ]],
  ["only a password", "ftp://:b@example.org/", [
    "ftp",
    1,
    "",
    "b",
    "example.org",
    21,
    "/",
    "",
  ]],
  ["an at sign after its host", "http://example.org/a@b", [
    "http",
    3,
    "",
    "",
    "example.org",
    80,
    "/a@b",
    "",
  ]],
  ["an address in brackets", "http://[2001:db8::7]/", [
    "http",
    3,
    "",
    "",
    "[2001:db8::7]",
    80,
    "/",
    "",
  ]],
  ["an address in brackets and a port", "https://u@[2001:db8::7]:8/", [
    "https",
    4,
    "u",
    "",
    "[2001:db8::7]",
    8,
    "/",
    "",
  ]],
  ["a scope in brackets", "http://[fe80::7%25en1]", [
    "http",
    3,
    "",
    "",
    "[fe80::7%25en1]",
    80,
    "",
    "",
  ]],
  ["a bracket without its end", "http://[fe80::7/", [
    "http",
    3,
    "",
    "",
    "[fe80:",
    7,
    "/",
    "",
  ]],
  ["no port of gopher", "gopher://example.org/1", [
    "gopher",
    2,
    "",
    "",
    "example.org",
    0,
    "/1",
    "",
  ]],
  ["a host with an unknown scheme", "telnet://example.org:23/", [
    "telnet",
    -1,
    "",
    "",
    "example.org",
    23,
    "/",
    "",
  ]],
  ["letters of another alphabet", "http://exämple.org/ж", [
    "http",
    3,
    "",
    "",
    "exämple.org",
    80,
    "/ж",
    "",
  ]],
  ["no slashes", "mailto:me@example.org?cc=you", [
    "mailto",
    7,
    "",
    "",
    "",
    0,
    "me@example.org",
    "?cc=you",
  ]],
  ["a group of news", "news:misc.test", [
    "news",
    6,
    "",
    "",
    "",
    0,
    "misc.test",
    "",
  ]],
  ["a script", "javascript:f(1)", [
    "javascript",
    9,
    "",
    "",
    "",
    0,
    "f(1)",
    "",
  ]],
  ["a resource with a drive", "res://c:\\a.dll/1", [
    "res",
    11,
    "",
    "",
    "c:\\a.dll",
    0,
    "/1",
    "",
  ]],
  ["one slash", "http:/a", ["http", 3, "", "", "", 0, "/a", ""]],
  ["a scheme only", "https:", ["https", 4, "", "", "", 0, "", ""]],
  ["a port for a path", "server:21", ["server", -1, "", "", "", 0, "21", ""]],
  ["an empty scheme", ":", ["", 1, "", "", "", 0, "", ""]],
  ["the beginning of a scheme", "g://a", ["g", 2, "", "", "a", 0, "", ""]],
  ["a drive", "D:\\a\\b", ["D", -1, "", "", "", 0, "\\a\\b", ""]],
  ["an empty host of no scheme's", "foo:///a", [
    "foo",
    -1,
    "",
    "",
    "",
    0,
    "/a",
    "",
  ]],
];

for (const [what, url, parts] of URLS) {
  Deno.test(`crackUrl() splits a URL with ${what}`, () => {
    assertEquals(partsOf(url), parts);
  });
}

/** Ports, parsed like numbers in C. */
const PORTS: [text: string, port: number][] = [
  ["", 0],
  ["0", 0],
  ["0081", 81],
  ["+81", 81],
  [" 81", 81],
  ["81x", 81],
  ["x81", 0],
  ["-1", 65535],
  ["65536", 0],
  ["65617", 81],
  ["99999999999999999999", 65535],
];

for (const [text, port] of PORTS) {
  Deno.test(`crackUrl() reads the port "${text}" as ${port}`, () => {
    assertEquals(crackUrl(`http://a:${text}/`).nPort, port);
  });
}

/** The text after "file:", and the path and the extra information. */
const FILES: [rest: string, path: string, extra: string][] = [
  ["///D:/My%20Files/a.txt", "D:\\My Files\\a.txt", ""],
  ["///D|/a", "D:\\a", ""],
  ["//D:/My%20Files/a.txt", "D:\\My%20Files\\a.txt", ""],
  ["D:/My%20Files", "D:\\My%20Files", ""],
  ["/My%20Files", "\\My Files", ""],
  ["///usr/lib", "\\usr\\lib", ""],
  ["//localhost/D:/a", "D:\\a", ""],
  ["//server/share/a%20b", "\\\\server\\share\\a b", ""],
  ["//server/D:/a", "\\\\serverD:\\a", ""],
  ["//server", "\\\\server", ""],
  ["////server/a%20b", "\\\\server\\a%20b", ""],
  ["////D:/a%20b", "D:\\a%20b", ""],
  ["/////server/a%20b", "\\\\server\\a b", ""],
  ["//\\\\server\\a", "\\\\server\\a", ""],
  ["///D:/a/../b", "D:\\a\\..\\b", ""],
  ["///D:/a/..", "D:\\a\\..\\", ""],
  ["//D:/a/.", "D:\\a\\.\\", ""],
  ["///D:/a...", "D:\\a...", ""],
  ["//D:/a?b#c", "D:\\a", "?b#c"],
  ["///D:/a?b#c", "D:\\a?b#c", "?b#c"],
  ["", "", ""],
];

for (const [rest, path, extra] of FILES) {
  Deno.test(`crackUrl() finds a DOS path and no host in "file:${rest}"`, () => {
    assertEquals(partsOf(`file:${rest}`), [
      "file",
      5,
      "",
      "",
      "",
      0,
      path,
      extra,
    ]);
  });
}

/** Texts that do not start with a scheme. */
const NO_SCHEME = ["", "example.org", "../a", "//a/b", "/a", "#a", " http://a"];

for (const url of NO_SCHEME) {
  Deno.test(`crackUrl() refuses "${url}", which has no scheme`, () => {
    assertEquals(codeOf(url), ERROR_INTERNET_UNRECOGNIZED_SCHEME);
  });
}

for (const url of ["http://", "HTTPS:///a", "ftp://?a", "gopher://u:p@:70/"]) {
  Deno.test(`crackUrl() refuses "${url}", which has no host`, () => {
    assertEquals(codeOf(url), ERROR_INTERNET_INVALID_URL);
  });
}

function partsOf(url: string): Parts {
  const parts = crackUrl(url);
  return [
    parts.lpszScheme,
    parts.nScheme,
    parts.lpszUserName,
    parts.lpszPassword,
    parts.lpszHostName,
    parts.nPort,
    parts.lpszUrlPath,
    parts.lpszExtraInfo,
  ];
}

function codeOf(url: string): number {
  return assertThrows(() => crackUrl(url), InternetError).code;
}
