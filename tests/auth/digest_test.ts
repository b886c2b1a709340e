// Copyright 2026 the wininet authors. MIT license.

import {
  assert,
  assertEquals,
  assertFalse,
  assertMatch,
  assertNotEquals,
} from "@std/assert";
import { type Challenge, parseChallenges } from "../../_auth/challenge.ts";
import { Credentials } from "../../_auth/credentials.ts";
import {
  type DigestAnswer,
  type DigestHash,
  type DigestRequest,
  type DigestSession,
  loadDigestHash,
  newClientNonce,
  startDigest,
} from "../../_auth/digest.ts";

const HASH: DigestHash = await loadDigestHash();

const NONCE = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
const MUFASA = new Credentials("Mufasa", "Circle Of Life");
const GET: DigestRequest = { method: "GET", uri: "/" };

function challenge(text: string): Challenge {
  return parseChallenges([`Digest ${text}`])[0]!;
}

function start(
  text: string,
  credentials: Credentials = MUFASA,
): DigestSession {
  return startDigest(challenge(text), credentials, HASH)!;
}

/** A parameter of an answer, with its quotes. */
function part({ header }: DigestAnswer, name: string): string | undefined {
  return header.slice("Digest ".length).split(", ")
    .find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);
}

function response(answer: DigestAnswer): string | undefined {
  return part(answer, "response")?.replaceAll('"', "");
}

Deno.test("DigestSession.authorization() returns the example of RFC 2617", () => {
  const session = start(
    `realm="testrealm@host.com", qop="auth,auth-int", nonce="${NONCE}", opaque="5ccc069c403ebaf9f0171e9517f40e41"`,
  );
  const { header, nonce } = session.authorization({
    method: "GET",
    uri: "/dir/index.html",
  }, "0a4f113b");
  assertEquals(nonce, NONCE);
  assertEquals(
    header,
    [
      'Digest username="Mufasa"',
      'realm="testrealm@host.com"',
      `nonce="${NONCE}"`,
      'uri="/dir/index.html"',
      'response="6629fae49393a05397450978507c4ef1"',
      'opaque="5ccc069c403ebaf9f0171e9517f40e41"',
      "qop=auth",
      "nc=00000001",
      'cnonce="0a4f113b"',
    ].join(", "),
  );
});

Deno.test("DigestSession.authorization() returns the example of RFC 2069, without counts", () => {
  const session = start(
    `realm="testrealm@host.com", nonce="${NONCE}"`,
    new Credentials("Mufasa", "CircleOfLife"),
  );
  const { header } = session.authorization({
    method: "GET",
    uri: "/dir/index.html",
  }, "c");
  assertEquals(
    header,
    [
      'Digest username="Mufasa"',
      'realm="testrealm@host.com"',
      `nonce="${NONCE}"`,
      'uri="/dir/index.html"',
      'response="1949323746fe6a43ef61f9606e7febea"',
    ].join(", "),
  );
});

const OF_RFC_7616: [algorithm: string, response: string][] = [
  ["MD5", "8ca523f5e9506fed4657c9700eebdbec"],
  [
    "SHA-256",
    "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
  ],
];

