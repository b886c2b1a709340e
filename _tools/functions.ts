// Copyright 2026 the wininet authors. MIT license.
/**
 * The 107 documented functions of WinINet with the state of each: the source of
 * docs/FUNCTIONS.md, which `deno task gen` writes. The first sentence of a function's
 * documentation has its purpose. A function that `mod.ts` does not export is "not yet",
 * regardless of its row.
 *
 * @module
 */
import { files, libraryFiles } from "./library.ts";
import { paragraph, table } from "./markdown.ts";

/**
 * Works as on Windows; differs from Windows; or only throws an error, because it
 * needs a part of Windows.
 */
export type State = "works" | "differs" | "cannot";

export type Group =
  | "General"
  | "HTTP"
  | "FTP"
  | "Gopher"
  | "URLs and times"
  | "Cookies"
  | "Cache"
  | "Connection and dialogs"
  | "Parts of Windows";

/** The state of a function. */
export interface FunctionRow {
  readonly name: string;
  readonly group: Group;
  readonly state: State;
  /** The difference, or the reason why it cannot exist here. */
  readonly difference: string;
  /** The name of the type, for a callback. */
  readonly type?: string;
}

type Entry = readonly [name: string, state: State, difference?: string];

function rows(group: Group, entries: readonly Entry[]): FunctionRow[] {
  return entries.map(([name, state, difference = ""]) => ({
    name,
    group,
    state,
    difference,
  }));
}

const GENERAL = rows("General", [
  [
    "InternetOpen",
    "differs",
    "INTERNET_OPEN_TYPE_PRECONFIG uses the proxy variables of the environment; also HTTPS and SOCKS proxies",
  ],
  [
    "InternetConnect",
    "differs",
    "INTERNET_FLAG_SECURE turns on TLS, also for FTP and Gopher; no Kerberos",
  ],
  [
    "InternetCloseHandle",
    "works",
    "`using` and `await using` also close a handle",
  ],
  [
    "InternetSetStatusCallback",
    "works",
    "the callback may be changed at any time",
  ],
  [
    "InternetOpenUrl",
    "differs",
    "no hidden connection handle; also `ftps:` and `gophers:` URLs",
  ],
  [
    "InternetReadFile",
    "differs",
    "posts REQUEST_COMPLETE for reads from memory, too",
  ],
  [
    "InternetReadFileEx",
    "differs",
    "posts REQUEST_COMPLETE for reads from memory, too; IRF_NO_WAIT returns the bytes that have arrived",
  ],
  ["InternetWriteFile", "works"],
  [
    "InternetQueryDataAvailable",
    "differs",
    "the count is `dwResult`, not `dwError`",
  ],
  [
    "InternetSetFilePointer",
    "differs",
    "seeks in the file of the cache; without one it sends a Range request or REST",
  ],
  [
    "InternetFindNextFile",
    "differs",
    "returns a promise, of `null` at the end",
  ],
  [
    "InternetQueryOption",
    "differs",
    "[OPTIONS.md](OPTIONS.md) has each option",
  ],
  ["InternetSetOption", "differs", "[OPTIONS.md](OPTIONS.md) has each option"],
  [
    "InternetLockRequestFile",
    "differs",
    "for a response without a file, only counts the locks",
  ],
  ["InternetUnlockRequestFile", "works"],
  [
    "InternetGetLastResponseInfo",
    "differs",
    "returns the last text of the program, or that of an FTP connection or an HTTP request",
  ],
]);

const CALLBACKS: readonly FunctionRow[] = [
  {
    name: "InternetStatusCallback",
    group: "General",
    state: "differs",
    difference:
      "the type `StatusCallback`; the status decides the type of the information, and there is no length",
    type: "StatusCallback",
  },
  {
    name: "GopherAttributeEnumerator",
    group: "Gopher",
    state: "works",
    difference: "the type `GopherAttributeEnumerator`",
    type: "GopherAttributeEnumerator",
  },
];

