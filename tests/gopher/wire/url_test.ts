// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { escapedByte } from "../../../_base/escape.ts";
import {
  ERROR_GOPHER_INVALID_LOCATOR,
  ERROR_INTERNET_INVALID_URL,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../../error.ts";
import { parseLocator } from "../../../_gopher/wire/locator.ts";
import { octetsOf, textOf } from "../../../_gopher/wire/octets.ts";
import {
  escapedOctets,
  formatGopherUrl,
  type GopherUrl,
  locatorToUrl,
  MAX_GOPHER_URL,
  parseGopherUrl,
  urlToLocator,
} from "../../../_gopher/wire/url.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";

const PLAIN: GopherUrl = {
  secure: false,
  host: "h",
  port: 0,
  character: "1",
  selector: "",
  search: null,
  plus: null,
};

const TEXT = { character: "0" };
const SEARCH = { character: "7", selector: "/s" };

/** A URL, its parts, and its canonical form if that is different. */
const URLS: [url: string, parts: Partial<GopherUrl>, written?: string][] = [
  ["gopher://h", {}, "gopher://h/1"],
  ["gopher://h/", {}, "gopher://h/1"],
  ["gopher://h/1", {}],
  ["GOPHER://h/1", {}, "gopher://h/1"],
  ["gophers://h/1", { secure: true }],
  ["gopher://h:70/1", { port: 70 }],
  ["gopher://h:7070/1", { port: 7070 }],
  ["gopher://h:65535", { port: 65_535 }, "gopher://h:65535/1"],
  ["gopher://h:0/1", {}, "gopher://h/1"],
  ["gopher://h:/1", {}, "gopher://h/1"],
  ["gopher://h:00070/1", { port: 70 }, "gopher://h:70/1"],
  ["gopher://127.0.0.1/1", { host: "127.0.0.1" }],
  ["gopher://[::1]/1", { host: "::1" }],
  ["gopher://[::1]:7070/0/a", {
    host: "::1",
    port: 7070,
    ...TEXT,
    selector: "/a",
  }],
  ["gopher://[fe80::1%25eth0]/1", { host: "fe80::1%eth0" }],
  ["gopher://b\xfccher.example/1", { host: "b\xfccher.example" }],
  ["gopher://h/0/a", { ...TEXT, selector: "/a" }],
  ["gopher://h/0a", { ...TEXT, selector: "a" }],
  ["gopher://h/0", TEXT],
  ["gopher://h/00/a", { ...TEXT, selector: "0/a" }],
  ["gopher://h/1/1/x", { selector: "/1/x" }],
  ["gopher://h//a", { character: "/", selector: "a" }],
  ["gopher://h/0//a//", { ...TEXT, selector: "//a//" }],
  ["gopher://h/g/p.gif", { character: "g", selector: "/p.gif" }],
  ["gopher://h/%30a", { ...TEXT, selector: "a" }, "gopher://h/0a"],
  ["gopher://h/%3Ca", { character: "<", selector: "a" }],
  ["gopher://h/%F0%9F%98%80a", { character: "\u{1f600}", selector: "a" }],
  ["gopher://h/%FFa", { character: "\udcff", selector: "a" }],
  [
    "gopher://h/0/a?b=c",
    { ...TEXT, selector: "/a?b=c" },
    "gopher://h/0/a%3Fb=c",
  ],
  ["gopher://h/0/a%3Fb", { ...TEXT, selector: "/a?b" }],
  [
    "gopher://h/7/s?words",
    { character: "7", selector: "/s?words" },
    "gopher://h/7/s%3Fwords",
  ],
  ["gopher://h/0a+b", { ...TEXT, selector: "a+b" }],
  ["gopher://h/0a b", { ...TEXT, selector: "a b" }, "gopher://h/0a%20b"],
  ["gopher://h/0%20a%20", { ...TEXT, selector: " a " }],
  ["gopher://h/0a#b", { ...TEXT, selector: "a" }, "gopher://h/0a"],
  ["gopher://h#b", {}, "gopher://h/1"],
  ["gopher://h/0a%23b", { ...TEXT, selector: "a#b" }],
  ["gopher://h/0a%25b", { ...TEXT, selector: "a%b" }],
  ["gopher://h/0a%2509b", { ...TEXT, selector: "a%09b" }],
  [
    "gopher://h/0a%2fb%2Fc",
    { ...TEXT, selector: "a/b/c" },
    "gopher://h/0a/b/c",
  ],
  ["gopher://h/0/../a", { ...TEXT, selector: "/../a" }, "gopher://h/0%2F../a"],
  [
    "gopher://h/0/.%2F..",
    { ...TEXT, selector: "/./.." },
    "gopher://h/0%2F.%2F..",
  ],
  ["gopher://h/0/..a/...", { ...TEXT, selector: "/..a/..." }],
  ["gopher://h/0/%C3%A4", { ...TEXT, selector: "/\xe4" }],
  ["gopher://h/0/\xe4", { ...TEXT, selector: "/\xe4" }, "gopher://h/0/%C3%A4"],
  ["gopher://h/0/%E4", { ...TEXT, selector: "/\udce4" }],
  [
    "gopher://h/0/%e4\xe4",
    { ...TEXT, selector: "/\udce4\xe4" },
    "gopher://h/0/%E4%C3%A4",
  ],
  ["gopher://h/hURL:http://e/", { character: "h", selector: "URL:http://e/" }],
  ["gopher://h/0GET%20/", { ...TEXT, selector: "GET /" }],
  ["gopher://h/0a@b:c", { ...TEXT, selector: "a@b:c" }],
  ["gopher://h/0%1B%7F%01", { ...TEXT, selector: "\x1b\x7f\x01" }],
  ["gopher://h/7/s%09words", { ...SEARCH, search: "words" }],
  ["gopher://h/7/s%09", { ...SEARCH, search: "" }],
  ["gopher://h/7/s%09two%20words+1", { ...SEARCH, search: "two words+1" }],
  [
    "gopher://h/7/s%09%E4?",
    { ...SEARCH, search: "\udce4?" },
    "gopher://h/7/s%09%E4%3F",
  ],
  ["gopher://h/7%09words", { character: "7", search: "words" }],
  ["gopher://h/0a%09%09+", { ...TEXT, selector: "a", search: "", plus: "+" }],
  ["gopher://h/1a%09%09%3F", { selector: "a", search: "", plus: "?" }],
  ["gopher://h/0a%09%09!", { ...TEXT, selector: "a", search: "", plus: "!" }],
  ["gopher://h/1%09%09$", { search: "", plus: "$" }],
  ["gopher://h/0a%09%09", { ...TEXT, selector: "a", search: "", plus: "" }],
  ["gopher://h/7/s%09w%09+text/plain%20En_US", {
    ...SEARCH,
    search: "w",
    plus: "+text/plain En_US",
  }],
];

for (const [url, parts, written = url] of URLS) {
  Deno.test(`parseGopherUrl() reads ${url}, and formatGopherUrl() writes it`, () => {
    const parsed = parseGopherUrl(url, false);
    assertEquals(parsed, { ...PLAIN, ...parts });
    assertEquals(formatGopherUrl(parsed), written);
    assertEquals(parseGopherUrl(written, true), parsed);
  });
}

Deno.test("formatGopherUrl() writes a Gopher+ string without words", () => {
  const url = { ...PLAIN, selector: "/a", plus: "+" };
  assertEquals(formatGopherUrl(url), "gopher://h/1/a%09%09+");
});

const QUERIES: [url: string, parts: Partial<GopherUrl>][] = [
  ["gopher://h/7/s?words", { ...SEARCH, search: "words" }],
  ["gopher://h/%37/s?words", { ...SEARCH, search: "words" }],
  ["gopher://h/7/s?a+b%3F?c", { ...SEARCH, search: "a+b??c" }],
  ["gopher://h/7/s?", { ...SEARCH, search: "" }],
  ["gopher://h/7?words", { character: "7", search: "words" }],
  ["gopher://h/7/s%3Fwords", { character: "7", selector: "/s?words" }],
  ["gopher://h/7/s?a%09words", {
    character: "7",
    selector: "/s?a",
    search: "words",
  }],
  ["gopher://h/7/s", SEARCH],
  ["gopher://h/0/s?words", { ...TEXT, selector: "/s?words" }],
];

for (const [url, parts] of QUERIES) {
  Deno.test(`parseGopherUrl() reads ${url} in the old form`, () => {
    assertEquals(parseGopherUrl(url, true), { ...PLAIN, ...parts });
  });
}

const NO_URLS: [name: string, url: string][] = [
  ["nothing", ""],
  ["another scheme", "http://h/"],
  ["no slashes", "gopher:h"],
  ["a blank in front", " gopher://h/"],
  ["no host", "gopher://"],
  ["no host before a path", "gopher:///0a"],
  ["no host before a port", "gopher://:70/"],
  ["empty brackets", "gopher://[]/"],
  ["brackets with a name", "gopher://[host]/"],
  ["an open bracket", "gopher://[::1/"],
  ["text after the bracket", "gopher://[::1]a/"],
  ["IPv6 without brackets", "gopher://::1/"],
  ["a user", "gopher://u@h/"],
  ["a user with a password", "gopher://u:p@h/"],
  ["an empty user", "gopher://@h/"],
  ["a host with an escape", "gopher://h%2fi/"],
  ["a host with a backslash", "gopher://h\\i/"],
  ["a host with a blank", "gopher://h i/"],
  ["a host with a no-break space", "gopher://h\xa0i/"],
  ["a host with angle brackets", "gopher://<h>/"],
  ["an address with an invalid zone", "gopher://[fe80::1%25a/b]/"],
  ["brackets in brackets", "gopher://[[::1]]/"],
  ["an address with only a raw percent sign", "gopher://[::1%]/"],
  ["a query without a path", "gopher://h?a"],
  ["a port that is not a number", "gopher://h:a/"],
  ["port 65536", "gopher://h:65536/"],
  ["a port without an end", `gopher://h:${"9".repeat(1000)}/`],
  ["a negative port", "gopher://h:-1/"],
  ["a line end in the host", "gopher://h\r\nDATA/"],
  ["a line end in the selector", "gopher://h/0a\nb"],
  ["a line end at the end", "gopher://h/0a\n"],
  ["a TAB", "gopher://h/0a\tb"],
  ["a NUL", "gopher://h/0a\0"],
  ["an escape character", "gopher://h/0\x1b"],
  ["DEL", "gopher://h/0\x7f"],
  ["a line end after #", "gopher://h/0a#\r\n"],
  ["%0d%0a in the selector", "gopher://h:25/0%0d%0aHELO"],
  ["%0A in the selector", "gopher://h/0a%0Ab"],
  ["%0D next to invalid UTF-8", "gopher://h/0%FF%0D"],
  ["%00 in the selector", "gopher://h/0a%00"],
  ["%0D as the type", "gopher://h/%0Da"],
  ["%0D%0A in the words", "gopher://h/7s%09a%0D%0Ab"],
  ["%0A in the Gopher+ string", "gopher://h/0a%09%09+%0A"],
  ["the data block of a form", "gopher://h/0a%09%09+%091%0D%0A+-1%0D%0A"],
  ["a fourth field", "gopher://h/0a%09%09+%091"],
  ["no type before the words", "gopher://h/%09words"],
  ["only a percent sign", "gopher://h/0100%"],
  ["a percent sign that escapes nothing", "gopher://h/0%zz"],
  ["a truncated escape", "gopher://h/0%4"],
  ["half an escape in front of an escape", "gopher://h/0%%41"],
  ["half a character", "gopher://h/0\ud83d"],
  ["a byte that is not escaped", "gopher://h/0\udcff"],
  ["too long a text", `gopher://h/0${"a".repeat(MAX_GOPHER_URL)}`],
];

for (const [name, url] of NO_URLS) {
  Deno.test(`parseGopherUrl() refuses ${name}`, () => {
    for (const querySearch of [false, true]) {
      const error = assertThrows(
        () => parseGopherUrl(url, querySearch),
        InternetError,
      );
      assertEquals(error.code, ERROR_INTERNET_INVALID_URL);
    }
  });
}

Deno.test("parseGopherUrl() refuses %0A in words of the old form", () => {
  for (const escape of ["%0A", "%0D", "%00"]) {
    assertThrows(
      () => parseGopherUrl(`gopher://h/7s?a${escape}`, true),
      InternetError,
    );
  }
});

Deno.test("parseGopherUrl() refuses a value that is not a string", () => {
  for (const url of [null, undefined, 70, {}]) {
    const error = assertThrows(
      () => parseGopherUrl(url as unknown as string, false),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_INVALID_URL);
  }
});

Deno.test("parseGopherUrl() reports that a user is not supported", () => {
  for (const user of ["u", "", "u%40"]) {
    assertThrows(
      () => parseGopherUrl(`gopher://${user}@h/`, false),
      InternetError,
      "user",
    );
  }
});

Deno.test("parseGopherUrl() quotes the URL in an error, without user and password", () => {
  const error = assertThrows(
    () => parseGopherUrl("gopher://u:s3cret@h:99999/", false),
    InternetError,
    'Cannot open "gopher://***@h:99999/": ',
  );
  assert(!error.message.includes("s3cret"));
  assertThrows(
    () => parseGopherUrl("gopher://h:99999/", false),
    InternetError,
    'Cannot open "gopher://h:99999/": its port must be at most 65535',
  );
});

const STARTS: [url: string, why: string][] = [
  [
    "http://h/",
    'it must start with "gopher://" or "gophers://", not "http://"',
  ],
  ["HTTPS://h", 'must start with "gopher://" or "gophers://", not "HTTPS://"'],
  ["http://u:s3cret@h/", '"gophers://", not "http://"'],
  ["file:///a", '"gophers://", not "file://"'],
  ["gopher:h", 'it must start with "gopher://" or "gophers://"'],
  ["//h/", 'it must start with "gopher://" or "gophers://"'],
  ["h:70/1", 'it must start with "gopher://" or "gophers://"'],
  ["u:s3cret@h", 'it must start with "gopher://" or "gophers://"'],
  ["", 'it must start with "gopher://" or "gophers://"'],
  ["gopher://u:s3cret@h/", "Gopher has no user names"],
  ["gophers://u:s3cret@h:70/1", "Gopher has no user names"],
  ["gopher://u:s3:cret@[::1]:70/1", "Gopher has no user names"],
  ["gopher://h:seventy/1", "its port must be a number"],
  ["gopher://h:70x", "its port must be a number"],
  ["gopher://[::1]:-1/", "its port must be a number"],
  ["gopher:///1", "it must have the name or address of a host"],
];

for (const [url, why] of STARTS) {
  Deno.test(`urlToLocator() reports the fault of ${url}`, () => {
    const error = assertThrows(() => urlToLocator(url), InternetError, why);
    assertEquals(error.code, ERROR_INTERNET_INVALID_URL);
    assert(!error.message.includes("s3"));
  });
}

/** All bytes except TAB, CR, LF and NUL, which selectors do not contain: 252. */
const BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte).filter(
  (byte) => ![0, 0x09, 0x0a, 0x0d].includes(byte),
);

