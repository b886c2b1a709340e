// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  HTTP_1_1_CACHE_ENTRY,
  IMMUTABLE_CACHE_ENTRY,
  MUST_REVALIDATE_CACHE_ENTRY,
  NORMAL_CACHE_ENTRY,
  REDIRECT_CACHE_ENTRY,
  WININET_SYNC_MODE_ALWAYS,
  WININET_SYNC_MODE_AUTOMATIC,
  WININET_SYNC_MODE_NEVER,
  WININET_SYNC_MODE_ON_EXPIRY,
  WININET_SYNC_MODE_ONCE_PER_SESSION,
} from "../../flags.ts";
import {
  ageOf,
  conditionsFor,
  coversFailure,
  decide,
  type Decision,
  type Demand,
  entryType,
  expireTime,
  type Field,
  fieldsOf,
  invalidatedUrls,
  isStorable,
  matchesVaried,
  modifiedTime,
  type StoredAnswer,
  storedFields,
  updatedFields,
  variedFields,
} from "../../_cache/rules.ts";

const SECOND = 1000;
const DAY = 86_400 * SECOND;
/** The time of the response. */
const NOW = Date.UTC(2026, 10, 30, 12);

type Headers = Record<string, string>;

function fields(headers: Headers): Field[] {
  return Object.entries(headers);
}

function date(seconds: number): string {
  return new Date(NOW + seconds * SECOND).toUTCString();
}

interface Case {
  readonly status?: number;
  readonly headers?: Headers;
  readonly type?: number;
  /** ExpireTime, in seconds from NOW. */
  readonly expires?: number;
  /** LastSyncTime. */
  readonly synced?: number;
  /** Of the request. */
  readonly request?: Headers;
  readonly demand?: Partial<Demand>;
  /** The time since the response, in seconds. */
  readonly after?: number;
}

function stored({ status = 200, headers = {}, ...other }: Case): StoredAnswer {
  const answer = {
    status,
    fields: fieldsOf(fields(headers)),
    requested: NOW,
    received: NOW,
  };
  const { type = 1, expires, synced = 0 } = other;
  return {
    ...answer,
    type,
    expires: expires === undefined
      ? expireTime(answer)
      : NOW + expires * SECOND,
    synced: NOW + synced * SECOND,
  };
}

function decided(test: Case): Decision {
  const demand: Demand = {
    fields: fieldsOf(fields(test.request ?? {})),
    acceptsAnyAge: false,
    resynchronizes: false,
    isHyperlink: false,
    syncMode: WININET_SYNC_MODE_ON_EXPIRY,
    sessionStart: NOW - SECOND,
    ...test.demand,
  };
  return decide(stored(test), demand, NOW + (test.after ?? 1) * SECOND);
}

const FRESH = { "Cache-Control": "max-age=3600", ETag: '"a"' };
const STALE = { "Cache-Control": "max-age=0", ETag: '"a"' };
const SILENT = { ETag: '"a"' };
const OLD = { "Last-Modified": date(-864_000), Date: date(0) };

