// Copyright 2026 the wininet authors. MIT license.

/**
 * Whom `InternetConnect` and `InternetOpenUrl` mean: port, credentials, TLS and
 * proxy of an FTP session.
 *
 * Without a user it is the anonymous one. A password without a user is a mistake.
 * Port 990 is the one of implicit TLS.
 *
 * @module
 */

import {
  INTERNET_DEFAULT_FTP_PORT,
  INTERNET_FLAG_PASSIVE,
  INTERNET_FLAG_SECURE,
} from "../../flags.ts";
import { hasFlag } from "../../_base/bits.ts";
import { badParameter } from "../../_base/failure.ts";
import type { Session } from "../../_core/session.ts";
import { forgivenFaults } from "../../_base/security_flags.ts";
import { proxyFor } from "../../_net/environment_proxies.ts";
import { checkedText } from "../wire/command.ts";
import { nameCodec } from "../../_base/code_page.ts";
import type { LinkTarget } from "./link.ts";

/** The port of FTP with implicit TLS. */
const IMPLICIT_TLS_PORT = 990;

/** What anonymous users give as a password. */
const ANONYMOUS_PASSWORD = "anonymous@";

/** What a program asks for. */
export interface TargetInit {
  /** A name or an address, without brackets. */
  readonly host: string;
  /** The port, 0 for the default one. */
  readonly port: number;
  /** The user, `null` for the anonymous one. */
  readonly user: string | null;
  /** The password, `null` for none. */
  readonly password: string | null;
  /** Whether TLS comes before everything else, whatever the port. */
  readonly implicitTls: boolean;
  /** `INTERNET_FLAG_*` bits. */
  readonly flags: number;
}

/**
 * Checks what a program asks for.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER when the user or the password cannot be one, or the code page is unknown.
 */
export function ftpTarget(session: Session, init: TargetInit): LinkTarget {
  const { host, user, password, flags } = init;
  if (!user && password) {
    throw badParameter(
      "Cannot connect: there is a password, but no user name",
    );
  }
  // Here and not in the handle: one that is half made cannot be closed.
  nameCodec(session.settings.codePage);
  const implicit = init.implicitTls || init.port === IMPLICIT_TLS_PORT;
  const port = init.port ||
    (implicit ? IMPLICIT_TLS_PORT : INTERNET_DEFAULT_FTP_PORT);
  return {
    host,
    port,
    credentials: user
      ? {
        user: checkedText(user, "the user name"),
        password: checkedText(password ?? "", "the password"),
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
