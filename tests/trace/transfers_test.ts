// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_OPERATION_CANCELLED,
  InternetError,
} from "../../error.ts";
import type { Transfer } from "../../_trace/transfer.ts";
import { stagesOf, TraceScript } from "./script.ts";

const PLACE = "http://a/";

function script(): TraceScript {
  return new TraceScript().on(2, PLACE);
}

/** Returns the only transfer of a script. */
function only(script: TraceScript, end?: number): Transfer {
  const transfers = script.transfers(end);
  assertEquals(transfers.length, 1);
  return transfers[0]!;
}

Deno.test("a request passes through its stages without a gap", () => {
  const transfer = only(
    new TraceScript().on(2, "https://a/x").start("InternetOpenUrl")
      .status("resolving", "a").status("resolved", "1.2.3.4")
      .status("connecting", "1.2.3.4").status("connected", "1.2.3.4")
      .exchange("/x", 200, 10).end()
      .start("InternetReadFile").status("receiving").status("received", 90)
      .end().at(100).status("closing", 2),
  );
  assertEquals(
    stagesOf(transfer),
    "blocked 0-1, lookup 1-2, connect 2-4, tls 4-5, send 5-8, wait 8-12, " +
      "receive 12-13, idle 13-14, receive 14-17",
  );
  const { method, url, code, sent, received, outcome, reused, address } =
    transfer;
  assertEquals(
    [method, url, code, sent, received, outcome, reused, address],
    ["GET", "https://a/x", 200, 40, 130, "done", false, "1.2.3.4"],
  );
});

Deno.test("the heads are counted separately from the bodies", () => {
  const { sentHead, receivedHead } = only(script().get("/", 200, 10));
  assertEquals(sentHead, "GET / HTTP/1.1\r\nHost: a\r\n\r\n".length);
  assertEquals(receivedHead, "HTTP/1.1 200 Text\r\nA: b\r\n\r\n".length);
});

Deno.test("a request that does not connect is on a kept connection", () => {
  const kept = only(
    script().start("InternetOpenUrl").exchange("/", 200, 0).end(),
  );
  assertEquals([kept.reused, kept.address], [true, null]);
});

Deno.test("a kept connection that was lost is not counted as kept", () => {
  const transfer = only(
    script().start("InternetOpenUrl").status("sending")
      .out("GET / HTTP/1.1", "Host: a").status("sent", 40)
      .status("connecting", "b").status("connected", "b")
      .exchange("/", 200, 0).end(),
  );
  assertEquals([transfer.reused, transfer.sent], [false, 80]);
  assertEquals(transfer.linesOut, ["GET / HTTP/1.1", "Host: a"]);
});

Deno.test("a redirect is a transfer, and the request that follows it another one", () => {
  const [first, second] = script().start("InternetOpenUrl")
    .exchange("/old", 302, 0).status("redirect", "http://a/new")
    .on(2, "http://a/new").status("cookies", 1).exchange("/new", 200, 5).end()
    .transfers();
  assertEquals(
    [first!.outcome, first!.url, first!.code],
    ["redirected", PLACE, 302],
  );
  assertEquals(
    [second!.outcome, second!.url, second!.received],
    ["done", "http://a/new", 35],
  );
  assertEquals(second!.start, first!.end);
});

Deno.test("the response to a challenge is a separate transfer", () => {
  const codes = script().start("InternetOpenUrl").exchange("/", 401, 0)
    .exchange("/", 200, 0).end().transfers()
    .map(({ code, outcome }) => [code, outcome]);
  assertEquals(codes, [[401, "done"], [200, "done"]]);
});

Deno.test("sending a request again starts another transfer", () => {
  const transfers = script().start("HttpSendRequest").exchange("/", 200, 0)
    .end().start("HttpSendRequest").exchange("/", 204, 0).end().transfers();
  assertEquals(transfers.map(({ code }) => code), [200, 204]);
});

Deno.test("an upload is one transfer, with the waits for the program", () => {
  const transfer = only(
    script().start("HttpSendRequestEx").status("connecting", "a")
      .status("connected", "a").status("sending")
      .out("POST / HTTP/1.1", "A: b").status("sent", 30).at(10).end()
      .at(20).start("InternetWriteFile").status("sending").status("sent", 70)
      .at(30).end().at(40).start("HttpEndRequest").status("receiving")
      .in("HTTP/1.1 200 OK", "A: b").status("received", 30).at(60).end(),
  );
  assertEquals(
    stagesOf(transfer),
    "blocked 0-1, connect 1-3, send 3-6, wait 6-10, idle 10-20, send 20-22, " +
      "wait 22-30, idle 30-40, wait 40-44, receive 44-60",
  );
  assertEquals(transfer.sent, 100);
});

Deno.test("a failed request has its error, and the time until the failure", () => {
  const { outcome, error, end } = only(
    script().start("InternetOpenUrl").status("connecting", "a").at(50).fail(),
  );
  assertEquals([outcome, error?.constant, end], [
    "failed",
    "ERROR_INTERNET_TIMEOUT",
    50,
  ]);
});

Deno.test("a cancelled request waited for its turn, if nothing else happened", () => {
  const error = new InternetError(ERROR_INTERNET_OPERATION_CANCELLED, "Closed");
  const transfer = only(script().start("InternetOpenUrl").at(9).end(error));
  assertEquals([transfer.outcome, stagesOf(transfer)], [
    "cancelled",
    "blocked 0-9",
  ]);
});