const HTTP = rows("HTTP", [
  [
    "HttpOpenRequest",
    "differs",
    "ignores lpszVersion; refuses CONNECT and TRACE",
  ],
  [
    "HttpAddRequestHeaders",
    "differs",
    "headers cannot be added in a SENDING_REQUEST callback",
  ],
  [
    "HttpSendRequest",
    "differs",
    "Content-Length is always correct; follows 308",
  ],
  [
    "HttpSendRequestEx",
    "differs",
    "Content-Length is always correct; follows 308",
  ],
  ["HttpEndRequest", "differs", "follows 308"],
  [
    "HttpQueryInfo",
    "differs",
    "with `fetch` (HTTP_OPTION_TRANSPORT) it returns the standard reason phrase, HTTP/1.1 and sorted names",
  ],
  [
    "ResumeSuspendedDownload",
    "differs",
    "fails with ERROR_INTERNET_INCORRECT_HANDLE_STATE: no request is ever suspended",
  ],
]);

const FTP = rows("FTP", [
  ["FtpCommand", "works"],
  ["FtpCreateDirectory", "works"],
  ["FtpRemoveDirectory", "works"],
  ["FtpSetCurrentDirectory", "works"],
  ["FtpGetCurrentDirectory", "works"],
  ["FtpDeleteFile", "works"],
  ["FtpRenameFile", "works"],
  [
    "FtpFindFirstFile",
    "differs",
    "reads the listing while the program takes entries; uses MLSD if the server has it",
  ],
  ["FtpGetFile", "differs", "a failed transfer leaves the target as it was"],
  ["FtpPutFile", "differs", "a failed transfer leaves the target as it was"],
  [
    "FtpOpenFile",
    "differs",
    "sends REST for positions; `await using` or `writable` waits for the end of an upload",
  ],
  ["FtpGetFileSize", "works"],
]);

const GOPHER = rows("Gopher", [
  ["GopherCreateLocator", "differs", "accepts longer strings than Windows"],
  [
    "GopherFindFirstFile",
    "differs",
    "reads the menu while the program takes items; fails if the server sends an error item instead of a menu",
  ],
  [
    "GopherGetAttribute",
    "differs",
    "returns an array, also with an enumerator",
  ],
  ["GopherGetLocatorType", "works"],
  [
    "GopherOpenFile",
    "differs",
    "resolves when the first bytes have arrived",
  ],
]);

const TEXTS = rows("URLs and times", [
  ["InternetCanonicalizeUrl", "works"],
  ["InternetCombineUrl", "works"],
  ["InternetCrackUrl", "differs", 'returns `""` for absent parts'],
  ["InternetCreateUrl", "differs", 'omits parts that are `""`'],
  ["InternetTimeFromSystemTime", "works", "takes a `Date`"],
  ["InternetTimeToSystemTime", "works", "returns a `Date`"],
]);

const COOKIES = rows("Cookies", [
  ["InternetGetCookie", "works"],
  [
    "InternetGetCookieEx",
    "differs",
    "INTERNET_COOKIE_THIRD_PARTY withholds the cookies of leashed sites only",
  ],
  ["InternetGetCookieEx2", "works", "returns an array"],
  [
    "InternetSetCookie",
    "differs",
    "cannot replace a Secure cookie from http; refuses invalid `__Secure-` and `__Host-` cookies",
  ],
  ["InternetSetCookieEx", "differs", "P3P policies are not evaluated"],
  ["InternetSetCookieEx2", "differs", "P3P policies are not evaluated"],
  [
    "InternetFreeCookies",
    "differs",
    "does nothing, because arrays are not freed",
  ],
  ["InternetClearAllPerSiteCookieDecisions", "works"],
  ["InternetEnumPerSiteCookieDecision", "works"],
  ["InternetGetPerSiteCookieDecision", "works"],
  [
    "InternetSetPerSiteCookieDecision",
    "differs",
    "decisions end with the process; COOKIE_STATE_PROMPT accepts the cookies",
  ],
]);

