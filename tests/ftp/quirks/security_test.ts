// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_INVALID_URL,
  ERROR_INTERNET_LOGIN_FAILURE,
  ERROR_INVALID_PARAMETER,
  ERROR_NO_UNICODE_TRANSLATION,
  InternetError,
} from "../../../error.ts";
import {
  GENERIC_READ,
  GENERIC_WRITE,
  INTERNET_FLAG_PASSIVE,
  INTERNET_FLAG_RAW_DATA,
} from "../../../flags.ts";
import {
  FtpCommand,
  FtpCreateDirectory,
  FtpDeleteFile,
  FtpFindFirstFile,
  FtpGetFile,
  FtpOpenFile,
  FtpPutFile,
  FtpRemoveDirectory,
  FtpRenameFile,
  FtpSetCurrentDirectory,
} from "../../../ftp.ts";
import { FTP_OPTION_ACCOUNT } from "../../../ftp_options.ts";
import { HttpSendRequest } from "../../../http.ts";
import {
  InternetCloseHandle,
  InternetGetLastResponseInfo,
  InternetOpenUrl,
  InternetSetOption,
} from "../../../internet.ts";
import { INTERNET_OPTION_CODEPAGE } from "../../../options.ts";
import type { HINTERNET } from "../../../structures.ts";
import {
  openRequest,
  serverOf,
  statusOf,
  thrownCode,
} from "../../helpers/calls.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";
import { connectFtp, readAll } from "../../helpers/ftp_calls.ts";
import {
  answer,
  assertUsable,
  failedConnectTest,
  failedGet,
  listed,
  quirkTest,
  sending,
} from "./quirks.ts";
import { FtpServer, type FtpServerOptions } from "../../servers/ftp_server.ts";
import { watch } from "../../helpers/watch.ts";

// ---- arguments that contain a second command ----

const CALLS: [name: string, call: (h: HINTERNET, name: string) => unknown][] = [
  ["FtpCreateDirectory", FtpCreateDirectory],
  ["FtpRemoveDirectory", FtpRemoveDirectory],
  ["FtpSetCurrentDirectory", FtpSetCurrentDirectory],
  ["FtpDeleteFile", FtpDeleteFile],
  ["FtpRenameFile", (h, name) => FtpRenameFile(h, name, "b")],
  ["FtpRenameFile", (h, name) => FtpRenameFile(h, "a", name)],
  ["FtpFindFirstFile", FtpFindFirstFile],
  ["FtpGetFile", (h, name) => FtpGetFile(h, name, "/nowhere/a")],
  ["FtpPutFile", (h, name) => FtpPutFile(h, "/nowhere/a", name)],
  ["FtpOpenFile", (h, name) => FtpOpenFile(h, name, GENERIC_READ)],
  ["FtpOpenFile", (h, name) => FtpOpenFile(h, name, GENERIC_WRITE)],
  ["FtpCommand", (h, name) => FtpCommand(h, false, 0, name)],
  ["FtpCommand", (h, name) => FtpCommand(h, true, 0, `RETR ${name}`)],
];

const INJECTIONS = ["a\r\nDELE b", "a\nDELE b", "a\rDELE b", "a\0b", "\r\n"];

quirkTest("a name with a line end or a NUL is not sent", {
  files: { "/b": "b" },
}, async (scene) => {
  const { hConnect } = scene;
  for (const [name, call] of CALLS) {
    for (const text of INJECTIONS) {
      const code = thrownCode(() => call(hConnect, text));
      assertEquals(code, ERROR_INVALID_PARAMETER, `${name} ${text}`);
    }
  }
  assertEquals(scene.sent(), []);
  await assertUsable(scene);
});

for (const text of INJECTIONS) {
  Deno.test(`the user, password and account must not be ${JSON.stringify(text)}`, async () => {
    await using server = new FtpServer();
    await using watched = watch();
    const { hInternet } = watched;
    const connecting = (user: string, password: string) =>
      thrownCode(() => connectFtp(hInternet, server, { user, password }));
    assertEquals(connecting(text, "p"), ERROR_INVALID_PARAMETER);
    assertEquals(connecting("u", text), ERROR_INVALID_PARAMETER);
    assertEquals(
      thrownCode(() => InternetSetOption(hInternet, FTP_OPTION_ACCOUNT, text)),
      ERROR_INVALID_PARAMETER,
    );
    assertEquals(server.connections, 0);
  });
}

