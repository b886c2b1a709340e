// Copyright 2026 the wininet authors. MIT license.

/**
 * Errors of servers instead of the requested data: in menus and in files, with
 * and without Gopher+. The error always contains the text of the server.
 *
 * @module
 */

import { assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_GOPHER_DATA_ERROR,
  ERROR_GOPHER_NOT_GOPHER_PLUS,
  ERROR_INTERNET_CONNECTION_RESET,
  InternetError,
} from "../../../error.ts";
import { INTERNET_FLAG_RAW_DATA } from "../../../flags.ts";
import {
  GopherGetAttribute,
  GopherOpenFile,
  queryCaps,
} from "../../../gopher.ts";
import { InternetOpenUrl } from "../../../internet.ts";
import { rejectedCode } from "../../helpers/calls.ts";
import { listMenu, openGopher } from "../../helpers/gopher_calls.ts";

/** Returns the error of a call that the server refuses. */
async function refusal(call: () => Promise<unknown>): Promise<InternetError> {
  const error = await assertRejects(call, InternetError);
  assertEquals(error.code, ERROR_GOPHER_DATA_ERROR);
  return error;
}

// Errors instead of a menu.
const MENU_ERRORS = [
  [
    "a line of type 3",
    "3'/x' does not exist\t\terror.host\t1\r\n.\r\n",
    "'/x' does not exist",
  ],
  ["only a line of type 3", "3No such thing\r\n", "No such thing"],
  [
    "lines of type 3 with a selector and a port 0",
    "3No\t/x\terror.host\t0\r\n3Really\t/x\terror.host\t0\r\n.\r\n",
    "No\r\nReally",
  ],
  ["a text without a type", "Not found\r\n", "Not found"],
  ["a text without a line end", "Error: access denied", "Error: access denied"],
  [
    "an HTML page",
    "<html><body>400 Bad Request</body></html>",
    "<html><body>400 Bad Request</body></html>",
  ],
  [
    "an answer of HTTP",
    "HTTP/1.0 400 Bad Request\r\nConnection: close\r\n\r\n",
    "HTTP/1.0 400 Bad Request\r\nConnection: close",
  ],
] as const;

for (const [name, reply, text] of MENU_ERRORS) {
  Deno.test(`GopherFindFirstFile() fails with ERROR_GOPHER_DATA_ERROR and the text of ${name}`, async () => {
    await using scene = await openGopher({ "": reply });
    const error = await refusal(() => listMenu(scene.hConnect));
    assertEquals(error.responseText, text);
  });

  for (const [how, flags] of [["page", 0], ["list", INTERNET_FLAG_RAW_DATA]]) {
    Deno.test(`InternetOpenUrl() fails with ERROR_GOPHER_DATA_ERROR for a ${how} with the text of ${name}`, async () => {
      await using scene = await openGopher({ "": reply });
      const error = await refusal(() =>
        InternetOpenUrl(
          scene.hInternet,
          scene.server.url,
          null,
          flags as number,
        )
      );
      assertEquals(error.responseText, text);
    });
  }
}

// Errors instead of a file.
const FILE_ERRORS = [
  [
    "a line of type 3",
    "3'/x' does not exist\t\terror.host\t1\r\n.\r\n",
    "'/x' does not exist",
  ],
  [
    "a line without a dot",
    "3No such file\t\terror.host\t1\r\n",
    "No such file",
  ],
  ["a line of LF", "3No such file\t\terror.host\t1\n.\n", "No such file"],
  [
    "a line with an information line before it",
    "iSorry\t\tnull.host\t1\r\n3No such file\t\terror.host\t1\r\n.\r\n",
    "No such file",
  ],
  [
    "two lines",
    "3One\t\terror.host\t1\r\n3Two\t\terror.host\t1\r\n",
    "One\r\nTwo",
  ],
] as const;

