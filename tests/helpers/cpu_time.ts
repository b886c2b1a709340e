// Copyright 2026 the wininet authors. MIT license.
/**
 * Processor time, for tests that work takes time in proportion to its input.
 *
 * @module
 */

import process from "node:process";

/**
 * The milliseconds that the processor has worked for this thread. Test files that
 * run at the same time, and other programs, do not count.
 */
export function cpuTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
