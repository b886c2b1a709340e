// Copyright 2026 the wininet authors. MIT license.

/** FtpPutFile: uploads whole files, and never leaves an incomplete file under a final name. */

import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import {
  ERROR_ACCESS_DENIED,
  ERROR_FILE_NOT_FOUND,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INVALID_DATA,
  GetLastError,
  InternetError,
} from "../../error.ts";
import { FTP_TRANSFER_TYPE_ASCII } from "../../flags.ts";
import {
  FTP_OPTION_DIRECT_UPLOAD,
  FTP_OPTION_RESUME,
  FTP_RESUME_OR_RESTART,
} from "../../ftp_options.ts";
import { FtpGetCurrentDirectory, FtpPutFile } from "../../ftp.ts";
import { InternetSetOption } from "../../internet.ts";
import { NEVER, rejectedCode } from "../helpers/calls.ts";
import {
  fileText,
  folder,
  MODES,
  openFtp,
  pattern,
  SESSIONS,
} from "../helpers/ftp_calls.ts";
import type { FtpScript, FtpServerOptions } from "../servers/ftp_server.ts";

const SIZES: [name: string, content: Uint8Array][] = [
  ["0 bytes", pattern(0)],
  ["1 byte", pattern(1)],
  ["100 kB", pattern(100_000)],
  ["5 MB", pattern(5_000_000)],
];

/** Replaces the random digits in commands. */
function masked(commands: string[]): string[] {
  return commands.map((line) =>
    line.replaceAll(/\.[0-9a-f]{8}\.(part|old)/g, ".X.$1")
      .replace(/^(EPSV|EPRT).*/, "$1")
  );
}

for (const [mode, passive] of MODES) {
  for (const [kind, asynchronous] of SESSIONS) {
    for (const [size, content] of SIZES) {
      Deno.test(`FtpPutFile() stores ${size}, ${mode}, ${kind}`, async () => {
        using files = folder();
        await using scene = await openFtp({}, { passive, asynchronous });
        const { hConnect, server } = scene;
        const local = files.write("f", content);
        assertEquals(await FtpPutFile(hConnect, local, "g"), true);
        assertEquals(GetLastError(), 0);
        assertEquals([...server.files.keys()], ["/g"]);
        const stored = server.files.get("/g")!;
        assertEquals(stored.length, content.length);
        assert(stored.every((byte, at) => byte === content[at]));
        assertEquals(masked(scene.sent()), [
          "TYPE I",
          passive ? "EPSV" : "EPRT",
          "STOR g.X.part",
          "RNFR g.X.part",
          "RNTO g",
        ]);
      });
    }
  }
}

Deno.test("FtpPutFile() in text mode sends TYPE A and CR LF", async () => {
  using files = folder();
  const wire: Uint8Array[] = [];
  await using scene = await openFtp({
    on: {
      async STOR(call) {
        await call.reply("150 Send");
        const data = await call.data();
        wire.push(await data.readAll());
        await data.end();
        call.server.files.set(call.path, new Uint8Array());
        await call.reply("226 Done");
      },
    },
  });
  const local = files.write("f", "a\nb\r\nc\n\nd");
  await FtpPutFile(scene.hConnect, local, "g", FTP_TRANSFER_TYPE_ASCII);
  assertEquals(scene.sent()[0], "TYPE A");
  assertEquals(
    new TextDecoder().decode(wire[0]),
    "a\r\nb\r\nc\r\n\r\nd",
  );
});

Deno.test("FtpPutFile() replaces an existing file", async () => {
  using files = folder();
  await using scene = await openFtp({ files: { "/g": "something longer" } });
  await FtpPutFile(scene.hConnect, files.write("f", "new"), "g");
  assertEquals(fileText(scene.server, "/g"), "new");
  assertEquals(scene.server.files.size, 1);
});