for (const path of ["a%0d%0aDELE%20b", "a%0ab", "a%0Db", "a%00b", "%00"]) {
  Deno.test(`InternetOpenUrl() refuses the path ${path}`, async () => {
    await using server = new FtpServer();
    await using watched = watch();
    for (
      const url of [
        `127.0.0.1:${server.port}/${path}`,
        `${path}:p@127.0.0.1:${server.port}/`,
        `u:${path}@127.0.0.1:${server.port}/`,
      ]
    ) {
      const code = thrownCode(() =>
        InternetOpenUrl(watched.hInternet, `ftp://${url}`)
      );
      assertEquals(code, ERROR_INTERNET_INVALID_URL);
    }
    assertEquals(server.connections, 0);
  });
}

quirkTest(
  "characters whose last byte is that of a line end are not line ends",
  {},
  async (scene) => {
    const { hConnect, server } = scene;
    await FtpCreateDirectory(hConnect, "\u010a\u010d\u0a00");
    assertEquals([...server.directories], ["/", "/\u010a\u010d\u0a00"]);
    for (const codePage of [28_591, 1252]) {
      InternetSetOption(hConnect, INTERNET_OPTION_CODEPAGE, codePage);
      const before = server.commands.length;
      const error = await assertRejects(
        () => FtpDeleteFile(hConnect, "a\u010d\u010aDELE b"),
        InternetError,
      );
      assertEquals(error.code, ERROR_NO_UNICODE_TRANSLATION);
      assertEquals(server.commands.slice(before).includes("DELE b"), false);
    }
    InternetSetOption(hConnect, INTERNET_OPTION_CODEPAGE, 65_001);
    await assertUsable(scene);
  },
);

failedConnectTest(
  "an error never shows the password, also if the server repeats it",
  {
    on: {
      PASS: (call) =>
        call.reply(`530-No "${call.argument}"\r\n530 PASS ${call.argument} no`),
    },
  },
  ({ error }) => {
    assertEquals(error.code, ERROR_INTERNET_LOGIN_FAILURE);
    for (
      const text of [
        error.message,
        error.responseText ?? "",
        String(error.stack),
        Deno.inspect(error),
        InternetGetLastResponseInfo().text,
      ]
    ) assert(!text.includes("s3cret"), text);
  },
  { user: "me", password: "s3cret" },
);

// ---- rubbish that could take long ----

const SLOW = [
  "=".repeat(60_000),
  "a ".repeat(30_000),
  "x".repeat(60_000),
  "1".repeat(60_000),
  "1,".repeat(30_000),
  "-rw-r--r-- 1 " + "a ".repeat(29_000),
  "type=" + ";".repeat(59_000),
  "01-01-20  " + " ".repeat(59_000),
  "+" + "i8388621.29609,".repeat(4000),
  '"'.repeat(60_000),
  "(" + "|".repeat(59_000),
];

quirkTest("any line of a listing needs linear time", {
  features: [],
  on: { LIST: sending(SLOW.join("\r\n") + "\r\n") },
}, async (scene) => {
  const start = cpuTime();
  await assertRejects(
    () => listed(scene.hConnect),
    InternetError,
    `no known format has its ${SLOW.length} lines`,
  );
  assert(cpuTime() - start < 4000);
  await assertUsable(scene);
});

for (const verb of ["PASV", "EPSV", "PWD", "FEAT", "SIZE"]) {
  quirkTest(`any reply to ${verb} needs linear time`, {
    on: {
      [verb]: (call) =>
        call.reply(
          SLOW.map((text) => `${CODES[verb]}-${text}\r\n`).join("") +
            `${CODES[verb]} ${SLOW[rows++ % SLOW.length]}`,
        ),
      ...(verb === "PASV" && { EPSV: answer("500 No\r\n") }),
    },
  }, async ({ hConnect }) => {
    const start = cpuTime();
    for (let row = 0; row < SLOW.length; row++) {
      await (verb === "FEAT"
        ? listed(hConnect, "ü").catch(() => {})
        : verb === "PWD"
        ? listed(hConnect, "[").catch(() => {})
        : failedGet(hConnect));
    }
    assert(cpuTime() - start < 4000);
  });
}

const CODES: Record<string, number> = {
  PASV: 227,
  EPSV: 229,
  PWD: 257,
  FEAT: 211,
  SIZE: 213,
};
let rows = 0;

