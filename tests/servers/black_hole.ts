// Copyright 2026 the wininet authors. MIT license.

/**
 * A port on which connecting neither succeeds nor fails.
 *
 * Linux drops a SYN when the accept queue holds more than the backlog. With a
 * backlog of 0 and without accept(), one filler connection is enough. Other
 * systems refuse instead: skip such tests when {@linkcode BLACK_HOLES} is
 * false.
 *
 * @module
 */

/** `true` if black holes are possible on this system. */
export const BLACK_HOLES: boolean = Deno.build.os === "linux";

/** Connecting to this port hangs until the client gives up or the black hole is disposed. */
export class BlackHole implements Disposable {
  readonly port: number;
  /** `http://127.0.0.1:port`. */
  readonly url: string;
  #listener: Deno.TcpListener;
  #filler: Deno.TcpConn;

  private constructor(listener: Deno.TcpListener, filler: Deno.TcpConn) {
    this.#listener = listener;
    this.#filler = filler;
    this.port = listener.addr.port;
    this.url = `http://127.0.0.1:${this.port}`;
  }

  /**
   * Opens a port of 127.0.0.1 and fills its queue.
   *
   * @param wanted The port, 0 for any that is free.
   */
  static async open(wanted: number = 0): Promise<BlackHole> {
    const hostname = "127.0.0.1";
    const listener = Deno.listen({ hostname, port: wanted, tcpBacklog: 0 });
    const { port } = listener.addr;
    return new BlackHole(listener, await Deno.connect({ hostname, port }));
  }

  [Symbol.dispose](): void {
    this.#filler.close();
    this.#listener.close();
  }
}

/** A server, and a black hole on the same port of 127.0.0.1. */
export interface ServerBesideBlackHole<Server> extends AsyncDisposable {
  readonly server: Server;
}

/**
 * Opens a black hole on the port of a server that listens on another address. If another program
 * uses the port on 127.0.0.1, another server is started.
 */
export async function besideBlackHole<
  Server extends AsyncDisposable & { readonly port: number },
>(start: () => Server): Promise<ServerBesideBlackHole<Server>> {
  for (;;) {
    await using stack = new AsyncDisposableStack();
    const server = stack.use(start());
    try {
      stack.use(await BlackHole.open(server.port));
    } catch (error) {
      if (error instanceof Deno.errors.AddrInUse) continue;
      throw error;
    }
    const scene = stack.move();
    return { server, [Symbol.asyncDispose]: () => scene.disposeAsync() };
  }
}
