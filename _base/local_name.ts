// Copyright 2026 the wininet authors. MIT license.

/**
 * Names of local files: names that Windows does not allow, and names of part
 * files. No I/O: the operating system is an argument.
 *
 * The name of a part is derived from the name of its target. So the next
 * transfer of the same file finds the part of a killed program without reading
 * the directory.
 *
 * - `name.part` is continued by a later transfer (FTP_OPTION_RESUME, `resume`
 *   of downloads).
 * - `name.1f0c2d3e.part` is not. The digits are a hash of the name and of a
 *   slot, a number from 1: transfers of one file at the same time use different
 *   slots. The hash makes it unlikely that a file of the user has the same
 *   name.
 * - `name.part.note` is the note of a part: the version of the remote file.
 *
 * If the name of a target is too long for a suffix, the name of its part is
 * shortened.
 *
 * @module
 */

/** The maximum length of a name in bytes, on nearly every file system. */
const MAX_NAME_BYTES = 255;
const NOTE_SUFFIX = ".note";
/** The maximum length of the name of a part in bytes, so that its note can also have a name. */
const MAX_PART_BYTES = MAX_NAME_BYTES - NOTE_SUFFIX.length;

/** The maximum number of parts of one target at the same time. */
export const MAX_SLOTS = 64;

/** The slot of a part that is continued by a later transfer. */
export const RESUMED = 0;

/** Devices, also with an extension (`NUL.txt`); the digits of COM and LPT may be superscripts. */
const DEVICE_REGEXP =
  /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³])$/i;

/**
 * Returns the reason why a path is not valid for a file, or `null` if it is
 * valid.
 *
 * Windows: `C:\folder\name` and `\\server\share\name` are valid, also with slashes
 * and after `\\?\`. `C:name` is not valid: it depends on the current directory of the
 * drive, and can be mistaken for the stream `name` of a file `C`. `name.` is not valid:
 * Windows would write the file `name`. It keeps the dot only after `\\?\`.
 */
export function nameFault(
  path: string,
  os: typeof Deno.build.os,
): string | null {
  if (os !== "windows") return null;
  const plain = path.replaceAll("/", "\\").replace(
    /^\\\\\?\\(?:UNC\\|(?=[a-z]:\\))/i,
    "",
  );
  if (/^\\\\[.?]\\|^\\\?\?\\/.test(plain)) return "it is the name of a device";
  if (/^[a-z]:(?!\\)/i.test(plain)) {
    return "it has a drive without a folder; write C:\\folder\\name";
  }
  const rest = plain.replace(/^[a-z]:/i, "");
  if (rest.includes(":")) return "it is the name of a stream of a file";
  // deno-lint-ignore no-control-regex
  const character = /[<>"|?*\x00-\x1f]/.exec(rest)?.[0];
  if (character !== undefined) return `it has ${JSON.stringify(character)}`;
  const names = rest.split("\\");
  const device = names.find((name) =>
    DEVICE_REGEXP.test(name.split(".", 1)[0]!.trim())
  );
  if (device !== undefined) return `"${device}" is the name of a device`;
  if (path.startsWith("\\\\?\\")) return null;
  const changed = names.find((name) =>
    /[. ]$/.test(name) && !/^\.\.?$/.test(name)
  );
  return changed === undefined
    ? null
    : `"${changed}" ends with a dot or a blank, which Windows drops`;
}

/** Returns the path of the part of a target. */
export function partPath(path: string, slot: number): string {
  const at = nameStart(path);
  const name = path.slice(at);
  const plain = `${name}.part`;
  if (slot === RESUMED && byteLength(plain) <= MAX_PART_BYTES) {
    return `${path}.part`;
  }
  const suffix = `.${hexHash(`${name}/${slot}`)}.part`;
  const shortened = firstBytes(name, MAX_PART_BYTES - suffix.length);
  return `${path.slice(0, at)}${shortened}${suffix}`;
}

/** Returns the path of the note of a part. */
export function notePath(part: string): string {
  return `${part}${NOTE_SUFFIX}`;
}

/**
 * Returns the name of the target for the name of a part. Returns `null` if it
 * is not the name of a part, and `undefined` if it was shortened. `hasNote` is
 * `true` if the part has a note.
 */
export function targetOfPart(
  name: string,
  hasNote: boolean,
): string | null | undefined {
  const digits = /\.[0-9a-f]{8}\.part$/.exec(name);
  if (digits !== null) {
    const target = name.slice(0, digits.index);
    for (let slot = RESUMED + 1; slot <= MAX_SLOTS; slot++) {
      if (partPath(target, slot) === name) return target;
    }
    // Up to three bytes of a shortened name are missing: a character has up to four.
    if (byteLength(name) > MAX_PART_BYTES - 4) return undefined;
  }
  return hasNote && name.endsWith(".part") ? name.slice(0, -5) : null;
}

/** Returns `true` if a path does not depend on the current folder. */
export function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[a-z]:[/\\])/i.test(path);
}

/** Returns the index at which the last name of a path starts. */
export function nameStart(path: string): number {
  return Math.max(
    path.lastIndexOf("/"),
    Deno.build.os === "windows" ? path.lastIndexOf("\\") : -1,
  ) + 1;
}

/** Returns a string that is equal for two names of the same file. */
export function comparableName(name: string): string {
  const foldsCase = Deno.build.os === "windows" || Deno.build.os === "darwin";
  return foldsCase ? name.normalize("NFC").toLowerCase() : name;
}

const encoder = new TextEncoder();

/** The maximum number of bytes for a UTF-16 code unit. */
const MAX_BYTES_PER_UNIT = 3;

function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/** Returns the longest start of a text that fits into `count` bytes. */
function firstBytes(text: string, count: number): string {
  if (text.length <= count / MAX_BYTES_PER_UNIT) return text;
  const { read } = encoder.encodeInto(text, new Uint8Array(count));
  return text.slice(0, read);
}

/** Returns the FNV-1a hash of a text, as eight hex digits. */
export function hexHash(text: string): string {
  let value = 0x811c9dc5;
  for (const byte of encoder.encode(text)) {
    value = Math.imul(value ^ byte, 0x01000193);
  }
  return (value >>> 0).toString(16).padStart(8, "0");
}
