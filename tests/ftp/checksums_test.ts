// Copyright 2026 the wininet authors. MIT license.

/** FTP_OPTION_VERIFY and FTP_OPTION_KEEP_TIMES: verifying the content and keeping the times. */

import { assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_INVALID_DATA,
  ERROR_NOT_SUPPORTED,
  InternetError,
} from "../../error.ts";
import {
  FTP_OPTION_DIRECT_UPLOAD,
  FTP_OPTION_KEEP_TIMES,
  FTP_OPTION_RESUME,
  FTP_OPTION_VERIFY,
  FTP_RESUME_OR_RESTART,
} from "../../ftp_options.ts";
import { FtpGetCurrentDirectory, FtpGetFile, FtpPutFile } from "../../ftp.ts";
import { InternetSetOption } from "../../internet.ts";
import { rejectedCode } from "../helpers/calls.ts";
import {
  fileText,
  folder,
  openFtp,
  pattern,
  resumedPart,
} from "../helpers/ftp_calls.ts";
import type { FtpScript, FtpServerOptions } from "../servers/ftp_server.ts";

/** The features of a server, and the command that requests the checksum. */
const WAYS: [name: string, options: FtpServerOptions, lines: string[]][] = [
  [
    "HASH, the strongest",
    {},
    ["OPTS HASH SHA-512", "HASH f"],
  ],
  [
    "HASH with CRC32 alone",
    { features: ["HASH CRC32*"] },
    ["OPTS HASH CRC32", "HASH f"],
  ],
  ["XCRC", { features: ["XCRC"] }, ["XCRC f"]],
  ["XMD5", { features: ["XMD5", "XCRC"] }, ["XMD5 f"]],
  ["XSHA256", { features: ["XCRC", "XSHA256"] }, ["XSHA256 f"]],
  [
    "XCRC, because HASH is refused",
    {
      features: ["HASH SHA-256*", "XCRC"],
      on: { HASH: (call) => call.reply("500 Not today") },
    },
    ["OPTS HASH SHA-256", "HASH f", "XCRC f"],
  ],
];

const CHECKS = /^(OPTS HASH|HASH|X)/;

for (const [name, options, lines] of WAYS) {
  Deno.test(`FTP_OPTION_VERIFY compares a download with ${name}`, async () => {
    using files = folder();
    const content = pattern(600_000);
    const served = { ...options, files: { "/f": content } };
    await using scene = await openFtp(served);
    InternetSetOption(scene.hConnect, FTP_OPTION_VERIFY, true);
    await FtpGetFile(scene.hConnect, "f", files.path("g"));
    assertEquals(files.read("g").length, content.length);
    assertEquals(scene.sent().filter((line) => CHECKS.test(line)), lines);
  });

  Deno.test(`FTP_OPTION_VERIFY compares an upload with ${name}, before the file is renamed`, async () => {
    using files = folder();
    await using scene = await openFtp(options);
    const { hConnect, server } = scene;
    InternetSetOption(hConnect, FTP_OPTION_VERIFY, true);
    await FtpPutFile(hConnect, files.write("l", pattern(600_000)), "f");
    assertEquals(server.files.get("/f")?.length, 600_000);
    const sent = scene.sent()
      .map((line) => line.replace(/\.[0-9a-f]{8}\.part/, ""))
      .filter((line) => CHECKS.test(line) || /^RN/.test(line));
    assertEquals(sent, [...lines, "RNFR f", "RNTO f"]);
  });
}

/** A server whose checksums are wrong. */
const WRONG: FtpServerOptions = {
  files: { "/f": "content", "/g": "old" },
  features: ["XCRC"],
  on: { XCRC: (call) => call.reply("250 DEADBEEF") },
};

const NONE: [name: string, options: FtpServerOptions][] = [
  ["announces none", { features: ["SIZE"] }],
  ["has no FEAT", { on: { FEAT: (call) => call.reply("500 What?") } }],
  [
    "refuses them",
    {
      features: ["XCRC"],
      on: { XCRC: (call) => call.reply("550 Too busy") },
    },
  ],
  [
    "answers nonsense",
    {
      features: ["XCRC"],
      on: { XCRC: (call) => call.reply("250 done") },
    },
  ],
];

const FAILURES: [name: string, options: FtpServerOptions, code: number][] = [
  ["makes another checksum", WRONG, ERROR_INVALID_DATA],
  ...NONE.map(([name, options]): [string, FtpServerOptions, number] => [
    name,
    { ...options, files: { "/f": "content", "/g": "old" } },
    ERROR_NOT_SUPPORTED,
  ]),
];

