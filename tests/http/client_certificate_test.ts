// Copyright 2026 the wininet authors. MIT license.

/** INTERNET_OPTION_CLIENT_CERT_CONTEXT. */

import { X509Certificate } from "node:crypto";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
  ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED_PROXY,
  ERROR_INTERNET_INVALID_CA,
  ERROR_INTERNET_INVALID_OPTION,
  ERROR_INTERNET_SEC_CERT_DATE_INVALID,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import { INTERNET_FLAG_SECURE, INTERNET_SERVICE_HTTP } from "../../flags.ts";
import { HttpOpenRequest, HttpSendRequest } from "../../http.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetOpenUrl,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import { HTTP_OPTION_TRANSPORT } from "../../http_options.ts";
import { INTERNET_OPTION_CLIENT_CERT_CONTEXT } from "../../options.ts";
import { SESSION_OPTION_CERTIFICATES } from "../../session_options.ts";
import type { CERT_CONTEXT, HINTERNET } from "../../structures.ts";
import { readText, rejectedCode } from "../helpers/calls.ts";
import { fixture, pem, unreadableChain } from "../helpers/certificates.ts";
import { openBy, openProxy, PROXY_KINDS } from "../helpers/http_proxy_calls.ts";
import { CertificateServer } from "../servers/certificate_server.ts";
import { send, TcpServer } from "../servers/tcp_server.ts";

const LOCALHOST = fixture("localhost");
const OTHER = fixture("client_usage");

const serial = ({ cert }: CERT_CONTEXT) =>
  new X509Certificate(cert).serialNumber;

/** Opens a session whose requests use one transport, with a certificate if one is given. */
function session(
  transport: "fetch" | "sockets",
  certificate?: CERT_CONTEXT,
): HINTERNET {
  const hInternet = InternetOpen("certificates");
  InternetSetOption(hInternet, HTTP_OPTION_TRANSPORT, transport);
  if (certificate) setCertificate(hInternet, certificate);
  return hInternet;
}

function setCertificate(handle: HINTERNET, value: CERT_CONTEXT | null): void {
  InternetSetOption(handle, INTERNET_OPTION_CLIENT_CERT_CONTEXT, value);
}

async function get(hInternet: HINTERNET, url: string): Promise<string> {
  await using hRequest = await InternetOpenUrl(hInternet, url);
  return await readText(hRequest);
}

for (const transport of ["fetch", "sockets"] as const) {
  for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
    Deno.test(`INTERNET_OPTION_CLIENT_CERT_CONTEXT is sent with ${transport} and ${version}`, async () => {
      await using server = await CertificateServer.start(version);
      await using hInternet = session(transport, LOCALHOST);
      assertEquals(await get(hInternet, server.url), serial(LOCALHOST));
    });
  }

  Deno.test(`a server that gets no certificate with ${transport} causes ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED`, async () => {
    await using server = await CertificateServer.start("TLSv1.3");
    await using hInternet = session(transport);
    assertEquals(
      await rejectedCode(get(hInternet, server.url)),
      ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
    );
    assertEquals(server.requests, []);
  });

  Deno.test(`a key of another certificate is refused before ${transport} connects`, async () => {
    await using server = await CertificateServer.start();
    const mixed = { cert: LOCALHOST.cert, key: OTHER.key };
    await using hInternet = session(transport, mixed);
    assertEquals(
      await rejectedCode(get(hInternet, server.url)),
      ERROR_INVALID_PARAMETER,
    );
    assertEquals(server.connections, 0);
  });

  Deno.test(`a connection with ${transport} is used only by requests with its certificate`, async () => {
    await using server = await CertificateServer.start();
    await using anna = session(transport, LOCALHOST);
    await using bert = session(transport, OTHER);
    await using mixed = session(transport, {
      cert: LOCALHOST.cert,
      key: OTHER.key,
    });
    await using nobody = session(transport);
    const names = [
      await get(anna, server.url),
      await get(bert, server.url),
      await get(anna, server.url),
    ];
    assertEquals(names, [LOCALHOST, OTHER, LOCALHOST].map(serial));
    assertEquals(server.connections, 2);
    assertEquals(
      await rejectedCode(get(mixed, server.url)),
      ERROR_INVALID_PARAMETER,
    );
    assertEquals(
      await rejectedCode(get(nobody, server.url)),
      ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
    );
    assertEquals(server.requests.length, 3);
  });
}

for (const transport of ["fetch", "sockets"] as const) {
  Deno.test(`a TLS 1.2 server that gets no certificate with ${transport} causes ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED`, async () => {
    await using server = await CertificateServer.start("TLSv1.2");
    await using hInternet = session(transport);
    assertEquals(
      await rejectedCode(get(hInternet, server.url)),
      ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
    );
  });
}

