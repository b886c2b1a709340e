// Copyright 2026 the wininet authors. MIT license.
/**
 * Processor time, for tests that the time of an operation is proportional to
 * its input.
 *
 * @module
 */

import process from "node:process";

/**
 * Returns the processor time of this thread in milliseconds, without that of other programs and of
 * test files that run at the same time.
 */
export function cpuTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
