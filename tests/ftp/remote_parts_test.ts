// Copyright 2026 the wininet authors. MIT license.

/**
 * Parts of uploads on the server: parts left by a killed program, the removal
 * of parts, and listParts.
 */

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INVALID_HANDLE,
  ERROR_INVALID_PARAMETER,
} from "../../error.ts";
import { FtpPutFile, listParts } from "../../ftp.ts";
import {
  FTP_OPTION_MACHINE_LISTINGS,
  FTP_OPTION_RESUME,
  FTP_RESUME_NEVER,
  FTP_RESUME_OR_FAIL,
  FTP_RESUME_OR_RESTART,
} from "../../ftp_options.ts";
import { InternetSetOption } from "../../internet.ts";
import { NEVER, rejectedCode, thrownCode } from "../helpers/calls.ts";
import {
  fileText,
  folder,
  openFtp,
  resumedPart,
} from "../helpers/ftp_calls.ts";
import { killedUpload } from "../helpers/killed_upload.ts";
import type { FtpScript } from "../servers/ftp_server.ts";

const DIGITS = "0123456789";

/** More bytes than the buffers of a connection can hold. */
const SIZE = 2 ** 25;

/** Returns the commands that store a file. */
function stores(commands: string[]): string[] {
  return commands.filter((line) => /^(STOR|APPE)/.test(line))
    .map((line) => line.replace(/\.[0-9a-f]{8}\.part$/, ".X.part"));
}

// ---- killed programs ----

for (const before of [FTP_RESUME_NEVER, FTP_RESUME_OR_FAIL]) {
  Deno.test(`FtpPutFile() with FTP_OPTION_RESUME finds the part of a killed program with ${before}`, async () => {
    using files = folder();
    const local = files.write("f", new Uint8Array(SIZE).fill(7));
    let calls = 0;
    await using scene = await openFtp({
      on: {
        async STOR(call) {
          if (calls++ > 0) return false;
          await call.reply("150 Send");
          const data = await call.data();
          const piece = await data.read();
          call.server.add(call.path, piece!);
          await call.until(NEVER);
        },
      },
    });
    const { hConnect, server } = scene;
    const upload = { local, remote: "g", resume: before };
    await killedUpload(
      server,
      upload,
      () => Promise.resolve(server.files.size > 0),
    );
    const [part, ...others] = await listParts(hConnect);
    assertEquals(others, []);
    assertEquals(part!.target, "g");
    assert(part!.size > 0 && part!.size < SIZE, `${part!.size}`);
    const from = server.commands.length;
    InternetSetOption(hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART);
    await FtpPutFile(hConnect, local, "g");
    assertEquals([...server.files.keys()], ["/g"]);
    assertEquals(server.files.get("/g"), files.read("f"));
    const continues = before !== FTP_RESUME_NEVER;
    assertEquals(stores(server.commands.slice(from)), [
      continues ? "APPE g.X.part" : "STOR g.X.part",
    ]);
  });
}

// ---- removing parts ----

/** Changes of a local file after an interrupted upload. */
const REWRITES: [what: string, content: string, time: Date][] = [
  ["time", "abcdefghij", new Date("2024-02-29T12:34:56.790Z")],
  ["size", "abcdefghijk", new Date("2024-02-29T12:34:56.789Z")],
];

for (const [what, content, changed] of REWRITES) {
  Deno.test(`FtpPutFile() restarts if the ${what} of the local file differs from that of the part, and removes the part`, async () => {
    using files = folder();
    await using scene = await openFtp({ directories: ["/d"] });
    const { hConnect, server } = scene;
    InternetSetOption(hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_FAIL);
    const local = files.write("f", DIGITS);
    const time = new Date("2024-02-29T12:34:56.789Z");
    await Deno.utime(local, time, time);
    server.add(resumedPart(local, "/d/g"), "0123");
    files.write("f", content);
    await Deno.utime(local, changed, changed);
    await FtpPutFile(hConnect, local, "d/g");
    assertEquals([...server.files.keys()], ["/d/g"]);
    assertEquals(fileText(server, "/d/g"), content);
    assertEquals(stores(scene.sent()), ["STOR d/g.X.part"]);
  });
}

/** Files that are not parts of `g`. */
const OTHERS = [
  "/g.part",
  "/g.1234567.part",
  "/h.12345678.part",
  "/xg.12345678.part",
  "/g.12345678.parts",
];

Deno.test("FtpPutFile() with FTP_OPTION_RESUME removes only parts of the same file", async () => {
  using files = folder();
  await using scene = await openFtp();
  const { hConnect, server } = scene;
  for (const path of [...OTHERS, "/g.12345678.part"]) server.add(path, "old");
  const local = files.write("f", DIGITS);
  await FtpPutFile(hConnect, local, "g");
  assert(server.files.has("/g.12345678.part"), "not without the option");
  InternetSetOption(hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART);
  await FtpPutFile(hConnect, local, "g");
  assertEquals([...server.files.keys()].sort(), [...OTHERS, "/g"].sort());
});

Deno.test("FtpPutFile() with FTP_OPTION_RESUME leaves the part that another upload has begun", async () => {
  using files = folder();
  await using scene = await openFtp({
    on: {
      async STOR(call) {
        call.server.add(call.path, DIGITS.slice(0, 5));
        await call.reply("450 The file is busy");
      },
    },
  });
  const { hConnect, server } = scene;
  InternetSetOption(hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART);
  const local = files.write("f", DIGITS);
  const putting = FtpPutFile(hConnect, local, "f");
  assertEquals(await rejectedCode(putting), ERROR_INTERNET_EXTENDED_ERROR);
  assertEquals(server.commands.filter((line) => /^DELE/.test(line)), []);
  assertEquals(server.files.size, 1);
});

