// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { Credentials } from "../../_auth/credentials.ts";
import {
  authenticateMessage,
  AV_CHANNEL_BINDINGS,
  AV_FLAGS,
  AV_TARGET_NAME,
  AV_TIMESTAMP,
  type AvPair,
  channelBindingsHash,
  encodeTargetInfo,
  EXTENDED_SECURITY,
  fileTime,
  lmv2Response,
  MAX_MESSAGE,
  negotiateMessage,
  NTLM,
  NtlmFault,
  ntlmResponse,
  parseChallenge,
  type ProofInit,
  sessionBaseKey,
  signature,
  signingKey,
  TARGET_INFO,
  UNICODE,
  userAndDomain,
  userKey,
} from "../../_auth/ntlm.ts";
import { NtlmLogin } from "../../_auth/ntlm_login.ts";
import { challengeMessage } from "../servers/ntlm_messages.ts";

// ---- the example of [MS-NLMP] section 4.2.4 ----

const bytes = (hex: string) => Uint8Array.fromHex(hex.replaceAll(/\s/g, ""));

const SERVER_CHALLENGE = bytes("0123456789abcdef");
const CLIENT_CHALLENGE = bytes("aaaaaaaaaaaaaaaa");
const TARGET = bytes(
  `02000c0044006f006d00610069006e00
   01000c005300650072007600650072000000 0000`,
);
const CHALLENGE = bytes(
  `4e544c4d53535000 02000000 0c000c00 38000000 33828ae2 0123456789abcdef
   0000000000000000 24002400 44000000 0600701700 00000f
   530065007200760065007200
   02000c0044006f006d00610069006e00
   01000c0053006500720076006500720000000000`,
);

Deno.test("userKey() returns NTOWFv2 of MS-NLMP 4.2.4.1.1", () => {
  assertEquals(
    userKey("User", "Domain", "Password").toHex(),
    "0c868a403bfd7a93a3001ef22ef02e3f",
  );
});

Deno.test("ntlmResponse() returns the values of MS-NLMP 4.2.4.1.3 and 4.2.4.2.2", () => {
  const { proof, response } = ntlmResponse(
    userKey("User", "Domain", "Password"),
    SERVER_CHALLENGE,
    CLIENT_CHALLENGE,
    new Uint8Array(8),
    TARGET,
  );
  assertEquals(proof.toHex(), "68cd0ab851e51c96aabc927bebef6a1c");
  assertEquals(
    response.toHex(),
    "68cd0ab851e51c96aabc927bebef6a1c" +
      "01010000000000000000000000000000aaaaaaaaaaaaaaaa00000000" +
      TARGET.toHex() + "00000000",
  );
});

Deno.test("lmv2Response() returns the value of MS-NLMP 4.2.4.2.1", () => {
  assertEquals(
    lmv2Response(
      userKey("User", "Domain", "Password"),
      SERVER_CHALLENGE,
      CLIENT_CHALLENGE,
    ).toHex(),
    "86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa",
  );
});

Deno.test("sessionBaseKey() returns the value of MS-NLMP 4.2.4.1.2", () => {
  assertEquals(
    sessionBaseKey(
      userKey("User", "Domain", "Password"),
      bytes("68cd0ab851e51c96aabc927bebef6a1c"),
    ).toHex(),
    "8de40ccadbc14a82f15cb0ad0de95ca3",
  );
});

Deno.test("signingKey() returns the value of MS-NLMP 4.2.4.4", () => {
  const sessionKey = new Uint8Array(16).fill(0x55);
  assertEquals(
    signingKey(sessionKey).toHex(),
    "4788dc861b4782f35d43fd98fe1a2d39",
  );
});

Deno.test("signature() returns the value of MS-NLMP 4.2.4.4, before a key exchange encrypts it", () => {
  const sessionKey = new Uint8Array(16).fill(0x55);
  const plaintext = bytes("50006c00610069006e007400650078007400");
  assertEquals(
    signature(sessionKey, plaintext).toHex(),
    "01000000" + "70352851f2564309" + "00000000",
  );
});

