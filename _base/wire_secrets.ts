// Copyright 2026 the wininet authors. MIT license.

/**
 * The lines of protocols without the secrets in them, for logs.
 *
 * @module
 */

import { withoutSecrets } from "./secrets.ts";

/** The replacement for a secret. */
const HIDDEN = "***";

/** FTP commands whose argument is a secret; servers have passwords in commands of SITE, too. */
const SECRET_COMMAND_REGEXP =
  /^(\s*(?:PASS|ACCT|ADAT|SITE\s+\S*(?:PASS|PSWD|PWD|ADDUSER)\S*)\s+)(.*)/is;

/** The code that a line of a reply starts with. */
const CODE_REGEXP = /^\d{3}[ -]?/;

/** A query, as it stands in a line. */
const QUERY_REGEXP = /\?[^\s"<>]+/g;

/** Fields whose value is a URL, or ends with one. */
const URL_FIELD_REGEXP = /^(?:(?:content-)?location|referer|refresh|uri)\s*:/i;

/** Names of fields with a key, a token or a password. */
const SECRET_NAME_REGEXP =
  /(?:^|[-_])(?:(?:api|access|subscription)-?key|token|secret|password|session-?id)$/i;

/** The user and the password in a URL; browsers take any number of slashes of either kind. */
const USER_IN_URL_REGEXP =
  /(\b(?:https?|ftps?|wss?):[/\\]*|\/\/)[^\s/\\?#"<>]*@/gi;

/** A header field: its name and its value. Some servers send a space after the name. */
const FIELD_REGEXP = /^\s*([^\s:]+)\s*:[ \t]*(.*)$/s;

/** A name, and a value that is a secret. */
const COOKIE_REGEXP = /^(\s*[^=;]*=).*$/s;

/** The value of each field that has a secret, without it. */
const MASKS: ReadonlyMap<string, (value: string) => string> = new Map([
  ["authorization", withoutCredentials],
  ["proxy-authorization", withoutCredentials],
  ["cookie", (value) => value.split(";").map(withoutCookieValue).join(";")],
  ["set-cookie", withoutFirstCookieValue],
  ["set-cookie2", withoutFirstCookieValue],
]);

/** Masks the secrets in the lines of an FTP control connection. */
export class ControlMask {
  /** The secrets of the last command: its reply may repeat them. */
  #secrets: readonly string[] = [];

  /** Returns a command without its secret. */
  command(line: string): string {
    const secret = SECRET_COMMAND_REGEXP.exec(line)?.[2] ?? "";
    // Some servers repeat commands in upper case.
    this.#secrets = [secret, secret.toUpperCase()];
    return withoutUsers(line.replace(SECRET_COMMAND_REGEXP, `$1${HIDDEN}`));
  }

  /** Returns a line of the reply without the secret of the command. */
  reply(line: string): string {
    return withoutUsers(replyWithoutSecrets(line, this.#secrets));
  }
}

/** Masks the secrets in a line of an FTP reply. Its code stays. */
export function replyWithoutSecrets(
  line: string,
  secrets: readonly string[],
): string {
  const code = CODE_REGEXP.exec(line)?.[0] ?? "";
  return code + withoutSecrets(line.slice(code.length), secrets);
}

/** Removes the user name and the password of each URL in a text. */
export function withoutUsers(text: string): string {
  return text.replaceAll(USER_IN_URL_REGEXP, `$1${HIDDEN}@`);
}

/**
 * Returns the lines of an HTTP message head with the secrets masked, without
 * the final empty line.
 */
export function maskedHead(head: string): string[] {
  let isSecret = false;
  return head.trimEnd().split(/\r?\n/).map((line) => {
    // A folded line belongs to the field before it.
    if (/^[ \t]/.test(line)) {
      return isSecret ? ` ${HIDDEN}` : withoutUsers(line);
    }
    const [, name = "", value = ""] = FIELD_REGEXP.exec(line) ?? [];
    const mask = maskOf(name);
    isSecret = mask !== undefined;
    return mask ? `${name}: ${mask(value)}` : withoutUsers(line);
  });
}

/**
 * Returns the function that masks the value of a field, or `undefined` if it
 * has no secrets.
 */
function maskOf(name: string): ((value: string) => string) | undefined {
  return MASKS.get(name.toLowerCase()) ??
    (SECRET_NAME_REGEXP.test(name) ? () => HIDDEN : undefined);
}

/** Returns a URL without its query and its fragment, which may have secrets. */
export function withoutQuery(url: string): string {
  return url.replace(/([?#]).+/s, "$1…");
}

/** Returns a line of a head without the queries and fragments of URLs. */
export function withoutQueries(line: string): string {
  // A folded line may be the rest of a URL.
  if (/^[ \t]/.test(line)) return " …";
  return URL_FIELD_REGEXP.test(line)
    ? withoutQuery(line)
    : line.replaceAll(QUERY_REGEXP, "?…");
}

/** Removes the search words from a Gopher request. A Gopher+ field stays. */
export function withoutSearch(line: string): string {
  return line.replace(/(\?|\t(?![+!$])).+/s, "$1…");
}

/** Keeps the scheme of credentials, such as Basic. */
function withoutCredentials(value: string): string {
  const [scheme, ...rest] = value.split(" ");
  return rest.length === 0 ? HIDDEN : `${scheme} ${HIDDEN}`;
}

/** Keeps the name of a cookie; a cookie without a name is only a value. */
function withoutCookieValue(pair: string): string {
  return COOKIE_REGEXP.test(pair)
    ? pair.replace(COOKIE_REGEXP, `$1${HIDDEN}`)
    : pair.replace(/\S.*/s, HIDDEN);
}

/** Keeps the attributes of a cookie. */
function withoutFirstCookieValue(value: string): string {
  const [pair, ...attributes] = value.split(";");
  return [withoutCookieValue(pair!), ...attributes].join(";");
}
