// Copyright 2026 the wininet authors. MIT license.

/**
 * TLS handshakes that can be cancelled.
 *
 * @module
 */

import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import { abortable } from "../_base/deadline.ts";

/** Runs `work`; if it fails or the signal aborts first, ends the handshake. */
export async function orEnd<T>(
  signal: AbortSignal,
  end: () => void,
  work: () => Promise<T>,
): Promise<T> {
  try {
    signal.throwIfAborted();
    return await abortable(work(), signal);
  } catch (error) {
    end();
    signal.throwIfAborted();
    throw error;
  }
}

/** Waits until a `node:tls` handshake on a stream has finished. */
export function handshake(socket: TLSSocket, below: Duplex): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("secureConnect", resolve);
    socket.once("error", reject);
    below.once("error", reject);
    socket.once("close", () => reject(closedEarly()));
    socket.once("end", () => reject(closedEarly()));
    // With TLS 1.2, Deno 2.9.6 reports nothing if it cannot read a certificate.
    const readChain = () => {
      if (socket.destroyed) return;
      try {
        if (socket.getPeerCertificate(true).raw) below.off("data", readChain);
      } catch (error) {
        reject(error);
      }
    };
    below.on("data", readChain);
  });
}

function closedEarly(): Error {
  return new Deno.errors.UnexpectedEof("the server closed the connection");
}
