// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_FTP_NO_PASSIVE_MODE,
  ERROR_INTERNET_EXTENDED_ERROR,
} from "../../../error.ts";
import {
  extendedPortArgument,
  findPassive,
  isSameHost,
  parseExtendedPassive,
  parsePassive,
  portArgument,
  sendAddress,
} from "../../../_ftp/wire/address.ts";
import { KnownServer } from "../../../_ftp/wire/server_state.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";
import { play, playFailing } from "./dialogue.ts";

const HERE = { host: "10.0.0.1", port: 1029 };

const PASSIVE: [name: string, text: string][] = [
  ["RFC 959", "Entering Passive Mode (10,0,0,1,4,5)."],
  ["the code in front", "227 Entering Passive Mode (10,0,0,1,4,5)"],
  ["no parentheses", "Entering Passive Mode 10,0,0,1,4,5"],
  ["a full stop before the numbers", "Passive mode on. 10,0,0,1,4,5"],
  [
    "a hyphen and a blank before the numbers",
    "227 Passive mode - 10,0,0,1,4,5",
  ],
  ["a comma before the numbers", "Entering Passive Mode, 10,0,0,1,4,5"],
  ["an equals sign", "Entering Passive Mode =10,0,0,1,4,5"],
  ["only digits", "10,0,0,1,4,5"],
  ["only digits after the code", "227 10,0,0,1,4,5"],
  ["blanks around the commas", "Mode (10, 0 ,0 , 1,4, 5)"],
  ["leading zeros", "Mode (010,000,000,001,004,005)"],
  [
    "text after the address",
    "Entering Passive Mode (10,0,0,1,4,5) for 2 files, 3 bytes",
  ],
  ["a number after the address", "10,0,0,1,4,5 227"],
  ["a comma after the address", "use PORT 10,0,0,1,4,5, please"],
  ["MultiNet", "Entering passive mode; use PORT 10,0,0,1,4,5"],
  ["other numbers before", "227 1,2 (10,0,0,1,4,5)"],
  ["numbers beyond 255 before", "(1,2,3,4,5,256) (10,0,0,1,4,5)"],
  ["port 0 before", "(1,2,3,4,0,0) (10,0,0,1,4,5)"],
];

for (const [name, text] of PASSIVE) {
  Deno.test(`parsePassive() reads ${name}`, () => {
    assertEquals(parsePassive(text), HERE);
  });
}

const NOT_PASSIVE: [name: string, text: string][] = [
  ["nothing", ""],
  ["only text", "Entering Passive Mode"],
  ["five numbers", "(10,0,0,1,4)"],
  ["seven numbers", "(10,0,0,1,4,5,6)"],
  ["seven numbers with blanks", "(10 , 0 , 0 , 1 , 4 , 5 , 6)"],
  ["twelve numbers", "10,0,0,1,4,5,10,0,0,1,4,5"],
  ["a number beyond 255", "(10,0,0,256,4,5)"],
  ["a port beyond 255", "(10,0,0,1,256,5)"],
  ["a number of four digits", "(1000,0,0,1,4,5)"],
  ["a last number of four digits", "(10,0,0,1,4,5000)"],
  ["a negative number in front", "(-10,0,0,1,4,5)"],
  ["a negative number within", "(10,0,-1,1,4,5)"],
  ["a negative number at the end", "(10,0,0,1,4,-5)"],
  ["a fraction", "(1.10,0,0,1,4,5)"],
  ["port 0", "(10,0,0,1,0,0)"],
  ["an empty number", "(10,,0,1,4,5)"],
  ["digits of another script", "(\u0661,0,0,1,4,5)"],
  ["a reply of EPSV", "Entering Extended Passive Mode (|||1029|)"],
];

for (const [name, text] of NOT_PASSIVE) {
  Deno.test(`parsePassive() refuses ${name}`, () => {
    assertEquals(parsePassive(text), null);
  });
}

Deno.test("parsePassive() returns the address unchanged, including 0.0.0.0 and 255.255.255.255", () => {
  assertEquals(parsePassive("(0,0,0,0,0,1)"), { host: "0.0.0.0", port: 1 });
  assertEquals(parsePassive("(255,255,255,255,255,255)"), {
    host: "255.255.255.255",
    port: 65_535,
  });
});