const DECISIONS: readonly [name: string, decision: Decision, test: Case][] = [
  ["max-age", "use", { headers: FRESH }],
  ["max-age that is over", "validate", { headers: FRESH, after: 3600 }],
  ["max-age=0", "validate", { headers: STALE, after: 0 }],
  ["a max-age that is not a number", "validate", {
    headers: { "Cache-Control": "max-age=1h" },
  }],
  ["a negative max-age", "validate", {
    headers: { "Cache-Control": "max-age=-1" },
  }],
  ["a max-age above 2^31", "use", {
    headers: { "Cache-Control": `max-age=${"9".repeat(30)}` },
  }],
  ["the first of two max-age", "use", {
    headers: { "Cache-Control": "max-age=3600, max-age=0" },
  }],
  ["max-age before Expires", "use", {
    headers: { ...FRESH, Expires: date(-60) },
  }],
  ["s-maxage, which is for shared caches", "use", {
    headers: { "Cache-Control": "max-age=60, s-maxage=0" },
  }],
  ["Expires", "use", { headers: { Expires: date(60), Date: date(0) } }],
  ["Expires without Date", "use", { headers: { Expires: date(60) } }],
  ["Expires that is over", "validate", {
    headers: { Expires: date(60) },
    after: 61,
  }],
  ["Expires at the time of Date", "validate", {
    headers: { Expires: date(60), Date: date(60) },
  }],
  ["Expires: 0", "validate", { headers: { ...OLD, Expires: "0" } }],
  ["Expires in another zone", "validate", {
    headers: { Expires: date(60).replace("GMT", "UTC") },
  }],
  ["an ExpireTime of the program", "validate", { headers: FRESH, expires: -1 }],
  ["an ExpireTime that extends", "use", { headers: STALE, expires: 60 }],
  ["a tenth of the age", "use", { headers: OLD, after: 86_000 }],
  ["more than a tenth of the age", "validate", { headers: OLD, after: 86_401 }],
  ["no more than a week by guess", "validate", {
    headers: { "Last-Modified": date(-1e7), Date: date(0) },
    after: 7 * 86_400 + 1,
  }],
  ["no guess for a 404", "validate", { status: 404, headers: OLD }],
  ["a guess for a public 404", "use", {
    status: 404,
    headers: { ...OLD, "Cache-Control": "public" },
  }],
  ["max-age of a 404", "use", { status: 404, headers: FRESH }],
  ["nothing that tells", "validate", { headers: SILENT }],
  ["Age", "validate", { headers: { ...FRESH, Age: "7200" } }],
  ["the first of two Ages", "use", { headers: { ...FRESH, Age: "0, 7200" } }],
  ["an Age that is not a whole number", "use", {
    headers: { ...FRESH, Age: "7200.0" },
  }],
  ["a Date in the past", "validate", {
    headers: { ...FRESH, Date: date(-3601) },
  }],
  ["a Date in the future", "use", { headers: { ...FRESH, Date: date(3601) } }],
  ["no-cache", "validate", {
    headers: { ...FRESH, "Cache-Control": "max-age=9, NO-CACHE" },
  }],
  ["no-cache of one field", "use", {
    headers: { "Cache-Control": 'max-age=9, no-cache="a"' },
  }],
  ["Pragma: no-cache", "validate", {
    headers: { Pragma: "no-cache", Expires: date(60) },
  }],
  ["Pragma beside Cache-Control", "use", {
    headers: { ...FRESH, Pragma: "no-cache" },
  }],
  ["must-revalidate while fresh", "use", {
    headers: { "Cache-Control": "max-age=9, must-revalidate" },
  }],
  ["private", "use", { headers: { "Cache-Control": "private, max-age=9" } }],
  ["no-cache of the request", "validate", {
    headers: FRESH,
    request: { "Cache-Control": "no-cache" },
  }],
  ["Pragma of the request", "validate", {
    headers: FRESH,
    request: { Pragma: "no-cache" },
  }],
  ["max-age=0 of the request", "validate", {
    headers: FRESH,
    request: { "Cache-Control": "max-age=0" },
  }],
  ["a max-age of the request that is met", "use", {
    headers: FRESH,
    request: { "Cache-Control": "max-age=60" },
  }],
  ["a max-age of the request that is over", "validate", {
    headers: FRESH,
    request: { "Cache-Control": "max-age=60" },
    after: 61,
  }],
  ["min-fresh that is met", "use", {
    headers: FRESH,
    request: { "Cache-Control": "min-fresh=3000" },
  }],
  ["min-fresh that is not", "validate", {
    headers: FRESH,
    request: { "Cache-Control": "min-fresh=4000" },
  }],
  ["max-stale", "use", {
    headers: STALE,
    request: { "Cache-Control": "max-stale" },
  }],
  ["max-stale that is met", "use", {
    headers: STALE,
    request: { "Cache-Control": "max-stale=9" },
  }],
  ["max-stale that is not", "validate", {
    headers: STALE,
    request: { "Cache-Control": "max-stale=9" },
    after: 10,
  }],
  ["max-stale and must-revalidate", "validate", {
    headers: { "Cache-Control": "max-age=0, must-revalidate" },
    request: { "Cache-Control": "max-stale" },
  }],
  ["RESYNCHRONIZE", "validate", {
    headers: FRESH,
    demand: { resynchronizes: true },
  }],
  ["RESYNCHRONIZE of an immutable response", "use", {
    headers: FRESH,
    type: IMMUTABLE_CACHE_ENTRY,
    demand: { resynchronizes: true },
  }],
  ["RESYNCHRONIZE of a stale immutable response", "validate", {
    headers: STALE,
    type: IMMUTABLE_CACHE_ENTRY,
    demand: { resynchronizes: true },
  }],
  ["any age", "use", {
    headers: { "Cache-Control": "no-cache" },
    demand: { acceptsAnyAge: true },
    after: 9e9,
  }],
  ["HYPERLINK with only an ETag", "ignore", {
    headers: SILENT,
    demand: { isHyperlink: true },
  }],
  ["HYPERLINK with Expires", "use", {
    headers: { Expires: date(60) },
    demand: { isHyperlink: true },
  }],
  ["HYPERLINK with Last-Modified", "use", {
    headers: OLD,
    demand: { isHyperlink: true },
  }],
  ["HYPERLINK with an ExpireTime of the program", "use", {
    expires: 60,
    demand: { isHyperlink: true },
  }],
];