Deno.test("parseChallenge() reads the challenge of MS-NLMP 4.2.4.3", () => {
  const { serverChallenge, targetInfo, timestamp, flags } = parseChallenge(
    CHALLENGE,
  );
  assertEquals(serverChallenge, SERVER_CHALLENGE);
  assertEquals(encodeTargetInfo(targetInfo), TARGET);
  assertEquals(timestamp, null);
  assertEquals(flags, 0xe28a8233);
});

// ---- the first message ----

Deno.test("negotiateMessage() has 40 bytes, with a version and without NTLMv1 and LM", () => {
  assertEquals(
    negotiateMessage().toHex(),
    "4e544c4d53535000" + "01000000" + "058208a2" +
      "0000000028000000" + "0000000028000000" + "0a0000000000000f",
  );
});

// ---- the last message ----

const INIT: ProofInit = {
  clientChallenge: CLIENT_CHALLENGE,
  now: fileTime(0),
  targetName: "HTTP/server.example",
  channelBindings: null,
};

const ALICE = new Credentials("Domain\\User", "Password");

/** The parts of a last message, as a server finds them. */
function readAuthenticate(message: Uint8Array) {
  const view = new DataView(message.buffer);
  const field = (at: number) => {
    const offset = view.getUint32(at + 4, true);
    return message.subarray(offset, offset + view.getUint16(at, true));
  };
  const text = (at: number) => new TextDecoder("utf-16le").decode(field(at));
  const nt = field(20);
  return {
    lm: field(12),
    nt,
    info: targetInfoOf(nt),
    domain: text(28),
    user: text(36),
    workstation: text(44),
    sessionKey: field(52),
    mic: message.subarray(72, 88),
  };
}

/** The target information in a response: after the proof and 28 bytes, before four of zero. */
function targetInfoOf(nt: Uint8Array): ReadonlyMap<number, string> {
  const info = nt.subarray(44, -4);
  const message = challengeMessage({ rawInfo: info });
  const { targetInfo } = parseChallenge(message);
  return new Map(targetInfo.map(([id, value]) => [id, value.toHex()]));
}

Deno.test("authenticateMessage() has LMv2 and no integrity code without the time of the server", () => {
  const challenge = parseChallenge(CHALLENGE);
  const sent = readAuthenticate(
    authenticateMessage(ALICE, negotiateMessage(), challenge, INIT).message,
  );
  assertEquals([sent.user, sent.domain], ["User", "Domain"]);
  assertEquals([sent.workstation, sent.sessionKey.length], ["", 0]);
  assertEquals(
    sent.lm.toHex(),
    "86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa",
  );
  assertEquals(sent.mic, new Uint8Array(16));
  assertEquals(sent.info.get(AV_FLAGS), undefined);
  assertEquals(sent.info.get(AV_CHANNEL_BINDINGS), "00".repeat(16));
});

Deno.test("authenticateMessage() has an integrity code of all three messages with the time of the server", async () => {
  const { createHmac } = await import("node:crypto");
  const time = fileTime(1_700_000_000_000);
  const message = challengeMessage({ info: [[AV_TIMESTAMP, time]] });
  const first = negotiateMessage();
  const { message: last } = authenticateMessage(
    ALICE,
    first,
    parseChallenge(message),
    INIT,
  );
  const sent = readAuthenticate(last);
  assertEquals(sent.lm, new Uint8Array(24));
  assertEquals(sent.nt.subarray(24, 32), time);
  assertEquals(sent.info.get(AV_FLAGS), "02000000");
  const key = sessionBaseKey(
    userKey("User", "Domain", "Password"),
    sent.nt.subarray(0, 16),
  );
  const blank = last.slice();
  blank.fill(0, 72, 88);
  const mic = createHmac("md5", key).update(first).update(message)
    .update(blank).digest("hex");
  assertEquals(sent.mic.toHex(), mic);
});

