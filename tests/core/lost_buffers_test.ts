// Copyright 2026 the wininet authors. MIT license.

/**
 * Buffers that the program has transferred or shortened, before or during a
 * read or write. Such a buffer has no room for bytes, but that is never
 * reported as the end of the data.
 *
 * @module
 */

import { pathToFileURL } from "node:url";
import { assert, assertEquals, assertRejects } from "@std/assert";
import zlib from "node:zlib";
import { ERROR_INVALID_PARAMETER, InternetError } from "../../error.ts";
import { HttpSendRequest, HttpSendRequestEx } from "../../http.ts";
import { INTERNET_FLAG_SECURE, IRF_NO_WAIT } from "../../flags.ts";
import {
  InternetOpenUrl,
  InternetReadFile,
  InternetReadFileEx,
  InternetSetFilePointer,
  InternetSetOption,
  InternetWriteFile,
} from "../../internet.ts";
import { INTERNET_OPTION_HTTP_DECODING } from "../../options.ts";
import { FtpOpenFile } from "../../ftp.ts";
import { GENERIC_WRITE } from "../../flags.ts";
import { GopherOpenFile, parseMenu } from "../../gopher.ts";
import { readable, writable } from "../../streams.ts";
import type { HINTERNET } from "../../structures.ts";
import { PieceSource } from "../../_core/byte_source.ts";
import {
  openRequest,
  rejectedCode,
  serverOf,
  thrownCode,
} from "../helpers/calls.ts";
import { folder, openFtp, openToRead } from "../helpers/ftp_calls.ts";
import { openGopher } from "../helpers/gopher_calls.ts";
import { turns } from "../helpers/turns.ts";
import { watch } from "../helpers/watch.ts";

/** Each half is large enough for a read directly into its buffer. */
const HALF = 20_000;
const FIRST: Uint8Array<ArrayBuffer> = new Uint8Array(HALF).fill(1);
const SECOND: Uint8Array<ArrayBuffer> = new Uint8Array(HALF).fill(2);
const WHOLE = 2 * HALF;

/** A file whose second half is sent when `goOn` is called. */
interface Scene extends AsyncDisposable {
  readonly hFile: HINTERNET;
  goOn(): void;
}

/**
 * Opens a file. `stack` disposes of its resources; the second half is sent when
 * `gate` resolves.
 */
type Open = (
  stack: AsyncDisposableStack,
  gate: Promise<void>,
) => Promise<HINTERNET>;

function overHttp(
  headers: Record<string, string>,
  dwContext: number,
  [first, second]: readonly Uint8Array<ArrayBuffer>[],
): Open {
  return async (stack, gate) => {
    const length = first!.length + second!.length;
    const body = [first!, gate.then(() => second!)];
    const server = stack.use(
      serverOf((_request, reply) => reply({ headers, length, body })),
    );
    const { hInternet } = stack.use(watch());
    InternetSetOption(hInternet, INTERNET_OPTION_HTTP_DECODING, true);
    const accept = "Accept-Encoding: gzip";
    return await InternetOpenUrl(hInternet, server.url, accept, 0, dwContext);
  };
}

function overFtp(flags: number): Open {
  return async (stack, gate) => {
    const scene = stack.use(
      await openFtp({
        tls: flags !== 0,
        files: { "/f": new Uint8Array(WHOLE) },
        on: {
          async RETR(call) {
            await call.reply("150 Here it comes");
            const data = await call.data();
            await data.write(FIRST);
            await call.until(gate);
            await data.write(SECOND);
            await data.end();
            await call.reply("226 Done");
          },
        },
      }, { flags }),
    );
    return await openToRead(scene.hConnect, "f");
  };
}

function overGopher(tls: boolean, extra?: string): Open {
  return async (stack, gate) => {
    const scene = stack.use(
      await openGopher({
        [extra ? `/f\t${extra}` : "/f"]: async (call) => {
          if (extra) await call.write(`+${WHOLE}\r\n`);
          await call.write(FIRST);
          await call.until(gate);
          return SECOND;
        },
      }, { tls }),
    );
    const locator = scene.locator("9", "/f", extra);
    return await GopherOpenFile(scene.hConnect, locator);
  };
}

async function ofThisMachine(stack: AsyncDisposableStack): Promise<HINTERNET> {
  const files = stack.use(folder());
  const path = files.write("f", new Uint8Array([...FIRST, ...SECOND]));
  const { hInternet } = stack.use(watch());
  return await InternetOpenUrl(hInternet, pathToFileURL(path).href);
}

const GZIPPED = new Uint8Array(
  zlib.gzipSync(new Uint8Array([...FIRST, ...SECOND]), { level: 0 }),
);

