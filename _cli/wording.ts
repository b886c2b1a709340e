// Copyright 2026 the wininet authors. MIT license.

/**
 * Error texts for the user of the command line. The advice of the library names
 * constants; here it is replaced with advice that names options of the command
 * line.
 *
 * @module
 */

import { quotedUrl, quotedValue } from "../_base/secrets.ts";
import { isUrl } from "./arguments.ts";

/** The constants in the advice and their replacements; the first match is used. */
const ADVICE: readonly (readonly [advice: RegExp, instead: string])[] = [
  [
    /\bwith --cert, or set SECURITY_FLAG_IGNORE_\w+ in INTERNET_OPTION_SECURITY_FLAGS\b/g,
    "with --ca",
  ],
  [
    /, or set SECURITY_FLAG_IGNORE_\w+ in INTERNET_OPTION_SECURITY_FLAGS\b/g,
    "",
  ],
  [/; SECURITY_FLAG_IGNORE_\w+ allows it\b/g, ""],
  [/\buse http or omit INTERNET_FLAG_SECURE\b/g, "connect without TLS"],
  [/\bhttps or INTERNET_FLAG_SECURE\b/g, "https"],
  [/\bINTERNET_FLAG_SECURE\b/g, "--tls"],
  [/\bwithout INTERNET_FLAG_PASSIVE\b/g, "--active"],
  [/\bleave INTERNET_FLAG_PASSIVE out\b/g, "use --active"],
  [
    /\bset FTP_OPTION_ACTIVE_PORTS or INTERNET_FLAG_PASSIVE\b/g,
    "use --passive",
  ],
  [/\bINTERNET_FLAG_PASSIVE\b/g, "--passive"],
  [
    /\bINTERNET_OPTION_(?:(?:DATA|CONTROL)_)?(?:CONNECT|SEND|RECEIVE)_TIMEOUT\b/g,
    "--timeout",
  ],
  [
    /[,;] (?:set (?:another one with )?INTERNET_OPTION_CLIENT_CERT_CONTEXT|and INTERNET_OPTION_CLIENT_CERT_CONTEXT is for servers only)\b/g,
    ", which the command line does not support",
  ],
  [
    /\bA user name and a password in the URL, or INTERNET_OPTION_USERNAME and INTERNET_OPTION_PASSWORD, log in to it\b/g,
    "--user NAME logs in",
  ],
  [
    /\bINTERNET_OPTION_PROXY_USERNAME and INTERNET_OPTION_PROXY_PASSWORD, or a user name and a password in the list of proxies, log in to it\b/g,
    "--proxy http://NAME@HOST:PORT logs in",
  ],
  [
    /\bcheck lpszUserName and lpszPassword\b/g,
    "check the user name and the password",
  ],
  [/\bINTERNET_OPEN_TYPE_DIRECT uses\b/g, "--proxy none uses"],
  [
    /; INTERNET_FLAG_NO_AUTO_REDIRECT returns (?:each one|the response itself)\b/g,
    "",
  ],
  [
    /, which needs INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTP\b/g,
    " to one without TLS; if you trust that URL, request it itself",
  ],
  [/; see HTTP_OPTION_TRANSPORT\b/g, ""],
  [
    /\bcheck the name with FtpFindFirstFile\b/g,
    "check the name with wininet ls",
  ],
  [
    /\bcall InternetConnect again(?: or set FTP_OPTION_RECONNECT)?(?!\w)/g,
    "run the command again",
  ],
  [
    /\blet it be replaced \(fFailIfExists = false, or the option overwrite\)/g,
    "replace it with -f",
  ],
  [/\bset deleteOthers\b/g, "use --delete"],
  [/\blistParts shows\b/g, "end in .part"],
  [/\bCannot write the stream\b/g, "Cannot write to the standard output"],
  [/\bthe program has stopped it\b/g, "it was stopped"],
  // The command line has no such option.
  [
    /[,;]? (?:or )?(?:set |use )?(?:FTP|GOPHER|HTTP|INTERNET|SESSION)_OPTION_\w+(?: [^,;:(]*\w)?/g,
    "",
  ],
  // The text that Deno adds about a system call.
  [/ \(os error \d+\)(?:: \w+ '[^']*'(?: -> '[^']*')?)?/g, ""],
];

/** Returns the text of an error for the user. */
export function userMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return ADVICE.reduce(
    (text, [advice, instead]) => text.replace(advice, instead),
    message,
  );
}

/**
 * Returns the line for a failure, with the failed item named once; secrets are
 * removed from a URL.
 */
export function failureLine(what: string, error: unknown): string {
  const message = userMessage(error);
  const isNamed = [quotedUrl(what), quotedValue(what)]
    .some((name) => message.includes(name));
  if (isNamed) return message;
  const name = isUrl(what) ? quotedUrl(what).slice(1, -1) : what;
  return `${name}: ${message}`;
}
