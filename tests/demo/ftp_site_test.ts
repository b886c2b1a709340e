// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { FtpSite } from "../../demo/ftp_site.ts";
import type { SitePage } from "../../demo/site_page.ts";
import { send, WireReader } from "../servers/tcp_server.ts";

const LOGIN = ["USER anonymous", "PASS x", "TYPE I"];

function page(page: Partial<SitePage> = {}): SitePage {
  return { type: "text/plain", body: "espresso", ...page };
}

/** A client that sends the lines of the test. */
class Client implements Disposable {
  readonly #connection: Deno.TcpConn;
  readonly #reader: WireReader;
  readonly #data = new DisposableStack();

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
    this.#reader = new WireReader(connection);
  }

  static async connect(site: FtpSite): Promise<Client> {
    const { hostname, port } = new URL(site.url);
    return new Client(await Deno.connect({ hostname, port: Number(port) }));
  }

  [Symbol.dispose](): void {
    this.#connection.close();
  }

  /** Returns the next line, or `""` after the last one. */
  line(): Promise<string> {
    return this.#reader.readLine();
  }

  send(text: string): Promise<void> {
    return send(this.#connection, text);
  }

  async ask(command: string): Promise<string> {
    await this.send(`${command}\r\n`);
    return await this.line();
  }

  /** Reads the greeting and logs in. */
  async logIn(): Promise<void> {
    await this.line();
    for (const command of LOGIN) await this.ask(command);
  }

  /** Opens a data connection with a command of passive mode. */
  async open(command: "EPSV" | "PASV" = "EPSV"): Promise<WireReader> {
    const numbers = (await this.ask(command)).match(/\d+/g)!.map(Number);
    const port = command === "EPSV"
      ? numbers[1]!
      : numbers[5]! * 256 + numbers[6]!;
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    this.#data.use(connection);
    return new WireReader(connection);
  }

  closeData(): void {
    this.#data.dispose();
  }
}

const ANSWERS: readonly [string, string[], string][] = [
  ["a login of somebody", ["USER root", "PASS x"], "530 Anonymous users only"],
  ["SIZE before the login", ["SIZE prices"], "530 Log in first"],
  ["SIZE", [...LOGIN, "SIZE prices"], "213 8"],
  ["SIZE with a slash", [...LOGIN, "size /prices"], "213 8"],
  ["SIZE of nothing", [...LOGIN, "SIZE none"], "550 There is no such file"],
  ["SIZE of an unsized file", [...LOGIN, "SIZE open"], "550 There is no"],
  ["RETR of nothing", [...LOGIN, "EPSV", "RETR none"], "550 There is no such"],
  ["RETR of a refused file", [...LOGIN, "RETR gone"], "550 There is no such"],
  ["RETR without a door", [...LOGIN, "RETR prices"], "425 Use EPSV or PASV"],
  ["TYPE A", [...LOGIN, "TYPE A"], "504 Files are binary"],
  ["ABOR of nothing", [...LOGIN, "ABOR"], "226 No transfer is in progress"],
  ["an unknown command", [...LOGIN, "DELE prices"], "502 Only downloads"],
  ["an empty command", [...LOGIN, ""], "502 Only downloads"],
  ["QUIT", ["QUIT"], "221 Goodbye"],
];

for (const [title, commands, reply] of ANSWERS) {
  Deno.test(`FtpSite replies to ${title}`, async () => {
    await using site = new FtpSite({
      "/prices": page(),
      "/open": page({ sized: false }),
      "/gone": page({ status: 404 }),
    });
    using client = await Client.connect(site);
    let last = await client.line();
    for (const command of commands) last = await client.ask(command);
    assertStringIncludes(last, reply);
  });
}

for (const command of ["EPSV", "PASV"] as const) {
  Deno.test(`FtpSite sends a file after ${command}`, async () => {
    await using site = new FtpSite({ "/prices": page({ pieces: 3 }) });
    using client = await Client.connect(site);
    await client.logIn();
    const data = await client.open(command);
    assertEquals(
      await client.ask("RETR prices"),
      "150 Opening the data connection",
    );
    assertEquals(
      new TextDecoder().decode(await data.readToEnd()),
      "espresso",
    );
    assertEquals(await client.line(), "226 Transfer complete");
    client.closeData();
  });
}

for (const never of [{ wait: Infinity }, { pieces: 2, pause: Infinity }]) {
  const [title] = Object.keys(never);
  Deno.test(`FtpSite ends a file with ${title} at ABOR`, async () => {
    await using site = new FtpSite({ "/prices": page(never) });
    using client = await Client.connect(site);
    await client.logIn();
    const data = await client.open();
    await client.send("RETR prices\r\nRETR prices\r\nABOR\r\n");
    const replies: string[] = [];
    while (replies.at(-1) !== "226 No transfer is in progress") {
      replies.push(await client.line());
    }
    assertEquals(
      replies.filter((reply) => !reply.startsWith("150")),
      [
        "450 Another transfer is in progress",
        "426 Transfer aborted",
        replies.at(-1),
      ],
    );
    await data.peerClosed();
    client.closeData();
  });

  Deno.test(`FtpSite ends a file with ${title} when it is closed`, async () => {
    const site = new FtpSite({ "/prices": page(never) });
    using client = await Client.connect(site);
    await client.logIn();
    await client.open();
    await client.send("RETR prices\r\n");
    await site[Symbol.asyncDispose]();
    client.closeData();
  });
}

Deno.test("FtpSite disconnects a client whose command has no end", async () => {
  await using site = new FtpSite({});
  using client = await Client.connect(site);
  await client.line();
  await client.send("x".repeat(512));
  assertEquals(await client.line(), "");
});

Deno.test("FtpSite accepts 32 clients and refuses others", async () => {
  await using site = new FtpSite({});
  using clients = new DisposableStack();
  for (let index = 0; index <= 32; index++) {
    const client = clients.use(await Client.connect(site));
    const code = index < 32 ? "220" : "421";
    assertEquals((await client.line()).slice(0, 3), code);
  }
});
