// Copyright 2026 the wininet authors. MIT license.

/**
 * Gopher+ items that have moved: the library follows them and reports the new
 * locations to the program; a loop is an error.
 *
 * @module
 */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_GOPHER_DATA_ERROR,
  ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
  InternetError,
} from "../../../error.ts";
import {
  INTERNET_FLAG_NO_AUTO_REDIRECT,
  INTERNET_FLAG_RAW_DATA,
} from "../../../flags.ts";
import {
  GopherFindFirstFile,
  GopherGetAttribute,
  GopherOpenFile,
  submitAsk,
} from "../../../gopher.ts";
import { InternetOpenUrl } from "../../../internet.ts";
import { entries } from "../../../streams.ts";
import type { GOPHER_FIND_DATA } from "../../../structures.ts";
import { readText, rejectedCode } from "../../helpers/calls.ts";
import {
  type GopherScene,
  listMenu,
  openGopher,
  shown,
} from "../../helpers/gopher_calls.ts";
import {
  type GopherScript,
  GopherServer,
} from "../../servers/gopher_server.ts";

/** Returns the reply with the new location of an item. */
function movedTo(selector: string, type = "0", extra?: string): GopherScript {
  return ({ server }) =>
    `--1\r\n3 Jo <jo@a.example>\r\n${
      server.item(type, "There", selector, extra)
    }.\r\n`;
}

/** Returns the new locations of items, from the statuses. */
function redirects(scene: GopherScene): unknown[] {
  return scene.watched.log
    .filter(({ name }) => name === "REDIRECT")
    .map(({ information }) => information);
}

// Error code 3: the item has moved.
Deno.test("GopherOpenFile() follows an item that has moved, and reports the new location", async () => {
  await using scene = await openGopher({
    "/old\t+": movedTo("/new", "0", "+"),
    "/new\t+": "+2\r\nhi",
  });
  const file = scene.locator("0", "/old", "+");
  using hFile = await GopherOpenFile(scene.hConnect, file, null, 0, 7);
  assertEquals(await readText(hFile), "hi");
  assertEquals(redirects(scene), [`${scene.server.url}/0/new%09%09+`]);
  assertEquals(scene.server.requests, ["/old\t+", "/new\t+"]);
});

Deno.test("GopherOpenFile() requests the view again if an item has moved", async () => {
  const view = "text/plain De_DE";
  await using scene = await openGopher({
    [`/old\t+${view}`]: movedTo("/new", "0", "+"),
    [`/new\t+${view}`]: "+2\r\nhi",
  });
  const bytes = await scene.bytes(scene.locator("0", "/old", "+"), view);
  assertEquals(new TextDecoder().decode(bytes), "hi");
});

Deno.test("GopherOpenFile() follows an item to a server without Gopher+", async () => {
  await using scene = await openGopher({
    "/old\t+": movedTo("/new"),
    "/new": "..hi\r\n.\r\n",
  });
  const bytes = await scene.bytes(scene.locator("0", "/old", "+"));
  assertEquals(new TextDecoder().decode(bytes), ".hi\r\n");
});

Deno.test("GopherOpenFile() reads an item according to its new type", async () => {
  await using scene = await openGopher({
    "/old\t+": movedTo("/new", "9"),
    "/new": "..hi\r\n.\r\n",
  });
  const bytes = await scene.bytes(scene.locator("0", "/old", "+"));
  assertEquals(new TextDecoder().decode(bytes), "..hi\r\n.\r\n");
});

Deno.test("GopherOpenFile() follows an item to another server", async () => {
  await using other = new GopherServer({ "/new\t+": "+2\r\nhi" });
  await using scene = await openGopher({
    "/old\t+": `--1\r\n3 Jo <jo@a.example>\r\n${
      other.item("0", "There", "/new", "+")
    }.\r\n`,
  });
  const bytes = await scene.bytes(scene.locator("0", "/old", "+"));
  assertEquals(new TextDecoder().decode(bytes), "hi");
  assertEquals(other.requests, ["/new\t+"]);
});

