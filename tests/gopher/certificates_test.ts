// Copyright 2026 the wininet authors. MIT license.

/** Client certificates for Gopher with TLS. */

import { assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
  ERROR_INVALID_PARAMETER,
} from "../../error.ts";
import { GOPHER_OPTION_ANY_PORT } from "../../gopher_options.ts";
import {
  InternetOpen,
  InternetOpenUrl,
  InternetReadFile,
  InternetSetOption,
} from "../../internet.ts";
import { INTERNET_OPTION_CLIENT_CERT_CONTEXT } from "../../options.ts";
import type { CERT_CONTEXT, HINTERNET } from "../../structures.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { fixture } from "../helpers/certificates.ts";
import { CertificateServer } from "../servers/certificate_server.ts";

function session(certificate: CERT_CONTEXT | null): HINTERNET {
  const hInternet = InternetOpen("certificates");
  InternetSetOption(hInternet, GOPHER_OPTION_ANY_PORT, true);
  const option = INTERNET_OPTION_CLIENT_CERT_CONTEXT;
  InternetSetOption(hInternet, option, certificate);
  return hInternet;
}

async function readStart(hInternet: HINTERNET, url: string): Promise<number> {
  await using hFile = await InternetOpenUrl(hInternet, url);
  return await InternetReadFile(hFile, new Uint8Array(4));
}

for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
  Deno.test(`INTERNET_OPTION_CLIENT_CERT_CONTEXT is sent to a Gopher server with ${version}`, async () => {
    await using server = await CertificateServer.start(version);
    const url = `${server.url.replace("https:", "gophers:")}/0file`;
    await using nobody = session(null);
    assertEquals(
      await rejectedCode(readStart(nobody, url)),
      ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
    );
    const { cert, key } = fixture("localhost");
    await using mixed = session({ cert, key: fixture("expired").key });
    assertEquals(
      await rejectedCode(readStart(mixed, url)),
      ERROR_INVALID_PARAMETER,
    );
    assertEquals(server.requests, []);
    await using hInternet = session({ cert, key });
    assertEquals(await readStart(hInternet, url), 4);
    assertEquals(server.requests, ["file"]);
  });
}