Deno.test("formatGopherUrl() loses none of the bytes of a selector", () => {
  for (const bytes of [BYTES, BYTES.toReversed()]) {
    const text = textOf(bytes);
    const url = { ...PLAIN, selector: text, search: text, plus: text };
    const written = formatGopherUrl(url);
    assert(/^[\x21-\x7e]+$/.test(written));
    assertEquals(parseGopherUrl(written, true), url);
    assertEquals(octetsOf(parseGopherUrl(written, true).selector), bytes);
  }
});

for (const byte of BYTES) {
  Deno.test(`formatGopherUrl() and parseGopherUrl() keep the byte 0x${byte.toString(16)} as type and as selector`, () => {
    const text = textOf(Uint8Array.of(byte));
    const url = { ...PLAIN, character: text, selector: text };
    assertEquals(parseGopherUrl(formatGopherUrl(url), false), url);
    const all = parseGopherUrl(`gopher://h/0${escapedByte(byte)}`, false);
    assertEquals(all.selector, text);
  });
}

Deno.test("formatGopherUrl() makes URLs that other readers do not change", () => {
  for (
    const selector of [
      "/../a",
      "/a/./b",
      "/..",
      "/.",
      "?a",
      "#",
      "\\",
      "a b",
      "\udcff",
    ]
  ) {
    const written = formatGopherUrl({ ...PLAIN, character: "0", selector });
    assertEquals(new URL(written).href, written);
  }
});