Deno.test("FtpPutFile() with FTP_OPTION_RESUME keeps other parts until it has completed", async () => {
  using files = folder();
  await using scene = await openFtp({
    files: { "/g.12345678.part": "old" },
    on: { RNTO: (call) => call.reply("450 Not now") },
  });
  const { hConnect, server } = scene;
  InternetSetOption(hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART);
  const local = files.write("f", DIGITS);
  const code = await rejectedCode(FtpPutFile(hConnect, local, "g"));
  assertEquals(code, ERROR_INTERNET_EXTENDED_ERROR);
  assert(server.files.has("/g.12345678.part"));
});

/** Servers on which parts cannot be found. */
const BLIND: [name: string, on: Record<string, FtpScript>][] = [
  ["no LIST", { LIST: (call) => call.reply("502 No LIST") }],
  ["no patterns", { LIST: (call) => call.reply("550 No such file") }],
  ["no data connection", {
    LIST: (call) => call.reply("150 Here\r\n425 No data connection"),
  }],
];

for (const [name, on] of BLIND) {
  Deno.test(`FtpPutFile() with FTP_OPTION_RESUME succeeds if the server has ${name}`, async () => {
    using files = folder();
    await using scene = await openFtp({
      files: { "/g.12345678.part": "old" },
      on,
    });
    const { hConnect, server } = scene;
    InternetSetOption(hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART);
    await FtpPutFile(hConnect, files.write("f", DIGITS), "g");
    assertEquals(fileText(server, "/g"), DIGITS);
    assert(server.files.has("/g.12345678.part"));
  });
}

Deno.test("FtpPutFile() with FTP_OPTION_RESUME does not search for parts of a name that the server could treat as a pattern", async () => {
  using files = folder();
  await using scene = await openFtp();
  InternetSetOption(scene.hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART);
  for (const name of ["-R", "[a]", "a*"]) {
    await FtpPutFile(scene.hConnect, files.write("f", DIGITS), name);
  }
  assert(!scene.sent().some((line) => line.startsWith("LIST")));
});

Deno.test("FtpPutFile() with FTP_OPTION_RESUME does not read an endless list of parts", async () => {
  using files = folder();
  await using scene = await openFtp({
    on: {
      async LIST(call) {
        await call.reply("150 Here");
        const data = await call.data();
        try {
          for (;;) await data.write("g.12345678.part\r\n".repeat(1000));
        } catch {
          await call.reply("426 Aborted");
        }
      },
    },
  });
  const { hConnect, server } = scene;
  InternetSetOption(hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART);
  await FtpPutFile(hConnect, files.write("f", DIGITS), "g");
  assertEquals(fileText(server, "/g"), DIGITS);
  const deleted = scene.sent().filter((line) => line.startsWith("DELE"));
  assertEquals(deleted, ["DELE g.12345678.part"]);
});

// ---- listParts ----

for (const machine of [true, false]) {
  Deno.test(`listParts() lists the parts in a directory of a server, ${machine ? "MLSD" : "LIST"}`, async () => {
    const time = new Date("2024-02-29T12:34:00Z");
    await using scene = await openFtp({
      files: {
        "/d/b.12345678.part": "0123",
        "/d/a.txt.abcdef01.part": "01",
        "/d/a.txt": "whole",
        "/d/movie.part": "a browser",
        "/d/movie.1234567.part": "nobody",
        "/c.12345678.part": "c",
      },
      directories: ["/empty"],
    });
    const { hConnect, server } = scene;
    InternetSetOption(hConnect, FTP_OPTION_MACHINE_LISTINGS, machine);
    for (const path of server.files.keys()) server.times.set(path, time);
    const shown = machine ? time : new Date("2024-02-29T00:00:00Z");
    const a = { size: 2, modified: shown };
    const b = { size: 4, modified: shown };
    for (
      const [directory, prefix] of [["d", "d/"], ["d/", "d/"], ["/d", "/d/"]]
    ) {
      assertEquals(await listParts(hConnect, directory), [
        {
          path: `${prefix}a.txt.abcdef01.part`,
          target: `${prefix}a.txt`,
          ...a,
        },
        { path: `${prefix}b.12345678.part`, target: `${prefix}b`, ...b },
      ]);
    }
    const [c, ...others] = await listParts(hConnect);
    assertEquals([c!.path, c!.target, others], ["c.12345678.part", "c", []]);
    assertEquals(await listParts(hConnect, "empty"), []);
  });
}

Deno.test("listParts() fails at a directory that the server does not have", async () => {
  await using scene = await openFtp();
  assertEquals(
    await rejectedCode(listParts(scene.hConnect, "missing")),
    ERROR_INTERNET_EXTENDED_ERROR,
  );
});

Deno.test("listParts() refuses other handles and values that are not directories", async () => {
  await using scene = await openFtp();
  const { hConnect, hInternet } = scene;
  for (const wrong of ["a\0b", "a\r\nDELE b", 5, null]) {
    assertEquals(
      thrownCode(() => listParts(hConnect, wrong as string)),
      ERROR_INVALID_PARAMETER,
    );
  }
  hConnect[Symbol.dispose]();
  assertEquals(
    thrownCode(() => listParts(hConnect)),
    ERROR_INVALID_HANDLE,
  );
  assert(thrownCode(() => listParts(hInternet)) !== 0);
});
