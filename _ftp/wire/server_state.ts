// Copyright 2026 the wininet authors. MIT license.

/**
 * The features that a server announces (RFC 2389): the reply of FEAT.
 *
 * A feature line starts with a blank; some servers omit it or put the code before it.
 * A feature that is missing here may still work, and one that is here may fail: callers
 * try it and check the reply.
 *
 * @module
 */

import type { Dialogue } from "./command.ts";
import { type FtpReply, isPositive } from "./reply.ts";

/** Features by their upper-case names, with their parameters. */
export type Features = ReadonlyMap<string, string>;

/** Asks for the features of the server; none if it does not say. */
export function* askFeatures(): Dialogue<Features> {
  const reply = yield { verb: "FEAT" };
  return isPositive(reply) ? parseFeatures(reply) : new Map();
}

/** Returns the features in the reply of FEAT. */
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

/** Returns `true` if the server lists directories in machine form (RFC 3659). */
export function hasMachineListings(features: Features): boolean {
  return features.has("MLSD") || features.has("MLST");
}