const CACHE = rows("Cache", [
  [
    "CreateUrlCacheEntry",
    "differs",
    "uses 256 directories, or a temporary directory for a cache in memory",
  ],
  [
    "CommitUrlCacheEntry",
    "differs",
    "replaces all variants of a URL; `lpszOriginalUrl` creates a REDIRECT entry",
  ],
  [
    "GetUrlCacheEntryInfo",
    "differs",
    "returns the newest variant of a URL",
  ],
  [
    "GetUrlCacheEntryInfoEx",
    "differs",
    "follows at most five redirects",
  ],
  [
    "SetUrlCacheEntryInfo",
    "differs",
    "fails if a field is missing",
  ],
  ["DeleteUrlCacheEntry", "works"],
  [
    "RetrieveUrlCacheEntryFile",
    "differs",
    "a lock ends with its process",
  ],
  [
    "UnlockUrlCacheEntryFile",
    "differs",
    "releases only the locks of this process",
  ],
  ["RetrieveUrlCacheEntryStream", "works"],
  ["ReadUrlCacheEntryStream", "works"],
  ["UnlockUrlCacheEntryStream", "works"],
  ["FindFirstUrlCacheEntry", "works"],
  [
    "FindNextUrlCacheEntry",
    "differs",
    "returns `null` at the end",
  ],
  ["FindFirstUrlCacheEntryEx", "works"],
  [
    "FindNextUrlCacheEntryEx",
    "differs",
    "returns `null` at the end",
  ],
  ["FindCloseUrlCache", "works"],
  ["CreateUrlCacheGroup", "works"],
  ["DeleteUrlCacheGroup", "works"],
  ["SetUrlCacheEntryGroup", "works"],
  ["FindFirstUrlCacheGroup", "works"],
  [
    "FindNextUrlCacheGroup",
    "differs",
    "returns `null` at the end",
  ],
  ["GetUrlCacheGroupAttribute", "works"],
  ["SetUrlCacheGroupAttribute", "works"],
  [
    "GetUrlCacheConfigInfo",
    "differs",
    "a cache in memory has no directory",
  ],
  ["CreateUrlCacheContainer", "works"],
  ["DeleteUrlCacheContainer", "works"],
  [
    "FreeUrlCacheSpace",
    "differs",
    "deletes expired entries first, then the least recently used ones",
  ],
]);

const NETWORK =
  "reads the network interfaces; without `--allow-sys` it assumes a LAN";

const SYSTEM = rows("Connection and dialogs", [
  ["InternetAttemptConnect", "differs", NETWORK],
  [
    "InternetCheckConnection",
    "differs",
    "connects to the URL's port, with and without FLAG_ICC_FORCE_CONNECTION",
  ],
  ["InternetGetConnectedState", "differs", NETWORK],
  ["InternetGetConnectedStateEx", "differs", NETWORK],
  ["InternetGoOnline", "differs", NETWORK],
  [
    "InternetErrorDlg",
    "differs",
    "calls the handler of `setErrorHandler` instead of showing a dialog",
  ],
]);

const MODEMS =
  "dials a modem on Windows; `InternetGetConnectedState` reports if there is a network";
const SCRIPTS = "needs `loadProxyScripts` of the entry point `./pac`";
const ZONES = "belongs to the security zones of Windows";
const PRIVACY =
  `${ZONES}; use \`InternetSetPerSiteCookieDecision\` for the cookies of a site`;

const WINDOWS = rows("Parts of Windows", [
  ["InternetAutodial", "cannot", MODEMS],
  ["InternetAutodialHangup", "cannot", MODEMS],
  ["InternetDial", "cannot", MODEMS],
  ["InternetHangUp", "cannot", MODEMS],
  ["InternetSetDialState", "cannot", MODEMS],
  [
    "InternetConfirmZoneCrossing",
    "cannot",
    `${ZONES}; use \`InternetErrorDlg\` with \`setErrorHandler\``,
  ],
  ["PrivacyGetZonePreferenceW", "cannot", PRIVACY],
  ["PrivacySetZonePreferenceW", "cannot", PRIVACY],
  ["DetectAutoProxyUrl", "differs", `${SCRIPTS}; searches DNS only`],
  ["InternetInitializeAutoProxyDll", "differs", SCRIPTS],
  ["InternetDeInitializeAutoProxyDll", "differs", SCRIPTS],
  ["InternetGetProxyInfo", "differs", SCRIPTS],
  [
    "InternetSetOptionEx",
    "cannot",
    "Windows does not support it either; use `InternetSetOption`",
  ],
  [
    "CreateMD5SSOHash",
    "cannot",
    "belongs to Microsoft Passport; use the credentials of `InternetConnect`",
  ],
  [
    "CleanupCredentialCache",
    "cannot",
    "belongs to logon providers of Windows; `INTERNET_OPTION_END_BROWSER_SESSION` forgets credentials",
  ],
]);

