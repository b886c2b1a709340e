// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_FTP_NO_PASSIVE_MODE,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_EXTENDED_ERROR,
} from "../../../error.ts";
import {
  FTP_OPTION_EXTENDED_MODES,
  FTP_OPTION_FOREIGN_DATA_HOST,
} from "../../../ftp_options.ts";
import {
  answer,
  assertTells,
  assertUsable,
  failedGet,
  got,
  listed,
  quirkTest,
  sending,
  set,
} from "./quirks.ts";
import { closedPort } from "../../servers/closed_port.ts";
import { turns } from "../../helpers/turns.ts";
import { freePorts } from "../../interop/processes.ts";
import type { FtpScript, FtpServerOptions } from "../../servers/ftp_server.ts";

const CONTENT: Record<string, string> = { "/a": "content" };

/** Returns the two numbers of a port in the reply to PASV. */
function two(port: number): string {
  return `${port >> 8},${port & 255}`;
}

function passive(text: (port: number) => string): FtpScript {
  return (call) => call.raw(`${text(call.listen())}\r\n`);
}

const NO_EPSV = answer("500 What?\r\n");

// ---- PASV ----

const PASV: [name: string, text: (port: number) => string][] = [
  ["parentheses", (port) => `227 Ok (127,0,0,1,${two(port)})`],
  ["none", (port) => `227 Ok 127,0,0,1,${two(port)}`],
  ["=", (port) => `227 Ok=127,0,0,1,${two(port)}`],
  ["blanks", (port) => `227 Ok ( 127, 0, 0, 1, ${two(port)} )`],
  ["text after the address", (port) => `227 (127,0,0,1,${two(port)}), go on`],
  ["only numbers", (port) => `227 127,0,0,1,${two(port)}`],
  ["many lines", (port) => `227-Ok\r\n227 (127,0,0,1,${two(port)})`],
];

for (const [name, text] of PASV) {
  quirkTest(`the reply to PASV is parsed with ${name}`, {
    files: CONTENT,
    on: { EPSV: NO_EPSV, PASV: passive(text) },
  }, async (scene) => {
    assertEquals(await got(scene.hConnect), "content");
    await assertUsable(scene);
  });
}

const BAD_PASV = [
  "227 Ok (127,0,0,1,8)",
  "227 Ok (127,0,0,1,8,8,8)",
  "227 Ok (127,0,0,1,8,256)",
  "227 Ok (127,0,0,1,-8,8)",
  "227 Ok (127,0,0,1,0,0)",
  "227 use PORT 161,115,147,1,10",
  "227",
  "500 What?",
  "425 Not now",
];

for (const reply of BAD_PASV) {
  quirkTest(`FtpGetFile() fails after "${reply}" to PASV`, {
    files: CONTENT,
    on: { EPSV: NO_EPSV, PASV: answer(`${reply}\r\n`) },
  }, async (scene) => {
    const error = await failedGet(scene.hConnect);
    assertEquals(error.code, ERROR_FTP_NO_PASSIVE_MODE);
    assertTells(error, reply);
    delete scene.server.options.on!.PASV;
    await assertUsable(scene);
  });
}

const FOREIGN = ["0,0,0,0", "127,9,9,9", "10,0,0,1", "224,0,0,1", "8,8,8,8"];

for (const host of FOREIGN) {
  quirkTest(`PASV to ${host} leads to the server itself`, {
    files: CONTENT,
    on: {
      EPSV: NO_EPSV,
      PASV: passive((port) => `227 (${host},${two(port)})`),
    },
  }, async (scene) => {
    assertEquals(await got(scene.hConnect), "content");
    await assertUsable(scene);
  });
}

const ELSEWHERE: FtpServerOptions = {
  files: CONTENT,
  on: {
    EPSV: NO_EPSV,
    PASV: (call) =>
      call.reply(`227 (127,0,0,2,${two(call.listen(0, "127.0.0.2"))})`),
  },
};

quirkTest(
  "FTP_OPTION_FOREIGN_DATA_HOST allows a data connection to another host",
  ELSEWHERE,
  async (scene) => {
    set(scene.hConnect, [[FTP_OPTION_FOREIGN_DATA_HOST, true]]);
    assertEquals(await got(scene.hConnect), "content");
    await assertUsable(scene);
  },
  { needs: "127.0.0.2" },
);

quirkTest(
  "no data connection goes to another host without FTP_OPTION_FOREIGN_DATA_HOST",
  {
    ...ELSEWHERE,
    on: { ...ELSEWHERE.on, RETR: answer("425 Nobody came\r\n") },
  },
  async (scene) => {
    assertTells(await failedGet(scene.hConnect), "425 Nobody came");
    delete scene.server.options.on!.PASV;
    await assertUsable(scene);
  },
  { needs: "127.0.0.2" },
);

// ---- EPSV ----

const EPSV: [name: string, text: (port: number) => string][] = [
  ["other delimiters", (port) => `229 Ok (!!!${port}!)`],
  ["no parentheses", (port) => `229 Ok |||${port}|`],
  ["a foreign address", (port) => `229 Ok (|1|8.8.8.8|${port}|)`],
  ["text after the address", (port) => `229 Ok (|||${port}|), go on.`],
];