for (const [name, decision, test] of DECISIONS) {
  Deno.test(`decide() returns "${decision}" for ${name}`, () => {
    assertEquals(decided(test), decision);
  });
}

const MODES: readonly [
  name: string,
  decision: Decision,
  mode: number,
  test: Case,
][] = [
  ["NEVER uses a response without directives", "use", WININET_SYNC_MODE_NEVER, {
    headers: SILENT,
  }],
  ["NEVER validates a stale response", "validate", WININET_SYNC_MODE_NEVER, {
    headers: STALE,
  }],
  [
    "NEVER validates a 404 without directives",
    "validate",
    WININET_SYNC_MODE_NEVER,
    { status: 404 },
  ],
  [
    "ONCE_PER_SESSION uses a response of this session",
    "use",
    WININET_SYNC_MODE_ONCE_PER_SESSION,
    { headers: SILENT },
  ],
  [
    "ONCE_PER_SESSION validates older entries",
    "validate",
    WININET_SYNC_MODE_ONCE_PER_SESSION,
    { headers: OLD, synced: -60 },
  ],
  ["ALWAYS asks", "validate", WININET_SYNC_MODE_ALWAYS, { headers: OLD }],
  ["ALWAYS uses a fresh response", "use", WININET_SYNC_MODE_ALWAYS, {
    headers: FRESH,
  }],
  ["AUTOMATIC guesses", "use", WININET_SYNC_MODE_AUTOMATIC, {
    headers: OLD,
    synced: -60,
  }],
  [
    "AUTOMATIC validates once in a session",
    "validate",
    WININET_SYNC_MODE_AUTOMATIC,
    { headers: SILENT, synced: -60 },
  ],
  [
    "AUTOMATIC uses a response of this session",
    "use",
    WININET_SYNC_MODE_AUTOMATIC,
    {
      headers: SILENT,
    },
  ],
];

for (const [name, decision, syncMode, test] of MODES) {
  Deno.test(`decide() with WININET_SYNC_MODE_${name}`, () => {
    assertEquals(decided({ ...test, demand: { syncMode } }), decision);
  });
}

const STORABLE: readonly [
  name: string,
  isStored: boolean,
  status: number,
  headers: Headers,
  request?: Headers,
][] = [
  ["a 200", true, 200, {}],
  ["a 203", true, 203, {}],
  ["a 204", true, 204, {}],
  ["a 206", false, 206, FRESH],
  ["a 301", true, 301, {}],
  ["a 302", false, 302, {}],
  ["a 302 with max-age", true, 302, FRESH],
  ["a 307 with Expires", true, 307, { Expires: date(9) }],
  ["a 404", true, 404, {}],
  ["a 401 with max-age", false, 401, FRESH],
  ["a 407 with max-age", false, 407, FRESH],
  ["a 500", false, 500, {}],
  ["a 500 with max-age", true, 500, FRESH],
  ["a 500 that is stale immediately", false, 500, STALE],
  ["a 500 that is public", true, 500, { "Cache-Control": "public" }],
  ["a 206 that is public", false, 206, { "Cache-Control": "public" }],
  ["a 403", false, 403, {}],
  ["a 403 with Expires", true, 403, { Expires: date(9) }],
  ["a 501", true, 501, {}],
  ["no-store", false, 200, { "Cache-Control": "junk, \t No-StOrE" }],
  ["no-store of the request", false, 200, FRESH, {
    "Cache-Control": "no-store",
  }],
  ["must-understand of a known status", true, 200, {
    "Cache-Control": "no-store, must-understand",
  }],
  ["must-understand of another status", false, 299, {
    "Cache-Control": "must-understand, max-age=9",
  }],
  ["private", true, 200, { "Cache-Control": "private" }],
];

