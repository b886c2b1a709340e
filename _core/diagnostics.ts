// Copyright 2026 the wininet authors. MIT license.

/**
 * The channels of `node:diagnostics_channel` on which this library publishes
 * its statuses, its calls and the lines that it sends and receives. Subscribers
 * are code of the program, so only the event queue publishes.
 *
 * The module is imported statically although the first `node:` module takes
 * five milliseconds to load: the timers of the first request load the same
 * parts of Deno, so a program that makes a request waits only 0.4 ms longer.
 *
 * @module
 */

import { channel } from "node:diagnostics_channel";

/** A channel that delivers messages to its subscribers. */
export interface DiagnosticsChannel {
  /** `true` if the channel has subscribers. */
  readonly hasSubscribers: boolean;
  /** Calls the subscribers with a message. */
  publish(message: unknown): void;
  /** Adds a subscriber. */
  subscribe(subscriber: Subscriber): void;
  /** Removes a subscriber. */
  unsubscribe(subscriber: Subscriber): unknown;
}

/** Receives the messages of a channel. */
export type Subscriber = (message: unknown, name: string | symbol) => void;

/** Publishes every status, a `StatusEvent`. */
export const statusChannel: DiagnosticsChannel = channel("wininet.status");

/** Publishes the start and the end of every asynchronous call, a `CallEvent`. */
export const callChannel: DiagnosticsChannel = channel("wininet.call");

/**
 * Publishes the lines of FTP commands and replies, Gopher requests and HTTP
 * message heads, each a `WireLine`.
 */
export const wireChannel: DiagnosticsChannel = channel("wininet.wire");

/** Subscribes to a channel; returns the function that unsubscribes. */
export function subscribeTo(
  channel: DiagnosticsChannel,
  take: (message: unknown) => void,
): () => void {
  const subscriber: Subscriber = (message) => take(message);
  channel.subscribe(subscriber);
  return () => channel.unsubscribe(subscriber);
}
