// Copyright 2026 the wininet authors. MIT license.

/**
 * Opens data connections.
 *
 * Passive mode: the client requests a port from the server, with EPSV or else
 * PASV, and connects to it before it sends the command of the transfer. Once
 * that has worked in a login, it does both at the same time. If a port of EPSV
 * cannot be reached, the client tries PASV, and does not use EPSV again in this
 * login. If a port of PASV cannot be reached, it connects again after the
 * command: some servers do not listen earlier.
 *
 * Active mode: the client listens and sends its address with EPRT or else PORT.
 * If it has no permission to listen, or there is a proxy, it uses passive mode.
 *
 * A data connection uses the address of the control connection, even if the
 * server names another, unless FTP_OPTION_FOREIGN_DATA_HOST allows that.
 *
 * @module
 */

import {
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../../error.ts";
import { close } from "../../_net/connection.ts";
import { isIpAddress, joinHostPort } from "../../_net/dial.ts";
import { FtpListener, mayListen } from "../net/listener.ts";
import { headsOnly } from "../../_net/dial_statuses.ts";
import { permitted } from "../../_net/permission.ts";
import { dialBy } from "../../_net/proxy.ts";
import {
  findPassive,
  type HostPort,
  isSameHost,
  sendAddress,
} from "../wire/address.ts";
import type { CommandLine } from "../wire/command.ts";
import { PATIENCE } from "../wire/transfer_end.ts";
import type { FtpLogin } from "./login.ts";

/** A data connection that is being opened. */
export interface PendingData {
  /** Returns the connection; waits for the server in active mode. */
  connection(signal: AbortSignal): Promise<Deno.TcpConn>;
  /** Stops waiting for the connection, or closes it. */
  close(): void;
  /**
   * `true` if the connection may not be open yet: the server may wait for it
   * before it replies.
   */
  readonly late: boolean;
}

function isPassive(login: FtpLogin): boolean {
  const { passive, proxy } = login.target;
  return passive || proxy !== null || !mayListen(login.addresses.local);
}

/** Returns the advice for a missing data connection: a firewall may block one direction. */
export function connectionAdvice(login: FtpLogin): string {
  return isPassive(login)
    ? "; a firewall may block the port of the server; try without INTERNET_FLAG_PASSIVE"
    : "; a firewall may prevent the server from connecting; try INTERNET_FLAG_PASSIVE";
}

/** Prepares a data connection, before the command that uses it is sent. */
export function prepareData(
  login: FtpLogin,
  command: CommandLine,
  signal: AbortSignal,
): Promise<PendingData> {
  return isPassive(login)
    ? preparePassive(login, command, signal)
    : prepareActive(login);
}

// ---- passive ----

/** The address to connect to. */
interface DataAddress extends HostPort {
  /** `true` if EPSV has returned the port. */
  readonly extended: boolean;
}

async function preparePassive(
  login: FtpLogin,
  command: CommandLine,
  signal: AbortSignal,
): Promise<PendingData> {
  let address = await findAddress(login, command);
  if (login.server.reachable) {
    return onItsWay(dialPassive(login, address, signal));
  }
  try {
    const connection = await dialPassive(login, address, signal);
    login.server.reachable = true;
    return ready(connection);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
  }
  if (address.extended && !isIpv6(login)) {
    login.server.extendedModes = false;
    address = await findAddress(login, command);
    try {
      return ready(await dialPassive(login, address, signal));
    } catch (error) {
      if (!isUnreachable(error)) throw error;
    }
  }
  return {
    connection: (signal) => dialPassive(login, address, signal),
    close() {},
    late: true,
  };
}

function ready(connection: Deno.TcpConn): PendingData {
  return {
    connection: () => Promise.resolve(connection),
    close: () => close(connection),
    late: false,
  };
}

/**
 * Returns a connection that is still being established. The command does not
 * wait for it, because passive mode has worked before in this login.
 */
function onItsWay(connecting: Promise<Deno.TcpConn>): PendingData {
  connecting.catch(() => {}); // `connection()` reports the error.
  return {
    connection: () => connecting,
    close: () => void connecting.then(close, () => {}),
    late: true,
  };
}

function dialPassive(
  login: FtpLogin,
  { host, port, extended }: DataAddress,
  signal: AbortSignal,
): Promise<Deno.TcpConn> {
  const { settings } = login.owner;
  const limit = extended && !isIpv6(login) ? PATIENCE.extendedPort : Infinity;
  const connectTimeout = Math.min(settings.connectTimeout, limit);
  return dialBy(
    login.proxy,
    { host, port, anyPort: true },
    { ...settings, connectTimeout },
    headsOnly(login.owner),
    signal,
  );
}

function isUnreachable(error: unknown): boolean {
  return error instanceof InternetError &&
    (error.code === ERROR_INTERNET_CANNOT_CONNECT ||
      error.code === ERROR_INTERNET_TIMEOUT);
}

function isIpv6(login: FtpLogin): boolean {
  return login.proxy === null && login.addresses.peer.includes(":") &&
    !/^::ffff:[\d.]+$/i.test(login.addresses.peer);
}

/** Requests a port, and determines the host to connect to. */
async function findAddress(
  login: FtpLogin,
  command: CommandLine,
): Promise<DataAddress> {
  const { extendedModes, foreignDataHost } = login.owner.settings;
  // A proxy that inspects FTP may not support EPSV.
  const extended = extendedModes && login.proxy === null;
  const allowed = { ipv6: isIpv6(login), extended };
  const found = await login.control.run(
    findPassive(login.server, allowed, command),
  );
  const named = foreignDataHost ? found.host : null;
  return { ...found, host: named ?? dataHost(login, found.port) };
}

/**
 * Returns the host of the control connection: its address if that is permitted,
 * so that a changed DNS record cannot redirect the connection to another host.
 */
function dataHost(login: FtpLogin, port: number): string {
  const { host, proxy } = login.target;
  if (proxy !== null || isIpAddress(host)) return host;
  const { peer } = login.addresses;
  return permitted({ name: "net", host: joinHostPort(peer, port) })
    ? peer
    : host;
}

// ---- active ----

async function prepareActive(login: FtpLogin): Promise<PendingData> {
  const { peer, local } = login.addresses;
  const { activePorts, activeAddress, foreignDataHost, extendedModes } =
    login.owner.settings;
  const listener = new FtpListener(
    local,
    activePorts,
    (address) => foreignDataHost || isSameHost(address, peer),
  );
  try {
    const host = activeAddress ?? local;
    const address = { host, port: listener.port };
    await login.control.run(sendAddress(login.server, extendedModes, address));
  } catch (error) {
    listener.close();
    throw error;
  }
  return {
    async connection(signal) {
      const stop = () => listener.close();
      signal.addEventListener("abort", stop, { once: true });
      try {
        signal.throwIfAborted();
        return await listener.accept();
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      } finally {
        signal.removeEventListener("abort", stop);
        listener.close();
      }
    },
    close: () => listener.close(),
    late: false,
  };
}
