// Copyright 2026 the wininet authors. MIT license.

/**
 * Local file names for Gopher items: the author of a menu chooses the selectors
 * and display strings, so they are not safe as file names.
 *
 * @module
 */

import { safeName, safeNameOfPath } from "../../_base/safe_name.ts";
import { displayOf } from "./octets.ts";

/** The name of an item without a selector and a display string, usually a root menu. */
const NAMELESS = "index";

/**
 * Returns a safe file name, derived from the last part of the selector or else
 * from the display string.
 */
export function fileNameOf(selector: string, display: string): string {
  return safeNameOfPath(displayOf(selector)) || safeName(displayOf(display)) ||
    NAMELESS;
}