for (const type of ["0", "9", "I"]) {
  for (const [name, reply, text] of FILE_ERRORS) {
    Deno.test(`GopherOpenFile() fails with ERROR_GOPHER_DATA_ERROR for ${name} instead of a file of type ${type}`, async () => {
      await using scene = await openGopher({ "/x": reply });
      const error = await refusal(() =>
        GopherOpenFile(scene.hConnect, scene.locator(type, "/x"))
      );
      assertEquals(error.responseText, text);
    });
  }
}

for (
  const [name, reply] of [
    ["starts like an error and continues", "3One\t\terror.host\t1\r\nmore\r\n"],
    ["starts with 3", "3 apples\r\n"],
    ["is a menu with an item", "3Odd\t\te\t1\r\n0One\t/1\ta.example\t70\r\n"],
    ["has only information lines", "iHello\t\tnull.host\t1\r\n"],
    ["starts like an error and is long", `3${"x".repeat(10_000)}\r\n`],
  ] as const
) {
  Deno.test(`GopherOpenFile() reads a file that ${name}`, async () => {
    await using scene = await openGopher({ "/x": reply });
    const bytes = await scene.bytes(scene.locator("9", "/x"));
    assertEquals(new TextDecoder().decode(bytes), reply);
  });
}

// Errors of Gopher+.
const PLUS_ERRORS = [
  ["--1", "--1\r\n1 Jo <jo@a.example>\r\nNot there\r\n.\r\n", "Not there"],
  ["--1 with a menu line", "--1\r\n3Not there\t\terror.host\t1\r\n.\r\n", ""],
  ["--1 without a dot", "--1\r\n1 Jo <jo@a.example>\r\nNot there\r\n", ""],
  ["--2", "--2\r\n1 Jo <jo@a.example>\r\nNot there\r\n", "Not there"],
  ["-n", "-31\r\n1 Jo <jo@a.example>\r\nNot there\r\n", "Not there"],
  ["code 2", "--1\r\n2 Jo <jo@a.example>\r\nToo busy\r\n.\r\n", "Too busy"],
  ["--1 and nothing", "--1\r\n.\r\n", ""],
  ["truncated -n", "-500\r\n1 Jo <jo@a.example>\r\nNot there\r\n", ""],
] as const;

for (const [name, reply, text] of PLUS_ERRORS) {
  Deno.test(`GopherOpenFile() fails with ERROR_GOPHER_DATA_ERROR for a Gopher+ error: ${name}`, async () => {
    await using scene = await openGopher({ "/x\t+": reply });
    const error = await refusal(() =>
      GopherOpenFile(scene.hConnect, scene.locator("0", "/x", "+"))
    );
    const said = error.responseText?.split("\r\n") ?? [];
    if (text !== "") assertEquals(said[0], text);
    assertEquals(scene.server.requests, ["/x\t+"]);
  });

  Deno.test(`GopherGetAttribute() fails with ERROR_GOPHER_DATA_ERROR for a Gopher+ error: ${name}`, async () => {
    await using scene = await openGopher({ "/x\t!": reply });
    await refusal(() =>
      GopherGetAttribute(scene.hConnect, scene.locator("0", "/x", "+"))
    );
  });

  Deno.test(`GopherFindFirstFile() fails with ERROR_GOPHER_DATA_ERROR for a Gopher+ error in a search: ${name}`, async () => {
    await using scene = await openGopher({ "/x\twords\t+": reply });
    await refusal(() =>
      listMenu(scene.hConnect, scene.locator("7", "/x", "+"), "words")
    );
  });
}

Deno.test("GopherOpenFile() names the administrator of the server in the error", async () => {
  await using scene = await openGopher({
    "/x\t+": "--1\r\n1 Jo <jo@a.example>\r\nNot there\r\n.\r\n",
  });
  const error = await refusal(() =>
    GopherOpenFile(scene.hConnect, scene.locator("0", "/x", "+"))
  );
  assertEquals(error.responseText, "Not there\r\nJo <jo@a.example>");
});

