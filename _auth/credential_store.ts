// Copyright 2026 the wininet authors. MIT license.

/**
 * What the process remembers of credentials that were accepted. As on Windows
 * they belong to a host and a realm, serve every session that has none of its
 * own, and are sent at once where they are known to be wanted.
 *
 * They are kept for one party: a server (scheme, host and port) or a proxy, and
 * handed out for nothing else. "At once" means below the folders in which they
 * were asked for (RFC 7617 section 2.2), in the domain that a Digest challenge
 * named, or on the whole server when it named none (RFC 7616 section 3.3), and
 * always at a proxy.
 *
 * Credentials that were told by Digest only are not given to Basic: whoever
 * changes a response on its way could have the password for the asking.
 *
 * @module
 */

import type { Credentials } from "./credentials.ts";
import type { DigestSession } from "./digest.ts";

/** What a request is sent to. */
export interface Place {
  /** The server or the proxy. */
  readonly party: string;
  /** The path of the URL; `null` at a proxy. */
  readonly path: string | null;
}

/** How credentials are proved. */
export type Proof =
  | { readonly scheme: "basic"; readonly isUtf8: boolean }
  | { readonly scheme: "digest"; readonly session: DigestSession };

/** What is known of a realm. */
export interface Known {
  /** The realm, as the server wrote it. */
  readonly realm: string;
  /** Who is let in. */
  readonly credentials: Credentials;
  /** How that is proved. */
  readonly proof: Proof;
}

/** How many realms are remembered; the one that was used longest ago is given up. */
export const MAX_SPACES = 256;

/** How many folders are remembered for each realm; as many as a Digest domain has. */
export const MAX_FOLDERS = 32;

interface Space extends Known {
  readonly party: string;
  readonly folders: readonly string[];
}

/** The place of a URL. */
export function serverPlace(url: URL): Place {
  return { party: partyOf(url), path: url.pathname };
}

/** The place of a proxy; the kind is such as "http". */
export function proxyPlace(kind: string, host: string, port: number): Place {
  return { party: `proxy ${kind}://${host.toLowerCase()}:${port}`, path: null };
}

/** Credentials by party and realm. */
export class CredentialStore {
  /** The longest unused first. */
  readonly #spaces = new Map<string, Space>();

  /** How many realms are remembered. */
  get size(): number {
    return this.#spaces.size;
  }

  /** Remembers what was accepted at a place; other credentials of the realm are forgotten. */
  remember({ party, path }: Place, known: Known): void {
    const { realm, credentials, proof } = known;
    const key = keyOf(party, realm);
    const before = this.#spaces.get(key);
    const isSame = before?.proof.scheme === proof.scheme &&
      before.credentials.equals(credentials);
    const folders = isSame && longestCover(before.folders, path) >= 0
      ? before.folders
      : withFolders(
        isSame ? before.folders : [],
        wantedFolders(party, path, proof),
      );
    this.#spaces.delete(key);
    this.#spaces.set(key, { party, realm, credentials, proof, folders });
    if (this.#spaces.size <= MAX_SPACES) return;
    const [oldest] = this.#spaces.keys();
    this.#spaces.delete(oldest!);
  }

  /** What answers a challenge of a realm, or `null`. */
  find(
    { party }: Place,
    realm: string,
    scheme: "basic" | "digest",
  ): Known | null {
    const space = this.#spaces.get(keyOf(party, realm));
    if (!space) return null;
    return space.proof.scheme === "digest" && scheme === "basic" ? null : space;
  }

  /**
   * What is sent before anybody asks, or `null`. A program's own credentials
   * come before others: at once by Basic, by Digest only when they are the same,
   * since a nonce is used by one user.
   */
  inAdvance(
    { party, path }: Place,
    own: Credentials | null,
  ): Known | null {
    let best: Space | null = null;
    let bestLength = -1;
    for (const space of this.#spaces.values()) {
      if (space.party !== party) continue;
      const length = longestCover(space.folders, path);
      if (length < bestLength || length < 0) continue;
      best = space;
      bestLength = length;
    }
    if (best === null || own === null || own.equals(best.credentials)) {
      return best;
    }
    if (best.proof.scheme === "digest") return null;
    return { realm: best.realm, credentials: own, proof: best.proof };
  }

  /** Forgets credentials that were refused, unless others took their place. */
  forget({ party }: Place, { realm, credentials }: Known): void {
    const key = keyOf(party, realm);
    if (this.#spaces.get(key)?.credentials.equals(credentials)) {
      this.#spaces.delete(key);
    }
  }

  /** Forgets what was proved by Digest: INTERNET_OPTION_DIGEST_AUTH_UNLOAD. */
  clearDigest(): void {
    for (const [key, { proof }] of this.#spaces) {
      if (proof.scheme === "digest") this.#spaces.delete(key);
    }
  }

  /** Forgets everything: INTERNET_OPTION_END_BROWSER_SESSION. */
  clear(): void {
    this.#spaces.clear();
  }
}

/** No party has a line end, so that none can pass for another one with a realm. */
function keyOf(party: string, realm: string): string {
  return `${party}\n${realm}`;
}

/** As `URL.origin`, which is "null" for the schemes that the Web has no origins for. */
function partyOf(url: URL): string {
  return `${url.protocol}//${url.host}`;
}

/** The folders, or single paths, in which credentials are wanted. */
function wantedFolders(
  party: string,
  path: string | null,
  proof: Proof,
): string[] {
  if (path === null) return ["/"];
  const own = path.slice(0, path.lastIndexOf("/") + 1) || "/";
  if (proof.scheme === "basic") return [own];
  const { domain } = proof.session;
  if (domain.length === 0) return ["/"];
  const named: string[] = [];
  for (const uri of domain) {
    const url = URL.parse(uri, party + path);
    if (url === null || partyOf(url) !== party) continue;
    named.push(url.pathname);
  }
  // A domain of other servers only says nothing of this one.
  return named.length === 0 ? [own] : named;
}

/** The folders with others, without those inside another one; the first are given up when there are too many. */
function withFolders(
  before: readonly string[],
  added: readonly string[],
): readonly string[] {
  let folders = [...before];
  for (const folder of added) {
    if (folders.some((other) => covers(other, folder))) continue;
    folders = folders.filter((other) => !covers(folder, other));
    folders.push(folder);
  }
  return folders.slice(-MAX_FOLDERS);
}

/** How long the folder is that holds a path; -1 for none. */
function longestCover(folders: readonly string[], path: string | null): number {
  if (path === null) return 0;
  return folders.reduce(
    (longest, folder) =>
      folder.length > longest && covers(folder, path) ? folder.length : longest,
    -1,
  );
}

/** Whether a path is a folder's or inside it; a domain may name a folder without its slash. */
function covers(folder: string, path: string): boolean {
  if (!path.startsWith(folder)) return false;
  return folder.endsWith("/") || path.length === folder.length ||
    path[folder.length] === "/";
}
