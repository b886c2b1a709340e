// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  ICU_BROWSER_MODE,
  ICU_DECODE,
  ICU_ENCODE_PERCENT,
  ICU_ENCODE_SPACES_ONLY,
  ICU_ESCAPE,
  ICU_ESCAPE_AUTHORITY,
  ICU_NO_ENCODE,
  ICU_NO_META,
  ICU_USERNAME,
} from "../../flags.ts";
import { canonicalObjectOf, canonicalUrlOf } from "../../_url/canonical.ts";
import { cpuTime } from "../helpers/cpu_time.ts";

/** URLs and their canonical forms. */
const FORMS: [what: string, url: string, canonical: string][] = [
  ["nothing", "", ""],
  ["blanks only", " \t ", ""],
  ["blanks at both ends", "\x01 http://a/b \x1f", "http://a/b"],
  ["line ends and tabs", "ht\ttp://a/b\r\nc", "http://a/bc"],
  ["capital letters", "HTTPS://A.Org:80/B?C#D", "https://a.org:80/B?C#D"],
  ["a user in capital letters", "ftp://Me:Pw@A/B", "ftp://me:pw@a/B"],
  ["no path", "http://a", "http://a/"],
  ["no path before the query", "http://a?b", "http://a/?b"],
  ["no path before the fragment", "http://a#b", "http://a/#b"],
  ["backslashes", "http:\\\\a\\b\\c?d\\e", "http://a/b/c?d\\e"],
  ["backslashes of FTP", "ftp://a\\b/c\\d", "ftp://a%5Cb/c%5Cd"],
  ["a backslash after a host of FTP", "ftp://a/b\\..\\c", "ftp://a/c"],
  ["an address in brackets", "http://[::7]:8/", "http://%5B::7%5D:8/"],
  [
    "unsafe characters",
    'http://a/<>"{}|^[]`& ',
    "http://a/%3C%3E%22%7B%7D%7C%5E%5B%5D%60%26",
  ],
  ["safe characters", "http://a/~!$'()*+,-.;:=@_", "http://a/~!$'()*+,-.;:=@_"],
  ["a control character", "http://a/b\x01\x7fc", "http://a/b%01%7Fc"],
  ["letters below U+0100", "http://ä/é?é", "http://%E4/%E9?é"],
  ["letters from U+0100 on", "http://ж/😀Ā", "http://ж/😀Ā"],
  ["percent signs", "http://a/%41%zz%", "http://a/%41%zz%"],
  ["an unsafe fragment", "http://a/b c#d e?f g", "http://a/b%20c#d e?f g"],
  ["a fragment in front of its query", "http://a/#b?c", "http://a/#b?c"],
  ["dots", "http://a/b/./c/../d", "http://a/b/d"],
  ["dots at the end", "http://a/b/c/..", "http://a/b/"],
  ["a dot at the end", "http://a/b/.?c", "http://a/b/?c"],
  ["dots beyond the root", "http://a/b/../../../c", "http://a/c"],
  ["dots at the front", "http://a/../b/./c", "http://a/../b/./c"],
  ["a dot at the front", "http://a/./b/../c", "http://a/./b/../c"],
  [
    "dots that belong to a name",
    "http://a/b/.c/..d/...",
    "http://a/b/.c/..d/...",
  ],
  ["dots behind empty names", "http://a/b//../c", "http://a/b/c"],
  ["escaped dots", "http://a/b/%2e%2e/c", "http://a/b/%2e%2e/c"],
  ["dots in the query", "http://a/b?c/../d", "http://a/b?c/../d"],
  ["dots without slashes in front", "http:b/../c", "http:c"],
  ["one slash", "http:/b/../c", "http:/c"],
  ["a path without a slash", "http:b/c", "http:b%2Fc"],
  ["dots of a foreign scheme", "foo://A/../b/../../C", "foo://A/../../C"],
  ["a foreign scheme without slashes", "Foo:a/../b", "foo:a%2F..%2Fb"],
  ["a foreign scheme with one slash", "foo:/../a", "foo:/../a"],
  ["a slash and a backslash of a foreign scheme", "foo:/\\a", "foo:/a"],
  ["a foreign scheme with a dot", "foo:.", "foo:"],
  ["a foreign scheme with its query last", "foo://a/#b?c", "foo://a/?c#b"],
  ["dots of telnet", "telnet://A/b/../c", "telnet://a/c"],
  ["a group of news", "news:a/../b", "news:b"],
  ["a mail address", "mailto:A@B?c d#e", "mailto:A@B%3Fc%20d%23e"],
  ["a script", "javascript:a('b')//\\", "javascript:a('b')%2F%2F%5C"],
  ["about", "ABOUT:Blank", "about:Blank"],
  ["no scheme", "a/../b c", "b%20c"],
  ["dots alone", "a/..", "/"],
  ["dots in front of no scheme", "../a/../../b", "../../b"],
  ["a host without a scheme", "//A/b", "//A/b"],
  ["a colon alone", ":a", ":a"],
  ["a port without a scheme", "a.b:80", "a.b:80"],
  ["a file", "file:///D:/a/../b", "file://D:/b"],
  ["a file with one slash", "file:/usr/./lib", "file:///usr/lib"],
  ["a file with a drive", "FILE:d|/a", "file://d%7C/a"],
  ["a file of this machine", "file://localhost/D:/a", "file://D:/a"],
  ["a file of a server", "file://Server/a/../b", "file://Server/b"],
  ["a file with many slashes", "file://///Server/a", "file://Server/a"],
  ["dots of a file", "file:///../a", "file:///../a"],
  ["dots behind a drive", "file:///D:/../a", "file://D:/../a"],
  ["a file with a query", "file:///D:/a b?c d", "file://D:/a%20b?c d"],
  ["a file with a number sign", "file:///D:/a#b/c", "file://D:/a%23b/c"],
  ["a page with a fragment", "file:///D:/a.htm#b\\c", "file://D:/a.htm%23b/c"],
  ["a file with a drive for a host", "file://D:/a/../b", "file://D:/b"],
  [
    "a file with a drive in the old form for a host",
    "file://d|",
    "file://d%7C",
  ],
  ["a file with a host of one letter", "file://d/a", "file://d/a"],
  ["a file on a host with a number sign", "file://a#b/c", "file://a%23b/c"],
  ["a file without a path", "file://Server", "file://Server/"],
  ["a drive behind a server", "file://Server/D:/a", "file://D:/a"],
  ["a dot in front of a fragment", "http://a/b/.#c", "http://a/b/#c"],
  ["dots in front of a fragment", "http://a/b/..#c", "http://a/#c"],
  [
    "dots in front of a number sign",
    "file:///D:/a/..#c/b",
    "file://D:/a/..%23c/b",
  ],
  ["a host without a slash of FTP", "ftp://A?b", "ftp://a/?b"],
  ["a backslash for a slash of HTTPS", "https:a\\b", "https:a%2Fb"],
  ["a file's name only", "file:a/../b", "file:b"],
  ["a path", "D:\\a b\\.\\c", "file://D:/a%20b/c"],
  ["a path on a server", "\\\\Server\\a%20b", "file://Server/a%20b"],
  ["one letter for a scheme", "q:r", "file://q:r"],
];

