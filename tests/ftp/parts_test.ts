// Copyright 2026 the wininet authors. MIT license.

/**
 * Parts of downloads: parts left by a killed program, simultaneous transfers,
 * and listParts.
 */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INVALID_PARAMETER,
  ERROR_PATH_NOT_FOUND,
  ERROR_SHARING_VIOLATION,
  InternetError,
} from "../../error.ts";
import { MAX_SLOTS, partPath } from "../../_base/local_name.ts";
import { FtpGetFile, listParts } from "../../ftp.ts";
import {
  FTP_OPTION_RESUME,
  FTP_RESUME_NEVER,
  FTP_RESUME_OR_FAIL,
} from "../../ftp_options.ts";
import { InternetSetOption } from "../../internet.ts";
import { NEVER, rejectedCode, thrownCode } from "../helpers/calls.ts";
import { connectFtp, folder, openFtp } from "../helpers/ftp_calls.ts";
import { runUntil } from "../helpers/programs.ts";

const DIGITS = "0123456789";

/** A program that downloads `f` and is killed. */
const PROGRAM = `
const [ftp, internet, port, path, resume] = Deno.args;
const { FtpGetFile } = await import(ftp);
const { InternetConnect, InternetOpen, InternetSetOption } = await import(internet);
const hInternet = InternetOpen("agent");
InternetSetOption(hInternet, 0x10006, Number(resume));
const hConnect = await InternetConnect(
  hInternet, "127.0.0.1", Number(port), null, null, 1, 0x08000000);
await FtpGetFile(hConnect, "f", path);
`;

/** Downloads to a file in a program that is killed after four bytes have arrived. */
async function killed(path: string, resume: number): Promise<void> {
  await using scene = await openFtp({
    files: { "/f": DIGITS },
    on: {
      async RETR(call) {
        await call.reply("150 Opening");
        const data = await call.data();
        await data.write("0123");
        await call.until(NEVER);
      },
    },
  });
  const parent = path.slice(0, path.lastIndexOf("/"));
  await runUntil(
    PROGRAM,
    [
      import.meta.resolve("../../ftp.ts"),
      import.meta.resolve("../../internet.ts"),
      `${scene.server.port}`,
      path,
      `${resume}`,
    ],
    async () => {
      const parts = await listParts(parent);
      return parts.some(({ inUse, size }) => inUse && size === 4);
    },
    "a part of four bytes is in use",
  );
}

for (const before of [FTP_RESUME_NEVER, FTP_RESUME_OR_FAIL]) {
  for (const resume of [FTP_RESUME_NEVER, FTP_RESUME_OR_FAIL]) {
    const kept = before !== FTP_RESUME_NEVER;
    Deno.test(`FtpGetFile() with FTP_OPTION_RESUME ${resume} finds the part of a killed program with ${before}`, async () => {
      using files = folder();
      const path = files.path("g");
      await killed(path, before);
      const [part, ...others] = await listParts(files.path("."));
      assertEquals(others, []);
      assertEquals(part!.target, files.path("./g"));
      assertEquals([part!.size, part!.inUse], [4, false]);
      assertEquals(part!.remoteSize, kept ? 10 : null);
      await using scene = await openFtp({ files: { "/f": DIGITS } });
      InternetSetOption(scene.hConnect, FTP_OPTION_RESUME, resume);
      await FtpGetFile(scene.hConnect, "f", path);
      assertEquals(files.text("g"), DIGITS);
      const continues = kept && resume !== FTP_RESUME_NEVER;
      assertEquals(scene.sent().includes("REST 4"), continues);
      // A part that can be continued is not removed by a transfer that does not
      // continue it.
      assertEquals(
        files.names(),
        kept && !continues ? ["g", "g.part", "g.part.note"] : ["g"],
      );
    });
  }
}

for (const resume of [FTP_RESUME_NEVER, FTP_RESUME_OR_FAIL]) {
  Deno.test(`FtpGetFile() with FTP_OPTION_RESUME ${resume} removes a part that an error has named after it has completed, not earlier`, async () => {
    using files = folder();
    let calls = 0;
    await using scene = await openFtp({
      files: { "/f": DIGITS },
      on: {
        async RETR(call) {
          calls++;
          if (calls > 2) return false;
          if (calls === 2) return await call.reply("550 Not now");
          await call.reply("150 Opening");
          const data = await call.data();
          await data.write("0123");
          await data.end();
          await call.close();
        },
      },
    });
    const { hInternet, hConnect, server } = scene;
    const path = files.path("g");
    const error = await assertRejects(
      () => FtpGetFile(hConnect, "f", path),
      InternetError,
    );
    const [part] = files.names();
    assertStringIncludes(error.message, `kept in "${files.path(part!)}"`);
    const again = await connectFtp(hInternet, server);
    InternetSetOption(again, FTP_OPTION_RESUME, resume);
    assertEquals(
      await rejectedCode(FtpGetFile(again, "f", path)),
      ERROR_INTERNET_EXTENDED_ERROR,
    );
    assertEquals(files.names(), [part]);
    assertEquals(files.text(part!), "0123");
    await FtpGetFile(again, "f", path);
    assertEquals(files.names(), ["g"]);
    assertEquals(files.text("g"), DIGITS);
  });
}

