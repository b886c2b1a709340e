// Copyright 2026 the wininet authors. MIT license.

/** FTP_OPTION_RESUME: FtpGetFile and FtpPutFile continue an interrupted transfer. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INVALID_DATA,
  InternetError,
} from "../../error.ts";
import { FTP_TRANSFER_TYPE_ASCII } from "../../flags.ts";
import {
  FTP_OPTION_DIRECT_UPLOAD,
  FTP_OPTION_RESUME,
  FTP_RESUME_NEVER,
  FTP_RESUME_OR_FAIL,
  FTP_RESUME_OR_RESTART,
} from "../../ftp_options.ts";
import { FtpGetCurrentDirectory, FtpGetFile, FtpPutFile } from "../../ftp.ts";
import { InternetSetOption } from "../../internet.ts";
import { rejectedCode } from "../helpers/calls.ts";
import {
  connectFtp,
  fileText,
  folder,
  MODES,
  openFtp,
  resumedPart,
} from "../helpers/ftp_calls.ts";
import type { FtpServerOptions } from "../servers/ftp_server.ts";

const DIGITS = "0123456789";
const RESUMES = [
  ["FTP_RESUME_OR_RESTART", FTP_RESUME_OR_RESTART],
  ["FTP_RESUME_OR_FAIL", FTP_RESUME_OR_FAIL],
] as const;

/** Returns the commands that set a start position. */
function positions(commands: string[]): string[] {
  return commands.filter((line) => /^(REST|RETR|STOR|APPE)/.test(line))
    .map((line) => line.replace(/\.[0-9a-f]{8}\.part$/, ".X.part"));
}

// ---- FtpGetFile ----

/** The part of an earlier attempt, the commands that are sent, and the result. */
const GETS: [
  name: string,
  part: string | null,
  resume: number,
  lines: string[],
  outcome: string | number,
][] = [
  ["nothing", null, FTP_RESUME_OR_FAIL, ["RETR f"], DIGITS],
  ["0 bytes", "", FTP_RESUME_OR_FAIL, ["RETR f"], DIGITS],
  ["4 bytes", "abcd", FTP_RESUME_OR_FAIL, ["REST 4", "RETR f"], "abcd456789"],
  [
    "4 bytes",
    "abcd",
    FTP_RESUME_OR_RESTART,
    ["REST 4", "RETR f"],
    "abcd456789",
  ],
  ["all bytes", "abcdefghij", FTP_RESUME_OR_FAIL, [], "abcdefghij"],
  ["all bytes", "abcdefghij", FTP_RESUME_OR_RESTART, [], "abcdefghij"],
  ["too many", "abcdefghijk", FTP_RESUME_OR_RESTART, ["RETR f"], DIGITS],
  ["too many", "abcdefghijk", FTP_RESUME_OR_FAIL, [], ERROR_INVALID_DATA],
  ["4 bytes", "abcd", FTP_RESUME_NEVER, ["RETR f"], DIGITS],
];

for (const [mode, passive] of MODES) {
  for (const [name, part, resume, lines, outcome] of GETS) {
    Deno.test(`FtpGetFile() with FTP_OPTION_RESUME ${resume} continues after ${name}, ${mode}`, async () => {
      using files = folder();
      await using scene = await openFtp({ files: { "/f": DIGITS } }, {
        passive,
      });
      const { hConnect } = scene;
      InternetSetOption(hConnect, FTP_OPTION_RESUME, resume);
      if (part !== null) files.write("g.part", part);
      const call = FtpGetFile(hConnect, "f", files.path("g"));
      if (typeof outcome === "number") {
        assertEquals(await rejectedCode(call), outcome);
        assertEquals(files.text("g.part"), part);
      } else {
        await call;
        assertEquals(files.text("g"), outcome);
        const names = resume === FTP_RESUME_NEVER ? ["g", "g.part"] : ["g"];
        assertEquals(files.names(), names);
      }
      assertEquals(positions(scene.sent()), lines);
      assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
    });
  }
}

