// Copyright 2026 the wininet authors. MIT license.

/**
 * The context of a command: its arguments, a session configured by the common
 * options, and its output.
 *
 * @module
 */

import { ERROR_FILE_NOT_FOUND } from "../error.ts";
import {
  INTERNET_FLAG_PASSIVE,
  INTERNET_FLAG_SECURE,
  INTERNET_OPEN_TYPE_DIRECT,
  INTERNET_OPEN_TYPE_PRECONFIG,
  INTERNET_OPEN_TYPE_PROXY,
} from "../flags.ts";
import { HTTP_OPTION_TRANSPORT } from "../http_options.ts";
import { InternetOpen, InternetSetOption } from "../internet.ts";
import {
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_DATA_RECEIVE_TIMEOUT,
  INTERNET_OPTION_DATA_SEND_TIMEOUT,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
  INTERNET_OPTION_SEND_TIMEOUT,
} from "../options.ts";
import { SESSION_OPTION_WIRE_LOG } from "../session_options.ts";
import type { HINTERNET } from "../structures.ts";
import { checkPermission, localError } from "../_base/local_file.ts";
import { quotedValue } from "../_base/secrets.ts";
import {
  checkedUrl,
  type CommandLine,
  millisecondsOf,
  type Values,
} from "./arguments.ts";
import { PROXY_PASSWORD_VARIABLE } from "./commands.ts";
import type { ProgramIo } from "./program_io.ts";
import { type Credentials, credentialsOf, passwordFor } from "./password.ts";
import { Report } from "./report.ts";
import { UsageError } from "./usage_error.ts";

/** The name that this program sends to servers. */
const AGENT = "wininet";

/** The time in milliseconds after which a transfer from a silent server is considered lost. */
const PATIENCE = 60_000;

const TIMEOUTS = [
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_SEND_TIMEOUT,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
  INTERNET_OPTION_DATA_SEND_TIMEOUT,
  INTERNET_OPTION_DATA_RECEIVE_TIMEOUT,
] as const;

const PROXY_SCHEMES = ["http", "https", "socks5", "socks4a", "socks4"];

/** The context of a command. */
export interface Job {
  readonly line: CommandLine;
  readonly args: readonly string[];
  readonly values: Values;
  readonly io: ProgramIo;
  readonly report: Report;
  readonly signal: AbortSignal;
  /** The connection flags: passive or active FTP, and TLS. */
  readonly dwFlags: number;
  /** Opens the session of the command; asks for passwords first. */
  open(): Promise<OpenSession>;
}

/** The session of a command. Disposing it closes the session and writes the trace. */
export interface OpenSession extends AsyncDisposable {
  readonly hInternet: HINTERNET;
  /** The credentials of `--user`. */
  readonly credentials: Credentials | null;
}

/**
 * Returns the job of a command line.
 *
 * @throws {UsageError} If an option is wrong, or the file of an option cannot
 * be used.
 */
export async function prepare(
  line: CommandLine,
  io: ProgramIo,
): Promise<Job> {
  const { args, values } = line;
  const report = new Report(io, {
    quiet: values["quiet"] === true,
    json: values["json"] === true,
  });
  const patience = millisecondsOf(values, "timeout") ?? PATIENCE;
  const proxy = proxyOf(values["proxy"] as string | undefined);
  const pem = readAuthorities(values["ca"] as string | undefined);
  const user = values["user"] as string | undefined;
  const traceTo = await traceOf(values["trace"] as string | undefined, report);
  return {
    line,
    args,
    values,
    io,
    report,
    signal: io.signal,
    dwFlags: flagsOf(values),
    async open() {
      const credentials = await credentialsOf(user, io);
      const hInternet = await openSession(proxy, io);
      await setOptions(hInternet, patience, pem);
      if (values["verbose"] === true) showLines(hInternet, report);
      const trace = traceTo?.(hInternet);
      return {
        hInternet,
        credentials,
        async [Symbol.asyncDispose]() {
          await hInternet[Symbol.asyncDispose]();
          trace?.[Symbol.dispose]();
        },
      };
    },
  };
}

function flagsOf(values: Values): number {
  return (values["active"] === true ? 0 : INTERNET_FLAG_PASSIVE) |
    (values["tls"] === true ? INTERNET_FLAG_SECURE : 0);
}

async function setOptions(
  hInternet: HINTERNET,
  patience: number,
  pem: string | null,
): Promise<void> {
  for (const option of TIMEOUTS) {
    InternetSetOption(hInternet, option, patience);
  }
  if (pem === null) return;
  const { trustAuthorities } = await import("../_net/node_authorities.ts");
  trustAuthorities(pem);
  // `fetch` does not use these authorities.
  InternetSetOption(hInternet, HTTP_OPTION_TRANSPORT, "sockets");
}

/** Returns the proxy of the command line, or `null` if there is none. */
function proxyOf(text: string | undefined): URL | null | undefined {
  if (text === undefined) return undefined;
  if (text === "none") return null;
  const full = text.includes("://") ? text : `http://${text}`;
  return new URL(checkedUrl(full, PROXY_SCHEMES));
}

async function openSession(
  proxy: URL | null | undefined,
  io: ProgramIo,
): Promise<HINTERNET> {
  if (proxy === undefined) {
    return InternetOpen(AGENT, INTERNET_OPEN_TYPE_PRECONFIG);
  }
  if (proxy === null) return InternetOpen(AGENT, INTERNET_OPEN_TYPE_DIRECT);
  const { protocol, username, host } = proxy;
  let { password } = proxy;
  if (username !== "" && password === "") {
    const prompt = `Password of ${
      decodeURIComponent(username)
    } for the proxy: `;
    password = encodeURIComponent(
      await passwordFor(prompt, PROXY_PASSWORD_VARIABLE, io),
    );
  }
  const login = username === "" ? "" : `${username}:${password}@`;
  return InternetOpen(
    AGENT,
    INTERNET_OPEN_TYPE_PROXY,
    `${protocol}//${login}${host}`,
    // An explicit proxy is also used for addresses of this machine.
    "<-loopback>",
  );
}

function readAuthorities(path: string | undefined): string | null {
  if (path === undefined) return null;
  const pem = readText("ca", path);
  if (pem.includes("-----BEGIN CERTIFICATE-----")) return pem;
  throw new UsageError(
    `--ca needs a PEM file with certificates, and ${
      quotedValue(path)
    } has none`,
  );
}

/** Reads a file that an option names. */
export function readText(option: string, path: string): string {
  const action = `read the file ${quotedValue(path)} of --${option}`;
  checkPermission(action, path, "read");
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw localError(action, error, ERROR_FILE_NOT_FOUND);
  }
}

/** Creates an empty trace file and returns the function that records a session. */
async function traceOf(
  path: string | undefined,
  report: Report,
): Promise<((hInternet: HINTERNET) => Disposable) | null> {
  if (path === undefined) return null;
  const { createTrace, traceTo } = await import("./trace_file.ts");
  createTrace(path);
  return (hInternet) => {
    const trace = traceTo(path, hInternet);
    return {
      [Symbol.dispose]() {
        try {
          trace[Symbol.dispose]();
        } catch (error) {
          // Thrown, it would hide the error of the command.
          report.failure({ type: "trace", file: path }, path, error);
        }
      },
    };
  };
}

function showLines(hInternet: HINTERNET, report: Report): void {
  InternetSetOption(
    hInternet,
    SESSION_OPTION_WIRE_LOG,
    ({ direction, text }) =>
      report.note(`${direction === "out" ? ">" : "<"} ${text}`),
  );
}