Deno.test("GopherFindFirstFile() follows a menu that has moved", async () => {
  await using scene = await openGopher({
    "/old\t$": movedTo("/new", "1", "+"),
    "/new\t$": "+-1\r\n+INFO: 0One\t/1\ta.example\t70\t+\r\n.\r\n",
  });
  const menu = scene.locator("1", "/old", "+");
  assertEquals(shown(await listMenu(scene.hConnect, menu)), ["One"]);
});

Deno.test("GopherFindFirstFile() uses the new server of a menu for items without a host", async () => {
  await using other = new GopherServer({ "/new": "0One\t/1\r\n.\r\n" });
  await using scene = await openGopher({
    "/old\t$": `--1\r\n3 Jo <jo@a.example>\r\n${
      other.item("1", "There", "/new")
    }.\r\n`,
  });
  const [item] = await listMenu(
    scene.hConnect,
    scene.locator("1", "/old", "+"),
  );
  assertEquals(item?.Locator, `0One\t/1\t127.0.0.1\t${other.port}\r\n`);
});

Deno.test("GopherFindFirstFile() sends the words again if an index has moved", async () => {
  await using scene = await openGopher({
    "/old\tbeans\t+": movedTo("/new", "7", "+"),
    "/new\tbeans\t+": "+-1\r\n0One\t/1\ta.example\t70\r\n.\r\n",
  });
  const index = scene.locator("7", "/old", "+");
  assertEquals(shown(await listMenu(scene.hConnect, index, "beans")), ["One"]);
});

Deno.test("GopherGetAttribute() follows an item that has moved", async () => {
  await using scene = await openGopher({
    "/old\t!": movedTo("/new", "0", "+"),
    "/new\t!": "+-1\r\n+ABSTRACT:\r\n It is here\r\n.\r\n",
  });
  const [abstract] = await GopherGetAttribute(
    scene.hConnect,
    scene.locator("0", "/old", "+"),
    null,
    null,
    3,
  );
  const { Abstract } = abstract!.AttributeType;
  assertEquals(Abstract?.ShortAbstract, "It is here");
  assertEquals(redirects(scene).length, 1);
});

Deno.test("InternetOpenUrl() follows an item that has moved", async () => {
  await using scene = await openGopher({
    "/old\t+": movedTo("/new", "1", "+"),
    "/new\t+": "+-1\r\n0One\t/1\ta.example\t70\r\n.\r\n",
  });
  const hFind = await InternetOpenUrl(
    scene.hInternet,
    `${scene.server.url}/1/old%09%09+`,
    null,
    INTERNET_FLAG_RAW_DATA,
  );
  const items = await Array.fromAsync(entries(hFind)) as GOPHER_FIND_DATA[];
  assertEquals(shown(items), ["One"]);
});

// With INTERNET_FLAG_NO_AUTO_REDIRECT.
const STAYING: [
  name: string,
  request: string,
  call: (scene: GopherScene) => Promise<unknown>,
][] = [
  [
    "GopherOpenFile()",
    "/old\t+",
    ({ hConnect, locator }) =>
      GopherOpenFile(
        hConnect,
        locator("0", "/old", "+"),
        null,
        INTERNET_FLAG_NO_AUTO_REDIRECT,
      ),
  ],
  [
    "GopherFindFirstFile()",
    "/old\twords\t+",
    ({ hConnect, locator }) =>
      GopherFindFirstFile(
        hConnect,
        locator("7", "/old", "+"),
        "words",
        INTERNET_FLAG_NO_AUTO_REDIRECT,
      ),
  ],
  [
    "GopherFindFirstFile() of a menu",
    "/old\t$",
    ({ hConnect, locator }) =>
      GopherFindFirstFile(
        hConnect,
        locator("1", "/old", "+"),
        null,
        INTERNET_FLAG_NO_AUTO_REDIRECT,
      ),
  ],
  [
    "InternetOpenUrl()",
    "/old\t+",
    ({ hInternet, server }) =>
      InternetOpenUrl(
        hInternet,
        `${server.url}/0/old%09%09+`,
        null,
        INTERNET_FLAG_NO_AUTO_REDIRECT,
      ),
  ],
];

