// Copyright 2026 the wininet authors. MIT license.

import { ERROR_SHARING_VIOLATION, InternetError } from "../../error.ts";
import { exitCodeOf } from "../../_cli/exit_code.ts";
import { failureLine, userMessage } from "../../_cli/wording.ts";
import { assert, assertEquals } from "@std/assert";
import {
  bar,
  formatDuration,
  formatSize,
  pad,
  plainText,
  shorten,
  widthOf,
} from "../../_cli/text.ts";
import { progressLine, totalLine } from "../../_cli/progress_line.ts";
import { ERROR_CASES, errorOf } from "../errors/error_texts.ts";

for (
  const [text, width] of [
    ["abc", 3],
    ["日本語", 6],
    ["한국어", 6],
    ["e\u0301", 1],
    ["👨‍👩‍👧", 2],
    ["🇩🇪", 2],
    ["❤️", 2],
    ["©", 1],
    ["\u200b", 0],
  ] as const
) {
  Deno.test(`widthOf() returns ${width} for ${JSON.stringify(text)}`, () => {
    assertEquals(widthOf(text), width);
  });
}

Deno.test("shorten() and pad() count columns, not characters", () => {
  assertEquals(shorten("日本語", 5), "日本…");
  assertEquals(shorten("日本語", 4), "日…");
  assertEquals(pad("日本", 6), "日本  ");
  assertEquals(pad("日本", 6, "right"), "  日本");
});

Deno.test("plainText() replaces all characters that control a terminal or reverse a text", () => {
  assertEquals(plainText("a\x1b[2Jb\r\nc\x9bd\u202ee"), "a?[2Jb??c?d?e");
});

Deno.test("formatSize() and formatDuration() use units", () => {
  const sizes = [0, 999, 1000, 9_949, 9_950, 999_499, 999_500, 12e9];
  assertEquals(sizes.map(formatSize), [
    ...["0 B", "999 B", "1.0 kB", "9.9 kB", "10 kB", "999 kB", "1.0 MB"],
    "12 GB",
  ]);
  assertEquals([0, 6.2, 750, 11_100].map(formatDuration), [
    ...["0:00", "0:07", "12:30", "3:05:00"],
  ]);
});

Deno.test("progressLine() fits into every width", () => {
  const moving = { bytes: 5e8, total: 1e9, rate: 123e6, remaining: 36_000 };
  const name = "とても長い名前のファイル.tar.gz".repeat(3);
  for (const columns of [20, 40, 60, 80, 200]) {
    for (const total of [1e9, null]) {
      const line = progressLine(name, { ...moving, total }, columns);
      assertEquals(widthOf(line) < columns, true, `${columns}: ${line}`);
    }
  }
  assertEquals(
    progressLine("a.zip", moving, 60),
    `${"a.zip".padEnd(21)} ${bar(1, 2, 8)}  50%  123 MB/s 10:00:00 left`,
  );
});

Deno.test("totalLine() counts the transfers", () => {
  const all = { done: 2, failed: 1, bytes: 5000, total: null, rate: 0 };
  assertEquals(
    totalLine({ ...all, remaining: null }, 4),
    "2 of 4 done, 1 failed, 5.0 kB",
  );
});

