// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { GENERIC_READ } from "../../flags.ts";
import {
  FtpCreateDirectory,
  FtpDeleteFile,
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpGetFileSize,
  FtpOpenFile,
  FtpPutFile,
  FtpRemoveDirectory,
  FtpRenameFile,
  FtpSetCurrentDirectory,
} from "../../ftp.ts";
import type { HINTERNET } from "../../structures.ts";
import { outputOf } from "../helpers/programs.ts";
import {
  assertSameFile,
  CONTENT,
  eachServerTest,
  list,
  namesOf,
  openProgram,
  type Security,
  type TestPlaces,
} from "./ftp_calls.ts";
import { REAL_FTP_SERVERS, type RealFtpServer } from "./ftp_servers.ts";

const NAMES = [
  "with two  spaces",
  " leading space",
  "-dash",
  "--help",
  `"quoted"`,
  `it's "half`,
  "[brackets]",
  "{braces}",
  "st*r?",
  "~tilde",
  "#100%;type=d",
  "back\\slash",
  "$HOME `id`",
  "a -> b",
  "grüße",
  "日本語 ファイル",
  "😀",
  "e\u0301 decomposed",
  "total 12",
];

/** Names that a server always refuses or changes. */
const IMPOSSIBLE: Readonly<Record<string, readonly string[]>> = {
  "pure-ftpd": ["back\\slash", " leading space"],
};

const IMPOSSIBLE_DIRECTORIES: typeof IMPOSSIBLE = {
  ...IMPOSSIBLE,
  proftpd: ["st*r?"],
};

/** Names do not depend on TLS. */
const PLAIN: TestPlaces = { securities: ["plain"] };

for (const machine of [true, false]) {
  const way = machine ? "MLSD, if it can" : "LIST";

  eachServerTest(
    `files with any name can be listed with ${way} and used`,
    async (server, security, context) => {
      await using program = await openProgram(server, { security });
      const { hConnect, path } = program;
      const local = await program.localFile("up", CONTENT);
      await eachName(server, IMPOSSIBLE, context, async (name) => {
        await FtpPutFile(hConnect, local, name);
        await assertSameFile(`${server.home}/${name}`, CONTENT);
        const found = await list(hConnect, null, machine);
        assertEquals(namesOf(found), [name]);
        assertEquals(found[0]?.nFileSize, CONTENT.length);
        await FtpGetFile(hConnect, name, path("down"));
        await assertSameFile(path("down"), CONTENT);
        assertEquals(await sizeOf(hConnect, name), CONTENT.length);
        await FtpRenameFile(hConnect, name, `2${name}`);
        await FtpRenameFile(hConnect, `2${name}`, name);
        await FtpDeleteFile(hConnect, name);
        assertEquals(await filesOf(server), []);
      });
    },
    PLAIN,
  );

  eachServerTest(
    `directories with any name can be listed with ${way} and used`,
    async (server, security, context) => {
      await using program = await openProgram(server, { security });
      const { hConnect } = program;
      const root = await FtpGetCurrentDirectory(hConnect);
      await eachName(server, IMPOSSIBLE_DIRECTORIES, context, async (name) => {
        await FtpSetCurrentDirectory(hConnect, root);
        await FtpCreateDirectory(hConnect, name);
        await server.addFile(`${name}/inside`, "inside");
        // With a slash it is not a pattern, even if it has wildcards.
        const found = await list(hConnect, `${name}/`, machine);
        assertEquals(namesOf(found), ["inside"]);
        assertEquals(await FtpGetCurrentDirectory(hConnect), root);
        await FtpSetCurrentDirectory(hConnect, name);
        const there = await FtpGetCurrentDirectory(hConnect);
        assertEquals(there, `${root.replace(/\/$/, "")}/${name}`);
        await FtpDeleteFile(hConnect, "inside");
        await FtpSetCurrentDirectory(hConnect, "..");
        await FtpRemoveDirectory(hConnect, name);
        assertEquals(await filesOf(server), []);
      });
    },
    PLAIN,
  );
}

/** Runs a step for each name; files that remain after a failure are removed. */
async function eachName(
  server: RealFtpServer,
  impossible: typeof IMPOSSIBLE,
  context: Deno.TestContext,
  run: (name: string) => Promise<void>,
): Promise<void> {
  for (const name of NAMES) {
    if (impossible[server.name]?.includes(name)) continue;
    await context.step(name, async () => {
      try {
        await run(name);
      } finally {
        for (const left of await filesOf(server)) {
          await Deno.remove(`${server.home}/${left}`, { recursive: true });
        }
      }
    });
  }
}

/** Names in ISO 8859-1. */
const FOREIGN_NAMES = ["caf\xe9.txt", "\xfc", "-\xe9 \xa0"];

/** Without pyftpdlib, which lists "?" for such bytes and cannot open files with such names. */
const KNOWING_BYTES: TestPlaces = {
  names: REAL_FTP_SERVERS.filter((name) => name !== "pyftpdlib"),
  securities: ["plain"],
};

eachServerTest(
  "files whose names are not UTF-8 can be listed and used",
  (server, security) => useForeign(server, security, FOREIGN_NAMES),
  KNOWING_BYTES,
);

eachServerTest(
  "a file with a byte 0xFF in its name can be listed and used",
  (server, security) => useForeign(server, security, ["\xff \xff"]),
  KNOWING_BYTES,
);

async function useForeign(
  server: RealFtpServer,
  security: Security,
  foreign: readonly string[],
): Promise<void> {
  await using program = await openProgram(server, { security });
  const { hConnect, path } = program;
  for (const machine of [true, false]) {
    for (const name of foreign) await addForeign(server, name);
    await server.addFile("grüße", "utf-8");
    const expected = [...foreign, "grüße"].sort();
    assertEquals(namesOf(await list(hConnect, null, machine)), expected);
    await FtpGetFile(hConnect, "grüße", path("down"));
    assertEquals(await Deno.readTextFile(path("down")), "utf-8");
    for (const name of foreign) {
      await FtpGetFile(hConnect, name, path("down"));
      assertEquals(await Deno.readTextFile(path("down")), "foreign");
      assertEquals(await sizeOf(hConnect, name), 7);
      await FtpDeleteFile(hConnect, name);
    }
    assertEquals(await filesOf(server), ["grüße"]);
  }
}

async function sizeOf(hConnect: HINTERNET, name: string): Promise<number> {
  await using hFile = await FtpOpenFile(hConnect, name, GENERIC_READ);
  return await FtpGetFileSize(hFile);
}

async function filesOf(server: RealFtpServer): Promise<string[]> {
  const found = Deno.readDir(server.home);
  return (await Array.fromAsync(found, ({ name }) => name)).sort();
}

/** Creates a file whose name has one byte for each character, which Deno cannot do. */
async function addForeign(server: RealFtpServer, name: string): Promise<void> {
  const escaped = Array.from(
    name,
    (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`,
  ).join("");
  const script = 'file="$1/$(printf "$2")"; printf foreign > "$file"; ' +
    'chown --reference="$1" "$file"';
  await outputOf("sh", ["-c", script, "sh", server.home, escaped]);
}