for (const [algorithm, expected] of OF_RFC_7616) {
  Deno.test(`DigestSession.authorization() returns the ${algorithm} example of RFC 7616`, () => {
    const session = start(
      `realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm},
        nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQ"`
        .replace("\n", ""),
      new Credentials("Mufasa", "Circle of Life"),
    );
    const answer = session.authorization(
      { method: "GET", uri: "/dir/index.html" },
      "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    );
    assertEquals(response(answer), expected);
    assertEquals(part(answer, "algorithm"), algorithm);
  });
}

Deno.test("DigestSession.authorization() hashes the user name, as in the example of RFC 7616", () => {
  // As in the erratum: the RFC itself truncates SHA-512 instead.
  const session = start(
    'realm="api@example.org", qop="auth", algorithm=SHA-512-256, nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", charset=UTF-8, userhash=true',
    new Credentials("J\xe4s\xf8n Doe", "Secret, or not?"),
  );
  const answer = session.authorization({
    method: "GET",
    uri: "/doe.json",
  }, "NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm");
  assertEquals(
    part(answer, "username"),
    '"793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b"',
  );
  assertEquals(
    response(answer),
    "7a4e1192babbba02e91182d2895bfdbf7adafc6e48d4e517ca301974843d840c",
  );
  assertEquals(part(answer, "userhash"), "true");
});

/** Reckoned by Python's hashlib. */
const RESPONSES: [algorithm: string, qop: string, response: string][] = [
  ["MD5", "auth", "013e705ec1a1692dc077af2131820339"],
  ["MD5", "auth-int", "33addc8c3d9b82c18877ba177691ef65"],
  ["MD5-sess", "auth", "6680d5b0e0e5d5e4a1a59a643a9c30dc"],
  ["MD5-sess", "auth-int", "96fd956884927c55d4c9424c5370f31d"],
  [
    "SHA-256",
    "auth",
    "47d253e0723bd38a919e2d3ebbd88dc02dd10c6dde641026331ef677cac2a98d",
  ],
  [
    "SHA-256",
    "auth-int",
    "6d594a1e4dd86a89edafc444b5a0d8953f8730d27760d7faa846107f7a351022",
  ],
  [
    "SHA-256-sess",
    "auth",
    "db10f91057f79919323a5ac617429745106b3ccdbd32436a5739b71e9130191c",
  ],
  [
    "SHA-256-sess",
    "auth-int",
    "9a3a6a78a9137362fdbbc095afbed22f42063071bed21f2e58983f71fe9fbb8f",
  ],
  [
    "SHA-512-256",
    "auth",
    "1264f40bf7f43e257ad77f7ff4a9ba1fb263abc4e32af260d4e89997f1daa4ab",
  ],
  [
    "SHA-512-256-sess",
    "auth-int",
    "000f6f126525ab99aad8c65db470d6486717973aafd683aee3d19337938354ef",
  ],
];

for (const [algorithm, qop, expected] of RESPONSES) {
  Deno.test(`DigestSession.authorization() supports ${algorithm} with ${qop}`, () => {
    const session = start(
      `realm="testrealm@host.com", nonce="${NONCE}", algorithm=${algorithm}, qop="${qop}"`,
    );
    const bodyHash = session.bodyHash(new TextEncoder().encode("hello"));
    const answer = session.authorization(
      { method: "POST", uri: "/a?b=c", bodyHash },
      "0a4f113b",
    );
    assertEquals(response(answer), expected);
    assertEquals(part(answer, "qop"), qop);
    assertEquals(session.needsBodyHash, qop === "auth-int");
  });
}

Deno.test("DigestSession.authorization() hashes no body if there is none", () => {
  const text = "nonce=n, qop=auth-int";
  const hash = start(text).bodyHash(new Uint8Array());
  assertEquals(
    start(text).authorization(GET, "c"),
    start(text).authorization({ ...GET, bodyHash: hash }, "c"),
  );
});

Deno.test("DigestSession.authorization() counts the uses of a nonce", () => {
  const session = start("nonce=n, qop=auth");
  const counts = Array.from(
    { length: 17 },
    () => part(session.authorization(GET, "c"), "nc"),
  );
  assertEquals(counts.slice(0, 2), ["00000001", "00000002"]);
  assertEquals(counts.slice(9), [
    "0000000a",
    "0000000b",
    "0000000c",
    "0000000d",
    "0000000e",
    "0000000f",
    "00000010",
    "00000011",
  ]);
});

Deno.test("DigestSession.authorization() sends each cnonce, or the first one of a session key", () => {
  const plain = start("nonce=n, qop=auth");
  const keyed = start("nonce=n, qop=auth, algorithm=MD5-sess");
  for (const session of [plain, keyed]) session.authorization(GET, "first");
  assertEquals(part(plain.authorization(GET, "next"), "cnonce"), '"next"');
  assertEquals(part(keyed.authorization(GET, "next"), "cnonce"), '"first"');
});

Deno.test("DigestSession.authorization() keeps the session key for the next nonce, and makes a new one for a new challenge", () => {
  const text =
    `realm="testrealm@host.com", nonce="${NONCE}", qop=auth, algorithm=MD5-sess`;
  const session = start(text);
  const first = session.authorization(GET, "0a4f113b");
  const second = session.authorization(GET, "other");
  assertEquals(response(second), "e22c48383a294a646c1be26b858a4b4c");
  session.accept(first, "nextnonce=n2");
  const third = session.authorization(GET, "other");
  assertEquals(response(third), "b28cb09712cdf50bb26b2d51b05fc8f6");
  const stale = challenge(text.replace(NONCE, "n3") + ", stale=true");
  assertEquals(session.renew(stale, third), "again");
  session.accept(session.authorization(GET, "c2"), "nextnonce=n2");
  assertEquals(part(session.authorization(GET, "c3"), "cnonce"), '"c2"');
});

Deno.test("DigestSession.authorization() makes a session key with the cnonce after a new challenge", () => {
  const text = 'realm="testrealm@host.com", qop=auth, algorithm=MD5-sess';
  const session = start(`${text}, nonce=n1`);
  const first = session.authorization(GET, "c1");
  session.renew(challenge(`${text}, nonce=n2, stale=true`), first);
  assertEquals(
    response(session.authorization(GET, "c2")),
    "87379d40079893c55293b4bf634a5b84",
  );
});

Deno.test("DigestSession.authorization() escapes quotes and backslashes, and hashes the unescaped characters", () => {
  const session = start(
    'realm="r\\"\\\\", nonce="n", opaque="o\\"\\\\"',
    new Credentials('a"b\\c', "p"),
  );
  assertEquals(
    session.authorization(GET, "c").header,
    'Digest username="a\\"b\\\\c", realm="r\\"\\\\", nonce="n", uri="/", ' +
      'response="21b29b4b6ca3b700f44e509825e51c73", opaque="o\\"\\\\"',
  );
});

Deno.test("DigestSession.authorization() sends names as UTF-8, and the bytes of a realm unchanged", () => {
  const session = start(
    'realm="caf\xe9", nonce="n", qop="auth"',
    new Credentials("\xfc", "p\xe4ss"),
  );
  const answer = session.authorization(GET, "c");
  assertEquals(part(answer, "username"), '"\xc3\xbc"');
  assertEquals(part(answer, "realm"), '"caf\xe9"');
  assertEquals(response(answer), "6879ef4b42cd56e8fa3dfd7be9b37238");
});

Deno.test("DigestSession.authorization() composes names for servers with charset=UTF-8", () => {
  const split = new Credentials("u\u0308", "p");
  const asked = start("nonce=n, charset=UTF-8", split).authorization(GET, "c");
  const plain = start("nonce=n", split).authorization(GET, "c");
  assertEquals(part(asked, "username"), '"\xc3\xbc"');
  assertEquals(part(plain, "username"), '"u\xcc\x88"');
});

Deno.test("DigestSession.authorization() writes the algorithm and opaque as the server does", () => {
  const { header } = start('nonce=n, algorithm="md5", opaque=""')
    .authorization(GET, "c");
  assert(header.endsWith(', algorithm=md5, opaque=""'), header);
});

const UNSTARTED: [name: string, field: string, user: string][] = [
  ["another scheme", "Basic nonce=n", "u"],
  ["an unknown algorithm", "Digest nonce=n, algorithm=SHA-1", "u"],
  ["a line end in the user", "Digest nonce=n", "u\r\nX: y"],
  ["half a character in the user", "Digest nonce=n", "\ud83d"],
];

for (const [name, field, user] of UNSTARTED) {
  Deno.test(`startDigest() refuses ${name}`, () => {
    const [first] = parseChallenges([field]);
    assertEquals(startDigest(first!, new Credentials(user, "p"), HASH), null);
  });
}

/** The earlier requests, the next challenge, and its meaning. */
const RENEWALS: [
  name: string,
  accepted: boolean,
  text: string,
  meaning: string,
][] = [
  ["a stale nonce", false, "nonce=2, stale=true", "again"],
  [
    "a stale nonce of credentials that were good",
    true,
    "nonce=2, stale=TRUE",
    "again",
  ],
  ["a new nonce", false, "nonce=2", "refused"],
  ["a new nonce that is not stale", false, "nonce=2, stale=false", "refused"],
  [
    "a new nonce after success, as from a server that was restarted",
    true,
    "nonce=2",
    "again",
  ],
  ["the same nonce", false, "nonce=1", "refused"],
  ["the same nonce called stale", false, "nonce=1, stale=true", "refused"],
  ["the same nonce after success", true, "nonce=1", "refused"],
  ["another realm", true, "realm=b, nonce=2, stale=true", "other"],
  [
    "another algorithm",
    true,
    "nonce=2, stale=true, algorithm=SHA-256",
    "other",
  ],
  [
    "unsupported parameters",
    true,
    "nonce=2, stale=true, qop=auth-conf",
    "other",
  ],
];

for (const [name, accepted, text, meaning] of RENEWALS) {
  Deno.test(`DigestSession.renew() returns "${meaning}" for ${name}`, () => {
    const session = start("nonce=1, qop=auth");
    if (accepted) session.accept(session.authorization(GET, "a"), null);
    const answer = session.authorization(GET, "b");
    assertEquals(session.renew(challenge(text), answer), meaning);
    const next = session.authorization(GET, "c");
    assertEquals(next.nonce, meaning === "again" ? "2" : "1");
    if (meaning === "again") {
      assertEquals(session.renew(challenge("nonce=3"), next), "refused");
    }
  });
}

Deno.test("DigestSession.renew() adopts the other parameters that change with a nonce", () => {
  const session = start("nonce=1, qop=auth, opaque=a");
  const answer = session.authorization(GET, "c");
  session.renew(challenge("nonce=2, stale=true, opaque=b"), answer);
  const { header } = session.authorization(GET, "c");
  assert(header.endsWith(', opaque="b"'), header);
});

Deno.test('DigestSession.renew() answers "again" to both of two requests that lost their nonce', () => {
  const session = start("nonce=1, qop=auth");
  session.accept(session.authorization(GET, "a"), null);
  const both = [
    session.authorization(GET, "b"),
    session.authorization(GET, "c"),
  ];
  assertEquals(session.renew(challenge("nonce=2"), both[0]!), "again");
  const retried = session.authorization(GET, "d");
  assertEquals(
    session.renew(challenge("nonce=3, qop=auth"), both[1]!),
    "again",
  );
  session.accept(retried, null);
  const last = session.authorization(GET, "e");
  assertEquals(part(last, "nonce"), '"3"');
  assertEquals(part(last, "nc"), "00000001");
});

Deno.test('DigestSession.renew() answers "other" to another scheme', () => {
  const session = start("nonce=1");
  const [basic] = parseChallenges(["Basic nonce=2, stale=true"]);
  assertEquals(session.renew(basic!, session.authorization(GET, "c")), "other");
});

Deno.test("DigestSession.accept() uses the next nonce and restarts the count", () => {
  const session = start("nonce=1, qop=auth");
  session.accept(session.authorization(GET, "a"), 'qop=auth, nextnonce="2, x"');
  const answer = session.authorization(GET, "b");
  assertEquals(answer.nonce, "2, x");
  assertEquals(/nc=(\d+)/.exec(answer.header)?.[1], "00000001");
  assertEquals(session.renew(challenge("nonce=3"), answer), "again");
});

const NO_NEXT: [name: string, info: string][] = [
  ["none", "qop=auth"],
  ["an empty one", 'nextnonce=""'],
  ["the same", "nextnonce=1"],
  ["one with a control character", 'nextnonce="\x01"'],
  ["one that is too long", `nextnonce=${"a".repeat(4097)}`],
];

for (const [name, info] of NO_NEXT) {
  Deno.test(`DigestSession.accept() continues the count if the next nonce is ${name}`, () => {
    const session = start("nonce=1, qop=auth");
    session.accept(session.authorization(GET, "a"), info);
    const answer = session.authorization(GET, "b");
    assertEquals([answer.nonce, part(answer, "nc")], ["1", "00000002"]);
  });
}

Deno.test("DigestSession.accept() ignores the response to an older nonce", () => {
  const session = start("nonce=1, qop=auth");
  const old = session.authorization(GET, "a");
  session.accept(session.authorization(GET, "b"), "nextnonce=2");
  session.accept(old, "nextnonce=3");
  assertEquals(session.authorization(GET, "c").nonce, "2");
});

Deno.test("DigestSession shows no secret if it is printed", () => {
  const session = start("nonce=n, realm=r", new Credentials("alice", "hush"));
  const response = session.authorization(GET, "c").header;
  const shown = [
    Deno.inspect(session, { showHidden: true, depth: 9 }),
    JSON.stringify(session),
    `${session}`,
  ].join();
  assertFalse(/alice|hush|[0-9a-f]{32}/.test(shown), shown);
  assertFalse(response.includes("hush"));
});

Deno.test("DigestSession has the realm and the domain of its challenge", () => {
  const session = start('nonce=n, realm=r, domain="/a http://h/b"');
  assertEquals(session.realm, "r");
  assertEquals(session.domain, ["/a", "http://h/b"]);
});

const HASHES = [
  ["MD5", "900150983cd24fb0d6963f7d28e17f72"],
  [
    "SHA-256",
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  ],
  [
    "SHA-512-256",
    "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23",
  ],
] as const;

for (const [algorithm, digits] of HASHES) {
  Deno.test(`loadDigestHash() loads ${algorithm}`, async () => {
    const hash = await loadDigestHash();
    assertEquals(hash(algorithm, new TextEncoder().encode("abc")), digits);
  });
}

Deno.test("newClientNonce() returns a different nonce each time", () => {
  assertMatch(newClientNonce(), /^[0-9a-f]{32}$/);
  assertNotEquals(newClientNonce(), newClientNonce());
});