Deno.test("FtpPutFile() reports an error in the local file before it sends a command", async () => {
  using files = folder();
  await using scene = await openFtp();
  await Deno.mkdir(files.path("d"));
  files.write("file", "");
  const wrong: [path: string, code: number][] = [
    ["none", ERROR_FILE_NOT_FOUND],
    ["none/f", ERROR_FILE_NOT_FOUND],
    ["d", ERROR_ACCESS_DENIED],
  ];
  for (const [path, code] of wrong) {
    const call = FtpPutFile(scene.hConnect, files.path(path), "g");
    assertEquals(await rejectedCode(call), code, path);
    assertEquals(GetLastError(), code);
  }
  assertEquals(scene.sent(), []);
});

Deno.test("FtpPutFile() that the server refuses fails with its text, and changes nothing", async () => {
  using files = folder();
  await using scene = await openFtp({ files: { "/g": "old" } });
  const { hConnect, server } = scene;
  const error = await assertRejects(
    () => FtpPutFile(hConnect, files.write("f", "new"), "none/g"),
    InternetError,
  );
  assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
  assertEquals(error.responseText, "553 No such directory");
  assertEquals([...server.files.keys()], ["/g"]);
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
});

/** The script of a server that cuts an upload in the middle. */
function cut(
  reply: string,
  end: (call: Parameters<FtpScript>[0]) => Promise<void> = () =>
    Promise.resolve(),
): FtpScript {
  return async (call) => {
    await call.reply("150 Send");
    const data = await call.data();
    const half = await data.read();
    call.server.files.set(call.path, half!);
    if (reply !== "") await call.reply(reply);
    await end(call);
    await data.reset();
  };
}

const CUTS: [
  name: string,
  script: FtpScript,
  code: number,
  alive: boolean,
][] = [
  ["says 452", cut("452 Disk full"), ERROR_INTERNET_EXTENDED_ERROR, true],
  ["says 552", cut("552 Quota"), ERROR_INTERNET_EXTENDED_ERROR, true],
  [
    "hangs up",
    cut("", (call) => call.close()),
    ERROR_INTERNET_CONNECTION_ABORTED,
    false,
  ],
];

for (const direct of [false, true]) {
  const how = direct ? "directly" : "under a name of its own";
  for (const [name, script, code, alive] of CUTS) {
    Deno.test(`FtpPutFile() ${how} fails if the server ${name}, and removes the partial file if possible`, async () => {
      using files = folder();
      await using scene = await openFtp({
        files: { "/old": "old" },
        on: { STOR: script },
      });
      const { hConnect, server } = scene;
      InternetSetOption(hConnect, FTP_OPTION_DIRECT_UPLOAD, direct);
      const local = files.write("f", pattern(20_000_000));
      const call = FtpPutFile(hConnect, local, "old");
      assertEquals(await rejectedCode(call), code);
      if (!alive) {
        await server.allClosed();
        if (!direct) assertEquals(fileText(server, "/old"), "old");
        return;
      }
      assertEquals(
        [...server.files.keys()],
        direct ? [] : ["/old"],
      );
      if (!direct) assertEquals(fileText(server, "/old"), "old");
      assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
    });
  }
}

Deno.test("FtpPutFile() fails because of the reply after all data", async () => {
  using files = folder();
  await using scene = await openFtp({
    on: {
      async STOR(call) {
        await call.reply("150 Send");
        const data = await call.data();
        call.server.files.set(call.path, await data.readAll());
        await data.end();
        await call.reply("550 Contains a virus");
      },
    },
  });
  const error = await assertRejects(
    () => FtpPutFile(scene.hConnect, files.write("f", "new"), "g"),
    InternetError,
  );
  assertEquals(error.responseText, "550 Contains a virus");
  assertEquals([...scene.server.files.keys()], []);
  assertMatch(scene.sent().at(-1)!, /^DELE g\.[0-9a-f]{8}\.part$/);
});

Deno.test("FtpPutFile() fails if the local file is rewritten with the same length during the upload", async () => {
  using files = folder();
  const old = "a".repeat(300_000);
  const local = files.write("g", old);
  await Deno.utime(local, 1_700_000_000, 1_700_000_000);
  await using scene = await openFtp({
    on: {
      STOR() {
        files.write("g", "b".repeat(old.length));
        return false;
      },
    },
  });
  assertEquals(
    await rejectedCode(FtpPutFile(scene.hConnect, local, "f")),
    ERROR_INVALID_DATA,
  );
  assertEquals([...scene.server.files.keys()], []);
});

