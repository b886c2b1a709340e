// Copyright 2026 the wininet authors. MIT license.

/**
 * Calls that the tests make in Deno and in another runtime, to compare the
 * results.
 *
 * @module
 */

import type { HINTERNET } from "../../structures.ts";

/** All exports of the library. */
export type Library = typeof import("../../mod.ts");

const NOW = new Date(Date.UTC(2026, 5, 1));
const LISTING = "-rw-r--r--   1 root root   12 Jan  5 10:00 a.txt\r\n" +
  "01-05-26  10:00AM       <DIR>          old\r\n";
const MENU = "0A text\t/a.txt\tlocalhost\t70\r\n.\r\n";

/**
 * Returns the results of calls that do not depend on the runtime: URLs, times,
 * parsers, cookies, options, constants.
 */
export async function pureOutcomes(library: Library): Promise<string> {
  const hInternet = library.InternetOpen("probe");
  const menu = library.parseMenu(new TextEncoder().encode(MENU));
  library.InternetSetCookie("http://example.com/", null, "a=b");
  library.InternetSetOption(
    hInternet,
    library.INTERNET_OPTION_CONNECT_TIMEOUT,
    5000,
  );
  const lines = await Array.fromAsync(library.parseListingLines(LISTING, NOW));
  return JSON.stringify({
    cracked: library.InternetCrackUrl("http://u:p@example.com:8080/a%20b?c#d"),
    canonical: library.InternetCanonicalizeUrl("http://example.com/a/../b c"),
    combined: library.InternetCombineUrl("http://example.com/a/b", "../c"),
    time: library.InternetTimeFromSystemTime(NOW),
    parsedTime: library.InternetTimeToSystemTime(
      "Mon, 01 Jun 2026 00:00:00 GMT",
    ),
    listing: library.parseListing(LISTING, NOW),
    lines,
    menu,
    locator: library.parseLocator(menu[0]!.Locator),
    question: library.parseQuestion({ QuestionType: "Ask", QuestionText: "a" }),
    cookie: library.InternetGetCookie("http://example.com/"),
    timeout: library.InternetQueryOption(
      hInternet,
      library.INTERNET_OPTION_CONNECT_TIMEOUT,
    ),
    error: errorOf(() => library.InternetCrackUrl("nonsense")),
    constants: Object.entries(library).filter(([name]) =>
      /^[A-Z]\w*$/.test(name)
    ),
  }, (_key, value) => typeof value === "bigint" ? `${value}n` : value);
}

function errorOf(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return (error as Error).message;
  }
}

/** Calls that need the network or files. */
const CALLS: Readonly<
  Record<string, (library: Library, hInternet: HINTERNET) => Promise<unknown>>
> = {
  InternetOpenUrl: (library, hInternet) =>
    library.InternetOpenUrl(hInternet, "http://127.0.0.1/"),
  "InternetOpenUrl of FTP": (library, hInternet) =>
    library.InternetOpenUrl(hInternet, "ftp://127.0.0.1/"),
  "InternetOpenUrl of a file": (library, hInternet) =>
    library.InternetOpenUrl(hInternet, "file:///etc/hosts"),
  InternetConnect: (library, hInternet) =>
    library.InternetConnect(
      hInternet,
      "127.0.0.1",
      0,
      null,
      null,
      library.INTERNET_SERVICE_GOPHER,
    ),
  InternetCheckConnection: (library) =>
    library.InternetCheckConnection(
      "http://127.0.0.1/",
      library.FLAG_ICC_FORCE_CONNECTION,
    ),
  download: (library) => library.download("http://127.0.0.1/", "file"),
  listParts: (library) => library.listParts("folder"),
  openCookieFile: (library) => library.openCookieFile("cookies.json"),
  openUrlCache: (library) => library.openUrlCache({ path: "cache" }),
  "openUrlCache of the user": (library) =>
    Promise.resolve().then(() => library.openUrlCache()),
  InternetGetConnectedState: (library) =>
    Promise.resolve().then(() => library.InternetGetConnectedState()),
  InternetGetConnectedStateEx: (library) =>
    Promise.resolve().then(() => library.InternetGetConnectedStateEx()),
};

/** Returns the error messages of calls that need Deno. */
export async function refusals(
  library: Library,
): Promise<Record<string, string>> {
  const hInternet = library.InternetOpen("probe");
  const messages: Record<string, string> = {};
  for (const [name, call] of Object.entries(CALLS)) {
    messages[name] = await messageOf(library, call(library, hInternet));
  }
  return messages;
}

async function messageOf(
  { InternetError }: Library,
  call: Promise<unknown>,
): Promise<string> {
  try {
    await call;
    return "no error";
  } catch (error) {
    if (error instanceof InternetError) return error.message;
    throw error;
  }
}
