// Copyright 2026 the wininet authors. MIT license.

/**
 * The handle of `InternetConnect` for HTTP.
 *
 * @module
 */

import { INTERNET_FLAG_SECURE } from "../../flags.ts";
import { INTERNET_HANDLE_TYPE_CONNECT_HTTP } from "../../options.ts";
import { hasFlag } from "../../_base/bits.ts";
import { HandleObject } from "../../_core/handle.ts";
import type { Session } from "../../_core/session.ts";
import { objectUrl, type UrlEncoding } from "./object_url.ts";

/** The server of a connection. */
export interface HttpTarget {
  /** The host as it is written in a URL. */
  readonly host: string;
  readonly port: number;
  /** True if requests use TLS by default. */
  readonly secure: boolean;
}

/** An HTTP connection handle, which stores the server for requests. */
export class HttpConnection extends HandleObject {
  override readonly type: number = INTERNET_HANDLE_TYPE_CONNECT_HTTP;
  readonly target: HttpTarget;
  /** The user agent of the session when the connection was made; as on Windows, a later change only affects later connections. */
  readonly agent: string;

  constructor(session: Session, target: HttpTarget, context: unknown) {
    super(session, context, session.settings, session.asynchronous);
    this.target = target;
    this.agent = session.agent;
  }

  /** Returns the URL of an object on this server. */
  urlOf(
    objectName: string,
    flags: number,
    encoding: UrlEncoding = this.settings,
  ): URL {
    const { host, port, secure } = this.target;
    const scheme = secure || hasFlag(flags, INTERNET_FLAG_SECURE)
      ? "https"
      : "http";
    return objectUrl(
      new URL(`${scheme}://${host}:${port}`),
      objectName,
      encoding,
    );
  }
}
