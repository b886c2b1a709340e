// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INTERNET_TIMEOUT,
} from "../../../error.ts";
import { FTP_OPTION_FOREIGN_DATA_HOST } from "../../../ftp_options.ts";
import { INTERNET_OPTION_DATA_RECEIVE_TIMEOUT } from "../../../options.ts";
import {
  InternetCloseHandle,
  InternetGetLastResponseInfo,
} from "../../../internet.ts";
import type { HINTERNET } from "../../../structures.ts";
import { rejectedCode } from "../../helpers/calls.ts";
import { openToRead } from "../../helpers/ftp_calls.ts";
import { turns } from "../../helpers/turns.ts";
import {
  abortable,
  answer,
  assertTells,
  assertUsable,
  failedGet,
  got,
  quirkTest,
  sendData,
  set,
  type Settings,
} from "./quirks.ts";
import type { FtpServerOptions } from "../../servers/ftp_server.ts";
import { dial } from "../../servers/ftp_wire.ts";
import type { Need } from "../../helpers/lacks.ts";

const CONTENT: Record<string, string> = { "/a": "content" };

// ---- active mode ----

function activeTest(
  name: string,
  options: FtpServerOptions,
  run: Parameters<typeof quirkTest>[2],
  settings: Settings = [],
  needs?: Need,
): void {
  quirkTest(name, { files: CONTENT, ...options }, async (scene) => {
    set(scene.hConnect, settings);
    await run(scene);
  }, { passive: false, ...(needs && { needs }) });
}

for (const reply of ["500 What?", "501 No", "522 Not this family"]) {
  activeTest(`PORT follows "${reply}" to EPRT, and EPRT is not sent again`, {
    on: { EPRT: answer(`${reply}\r\n`) },
  }, async (scene) => {
    assertEquals(await got(scene.hConnect), "content");
    await assertUsable(scene);
    const verbs = scene.sent().map((line) => line.slice(0, 4));
    assertEquals(
      verbs.filter((verb) => verb === "EPRT" || verb === "PORT"),
      ["EPRT", "PORT", "PORT"],
    );
  });
}

activeTest("FtpGetFile() fails if PORT is refused", {
  on: { EPRT: answer("500 No\r\n"), PORT: answer("500 Illegal PORT\r\n") },
}, async (scene) => {
  assertTells(await failedGet(scene.hConnect), "500 Illegal PORT");
  delete scene.server.options.on!.PORT;
  await assertUsable(scene);
});

activeTest(
  "FtpGetFile() fails in time if the server never connects",
  {
    on: abortable(async (call, aborted) => {
      await call.reply("150 Now");
      await call.until(aborted);
    }),
  },
  async (scene) => {
    const error = await failedGet(scene.hConnect);
    assertEquals(error.code, ERROR_INTERNET_TIMEOUT);
    await assertUsable(scene);
  },
  [[INTERNET_OPTION_DATA_RECEIVE_TIMEOUT, 100]],
);

activeTest(
  "FtpGetFile() fails if the server sends 226 and never connects",
  { on: { RETR: answer("150 Now\r\n226 Done\r\n") } },
  async (scene) => {
    const error = await failedGet(scene.hConnect);
    assertEquals(error.code, ERROR_INTERNET_TIMEOUT);
    await assertUsable(scene);
  },
  [[INTERNET_OPTION_DATA_RECEIVE_TIMEOUT, 100]],
);

for (const opening of ["150 Now\r\n", ""]) {
  for (const ending of ["425 Cannot connect", "426 Lost", "550 No such file"]) {
    activeTest(
      `FtpGetFile() fails with "${opening.trim()}${ending}" and no connection`,
      {
        on: { RETR: answer(`${opening}${ending}\r\n`) },
      },
      async (scene) => {
        const error = await failedGet(scene.hConnect);
        assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
        assertTells(error, ending);
        await assertUsable(scene);
      },
    );
  }
}

activeTest("FtpGetFile() fails with 421 and no connection", {
  on: { RETR: answer("150 Now\r\n421 Bye\r\n") },
}, async ({ hConnect }) => {
  const error = await failedGet(hConnect);
  assertEquals(error.code, ERROR_FTP_DROPPED);
});

activeTest("226 may arrive before the connection", {
  on: {
    async RETR(call) {
      await call.raw("150 Now\r\n226 Done\r\n");
      await sendData(call, "content");
    },
  },
}, async (scene) => {
  assertEquals(await got(scene.hConnect), "content");
  await assertUsable(scene);
});

activeTest("the connection may arrive before 150, and 150 never", {
  on: {
    async RETR(call) {
      await sendData(call, "content");
      await call.reply("226 Done");
    },
  },
}, async (scene) => {
  assertEquals(await got(scene.hConnect), "content");
  await assertUsable(scene);
});

let toldPort = 0;
activeTest(
  "a connection from another client in active mode is refused",
  {
    on: {
      EPRT(call) {
        toldPort = Number(call.argument.split("|")[3]);
        return false;
      },
      async RETR(call) {
        const stranger = await dial("127.0.0.1", toldPort, "127.0.0.2");
        call.server.own(stranger);
        await call.reply("150 Now");
        await stranger.readAll().catch(() => {});
        await sendData(call, "content");
        await call.reply("226 Done");
      },
    },
  },
  async (scene) => {
    assertEquals(await got(scene.hConnect), "content");
    await assertUsable(scene);
  },
  [],
  "127.0.0.2",
);

activeTest(
  "a connection of the server from another address is refused",
  {
    on: abortable(async (call, aborted) => {
      await call.reply("150 Now");
      const data = await call.data("127.0.0.2");
      await data.readAll().catch(() => {});
      await call.until(aborted);
    }),
  },
  async (scene) => {
    const error = await failedGet(scene.hConnect);
    assertEquals(error.code, ERROR_INTERNET_TIMEOUT);
    await assertUsable(scene);
  },
  [[INTERNET_OPTION_DATA_RECEIVE_TIMEOUT, 100]],
  "127.0.0.2",
);

activeTest(
  "FTP_OPTION_FOREIGN_DATA_HOST allows a connection of the server from another address",
  {
    on: {
      async RETR(call) {
        await call.reply("150 Now");
        const data = await call.data("127.0.0.2");
        await data.write("content");
        await data.end();
        await call.reply("226 Done");
      },
    },
  },
  async (scene) => {
    assertEquals(await got(scene.hConnect), "content");
    await assertUsable(scene);
  },
  [[FTP_OPTION_FOREIGN_DATA_HOST, true]],
  "127.0.0.2",
);

activeTest(
  "closing a file that waits for its data connection leaves a usable session",
  {
    on: abortable(async (call, aborted) => {
      await call.reply("150 Now");
      await call.until(aborted);
    }),
  },
  async (scene) => {
    const { hConnect, watched } = scene;
    const opening = rejectedCode(openToRead(hConnect, "a", "a"));
    const { information } = await watched.until("HANDLE_CREATED", "a");
    while (InternetGetLastResponseInfo(hConnect).text !== "150 Now") {
      await turns(1);
    }
    InternetCloseHandle(information as HINTERNET);
    assertEquals(await opening, ERROR_INTERNET_OPERATION_CANCELLED);
    await assertUsable(scene);
  },
);
