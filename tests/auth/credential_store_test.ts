// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertFalse } from "@std/assert";
import { parseChallenges } from "../../_auth/challenge.ts";
import {
  type AuthPlace,
  CredentialStore,
  type Known,
  MAX_FOLDERS,
  MAX_SPACES,
  proxyPlace,
  serverPlace,
} from "../../_auth/credential_store.ts";
import { Credentials } from "../../_auth/credentials.ts";
import { loadDigestHash, startDigest } from "../../_auth/digest.ts";

const HASH = await loadDigestHash();
const ALICE = new Credentials("alice", "a");
const BOB = new Credentials("bob", "b");

function at(url: string): AuthPlace {
  return serverPlace(new URL(url));
}

function basic(credentials: Credentials, realm: string = "r"): Known {
  return { realm, credentials, proof: { scheme: "basic", isUtf8: false } };
}

function digest(
  credentials: Credentials,
  domain: string = "",
  realm: string = "r",
): Known {
  const [challenge] = parseChallenges([
    `Digest nonce=n, realm="${realm}", domain="${domain}"`,
  ]);
  const session = startDigest(challenge!, credentials, HASH)!;
  return { realm, credentials, proof: { scheme: "digest", session } };
}

function userAt(store: CredentialStore, place: AuthPlace): string | undefined {
  return store.inAdvance(place, null)?.credentials.user;
}

const SAME: [name: string, url: string][] = [
  ["the same URL", "http://h/a/b"],
  ["the port of the scheme", "http://h:80/c"],
  ["another path", "http://h/"],
  ["a host in capitals", "http://H/a"],
];
for (const [name, url] of SAME) {
  Deno.test(`CredentialStore.find() finds a realm at ${name}`, () => {
    const store = new CredentialStore();
    store.remember(at("http://h/a/b"), basic(ALICE));
    assertEquals(store.find(at(url), "r", "basic")?.credentials, ALICE);
  });
}

const FOREIGN: [name: string, place: AuthPlace][] = [
  ["another host", at("http://h.example/a/b")],
  ["another port", at("http://h:8080/a/b")],
  ["another scheme", at("https://h/a/b")],
  ["another scheme at the same port", at("https://h:80/a/b")],
  ["a subdomain", at("http://x.h/a/b")],
  ["a proxy of the same name", proxyPlace("http", "h", 80)],
];
for (const [name, place] of FOREIGN) {
  Deno.test(`CredentialStore returns no credentials for ${name}`, () => {
    const store = new CredentialStore();
    store.remember(at("http://h/a/b"), basic(ALICE));
    store.remember(at("http://h/"), digest(ALICE, "", "s"));
    for (const realm of ["r", "s"]) {
      assertEquals(store.find(place, realm, "digest"), null);
    }
    assertEquals(store.inAdvance(place, null), null);
    assertEquals(store.inAdvance(place, ALICE), null);
  });
}

Deno.test("CredentialStore.find() finds only the same realm, and is case-sensitive", () => {
  const store = new CredentialStore();
  store.remember(at("http://h/"), basic(ALICE, "Realm"));
  assertEquals(store.find(at("http://h/"), "realm", "basic"), null);
  assertEquals(store.find(at("http://h/"), "", "basic"), null);
});

Deno.test("CredentialStore.find() does not return credentials for Basic that were used only for Digest", () => {
  const store = new CredentialStore();
  store.remember(at("http://h/"), digest(ALICE));
  assertEquals(store.find(at("http://h/"), "r", "basic"), null);
  assert(store.find(at("http://h/"), "r", "digest"));
  store.remember(at("http://h/"), basic(ALICE));
  assert(store.find(at("http://h/"), "r", "digest"));
});

