// Copyright 2026 the wininet authors. MIT license.

/**
 * The properties of a canonical form, from the ICU_* flags.
 *
 * ICU_BROWSER_MODE and ICU_ESCAPE are accepted and change nothing, as observed on
 * Windows and in spite of its documentation. ICU_USERNAME and ICU_ESCAPE_AUTHORITY
 * change nothing either.
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
  /** True if escapes become characters. */
  readonly decode: boolean;
  /** True if dot segments stay. */
  readonly keepDots: boolean;
  /** The characters that become escapes. */
  readonly encode: "unsafe" | "percent" | "spaces" | "nothing";
  /**
   * True if a file URL has a DOS path, `file://C:\dir`, while nothing is encoded.
   * Otherwise it is `file:///C:/dir`.
   */
  readonly dosFiles: boolean;
}

/** Returns the form of flags. */
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
