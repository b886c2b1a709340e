// Copyright 2026 the wininet authors. MIT license.

/**
 * The target of `InternetConnect` and `InternetOpenUrl`: host, port,
 * credentials, TLS and proxy of an FTP session.
 *
 * Without a user name, the login is anonymous. A password without a user name
 * is an error. Port 990 and FTP_OPTION_IMPLICIT mean implicit TLS.
 *
 * @module
 */

import {
  INTERNET_DEFAULT_FTP_PORT,
  INTERNET_FLAG_PASSIVE,
  INTERNET_FLAG_SECURE,
} from "../../flags.ts";
import { hasFlag } from "../../_base/bits.ts";
import { checkPort } from "../../_base/blocked_ports.ts";
import { badParameter } from "../../_base/failure.ts";
import type { ConnectInit, Session } from "../../_core/session.ts";
import { forgivenFaults } from "../../_base/security_flags.ts";
import type { Proxy } from "../../_options/proxy_list.ts";
import type { DialTarget } from "../../_net/dial.ts";
import { proxyFor } from "../../_net/environment_proxies.ts";
import { checkedText } from "../wire/command.ts";
import { nameCodec } from "../../_base/code_page.ts";
import type { LoginCredentials } from "../wire/login.ts";

/** The port of implicit FTPS. */
const IMPLICIT_TLS_PORT = 990;

/** The ports of FTP, which are blocked for other protocols. */
const FTP_PORTS = [INTERNET_DEFAULT_FTP_PORT, IMPLICIT_TLS_PORT];

/** The password of an anonymous login. */
const ANONYMOUS_PASSWORD = "anonymous@";

/** The server of a connection, and the route to it. */
export interface FtpTarget extends DialTarget {
  /** The user name and the password for the login. */
  readonly credentials: Omit<LoginCredentials, "account">;
  /**
   * The use of TLS: none, after AUTH on the control connection (explicit), or
   * from the start of the connection (implicit).
   */
  readonly tls: "none" | "explicit" | "implicit";
  /** SECURITY_FLAG_IGNORE_* bits. */
  readonly forgiven: number;
  /** `true` if the client, not the server, opens the data connections. */
  readonly passive: boolean;
  /** The proxy, or `null` if there is none. */
  readonly proxy: Proxy | null;
}

/**
 * Checks the target that a program requests, and adds the defaults.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER if the user name or the
 * password is invalid, or the code page is unknown;
 * ERROR_INTERNET_FAILED_DUETOSECURITYCHECK if the port is one of another
 * service.
 */
export function ftpTarget(session: Session, init: ConnectInit): FtpTarget {
  const { host, user, password, flags } = init;
  if (!user && password) {
    throw badParameter(
      "Cannot connect: lpszPassword needs lpszUserName, too",
    );
  }
  // Checks the code page here and not in the handle: a half-constructed handle
  // cannot be closed.
  nameCodec(session.settings.codePage);
  const { implicitTls, ftpAnyPort } = session.settings;
  const implicit = init.implicitTls || implicitTls ||
    init.port === IMPLICIT_TLS_PORT;
  const port = init.port ||
    (implicit ? IMPLICIT_TLS_PORT : INTERNET_DEFAULT_FTP_PORT);
  if (!ftpAnyPort) checkPort(port, "FTP_OPTION_ANY_PORT", FTP_PORTS);
  return {
    host,
    port,
    credentials: user
      ? {
        user: checkedText(user, "lpszUserName"),
        password: checkedText(password ?? "", "lpszPassword", true),
      }
      : { user: "anonymous", password: ANONYMOUS_PASSWORD },
    tls: implicit
      ? "implicit"
      : hasFlag(flags, INTERNET_FLAG_SECURE)
      ? "explicit"
      : "none",
    forgiven: forgivenFaults(0, flags),
    passive: hasFlag(flags, INTERNET_FLAG_PASSIVE),
    proxy: proxyFor(session, session.settings, "ftp", host, port),
  };
}
