// Copyright 2026 the wininet authors. MIT license.

/**
 * The accepted credentials that the process remembers. As on Windows, they
 * belong to a host and a realm, serve every session that has no other
 * credentials, and are sent in advance where the server is known to require
 * them.
 *
 * They are kept for one party, a server (scheme, host and port) or a proxy, and
 * are used for no other one. They are sent in advance below the directories for
 * which they were requested (RFC 7617 section 2.2), in the domain that a Digest
 * challenge named, or to the whole server if it named none (RFC 7616 section
 * 3.3), and always to a proxy.
 *
 * Credentials that were used with Digest only are not used with Basic: an
 * attacker who changes a response in transit could obtain the password.
 *
 * @module
 */

import type { Credentials } from "./credentials.ts";
import type { DigestSession } from "./digest.ts";
import type { ConnectionProof } from "./ntlm_login.ts";

/** The destination of a request. */
export interface AuthPlace {
  /** The server or the proxy. */
  readonly party: string;
  /** The path of the URL; `null` at a proxy. */
  readonly path: string | null;
}

/** The scheme that proves credentials, with its state. */
export type Proof =
  | { readonly scheme: "basic"; readonly isUtf8: boolean }
  | { readonly scheme: "digest"; readonly session: DigestSession }
  | ConnectionProof;

/** The credentials of a realm. */
export interface Known {
  /** The realm, as the server wrote it. */
  readonly realm: string;
  /** The credentials that were accepted. */
  readonly credentials: Credentials;
  /** The scheme that proves them, with its state. */
  readonly proof: Proof;
}

/** The maximum number of realms that are remembered; the least recently used one is dropped. */
export const MAX_SPACES = 256;

/**
 * The maximum number of directories that are remembered for each realm; as many
 * as a Digest domain may have.
 */
export const MAX_FOLDERS = 32;

interface Space extends Known {
  readonly party: string;
  readonly folders: readonly string[];
}

/** Returns the place of a URL. */
export function serverPlace(url: URL): AuthPlace {
  return { party: partyOf(url), path: url.pathname };
}

/** Returns the place of a proxy; a kind is, for example, "http". */
export function proxyPlace(
  kind: string,
  host: string,
  port: number,
): AuthPlace {
  return { party: `proxy ${kind}://${host.toLowerCase()}:${port}`, path: null };
}

/** Credentials by party and realm. */
export class CredentialStore {
  /** The least recently used one is the first. */
  readonly #spaces = new Map<string, Space>();
  #generation = 0;

  /** Changes each time the program discards credentials. */
  get generation(): number {
    return this.#generation;
  }

  /** The number of realms that are remembered. */
  get size(): number {
    return this.#spaces.size;
  }

  /** Remembers credentials that were accepted at a place; they replace others of the realm. */
  remember({ party, path }: AuthPlace, known: Known): void {
    const { realm, credentials, proof } = known;
    const key = spaceKey(party, realm);
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

  /** Returns the credentials for a challenge of a realm; `null` if there are none. */
  find(
    { party }: AuthPlace,
    realm: string,
    scheme: Proof["scheme"],
  ): Known | null {
    const space = this.#spaces.get(spaceKey(party, realm));
    if (!space) return null;
    return space.proof.scheme === "digest" && scheme === "basic" ? null : space;
  }

  /**
   * Returns the credentials to send in advance; `null` if there are none. The
   * program's own credentials take precedence: with Basic and NTLM always, with
   * Digest only if they are the same, because a nonce belongs to one user.
   */
  inAdvance(
    { party, path }: AuthPlace,
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

  /** Discards credentials that were refused, unless others have replaced them. */
  forget({ party }: AuthPlace, { realm, credentials }: Known): void {
    const key = spaceKey(party, realm);
    if (this.#spaces.get(key)?.credentials.equals(credentials)) {
      this.#spaces.delete(key);
    }
  }

  /** Discards the credentials of Digest: INTERNET_OPTION_DIGEST_AUTH_UNLOAD. */
  clearDigest(): void {
    this.#generation++;
    for (const [key, { proof }] of this.#spaces) {
      if (proof.scheme === "digest") this.#spaces.delete(key);
    }
  }

  /** Discards everything: INTERNET_OPTION_END_BROWSER_SESSION. */
  clear(): void {
    this.#generation++;
    this.#spaces.clear();
  }
}

/**
 * Returns the key of a realm. No party contains a line end, so that the key of
 * each party and realm is different.
 */
function spaceKey(party: string, realm: string): string {
  return `${party}\n${realm}`;
}

/**
 * Returns the origin of a URL; `URL.origin` is "null" for schemes that have no
 * origin on the Web.
 */
function partyOf(url: URL): string {
  return `${url.protocol}//${url.host}`;
}

/** Returns the directories, or single paths, for which credentials are sent in advance. */
function wantedFolders(
  party: string,
  path: string | null,
  proof: Proof,
): string[] {
  if (path === null) return ["/"];
  const own = path.slice(0, path.lastIndexOf("/") + 1) || "/";
  if (proof.scheme !== "digest") return [own];
  const { domain } = proof.session;
  if (domain.length === 0) return ["/"];
  const named: string[] = [];
  for (const uri of domain) {
    const url = URL.parse(uri, party + path);
    if (url === null || partyOf(url) !== party) continue;
    named.push(url.pathname);
  }
  // A domain that contains only other servers does not concern this one.
  return named.length === 0 ? [own] : named;
}

/**
 * Merges directories, without those inside another one; the oldest are dropped
 * if there are too many.
 */
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

/** Returns the length of the longest directory that contains a path; -1 if there is none. */
function longestCover(folders: readonly string[], path: string | null): number {
  if (path === null) return 0;
  return folders.reduce(
    (longest, folder) =>
      folder.length > longest && covers(folder, path) ? folder.length : longest,
    -1,
  );
}

/**
 * Returns `true` if a path is a directory or inside it; a domain may name a
 * directory without its slash.
 */
function covers(folder: string, path: string): boolean {
  if (!path.startsWith(folder)) return false;
  return folder.endsWith("/") || path.length === folder.length ||
    path[folder.length] === "/";
}
