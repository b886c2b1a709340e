// Copyright 2026 the wininet authors. MIT license.

/**
 * The checks of the Gopher functions before anything is sent: every invalid
 * argument has its error code, and nothing reaches the server.
 */

import { assertEquals, assertInstanceOf } from "@std/assert";
import {
  ERROR_GOPHER_INVALID_LOCATOR,
  ERROR_GOPHER_NOT_FILE,
  ERROR_GOPHER_NOT_GOPHER_PLUS,
  ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INTERNET_INVALID_URL,
  ERROR_INTERNET_NO_DIRECT_ACCESS,
  ERROR_INVALID_HANDLE,
  ERROR_INVALID_PARAMETER,
  GetLastError,
  InternetError,
} from "../../error.ts";
import {
  INTERNET_FLAG_OFFLINE,
  INTERNET_OPEN_TYPE_DIRECT,
  INTERNET_SERVICE_FTP,
  INTERNET_SERVICE_GOPHER,
  INTERNET_SERVICE_HTTP,
} from "../../flags.ts";
import {
  GopherCreateLocator,
  GopherFindFirstFile,
  GopherGetAttribute,
  GopherGetLocatorType,
  GopherOpenFile,
  linkOf,
  locatorToUrl,
  parseMenu,
  parseQuestion,
  queryCaps,
  submitAsk,
  urlToLocator,
} from "../../gopher.ts";
import { GOPHER_OPTION_ANY_PORT } from "../../gopher_options.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetOpenUrl,
  InternetSetOption,
} from "../../internet.ts";
import type { GOPHER_ATTRIBUTE_TYPE, HINTERNET } from "../../structures.ts";
import { rejectedCode } from "../helpers/calls.ts";
import {
  connectGopher,
  type GopherScene,
  openGopher,
} from "../helpers/gopher_calls.ts";
import { FtpServer } from "../servers/ftp_server.ts";

/** Returns the code of a call that is refused immediately, or 0. */
function thrownCode(call: () => unknown): number {
  try {
    // The end of its session ends a call that has started.
    Promise.resolve(call()).catch(() => {});
    return 0;
  } catch (error) {
    assertInstanceOf(error, InternetError);
    return error.code;
  }
}

type Call = (hConnect: HINTERNET, locator: string) => unknown;

/** The functions that take a locator. */
const LOCATED: readonly (readonly [name: string, call: Call, type: string])[] =
  [
    ["GopherFindFirstFile()", GopherFindFirstFile, "1"],
    ["GopherOpenFile()", GopherOpenFile, "0"],
    ["GopherGetAttribute()", GopherGetAttribute, "0"],
    ["submitAsk()", (h, locator) => submitAsk(h, locator, [], []), "0"],
  ];

const CALLS: readonly (readonly [string, Call])[] = [
  ...LOCATED.map(([name, call]) => [name, call] as const),
  ["queryCaps()", (h) => queryCaps(h)],
];

const ITEM = "0Item\t/a\t127.0.0.1\t70\t+\r\n";

// ---- handles ----

for (const [name, call] of CALLS) {
  Deno.test(`${name} refuses a value that is not a handle`, () => {
    for (const handle of [null, undefined, 0, {}, "handle"]) {
      const code = thrownCode(() => call(handle as HINTERNET, ITEM));
      assertEquals(code, ERROR_INVALID_HANDLE);
      assertEquals(GetLastError(), ERROR_INVALID_HANDLE);
    }
  });

  Deno.test(`${name} refuses handles of other types, and closed ones`, async () => {
    await using ftp = new FtpServer();
    await using scene = await openGopher({ "/f": "text", "": "ihi\r\n" });
    const { hInternet, hConnect, server } = scene;
    const connect = (port: number, service: number) =>
      InternetConnect(hInternet, "127.0.0.1", port, null, null, service);
    const hFile = await GopherOpenFile(hConnect, scene.locator("0", "/f"));
    const { hFind } = await GopherFindFirstFile(hConnect);
    const wrong = [
      hInternet,
      await connect(1, INTERNET_SERVICE_HTTP),
      await connect(ftp.port, INTERNET_SERVICE_FTP),
      hFile,
      hFind,
    ];
    for (const handle of wrong) {
      const code = thrownCode(() => call(handle, ITEM));
      assertEquals(code, ERROR_INTERNET_INCORRECT_HANDLE_TYPE);
    }
    const closed = await connectGopher(hInternet, server);
    closed[Symbol.dispose]();
    assertEquals(
      thrownCode(() => call(closed, ITEM)),
      ERROR_INVALID_HANDLE,
    );
    assertEquals(server.connections, 2);
  });

  Deno.test(`${name} checks the handle before all other arguments`, () => {
    const code = thrownCode(() => call(null as unknown as HINTERNET, "no"));
    assertEquals(code, ERROR_INVALID_HANDLE);
  });
}

