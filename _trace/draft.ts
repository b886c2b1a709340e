// Copyright 2026 the wininet authors. MIT license.

/**
 * Builds a transfer from its events.
 *
 * @module
 */

import { ERROR_INTERNET_OPERATION_CANCELLED } from "../error.ts";
import {
  INTERNET_STATUS_CONNECTED_TO_SERVER,
  INTERNET_STATUS_CONNECTING_TO_SERVER,
  INTERNET_STATUS_COOKIE_SENT,
  INTERNET_STATUS_NAME_RESOLVED,
  INTERNET_STATUS_RECEIVING_RESPONSE,
  INTERNET_STATUS_REDIRECT,
  INTERNET_STATUS_REQUEST_SENT,
  INTERNET_STATUS_RESOLVING_NAME,
  INTERNET_STATUS_RESPONSE_RECEIVED,
  INTERNET_STATUS_SENDING_REQUEST,
} from "../status.ts";
import type {
  TraceCall,
  TraceEvent,
  TraceLine,
  TraceStatus,
} from "./events.ts";
import { FtpLines, HeadLines, type TransferLines } from "./lines.ts";
import type { Outcome, Stage, StageName, Transfer } from "./transfer.ts";

/** Statuses that start another request on a handle that has already received a response. */
const BEGINNINGS: ReadonlySet<number> = new Set([
  INTERNET_STATUS_COOKIE_SENT,
  INTERNET_STATUS_RESOLVING_NAME,
  INTERNET_STATUS_CONNECTING_TO_SERVER,
  INTERNET_STATUS_SENDING_REQUEST,
]);

/** Schemes that use TLS before anything is sent. */
const SECURE_SCHEMES: ReadonlySet<string> = new Set(["https", "gophers"]);

/** Functions that send data. */
const SENDING: ReadonlySet<string> = new Set(["InternetWriteFile", "writable"]);

/** The stages of a transfer, one after the other. */
class StageClock {
  readonly #stages: Stage[] = [];
  #name: StageName = "blocked";
  #start: number;
  /** The time of the last event. */
  last: number;

  constructor(start: number) {
    this.#start = start;
    this.last = start;
  }

  /** Starts a stage. */
  enter(name: StageName, time: number): void {
    if (name === this.#name) return;
    this.stop(time);
    this.#name = name;
  }

  /** Ends the current stage. */
  stop(time: number): void {
    if (time > this.#start) {
      this.#stages.push({ name: this.#name, start: this.#start, end: time });
    }
    this.#start = this.last = time;
  }

  /**
   * Ends the current stage under another name: time that looked like waiting
   * for a turn was spent on something that posts no status.
   */
  stopAs(name: StageName, time: number): void {
    this.#name = name;
    this.stop(time);
  }

  /** `true` if no stage has started yet. */
  get isFirst(): boolean {
    return this.#stages.length === 0 && this.#name === "blocked";
  }

  /**
   * The stages without the last wait for the program, which may close a handle
   * long after it has read everything.
   */
  get stages(): readonly Stage[] {
    const isIdle = this.#stages.at(-1)?.name === "idle";
    return isIdle ? this.#stages.slice(0, -1) : this.#stages;
  }
}

/** A transfer that is not complete yet. */
export class Draft {
  readonly #call: TraceCall;
  readonly #isOpening: boolean;
  readonly #clock: StageClock;
  readonly #lines: TransferLines;
  readonly #scheme: string;
  #place: string;
  /** The number of calls in progress. */
  #calls = 1;
  #sent = 0;
  #received = 0;
  #address: string | null = null;
  #reused: boolean | null = null;
  #outcome: Outcome = "open";
  #error: Transfer["error"] = null;

  /**
   * @param isOpening `true` if the transfer continues after its call has ended.
   */
  constructor(call: TraceCall, isOpening: boolean) {
    this.#call = call;
    this.#isOpening = isOpening;
    this.#place = call.place ?? "";
    this.#scheme = /^[a-z]+(?=:)/.exec(this.#place)?.[0] ?? "";
    this.#clock = new StageClock(call.time);
    this.#lines = this.#isFtp
      ? new FtpLines(call.name === "InternetConnect")
      : new HeadLines();
  }

  /** The number of the call that started it. */
  get call(): number {
    return this.#call.call;
  }

  /** `true` while a call is in progress. */
  get isActive(): boolean {
    return this.#calls > 0;
  }

  /** `true` if it has ended. */
  get isOver(): boolean {
    return this.#outcome !== "open";
  }

  get #isFtp(): boolean {
    return this.#scheme === "ftp" || this.#scheme === "ftps";
  }

  // ---- events ----

