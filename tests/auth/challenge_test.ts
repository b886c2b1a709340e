// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  bestChallenge,
  type Challenge,
  MAX_CHALLENGE_LENGTH,
  MAX_CHALLENGES,
  MAX_PARAMETERS,
  parseChallenges,
  parseParameters,
} from "../../_auth/challenge.ts";
import { cpuTime } from "../helpers/cpu_time.ts";

/**
 * Returns the challenge for an entry of the table:
 * `scheme(token) name=value|name=value`.
 */
function shown(challenges: readonly Challenge[]): string[] {
  return challenges.map(({ scheme, parameters, token68 }) =>
    scheme + (token68 === null ? "" : `(${token68})`) +
    [...parameters].map(([name, value], index) =>
      `${index === 0 ? " " : "|"}${name}=${value}`
    ).join("")
  );
}

const FIELDS: [name: string, values: string[], challenges: string[]][] = [
  ["nothing", [], []],
  ["an empty field", [""], []],
  ["commas only", [" , ,, "], []],
  ["one challenge", ['Basic realm="a b"'], ["basic realm=a b"]],
  ["odd case", ['bAsIC rEaLm="Ab"'], ["basic realm=Ab"]],
  ["only a scheme", ["Negotiate"], ["negotiate"]],
  ["only two schemes", ["Negotiate, NTLM"], ["negotiate", "ntlm"]],
  ["no realm", ["Basic, Digest nonce=1"], ["basic", "digest nonce=1"]],
  ["several fields", ['Basic realm="a"', "NTLM"], ["basic realm=a", "ntlm"]],
  [
    "several challenges in a field",
    ['Digest realm="a", nonce="b" , Basic realm="c",NTLM'],
    ["digest realm=a|nonce=b", "basic realm=c", "ntlm"],
  ],
  [
    "blanks around the equals sign",
    ['Basic realm = "a" , charset\t=\t"UTF-8"'],
    ["basic realm=a|charset=UTF-8"],
  ],
  [
    "no blanks after commas",
    ["Digest realm=a,nonce=b,Basic realm=c"],
    ["digest realm=a|nonce=b", "basic realm=c"],
  ],
  [
    "empty elements",
    [',, Digest ,realm="a",,nonce="b",, ,Basic ,'],
    ["digest realm=a|nonce=b", "basic"],
  ],
  [
    "commas and equals signs in quotes",
    ['Basic realm="a, Digest nonce=1"'],
    ["basic realm=a, Digest nonce=1"],
  ],
  ["escapes in quotes", ['Basic realm="a\\"b\\\\c\\d"'], [
    'basic realm=a"b\\cd',
  ]],
  ["an empty quoted string", ['Basic realm=""'], ["basic realm="]],
  [
    "an empty value",
    ['Digest opaque=x, realm=, nonce="n"'],
    ["digest opaque=x|realm=|nonce=n"],
  ],
  ["a quote that does not end", ['Basic realm="a b'], ["basic realm=a b"]],
  ["an escape that does not end", ['Basic realm="a\\'], ["basic realm=a\\"]],
  ["bytes", ['Basic realm="\xe4"'], ["basic realm=\xe4"]],
  ["a token68", ["Negotiate YII/+a-b~c.d_e=="], [
    "negotiate(YII/+a-b~c.d_e==)",
  ]],
  [
    "a token68 among others",
    ['NTLM TlRM= ,Basic realm="a"'],
    ["ntlm(TlRM=)", "basic realm=a"],
  ],
  [
    "a first value that is empty",
    ['Digest opaque=, nonce="n"'],
    ["digest(opaque=) nonce=n"],
  ],
  [
    "a missing comma after a quoted string",
    ['Digest realm="a"nonce="b" qop="auth"'],
    ["digest realm=a|nonce=b|qop=auth"],
  ],
  [
    "a missing comma between challenges",
    ['Basic realm="a" Digest realm="b"'],
    ["basic realm=a", "digest realm=b"],
  ],
  [
    "a missing comma after a value without quotes",
    ["Digest realm=a nonce=b"],
    ["digest realm=a|nonce=b"],
  ],
  [
    "blanks in a value without quotes",
    ["Basic realm=My  own realm , NTLM"],
    ["basic realm=My  own realm", "ntlm"],
  ],
  [
    "equals signs and slashes in a value without quotes",
    ["Digest nonce=a/b==, domain=/x"],
    ["digest nonce=a/b==|domain=/x"],
  ],
  [
    "qop without quotes",
    ["Digest qop=auth,auth-int, nonce=b"],
    ["digest qop=auth,auth-int|nonce=b"],
  ],
  [
    "a word after a quoted string",
    ['Digest realm="a" junk, nonce="b"'],
    ["digest realm=a|nonce=b"],
  ],
  [
    "characters that mean nothing",
    ['Digest realm="a";(@), "x, y", nonce="b"'],
    ["digest realm=a|nonce=b"],
  ],
  ["a parameter without a scheme", ["realm=a, Basic"], ["basic"]],
  ["a duplicate parameter", ["Basic realm=a, Realm=b"], [
    "basic realm=a",
  ]],
];