const EXTENDED: [name: string, text: string, port: number | null][] = [
  ["RFC 2428", "Entering Extended Passive Mode (|||6446|)", 6446],
  ["the code in front", "229 Extended Passive Mode OK (|||6446|)", 6446],
  ["another delimiter", "Entering Extended Passive Mode (!!!6446!)", 6446],
  ["a delimiter with a meaning in regular expressions", "($$$6446$)", 6446],
  ["no parentheses", "Entering Extended Passive Mode |||6446|", 6446],
  ["text after the address", "ok (|||6446|) go", 6446],
  ["protocol and IPv4, which do not count", "(|1|203.0.113.9|6446|)", 6446],
  ["protocol and IPv6, which do not count", "(|2|2001:db8::9|6446|)", 6446],
  ["the highest port", "(|||65535|)", 65_535],
  ["full stops in the text", "All right... here: (|||21|)", 21],
  ["port 0", "(|||0|)", null],
  ["port 65536", "(|||65536|)", null],
  ["a port of six digits", "(|||100000|)", null],
  ["a negative port", "(|||-1|)", null],
  ["no port", "(||||)", null],
  ["different delimiters", "(|||6446!)", null],
  ["two delimiters in front", "(||6446|)", null],
  ["letters as delimiters", "xxx6446x", null],
  ["digits as delimiters", "111644601", null],
  ["a reply of PASV", "Entering Passive Mode (10,0,0,1,4,5)", null],
  ["numbers with full stops", "FTPD 1.2.3.4. ready", null],
  ["times", "at 10:01:02:03:04", null],
  ["nothing", "", null],
];

for (const [name, text, port] of EXTENDED) {
  Deno.test(`parseExtendedPassive() returns ${port} for ${name}`, () => {
    assertEquals(parseExtendedPassive(text), port);
  });
}

Deno.test("parseExtendedPassive() accepts the reply 229 to a PASV", () => {
  const text = "Entering Extended Passive Mode (|||1029|)";
  assertEquals([parsePassive(text), parseExtendedPassive(text)], [null, 1029]);
});

Deno.test("parsePassive() and parseExtendedPassive() need linear time for 1 MB", () => {
  const started = cpuTime();
  const units = [
    "=",
    "1",
    ",",
    "1,",
    "1 ,",
    " ",
    "1,2,3,4,5,",
    "(1,2,3,4,5,256)",
    "|",
    "||",
    "(|||",
    "|||65536|",
    "|1",
    "x ",
    "a|b!",
    "\u0661",
  ];
  for (const unit of units) {
    const text = unit.repeat(1_000_000 / unit.length);
    assertEquals(parsePassive(text), null);
    parseExtendedPassive(text);
    assertEquals(parsePassive(`${text}(${text}`), null);
  }
  assert(cpuTime() - started < 4000);
});

Deno.test("portArgument() and extendedPortArgument() write addresses", () => {
  assertEquals(portArgument(HERE), "10,0,0,1,4,5");
  assertEquals(
    portArgument({ host: "1.2.3.4", port: 65_535 }),
    "1,2,3,4,255,255",
  );
  assertEquals(extendedPortArgument(HERE), "|1|10.0.0.1|1029|");
  assertEquals(
    extendedPortArgument({ host: "2001:db8::9", port: 21 }),
    "|2|2001:db8::9|21|",
  );
});

const HOSTS: [one: string, other: string, same: boolean][] = [
  ["1.2.3.4", "1.2.3.4", true],
  ["1.2.3.4", "1.2.3.5", false],
  ["::ffff:1.2.3.4", "1.2.3.4", true],
  ["1.2.3.4", "::FFFF:1.2.3.4", true],
  ["::ffff:1.2.3.4", "1.2.3.5", false],
  ["fe80::1%eth0", "fe80::1", true],
  ["FE80::A", "fe80::a", true],
  ["::ffff:102", "102", false],
  ["::1", "127.0.0.1", false],
];

for (const [one, other, same] of HOSTS) {
  Deno.test(`isSameHost() returns ${same} for ${one} and ${other}`, () => {
    assertEquals(isSameHost(one, other), same);
  });
}

const RETR = { verb: "RETR", argument: "a b" };
const IPV4 = { ipv6: false, extended: true };
const IPV6 = { ipv6: true, extended: true };
const PASV_REPLY = "227 a (10,0,0,1,4,5)";
const NAMED = { ...HERE, extended: false };

