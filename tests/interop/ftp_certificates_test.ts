// Copyright 2026 the wininet authors. MIT license.

/** Client certificates with `require_cert` of vsftpd. */

import { assertEquals } from "@std/assert";
import { ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED } from "../../error.ts";
import { InternetOpen, InternetSetOption } from "../../internet.ts";
import { INTERNET_OPTION_CLIENT_CERT_CONTEXT } from "../../options.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { fixture } from "../helpers/certificates.ts";
import { openToRead, readAll } from "../helpers/ftp_calls.ts";
import { connect } from "./ftp_calls.ts";
import { ftpServerTests } from "./ftp_servers.ts";

const { pathname } = new URL("../tls/ca.pem", import.meta.url);
const WAY = { security: "explicit" } as const;

const tests = ftpServerTests("vsftpd", {
  clientAuthority: decodeURIComponent(pathname),
});

tests.add(
  "vsftpd verifies the client certificate of control and data connections",
  async (server) => {
    await server.addFile("a.txt", "secret");
    await using hInternet = InternetOpen("certificates");
    assertEquals(
      await rejectedCode(connect(hInternet, server, WAY)),
      ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
    );
    InternetSetOption(
      hInternet,
      INTERNET_OPTION_CLIENT_CERT_CONTEXT,
      fixture("client_usage"),
    );
    using hConnect = await connect(hInternet, server, WAY);
    for (let count = 0; count < 3; count++) {
      using hFile = await openToRead(hConnect, "a.txt");
      assertEquals(await readAll(hFile), "secret");
    }
  },
);
