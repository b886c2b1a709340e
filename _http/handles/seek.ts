// Copyright 2026 the wininet authors. MIT license.

/**
 * The position in a response: reads start at the position that
 * InternetSetFilePointer has set.
 *
 * Windows seeks in the file of its cache. Here the position is a number until
 * the next read. Then a short distance forward is read and discarded; otherwise
 * the rest is requested again, with a Range and the validator of the first
 * response, so that two versions of a resource are never mixed. A server
 * without range support sends the whole resource again, and the bytes before
 * the position are discarded.
 *
 * @module
 */

import {
  ERROR_HTTP_INVALID_SERVER_RESPONSE,
  ERROR_INTERNET_INVALID_OPERATION,
  ERROR_NEGATIVE_SEEK,
  InternetError,
} from "../../error.ts";
import { FILE_BEGIN, FILE_CURRENT, FILE_END } from "../../flags.ts";
import { cancellation } from "../../_base/failure.ts";
import {
  beforeStart,
  notADistance,
  notAMethod,
} from "../../_core/file_pointer.ts";
import type { HandleObject } from "../../_core/handle.ts";
import type { Header } from "../wire/header_list.ts";
import { ResponseBody } from "./body.ts";
import type { HttpExchange } from "./exchange.ts";
import type { ResponseHead } from "../wire/response_head.ts";

/** The maximum distance forward, in bytes, that is read and discarded. */
const SHORT_WAY = 65536;

const CHANGED =
  "Cannot continue to read: the resource has changed since the start of the response, so request it again";

/** Requests the same resource again. */
export interface AskAnew {
  /** Sends the request with changed headers. */
  ask(
    change: (headers: readonly Header[]) => Header[],
  ): Promise<{ exchange: HttpExchange; response: ResponseHead }>;
  /** Ends the request, or the login before it. */
  stop(): void;
}

/** The position in the response of a request. */
export class Seeker {
  readonly isDecoded = false;
  readonly #handle: HandleObject;
  readonly #first: ResponseHead;
  readonly #method: string;
  readonly #askAnew: AskAnew;
  #body: ResponseBody;
  /** The position of the start of the present body. */
  #base = 0;
  /** The position of the next read, or `null` for that of the body. */
  #wanted: number | null = null;
  /** True if the present body was abandoned and no other one has replaced it. */
  #gone = false;
  /** True while the response to another request is awaited. */
  #isAsking = false;

  constructor(
    handle: HandleObject,
    first: ResponseHead,
    body: ResponseBody,
    method: string,
    askAnew: AskAnew,
  ) {
    this.#handle = handle;
    this.#first = first;
    this.#body = body;
    this.#size = sizeOf(first, body);
    this.#method = method;
    this.#askAnew = askAnew;
  }

  /** True if everything was read. */
  get ended(): boolean {
    return this.#body.ended;
  }

