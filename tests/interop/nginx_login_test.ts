// Copyright 2026 the wininet authors. MIT license.

/** Basic authentication with a real nginx, and decoding of gzip. */

import { assertEquals } from "@std/assert";
import { ERROR_HTTP_HEADER_NOT_FOUND } from "../../error.ts";
import { HTTP_QUERY_CONTENT_ENCODING } from "../../flags.ts";
import { HttpQueryInfo } from "../../http.ts";
import { InternetOpenUrl, InternetSetOption } from "../../internet.ts";
import { INTERNET_OPTION_HTTP_DECODING } from "../../options.ts";
import { readable } from "../../streams.ts";
import { BOTH, readText, thrownCode } from "../helpers/calls.ts";
import { forgetAll } from "../helpers/http_proxy_calls.ts";
import { watch } from "../helpers/watch.ts";
import { compressibleText, nginxTest } from "./nginx.ts";
import { assertStatus, openUrl } from "./nginx_calls.ts";

for (const scheme of ["http", "https"] as const) {
  for (const [how, dwContext] of BOTH) {
    nginxTest(
      `InternetOpenUrl() logs in to nginx over ${scheme} with Basic, ${how}`,
      async (nginx) => {
        forgetAll();
        const url = scheme === "http" ? nginx.url : nginx.tlsUrl;
        await using log = watch();
        const plain = `${url}/private/hello.txt`;
        const wrong = plain.replace("//", "//alice:wrong@");
        for (const refused of [plain, wrong]) {
          assertStatus(await openUrl(log, refused, null, dwContext), 401);
        }
        const named = plain.replace("//", "//alice:wonder%20land@");
        for (const allowed of [named, plain]) {
          const hRequest = await openUrl(log, allowed, null, dwContext);
          assertStatus(hRequest, 200);
          assertEquals(await readText(hRequest), "Hello, http\n");
        }
      },
    );

    nginxTest(
      `INTERNET_OPTION_HTTP_DECODING decodes gzip of nginx over ${scheme}, ${how}`,
      async (nginx) => {
        await using log = watch();
        const { hInternet } = log;
        InternetSetOption(hInternet, INTERNET_OPTION_HTTP_DECODING, true);
        const url = scheme === "http" ? nginx.url : nginx.tlsUrl;
        const hRequest = await InternetOpenUrl(
          hInternet,
          `${url}/big.txt`,
          "Accept-Encoding: gzip",
          0,
          dwContext,
        );
        const code = thrownCode(() =>
          HttpQueryInfo(hRequest, HTTP_QUERY_CONTENT_ENCODING)
        );
        assertEquals(code, ERROR_HTTP_HEADER_NOT_FOUND);
        const text = await new Response(readable(hRequest)).text();
        assertEquals(text, compressibleText());
      },
    );
  }
}
