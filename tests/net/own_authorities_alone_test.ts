// Copyright 2026 the wininet authors. MIT license.

/**
 * Certificate authorities that the program adds, in connections that ignore the
 * dates of a certificate. The tests run with `--cert`, which no program can
 * read.
 *
 * @module
 */

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import tls from "node:tls";
import { ERROR_INTERNET_INVALID_CA, InternetError } from "../../error.ts";
import { SECURITY_FLAG_IGNORE_CERT_DATE_INVALID } from "../../options.ts";
import { secureUpstream } from "../../_net/forgiving_tls.ts";
import { fixture, pem } from "../helpers/certificates.ts";
import { TcpServer } from "../servers/tcp_server.ts";

const FIXTURES = new URL("../tls/", import.meta.url);

/** Writes a file that DENO_CERT names until disposal. */
function denoCert(text: string): Disposable {
  const before = Deno.env.get("DENO_CERT");
  const path = Deno.makeTempFileSync({ prefix: "wininet_ca_" });
  Deno.writeTextFileSync(path, text);
  Deno.env.set("DENO_CERT", path);
  return {
    [Symbol.dispose]() {
      if (before === undefined) Deno.env.delete("DENO_CERT");
      else Deno.env.set("DENO_CERT", before);
      Deno.removeSync(path);
    },
  };
}

/** Connects to a server whose certificate has expired, and ignores the date. */
async function connect(): Promise<void> {
  await using server = new TcpServer(
    async (conn) => void await conn.read(new Uint8Array(1)),
    { tls: fixture("expired") },
  );
  const flags = SECURITY_FLAG_IGNORE_CERT_DATE_INVALID;
  const never = new AbortController().signal;
  const { port } = server;
  const conn = await Deno.connect({ hostname: "127.0.0.1", port });
  (await secureUpstream(conn, "localhost", flags, never)).close();
}

/** Returns the message of the error that explains how to add an authority. */
async function refusal(): Promise<string> {
  const error = await assertRejects(connect, InternetError);
  assertEquals(error.code, ERROR_INTERNET_INVALID_CA);
  return error.message;
}

Deno.test("secureUpstream() names an alternative to --cert", async () => {
  const message = await refusal();
  for (
    const name of [
      "NODE_EXTRA_CA_CERTS",
      "DENO_CERT",
      "tls.setDefaultCACertificates()",
      "--cert",
    ]
  ) assertStringIncludes(message, name);
});

/** Contents of DENO_CERT, and `true` if they include the authority. */
const TEXTS: [name: string, text: string, isTrusted: boolean][] = [
  ["the authority", pem("ca.pem"), true],
  ["several authorities", pem("other_ca.pem") + pem("ca.pem"), true],
  [
    "the authority among other texts",
    `CA:\n${pem("ca.pem").replaceAll("\n", "\r\n")}\n# end`,
    true,
  ],
  [
    "the authority after a damaged one",
    `-----BEGIN CERTIFICATE-----\n????\n-----END CERTIFICATE-----\n${
      pem("ca.pem")
    }`,
    true,
  ],
  ["another authority", pem("other_ca.pem"), false],
  ["no certificate", "none", false],
  ["nothing", "", false],
];

for (const [name, text, isTrusted] of TEXTS) {
  Deno.test(`secureUpstream() ${isTrusted ? "accepts" : "refuses"} the server with ${name} in DENO_CERT`, async () => {
    using _ = denoCert(text);
    if (isTrusted) await connect();
    else await refusal();
  });
}

Deno.test("secureUpstream() ignores a DENO_CERT that names a missing file", async () => {
  using _ = denoCert("");
  Deno.env.set("DENO_CERT", "/nowhere/ca.pem");
  await refusal();
});

Deno.test({
  name:
    "secureUpstream() ignores a DENO_CERT that the program has no permission to read",
  permissions: { net: ["127.0.0.1"], read: [FIXTURES], sys: true },
  async fn() {
    // This test has no permission to read the variable.
    await refusal();
  },
});

Deno.test("secureUpstream() accepts the server with the authority in tls.setDefaultCACertificates()", async () => {
  const trust = tls as unknown as {
    getCACertificates(type: string): string[];
    setDefaultCACertificates(certificates: string[]): void;
  };
  const before = trust.getCACertificates("default");
  trust.setDefaultCACertificates([pem("ca.pem")]);
  try {
    await connect();
  } finally {
    trust.setDefaultCACertificates(before);
  }
});
