// Copyright 2026 the wininet authors. MIT license.

/**
 * Gopher+ replies in a form that was not requested, and items of an unexpected
 * type.
 *
 * @module
 */

import { assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_GOPHER_NOT_FILE,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import { GopherOpenFile, submitAsk } from "../../gopher.ts";
import { InternetOpenUrl } from "../../internet.ts";
import { thrownCode } from "../helpers/calls.ts";
import { listMenu, openGopher, shown } from "../helpers/gopher_calls.ts";

for (const byteByByte of [false, true]) {
  Deno.test(`GopherFindFirstFile() recognizes blocks without a header, ${byteByByte ? "byte by byte" : "whole"}`, async () => {
    const blocks = "+INFO: 0One\t/1\ta.example\t70\t+\r\n" +
      "+ADMIN:\r\n Admin: Ann <ann@a.example>\r\n" +
      "+INFO: 1Two\t/2\ta.example\t70\t+\r\n";
    await using scene = await openGopher({ "/m\t$": blocks }, { byteByByte });
    const items = await listMenu(
      scene.hConnect,
      scene.locator("1", "/m", "+"),
    );
    assertEquals(shown(items), ["One", "Two"]);
    assertEquals(scene.server.requests, ["/m\t$"]);
  });

  Deno.test(`GopherFindFirstFile() loses nothing of a plain menu that replies to a request for attributes, ${byteByByte ? "byte by byte" : "whole"}`, async () => {
    const menu =
      "+Mirror\t/m\ta.example\t70\r\n0One\t/1\ta.example\t70\r\n.\r\n";
    await using scene = await openGopher({ "/m\t$": menu }, { byteByByte });
    const items = await listMenu(
      scene.hConnect,
      scene.locator("1", "/m", "+"),
    );
    assertEquals(shown(items), ["Mirror", "One"]);
  });
}

for (
  const [code, meaning] of [
    [1, "the item is not available"],
    [2, "try again later"],
  ] as const
) {
  Deno.test(`GopherOpenFile() reports for the Gopher+ error ${code} that ${meaning}`, async () => {
    await using scene = await openGopher({
      "/f\t+": `--1\r\n${code} Ann <ann@a.example>\r\nNo.\r\n.\r\n`,
    });
    const open = GopherOpenFile(
      scene.hConnect,
      scene.locator("0", "/f", "+"),
    );
    await assertRejects(() => open, InternetError, `"No.", ${meaning}`);
  });
}

Deno.test("submitAsk() refuses an item that is neither a file nor a menu", async () => {
  await using scene = await openGopher();
  const code = thrownCode(() =>
    submitAsk(scene.hConnect, scene.locator("8", "/t", "?"), [], [])
  );
  assertEquals(code, ERROR_GOPHER_NOT_FILE);
});

Deno.test("InternetOpenUrl() refuses the URL of a form, and names the function for it", async () => {
  await using scene = await openGopher();
  const url = `${scene.server.url}/0/form%09%09%3F`;
  const open = () => InternetOpenUrl(scene.hInternet, url);
  assertEquals(thrownCode(open), ERROR_INVALID_PARAMETER);
  assertEquals(scene.server.connections, 0);
});
