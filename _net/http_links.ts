// Copyright 2026 the wininet authors. MIT license.

/**
 * The links of the process: the relay, the connections in use and those that
 * wait for their next request. They live from the first observed request to the
 * close of the last session that made one.
 *
 * @module
 */

import { setImmediate } from "node:timers";
import type { SessionResource } from "../_core/session.ts";
import { lookUpsEnded } from "./dial.ts";
import { HttpLink, linkKey, type LinkTarget } from "./http_link.ts";
import { type IdleLimits, IdlePool } from "./idle_pool.ts";
import { Relay } from "./relay.ts";

/** Which links wait: for KeepAliveTimeout of Windows, and no more than a burst leaves files for others. */
const IDLE_LIMITS: IdleLimits = { age: 60_000, perKey: 64, total: 256 };

class Links {
  readonly #relay = new Relay();
  readonly #all = new Set<HttpLink>();
  readonly #idle = new IdlePool<HttpLink>(
    (link) => this.drop(link),
    IDLE_LIMITS,
  );

  /** An idle link to a target, else a new one. */
  take(target: LinkTarget): HttpLink {
    const idle = this.#idle.take(linkKey(target));
    if (idle !== undefined) return idle;
    const link = new HttpLink(this.#relay, target);
    this.#all.add(link);
    return link;
  }

  /** Keeps a link whose response was read to its end. */
  keep(link: HttpLink): void {
    link.detach(() => this.drop(link));
    if (!link.open) return this.drop(link);
    // fetch takes a turn of the event loop until the connection is in its own pool again.
    link.ready = nextTurn();
    this.#idle.add(linkKey(link.target), link);
  }

  /** Ends a link. */
  drop(link: HttpLink): void {
    this.#idle.delete(link);
    link.end();
    this.#all.delete(link);
  }

  /** Ends the links that wait. */
  dropIdle(): void {
    this.#idle.clear();
  }

  /** Ends everything; resolves when nothing is left. */
  async close(): Promise<void> {
    for (const link of this.#all) this.drop(link);
    await this.#relay.close();
    await lookUpsEnded();
  }
}

/** One promise for everybody who waits for the next turn. */
let turn: Promise<void> | null = null;

/** Resolves in the next turn of the event loop. */
function nextTurn(): Promise<void> {
  return turn ??= new Promise((resolve) =>
    setImmediate(() => {
      turn = null;
      resolve();
    })
  );
}

let links: Links | null = null;
let leases = 0;

/** A session's share in the links of the process. */
export class LinkLease implements SessionResource {
  constructor() {
    leases++;
  }

  /** An idle link to a target, else a new one. */
  take(target: LinkTarget): HttpLink {
    return (links ??= new Links()).take(target);
  }

  /** Keeps a link whose response was read to its end. */
  keep(link: HttpLink): void {
    if (links) links.keep(link);
    else link.end();
  }

  /** Ends a link. */
  drop(link: HttpLink): void {
    if (links) links.drop(link);
    else link.end();
  }

  /** Gives the share back; the last one ends the links. */
  close(): Promise<void> | void {
    if (--leases > 0) return;
    const ended = links?.close();
    links = null;
    return ended;
  }
}

/** Ends the links that wait for a request. */
export function dropIdleLinks(): void {
  links?.dropIdle();
}
