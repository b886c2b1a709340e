// Copyright 2026 the wininet authors. MIT license.

/**
 * The checks of hosts and URLs that a program names.
 *
 * @module
 */

import {
  ERROR_INTERNET_INVALID_URL,
  ERROR_INTERNET_UNRECOGNIZED_SCHEME,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import { hasControl } from "../../_base/field_text.ts";
import { isCredential } from "../../_auth/credentials.ts";
import { MAX_URL } from "../../_url/text.ts";

/** A URL, and the user and password in it. */
export interface HttpUrl {
  /** The URL without user and password. */
  readonly url: URL;
  /** The user, `null` for none. */
  readonly username: string | null;
  /** The password. */
  readonly password: string | null;
}

/** Parses the URL of a request; throws if it is invalid or its scheme is not HTTP. */
export function parseHttpUrl(text: string): HttpUrl {
  if (typeof text !== "string" || text === "") {
    throw new InternetError(
      ERROR_INVALID_PARAMETER,
      "Cannot open the URL: there is none",
    );
  }
  if (hasControl(text)) throw invalidHttpUrl("it has a control character");
  if (text.length > MAX_URL) {
    throw invalidHttpUrl(`it is longer than ${MAX_URL} characters`);
  }
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(text)?.[0].toLowerCase();
  if (scheme !== "http:" && scheme !== "https:") {
    throw new InternetError(
      ERROR_INTERNET_UNRECOGNIZED_SCHEME,
      "Cannot open the URL: its scheme is missing or unknown",
    );
  }
  // In InternetCrackUrl a backslash belongs to the host, in `URL` it ends the host, so a
  // program that checks the host could be sent to another one.
  if (/^[^/]*\/\/[^/?#]*\\/.test(text)) {
    throw invalidHttpUrl("a backslash stands in its host");
  }
  const url = /^https?:\/\/[^/]/i.test(text) ? URL.parse(text) : null;
  if (url === null) throw invalidHttpUrl("it names no host");
  const { username, password } = url;
  // They are sent when a server asks for them, not with the URL.
  if (username !== "" || password !== "") url.username = url.password = "";
  if (username === "") return { url, username: null, password: null };
  const credentials = {
    username: unescaped(username),
    password: unescaped(password),
  };
  if (!Object.values(credentials).every(isCredential)) {
    throw invalidHttpUrl("its user or password holds a control character");
  }
  return { url, ...credentials };
}

/** A part of the user information of a URL, as it is meant. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function invalidHttpUrl(why: string): InternetError {
  return new InternetError(
    ERROR_INTERNET_INVALID_URL,
    `Cannot open the URL: ${why}`,
  );
}