Deno.test("a TLS 1.2 server that requests a certificate and closes the connection causes ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED", async () => {
  await using server = await CertificateServer.start("TLSv1.2");
  // Passes on the first messages of both sides.
  await using closing = new TcpServer(async (conn) => {
    using upstream = await Deno.connect({
      port: Number(new URL(server.url).port),
    });
    const buffer = new Uint8Array(65_536);
    await send(upstream, buffer.slice(0, await conn.read(buffer) ?? 0));
    let length = 0;
    // ServerHelloDone.
    while (!buffer.subarray(0, length).toHex().endsWith("0e000000")) {
      length += await upstream.read(buffer.subarray(length)) ?? 0;
    }
    await send(conn, buffer.subarray(0, length));
    conn.close();
  });
  for (const keepsCertificates of [false, true]) {
    await using hInternet = session("sockets");
    InternetSetOption(
      hInternet,
      SESSION_OPTION_CERTIFICATES,
      keepsCertificates,
    );
    assertEquals(
      await rejectedCode(get(hInternet, `https://localhost:${closing.port}/`)),
      ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
    );
  }
});

for (const transport of ["fetch", "sockets"] as const) {
  const UNUSABLE: Record<string, CERT_CONTEXT> = {
    "a key that TLS cannot use": fixture("odd_key"),
    "a chain that cannot be read": unreadableChain(),
    "no certificate before the chain": {
      ...LOCALHOST,
      cert: pem("intermediate.pem") + LOCALHOST.cert,
    },
  };
  for (const [name, value] of Object.entries(UNUSABLE)) {
    Deno.test(`INTERNET_OPTION_CLIENT_CERT_CONTEXT with ${name} is refused before ${transport} connects`, async () => {
      await using server = new TcpServer(() => {});
      await using hInternet = session(transport, value);
      assertEquals(
        await rejectedCode(get(hInternet, `https://localhost:${server.port}/`)),
        ERROR_INVALID_PARAMETER,
      );
      assertEquals(server.connections, 0);
    });
  }

  Deno.test(`INTERNET_OPTION_CLIENT_CERT_CONTEXT accepts one string with the key and the certificate with ${transport}`, async () => {
    await using server = await CertificateServer.start();
    for (
      const both of [
        LOCALHOST.key + LOCALHOST.cert,
        LOCALHOST.cert + LOCALHOST.key,
      ]
    ) {
      await using hInternet = session(transport, { cert: both, key: both });
      assertEquals(await get(hInternet, server.url), serial(LOCALHOST));
    }
  });

  Deno.test(`INTERNET_OPTION_CLIENT_CERT_CONTEXT accepts files with a byte order mark with ${transport}`, async () => {
    await using server = await CertificateServer.start();
    const { cert, key } = LOCALHOST;
    const marked = { cert: `\ufeff${cert}`, key: `\ufeff${key}` };
    await using hInternet = session(transport, marked);
    assertEquals(await get(hInternet, server.url), serial(LOCALHOST));
  });

  Deno.test(`a completed chain is sent with ${transport}`, async () => {
    await using server = await CertificateServer.start();
    const { cert, key } = fixture("chained");
    const [own] = cert.split(/(?<=-----END CERTIFICATE-----\n)/);
    await using hInternet = session(transport, { cert: own!, key });
    await assertRejects(() => get(hInternet, server.url), InternetError);
    setCertificate(hInternet, { cert, key });
    assertEquals(await get(hInternet, server.url), serial({ cert, key }));
  });
}

Deno.test("a server that requests a certificate and has an invalid one itself causes the error for the invalid one", async () => {
  await using server = await CertificateServer.start("TLSv1.2", "unknown_ca");
  await using hInternet = session("sockets");
  InternetSetOption(hInternet, SESSION_OPTION_CERTIFICATES, true);
  assertEquals(
    await rejectedCode(get(hInternet, server.url)),
    ERROR_INTERNET_INVALID_CA,
  );
});

for (const kind of PROXY_KINDS) {
  Deno.test(`INTERNET_OPTION_CLIENT_CERT_CONTEXT is sent through the tunnel of a ${kind} proxy`, async () => {
    await using server = await CertificateServer.start();
    await using proxy = openProxy(kind);
    await using hInternet = openBy(proxy.list());
    setCertificate(hInternet, LOCALHOST);
    assertEquals(await get(hInternet, server.url), serial(LOCALHOST));
    assertEquals(proxy.asked.length, 1);
  });
}