Deno.test("a request with unknown stages waits, but not for its turn", () => {
  const transfer = only(script().start("InternetOpenUrl").at(9).end());
  assertEquals([stagesOf(transfer), transfer.reused], ["wait 0-9", null]);
});

Deno.test("a request that continues at the end of the trace is open", () => {
  const transfer = only(
    script().start("InternetOpenUrl").status("connecting", "a"),
    50,
  );
  assertEquals([transfer.outcome, transfer.end], ["open", 50]);
});

Deno.test("CONNECT is not the request, but its refusal is the response", () => {
  const base = script().start("InternetOpenUrl").status("connecting", "p")
    .status("connected", "p").out("CONNECT a:443 HTTP/1.1", "Host: a:443");
  const through = only(
    base.in("HTTP/1.1 200 OK", "A: b").exchange("/", 204, 0).end(),
  );
  assertEquals([through.method, through.code, through.linesIn.length], [
    "GET",
    204,
    2,
  ]);
  assertEquals(
    through.sentHead,
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n".length,
  );
  const refused = only(
    script().start("InternetOpenUrl").status("connecting", "p")
      .out("CONNECT a:443 HTTP/1.1", "Host: a:443")
      .in("HTTP/1.1 407 Who?", "A: b").end(),
  );
  assertEquals([refused.method, refused.code], ["CONNECT", 407]);
});

Deno.test("interim responses are not the response", () => {
  const { code, linesIn } = only(
    script().start("InternetOpenUrl").status("sending")
      .out("GET / HTTP/1.1", "A: b").in("HTTP/1.1 103 Early", "Link: x")
      .in("HTTP/1.1 200 OK", "A: b").status("received", 80).end(),
  );
  assertEquals([code, linesIn], [200, ["HTTP/1.1 200 OK", "A: b"]]);
});

// ---- FTP and Gopher ----

const FTP = "ftp://a:21/";

Deno.test("an FTP login connects and logs in", () => {
  const transfer = only(
    new TraceScript().on(2, FTP).start("InternetConnect")
      .status("connecting", "a").status("connected", "a").in("220 Hi")
      .status("received", 8).out("USER ann").status("sent", 10)
      .in("331 Password").status("received", 14).out("PASS ***")
      .in("230 Welcome").status("received", 13).end(),
  );
  assertEquals(stagesOf(transfer), "blocked 0-1, connect 1-2, login 2-12");
  assertEquals([transfer.code, transfer.outcome], [230, "done"]);
});

Deno.test("an FTP download has commands and data", () => {
  const transfer = only(
    new TraceScript().on(2, FTP).start("FtpGetFile").out("TYPE I")
      .in("200 Binary").out("EPSV").in("229 (|||9|)").out("RETR a b.txt")
      .in("150 Coming").status("received", 14).status("receiving")
      .status("received", 5000).at(50).out("NOOP").in("226 Done", "226 All")
      .status("received", 18).end(),
  );
  assertEquals(
    stagesOf(transfer),
    "blocked 0-1, command 1-6, receive 6-52, command 52-54",
  );
  const { method, subject, code, received, reused } = transfer;
  assertEquals(
    [method, subject, code, received, reused],
    ["RETR", "a b.txt", 226, 5032, null],
  );
});

Deno.test("an FTP upload sends its data", () => {
  const transfer = only(
    new TraceScript().on(2, FTP).start("FtpPutFile").status("sending")
      .out("STOR a").in("150 Send").status("sending").status("sent", 900)
      .at(20).in("226 Done").end(),
  );
  assertEquals(
    stagesOf(transfer),
    "blocked 0-2, command 2-3, send 3-20, command 20-21",
  );
  assertEquals([transfer.sent, transfer.reused], [900, true]);
});

Deno.test("calls on one FTP connection that wait for each other are successive transfers", () => {
  const transfers = new TraceScript().on(2, FTP).start("FtpDeleteFile", 1)
    .start("FtpDeleteFile", 2).out("DELE a").in("250 a").end(null, 1)
    .out("DELE b").in("550 No b").at(20).end(
      new InternetError(12003, "Cannot delete"),
      2,
    ).transfers();
  assertEquals(
    transfers.map(({ subject, outcome, code }) => [subject, outcome, code]),
    [["a", "done", 250], ["b", "failed", 550]],
  );
  assertEquals(stagesOf(transfers[1]!), "blocked 1-5, command 5-20");
});

Deno.test("an FtpCommand that opens a handle continues until that is closed", () => {
  const transfer = only(
    new TraceScript().on(2, FTP).status("created", 3).on(3, FTP)
      .start("FtpCommand").out("LIST").in("150 Here").end()
      .start("readable").status("received", 100).in("226 Done").at(20).end(),
  );
  assertEquals([transfer.method, transfer.received], ["LIST", 100]);
});

Deno.test("a Gopher request has its selector", () => {
  const transfer = only(
    new TraceScript().on(2, "gopher://a:70/").start("GopherOpenFile")
      .status("connecting", "a").status("connected", "a").status("sending")
      .out("/text").status("sent", 7).status("receiving")
      .status("received", 50).end(),
  );
  assertEquals(
    stagesOf(transfer),
    "blocked 0-1, connect 1-3, send 3-5, wait 5-7, receive 7-8",
  );
  const { url, subject, code, outcome } = transfer;
  assertEquals([url, subject, code, outcome], [
    "gopher://a:70/",
    "/text",
    0,
    "done",
  ]);
});

Deno.test("statuses between calls belong to no transfer", () => {
  assertEquals(script().status("sending").status("sent", 6).transfers(), []);
});
