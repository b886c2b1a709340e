// Copyright 2026 the wininet authors. MIT license.

import { fileURLToPath } from "node:url";
import { deadline } from "@std/async";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import tls from "node:tls";
import {
  ERROR_ACCESS_DENIED,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_INVALID_CA,
  ERROR_INTERNET_SEC_CERT_CN_INVALID,
  ERROR_INTERNET_SEC_CERT_DATE_INVALID,
  ERROR_INTERNET_SEC_INVALID_CERT,
  ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
  InternetError,
} from "../../error.ts";
import {
  SECURITY_FLAG_IGNORE_CERT_CN_INVALID as NAME,
  SECURITY_FLAG_IGNORE_CERT_DATE_INVALID as DATE,
  SECURITY_FLAG_IGNORE_REVOCATION as REVOCATION,
  SECURITY_FLAG_IGNORE_UNKNOWN_CA as AUTHORITY,
  SECURITY_FLAG_IGNORE_WRONG_USAGE as USAGE,
} from "../../options.ts";
import { Certificate, isTrusted } from "../../_net/certificate.ts";
import { writeAll } from "../../_net/connection.ts";
import { streamOf } from "../../_net/duplex.ts";
import { turns } from "../helpers/turns.ts";
import { WireServer } from "../servers/wire_server.ts";
import { secureUpstream } from "../../_net/forgiving_tls.ts";
import type { Channel } from "../../_net/channel.ts";
import { fixture, pem } from "../helpers/certificates.ts";
import { outputOf } from "../helpers/programs.ts";
import { TcpServer, WireReader } from "../servers/tcp_server.ts";
import { hasOpenssl, opensslServer } from "../servers/faulty_servers.ts";

const fixtures = new URL("../tls/", import.meta.url);
const never = new AbortController().signal;

/**
 * A program cannot read the certificates that --cert adds; this list applies to
 * this test file only.
 */
(tls as unknown as Trust).setDefaultCACertificates([pem("ca.pem")]);

/** Members that are missing in the types of `node:tls`. */
interface Trust {
  setDefaultCACertificates(certificates: string[]): void;
}

function dial(port: number): Promise<Deno.TcpConn> {
  return Deno.connect({ hostname: "127.0.0.1", port });
}

/** A server that echoes; `received` contains all bytes that were sent to it. */
function echoServer(certificate: string): {
  server: TcpServer;
  received: () => number;
} {
  let received = 0;
  const server = new TcpServer(async (conn) => {
    const buffer = new Uint8Array(65536);
    for (;;) {
      const count = await conn.read(buffer);
      if (count === null) return;
      received += count;
      await writeAll(conn, buffer.subarray(0, count));
    }
  }, { tls: fixture(certificate), alpnProtocols: ["http/1.1"] });
  return { server, received: () => received };
}

async function readExactly(from: Channel, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size;) {
    const count = await from.read(bytes.subarray(at));
    assert(count !== null, "the connection ended early");
    at += count;
  }
  return bytes;
}

async function echo(upstream: Channel, text: string): Promise<string> {
  await writeAll(upstream, new TextEncoder().encode(text));
  return new TextDecoder().decode(await readExactly(upstream, text.length));
}

async function refused(promise: Promise<unknown>): Promise<InternetError> {
  return await assertRejects(() => promise, InternetError);
}

/** Counts the calls with which Deno might ask the user for a permission. */
function askingCalls(): { count: () => number } & Disposable {
  const { getCACertificates } = tls;
  let count = 0;
  const asks = () => {
    count++;
    throw new Deno.errors.NotCapable("denied");
  };
  Object.assign(tls, { getCACertificates: asks });
  const restore = () => void Object.assign(tls, { getCACertificates });
  return { count: () => count, [Symbol.dispose]: restore };
}

