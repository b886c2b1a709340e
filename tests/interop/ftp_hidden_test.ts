// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { FTP_OPTION_HIDDEN } from "../../ftp_options.ts";
import { FtpGetCurrentDirectory } from "../../ftp.ts";
import { InternetSetOption } from "../../internet.ts";
import {
  eachServerTest,
  list,
  namesOf,
  openProgram,
  type TestPlaces,
} from "./ftp_calls.ts";

const PLAIN: TestPlaces = { securities: ["plain"] };

const SEARCHES = [null, "box", "my box", "box/*", " box"];

eachServerTest(
  "hidden files are listed with LIST",
  async (server, security) => {
    await server.addFile(".hidden", "1");
    await server.addFile("shown", "2");
    for (const name of ["box", "my box", " box"]) {
      await server.addDirectory(name).catch(() => {});
      await server.addFile(`${name}/.hidden`, "1").catch(() => {});
      await server.addFile(`${name}/shown`, "2").catch(() => {});
    }
    await using program = await openProgram(server, { security });
    const { hConnect } = program;
    const root = await FtpGetCurrentDirectory(hConnect);
    for (const search of SEARCHES) {
      InternetSetOption(hConnect, FTP_OPTION_HIDDEN, true);
      const names = namesOf(await list(hConnect, search, false));
      assertEquals(
        names.filter((name) => name === ".hidden" || name === "shown"),
        [".hidden", "shown"],
        `${search}`,
      );
      assertEquals(names.filter((name) => /^\.{1,2}$|^-a/.test(name)), []);
    }
    assertEquals(await FtpGetCurrentDirectory(hConnect), root);
  },
  PLAIN,
);
