// Copyright 2026 the wininet authors. MIT license.

/**
 * The properties of a canonical form, from the ICU_* flags.
 *
 * ICU_BROWSER_MODE and ICU_ESCAPE are accepted and have no effect, as observed
 * on Windows and contrary to its documentation. ICU_USERNAME and
 * ICU_ESCAPE_AUTHORITY have no effect either.
 *
 * @module
 */

import {
  ICU_BROWSER_MODE,
  ICU_DECODE,
  ICU_ENCODE_PERCENT,
  ICU_ENCODE_SPACES_ONLY,
  ICU_ESCAPE,
  ICU_ESCAPE_AUTHORITY,
  ICU_NO_ENCODE,
  ICU_NO_META,
  ICU_USERNAME,
} from "../flags.ts";

/** All flags that the URL functions accept. */
export const ICU_FLAGS: number =
  (ICU_BROWSER_MODE | ICU_DECODE | ICU_ENCODE_PERCENT |
    ICU_ENCODE_SPACES_ONLY | ICU_ESCAPE | ICU_ESCAPE_AUTHORITY |
    ICU_NO_ENCODE | ICU_NO_META | ICU_USERNAME) >>> 0;

/** The properties of a canonical form. */
export interface UrlForm {
  /** `true` if escapes are decoded. */
  readonly decode: boolean;
  /** True if dot segments stay. */
  readonly keepDots: boolean;
  /** The characters that are escaped. */
  readonly encode: "unsafe" | "percent" | "spaces" | "nothing";
  /**
   * `true` if a file URL gets a DOS path, `file://C:\dir`, when nothing is
   * escaped. Otherwise it is `file:///C:/dir`.
   */
  readonly dosFiles: boolean;
}

/** Returns the form for these flags. */
export function formOf(flags: number, dosFiles: boolean): UrlForm {
  return {
    decode: (flags & ICU_DECODE) !== 0,
    keepDots: (flags & ICU_NO_META) !== 0,
    encode: encodingOf(flags),
    dosFiles,
  };
}

function encodingOf(flags: number): UrlForm["encode"] {
  if (flags & ICU_ENCODE_SPACES_ONLY) return "spaces";
  if (flags & ICU_ENCODE_PERCENT) return "percent";
  return flags & ICU_NO_ENCODE ? "nothing" : "unsafe";
}