const DIALOGUES: [
  name: string,
  allowed: typeof IPV4,
  replies: string[],
  sent: (string | null)[],
  address: object,
][] = [
  ["EPSV", IPV4, ["229 a (|||7|)"], ["EPSV"], {
    host: null,
    port: 7,
    extended: true,
  }],
  ["PASV after EPSV", IPV4, ["500 a", PASV_REPLY], ["EPSV", "PASV"], NAMED],
  ["PASV alone", { ipv6: false, extended: false }, [PASV_REPLY], [
    "PASV",
  ], NAMED],
  [
    "PASV after a late reply",
    { ipv6: false, extended: false },
    [
      "226 late",
      PASV_REPLY,
    ],
    ["PASV", null],
    NAMED,
  ],
  [
    "a port of EPSV in reply to PASV",
    { ipv6: false, extended: false },
    [
      "229 a (|||7|)",
    ],
    ["PASV"],
    { host: null, port: 7, extended: false },
  ],
];

for (const [name, allowed, replies, sent, address] of DIALOGUES) {
  Deno.test(`findPassive() handles ${name}`, () => {
    const played = play(findPassive(new KnownServer(), allowed, RETR), replies);
    assertEquals(played, { sent, outcome: address as typeof NAMED });
  });
}

Deno.test("findPassive() does not send EPSV again after a failure", () => {
  const server = new KnownServer();
  play(findPassive(server, IPV4, RETR), ["229 nonsense", PASV_REPLY]);
  assertEquals(server.extendedModes, false);
  const { sent } = play(findPassive(server, IPV4, RETR), [PASV_REPLY]);
  assertEquals(sent, ["PASV"]);
});

Deno.test("findPassive() sends PRET from then on if the server has it", () => {
  const server = new KnownServer();
  const first = play(findPassive(server, IPV4, RETR), [
    "500 a",
    "500 b",
    "211-a\r\n PRET\r\n211 b",
    "200 a",
    "229 a (|||7|)",
  ]);
  assertEquals(first.sent, ["EPSV", "PASV", "FEAT", "PRET RETR a b", "EPSV"]);
  const list = play(findPassive(server, IPV4, { verb: "LIST" }), [
    "500 a",
    "229 a (|||7|)",
  ]);
  assertEquals(list.sent, ["PRET LIST", "EPSV"]);
});

for (
  const [name, allowed, replies, sent] of [
    ["IPv6", IPV6, ["500 a", "500 b"], ["EPSV", "FEAT"]],
    ["IPv4", IPV4, ["500 a", "500 b", "500 c"], ["EPSV", "PASV", "FEAT"]],
  ] as const
) {
  Deno.test(`findPassive() fails without passive mode, ${name}`, () => {
    const dialogue = findPassive(new KnownServer(), allowed, RETR);
    const played = playFailing(dialogue, replies);
    assertEquals(played.sent, sent);
    assertEquals(played.outcome.code, ERROR_FTP_NO_PASSIVE_MODE);
  });
}

Deno.test("sendAddress() sends EPRT, and PORT after its failure", () => {
  const server = new KnownServer();
  const send = (replies: string[]) =>
    play(sendAddress(server, true, HERE), replies).sent;
  const [eprt, port] = ["EPRT |1|10.0.0.1|1029|", "PORT 10,0,0,1,4,5"];
  assertEquals(send(["200 a"]), [eprt]);
  assertEquals(send(["500 a", "200 a"]), [eprt, port]);
  assertEquals(send(["200 a"]), [port]);
  assertEquals(
    play(sendAddress(new KnownServer(), false, HERE), ["200 a"]).sent,
    [port],
  );
});

Deno.test("sendAddress() fails if the server refuses PORT, or EPRT with IPv6", () => {
  for (
    const [host, replies] of [["::1", ["500 a"]], ["1.2.3.4", [
      "500 a",
      "500 b",
    ]]] as const
  ) {
    const dialogue = sendAddress(new KnownServer(), true, { host, port: 1 });
    const { outcome } = playFailing(dialogue, replies);
    assertEquals(outcome.code, ERROR_INTERNET_EXTENDED_ERROR);
  }
});