for (const [name, isStored, status, headers, request = {}] of STORABLE) {
  Deno.test(`isStorable() returns ${isStored} for ${name}`, () => {
    const answer = stored({ status, headers });
    assertEquals(isStorable(answer, fieldsOf(fields(request))), isStored);
  });
}

Deno.test("entryType() returns the bits of the status, the version and the directives", () => {
  const type = (status: number, version: string | null, control: string) =>
    entryType(status, version, fieldsOf([["Cache-Control", control]]));
  assertEquals(type(200, "HTTP/1.0", ""), NORMAL_CACHE_ENTRY);
  assertEquals(type(200, null, ""), NORMAL_CACHE_ENTRY | HTTP_1_1_CACHE_ENTRY);
  const http11 = NORMAL_CACHE_ENTRY | HTTP_1_1_CACHE_ENTRY;
  assertEquals(type(301, "HTTP/1.1", ""), http11 | REDIRECT_CACHE_ENTRY);
  assertEquals(
    type(200, "HTTP/1.1", "no-cache"),
    http11 | MUST_REVALIDATE_CACHE_ENTRY,
  );
  assertEquals(
    type(200, "HTTP/1.1", "must-revalidate"),
    http11 | MUST_REVALIDATE_CACHE_ENTRY,
  );
  assertEquals(
    type(200, "HTTP/1.1", "immutable"),
    http11 | IMMUTABLE_CACHE_ENTRY,
  );
});

Deno.test("expireTime() returns Date and max-age without Age, otherwise Expires", () => {
  const time = (headers: Headers) => {
    const { expires } = stored({ headers });
    return expires === null ? null : (expires - NOW) / SECOND;
  };
  assertEquals(
    time({ "Cache-Control": "max-age=60", Age: "10", Date: date(-5) }),
    45,
  );
  assertEquals(time({ "Cache-Control": "max-age=60" }), 60);
  assertEquals(time({ Expires: date(30) }), 30);
  assertEquals(time({ Expires: "never" }), 0);
  assertEquals(time(OLD), null);
});

Deno.test("modifiedTime() returns Last-Modified, or null if that is not a date", () => {
  assertEquals(modifiedTime(stored({ headers: OLD })), NOW - 10 * DAY);
  assertEquals(
    modifiedTime(stored({ headers: { "Last-Modified": "yesterday" } })),
    null,
  );
});

Deno.test("ageOf() includes the delay of the response", () => {
  const answer = {
    ...stored({ headers: { Age: "10" } }),
    requested: NOW - 2 * SECOND,
  };
  assertEquals(ageOf(answer, NOW + 3 * SECOND), 15 * SECOND);
});

Deno.test("storedFields() omits the fields of the connection and the fields that no-cache names", () => {
  const given: Field[] = [
    ["Connection", "X-Hop, keep-alive"],
    ["x-hop", "1"],
    ["Keep-Alive", "timeout=5"],
    ["Transfer-Encoding", "chunked"],
    ["Set-Cookie", "a=b"],
    ["Secret", "1"],
    ["Cache-Control", 'no-cache="secret"'],
    ["Content-Encoding", "gzip"],
    ["Content-Length", "5"],
  ];
  const names = (isDecoded: boolean) =>
    storedFields(given, isDecoded).map(([name]) => name);
  assertEquals(names(true), ["Set-Cookie", "Cache-Control"]);
  assertEquals(names(false), [
    "Set-Cookie",
    "Cache-Control",
    "Content-Encoding",
    "Content-Length",
  ]);
});

Deno.test("updatedFields() uses the fields of the 304 response except those of its body", () => {
  const before: Field[] = [["ETag", '"a"'], ["X", "1"], ["X", "2"], [
    "Content-Length",
    "5",
  ]];
  const fresh: Field[] = [["x", "3"], ["Content-Length", "0"], [
    "Connection",
    "close",
  ]];
  assertEquals(updatedFields(before, fresh), [["ETag", '"a"'], [
    "Content-Length",
    "5",
  ], ["x", "3"]]);
});

Deno.test("conditionsFor() returns the ETag and the time as they are stored", () => {
  const of = (headers: Headers) => conditionsFor(fieldsOf(fields(headers)));
  assertEquals(of({ ETag: 'W/"a"', "Last-Modified": "x" }), [[
    "If-None-Match",
    'W/"a"',
  ], ["If-Modified-Since", "x"]]);
  assertEquals(of({}), []);
});

