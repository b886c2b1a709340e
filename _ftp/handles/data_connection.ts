// Copyright 2026 the wininet authors. MIT license.

/**
 * Data connections: how one comes about.
 *
 * Passive: the server is asked for a port, by EPSV or else PASV, and the program
 * connects to it, before the command of the transfer is sent; once that has worked
 * in a session, at the same time. A port of EPSV that
 * cannot be reached is tried once more as PASV, and EPSV never again in this
 * session. A port of PASV that cannot be reached is tried once more behind the
 * command: some servers listen no earlier.
 *
 * Active: the program listens and tells the server where, by EPRT or else PORT.
 * Where it may not listen, and through a proxy, passive mode is used.
 *
 * A data connection goes to the address of the control connection, whatever the
 * server says, unless FTP_OPTION_FOREIGN_DATA_HOST allows more.
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
import { isAddress, joinHostPort } from "../../_net/dial.ts";
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

/** A data connection on its way. */
export interface PendingData {
  /** The connection; in active mode it may take a while. */
  connection(signal: AbortSignal): Promise<Deno.TcpConn>;
  /** Gives up. */
  close(): void;
  /** Whether it may not be there yet: the server may wait for it before it says more. */
  readonly late: boolean;
}

/** Prepares a data connection, before the command that uses it. */
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

/** Where the server waits. */
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

/** Where it has worked before, the command need not wait for the connection. */
function onItsWay(connecting: Promise<Deno.TcpConn>): PendingData {
  connecting.catch(() => {}); // Whoever asks for the connection hears of it.
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

/** Asks for a port. Servers that distribute their data (PRET) want to know first what for. */
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
    // Whether it is refused shows in what comes next.
    yield argument === undefined
      ? { verb: `PRET ${verb}` }
      : { verb: `PRET ${verb}`, argument };
  }
  const { extendedModes } = link.owner.settings;
  // A proxy that knows FTP may know no EPSV.
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
  // The late answer to something else is no address.
  if (isPositive(reply) && reply.code !== 227 && passivePort(reply) === null) {
    reply = yield null;
  }
  return passiveAddress(link, reply);
}

function passivePort(reply: FtpReply): number | null {
  return reply.code === 229 ? parseExtendedPassive(replyText(reply)) : null;
}

function passiveAddress(link: FtpLink, reply: FtpReply): PassiveAddress {
  const extended = passivePort(reply); // An IPv6-only network may answer so.
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

/** The host of the control connection: its address, so that a name cannot lead elsewhere meanwhile. */
function dataHost(link: FtpLink, port: number): string {
  const { host, proxy } = link.target;
  if (proxy !== null || isAddress(host)) return host;
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
