// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { ERROR_INTERNET_INVALID_URL, InternetError } from "../../../error.ts";
import { type FtpUrl, parseFtpUrl } from "../../../_ftp/wire/url.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";

const PLAIN: FtpUrl = {
  host: "h",
  port: 0,
  implicitTls: false,
  user: null,
  password: null,
  path: "",
  isDirectory: true,
  type: null,
  foreign: false,
};

const FILE = { path: "a", isDirectory: false };

const URLS: [url: string, parts: Partial<FtpUrl>][] = [
  ["ftp://h", {}],
  ["ftp://h/", {}],
  ["FTP://h/", {}],
  ["ftps://h/", { implicitTls: true }],
  ["ftp://h:2121/", { port: 2121 }],
  ["ftp://h:/", {}],
  ["ftp://h:0/", {}],
  ["ftp://h:65535", { port: 65_535 }],
  ["ftp://127.0.0.1/", { host: "127.0.0.1" }],
  ["ftp://[::1]:21/a", { host: "::1", port: 21, ...FILE }],
  ["ftp://u:p@h/", { user: "u", password: "p" }],
  ["ftp://u@h/", { user: "u" }],
  ["ftp://u:@h/", { user: "u", password: "" }],
  ["ftp://@h/", { user: "" }],
  ["ftp://:p@h/", { user: "", password: "p" }],
  ["ftp://u:p:q@h/", { user: "u", password: "p:q" }],
  ["ftp://u@example.com:p@h/", { user: "u@example.com", password: "p" }],
  ["ftp://u%40example.com:p%2F%3A%40@h/", {
    user: "u@example.com",
    password: "p/:@",
  }],
  ["ftp://u:p@h:21/a@b:c", {
    user: "u",
    password: "p",
    port: 21,
    path: "a@b:c",
    isDirectory: false,
  }],
  ["ftp://h/a", FILE],
  ["ftp://h/a/b", { path: "a/b", isDirectory: false }],
  ["ftp://h/a/", { path: "a" }],
  ["ftp://h//a", { path: "/a", isDirectory: false }],
  ["ftp://u:p@h/%2Fetc", {
    user: "u",
    password: "p",
    path: "/etc",
    isDirectory: false,
  }],
  ["ftp://h/%2F", { path: "/" }],
  ["ftp://h/%2fetc/", { path: "/etc" }],
  ["ftp://h/a?b=c", { path: "a?b=c", isDirectory: false }],
  ["ftp://h/a%3Fb", { path: "a?b", isDirectory: false }],
  ["ftp://h/a#b", FILE],
  ["ftp://h/a%23b", { path: "a#b", isDirectory: false }],
  ["ftp://h/a b%20c", { path: "a b c", isDirectory: false }],
  ["ftp://h/%C3%A4\xe4", { path: "\xe4\xe4", isDirectory: false }],
  ["ftp://h/%E4", { path: "\xe4", isDirectory: false, foreign: true }],
  ["ftp://h/\u010a\u010d", { path: "\u010a\u010d", isDirectory: false }],
  ["ftp://h/a;type=a", { ...FILE, type: "A" }],
  ["ftp://h/a;type=I", { ...FILE, type: "I" }],
  ["ftp://h/a;TYPE=d", { path: "a" }],
  ["ftp://h/;type=i", { type: "I" }],
  ["ftp://h/a;type=x", { path: "a;type=x", isDirectory: false }],
  ["ftp://h/a;type=ai", { path: "a;type=ai", isDirectory: false }],
  ["ftp://h/a;type=a;b", { path: "a;type=a;b", isDirectory: false }],
  ["ftp://h/a%3Btype=a", { path: "a;type=a", isDirectory: false }],
  ["ftp://h/../../etc", { path: "../../etc", isDirectory: false }],
];

for (const [url, parts] of URLS) {
  Deno.test(`parseFtpUrl() accepts ${url}`, () => {
    assertEquals(parseFtpUrl(url), { ...PLAIN, ...parts });
  });
}

const NO_URLS: [name: string, url: string][] = [
  ["nothing", ""],
  ["another scheme", "http://h/"],
  ["no slashes", "ftp:h"],
  ["a blank in front", " ftp://h/"],
  ["no host", "ftp:///a"],
  ["no host after a user", "ftp://u:p@/a"],
  ["empty brackets", "ftp://[]/"],
  ["an open bracket", "ftp://[::1/"],
  ["text after the bracket", "ftp://[::1]a/"],
  ["IPv6 without brackets", "ftp://::1/"],
  ["a port that is not a number", "ftp://h:a/"],
  ["port 65536", "ftp://h:65536/"],
  ["a port of six digits", "ftp://h:000021/"],
  ["a negative port", "ftp://h:-1/"],
  ["a line end in the host", "ftp://h\r\nDELE a/"],
  ["a NUL in the host", "ftp://h\0/"],
  ["a blank in the host", "ftp://h i/"],
  ["a line end in the path", "ftp://h/a\nb"],
  ["a line end at the end", "ftp://h/a\n"],
  ["a NUL in the path", "ftp://h/a\0"],
  ["%00 in the path", "ftp://h/a%00b"],
  ["%0d%0a in the path", "ftp://h/a%0d%0aDELE%20b"],
  ["%0A in the user", "ftp://u%0AX@h/"],
  ["%0D in the password", "ftp://u:p%0D@h/"],
  ["%00 next to invalid UTF-8", "ftp://h/%E4%00"],
  ["%0a next to invalid UTF-8", "ftp://h/%E4%0a"],
  ["a line end in the user", "ftp://u\r\n@h/"],
  ["only a percent sign", "ftp://h/100%"],
  ["a percent sign that escapes nothing", "ftp://h/%zz"],
  ["a truncated escape next to invalid UTF-8", "ftp://h/%E4%4"],
  ["half a character in the path", "ftp://h/\ud83d"],
];

for (const [name, url] of NO_URLS) {
  Deno.test(`parseFtpUrl() refuses ${name}`, () => {
    const error = assertThrows(() => parseFtpUrl(url), InternetError);
    assertEquals(error.code, ERROR_INTERNET_INVALID_URL);
  });
}

Deno.test("parseFtpUrl() shows no password in its errors", () => {
  const urls = [
    "ftp://u:s3cret@/",
    "ftp://u:s3cret@h:99999/",
    "ftp://u:s3cret%@h/",
    "ftp://u:s3cret%00@h/",
    "ftp://u:s3cret@h/%",
  ];
  for (const url of urls) {
    const error = assertThrows(() => parseFtpUrl(url), InternetError);
    const shown = `${error.message} ${error.cause}`;
    assertEquals(shown.includes("s3cret"), false, shown);
  }
});

Deno.test("parseFtpUrl() needs linear time for 1 MB", () => {
  const started = cpuTime();
  const units = [
    "@",
    "a@",
    ":",
    "/",
    "//",
    "[",
    "]",
    "%",
    "%41",
    "%E4",
    "%0",
    "#",
    "?",
    ";type=",
    ";type=a",
    "a",
    "\n",
    "a\n",
    " ",
    "\ud800",
  ];
  for (const unit of units) {
    const text = unit.repeat(1_000_000 / unit.length);
    for (
      const url of [
        `ftp://${text}`,
        `ftp://h/${text}`,
        `ftp://${text}@h/a`,
        `ftp://h:${text}`,
        `ftp://[${text}`,
        `ftp://h/${text}\n`,
        text,
      ]
    ) {
      try {
        parseFtpUrl(url);
      } catch (error) {
        assert(error instanceof InternetError, unit);
      }
    }
  }
  assert(cpuTime() - started < 8000);
});