// ---- locators ----

const NO_LOCATORS: readonly (readonly [name: string, locator: unknown])[] = [
  ["a number", 5],
  ["an object", {}],
  ["undefined for null", undefined],
  ["a text without TABs", "hello"],
  ["too few fields", "0a\tb\tc\r\n"],
  ["a CR in the selector", "0a\tb\rc\thost\t70\t+\r\n"],
  ["a LF in the selector", "0a\tb\nc\thost\t70\t+\r\n"],
  ["a CR LF in the selector", "0a\tb\r\nDELE c\thost\t70\t+\r\n"],
  ["a NUL in the selector", "0a\tb\0c\thost\t70\t+\r\n"],
  ["a LF in the host", "0a\tb\tho\nst\t70\t+\r\n"],
  ["a blank in the host", "0a\tb\tho st\t70\t+\r\n"],
  ["an invalid port", "0a\tb\thost\tseventy\t+\r\n"],
  ["a port that is too large", "0a\tb\thost\t65536\t+\r\n"],
  ["a negative port", "0a\tb\thost\t-1\t+\r\n"],
  ["two lines", "0a\tb\thost\t70\t+\r\n0a\tb\thost\t70\t+\r\n"],
  ["more than a line may have", `0a\t${"b".repeat(70_000)}\thost\t70\t+\r\n`],
];

for (const [name, call, type] of LOCATED) {
  for (const [what, locator] of NO_LOCATORS) {
    // The locator of the root menu may be omitted.
    if (locator === undefined && name.startsWith("GopherFind")) continue;
    Deno.test(`${name} refuses a locator that is ${what}`, async () => {
      await using scene = await openGopher();
      const text = typeof locator === "string"
        ? locator.replace(/^0/, type)
        : locator as string;
      const code = thrownCode(() => call(scene.hConnect, text));
      assertEquals(code, ERROR_GOPHER_INVALID_LOCATOR);
      assertEquals(GetLastError(), ERROR_GOPHER_INVALID_LOCATOR);
      assertEquals(scene.server.connections, 0);
    });
  }
}

for (const [what, locator] of NO_LOCATORS) {
  // Their host is checked only when connecting.
  if (what === "a blank in the host") continue;
  for (
    const [name, call] of [
      ["GopherGetLocatorType()", GopherGetLocatorType],
      ["locatorToUrl()", locatorToUrl],
      ["linkOf()", linkOf],
    ] as const
  ) {
    Deno.test(`${name} refuses a locator that is ${what}`, () => {
      const code = thrownCode(() => call(locator as string));
      assertEquals(code, ERROR_GOPHER_INVALID_LOCATOR);
    });
  }
}

// ---- parts of locators ----

const PARTS: readonly (readonly [name: string, args: unknown[]])[] = [
  ["no host", [undefined]],
  ["an empty host", [""]],
  ["a host that is not a string", [5]],
  ["a LF in the host", ["a\nb"]],
  ["a TAB in the host", ["a\tb"]],
  ["a NUL in the host", ["a\0b"]],
  ["a port below 0", ["host", -1]],
  ["a port above 65535", ["host", 65_536]],
  ["a port with a fraction", ["host", 70.5]],
  ["a port that is not a number", ["host", "70"]],
  ["a TAB in the display text", ["host", 0, "a\tb"]],
  ["a CR in the display text", ["host", 0, "a\rb"]],
  ["an invalid display text", ["host", 0, 5]],
  ["a TAB in the selector", ["host", 0, "a", "b\tc"]],
  ["a LF in the selector", ["host", 0, "a", "b\nc"]],
  ["a NUL in the selector", ["host", 0, "a", "b\0c"]],
  ["an invalid selector", ["host", 0, "a", {}]],
  ["an invalid type", ["host", 0, "a", "b", "1"]],
  ["a type that is too large", ["host", 0, "a", "b", 2 ** 32]],
  ["a negative type", ["host", 0, "a", "b", -1]],
];

for (const [name, args] of PARTS) {
  Deno.test(`GopherCreateLocator() refuses ${name}`, () => {
    const code = thrownCode(() =>
      GopherCreateLocator(...args as Parameters<typeof GopherCreateLocator>)
    );
    assertEquals(code, ERROR_INVALID_PARAMETER);
    assertEquals(GetLastError(), ERROR_INVALID_PARAMETER);
  });
}

