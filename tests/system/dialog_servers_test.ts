// Copyright 2026 the wininet authors. MIT license.

/**
 * The server or proxy to which InternetErrorDlg() sends the password from its
 * dialog.
 */

import { assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_FORCE_RETRY,
  ERROR_INTERNET_INCORRECT_PASSWORD,
} from "../../error.ts";
import { FLAGS_ERROR_UI_SERIALIZE_DIALOGS } from "../../flags.ts";
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
import { readText, serverOf, statusOf } from "../helpers/calls.ts";
import { openBy, openProxy } from "../helpers/http_proxy_calls.ts";
import { forget, Guard } from "../servers/auth_servers.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { lacks } from "../helpers/lacks.ts";

/**
 * A server that first redirects to another server, which requires
 * authentication, and later requires authentication itself.
 */
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

  /** Returns a request for which the second server returned the status 401. */
  async refused(hInternet: HINTERNET): Promise<HINTERNET> {
    forget();
    const hRequest = await InternetOpenUrl(hInternet, `${this.leading.url}/`);
    await readText(hRequest);
    await readText(hRequest);
    assertEquals(statusOf(hRequest), 401);
    return hRequest;
  }

  /** The credentials that the first server received. */
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

/** Enters Ann's password in the dialog of a request. */
async function logOn(hRequest: HINTERNET): Promise<void> {
  setErrorHandler(() => ({ username: "ann", password: "open sesame" }));
  const decision = await InternetErrorDlg(
    null,
    hRequest,
    ERROR_INTERNET_INCORRECT_PASSWORD,
  ).finally(() => setErrorHandler(null));
  assertEquals(decision, ERROR_INTERNET_FORCE_RETRY);
}

Deno.test(
  "InternetErrorDlg() logs in to the server that sent the challenge, after a redirect",
  { ignore: lacks("127.0.0.2") },
  async () => {
    await using servers = new Crossing();
    await using hInternet = InternetOpen("test/1");
    const hRequest = await servers.refused(hInternet);
    await logOn(hRequest);
    await HttpSendRequest(hRequest);
    assertEquals(statusOf(hRequest), 200);
    assertEquals(await readText(hRequest), "hello");
    assertEquals(servers.told, [undefined, undefined]);
    assertEquals(servers.door.verdicts, ["nobody", "nobody", "ok"]);
  },
);

Deno.test(
  "InternetErrorDlg() does not send the password to the server that redirected to the challenge",
  { ignore: lacks("127.0.0.2") },
  async () => {
    await using servers = new Crossing();
    await using hInternet = InternetOpen("test/1");
    const hRequest = await servers.refused(hInternet);
    await logOn(hRequest);
    servers.leads = false;
    await HttpSendRequest(hRequest);
    assertEquals(statusOf(hRequest), 401);
    assertEquals(servers.told, [undefined, undefined]);
  },
);

Deno.test(
  "INTERNET_OPTION_USERNAME applies to the server that the program named, also after InternetErrorDlg()",
  { ignore: lacks("127.0.0.2") },
  async () => {
    await using servers = new Crossing();
    await using hInternet = InternetOpen("test/1");
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
  },
);

Deno.test("FLAGS_ERROR_UI_SERIALIZE_DIALOGS asks separately for each proxy", async () => {
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
