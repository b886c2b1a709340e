// Copyright 2026 the wininet authors. MIT license.

/**
 * Connections for commands that work with a server rather than with single
 * URLs.
 *
 * @module
 */

import {
  INTERNET_FLAG_SECURE,
  INTERNET_SERVICE_FTP,
  INTERNET_SERVICE_GOPHER,
} from "../flags.ts";
import { FtpSetCurrentDirectory } from "../ftp.ts";
import { parseLocator, urlToLocator } from "../gopher.ts";
import { InternetConnect } from "../internet.ts";
import { closeOn } from "../streams.ts";
import type { HINTERNET } from "../structures.ts";
import { parseFtpUrl } from "../_ftp/wire/url.ts";
import type { Job, OpenSession } from "./job.ts";

/** The schemes of FTP URLs. */
export const FTP_SCHEMES: readonly string[] = ["ftp", "ftps"];
/** The schemes of servers that have directories or menus. */
export const TREE_SCHEMES: readonly string[] = [
  ...FTP_SCHEMES,
  "gopher",
  "gophers",
];

/** A connection, and the place on the server that a URL names. */
export interface Connected {
  readonly hConnect: HINTERNET;
  /** FTP: the path, or `""` for the login directory. Gopher: the locator. */
  readonly path: string;
  /** `true` if the URL names a directory. */
  readonly isDirectory: boolean;
}

/** Connects to the server of a URL. Stopping the command closes the session. */
export async function connectTo(
  url: string,
  job: Job,
  session: OpenSession,
): Promise<Connected> {
  closeOn(job.signal, session.hInternet);
  return /^gopher/i.test(url)
    ? await connectGopher(url, job, session)
    : await connectFtp(url, job, session);
}

async function connectFtp(
  url: string,
  { dwFlags }: Job,
  { hInternet, credentials }: OpenSession,
): Promise<Connected> {
  const { host, port, implicitTls, path, isDirectory, ...login } = parseFtpUrl(
    url,
  );
  const { user, password } = login.user === null && credentials !== null
    ? credentials
    : login;
  const hConnect = await InternetConnect(
    hInternet,
    implicitTls ? `ftps://${bracketed(host)}${port ? `:${port}` : ""}` : host,
    implicitTls ? 0 : port,
    user,
    password,
    INTERNET_SERVICE_FTP,
    dwFlags,
  );
  return { hConnect, path, isDirectory: isDirectory || path === "" };
}

async function connectGopher(
  url: string,
  { dwFlags }: Job,
  { hInternet }: OpenSession,
): Promise<Connected> {
  const locator = urlToLocator(url);
  const { host, port } = parseLocator(locator);
  const hConnect = await InternetConnect(
    hInternet,
    host,
    port,
    null,
    null,
    INTERNET_SERVICE_GOPHER,
    /^gophers:/i.test(url) ? INTERNET_FLAG_SECURE : dwFlags,
  );
  return { hConnect, path: locator, isDirectory: true };
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** Returns `true` if a path is an existing directory. */
export async function isDirectoryThere(
  hConnect: HINTERNET,
  path: string,
): Promise<boolean> {
  try {
    await FtpSetCurrentDirectory(hConnect, path);
    return true;
  } catch {
    return false;
  }
}
