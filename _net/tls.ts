// Copyright 2026 the wininet authors. MIT license.

/**
 * TLS by rustls (`Deno.startTls`): the fast way, which checks the certificate by
 * itself. `forgiving_tls.ts` does what rustls cannot.
 *
 * Deno keeps the socket of an abandoned handshake until the server sends
 * something or closes it (measured on 2.9.6: nothing that a program can call ends it
 * sooner). So a server that has left a handshake unanswered gets those of the next
 * ten minutes from `node:tls`, which can be closed: it holds one socket of ours in
 * that time.
 *
 * @module
 */

import { caCerts, certificatesIn } from "./authorities.ts";
import { forgives, handshakeError, WRONG_NAME } from "./certificate_fault.ts";
import type { InternetError } from "../error.ts";
import type { CERT_CONTEXT } from "../structures.ts";
import { badParameter } from "../_base/failure.ts";
import type { NodeTls } from "../_options/client_certificate.ts";
import type { Channel } from "./channel.ts";
import { close, keepAlive } from "./connection.ts";
import { joinHostPort } from "./dial.ts";
import { orEnd } from "./tls_handshake.ts";

/** The protocols that HTTP offers in a TLS handshake. */
export const HTTP_ALPN: readonly string[] = ["http/1.1"];

/** The most servers that are remembered, and the milliseconds of remembering. */
const MAX_SILENT = 1000;
const MEMORY = 600_000;

/** The servers that have left a handshake unanswered, and the end of remembering that. */
const silentServers = new Map<string, number>();

function isSilent(server: string): boolean {
  const until = silentServers.get(server);
  if (until === undefined) return false;
  if (performance.now() < until) return true;
  silentServers.delete(server);
  return false;
}

function rememberSilence(server: string): void {
  if (silentServers.size >= MAX_SILENT) {
    silentServers.delete(silentServers.keys().next().value!);
  }
  silentServers.set(server, performance.now() + MEMORY);
}

/**
 * Does TLS on a connection and checks the certificate.
 *
 * @param connection Owned by this function, which closes it if it fails.
 * @param host The name or address that the certificate must be for.
 * @param forgiven SECURITY_FLAG_IGNORE_* bits; rustls can forgive a wrong name only.
 * @param signal Ends the attempt, with its reason.
 * @param alpn The protocols that are offered.
 * @param nodeTls The demands that need `node:tls`, `null` for none.
 * @throws {InternetError} As `secureUpstream`.
 */
export async function secureStrictly(
  connection: Deno.TcpConn,
  host: string,
  forgiven: number,
  signal: AbortSignal,
  alpn: readonly string[],
  nodeTls: NodeTls | null = null,
): Promise<Channel> {
  const { hostname, port } = connection.remoteAddr;
  // In a tunnel the address is that of the proxy.
  const server = `${host} ${joinHostPort(hostname, port)}`;
  // A peer that is gone must not hold the socket for ever.
  keepAlive(connection);
  if (nodeTls !== null || (forgiven === 0 && isSilent(server))) {
    const { secureClosably } = await import("./closable_tls.ts");
    return await secureClosably(
      connection,
      host,
      signal,
      alpn,
      forgiven,
      nodeTls,
    );
  }
  let current: { close(): void } = connection;
  const end = () => {
    if (signal.aborted) rememberSilence(server);
    close(current);
  };
  return await orEnd(signal, end, async () => {
    try {
      const secure = await Deno.startTls(connection, {
        hostname: host,
        alpnProtocols: [...alpn],
        caCerts: caCerts(),
        unsafelyDisableHostnameVerification: forgives(forgiven, WRONG_NAME),
      });
      current = secure;
      if (signal.aborted) close(secure);
      await secure.handshake();
      return secure;
    } catch (error) {
      throw handshakeError(host, error);
    }
  });
}

/**
 * Checks that a client certificate, its chain and its key can be read and used, and belong
 * together. It is called before a connection is made or taken from a pool: without the
 * right key, nothing may use a connection that somebody else has authenticated.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER.
 */
export async function checkCertificate(nodeTls: NodeTls | null): Promise<void> {
  const certificate = nodeTls?.certificate ?? null;
  if (certificate === null || certificate.isChecked) return;
  const { createPrivateKey, X509Certificate } = await import("node:crypto");
  const { cert, key } = certificate.pem;
  const chain = readable(
    "cert",
    () => certificatesIn(cert).map((one) => new X509Certificate(one)),
  );
  const [own] = chain;
  if (own === undefined) throw unreadable("cert");
  const ownKey = readable("key", () => createPrivateKey(keyIn(key)));
  if (!own.checkPrivateKey(ownKey)) {
    throw unusable('"key" is not the key of the first certificate in "cert"');
  }
  if (!canUse(certificate.pem)) throw unusable(BEYOND_TLS);
  certificate.identify(chain.map((one) => one.fingerprint256));
}

const BEYOND_TLS =
  'TLS cannot use "key"; it can use RSA with 2048 bits or more, the curves P-256, P-384 and P-521, and Ed25519';

/** Returns true if rustls can use a certificate and its key; `node:tls` would go on without them. */
function canUse(pem: CERT_CONTEXT): boolean {
  try {
    Deno.createHttpClient({ ...pem }).close();
    return true;
  } catch {
    return false;
  }
}

const KEY_REGEXP =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----.+?-----END [A-Z ]*PRIVATE KEY-----/s;

/** Returns the key of a text, which may have certificates, too: `node:crypto` does not look for it. */
function keyIn(text: string): string {
  return KEY_REGEXP.exec(text)?.[0] ?? text;
}

/** The cause is omitted, because it may quote the key. */
function readable<Value>(member: keyof CERT_CONTEXT, read: () => Value): Value {
  try {
    return read();
  } catch {
    throw unreadable(member);
  }
}

const FORMS: Readonly<Record<keyof CERT_CONTEXT, string>> = {
  cert: "certificates in PEM",
  key: "PEM without a password",
};

function unreadable(member: keyof CERT_CONTEXT): InternetError {
  return unusable(`"${member}" cannot be read; it must be ${FORMS[member]}`);
}

function unusable(why: string): InternetError {
  return badParameter(
    `Cannot use INTERNET_OPTION_CLIENT_CERT_CONTEXT: ${why}`,
  );
}
