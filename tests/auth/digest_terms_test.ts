// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  type DigestTerms,
  digestTerms,
  MAX_DOMAIN,
} from "../../_auth/digest_terms.ts";

const PLAIN: DigestTerms = {
  algorithm: "MD5",
  hasSessionKey: false,
  algorithmText: null,
  realm: "",
  nonce: "n",
  opaque: null,
  qop: null,
  hidesUser: false,
  isUtf8: false,
  isStale: false,
  domain: [],
};

type Parameters = Record<string, string>;

const TERMS: [parameters: Parameters, terms: Partial<DigestTerms>][] = [
  [{}, {}],
  [{ realm: "r", opaque: "" }, { realm: "r", opaque: "" }],
  [{ realm: "\xe4\t~" }, { realm: "\xe4\t~" }],
  [{ algorithm: "" }, {}],
  [{ algorithm: "MD5" }, { algorithmText: "MD5" }],
  [{ algorithm: "md5" }, { algorithmText: "md5" }],
  [{ algorithm: "SHA-256" }, {
    algorithm: "SHA-256",
    algorithmText: "SHA-256",
  }],
  [{ algorithm: "sha-512-256" }, {
    algorithm: "SHA-512-256",
    algorithmText: "sha-512-256",
  }],
  [{ algorithm: "md5-Sess", qop: "auth" }, {
    algorithmText: "md5-Sess",
    hasSessionKey: true,
    qop: "auth",
  }],
  [{ qop: "" }, {}],
  [{ qop: " , " }, {}],
  [{ qop: "AUTH" }, { qop: "auth" }],
  [{ qop: "auth-int" }, { qop: "auth-int" }],
  [{ qop: "auth-int, auth" }, { qop: "auth" }],
  [{ qop: "auth-conf,\tauth-int" }, { qop: "auth-int" }],
  [{ userhash: "TRUE", charset: "utf-8", stale: "True" }, {
    hidesUser: true,
    isUtf8: true,
    isStale: true,
  }],
  [{ userhash: "1", charset: "latin1", stale: "false" }, {}],
  [{ domain: " /a  http://h/b " }, { domain: ["/a", "http://h/b"] }],
];

for (const [parameters, terms] of TERMS) {
  Deno.test(`digestTerms() accepts ${JSON.stringify(parameters)}`, () => {
    assertEquals(
      digestTerms(new Map(Object.entries({ nonce: "n", ...parameters }))),
      { ...PLAIN, ...terms },
    );
  });
}

const IMPOSSIBLE: [name: string, parameters: Parameters][] = [
  ["no nonce", { nonce: "" }],
  ["an unknown algorithm", { algorithm: "SHA-1" }],
  ["only -sess", { algorithm: "-sess", qop: "auth" }],
  ["an algorithm in other words", { algorithm: "constructor" }],
  ["-sess without qop", { algorithm: "MD5-sess" }],
  ["an unknown qop", { qop: "auth-conf" }],
  ["a line end in the realm", { realm: "a\r\nb" }],
  ["a NUL in the nonce", { nonce: "a\0" }],
  ["a control character in opaque", { opaque: "\x7f" }],
  ["a nonce that is too long", { nonce: "a".repeat(4097) }],
];

for (const [name, parameters] of IMPOSSIBLE) {
  Deno.test(`digestTerms() refuses ${name}`, () => {
    assertEquals(
      digestTerms(new Map(Object.entries({ nonce: "n", ...parameters }))),
      null,
    );
  });
}

Deno.test("digestTerms() limits the number of URIs of a domain", () => {
  const domain = "/a ".repeat(MAX_DOMAIN + 1);
  const terms = digestTerms(new Map(Object.entries({ nonce: "n", domain })));
  assertEquals(terms?.domain.length, MAX_DOMAIN);
});