Deno.test("escapedOctets() escapes all bytes but unreserved, sub-delims, and : @ /", () => {
  const plain = [...BYTES].filter((byte) =>
    byte < 0x80 && !escapedOctets(String.fromCharCode(byte)).startsWith("%")
  );
  assertEquals(
    String.fromCharCode(...plain),
    "!$&'()*+,-./0123456789:;=@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~",
  );
});

/** A locator, its URL, and the locator made from that URL if it is different. */
const LOCATORS: [locator: string, url: string, back?: string][] = [
  ["0\t/a\th\t70", "gopher://h/0/a"],
  ["1\t\th\t70", "gopher://h/1"],
  ["0A text\t/a\th\t70", "gopher://h/0/a", "0\t/a\th\t70"],
  ["0\t/a\th\t0", "gopher://h/0/a", "0\t/a\th\t70"],
  ["0\t/a\th\t", "gopher://h/0/a", "0\t/a\th\t70"],
  ["0\t/a\th\t7070", "gopher://h:7070/0/a"],
  ["0\t/a\t::1\t70", "gopher://[::1]/0/a"],
  ["0\t/a\t[::1]\t70", "gopher://[::1]/0/a", "0\t/a\t::1\t70"],
  ["0\t/a?b%25#\th\t70", "gopher://h/0/a%3Fb%2525%23"],
  ["0\t \udcff \th\t70", "gopher://h/0%20%FF%20"],
  ["d\t/a\th\t70", "gopher://h/d/a"],
  ["\u{1f600}\ta\th\t70", "gopher://h/%F0%9F%98%80a"],
  ["h\tURL:https://e/?a\th\t70", "gopher://h/hURL:https://e/%3Fa"],
  ["8\tme\th\t23", "gopher://h:23/8me"],
  ["0\t/a\th\t70\t+", "gopher://h/0/a%09%09+"],
  ["1\t/a\th\t70\t?", "gopher://h/1/a%09%09%3F"],
  ["7\t/s\th\t70\t+", "gopher://h/7/s%09%09+"],
  ["+\t/a\th\t70", "gopher://h/+/a"],
  ["+M\t/a\th\t70\t\t0", "gopher://h/0/a", "0\t/a\th\t70"],
  ["+M\t/a\th\t70\t+\t1", "gopher://h/1/a%09%09+", "1\t/a\th\t70\t+"],
];