for (const [name, text] of EPSV) {
  quirkTest(`the reply to EPSV is parsed with ${name}`, {
    files: CONTENT,
    on: { EPSV: passive(text), PASV: answer("500 What?\r\n") },
  }, async (scene) => {
    assertEquals(await got(scene.hConnect), "content");
    await assertUsable(scene);
  });
}

const BAD_EPSV = [
  "229 (|||0|)",
  "229 (|||65536|)",
  "229 (||||)",
  "229",
  "500 What?",
  "522 Use 2",
  "425 Not now",
];

for (const reply of BAD_EPSV) {
  quirkTest(`PASV follows "${reply}" to EPSV, and EPSV is not sent again`, {
    files: CONTENT,
    on: { EPSV: answer(`${reply}\r\n`) },
  }, async (scene) => {
    assertEquals(await got(scene.hConnect), "content");
    await assertUsable(scene);
    assertEquals(
      scene.sent().filter((line) => /^(EPSV|PASV)/.test(line)),
      ["EPSV", "PASV", "PASV"],
    );
  });
}

quirkTest(
  "PASV is tried if the port of EPSV cannot be reached, and EPSV is not sent again",
  {
    files: CONTENT,
    on: { EPSV: (call) => call.reply(`229 (|||${closedPort()}|)`) },
  },
  async (scene) => {
    assertEquals(await got(scene.hConnect), "content");
    await assertUsable(scene);
    assertEquals(
      scene.sent().filter((line) => /^(EPSV|PASV|RETR)/.test(line)),
      ["EPSV", "PASV", "RETR a", "PASV", "RETR usable"],
    );
  },
);

quirkTest("FTP_OPTION_EXTENDED_MODES prevents EPSV", {
  files: CONTENT,
}, async (scene) => {
  set(scene.hConnect, [[FTP_OPTION_EXTENDED_MODES, false]]);
  assertEquals(await got(scene.hConnect), "content");
  assertEquals(scene.sent().includes("EPSV"), false);
});

quirkTest("229 is accepted as the reply to PASV", {
  files: CONTENT,
  on: { PASV: passive((port) => `229 Ok (|||${port}|)`) },
}, async (scene) => {
  set(scene.hConnect, [[FTP_OPTION_EXTENDED_MODES, false]]);
  assertEquals(await got(scene.hConnect), "content");
  await assertUsable(scene);
});

// ---- ports that open late, or never ----

const [RETR_PORT, LIST_PORT] = freePorts(2) as [number, number];

/** Announces a port, and listens on it only when the transfer starts. */
function latePort(port: number, run: FtpScript): Record<string, FtpScript> {
  return {
    EPSV: NO_EPSV,
    PASV: (call) => call.reply(`227 (127,0,0,1,${two(port)})`),
    RETR(call) {
      call.listen(port);
      return run(call);
    },
    LIST(call) {
      call.listen(port);
      return run(call);
    },
  };
}

quirkTest("a port of PASV may open as late as at RETR", {
  on: latePort(RETR_PORT, sending("content")),
}, async (scene) => {
  assertEquals(await got(scene.hConnect), "content");
});

quirkTest("a port of PASV may open as late as at LIST", {
  features: [],
  on: latePort(LIST_PORT, sending("-rw-r--r-- 1 u g 5 Jan  1 2020 name\r\n")),
}, async (scene) => {
  assertEquals(await listed(scene.hConnect), ["name"]);
});

for (const replies of ["150 Now\r\n226 Done\r\n", "226 Nothing\r\n"]) {
  quirkTest(
    `no port and ${JSON.stringify(replies)} is an empty directory`,
    {
      features: [],
      on: {
        EPSV: NO_EPSV,
        PASV: (call) => call.reply(`227 (127,0,0,1,${two(closedPort())})`),
        async LIST(call) {
          for (const reply of replies.trim().split("\r\n")) {
            await call.reply(reply);
            await turns(1000);
          }
        },
      },
    },
    async (scene) => {
      assertEquals(await listed(scene.hConnect), []);
      delete scene.server.options.on!.PASV;
      await assertUsable(scene);
    },
  );
}

const REFUSED: Record<string, FtpScript> = {
  EPSV: NO_EPSV,
  PASV: (call) => call.reply(`227 (127,0,0,1,${two(closedPort())})`),
};

quirkTest(
  "FtpGetFile() fails with the reply of the server about a refused data connection",
  {
    on: {
      ...REFUSED,
      async RETR(call) {
        await call.reply("150 Now");
        await call.reply("425 Nobody came");
      },
    },
  },
  async (scene) => {
    const error = await failedGet(scene.hConnect);
    assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
    assertTells(error, "425 Nobody came");
    delete scene.server.options.on!.PASV;
    await assertUsable(scene);
  },
);

quirkTest(
  "FtpGetFile() fails if the data connection is refused and the server sends 226",
  {
    on: { ...REFUSED, RETR: answer("150 Now\r\n226 Done\r\n") },
  },
  async (scene) => {
    const error = await failedGet(scene.hConnect);
    assertEquals(error.code, ERROR_INTERNET_CANNOT_CONNECT);
    assert(error.message.includes("127.0.0.1"), error.message);
    delete scene.server.options.on!.PASV;
    await assertUsable(scene);
  },
);