for (const [name, values, challenges] of FIELDS) {
  Deno.test(`parseChallenges() parses ${name}`, () => {
    assertEquals(shown(parseChallenges(values)), challenges);
  });
}

Deno.test("parseChallenges() ignores only a field that is too long", () => {
  const long = `Basic realm="${"a".repeat(MAX_CHALLENGE_LENGTH)}"`;
  assertEquals(shown(parseChallenges([long, "NTLM"])), ["ntlm"]);
});

Deno.test("parseChallenges() limits the number of challenges, and ignores the parameters of the others", () => {
  const many = "Basic, ".repeat(MAX_CHALLENGES + 1) + "realm=a";
  const challenges = parseChallenges([many, "NTLM"]);
  assertEquals(challenges.length, MAX_CHALLENGES);
  assertEquals(challenges.at(-1)?.parameters.size, 0);
});

Deno.test("parseChallenges() limits the number of parameters", () => {
  const many = Array.from({ length: MAX_PARAMETERS + 1 }, (_, n) => `p${n}=1`);
  const [challenge] = parseChallenges([`Basic ${many.join(",")}`]);
  assertEquals(challenge?.parameters.size, MAX_PARAMETERS);
});

const HOSTILE = [
  " ",
  ",",
  '"',
  "\\",
  "a",
  "=",
  "a ",
  "a =",
  'a="',
  '"\\',
  "Basic ",
  "realm=a b ",
];

for (const piece of HOSTILE) {
  Deno.test(`parseChallenges() is fast for many repetitions of ${JSON.stringify(piece)}`, () => {
    const count = Math.floor((MAX_CHALLENGE_LENGTH - 20) / piece.length);
    const text = `Digest realm=${piece.repeat(count)}`;
    const start = cpuTime();
    for (let round = 0; round < 10; round++) parseChallenges([text]);
    // About 5 ms each; with quadratic time it would be seconds.
    assert(cpuTime() - start < 2000);
  });
}

Deno.test("parseParameters() parses a field without a scheme", () => {
  assertEquals(
    [...parseParameters('NextNonce="a\\"b", qop=auth , nc=00000001, x')],
    [["nextnonce", 'a"b'], ["qop", "auth"], ["nc", "00000001"]],
  );
});

Deno.test("parseParameters() ignores a field that is too long", () => {
  const long = `a=1, b=${"c".repeat(MAX_CHALLENGE_LENGTH)}`;
  assertEquals(parseParameters(long).size, 0);
});

const CHOICES: [name: string, field: string, chosen: string | null][] = [
  ["Digest before Basic", "Basic realm=a, Digest nonce=b", "digest nonce=b"],
  ["only Basic", "Negotiate, NTLM, Basic", "basic"],
  ["another user", "Negotiate, NTLM, Bearer realm=a, Passport", null],
  ["none of no challenges", "", null],
  [
    "SHA-256 before MD5",
    "Digest nonce=a, Digest nonce=b, algorithm=SHA-256",
    "digest nonce=b|algorithm=SHA-256",
  ],
  [
    "the first of equals",
    "Digest nonce=a,algorithm=sha-512-256, Digest nonce=b,algorithm=SHA-256",
    "digest nonce=a|algorithm=sha-512-256",
  ],
  [
    "Basic before an unknown algorithm",
    "Digest nonce=a, algorithm=SHA-1, Basic",
    "basic",
  ],
  [
    "Basic before an unknown qop",
    "Digest nonce=a,qop=auth-conf, Basic",
    "basic",
  ],
  ["no Digest without a nonce", "Digest realm=a", null],
];

const LOGINS: [name: string, field: string, chosen: string][] = [
  ["Negotiate before a later NTLM", "Negotiate, NTLM", "negotiate"],
  ["NTLM before a later Negotiate", "Basic, NTLM, Negotiate", "ntlm"],
  ["NTLM before Digest", "Digest nonce=b, algorithm=SHA-256, NTLM", "ntlm"],
  [
    "Basic before an unknown scheme",
    "Kerberos, Basic realm=a",
    "basic realm=a",
  ],
];

for (const [name, field, chosen] of LOGINS) {
  Deno.test(`bestChallenge() chooses ${name}, for a connection that can be authenticated`, () => {
    const best = bestChallenge(parseChallenges([field]), true);
    assertEquals(best && shown([best])[0], chosen);
  });
}

for (const [name, field, chosen] of CHOICES) {
  Deno.test(`bestChallenge() chooses ${name}`, () => {
    const best = bestChallenge(parseChallenges([field]));
    assertEquals(best && shown([best])[0], chosen);
  });
}
