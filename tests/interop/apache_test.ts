// Copyright 2026 the wininet authors. MIT license.

/** Basic, Digest and gzip with a real Apache. */

import { assertEquals, assertMatch } from "@std/assert";
import { HTTP_QUERY_WWW_AUTHENTICATE } from "../../flags.ts";
import { HttpOpenRequest, HttpQueryInfo, HttpSendRequest } from "../../http.ts";
import { InternetConnect, InternetSetOption } from "../../internet.ts";
import { INTERNET_OPTION_HTTP_DECODING } from "../../options.ts";
import { readable } from "../../streams.ts";
import type { HINTERNET } from "../../structures.ts";
import { readText, sentRequest, statusOf } from "../helpers/calls.ts";
import { forgetAll } from "../helpers/http_proxy_calls.ts";
import { watch } from "../helpers/watch.ts";
import { compressibleText } from "./nginx.ts";
import { apacheTest, USER, type WebServer } from "./web_servers.ts";

/** Sends a GET with credentials. */
async function getAs(
  hInternet: HINTERNET,
  { host, port }: WebServer,
  path: string,
  password: string | null,
): Promise<HINTERNET> {
  const hConnect = await InternetConnect(
    hInternet,
    host,
    port,
    password === null ? null : USER,
    password,
  );
  const hRequest = await HttpOpenRequest(
    hConnect,
    "GET",
    path,
    null,
    null,
    null,
    0,
    path,
  );
  await HttpSendRequest(hRequest);
  return hRequest;
}

for (const [folder, scheme] of [["basic", "Basic"], ["digest", "Digest"]]) {
  apacheTest(
    `HttpSendRequest() logs in with ${scheme}, and later requests without a challenge`,
    async (apache) => {
      forgetAll();
      await using log = watch();
      const { hInternet } = log;
      const path = `/${folder}/file.txt`;
      const hRequest = await getAs(hInternet, apache, path, apache.password);
      assertEquals(await readText(hRequest), `in ${folder}\n`);
      const sent = (context: string) =>
        log.names(context).filter((name) => name === "SENDING_REQUEST").length;
      assertEquals(sent(path), 2);
      // Later requests of the process need no credentials.
      for (const name of ["deep/file.txt", "deep/file.txt?a=b&c=%20"]) {
        const later = `/${folder}/${name}`;
        const hLater = await getAs(hInternet, apache, later, null);
        assertEquals(await readText(hLater), `in ${folder}/deep\n`);
        assertEquals(sent(later), 1);
      }
    },
  );

  apacheTest(
    `HttpSendRequest() returns the 401 of ${scheme} if no credentials match`,
    async (apache) => {
      forgetAll();
      await using log = watch();
      for (const password of [null, "wrong"]) {
        const path = `/${folder}/file.txt`;
        const hRequest = await getAs(log.hInternet, apache, path, password);
        assertEquals(statusOf(hRequest), 401);
        const asked = HttpQueryInfo(hRequest, HTTP_QUERY_WWW_AUTHENTICATE);
        assertMatch(String(asked), new RegExp(`^${scheme} realm="${folder} `));
        assertMatch(await readText(hRequest), /Unauthorized/);
      }
    },
  );
}

apacheTest(
  "INTERNET_OPTION_HTTP_DECODING decodes gzip, and without it the bytes are unchanged",
  async (apache) => {
    await using log = watch();
    const server = { hostname: apache.host, port: apache.port };
    for (const decodes of [true, false]) {
      InternetSetOption(log.hInternet, INTERNET_OPTION_HTTP_DECODING, decodes);
      const hConnect = await InternetConnect(
        log.hInternet,
        server.hostname,
        server.port,
      );
      const hRequest = await HttpOpenRequest(hConnect, "GET", "/open/big.txt");
      await HttpSendRequest(hRequest, "Accept-Encoding: gzip");

      const raw = readable(hRequest);
      const stream = decodes
        ? raw
        : raw.pipeThrough(new DecompressionStream("gzip"));
      assertEquals(await new Response(stream).text(), compressibleText());
    }
    const hRequest = await sentRequest(log.hInternet, server, {
      path: "/open/file.txt",
    });
    assertEquals(await readText(hRequest), "in open\n");
  },
);