for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
  Deno.test(`an https proxy that requests a certificate with ${version} causes ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED_PROXY`, async () => {
    await using proxy = await CertificateServer.start(version);
    await using hInternet = openBy(proxy.url);
    setCertificate(hInternet, LOCALHOST);
    assertEquals(
      await rejectedCode(get(hInternet, "http://server.invalid/")),
      ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED_PROXY,
    );
  });
}

/** Opens a GET request for the root of a server. */
async function openGet(hInternet: HINTERNET, url: string): Promise<HINTERNET> {
  const { hostname, port } = new URL(url);
  const hConnect = await InternetConnect(
    hInternet,
    hostname,
    Number(port),
    null,
    null,
    INTERNET_SERVICE_HTTP,
  );
  return await HttpOpenRequest(
    hConnect,
    "GET",
    "/",
    null,
    null,
    null,
    INTERNET_FLAG_SECURE,
  );
}

Deno.test("INTERNET_OPTION_CLIENT_CERT_CONTEXT of a request is sent, and null removes that of its session", async () => {
  await using server = await CertificateServer.start();
  await using hInternet = session("sockets", LOCALHOST);
  using hRequest = await openGet(hInternet, server.url);
  setCertificate(hRequest, null);
  assertEquals(
    await rejectedCode(HttpSendRequest(hRequest)),
    ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
  );
  setCertificate(hRequest, LOCALHOST);
  await HttpSendRequest(hRequest);
  assertEquals(await readText(hRequest), serial(LOCALHOST));
});

for (const transport of ["fetch", "sockets"] as const) {
  Deno.test(`a redirect to another host gets no certificate of the request with ${transport}`, async () => {
    await using server = await CertificateServer.start();
    await using other = await CertificateServer.start();
    server.location = `${other.url}/`;
    await using hInternet = session(transport);
    using hRequest = await openGet(hInternet, server.url);
    setCertificate(hRequest, LOCALHOST);
    assertEquals(
      await rejectedCode(HttpSendRequest(hRequest)),
      ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
    );
    assertEquals(other.requests, []);
    setCertificate(hInternet, OTHER);
    await HttpSendRequest(hRequest);
    assertEquals(
      await readText(hRequest),
      serial(OTHER),
      "that of the session",
    );
  });
}

Deno.test("INTERNET_OPTION_CLIENT_CERT_CONTEXT cannot be queried, and its key is never shown", () => {
  using hInternet = session("sockets", LOCALHOST);
  const error = assertThrows(
    () =>
      InternetQueryOption(
        hInternet,
        INTERNET_OPTION_CLIENT_CERT_CONTEXT as number,
      ),
    InternetError,
  );
  assertEquals(error.code, ERROR_INTERNET_INVALID_OPTION);
  const secret = new RegExp(LOCALHOST.key.split("\n")[1]!.slice(0, 20));
  const { settings } = hInternet as unknown as { settings: unknown };
  for (const shown of [hInternet, settings]) {
    assert(!secret.test(Deno.inspect(shown, { depth: 10 })));
    assert(!secret.test(JSON.stringify(shown)));
  }
});

const BROKEN_KEY =
  "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n";

Deno.test("INTERNET_OPTION_CLIENT_CERT_CONTEXT refuses values without PEM, and shows no key", async () => {
  using hInternet = session("sockets");
  const { cert, key } = LOCALHOST;
  for (
    const value of [{}, { cert }, { key }, { cert: key, key: cert }, "x", 1]
  ) {
    const error = assertThrows(
      () => setCertificate(hInternet, value as CERT_CONTEXT),
      InternetError,
    );
    assertEquals(error.code, ERROR_INVALID_PARAMETER);
    assert(!/BEGIN/.test(error.message));
  }
  setCertificate(hInternet, { cert, key: BROKEN_KEY });
  const error = await get(hInternet, "https://localhost:65000/").then(
    () => null,
    (error) => error,
  );
  assertEquals(error.code, ERROR_INVALID_PARAMETER);
  assert(!/c2VjcmV0|secret/.test(Deno.inspect(error)));
});

Deno.test("a request with node:tls names the error in the server's certificate", async () => {
  await using server = new TcpServer(() => {}, { tls: fixture("expired") });
  await using hInternet = session("sockets");
  InternetSetOption(hInternet, SESSION_OPTION_CERTIFICATES, true);
  assertEquals(
    await rejectedCode(get(hInternet, `https://localhost:${server.port}/`)),
    ERROR_INTERNET_SEC_CERT_DATE_INVALID,
  );
});
