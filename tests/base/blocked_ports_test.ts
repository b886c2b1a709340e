// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertThrows } from "@std/assert";
import {
  ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
  InternetError,
} from "../../error.ts";
import { checkPort } from "../../_base/blocked_ports.ts";

const SERVICES: [service: string, port: number][] = [
  ["tcpmux", 1],
  ["FTP", 21],
  ["SSH", 22],
  ["telnet", 23],
  ["mail", 25],
  ["DNS", 53],
  ["finger", 79],
  ["POP3", 110],
  ["news", 119],
  ["IMAP", 143],
  ["printers", 515],
  ["mail submission", 587],
  ["NFS", 2049],
  ["SIP", 5060],
  ["X11", 6000],
  ["IRC", 6667],
  ["amanda", 10_080],
];

for (const [service, port] of SERVICES) {
  Deno.test(`checkPort() refuses the port of ${service}`, () => {
    const error = assertThrows(
      () => checkPort(port, "GOPHER_OPTION_ANY_PORT"),
      InternetError,
      `port ${port}: `,
    );
    assertEquals(error.code, ERROR_INTERNET_FAILED_DUETOSECURITYCHECK);
    assertEquals(error.message.includes("GOPHER_OPTION_ANY_PORT"), true);
  });
}

for (const port of [0, 70, 80, 105, 443, 1070, 7070, 7071, 65_535]) {
  Deno.test(`checkPort() accepts port ${port}`, () => {
    checkPort(port, "GOPHER_OPTION_ANY_PORT");
  });
}

/** Services that accept commands of one line, which browsers never send. */
const ONE_LINE_SERVICES = [6379, 9100, 11_211];

Deno.test("checkPort() refuses the ports that fetch() refuses, and those of services that accept one line", async () => {
  const refused = [];
  for (let port = 1; port < 65_536; port++) {
    try {
      checkPort(port, "GOPHER_OPTION_ANY_PORT");
    } catch {
      refused.push(port);
    }
  }
  assertEquals(refused.length, 82 + ONE_LINE_SERVICES.length);
  for (const port of refused) {
    if (ONE_LINE_SERVICES.includes(port)) continue;
    const error = await fetch(`http://127.0.0.1:${port}/`).then(
      () => null,
      (error: Error) => error,
    );
    assertEquals(error?.message.includes("are blocked"), true, `port ${port}`);
  }
});

Deno.test("checkPort() accepts the ports of the protocol itself, and names the option", () => {
  checkPort(21, "OPTION", [21, 990]);
  assertThrows(
    () => checkPort(22, "OPTION", [21, 990]),
    InternetError,
    "OPTION",
  );
});