Deno.test("GopherOpenFile() reads the error of a Gopher+ item from a server that has no Gopher+", async () => {
  await using scene = await openGopher({
    "/x\t+": "3Not there\t\terror.host\t1\r\n.\r\n",
  });
  const error = await refusal(() =>
    GopherOpenFile(scene.hConnect, scene.locator("0", "/x", "+"))
  );
  assertEquals(error.responseText, "Not there");
});

Deno.test("GopherGetAttribute() fails with ERROR_GOPHER_NOT_GOPHER_PLUS if a server has no Gopher+", async () => {
  await using scene = await openGopher({
    "/x\t!": "3Not there\t\terror.host\t1\r\n.\r\n",
  });
  const code = await rejectedCode(
    GopherGetAttribute(scene.hConnect, scene.locator("0", "/x", "+")),
  );
  assertEquals(code, ERROR_GOPHER_NOT_GOPHER_PLUS);
});

// Servers reply to the request for caps.txt in many ways.
for (
  const [name, reply] of [
    ["an error", "3Not found\t\terror.host\t1\r\n.\r\n"],
    ["a menu", "iWelcome\t\tnull.host\t1\r\n0One\t/1\ta.example\t70\r\n.\r\n"],
    ["HTML", "<html><body>CAPS</body></html>"],
    ["nothing", ""],
    ["a text", "CAPSULE\r\na=b\r\n.\r\n"],
  ] as const
) {
  Deno.test(`queryCaps() returns null for ${name}`, async () => {
    await using scene = await openGopher({ "caps.txt": reply });
    assertEquals(await queryCaps(scene.hConnect), null);
    assertEquals(scene.server.requests, ["caps.txt", "/caps.txt"]);
  });

  Deno.test(`queryCaps() tries /caps.txt after ${name}`, async () => {
    await using scene = await openGopher({
      "caps.txt": reply,
      "/caps.txt": "CAPS\r\nServerTLSPort=7443\r\n",
    });
    const caps = await queryCaps(scene.hConnect);
    assertEquals([...caps ?? []], [["ServerTLSPort", "7443"]]);
  });
}

Deno.test("queryCaps() tries /caps.txt as soon as the first line differs", async () => {
  await using scene = await openGopher({
    "caps.txt": async (call) => {
      await call.write("iWelcome to an endless menu\t\tnull.host\t1\r\n");
      await call.clientClosed();
    },
    "/caps.txt": async (call) => {
      for (const byte of "CAPS\r\na=b\r\n") await call.write(byte);
    },
  });
  const caps = await queryCaps(scene.hConnect);
  assertEquals([...caps ?? []], [["a", "b"]]);
});

Deno.test("queryCaps() does not try /caps.txt after a failure of the network", async () => {
  await using scene = await openGopher({
    "caps.txt": (call) => call.reset(),
    "/caps.txt": "CAPS\r\na=b\r\n",
  });
  const code = await rejectedCode(queryCaps(scene.hConnect));
  assertEquals(code, ERROR_INTERNET_CONNECTION_RESET);
  assertEquals(scene.server.requests, ["caps.txt"]);
});

Deno.test("queryCaps() treats a line without an end as no capabilities", async () => {
  await using scene = await openGopher({
    "caps.txt": async (call) => {
      await call.write("CAPSULE".repeat(200));
      await call.clientClosed();
    },
  });
  assertEquals(await queryCaps(scene.hConnect), null);
});

Deno.test("queryCaps() returns the information of the server about itself", async () => {
  await using scene = await openGopher({
    "caps.txt": "CAPS\r\n\r\n# About\r\nCapsVersion=1\r\nPathDelimeter=/\r\n" +
      "ServerTLSPort = 7443\r\nServerDescription=a = b\r\n.\r\n",
  });
  const caps = await queryCaps(scene.hConnect);
  assertEquals([...caps ?? []], [
    ["CapsVersion", "1"],
    ["PathDelimeter", "/"],
    ["ServerTLSPort", "7443"],
    ["ServerDescription", "a = b"],
  ]);
  assertEquals(scene.server.requests, ["caps.txt"]);
});
