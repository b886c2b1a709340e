// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  COOKIE_STATE_ACCEPT,
  COOKIE_STATE_DOWNGRADE,
  COOKIE_STATE_LEASH,
  COOKIE_STATE_REJECT,
} from "../../flags.ts";
import { suppress } from "../../_options/process_state.ts";
import {
  INTERNET_SUPPRESS_COOKIE_PERSIST,
  INTERNET_SUPPRESS_COOKIE_POLICY,
  INTERNET_SUPPRESS_COOKIE_POLICY_RESET,
  INTERNET_SUPPRESS_RESET_ALL,
} from "../../options.ts";
import { forgetDecisions, setDecision } from "../../_cookies/decisions.ts";
import {
  CookieJar,
  type CookieSetting,
  type Refusal,
} from "../../_cookies/jar.ts";

const SERVER: CookieSetting = {
  httpOnly: true,
  server: true,
  obeysDecisions: true,
};
const PROGRAM: CookieSetting = {
  httpOnly: false,
  server: false,
  obeysDecisions: false,
};

/** Returns the names and values for a URL. */
function sent(jar: CookieJar, url: string, more = {}): string {
  return jar.list(new URL(url), { httpOnly: true, ...more })
    .map(({ name, value }) => `${name}=${value}`).join("; ");
}

const REFUSED: readonly (readonly [
  who: "a server" | "a program" | "both",
  url: string,
  line: string,
  refusal: Refusal,
])[] = [
  ["both", "https://a.example/", "a", "nameless"],
  ["both", "https://a.example/", "a=\0", "malformed"],
  ["both", "https://www.site.example/", "a=b; domain=other.example", "domain"],
  ["both", "https://site.example/", "a=b; domain=www.site.example", "domain"],
  ["both", "https://mysite.example/", "a=b; domain=site.example", "domain"],
  ["both", "https://site.example/", "a=b; domain=site.example.", "domain"],
  ["both", "https://site.example./", "a=b; domain=site.example", "domain"],
  ["both", "https://site.example./", "a=b; domain=site.example.", "domain"],
  ["both", "https://site.com./", "a=b; domain=com.", "domain"],
  ["both", "https://site.com/", "a=b; domain=com", "domain"],
  ["both", "https://site.com/", "a=b; domain=.COM", "domain"],
  ["both", "https://site.co.uk/", "a=b; domain=Co.Uk", "domain"],
  ["both", "https://me.github.io/", "a=b; domain=github.io", "domain"],
  ["both", "https://x.y.kobe.jp/", "a=b; domain=y.kobe.jp", "domain"],
  ["both", "https://www.example/", "a=b; domain=example", "domain"],
  ["both", "https://www.localhost/", "a=b; domain=localhost", "domain"],
  [
    "both",
    "https://www.xn--55qx5d.cn/",
    "a=b; domain=\xe5\x85\xac\xe5\x8f\xb8.cn",
    "domain",
  ],
  ["both", "https://127.0.0.1/", "a=b; domain=0.0.1", "domain"],
  ["both", "https://127.0.0.1/", "a=b; domain=1", "domain"],
  ["both", "https://[::1]/", "a=b; domain=:1", "domain"],
  ["a program", "https://github.io/", "a=b; domain=github.io", "domain"],
  ["a program", "https://com/", "a=b; domain=com", "domain"],
  ["a program", "https://localhost/", "a=b; domain=localhost", "domain"],
  ["a server", "http://site.example/", "a=b; secure", "insecure"],
  ["both", "http://site.example/", "__Secure-a=b; secure", "prefix"],
  ["both", "https://site.example/", "__Secure-a=b", "prefix"],
  ["both", "https://site.example/", "__sEcUrE-a=b", "prefix"],
  ["both", "https://site.example/", "__Host-a=b; secure", "prefix"],
  ["both", "https://site.example/", "__Host-a=b; path=/", "prefix"],
  ["both", "https://site.example/", "__Host-a=b; secure; path=/x", "prefix"],
  [
    "both",
    "https://site.example/",
    "__Host-a=b; secure; path=/; domain=site.example",
    "prefix",
  ],
  ["a program", "https://site.example/", "a=b; httponly", "http-only"],
];

