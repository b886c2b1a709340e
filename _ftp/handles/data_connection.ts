// Copyright 2026 the wininet authors. MIT license.

/**
 * The opening of data connections.
 *
 * Passive mode: the program asks the server for a port, by EPSV or else PASV,
 * and connects to it before it sends the command of the transfer. Once that has
 * worked in a session, it does both at the same time. If a port of EPSV cannot
 * be reached, the program tries PASV, and does not use EPSV again in this
 * session. If a port of PASV cannot be reached, it connects again after the
 * command: some servers do not listen earlier.
 *
 * Active mode: the program listens and sends its address by EPRT or else PORT.
 * If it has no permission to listen, or there is a proxy, it uses passive mode.
 *
 * A data connection goes to the address of the control connection, even if the
 * server names another, unless FTP_OPTION_FOREIGN_DATA_HOST allows that.
 *
 * @module
 */

import {
  ERROR_FTP_NO_PASSIVE_MODE,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../../error.ts";
import { close } from "../../_net/connection.ts";
import { isIpAddress, joinHostPort } from "../../_net/dial.ts";
import { FtpListener, mayListen } from "../net/listener.ts";
import { permitted } from "../../_net/permission.ts";
import {
  extendedPortArgument,
  isSameHost,
  parseExtendedPassive,
  parsePassive,
  portArgument,
} from "../wire/address.ts";
import { type Dialogue, type FtpCommand, refused } from "../wire/command.ts";
import { type FtpReply, isPositive, replyText } from "../wire/reply.ts";
import { PATIENCE } from "../wire/transfer_end.ts";
import type { FtpLink } from "./link.ts";

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

/** Prepares a data connection, before the command that uses it is sent. */
export function prepareData(
  link: FtpLink,
  command: FtpCommand,
  signal: AbortSignal,
): Promise<PendingData> {
  const { passive, proxy } = link.target;
  return passive || proxy !== null || !mayListen(link.addresses.local)
    ? preparePassive(link, command, signal)
    : prepareActive(link);
}

// ---- passive ----

/** The address at which the server listens. */
interface PassiveAddress {
  readonly host: string;
  readonly port: number;
  readonly extended: boolean;
}

async function preparePassive(
  link: FtpLink,
  command: FtpCommand,
  signal: AbortSignal,
): Promise<PendingData> {
  let address = await findPassive(link, command);
  if (link.reachable) return onItsWay(connectTo(link, address, signal));
  try {
    const connection = await connectTo(link, address, signal);
    link.reachable = true;
    return ready(connection);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
  }
  if (address.extended && !isIpv6(link)) {
    link.extendedModes = false;
    address = await findPassive(link, command);
    try {
      return ready(await connectTo(link, address, signal));
    } catch (error) {
      if (!isUnreachable(error)) throw error;
    }
  }
  return {
    connection: (signal) => connectTo(link, address, signal),
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
 * Returns a connection that is still being made. The command does not wait for
 * it, because passive mode has worked before in this session.
 */
function onItsWay(connecting: Promise<Deno.TcpConn>): PendingData {
  connecting.catch(() => {}); // `connection()` reports the error.
  return {
    connection: () => connecting,
    close: () => void connecting.then(close, () => {}),
    late: true,
  };
}

function connectTo(
  link: FtpLink,
  { host, port, extended }: PassiveAddress,
  signal: AbortSignal,
): Promise<Deno.TcpConn> {
  return link.dialData(
    host,
    port,
    signal,
    extended && !isIpv6(link) ? PATIENCE.extendedPort : Infinity,
  );
}

function isUnreachable(error: unknown): boolean {
  return error instanceof InternetError &&
    (error.code === ERROR_INTERNET_CANNOT_CONNECT ||
      error.code === ERROR_INTERNET_TIMEOUT);
}

function isIpv6(link: FtpLink): boolean {
  return link.target.proxy === null && link.addresses.peer.includes(":") &&
    !/^::ffff:[\d.]+$/i.test(link.addresses.peer);
}

/**
 * Asks for a port. Distributed servers (PRET) need the command of the transfer
 * first.
 */
async function findPassive(
  link: FtpLink,
  command: FtpCommand,
): Promise<PassiveAddress> {
  try {
    return await link.run(askPassive(link, command));
  } catch (error) {
    const refused = error instanceof InternetError &&
      error.code === ERROR_FTP_NO_PASSIVE_MODE;
    if (!refused || link.announces) throw error;
    link.announces = (await link.features()).has("PRET");
    if (!link.announces) throw error;
    link.extendedModes = true;
    return await link.run(askPassive(link, command));
  }
}

function* askPassive(
  link: FtpLink,
  { verb, argument }: FtpCommand,
): Dialogue<PassiveAddress> {
  if (link.announces) {
    // The reply is ignored: a refusal of PRET shows in the next reply.
    yield argument === undefined
      ? { verb: `PRET ${verb}` }
      : { verb: `PRET ${verb}`, argument };
  }
  const { extendedModes } = link.owner.settings;
  // A proxy that inspects FTP may not support EPSV.
  const extended = isIpv6(link) ||
    (extendedModes && link.extendedModes && link.target.proxy === null);
  if (extended) {
    const reply = yield { verb: "EPSV" };
    const port = passivePort(reply);
    if (port !== null) return { host: dataHost(link, port), port, extended };
    if (isIpv6(link)) throw noPassive(reply);
    link.extendedModes = false;
  }
  let reply = yield { verb: "PASV" };
  // A late reply to another command is not an address.
  if (isPositive(reply) && reply.code !== 227 && passivePort(reply) === null) {
    reply = yield null;
  }
  return passiveAddress(link, reply);
}

function passivePort(reply: FtpReply): number | null {
  return reply.code === 229 ? parseExtendedPassive(replyText(reply)) : null;
}

function passiveAddress(link: FtpLink, reply: FtpReply): PassiveAddress {
  const extended = passivePort(reply); // Possible in an IPv6-only network.
  if (extended !== null) {
    return { host: dataHost(link, extended), port: extended, extended: false };
  }
  const named = isPositive(reply) ? parsePassive(replyText(reply)) : null;
  if (named === null) throw noPassive(reply);
  const { foreignDataHost } = link.owner.settings;
  return {
    host: foreignDataHost ? named.host : dataHost(link, named.port),
    port: named.port,
    extended: false,
  };
}

/**
 * Returns the host of the control connection: its address if that is permitted,
 * so that a changed DNS record cannot lead to another host.
 */
function dataHost(link: FtpLink, port: number): string {
  const { host, proxy } = link.target;
  if (proxy !== null || isIpAddress(host)) return host;
  const { peer } = link.addresses;
  return permitted({ name: "net", host: joinHostPort(peer, port) })
    ? peer
    : host;
}

function noPassive(reply: FtpReply): InternetError {
  return new InternetError(
    ERROR_FTP_NO_PASSIVE_MODE,
    `Cannot open a data connection, the server has no passive mode: ${
      reply.lines.at(-1)
    }`,
    { responseText: replyText(reply) },
  );
}

// ---- active ----

async function prepareActive(link: FtpLink): Promise<PendingData> {
  const { peer, local } = link.addresses;
  const { activePorts, activeAddress, foreignDataHost } = link.owner.settings;
  const listener = new FtpListener(
    local,
    activePorts,
    (address) => foreignDataHost || isSameHost(address, peer),
  );
  try {
    const host = activeAddress ?? local;
    await link.run(tellAddress(link, host, listener.port));
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

function* tellAddress(
  link: FtpLink,
  host: string,
  port: number,
): Dialogue<void> {
  const isV6 = host.includes(":");
  const { extendedModes } = link.owner.settings;
  if (isV6 || (extendedModes && link.extendedModes)) {
    const reply = yield {
      verb: "EPRT",
      argument: extendedPortArgument({ host, port }),
    };
    if (isPositive(reply)) return;
    if (isV6) throw refused("open a data connection", reply);
    link.extendedModes = false;
  }
  const reply = yield { verb: "PORT", argument: portArgument({ host, port }) };
  if (!isPositive(reply)) throw refused("open a data connection", reply);
}
