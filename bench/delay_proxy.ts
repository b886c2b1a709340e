// Copyright 2026 the wininet authors. MIT license.

/**
 * A proxy in front of an FTP server that delays every byte in both directions,
 * as a network does. It is transparent to the client: it replaces the ports of
 * PASV and EPSV with its own. Connecting is not delayed.
 *
 * @module
 */

/** The time from a command to its reply, in milliseconds. */
export const DELAY = 20;

/** The port in the replies to PASV and EPSV. */
const REPLY_REGEXP =
  /^(227 .*\(\d+,\d+,\d+,\d+,)(\d+),(\d+)|^(229 .*\(\|\|\|)(\d+)/;

/** A proxy that listens. */
export interface DelayProxy extends Disposable {
  readonly port: number;
}

/** Starts a proxy in front of a port of 127.0.0.1. */
export function openProxy(port: number): DelayProxy {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  serve(listener, port, true);
  return {
    port: listener.addr.port,
    [Symbol.dispose]: () => listener.close(),
  };
}

async function serve(
  listener: Deno.TcpListener,
  port: number,
  isControl: boolean,
): Promise<void> {
  if (!isControl) {
    // A data port serves one connection.
    relay(await listener.accept(), port, isControl);
    return listener.close();
  }
  for await (const client of listener) relay(client, port, isControl);
}

async function relay(
  client: Deno.TcpConn,
  port: number,
  isControl: boolean,
): Promise<void> {
  const server = await Deno.connect({ hostname: "127.0.0.1", port });
  for (const socket of [client, server]) socket.setNoDelay(true);
  const replies = isControl ? new RewrittenReplies() : null;
  await Promise.allSettled([
    pump(client, server, (bytes) => bytes),
    pump(server, client, (bytes) => replies?.push(bytes) ?? bytes),
  ]);
  for (const socket of [client, server]) socket.close();
}

/** Copies bytes, each piece after the delay. */
async function pump(
  from: Deno.TcpConn,
  to: Deno.TcpConn,
  change: (bytes: Uint8Array) => Uint8Array,
): Promise<void> {
  let last = Promise.resolve();
  const later = (work: () => Promise<void>) => {
    const due = new Promise((resolve) => setTimeout(resolve, DELAY / 2));
    last = last.then(() => due).then(work);
    last.catch(() => {});
  };
  const buffer = new Uint8Array(65_536);
  for (let count; (count = await from.read(buffer)) !== null;) {
    const bytes = change(buffer.slice(0, count));
    later(async () => {
      for (let at = 0; at < bytes.length;) {
        at += await to.write(bytes.subarray(at));
      }
    });
  }
  later(() => to.closeWrite());
  await last;
}

/** Replaces ports in replies. The local servers send each reply in one piece. */
class RewrittenReplies {
  readonly #decoder = new TextDecoder("latin1");

  push(bytes: Uint8Array): Uint8Array {
    const text = this.#decoder.decode(bytes);
    const changed = text.split("\r\n").map((line) => this.#line(line));
    return Uint8Array.from(changed.join("\r\n"), (one) => one.charCodeAt(0));
  }

  #line(line: string): string {
    return line.replace(REPLY_REGEXP, (_, start, high, low, extended, port) => {
      const target = port ? Number(port) : Number(high) * 256 + Number(low);
      const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const own = listener.addr.port;
      serve(listener, target, false);
      return port ? `${extended}${own}` : `${start}${own >> 8},${own & 255}`;
    });
  }
}

if (import.meta.main) {
  const { answerQuestions } = await import("./child.ts");
  const proxy = openProxy(Number(Deno.args[0]));
  await answerQuestions(() => proxy.port);
}