// ---- texts, flags, enumerators, answers ----

const ASK: GOPHER_ATTRIBUTE_TYPE[] = await (async () => {
  await using scene = await openGopher({
    "/a\t!": "+-1\r\n+INFO: 0F\t/a\ta.example\t70\t?\r\n" +
      "+ASK:\r\n Ask: Name?\r\n.\r\n",
  });
  return await GopherGetAttribute(
    scene.hConnect,
    scene.locator("0", "/a", "?"),
    "+ASK",
  );
})();

type Wrong = readonly [
  name: string,
  call: (scene: GopherScene, item: string) => unknown,
];

const BAD_TEXTS = [
  ["a CR", "a\rb"],
  ["a LF", "a\nb"],
  ["a CR LF", "a\r\nb"],
  ["a NUL", "a\0b"],
  ["a TAB", "a\tb"],
  ["half a character", "a\ud800"],
  ["a number", 5],
  ["an object", {}],
  ["more than a line may have", "a".repeat(70_000)],
] as const;

const WRONG: Wrong[] = [
  ...BAD_TEXTS.flatMap(([name, text]): Wrong[] => [
    [
      `GopherOpenFile() refuses a view with ${name}`,
      ({ hConnect }, item) => GopherOpenFile(hConnect, item, text as string),
    ],
    [
      `submitAsk() refuses a view with ${name}`,
      ({ hConnect }, item) =>
        submitAsk(hConnect, item, ASK, ["Ann"], text as string),
    ],
    [
      `GopherFindFirstFile() refuses words with ${name}`,
      ({ hConnect, server }) =>
        GopherFindFirstFile(
          hConnect,
          server.item("7", "", "/f"),
          text as string,
        ),
    ],
    [
      `GopherFindFirstFile() refuses a phone book's query with ${name}`,
      ({ hConnect, server }) =>
        GopherFindFirstFile(hConnect, server.item("2", "", ""), text as string),
    ],
  ]),
  ...BAD_TEXTS.slice(0, 4).map(([name, text]): Wrong => [
    `GopherGetAttribute() refuses names with ${name}`,
    ({ hConnect }, item) => GopherGetAttribute(hConnect, item, text as string),
  ]),
  ...[5, {}].map((names): Wrong => [
    `GopherGetAttribute() refuses the names ${JSON.stringify(names)}`,
    ({ hConnect }, item) =>
      GopherGetAttribute(hConnect, item, names as unknown as string),
  ]),
  ...[5, {}, "function", true].map((enumerator): Wrong => [
    `GopherGetAttribute() refuses the enumerator ${JSON.stringify(enumerator)}`,
    ({ hConnect }, item) =>
      GopherGetAttribute(hConnect, item, null, enumerator as never),
  ]),
  ...[2 ** 32, 1.5, NaN, "0", null, {}].flatMap((flags): Wrong[] => [
    [
      `GopherFindFirstFile() refuses the flags ${String(flags)}`,
      ({ hConnect }) =>
        GopherFindFirstFile(hConnect, null, null, flags as number),
    ],
    [
      `GopherOpenFile() refuses the flags ${String(flags)}`,
      ({ hConnect }, item) =>
        GopherOpenFile(hConnect, item, null, flags as number),
    ],
    [
      `submitAsk() refuses the flags ${String(flags)}`,
      ({ hConnect }, item) =>
        submitAsk(hConnect, item, ASK, ["Ann"], null, flags as number),
    ],
  ]),
  ...([
    ["no questions", null, ["Ann"]],
    ["no answers", ASK, null],
    ["invalid questions", {}, ["Ann"]],
    ["questions that are numbers", [5], ["Ann"]],
    ["a question that is null", [null], ["Ann"]],
    ["a question without its parts", [{ AttributeType: { Ask: {} } }], ["Ann"]],
    ["a question without a type", [{}], ["Ann"]],
    ["answers that are a text", ASK, "Ann"],
    ["too many answers", ASK, ["Ann", "Bob"]],
    ["too few answers", ASK, []],
    ["an answer with a LF", ASK, ["Ann\n."]],
    ["an answer with a CR", ASK, ["Ann\r"]],
    ["an answer with a NUL", ASK, ["Ann\0"]],
    ["half a character", ASK, ["\ud800"]],
    ["an answer that is a number", ASK, [5]],
    ["an answer that is bytes", ASK, [new Uint8Array(2)]],
  ] as const).map(([name, questions, answers]): Wrong => [
    `submitAsk() refuses ${name}`,
    ({ hConnect }, item) =>
      submitAsk(hConnect, item, questions as never, answers as never),
  ]),
];