for (const [who, url, line, refusal] of REFUSED) {
  const settings = [
    ...(who === "a program" ? [] : [SERVER]),
    ...(who === "a server" ? [] : [PROGRAM]),
  ];
  Deno.test(`CookieJar.setLine() refuses ${JSON.stringify(line)} of ${url} from ${who}`, () => {
    for (const setting of settings) {
      const jar = new CookieJar();
      const outcome = jar.setLine(new URL(url), line, setting);
      assertEquals(outcome.refusal, refusal);
      assertEquals(outcome.state, COOKIE_STATE_REJECT);
      assertEquals(jar.store.size, 0);
    }
  });
}

const TAKEN: readonly (readonly [
  who: "a server" | "a program",
  url: string,
  line: string,
  sentTo: string,
  notTo: string,
])[] = [
  [
    "a server",
    "http://a.example/",
    "a=b",
    "http://a.example/",
    "http://b.a.example/",
  ],
  [
    "a server",
    "http://a.example/",
    "a=b",
    "https://a.example:444/",
    "http://example/",
  ],
  [
    "a server",
    "http://a.example/x",
    "a=b",
    "http://a.example/y",
    "http://a.example./",
  ],
  [
    "a server",
    "http://x.a.example/",
    "a=b; domain=a.example",
    "http://y.a.example/",
    "http://ya.example/",
  ],
  [
    "a server",
    "http://x.a.example/",
    "a=b; domain=.a.example",
    "http://a.example/",
    "http://b.example/",
  ],
  [
    "a server",
    "http://github.io/",
    "a=b; domain=github.io",
    "http://github.io/",
    "http://me.github.io/",
  ],
  [
    "a server",
    "http://localhost/",
    "a=b; domain=localhost",
    "http://localhost/",
    "http://x.localhost/",
  ],
  [
    "a program",
    "http://127.0.0.1/",
    "a=b; domain=127.0.0.1",
    "http://127.0.0.1/",
    "http://127.0.0.2/",
  ],
  [
    "a server",
    "http://[::1]/",
    "a=b; domain=[::1]",
    "http://[::1]/",
    "http://[::2]/",
  ],
  [
    "a server",
    "http://[::1]/",
    "a=b; domain=::1",
    "http://[::1]/",
    "http://[::2]/",
  ],
  [
    "a server",
    "http://m\xfcll.example/",
    "a=b; domain=m\xc3\xbcll.example",
    "http://x.xn--mll-hoa.example/",
    "http://mll.example/",
  ],
  [
    "a server",
    "https://a.example/",
    "a=b; secure",
    "https://a.example/",
    "http://a.example/",
  ],
  [
    "a program",
    "http://a.example/",
    "a=b; secure",
    "https://a.example/",
    "http://a.example/",
  ],
  [
    "a server",
    "https://127.0.0.1/",
    "a=b; secure",
    "https://127.0.0.1/",
    "http://127.0.0.1/",
  ],
  [
    "a server",
    "https://a.example/",
    "__Host-a=b; secure; path=/",
    "https://a.example/",
    "https://x.a.example/",
  ],
  [
    "a server",
    "https://a.example/",
    "__Secure-a=b; secure",
    "https://a.example/",
    "http://a.example/",
  ],
  [
    "a server",
    "http://a.example/bar/",
    "a=b",
    "http://a.example/bar/x",
    "http://a.example/bar",
  ],
  [
    "a server",
    "http://a.example/bar/x?y=/z/",
    "a=b",
    "http://a.example/bar/",
    "http://a.example/",
  ],
  [
    "a server",
    "http://a.example/bar",
    "a=b",
    "http://a.example/",
    "http://b.example/",
  ],
  [
    "a server",
    "http://a.example/",
    "a=b; path=/x",
    "http://a.example/x/y",
    "http://a.example/xy",
  ],
  [
    "a server",
    "http://a.example/",
    "a=b; path=/x",
    "http://a.example/x?y",
    "http://a.example/X",
  ],
  [
    "a server",
    "http://a.example/",
    "a=b; path=/x/",
    "http://a.example/x//y",
    "http://a.example/x",
  ],
  [
    "a server",
    "http://a.example/",
    "a=b; path=/%6f",
    "http://a.example/%6f/",
    "http://a.example/o/",
  ],
];

for (const [who, url, line, sentTo, notTo] of TAKEN) {
  Deno.test(`CookieJar accepts ${JSON.stringify(line)} of ${url} from ${who}, for ${sentTo}, not for ${notTo}`, () => {
    const jar = new CookieJar();
    const setting = who === "a server" ? SERVER : PROGRAM;
    const outcome = jar.setLine(new URL(url), line, setting);
    assertEquals(outcome.state, COOKIE_STATE_ACCEPT);
    assertEquals(sent(jar, sentTo), line.split(";")[0]);
    assertEquals(sent(jar, notTo), "");
  });
}