// The first test, because node:tls requests the permission only once.
Deno.test({
  name:
    "secureUpstream() needs a permission to ignore the dates only if they are wrong",
  permissions: { net: ["127.0.0.1"], read: true, sys: false },
  async fn() {
    await using good = echoServer("localhost").server;
    const connection = await dial(good.port);
    (await secureUpstream(connection, "localhost", DATE, never)).close();
    await using old = echoServer("expired").server;
    {
      using calls = askingCalls();
      const error = await refused(
        secureUpstream(await dial(old.port), "localhost", DATE, never),
      );
      assertEquals(error.code, ERROR_ACCESS_DENIED);
      assertStringIncludes(error.message, "--allow-sys");
      assertEquals(calls.count(), 0);
    }
    const third = await dial(old.port);
    (await secureUpstream(third, "localhost", DATE | AUTHORITY, never)).close();
  },
});

// ---- every certificate with every combination of flags ----

const CODES: [flag: number, name: string, code: number][] = [
  [AUTHORITY, "UNKNOWN_CA", ERROR_INTERNET_INVALID_CA],
  [DATE, "DATE", ERROR_INTERNET_SEC_CERT_DATE_INVALID],
  [USAGE, "WRONG_USAGE", ERROR_INTERNET_SEC_INVALID_CERT],
  [NAME, "CN", ERROR_INTERNET_SEC_CERT_CN_INVALID],
];

const CERTIFICATES: [name: string, faults: number][] = [
  ["localhost", 0],
  ["chained", 0],
  ["unknown_ca", AUTHORITY],
  ["self_signed", AUTHORITY],
  ["expired", DATE],
  ["notyet", DATE],
  ["wronghost", NAME],
  ["expired_wronghost", DATE | NAME],
  ["client_usage", USAGE],
];

/** All sets of the four flags except the empty one, and the flag that has no effect. */
const FLAG_SETS = [REVOCATION];
for (let set = 1; set < 16; set++) {
  FLAG_SETS.push(
    CODES.reduce((all, [flag], at) => set >> at & 1 ? all | flag : all, 0),
  );
}

function nameOf(flags: number): string {
  const names = CODES.filter(([flag]) => flags & flag).map(([, name]) => name);
  return names.join(" and ") || "REVOCATION";
}

for (const [certificate, faults] of CERTIFICATES) {
  for (const flags of FLAG_SETS) {
    const first = CODES.find(([flag]) => faults & ~flags & flag);
    const name = `secureUpstream() ${
      first ? "refuses" : "accepts"
    } ${certificate} when ${nameOf(flags)} is forgiven`;
    Deno.test(name, async () => {
      const { server, received } = echoServer(certificate);
      await using _ = server;
      const connecting = secureUpstream(
        await dial(server.port),
        "localhost",
        flags,
        never,
      );
      if (first === undefined) {
        const upstream = await connecting;
        assertEquals(await echo(upstream, "hello"), "hello");
        upstream.close();
      } else {
        assertEquals((await refused(connecting)).code, first[2]);
      }
      await server.allClosed();
      assertEquals(received(), first === undefined ? 5 : 0);
    });
  }
}

Deno.test("secureUpstream() reports the certificate error", async () => {
  const clock =
    "check the clock of this machine, or set SECURITY_FLAG_IGNORE_CERT_DATE_INVALID in INTERNET_OPTION_SECURITY_FLAGS";
  const cases: [certificate: string, flags: number, meaning: string][] = [
    ["expired", NAME, `it has expired; ${clock}`],
    ["expired", AUTHORITY, `it has expired; ${clock}`],
    ["notyet", NAME, `it is not valid yet; ${clock}`],
    ["notyet", AUTHORITY, `it is not valid yet; ${clock}`],
    [
      "wronghost",
      DATE,
      "it is for another host; use the name in it, or set SECURITY_FLAG_IGNORE_CERT_CN_INVALID in INTERNET_OPTION_SECURITY_FLAGS",
    ],
    [
      "client_usage",
      NAME,
      "it is not for servers; SECURITY_FLAG_IGNORE_WRONG_USAGE allows it",
    ],
    [
      "unknown_ca",
      DATE,
      "it is not signed by a trusted authority; trust the file of its authority with --cert, or set SECURITY_FLAG_IGNORE_UNKNOWN_CA in INTERNET_OPTION_SECURITY_FLAGS",
    ],
  ];
  for (const [certificate, flags, meaning] of cases) {
    await using server = echoServer(certificate).server;
    const connection = await dial(server.port);
    const error = await refused(
      secureUpstream(connection, "localhost", flags, never),
    );
    const start = `Cannot trust the certificate of "localhost": ${meaning} (`;
    assertEquals(error.message.slice(0, start.length), start);
  }
});