  /** Reads from the current position. */
  async read(buffer: Uint8Array, noWait: boolean): Promise<number> {
    let filled = 0;
    while (filled < buffer.length) {
      if (this.#wanted !== null && !await this.#go()) break;
      const read = await this.#body.read(buffer.subarray(filled), noWait);
      filled += read;
      if (noWait && filled > 0 || !this.#goesOn(read)) break;
    }
    return filled;
  }

  /**
   * Resolves with the number of bytes that a read at the position returns
   * without another wait.
   */
  async available(): Promise<number> {
    for (;;) {
      if (this.#wanted !== null && !await this.#go()) return 0;
      const available = await this.#body.available();
      if (available > 0 || !this.#goesOn(0)) return available;
    }
  }

  /**
   * Returns true if the server sent less than was requested, so that the rest
   * must be requested.
   */
  #goesOn(read: number): boolean {
    if (
      !this.#body.ended || this.#size === null || this.#standing >= this.#size
    ) return false;
    if (read === 0 && this.#body.position === 0) {
      throw invalidResponse(
        `Cannot read from byte ${this.#standing} on: the server sends nothing from there, so request it again from the start`,
      );
    }
    this.#wanted = this.#standing;
    this.#gone = true;
    return true;
  }

  /** Moves the position; returns the new one. */
  seek(distance: number, method: number): number {
    if (!Number.isSafeInteger(distance)) {
      throw notADistance(distance);
    }
    const target = this.#startOf(method, distance) + distance;
    if (this.#first.status === 206) {
      throw notSeekable(
        "the program added a Range header; remove it",
      );
    }
    if (target < 0) {
      throw beforeStart(target);
    }
    if (
      target !== this.#standing && this.#method !== "GET" &&
      this.#method !== "HEAD"
    ) {
      throw notSeekable(
        `${this.#method} is sent only once; the response to GET has positions`,
      );
    }
    this.#wanted = target === this.#standing && !this.#gone ? null : target;
    return target;
  }

  /** Releases the response. */
  abandon(): void {
    if (this.#isAsking) this.#askAnew.stop();
    this.#body.abandon();
  }

  /**
   * Releases the response as `abandon` does, but waits a short time for the
   * rest of a small body.
   */
  async drop(): Promise<void> {
    if (this.#isAsking) this.#askAnew.stop();
    await this.#body.drop();
  }

  /** The position of the body. */
  get #standing(): number {
    return this.#base + this.#body.position;
  }

  /** The size of the whole resource in bytes, or `null` if the server did not report it. */
  #size: number | null;

  #startOf(method: number, distance: number): number {
    switch (method) {
      case FILE_BEGIN:
        return 0;
      case FILE_CURRENT:
        return this.#wanted ?? this.#standing;
      case FILE_END:
        return this.#end(distance);
    }
    throw notAMethod(method);
  }

  /** Windows measures from the end only if the server supports ranges, and never backwards. */
  #end(distance: number): number {
    const size = this.#size;
    if (
      size === null ||
      !/\bbytes\b/i.test(this.#first.get("accept-ranges") ?? "")
    ) {
      throw notSeekable(
        "FILE_END needs a server that sends Accept-Ranges and the length of the response; use FILE_BEGIN",
      );
    }
    if (distance < 0) {
      throw new InternetError(
        ERROR_NEGATIVE_SEEK,
        `Cannot move the file pointer by ${distance} from the end: pass 0 or more, or use FILE_BEGIN`,
      );
    }
    return size;
  }

  /** Moves the body to the position; returns `false` if no data remains there. */
  async #go(): Promise<boolean> {
    const wanted = this.#wanted!;
    const way = wanted - this.#standing;
    if (this.#size !== null && wanted >= this.#size) return false;
    const far = way < 0 || way > SHORT_WAY || this.#gone;
    if (far && !await this.#reopen(wanted)) return false;
    await this.#body.skip(wanted - this.#standing);
    if (this.#standing < wanted) return false;
    this.#wanted = null;
    return true;
  }

  /** Requests the resource from `start`; returns `false` if that is after its end. */
  async #reopen(start: number): Promise<boolean> {
    this.#body.abandon();
    this.#gone = true;
    this.#isAsking = true;
    const { exchange, response } = await this.#askAnew.ask((headers) =>
      this.#rangeHeaders(headers, start)
    ).finally(() => this.#isAsking = false);
    if (this.#handle.closed) {
      exchange.close();
      throw cancellation();
    }
    if (response.status === 416) {
      exchange.close();
      // No position after a known end is requested, so the resource has become
      // shorter.
      if (this.#size !== null) throw invalidResponse(CHANGED);
      return false;
    }
    const base = this.#baseOf(response, start);
    const body = new ResponseBody(this.#handle, exchange);
    if (base === null || this.#changed(response, body)) {
      exchange.close();
      throw invalidResponse(
        base === null
          ? `Cannot read from byte ${start} on: the server responded with ${response.status} to the range, so request it again from the start`
          : CHANGED,
      );
    }
    this.#base = base;
    this.#size ??= sizeOf(response, body);
    this.#body = body;
    this.#gone = false;
    return true;
  }

  #rangeHeaders(headers: readonly Header[], start: number): Header[] {
    const kept = headers.filter(([name]) => !/^(range|if-range)$/i.test(name));
    const tag = this.#first.get("etag");
    const validator = tag !== null && !tag.startsWith("W/")
      ? tag
      : this.#first.get("last-modified");
    return [
      ...kept,
      ["Range", `bytes=${start}-`],
      ...(validator === null ? [] : [["If-Range", validator] as Header]),
    ];
  }

  /**
   * Returns the position at which a response to a range starts, or `null` if
   * the response cannot be used.
   */
  #baseOf(response: ResponseHead, start: number): number | null {
    if (response.status === 200) return 0;
    const range = /^bytes (\d+)-/.exec(
      response.get("content-range") ?? "",
    );
    return response.status === 206 && range !== null &&
        Number(range[1]) === start
      ? start
      : null;
  }

  #changed(response: ResponseHead, body: ResponseBody): boolean {
    const size = sizeOf(response, body);
    if (size !== null && this.#size !== null && size !== this.#size) {
      return true;
    }
    return ["etag", "last-modified"].some((name) => {
      const before = this.#first.get(name);
      const now = response.get(name);
      return before !== null && now !== null &&
        before.replace(/^W\//, "") !== now.replace(/^W\//, "");
    });
  }
}

/**
 * Returns the size of the whole resource in bytes, or `null` if the server does
 * not report it.
 */
function sizeOf(response: ResponseHead, body: ResponseBody): number | null {
  if (response.status !== 206) return body.length;
  const total = /^bytes \d+-\d+\/(\d+)$/.exec(
    response.get("content-range") ?? "",
  );
  return total === null ? null : Number(total[1]);
}

function invalidResponse(message: string): InternetError {
  return new InternetError(ERROR_HTTP_INVALID_SERVER_RESPONSE, message);
}

function notSeekable(why: string): InternetError {
  return new InternetError(
    ERROR_INTERNET_INVALID_OPERATION,
    `Cannot move the file pointer: ${why}`,
  );
}
