// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_INVALID_URL,
  ERROR_INTERNET_UNRECOGNIZED_SCHEME,
  ERROR_INVALID_PARAMETER,
  GetLastError,
} from "../../error.ts";
import {
  ICU_DECODE,
  ICU_ESCAPE,
  ICU_NO_ENCODE,
  ICU_NO_META,
} from "../../flags.ts";
import {
  InternetCanonicalizeUrl,
  InternetCombineUrl,
  InternetCrackUrl,
  InternetCreateUrl,
} from "../../url.ts";
import { thrownCode } from "../helpers/calls.ts";

/** The maximum length of a URL. */
const LONG = `http://a/${"b".repeat(65_536 - 9)}`;

Deno.test("InternetCrackUrl() returns every part, and empty strings for absent ones", () => {
  assertEquals(InternetCrackUrl("http://example.org"), {
    lpszScheme: "http",
    nScheme: 3,
    lpszHostName: "example.org",
    nPort: 80,
    lpszUserName: "",
    lpszPassword: "",
    lpszUrlPath: "",
    lpszExtraInfo: "",
  });
});

Deno.test("InternetCrackUrl() decodes and canonicalizes if ICU_DECODE is set", () => {
  const parts = InternetCrackUrl(" HTTP://Example.org/%7ea/../b ", ICU_DECODE);
  assertEquals(parts.lpszScheme, "http");
  assertEquals(parts.lpszHostName, "example.org");
  assertEquals(parts.lpszUrlPath, "/b");
});

Deno.test("InternetCrackUrl() finds a DOS path in a file URL if ICU_DECODE is set", () => {
  const { lpszHostName, lpszUrlPath } = InternetCrackUrl(
    "file:////Server/a%20b",
    ICU_DECODE,
  );
  assertEquals([lpszHostName, lpszUrlPath], ["", "\\\\Server\\a b"]);
});

Deno.test("InternetCrackUrl() keeps escapes if ICU_ESCAPE is set", () => {
  assertEquals(
    InternetCrackUrl("http://a/%41", ICU_ESCAPE).lpszUrlPath,
    "/%41",
  );
});

Deno.test("InternetCrackUrl() ends a URL at its first NUL", () => {
  assertEquals(InternetCrackUrl("http://a/b\0c").lpszUrlPath, "/b");
  assertEquals(
    thrownCode(() => InternetCrackUrl("http://\0a/b")),
    ERROR_INTERNET_INVALID_URL,
  );
  assertEquals(
    thrownCode(() => InternetCrackUrl("\0http://a/b")),
    ERROR_INTERNET_UNRECOGNIZED_SCHEME,
  );
});

Deno.test("InternetCanonicalizeUrl() and InternetCombineUrl() end a URL at its first NUL", () => {
  assertEquals(InternetCanonicalizeUrl("http://a/b\0c"), "http://a/b");
  assertEquals(InternetCombineUrl("http://a/b\0/c", "d\0e"), "http://a/d");
});

Deno.test("InternetCanonicalizeUrl() accepts flags whose highest bit is set, signed or not", () => {
  for (const flags of [ICU_ESCAPE, ICU_ESCAPE | ICU_NO_META]) {
    assertEquals(InternetCanonicalizeUrl("http://a/b", flags), "http://a/b");
  }
});

Deno.test("InternetCombineUrl() uses its flags", () => {
  assertEquals(
    InternetCombineUrl("http://a/b/", "c d", ICU_NO_ENCODE),
    "http://a/b/c d",
  );
});

Deno.test("InternetCreateUrl() builds a URL and accepts the flags without an effect", () => {
  assertEquals(
    InternetCreateUrl({ lpszHostName: "a", lpszUrlPath: "/b c" }, ICU_ESCAPE),
    "http://a/b c",
  );
});

Deno.test("the URL functions accept URLs of 65536 characters", () => {
  assertEquals(InternetCrackUrl(LONG).lpszUrlPath.length, 65_536 - 8);
  assertEquals(InternetCanonicalizeUrl(LONG), LONG);
  assertEquals(InternetCombineUrl("http://c/d", LONG), LONG);
  assertEquals(InternetCreateUrl(InternetCrackUrl(LONG)), LONG);
});

Deno.test("the URL functions set the result of GetLastError()", () => {
  thrownCode(() => InternetCrackUrl("example.org"));
  assertEquals(GetLastError(), ERROR_INTERNET_UNRECOGNIZED_SCHEME);
  InternetCanonicalizeUrl("a");
  assertEquals(GetLastError(), 0);
});

/** The functions with a URL and a flags parameter. */
const FUNCTIONS: [
  name: string,
  call: (url: string, flags: number) => unknown,
][] = [
  ["InternetCrackUrl", InternetCrackUrl],
  ["InternetCanonicalizeUrl", InternetCanonicalizeUrl],
  [
    "InternetCombineUrl (base)",
    (url, flags) => InternetCombineUrl(url, "a", flags),
  ],
  [
    "InternetCombineUrl (relative)",
    (url, flags) => InternetCombineUrl("http://a/", url, flags),
  ],
  [
    "InternetCreateUrl",
    (url, flags) => InternetCreateUrl({ lpszUrlPath: url }, flags),
  ],
];

for (const [name, call] of FUNCTIONS) {
  for (const flags of [1, 0x0000ffff, 1.5, NaN, 2 ** 32, "0", null]) {
    Deno.test(`${name} refuses ${JSON.stringify(flags)} as flags`, () => {
      assertEquals(
        thrownCode(() => call("http://a/", flags as number)),
        ERROR_INVALID_PARAMETER,
      );
    });
  }
  if (name === "InternetCreateUrl") continue;
  for (const url of [undefined, null, 7, {}]) {
    Deno.test(`${name} refuses ${url} as a URL`, () => {
      assertEquals(
        thrownCode(() => call(url as unknown as string, 0)),
        ERROR_INVALID_PARAMETER,
      );
    });
  }
  Deno.test(`${name} refuses a URL of 65537 characters`, () => {
    assertEquals(
      thrownCode(() => call(`${LONG}b`, 0)),
      ERROR_INTERNET_INVALID_URL,
    );
  });
}