Deno.test("authenticateMessage() keeps unknown values and replaces its own", () => {
  const info: AvPair[] = [
    [1, bytes("4100")],
    [AV_FLAGS, bytes("01000000")],
    [AV_TIMESTAMP, fileTime(0)],
    [AV_TARGET_NAME, bytes("4200")],
    [AV_CHANNEL_BINDINGS, bytes("ff")],
    [77, bytes("010203")],
  ];
  const challenge = parseChallenge(challengeMessage({ info }));
  const channelBindings = channelBindingsHash(new Uint8Array(32));
  const { info: sent } = readAuthenticate(
    authenticateMessage(ALICE, negotiateMessage(), challenge, {
      ...INIT,
      channelBindings,
    }).message,
  );
  assertEquals(sent.get(1), "4100");
  assertEquals(sent.get(77), "010203");
  assertEquals(sent.get(AV_FLAGS), "03000000");
  assertEquals(sent.get(AV_CHANNEL_BINDINGS), channelBindings.toHex());
  const name = new TextDecoder("utf-16le").decode(
    bytes(sent.get(AV_TARGET_NAME)!),
  );
  assertEquals(name, "HTTP/server.example");
});

Deno.test("channelBindingsHash() returns the MD5 hash of gss_channel_bindings_struct", async () => {
  const { createHash } = await import("node:crypto");
  const endPoint = crypto.getRandomValues(new Uint8Array(32));
  const prefix = new TextEncoder().encode("tls-server-end-point:");
  const struct = new Uint8Array([
    ...new Uint8Array(16),
    ...[prefix.length + 32, 0, 0, 0],
    ...prefix,
    ...endPoint,
  ]);
  assertEquals(
    channelBindingsHash(endPoint).toHex(),
    createHash("md5").update(struct).digest("hex"),
  );
});

const USERS: [name: string, user: string, domain: string][] = [
  ["alice", "alice", ""],
  ["DOMAIN\\alice", "alice", "DOMAIN"],
  ["alice@domain.example", "alice@domain.example", ""],
  ["\\alice", "alice", ""],
  ["D\\a\\b", "a\\b", "D"],
];

for (const [name, user, domain] of USERS) {
  Deno.test(`userAndDomain() splits ${name}`, () => {
    assertEquals(userAndDomain(name), { user, domain });
  });
}

Deno.test("userKey() converts the name to uppercase, one character for each, and keeps the domain", () => {
  const same = (one: Uint8Array, other: Uint8Array) =>
    one.toHex() === other.toHex();
  assert(same(userKey("jürgen", "D", "p"), userKey("JÜRGEN", "D", "p")));
  assert(!same(userKey("straße", "D", "p"), userKey("STRASSE", "D", "p")));
  assert(same(userKey("Γιώργος", "D", "p"), userKey("ΓΙΏΡΓΟΣ", "D", "p")));
  // Windows has no capital letters for these, or for any character above
  // U+FFFF.
  assert(!same(userKey("ışık", "D", "p"), userKey("IŞIK", "D", "p")));
  assert(!same(userKey("µ", "D", "p"), userKey("Μ", "D", "p")));
  assert(!same(userKey("\u{10428}", "D", "p"), userKey("\u{10400}", "D", "p")));
  assert(!same(userKey("a", "d", "p"), userKey("a", "D", "p")));
});

// ---- challenges that are not answered ----

const WHOLE = challengeMessage({
  info: [[2, bytes("44004400")], [AV_TIMESTAMP, fileTime(0)]],
});

function changed(change: (view: DataView) => void): Uint8Array {
  const copy = WHOLE.slice();
  change(new DataView(copy.buffer));
  return copy;
}

const REFUSED: [name: string, message: Uint8Array, why: RegExp][] = [
  ["nothing", new Uint8Array(), /signature/],
  ["another signature", changed((view) => view.setUint8(0, 0)), /signature/],
  ["a first message", negotiateMessage(), /not a challenge/],
  ["too many bytes", new Uint8Array(MAX_MESSAGE + 1), /too long/],
  [
    "an offset outside",
    changed((view) => view.setUint32(44, 0xffffffff, true)),
    /outside/,
  ],
  [
    "an offset in the head",
    changed((view) => view.setUint32(44, 40, true)),
    /outside/,
  ],
  [
    "a length that is too long",
    changed((view) => view.setUint16(40, 0xffff, true)),
    /outside/,
  ],
  [
    "no target information",
    changed((view) => view.setUint16(40, 0, true)),
    /empty/,
  ],
  [
    "a value that is too long",
    changed((view) => view.setUint16(50, 0xffff, true)),
    /has no terminator/,
  ],
  [
    "values without an end",
    challengeMessage({ rawInfo: bytes("020002004400") }),
    /has no terminator/,
  ],
  [
    "the same value repeatedly",
    challengeMessage({ rawInfo: bytes("06000000".repeat(2000)) }),
    /wrong length|twice/,
  ],
  [
    "a time of four bytes",
    challengeMessage({ info: [[AV_TIMESTAMP, new Uint8Array(4)]] }),
    /wrong length/,
  ],
  ...[UNICODE, NTLM, EXTENDED_SECURITY, TARGET_INFO].map((flag) =>
    [
      `the flag 0x${flag.toString(16)} missing`,
      changed((view) =>
        view.setUint32(20, view.getUint32(20, true) & ~flag, true)
      ),
      /NTLMv1 only/,
    ] as [string, Uint8Array, RegExp]
  ),
];

