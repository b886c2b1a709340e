// Copyright 2026 the wininet authors. MIT license.

/** The options for the certificate of the server and for TLS. */

import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import {
  ERROR_ACCESS_DENIED,
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  ERROR_INTERNET_INVALID_OPERATION,
  ERROR_INTERNET_SEC_INVALID_CERT,
  ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
  InternetError,
} from "../../error.ts";
import {
  INTERNET_FLAG_IGNORE_CERT_CN_INVALID,
  INTERNET_FLAG_IGNORE_CERT_DATE_INVALID,
} from "../../flags.ts";
import { HTTP_OPTION_TRANSPORT } from "../../http_options.ts";
import {
  InternetOpen,
  InternetOpenUrl,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_OPTION_SECURITY_CERTIFICATE,
  INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT,
  INTERNET_OPTION_SECURITY_CONNECTION_INFO,
  INTERNET_OPTION_SECURITY_FLAGS,
  INTERNET_OPTION_SECURITY_KEY_BITNESS,
  INTERNET_OPTION_SERVER_CERT_CHAIN_CONTEXT,
  SECURITY_FLAG_SECURE,
  SECURITY_FLAG_STRENGTH_STRONG,
} from "../../options.ts";
import { SESSION_OPTION_CERTIFICATES } from "../../session_options.ts";
import type { HINTERNET } from "../../structures.ts";
import { hasFlag } from "../../_base/bits.ts";
import { readText, rejectedCode, serverOf } from "../helpers/calls.ts";
import { fixture, pem, unreadableChain } from "../helpers/certificates.ts";
import { FakeHttpServer } from "../servers/http_server.ts";

const OPTIONS = [
  INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT,
  INTERNET_OPTION_SECURITY_CERTIFICATE,
  INTERNET_OPTION_SECURITY_KEY_BITNESS,
  INTERNET_OPTION_SECURITY_CONNECTION_INFO,
  INTERNET_OPTION_SERVER_CERT_CHAIN_CONTEXT,
] as const;

/** A server with a certificate from tests/tls. */
function serverWith(certificate: string): FakeHttpServer {
  return new FakeHttpServer({
    "/": (_request, reply) => reply({ body: "secure" }),
  }, {
    tls: fixture(certificate),
  });
}

function session(): HINTERNET {
  const hInternet = InternetOpen("certificates");
  InternetSetOption(hInternet, SESSION_OPTION_CERTIFICATES, true);
  return hInternet;
}

function urlOf({ port }: { port: number }): string {
  return `https://localhost:${port}/`;
}

/** Returns the certificates of a PEM file in DER form. */
function ders(file: string): Uint8Array[] {
  return pem(file).split("-----END CERTIFICATE-----")
    .map((part) => part.split("-----BEGIN CERTIFICATE-----")[1])
    .filter((base64) => base64 !== undefined)
    .map((base64) => Uint8Array.fromBase64(base64.replace(/\s/g, "")));
}

Deno.test("INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT has the names and dates of the certificate", async () => {
  await using server = serverWith("localhost");
  await using hInternet = session();
  using hRequest = await InternetOpenUrl(hInternet, urlOf(server));
  assertEquals(
    InternetQueryOption(hRequest, INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT),
    {
      ftStart: new Date("2020-01-01T00:00:00Z"),
      ftExpiry: new Date("2090-01-01T00:00:00Z"),
      lpszSubjectInfo: "localhost",
      lpszIssuerInfo: "wininet test CA",
      lpszProtocolName: null,
      lpszSignatureAlgName: null,
      lpszEncryptionAlgName: null,
      dwKeySize: 256,
    },
  );
  assertMatch(
    InternetQueryOption(hRequest, INTERNET_OPTION_SECURITY_CERTIFICATE),
    /^Subject:\r\nlocalhost\r\nIssuer:\r\nwininet test CA\r\nEffective Date: Wed, 01 Jan 2020 00:00:00 GMT\r\nExpiration Date: Sun, 01 Jan 2090 00:00:00 GMT\r\nSecurity Protocol: TLSv1\.3\r\n/,
  );
});

