// Copyright 2026 the wininet authors. MIT license.

/** FTP_OPTION_HIDDEN, unknown lines of enumerations, and listings by FtpCommand. */

import { assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_INVALID_OPTION,
  ERROR_NO_MORE_FILES,
  InternetError,
} from "../../../error.ts";
import {
  FTP_OPTION_HIDDEN,
  FTP_OPTION_UNKNOWN_LINES,
} from "../../../ftp_options.ts";
import {
  FtpCommand,
  FtpFindFirstFile,
  FtpGetCurrentDirectory,
} from "../../../ftp.ts";
import { InternetQueryOption, InternetSetOption } from "../../../internet.ts";
import { entries, readable } from "../../../streams.ts";
import type { HINTERNET, WIN32_FIND_DATA } from "../../../structures.ts";
import { rejectedCode } from "../../helpers/calls.ts";
import { type FtpScene, openFtp } from "../../helpers/ftp_calls.ts";
import type { FtpCall, FtpScript } from "../../servers/ftp_server.ts";

/** Opens a connection to a server without MLSD whose LIST is a script. */
function openListing(
  script: FtpScript,
  more: Record<string, FtpScript> = {},
): Promise<FtpScene> {
  return openFtp({
    features: [],
    directories: ["/box", "/a [b]"],
    on: { LIST: script, ...more },
  });
}

/** Sends lines as a listing. */
async function send(call: FtpCall, lines: readonly string[]): Promise<void> {
  await call.reply("150 Here it comes");
  const data = await call.data();
  for (const line of lines) await data.write(`${line}\r\n`);
  await data.end();
  await call.reply("226 Done");
}

async function namesOf(
  hConnect: HINTERNET,
  search?: string,
): Promise<string[]> {
  const names: string[] = [];
  const { hFind } = await FtpFindFirstFile(hConnect, search);
  for await (const entry of entries(hFind)) {
    names.push((entry as WIN32_FIND_DATA).cFileName);
  }
  return names;
}

const line = (name: string, kind = "-"): string =>
  `${kind}rw-r--r-- 1 a b 5 Sep 17  2012 ${name}`;

const SHOWN = [line("x")];
const ALL = [line(".", "d"), line("..", "d"), line(".hidden"), line("x")];

function lists(scene: FtpScene): string[] {
  return scene.sent().filter((line) => /^(?:LIST|MLSD)/.test(line));
}

// ---- hidden files ----

Deno.test("FTP_OPTION_HIDDEN uses LIST -a", async () => {
  await using scene = await openListing((call) =>
    send(call, call.argument.startsWith("-a") ? ALL : SHOWN)
  );
  const { hConnect } = scene;
  assertEquals(await namesOf(hConnect), ["x"]);
  InternetSetOption(hConnect, FTP_OPTION_HIDDEN, true);
  assertEquals(await namesOf(hConnect), [".hidden", "x"]);
  assertEquals(await namesOf(hConnect, "box"), [".hidden", "x"]);
  assertEquals(await namesOf(hConnect, ".h*"), [".hidden"]);
  assertEquals(await namesOf(hConnect, "a [b]"), [".hidden", "x"]);
  assertEquals(lists(scene), [
    "LIST",
    "LIST -a",
    "LIST -a box",
    "LIST -a",
    "LIST -a",
  ]);
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
});

const REFUSALS = [
  "500 Unknown option",
  "501 Syntax error in arguments",
  "504 Not implemented for that parameter",
  "550 -a: No such file or directory",
  "450 -a: No such file or directory",
];

for (const refusal of REFUSALS) {
  Deno.test(`FTP_OPTION_HIDDEN uses LIST if -a causes ${refusal}`, async () => {
    await using scene = await openListing((call) =>
      call.argument.startsWith("-a") ? call.reply(refusal) : send(call, SHOWN)
    );
    InternetSetOption(scene.hConnect, FTP_OPTION_HIDDEN, true);
    assertEquals(await namesOf(scene.hConnect), ["x"]);
    assertEquals(lists(scene), ["LIST -a", "LIST"]);
    assertEquals(await namesOf(scene.hConnect, "box"), ["x"]);
    const again = refusal.startsWith("50") ? [] : ["LIST -a box"];
    assertEquals(lists(scene).slice(2), [...again, "LIST box"]);
  });
}

