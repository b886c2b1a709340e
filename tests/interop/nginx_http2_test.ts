// Copyright 2026 the wininet authors. MIT license.

/** HTTP/2 with nginx, whose log contains the version of each request. */

import { assertEquals } from "@std/assert";
import { InternetQueryOption, InternetSetOption } from "../../internet.ts";
import {
  HTTP_PROTOCOL_FLAG_HTTP2,
  INTERNET_OPTION_ENABLE_HTTP_PROTOCOL,
  INTERNET_OPTION_HTTP_PROTOCOL_USED,
} from "../../options.ts";
import { readText } from "../helpers/calls.ts";
import { watch } from "../helpers/watch.ts";
import { nginxTest } from "./nginx.ts";
import { assertStatus, openUrl } from "./nginx_calls.ts";

const H2 = HTTP_PROTOCOL_FLAG_HTTP2;

for (
  const [server, dwContext, flag, used, version] of [
    ["h2Url", 0, H2, H2, "HTTP/2.0"],
    ["h2Url", 0, 0, 0, "HTTP/1.1"],
    ["h2Url", 1, H2, 0, "HTTP/1.1"],
    ["tlsUrl", 0, H2, 0, "HTTP/1.1"],
    ["url", 0, H2, 0, "HTTP/1.1"],
  ] as const
) {
  nginxTest(
    `INTERNET_OPTION_HTTP_PROTOCOL_USED is ${used} at ${server} with ${flag} and the context ${dwContext}`,
    async (nginx) => {
      await using log = watch({ asynchronous: false });
      const { hInternet } = log;
      InternetSetOption(hInternet, INTERNET_OPTION_ENABLE_HTTP_PROTOCOL, flag);
      const before = (await nginx.accessLog()).length;
      for (let count = 0; count < 2; count++) {
        const url = `${nginx[server]}/hello.txt`;
        using hRequest = await openUrl(log, url, null, dwContext);
        assertStatus(hRequest, 200);
        assertEquals(
          InternetQueryOption(hRequest, INTERNET_OPTION_HTTP_PROTOCOL_USED),
          used,
        );
        assertEquals(await readText(hRequest), "Hello, http\n");
      }
      const lines = (await nginx.accessLog()).slice(before).trim().split("\n");
      assertEquals(
        lines.map((line) => line.slice(0, line.lastIndexOf(" "))),
        Array(2).fill(`"GET /hello.txt ${version}" 200`),
      );
    },
  );
}