for (const [locator, url, back = locator] of LOCATORS) {
  Deno.test(`locatorToUrl() returns ${url} for ${JSON.stringify(locator)}, and urlToLocator() the reverse`, () => {
    assertEquals(locatorToUrl(`${locator}\r\n`, false), url);
    assertEquals(locatorToUrl(locator, true), url.replace(":", "s:"));
    assertEquals(urlToLocator(url), `${back}\r\n`);
    assertEquals(urlToLocator(url.replace(":", "s:")), `${back}\r\n`);
    parseLocator(urlToLocator(url));
  });
}

const NO_HOSTS = [
  "0\ta\t\t70",
  "0\ta\t(a/b)\t70",
  "0\ta\tu@h\t70",
  "0\ta\th?\t70",
  "0\ta\th#\t70",
  "0\ta\t[x:]\t70",
  "0\ta\th\t99999",
  "no locator",
];

for (const locator of NO_HOSTS) {
  Deno.test(`locatorToUrl() refuses ${JSON.stringify(locator)}`, () => {
    const error = assertThrows(
      () => locatorToUrl(locator, false),
      InternetError,
    );
    assertEquals(error.code, ERROR_GOPHER_INVALID_LOCATOR);
  });
}

const NO_ITEMS = [
  "gopher://h/7/s%09words",
  "gopher://h/7/s%09",
  "gopher://h/7/s%09words%09+",
  "gopher://h/0a%09%09!",
  "gopher://h/0a%09%09+text/plain",
  "gopher://h/0a%09%09",
];

