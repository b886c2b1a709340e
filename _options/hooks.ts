// Copyright 2026 the wininet authors. MIT license.

/**
 * Options that tell the whole process to forget something. Who remembers, such
 * as the jar of cookies and the store of credentials, registers here; so the
 * options need not know them.
 *
 * @module
 */

/** What may be forgotten. */
type Event = "session" | "digest" | "proxies" | "connections";

const registered: Record<Event, Set<() => void>> = {
  session: new Set(),
  digest: new Set(),
  proxies: new Set(),
  connections: new Set(),
};

/** Runs something when INTERNET_OPTION_END_BROWSER_SESSION is set; answers what takes that back. */
export function onBrowserSessionEnd(run: () => void): () => void {
  return register("session", run);
}

/** Runs something when INTERNET_OPTION_DIGEST_AUTH_UNLOAD is set; answers what takes that back. */
export function onDigestUnload(run: () => void): () => void {
  return register("digest", run);
}

/** Runs something when the proxies of the environment are to be read again; answers what takes that back. */
export function onProxyRefresh(run: () => void): () => void {
  return register("proxies", run);
}

/** Runs something when idle connections are to be closed; returns what takes that back. */
export function onConnectionsDropped(run: () => void): () => void {
  return register("connections", run);
}

/** INTERNET_OPTION_END_BROWSER_SESSION. */
export function endBrowserSession(): void {
  runAll("session");
}

/** INTERNET_OPTION_DIGEST_AUTH_UNLOAD. */
export function unloadDigest(): void {
  runAll("digest");
}

/** INTERNET_OPTION_REFRESH and INTERNET_OPTION_PROXY_SETTINGS_CHANGED. */
export function refreshProxies(): void {
  runAll("proxies");
}

/** INTERNET_OPTION_SETTINGS_CHANGED. */
export function dropConnections(): void {
  runAll("connections");
}

function register(event: Event, run: () => void): () => void {
  // Each registration is its own, also of one function twice.
  const entry = () => run();
  registered[event].add(entry);
  return () => void registered[event].delete(entry);
}

function runAll(event: Event): void {
  for (const run of registered[event]) run();
}
