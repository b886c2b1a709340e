// Copyright 2026 the wininet authors. MIT license.

/**
 * Posts the stages of an exchange as statuses of its handle.
 *
 * As on Windows, CLOSING_CONNECTION and CONNECTION_CLOSED are posted when the
 * exchange releases its connection, which is after the response was read or
 * abandoned, even if the server closes the connection earlier.
 *
 * @module
 */

import {
  INTERNET_STATUS_CLOSING_CONNECTION,
  INTERNET_STATUS_CONNECTION_CLOSED,
  INTERNET_STATUS_INTERMEDIATE_RESPONSE,
  INTERNET_STATUS_RECEIVING_RESPONSE,
  INTERNET_STATUS_REQUEST_SENT,
  INTERNET_STATUS_RESOLVING_NAME,
  INTERNET_STATUS_SENDING_REQUEST,
} from "../../status.ts";
import type { WireLine } from "../../session_options.ts";
import type { HandleObject } from "../../_core/handle.ts";
import { logHead } from "../../_core/wire_log.ts";
import type { CredentialStore } from "../../_auth/credential_store.ts";
import type { DialHooks } from "../../_net/dial.ts";
import { dialHooks } from "../../_net/dial_statuses.ts";
import type { Stages } from "../net/transport.ts";

/** Posts the stages of one exchange. */
export class RequestStatuses implements Stages {
  readonly #handle: HandleObject;
  #dialing: DialHooks | null = null;
  #isOpen = false;

  constructor(handle: HandleObject) {
    this.#handle = handle;
  }

  get #hooks(): DialHooks {
    return this.#dialing ??= dialHooks(this.#handle);
  }

  credentials(): CredentialStore {
    return this.#hooks.credentials();
  }

  resolving(host: string): void {
    this.closed();
    // Not tracked here: when the session closes, it waits for lookups, which
    // cannot be cancelled.
    this.#handle.post(INTERNET_STATUS_RESOLVING_NAME, host);
  }

  resolved(address: string): void {
    this.#hooks.resolved(address);
  }

  connecting(address: string): void {
    // Already connected: a proxy or an ignored certificate error requires a
    // second connection.
    this.closed();
    this.#hooks.connecting(address);
  }

  connected(address: string): void {
    this.#isOpen = true;
    this.#hooks.connected(address);
  }

  reused(): void {
    this.#isOpen = true;
  }

  closed(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#handle.post(INTERNET_STATUS_CLOSING_CONNECTION);
    this.#handle.post(INTERNET_STATUS_CONNECTION_CLOSED);
  }

  sending(): void {
    this.#handle.post(INTERNET_STATUS_SENDING_REQUEST);
  }

  sent(bytes: number): void {
    this.#handle.post(INTERNET_STATUS_REQUEST_SENT, bytes);
  }

  receiving(): void {
    this.#handle.post(INTERNET_STATUS_RECEIVING_RESPONSE);
  }

  intermediate(status: number): void {
    this.#handle.post(INTERNET_STATUS_INTERMEDIATE_RESPONSE, status);
  }

  head(direction: WireLine["direction"], bytes: Uint8Array): void {
    logHead(this.#handle, direction, bytes);
  }
}