Deno.test("secureUpstream() compares an address with the addresses of the certificate", async () => {
  const cases: [certificate: string, host: string, code: number][] = [
    ["self_signed", "127.0.0.1", 0],
    ["self_signed", "0:0:0:0:0:0:0:1", 0],
    ["self_signed", "127.0.0.2", ERROR_INTERNET_SEC_CERT_CN_INVALID],
    ["self_signed", "::2", ERROR_INTERNET_SEC_CERT_CN_INVALID],
    ["wronghost", "127.0.0.1", ERROR_INTERNET_SEC_CERT_CN_INVALID],
  ];
  for (const [certificate, host, code] of cases) {
    await using server = echoServer(certificate).server;
    const connecting = secureUpstream(
      await dial(server.port),
      host,
      AUTHORITY,
      never,
    );
    if (code === 0) (await connecting).close();
    else assertEquals((await refused(connecting)).code, code);
  }
});

Deno.test("secureUpstream() uses rustls first if dates are ignored", async () => {
  for (
    const [certificate, count] of [["localhost", 1], ["expired", 2]] as const
  ) {
    await using server = echoServer(certificate).server;
    const connection = await dial(server.port);
    const upstream = await secureUpstream(connection, "localhost", DATE, never);
    assertEquals(server.connections, count);
    upstream.close();
  }
});

Deno.test("secureUpstream() reports that the second connection cannot be made", async () => {
  await using server = echoServer("expired").server;
  const connection = await dial(server.port);
  const error = await refused(
    secureUpstream(connection, "localhost", DATE, never, () => {
      throw new InternetError(ERROR_INTERNET_CANNOT_CONNECT, "No");
    }),
  );
  assertEquals(error.code, ERROR_INTERNET_CANNOT_CONNECT);
});

Deno.test("secureUpstream() ends if the signal aborts while it connects again", async () => {
  await using server = echoServer("expired").server;
  const controller = new AbortController();
  const reason = new Error("enough");
  const connecting = secureUpstream(
    await dial(server.port),
    "localhost",
    DATE,
    controller.signal,
    () => {
      controller.abort(reason);
      return dial(server.port);
    },
  );
  assertEquals(await connecting.catch((error) => error), reason);
  await server.allClosed();
});

Deno.test("secureUpstream() reports that the server does not accept a second connection", async () => {
  const listener = Deno.listenTls({
    hostname: "127.0.0.1",
    port: 0,
    ...fixture("expired"),
  });
  const connection = await dial(listener.addr.port);
  const accepted = await listener.accept();
  listener.close();
  const [error] = await Promise.all([
    refused(secureUpstream(connection, "localhost", DATE, never)),
    accepted.handshake().catch(() => {}),
  ]);
  accepted.close();
  assertEquals(error.code, ERROR_INTERNET_CANNOT_CONNECT);
  assert(error.cause instanceof Deno.errors.ConnectionRefused);
});

// ---- data ----

