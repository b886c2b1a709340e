// Copyright 2026 the wininet authors. MIT license.

/**
 * The HTTP version that a server chooses. `fetch` does not report the version
 * it uses, so a connection that sends no request negotiates one by ALPN (RFC
 * 7301), and the `fetch` client that is used afterwards supports the chosen
 * version only.
 *
 * @module
 */

import type { NodeTls } from "../../_options/client_certificate.ts";
import type { Settings } from "../../_options/settings.ts";
import { secureClosably } from "../../_net/closable_tls.ts";
import { dial } from "../../_net/dial.ts";
import { NO_STAGES } from "../../_net/dial_statuses.ts";
import { HTTP_ALPN } from "../../_net/tls.ts";
import { withoutBrackets } from "../../_base/host.ts";
import type { FetchVersion } from "./fetch_clients.ts";

/** Returns the version that the server of an https URL chooses. */
export async function chosenVersion(
  { hostname, port }: URL,
  settings: Settings,
  nodeTls: NodeTls | null,
  signal: AbortSignal,
): Promise<FetchVersion> {
  const host = withoutBrackets(hostname);
  const target = { host, port: Number(port) || 443 };
  const channel = await secureClosably(
    await dial(target, settings, NO_STAGES, signal),
    host,
    signal,
    ["h2", ...HTTP_ALPN],
    0,
    nodeTls,
  );
  const { alpn } = channel.facts;
  channel.close();
  return alpn === "h2" ? "h2" : "http/1.1";
}