Deno.test("CookieJar counts Max-Age from the time when the cookie was set, however often it is sent", () => {
  let now = 1_000_000;
  const jar = new CookieJar(() => now);
  const url = "http://a.example/";
  jar.setLine(new URL(url), "a=b; max-age=60", SERVER);
  for (const seconds of [30, 29]) {
    now += seconds * 1000;
    assertEquals(sent(jar, url), "a=b");
  }
  now += 1000;
  assertEquals(sent(jar, url), "");
});

Deno.test("CookieJar.load() replaces a cookie that has expired", () => {
  let now = 1_000_000;
  const jar = new CookieJar(() => now);
  const url = "http://a.example/";
  jar.setLine(new URL(url), "a=old; max-age=60", SERVER);
  const [cookie] = jar.persistent();
  now += 60_000;
  jar.load([{ ...cookie!, value: "renewed", expires: now + 1 }]);
  assertEquals(sent(jar, url), "a=renewed");
});

Deno.test("CookieJar lets a program replace an expired HttpOnly cookie", () => {
  let now = 1_000_000;
  const jar = new CookieJar(() => now);
  const url = new URL("https://a.example/");
  jar.setLine(url, "a=1; httponly; max-age=60", SERVER);
  now += 60_000;
  assertEquals(jar.setLine(url, "a=2", PROGRAM).refusal, null);
});

Deno.test("CookieJar deletes a cookie that is set with a past date", () => {
  const jar = new CookieJar();
  const url = new URL("http://a.example/");
  for (
    const end of ["max-age=0", "max-age=-5", "expires=1 jan 1980 00:00:00"]
  ) {
    jar.setLine(url, "a=b; max-age=60", SERVER);
    assertEquals(jar.setLine(url, `a=; ${end}`, SERVER).refusal, null);
    assertEquals(sent(jar, url.href), "");
  }
});

Deno.test("CookieJar makes a persistent cookie a session cookie if it is set without a date", () => {
  const jar = new CookieJar();
  const url = new URL("http://a.example/");
  jar.setLine(url, "a=b; max-age=60", SERVER);
  jar.setLine(url, "a=b; expires=", SERVER);
  assertEquals(jar.persistent(), []);
  jar.store.endSession();
  assertEquals(sent(jar, url.href), "");
});

Deno.test("CookieJar lets http neither replace nor hide a Secure cookie", () => {
  const secure = "https://www.a.example/x/";
  for (
    const line of [
      "a=2; path=/x",
      "a=2; path=/x/y",
      "a=2; path=/x; domain=a.example",
      "a=; path=/x; max-age=0",
    ]
  ) {
    for (const setting of [SERVER, PROGRAM]) {
      const jar = new CookieJar();
      jar.setLine(new URL(secure), "a=1; secure; path=/x", SERVER);
      const url = new URL("http://www.a.example/x/");
      assertEquals(jar.setLine(url, line, setting).refusal, "insecure", line);
      assertEquals(sent(jar, secure), "a=1");
    }
  }
  const jar = new CookieJar();
  jar.setLine(new URL(secure), "a=1; secure; path=/x", SERVER);
  const url = new URL("http://www.a.example/");
  assertEquals(jar.setLine(url, "a=2; path=/", SERVER).refusal, null);
  assertEquals(jar.setLine(url, "b=2; path=/x", SERVER).refusal, null);
});

Deno.test("CookieJar returns and replaces HttpOnly cookies only on request", () => {
  const jar = new CookieJar();
  const url = new URL("http://a.example/");
  jar.setLine(url, "a=1; httponly", SERVER);
  assertEquals(sent(jar, url.href, { httpOnly: false }), "");
  for (const line of ["a=2", "a=2; max-age=0"]) {
    assertEquals(jar.setLine(url, line, PROGRAM).refusal, "http-only");
  }
  assertEquals(sent(jar, url.href), "a=1");
  assertEquals(jar.setLine(url, "a=2; path=/x", PROGRAM).refusal, null);
});