/** The request for /a/b/c, and the credentials sent to each URL before a challenge. */
const REACHES: [
  known: Known,
  name: string,
  reach: [path: string, reached: boolean][],
][] = [
  [basic(ALICE), "Basic", [
    ["/a/b/c", true],
    ["/a/b/d?e=f", true],
    ["/a/b/", true],
    ["/a/b/c/d/e", true],
    ["/a/b", false],
    ["/a/bc/d", false],
    ["/a/c", false],
    ["/A/B/c", false],
    ["/", false],
    ["/a/b/../c", false],
    ["/a/b/%2e%2e/c", false],
  ]],
  [digest(ALICE), "Digest without a domain", [["/", true], ["/x/y", true]]],
  [digest(ALICE, "/x /y/ z ?q"), "Digest with a domain", [
    ["/x", true],
    ["/x/1", true],
    ["/xy", false],
    ["/y/1", true],
    ["/y", false],
    ["/a/b/z/1", true],
    ["/a/b/c", true],
    ["/a/b/d", false],
    ["/", false],
  ]],
  [
    digest(ALICE, "http://h/x https://h/y http://other/z //h/w"),
    "Digest with a domain of URLs",
    [
      ["/x", true],
      ["/y", false],
      ["/z", false],
      ["/w", true],
    ],
  ],
  [
    digest(ALICE, "http://other/z http://["),
    "Digest with a domain of other servers",
    [
      ["/z", false],
      ["/a/b/d", true],
      ["/a", false],
    ],
  ],
];
for (const [known, name, reach] of REACHES) {
  for (const [path, reached] of reach) {
    Deno.test(`CredentialStore.inAdvance() ${reached ? "reaches" : "does not reach"} ${path} by ${name}`, () => {
      const store = new CredentialStore();
      store.remember(at("http://h/a/b/c"), known);
      assertEquals(
        userAt(store, at(`http://h${path}`)),
        reached ? "alice" : undefined,
      );
    });
  }
}

Deno.test("CredentialStore.inAdvance() chooses the innermost directory, and the last of equal ones", () => {
  const store = new CredentialStore();
  store.remember(at("http://h/a/b/"), basic(BOB, "inner"));
  store.remember(at("http://h/a/"), basic(ALICE, "outer"));
  assertEquals(userAt(store, at("http://h/a/b/c")), "bob");
  assertEquals(userAt(store, at("http://h/a/c")), "alice");
  store.remember(at("http://h/a/b/"), basic(ALICE, "new"));
  assertEquals(userAt(store, at("http://h/a/b/c")), "alice");
});

Deno.test("CredentialStore.inAdvance() returns the credentials in all directories of a realm", () => {
  const store = new CredentialStore();
  for (const path of ["/a/x", "/b/x", "/b/c/x"]) {
    store.remember(at(`http://h${path}`), basic(ALICE));
  }
  assertEquals(store.size, 1);
  for (const path of ["/a/1", "/b/1", "/b/c/1"]) {
    assertEquals(userAt(store, at(`http://h${path}`)), "alice");
  }
  assertEquals(userAt(store, at("http://h/c/")), undefined);
});

Deno.test("CredentialStore.inAdvance() forgets the directories of a user together with the user", () => {
  const store = new CredentialStore();
  store.remember(at("http://h/a/"), basic(ALICE));
  store.remember(at("http://h/b/"), basic(BOB));
  assertEquals(userAt(store, at("http://h/a/")), undefined);
  assertEquals(userAt(store, at("http://h/b/")), "bob");
});

Deno.test("CredentialStore.inAdvance() sends the credentials set by a program with Basic", () => {
  const store = new CredentialStore();
  store.remember(at("http://h/"), basic(ALICE));
  const known = store.inAdvance(at("http://h/"), BOB);
  assertEquals(known?.credentials, BOB);
  assertEquals(known?.proof.scheme, "basic");
  assertEquals(userAt(store, at("http://h/")), "alice");
});

Deno.test("CredentialStore.inAdvance() does not use the nonce of others for the credentials set by a program", () => {
  const store = new CredentialStore();
  const known = digest(ALICE);
  store.remember(at("http://h/"), known);
  assertEquals(store.inAdvance(at("http://h/"), BOB), null);
  const same = store.inAdvance(at("http://h/"), new Credentials("alice", "a"));
  assertEquals(same?.proof, known.proof);
});

