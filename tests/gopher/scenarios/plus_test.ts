// Copyright 2026 the wininet authors. MIT license.

/**
 * Gopher+ files: headers with correct and wrong ends of the data, views with
 * languages, and servers that announce Gopher+ but do not support it.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  ERROR_GOPHER_NOT_GOPHER_PLUS,
  ERROR_INTERNET_CONNECTION_ABORTED,
} from "../../../error.ts";
import { GOPHER_VIEWS_CATEGORY } from "../../../flags.ts";
import { GopherGetAttribute, GopherOpenFile } from "../../../gopher.ts";
import { InternetReadFile } from "../../../internet.ts";
import { readText, rejectedCode, thrownCode } from "../../helpers/calls.ts";
import { listMenu, openGopher, shown } from "../../helpers/gopher_calls.ts";
import { latin1 } from "../../helpers/splits.ts";

// The end of the data.
const REPLIES = [
  ["+n with that many bytes", "+5\r\n.\r\n.x", ".\r\n.x"],
  ["+n with too many bytes", "+3\r\nabcdef", "abc"],
  ["+0", "+0\r\n", ""],
  ["+0 with bytes after it", "+0\r\nabc", ""],
  ["+n with only LF", "+3\nabc", "abc"],
  ["+-1", "+-1\r\na\r\nb\r\n.\r\n", "a\r\nb\r\n"],
  ["+-1 with doubled dots", "+-1\r\n..a\r\n...\r\n.\r\n", ".a\r\n..\r\n"],
  ["+-1 with bytes after the dot", "+-1\r\na\r\n.\r\nb\r\n", "a\r\n"],
  ["+-1 with a dot without a line end", "+-1\r\na\r\n.", "a\r\n"],
  ["+-1 and only the dot", "+-1\r\n.\r\n", ""],
  ["+-2", "+-2\r\na\r\n.\r\n..b", "a\r\n.\r\n..b"],
  ["+-2 and nothing", "+-2\r\n", ""],
] as const;

for (const [name, reply, data] of REPLIES) {
  for (const type of ["0", "9"]) {
    for (const byteByByte of [false, true]) {
      const how = byteByByte ? ", byte by byte" : "";
      Deno.test(`GopherOpenFile() reads a Gopher+ file of type ${type} with ${name}${how}`, async () => {
        await using scene = await openGopher({ "/f\t+": reply }, {
          byteByByte,
        });
        const bytes = await scene.bytes(scene.locator(type, "/f", "+"));
        assertEquals(bytes, latin1(data));
      });
    }
  }
}

const CUT = [
  ["+n with too few bytes", "+10\r\nabc", "abc"],
  ["+-1 without a dot", "+-1\r\nabc", "abc"],
] as const;

for (const [name, reply, data] of CUT) {
  Deno.test(`InternetReadFile() returns the bytes of ${name}, then ERROR_INTERNET_CONNECTION_ABORTED`, async () => {
    await using scene = await openGopher({ "/f\t+": reply });
    using hFile = await GopherOpenFile(
      scene.hConnect,
      scene.locator("9", "/f", "+"),
    );
    assertEquals(await readText(hFile, data.length), data);
    const code = await rejectedCode(InternetReadFile(hFile, new Uint8Array(5)));
    assertEquals(code, ERROR_INTERNET_CONNECTION_ABORTED);
  });
}

for (
  const [name, reply] of [
    ["+n", "+3\r\nabc"],
    ["+-1", "+-1\r\nabc\r\n.\r\n"],
  ] as const
) {
  Deno.test(`GopherOpenFile() ends ${name} without waiting for the server to close`, async () => {
    await using scene = await openGopher({
      "/f\t+": async (call) => {
        await call.write(reply);
        await call.clientClosed();
      },
    });
    const bytes = await scene.bytes(scene.locator("0", "/f", "+"));
    assertEquals(new TextDecoder().decode(bytes).trim(), "abc");
    await scene.server.allClosed();
  });
}

const NO_HEADERS = [
  ["a text", "0", "..a\r\n.\r\n", ".a\r\n"],
  ["binary data", "9", "..a\r\n.\r\n", "..a\r\n.\r\n"],
  ["data that starts with +", "9", "+abc", "+abc"],
  ["data that starts like a header", "9", "+12", "+12"],
  ["data that is a hyphen", "9", "-", "-"],
  ["nothing", "0", "", ""],
] as const;

for (const [name, type, reply, data] of NO_HEADERS) {
  Deno.test(`GopherOpenFile() reads ${name} of a server that announced Gopher+ and sends no header`, async () => {
    await using scene = await openGopher({ "/f\t+": reply });
    const bytes = await scene.bytes(scene.locator(type, "/f", "+"));
    assertEquals(bytes, latin1(data));
  });
}

Deno.test("GopherOpenFile() never uses Gopher+ for a plain item", async () => {
  await using scene = await openGopher({ "/f": "+5\r\nabc\r\n.\r\n" });
  assertEquals(await scene.text("/f"), "+5\r\nabc\r\n");
  assertEquals(scene.server.requests, ["/f"]);
});

// The views.
const VIEWS = [
  ["a media type", "application/postscript"],
  ["a media type and a language", "application/postscript De_DE"],
  ["a view of an odd type", "Text/x-a.b+c"],
] as const;

for (const [name, view] of VIEWS) {
  Deno.test(`GopherOpenFile() requests ${name}`, async () => {
    await using scene = await openGopher({ [`/f\t+${view}`]: "+2\r\nhi" });
    const bytes = await scene.bytes(scene.locator("0", "/f", "+"), view);
    assertEquals(bytes, latin1("hi"));
  });
}

Deno.test("GopherOpenFile() treats an empty view as the default one", async () => {
  await using scene = await openGopher({ "/f\t+": "+2\r\nhi" });
  const bytes = await scene.bytes(scene.locator("0", "/f", "+"), "");
  assertEquals(bytes, latin1("hi"));
});

Deno.test("GopherOpenFile() refuses a view of an item without Gopher+", async () => {
  await using scene = await openGopher();
  const code = thrownCode(() =>
    GopherOpenFile(scene.hConnect, scene.locator("0", "/f"), "text/plain")
  );
  assertEquals(code, ERROR_GOPHER_NOT_GOPHER_PLUS);
  assertEquals(scene.server.connections, 0);
});

Deno.test("GopherOpenFile() accepts each view that GopherGetAttribute() returns", async () => {
  await using scene = await openGopher({
    "/f\t!": "+-1\r\n+INFO: 0F\t/f\t127.0.0.1\t70\t+\r\n+VIEWS:\r\n" +
      " text/plain En_US: <1k>\r\n text/plain De_DE: <.5k>\r\n" +
      " application/pdf: <2M>\r\n.\r\n",
    "/f\t+text/plain En_US": "+5\r\nhello",
    "/f\t+text/plain De_DE": "+5\r\nhallo",
    "/f\t+application/pdf": "+-2\r\n%PDF",
  });
  const locator = scene.locator("0", "/f", "+");
  const attributes = await GopherGetAttribute(
    scene.hConnect,
    locator,
    GOPHER_VIEWS_CATEGORY,
  );
  const read: [string, number, string][] = [];
  for (const { AttributeType: { View } } of attributes) {
    const { ContentType, Language, Size } = View!;
    const view = `${ContentType} ${Language}`.trim();
    const bytes = await scene.bytes(locator, view);
    read.push([view, Size, new TextDecoder().decode(bytes)]);
  }
  assertEquals(read, [
    ["text/plain En_US", 1024, "hello"],
    ["text/plain De_DE", 512, "hallo"],
    ["application/pdf", 2_097_152, "%PDF"],
  ]);
});

// Searches.
Deno.test("GopherFindFirstFile() sends the Gopher+ field after the words", async () => {
  await using scene = await openGopher({
    "/find\tred beans\t+": "+-1\r\n0One\t/1\ta.example\t70\t+\r\n.\r\n",
  });
  const index = scene.locator("7", "/find", "+");
  const items = await listMenu(scene.hConnect, index, "red beans");
  assertEquals(shown(items), ["One"]);
});

Deno.test("GopherFindFirstFile() accepts empty words", async () => {
  await using scene = await openGopher({
    "/find\t": "0One\t/1\ta.example\t70\r\n.\r\n",
  });
  const items = await listMenu(scene.hConnect, scene.locator("7", "/find"), "");
  assertEquals(shown(items), ["One"]);
});