/** The 107 functions, by group. */
export const FUNCTIONS: readonly FunctionRow[] = [
  ...GENERAL,
  ...CALLBACKS.filter(({ group }) => group === "General"),
  ...HTTP,
  ...FTP,
  ...GOPHER,
  ...CALLBACKS.filter(({ group }) => group === "Gopher"),
  ...TEXTS,
  ...COOKIES,
  ...CACHE,
  ...SYSTEM,
  ...WINDOWS,
];

/** The functions that WinINet does not have, and their purpose. */
export const EXTRAS: ReadonlyMap<string, string> = new Map([
  ["GetLastError", "returns the error of the last call"],
  ["readable", "returns a handle as a `ReadableStream`"],
  ["writable", "returns a handle as a `WritableStream`"],
  ["entries", "returns an enumeration as an `AsyncIterable`"],
  ["statusEvents", "returns the statuses of a handle as an `AsyncIterable`"],
  [
    "recordTrace",
    "records transfers, and returns them as a page, a waterfall, HAR or trace events",
  ],
  ["statusName", "returns the name of an `INTERNET_STATUS_*` constant"],
  ["closeOn", "closes a handle when an `AbortSignal` aborts"],
  ["download", "downloads a URL, with retries, resuming and progress"],
  ["downloadAll", "downloads many URLs to a directory, several at a time"],
  [
    "walkTree",
    "returns the entries of an FTP directory or a Gopher menu and of everything below it",
  ],
  [
    "downloadTree",
    "downloads an FTP directory or a Gopher menu with everything below it",
  ],
  ["uploadTree", "uploads a directory with everything below it, by FTP"],
  ["removeTree", "removes an FTP directory with everything below it"],
  ["createPath", "creates an FTP directory and its missing parents"],
  [
    "setErrorHandler",
    "registers the function that makes the decisions of `InternetErrorDlg`",
  ],
  ["openCookieFile", "keeps cookies in a file"],
  ["openUrlCache", "opens the cache, in a directory or in memory"],
  ["closeUrlCache", "closes the cache"],
  [
    "IsUrlCacheEntryExpired",
    "returns `true` if an entry has expired; Microsoft does not document it",
  ],
  [
    "SetUrlCacheConfigInfo",
    "sets the quota and the mode of the cache; Microsoft does not document it",
  ],
  ["parseListing", "returns the entries of an FTP listing"],
  [
    "parseListingLines",
    "returns the entries of an FTP listing that arrives in pieces",
  ],
  [
    "listParts",
    "returns the parts of downloads in a directory, or of uploads on a server",
  ],
  ["parseMenu", "returns the items of a Gopher menu"],
  [
    "parseLocator",
    "returns the host, port and selector of a Gopher locator, and a safe file name",
  ],
  ["locatorToUrl", "returns the URL of a Gopher locator"],
  ["urlToLocator", "returns the Gopher locator of a URL"],
  ["linkOf", "returns the URL that a Gopher item links to"],
  ["parseQuestion", "parses a question of a Gopher+ form"],
  ["submitAsk", "sends a Gopher+ form"],
  ["queryCaps", "reads the description of a Gopher server, caps.txt"],
]);

/** The macros of wininet.h for types of Gopher items, which are functions here. */
export const MACROS: readonly string[] = [
  "FILE",
  "DIRECTORY",
  "PHONE_SERVER",
  "ERROR",
  "INDEX_SERVER",
  "TELNET_SESSION",
  "BACKUP_SERVER",
  "TN3270_SESSION",
  "ASK",
  "PLUS",
  "TYPE_KNOWN",
].map((name) => `IS_GOPHER_${name}`);

/** Returns the functions that a module exports, without classes. */
export function functionsOf(module: object): ReadonlySet<string> {
  const found = Object.entries(module).filter(([, value]) =>
    typeof value === "function" && !/^class\b/.test(String(value))
  );
  return new Set(found.map(([name]) => name));
}

