// Copyright 2026 the wininet authors. MIT license.

/**
 * `wininet head`: the HTTP header fields, or the size and time of an FTP file.
 *
 * @module
 */

import {
  HTTP_QUERY_FLAG_NUMBER,
  HTTP_QUERY_RAW_HEADERS_CRLF,
  HTTP_QUERY_STATUS_CODE,
  INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTPS,
  INTERNET_FLAG_SECURE,
  INTERNET_SERVICE_HTTP,
} from "../flags.ts";
import { ERROR_INTERNET_EXTENDED_ERROR, InternetError } from "../error.ts";
import { HttpOpenRequest, HttpQueryInfo, HttpSendRequest } from "../http.ts";
import { InternetConnect } from "../internet.ts";
import { closeOn } from "../streams.ts";
import type { HINTERNET } from "../structures.ts";
import { openHandleOf } from "../_core/handle.ts";
import { loginRefusal } from "../_http/handles/login_refusal.ts";
import { HttpRequest } from "../_http/handles/request.ts";
import { parseHttpUrl } from "../_http/wire/target.ts";
import { checkArgumentCount, checkedUrl } from "./arguments.ts";
import { FTP_SCHEMES } from "./connection.ts";
import type { Job, OpenSession } from "./job.ts";
import { withCredentials, withoutCredentials } from "./password.ts";
import { plainText } from "./text.ts";

/** Shows what the server reports about the URL of a command line. */
export async function run(job: Job): Promise<void> {
  checkArgumentCount(job.line, 1);
  const url = checkedUrl(job.args[0]!, ["http", "https", ...FTP_SCHEMES]);
  await using session = await job.open();
  closeOn(job.signal, session.hInternet);
  if (/^ftp/i.test(url)) {
    const { headOfFile } = await import("./head_ftp.ts");
    await headOfFile(url, job, session);
  } else await headOfResponse(url, job, session);
}

/** Sends a HEAD request for a URL; returns the request handle. */
export async function sendHead(
  hInternet: HINTERNET,
  text: string,
): Promise<HINTERNET> {
  const { url, username, password } = parseHttpUrl(text);
  const isSecure = url.protocol === "https:";
  const hConnect = await InternetConnect(
    hInternet,
    url.hostname,
    Number(url.port),
    username,
    password,
    INTERNET_SERVICE_HTTP,
    isSecure ? INTERNET_FLAG_SECURE : 0,
  );
  const path = url.pathname + url.search;
  const hRequest = await HttpOpenRequest(
    hConnect,
    "HEAD",
    path,
    null,
    null,
    null,
    INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTPS,
  );
  await HttpSendRequest(hRequest);
  return hRequest;
}

async function headOfResponse(
  given: string,
  { report }: Job,
  { hInternet, credentials }: OpenSession,
): Promise<void> {
  const url = withCredentials(given, credentials);
  const hRequest = await sendHead(hInternet, url);
  const status = HttpQueryInfo(
    hRequest,
    HTTP_QUERY_STATUS_CODE | HTTP_QUERY_FLAG_NUMBER,
  );
  const lines = HttpQueryInfo(hRequest, HTTP_QUERY_RAW_HEADERS_CRLF)
    .trim().split("\r\n").map(plainText);
  const shown = withoutCredentials(given);
  const fields = lines.slice(1).map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  report.data({ type: "head", url: shown, status, fields }, lines[0]!);
  if (!report.isJson) {
    for (const line of lines.slice(1)) {
      report.data({}, line);
    }
  }
  if (Number(status) < 400) return;
  const responseText = lines[0]!.replace(/^\S+\s/, "");
  const login = loginRefusal(
    openHandleOf(hRequest, HttpRequest, "an HTTP request"),
  );
  const error = new InternetError(
    ERROR_INTERNET_EXTENDED_ERROR,
    login === null
      ? `The server responded with ${responseText}`
      : `Cannot log in: ${login.party} responded with ${responseText}. ${login.advice}`,
    { responseText },
  );
  report.failure({ type: "head", url: shown }, shown, error);
}