Deno.test("FtpPutFile() fails if the local file grows during the upload, and removes the stored file", async () => {
  using files = folder();
  const local = files.write("f", pattern(3_000_000));
  await using scene = await openFtp({
    on: {
      async STOR() {
        await Deno.writeFile(local, new Uint8Array(10), { append: true });
        return false;
      },
    },
  });
  assertEquals(
    await rejectedCode(FtpPutFile(scene.hConnect, local, "g")),
    ERROR_INVALID_DATA,
  );
  assertEquals([...scene.server.files.keys()], []);
});

/** Servers that do not support renaming, and the commands that are sent to them. */
const RENAMES: [name: string, options: FtpServerOptions, lines: string[]][] = [
  [
    "refuses the name of its own",
    {
      on: {
        STOR: (call) =>
          call.text.endsWith(".part") ? call.reply("553 Bad name") : false,
      } as Record<string, FtpScript>,
    },
    ["TYPE I", "EPSV", "STOR g.X.part", "EPSV", "STOR g"],
  ],
  [
    "refuses to change names",
    { on: { RNFR: (call) => call.reply("502 No RNFR") } },
    [
      "TYPE I",
      "EPSV",
      "STOR g.X.part",
      "RNFR g.X.part",
      "EPSV",
      "STOR g",
      "DELE g.X.part",
    ],
  ],
  [
    "refuses an existing name",
    {
      files: { "/g": "old" },
      on: {
        RNTO: (call) =>
          call.text === "g" && call.server.files.has("/g")
            ? call.reply("553 Exists")
            : false,
      } as Record<string, FtpScript>,
    },
    [
      "TYPE I",
      "EPSV",
      "STOR g.X.part",
      "RNFR g.X.part",
      "RNTO g",
      "PWD",
      "CWD g",
      "RNFR g",
      "RNTO g.X.old",
      "RNFR g.X.part",
      "RNTO g",
      "DELE g.X.old",
    ],
  ],
];

/** Negative replies during FtpPutFile, after which the old file must still exist. */
const REFUSALS: [name: string, on: Record<string, FtpScript>, code: number][] =
  [
    [
      "STOR is refused for another reason than its name",
      { STOR: (call) => call.reply("425 No data connection") },
      ERROR_INTERNET_EXTENDED_ERROR,
    ],
    [
      "there is no space left",
      { STOR: (call) => call.reply("452 No room") },
      ERROR_INTERNET_EXTENDED_ERROR,
    ],
    [
      "RNTO is refused for now",
      { RNTO: (call) => call.reply("450 Busy") },
      ERROR_INTERNET_EXTENDED_ERROR,
    ],
  ];

for (const [name, on, code] of REFUSALS) {
  Deno.test(`FtpPutFile() leaves the old file unchanged if ${name}`, async () => {
    using files = folder();
    await using scene = await openFtp({ files: { "/g": "old" }, on });
    const { hConnect, server } = scene;
    const local = files.write("f", "new");
    assertEquals(await rejectedCode(FtpPutFile(hConnect, local, "g")), code);
    assertEquals(fileText(server, "/g"), "old");
    assertEquals([...server.files.keys()], ["/g"]);
  });
}

Deno.test("FtpPutFile() restores the old file if the new one cannot be renamed", async () => {
  using files = folder();
  let renames = 0;
  await using scene = await openFtp({
    files: { "/g": "old" },
    on: {
      // The first and third renames are those from the part to the final name.
      RNTO: (call) =>
        ++renames % 2 === 1 && renames < 4 ? call.reply("550 No") : false,
      STOR: (call) =>
        call.text.endsWith(".part") ? false : call.reply("550 Read only"),
    } as Record<string, FtpScript>,
  });
  const { hConnect, server } = scene;
  const local = files.write("f", "new");
  assertEquals(
    await rejectedCode(FtpPutFile(hConnect, local, "g")),
    ERROR_INTERNET_EXTENDED_ERROR,
  );
  assertEquals(fileText(server, "/g"), "old");
});

