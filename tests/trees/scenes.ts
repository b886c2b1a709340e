// Copyright 2026 the wininet authors. MIT license.

/**
 * Shared helpers for the tests of trees: files on the server and local files.
 *
 * @module
 */

import type { TreeFailure } from "../../trees.ts";
import type { Folder } from "../helpers/ftp_calls.ts";
import type { FtpServer } from "../servers/ftp_server.ts";

/**
 * Returns the files of a directory by path, in the order of the paths;
 * directories end with a slash.
 */
export function filesOf(files: Folder, below = ""): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (path: string) => {
    const own = path === ""
      ? files.path(below)
      : `${files.path(below)}/${path}`;
    for (const entry of Deno.readDirSync(own)) {
      const name = path === "" ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory) {
        found[`${name}/`] = "";
        visit(name);
      } else if (entry.isSymlink) {
        found[name] = `-> ${Deno.readLinkSync(`${files.path(below)}/${name}`)}`;
      } else {found[name] = Deno.readTextFileSync(
          `${files.path(below)}/${name}`,
        );}
    }
  };
  visit("");
  return sorted(found);
}

/** Returns the files of a server below a directory, in the form of {@linkcode filesOf}. */
export function serverFiles(
  server: FtpServer,
  directory: string,
): Record<string, string> {
  const prefix = directory === "/" ? "/" : `${directory}/`;
  const found: Record<string, string> = {};
  for (const path of server.directories) {
    if (path.startsWith(prefix) && path !== "/") {
      found[`${path.slice(prefix.length)}/`] = "";
    }
  }
  for (const [path, content] of server.files) {
    if (!path.startsWith(prefix)) continue;
    found[path.slice(prefix.length)] = new TextDecoder().decode(content);
  }
  return sorted(found);
}

function sorted(found: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(found).sort(([a], [b]) => a < b ? -1 : 1),
  );
}

/** Returns the sorted paths of failures. */
export function pathsOf(failed: readonly TreeFailure[]): string[] {
  return failed.map(({ path }) => path).sort();
}

/** Writes files below a directory, and creates their directories. */
export function writeFiles(
  files: Folder,
  contents: Record<string, string>,
): void {
  for (const [name, content] of Object.entries(contents)) {
    const slash = name.lastIndexOf("/");
    if (slash > 0) {
      Deno.mkdirSync(files.path(name.slice(0, slash)), { recursive: true });
    }
    if (slash < name.length - 1) files.write(name, content);
  }
}
