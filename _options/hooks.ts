// Copyright 2026 the wininet authors. MIT license.

/**
 * Callbacks for options that make the whole process discard state. The cookie
 * jar, the credential store and similar modules register here, so that the
 * options need not import them.
 *
 * @module
 */

/** The kinds of state that can be discarded. */
type Event = "session" | "digest" | "proxies" | "connections";

const registered: Record<Event, Set<() => void>> = {
  session: new Set(),
  digest: new Set(),
  proxies: new Set(),
  connections: new Set(),
};

/**
 * Registers a callback for INTERNET_OPTION_END_BROWSER_SESSION; returns the
 * function that unregisters it.
 */
export function onBrowserSessionEnd(run: () => void): () => void {
  return register("session", run);
}

/**
 * Registers a callback for INTERNET_OPTION_DIGEST_AUTH_UNLOAD; returns the
 * function that unregisters it.
 */
export function onDigestUnload(run: () => void): () => void {
  return register("digest", run);
}

/**
 * Registers a callback that reads the proxies of the environment again; returns
 * the function that unregisters it.
 */
export function onProxyRefresh(run: () => void): () => void {
  return register("proxies", run);
}

/**
 * Registers a callback that closes idle connections; returns the function that
 * unregisters it.
 */
export function onConnectionsDropped(run: () => void): () => void {
  return register("connections", run);
}

/** Calls the callbacks for INTERNET_OPTION_END_BROWSER_SESSION. */
export function endBrowserSession(): void {
  runAll("session");
}

/** Calls the callbacks for INTERNET_OPTION_DIGEST_AUTH_UNLOAD. */
export function unloadDigest(): void {
  runAll("digest");
}

/**
 * Calls the callbacks for INTERNET_OPTION_REFRESH and
 * INTERNET_OPTION_PROXY_SETTINGS_CHANGED.
 */
export function refreshProxies(): void {
  runAll("proxies");
}

/** Calls the callbacks for INTERNET_OPTION_SETTINGS_CHANGED. */
export function dropConnections(): void {
  runAll("connections");
}

function register(event: Event, run: () => void): () => void {
  // Each registration is separate, even if the same function is registered
  // twice.
  const entry = () => run();
  registered[event].add(entry);
  return () => void registered[event].delete(entry);
}

function runAll(event: Event): void {
  for (const run of registered[event]) run();
}