for (
  const [name, lines] of [["nothing", []], [
    "a text",
    ["ls: -a: No such file or directory"],
  ], ["an unknown line", ["what is -a"]]] as [string, string[]][]
) {
  Deno.test(`FTP_OPTION_HIDDEN uses LIST if -a finds ${name}`, async () => {
    await using scene = await openListing((call) =>
      send(call, call.argument.startsWith("-a") ? lines : SHOWN)
    );
    InternetSetOption(scene.hConnect, FTP_OPTION_HIDDEN, true);
    assertEquals(await namesOf(scene.hConnect, "a [b]"), ["x"]);
    assertEquals(lists(scene), ["LIST -a", "LIST"]);
    assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
  });
}

Deno.test("FTP_OPTION_HIDDEN accepts a directory that is empty except for . and ..", async () => {
  await using scene = await openListing((call) => send(call, ALL.slice(0, 2)));
  InternetSetOption(scene.hConnect, FTP_OPTION_HIDDEN, true);
  assertEquals(
    await rejectedCode(FtpFindFirstFile(scene.hConnect)),
    ERROR_NO_MORE_FILES,
  );
  assertEquals(lists(scene), ["LIST -a"]);
});

Deno.test("FTP_OPTION_HIDDEN finds nothing in an empty directory, with and without -a", async () => {
  await using scene = await openListing((call) => send(call, []));
  InternetSetOption(scene.hConnect, FTP_OPTION_HIDDEN, true);
  assertEquals(
    await rejectedCode(FtpFindFirstFile(scene.hConnect)),
    ERROR_NO_MORE_FILES,
  );
  assertEquals(lists(scene), ["LIST -a", "LIST"]);
});

Deno.test("FTP_OPTION_HIDDEN fails if the server also fails without -a", async () => {
  await using scene = await openListing((call) => call.reply("550 Go away"));
  InternetSetOption(scene.hConnect, FTP_OPTION_HIDDEN, true);
  const error = await assertRejects(
    () => FtpFindFirstFile(scene.hConnect, "box"),
    InternetError,
  );
  assertEquals(error.responseText, "550 Go away");
  assertEquals(lists(scene), ["LIST -a box", "LIST box"]);
});

Deno.test("FTP_OPTION_HIDDEN does not change MLSD", async () => {
  await using scene = await openFtp({ files: { "/.hidden": "", "/x": "" } });
  InternetSetOption(scene.hConnect, FTP_OPTION_HIDDEN, true);
  assertEquals(await namesOf(scene.hConnect), [".hidden", "x"]);
  assertEquals(lists(scene), ["MLSD"]);
});

// ---- unknown lines ----

Deno.test("FTP_OPTION_UNKNOWN_LINES counts the lines that match no format", async () => {
  await using scene = await openListing((call) =>
    send(call, ["total 7", "what is this", line("x"), "and this", line("y")])
  );
  const { hFind } = await FtpFindFirstFile(scene.hConnect);
  using _ = hFind;
  const names = [];
  for await (const entry of entries(hFind)) {
    names.push((entry as WIN32_FIND_DATA).cFileName);
    assertEquals(InternetQueryOption(hFind, FTP_OPTION_UNKNOWN_LINES), 2);
  }
  assertEquals(names, ["x", "y"]);
});

Deno.test("FTP_OPTION_UNKNOWN_LINES is 0 if every line is known", async () => {
  await using scene = await openFtp({ files: { "/x": "" } });
  const { hFind } = await FtpFindFirstFile(scene.hConnect);
  using _ = hFind;
  assertEquals(InternetQueryOption(hFind, FTP_OPTION_UNKNOWN_LINES), 0);
});

Deno.test("FtpFindFirstFile() fails if no line of a listing is known", async () => {
  await using scene = await openListing((call) =>
    send(call, ["total 2", "[file] x 5", "[file] y 6"])
  );
  const error = await assertRejects(
    () => FtpFindFirstFile(scene.hConnect),
    InternetError,
    'no known format has its 2 lines, of which the first is "[file] x 5"',
  );
  assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
  assertEquals(error.responseText, "[file] x 5");
  assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
});