for (const [name, resume] of RESUMES) {
  Deno.test(`FtpGetFile() with ${name} keeps the received data, and a new connection downloads the rest`, async () => {
    using files = folder();
    const come = Promise.withResolvers<void>();
    let calls = 0;
    await using scene = await openFtp({
      files: { "/f": DIGITS },
      on: {
        async RETR(call) {
          if (calls++ > 0) return false;
          await call.reply("150 Opening (10 bytes)");
          const data = await call.data();
          await data.write("01234");
          await call.until(come.promise);
          await call.close();
          await data.end();
        },
      },
    }, {
      onStatus({ name, information }) {
        if (name === "RESPONSE_RECEIVED" && information === 5) come.resolve();
      },
    });
    const { hInternet, hConnect, server } = scene;
    InternetSetOption(hInternet, FTP_OPTION_RESUME, resume);
    InternetSetOption(hConnect, FTP_OPTION_RESUME, resume);
    const local = files.write("g", "old");
    const call = FtpGetFile(hConnect, "f", local, false, 0, 0, 1);
    assertEquals(await rejectedCode(call), ERROR_INTERNET_CONNECTION_ABORTED);
    assertEquals(files.text("g"), "old");
    assertEquals(files.text("g.part"), "01234");
    const again = await connectFtp(hInternet, server);
    await FtpGetFile(again, "f", local);
    assertEquals(files.text("g"), DIGITS);
    assertEquals(files.names(), ["g"]);
    assertEquals(positions(scene.sent()), ["RETR f", "REST 5", "RETR f"]);
  });

  Deno.test(`FtpGetFile() with ${name} does not continue if the server refuses at first`, async () => {
    using files = folder();
    await using scene = await openFtp();
    InternetSetOption(scene.hConnect, FTP_OPTION_RESUME, resume);
    const call = FtpGetFile(scene.hConnect, "none", files.path("g"));
    assertEquals(await rejectedCode(call), ERROR_INTERNET_EXTENDED_ERROR);
    assertEquals(files.names(), []);
  });
}

/** Servers that cannot continue a transfer. */
const CANNOT: [name: string, options: FtpServerOptions][] = [
  [
    "REST is not known",
    { on: { REST: (call) => call.reply("502 No REST") } },
  ],
  [
    "REST is answered with 200",
    { on: { REST: (call) => call.reply("200 Whatever") } },
  ],
];

