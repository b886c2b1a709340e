// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertRejects } from "@std/assert";
import { ERROR_INTERNET_FORCE_RETRY, InternetError } from "../../error.ts";
import { FILE_BEGIN } from "../../flags.ts";
import {
  HttpAddRequestHeaders,
  HttpEndRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import {
  InternetCloseHandle,
  InternetOpenUrl,
  InternetReadFile,
  InternetSetFilePointer,
  InternetWriteFile,
} from "../../internet.ts";
import { openRequest, readText, rejectedCode } from "../helpers/calls.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { turns } from "../helpers/turns.ts";
import { watch } from "../helpers/watch.ts";

const SECRETS = "Authorization: Bearer sesame\r\nCookie: id=sesame";

/** A server of another origin, and one that redirects to it. */
function origins(status: number) {
  const foreign = new FakeHttpServer({
    "*": (_request, reply) =>
      reply({
        headers: { "Accept-Ranges": "bytes" },
        body: "x".repeat(300_000),
      }),
  });
  const home = new FakeHttpServer({
    "/": (_request, reply) =>
      reply.redirect(`http://localhost:${foreign.port}/there`, status),
  });
  return {
    foreign,
    home,
    async [Symbol.asyncDispose]() {
      await home[Symbol.asyncDispose]();
      await foreign[Symbol.asyncDispose]();
    },
  };
}

function secretsSeen(server: FakeHttpServer): string[] {
  return server.requests.filter(({ rawHead }) => rawHead.includes("sesame"))
    .map(({ rawHead }) => rawHead);
}

for (const dwContext of [0, 1]) {
  const how = dwContext ? "observed" : "unobserved";

  Deno.test(`InternetSetFilePointer() after a redirect sends no credentials to the other origin, ${how}`, async () => {
    await using servers = origins(302);
    await using watched = watch();
    const url = `${servers.home.url}/`;
    const hRequest = await InternetOpenUrl(
      watched.hInternet,
      url,
      SECRETS,
      0,
      dwContext,
    );
    await InternetReadFile(hRequest, new Uint8Array(100));
    await InternetSetFilePointer(hRequest, 200_000, FILE_BEGIN);
    await InternetReadFile(hRequest, new Uint8Array(100));

    assertEquals(servers.foreign.requests.length, 2);
    assertEquals(secretsSeen(servers.foreign), []);
  });

  Deno.test(`HttpSendRequestEx() after ERROR_INTERNET_FORCE_RETRY sends no credentials to the other origin, ${how}`, async () => {
    await using servers = origins(307);
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, servers.home, {
      verb: "POST",
      dwContext,
    });
    HttpAddRequestHeaders(hRequest, SECRETS);
    const upload = async () => {
      await HttpSendRequestEx(hRequest, { dwBufferTotal: 3 });
      await InternetWriteFile(hRequest, "abc");
      await HttpEndRequest(hRequest);
    };

    assertEquals(
      (await assertRejects(upload, InternetError)).code,
      ERROR_INTERNET_FORCE_RETRY,
    );
    await upload();
    assertEquals(servers.foreign.requests.map(({ method }) => method), [
      "POST",
    ]);
    assertEquals(secretsSeen(servers.foreign), []);
  });
}

for (const wait of [0, 1, 2, 3, 4]) {
  Deno.test(`InternetCloseHandle() ${wait} microtasks after REDIRECT prevents the next request`, async () => {
    await using server = new FakeHttpServer({
      "/": (_request, reply) => reply.redirect("/there"),
      "/there": (_request, reply) => reply({ body: "here" }),
    });
    await using watched = watch({
      async onStatus({ name, hInternet }) {
        if (name !== "REDIRECT") return;
        for (let left = wait; left > 0; left--) await null;
        InternetCloseHandle(hInternet);
      },
    });
    const call = InternetOpenUrl(
      watched.hInternet,
      `${server.url}/`,
      null,
      0,
      1,
    );
    await watched.until("HANDLE_CLOSING", 1);
    await rejectedCode(call);
    await turns(3);

    assertEquals(server.requests.map(({ target }) => target), ["/"]);
    assertEquals(watched.names(1).at(-1), "HANDLE_CLOSING");
  });
}

Deno.test("InternetOpenUrl() sends no Authorization back from a third origin", async () => {
  await using servers = origins(302);
  await using watched = watch();
  const url = `${servers.home.url}/`;
  const hRequest = await InternetOpenUrl(watched.hInternet, url, SECRETS, 0, 1);
  await readText(hRequest);
  assertEquals(secretsSeen(servers.home).length, 1);
  assertEquals(secretsSeen(servers.foreign), []);
});
