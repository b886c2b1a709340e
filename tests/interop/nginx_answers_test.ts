// Copyright 2026 the wininet authors. MIT license.

import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  ERROR_HTTP_HEADER_NOT_FOUND,
  ERROR_HTTP_INVALID_SERVER_RESPONSE,
  ERROR_HTTP_REDIRECT_FAILED,
  InternetError,
} from "../../error.ts";
import {
  HTTP_QUERY_CONTENT_LENGTH,
  HTTP_QUERY_LOCATION,
  INTERNET_FLAG_SECURE,
} from "../../flags.ts";
import { HttpOpenRequest, HttpQueryInfo, HttpSendRequest } from "../../http.ts";
import {
  InternetConnect,
  InternetQueryOption,
  InternetReadFile,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_OPTION_RECEIVE_TIMEOUT,
  INTERNET_OPTION_URL,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { readText, rejectedCode, thrownCode } from "../helpers/calls.ts";
import { connectFtp } from "../helpers/ftp_calls.ts";
import { type Watch, watch } from "../helpers/watch.ts";
import { nginxTest } from "./nginx.ts";
import { assertStatus, openUrl } from "./nginx_calls.ts";

/** Sends a request with any method. */
async function request(
  log: Watch,
  url: string,
  verb: string,
  body: string | null = null,
): Promise<HINTERNET> {
  const { protocol, hostname, port, pathname } = new URL(url);
  const flags = protocol === "https:" ? INTERNET_FLAG_SECURE : 0;
  const hConnect = await InternetConnect(log.hInternet, hostname, Number(port));
  const hRequest = await HttpOpenRequest(
    hConnect,
    verb,
    pathname,
    null,
    null,
    null,
    flags,
    verb,
  );
  await HttpSendRequest(hRequest, null, body);
  return hRequest;
}

const REDIRECTS: [path: string, verb: string, echoed: RegExp][] = [
  ["/r301", "GET", /^Hello/],
  ["/r302", "GET", /^Hello/],
  ["/r303", "GET", /^GET \/echo /],
  ["/r307", "GET", /^GET \/echo /],
  ["/r308", "GET", /^GET \/echo /],
  ["/rabsolute", "GET", /^Hello/],
  ["/r301", "POST", /^Hello/],
  ["/r302", "POST", /^Hello/],
  ["/r303", "POST", /^GET \/echo (.|\n)*\ntype=\nlength=\n$/],
  ["/r307", "POST", /^POST \/echo (.|\n)*\nlength=4\n$/],
  ["/r308", "POST", /^POST \/echo (.|\n)*\nlength=4\n$/],
];

for (const [path, verb, echoed] of REDIRECTS) {
  nginxTest(`HttpSendRequest() follows ${path} with ${verb}`, async (nginx) => {
    await using log = watch();
    const body = verb === "POST" ? "a=bc" : null;
    const hRequest = await request(log, nginx.url + path, verb, body);
    assertMatch(await readText(hRequest), echoed);
    assertStatus(hRequest, 200);
    const redirects = log.log.filter(({ name }) => name === "REDIRECT");
    const url = InternetQueryOption(hRequest, INTERNET_OPTION_URL);
    assertEquals(redirects.map(({ information }) => information), [url]);
    // The header is that of the last response.
    const location = thrownCode(() =>
      HttpQueryInfo(hRequest, HTTP_QUERY_LOCATION)
    );
    assertEquals(location, ERROR_HTTP_HEADER_NOT_FOUND);
  });
}

nginxTest("HttpSendRequest() gives up a loop of redirects", async (nginx) => {
  await using log = watch();
  const code = await rejectedCode(openUrl(log, `${nginx.url}/rloop`));
  assertEquals(code, ERROR_HTTP_REDIRECT_FAILED);
  const redirects = log.names().filter((name) => name === "REDIRECT");
  assertEquals(redirects.length, 5);
});

for (const [path, status] of Object.entries({ "/204": 204, "/304": 304 })) {
  nginxTest(`InternetReadFile() reads nothing from ${path}`, async (nginx) => {
    await using log = watch();
    const hRequest = await openUrl(log, nginx.url + path);
    assertStatus(hRequest, status);
    assertEquals(await InternetReadFile(hRequest, new Uint8Array(10)), 0);
  });
}

for (
  const [path, status, body] of [
    ["/404", 404, /404 Not Found/],
    ["/none.txt", 404, /404 Not Found/],
    ["/500", 500, /^boom\n$/],
  ] as const
) {
  nginxTest(`InternetReadFile() reads the body of ${path}`, async (nginx) => {
    await using log = watch();
    const hRequest = await openUrl(log, nginx.url + path);
    assertStatus(hRequest, status);
    assertMatch(await readText(hRequest), body);
  });
}

nginxTest(
  "HttpSendRequest() with HEAD gets a length and no body",
  async (nginx) => {
    await using log = watch();
    const hRequest = await request(log, `${nginx.url}/bin1m.bin`, "HEAD");
    assertStatus(hRequest, 200);
    assertEquals(
      HttpQueryInfo(hRequest, HTTP_QUERY_CONTENT_LENGTH),
      String(2 ** 20),
    );
    assertEquals(await InternetReadFile(hRequest, new Uint8Array(10)), 0);
    // The connection is available for the next request.
    await request(log, `${nginx.url}/hello.txt`, "GET");
    assert(!log.names("GET").includes("CONNECTING_TO_SERVER"));
  },
);

nginxTest(
  "InternetOpenUrl() fails with INVALID_SERVER_RESPONSE if nginx closes the connection",
  async (nginx) => {
    for (const dwContext of ["url", 0]) {
      await using log = watch();
      const url = `${nginx.url}/drop`;
      const code = await rejectedCode(openUrl(log, url, null, dwContext));
      assertEquals(code, ERROR_HTTP_INVALID_SERVER_RESPONSE);
    }
  },
);

for (const kind of ["plain", "tls"] as const) {
  nginxTest(
    `InternetConnect() for FTP reports that nginx is an HTTP server, ${kind}`,
    async (nginx) => {
      await using log = watch();
      const { hInternet } = log;
      InternetSetOption(hInternet, INTERNET_OPTION_RECEIVE_TIMEOUT, 50);
      const server = { host: "127.0.0.1", port: nginx.ports[kind] };
      const error = await assertRejects(
        () => connectFtp(hInternet, server),
        InternetError,
      );
      assertStringIncludes(error.message, "it is an HTTP server");
    },
  );
}
