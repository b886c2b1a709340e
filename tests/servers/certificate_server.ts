// Copyright 2026 the wininet authors. MIT license.

/**
 * An HTTPS server that requests a certificate from its clients. Deno's own servers cannot do that;
 * those of `node:tls` can.
 *
 * @module
 */

import type { AddressInfo } from "node:net";
import tls, { type SecureVersion } from "node:tls";
import { fixture, pem } from "../helpers/certificates.ts";

/** A server that responds with the serial number of the certificate of the client. */
export class CertificateServer implements AsyncDisposable {
  /** `https://localhost:port`, without a final slash. */
  readonly url: string;
  /** The connections whose handshake has succeeded. */
  connections = 0;
  /** The first lines of the requests. */
  readonly requests: string[] = [];
  /** The URL to which every request is redirected, or `null`. */
  location: string | null = null;
  readonly #server: tls.Server;
  readonly #sockets = new Set<tls.TLSSocket>();

  private constructor(server: tls.Server) {
    this.#server = server;
    this.url = `https://localhost:${(server.address() as AddressInfo).port}`;
    server.on("secureConnection", (socket) => this.#serve(socket));
  }

  /** Starts a server with a certificate of tests/tls; without a client certificate its handshakes fail. */
  static async start(
    version?: SecureVersion,
    certificate: string = "localhost",
  ): Promise<CertificateServer> {
    const server = tls.createServer({
      ...fixture(certificate),
      ca: pem("ca.pem"),
      requestCert: true,
      rejectUnauthorized: true,
      ...(version && { minVersion: version, maxVersion: version }),
    });
    server.on("tlsClientError", () => {});
    const { promise, resolve } = Promise.withResolvers<void>();
    server.listen(0, "127.0.0.1", resolve);
    await promise;
    return new CertificateServer(server);
  }

  #serve(socket: tls.TLSSocket): void {
    this.connections++;
    this.#sockets.add(socket);
    const body = socket.getPeerCertificate().serialNumber;
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      this.requests.push(String(bytes).split("\r\n", 1)[0]!);
      const status = this.location === null
        ? "200 OK"
        : `302 Found\r\nLocation: ${this.location}`;
      socket.write(
        `HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    for (const socket of this.#sockets) socket.destroy();
    await promise;
  }
}
