// Copyright 2026 the wininet authors. MIT license.

/**
 * TLS for requests that ignore some errors in the server's certificate: those
 * that their SECURITY_FLAG_IGNORE_* bits name, for this connection only.
 * `fetch` cannot do this, so such requests always use sockets.
 *
 * There are three methods, from the strongest to the weakest:
 *
 * 1. Only the name is ignored, or nothing that is checked: rustls checks
 *    everything else (`Deno.startTls`).
 * 2. The dates or the usage are ignored: rustls cannot do that, but it is tried
 *    first. If it finds no error, its connection is used. If it finds an error
 *    that is not ignored, the request fails with it. If it finds an ignored
 *    error, a second connection is made with `node:tls`, and `certificate.ts`
 *    checks everything that is not ignored. For this the program needs
 *    `--allow-sys`, to read the list of trusted authorities. The list is that
 *    of `node:tls`: it includes the authorities that NODE_EXTRA_CA_CERTS (with
 *    `--allow-env`) and `tls.setDefaultCACertificates()` add, and those in the
 *    file of DENO_CERT if the program may read it (`--allow-env`,
 *    `--allow-read`). It does not include those of `--cert`, because no program
 *    can read them, and the error message states that; DENO_TLS_CA_STORE does
 *    not change the list. If a second connection is not possible (FTP),
 *    `node:tls` is used immediately.
 * 3. The authority is ignored: `node:tls` is used, and the server's own
 *    certificate is checked for the errors that are not ignored. The identity
 *    of the server is not verified.
 *
 * With the second and third methods, too, the server must prove that it has the
 * key of its certificate. `node:tls` with `rejectUnauthorized: false` checks
 * that signature (measured on Deno 2.9.6, TLS 1.2 and 1.3, with servers that
 * have another key), except for certificates that rustls cannot parse; these
 * are rejected here. Other connections do not resume the sessions of these
 * connections, nor these connections those of others: a separate list of
 * authorities, even an empty one, keeps them apart.
 *
 * Errors are checked in this order: authority, dates, usage, name. With the
 * first two methods rustls decides, and it checks the dates and the usage
 * first.
 *
 * Differences: revocation is never checked, so ignoring it changes nothing. If
 * the authority is ignored, the dates of the server's own certificate are
 * checked, and those of other certificates are ignored. Certificates of version
 * 1 are never accepted.
 *
 * @module
 */

import { isIP } from "node:net";
import tls, { type TLSSocket } from "node:tls";
import { ERROR_ACCESS_DENIED, InternetError } from "../error.ts";
import {
  SECURITY_FLAG_IGNORE_CERT_DATE_INVALID,
  SECURITY_FLAG_IGNORE_UNKNOWN_CA,
  SECURITY_FLAG_IGNORE_WRONG_USAGE,
} from "../options.ts";
import { hasFlag } from "../_base/bits.ts";
import { defaultAuthorities } from "./node_authorities.ts";
import { Certificate, isTrusted } from "./certificate.ts";
import {
  type CertificateFault,
  EXPIRED,
  forgives,
  handshakeError,
  INVALID,
  mayNeedCertificate,
  missedCertificate,
  NOT_VALID_YET,
  OLD_AUTHORITY,
  UNREADABLE_AUTHORITY,
  UntrustedError,
  WRONG_NAME,
  WRONG_USAGE,
} from "./certificate_fault.ts";
import type { Channel } from "./channel.ts";
import { secureClosably } from "./closable_tls.ts";
import { connectFailure, connectToAddress, joinHostPort } from "./dial.ts";
import type { NodeTls } from "../_options/client_certificate.ts";
import { HTTP_ALPN, secureStrictly } from "./tls.ts";
import { sentCertificates } from "./tls_facts.ts";
import { handshake, orEnd } from "./tls_handshake.ts";
import { HelloWatch } from "./tls_hello.ts";
import { SocketConnection, streamOf } from "./duplex.ts";
import { permitted } from "./permission.ts";

/** The errors that rustls cannot ignore. */
const BEYOND_RUSTLS = SECURITY_FLAG_IGNORE_CERT_DATE_INVALID |
  SECURITY_FLAG_IGNORE_WRONG_USAGE;

/** Makes the same TCP connection again. */
export type Redial = (signal: AbortSignal) => Promise<Deno.TcpConn>;

/**
 * Performs the TLS handshake on a connection, and ignores some certificate
 * errors.
 *
 * @param connection The TCP connection. This function owns it, and closes it on
 * failure.
 * @param host A name, or an address without brackets.
 * @param forgiven SECURITY_FLAG_IGNORE_* bits.
 * @param signal Ends the attempt, which then fails with the reason of the
 * signal.
 * @param redial Makes a second connection after rustls has closed the first one
 * because of an ignored error, or perhaps because a client certificate was
 * missing; `null` if that is not possible.
 * @param alpn The protocols that are offered.
 * @param nodeTls The settings that need `node:tls`, or `null` if there are
 * none.
 * @throws {InternetError} ERROR_INTERNET_INVALID_CA,
 * ERROR_INTERNET_SEC_CERT_DATE_INVALID, ERROR_INTERNET_SEC_CERT_CN_INVALID,
 * ERROR_INTERNET_SEC_INVALID_CERT, ERROR_INTERNET_SECURITY_CHANNEL_ERROR, or
 * ERROR_ACCESS_DENIED without permission.
 */
