// Copyright 2026 the wininet authors. MIT license.

/**
 * The file system of {@linkcode "./ftp_server.ts"}, in memory, and its
 * listings. Paths are absolute, and only `/` ends with a slash.
 *
 * @module
 */

import { bytesOf, concat } from "./tcp_server.ts";

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `ls -l` shows the time of day for entries that are younger. */
const RECENT = 180 * 24 * 3600 * 1000;

/** An entry in a listing. */
export interface FtpEntry {
  name: string;
  path: string;
  directory: boolean;
  size: number;
  modified: Date;
}

/** Files and directories by absolute path. */
export class FtpFiles {
  readonly files: Map<string, Uint8Array> = new Map();
  readonly directories: Set<string> = new Set(["/"]);
  /**
   * Times of modification; {@linkcode defaultTime} applies to the other
   * entries.
   */
  readonly times: Map<string, Date> = new Map();
  /** The time of entries without one: 2026-01-02 03:04:05 UTC. */
  readonly defaultTime: Date = new Date(Date.UTC(2026, 0, 2, 3, 4, 5));

  /** `true` if there is a file or directory. */
  has(path: string): boolean {
    return this.files.has(path) || this.directories.has(path);
  }

  /** Adds a file and the directories above it. */
  add(path: string, content: Uint8Array | string): void {
    this.addDirectory(parentOf(path));
    this.files.set(path, bytesOf(content));
  }

  /** Adds a directory and those above it. */
  addDirectory(path: string): void {
    if (this.directories.has(path)) return;
    this.addDirectory(parentOf(path));
    this.directories.add(path);
  }

  /** Returns the entry for a path; `undefined` if there is none. */
  entry(path: string): FtpEntry | undefined {
    if (!this.has(path)) return undefined;
    return {
      name: nameOf(path),
      path,
      directory: this.directories.has(path),
      size: this.files.get(path)?.length ?? 4096,
      modified: this.times.get(path) ?? this.defaultTime,
    };
  }

  /** The entries of a directory, by name. */
  children(directory: string): FtpEntry[] {
    const paths = [...this.directories, ...this.files.keys()].filter((path) =>
      path !== "/" && parentOf(path) === directory
    );
    return paths.sort().map((path) => this.entry(path) as FtpEntry);
  }

  /** Renames a file, or a directory with its entries. */
  move(from: string, to: string): void {
    const moved = (path: string) =>
      path === from || path.startsWith(`${from}/`)
        ? to + path.slice(from.length)
        : undefined;
    for (const [path, content] of [...this.files]) {
      const target = moved(path);
      if (target === undefined) continue;
      this.files.delete(path);
      this.files.set(target, content);
    }
    for (const path of [...this.directories]) {
      const target = moved(path);
      if (target === undefined) continue;
      this.directories.delete(path);
      this.directories.add(target);
    }
    for (const [path, time] of [...this.times]) {
      const target = moved(path);
      if (target === undefined) continue;
      this.times.delete(path);
      this.times.set(target, time);
    }
  }

  /** Writes at an offset; the bytes after that are kept if `keep` is set. */
  write(
    path: string,
    offset: number,
    content: Uint8Array,
    keep: boolean = false,
  ): void {
    const old = this.files.get(path) ?? new Uint8Array();
    const gap = new Uint8Array(Math.max(0, offset - old.length));
    const tail = keep
      ? old.subarray(offset + content.length)
      : new Uint8Array();
    this.files.set(path, concat([old.subarray(0, offset), gap, content, tail]));
    this.times.delete(path);
  }
}

/** Returns the absolute path for an argument in a directory; resolves `.` and `..`. */
export function resolvePath(directory: string, argument: string): string {
  const path = argument.startsWith("/") ? argument : `${directory}/${argument}`;
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** The directory above. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}

/** Returns the part after the last slash. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A line like `ls -l`, without its end. */
export function unixLine(entry: FtpEntry, now: number): string {
  const { directory, size, modified: time, name } = entry;
  const mode = directory ? "drwxr-xr-x   2" : "-rw-r--r--   1";
  const age = now - time.getTime();
  const month = MONTHS[time.getUTCMonth()];
  const day = String(time.getUTCDate()).padStart(2);
  const hour = age > RECENT || age < 0
    ? ` ${time.getUTCFullYear()}`
    : time.toISOString().slice(11, 16);
  const length = String(size).padStart(12);
  return `${mode} ftp      ftp  ${length} ${month} ${day} ${hour} ${name}`;
}

/** A line of MLSD with the facts in this order, without its end. */
export function factLine(
  entry: FtpEntry,
  facts: string[],
  name: string,
  type: string = entry.directory ? "dir" : "file",
): string {
  const values: Record<string, string | undefined> = {
    type,
    size: entry.directory ? undefined : String(entry.size),
    modify: stamp(entry.modified),
    perm: entry.directory ? "flcdmpe" : "adfrw",
    unique: `1U${hashOf(entry.path)}`,
  };
  const known = facts.filter((fact) => values[fact] !== undefined);
  return `${known.map((fact) => `${fact}=${values[fact]};`).join("")} ${name}`;
}

/** `YYYYMMDDhhmmss` in UTC. */
export function stamp(time: Date): string {
  return time.toISOString().replace(/\D/g, "").slice(0, 14);
}

/** The time in `YYYYMMDDhhmmss`; `undefined` if it is not a time. */
export function timeOf(text: string): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?$/.exec(text);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(
    Number,
  ) as [number, number, number, number, number, number];
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}

/** `true` if a name fits a pattern with `*` and `?`. */
export function matches(pattern: string, name: string): boolean {
  const source = [...pattern].map((char) =>
    char === "*"
      ? ".*"
      : char === "?"
      ? "."
      : char.replace(/[^\w]/u, (other) => `\\u{${hex(other)}}`)
  );
  return new RegExp(`^${source.join("")}$`, "su").test(name);
}

/** Bare LF becomes CRLF, as in TYPE A on the wire. */
export function toWireText(bytes: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 10 || (at > 0 && bytes[at - 1] === 13)) continue;
    pieces.push(bytes.subarray(from, at), Uint8Array.of(13));
    from = at;
  }
  pieces.push(bytes.subarray(from));
  return concat(pieces);
}

/** CRLF becomes LF, as when a server stores data received in TYPE A. */
export function fromWireText(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, at) => byte !== 13 || bytes[at + 1] !== 10);
}

function hex(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16);
}

function hashOf(text: string): string {
  let hash = 0;
  for (const char of text) {
    hash = (Math.imul(hash, 31) + (char.codePointAt(0) ?? 0)) >>> 0;
  }
  return hash.toString(16);
}
