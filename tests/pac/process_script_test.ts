// Copyright 2026 the wininet authors. MIT license.

/** The functions of proxy scripts in windows.ts, after `loadProxyScripts`. */

import { pathToFileURL } from "node:url";
import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_CAN_NOT_COMPLETE,
  ERROR_INTERNET_BAD_AUTO_PROXY_SCRIPT,
  ERROR_INTERNET_INVALID_URL,
  ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT,
  ERROR_INVALID_PARAMETER,
  GetLastError,
  InternetError,
} from "../../error.ts";
import { INTERNET_OPEN_TYPE_PRECONFIG } from "../../flags.ts";
import { InternetQueryOption, InternetSetOption } from "../../internet.ts";
import {
  AUTO_PROXY_FLAG_DETECTION_RUN,
  INTERNET_OPTION_PER_CONNECTION_OPTION,
  INTERNET_OPTION_PROXY,
  INTERNET_PER_CONN_AUTOCONFIG_LAST_DETECT_TIME,
  INTERNET_PER_CONN_AUTOCONFIG_URL,
  INTERNET_PER_CONN_AUTODISCOVERY_FLAGS,
  INTERNET_PER_CONN_FLAGS,
  PROXY_AUTO_DETECT_TYPE_DHCP,
  PROXY_AUTO_DETECT_TYPE_DNS_A,
  PROXY_TYPE_AUTO_PROXY_URL,
} from "../../options.ts";
import { loadProxyScripts } from "../../pac.ts";
import {
  DetectAutoProxyUrl,
  InternetDeInitializeAutoProxyDll,
  InternetGetProxyInfo,
  InternetInitializeAutoProxyDll,
} from "../../windows.ts";
import { rejectedCode, thrownCode } from "../helpers/calls.ts";
import { fixture } from "../helpers/certificates.ts";
import { heldClock } from "../helpers/held_clock.ts";
import { heldLookUps } from "../helpers/look_ups.ts";
import { runProgram } from "../helpers/programs.ts";
import { turns } from "../helpers/turns.ts";
import { FakeHttpServer, type RouteHandler } from "../servers/http_server.ts";

await loadProxyScripts();

const PAGE = "http://a.example/x";

function ask(): Promise<string> {
  return InternetGetProxyInfo(PAGE, "a.example");
}

/** Makes a URL the script URL of the process, until it is disposed. */
function processScript(url: string): Disposable {
  InternetSetOption(null, INTERNET_OPTION_PER_CONNECTION_OPTION, {
    pOptions: [
      { dwOption: INTERNET_PER_CONN_FLAGS, Value: PROXY_TYPE_AUTO_PROXY_URL },
      { dwOption: INTERNET_PER_CONN_AUTOCONFIG_URL, Value: url },
    ],
  });
  return {
    [Symbol.dispose]() {
      InternetSetOption(null, INTERNET_OPTION_PROXY, {
        dwAccessType: INTERNET_OPEN_TYPE_PRECONFIG,
        lpszProxy: null,
        lpszProxyBypass: null,
      });
      InternetDeInitializeAutoProxyDll();
    },
  };
}

Deno.test("only pac.ts imports the interpreter, even by import()", async () => {
  const leads = [];
  for (const module of ["mod.ts", "cli.ts", "pac.ts"]) {
    const { code, stdout } = await runProgram(
      Deno.execPath(),
      ["info", "--json", "--no-remote", module],
      { cwd: new URL("../../", import.meta.url) },
    );
    assertEquals(code, 0);
    leads.push(stdout.includes("quickjs"));
  }
  assertEquals(leads, [false, false, true]);
});

Deno.test("InternetGetProxyInfo() uses the given script until it is removed", async () => {
  const lpszScriptBuffer =
    "function FindProxyForURL(url, host) { return ' PROXY ' + host + ';' + url; }";
  assertEquals(
    await InternetInitializeAutoProxyDll({ lpszScriptBuffer }),
    true,
  );
  assertEquals(await ask(), ` PROXY a.example;${PAGE}`);
  assertEquals(GetLastError(), 0);
  assertEquals(InternetDeInitializeAutoProxyDll(), true);
  assertEquals(await rejectedCode(ask()), ERROR_CAN_NOT_COMPLETE);
  assertEquals(GetLastError(), ERROR_CAN_NOT_COMPLETE);
});

Deno.test("InternetInitializeAutoProxyDll() fails without a script, and for a wrong argument", async () => {
  assertEquals(
    await rejectedCode(InternetInitializeAutoProxyDll()),
    ERROR_CAN_NOT_COMPLETE,
  );
  for (const wrong of [1, null, "text", { lpszScriptBuffer: 5 }]) {
    assertEquals(
      thrownCode(() => InternetInitializeAutoProxyDll(wrong as number)),
      ERROR_INVALID_PARAMETER,
    );
  }
  const lpszScriptBuffer = "x".repeat(2 ** 20 + 1);
  assertEquals(
    await rejectedCode(InternetInitializeAutoProxyDll({ lpszScriptBuffer })),
    ERROR_INTERNET_BAD_AUTO_PROXY_SCRIPT,
  );
});