for (const [what, url, canonical] of FORMS) {
  Deno.test(`canonicalUrlOf() canonicalizes ${what}`, () => {
    assertEquals(canonicalUrlOf(url, 0), canonical);
  });
}

/** Flags, and their effects. */
const FLAGS: [name: string, flags: number, url: string, canonical: string][] = [
  [
    "ICU_BROWSER_MODE changes nothing",
    ICU_BROWSER_MODE,
    "http://A/b/../c d?e f",
    "http://a/c%20d?e f",
  ],
  [
    "ICU_BROWSER_MODE changes nothing beside ICU_NO_ENCODE",
    ICU_BROWSER_MODE | ICU_NO_ENCODE,
    "http://a/c d",
    "http://a/c d",
  ],
  [
    "ICU_ESCAPE, ICU_USERNAME and ICU_ESCAPE_AUTHORITY change nothing",
    ICU_ESCAPE | ICU_USERNAME | ICU_ESCAPE_AUTHORITY,
    "http://[::7]/c d%41",
    "http://%5B::7%5D/c%20d%41",
  ],
  [
    "ICU_NO_ENCODE escapes nothing",
    ICU_NO_ENCODE,
    "http://[::7]/<b>/../c d",
    "http://[::7]/c d",
  ],
  [
    "ICU_NO_ENCODE leaves backslashes of HTTP slashes",
    ICU_NO_ENCODE,
    "http:\\\\a\\b",
    "http://a/b",
  ],
  [
    "ICU_NO_ENCODE leaves a DOS path",
    ICU_NO_ENCODE,
    "file:///D:/a/../b/c",
    "file://D:\\b\\c",
  ],
  [
    "ICU_NO_ENCODE leaves the path of a server",
    ICU_NO_ENCODE,
    "file:////Server/a",
    "file://\\\\Server\\a",
  ],
  [
    "ICU_NO_ENCODE leaves a path from the root",
    ICU_NO_ENCODE,
    "file:/usr/lib",
    "file://\\usr\\lib",
  ],
  [
    "ICU_NO_ENCODE folds dots of a DOS path as of a relative one",
    ICU_NO_ENCODE,
    "file:///D:/../a/../../b",
    "file://D:\\..\\..\\b",
  ],
  [
    "ICU_NO_ENCODE has plain slashes behind a number sign",
    ICU_NO_ENCODE,
    "file:///D:/a#b/c",
    "file://D:\\a#b/c",
  ],
  [
    "ICU_NO_ENCODE ends a page in front of its fragment",
    ICU_NO_ENCODE,
    "file:///D:/a.html#b/../c",
    "file://D:\\a.html#b/../c",
  ],
  [
    "ICU_ENCODE_SPACES_ONLY escapes spaces everywhere",
    ICU_ENCODE_SPACES_ONLY,
    "http://[::7]/<a b>?c d#e f",
    "http://[::7]/<a%20b>?c%20d#e%20f",
  ],
  [
    "ICU_ENCODE_SPACES_ONLY wins over ICU_ENCODE_PERCENT",
    ICU_ENCODE_SPACES_ONLY | ICU_ENCODE_PERCENT,
    "http://a/% ",
    "http://a/%",
  ],
  [
    "ICU_ENCODE_PERCENT escapes percent signs",
    ICU_ENCODE_PERCENT,
    "http://a/%41%?%",
    "http://a/%2541%25?%",
  ],
  [
    "ICU_ENCODE_PERCENT escapes beside ICU_NO_ENCODE",
    ICU_ENCODE_PERCENT | ICU_NO_ENCODE,
    "http://a/% <",
    "http://a/%25%20%3C",
  ],
  [
    "ICU_DECODE decodes, and escapes what is unsafe",
    ICU_DECODE,
    "http://a/%7e%3C?%3C",
    "http://a/~%3C?<",
  ],
  [
    "ICU_DECODE decodes behind the folding of dots",
    ICU_DECODE,
    "http://a/b/%2e%2e/c",
    "http://a/b/../c",
  ],
  [
    "ICU_DECODE decodes characters, not UTF-8",
    ICU_DECODE | ICU_NO_ENCODE,
    "http://a/%C3%A9",
    "http://a/Ã©",
  ],
  [
    "ICU_DECODE ends the URL at a NUL",
    ICU_DECODE,
    "http://a/b%00c",
    "http://a/b",
  ],
  [
    "ICU_DECODE finds a slash that was an escaped backslash",
    ICU_DECODE,
    "http:%5Ca/b",
    "http:/a/b",
  ],
  [
    "ICU_NO_META keeps dots",
    ICU_NO_META,
    "http://a/b/../c/./d",
    "http://a/b/../c/./d",
  ],
  [
    "ICU_NO_META ends dots of a foreign scheme with a slash",
    ICU_NO_META,
    "foo://a/b/..",
    "foo://a/b/../",
  ],
];