for (const [name, options, code] of FAILURES) {
  Deno.test(`FTP_OPTION_VERIFY fails a download if the server ${name}, and leaves no file`, async () => {
    using files = folder();
    await using scene = await openFtp(options);
    const { hConnect } = scene;
    InternetSetOption(hConnect, FTP_OPTION_VERIFY, true);
    const call = FtpGetFile(hConnect, "f", files.write("g", "old"));
    assertEquals(await rejectedCode(call), code);
    assertEquals(files.names(), ["g"]);
    assertEquals(files.text("g"), "old");
    assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
  });

  Deno.test(`FTP_OPTION_VERIFY fails an upload if the server ${name}, and keeps the old file`, async () => {
    using files = folder();
    await using scene = await openFtp(options);
    const { hConnect, server } = scene;
    InternetSetOption(hConnect, FTP_OPTION_VERIFY, true);
    const call = FtpPutFile(hConnect, files.write("l", "new"), "g");
    assertEquals(await rejectedCode(call), code);
    assertEquals([...server.files.keys()], ["/f", "/g"]);
    assertEquals(fileText(server, "/g"), "old");
    assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
  });
}

Deno.test("FTP_OPTION_VERIFY reports both checksums", async () => {
  using files = folder();
  await using scene = await openFtp(WRONG);
  InternetSetOption(scene.hConnect, FTP_OPTION_VERIFY, true);
  await assertRejects(
    () => FtpGetFile(scene.hConnect, "f", files.path("h")),
    InternetError,
    'Cannot verify "f": its crc32 is deadbeef on the server and ',
  );
});

Deno.test("FTP_OPTION_VERIFY with FTP_OPTION_RESUME removes a wrong part, which must not be continued", async () => {
  using files = folder();
  await using scene = await openFtp(WRONG);
  const { hConnect, server } = scene;
  InternetSetOption(hConnect, FTP_OPTION_VERIFY, true);
  InternetSetOption(hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART);
  files.write("h.part", "con");
  assertEquals(
    await rejectedCode(FtpGetFile(hConnect, "f", files.path("h"))),
    ERROR_INVALID_DATA,
  );
  assertEquals(files.names(), []);
  const local = files.write("l", "new");
  server.add(resumedPart(local, "/n"), "n");
  assertEquals(
    await rejectedCode(FtpPutFile(hConnect, local, "n")),
    ERROR_INVALID_DATA,
  );
  assertEquals([...server.files.keys()], ["/f", "/g"]);
});

// ---- times ----

const TIME = new Date("2024-02-29T12:34:56Z");

Deno.test("FTP_OPTION_KEEP_TIMES sets the time of a download to that of the file on the server", async () => {
  using files = folder();
  await using scene = await openFtp({ files: { "/f": "text" } });
  scene.server.times.set("/f", TIME);
  InternetSetOption(scene.hConnect, FTP_OPTION_KEEP_TIMES, true);
  await FtpGetFile(scene.hConnect, "f", files.path("g"));
  assertEquals((await Deno.stat(files.path("g"))).mtime, TIME);
  assertEquals(scene.sent().at(-1), "MDTM f");
});

Deno.test("FTP_OPTION_KEEP_TIMES does not change a download without MDTM", async () => {
  using files = folder();
  await using scene = await openFtp({
    files: { "/f": "text" },
    on: { MDTM: (call) => call.reply("500 What?") },
  });
  InternetSetOption(scene.hConnect, FTP_OPTION_KEEP_TIMES, true);
  await FtpGetFile(scene.hConnect, "f", files.path("g"));
  assertEquals(files.text("g"), "text");
});

for (const direct of [false, true]) {
  Deno.test(`FTP_OPTION_KEEP_TIMES sets the time of an upload to that of the local file with MFMT, FTP_OPTION_DIRECT_UPLOAD ${direct}`, async () => {
    using files = folder();
    await using scene = await openFtp();
    const { hConnect, server } = scene;
    InternetSetOption(hConnect, FTP_OPTION_KEEP_TIMES, true);
    InternetSetOption(hConnect, FTP_OPTION_DIRECT_UPLOAD, direct);
    const local = files.write("l", "text");
    await Deno.utime(local, TIME, TIME);
    await FtpPutFile(hConnect, local, "f");
    assertEquals(server.times.get("/f"), TIME);
  });
}

const REFUSE: FtpScript = (call) => call.reply("550 No");

Deno.test("FTP_OPTION_KEEP_TIMES does not fail an upload whose time cannot be set", async () => {
  using files = folder();
  await using scene = await openFtp({ on: { MFMT: REFUSE, MDTM: REFUSE } });
  const { hConnect, server } = scene;
  InternetSetOption(hConnect, FTP_OPTION_KEEP_TIMES, true);
  await FtpPutFile(hConnect, files.write("l", "text"), "f");
  assertEquals(fileText(server, "/f"), "text");
});

Deno.test("FTP_OPTION_KEEP_TIMES sets the time with MDTM if MFMT is not supported", async () => {
  using files = folder();
  await using scene = await openFtp({ features: ["MDTM"] });
  const { hConnect } = scene;
  InternetSetOption(hConnect, FTP_OPTION_KEEP_TIMES, true);
  const local = files.write("l", "text");
  await Deno.utime(local, TIME, TIME);
  await FtpPutFile(hConnect, local, "f");
  const line = scene.sent().find((line) => line.startsWith("MDTM"))!;
  assertEquals(
    line.replace(/\.[0-9a-f]{8}\.part/, ""),
    "MDTM 20240229123456 f",
  );
});