Deno.test("CredentialStore.inAdvance() always returns the credentials for a proxy", () => {
  const store = new CredentialStore();
  const proxy = proxyPlace("http", "Proxy", 3128);
  store.remember(proxy, digest(ALICE, "http://other/ /x"));
  assertEquals(userAt(store, proxyPlace("http", "proxy", 3128)), "alice");
  assertEquals(userAt(store, proxyPlace("https", "proxy", 3128)), undefined);
  assertEquals(userAt(store, proxyPlace("http", "proxy", 3129)), undefined);
});

Deno.test("CredentialStore distinguishes servers whose URLs have no origin", () => {
  const store = new CredentialStore();
  store.remember(at("gopher://h/"), basic(ALICE));
  assertEquals(userAt(store, at("gopher://other/")), undefined);
});

Deno.test("CredentialStore.forget() forgets the refused credentials, not their replacement", () => {
  const store = new CredentialStore();
  const place = at("http://h/");
  store.remember(place, basic(BOB));
  store.forget(place, basic(ALICE));
  assertEquals(userAt(store, place), "bob");
  store.forget(at("http://other/"), basic(BOB));
  store.forget(place, basic(BOB, "other"));
  assertEquals(store.size, 1);
  store.forget(place, basic(BOB));
  assertEquals(store.size, 0);
});

Deno.test("CredentialStore.clearDigest() keeps the entries of Basic", () => {
  const store = new CredentialStore();
  store.remember(at("http://h/"), digest(ALICE, "", "d"));
  store.remember(at("http://h/"), basic(ALICE, "b"));
  store.remember(proxyPlace("http", "p", 80), digest(ALICE));
  store.clearDigest();
  assertEquals(store.size, 1);
  assert(store.find(at("http://h/"), "b", "basic"));
});

Deno.test("CredentialStore.clear() removes all entries", () => {
  const store = new CredentialStore();
  store.remember(at("http://h/"), digest(ALICE, "", "d"));
  store.remember(at("http://h/"), basic(ALICE, "b"));
  store.clear();
  assertEquals(store.size, 0);
  assertEquals(store.find(at("http://h/"), "b", "basic"), null);
  assertEquals(store.inAdvance(at("http://h/"), null), null);
});

Deno.test("CredentialStore removes the least recently used realm", () => {
  const store = new CredentialStore();
  const place = at("http://h/");
  for (let n = 0; n < MAX_SPACES; n++) {
    store.remember(place, basic(ALICE, `${n}`));
  }
  store.remember(place, basic(ALICE, "0"));
  store.remember(place, basic(ALICE, "new"));
  assertEquals(store.size, MAX_SPACES);
  assert(store.find(place, "0", "basic"));
  assertEquals(store.find(place, "1", "basic"), null);
});

Deno.test("CredentialStore removes the first directory of a realm that has too many", () => {
  const store = new CredentialStore();
  for (let n = 0; n <= MAX_FOLDERS; n++) {
    store.remember(at(`http://h/${n}/`), basic(ALICE));
  }
  assertEquals(userAt(store, at("http://h/0/")), undefined);
  assertEquals(userAt(store, at("http://h/1/")), "alice");
  assertEquals(userAt(store, at(`http://h/${MAX_FOLDERS}/`)), "alice");
});

Deno.test("CredentialStore removes no directory to add directories inside others", () => {
  const store = new CredentialStore();
  const inside = Array.from({ length: MAX_FOLDERS - 1 }, (_, n) => `/x/${n}`);
  store.remember(at("http://h/"), digest(ALICE, "/y"));
  store.remember(at("http://h/"), digest(ALICE, ["/x", ...inside].join(" ")));
  assertEquals(userAt(store, at("http://h/y")), "alice");
  assertEquals(userAt(store, at("http://h/x/0")), "alice");
});

Deno.test("CredentialStore shows no secret if it is printed", () => {
  const store = new CredentialStore();
  const secret = new Credentials("alice", "hush");
  store.remember(at("http://h/"), basic(secret));
  store.remember(at("http://h/"), digest(secret, "", "d"));
  const shown = [
    Deno.inspect(store, { showHidden: true, depth: 9 }),
    Deno.inspect(store.find(at("http://h/"), "r", "basic"), { depth: 9 }),
    JSON.stringify([store, store.inAdvance(at("http://h/"), null)]),
    `${store}`,
  ].join();
  assertFalse(/alice|hush/.test(shown), shown);
});