const PATTERNS: [pattern: string, names: string[]][] = [
  ["[", ["["]],
  ["[[[", []],
  ["*[", ["["]],
  ["[a-z]", []],
  ["*".repeat(10_000), ["[", "a".repeat(200)]],
  [`${"*a".repeat(5_000)}`, []],
  [`${"*a".repeat(100)}`, ["a".repeat(200)]],
  ["?", ["["]],
];

for (const [pattern, names] of PATTERNS) {
  quirkTest(
    `the pattern ${
      pattern.slice(0, 10)
    } (${pattern.length}) finds ${names.length}`,
    {
      features: [],
      on: {
        LIST: sending(
          ["[", "a".repeat(200)].map((name) =>
            `-rw-r--r-- 1 u g 5 Jan  1 2020 ${name}\r\n`
          ).join(""),
        ),
      },
    },
    async (scene) => {
      const found = await listed(scene.hConnect, pattern);
      // Without a wildcard it is a name, and the server selects the entries.
      if (/[*?]/.test(pattern)) assertEquals(found, names);
      await assertUsable(scene);
    },
  );
}

for (const scheme of ["ftp", "ftps"]) {
  Deno.test(`HTTP does not follow a redirect to ${scheme}`, async () => {
    await using ftp = new FtpServer({ files: { "/a": "content" } });
    await using http = serverOf((_request, reply) =>
      reply.redirect(`${scheme}://u:p@127.0.0.1:${ftp.port}/a`)
    );
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, http);
    await HttpSendRequest(hRequest);
    assertEquals(statusOf(hRequest), 302);
    assertEquals(ftp.connections, 0);
  });
}

const URLS: [url: string, sent: string[]][] = [
  ["u:p@HOST/%2Fetc/a", ["TYPE I", "SIZE /etc/a", "RETR /etc/a"]],
  ["HOST/a%2Fb", ["TYPE I", "SIZE a/b", "RETR a/b"]],
  ["HOST/a;type=a", ["TYPE A", "RETR a"]],
  ["HOST/a;type=i", ["TYPE I", "SIZE a", "RETR a"]],
  ["HOST/a?b=c", ["TYPE I", "SIZE a?b=c", "RETR a?b=c"]],
  ["me%40x:p%3a%2f@HOST/a", ["TYPE I", "SIZE a", "RETR a"]],
  ["HOST/d/", ["FEAT", "OPTS UTF8 ON", "TYPE A", "MLSD d"]],
  ["HOST/d;type=d", ["FEAT", "OPTS UTF8 ON", "TYPE A", "MLSD d"]],
];

for (const [url, sent] of URLS) {
  Deno.test(`InternetOpenUrl() opens ftp://${url}`, async () => {
    const options: FtpServerOptions = {
      users: { u: "p", "me@x": "p:/" },
      files: {
        "/etc/a": "content",
        "/a/b": "content",
        "/d/x": "content",
        "/a?b=c": "content",
      },
      on: {
        RETR: sending("content"),
        SIZE: answer("213 7\r\n"),
      },
    };
    await using server = new FtpServer(options);
    await using watched = watch();
    const hUrl = await InternetOpenUrl(
      watched.hInternet,
      `ftp://${url.replace("HOST", `127.0.0.1:${server.port}`)}`,
      null,
      INTERNET_FLAG_PASSIVE,
    );
    assert((await readAll(hUrl)).includes("x") || /RETR/.test(sent.at(-1)!));
    InternetCloseHandle(hUrl);
    assertEquals(
      server.commands.slice(2).filter((line) => !/^(EPSV|QUIT)/.test(line)),
      sent,
    );
  });
}

Deno.test("InternetOpenUrl() fails if there is neither a file nor a directory, for a path in a URL", async () => {
  await using server = new FtpServer();
  await using watched = watch();
  const error = await assertRejects(
    () =>
      InternetOpenUrl(
        watched.hInternet,
        `ftp://127.0.0.1:${server.port}/a`,
        null,
        INTERNET_FLAG_PASSIVE | INTERNET_FLAG_RAW_DATA,
      ),
    InternetError,
  );
  assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
});

Deno.test("parseFtpUrl() splits a URL with many @ in linear time", () => {
  const start = cpuTime();
  for (
    const text of [
      "@".repeat(100_000),
      ":".repeat(100_000),
      "%40".repeat(50_000),
    ]
  ) {
    using hInternet = watch().hInternet;
    try {
      InternetOpenUrl(hInternet, `ftp://${text}`).catch(() => {});
    } catch (error) {
      assertEquals((error as InternetError).code, ERROR_INTERNET_INVALID_URL);
    }
  }
  assert(cpuTime() - start < 4000);
});
