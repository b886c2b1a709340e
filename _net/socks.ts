// Copyright 2026 the wininet authors. MIT license.

/**
 * Requests a connection from a SOCKS proxy: with SOCKS5 (RFC 1928, with the
 * password authentication of RFC 1929), or with SOCKS4 and SOCKS4a, which
 * support a user name but no password.
 *
 * @module
 */

import {
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_LOGIN_FAILURE,
  InternetError,
} from "../error.ts";
import { addressBytes } from "../_base/host.ts";
import type { Proxy } from "../_options/proxy_list.ts";
import { readExactly, writeAll } from "./connection.ts";
import { type DialTarget, joinHostPort } from "./dial.ts";

const encoder = new TextEncoder();

/** Returns the error for a proxy that does not reach the target. */
export function refusedBy(
  proxy: Proxy,
  why: string,
  cause?: unknown,
): InternetError {
  return new InternetError(
    ERROR_INTERNET_CANNOT_CONNECT,
    `Cannot connect through the proxy "${
      joinHostPort(proxy.host, proxy.port)
    }": ${why}`,
    cause === undefined ? {} : { cause },
  );
}

/** Requests a connection to a target from a SOCKS proxy. */
export async function askSocks(
  connection: Deno.TcpConn,
  proxy: Proxy,
  target: DialTarget,
): Promise<void> {
  await (proxy.kind === "socks5" ? askSocks5 : askSocks4)(
    connection,
    proxy,
    target,
  );
}

/**
 * Requests a connection with SOCKS4, or with SOCKS4a if the target is a name:
 * then the address is 0.0.0.1, and the name follows the user. An address that
 * starts with 0.0.0 is also sent as a name, because the proxy waits for one.
 */
async function askSocks4(
  connection: Deno.TcpConn,
  proxy: Proxy,
  target: DialTarget,
): Promise<void> {
  const bytes = addressBytes(target.host);
  const address = bytes?.slice(0, 3).some((byte) => byte > 0) ? bytes : null;
  if (bytes?.length === 16) {
    throw refusedBy(
      proxy,
      "SOCKS4 does not support IPv6 addresses; socks5:// does",
    );
  }
  const user = proxy.isSilent ? "" : proxy.user;
  const fields = [socks4Field(proxy, "user name", user)];
  if (address === null) {
    fields.push(socks4Field(proxy, "host name", target.host));
  }
  const port = [target.port >> 8, target.port & 255];
  await writeAll(
    connection,
    Uint8Array.of(
      4,
      1,
      ...port,
      ...(address ?? [0, 0, 0, 1]),
      ...fields.flat(),
    ),
  );
  const [version, reply] = await readExactly(connection, 8);
  if (version !== 0) throw refusedBy(proxy, "it does not speak SOCKS4");
  if (reply === SOCKS4_GRANTED) return;
  throw refusedBy(proxy, SOCKS4_REPLIES.get(reply!) ?? `reply ${reply}`);
}

/** Returns the bytes of a string and the NUL that ends it. */
function socks4Field(proxy: Proxy, what: string, text: string): number[] {
  const bytes = [...encoder.encode(text)];
  if (bytes.includes(0)) throw refusedBy(proxy, `the ${what} contains a NUL`);
  if (bytes.length > 255) throw refusedBy(proxy, `the ${what} is too long`);
  return [...bytes, 0];
}

const SOCKS4_GRANTED = 90;

const SOCKS4_REPLIES: ReadonlyMap<number, string> = new Map([
  [91, "it refused the request, or the request failed"],
  [92, "it cannot reach the identd of this machine"],
  [93, "the identd of this machine reports another user"],
]);

async function askSocks5(
  connection: Deno.TcpConn,
  proxy: Proxy,
  target: DialTarget,
): Promise<void> {
  const NO_AUTHENTICATION = 0;
  const PASSWORD = 2;
  const authenticates = proxy.user !== "" && !proxy.isSilent;
  const methods = authenticates
    ? [NO_AUTHENTICATION, PASSWORD]
    : [NO_AUTHENTICATION];
  await writeAll(connection, Uint8Array.of(5, methods.length, ...methods));
  const [version, method] = await readExactly(connection, 2);
  if (version !== 5) throw refusedBy(proxy, "it does not speak SOCKS5");
  if (method === PASSWORD && authenticates) {
    await sendPassword(connection, proxy);
  } else if (method !== NO_AUTHENTICATION) {
    throw loginRefused(proxy, "it requires another authentication method");
  }
  const host = socksHost(target.host);
  if (host === null) throw refusedBy(proxy, "the host name is too long");
  const port = [target.port >> 8, target.port & 255];
  await writeAll(connection, Uint8Array.of(5, 1, 0, ...host, ...port));
  const [spoken, reply, , type] = await readExactly(connection, 4);
  if (spoken !== 5) throw refusedBy(proxy, "it does not speak SOCKS5");
  if (reply !== 0) {
    throw refusedBy(proxy, SOCKS_REPLIES[reply!] ?? `reply ${reply}`);
  }
  const length = ADDRESS_LENGTHS[type!] ??
    (await readExactly(connection, 1))[0]!;
  await readExactly(connection, length + 2);
}

/**
 * Returns a host with its type, or `null` if it is too long. An address is sent
 * as such, because not every proxy looks up a name that is an address.
 */
function socksHost(host: string): number[] | null {
  const address = addressBytes(host);
  if (address !== null) return [address.length === 4 ? 1 : 4, ...address];
  const name = encoder.encode(host);
  return name.length > 255 ? null : [3, name.length, ...name];
}

/** The length of an address in bytes, by its type; a name is preceded by its length. */
const ADDRESS_LENGTHS: Readonly<Record<number, number>> = { 1: 4, 4: 16 };

const SOCKS_REPLIES: readonly string[] = [
  "",
  "general failure",
  "its rules do not allow the connection",
  "network unreachable",
  "host unreachable",
  "connection refused",
  "TTL expired",
  "command not supported",
  "address type not supported",
];

/**
 * Returns the error for a proxy that refuses the user; its cause distinguishes
 * it from one that cannot connect.
 */
function loginRefused(proxy: Proxy, why: string): InternetError {
  const cause = new InternetError(
    ERROR_INTERNET_LOGIN_FAILURE,
    "Cannot log in to the proxy",
  );
  return refusedBy(proxy, why, cause);
}

async function sendPassword(
  connection: Deno.TcpConn,
  proxy: Proxy,
): Promise<void> {
  const user = encoder.encode(proxy.user);
  const password = encoder.encode(proxy.password);
  if (user.length > 255 || password.length > 255) {
    throw refusedBy(proxy, "the user name or password is too long");
  }
  await writeAll(
    connection,
    Uint8Array.of(1, user.length, ...user, password.length, ...password),
  );
  const [, status] = await readExactly(connection, 2);
  if (status !== 0) {
    throw loginRefused(proxy, "it does not accept the user name and password");
  }
}