Deno.test("userMessage() recommends options instead of constants", () => {
  const advised = [
    "it is a TLS alert; the server may require TLS: use INTERNET_FLAG_SECURE or a gophers: URL",
    "the server speaks TLS; use https or INTERNET_FLAG_SECURE",
    "no answer within INTERNET_OPTION_RECEIVE_TIMEOUT",
    "a firewall may block it; try without INTERNET_FLAG_PASSIVE",
    "it belongs to another service; set GOPHER_OPTION_ANY_PORT to allow it (ERROR_X)",
    "use port 990 or an ftps: URL, or FTP_OPTION_IMPLICIT on other ports",
    "the server requests a client certificate; set INTERNET_OPTION_CLIENT_CERT_CONTEXT",
    "Cannot read: No such file or directory (os error 2): readfile '/a'",
    "trust the file of its authority with --cert, or set SECURITY_FLAG_IGNORE_UNKNOWN_CA in INTERNET_OPTION_SECURITY_FLAGS (ERROR_X)",
    "check the clock of this machine, or set SECURITY_FLAG_IGNORE_CERT_DATE_INVALID in INTERNET_OPTION_SECURITY_FLAGS (ERROR_X)",
    "it is not for servers; SECURITY_FLAG_IGNORE_WRONG_USAGE allows it",
    "it does not speak TLS on this port; use http or omit INTERNET_FLAG_SECURE, or use the TLS port",
    "the server refuses passive mode; leave INTERNET_FLAG_PASSIVE out",
    "no port is free; set FTP_OPTION_ACTIVE_PORTS or INTERNET_FLAG_PASSIVE",
    "it requests a client certificate, and INTERNET_OPTION_CLIENT_CERT_CONTEXT is for servers only",
    "530 Login incorrect; check lpszUserName and lpszPassword; the server",
    "check its address; INTERNET_OPEN_TYPE_DIRECT uses no proxy (ERROR_X)",
    "which may be a loop; INTERNET_FLAG_NO_AUTO_REDIRECT returns each one (ERROR_X)",
    "the scheme changes, which needs INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTP (ERROR_X)",
    "check the name with FtpFindFirstFile, and the permissions of the user",
    "so call InternetConnect again or set FTP_OPTION_RECONNECT (ERROR_X)",
    "remove it, or let it be replaced (fFailIfExists = false, or the option overwrite) (ERROR_X)",
  ].map((message) => userMessage(new Error(message)));
  assertEquals(advised, [
    "it is a TLS alert; the server may require TLS: use --tls or a gophers: URL",
    "the server speaks TLS; use https",
    "no answer within --timeout",
    "a firewall may block it; try --active",
    "it belongs to another service (ERROR_X)",
    "use port 990 or an ftps: URL",
    "the server requests a client certificate, which the command line does not support",
    "Cannot read: No such file or directory",
    "trust the file of its authority with --ca (ERROR_X)",
    "check the clock of this machine (ERROR_X)",
    "it is not for servers",
    "it does not speak TLS on this port; connect without TLS, or use the TLS port",
    "the server refuses passive mode; use --active",
    "no port is free; use --passive",
    "it requests a client certificate, which the command line does not support",
    "530 Login incorrect; check the user name and the password; the server",
    "check its address; --proxy none uses no proxy (ERROR_X)",
    "which may be a loop (ERROR_X)",
    "the scheme changes to one without TLS; if you trust that URL, request it itself (ERROR_X)",
    "check the name with wininet ls, and the permissions of the user",
    "so run the command again (ERROR_X)",
    "remove it, or replace it with -f (ERROR_X)",
  ]);
});

/** Errors of tests/errors that can occur on a command line. */
const MET = [
  "a silent server",
  "a proxy that does not run",
  "https to a port without TLS",
  "http to a port with TLS",
  "a certificate of an unknown authority",
  "a certificate of another host",
  "a certificate that has expired",
  "a redirect loop",
  "a login that requires TLS",
  "a wrong password",
  "a file that the server does not have",
  "a local file that already exists",
];

for (const name of MET) {
  Deno.test(`userMessage() names nothing of a program in the error of ${name}`, async () => {
    const met = ERROR_CASES.find((one) => one.name === name)!;
    const { text } = await errorOf(met);
    const shown = userMessage(new Error(text));
    const ofPrograms = /_(?:FLAG|OPTION|TYPE)_|lpsz|fFail|Ftp[A-Z]|--cert/;
    assert(!ofPrograms.test(shown), shown);
  });
}

Deno.test("exitCodeOf() returns 3 for a file that another transfer is writing", () => {
  const error = new InternetError(ERROR_SHARING_VIOLATION, "Cannot write");
  assertEquals(exitCodeOf(error), 3);
});

Deno.test("failureLine() names the failed item once, without secrets", () => {
  const url = "ftp://anna:s3cret@127.0.0.1/a?key=k3y";
  assertEquals(
    failureLine(url, new Error("Cannot write the file")),
    "ftp://***@127.0.0.1/a?…: Cannot write the file",
  );
  const named = 'Cannot open "ftp://***@127.0.0.1/a?…": it is gone';
  assertEquals(failureLine(url, new Error(named)), named);
});
