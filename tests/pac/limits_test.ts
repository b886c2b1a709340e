// Copyright 2026 the wininet authors. MIT license.

/** Scripts that attack the program that runs them. */

import {
  assert,
  assertEquals,
  assertLess,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  ERROR_INTERNET_BAD_AUTO_PROXY_SCRIPT,
  ERROR_INTERNET_INVALID_URL,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import { findProxy } from "../../pac.ts";
import { Sandbox, ScriptTimeout } from "../../_pac/sandbox.ts";
import { ProxyScript } from "../../_pac/script.ts";

const URL_ = "http://a.example/";
const ENV = { dns: () => ["192.0.2.1"], addresses: [] };

const SURROUNDINGS = {
  ...ENV,
  now: new Date(),
  dns: () => Promise.resolve(["192.0.2.1"]),
};

/** The time limit of a run with a margin for a busy machine, in milliseconds. */
const BOUND = 5000;

function inside(body: string): string {
  return `function FindProxyForURL(url, host) { ${body} }`;
}

/** Scripts that fail, and a part of the text of their errors. */
const FAILURES: readonly (readonly [
  what: string,
  script: string,
  text: string,
])[] = [
  ["loops for ever", inside("for (;;);"), "ran too long"],
  ["loops for ever while it is loaded", "for (;;);", "ran too long"],
  [
    "has a regular expression that never ends",
    inside("return /^(a+)+$/.test('a'.repeat(60) + 'b') ? '' : ''"),
    "ran too long",
  ],
  [
    "searches in a long string",
    inside("return 'a'.repeat(4e6).indexOf('a'.repeat(2e6) + 'b')"),
    "ran too long",
  ],
  [
    "joins an array without end",
    inside("return [].join.call({ length: 2 ** 53 - 1 }, '')"),
    "ran too long",
  ],
  [
    "matches a long pattern",
    inside(
      "for (;;) shExpMatch('a'.repeat(3e4), '*' + 'a'.repeat(3e4) + 'b')",
    ),
    "ran too long",
  ],
  [
    "hides a loop in its exception",
    inside("throw { get message() { for (;;); } }"),
    "ran too long",
  ],
  [
    "fills the memory with arrays",
    inside("const all = []; for (;;) all.push(new Array(1e5).fill(1));"),
    "out of memory",
  ],
  [
    "fills the memory with a string",
    inside("let text = 'x'; for (;;) text += text;"),
    "",
  ],
  [
    "fills the memory with a buffer",
    inside("return new ArrayBuffer(1e9)"),
    "out of memory",
  ],
  ["calls itself", inside("return FindProxyForURL(url, host)"), "stack"],
  ["throws", inside("throw new Error('no proxies today')"), "no proxies today"],
  ["throws a number", inside("throw 5"), ""],
  [
    "throws in its third line",
    inside("\n\n nothing.proxy;"),
    "nothing is not defined in line 3",
  ],
  ["is wrong in its second line", "var a = 1;\nif if;", "'if' in line 2"],
  [
    "throws a text with lines",
    inside("throw new Error('a\\r\\nb\\0\\x1b[31mc\\u2028d')"),
    "Error: a b [31mc d in line 1",
  ],
  ["returns a number", inside("return 5"), "returned no string"],
  ["returns an object", inside("return { toString: null }"), "no string"],
  ["returns a promise", "async " + inside("return ''"), "no string"],
  [
    "returns 1 MB of text",
    inside("return 'x'.repeat(1e6)"),
    "more than 65536 characters",
  ],
  [
    "passes 1 MB of text to a function",
    inside("return dnsResolve('x'.repeat(1e6))"),
    "more than 65536 characters",
  ],
  [
    "looks 1,000 names up",
    inside("for (let n = 0; n < 1000; n++) dnsResolve('n' + n)"),
    "more than 20 names",
  ],
  ["is not a script", "<html>", "SyntaxError"],
  ["has no function", "var a = 1;", "FindProxyForURL"],
  ["has 10 MB", `//${"x".repeat(1e7)}`, "more than 1048576 characters"],
];

for (const [what, script, text] of FAILURES) {
  Deno.test(`findProxy() fails with ERROR_INTERNET_BAD_AUTO_PROXY_SCRIPT for a script that ${what}`, async () => {
    const start = performance.now();
    const error = await assertRejects(
      () => findProxy(script, URL_, ENV),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_BAD_AUTO_PROXY_SCRIPT);
    assertStringIncludes(error.message, text);
    assertLess(error.message.length, 500);
    assertLess(performance.now() - start, BOUND);
  });
}

Deno.test("findProxy() gives a script no access to the program", async () => {
  const script = inside(`
    const names = ["Deno", "process", "fetch", "require", "Worker", "WebSocket",
      "WebAssembly", "XMLHttpRequest", "window", "self", "console", "setTimeout",
      "navigator", "crypto", "Buffer", "import.meta"];
    const seen = names.filter((name) => {
      try { return typeof eval(name) !== "undefined"; } catch { return false; }
    });
    const constructed = (() => {}).constructor("return typeof Deno")();
    const outside = dnsResolve.constructor("return typeof process")();
    return JSON.stringify([seen, constructed, outside]);`);
  assertEquals(
    JSON.parse(await findProxy(script, URL_, ENV)),
    [[], "undefined", "undefined"],
  );
});

Deno.test("findProxy() shows a script no path of the program in an error of a function", async () => {
  const script = inside(`
    try { dnsResolve("x".repeat(1e5)); }
    catch (error) { return String(error) + error.stack; }`);
  const text = await findProxy(script, URL_, ENV);
  assertStringIncludes(text, "more than 65536 characters");
  assertEquals(/file:|npm|\.ts\b/.test(text), false, text);
});

Deno.test("findProxy() cannot load modules for a script", async () => {
  const script = inside(`
    let loaded = "nothing";
    import("node:fs").then(() => loaded = "a module", () => {});
    return loaded;`);
  assertEquals(await findProxy(script, URL_, ENV), "nothing");
});

Deno.test("findProxy() passes only data to a script that redefines everything", async () => {
  const script = `
    const caught = [];
    JSON.parse = JSON.stringify = (value) => { caught.push(typeof value); return "{}"; };
    Object.prototype.toJSON = Array.prototype.toJSON = () => ({ a: { b: 1 } });
    Array.prototype.push = String.prototype.toString = () => "no";
    dnsResolve = (name) => "own " + name;
    ${inside("return dnsResolve(host) + isInNet(1, 2, 3) + caught.length;")}`;
  const error = await assertRejects(
    () => findProxy(script, URL_, ENV),
    InternetError,
  );
  assertEquals(error.code, ERROR_INTERNET_BAD_AUTO_PROXY_SCRIPT);
  const own = "dnsResolve = (n) => 'own ' + n;" +
    inside("return dnsResolve(host);");
  assertEquals(await findProxy(own, URL_, ENV), "own a.example");
});

Deno.test("ProxyScript keeps the globals of a script between calls, and restarts after an error", async () => {
  const script = new ProxyScript(
    `let calls = 0;
    function FindProxyForURL(url) {
      if (url.endsWith("fail")) throw new Error("as asked");
      return String(++calls);
    }`,
  );
  const ask = (path: string) => script.find(new URL(path, URL_), SURROUNDINGS);
  assertEquals([await ask("1"), await ask("2")], ["1", "2"]);
  await assertRejects(() => ask("fail"), InternetError, "as asked");
  assertEquals(await ask("3"), "1");
});

Deno.test("ProxyScript keeps the globals of a script that looks up names, and needs no new interpreter for it", async () => {
  const script = new ProxyScript(
    `let calls = 0;
    function FindProxyForURL() {
      const address = dnsResolve("own.example");
      return address + " " + ++calls;
    }`,
  );
  const ask = () => script.find(new URL(URL_), SURROUNDINGS);
  assertEquals([await ask(), await ask()], ["192.0.2.1 1", "192.0.2.1 2"]);
});

Deno.test("ProxyScript needs one interpreter for simultaneous calls, and tries again if there is none", async () => {
  const script = new ProxyScript(inside("return 'DIRECT'"));
  const ask = () => script.find(new URL(URL_), SURROUNDINGS);
  const { instantiate } = WebAssembly;
  let count = 0;
  const stub = (make: (...args: unknown[]) => Promise<unknown>) =>
    void Object.assign(WebAssembly, { instantiate: make });
  stub(() => Promise.reject(new RangeError("no memory left")));
  try {
    await assertRejects(ask, InternetError, "no memory left");
    stub((module, imports) => {
      count++;
      return instantiate(
        module as WebAssembly.Module,
        imports as WebAssembly.Imports,
      );
    });
    await Promise.all(Array.from({ length: 20 }, ask));
    assertEquals(count, 1);
  } finally {
    Object.assign(WebAssembly, { instantiate });
  }
});

Deno.test("ProxyScript names its source in its errors, without secrets", async () => {
  const source = "http://user:hush@a.example/proxy.pac?token";
  const text = "http://***@a.example/proxy.pac?…";
  assertStringIncludes(
    assertThrows(
      () => new ProxyScript("x".repeat(2e6), source),
      InternetError,
    ).message,
    text,
  );
  const script = new ProxyScript("((", source);
  const { message } = await assertRejects(
    () => script.find(new URL(URL_), SURROUNDINGS),
    InternetError,
  );
  assertStringIncludes(message, text);
});

Deno.test("ProxyScript does not run a script again that exceeded its time", async () => {
  const script = new ProxyScript(inside("for (;;);"));
  const ask = () => script.find(new URL(URL_), SURROUNDINGS);
  await assertRejects(ask, InternetError, "ran too long");
  const start = performance.now();
  for (let round = 0; round < 20; round++) {
    await assertRejects(ask, InternetError, "ran too long");
  }
  assertLess(performance.now() - start, 1000);
});

Deno.test("Sandbox stops a script that ends after its time limit, because ending while it is stopped would end the program", async () => {
  const { now } = performance;
  let late = 0;
  Object.assign(performance, { now: () => now.call(performance) + late });
  try {
    const sandbox = await Sandbox.create();
    const world = {
      ...SURROUNDINGS,
      lookUp() {
        late = 1000;
        return [];
      },
    };
    assertThrows(
      () =>
        sandbox.find(inside("return dnsResolve(host)"), ["", ""], world, 1000),
      ScriptTimeout,
    );
  } finally {
    Object.assign(performance, { now });
  }
});

Deno.test("findProxy() checks its arguments", async () => {
  for (
    const [script, url, code] of [
      [5, URL_, ERROR_INVALID_PARAMETER],
      ["", "no URL", ERROR_INTERNET_INVALID_URL],
    ] as const
  ) {
    const error = await assertRejects(
      () => findProxy(script as string, url),
      InternetError,
    );
    assertEquals(error.code, code);
    assert(error.message.startsWith("Cannot"));
  }
});
