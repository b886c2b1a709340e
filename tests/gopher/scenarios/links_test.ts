// Copyright 2026 the wininet authors. MIT license.

/**
 * Items that refer to other protocols: web pages, terminals, and ports of other
 * services.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_GOPHER_DATA_ERROR,
  ERROR_GOPHER_INCORRECT_LOCATOR_TYPE,
  ERROR_GOPHER_NOT_FILE,
  ERROR_GOPHER_NOT_GOPHER_PLUS,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
} from "../../../error.ts";
import { INTERNET_SERVICE_GOPHER } from "../../../flags.ts";
import {
  GopherFindFirstFile,
  GopherGetAttribute,
  GopherOpenFile,
  linkOf,
  submitAsk,
} from "../../../gopher.ts";
import { GOPHER_OPTION_ANY_PORT } from "../../../gopher_options.ts";
import {
  InternetConnect,
  InternetOpenUrl,
  InternetSetOption,
} from "../../../internet.ts";
import {
  rejectedCode,
  serverOf,
  statusOf,
  thrownCode,
} from "../../helpers/calls.ts";
import { listMenu, openGopher } from "../../helpers/gopher_calls.ts";

// Items of type h, and terminals.
const LINKS: [name: string, line: string, link: string | null][] = [
  [
    "a page of the web",
    "hShop\tURL:https://a.example/x?y=z#part\tgopher.example\t70",
    "https://a.example/x?y=z#part",
  ],
  [
    "a page with a slash before URL:",
    "hShop\t/URL:http://a.example/\tgopher.example\t70",
    "http://a.example/",
  ],
  ["an HTML file of the server", "hPage\t/p.html\tgopher.example\t70", null],
  [
    "gophers",
    "hX\tURL:gophers://a.example/1\tgopher.example\t70",
    "gophers://a.example/1",
  ],
  [
    "gopher",
    "hX\t/URL:gopher://a.example/\tgopher.example\t70",
    "gopher://a.example/",
  ],
  [
    "a script",
    "hX\tURL:javascript:alert(1)\tgopher.example\t70",
    "javascript:alert(1)",
  ],
  [
    "a file",
    "hX\tURL:file:///etc/passwd\tgopher.example\t70",
    "file:///etc/passwd",
  ],
  [
    "telnet",
    "hX\tURL:telnet://a.example/\tgopher.example\t70",
    "telnet://a.example/",
  ],
  ["a URL without a scheme", "hX\tURL:/a\tgopher.example\t70", null],
  [
    "a link with an invalid port",
    "hX\tURL:http://a.example/\tx\t99999",
    "http://a.example/",
  ],
  [
    "a terminal",
    "8Log in\tguest\ta.example\t23",
    "telnet://guest@a.example:23",
  ],
  [
    "a terminal without a login",
    "8Log in\t\ta.example\t23",
    "telnet://a.example:23",
  ],
  [
    "a terminal of the type T",
    "TLog in\tguest\ta.example\t23",
    "tn3270://guest@a.example:23",
  ],
  ["a text", "0Text\t/t\ta.example\t70", null],
];

for (const [name, line, link] of LINKS) {
  Deno.test(`linkOf() returns the target of an item of a menu: ${name}`, async () => {
    await using scene = await openGopher({ "": `${line}\r\n.\r\n` });
    const [item] = await listMenu(scene.hConnect);
    assertEquals(linkOf(item!.Locator), link);
    assertEquals(scene.server.connections, 1);
  });
}

for (const type of ["8", "T"]) {
  Deno.test(`GopherOpenFile() refuses a terminal of the type ${type}`, async () => {
    await using scene = await openGopher();
    const { hConnect } = scene;
    const terminal = scene.locator(type, "guest");
    assertEquals(
      thrownCode(() => GopherOpenFile(hConnect, terminal)),
      ERROR_GOPHER_NOT_FILE,
    );
    assertEquals(
      thrownCode(() => GopherFindFirstFile(hConnect, terminal)),
      ERROR_GOPHER_INCORRECT_LOCATOR_TYPE,
    );
    assertEquals(scene.server.connections, 0);
  });

  Deno.test(`InternetOpenUrl() refuses the URL of a terminal of the type ${type}`, async () => {
    await using scene = await openGopher();
    const code = thrownCode(() =>
      InternetOpenUrl(scene.hInternet, `${scene.server.url}/${type}guest`)
    );
    assertEquals(code, ERROR_GOPHER_NOT_FILE);
    assertEquals(scene.server.connections, 0);
  });
}

// The host of an information line is only a placeholder.
for (
  const line of [
    "iHello\t\terror.host\t1",
    "iHello\t/a\tSERVER\t+",
    "+\t/a\tSERVER\t\ti",
  ]
) {
  Deno.test(`GopherOpenFile() never connects for ${JSON.stringify(line)}`, async () => {
    await using scene = await openGopher();
    const { hConnect, server } = scene;
    const locator = line.replace("SERVER", `${server.host}\t${server.port}`);
    const errors: [call: () => Promise<unknown>, code: number][] = [
      [() => GopherOpenFile(hConnect, locator), ERROR_GOPHER_NOT_FILE],
      [
        () => GopherFindFirstFile(hConnect, locator),
        ERROR_GOPHER_INCORRECT_LOCATOR_TYPE,
      ],
      [
        () => GopherGetAttribute(hConnect, locator),
        ERROR_GOPHER_NOT_GOPHER_PLUS,
      ],
      [
        () => submitAsk(hConnect, locator, [], []),
        ERROR_GOPHER_NOT_GOPHER_PLUS,
      ],
    ];
    for (const [call, code] of errors) assertEquals(thrownCode(call), code);
    assertEquals(server.connections, 0);
  });
}

Deno.test("InternetOpenUrl() refuses the URL of an information line", async () => {
  await using scene = await openGopher();
  const { hInternet, server } = scene;
  const code = thrownCode(() =>
    InternetOpenUrl(hInternet, `${server.url}/iHello`)
  );
  assertEquals(code, ERROR_GOPHER_NOT_FILE);
  assertEquals(server.connections, 0);
});

Deno.test("GopherOpenFile() does not follow an item that has moved to an information line", async () => {
  await using scene = await openGopher({
    "/a\t+": ({ server }) =>
      `--1\r\n3 Jo <j@x>\r\n${server.item("i", "Gone", "/b")}.\r\n`,
  });
  const code = await rejectedCode(
    GopherOpenFile(scene.hConnect, scene.locator("0", "/a", "+")),
  );
  assertEquals(code, ERROR_GOPHER_DATA_ERROR);
  assertEquals(scene.server.requests, ["/a\t+"]);
});

// The ports of other services.
const PORTS = [25, 22, 79, 110, 6667];

for (const port of PORTS) {
  Deno.test(`InternetOpenUrl() refuses the port ${port}`, async () => {
    await using scene = await openGopher();
    const code = thrownCode(() =>
      InternetOpenUrl(scene.hInternet, `gopher://127.0.0.1:${port}/0user`)
    );
    assertEquals(code, ERROR_INTERNET_FAILED_DUETOSECURITYCHECK);
  });

  Deno.test(`InternetConnect() refuses the port ${port} for Gopher`, async () => {
    await using scene = await openGopher();
    const code = thrownCode(() =>
      InternetConnect(
        scene.hInternet,
        "127.0.0.1",
        port,
        null,
        null,
        INTERNET_SERVICE_GOPHER,
      )
    );
    assertEquals(code, ERROR_INTERNET_FAILED_DUETOSECURITYCHECK);
  });

  Deno.test(`GopherOpenFile() refuses an item of a menu with the port ${port}`, async () => {
    await using scene = await openGopher({
      "": `0Mail\tHELO\t127.0.0.1\t${port}\t+\r\n.\r\n`,
    });
    const { hConnect } = scene;
    const [item] = await listMenu(hConnect);
    const { Locator } = item!;
    const calls = [
      () => GopherOpenFile(hConnect, Locator),
      () => GopherFindFirstFile(hConnect, Locator.replace("0", "1")),
      () => GopherGetAttribute(hConnect, Locator),
    ];
    for (const call of calls) {
      assertEquals(thrownCode(call), ERROR_INTERNET_FAILED_DUETOSECURITYCHECK);
    }
  });
}

Deno.test("InternetOpenUrl() connects to the port of finger with GOPHER_OPTION_ANY_PORT", async () => {
  await using scene = await openGopher();
  InternetSetOption(scene.hInternet, GOPHER_OPTION_ANY_PORT, true);
  const code = await rejectedCode(
    InternetOpenUrl(scene.hInternet, "gopher://127.0.0.1:79/0user"),
  );
  // The port is closed, but the connection was attempted.
  assertEquals(code, ERROR_INTERNET_CANNOT_CONNECT);
});

// HTTP cannot redirect to Gopher.
for (const scheme of ["gopher", "gophers"]) {
  Deno.test(`InternetOpenUrl() returns an HTTP redirect to ${scheme} and does not follow it`, async () => {
    await using scene = await openGopher();
    const { port } = scene.server;
    await using web = serverOf((_request, reply) =>
      reply.redirect(`${scheme}://127.0.0.1:${port}/0/a`)
    );
    using hRequest = await InternetOpenUrl(
      scene.hInternet,
      `http://127.0.0.1:${web.port}/`,
      null,
      0,
      9,
    );
    assertEquals(statusOf(hRequest), 302);
    assert(!scene.watched.names(9).includes("REDIRECT"));
    assertEquals(scene.server.connections, 0);
  });
}
