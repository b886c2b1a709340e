// Copyright 2026 the wininet authors. MIT license.

/**
 * Presents a channel as a TCP connection. `Deno.startTls` accepts only a TCP
 * connection, and a TLS connection to a proxy is not one. So a loopback
 * connection is placed in between: bytes are piped between its far end and the
 * channel.
 *
 * @module
 */

import { ERROR_ACCESS_DENIED, InternetError } from "../error.ts";
import { Deadline } from "../_base/deadline.ts";
import type { Channel } from "./channel.ts";
import {
  brokenConnection,
  BUFFER_SIZE,
  close,
  noDelay,
  writeAll,
} from "./connection.ts";
import { permitted } from "./permission.ts";

const LOOPBACK_ADDRESS = "127.0.0.1";

/**
 * The time in milliseconds for which the server may continue after the program
 * has ended its side.
 */
const LINGER = 60_000;

/**
 * Returns a TCP connection for a channel. Closing it closes the channel, and so
 * does a failure.
 */
export async function bridge(channel: Channel): Promise<Deno.TcpConn> {
  try {
    return await bridged(channel);
  } catch (error) {
    close(channel);
    throw error instanceof InternetError ? error : brokenConnection(error);
  }
}

async function bridged(channel: Channel): Promise<Deno.TcpConn> {
  if (!permitted({ name: "net", host: LOOPBACK_ADDRESS })) {
    throw new InternetError(
      ERROR_ACCESS_DENIED,
      `Cannot use a proxy with TLS: the program has no permission for the loopback address; run it with --allow-net=${LOOPBACK_ADDRESS}`,
    );
  }
  // No `using` here: this file is loaded with the library, and Node.js 22
  // cannot parse it.
  const listener = Deno.listen({ hostname: LOOPBACK_ADDRESS, port: 0 });
  let near: Deno.TcpConn | null = null;
  try {
    const { port } = listener.addr;
    near = await Deno.connect({ hostname: LOOPBACK_ADDRESS, port });
    const far = await acceptFrom(listener, near);
    noDelay(far);
    noDelay(near);
    // The user of the near end decides if the program is kept alive.
    far.unref();
    serve(far, channel);
    return near;
  } catch (error) {
    if (near !== null) close(near);
    throw error;
  } finally {
    listener.close();
  }
}

/** Accepts the far end; closes connections from other programs. */
async function acceptFrom(
  listener: Deno.TcpListener,
  near: Deno.TcpConn,
): Promise<Deno.TcpConn> {
  for (;;) {
    const far = await listener.accept();
    if (far.remoteAddr.port === near.localAddr.port) return far;
    close(far);
  }
}

/** Pipes in both directions until both have ended. */
async function serve(far: Deno.TcpConn, channel: Channel): Promise<void> {
  const late = new Deadline();
  const end = () => {
    close(far);
    close(channel);
  };
  const outward = pipe(far, channel).then(() =>
    // A half close and a full close cannot be distinguished here.
    late.set(LINGER, end, true)
  );
  await Promise.all([outward, pipe(channel, far)]).catch(() => {
    // The user of the near end sees the end of the connection.
  });
  late.stop();
  end();
}

async function pipe(from: Channel, to: Channel): Promise<void> {
  const buffer = new Uint8Array(BUFFER_SIZE);
  for (;;) {
    const count = await from.read(buffer);
    if (count === null) return await to.closeWrite();
    await writeAll(to, buffer.subarray(0, count));
  }
}
