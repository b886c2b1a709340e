// Copyright 2026 the wininet authors. MIT license.

/**
 * The failures of a request, and the code of each: on sockets, which report
 * every detail, and with `fetch`, which reports less.
 *
 * @module
 */

import {
  ERROR_HTTP_INVALID_SERVER_RESPONSE,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
  ERROR_INTERNET_INVALID_CA,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_SEC_CERT_CN_INVALID,
  ERROR_INTERNET_SEC_CERT_DATE_INVALID,
  ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
  ERROR_INTERNET_TIMEOUT,
} from "../../error.ts";
import { BLACK_HOLES } from "../servers/black_hole.ts";
import {
  answering,
  blackHole,
  certified,
  hasOpenssl,
  nowhere,
  oldTls,
  type OpenFaulty,
  plainForTls,
  refusing,
  resetting,
} from "../servers/faulty_servers.ts";

/** A failure. */
export interface Failure {
  readonly name: string;
  readonly open: OpenFaulty;
  /** The code on sockets. */
  readonly code: number;
  /** The code with `fetch`, if it is different. */
  readonly directCode?: number;
  /**
   * The stage reached: nothing, a connection, or the head of a response;
   * `"accept"` is one of the first two.
   */
  readonly after: "nothing" | "accept" | "connection" | "head";
  /** INTERNET_OPTION_CONNECT_TIMEOUT of the request. */
  readonly connectTimeout?: number;
  readonly ignore?: boolean;
}

const OK = "HTTP/1.1 200 OK\r\n";

const INVALID = ERROR_HTTP_INVALID_SERVER_RESPONSE;

/** Hosts that cannot be reached. */
const UNREACHABLE: Failure[] = [
  {
    name: "an unknown name",
    open: nowhere("http://x.invalid:8080"),
    code: ERROR_INTERNET_NAME_NOT_RESOLVED,
    after: "nothing",
  },
  {
    name: "a refused connection",
    open: refusing,
    code: ERROR_INTERNET_CANNOT_CONNECT,
    after: "nothing",
  },
  {
    name: "a full backlog",
    open: blackHole,
    code: ERROR_INTERNET_TIMEOUT,
    after: "nothing",
    connectTimeout: 100,
    ignore: !BLACK_HOLES,
  },
  {
    name: "a port that fetch blocks",
    open: nowhere("http://127.0.0.1:25"),
    code: ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
    after: "nothing",
  },
];

/** Connections that break. */
const BROKEN: Failure[] = [
  {
    name: "RST at accept",
    open: resetting("accept"),
    code: ERROR_INTERNET_CONNECTION_RESET,
    after: "accept",
  },
  {
    name: "RST before the head",
    open: resetting("request"),
    code: ERROR_INTERNET_CONNECTION_RESET,
    after: "connection",
  },
  {
    name: "RST in the head",
    open: resetting("head"),
    code: ERROR_INTERNET_CONNECTION_RESET,
    after: "connection",
  },
  {
    name: "RST in a body of known length",
    open: resetting("length-body"),
    code: ERROR_INTERNET_CONNECTION_RESET,
    directCode: ERROR_INTERNET_CONNECTION_ABORTED,
    after: "head",
  },
  {
    name: "RST in a chunked body",
    open: resetting("chunked-body"),
    code: ERROR_INTERNET_CONNECTION_RESET,
    directCode: ERROR_INTERNET_CONNECTION_ABORTED,
    after: "head",
  },
  {
    name: "RST in a body without a length",
    open: resetting("close-body"),
    code: ERROR_INTERNET_CONNECTION_RESET,
    directCode: ERROR_INTERNET_CONNECTION_ABORTED,
    after: "head",
  },
  {
    name: "RST after ClientHello",
    open: resetting("client-hello"),
    code: ERROR_INTERNET_CONNECTION_RESET,
    after: "connection",
  },
  {
    name: "FIN in a body of known length",
    open: answering(`${OK}Content-Length: 100\r\n\r\nabc`),
    code: ERROR_INTERNET_CONNECTION_ABORTED,
    after: "head",
  },
  {
    name: "FIN in a chunk",
    open: answering(`${OK}Transfer-Encoding: chunked\r\n\r\n9\r\nabc`),
    code: ERROR_INTERNET_CONNECTION_ABORTED,
    after: "head",
  },
  {
    name: "FIN between two chunks",
    open: answering(`${OK}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`),
    code: ERROR_INTERNET_CONNECTION_ABORTED,
    after: "head",
  },
];

