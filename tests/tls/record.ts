// Copyright 2026 the wininet authors. MIT license.

/**
 * Records what `fetch` and `openssl s_server` say to each other over TLS, for
 * tests/_http/tls_records_test.ts: two requests on one connection.
 *
 *     deno run -A --cert=tests/tls/ca.pem tests/tls/record.ts > tests/data/tls_records.json
 *
 * @module
 */

const FOLDER = new URL("./", import.meta.url).pathname;

/** What s_server is told, by the name of the recording. */
const RECORDINGS: Record<string, string[]> = {
  "TLS 1.3 AES-128-GCM": [
    "-tls1_3",
    "-ciphersuites",
    "TLS_AES_128_GCM_SHA256",
  ],
  "TLS 1.2 AES-128-GCM": [
    "-tls1_2",
    "-cipher",
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256",
  ],
  "TLS 1.2 ChaCha20-Poly1305": [
    "-tls1_2",
    "-cipher",
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305",
  ],
};

/** Texts of the two answers; the second one comes in two records. */
const ANSWERS: string[][] = [
  ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst"],
  ["HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", "the second"],
];

/** One piece of a conversation. */
interface Spoken {
  from: "client" | "server";
  base64: string;
}

async function pump(
  from: Deno.Conn,
  to: Deno.Conn,
  name: Spoken["from"],
  log: Spoken[],
): Promise<void> {
  for await (const bytes of from.readable) {
    log.push({ from: name, base64: bytes.toBase64() });
    let rest: Uint8Array = bytes;
    while (rest.length > 0) rest = rest.subarray(await to.write(rest));
  }
}

async function record(flags: string[]): Promise<unknown> {
  const port = freePort();
  const server = new Deno.Command("openssl", {
    args: [
      ...["s_server", "-quiet", "-accept", String(port), ...flags],
      ...["-cert", `${FOLDER}localhost.pem`, "-key", `${FOLDER}localhost.key`],
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const upstream = await connect(port);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const log: Spoken[] = [];
  const piping = listener.accept().then((conn) =>
    Promise.all([
      pump(conn, upstream, "client", log),
      pump(upstream, conn, "server", log),
    ])
  );
  const client = Deno.createHttpClient({ http2: false });
  const heads = await talk(server, client, listener.addr.port);
  // Without the alerts of the end.
  const spoken = [...log];
  client.close();
  listener.close();
  server.kill();
  await Promise.allSettled([piping, server.status]);
  return {
    requests: heads,
    answers: ANSWERS.map((a) => a.join("")),
    log: spoken,
  };
}

async function talk(
  server: Deno.ChildProcess,
  client: Deno.HttpClient,
  port: number,
): Promise<string[]> {
  const input = server.stdin.getWriter();
  const output = server.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const heads: string[] = [];
  for (const [index, parts] of ANSWERS.entries()) {
    const asked = fetch(`https://localhost:${port}/${index}`, { client });
    let head = "";
    while (!head.endsWith("\r\n\r\n")) head += (await output.read()).value;
    heads.push(head);
    for (const part of parts) {
      await input.write(new TextEncoder().encode(part));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await (await asked).text();
  }
  return heads;
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function connect(port: number): Promise<Deno.TcpConn> {
  for (;;) {
    try {
      return await Deno.connect({ hostname: "127.0.0.1", port });
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

if (import.meta.main) {
  const recordings: Record<string, unknown> = {};
  for (const [name, flags] of Object.entries(RECORDINGS)) {
    recordings[name] = await record(flags);
  }
  await Deno.stdout.write(
    new TextEncoder().encode(JSON.stringify(recordings, null, 2) + "\n"),
  );
  Deno.exit();
}
