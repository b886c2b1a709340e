// Copyright 2026 the wininet authors. MIT license.

/** Client certificates with `ssl_verify_client` of nginx. */

import { X509Certificate } from "node:crypto";
import { assertEquals } from "@std/assert";
import { HTTP_OPTION_TRANSPORT } from "../../http_options.ts";
import { InternetOpenUrl, InternetSetOption } from "../../internet.ts";
import { INTERNET_OPTION_CLIENT_CERT_CONTEXT } from "../../options.ts";
import { readText } from "../helpers/calls.ts";
import { fixture } from "../helpers/certificates.ts";
import { watch } from "../helpers/watch.ts";
import { nginxTest } from "./nginx.ts";
import { assertStatus } from "./nginx_calls.ts";

const CLIENT = fixture("client_usage");

for (const transport of ["fetch", "sockets"] as const) {
  nginxTest(
    `nginx verifies a client certificate that ${transport} sends`,
    async (nginx) => {
      await using log = watch({ asynchronous: false });
      const { hInternet } = log;
      InternetSetOption(hInternet, HTTP_OPTION_TRANSPORT, transport);
      InternetSetOption(hInternet, INTERNET_OPTION_CLIENT_CERT_CONTEXT, CLIENT);
      for (let count = 0; count < 2; count++) {
        using hRequest = await InternetOpenUrl(
          hInternet,
          nginx.certificatesUrl,
        );
        assertStatus(hRequest, 200);
        const { serialNumber } = new X509Certificate(CLIENT.cert);
        assertEquals(await readText(hRequest), `${serialNumber} SUCCESS`);
      }
    },
  );

  nginxTest(
    `nginx itself responds to a request without a client certificate with ${transport}`,
    async (nginx) => {
      await using log = watch({ asynchronous: false });
      InternetSetOption(log.hInternet, HTTP_OPTION_TRANSPORT, transport);
      // nginx completes the handshake and refuses with an HTTP status, so there
      // is no TLS error.
      using hRequest = await InternetOpenUrl(
        log.hInternet,
        nginx.certificatesUrl,
      );
      assertStatus(hRequest, 400);
    },
  );
}
