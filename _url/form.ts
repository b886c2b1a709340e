// Copyright 2026 the wininet authors. MIT license.

/**
 * What a canonical form is to be like: the ICU_* flags as what they ask for.
 *
 * ICU_BROWSER_MODE and ICU_ESCAPE are taken and change nothing, whatever the
 * documentation says: that is what Windows was seen to do. ICU_USERNAME and
 * ICU_ESCAPE_AUTHORITY change nothing either.
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

/** Every flag that the URL functions know. */
export const ICU_FLAGS: number =
  (ICU_BROWSER_MODE | ICU_DECODE | ICU_ENCODE_PERCENT |
    ICU_ENCODE_SPACES_ONLY | ICU_ESCAPE | ICU_ESCAPE_AUTHORITY |
    ICU_NO_ENCODE | ICU_NO_META | ICU_USERNAME) >>> 0;

/** What a canonical form is to be like. */
export interface UrlForm {
  /** Whether escapes become characters. */
  readonly decode: boolean;
  /** Whether dot segments stay. */
  readonly keepDots: boolean;
  /** Which characters become escapes. */
  readonly encode: "unsafe" | "percent" | "spaces" | "nothing";
  /**
   * Whether a file URL holds a DOS path, `file://C:\dir`, as long as nothing is
   * encoded. Otherwise it is `file:///C:/dir`.
   */
  readonly dosFiles: boolean;
}

/** The form that flags ask for. */
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
