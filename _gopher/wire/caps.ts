// Copyright 2026 the wininet authors. MIT license.

/**
 * The description of a server by itself: the text file `caps.txt`.
 *
 *     CAPS
 *     # a comment
 *     PathDelimeter=/
 *     ServerTLSPort=7443
 *
 * The format is not standardized. Servers without the file reply with an error
 * in a menu, an error in words, HTML, or their main menu. So the text is valid
 * only if its first line is `CAPS`.
 *
 * @module
 */

/** The maximum number of characters of the text. Real ones have less than a kilobyte. */
export const MAX_CAPS = 65_536;

/**
 * Parses the text of `caps.txt`; returns the values by name, or `null` for any
 * other text. If a name appears twice, the first value is used.
 */
export function parseCapsText(
  text: string,
): ReadonlyMap<string, string> | null {
  if (text.length > MAX_CAPS) return null;
  const [first = "", ...lines] = text.split("\n");
  // `trim` also removes a byte order mark.
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
