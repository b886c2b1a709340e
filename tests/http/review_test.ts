// Copyright 2026 the wininet authors. MIT license.

/**
 * Faults of HTTP and of what is around it that a review has found.
 *
 * @module
 */

import { assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_ACCESS_DENIED,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_FORCE_RETRY,
  ERROR_INTERNET_INCORRECT_PASSWORD,
  ERROR_INTERNET_INVALID_URL,
} from "../../error.ts";
import {
  FLAGS_ERROR_UI_SERIALIZE_DIALOGS,
  INTERNET_FLAG_NO_AUTH,
} from "../../flags.ts";
import { HttpSendRequest } from "../../http.ts";
import {
  InternetOpen,
  InternetOpenUrl,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_OPTION_PASSWORD,
  INTERNET_OPTION_PROXY_PASSWORD,
  INTERNET_OPTION_USERNAME,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { InternetErrorDlg, setErrorHandler } from "../../system.ts";
import type { Channel } from "../../_net/channel.ts";
import { bridge } from "../../_net/bridge.ts";
import { forget, Guard } from "../servers/auth_servers.ts";
import {
  readText,
  rejectedCode,
  serverOf,
  statusOf,
} from "../helpers/calls.ts";
import { folder } from "../helpers/ftp_calls.ts";
import { openBy, openProxy } from "../helpers/http_proxy_calls.ts";
import { FakeHttpServer } from "../servers/http_server.ts";

/** A server that first leads to another one, which asks who we are, and then asks itself. */
class Crossing implements AsyncDisposable {
  readonly door: Guard = new Guard();
  readonly bait: Guard = new Guard();
  readonly asking: FakeHttpServer = new FakeHttpServer(
    { "*": this.door.guard() },
    { hostname: "127.0.0.2" },
  );
  leads = true;
  readonly leading: FakeHttpServer = serverOf((request, reply) =>
    this.leads
      ? reply.redirect(`${this.asking.url}/`)
      : this.bait.guard()(request, reply)
  );

  /** A request that was answered 401 by the second server. */
  async refused(hInternet: HINTERNET): Promise<HINTERNET> {
    forget();
    const hRequest = await InternetOpenUrl(hInternet, `${this.leading.url}/`);
    await readText(hRequest);
    await readText(hRequest);
    assertEquals(statusOf(hRequest), 401);
    return hRequest;
  }

  /** What the server that leads was told of us. */
  get told(): (string | undefined)[] {
    return this.leading.requests.map((request) =>
      request.header("authorization")
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.leading[Symbol.asyncDispose]();
    await this.asking[Symbol.asyncDispose]();
  }
}

/** Answers the dialog of a request with Ann's password. */
async function logOn(hRequest: HINTERNET): Promise<void> {
  setErrorHandler(() => ({ username: "ann", password: "open sesame" }));
  const decision = await InternetErrorDlg(
    null,
    hRequest,
    ERROR_INTERNET_INCORRECT_PASSWORD,
  ).finally(() => setErrorHandler(null));
  assertEquals(decision, ERROR_INTERNET_FORCE_RETRY);
}

Deno.test("InternetErrorDlg() logs on at the server that asked, where a redirect has led", async () => {
  await using servers = new Crossing();
  await using hInternet = InternetOpen("review/1");
  const hRequest = await servers.refused(hInternet);
  await logOn(hRequest);
  await HttpSendRequest(hRequest);
  assertEquals(statusOf(hRequest), 200);
  assertEquals(await readText(hRequest), "hello");
  assertEquals(servers.told, [undefined, undefined]);
  assertEquals(servers.door.verdicts, ["nobody", "nobody", "ok"]);
});

Deno.test("InternetErrorDlg() gives no password to the server that has led to the one that asked", async () => {
  await using servers = new Crossing();
  await using hInternet = InternetOpen("review/1");
  const hRequest = await servers.refused(hInternet);
  await logOn(hRequest);
  servers.leads = false;
  await HttpSendRequest(hRequest);
  assertEquals(statusOf(hRequest), 401);
  assertEquals(servers.told, [undefined, undefined]);
});

Deno.test("INTERNET_OPTION_USERNAME is for the server that the program named, also behind InternetErrorDlg()", async () => {
  await using servers = new Crossing();
  await using hInternet = InternetOpen("review/1");
  const hRequest = await servers.refused(hInternet);
  await logOn(hRequest);
  InternetSetOption(hRequest, INTERNET_OPTION_USERNAME, "ann");
  InternetSetOption(hRequest, INTERNET_OPTION_PASSWORD, "open sesame");
  await HttpSendRequest(hRequest);
  assertEquals(statusOf(hRequest), 401);
  assertEquals(servers.door.verdicts, ["nobody", "nobody"]);
  await readText(hRequest);
  await readText(hRequest);
  servers.leads = false;
  await HttpSendRequest(hRequest);
  assertEquals(statusOf(hRequest), 200);
});

Deno.test("FLAGS_ERROR_UI_SERIALIZE_DIALOGS asks for each proxy by itself", async () => {
  await using server = serverOf((_request, reply) => reply());
  await using first = openProxy("http", "ann:one");
  await using second = openProxy("http", "ann:two");
  const sessions = [first, second].map((proxy) => openBy(proxy.list()));
  const requests = await Promise.all(
    sessions.map((hInternet) => InternetOpenUrl(hInternet, `${server.url}/`)),
  );
  assertEquals(requests.map(statusOf), [407, 407]);
  const passwords = ["one", "two"];
  setErrorHandler(() => ({ username: "ann", password: passwords.shift()! }));
  await Promise.all(
    requests.map((hRequest) =>
      InternetErrorDlg(
        null,
        hRequest,
        ERROR_INTERNET_INCORRECT_PASSWORD,
        FLAGS_ERROR_UI_SERIALIZE_DIALOGS,
      )
    ),
  ).finally(() => setErrorHandler(null));
  assertEquals(passwords, []);
  assertEquals(
    requests.map((hRequest) =>
      InternetQueryOption(hRequest, INTERNET_OPTION_PROXY_PASSWORD)
    ),
    ["one", "two"],
  );
  for (const hInternet of sessions) await hInternet[Symbol.asyncDispose]();
});

Deno.test("InternetOpenUrl() takes no backslash for the end of the host", async () => {
  await using server = serverOf((request, reply) =>
    reply({ body: request.target })
  );
  await using hInternet = InternetOpen("review/1");
  for (const end of ["\\x", "\\@server.invalid/x", "\\"]) {
    assertEquals(
      await rejectedCode(
        (async () => await InternetOpenUrl(hInternet, server.url + end))(),
      ),
      ERROR_INTERNET_INVALID_URL,
      end,
    );
  }
  const hRequest = await InternetOpenUrl(hInternet, `${server.url}/a\\b?c\\d`);
  assertEquals(await readText(hRequest), "/a/b?c\\d");
});

for (
  const [name, bytes, escaped] of [
    ["UTF-8", "\xc3\xa9", "%C3%A9"],
    ["ISO 8859-1", "\xe9", "%E9"],
  ] as const
) {
  Deno.test(`a redirect whose Location is in ${name} is followed byte for byte`, async () => {
    await using server = new FakeHttpServer({
      "/": (_request, reply) =>
        reply({ status: 302, headers: { Location: `/${bytes}?${bytes}` } }),
      "*": (request, reply) => reply({ body: request.target }),
    });
    await using hInternet = InternetOpen("review/1");
    const hRequest = await InternetOpenUrl(hInternet, `${server.url}/`);
    assertEquals(await readText(hRequest), `/${escaped}?${escaped}`);
  });
}

Deno.test("InternetOpenUrl() does not wait for who writes into a named pipe", {
  ignore: Deno.build.os === "windows",
}, async () => {
  using files = folder();
  const path = files.path("pipe");
  await new Deno.Command("mkfifo", { args: [path] }).output();
  // In another process, which can be ended when it waits for ever.
  const program = `
    import { InternetOpen, InternetOpenUrl } from ${
    JSON.stringify(import.meta.resolve("../mod.ts"))
  };
    using hInternet = InternetOpen("review/1");
    const url = ${JSON.stringify(`file://${path}`)};
    await InternetOpenUrl(hInternet, url).catch(({ code }) => console.log(code));
  `;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", program],
    signal: AbortSignal.timeout(20_000),
  }).output();
  const code = new TextDecoder().decode(stdout).trim();
  assertEquals(code, String(ERROR_ACCESS_DENIED));
});

Deno.test("INTERNET_FLAG_NO_AUTH gives no password to a SOCKS5 proxy", async () => {
  await using server = serverOf((_request, reply) => reply());
  await using proxy = openProxy("socks5", "user:pw");
  await using hInternet = openBy(proxy.list("user:pw@"));
  assertEquals(
    await rejectedCode(
      InternetOpenUrl(
        hInternet,
        `${server.url}/`,
        null,
        INTERNET_FLAG_NO_AUTH,
      ),
    ),
    ERROR_INTERNET_CANNOT_CONNECT,
  );
  assertEquals(proxy.asked, []);
});

Deno.test({
  name: "bridge() closes the channel when it may not make the connection",
  permissions: { net: false },
  fn: async () => {
    let closed = 0;
    const channel: Channel = {
      read: () => Promise.resolve(null),
      write: (bytes) => Promise.resolve(bytes.length),
      closeWrite: () => Promise.resolve(),
      close: () => void closed++,
      ref() {},
      unref() {},
    };
    await assertRejects(() => bridge(channel));
    assertEquals(closed, 1);
  },
});
