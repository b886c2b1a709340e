// Copyright 2026 the wininet authors. MIT license.

/**
 * The channels of `node:diagnostics_channel` on which this library publishes its
 * statuses, its calls and the lines that it sends and receives. Their subscribers belong
 * to the program, so only the event queue publishes.
 *
 * The module is imported statically although the first `node:` module takes five
 * milliseconds to load: the timers of the first request load the same parts of Deno, so
 * a program that makes a request waits 0.4 ms longer.
 *
 * @module
 */

import { channel } from "node:diagnostics_channel";

/** A channel: its subscribers, and the messages for them. */
export interface DiagnosticsChannel {
  /** `true` if the program has subscribed. */
  readonly hasSubscribers: boolean;
  /** Calls the subscribers. */
  publish(message: unknown): void;
}

/** Publishes every status, a `StatusEvent`. */
export const statusChannel: DiagnosticsChannel = channel("wininet.status");

/** Publishes the start and the end of every call that waits, a `CallEvent`. */
export const callChannel: DiagnosticsChannel = channel("wininet.call");

/** Publishes the lines of FTP, of Gopher requests and of HTTP heads, a `WireLine`. */
export const wireChannel: DiagnosticsChannel = channel("wininet.wire");