for (const [name, message, why] of REFUSED) {
  Deno.test(`parseChallenge() refuses ${name}`, () => {
    const error = assertThrows(() => parseChallenge(message), NtlmFault);
    assert(why.test(error.message), error.message);
  });
}

Deno.test("parseChallenge() refuses a challenge that is truncated at any byte", () => {
  for (let length = 0; length < WHOLE.length; length++) {
    assertThrows(() => parseChallenge(WHOLE.subarray(0, length)), NtlmFault);
  }
});

Deno.test("parseChallenge() returns a challenge or throws NtlmFault, with any byte changed", () => {
  for (let round = 0; round < 20_000; round++) {
    const copy = WHOLE.slice();
    for (let left = 1 + round % 4; left > 0; left--) {
      const at = 12 + Math.floor(Math.random() * (copy.length - 12));
      copy[at] = Math.floor(Math.random() * 256);
    }
    try {
      parseChallenge(copy);
    } catch (error) {
      assert(error instanceof NtlmFault, String(error));
    }
  }
});

// ---- the login ----

Deno.test("NtlmLogin sends the first message, then the proof, then nothing", () => {
  const schemes = [["ntlm", "NTLM"], ["negotiate", "Negotiate"]] as const;
  for (const [scheme, name] of schemes) {
    const login = new NtlmLogin(scheme, ALICE, "server.example");
    assertEquals(login.stage, "negotiate");
    assertEquals(login.header, `${name} ${negotiateMessage().toBase64()}`);
    assertEquals(login.prove(WHOLE.toBase64(), null), null);
    assertEquals(login.stage, "authenticate");
    assert(login.header!.startsWith(`${name} TlRMTVNTUAAD`), login.header!);
    login.finish();
    assertEquals([login.stage, login.header], ["done", null]);
  }
});

for (
  const [name, token, why] of [
    ["a token of Kerberos", "YIIZ", /Kerberos is not supported/],
    ["no Base64", "TlRMTVNTUA*", /Base64/],
    ["a token of a mebibyte", "TlRMTVNTUA".padEnd(1 << 20, "A"), /too long/],
  ] as const
) {
  Deno.test(`NtlmLogin.prove() refuses ${name}`, () => {
    const login = new NtlmLogin("negotiate", ALICE, "server.example");
    assertMatch(login.prove(token, null)!, why);
    assertEquals(login.stage, "negotiate");
  });
}

Deno.test("NtlmLogin keeps its form if another login to the server has found another one", () => {
  const form = { isWrapped: false };
  const make = () => new NtlmLogin("negotiate", ALICE, "a.example", form);
  const [first, second] = [make(), make()];
  assertEquals([first.prove("", null), form.isWrapped], [null, true]);
  // The second login has also sent a bare message, so it starts again.
  assertEquals(second.prove("", null), null);
  assertEquals(first.header, second.header);
  assertMatch(first.header!, /^Negotiate YEgGBisGAQUFAq/);
  assertEquals(first.prove(WHOLE.toBase64(), null), null);
  assertEquals(form.isWrapped, false);
  assertMatch(first.header!, /^Negotiate TlRMTVNTUAAD/);
  assertMatch(second.header!, /^Negotiate YEgGBisGAQUFAq/);
  assertMatch(second.prove("", null)!, /Kerberos is not supported/);
});
