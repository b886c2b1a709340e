// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { ERROR_FTP_NO_PASSIVE_MODE } from "../../error.ts";
import { GENERIC_READ } from "../../flags.ts";
import { FtpOpenFile } from "../../ftp.ts";
import { readText, rejectedCode } from "../helpers/calls.ts";
import { openFtp } from "../helpers/ftp_calls.ts";

/** A distributed server, which requires PRET before EPSV and PASV. */
function distributing(features: string[]) {
  let told = "";
  const refuseUntold = {
    async run(call: { reply(text: string): Promise<void> }) {
      const known = told !== "";
      if (!known) await call.reply("503 PRET first");
      return known ? false : undefined;
    },
  };
  return openFtp({
    files: { "/a": "content" },
    features,
    on: {
      async PRET(call) {
        told = call.argument;
        await call.reply("200 OK");
      },
      EPSV: (call) => refuseUntold.run(call),
      PASV: (call) => refuseUntold.run(call),
    },
  });
}

Deno.test("FtpOpenFile() sends PRET if the server has no passive mode without it", async () => {
  await using scene = await distributing(["PRET", "SIZE"]);
  const hFile = await FtpOpenFile(scene.hConnect, "a", GENERIC_READ);
  assertEquals(await readText(hFile), "content");
  const sent = scene.sent();
  assertEquals(sent.includes("PRET RETR a"), true);
});

Deno.test("FtpOpenFile() fails without PRET if the server does not support it either", async () => {
  await using scene = await distributing(["SIZE"]);
  const code = await rejectedCode(
    FtpOpenFile(scene.hConnect, "a", GENERIC_READ),
  );
  assertEquals(code, ERROR_FTP_NO_PASSIVE_MODE);
  assertEquals(scene.sent().some((line) => line.startsWith("PRET")), false);
});
