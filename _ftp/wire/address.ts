// Copyright 2026 the wininet authors. MIT license.

/**
 * Addresses of data connections: the replies to PASV and EPSV, the arguments of
 * PORT and EPRT (RFC 959, RFC 2428), and the dialogues that exchange them. EPSV
 * and EPRT are tried first; after a failure they are not used again in the
 * login.
 *
 * The text of a PASV reply has no fixed form. The parser searches for exactly
 * six numbers with commas between them, none of them negative. In an EPSV reply
 * only the port is used; a protocol or an address before it is ignored, because
 * a data connection uses the host of the control connection.
 *
 * @module
 */

import { ERROR_FTP_NO_PASSIVE_MODE, InternetError } from "../../error.ts";
import { type CommandLine, commandRefused, type Dialogue } from "./command.ts";
import { type FtpReply, isPositive, replyText } from "./reply.ts";
import type { KnownServer } from "./server_state.ts";

/** An address and a port. */
export interface HostPort {
  /** An IPv4 or IPv6 address without brackets. */
  readonly host: string;
  /** A TCP port, never 0. */
  readonly port: number;
}

const SIX_NUMBERS =
  /(?<![\d.-]|\d ?, ?)(\d{1,3}) ?, ?(\d{1,3}) ?, ?(\d{1,3}) ?, ?(\d{1,3}) ?, ?(\d{1,3}) ?, ?(\d{1,3})(?!\d| ?, ?\d)/g;

/** Returns the address in the reply to PASV, or `null` if it contains no valid one. */
export function parsePassive(text: string): HostPort | null {
  for (const match of text.matchAll(SIX_NUMBERS)) {
    const numbers = match.slice(1).map(Number);
    if (numbers.some((number) => number > 255)) continue;
    const port = numbers[4]! * 256 + numbers[5]!;
    if (port !== 0) return { host: numbers.slice(0, 4).join("."), port };
  }
  return null;
}

/**
 * Characters that are common between numbers are not delimiters, because the
 * reply may be a PASV reply.
 */
const EXTENDED = /([^\s\w,.:-])([^\s]{0,5}?)\1([^\s]{0,64}?)\1(\d{1,5})\1/;

/** Returns the port in the reply to EPSV, or `null` if it contains no valid one. */
export function parseExtendedPassive(text: string): number | null {
  const match = EXTENDED.exec(text.slice(0, 1024));
  const port = Number(match?.[4] ?? 0);
  return port > 0 && port < 65_536 ? port : null;
}

/** Returns the argument of PORT. */
export function portArgument({ host, port }: HostPort): string {
  return `${host.replaceAll(".", ",")},${port >> 8},${port & 255}`;
}

/** Returns the argument of EPRT. */
export function extendedPortArgument({ host, port }: HostPort): string {
  return `|${host.includes(":") ? 2 : 1}|${host}|${port}|`;
}

/**
 * Returns `true` if two strings are the same address. An IPv4 address may be
 * written as IPv6.
 */
export function isSameHost(one: string, other: string): boolean {
  return plainHost(one) === plainHost(other);
}

function plainHost(host: string): string {
  const text = host.toLowerCase().replace(/%.*$/, "");
  return text.startsWith("::ffff:") && text.includes(".")
    ? text.slice("::ffff:".length)
    : text;
}

// ---- passive mode ----

/** The modes that a control connection allows. */
export interface AllowedModes {
  /** `true` for IPv6, which only supports EPSV. */
  readonly ipv6: boolean;
  /** `true` if EPSV may be used. */
  readonly extended: boolean;
}

/** The address at which a server listens. */
export interface PassiveAddress {
  /** The host that the server names, or `null` for the host of the control connection. */
  readonly host: string | null;
  /** The port. */
  readonly port: number;
  /** `true` if it is from a reply to EPSV. */
  readonly extended: boolean;
}

/**
 * Requests a port. Distributed servers (PRET) need the command of the transfer
 * first.
 *
 * @throws {InternetError} ERROR_FTP_NO_PASSIVE_MODE if the server does not
 * support passive mode.
 */
export function* findPassive(
  server: KnownServer,
  allowed: AllowedModes,
  command: CommandLine,
): Dialogue<PassiveAddress> {
  try {
    return yield* askPassive(server, allowed, command);
  } catch (error) {
    const isMissing = error instanceof InternetError &&
      error.code === ERROR_FTP_NO_PASSIVE_MODE;
    if (!isMissing || server.announces) throw error;
    server.announces = (yield* server.learnFeatures()).has("PRET");
    if (!server.announces) throw error;
    server.extendedModes = true;
    return yield* askPassive(server, allowed, command);
  }
}

function* askPassive(
  server: KnownServer,
  { ipv6, extended }: AllowedModes,
  { verb, argument }: CommandLine,
): Dialogue<PassiveAddress> {
  if (server.announces) {
    // The reply is ignored: if PRET is rejected, the next reply shows it.
    yield argument === undefined
      ? { verb: `PRET ${verb}` }
      : { verb: `PRET ${verb}`, argument };
  }
  if (ipv6 || (extended && server.extendedModes)) {
    const reply = yield { verb: "EPSV" };
    const port = passivePort(reply);
    if (port !== null) return { host: null, port, extended: true };
    if (ipv6) throw noPassive(reply);
    server.extendedModes = false;
  }
  let reply = yield { verb: "PASV" };
  // A late reply to another command is not an address.
  if (isPositive(reply) && reply.code !== 227 && passivePort(reply) === null) {
    reply = yield null;
  }
  return passiveAddress(reply);
}

function passivePort(reply: FtpReply): number | null {
  return reply.code === 229 ? parseExtendedPassive(replyText(reply)) : null;
}

function passiveAddress(reply: FtpReply): PassiveAddress {
  const port = passivePort(reply); // Possible in an IPv6-only network.
  if (port !== null) return { host: null, port, extended: false };
  const named = isPositive(reply) ? parsePassive(replyText(reply)) : null;
  if (named === null) throw noPassive(reply);
  return { ...named, extended: false };
}

function noPassive(reply: FtpReply): InternetError {
  return new InternetError(
    ERROR_FTP_NO_PASSIVE_MODE,
    `Cannot open a data connection: the server refuses passive mode with "${
      reply.lines.at(-1)
    }"; leave INTERNET_FLAG_PASSIVE out`,
    { responseText: replyText(reply) },
  );
}

// ---- active mode ----

/**
 * Sends the address at which the client listens.
 *
 * @param extended `true` if EPRT may be used.
 */
export function* sendAddress(
  server: KnownServer,
  extended: boolean,
  address: HostPort,
): Dialogue<void> {
  const ipv6 = address.host.includes(":");
  if (ipv6 || (extended && server.extendedModes)) {
    const argument = extendedPortArgument(address);
    const reply = yield { verb: "EPRT", argument };
    if (isPositive(reply)) return;
    if (ipv6) throw commandRefused("open a data connection", reply);
    server.extendedModes = false;
  }
  const reply = yield { verb: "PORT", argument: portArgument(address) };
  if (!isPositive(reply)) throw commandRefused("open a data connection", reply);
}
