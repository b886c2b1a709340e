// Copyright 2026 the wininet authors. MIT license.

/**
 * Client certificates with the test server of OpenSSL. With TLS 1.2, it aborts
 * a handshake without a certificate with handshake_failure, which does not
 * mention certificates.
 */

import { fileURLToPath } from "node:url";
import { assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
  InternetError,
} from "../../error.ts";
import {
  HTTP_QUERY_FLAG_NUMBER,
  HTTP_QUERY_STATUS_CODE,
  INTERNET_FLAG_IGNORE_CERT_CN_INVALID,
  INTERNET_FLAG_IGNORE_CERT_DATE_INVALID,
} from "../../flags.ts";
import { HttpQueryInfo } from "../../http.ts";
import { HTTP_OPTION_TRANSPORT } from "../../http_options.ts";
import {
  InternetOpen,
  InternetOpenUrl,
  InternetSetOption,
} from "../../internet.ts";
import { INTERNET_OPTION_CLIENT_CERT_CONTEXT } from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { fixture } from "../helpers/certificates.ts";
import { startDaemons, startInFolder } from "./daemon.ts";
import { findProgram, freePorts } from "./processes.ts";
import { ServerTests } from "./server_tests.ts";

const FOLDER = fileURLToPath(new URL("../tls/", import.meta.url));
const HOST = "127.0.0.1";
const FORGIVING = [
  INTERNET_FLAG_IGNORE_CERT_CN_INVALID,
  INTERNET_FLAG_IGNORE_CERT_DATE_INVALID,
];
const VERSIONS = ["tls1_2", "tls1_3"] as const;

/** One server for each TLS version. */
interface Servers extends AsyncDisposable {
  readonly ports: readonly number[];
}

function commandOf(binary: string, version: string, port: number): string[] {
  const files = ["-cert", "localhost.pem", "-key", "localhost.key"];
  const clients = ["-CAfile", "ca.pem", "-Verify", "1", "-verify_return_error"];
  return [
    binary,
    "s_server",
    "-accept",
    `${HOST}:${port}`,
    `-${version}`,
    "-www",
    ...[...files, ...clients].map((word) =>
      /\.(pem|key)$/.test(word) ? FOLDER + word : word
    ),
  ];
}

const binary = findProgram("openssl");

const tests = new ServerTests<Servers>({
  program: "openssl",
  remedy: "apt-get install openssl",
  isInstalled: binary !== undefined,
  open: () =>
    startInFolder("openssl", async (folder) => {
      const ports = freePorts(VERSIONS.length);
      const commands = VERSIONS.map((version, at) =>
        commandOf(binary!, version, ports[at]!)
      );
      const addresses = ports.map((port) => ({ host: HOST, port }));
      const daemons = await startDaemons(folder, commands, addresses);
      return daemons && {
        ports,
        [Symbol.asyncDispose]: () => daemons[Symbol.asyncDispose](),
      };
    }),
});

function session(transport: "fetch" | "sockets"): HINTERNET {
  const hInternet = InternetOpen("certificates");
  InternetSetOption(hInternet, HTTP_OPTION_TRANSPORT, transport);
  return hInternet;
}

async function statusOf(
  hInternet: HINTERNET,
  port: number,
  flags = 0,
): Promise<unknown> {
  const url = `https://localhost:${port}/`;
  await using hRequest = await InternetOpenUrl(hInternet, url, null, flags);
  const level = HTTP_QUERY_STATUS_CODE | HTTP_QUERY_FLAG_NUMBER;
  return HttpQueryInfo(hRequest, level);
}

for (const [at, version] of VERSIONS.entries()) {
  for (const transport of ["fetch", "sockets"] as const) {
    tests.add(
      `openssl with ${version} gets the certificate by ${transport}, and fails without one`,
      async ({ ports }) => {
        await using hInternet = session(transport);
        const expected = ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED;
        const port = ports[at]!;
        assertEquals(await rejectedCode(statusOf(hInternet, port)), expected);
        if (transport === "sockets") {
          for (const flags of FORGIVING) {
            assertEquals(
              await rejectedCode(statusOf(hInternet, port, flags)),
              expected,
            );
          }
        }
        const option = INTERNET_OPTION_CLIENT_CERT_CONTEXT;
        InternetSetOption(hInternet, option, fixture("localhost"));
        assertEquals(await statusOf(hInternet, port), 200);
      },
    );

    for (const name of ["expired", "unknown_ca"]) {
      tests.add(
        `openssl with ${version} refuses the certificate ${name} by ${transport}`,
        async ({ ports }) => {
          await using hInternet = session(transport);
          const option = INTERNET_OPTION_CLIENT_CERT_CONTEXT;
          InternetSetOption(hInternet, option, fixture(name));
          const error = await assertRejects(
            () => statusOf(hInternet, ports[at]!),
            InternetError,
            "does not accept the client certificate",
          );
          assertEquals(error.code, ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED);
        },
      );
    }
  }
}
