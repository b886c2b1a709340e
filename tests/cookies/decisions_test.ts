// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  InternetClearAllPerSiteCookieDecisions,
  InternetEnumPerSiteCookieDecision,
  InternetGetCookie,
  InternetGetPerSiteCookieDecision,
  InternetSetCookie,
  InternetSetCookieEx,
  InternetSetPerSiteCookieDecision,
} from "../../cookie.ts";
import {
  ERROR_HTTP_COOKIE_DECLINED,
  ERROR_NO_MORE_ITEMS,
  GetLastError,
} from "../../error.ts";
import {
  COOKIE_STATE_ACCEPT,
  COOKIE_STATE_DOWNGRADE,
  COOKIE_STATE_LEASH,
  COOKIE_STATE_PROMPT,
  COOKIE_STATE_REJECT,
  COOKIE_STATE_UNKNOWN,
  INTERNET_COOKIE_THIRD_PARTY,
} from "../../flags.ts";
import { endSession } from "../../_cookies/requests.ts";
import { thrownCode } from "../helpers/calls.ts";

/** Registers a test that leaves no decisions. */
function test(name: string, body: () => void): void {
  Deno.test(name, () => {
    try {
      body();
    } finally {
      InternetClearAllPerSiteCookieDecisions();
    }
  });
}

test("InternetSetPerSiteCookieDecision() sets the decision for a whole site", () => {
  assertEquals(
    InternetSetPerSiteCookieDecision(
      "widgets.contoso.com",
      COOKIE_STATE_REJECT,
    ),
    true,
  );
  for (const host of ["contoso.com", "WWW.Contoso.com", ".contoso.com"]) {
    assertEquals(InternetGetPerSiteCookieDecision(host), COOKIE_STATE_REJECT);
  }
  assertEquals(
    thrownCode(() => InternetGetPerSiteCookieDecision("contoso.co.uk")),
    ERROR_NO_MORE_ITEMS,
  );
});

test("InternetSetPerSiteCookieDecision() accepts names without dots, addresses and non-ASCII names", () => {
  for (const host of ["server", "127.0.0.1", "[::1]", "m\xfcll.example"]) {
    InternetSetPerSiteCookieDecision(host, COOKIE_STATE_ACCEPT);
    assertEquals(InternetGetPerSiteCookieDecision(host), COOKIE_STATE_ACCEPT);
  }
  assertEquals(
    InternetGetPerSiteCookieDecision("www.xn--mll-hoa.example"),
    COOKIE_STATE_ACCEPT,
  );
});

test("InternetEnumPerSiteCookieDecision() returns one decision after the other", () => {
  InternetSetPerSiteCookieDecision("www.a.example", COOKIE_STATE_REJECT);
  InternetSetPerSiteCookieDecision("b.example", COOKIE_STATE_ACCEPT);
  InternetSetPerSiteCookieDecision("a.example", COOKIE_STATE_DOWNGRADE);
  assertEquals([0, 1].map(InternetEnumPerSiteCookieDecision), [
    { pszSiteName: "a.example", dwDecision: COOKIE_STATE_DOWNGRADE },
    { pszSiteName: "b.example", dwDecision: COOKIE_STATE_ACCEPT },
  ]);
  assertEquals(
    thrownCode(() => InternetEnumPerSiteCookieDecision(2)),
    ERROR_NO_MORE_ITEMS,
  );
});

test("COOKIE_STATE_UNKNOWN removes a decision", () => {
  InternetSetPerSiteCookieDecision("a.example", COOKIE_STATE_REJECT);
  InternetSetPerSiteCookieDecision("a.example", COOKIE_STATE_UNKNOWN);
  assertEquals(
    thrownCode(() => InternetEnumPerSiteCookieDecision(0)),
    ERROR_NO_MORE_ITEMS,
  );
});

test("InternetClearAllPerSiteCookieDecisions() removes all decisions", () => {
  InternetSetPerSiteCookieDecision("a.example", COOKIE_STATE_REJECT);
  assertEquals(InternetClearAllPerSiteCookieDecisions(), true);
  assertEquals(
    thrownCode(() => InternetGetPerSiteCookieDecision("a.example")),
    ERROR_NO_MORE_ITEMS,
  );
});

const EFFECTS: readonly (readonly [
  decision: number,
  flags: number,
  state: number,
  kept: string | null,
])[] = [
  [COOKIE_STATE_ACCEPT, 0, COOKIE_STATE_ACCEPT, "a=1"],
  [COOKIE_STATE_PROMPT, 0, COOKIE_STATE_PROMPT, "a=1"],
  [COOKIE_STATE_LEASH, 0, COOKIE_STATE_LEASH, "a=1"],
  [
    COOKIE_STATE_LEASH,
    INTERNET_COOKIE_THIRD_PARTY,
    COOKIE_STATE_REJECT,
    null,
  ],
  [COOKIE_STATE_DOWNGRADE, 0, COOKIE_STATE_DOWNGRADE, null],
  [COOKIE_STATE_REJECT, 0, COOKIE_STATE_REJECT, null],
];

for (const [index, [decision, flags, state, kept]] of EFFECTS.entries()) {
  test(`InternetSetCookieEx() returns ${state} for a decision of ${decision} with flags ${flags}`, () => {
    const host = `site${index}.effects.example`;
    const url = `https://${host}/`;
    InternetSetPerSiteCookieDecision(host, decision);
    assertEquals(InternetSetCookieEx(url, "a", "1; max-age=60", flags), state);
    assertEquals(
      GetLastError(),
      state === COOKIE_STATE_REJECT ? ERROR_HTTP_COOKIE_DECLINED : 0,
    );
    endSession();
    let found: string | null = null;
    try {
      found = InternetGetCookie(url);
    } catch {
      // There are no cookies.
    }
    assertEquals(found, kept);
  });
}

test("InternetSetCookie() ignores decisions", () => {
  const url = "https://anyway.example/";
  InternetSetPerSiteCookieDecision("anyway.example", COOKIE_STATE_REJECT);
  InternetSetCookie(url, "a", "1");
  assertEquals(InternetGetCookie(url), "a=1");
});