Deno.test("FtpGetFile() fails with advice if too many parts are kept", async () => {
  using files = folder();
  await using scene = await openFtp({ files: { "/f": DIGITS } });
  const path = files.path("g");
  for (let slot = 1; slot <= MAX_SLOTS; slot++) {
    await Deno.writeTextFile(partPath(path, slot), "0123");
  }
  const error = await assertRejects(
    () => FtpGetFile(scene.hConnect, "f", path),
    InternetError,
  );
  assertEquals(error.code, ERROR_SHARING_VIOLATION);
  assertStringIncludes(error.message, "remove those that listParts returns");
  assertEquals((await listParts(files.path("."))).length, MAX_SLOTS);
});

/** Starts two simultaneous downloads of one file, the first of which waits. */
async function together(resume: number) {
  const files = folder();
  const begun = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  let calls = 0;
  const scene = await openFtp({
    files: { "/f": DIGITS },
    on: {
      async RETR(call) {
        if (calls++ > 0) return false;
        begun.resolve();
        await call.until(go.promise);
        return false;
      },
    },
  });
  const other = await connectFtp(scene.hInternet, scene.server);
  for (const handle of [scene.hConnect, other]) {
    InternetSetOption(handle, FTP_OPTION_RESUME, resume);
  }
  const first = FtpGetFile(scene.hConnect, "f", files.path("g"));
  await begun.promise;
  const second = FtpGetFile(other, "f", files.path("g"));
  return { files, scene, first, second, go: go.resolve };
}

Deno.test("two simultaneous FtpGetFile() of one file do not affect each other", async () => {
  const { files, scene, first, second, go } = await together(FTP_RESUME_NEVER);
  using _files = files;
  await using _scene = scene;
  await second;
  assertEquals(files.text("g"), DIGITS);
  assertEquals((await listParts(files.path("."))).map((part) => part.inUse), [
    true,
  ]);
  go();
  await first;
  assertEquals(files.text("g"), DIGITS);
  assertEquals(files.names(), ["g"]);
});

Deno.test("FtpGetFile() does not continue a part that another transfer is writing", async () => {
  const { files, scene, first, second, go } = await together(
    FTP_RESUME_OR_FAIL,
  );
  using _files = files;
  await using _scene = scene;
  assertEquals(await rejectedCode(second), ERROR_SHARING_VIOLATION);
  go();
  await first;
  assertEquals(files.text("g"), DIGITS);
  assertEquals(files.names(), ["g"]);
});

Deno.test("listParts() lists no files of others", async () => {
  using files = folder();
  files.write("movie.part", "a browser");
  files.write("movie.12345678.part", "nobody");
  files.write("note.part.note", "only a note");
  files.write("own.part", "0123");
  files.write("own.part.note", '{"size":10,"modified":"2024-01-01T00:00:00Z"}');
  files.write("broken.part", "");
  files.write("broken.part.note", '{"size":');
  const parts = await listParts(files.path(""));
  assertEquals(parts, [
    {
      path: files.path("broken.part"),
      target: files.path("broken"),
      size: 0,
      inUse: false,
      remoteSize: null,
      remoteModified: null,
    },
    {
      path: files.path("own.part"),
      target: files.path("own"),
      size: 4,
      inUse: false,
      remoteSize: 10,
      remoteModified: new Date("2024-01-01T00:00:00Z"),
    },
  ]);
});

Deno.test("listParts() refuses a path that is not a directory", async () => {
  using files = folder();
  const missing = listParts(files.path("missing"));
  assertEquals(await rejectedCode(missing), ERROR_PATH_NOT_FOUND);
  for (const wrong of ["", "a\0b", null]) {
    assertEquals(
      thrownCode(() => listParts(wrong as string)),
      ERROR_INVALID_PARAMETER,
    );
  }
});

Deno.test("a download with a long name leaves a part that listParts() returns", async () => {
  using files = folder();
  const name = "x".repeat(255);
  await using scene = await openFtp({
    files: { "/f": DIGITS },
    on: {
      async RETR() {
        const [part] = await listParts(files.path("."));
        assert(part!.inUse);
        assertEquals(part!.target, null);
        return false;
      },
    },
  });
  await FtpGetFile(scene.hConnect, "f", files.path(name));
  assertEquals(files.names(), [name]);
});