const FILES: Record<string, Open> = {
  "HTTP, observed": overHttp({}, 1, [FIRST, SECOND]),
  "HTTP, unobserved": overHttp({}, 0, [FIRST, SECOND]),
  "decoded HTTP": overHttp({ "Content-Encoding": "gzip" }, 0, [
    GZIPPED.subarray(0, HALF),
    GZIPPED.subarray(HALF),
  ]),
  "FTP": overFtp(0),
  "FTPS": overFtp(INTERNET_FLAG_SECURE),
  "Gopher": overGopher(false),
  "Gopher+": overGopher(false, "+"),
  "gophers": overGopher(true),
  "a file of this machine": ofThisMachine,
};

async function opened(open: Open): Promise<Scene> {
  await using stack = new AsyncDisposableStack();
  const gate = Promise.withResolvers<void>();
  const hFile = await open(stack, gate.promise);
  const all = stack.move();
  return {
    hFile,
    goOn: gate.resolve,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** Returns the number of remaining bytes, or the error code. */
async function restOf(hFile: HINTERNET): Promise<string> {
  try {
    const rest = await new Response(readable(hFile)).bytes();
    return `${rest.length} bytes`;
  } catch (error) {
    assert(error instanceof InternetError);
    return `error ${error.code}`;
  }
}

/** A buffer whose memory can shrink. */
function shrinking(): { buffer: Uint8Array; memory: ArrayBuffer } {
  const memory = new ArrayBuffer(WHOLE, { maxByteLength: WHOLE });
  return { buffer: new Uint8Array(memory), memory };
}

function detached(length: number = WHOLE): Uint8Array {
  const buffer = new Uint8Array(length);
  buffer.buffer.transfer();
  return buffer;
}

function cutOff(): Uint8Array {
  const { memory } = shrinking();
  const buffer = new Uint8Array(memory, 10, 20);
  memory.resize(15);
  return buffer;
}

/** Calls that read, by name. */
const READS: Record<
  string,
  (hFile: HINTERNET, buffer: Uint8Array) => Promise<number>
> = {
  InternetReadFile,
  InternetReadFileEx,
  "InternetReadFileEx with IRF_NO_WAIT": (hFile, buffer) =>
    InternetReadFileEx(hFile, buffer, IRF_NO_WAIT),
  "InternetReadFileEx with INTERNET_BUFFERS": (hFile, buffer) =>
    InternetReadFileEx(hFile, { lpvBuffer: buffer }),
};

/** The ways to detach a buffer during a read. */
const WAYS: Record<string, () => { buffer: Uint8Array; take: () => void }> = {
  transferred: () => {
    const buffer = new Uint8Array(WHOLE);
    return { buffer, take: () => void buffer.buffer.transfer() };
  },
  "made empty": () => {
    const { buffer, memory } = shrinking();
    return { buffer, take: () => memory.resize(0) };
  },
  "cut off": () => {
    const { memory } = shrinking();
    const buffer = new Uint8Array(memory, 5, WHOLE - 5);
    return { buffer, take: () => memory.resize(100) };
  },
};

for (const [name, open] of Object.entries(FILES)) {
  for (const [call, read] of Object.entries(READS)) {
    Deno.test(`${call}() of ${name} refuses a detached buffer and reads nothing`, async () => {
      await using scene = await opened(open);
      const { hFile } = scene;
      for (const buffer of [detached(), detached(0), cutOff()]) {
        assertEquals(
          thrownCode(() => read(hFile, buffer)),
          ERROR_INVALID_PARAMETER,
        );
      }
      // An empty buffer is valid.
      assertEquals(await read(hFile, new Uint8Array(0)), 0);
      scene.goOn();
      assertEquals(await restOf(hFile), `${WHOLE} bytes`);
    });
  }

  for (const [way, made] of Object.entries(WAYS)) {
    Deno.test(`InternetReadFile() of ${name} fails if its buffer is ${way} in the meantime`, async () => {
      await using scene = await opened(open);
      const { hFile } = scene;
      const before = new Uint8Array(100);
      // A read that must wait for another read starts later.
      const first = InternetReadFile(hFile, before);
      const { buffer, take } = made();
      const call = InternetReadFile(hFile, buffer);
      take();
      scene.goOn();
      assertEquals(await first, 100);
      assertEquals(await rejectedCode(call), ERROR_INVALID_PARAMETER);
      assertEquals(await restOf(hFile), `${WHOLE - 100} bytes`);
    });

    // Reads of local files never wait.
    if (open === ofThisMachine) continue;
    Deno.test(`InternetReadFile() of ${name} never ends early if its buffer is ${way} while it waits`, async () => {
      await using scene = await opened(open);
      const { hFile } = scene;
      // Reads all bytes that have arrived, so that the next read waits for the
      // network.
      const come = new Uint8Array(name === "decoded HTTP" ? 1000 : HALF);
      const left = WHOLE - await InternetReadFile(hFile, come);
      const { buffer, take } = made();
      const call = rejectedCode(InternetReadFile(hFile, buffer));
      await turns(5);
      take();
      scene.goOn();
      assertEquals(await call, ERROR_INVALID_PARAMETER);
      const rest = await restOf(hFile);
      assert(
        [`${left} bytes`, `error ${ERROR_INVALID_PARAMETER}`].includes(rest),
        rest,
      );
    });
  }
}

for (const [way, made] of Object.entries(WAYS)) {
  Deno.test(`InternetReadFile() after InternetSetFilePointer() reads nothing from FTP if its buffer is ${way}`, async () => {
    const gate = Promise.withResolvers<void>();
    await using scene = await openFtp({
      files: { "/f": new Uint8Array(WHOLE) },
      on: {
        async REST(call) {
          await call.until(gate.promise);
          return false; // The usual behaviour.
        },
      },
    });
    const hFile = await openToRead(scene.hConnect, "f");
    assertEquals(await InternetSetFilePointer(hFile, 100), 100);
    const { buffer, take } = made();
    const call = rejectedCode(InternetReadFile(hFile, buffer));
    await turns(5);
    take();
    gate.resolve();
    assertEquals(await call, ERROR_INVALID_PARAMETER);
    assertEquals(await restOf(hFile), `${WHOLE - 100} bytes`);
  });
}

/** A source of pieces that stops after half of the data. */
class Halves extends PieceSource {
  readonly #pieces: (Uint8Array | Promise<Uint8Array>)[];

  constructor(pieces: (Uint8Array | Promise<Uint8Array>)[]) {
    super();
    this.#pieces = pieces;
  }

  protected override async pull(): Promise<Uint8Array | null> {
    return await this.#pieces.shift() ?? null;
  }

  seek(): void {
    this.restart();
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}

Deno.test("PieceSource.read() does not read past bytes that were lost with their buffer", async () => {
  const gate = Promise.withResolvers<Uint8Array>();
  const source = new Halves([FIRST, gate.promise, FIRST]);
  const buffer = new Uint8Array(WHOLE);
  const call = source.read(buffer, false);
  await turns(20);
  assertEquals(buffer[0], 1);
  buffer.buffer.transfer();
  gate.resolve(SECOND);
  for (const read of [() => call, () => source.read(new Uint8Array(1), true)]) {
    const { code } = await assertRejects(read, InternetError);
    assertEquals(code, ERROR_INVALID_PARAMETER);
  }
  // After a seek the position is known again.
  source.seek();
  assertEquals(await source.read(new Uint8Array(1), true), 1);
});

Deno.test("InternetReadFile() fills the rest of a buffer that shrinks", async () => {
  await using scene = await opened(ofThisMachine);
  const { buffer, memory } = shrinking();
  const first = InternetReadFile(scene.hFile, new Uint8Array(100));
  const call = InternetReadFile(scene.hFile, buffer);
  memory.resize(50);
  assertEquals([await first, await call], [100, 50]);
  assertEquals(await restOf(scene.hFile), `${WHOLE - 150} bytes`);
});

Deno.test("InternetWriteFile(), HttpSendRequest() and HttpSendRequestEx() refuse a detached buffer", async () => {
  await using server = serverOf(({ body }, reply) => reply({ body }));
  await using watched = watch();
  const options = { verb: "POST" };
  const hRequest = await openRequest(watched.hInternet, server, options);
  for (const bytes of [detached(), detached(0), cutOff()]) {
    assertEquals(
      thrownCode(() => HttpSendRequest(hRequest, null, bytes)),
      ERROR_INVALID_PARAMETER,
    );
    assertEquals(
      thrownCode(() => HttpSendRequestEx(hRequest, { lpvBuffer: bytes })),
      ERROR_INVALID_PARAMETER,
    );
  }
  await HttpSendRequestEx(hRequest, { dwBufferTotal: 5 });
  for (const bytes of [detached(), detached(0), cutOff()]) {
    assertEquals(
      thrownCode(() => InternetWriteFile(hRequest, bytes)),
      ERROR_INVALID_PARAMETER,
    );
  }
  // A write that has started sends the content that the buffer had at its
  // start.
  const bytes = new Uint8Array([1, 2, 3, 4, 5]);
  const write = InternetWriteFile(hRequest, bytes);
  bytes.buffer.transfer();
  assertEquals(await write, 5);
});

Deno.test("InternetWriteFile() to an FTP server and writable() refuse a detached buffer", async () => {
  await using scene = await openFtp();
  const hFile = await FtpOpenFile(scene.hConnect, "f", GENERIC_WRITE);
  const bytes = new Uint8Array([1, 2, 3]);
  const write = InternetWriteFile(hFile, bytes);
  bytes.buffer.transfer();
  assertEquals(await write, 3);
  assertEquals(
    thrownCode(() => InternetWriteFile(hFile, detached())),
    ERROR_INVALID_PARAMETER,
  );
  const writer = writable(hFile).getWriter();
  writer.closed.catch(() => {});
  assertEquals(
    await rejectedCode(writer.write(detached())),
    ERROR_INVALID_PARAMETER,
  );
});

Deno.test("parseMenu() does not return an empty menu for a detached buffer", () => {
  for (const bytes of [detached(), cutOff()]) {
    assertEquals(thrownCode(() => parseMenu(bytes)), ERROR_INVALID_PARAMETER);
  }
});
