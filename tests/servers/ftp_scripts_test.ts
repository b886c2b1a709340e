// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { RawClient, readText, upload } from "./ftp_raw_client.ts";
import {
  type FtpCall,
  FtpServer,
  type FtpServerOptions,
} from "./ftp_server.ts";
import { WireReader } from "./tcp_server.ts";

function scriptTest(
  name: string,
  options: FtpServerOptions,
  run: (client: RawClient, server: FtpServer) => Promise<void>,
): void {
  Deno.test(name, async () => {
    await using server = new FtpServer(options);
    using client = await RawClient.login(server);
    await run(client, server);
  });
}

const GREETINGS: [
  name: string,
  greeting: FtpServerOptions["greeting"],
  came: string,
][] = [
  ["one line", "220 Hello", "220 Hello\r\n"],
  ["many lines", "220-a\r\n b\r\n220 c", "220-a\r\n b\r\n220 c\r\n"],
  ["several replies", "120 Wait\r\n220 Hello", "120 Wait\r\n220 Hello\r\n"],
  ["nothing", "", ""],
  ["a line without end", (call) => call.raw("220 Hel"), "220 Hel"],
  ["only an end", (call) => call.close(), ""],
];

for (const [name, greeting = "", came] of GREETINGS) {
  Deno.test(`FtpServer greets with ${name}`, async () => {
    await using server = new FtpServer({
      async greeting(call) {
        await (typeof greeting === "string"
          ? greeting && call.reply(greeting)
          : greeting(call));
        await call.close();
      },
    });
    using client = await RawClient.open(server);
    const bytes = await client.reader.readToEnd();
    assertEquals(new TextDecoder().decode(bytes), came);
  });
}

scriptTest("FtpCall.reset() sends RST", {
  on: { NOOP: (call) => call.reset() },
}, async (client) => {
  await assertRejects(() => client.say("NOOP"), Deno.errors.ConnectionReset);
});

for (const splitReplies of [[2, 4, 5], "bytes"] as const) {
  Deno.test(`FtpServer splits replies at ${splitReplies}`, async () => {
    await using server = new FtpServer({
      splitReplies: splitReplies === "bytes" ? "bytes" : [...splitReplies],
      greeting: "220 Hi",
    });
    using client = await RawClient.open(server);
    const pieces: string[] = [];
    while (pieces.join("") !== "220 Hi\r\n") {
      const piece = await client.reader.readSome();
      pieces.push(new TextDecoder().decode(piece ?? new Uint8Array()));
    }
    assertEquals(
      pieces,
      splitReplies === "bytes" ? [..."220 Hi\r\n"] : ["22", "0 ", "H", "i\r\n"],
    );
  });
}

const TRANSFERS: [
  name: string,
  script: (call: FtpCall) => Promise<void>,
  replies: string[],
  came: string,
][] = [
  [
    "226 before the data",
    async (call) => {
      await call.reply("150 Now\r\n226 Done");
      const data = await call.data();
      await data.write("late");
      await data.end();
    },
    ["150 Now", "226 Done"],
    "late",
  ],
  [
    "the data before 150",
    async (call) => {
      const data = await call.data();
      await data.write("early");
      await data.end();
      await call.reply("150 Now");
      await call.reply("226 Done");
    },
    ["150 Now", "226 Done"],
    "early",
  ],
  [
    "no 150",
    async (call) => {
      const data = await call.data();
      await data.write("data");
      await data.end();
      await call.reply("226 Done");
    },
    ["226 Done"],
    "data",
  ],
  [
    "two 150 and two 226 in odd pieces",
    async (call) => {
      const data = await call.data();
      await data.end();
      await call.raw("125 a\r\n15");
      await call.raw("0 b\r\n226 c\r\n226 ");
      await call.raw("d\r\n");
    },
    ["125 a", "150 b", "226 c", "226 d"],
    "",
  ],
];

for (const [name, script, replies, came] of TRANSFERS) {
  scriptTest(`FtpServer can send ${name}`, {
    on: { RETR: script },
  }, async (client) => {
    const data = await client.data();
    const got = [await client.say("RETR x")];
    while (got.length < replies.length) got.push(await client.reply());
    assertEquals(got, replies);
    assertEquals(await readText(data), came);
    assertEquals(await client.say("NOOP"), "200 NOOP ok");
  });
}

scriptTest("FtpData.reset() sends RST", {
  on: {
    async RETR(call) {
      const data = await call.data();
      await data.write("partial");
      await data.reset();
      await call.reply("426 Lost");
    },
  },
}, async (client) => {
  using data = await client.data();
  assertEquals(await client.say("RETR x"), "426 Lost");
  // Linux also discards bytes that arrived before the RST.
  await assertRejects(() => readText(data), Deno.errors.ConnectionReset);
});

