// Copyright 2026 the wininet authors. MIT license.

/**
 * Exchanges over simulated connections, and their events.
 *
 * @module
 */

import { CredentialStore } from "../../../_auth/credential_store.ts";
import { Http1Exchange } from "../../../_http/net/http1_exchange.ts";
import type { PoolLease } from "../../../_http/net/connections.ts";
import type {
  ExchangeRequest,
  IncomingBody,
  Missing,
  RequestBody,
  SetClock,
  Stages,
} from "../../../_http/net/transport.ts";
import { getProcessSettings } from "../../../_options/process_settings.ts";
import { withTimeouts } from "../../../_options/settings.ts";
import { HTTP_TIMEOUTS, NO_TIMEOUT } from "../../../_base/timeouts.ts";
import { latin1Of } from "../../servers/tcp_server.ts";

/** The target of requests: an address, so that no name is resolved. */
export const ORIGIN = "http://127.0.0.1:8080";

/** An exchange and its recorded events. */
export interface Recorded {
  readonly exchange: Http1Exchange;
  /** The stages, with their details. */
  readonly stages: string[];
  /** The timeouts that were set, with `null` for one that was stopped. */
  readonly clocks: (Missing | null)[];
}

/** A request with default values for the properties that are not given. */
export function requestOf(
  parts: Partial<ExchangeRequest> = {},
): ExchangeRequest {
  return {
    method: "GET",
    url: new URL(`${ORIGIN}/`),
    headers: [],
    body: null,
    forgiven: 0,
    proxy: null,
    identity: "",
    nodeTls: null,
    ...parts,
  };
}

/** A body that is sent as a whole. */
export function whole(text: string): RequestBody {
  const bytes = new TextEncoder().encode(text);
  return { bytes, length: bytes.length, framing: "length" };
}

/** Makes an exchange. */
export function exchangeOf(
  lease: PoolLease,
  parts: Partial<ExchangeRequest> = {},
): Recorded {
  const stages: string[] = [];
  const clocks: (Missing | null)[] = [];
  const setClock: SetClock = (missing) => void clocks.push(missing);
  const settings = withTimeouts(getProcessSettings(), HTTP_TIMEOUTS);
  const exchange = new Http1Exchange({
    request: requestOf(parts),
    settings: { ...settings, connectTimeout: NO_TIMEOUT },
    lease,
    stages: recordInto(stages),
    setClock,
  });
  return { exchange, stages, clocks };
}

function recordInto(stages: string[]): Stages {
  const say = (name: string) => (told?: unknown) =>
    void stages.push(told === undefined ? name : `${name} ${told}`);
  return {
    credentials: () => new CredentialStore(),
    resolving: say("resolving"),
    resolved: say("resolved"),
    connecting: say("connecting"),
    connected: say("connected"),
    reused: say("reused"),
    closed: say("closed"),
    sending: say("sending"),
    sent: say("sent"),
    receiving: say("receiving"),
    intermediate: say("intermediate"),
  };
}

/** Reads a body to its end. */
export async function textOf(body: IncomingBody): Promise<string> {
  let text = "";
  for (;;) {
    const target = new Uint8Array(1000);
    const count = await body.read(target, false);
    if (count === 0) return text;
    text += latin1Of(target.subarray(0, count));
  }
}
