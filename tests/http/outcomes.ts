// Copyright 2026 the wininet authors. MIT license.

/**
 * The result of a request as one value: a response read to its end, or the code
 * of the error.
 *
 * @module
 */

import { deadline } from "@std/async";
import { InternetError } from "../../error.ts";
import { INTERNET_FLAG_SECURE } from "../../flags.ts";
import { HttpSendRequest } from "../../http.ts";
import { InternetReadFile } from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  openRequest,
  type RequestOptions,
  statusOf,
} from "../helpers/calls.ts";
import { concat, latin1Of } from "../servers/tcp_server.ts";

/** The time limit in milliseconds, which is reached only if a call hangs. */
export const PATIENCE = 20_000;

/** The result of a request. */
export interface Outcome {
  /** The error code, or 0 if there was no error. */
  readonly code: number;
  /** The error message, or `""` if there was no error. */
  readonly message: string;
  /** The status of the response, or `undefined` if its head did not arrive. */
  readonly status?: unknown;
  /** The part of the body that was read, as latin1. */
  readonly body: string;
}

/** The address of a server. */
export interface Place {
  readonly url: string;
  readonly port: number;
}

/** The options for opening and reading a request. */
export interface OutcomeOptions extends RequestOptions {
  /** Headers for `HttpSendRequest`. */
  headers?: string;
  /**
   * The buffer size of each read in bytes. @default {4096}
   */
  size?: number;
}

/** Opens a request to a server, which is identified by its URL. */
export function requestOf(
  hInternet: HINTERNET,
  server: Place,
  options: RequestOptions = {},
): Promise<HINTERNET> {
  const { protocol, hostname } = new URL(server.url);
  const secure = protocol === "https:" ? INTERNET_FLAG_SECURE : 0;
  return openRequest(hInternet, { hostname, port: server.port }, {
    ...options,
    dwFlags: ((options.dwFlags ?? 0) | secure) >>> 0,
  });
}

/** Sends a request and reads its response to the end. */
export async function outcomeOf(
  hInternet: HINTERNET,
  server: Place,
  options: OutcomeOptions = {},
): Promise<Outcome> {
  await using hRequest = await requestOf(hInternet, server, options);
  return await sendAndRead(hRequest, options);
}

/** Sends an open request, possibly again, and reads its response to the end. */
export async function sendAndRead(
  hRequest: HINTERNET,
  options: OutcomeOptions = {},
): Promise<Outcome> {
  const pieces: Uint8Array[] = [];
  const told: { status?: unknown } = {};
  const run = async () => {
    await HttpSendRequest(hRequest, options.headers);
    told.status = statusOf(hRequest);
    await readInto(pieces, hRequest, options.size);
  };
  let [code, message] = [0, ""];
  try {
    await deadline(run(), PATIENCE);
  } catch (error) {
    if (!(error instanceof InternetError)) throw error;
    ({ code, message } = error);
  }
  return { code, message, ...told, body: latin1Of(concat(pieces)) };
}

async function readInto(
  pieces: Uint8Array[],
  hRequest: HINTERNET,
  size = 4096,
): Promise<void> {
  for (;;) {
    const buffer = new Uint8Array(size);
    const read = await InternetReadFile(hRequest, buffer);
    if (read === 0) return;
    pieces.push(buffer.subarray(0, read));
  }
}