for (const [name, request, call] of STAYING) {
  Deno.test(`${name} reports with INTERNET_FLAG_NO_AUTO_REDIRECT the new place of an item, and does not follow`, async () => {
    await using scene = await openGopher({
      [request]: movedTo("/new", "0", "+"),
    });
    const error = await assertRejects(() => call(scene), InternetError);
    assertEquals(error.code, ERROR_GOPHER_DATA_ERROR);
    const line = scene.server.item("0", "There", "/new", "+").trim();
    assert(error.responseText?.split("\r\n").includes(line));
    assertEquals(scene.server.requests, [request]);
  });
}

Deno.test("submitAsk() sends a form to no other server", async () => {
  await using scene = await openGopher({
    "/old\t+\t1": movedTo("/new", "0", "+"),
  });
  const code = await rejectedCode(
    submitAsk(scene.hConnect, scene.locator("0", "/old", "?"), [], []),
  );
  assertEquals(code, ERROR_GOPHER_DATA_ERROR);
  assertEquals(scene.server.requests, ["/old\t+\t1"]);
});

// Items whose new locations form a loop.
for (
  const [name, replies] of [
    ["itself", { "/a\t+": movedTo("/a", "0", "+") }],
    [
      "an item that has moved back",
      {
        "/a\t+": movedTo("/b", "0", "+"),
        "/b\t+": movedTo("/a", "0", "+"),
      },
    ],
  ] as const
) {
  Deno.test(`GopherOpenFile() fails with ERROR_GOPHER_DATA_ERROR if an item has moved to ${name}`, async () => {
    await using scene = await openGopher(replies);
    const error = await assertRejects(
      () => GopherOpenFile(scene.hConnect, scene.locator("0", "/a", "+")),
      InternetError,
      "it has moved 5 times, and again",
    );
    assertEquals(error.code, ERROR_GOPHER_DATA_ERROR);
    assertEquals(scene.server.connections, 6);
    await scene.server.allClosed();
  });
}

Deno.test("GopherFindFirstFile() fails with ERROR_GOPHER_DATA_ERROR if a menu has moved to itself", async () => {
  await using scene = await openGopher({ "/a\t$": movedTo("/a", "1", "+") });
  const find = GopherFindFirstFile(
    scene.hConnect,
    scene.locator("1", "/a", "+"),
  );
  assertEquals(await rejectedCode(find), ERROR_GOPHER_DATA_ERROR);
  assertEquals(scene.server.requests, Array(6).fill("/a\t$"));
});

Deno.test("GopherOpenFile() follows an item that has moved five times", async () => {
  const replies: Record<string, GopherScript | string> = {
    "/5\t+": "+2\r\nhi",
  };
  for (let at = 0; at < 5; at++) {
    replies[`/${at}\t+`] = movedTo(`/${at + 1}`, "0", "+");
  }
  await using scene = await openGopher(replies);
  const bytes = await scene.bytes(scene.locator("0", "/0", "+"));
  assertEquals(new TextDecoder().decode(bytes), "hi");
});

Deno.test("GopherOpenFile() follows no item to a port of another service", async () => {
  await using scene = await openGopher({
    "/a\t+": "--1\r\n3 Jo <jo@a.example>\r\n0A\tQUIT\t127.0.0.1\t25\r\n.\r\n",
  });
  const code = await rejectedCode(
    GopherOpenFile(scene.hConnect, scene.locator("0", "/a", "+")),
  );
  assertEquals(code, ERROR_INTERNET_FAILED_DUETOSECURITYCHECK);
});

Deno.test("GopherOpenFile() reports the text of the server if an item has moved without a new location", async () => {
  await using scene = await openGopher({
    "/a\t+": "--1\r\n3 Jo <jo@a.example>\r\nMoved, ask around\r\n.\r\n",
  });
  const error = await assertRejects(
    () => GopherOpenFile(scene.hConnect, scene.locator("0", "/a", "+")),
    InternetError,
  );
  assert(error.responseText?.includes("Moved, ask around"));
});