for (const url of NO_ITEMS) {
  Deno.test(`urlToLocator() refuses ${url}`, () => {
    const error = assertThrows(() => urlToLocator(url), InternetError);
    assertEquals(error.code, ERROR_INVALID_PARAMETER);
  });
}

Deno.test("urlToLocator() refuses a URL of another scheme", () => {
  const error = assertThrows(() => urlToLocator("http://h/"), InternetError);
  assertEquals(error.code, ERROR_INTERNET_INVALID_URL);
});

Deno.test("parseGopherUrl() needs linear time for hostile texts", () => {
  const started = cpuTime();
  for (
    const pattern of [
      "#",
      "/",
      ":",
      "@",
      "%41",
      "%09",
      "?",
      "[",
      "%25",
      "%",
      "0",
      "\xfc",
      "/..",
    ]
  ) {
    const rest = pattern.repeat(
      Math.floor((MAX_GOPHER_URL - 20) / pattern.length),
    );
    for (
      const url of [
        `gopher://${rest}`,
        `gopher://h/7${rest}`,
        `gopher://[::1%25${rest}`,
      ]
    ) {
      try {
        formatGopherUrl(parseGopherUrl(url, true));
      } catch (error) {
        assert(error instanceof InternetError);
      }
    }
  }
  assert(cpuTime() - started < 3000);
});