/** Returns whether the function of a row exists. */
export function isThere(
  { name, type }: FunctionRow,
  exported: ReadonlySet<string>,
): boolean {
  // Types do not exist at run time; the type check of the test covers them.
  return type !== undefined || exported.has(name);
}

const STATE_NAMES: Readonly<Record<State, string>> = {
  works: "works",
  differs: "differs",
  cannot: "cannot exist here",
};

/** A doc comment and the name that it documents. */
const DOCUMENTED_REGEXP =
  /\/\*\*((?:(?!\*\/)[^])*)\*\/\nexport (?:async )?(?:function|type|interface) (\w+)/g;

/** The first sentence of the documentation of each function and callback type. */
export function firstSentences(): ReadonlyMap<string, string> {
  const sentences = new Map<string, string>();
  for (const path of [...files(/^[^/]+\.ts$/), ...libraryFiles()]) {
    const source = Deno.readTextFileSync(path);
    for (
      const [, comment = "", name = ""] of source.matchAll(DOCUMENTED_REGEXP)
    ) {
      if (!sentences.has(name)) sentences.set(name, firstSentence(comment));
    }
  }
  return sentences;
}

function firstSentence(comment: string): string {
  const [paragraph = ""] = comment.replaceAll(/^ *\* ?/gm, "").trim().split(
    "\n\n",
  );
  const text = paragraph.replaceAll(/\s+/g, " ")
    .replaceAll(/\{@linkcode (\w+)\}/g, "`$1`").replaceAll("|", "\\|");
  return /^.*?[.:](?= |$)/.exec(text)?.[0].slice(0, -1) ?? text;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lineOf(
  row: FunctionRow,
  exported: ReadonlySet<string>,
  purposes: ReadonlyMap<string, string>,
): readonly string[] {
  if (!isThere(row, exported)) return [`\`${row.name}\``, "", "not yet", ""];
  const isMissing = row.state === "cannot";
  const purpose = purposes.get(row.type ?? row.name) ?? "";
  return [
    `\`${row.name}\``,
    isMissing ? "" : purpose,
    STATE_NAMES[row.state],
    row.difference,
  ];
}

/** The path of the page. */
export const FUNCTIONS_PAGE = "docs/FUNCTIONS.md";

const INTRODUCTION =
  `<!-- Made by \`deno task gen\`: change _tools/functions.ts. -->

# Functions

This page lists the 107 functions that Microsoft documents, and the functions
that this library adds. The documentation of each function has the details: in
an editor, with \`deno doc\`, or on jsr.io.

- **works**: works as on Windows, except for the
  [rules for several functions](DIFFERENCES.md#rules).
- **differs**: the last column has the main difference.
- **cannot exist here**: needs a part of Windows, and fails with
  ERROR_CALL_NOT_IMPLEMENTED. The last column has the alternative.
`;

/** The whole page. */
export function functionsPage(
  exported: ReadonlySet<string>,
  purposes: ReadonlyMap<string, string>,
): string {
  const groups = [...new Set(FUNCTIONS.map(({ group }) => group))];
  const parts = groups.flatMap((group) => [
    `## ${group}`,
    table([
      [
        "function",
        "purpose",
        "state",
        "difference or alternative",
      ],
      ...FUNCTIONS.filter((row) => row.group === group)
        .map((row) => lineOf(row, exported, purposes)),
    ]),
  ]);
  const extras = [...EXTRAS].filter(([name]) => exported.has(name));
  return [
    INTRODUCTION,
    ...parts,
    "## Beyond WinINet",
    table([
      ["function", "purpose"],
      ...extras.map(([name, purpose]) => [`\`${name}\``, capitalized(purpose)]),
    ]),
    paragraph(
      `The macros of wininet.h for the types of Gopher items are functions: ${
        MACROS.filter((name) => exported.has(name))
          .map((name) => `\`${name}\``).join(", ")
      }.`,
    ),
    "The entry point `./pac` has two more: `loadProxyScripts` enables proxy scripts,\n" +
    "and `findProxy` runs a script, which returns the proxies for a URL.",
  ].join("\n\n").replace("\n\n\n", "\n\n") + "\n";
}
