// Copyright 2026 the wininet authors. MIT license.

/**
 * The state of a server as known to a login: the features that it announces
 * (RFC 2389), the methods that have failed, and the parameters for the next
 * transfer.
 *
 * A feature line starts with a space; some servers omit it or put the code
 * before it. A feature that is not announced may still work, and an announced
 * one may fail: callers try it and check the reply.
 *
 * @module
 */

import { BEYOND_ASCII } from "../../_base/code_page.ts";
import { commandRefused, type Dialogue, tryCommand } from "./command.ts";
import { type FtpReply, isPositive } from "./reply.ts";

/** Features by their upper-case names, with their parameters. */
export type Features = ReadonlyMap<string, string>;

/** The transfer type: A (ASCII) for text, I (image) for binary data. */
export type TransferType = "A" | "I";

/** The state of a server, which is completed during a login. */
export class KnownServer {
  #features: Features | null = null;
  /** `true` unless EPSV or EPRT has failed. */
  extendedModes = true;
  /**
   * `true` once a passive data connection was opened without a fallback: later
   * ones are opened while the command is sent.
   */
  reachable = false;
  /** `true` if the server requires PRET before PASV. */
  announces = false;
  /** `true` if the server has refused to rename a file. */
  keepsNames = false;

  /** The features of the server, or `null` before they were requested. */
  get features(): Features | null {
    return this.#features;
  }

  /** Returns the features of the server, which are requested once. */
  *learnFeatures(): Dialogue<Features> {
    if (this.#features !== null) return this.#features;
    const features = this.#features = yield* askFeatures();
    // On most servers UTF8 is enabled. The replies of the others vary, so the
    // reply is ignored.
    if (features.has("UTF8")) yield { verb: "OPTS", argument: "UTF8 ON" };
    return features;
  }

  /**
   * Requests the features of the server if a name is not plain ASCII: the
   * server may need OPTS UTF8 ON first.
   */
  *prepareName(name: string): Dialogue<void> {
    if (BEYOND_ASCII.test(name)) yield* this.learnFeatures();
  }
}

/** The parameters of the next transfer: its type (TYPE) and its offset (REST). */
export class TransferParameters {
  #type: TransferType | null = null;
  /** `true` if the program itself has sent REST, which applies to the next file. */
  #programRestart = false;
  #restarted = false;

  /**
   * `true` if the last transfer started at an offset, which some servers keep
   * for the next one.
   */
  get restarted(): boolean {
    return this.#restarted;
  }

  /** Sets the transfer type, unless it is set already. */
  *setType(type: TransferType): Dialogue<void> {
    if (this.#type === type) return;
    this.#type = null;
    const reply = yield* tryCommand("TYPE", type);
    if (!isPositive(reply)) throw commandRefused(`set the type ${type}`, reply);
    this.#type = type;
  }

  /**
   * Sets the offset of a transfer. Its command must follow directly.
   *
   * @param whole `true` if a REST that the program has sent must not apply.
   * @param action The action of the transfer, for the error.
   */
  *setOffset(
    offset: number,
    whole: boolean,
    action: string,
  ): Dialogue<void> {
    if (whole && this.#programRestart) this.#restarted = true;
    this.#programRestart = false;
    if (offset === 0 && !this.#restarted) return;
    this.#restarted = offset > 0;
    const reply = yield* tryCommand("REST", String(offset));
    if (offset > 0 && reply.code !== 350) {
      this.#restarted = false;
      throw commandRefused(`${action} from byte ${offset}`, reply);
    }
  }

  /**
   * Records a command line of the program, which may have changed the type or
   * may be a REST.
   */
  noteCommand(line: string): void {
    this.#type = null;
    this.#programRestart ||= /^REST\b/i.test(line);
  }
}

/** Requests the features of the server; returns none if it does not report them. */
export function* askFeatures(): Dialogue<Features> {
  const reply = yield { verb: "FEAT" };
  return isPositive(reply) ? parseFeatures(reply) : new Map();
}

/** Returns the features in the reply to FEAT. */
export function parseFeatures(reply: FtpReply): Features {
  const features = new Map<string, string>();
  for (const line of reply.lines.slice(1, -1)) {
    const text = line.replace(/^211[ -]/, "").trim();
    const [name] = text.split(" ", 1);
    if (!name) continue;
    features.set(name.toUpperCase(), text.slice(name.length + 1).trim());
  }
  return features;
}

/** Returns `true` if the server supports machine-readable listings (RFC 3659). */
export function hasMachineListings(features: Features): boolean {
  return features.has("MLSD") || features.has("MLST");
}
