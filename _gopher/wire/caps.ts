// Copyright 2026 the wininet authors. MIT license.

/**
 * What a server tells of itself in the text `caps.txt`.
 *
 *     CAPS
 *     # a comment
 *     PathDelimeter=/
 *     ServerTLSPort=7443
 *
 * There is no standard; servers with and without the file answer the question for
 * it in every way that there is: with an error in a menu, an error in words, HTML,
 * or their main menu. So it counts only with the word `CAPS` as its first line.
 *
 * @module
 */

/** Characters of the text. What servers send has less than one kilobyte. */
export const MAX_CAPS = 65_536;

/**
 * Reads the text of `caps.txt`: the values by the names as the server writes them.
 * `null` where it is something else. Of a name that comes twice the first counts.
 */
export function parseCapsText(
  text: string,
): ReadonlyMap<string, string> | null {
  if (text.length > MAX_CAPS) return null;
  const [first = "", ...lines] = text.split("\n");
  // That also cuts the mark (BOM) that a text editor may have left at the start.
  if (first.trim() !== "CAPS") return null;
  const caps = new Map<string, string>();
  for (const line of lines) {
    const at = line.indexOf("=");
    const name = line.slice(0, Math.max(at, 0)).trim();
    if (name === "" || name.startsWith("#") || caps.has(name)) continue;
    caps.set(name, line.slice(at + 1).trim());
  }
  return caps;
}