for (const [name, options, lines] of RENAMES) {
  Deno.test(`FtpPutFile() stores a file if the server ${name}`, async () => {
    using files = folder();
    await using scene = await openFtp(options);
    const { hConnect, server } = scene;
    const local = files.write("f", "new");
    await FtpPutFile(hConnect, local, "g");
    assertEquals(masked(scene.sent()), lines);
    assertEquals([...server.files.keys()], ["/g"]);
    assertEquals(fileText(server, "/g"), "new");
  });
}

for (const code of [550, 553]) {
  Deno.test(`FtpPutFile() to a directory keeps the directory and leaves no file if the server replies with ${code}`, async () => {
    using files = folder();
    await using scene = await openFtp({
      files: { "/g/x": "old" },
      on: {
        RNTO: (call) =>
          call.text === "g" && call.server.directories.has("/g")
            ? call.reply(`${code} Is a directory`)
            : false,
      } as Record<string, FtpScript>,
    });
    const { hConnect, server } = scene;
    const error = await assertRejects(
      () => FtpPutFile(hConnect, files.write("f", "new"), "g"),
      InternetError,
      'Cannot put "g"',
    );
    assertMatch(error.message, /directory on the server, so add the name/);
    assertEquals([...server.files.keys()], ["/g/x"]);
    assertEquals([...server.directories], ["/", "/g"]);
    assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
  });
}

Deno.test("FtpPutFile() remembers that the server does not rename", async () => {
  using files = folder();
  await using scene = await openFtp({
    on: { RNFR: (call) => call.reply("502 No RNFR") },
  });
  const local = files.write("f", "new");
  await FtpPutFile(scene.hConnect, local, "g");
  const before = scene.sent().length;
  await FtpPutFile(scene.hConnect, local, "h");
  assertEquals(scene.sent().slice(before), ["EPSV", "STOR h"]);
});

Deno.test("FTP_OPTION_DIRECT_UPLOAD stores under the final name", async () => {
  using files = folder();
  await using scene = await openFtp({ files: { "/g": "old" } });
  const { hConnect, server } = scene;
  InternetSetOption(hConnect, FTP_OPTION_DIRECT_UPLOAD, true);
  await FtpPutFile(hConnect, files.write("f", "new"), "g");
  assertEquals(scene.sent(), ["TYPE I", "EPSV", "STOR g"]);
  assertEquals(fileText(server, "/g"), "new");
});

for (const [mode, passive] of MODES) {
  Deno.test(`FtpPutFile() ends immediately if it is cancelled, ${mode}`, async () => {
    using files = folder();
    const reached = Promise.withResolvers<void>();
    await using scene = await openFtp({
      files: { "/g": "old" },
      on: {
        async STOR(call) {
          await call.reply("150 Send");
          await (await call.data()).read();
          reached.resolve();
          await call.until(NEVER);
        },
      },
    }, { passive });
    const { hConnect, server } = scene;
    const local = files.write("f", pattern(20_000_000));
    const call = rejectedCode(FtpPutFile(hConnect, local, "g"));
    await reached.promise;
    await hConnect[Symbol.asyncDispose]();
    assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
    await server.allClosed();
    assertEquals(fileText(server, "/g"), "old");
  });
}

for (
  const [when, refuse] of [
    ["immediately", (call) => call.reply("552 Full")],
    ["after it has opened the file", async (call) => {
      await call.reply("150 Opening");
      await (await call.data()).readAll();
      await call.reply("552 Full");
    }],
  ] satisfies [string, FtpScript][]
) {
  Deno.test(`FtpPutFile() with FTP_OPTION_RESUME leaves no empty part if the server refuses the data ${when}`, async () => {
    using files = folder();
    await using scene = await openFtp({
      on: {
        async STOR(call) {
          call.server.files.set(call.path, new Uint8Array());
          await refuse(call);
        },
      },
    });
    const { hConnect, server } = scene;
    InternetSetOption(hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART);
    const error = await assertRejects(
      () => FtpPutFile(hConnect, files.write("f", "text"), "g"),
      InternetError,
      "552 Full",
    );
    assert(!error.message.includes("left"), error.message);
    assertEquals([...server.files.keys()], []);
  });
}
