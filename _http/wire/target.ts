// Copyright 2026 the wininet authors. MIT license.

/**
 * Checks of hosts and URLs that a program passes.
 *
 * @module
 */

import {
  ABSOLUTE_URL,
  badParameter,
  invalidUrl,
  unknownScheme,
} from "../../_base/failure.ts";
import { hasControl } from "../../_base/field_text.ts";
import { quotedUrl } from "../../_base/secrets.ts";
import { isCredential } from "../../_auth/credentials.ts";
import { MAX_URL } from "../../_url/text.ts";

/** A URL, and the user and password in it. */
export interface HttpUrl {
  /** The URL without user and password. */
  readonly url: URL;
  /** The user, or `null` if there is none. */
  readonly username: string | null;
  /** The password, or `null` if there is none. */
  readonly password: string | null;
}

/** Parses the URL of a request; throws if it is invalid or its scheme is not HTTP. */
export function parseHttpUrl(text: string): HttpUrl {
  if (typeof text !== "string" || text === "") {
    throw badParameter(`Cannot open ${quotedUrl(text)}: ${ABSOLUTE_URL}`);
  }
  if (hasControl(text)) {
    throw invalidUrl(text, "escape the control character in it, as in %0A");
  }
  if (text.length > MAX_URL) {
    throw invalidUrl(
      text,
      `it has ${text.length} characters, and at most ${MAX_URL} are allowed`,
    );
  }
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(text)?.[0].toLowerCase();
  if (scheme !== "http:" && scheme !== "https:") {
    throw unknownScheme(text);
  }
  // In InternetCrackUrl a backslash is part of the host, while in `URL` it ends
  // the host. A program that checks the host could therefore be directed to
  // another one.
  if (text.includes("\\") && /^[^/]*\/\/[^/?#]*\\/.test(text)) {
    throw invalidUrl(text, "replace the backslash in its host by a slash");
  }
  const url = /^https?:\/\/[^/]/i.test(text) ? URL.parse(text) : null;
  if (url === null) {
    throw invalidUrl(
      text,
      `it must have a host and, if any, a port up to 65535, for example "${scheme}//example.com/x"`,
    );
  }
  const { username, password } = url;
  // They are sent when a server requests them, not with the URL.
  if (username !== "" || password !== "") url.username = url.password = "";
  if (username === "") return { url, username: null, password: null };
  const credentials = {
    username: unescaped(username),
    password: unescaped(password),
  };
  if (!Object.values(credentials).every(isCredential)) {
    throw invalidUrl(
      text,
      "remove the control character from its user or password",
    );
  }
  return { url, ...credentials };
}

/** Returns a part of the user information of a URL without its escapes. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