const URL_ = "http://host/a/b?c";
const INVALIDATED: readonly [
  name: string,
  method: string,
  status: number,
  headers: Headers,
  urls: string[],
][] = [
  ["a POST", "POST", 200, {}, [URL_]],
  ["a method that is not known", "FROBNICATE", 204, {}, [URL_]],
  ["a redirect", "PUT", 303, { Location: "/x" }, [URL_, "http://host/x"]],
  ["Content-Location", "DELETE", 200, { "Content-Location": "c" }, [
    URL_,
    "http://host/a/c",
  ]],
  ["another origin", "POST", 200, { Location: "http://other/x" }, [URL_]],
  ["a failure", "POST", 500, {}, []],
  ["a GET", "GET", 200, {}, []],
  ["a safe method", "OPTIONS", 200, {}, []],
];

for (const [name, method, status, headers, urls] of INVALIDATED) {
  Deno.test(`invalidatedUrls() of ${name}`, () => {
    assertEquals(
      invalidatedUrls(method, status, URL_, fieldsOf(fields(headers))),
      urls,
    );
  });
}

const VARIANTS: readonly [
  name: string,
  vary: string | null,
  before: Headers,
  now: Headers,
  matches: boolean,
][] = [
  ["no Vary", null, { Foo: "1" }, { Foo: "2" }, true],
  ["the same value", "Foo", { Foo: "1" }, { foo: "1" }, true],
  ["another value", "Foo", { Foo: "1" }, { Foo: "2" }, false],
  ["a missing value", "Foo", { Foo: "1" }, {}, false],
  ["a value that is new", "Foo", {}, { Foo: "" }, false],
  ["no value in both", "Foo", {}, {}, true],
  ["blanks around commas", "Foo", { Foo: "1,  2" }, { Foo: " 1 ,2" }, true],
  ["one of two names", "Foo, BAR", { Foo: "1", Bar: "2" }, {
    Foo: "1",
    Bar: "3",
  }, false],
  ["names in another order", "Foo,Bar", { Foo: "1", Bar: "2" }, {
    Bar: "2",
    Foo: "1",
  }, true],
  [
    "languages in another order and case",
    "Accept-Language",
    { "Accept-Language": "en, de;q=0.5" },
    { "Accept-Language": "DE;q=0.5,en" },
    true,
  ],
  ["other languages", "Accept-Language", { "Accept-Language": "en" }, {
    "Accept-Language": "de",
  }, false],
  ["an asterisk", "*", {}, {}, false],
  ["an asterisk in a list", "Foo, *", {}, {}, false],
  ["a name that is ignored", "Host", { Host: "a" }, { Host: "b" }, true],
  ["a colon in the value", "Foo", { Foo: "a: b" }, { Foo: "a: b" }, true],
];

for (const [name, vary, before, now, matches] of VARIANTS) {
  Deno.test(`matchesVaried() returns ${matches} for ${name}`, () => {
    const varied = variedFields(vary, fieldsOf(fields(before)), ["host"]);
    assertEquals(matchesVaried(varied, fieldsOf(fields(now))), matches);
  });
}

const FAILURES: readonly [
  name: string,
  isCovered: boolean,
  status: number,
  control: string,
  request?: string,
][] = [
  ["stale-if-error", true, 503, "max-age=0, stale-if-error=60"],
  [
    "stale-if-error of the request",
    true,
    500,
    "max-age=0",
    "stale-if-error=60",
  ],
  ["one that is over", false, 503, "max-age=0, stale-if-error=1"],
  [
    "must-revalidate",
    false,
    503,
    "max-age=0, stale-if-error=60, must-revalidate",
  ],
  ["nothing that allows it", false, 503, "max-age=0"],
  [
    "a status that is not a failure",
    false,
    404,
    "max-age=0, stale-if-error=60",
  ],
];

for (const [name, isCovered, status, control, request = ""] of FAILURES) {
  Deno.test(`coversFailure() returns ${isCovered} for ${name}`, () => {
    const answer = stored({ headers: { "Cache-Control": control } });
    const asked = fieldsOf([["Cache-Control", request]]);
    assertEquals(
      coversFailure(status, answer, asked, NOW + 9 * SECOND),
      isCovered,
    );
  });
}
