// Copyright 2026 the wininet authors. MIT license.

/**
 * Local file names for Gopher items: the author of a menu chooses selectors and texts.
 *
 * @module
 */

import { safeName, safeNameOfPath } from "../../_base/safe_name.ts";
import { displayOf } from "./octets.ts";

/** The name of an item without a selector and a display text: mostly a root menu. */
const NAMELESS = "index";

/** Returns a safe file name: of the last part of the selector, otherwise of the display text. */
export function fileNameOf(selector: string, display: string): string {
  return safeNameOfPath(displayOf(selector)) || safeName(displayOf(display)) ||
    NAMELESS;
}
