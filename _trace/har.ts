// Copyright 2026 the wininet authors. MIT license.

/**
 * Writes a trace as an HTTP archive (HAR 1.2), which the developer tools of
 * browsers open.
 *
 * The format has no fields for FTP and Gopher: the command is used as the
 * method, and the code of the last FTP reply as the status. Fields that start
 * with `_` are additions, which the format allows.
 *
 * @module
 */

import {
  durationOf,
  endText,
  type Recording,
  type StageName,
  timesOf,
  type Transfer,
} from "./transfer.ts";

interface NameValue {
  readonly name: string;
  readonly value: string;
}

/** Returns the archive. */
export function traceHar(recording: Recording): object {
  return {
    log: {
      version: "1.2",
      creator: { name: "@wininet/wininet", version: "0.2" },
      pages: [],
      entries: recording.transfers.map((transfer) =>
        entryOf(transfer, recording)
      ),
    },
  };
}

function entryOf(transfer: Transfer, { timeOrigin }: Recording): object {
  const { start, address, error } = transfer;
  return {
    startedDateTime: new Date(timeOrigin + start).toISOString(),
    time: durationOf(transfer),
    request: requestOf(transfer),
    response: responseOf(transfer),
    cache: {},
    timings: timingsOf(transfer),
    ...(address !== null && { serverIPAddress: address }),
    comment: endText(transfer),
    _handle: transfer.handle,
    _function: transfer.name,
    _outcome: transfer.outcome,
    _reused: transfer.reused,
    _start: timeOrigin + start,
    _stages: Object.fromEntries(timesOf(transfer)),
    ...(error !== null && { _error: error }),
  };
}

function requestOf(transfer: Transfer): object {
  const { method, name, url, linesOut, sent, sentHead } = transfer;
  return {
    method: method || name,
    url: urlOf(transfer),
    httpVersion: / (HTTP\/\S+)$/.exec(linesOut[0] ?? "")?.[1] ?? "",
    cookies: [],
    headers: isHttp(transfer) ? headersOf(linesOut) : [],
    queryString: [...URL.parse(url)?.searchParams ?? []]
      .map(([name, value]) => ({ name, value })),
    headersSize: sentHead,
    bodySize: sent - sentHead,
  };
}

function responseOf(transfer: Transfer): object {
  const { linesIn, received, receivedHead, code, error } = transfer;
  const [statusLine = ""] = linesIn;
  const headers = isHttp(transfer) ? headersOf(linesIn) : [];
  const value = (name: string) =>
    headers.find((header) => header.name.toLowerCase() === name)?.value ?? "";
  const size = received - receivedHead;
  return {
    status: code,
    statusText: isHttp(transfer)
      ? statusLine.replace(/^\S+ \d+ ?/, "")
      : linesIn.at(-1)?.slice(4) ?? "",
    httpVersion: /^HTTP\/\S+/.exec(statusLine)?.[0] ?? "",
    cookies: [],
    headers,
    content: { size, mimeType: value("content-type") },
    redirectURL: value("location"),
    headersSize: receivedHead,
    bodySize: size,
    _transferSize: received,
    ...(error !== null && { _error: error.message }),
  };
}

function isHttp({ scheme }: Transfer): boolean {
  return scheme === "http" || scheme === "https";
}

/**
 * Returns the URL. For a file on an FTP server it is built from the URL of the
 * server and the name of the file.
 */
function urlOf({ url, subject, scheme }: Transfer): string {
  const isFile = scheme.startsWith("ftp") && url.endsWith("/") &&
    subject !== "";
  if (!isFile) return url || "about:blank";
  const path = subject.split("/").map((part) =>
    encodeURIComponent(part.toWellFormed())
  );
  return `${url}${path.join("/").replace(/^\//, "%2F")}`;
}

function headersOf(lines: readonly string[]): NameValue[] {
  return lines.slice(1).flatMap((line) => {
    const colon = line.indexOf(":");
    if (colon <= 0) return [];
    return [{
      name: line.slice(0, colon),
      value: line.slice(colon + 1).trim(),
    }];
  });
}

/** The stages that belong to each timing of the format. `ssl` is included in `connect`. */
const TIMINGS: Readonly<Record<string, readonly StageName[]>> = {
  blocked: ["blocked"],
  dns: ["lookup"],
  connect: ["connect", "tls", "login"],
  send: ["send"],
  wait: ["wait", "command"],
  receive: ["receive", "idle"],
};

/**
 * Returns the timings. Their sum without `ssl` is the time of the entry; -1
 * means that a stage did not occur.
 */
function timingsOf(transfer: Transfer): Record<string, number> {
  const times = timesOf(transfer);
  const sum = (names: readonly StageName[]) =>
    names.reduce((all, name) => all + (times.get(name) ?? 0), 0);
  const timings = Object.fromEntries(
    Object.entries(TIMINGS).map(([name, stages]) => [name, sum(stages)]),
  );
  const optional = (name: string) => timings[name] || -1;
  return {
    ...timings,
    blocked: optional("blocked"),
    dns: optional("dns"),
    connect: optional("connect"),
    ssl: times.get("tls") ?? -1,
  };
}
