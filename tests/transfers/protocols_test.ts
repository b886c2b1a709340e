// Copyright 2026 the wininet authors. MIT license.

/** download() with FTP, Gopher, local files and TLS. */

import { pathToFileURL } from "node:url";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  ERROR_FILE_NOT_FOUND,
  ERROR_GOPHER_DATA_ERROR,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_LOGIN_FAILURE,
} from "../../error.ts";
import { download, downloadAll, type Progress } from "../../transfers.ts";
import { folder, pattern } from "../helpers/ftp_calls.ts";
import { fixture } from "../helpers/certificates.ts";
import { FtpServer, type FtpServerOptions } from "../servers/ftp_server.ts";
import { GopherServer } from "../servers/gopher_server.ts";
import { FakeHttpServer } from "../servers/http_server.ts";

const FILE = pattern(100_000);

function ftpUrl({ host, port }: FtpServer, rest = "f"): string {
  return `ftp://${host}:${port}/${rest}`;
}

/**
 * A server whose first RETR loses its connection after half of the file, and
 * the option that reports the first bytes to it.
 */
function losing(options: FtpServerOptions = {}) {
  let lost = false;
  const arrived = Promise.withResolvers<void>();
  const onProgress = ({ bytes }: Progress) => {
    if (bytes > 0) arrived.resolve();
  };
  const server = new FtpServer({
    files: { "/f": FILE },
    ...options,
    on: {
      async RETR(call) {
        if (lost) return await call.session.server.serve(call);
        lost = true;
        await call.reply("150 Opening");
        const data = await call.data();
        await data.write(FILE.subarray(0, 50_000));
        await call.until(arrived.promise);
        await data.end();
        await call.reply("426 Connection lost");
      },
      ...options.on,
    },
  });
  return {
    server,
    onProgress,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Returns the commands that set the start of a transfer. */
function positions(server: FtpServer): string[] {
  return server.commands.filter((line) => /^(REST|RETR)/.test(line));
}

Deno.test("download() downloads an FTP file", async () => {
  await using server = new FtpServer({ files: { "/f": FILE } });
  using files = folder();
  const result = await download(ftpUrl(server), files.path("f"));
  assertEquals([result.ok, result.total], [true, 100_000]);
  assertEquals(files.read("f"), FILE);
  assertEquals(files.names(), ["f"]);
});

Deno.test("download() continues over FTP after 426, with REST", async () => {
  await using scene = losing();
  const { server, onProgress } = scene;
  using files = folder();
  const { ok, attempts } = await download(ftpUrl(server), files.path("f"), {
    onProgress,
  });
  assertEquals([ok, attempts], [true, 2]);
  assertEquals(files.read("f"), FILE);
  const [first, rest, second] = positions(server);
  assertEquals([first, second], ["RETR f", "RETR f"]);
  assert(/^REST [1-9]\d*$/.test(rest ?? ""), rest);
});

Deno.test("download() continues over FTP after an earlier call", async () => {
  await using scene = losing();
  const { server, onProgress } = scene;
  using files = folder();
  const options = { retries: 0, onProgress };
  const first = await download(ftpUrl(server), files.path("f"), options);
  assertStringIncludes(first.error!.message, `${first.bytes} bytes are kept`);
  assertEquals(first.error!.code, ERROR_INTERNET_EXTENDED_ERROR);
  const second = await download(ftpUrl(server), files.path("f"));
  assertEquals([second.ok, second.resumedFrom], [true, first.bytes]);
  assertEquals(files.read("f"), FILE);
});

Deno.test("download() without resume does not request the time of an FTP file", async () => {
  await using server = new FtpServer({ files: { "/f": FILE } });
  using files = folder();
  await download(ftpUrl(server), files.path("f"), { resume: false });
  assertEquals(server.commands.filter((line) => line.startsWith("MDTM")), []);
});

const CHANGES: Record<string, FtpServerOptions> = {
  "has another time": {
    on: { MDTM: changing(["213 20200101000000", "213 20210101000000"]) },
  },
  "has another size": {
    on: { SIZE: changing(["213 100000", "213 100001", "213 100000"]) },
  },
  "cannot be continued": { on: { REST: (call) => call.reply("502 No") } },
};

/** Sends the replies in turn, and repeats the last one. */
function changing(
  replies: string[],
): NonNullable<FtpServerOptions["on"]>[string] {
  let count = 0;
  return (call) => call.reply(replies[Math.min(count++, replies.length - 1)]!);
}

for (const [name, options] of Object.entries(CHANGES)) {
  Deno.test(`download() restarts over FTP if the file ${name}`, async () => {
    await using scene = losing(options);
    const { server, onProgress } = scene;
    using files = folder();
    const { bytes } = await download(ftpUrl(server), files.path("f"), {
      retries: 0,
      onProgress,
    });
    assert(bytes > 0);
    const result = await download(ftpUrl(server), files.path("f"), {
      retries: 1,
    });
    assertEquals([result.ok, result.resumedFrom], [true, 0]);
    assertEquals(files.read("f"), FILE);
  });
}

const REPLIES: [reply: string, attempts: number][] = [
  ["450 Busy", 2],
  ["550 No such file", 1],
];

for (const [reply, expected] of REPLIES) {
  Deno.test(`download() makes ${expected} attempts after ${reply}`, async () => {
    await using server = new FtpServer({
      files: { "/f": FILE },
      on: { RETR: (call) => call.reply(reply) },
    });
    using files = folder();
    const { attempts, error } = await download(
      ftpUrl(server),
      files.path("f"),
      { retries: 1 },
    );
    assertEquals(attempts, expected);
    assertEquals(error?.responseText, reply);
    assertEquals(files.names(), []);
  });
}

Deno.test("download() does not repeat a login that is refused", async () => {
  await using server = new FtpServer({ anonymous: false });
  using files = folder();
  const { attempts, error } = await download(ftpUrl(server), files.path("f"));
  assertEquals([attempts, error?.code], [1, ERROR_INTERNET_LOGIN_FAILURE]);
});

Deno.test("download() shows no password in an error", async () => {
  await using server = new FtpServer({ users: { me: "right" } });
  using files = folder();
  const url = `ftp://me:secret@${server.host}:${server.port}/f?token=secret`;
  const { error } = await download(url, files.path("f"));
  assert(!error!.message.includes("secret"), error!.message);
});

Deno.test("download() downloads a Gopher file, and restarts if it is truncated", async () => {
  let count = 0;
  await using server = new GopherServer({
    "/f": async (call) => {
      if (count++ > 0) return FILE;
      await call.write(FILE.subarray(0, 5000));
      await call.reset();
    },
    "/none": "3Nothing here\t\terror.host\t1\r\n.\r\n",
  });
  using files = folder();
  const { ok, attempts } = await download(
    `${server.url}/9/f`,
    files.path("f"),
  );
  assertEquals([ok, attempts], [true, 2]);
  assertEquals(files.read("f"), FILE);
  const { error } = await download(`${server.url}/9/none`, files.path("n"));
  assertEquals(error?.code, ERROR_GOPHER_DATA_ERROR);
  assertEquals(files.names(), ["f"]);
});

Deno.test("download() copies a local file", async () => {
  using files = folder();
  const url = pathToFileURL(files.write("a", FILE));
  const { ok, total } = await download(url, files.path("b"));
  assertEquals([ok, total], [true, 100_000]);
  assertEquals(files.read("b"), FILE);
  const { error } = await download(`${url}x`, files.path("c"));
  assertEquals(error?.code, ERROR_FILE_NOT_FOUND);
});

Deno.test("downloadAll() accepts URLs of every protocol", async () => {
  const tls = fixture("localhost");
  const text = "text\r\n";
  await using stack = new AsyncDisposableStack();
  const use = <Server extends AsyncDisposable>(server: Server) =>
    stack.use(server);
  const http = use(
    new FakeHttpServer({ "/http": (_, reply) => reply({ body: text }) }),
  );
  const https = use(
    new FakeHttpServer({ "/https": (_, reply) => reply({ body: text }) }, {
      tls,
    }),
  );
  const ftp = use(new FtpServer({ files: { "/ftp": text } }));
  const ftps = use(new FtpServer({ files: { "/ftps": text }, implicit: true }));
  const gopher = use(new GopherServer({ "/gopher": text }));
  const gophers = use(new GopherServer({ "/gophers": text }, { tls: true }));
  using files = folder();
  const local = files.write("local", text);
  const urls = [
    `${http.url}/http`,
    `https://localhost:${https.port}/https`,
    ftpUrl(ftp, "ftp"),
    `ftps://localhost:${ftps.port}/ftps`,
    `${gopher.url}/9/gopher`,
    `gophers://localhost:${gophers.port}/9/gophers`,
    pathToFileURL(local).href,
  ];
  const failures: unknown[] = [];
  for await (const { error } of downloadAll(urls, files.path("all"))) {
    if (error !== null) failures.push(error);
  }
  assertEquals(failures, []);
  const names = files.names("all");
  assertEquals(names, [
    "ftp",
    "ftps",
    "gopher",
    "gophers",
    "http",
    "https",
    "local",
  ]);
  for (const name of names) assertEquals(files.text(`all/${name}`), text);
});
