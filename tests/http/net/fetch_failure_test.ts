// Copyright 2026 the wininet authors. MIT license.

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import * as codes from "../../../error.ts";
import { InternetError } from "../../../error.ts";
import {
  bodyFailure,
  requestFailure,
} from "../../../_http/net/fetch_failure.ts";
import { closedPort } from "../../servers/closed_port.ts";

const URL_WITH_SECRETS = new URL(
  "https://alice:word@host.invalid/page?token=SECRET#FRAGMENT",
);

function inspected(error: unknown): string {
  return Deno.inspect(error, { depth: 20 });
}

/** A TypeError with a code, whose message and cause contain the URL. */
function errorWithSecrets(): TypeError & { code: string } {
  const cause = new Deno.errors.Http(`no way to ${URL_WITH_SECRETS.href}`);
  const error = new TypeError(`error for (${URL_WITH_SECRETS.href})`, {
    cause,
  });
  return Object.assign(error, { code: "EX" });
}

for (
  const [name, make] of [
    ["requestFailure()", requestFailure],
    ["bodyFailure()", bodyFailure],
  ] as const
) {
  Deno.test(`${name} shows no secret of the URL`, () => {
    const error = make(URL_WITH_SECRETS, errorWithSecrets());
    const text = inspected(error);
    for (const secret of ["SECRET", "alice", "word", "FRAGMENT"]) {
      assert(!text.includes(secret), `${secret} in ${text}`);
    }
    assert(text.includes("https://…@host.invalid/page?…#…"), text);
  });

  Deno.test(`${name} keeps the class, code, stack and cause of the error`, () => {
    const original = errorWithSecrets();
    const cause = make(URL_WITH_SECRETS, original).cause;
    assertInstanceOf(cause, TypeError);
    assertEquals(cause.message, "error for (https://…@host.invalid/page?…#…)");
    assertEquals(cause.name, "TypeError");
    assertEquals((cause as { code?: unknown }).code, "EX");
    const lines = (stack: string) => stack.split("\n").slice(1);
    assertEquals(lines(cause.stack!), lines(original.stack!));
    assert(Error.isError(cause));
    assertInstanceOf(cause.cause, Deno.errors.Http);
    assertEquals(Object.keys(cause), ["code"]);
  });

  Deno.test(`${name} returns an error without a secret unchanged`, () => {
    const original = new TypeError("broken", { cause: new Error("pipe") });
    assertStrictEquals(make(URL_WITH_SECRETS, original).cause, original);
  });

  Deno.test(`${name} returns an InternetError unchanged`, () => {
    const error = new InternetError(codes.ERROR_INTERNET_TIMEOUT, "late");
    assertStrictEquals(make(URL_WITH_SECRETS, error), error);
  });
}

Deno.test("requestFailure() removes the query from an error that contains itself", () => {
  const error = new Error(URL_WITH_SECRETS.href);
  error.cause = error;
  const text = inspected(requestFailure(URL_WITH_SECRETS, error));
  assert(!text.includes("SECRET"), text);
});

Deno.test("requestFailure() shows no query in the text of fetch", async () => {
  const url = new URL(`http://127.0.0.1:${closedPort()}/page?token=SECRET`);
  const failure = await assertRejects(() => fetch(url), TypeError);
  assert(inspected(failure).includes("SECRET"));
  const error = requestFailure(url, failure);
  assertInstanceOf(error, InternetError);
  assert(!inspected(error).includes("SECRET"), inspected(error));
  assertEquals(error.code, codes.ERROR_INTERNET_CANNOT_CONNECT);
});

