// Copyright 2026 the wininet authors. MIT license.

/**
 * Error texts for the user of the command line: the advice of the library names options
 * of the command line instead of constants.
 *
 * @module
 */

import { quotedUrl, quotedValue } from "../_base/secrets.ts";
import { isUrl } from "./arguments.ts";

/** The constants in advice, and what stands for them; the first that matches is used. */
const ADVICE: readonly (readonly [advice: RegExp, instead: string])[] = [
  [/\bhttps or INTERNET_FLAG_SECURE\b/g, "https"],
  [/\bINTERNET_FLAG_SECURE\b/g, "--tls"],
  [/\bwithout INTERNET_FLAG_PASSIVE\b/g, "--active"],
  [/\bINTERNET_FLAG_PASSIVE\b/g, "--passive"],
  [
    /\bINTERNET_OPTION_(?:(?:DATA|CONTROL)_)?(?:CONNECT|SEND|RECEIVE)_TIMEOUT\b/g,
    "the time of --timeout",
  ],
  [
    /, set INTERNET_OPTION_CLIENT_CERT_CONTEXT\b/g,
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
  [/\blistParts shows\b/g, "end in .part"],
  [/\bCannot write the stream\b/g, "Cannot write to the standard output"],
  [/\bthe program has stopped it\b/g, "it was stopped"],
  // The command line has no such option.
  [
    /[,;]? (?:or )?(?:set |use )?(?:FTP|GOPHER|HTTP|INTERNET|SESSION)_OPTION_\w+(?: [^,;:(]*\w)?/g,
    "",
  ],
  // The words of Deno about a call of the system.
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

/** Returns the line of a failure, which names once what has failed; a URL is without its secrets. */
export function failureLine(what: string, error: unknown): string {
  const message = userMessage(error);
  const isNamed = [quotedUrl(what), quotedValue(what)]
    .some((name) => message.includes(name));
  if (isNamed) return message;
  const name = isUrl(what) ? quotedUrl(what).slice(1, -1) : what;
  return `${name}: ${message}`;
}