for (const [name, flags, url, canonical] of FLAGS) {
  Deno.test(`canonicalUrlOf() with ${name}`, () => {
    assertEquals(canonicalUrlOf(url, flags), canonical);
  });
}

/** Paths, and the path in the request. */
const OBJECTS: [path: string, object: string][] = [
  ["", "/"],
  ["a", "/a"],
  ["?a b", "/?a b"],
  ["/A/../B/./C/../../d e", "/d%20e"],
  ["\\a\\b", "/a/b"],
  ["//a/b", "//a/b"],
  ["http://a/b", "/http://a/b"],
];

for (const [path, object] of OBJECTS) {
  Deno.test(`canonicalObjectOf() returns "${object}" for "${path}"`, () => {
    assertEquals(canonicalObjectOf(path, 0), object);
  });
}

/** Parts that a hostile URL may repeat thousands of times. */
const REPEATED = [
  "/",
  "\\",
  "../",
  "./",
  "a/../",
  "#",
  "?",
  ".htm#",
  "%",
  "%41",
  ":",
  "@",
  " ",
];

for (const part of REPEATED) {
  for (const front of ["http://a/", "file:///C:/", "foo:/", "mailto:", ""]) {
    Deno.test(`canonicalUrlOf() needs linear time for "${front}" and 65536 characters of "${part}"`, () => {
      const url = front + part.repeat(65_536 / part.length - 20);
      const start = cpuTime();
      canonicalUrlOf(url, 0);
      canonicalUrlOf(url, ICU_NO_ENCODE | ICU_DECODE);
      // About ten milliseconds; quadratic time would take seconds.
      assert(cpuTime() - start < 2000);
    });
  }
}