Deno.test("InternetGetProxyInfo() fails for a wrong URL and for a script that fails", async () => {
  assertEquals(
    thrownCode(() => InternetGetProxyInfo("a.example", "a.example")),
    ERROR_INTERNET_INVALID_URL,
  );
  await InternetInitializeAutoProxyDll({ lpszScriptBuffer: "((" });
  assertEquals(await rejectedCode(ask()), ERROR_INTERNET_BAD_AUTO_PROXY_SCRIPT);
  InternetDeInitializeAutoProxyDll();
});

Deno.test("InternetInitializeAutoProxyDll() loads the script of the process again", async () => {
  let version = 1;
  await using server = new FakeHttpServer({
    "*": (_request, reply) =>
      reply({ body: `function FindProxyForURL() { return "${version}"; }` }),
  });
  using _script = processScript(server.url);
  assertEquals(await ask(), "1");
  version = 2;
  assertEquals(await ask(), "1");
  await InternetInitializeAutoProxyDll();
  assertEquals(await ask(), "2");
});

const SCRIPT = 'function FindProxyForURL() { return "\u00e9"; }';

/** Ways to send a script; each is read as the same text. */
const ENCODINGS: readonly (readonly [what: string, handler: RouteHandler])[] = [
  ["UTF-8", (_request, reply) => reply({ body: SCRIPT })],
  [
    "ISO-8859-1 that is not named",
    (_request, reply) => reply({ body: latin1(SCRIPT) }),
  ],
  ["a charset", (_request, reply) =>
    reply({
      headers: [[
        "Content-Type",
        "application/x-ns-proxy-autoconfig; charset=utf-16le",
      ]],
      body: new Uint8Array(
        Uint16Array.from(SCRIPT, (c) => c.charCodeAt(0)).buffer,
      ),
    })],
  ...(["utf-16le", "utf-16be"] as const).map((label) =>
    [
      `${label} with a byte order mark`,
      (_request: unknown, reply: Parameters<RouteHandler>[1]) =>
        reply({ body: utf16(`\ufeff${SCRIPT}`, label === "utf-16le") }),
    ] as const
  ),
  [
    "UTF-8 with a byte order mark",
    (_request, reply) =>
      reply({ body: new TextEncoder().encode(`\ufeff${SCRIPT}`) }),
  ],
  [
    "UTF-8 with a byte order mark, and a wrong charset",
    (_request, reply) =>
      reply({
        headers: [["Content-Type", "text/plain; charset=iso-8859-1"]],
        body: new TextEncoder().encode(`\ufeff${SCRIPT}`),
      }),
  ],
  ["gzip", async (_request, reply) =>
    reply({
      headers: [["Content-Encoding", "gzip"]],
      body: await gzipped(SCRIPT),
    })],
  ["another type and status", (_request, reply) =>
    reply({
      status: 203,
      headers: [["Content-Type", "image/png; charset=unknown"]],
      body: SCRIPT,
    })],
];

function utf16(text: string, isLittle: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let index = 0; index < text.length; index++) {
    view.setUint16(index * 2, text.charCodeAt(index), isLittle);
  }
  return new Uint8Array(view.buffer);
}

