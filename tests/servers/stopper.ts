// Copyright 2026 the wininet authors. MIT license.

/**
 * Stops a server forever at one step of a conversation: its connections stay open,
 * and it neither reads nor writes any more.
 *
 *     const stopper = new Stopper({ at: 3, position: "before" });
 *     await using server = new FtpServer({ onWire: stopper.watch });
 *
 * @module
 */

import { bytesOf } from "./tcp_server.ts";
import { type Wire, WireLost, type WireWatch } from "./ftp_wire.ts";

/** The step at which a server stops. */
export interface Stop {
  /** The number of the step; the server does not stop if it is not reached. */
  readonly at: number;
  /** `"within"` if half of the bytes of the step are sent. */
  readonly position: "before" | "within";
}

/** Counts the steps of a server, on all its connections, and stops it at one of them. */
export class Stopper {
  /** The steps reached so far, in order; the server has stopped at the last one. */
  readonly steps: string[] = [];
  readonly #stop: Stop;

  constructor(stop: Stop) {
    this.#stop = stop;
  }

  /** `true` if the server has stopped. */
  get hasStopped(): boolean {
    return this.steps.length > this.#stop.at;
  }

  /** Watches a connection of the server. */
  readonly watch: WireWatch = (wire) => {
    const { read, write, end, startTls } = wire;
    wire.read = async () => {
      if (this.#stopsAt("reads")) await stopped(wire);
      return await read.call(wire);
    };
    wire.write = async (data) => {
      const hadStopped = this.hasStopped;
      if (this.#stopsAt("writes")) {
        if (!hadStopped) await this.#writeHalf(write, wire, data);
        await stopped(wire);
      }
      await write.call(wire, data);
    };
    wire.end = async () => {
      if (this.#stopsAt("ends")) await wire.closed;
      else await end.call(wire);
    };
    wire.startTls = (certificate, lastClear) => {
      if (this.hasStopped) return;
      if (!this.#stopsAt("does TLS")) {
        return startTls.call(wire, certificate, lastClear);
      }
      // After the last unencrypted bytes the client starts TLS.
      if (lastClear.length > 0) write.call(wire, lastClear).catch(() => {});
    };
  };

  #stopsAt(step: string): boolean {
    if (!this.hasStopped) this.steps.push(step);
    return this.hasStopped;
  }

  async #writeHalf(
    write: Wire["write"],
    wire: Wire,
    data: Uint8Array | string,
  ): Promise<void> {
    if (this.#stop.position === "before") return;
    const half = bytesOf(data).subarray(0, Math.floor(data.length / 2));
    if (half.length > 0) await write.call(wire, half);
  }
}

/** Waits until the client, or the end of the test, closes the connection. */
async function stopped(wire: Wire): Promise<never> {
  await wire.closed;
  throw new WireLost("Cannot continue: The server has stopped");
}