export async function secureUpstream(
  connection: Deno.TcpConn,
  host: string,
  forgiven: number,
  signal: AbortSignal,
  redial: Redial | null = redialTo(connection.remoteAddr, host),
  alpn: readonly string[] = HTTP_ALPN,
  nodeTls: NodeTls | null = null,
): Promise<Channel> {
  const loosely = (
    given: Deno.TcpConn,
    roots: readonly Certificate[] | null,
  ) => secureLoosely(given, host, forgiven, roots, signal, alpn, nodeTls);
  if (hasFlag(forgiven, SECURITY_FLAG_IGNORE_UNKNOWN_CA)) {
    return await loosely(connection, null);
  }
  const isAlone = redial === null || nodeTls !== null;
  if (isAlone && (forgiven & BEYOND_RUSTLS) !== 0) {
    return await loosely(connection, trustedRoots(host));
  }
  try {
    return await secureStrictly(
      connection,
      host,
      forgiven,
      signal,
      alpn,
      nodeTls,
    );
  } catch (error) {
    if (!isAlone && mayNeedCertificate(error)) {
      const second = await redial(signal);
      return await secureClosably(second, host, signal, alpn, forgiven);
    }
    if (!(error instanceof UntrustedError) || !error.isForgiven(forgiven)) {
      throw error;
    }
    // A wrong name that is ignored is not reported here: rustls has not checked
    // the name.
    const roots = trustedRoots(host);
    const second = await redial!(signal);
    return await loosely(second, roots);
  }
}

/**
 * Performs the TLS handshake with `node:tls`, which accepts everything, and
 * then checks the certificate.
 */
async function secureLoosely(
  connection: Deno.TcpConn,
  host: string,
  forgiven: number,
  roots: readonly Certificate[] | null,
  signal: AbortSignal,
  alpn: readonly string[],
  nodeTls: NodeTls | null,
): Promise<Channel> {
  const certificate = nodeTls?.certificate ?? null;
  const hello = new HelloWatch();
  const below = streamOf(connection, (bytes) => hello.take(bytes));
  let upstream: SocketConnection | null = null;
  const end = () => upstream === null ? below.destroy() : upstream.close();
  return await orEnd(signal, end, async () => {
    const socket = tls.connect({
      socket: below,
      servername: isIP(host) === 0 ? host : "",
      ALPNProtocols: [...alpn],
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      // Without it, sessions would be shared with all other users of node:tls.
      ca: [],
      ...certificate?.pem,
    });
    upstream = new SocketConnection(socket, below);
    await handshake(socket, below).catch((error) => {
      throw missedCertificate(
        host,
        handshakeError(host, error),
        hello.asks && certificate === null,
      );
    });
    const fault = findFault(readSent(socket, host), host, forgiven, roots);
    if (fault !== null) throw new UntrustedError(host, fault);
    return upstream;
  });
}

/** Reads the certificates that the server sent; its own is the first. */
function readSent(socket: TLSSocket, host: string): Certificate[] {
  try {
    const [own, ...others] = sentCertificates(socket);
    if (own === undefined) {
      throw new SyntaxError("The server sent no certificate");
    }
    return [new Certificate(own), ...readAll(others)];
  } catch (error) {
    throw new UntrustedError(host, INVALID, error);
  }
}

/**
 * Parses certificates, and omits those that cannot be parsed: if one is needed,
 * the check fails later.
 */
function readAll(ders: readonly Uint8Array[]): Certificate[] {
  return ders.flatMap((der) => {
    try {
      return [new Certificate(der)];
    } catch {
      return [];
    }
  });
}

/**
 * Returns the first error that is not ignored; `roots` is `null` if the
 * authority is ignored.
 */
function findFault(
  sent: readonly Certificate[],
  host: string,
  forgiven: number,
  roots: readonly Certificate[] | null,
): CertificateFault | null {
  const own = sent[0]!;
  const now = Date.now();
  const rules = {
    now: forgives(forgiven, EXPIRED) ? null : now,
    usage: !forgives(forgiven, WRONG_USAGE),
  };
  const passes = (some: Partial<typeof rules>) =>
    roots === null ||
    isTrusted(own, sent, roots, { now: null, usage: false, ...some });
  if (!passes({})) return UNREADABLE_AUTHORITY;
  if (rules.now !== null) {
    if (own.hasExpiredAt(now)) return EXPIRED;
    if (!own.isValidAt(now)) return NOT_VALID_YET;
    if (!passes({ now })) return OLD_AUTHORITY;
  }
  if (rules.usage && !(own.isForServers && passes(rules))) return WRONG_USAGE;
  if (!forgives(forgiven, WRONG_NAME) && !own.isFor(host)) return WRONG_NAME;
  return null;
}

/** Returns the authorities that `node:tls` trusts, and those of DENO_CERT. */
function trustedRoots(host: string): Certificate[] {
  if (!permitted({ name: "sys" })) {
    throw new InternetError(
      ERROR_ACCESS_DENIED,
      `Cannot check the certificate of "${host}": the program has no permission to read the trusted authorities; run it with --allow-sys`,
    );
  }
  return readAll(defaultAuthorities().flatMap(derOf));
}

/** Returns the certificate in a PEM string as DER; none if the string is damaged. */
function derOf(text: string): Uint8Array[] {
  try {
    return [Uint8Array.fromBase64(text.replace(/-----[^-]+-----|\s/g, ""))];
  } catch {
    return [];
  }
}

function redialTo(address: Deno.NetAddr, host: string): Redial {
  return async (signal) => {
    const { hostname, port } = address;
    const byAddress = permitted({
      name: "net",
      host: joinHostPort(hostname, port),
    });
    try {
      const reached = byAddress ? hostname : host;
      const connection = await connectToAddress(reached, port, signal);
      connection.unref();
      return connection;
    } catch (error) {
      signal.throwIfAborted();
      throw connectFailure({ host, port }, error);
    }
  };
}