for (const ending of ["end", "fin"] as const) {
  scriptTest(`FtpData.${ending}() ends TLS`, {
    on: {
      async RETR(call) {
        const data = await call.data();
        await data.write("content");
        await data[ending]();
        await call.reply("226 Done");
      },
    },
  }, async (client) => {
    await client.say("AUTH TLS");
    await client.startTls();
    await client.say("PROT P");
    const raw = await client.data();
    const [reply, data] = await Promise.all([
      client.say("RETR x"),
      client.secure(raw),
    ]);
    assertEquals(reply, "226 Done");
    using conn = data;
    const reader = new WireReader(conn);
    assertEquals((await reader.readBytes(7)).length, 7);
    // Without close_notify the data may be cut off.
    if (ending === "end") assertEquals(await reader.readSome(), null);
    else {
      await assertRejects(() => reader.readSome(), Deno.errors.UnexpectedEof);
    }
  });
}

scriptTest("FtpCall.listen() opens an announced port late", {
  on: {
    PASV(call) {
      using free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const { port } = free.addr;
      call.server.options.on = {
        async RETR(call) {
          call.listen(port);
          await call.reply("150 Now");
          const data = await call.data();
          await data.write("content");
          await data.end();
          await call.reply("226 Done");
        },
      };
      return call.reply(`227 (127,0,0,1,${port >> 8},${port & 255})`);
    },
  },
}, async (client) => {
  await assertRejects(() => client.data("PASV"), Deno.errors.ConnectionRefused);
  assertEquals(await client.say("RETR x"), "150 Now");
});

Deno.test("FtpServer runs immediate commands while another one is busy", async () => {
  const gate = Promise.withResolvers<void>();
  await using server = new FtpServer({
    immediate: ["NOOP"],
    on: {
      async STAT(call) {
        await call.until(gate.promise);
        await call.reply("211 Late");
      },
    },
  });
  using client = await RawClient.login(server);
  await client.send("STAT\r\nPWD\r\nNOOP");
  assertEquals(await client.reply(), "200 NOOP ok");
  gate.resolve();
  assertEquals(await client.reply(), "211 Late");
  assertEquals(await client.reply(), '257 "/" is current');
});

scriptTest("FtpServer runs its default after a script returns false", {
  on: {
    NOOP: () => false,
    "*": (call) => call.number > 3 && call.reply("299"),
  },
}, async (client) => {
  assertEquals(await client.say("NOOP"), "200 NOOP ok");
  assertEquals(await client.say("PWD"), "299");
});

const STALLS: [name: string, on: FtpServerOptions["on"]][] = [
  ["a promise", { RETR: (call) => call.until(new Promise(() => {})) }],
  ["a promise without until", { RETR: () => new Promise<void>(() => {}) }],
  ["a data connection that does not arrive", {
    async RETR(call) {
      await call.reply("150 Now");
      call.listen();
      await call.data();
    },
  }],
  ["a read", {
    async RETR(call) {
      const data = await call.data();
      await data.read();
    },
  }],
  ["a write", {
    async RETR(call) {
      const data = await call.data();
      for (;;) await data.write(new Uint8Array(65536));
    },
  }],
];

for (const [name, on = {}] of STALLS) {
  scriptTest(`FtpServer is disposed while a script waits for ${name}`, {
    on,
  }, async (client, server) => {
    const data = await client.data();
    await client.send("RETR x");
    await server.received(4);
    data.close();
    assertEquals(server.commands.at(-1), "RETR x");
  });
}

Deno.test("FtpServer throws at disposal the error that a script has thrown", async () => {
  const failure = new TypeError("from the script");
  const server = new FtpServer({
    greeting() {
      throw failure;
    },
  });
  using client = await RawClient.open(server);
  assertEquals(await client.reader.readToEnd(), new Uint8Array());
  const thrown = await assertRejects(() => server[Symbol.asyncDispose]());
  assertEquals(thrown, failure);
});

scriptTest("FtpServer closes everything after the client has disconnected", {
  files: { "/a": new Uint8Array(2 ** 26) },
}, async (client, server) => {
  const data = await client.data();
  assertMatch(await client.say("RETR a"), /^150 /);
  const other = await RawClient.login(server);
  other.conn.close();
  data.close();
  assertEquals(await client.reply(), "426 Connection closed; transfer aborted");
  await client.say("QUIT");
  assertEquals(server.open >= 1, true);
  await client.conn.closeWrite();
  await server.allClosed();
  assertEquals(server.open, 0);
});

scriptTest("FtpServer decodes the bytes of names as UTF-8 or latin1", {
  files: { "/ü": "one", "/\xe9": "two" },
}, async (client, server) => {
  await client.say("TYPE I");
  assertEquals(await client.say("SIZE \xc3\xbc"), "213 3");
  assertEquals(await client.say("SIZE \xe9"), "213 3");
  assertEquals(server.commands.slice(-2), ["SIZE \xc3\xbc", "SIZE \xe9"]);
});

scriptTest(
  "FtpServer stores data that arrives slowly",
  {},
  async (client, server) => {
    const data = await client.data();
    await client.say("STOR a");
    await upload(data, "x".repeat(1000000));
    assertMatch(await client.reply(), /^226 /);
    assertEquals(server.files.get("/a")?.length, 1000000);
  },
);