/** Heads that are not HTTP; see native-behaviour.md 2.17 for the first two. */
const NO_HTTP: [name: string, answer: string][] = [
  ["FIN before the head", ""],
  ["FIN in the head", `${OK}Content-Le`],
  ["garbage", "\x00\x01\x02 what is this\r\n\r\n"],
  ["HTTP/0.9", "<html>just the page</html>"],
  ["an SSH server", "SSH-2.0-OpenSSH_9.2\r\n"],
  ["a bad header line", `${OK}no colon here\r\n\r\n`],
  ["NUL in a header", `${OK}X-Nul: a\0b\r\nContent-Length: 0\r\n\r\n`],
  ["a space before the colon", `${OK}X-Space : a\r\n\r\n`],
  ["a huge head", `${OK}X-Huge: ${"a".repeat(1_000_000)}\r\n\r\n`],
  ["a Content-Length that is not a number", `${OK}Content-Length: x\r\n\r\nab`],
  [
    "two Content-Lengths",
    `${OK}Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc`,
  ],
  ["a status that is not a number", "HTTP/1.1 abc OK\r\n\r\n"],
];

/** Bodies whose framing is broken. */
const BAD_CHUNKS: [name: string, body: string][] = [
  ["a chunk size that is not a number", "xyz\r\nabc\r\n0\r\n\r\n"],
  ["a chunk without CRLF after it", "3\r\nabcdef0\r\n\r\n"],
];

/** Certificates that are not trusted. */
const CERTIFICATES: [name: string, file: string, code: number][] = [
  ["an unknown authority", "unknown_ca", ERROR_INTERNET_INVALID_CA],
  ["a self-signed certificate", "self_signed", ERROR_INTERNET_INVALID_CA],
  ["an authority as server", "ca", ERROR_INTERNET_INVALID_CA],
  ["an expired certificate", "expired", ERROR_INTERNET_SEC_CERT_DATE_INVALID],
  ["a certificate of tomorrow", "notyet", ERROR_INTERNET_SEC_CERT_DATE_INVALID],
  ["another host", "wronghost", ERROR_INTERNET_SEC_CERT_CN_INVALID],
];

/** Handshakes that fail. */
const HANDSHAKES: Failure[] = [
  {
    name: "TLS 1.1",
    open: oldTls,
    code: ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
    after: "connection",
    ignore: !hasOpenssl(),
  },
  {
    name: "plain text instead of TLS",
    open: plainForTls("HTTP/1.1 400 Bad Request\r\n\r\n"),
    code: ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
    after: "connection",
  },
  {
    name: "FIN in the TLS handshake",
    open: plainForTls(""),
    code: ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
    after: "connection",
  },
];

/** All failures. */
export const FAILURES: readonly Failure[] = [
  ...UNREACHABLE,
  ...BROKEN,
  ...NO_HTTP.map(([name, answer]): Failure => ({
    name,
    open: answering(answer),
    code: INVALID,
    after: "connection",
  })),
  ...BAD_CHUNKS.map(([name, body]): Failure => ({
    name,
    open: answering(`${OK}Transfer-Encoding: chunked\r\n\r\n${body}`),
    code: INVALID,
    directCode: ERROR_INTERNET_CONNECTION_ABORTED,
    after: "head",
  })),
  ...CERTIFICATES.map(([name, file, code]): Failure => ({
    name,
    open: certified(file),
    code,
    after: "connection",
  })),
  ...HANDSHAKES,
];