for (const [name, options] of CANNOT) {
  const served = { files: { "/f": DIGITS }, ...options };

  Deno.test(`FTP_RESUME_OR_RESTART restarts if ${name}`, async () => {
    using files = folder();
    await using scene = await openFtp(served);
    InternetSetOption(scene.hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART);
    files.write("g.part", "abcd");
    await FtpGetFile(scene.hConnect, "f", files.path("g"));
    assertEquals(files.text("g"), DIGITS);
    assertEquals(files.names(), ["g"]);
  });

  Deno.test(`FTP_RESUME_OR_FAIL fails if ${name}`, async () => {
    using files = folder();
    await using scene = await openFtp(served);
    InternetSetOption(scene.hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_FAIL);
    files.write("g.part", "abcd");
    const error = await assertRejects(
      () => FtpGetFile(scene.hConnect, "f", files.path("g")),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
    assert(!files.names().includes("g"));
  });
}

Deno.test("FTP_OPTION_RESUME does not apply to texts, which have no positions", async () => {
  using files = folder();
  await using scene = await openFtp({ files: { "/f": "a\r\nb" } });
  const { hConnect, server } = scene;
  InternetSetOption(hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_FAIL);
  files.write("g.part", "abcd");
  const flags = FTP_TRANSFER_TYPE_ASCII;
  await FtpGetFile(hConnect, "f", files.path("g"), false, 0, flags);
  server.add("/h.part", "abcd");
  await FtpPutFile(hConnect, files.path("g"), "h", flags);
  assertEquals(files.names(), ["g", "g.part"]);
  assertEquals(fileText(server, "/h.part"), "abcd");
  assertEquals(fileText(server, "/h"), "a\nb");
  assertEquals(scene.sent().filter((line) => /^(REST|APPE)/.test(line)), []);
});

// ---- FtpPutFile ----

const PUTS: [
  name: string,
  part: string | null,
  resume: number,
  lines: string[],
  outcome: string | number,
][] = [
  ["nothing", null, FTP_RESUME_OR_FAIL, ["STOR g.X.part"], DIGITS],
  ["0 bytes", "", FTP_RESUME_OR_FAIL, ["STOR g.X.part"], DIGITS],
  ["4 bytes", "abcd", FTP_RESUME_OR_FAIL, ["APPE g.X.part"], "abcd456789"],
  ["4 bytes", "abcd", FTP_RESUME_OR_RESTART, ["APPE g.X.part"], "abcd456789"],
  ["all bytes", "abcdefghij", FTP_RESUME_OR_FAIL, [], "abcdefghij"],
  ["too many", "abcdefghijk", FTP_RESUME_OR_RESTART, ["STOR g.X.part"], DIGITS],
  ["too many", "abcdefghijk", FTP_RESUME_OR_FAIL, [], ERROR_INVALID_DATA],
];

for (const [mode, passive] of MODES) {
  for (const [name, part, resume, lines, outcome] of PUTS) {
    Deno.test(`FtpPutFile() with FTP_OPTION_RESUME ${resume} continues after ${name}, ${mode}`, async () => {
      using files = folder();
      await using scene = await openFtp({}, { passive });
      const { hConnect, server } = scene;
      InternetSetOption(hConnect, FTP_OPTION_RESUME, resume);
      const local = files.write("f", DIGITS);
      const path = resumedPart(local, "/g");
      if (part !== null) server.add(path, part);
      const call = FtpPutFile(hConnect, local, "g");
      if (typeof outcome === "number") {
        assertEquals(await rejectedCode(call), outcome);
        assertEquals(fileText(server, path), part);
        assertEquals(fileText(server, "/g"), undefined);
      } else {
        await call;
        assertEquals(fileText(server, "/g"), outcome);
        assertEquals(server.files.size, 1);
      }
      assertEquals(positions(scene.sent()), lines);
    });
  }
}

for (const [name, resume] of RESUMES) {
  Deno.test(`FtpPutFile() with ${name} keeps the part on the server, and a new connection sends the rest`, async () => {
    using files = folder();
    let calls = 0;
    await using scene = await openFtp({
      on: {
        async STOR(call) {
          if (calls++ > 0) return false;
          await call.reply("150 Send");
          const data = await call.data();
          await data.readAll();
          call.server.add(call.path, "01234");
          await call.close();
          await data.end();
        },
      },
    });
    const { hInternet, hConnect, server } = scene;
    InternetSetOption(hInternet, FTP_OPTION_RESUME, resume);
    InternetSetOption(hConnect, FTP_OPTION_RESUME, resume);
    const local = files.write("f", DIGITS);
    const part = resumedPart(local, "g");
    const error = await assertRejects(
      () => FtpPutFile(hConnect, local, "g"),
      InternetError,
      `an incomplete file may be left on the server as "${part}"`,
    );
    assertEquals(error.code, ERROR_INTERNET_CONNECTION_ABORTED);
    assertEquals([...server.files.keys()], [`/${part}`]);
    const again = await connectFtp(hInternet, server);
    await FtpPutFile(again, local, "g");
    assertEquals(fileText(server, "/g"), DIGITS);
    assertEquals(positions(scene.sent()), ["STOR g.X.part", "APPE g.X.part"]);
  });
}

Deno.test("FtpPutFile() continues under the final name with FTP_OPTION_DIRECT_UPLOAD", async () => {
  using files = folder();
  await using scene = await openFtp({ files: { "/g": "abcd" } });
  const { hConnect, server } = scene;
  InternetSetOption(hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_FAIL);
  InternetSetOption(hConnect, FTP_OPTION_DIRECT_UPLOAD, true);
  const local = files.write("f", DIGITS);
  server.times.set("/g", new Date());
  await FtpPutFile(hConnect, local, "g");
  assertEquals(fileText(server, "/g"), "abcd456789");
  assertEquals(positions(scene.sent()), ["APPE g"]);
});

Deno.test("FtpPutFile() starts from the first byte if the server does not report the size", async () => {
  using files = folder();
  await using scene = await openFtp({
    on: { SIZE: (call) => call.reply("500 What?") },
  });
  const { hConnect, server } = scene;
  InternetSetOption(hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART);
  const local = files.write("f", DIGITS);
  server.add(resumedPart(local, "/g"), "abcd");
  await FtpPutFile(hConnect, local, "g");
  assertEquals(fileText(server, "/g"), DIGITS);
  assertEquals(positions(scene.sent()), ["STOR g.X.part"]);
});

/**
 * The file with the final name on the server with FTP_OPTION_DIRECT_UPLOAD, and
 * `true` if it is older than the local file.
 */
const FINAL: [
  content: string,
  age: number,
  resume: number,
  lines: string[],
  outcome: string | number,
][] = [
  ["abcd", 1000, FTP_RESUME_OR_RESTART, ["STOR g"], DIGITS],
  ["abcd", 1000, FTP_RESUME_OR_FAIL, [], ERROR_INVALID_DATA],
  ["abcdefghij", 1000, FTP_RESUME_OR_RESTART, ["STOR g"], DIGITS],
  ["abcdefghij", 0, FTP_RESUME_OR_RESTART, [], "abcdefghij"],
  ["abcd", 0, FTP_RESUME_OR_RESTART, ["APPE g"], "abcd456789"],
];

for (const [content, age, resume, lines, outcome] of FINAL) {
  Deno.test(`FtpPutFile() with FTP_OPTION_DIRECT_UPLOAD and FTP_OPTION_RESUME ${resume} if "${content}" is ${age} ms older`, async () => {
    using files = folder();
    await using scene = await openFtp({ files: { "/g": content } });
    const { hConnect, server } = scene;
    InternetSetOption(hConnect, FTP_OPTION_RESUME, resume);
    InternetSetOption(hConnect, FTP_OPTION_DIRECT_UPLOAD, true);
    const local = files.write("f", DIGITS);
    const time = new Date("2024-02-29T12:34:56.789Z");
    await Deno.utime(local, time, time);
    server.times.set("/g", new Date(time.getTime() - age));
    const call = FtpPutFile(hConnect, local, "g");
    if (typeof outcome === "number") {
      assertEquals(await rejectedCode(call), outcome);
      assertEquals(fileText(server, "/g"), content);
    } else {
      await call;
      assertEquals(fileText(server, "/g"), outcome);
    }
    assertEquals(positions(scene.sent()), lines);
  });
}

Deno.test("FtpPutFile() fails, and removes the part, if the server has written more than it reported", async () => {
  using files = folder();
  await using scene = await openFtp({
    on: {
      APPE(call) {
        call.server.add(call.path, "01234");
        return false;
      },
    },
  });
  const { hConnect, server } = scene;
  InternetSetOption(hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART);
  const local = files.write("f", DIGITS);
  server.add(resumedPart(local, "/g"), "0123");
  const error = await assertRejects(
    () => FtpPutFile(hConnect, local, "g"),
    InternetError,
    "it has 11 bytes now instead of 10; send it again",
  );
  assertEquals(error.code, ERROR_INVALID_DATA);
  assertEquals(server.files.size, 0);
  await FtpPutFile(hConnect, local, "g");
  assertEquals(fileText(server, "/g"), DIGITS);
});
