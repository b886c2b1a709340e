// Copyright 2026 the wininet authors. MIT license.

/**
 * The FTP part of `InternetConnect` and `InternetOpenUrl`.
 *
 * @module
 */

import {
  ERROR_FILE_NOT_FOUND,
  ERROR_INTERNET_NO_DIRECT_ACCESS,
} from "../../error.ts";
import type { HandleObject } from "../../_core/handle.ts";
import {
  type Opening,
  type OpenUrlInit,
  startOpening,
} from "../../_core/opening.ts";
import type { ConnectInit, Session } from "../../_core/session.ts";
import { FtpConnection } from "./connection.ts";
import { ftpTarget } from "./target.ts";
import { openFtpUrl } from "./open_url.ts";
import { parseFtpUrl } from "../wire/url.ts";

/** Opens an FTP connection: connects and logs in. */
export function connectFtp(
  session: Session,
  init: ConnectInit,
  context: unknown,
): Promise<HandleObject> {
  session.checkOnline(ERROR_INTERNET_NO_DIRECT_ACCESS);
  const target = ftpTarget(session, init);
  const connection = new FtpConnection(session, target, context);
  const { user: username, password } = init;
  connection.settings = { ...connection.settings, username, password };
  return startOpening(connection.connect(), "InternetConnect");
}

/** Returns the opening of the file or directory that an FTP URL names. */
export function openFtp(
  session: Session,
  text: string,
  init: OpenUrlInit,
): Opening<HandleObject, HandleObject> {
  const url = parseFtpUrl(text);
  session.checkOnline(ERROR_FILE_NOT_FOUND);
  const target = ftpTarget(session, { ...url, flags: init.flags });
  const opening = openFtpUrl(session, url, target, init);
  // The URL of the handle must not contain the credentials; a password may
  // contain an "@".
  opening.handle.url = text.replace(/^([a-z]+:\/\/)[^/]*@/i, "$1");
  return opening;
}