  /** `true` if an event belongs to another transfer of the same call. */
  isFollowedBy(event: TraceEvent): boolean {
    return event.kind === "status" && BEGINNINGS.has(event.status) &&
      this.#received > 0 && !this.#isFtp;
  }

  /** Ends the transfer and returns the one that follows it in the same call. */
  split(): Draft {
    const time = this.#clock.last;
    const { code } = this.#lines.facts;
    // Gopher has no status codes: only an item that has moved is followed.
    const isRedirect = code === 0 || (code >= 300 && code < 400);
    this.#finish(time, isRedirect ? "redirected" : "done");
    const next = new Draft({ ...this.#call, time }, this.#isOpening);
    next.#calls = this.#calls;
    return next;
  }

  /** Adds a status or a line. */
  take(event: TraceStatus | TraceLine): void {
    if (event.kind === "status") this.#takeStatus(event);
    else {
      const stage = this.#lines.take(event);
      if (stage !== null) this.#clock.enter(stage, event.time);
    }
    this.#clock.last = event.time;
    this.#place = event.place ?? this.#place;
  }

  #takeStatus({ status, information, time }: TraceStatus): void {
    const stage = this.#stageOf(status);
    if (stage !== null) this.#clock.enter(stage, time);
    switch (status) {
      case INTERNET_STATUS_CONNECTING_TO_SERVER:
        this.#reused = false;
        this.#address = String(information);
        return;
      case INTERNET_STATUS_CONNECTED_TO_SERVER:
        this.#address = String(information);
        return;
      case INTERNET_STATUS_SENDING_REQUEST:
        // No connection was made before, so an existing one is used.
        this.#reused ??= true;
        return;
      case INTERNET_STATUS_REQUEST_SENT:
        this.#sent += Number(information);
        return;
      case INTERNET_STATUS_RESPONSE_RECEIVED:
        this.#received += Number(information);
    }
  }

  #stageOf(status: number): StageName | null {
    switch (status) {
      case INTERNET_STATUS_RESOLVING_NAME:
        return "lookup";
      case INTERNET_STATUS_NAME_RESOLVED:
      case INTERNET_STATUS_CONNECTING_TO_SERVER:
        return "connect";
      case INTERNET_STATUS_CONNECTED_TO_SERVER:
        if (this.#isFtp) return "login";
        return SECURE_SCHEMES.has(this.#scheme) ? "tls" : null;
    }
    if (this.#isFtp) return null;
    switch (status) {
      case INTERNET_STATUS_SENDING_REQUEST:
        return "send";
      case INTERNET_STATUS_REQUEST_SENT:
      case INTERNET_STATUS_RECEIVING_RESPONSE:
        return this.#received === 0 ? "wait" : "receive";
      case INTERNET_STATUS_RESPONSE_RECEIVED:
      case INTERNET_STATUS_REDIRECT:
        return "receive";
    }
    return null;
  }

  // ---- calls ----

  /** Records the start of another call that continues the transfer. */
  resume({ name, time }: TraceCall): void {
    this.#calls++;
    if (this.#calls > 1) return;
    const stage = this.#lines.dataStage ??
      (SENDING.has(name)
        ? "send"
        : name === "HttpEndRequest"
        ? "wait"
        : "receive");
    this.#clock.enter(stage, time);
  }

  /** Records the end of a call. */
  endCall({ time, error }: TraceCall): void {
    this.#calls--;
    if (error !== null) {
      const isCancelled = error.code === ERROR_INTERNET_OPERATION_CANCELLED;
      this.#error = error;
      return this.#finish(time, isCancelled ? "cancelled" : "failed");
    }
    // `fetch` and local files report no stages.
    if (this.#clock.isFirst) this.#clock.stopAs("wait", time);
    if (!this.#isOpening) return this.#finish(time, "done");
    if (this.#calls === 0) this.#clock.enter("idle", time);
  }

  #finish(time: number, outcome: Outcome): void {
    this.#outcome = outcome;
    this.#clock.stop(time);
  }

  /** Records that the handle was closed, or that it starts another transfer. */
  close(time: number): void {
    this.#finish(time, "done");
  }

  /** Records the end of the trace. */
  leave(end: number): void {
    this.#finish(end, this.isActive ? "open" : "done");
  }

  // ---- the result ----

  /** The transfer as recorded so far. */
  get transfer(): Transfer {
    const { stages } = this.#clock;
    return {
      handle: this.#call.handle,
      name: this.#call.name,
      url: this.#place,
      scheme: this.#scheme,
      stages,
      start: this.#call.time,
      end: stages.at(-1)?.end ?? this.#call.time,
      sent: this.#sent,
      received: this.#received,
      reused: this.#reused,
      address: this.#address,
      outcome: this.#outcome,
      error: this.#error,
      ...this.#lines.facts,
    };
  }
}