async function gzipped(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([text]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  return await new Response(packed).bytes();
}

function latin1(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

for (const [what, handler] of ENCODINGS) {
  Deno.test(`a script is loaded that arrives as ${what}`, async () => {
    await using server = new FakeHttpServer({ "*": handler });
    using _script = processScript(server.url);
    assertEquals(await ask(), "\u00e9");
  });
}

Deno.test("a script is loaded from a file", async () => {
  const path = await Deno.makeTempFile({ suffix: ".pac" });
  try {
    await Deno.writeTextFile(path, SCRIPT);
    using _script = processScript(pathToFileURL(path).href);
    assertEquals(await ask(), "\u00e9");
  } finally {
    await Deno.remove(path);
  }
});

/** Answers that are not scripts. */
const NOT_LOADED: readonly (readonly [what: string, handler: RouteHandler])[] =
  [
    ["404", (_request, reply) => reply({ status: 404, body: SCRIPT })],
    ["401", (_request, reply) => reply({ status: 401, body: SCRIPT })],
    [
      "10 MB",
      (_request, reply) =>
        reply({ length: 1e7, body: Array(160).fill("x".repeat(62_500)) }),
    ],
    [
      "20 MB that are packed into 20 kB",
      async (_request, reply) =>
        reply({
          headers: [["Content-Encoding", "gzip"]],
          body: await gzipped("x".repeat(2e7)),
        }),
    ],
    [
      "a connection that ends too early",
      (_request, reply) => reply({ length: 1000, body: "function" }),
    ],
  ];

for (const [what, handler] of NOT_LOADED) {
  Deno.test(`InternetGetProxyInfo() fails with ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT for ${what}`, async () => {
    await using server = new FakeHttpServer({ "*": handler });
    using _script = processScript(`${server.url}/proxy.pac`);
    const error = await assertRejects(ask, InternetError, "/proxy.pac");
    assertEquals(error.code, ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT);
    assertEquals(error.message.match(/ERROR_/g)?.length, 1);
  });
}

Deno.test("an https script is loaded only from a server with a valid certificate, and after a redirect", async () => {
  for (
    const [certificate, isRight] of [["localhost", true], [
      "wronghost",
      false,
    ]] as const
  ) {
    await using server = new FakeHttpServer({
      "/": (_request, reply) => reply.redirect("/proxy.pac"),
      "/proxy.pac": (_request, reply) => reply({ body: SCRIPT }),
    }, { tls: fixture(certificate) });
    using _script = processScript(`https://localhost:${server.port}/`);
    if (isRight) assertEquals(await ask(), "\u00e9");
    else {
      assertEquals(
        await rejectedCode(ask()),
        ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT,
      );
    }
  }
});

Deno.test("a script is loaded after a redirect from http to https, but not after one from https to http", async () => {
  let target = "";
  const handlers: Record<string, RouteHandler> = {
    "/": (_request, reply) => reply.redirect(`${target}/proxy.pac`),
    "/proxy.pac": (_request, reply) => reply({ body: SCRIPT }),
  };
  const tls = fixture("localhost");
  await using plain = new FakeHttpServer(handlers);
  await using secure = new FakeHttpServer(handlers, { tls });
  const secureUrl = `https://localhost:${secure.port}`;
  {
    target = secureUrl;
    using _script = processScript(`${plain.url}/`);
    assertEquals(await ask(), "\u00e9");
  }
  target = plain.url;
  using _script = processScript(`${secureUrl}/`);
  const error = await assertRejects(ask, InternetError);
  assertEquals(error.code, ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT);
});

Deno.test("simultaneous calls load the script once", async () => {
  let loads = 0;
  await using server = new FakeHttpServer({
    "*": (_request, reply) => {
      loads++;
      return reply({ body: SCRIPT });
    },
  });
  using _script = processScript(server.url);
  const ways = await Promise.all(Array.from({ length: 50 }, ask));
  assertEquals([new Set(ways).size, loads], [1, 1]);
});

Deno.test("DetectAutoProxyUrl() ends after 10 seconds if DNS does not respond", async () => {
  using clock = heldClock();
  using _lookUps = heldLookUps();
  const { hostname } = Deno;
  Object.assign(Deno, { hostname: () => "pc.corp.invalid" });
  using _hostname = {
    [Symbol.dispose]: () => void Object.assign(Deno, { hostname }),
  };
  const detecting = DetectAutoProxyUrl(PROXY_AUTO_DETECT_TYPE_DNS_A);
  clock.advance(10_000);
  const error = await assertRejects(() => detecting, InternetError, "10000 ms");
  assertEquals(error.code, ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT);
});

Deno.test("a script fails to load after 10 seconds if DNS does not respond", async () => {
  using clock = heldClock();
  using lookUps = heldLookUps();
  using _script = processScript("http://a.invalid/proxy.pac");
  const asking = ask();
  await turns(20);
  clock.advance(10_000);
  const error = await assertRejects(() => asking, InternetError, "10000 ms");
  assertEquals(error.code, ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT);
  lookUps.end();
});

Deno.test("a script is loaded only over http, https and file", async () => {
  using _script = processScript("ftp://127.0.0.1/proxy.pac");
  const error = await assertRejects(ask, InternetError, "http, https or file");
  assertEquals(error.code, ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT);
});

Deno.test("DetectAutoProxyUrl() checks its flags, and does not support DHCP", async () => {
  for (const wrong of [0, 4, NaN, "2"]) {
    assertEquals(
      await rejectedCode(DetectAutoProxyUrl(wrong as number)),
      ERROR_INVALID_PARAMETER,
    );
  }
  assertEquals(
    await rejectedCode(DetectAutoProxyUrl(PROXY_AUTO_DETECT_TYPE_DHCP)),
    ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT,
  );
});

Deno.test("DetectAutoProxyUrl() records the time of its run", async () => {
  const before = Date.now();
  const url = await DetectAutoProxyUrl(PROXY_AUTO_DETECT_TYPE_DNS_A)
    .catch((error) => (error as InternetError).code);
  assert(
    typeof url === "string" || url === ERROR_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT,
  );
  const { pOptions } = InternetQueryOption(
    null,
    INTERNET_OPTION_PER_CONNECTION_OPTION,
  );
  const part = (number: number) =>
    pOptions.find(({ dwOption }) => dwOption === number)?.Value;
  const time = part(INTERNET_PER_CONN_AUTOCONFIG_LAST_DETECT_TIME);
  assert(time instanceof Date && time.getTime() >= before);
  assertEquals(
    part(INTERNET_PER_CONN_AUTODISCOVERY_FLAGS),
    AUTO_PROXY_FLAG_DETECTION_RUN,
  );
});
