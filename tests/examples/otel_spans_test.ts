// Copyright 2026 the wininet authors. MIT license.

import { fileURLToPath } from "node:url";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import type { SpanStatus, Tracer } from "npm:@opentelemetry/api@1.9.0";
import { InternetError } from "../../error.ts";
import { main, makeSpans } from "../../examples/otel_spans.ts";
import { InternetOpen, InternetOpenUrl } from "../../internet.ts";
import { usualServer } from "../helpers/calls.ts";
import { outputOf } from "../helpers/programs.ts";
import { closedPort } from "../servers/closed_port.ts";
import { lacks } from "../helpers/lacks.ts";

/** A span that records its attributes and events. */
class FakeSpan {
  readonly name: string;
  readonly events: string[] = [];
  readonly times: number[];
  errorType: unknown;
  status: SpanStatus | undefined;

  constructor(name: string, { startTime }: { startTime: number }) {
    this.name = name;
    this.times = [startTime];
  }

  addEvent(name: string, _attributes: unknown, time: number): void {
    this.events.push(name);
    this.times.push(time);
  }

  setAttribute(name: string, value: unknown): void {
    if (name === "error.type") this.errorType = value;
  }

  setStatus(status: SpanStatus): void {
    this.status = status;
  }

  end(time: number): void {
    this.times.push(time);
  }
}

/** A tracer, and its spans. */
function fakeTracer() {
  const spans: FakeSpan[] = [];
  const startSpan = (name: string, options: { startTime: number }) => {
    const span = new FakeSpan(name, options);
    spans.push(span);
    return span;
  };
  return { spans, tracer: { startSpan } as unknown as Tracer };
}

Deno.test("otel_spans creates a span for each call, and events for its statuses", async () => {
  await using server = usualServer();
  const { spans, tracer } = fakeTracer();
  const before = Date.now();
  await main([server.url], tracer);
  const [opening, ...reads] = spans as [FakeSpan, ...FakeSpan[]];
  assertEquals(opening.name, "InternetOpenUrl");
  assert(reads.length > 0 && reads.every(({ name }) => name === "readable"));
  assertEquals(opening.events, [
    "INTERNET_STATUS_CONNECTING_TO_SERVER",
    "INTERNET_STATUS_CONNECTED_TO_SERVER",
    "INTERNET_STATUS_SENDING_REQUEST",
    "INTERNET_STATUS_REQUEST_SENT",
    "INTERNET_STATUS_RECEIVING_RESPONSE",
    "INTERNET_STATUS_RESPONSE_RECEIVED",
  ]);
  const { times } = opening;
  assertEquals(times.length, opening.events.length + 2);
  assertEquals(times, times.toSorted((a, b) => a - b));
  assert(times[0]! >= before - 1 && times.at(-1)! <= Date.now() + 1);
});

Deno.test("otel_spans records the error of a failed call", async () => {
  const { spans, tracer } = fakeTracer();
  const stop = makeSpans(tracer);
  await using hInternet = InternetOpen("agent");
  await assertRejects(
    () => InternetOpenUrl(hInternet, `http://127.0.0.1:${closedPort()}/`),
    InternetError,
  );
  stop();
  const [{ errorType, status }] = spans as [FakeSpan];
  assertEquals(errorType, "ERROR_INTERNET_CANNOT_CONNECT");
  assertStringIncludes(status!.message!, "Cannot connect");
});

Deno.test("otel_spans runs as a program, with the exporter of Deno", {
  ignore: lacks("POSIX shell"),
}, async () => {
  await using server = usualServer();
  const program = new URL("../../examples/otel_spans.ts", import.meta.url);
  const config = new URL("../../deno.json", import.meta.url);
  const printed = await outputOf("sh", [
    "-c",
    '"$0" "$@" 2>&1',
    Deno.execPath(),
    "run",
    "--no-prompt",
    "--allow-net=127.0.0.1",
    `--config=${fileURLToPath(config)}`,
    fileURLToPath(program),
    server.url,
  ], {
    env: {
      OTEL_DENO: "true",
      OTEL_EXPORTER_OTLP_PROTOCOL: "console",
      OTEL_DENO_CONSOLE: "ignore",
    },
  });
  assertStringIncludes(printed, "InternetOpenUrl");
  assertStringIncludes(printed, "INTERNET_STATUS_RESPONSE_RECEIVED");
});