for (
  const [way, flags] of [["rustls", NAME], ["node:tls", AUTHORITY]] as const
) {
  Deno.test(`secureUpstream() transfers 1 MiB in both directions through ${way}`, async () => {
    await using server = echoServer("localhost").server;
    const upstream = await secureUpstream(
      await dial(server.port),
      "localhost",
      flags,
      never,
    );
    const sent = new Uint8Array(1048576).map((_, at) => at * 7 + (at >> 8));
    const [back] = await Promise.all([
      readExactly(upstream, sent.length),
      writeAll(upstream, sent),
    ]);
    assertEquals(back, sent);
    upstream.close();
  });

  Deno.test(`secureUpstream() reads to the end through ${way}`, async () => {
    await using server = new TcpServer(async (conn) => {
      await writeAll(conn, new Uint8Array(100000));
    }, { tls: fixture("localhost") });
    const upstream = await secureUpstream(
      await dial(server.port),
      "localhost",
      flags,
      never,
    );
    assertEquals((await readExactly(upstream, 100000)).length, 100000);
    assertEquals(await upstream.read(new Uint8Array(1)), null);
    upstream.close();
  });

  Deno.test(`secureUpstream() stops writing through ${way} while the server does not read`, async () => {
    const mayRead = Promise.withResolvers<void>();
    let received = 0;
    await using server = new TcpServer(async (conn) => {
      await mayRead.promise;
      received = await new WireReader(conn).discardToEnd();
    }, { tls: fixture("localhost") });
    const upstream = await secureUpstream(
      await dial(server.port),
      "localhost",
      flags,
      never,
    );
    const size = 64 * 1048576;
    let written = 0;
    const writing = (async () => {
      const chunk = new Uint8Array(262144);
      while (written < size) {
        await writeAll(upstream, chunk);
        written += chunk.length;
      }
    })();
    // A round trip on another connection gives the writer enough time.
    await using other = echoServer("localhost").server;
    const second = await secureUpstream(
      await dial(other.port),
      "localhost",
      flags,
      never,
    );
    let before = -1;
    while (before !== written) {
      before = written;
      for (let turn = 0; turn < 20; turn++) await echo(second, "turn");
    }
    assert(written < size, `${written} bytes were taken`);
    second.close();
    mayRead.resolve();
    await writing;
    upstream.close();
    await server.allClosed();
    assert(received <= size);
  });

  Deno.test(`secureUpstream() ends pending calls through ${way} when it is closed`, async () => {
    await using server = echoServer("localhost").server;
    const upstream = await secureUpstream(
      await dial(server.port),
      "localhost",
      flags,
      never,
    );
    const reading = assertRejects(() => upstream.read(new Uint8Array(1)));
    upstream.close();
    await reading;
    await assertRejects(() => upstream.read(new Uint8Array(1)));
    await assertRejects(() => upstream.write(new Uint8Array(1)));
    await server.allClosed();
  });

  Deno.test(`secureUpstream() ends closeWrite() through ${way} after a reset`, async () => {
    await using server = new WireServer(async (wire) => {
      await wire.write("half");
      await wire.reset();
    }, { tls: true });
    const upstream = await secureUpstream(
      await dial(server.port),
      "localhost",
      flags,
      never,
    );
    await assertRejects(() => readExactly(upstream, 5));
    // The node:tls socket is destroyed some turns later.
    await turns(50);
    await deadline(Promise.allSettled([upstream.closeWrite()]), 10_000);
    upstream.close();
  });

  // ---- failures ----

  Deno.test(`secureUpstream() through ${way} ends if the signal aborts in the handshake`, async () => {
    await using server = new TcpServer((conn) =>
      new WireReader(conn).peerClosed()
    );
    const controller = new AbortController();
    const connecting = secureUpstream(
      await dial(server.port),
      "localhost",
      flags,
      controller.signal,
    );
    await server.accepted(1);
    const reason = new Error("enough");
    controller.abort(reason);
    assertEquals(await connecting.catch((error) => error), reason);
    // Deno keeps the socket of an unfinished Deno.startTls() open until the
    // server responds.
    if (way === "node:tls") await server.allClosed();
  });

  Deno.test(`secureUpstream() through ${way} closes the connection if the signal has aborted`, async () => {
    await using server = new TcpServer((conn) =>
      new WireReader(conn).peerClosed()
    );
    const connection = await dial(server.port);
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    const connecting = secureUpstream(connection, "localhost", flags, signal);
    assertEquals(await connecting.catch((error) => error), reason);
    await server.allClosed();
  });

  Deno.test(`secureUpstream() through ${way} fails if the server does not use TLS`, async () => {
    await using server = new TcpServer(async (conn) => {
      await writeAll(conn, new TextEncoder().encode("220 Welcome\r\n"));
      await new WireReader(conn).peerClosed();
    });
    const connection = await dial(server.port);
    const error = await refused(
      secureUpstream(connection, "localhost", flags, never),
    );
    assertEquals(error.code, ERROR_INTERNET_SECURITY_CHANNEL_ERROR);
    assert(error.cause instanceof Error);
    await server.allClosed();
  });

  for (
    const [how, read] of [["immediately", 0], ["in the handshake", 1]] as const
  ) {
    Deno.test(`secureUpstream() through ${way} fails if the server closes ${how}`, async () => {
      await using server = new TcpServer(async (conn) => {
        if (read > 0) await new WireReader(conn).readSome();
      });
      const connection = await dial(server.port);
      const error = await refused(
        secureUpstream(connection, "localhost", flags, never),
      );
      assertEquals(error.code, ERROR_INTERNET_SECURITY_CHANNEL_ERROR);
    });
  }
}