Deno.test("CookieJar does not send SameSite cookies to other sites", () => {
  const jar = new CookieJar();
  const url = new URL("https://a.example/");
  for (const level of ["strict", "lax", "none", "what"]) {
    jar.setLine(url, `${level}=1; samesite=${level}`, SERVER);
  }
  const lists = ["same-site", "lax", "cross-site"].map((from) =>
    sent(jar, url.href, { from })
  );
  assertEquals(lists, [
    "strict=1; lax=1; none=1; what=1",
    "lax=1; none=1; what=1",
    "none=1; what=1",
  ]);
  const setting = { ...SERVER, from: "cross-site" } as const;
  for (const level of ["strict", "lax"]) {
    const { refusal } = jar.setLine(url, `x=1; samesite=${level}`, setting);
    assertEquals(refusal, "cross-site");
  }
  assertEquals(jar.setLine(url, "x=1; samesite=none", setting).refusal, null);
});

Deno.test("CookieJar obeys decisions about sites", () => {
  const url = new URL("https://www.a.example/");
  const outcome = (decision: number, more: Partial<CookieSetting> = {}) => {
    forgetDecisions();
    setDecision("a.example", decision);
    const jar = new CookieJar();
    const line = "a=b; max-age=60";
    const { state } = jar.setLine(url, line, { ...SERVER, ...more });
    return [state, jar.store.size, jar.persistent().length];
  };
  try {
    assertEquals(outcome(COOKIE_STATE_ACCEPT), [COOKIE_STATE_ACCEPT, 1, 1]);
    assertEquals(outcome(COOKIE_STATE_REJECT), [COOKIE_STATE_REJECT, 0, 0]);
    assertEquals(
      outcome(COOKIE_STATE_REJECT, { obeysDecisions: false }),
      [COOKIE_STATE_ACCEPT, 1, 1],
    );
    assertEquals(outcome(COOKIE_STATE_DOWNGRADE), [
      COOKIE_STATE_DOWNGRADE,
      1,
      0,
    ]);
    assertEquals(outcome(COOKIE_STATE_LEASH), [COOKIE_STATE_LEASH, 1, 1]);
    assertEquals(
      outcome(COOKIE_STATE_LEASH, { thirdParty: true }),
      [COOKIE_STATE_REJECT, 0, 0],
    );
    const jar = new CookieJar();
    jar.setLine(url, "a=b", SERVER);
    assertEquals(sent(jar, url.href), "a=b");
    assertEquals(sent(jar, url.href, { thirdParty: true }), "");
  } finally {
    forgetDecisions();
  }
});

Deno.test("CookieJar ignores decisions about sites while the policy is suppressed", () => {
  const jar = new CookieJar();
  const url = new URL("https://a.example/");
  using _reset = {
    [Symbol.dispose]() {
      forgetDecisions();
      suppress(INTERNET_SUPPRESS_RESET_ALL);
    },
  };
  suppress(INTERNET_SUPPRESS_COOKIE_POLICY);
  setDecision("a.example", COOKIE_STATE_REJECT);
  assertEquals(jar.setLine(url, "a=b", SERVER).state, COOKIE_STATE_ACCEPT);
  setDecision("a.example", COOKIE_STATE_LEASH);
  assertEquals(sent(jar, url.href, { thirdParty: true }), "a=b");
  suppress(INTERNET_SUPPRESS_COOKIE_POLICY_RESET);
  assertEquals(sent(jar, url.href, { thirdParty: true }), "");
  setDecision("a.example", COOKIE_STATE_REJECT);
  assertEquals(jar.setLine(url, "c=d", SERVER).state, COOKIE_STATE_REJECT);
});

Deno.test("CookieJar keeps no persistent cookies while persistence is suppressed", () => {
  const jar = new CookieJar();
  const url = new URL("https://a.example/");
  suppress(INTERNET_SUPPRESS_COOKIE_PERSIST);
  using _reset = {
    [Symbol.dispose]: () => suppress(INTERNET_SUPPRESS_RESET_ALL),
  };
  const { state } = jar.setLine(url, "a=b; max-age=60", SERVER);
  assertEquals(state, COOKIE_STATE_DOWNGRADE);
  assertEquals(jar.persistent(), []);
  assertEquals(jar.setLine(url, "c=d", SERVER).state, COOKIE_STATE_ACCEPT);
  assertEquals(
    jar.setLine(url, "a=b; max-age=0", SERVER).state,
    COOKIE_STATE_ACCEPT,
  );
  assertEquals(sent(jar, url.href), "c=d");
});
