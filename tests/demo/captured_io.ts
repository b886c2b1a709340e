// Copyright 2026 the wininet authors. MIT license.

/**
 * Records the output of a demo program for a test.
 *
 * @module
 */

import type { Io } from "../../_cli/terminal.ts";

/** Records the output. */
export class CapturedIo implements Io {
  readonly terminal: boolean;
  readonly columns: number;
  readonly rows: number;
  /** The text written to the standard output. */
  stdout = "";
  /** The text written to the standard error. */
  stderr = "";

  constructor(
    options: { terminal?: boolean; rows?: number; columns?: number } = {},
  ) {
    this.terminal = options.terminal ?? false;
    this.rows = options.rows ?? 25;
    this.columns = options.columns ?? 100;
  }

  out(text: string): void {
    this.stdout += text;
  }

  err(text: string): void {
    this.stderr += text;
  }
}
