// Copyright 2026 the wininet authors. MIT license.

/**
 * Determines the server for a request: a locator names a server, which may
 * differ from the server of the menu.
 *
 * On a connection with TLS every server is contacted with TLS, regardless of
 * the menu.
 *
 * @module
 */

import {
  ERROR_GOPHER_INVALID_LOCATOR,
  ERROR_INTERNET_NO_DIRECT_ACCESS,
  InternetError,
} from "../../error.ts";
import { INTERNET_DEFAULT_GOPHER_PORT } from "../../flags.ts";
import { withoutBrackets } from "../../_base/host.ts";
import { quotedUrl } from "../../_base/secrets.ts";
import type { HandleObject } from "../../_core/handle.ts";
import type { Proxy } from "../../_options/proxy_list.ts";
import type { Session } from "../../_core/session.ts";
import { checkPort } from "../../_base/blocked_ports.ts";
import { checkedHost } from "../../_base/host.ts";
import type { DialTarget } from "../../_net/dial.ts";
import { proxyFor } from "../../_net/environment_proxies.ts";
import type { GopherLocator } from "../wire/locator.ts";

/**
 * The advice in errors about a server that has sent nothing: a TLS server waits
 * for more of a handshake, or closes the connection because a plain-text
 * request is not a handshake.
 */
export const MAY_WANT_TLS =
  "the server may require TLS: use INTERNET_FLAG_SECURE or a gophers: URL";

/** A server and the route to it. */
export interface GopherServer extends DialTarget {
  /** `true` if the connection starts with TLS. */
  readonly secure: boolean;
  /** SECURITY_FLAG_IGNORE_* bits. */
  readonly forgiven: number;
  /** The proxy, or `null` for a direct connection. */
  readonly proxy: Proxy | null;
}

/** The server that a connection or a URL names. */
export interface Origin {
  /** A name or an address, without brackets. */
  readonly host: string;
  /** The port; 0 is the default port. */
  readonly port: number;
  /** `true` if connections to this server and to all other servers start with TLS. */
  readonly secure: boolean;
  /** SECURITY_FLAG_IGNORE_* bits. */
  readonly forgiven: number;
}

/** Determines the servers of locators. */
export class ServerFinder {
  readonly #session: Session;
  readonly #origin: Origin;

  constructor(session: Session, origin: Origin) {
    this.#session = session;
    this.#origin = origin;
  }

  /** The server of the connection or URL. */
  get origin(): Origin {
    return this.#origin;
  }

  /**
   * Returns the server of a locator; a locator without a host refers to the
   * server of the connection or URL.
   *
   * @param owner The handle that has the settings.
   * @throws {InternetError} ERROR_GOPHER_INVALID_LOCATOR if its host is
   * invalid, ERROR_INTERNET_FAILED_DUETOSECURITYCHECK if its port belongs to
   * another service, ERROR_INTERNET_NO_DIRECT_ACCESS if the session is offline.
   */
  find(
    { host, port }: Pick<GopherLocator, "host" | "port">,
    owner: HandleObject,
  ): GopherServer {
    this.#session.checkOnline(ERROR_INTERNET_NO_DIRECT_ACCESS);
    const { secure, forgiven } = this.#origin;
    const target = host === ""
      ? { host: this.#origin.host, port: port || this.#origin.port }
      : { host: locatorHost(host), port };
    const number = target.port || INTERNET_DEFAULT_GOPHER_PORT;
    if (!owner.settings.anyPort) checkPort(number, "GOPHER_OPTION_ANY_PORT");
    return {
      host: target.host,
      port: number,
      secure,
      forgiven,
      proxy: proxyFor(
        this.#session,
        owner.settings,
        "gopher",
        target.host,
        number,
      ),
    };
  }
}

/** Returns the host of a locator as `URL` writes it, without brackets. */
function locatorHost(host: string): string {
  try {
    return withoutBrackets(checkedHost(host));
  } catch (cause) {
    throw new InternetError(
      ERROR_GOPHER_INVALID_LOCATOR,
      `Cannot use the locator: its host ${
        quotedUrl(host)
      } must be a host name or an address`,
      { cause },
    );
  }
}
