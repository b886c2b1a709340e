// Copyright 2026 the wininet authors. MIT license.

/**
 * Timeouts in milliseconds, and their defaults.
 *
 * @module
 */

/** A timeout that never fires: the value that Microsoft documents for CONNECT_TIMEOUT. */
export const NO_TIMEOUT = 0xffffffff;

/** A timeout that the program has not set: the default of the protocol is used. */
export const UNSET_TIMEOUT = -1;

/** The settings that are timeouts. */
export interface Timeouts {
  readonly connectTimeout: number;
  readonly sendTimeout: number;
  readonly receiveTimeout: number;
  readonly dataSendTimeout: number;
  readonly dataReceiveTimeout: number;
}

/**
 * The timeouts of each protocol until a program sets others. Each bounds a wait
 * during which nothing moves, never a whole transfer. Windows waits up to an hour.
 */
export const HTTP_TIMEOUTS: Timeouts = {
  connectTimeout: 60_000,
  sendTimeout: 300_000,
  receiveTimeout: 300_000,
  dataSendTimeout: 120_000,
  dataReceiveTimeout: 120_000,
};
/** The timeouts for FTP and Gopher. */
export const FTP_TIMEOUTS: Timeouts = {
  ...HTTP_TIMEOUTS,
  sendTimeout: 120_000,
  receiveTimeout: 120_000,
};