/** Messages of `fetch`, observed on Deno 2.9.6 or found in its source, and their meaning. */
const TEXTS: [text: string, code: number, meaning: string][] = [
  [
    "client error (Connect): dns error: failed to lookup address information: Name or service not known",
    codes.ERROR_INTERNET_NAME_NOT_RESOLVED,
    "there is no such host; check the name and the network",
  ],
  [
    "client error (Connect): tcp connect error: Connection refused (os error 111)",
    codes.ERROR_INTERNET_CANNOT_CONNECT,
    "connection refused; check the host and the port",
  ],
  [
    "client error (Connect): tcp connect error: Es konnte keine Verbindung hergestellt werden. (os error 10061)",
    codes.ERROR_INTERNET_CANNOT_CONNECT,
    "connection refused; check the host and the port",
  ],
  [
    "client error (Connect): tcp connect error: No route to host (os error 113)",
    codes.ERROR_INTERNET_CANNOT_CONNECT,
    "the host is unreachable; check the network",
  ],
  [
    "client error (Connect): tcp connect error: Connection timed out (os error 110)",
    codes.ERROR_INTERNET_TIMEOUT,
    "no response in time",
  ],
  [
    "client error (Connect): tcp connect error: Too many open files (os error 24)",
    codes.ERROR_TOO_MANY_OPEN_FILES,
    "the program has too many open files; close some",
  ],
  [
    "client error (Connect): tcp connect error: something new",
    codes.ERROR_INTERNET_CANNOT_CONNECT,
    "connection refused; check the host and the port",
  ],
  [
    "Connection reset by peer (os error 104)",
    codes.ERROR_INTERNET_CONNECTION_RESET,
    "the server reset the connection; request it again",
  ],
  [
    "Broken pipe (os error 103)",
    codes.ERROR_INTERNET_CONNECTION_ABORTED,
    "the connection broke; request it again",
  ],
  [
    "client error (SendRequest): connection closed before message completed",
    codes.ERROR_HTTP_INVALID_SERVER_RESPONSE,
    "the server closed the connection before it had responded; request it again",
  ],
  ...[
    "client error (SendRequest): invalid HTTP version parsed",
    "invalid HTTP header parsed",
    "invalid HTTP status-code parsed",
    "message head is too large",
    "invalid content-length parsed",
    "invalid transfer-encoding parsed",
  ].map((text): typeof TEXTS[number] => [
    text,
    codes.ERROR_HTTP_INVALID_SERVER_RESPONSE,
    "the server did not respond in HTTP; check the port",
  ]),
  ...["UnknownIssuer", "Other(OtherError(CaUsedAsEndEntity))"]
    .map((fault): typeof TEXTS[number] => [
      `client error (Connect): invalid peer certificate: ${fault}`,
      codes.ERROR_INTERNET_INVALID_CA,
      "the certificate is not signed by a trusted authority; trust the file of its authority with --cert, or set SECURITY_FLAG_IGNORE_UNKNOWN_CA in INTERNET_OPTION_SECURITY_FLAGS",
    ]),
  ...[
    "certificate expired: verification time 1 (UNIX), but certificate is not valid after 0",
    "certificate not valid yet: verification time 0 (UNIX)",
  ].map((fault): typeof TEXTS[number] => [
    `client error (Connect): invalid peer certificate: ${fault}`,
    codes.ERROR_INTERNET_SEC_CERT_DATE_INVALID,
    "the certificate has expired or is not valid yet; check the clock of this machine, or set SECURITY_FLAG_IGNORE_CERT_DATE_INVALID in INTERNET_OPTION_SECURITY_FLAGS",
  ]),
  [
    'invalid peer certificate: certificate not valid for name "localhost"; certificate is only valid for DnsName("a.test")',
    codes.ERROR_INTERNET_SEC_CERT_CN_INVALID,
    "the certificate is for another host; use the name in it, or set SECURITY_FLAG_IGNORE_CERT_CN_INVALID in INTERNET_OPTION_SECURITY_FLAGS",
  ],
  [
    "invalid peer certificate: BadSignature",
    codes.ERROR_INTERNET_SEC_INVALID_CERT,
    "the certificate is not valid",
  ],
  [
    "received fatal alert: CertificateRequired",
    codes.ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
    "the server requests a client certificate; set INTERNET_OPTION_CLIENT_CERT_CONTEXT",
  ],
  ...["CertificateExpired", "CertificateUnknown", "AccessDenied"].map((
    alert,
  ): typeof TEXTS[number] => [
    `received fatal alert: ${alert}`,
    codes.ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
    "the server does not accept the client certificate; set another one with INTERNET_OPTION_CLIENT_CERT_CONTEXT",
  ]),
  ...[
    "received fatal alert: ProtocolVersion",
    "received fatal alert: HandshakeFailure",
    "tls handshake eof",
    "peer is incompatible: NoCipherSuitesInCommon",
  ].map((text): typeof TEXTS[number] => [
    text,
    codes.ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
    "the TLS handshake failed",
  ]),
  ...[
    "Proxy server unreachable",
    "unsuccessful tunnel",
    "proxy authentication required",
  ].map((text): typeof TEXTS[number] => [
    text,
    codes.ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
    "the proxy did not connect; check its address",
  ]),
  [
    "received corrupt message of type InvalidContentType",
    codes.ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
    "the server does not speak TLS on this port; use http or another port",
  ],
  [
    "SOCKS error: General SOCKS server failure",
    codes.ERROR_INTERNET_CANNOT_CONNECT,
    "connection refused; check the host and the port",
  ],
  [
    "Requests to port 25 are blocked",
    codes.ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
    "fetch blocks this port; use another one",
  ],
  [
    "an unknown text",
    codes.ERROR_INTERNET_CONNECTION_ABORTED,
    "the connection broke; request it again",
  ],
];

for (const [text, code, meaning] of TEXTS) {
  Deno.test(`requestFailure() returns ${code} for "${text}"`, () => {
    const failure = new TypeError("fetch failed", { cause: new Error(text) });
    const error = requestFailure(new URL("http://a.test:8080/b?c"), failure);
    assertEquals(error.code, code);
    assertEquals(
      error.message.replace(/ \(\w+\)$/, ""),
      `Cannot request "http://a.test:8080/b": ${meaning}`,
    );
    // Reading the stack of an error when no file descriptor is left may end the
    // process.
    if (code === codes.ERROR_TOO_MANY_OPEN_FILES) {
      assertInstanceOf(error.cause, Error);
    } else assertStrictEquals(error.cause, failure);
  });
}

Deno.test("requestFailure() names the missing permission", () => {
  const failure = new Deno.errors.NotCapable("Requires net access");
  const error = requestFailure(new URL("http://a.test:8080/b"), failure);
  assertEquals(error.code, codes.ERROR_ACCESS_DENIED);
  assert(error.message.includes("--allow-net=a.test:8080"), error.message);
});

Deno.test("bodyFailure() returns one code for all errors in a body, because fetch has one text", () => {
  const failure = new TypeError("error reading a body from connection");
  const error = bodyFailure(new URL("http://a.test/b?c"), failure);
  assertEquals(error.code, codes.ERROR_INTERNET_CONNECTION_ABORTED);
  assert(
    error.message.includes(
      'Cannot read the response of "http://a.test/b": the connection ended before the response did; request it again',
    ),
    error.message,
  );
});