for (const [name, call] of WRONG) {
  Deno.test(`${name}, before anything is sent`, async () => {
    await using scene = await openGopher();
    const item = scene.locator("0", "/a", "?");
    const code = thrownCode(() => call(scene, item));
    assertEquals(code, ERROR_INVALID_PARAMETER);
    assertEquals(GetLastError(), ERROR_INVALID_PARAMETER);
    assertEquals(scene.server.connections, 0);
    assertEquals(scene.watched.names().includes("HANDLE_CLOSING"), false);
  });
}

// ---- types of items ----

const WRONG_ITEMS: readonly (readonly [string, number, Wrong[1]])[] = [
  ...["1", "7", "2", "8", "T", "3"].map((type) =>
    [
      `GopherOpenFile() refuses an item of type ${type}`,
      ERROR_GOPHER_NOT_FILE,
      ({ hConnect, server }: GopherScene) =>
        GopherOpenFile(hConnect, server.item(type, "", "/a")),
    ] as const
  ),
  [
    "GopherOpenFile() refuses a view of an item without Gopher+",
    ERROR_GOPHER_NOT_GOPHER_PLUS,
    ({ hConnect, server }) =>
      GopherOpenFile(hConnect, server.item("0", "", "/a"), "text/plain"),
  ],
  [
    "GopherGetAttribute() refuses an item without Gopher+",
    ERROR_GOPHER_NOT_GOPHER_PLUS,
    ({ hConnect, server }) =>
      GopherGetAttribute(hConnect, server.item("0", "", "/a")),
  ],
  [
    "submitAsk() refuses an item without Gopher+",
    ERROR_GOPHER_NOT_GOPHER_PLUS,
    ({ hConnect, server }) =>
      submitAsk(hConnect, server.item("0", "", "/a"), ASK, ["Ann"]),
  ],
];

for (const [name, wanted, call] of WRONG_ITEMS) {
  Deno.test(`${name}, before anything is sent`, async () => {
    await using scene = await openGopher();
    assertEquals(thrownCode(() => call(scene, "")), wanted);
    assertEquals(scene.server.connections, 0);
  });
}

// ---- URLs ----

const BAD_URLS = [
  ["an escaped CR LF", "/0a%0D%0AQUIT"],
  ["an escaped LF", "/0a%0AQUIT"],
  ["an escaped CR", "/0a%0DQUIT"],
  ["an escaped NUL", "/0a%00"],
  ["a LF", "/0a\nQUIT"],
  ["a TAB", "/7a\tb"],
  ["an escaped LF in the words", "/7a%09b%0AQUIT"],
  ["an escaped CR LF in the Gopher+ field", "/0a%09%09+%0D%0Adata"],
  ["too many TABs", "/0a%09b%09c%09d"],
  ["a percent sign that escapes nothing", "/0a%zz"],
  ["half an escape", "/0a%0"],
] as const;

for (const [name, path] of BAD_URLS) {
  Deno.test(`InternetOpenUrl() refuses a Gopher URL with ${name}`, async () => {
    await using scene = await openGopher();
    const { hInternet, server } = scene;
    const code = thrownCode(() =>
      InternetOpenUrl(hInternet, server.url + path)
    );
    assertEquals(code, ERROR_INTERNET_INVALID_URL);
    assertEquals(thrownCode(() => urlToLocator(server.url + path)), code);
    assertEquals(server.connections, 0);
  });
}

for (
  const url of [
    "gopher://user@127.0.0.1/",
    "gopher://user:password@127.0.0.1/",
    "gopher://127.0.0.1:99999/",
    "gopher://127.0.0.1:x/",
    "gopher:///",
    "gopher:",
    "gopher://a b/",
    "gopher://[::1/",
  ]
) {
  Deno.test(`InternetOpenUrl() refuses ${url}`, () => {
    using hInternet = InternetOpen("agent");
    const code = thrownCode(() => InternetOpenUrl(hInternet, url));
    assertEquals(code, ERROR_INTERNET_INVALID_URL);
  });
}

Deno.test("InternetOpenUrl() refuses a Gopher URL of an item that is neither a file nor a menu", async () => {
  await using scene = await openGopher();
  const { hInternet, server } = scene;
  for (const type of ["8", "T", "3"]) {
    const code = thrownCode(() =>
      InternetOpenUrl(hInternet, `${server.url}/${type}x`)
    );
    assertEquals(code, ERROR_GOPHER_NOT_FILE, type);
  }
  assertEquals(server.connections, 0);
});

// ---- ports, users, offline ----

