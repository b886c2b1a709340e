// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  ERROR_HTTP_REDIRECT_FAILED,
  ERROR_INTERNET_HTTP_TO_HTTPS_ON_REDIR,
  ERROR_INTERNET_HTTPS_TO_HTTP_ON_REDIR,
  InternetError,
} from "../../../error.ts";
import {
  INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTP,
  INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTPS,
} from "../../../flags.ts";
import type { Header } from "../../../_http/wire/header_list.ts";
import {
  checkSchemeChange,
  redirectHeaders,
  redirectMethod,
  redirectTarget,
} from "../../../_http/wire/redirect.ts";

const FROM = new URL("http://a.test:81/dir/page?q=1#part");

const TARGETS: [location: string, target: string | null][] = [
  ["http://b.test/x", "http://b.test/x#part"],
  ["https://b.test/x", "https://b.test/x#part"],
  ["//b.test/x", "http://b.test/x#part"],
  ["/x?y=2", "http://a.test:81/x?y=2#part"],
  ["x", "http://a.test:81/dir/x#part"],
  ["../x", "http://a.test:81/x#part"],
  ["?y=2", "http://a.test:81/dir/page?y=2#part"],
  ["", null],
  [" \t", null],
  ["#other", "http://a.test:81/dir/page?q=1#other"],
  ["/x y", "http://a.test:81/x%20y#part"],
  ["http://user:secret@b.test/x", "http://b.test/x#part"],
  ["HTTP://B.TEST:80/x", "http://b.test/x#part"],
  ["ftp://b.test/x", null],
  ["file:///etc/passwd", null],
  ["javascript:alert(1)", null],
  ["data:,x", null],
  ["mailto:a@b.test", null],
];

for (const [location, target] of TARGETS) {
  Deno.test(`redirectTarget() returns ${target} for Location "${location}"`, () => {
    assertEquals(redirectTarget(302, location, FROM)?.href ?? null, target);
  });
}

for (
  const location of [
    "http://",
    "http://[::1",
    "http://a b/",
    "http://b.test:99999/",
    "/x\x00",
    "/x\ny",
    "/\x7f",
  ]
) {
  Deno.test(`redirectTarget() refuses Location ${JSON.stringify(location)}`, () => {
    const error = assertThrows(
      () => redirectTarget(302, location, FROM),
      InternetError,
    );
    assertEquals(error.code, ERROR_HTTP_REDIRECT_FAILED);
    // A text from a server must not be copied into messages unchecked.
    assert(!error.message.includes(location));
  });
}

Deno.test("redirectTarget() follows only 301, 302, 303, 307 and 308", () => {
  const followed: number[] = [];
  for (let status = 200; status < 1000; status++) {
    if (redirectTarget(status, "/x", FROM) !== null) followed.push(status);
  }
  assertEquals(followed, [301, 302, 303, 307, 308]);
});

Deno.test("redirectTarget() follows nothing without Location", () => {
  assertEquals(redirectTarget(302, null, FROM), null);
});

const METHODS: [method: string, ...next: string[]][] = [
  // 301, 302, 303, 307, 308
  ["GET", "GET", "GET", "GET", "GET", "GET"],
  ["HEAD", "HEAD", "HEAD", "HEAD", "HEAD", "HEAD"],
  ["POST", "GET", "GET", "GET", "POST", "POST"],
  ["PUT", "PUT", "PUT", "GET", "PUT", "PUT"],
  ["DELETE", "DELETE", "DELETE", "GET", "DELETE", "DELETE"],
  ["PROPFIND", "PROPFIND", "PROPFIND", "GET", "PROPFIND", "PROPFIND"],
];

for (const [method, ...next] of METHODS) {
  Deno.test(`redirectMethod() continues from ${method} with ${next.join(", ")}`, () => {
    const statuses = [301, 302, 303, 307, 308];
    assertEquals(
      statuses.map((status) => redirectMethod(status, method)),
      next,
    );
  });
}

const SCHEME_CHANGES: [
  from: string,
  to: string,
  flags: number,
  code: number | null,
][] = [
  ["http", "http", 0, null],
  ["https", "https", 0, null],
  ["http", "https", 0, ERROR_INTERNET_HTTP_TO_HTTPS_ON_REDIR],
  [
    "http",
    "https",
    INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTP,
    ERROR_INTERNET_HTTP_TO_HTTPS_ON_REDIR,
  ],
  ["http", "https", INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTPS, null],
  ["https", "http", 0, ERROR_INTERNET_HTTPS_TO_HTTP_ON_REDIR],
  [
    "https",
    "http",
    INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTPS,
    ERROR_INTERNET_HTTPS_TO_HTTP_ON_REDIR,
  ],
  ["https", "http", INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTP, null],
];

for (const [from, to, flags, code] of SCHEME_CHANGES) {
  Deno.test(`checkSchemeChange() returns ${code} from ${from} to ${to} with flags ${flags.toString(16)}`, () => {
    const check = () =>
      checkSchemeChange(
        new URL(`${from}://a.test`),
        new URL(`${to}://a.test`),
        flags,
      );
    if (code === null) check();
    else assertEquals(assertThrows(check, InternetError).code, code);
  });
}

const HEADERS: Header[] = [
  ["X-Own", "1"],
  ["AUTHORIZATION", "Basic x"],
  ["Proxy-Authorization", "Basic y"],
  ["cookie", "a=b"],
  ["Host", "other.test"],
  ["Referer", "https://a.test/"],
  ["Content-Type", "text/plain"],
  ["content-encoding", "gzip"],
  ["Content-Language", "de"],
  ["Content-Location", "/x"],
];

const SECRETS = ["AUTHORIZATION", "Proxy-Authorization", "cookie", "Host"];
const OF_BODY = [
  "Content-Type",
  "content-encoding",
  "Content-Language",
  "Content-Location",
];

const DROPS: [
  name: string,
  from: string,
  to: string,
  keepsBody: boolean,
  dropped: string[],
][] = [
  ["nothing within an origin", "http://a.test/1", "http://a.test/2", true, []],
  [
    "the fields of a removed body",
    "http://a.test/1",
    "http://a.test/2",
    false,
    OF_BODY,
  ],
  [
    "secrets for another host",
    "http://a.test/",
    "http://b.test/",
    true,
    SECRETS,
  ],
  [
    "secrets for another port",
    "http://a.test/",
    "http://a.test:81/",
    true,
    SECRETS,
  ],
  [
    "secrets for another scheme",
    "http://a.test/",
    "https://a.test/",
    true,
    SECRETS,
  ],
  [
    "secrets for a subdomain",
    "http://a.test/",
    "http://b.a.test/",
    true,
    SECRETS,
  ],
  [
    "the referrer too when TLS ends",
    "https://a.test/",
    "http://a.test/",
    true,
    [...SECRETS, "Referer"],
  ],
];

for (const [name, from, to, keepsBody, dropped] of DROPS) {
  Deno.test(`redirectHeaders() removes ${name}`, () => {
    const kept = redirectHeaders(
      HEADERS,
      new URL(from),
      new URL(to),
      keepsBody,
    );
    assertEquals(kept, HEADERS.filter(([key]) => !dropped.includes(key)));
  });
}
