// Copyright 2026 the wininet authors. MIT license.

/**
 * Builds transfers from the events of a trace.
 *
 * A call starts a transfer, unless it continues one: reading, writing and
 * ending an upload do. A transfer of a handle with content lasts until the
 * handle is closed; any other one ends with its call. A redirect, and the
 * response to a challenge, start another transfer of the same call.
 *
 * Statuses that come while no call is in progress belong to no transfer: the
 * connection is closed, or NOOP is sent.
 *
 * @module
 */

import {
  INTERNET_STATUS_HANDLE_CLOSING,
  INTERNET_STATUS_HANDLE_CREATED,
} from "../status.ts";
import { Draft } from "./draft.ts";
import type { TraceCall, TraceEvent } from "./events.ts";
import type { Transfer } from "./transfer.ts";

/** Functions that continue the transfer of their handle. */
const CONTINUING: ReadonlySet<string> = new Set([
  "FtpGetFileSize",
  "HttpEndRequest",
  "InternetFindNextFile",
  "InternetQueryDataAvailable",
  "InternetReadFile",
  "InternetReadFileEx",
  "InternetSetFilePointer",
  "InternetWriteFile",
  "entries",
  "readable",
  "writable",
]);

/** Functions whose transfer continues after they have returned. */
const OPENING: ReadonlySet<string> = new Set([
  "FtpFindFirstFile",
  "FtpOpenFile",
  "GopherFindFirstFile",
  "GopherOpenFile",
  "HttpSendRequest",
  "HttpSendRequestEx",
  "InternetOpenUrl",
  "submitAsk",
]);

/** The transfers of one handle. */
interface HandleTransfers {
  /** The transfers that have not ended. The first one is being carried out. */
  readonly open: Draft[];
  /** `true` until its first call has started, if the trace saw the handle being created. */
  isNew: boolean;
}

/** Returns the transfers in the order of their start; `end` is the end of the trace. */
export function transfersOf(
  events: readonly TraceEvent[],
  end: number,
): Transfer[] {
  const builder = new TransferBuilder();
  for (const event of events) builder.take(event);
  return builder.finish(end);
}

class TransferBuilder {
  readonly #drafts: Draft[] = [];
  readonly #handles = new Map<number, HandleTransfers>();

  take(event: TraceEvent): void {
    if (event.kind === "call") {
      if (event.phase === "start") this.#start(event);
      else this.#end(event);
      return;
    }
    if (event.kind === "status") {
      if (event.status === INTERNET_STATUS_HANDLE_CREATED) {
        this.#handle(event.information as number).isNew = true;
        return;
      }
      if (event.status === INTERNET_STATUS_HANDLE_CLOSING) {
        for (const draft of this.#handle(event.handle).open.splice(0)) {
          draft.close(event.time);
        }
        return;
      }
    }
    const { open } = this.#handle(event.handle);
    const [draft] = open;
    if (draft === undefined || !draft.isActive) return;
    if (draft.isFollowedBy(event)) this.#add(draft.split(), open);
    open[0]!.take(event);
  }

  finish(end: number): Transfer[] {
    for (const { open } of this.#handles.values()) {
      for (const draft of open) draft.leave(end);
    }
    return this.#drafts.map((draft) => draft.transfer)
      .toSorted((a, b) => a.start - b.start);
  }

  #start(event: TraceCall): void {
    const handle = this.#handle(event.handle);
    const isOpening = OPENING.has(event.name) ||
      (event.name === "FtpCommand" && handle.isNew);
    handle.isNew = false;
    const last = handle.open.at(-1);
    if (last !== undefined && CONTINUING.has(event.name)) {
      return last.resume(event);
    }
    // Sending a request again ends the transfer before it.
    if (isOpening) {
      handle.open.splice(0).forEach((draft) => draft.close(event.time));
    }
    const draft = new Draft(event, isOpening);
    this.#drafts.push(draft);
    handle.open.push(draft);
  }

  #end(event: TraceCall): void {
    const { open } = this.#handle(event.handle);
    const at = Math.max(
      open.findIndex(({ call }) => call === event.call),
      0,
    );
    const draft = open[at];
    if (draft === undefined) return;
    draft.endCall(event);
    if (draft.isOver) open.splice(at, 1);
  }

  /** Replaces a transfer by the one that follows it. */
  #add(next: Draft, open: Draft[]): void {
    this.#drafts.push(next);
    open[0] = next;
  }

  #handle(id: number): HandleTransfers {
    let handle = this.#handles.get(id);
    if (handle === undefined) {
      this.#handles.set(id, handle = { open: [], isNew: false });
    }
    return handle;
  }
}
