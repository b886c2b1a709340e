// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * Makes OpenTelemetry spans of WinINet calls: a span for each call, with an
 * event for each status. The library does not depend on OpenTelemetry: it
 * publishes on `node:diagnostics_channel`, and this program subscribes.
 *
 * Deno exports spans itself, to an OTLP endpoint or to the console:
 *
 * ```sh
 * OTEL_DENO=true OTEL_EXPORTER_OTLP_PROTOCOL=console \
 *   deno run --allow-net examples/otel_spans.ts http://example.com/
 * ```
 *
 * @module
 */

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import {
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from "npm:@opentelemetry/api@1.9.0";
import {
  type CallEvent,
  InternetOpen,
  InternetOpenUrl,
  readable,
  type StatusEvent,
  statusName,
} from "../mod.ts";

/** Events use `performance.now()`; spans use `Date.now()`. */
function timeOf({ time }: CallEvent | StatusEvent): number {
  return performance.timeOrigin + time;
}

/** Makes spans of all calls from now on; returns the function that stops it. */
export function makeSpans(tracer: Tracer): () => void {
  /** The spans of the calls in progress, by call number and by handle number. */
  const byCall = new Map<number, Span>();
  const byHandle = new Map<number, Span>();

  const onCall = (message: unknown) => {
    const event = message as CallEvent;
    const { call, name, handle, error } = event;
    if (event.phase === "start") {
      const span = tracer.startSpan(name, {
        kind: SpanKind.CLIENT,
        startTime: timeOf(event),
        attributes: { "wininet.handle": handle.id },
      });
      byCall.set(call, span);
      byHandle.set(handle.id, span);
      return;
    }
    const span = byCall.get(call);
    if (error !== null) {
      const { constant, message } = error.toJSON();
      span?.setAttribute("error.type", constant);
      span?.setStatus({ code: SpanStatusCode.ERROR, message });
    }
    span?.end(timeOf(event));
    byCall.delete(call);
    if (byHandle.get(handle.id) === span) byHandle.delete(handle.id);
  };

  const onStatus = (message: unknown) => {
    const event = message as StatusEvent;
    // The URL of a redirect may contain secrets in its query, so only numbers
    // are shown.
    const attributes = typeof event.information === "number"
      ? { "wininet.information": event.information }
      : {};
    byHandle.get(event.handle.id)
      ?.addEvent(statusName(event.status), attributes, timeOf(event));
  };

  subscribe("wininet.call", onCall);
  subscribe("wininet.status", onStatus);
  return () => {
    unsubscribe("wininet.call", onCall);
    unsubscribe("wininet.status", onStatus);
  };
}

/** Downloads URLs, with spans. */
export async function main(
  urls: readonly string[],
  tracer: Tracer = trace.getTracer("wininet"),
): Promise<void> {
  const stop = makeSpans(tracer);
  await using hInternet = InternetOpen("otel example/1.0");
  for (const url of urls) {
    using hUrl = await InternetOpenUrl(hInternet, url);
    await new Response(readable(hUrl)).bytes();
  }
  stop();
}

if (import.meta.main) {
  if (Deno.args.length < 1) {
    console.error("Usage: otel_spans.ts URL...");
    Deno.exit(2);
  }
  await main(Deno.args);
}
