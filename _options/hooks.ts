// Copyright 2026 the wininet authors. MIT license.

/**
 * Options that make the whole process forget something. The jar of cookies, the store
 * of credentials and their like register here, so that the options need not import them.
 *
 * @module
 */

/** The kinds of things that can be forgotten. */
type Event = "session" | "digest" | "proxies" | "connections";

const registered: Record<Event, Set<() => void>> = {
  session: new Set(),
  digest: new Set(),
  proxies: new Set(),
  connections: new Set(),
};

/** Runs something when INTERNET_OPTION_END_BROWSER_SESSION is set; returns the function that unregisters it. */
export function onBrowserSessionEnd(run: () => void): () => void {
  return register("session", run);
}

/** Runs something when INTERNET_OPTION_DIGEST_AUTH_UNLOAD is set; returns the function that unregisters it. */
export function onDigestUnload(run: () => void): () => void {
  return register("digest", run);
}

/** Runs something when the proxies of the environment are to be read again; returns the function that unregisters it. */
export function onProxyRefresh(run: () => void): () => void {
  return register("proxies", run);
}

/** Runs something when idle connections are to be closed; returns the function that unregisters it. */
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
  // Each registration is separate, even if one function is registered twice.
  const entry = () => run();
  registered[event].add(entry);
  return () => void registered[event].delete(entry);
}

function runAll(event: Event): void {
  for (const run of registered[event]) run();
}