Deno.test("FtpFindFirstFile() finds nothing if no known or unknown line matches", async () => {
  await using scene = await openListing((call) =>
    send(call, ["what is this", line("x")])
  );
  assertEquals(
    await rejectedCode(FtpFindFirstFile(scene.hConnect, "*.zip")),
    ERROR_NO_MORE_FILES,
  );
});

Deno.test("FtpFindFirstFile() returns the last part of entries with a path", async () => {
  await using scene = await openListing((call) =>
    send(call, [line("box/x.txt"), line("./y.txt"), line("box/sub/", "d")])
  );
  assertEquals(await namesOf(scene.hConnect, "box"), [
    "x.txt",
    "y.txt",
    "sub",
  ]);
});

Deno.test("FtpFindFirstFile() omits the directory itself and its parent, with MLSD", async () => {
  await using scene = await openFtp({
    on: {
      MLSD: (call) =>
        send(call, ["type=cdir; /home/a", "type=pdir; /home", "type=file; x"]),
    },
  });
  assertEquals(await namesOf(scene.hConnect), ["x"]);
});

for (
  const facts of [" type=file;size=5;/box/x", "type=file;size=5; /box/x"]
) {
  Deno.test(`FtpFindFirstFile() uses the facts of a file in "${facts}"`, async () => {
    await using scene = await openFtp({
      on: {
        MLSD: (call) => call.reply("550 Not a directory"),
        MLST: (call) => call.reply(`250-Facts of a;b\r\n${facts}\r\n250 End`),
      },
    });
    const { hFind, findData } = await FtpFindFirstFile(
      scene.hConnect,
      "box/x",
    );
    hFind[Symbol.dispose]();
    assertEquals([findData.cFileName, findData.nFileSize], ["x", 5]);
  });
}

// ---- listings by FtpCommand ----

const NOTHING: [command: string, reply: string][] = [
  ["NLST", "450 No files found"],
  ["NLST", "550 No files found"],
  ["NLST *.zip", "550 No files found"],
  ["NLST *.zip", "450 *.zip: No such file or directory"],
  ["NLST *.zip", "550 *.zip: No such file or directory"],
  ["NLST *.zip", "550 No match."],
  ["NLST *.zip", "550 No matching files"],
  ["NLST 'A.*'", "550 No data sets found."],
  ["NLST *", "550 No members found."],
  ["NLST box", "550 No files found"],
  ["NLST -a", "550 Directory is empty"],
  ["nlst", "450 No files"],
  ["LIST *.zip", "550 No files found"],
];

async function commandText(
  hConnect: HINTERNET,
  command: string,
): Promise<string> {
  await using hFile = await FtpCommand(
    hConnect,
    true,
    0,
    command,
  ) as HINTERNET;
  return await new Response(readable(hFile)).text();
}

for (const [command, reply] of NOTHING) {
  Deno.test(`FtpCommand("${command}") returns nothing for ${reply}`, async () => {
    const answer: FtpScript = (call) => call.reply(reply);
    await using scene = await openFtp({ on: { NLST: answer, LIST: answer } });
    assertEquals(await commandText(scene.hConnect, command), "");
    assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
  });
}

const FAILURES: [command: string, reply: string][] = [
  ["NLST none", "550 none: No such file or directory"],
  ["NLST", "550 Permission denied"],
  ["NLST", "500 No files here"],
  ["RETR x", "550 No files found"],
];

for (const [command, reply] of FAILURES) {
  Deno.test(`FtpCommand("${command}") fails for ${reply}`, async () => {
    const answer: FtpScript = (call) => call.reply(reply);
    await using scene = await openFtp({ on: { NLST: answer, RETR: answer } });
    assertEquals(
      await rejectedCode(commandText(scene.hConnect, command)),
      ERROR_INTERNET_EXTENDED_ERROR,
    );
  });
}

Deno.test("FTP_OPTION_UNKNOWN_LINES is valid only for enumerations", async () => {
  await using scene = await openFtp();
  let code = 0;
  try {
    InternetQueryOption(scene.hConnect, FTP_OPTION_UNKNOWN_LINES);
  } catch (error) {
    code = (error as InternetError).code;
  }
  assertEquals(code, ERROR_INTERNET_INVALID_OPTION);
});