async function connectLoosely(
  port: number,
  options: tls.ConnectionOptions,
): Promise<tls.TLSSocket> {
  const socket = tls.connect({
    socket: streamOf(await dial(port)),
    servername: "localhost",
    rejectUnauthorized: false,
    ...options,
  });
  await new Promise((resolve, reject) => {
    socket.once("secureConnect", resolve);
    socket.once("error", reject);
  });
  return socket;
}

Deno.test("secureUpstream() leaves no session to other users of node:tls", async () => {
  await using server = echoServer("self_signed").server;
  const upstream = await secureUpstream(
    await dial(server.port),
    "localhost",
    AUTHORITY,
    never,
  );
  assertEquals(
    await echo(upstream, "tickets come before this"),
    "tickets come before this",
  );
  const first = await connectLoosely(server.port, { ca: [] });
  const session = first.getSession()!; // The session only names the host: Deno keeps the tickets.
  const second = await connectLoosely(server.port, { session });
  // A resumed session would be treated as authorized.
  assertEquals([second.isSessionReused(), second.authorized], [false, false]);
  first.destroy();
  second.destroy();
  upstream.close();
  await server.allClosed();
});

// ---- certificates created by openssl, some of them unsafe ----

class TemporaryFolder implements Disposable {
  readonly path = Deno.makeTempDirSync();

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

async function run(folder: string, ...args: string[]): Promise<void> {
  await outputOf("openssl", args, { cwd: folder });
}

/**
 * Makes `leaf.pem` and `leaf.key`, signed by the CA of the fixtures or by
 * another one in this directory.
 */
async function makeLeaf(
  folder: string,
  extensions: string,
  by: string = fileURLToPath(new URL("ca", fixtures)),
  name = "leaf",
  ...more: string[]
): Promise<void> {
  await run(
    folder,
    "req",
    "-new",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-keyout",
    `${name}.key`,
    "-out",
    "leaf.csr",
    "-subj",
    `/CN=${name}`,
  );
  await Deno.writeTextFile(`${folder}/leaf.ext`, extensions);
  await run(
    folder,
    "x509",
    "-req",
    "-in",
    "leaf.csr",
    "-CA",
    `${by}.pem`,
    "-CAkey",
    `${by}.key`,
    "-set_serial",
    "4711",
    "-days",
    "30",
    "-out",
    `${name}.pem`,
    ...(extensions ? ["-extfile", "leaf.ext"] : []),
    ...more,
  );
}

function readDer(file: string): Uint8Array<ArrayBuffer> {
  const text = Deno.readTextFileSync(file);
  const [, base64 = ""] = /-----BEGIN [A-Z ]+-----([^-]+)-----END/.exec(text)!;
  return Uint8Array.fromBase64(base64.replace(/\s/g, ""));
}

/** Writes a key whose public part matches the certificate and whose private part does not. */
function breakKey(from: string, to: string): void {
  const der = readDer(from);
  const at = der.toHex().indexOf("0201010420") / 2 + 5;
  der[at + 31]! ^= 1;
  Deno.writeTextFileSync(
    to,
    `-----BEGIN PRIVATE KEY-----\n${der.toBase64()}\n-----END PRIVATE KEY-----\n`,
  );
}

/** Runs `openssl s_server`, which accepts such a key. */
async function withServer(
  folder: string,
  args: string[],
  use: (port: number) => Promise<void>,
): Promise<void> {
  await using server = await opensslServer(["-naccept", "2", ...args], folder);
  await use(server.port);
}

const ignore = !hasOpenssl();

for (const version of ["-tls1_2", "-tls1_3"]) {
  for (const flags of [NAME, DATE, AUTHORITY, DATE | NAME | AUTHORITY]) {
    Deno.test({
      name:
        `secureUpstream() refuses a server without the key of its certificate (${version}) when ${
          nameOf(flags)
        } is forgiven`,
      ignore,
      async fn() {
        using temporary = new TemporaryFolder();
        const folder = temporary.path;
        const name = flags === DATE ? "expired" : "localhost";
        breakKey(
          fileURLToPath(new URL(`../tls/${name}.key`, import.meta.url)),
          `${folder}/broken.key`,
        );
        const cert = fileURLToPath(
          new URL(`../tls/${name}.pem`, import.meta.url),
        );
        const args = ["-cert", cert, "-key", "broken.key", version];
        await withServer(folder, args, async (port) => {
          const error = await refused(
            secureUpstream(await dial(port), "localhost", flags, never),
          );
          assertEquals(error.code, ERROR_INTERNET_SEC_INVALID_CERT);
          assert(error.message.includes("did not prove that it has the key"));
        });
      },
    });
  }
}

Deno.test({
  name:
    "secureUpstream() refuses a certificate of version 1, whose key node:tls does not check",
  ignore,
  async fn() {
    using temporary = new TemporaryFolder();
    const folder = temporary.path;
    await makeLeaf(folder, "");
    breakKey(`${folder}/leaf.key`, `${folder}/broken.key`);
    const args = ["-cert", "leaf.pem", "-key", "broken.key"];
    await withServer(folder, args, async (port) => {
      const flags = AUTHORITY | DATE | NAME | USAGE;
      const error = await refused(
        secureUpstream(await dial(port), "localhost", flags, never),
      );
      assertEquals(error.code, ERROR_INTERNET_SEC_INVALID_CERT);
      assert(error.cause instanceof SyntaxError);
    });
  },
});

Deno.test({
  name: "Certificate.isFor() matches a wildcard with one label",
  ignore,
  async fn() {
    using temporary = new TemporaryFolder();
    const folder = temporary.path;
    await makeLeaf(
      folder,
      "subjectAltName=DNS:*.Example.org,DNS:*.org,DNS:a*.example.net,DNS:plain.test,IP:2001:db8::1",
    );
    const certificate = new Certificate(readDer(`${folder}/leaf.pem`));
    const hosts = [
      "www.example.org",
      "WWW.example.ORG",
      "plain.test",
      "plain.test.",
      "2001:db8:0::0:1",
    ];
    for (const host of hosts) assert(certificate.isFor(host), host);
    const others = [
      "a.b.example.org",
      "example.org",
      ".example.org",
      "ab.example.net",
      "leaf",
      "www.plain.test",
      "2001:db8::2",
      "1.2.3.4",
      "",
    ];
    for (const host of others) assert(!certificate.isFor(host), host);
  },
});

const ANY = { now: null, usage: false };

/** Reasons why an authority cannot be the issuer of `leaf.pem`; the first line is valid. */
const AUTHORITIES: [what: string, extensions: string, trusted: boolean][] = [
  ["is an authority", "basicConstraints=critical,CA:TRUE", true],
  [
    "may sign certificates",
    "basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign",
    true,
  ],
  ["is no authority", "basicConstraints=critical,CA:FALSE", false],
  ["does not say what it is", "subjectKeyIdentifier=hash", false],
  [
    "may not sign certificates",
    "basicConstraints=critical,CA:TRUE\nkeyUsage=cRLSign",
    false,
  ],
  [
    "is limited to some names",
    "basicConstraints=critical,CA:TRUE\nnameConstraints=permitted;DNS:localhost",
    false,
  ],
  [
    "has an unknown critical extension",
    "basicConstraints=critical,CA:TRUE\n1.2.3.4=critical,DER:0500",
    false,
  ],
];

for (const [what, extensions, trusted] of AUTHORITIES) {
  Deno.test({
    name: `isTrusted() ${
      trusted ? "follows" : "does not follow"
    } a certificate that ${what}`,
    ignore,
    async fn() {
      using temporary = new TemporaryFolder();
      const folder = temporary.path;
      await makeLeaf(folder, extensions, undefined, "middle");
      await makeLeaf(folder, "subjectAltName=DNS:localhost", "middle");
      const middle = new Certificate(readDer(`${folder}/middle.pem`));
      const leaf = new Certificate(readDer(`${folder}/leaf.pem`));
      const root = new Certificate(
        readDer(fileURLToPath(new URL("ca.pem", fixtures))),
      );
      assertEquals(isTrusted(leaf, [leaf, middle], [root], ANY), trusted);
      assertEquals(isTrusted(leaf, [leaf], [root], ANY), false);
    },
  });
}

Deno.test({
  name:
    "isTrusted() checks path length, dates, usage, and weak and wrong signatures",
  ignore,
  async fn() {
    using temporary = new TemporaryFolder();
    const folder = temporary.path;
    const load = (name: string) =>
      new Certificate(readDer(`${folder}/${name}.pem`));
    const root = new Certificate(
      readDer(fileURLToPath(new URL("ca.pem", fixtures))),
    );
    await makeLeaf(
      folder,
      "basicConstraints=critical,CA:TRUE,pathlen:0\nextendedKeyUsage=clientAuth",
      undefined,
      "high",
    );
    await makeLeaf(folder, "basicConstraints=critical,CA:TRUE", "high", "low");
    await makeLeaf(folder, "subjectAltName=DNS:localhost", "low");
    assertEquals(
      isTrusted(load("leaf"), [load("low"), load("high")], [root], ANY),
      false,
    );
    await makeLeaf(folder, "subjectAltName=DNS:localhost", "high");
    const [leaf, high] = [load("leaf"), load("high")];
    assertEquals(isTrusted(leaf, [high], [root], ANY), true);
    assertEquals(
      isTrusted(leaf, [high], [root], { now: Date.now(), usage: false }),
      true,
    );
    assertEquals(
      isTrusted(leaf, [high], [root], {
        now: Date.now() + 40 * 86400000,
        usage: false,
      }),
      false,
    );
    assertEquals(
      isTrusted(leaf, [high], [root], { now: null, usage: true }),
      false,
    );
    await makeLeaf(
      folder,
      "subjectAltName=DNS:localhost",
      undefined,
      "leaf",
      "-sha1",
    );
    assertEquals(isTrusted(load("leaf"), [], [root], ANY), false);
    await makeLeaf(folder, "subjectAltName=DNS:localhost");
    assertEquals(isTrusted(load("leaf"), [], [root], ANY), true);
    const der = readDer(`${folder}/leaf.pem`);
    der[der.length - 1]! ^= 1;
    assertEquals(isTrusted(new Certificate(der), [], [root], ANY), false);
  },
});

Deno.test("Certificate() refuses a certificate that is truncated anywhere or followed by other bytes", () => {
  const der = readDer(
    fileURLToPath(new URL("../tls/localhost.pem", import.meta.url)),
  );
  for (let end = 0; end < der.length; end++) {
    let error: unknown;
    try {
      new Certificate(der.subarray(0, end));
    } catch (thrown) {
      error = thrown;
    }
    assert(error instanceof SyntaxError, `cut at ${end}`);
  }
  let error: unknown;
  try {
    new Certificate(new Uint8Array([...der, 0]));
  } catch (thrown) {
    error = thrown;
  }
  assert(error instanceof SyntaxError);
});