Deno.test("INTERNET_OPTION_SECURITY_CONNECTION_INFO and _KEY_BITNESS have the cipher", async () => {
  await using server = serverWith("localhost");
  await using hInternet = session();
  using hRequest = await InternetOpenUrl(hInternet, urlOf(server));
  const bits = InternetQueryOption(
    hRequest,
    INTERNET_OPTION_SECURITY_KEY_BITNESS,
  );
  assertEquals(bits, 256);
  assertEquals(
    InternetQueryOption(hRequest, INTERNET_OPTION_SECURITY_CONNECTION_INFO),
    {
      fSecure: true,
      dwProtocol: 0x2000,
      aiCipher: 0x6610,
      dwCipherStrength: 256,
      aiHash: 0x800d,
      dwHashStrength: 384,
      szCipherSuite: "TLS_AES_256_GCM_SHA384",
    },
  );
  const flags = InternetQueryOption(hRequest, INTERNET_OPTION_SECURITY_FLAGS);
  assert(hasFlag(flags, SECURITY_FLAG_SECURE | SECURITY_FLAG_STRENGTH_STRONG));
});

Deno.test("INTERNET_OPTION_SERVER_CERT_CHAIN_CONTEXT has the certificates that the server sent", async () => {
  await using server = serverWith("chained");
  await using hInternet = session();
  using hRequest = await InternetOpenUrl(hInternet, urlOf(server));
  const chain = () =>
    InternetQueryOption(hRequest, INTERNET_OPTION_SERVER_CERT_CHAIN_CONTEXT);
  assertEquals(chain(), ders("chained.pem"));
  chain()[0]!.fill(0);
  assertEquals(chain(), ders("chained.pem"));
});

for (
  const [forgiven, code] of [
    [0, ERROR_INTERNET_SECURITY_CHANNEL_ERROR],
    [
      INTERNET_FLAG_IGNORE_CERT_CN_INVALID,
      ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
    ],
    [INTERNET_FLAG_IGNORE_CERT_DATE_INVALID, ERROR_INTERNET_SEC_INVALID_CERT],
  ] as const
) {
  Deno.test(`a chain that cannot be read fails only the request, with the flags ${forgiven}`, async () => {
    await using server = new FakeHttpServer({}, { tls: unreadableChain() });
    await using hInternet = session();
    assertEquals(
      await rejectedCode(
        InternetOpenUrl(hInternet, urlOf(server), null, forgiven),
      ),
      code,
    );
  });
}

Deno.test("INTERNET_OPTION_SECURITY_CERTIFICATE is available for a kept connection, and after its release", async () => {
  await using server = serverWith("localhost");
  await using hInternet = session();
  for (let count = 0; count < 3; count++) {
    using hRequest = await InternetOpenUrl(hInternet, urlOf(server));
    assertEquals(await readText(hRequest), "secure");
    for (const option of OPTIONS) InternetQueryOption(hRequest, option);
  }
  assertEquals(server.connections, 1);
});

Deno.test("INTERNET_OPTION_SECURITY_CERTIFICATE names SESSION_OPTION_CERTIFICATES if it was not set", async () => {
  await using server = serverWith("localhost");
  await using hInternet = InternetOpen("certificates");
  using hRequest = await InternetOpenUrl(hInternet, urlOf(server));
  await readText(hRequest);
  for (const option of OPTIONS) {
    const error = assertThrows(
      () => InternetQueryOption(hRequest, option),
      InternetError,
    );
    const isChain = option === INTERNET_OPTION_SERVER_CERT_CHAIN_CONTEXT;
    assertEquals(
      error.code,
      isChain
        ? ERROR_INTERNET_INCORRECT_HANDLE_STATE
        : ERROR_INTERNET_INVALID_OPERATION,
    );
    assertMatch(error.message, /set SESSION_OPTION_CERTIFICATES/);
  }
  await using other = session();
  using known = await InternetOpenUrl(other, urlOf(server));
  // The certificate of the idle connection is not known, so another connection
  // is opened.
  InternetQueryOption(known, INTERNET_OPTION_SECURITY_CERTIFICATE);
  assertEquals(server.connections, 2);
});

Deno.test("INTERNET_OPTION_SECURITY_CERTIFICATE is an error without TLS", async () => {
  await using server = serverOf((_request, reply) => reply());
  await using hInternet = session();
  using hRequest = await InternetOpenUrl(hInternet, `${server.url}/`);
  for (const option of OPTIONS) {
    const error = assertThrows(
      () => InternetQueryOption(hRequest, option),
      InternetError,
    );
    assertMatch(error.message, /no TLS connection/);
  }
});

Deno.test("SESSION_OPTION_CERTIFICATES cannot be used with fetch", async () => {
  await using server = serverWith("localhost");
  await using hInternet = session();
  InternetSetOption(hInternet, HTTP_OPTION_TRANSPORT, "fetch");
  assertEquals(
    await rejectedCode(InternetOpenUrl(hInternet, urlOf(server))),
    ERROR_ACCESS_DENIED,
  );
});
