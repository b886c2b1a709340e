// Copyright 2026 the wininet authors. MIT license.

/**
 * The links of the process: the relay, the connections in use and those that
 * wait for their next request. They live from the first observed request to the
 * close of the last session.
 *
 * @module
 */

import { setImmediate } from "node:timers";
import type { SessionResource } from "../_core/session.ts";
import { lookUpsEnded } from "./dial.ts";
import { HttpLink, linkKey, type LinkTarget } from "./http_link.ts";
import { Relay } from "./relay.ts";

/** A link that has been idle for longer is not trusted any more: KeepAliveTimeout of Windows, one minute. */
const IDLE_LIMIT = 60_000;

class Links {
  readonly #relay = new Relay();
  readonly #all = new Set<HttpLink>();
  readonly #idle = new Map<string, HttpLink[]>();

  /** An idle link to a target, else a new one. */
  take(target: LinkTarget): HttpLink {
    const idle = this.#idle.get(linkKey(target));
    for (let link = idle?.pop(); link; link = idle?.pop()) {
      if (link.open && performance.now() - link.idleSince < IDLE_LIMIT) {
        return link;
      }
      this.drop(link);
    }
    const link = new HttpLink(this.#relay, target);
    this.#all.add(link);
    return link;
  }

  /** Keeps a link whose response was read to its end. */
  keep(link: HttpLink): void {
    link.detach();
    if (!link.open) return this.drop(link);
    // fetch takes a turn of the event loop until the connection is in its own pool again.
    link.ready = new Promise((resolve) => setImmediate(resolve));
    link.idleSince = performance.now();
    const key = linkKey(link.target);
    const idle = this.#idle.get(key);
    if (idle) idle.push(link);
    else this.#idle.set(key, [link]);
  }

  /** Ends a link. */
  drop(link: HttpLink): void {
    link.end();
    this.#all.delete(link);
  }

  /** Ends the links that wait. */
  dropIdle(): void {
    for (const idle of this.#idle.values()) {
      for (const link of idle) this.drop(link);
    }
    this.#idle.clear();
  }

  /** Ends everything; resolves when nothing is left. */
  async close(): Promise<void> {
    for (const link of this.#all) link.end();
    await this.#relay.close();
    await lookUpsEnded();
  }
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