for (const port of [1, 21, 22, 23, 25, 53, 79, 110, 143, 6000, 6667]) {
  Deno.test(`port ${port} of another service is refused everywhere, unless ANY_PORT is set`, async () => {
    await using scene = await openGopher();
    const { hInternet, hConnect } = scene;
    const connect = () =>
      InternetConnect(
        hInternet,
        "127.0.0.1",
        port,
        null,
        null,
        INTERNET_SERVICE_GOPHER,
      );
    const at = `\t/a\t127.0.0.1\t${port}\t+\r\n`;
    const calls = [
      connect,
      () => InternetOpenUrl(hInternet, `gopher://127.0.0.1:${port}/0x`),
      () => GopherOpenFile(hConnect, `0${at}`),
      () => GopherFindFirstFile(hConnect, `1${at}`),
      () => GopherGetAttribute(hConnect, `0${at}`),
      () => submitAsk(hConnect, `0${at}`, ASK, ["Ann"]),
    ];
    for (const call of calls) {
      assertEquals(
        thrownCode(call),
        ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
      );
    }
    InternetSetOption(hInternet, GOPHER_OPTION_ANY_PORT, true);
    (await connect())[Symbol.dispose]();
  });
}

Deno.test("ANY_PORT of a connection applies to its items", async () => {
  await using scene = await openGopher();
  const { hConnect } = scene;
  InternetSetOption(hConnect, GOPHER_OPTION_ANY_PORT, true);
  // The port is closed on the test machine.
  const call = GopherOpenFile(hConnect, "0\t\t127.0.0.1\t1\r\n");
  const code = await rejectedCode(call);
  assertEquals(code === ERROR_INTERNET_FAILED_DUETOSECURITYCHECK, false);
});

Deno.test("an item that has moved to the port of another service is not followed", async () => {
  await using scene = await openGopher({
    "/a\t+": "--1\r\n3 Moved\r\n0X\t/x\t127.0.0.1\t25\t+\r\n.\r\n",
  });
  const item = scene.locator("0", "/a", "+");
  const code = await rejectedCode(GopherOpenFile(scene.hConnect, item));
  assertEquals(code, ERROR_INTERNET_FAILED_DUETOSECURITYCHECK);
});

for (
  const [user, password] of [
    ["user", null],
    ["user", "password"],
    [null, "password"],
  ] as const
) {
  Deno.test(`InternetConnect() refuses the user ${user} and the password ${password} for Gopher`, () => {
    using hInternet = InternetOpen("agent");
    const code = thrownCode(() =>
      InternetConnect(
        hInternet,
        "127.0.0.1",
        70,
        user,
        password,
        INTERNET_SERVICE_GOPHER,
      )
    );
    assertEquals(code, ERROR_INVALID_PARAMETER);
  });
}

Deno.test("an offline session does not contact a Gopher server", async () => {
  await using scene = await openGopher();
  const { server } = scene;
  using hInternet = InternetOpen(
    "agent",
    INTERNET_OPEN_TYPE_DIRECT,
    null,
    null,
    INTERNET_FLAG_OFFLINE,
  );
  const code = await codeOf(() => connectGopher(hInternet, server));
  assertEquals(code, ERROR_INTERNET_NO_DIRECT_ACCESS);
  const urlCode = await codeOf(() =>
    InternetOpenUrl(hInternet, `${server.url}/0a`)
  );
  assertEquals(urlCode, 2);
  assertEquals(server.connections, 0);
});

/** Returns the code of a call that fails immediately or later. */
async function codeOf(call: () => unknown): Promise<number> {
  try {
    await call();
  } catch (error) {
    if (error instanceof InternetError) return error.code;
    throw error;
  }
  return 0;
}

// ---- functions without a handle ----

Deno.test("parseMenu() refuses a value that is not a Uint8Array", () => {
  for (const bytes of [null, undefined, "text", [1], new ArrayBuffer(1), {}]) {
    const code = thrownCode(() => parseMenu(bytes as Uint8Array));
    assertEquals(code, ERROR_INVALID_PARAMETER);
  }
});

Deno.test("urlToLocator() refuses a value that is not a Gopher URL", () => {
  for (
    const url of [null, undefined, 5, "", "http://a.example/", "gopher", "//a"]
  ) {
    const code = thrownCode(() => urlToLocator(url as string));
    assertEquals(code, ERROR_INTERNET_INVALID_URL);
  }
});

Deno.test("parseQuestion() refuses a value that is not a question", () => {
  for (const question of [null, undefined, 5, {}, { QuestionType: "Ask" }]) {
    const code = thrownCode(() => parseQuestion(question as never));
    assertEquals(code, ERROR_INVALID_PARAMETER);
  }
});
