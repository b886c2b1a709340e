// Copyright 2026 the wininet authors. MIT license.
/**
 * The 107 documented functions of WinINet, and what became of each: the source of
 * the table in README.md. `tests/surface/functions_table_test.ts` compares the two.
 *
 * `deno task gen` writes the table. A function that `mod.ts` does not export is "not yet" whatever
 * its row says, so that the table never promises what is not there.
 *
 * @module
 */
import { table } from "./markdown.ts";

/**
 * Works as on Windows; differs from Windows; or only throws an error, because
 * what it needs exists on Windows only.
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
    "PRECONFIG = the environment's proxy variables; proxies also by TLS and SOCKS",
  ],
  [
    "InternetConnect",
    "differs",
    "TLS by INTERNET_FLAG_SECURE, for FTP and Gopher too; no Kerberos",
  ],
  ["InternetCloseHandle", "works", "also `using` and `await using`"],
  ["InternetSetStatusCallback", "works", "may be changed at any time"],
  [
    "InternetOpenUrl",
    "differs",
    "no hidden connection handle; `ftps:` and `gophers:` too",
  ],
  [
    "InternetReadFile",
    "differs",
    "REQUEST_COMPLETE also for reads from memory",
  ],
  [
    "InternetReadFileEx",
    "differs",
    "REQUEST_COMPLETE also for reads from memory; IRF_NO_WAIT brings the bytes",
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
    "in the file of the cache; without one by Range requests or REST",
  ],
  ["InternetFindNextFile", "differs", "waits; `null` at the end"],
  [
    "InternetQueryOption",
    "differs",
    "see docs/OPTIONS.md for each option",
  ],
  ["InternetSetOption", "differs", "as InternetQueryOption"],
  [
    "InternetLockRequestFile",
    "differs",
    "without a file the lock is only counted",
  ],
  ["InternetUnlockRequestFile", "works"],
  [
    "InternetGetLastResponseInfo",
    "differs",
    "one for the program, or for an FTP session or an HTTP request",
  ],
]);

const CALLBACKS: readonly FunctionRow[] = [
  {
    name: "InternetStatusCallback",
    group: "General",
    state: "differs",
    difference:
      "the type `StatusCallback`; what it is told of is typed by the status, without a length",
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
    "lpszVersion is ignored; no CONNECT and TRACE",
  ],
  [
    "HttpAddRequestHeaders",
    "differs",
    "too late in a SENDING_REQUEST callback",
  ],
  ["HttpSendRequest", "differs", "lengths are always true; 308 is followed"],
  ["HttpSendRequestEx", "differs", "lengths are always true; 308 is followed"],
  ["HttpEndRequest", "differs", "308 is followed"],
  [
    "HttpQueryInfo",
    "differs",
    "by `fetch` (HTTP_OPTION_TRANSPORT): the standard's reason phrase, HTTP/1.1, sorted names",
  ],
  [
    "ResumeSuspendedDownload",
    "differs",
    "no request is ever suspended: ERROR_INTERNET_INCORRECT_HANDLE_STATE",
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
    "entries are read while they are taken; MLSD where the server has it",
  ],
  ["FtpGetFile", "differs", "a failed transfer leaves the target as it was"],
  ["FtpPutFile", "differs", "a failed transfer leaves the target as it was"],
  [
    "FtpOpenFile",
    "differs",
    "positions by REST; the end of an upload is told by `await using` or `writable`",
  ],
  ["FtpGetFileSize", "works"],
]);

const GOPHER = rows("Gopher", [
  ["GopherCreateLocator", "differs", "longer texts than on Windows"],
  [
    "GopherFindFirstFile",
    "differs",
    "items are read while they are taken; an error in the place of a menu is an error",
  ],
  [
    "GopherGetAttribute",
    "differs",
    "an array, also with an enumerator",
  ],
  ["GopherGetLocatorType", "works"],
  [
    "GopherOpenFile",
    "differs",
    "resolves when the first bytes are there",
  ],
]);

const TEXTS = rows("URLs and times", [
  ["InternetCanonicalizeUrl", "works"],
  ["InternetCombineUrl", "works"],
  ["InternetCrackUrl", "differs", 'absent parts are `""`'],
  ["InternetCreateUrl", "differs", 'parts that are `""` are absent'],
  ["InternetTimeFromSystemTime", "works", "a `Date`"],
  ["InternetTimeToSystemTime", "works", "a `Date`"],
]);

const COOKIES = rows("Cookies", [
  ["InternetGetCookie", "works"],
  [
    "InternetGetCookieEx",
    "differs",
    "a program has no page: INTERNET_COOKIE_THIRD_PARTY holds back leashed sites only",
  ],
  ["InternetGetCookieEx2", "works", "an array"],
  [
    "InternetSetCookie",
    "differs",
    "also refuses what would replace a Secure cookie from http, and false `__Secure-` and `__Host-` names",
  ],
  ["InternetSetCookieEx", "differs", "P3P policies are not evaluated"],
  ["InternetSetCookieEx2", "differs", "P3P policies are not evaluated"],
  ["InternetFreeCookies", "differs", "there is nothing to free"],
  ["InternetClearAllPerSiteCookieDecisions", "works"],
  ["InternetEnumPerSiteCookieDecision", "works"],
  ["InternetGetPerSiteCookieDecision", "works"],
  [
    "InternetSetPerSiteCookieDecision",
    "differs",
    "decisions end with the process; COOKIE_STATE_PROMPT accepts",
  ],
]);

const CACHE = rows("Cache", [
  [
    "CreateUrlCacheEntry",
    "differs",
    "256 folders; a temporary folder for a cache in memory",
  ],
  [
    "CommitUrlCacheEntry",
    "differs",
    "replaces all variants of a URL; a REDIRECT entry for `lpszOriginalUrl`",
  ],
  [
    "GetUrlCacheEntryInfo",
    "differs",
    "the newest variant of a URL",
  ],
  [
    "GetUrlCacheEntryInfoEx",
    "differs",
    "at most five redirects",
  ],
  [
    "SetUrlCacheEntryInfo",
    "differs",
    "a missing field is an error",
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
    "releases only locks of the process",
  ],
  ["RetrieveUrlCacheEntryStream", "works"],
  ["ReadUrlCacheEntryStream", "works"],
  ["UnlockUrlCacheEntryStream", "works"],
  ["FindFirstUrlCacheEntry", "works"],
  [
    "FindNextUrlCacheEntry",
    "differs",
    "`null` at the end",
  ],
  ["FindFirstUrlCacheEntryEx", "works"],
  [
    "FindNextUrlCacheEntryEx",
    "differs",
    "`null` at the end",
  ],
  ["FindCloseUrlCache", "works"],
  ["CreateUrlCacheGroup", "works"],
  ["DeleteUrlCacheGroup", "works"],
  ["SetUrlCacheEntryGroup", "works"],
  ["FindFirstUrlCacheGroup", "works"],
  [
    "FindNextUrlCacheGroup",
    "differs",
    "`null` at the end",
  ],
  ["GetUrlCacheGroupAttribute", "works"],
  ["SetUrlCacheGroupAttribute", "works"],
  [
    "GetUrlCacheConfigInfo",
    "differs",
    "no folder for a cache in memory",
  ],
  ["CreateUrlCacheContainer", "works"],
  ["DeleteUrlCacheContainer", "works"],
  [
    "FreeUrlCacheSpace",
    "differs",
    "expired entries first, then the least recently used",
  ],
]);

const NETWORK =
  "what the network interfaces say; without `--allow-sys` a LAN is assumed";

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
    "asks the handler of `setErrorHandler` instead of showing a dialog",
  ],
]);

const MODEMS =
  "no modems, no remote access service; `InternetGetConnectedState` reports the network";
const SCRIPTS = "needs `loadProxyScripts` (`pac.ts`)";
const ZONES = "no security zones";
const PRIVACY =
  `${ZONES}; \`InternetSetPerSiteCookieDecision\` decides about the cookies of a site`;

const WINDOWS = rows("Parts of Windows", [
  ["InternetAutodial", "cannot", MODEMS],
  ["InternetAutodialHangup", "cannot", MODEMS],
  ["InternetDial", "cannot", MODEMS],
  ["InternetHangUp", "cannot", MODEMS],
  ["InternetSetDialState", "cannot", MODEMS],
  [
    "InternetConfirmZoneCrossing",
    "cannot",
    `${ZONES}; \`InternetErrorDlg\` asks about https and http`,
  ],
  ["PrivacyGetZonePreferenceW", "cannot", PRIVACY],
  ["PrivacySetZonePreferenceW", "cannot", PRIVACY],
  ["DetectAutoProxyUrl", "differs", `${SCRIPTS}; DNS only`],
  ["InternetInitializeAutoProxyDll", "differs", SCRIPTS],
  ["InternetDeInitializeAutoProxyDll", "differs", SCRIPTS],
  ["InternetGetProxyInfo", "differs", SCRIPTS],
  [
    "InternetSetOptionEx",
    "cannot",
    "not supported on Windows either; use `InternetSetOption`",
  ],
  [
    "CreateMD5SSOHash",
    "cannot",
    "no Passport, no passwords of Windows; use `InternetConnect` or `InternetErrorDlg`",
  ],
  [
    "CleanupCredentialCache",
    "cannot",
    "no MSN and DPA log-on providers; INTERNET_OPTION_END_BROWSER_SESSION forgets credentials",
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
  ["GetLastError", "how the last call ended"],
  ["readable", "a handle as a `ReadableStream`"],
  ["writable", "a handle as a `WritableStream`"],
  ["entries", "an enumeration as an `AsyncIterable`"],
  ["statusEvents", "the statuses of a handle as an `AsyncIterable`"],
  [
    "recordTrace",
    "records transfers, as a page, a waterfall, HAR or trace events",
  ],
  ["statusName", "the name of an `INTERNET_STATUS_*` constant"],
  ["closeOn", "closes a handle when an `AbortSignal` aborts"],
  ["download", "downloads a URL, with retries, resuming and progress"],
  ["downloadAll", "downloads many URLs to a directory, several at a time"],
  [
    "walkTree",
    "the entries of an FTP directory or a Gopher menu and of all below it",
  ],
  [
    "downloadTree",
    "downloads an FTP directory or a Gopher menu with all below it",
  ],
  ["uploadTree", "uploads a directory with all below it, by FTP"],
  ["removeTree", "removes an FTP directory with all below it"],
  ["createPath", "makes an FTP directory and those around it"],
  ["setErrorHandler", "registers who decides for `InternetErrorDlg`"],
  ["openCookieFile", "keeps cookies in a file"],
  ["openUrlCache", "opens the cache, in a folder or in memory"],
  ["closeUrlCache", "closes it"],
  [
    "IsUrlCacheEntryExpired",
    "if an entry has expired; without a page at Microsoft",
  ],
  [
    "SetUrlCacheConfigInfo",
    "the quota and the mode of the cache; without a page at Microsoft",
  ],
  ["parseListing", "the entries of an FTP listing"],
  ["parseListingLines", "the entries of an FTP listing in pieces"],
  [
    "listParts",
    "the parts of downloads in a folder, or of uploads on a server",
  ],
  ["parseMenu", "the items of a Gopher menu"],
  [
    "parseLocator",
    "the host, port and selector of a Gopher locator, and a file name",
  ],
  ["locatorToUrl", "the URL of a Gopher locator"],
  ["urlToLocator", "the Gopher locator of a URL"],
  ["linkOf", "the URL to which a Gopher item links"],
  ["parseQuestion", "a question of a Gopher+ form, taken apart"],
  ["submitAsk", "sends a Gopher+ form"],
  ["queryCaps", "what a Gopher server says of itself in caps.txt"],
]);

/**
 * Returns the functions that a module exports, without classes and macros
 * (`IS_GOPHER_FILE`).
 */
export function functionsOf(module: object): ReadonlySet<string> {
  const found = Object.entries(module).filter(([name, value]) =>
    typeof value === "function" && !/^class\b/.test(String(value)) &&
    !name.startsWith("IS_")
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

function lineOf(
  row: FunctionRow,
  exported: ReadonlySet<string>,
): readonly string[] {
  return isThere(row, exported)
    ? [`\`${row.name}\``, STATE_NAMES[row.state], row.difference]
    : [`\`${row.name}\``, "not yet", ""];
}

/** The maker of the section of README.md. */
export const FUNCTIONS_MAKER = "_tools/functions.ts";

/** The section of README.md, without the comments that mark it. */
export function functionsTables(exported: ReadonlySet<string>): string {
  const groups = [...new Set(FUNCTIONS.map(({ group }) => group))];
  const parts = groups.flatMap((group) => [
    `### ${group}`,
    table([
      ["function", "state", "differs from Windows, or why not"],
      ...FUNCTIONS.filter((row) => row.group === group)
        .map((row) => lineOf(row, exported)),
    ]),
  ]);
  const extras = [...EXTRAS].filter(([name]) => exported.has(name));
  return [
    ...parts,
    "### Beyond WinINet",
    table([
      ["function", "what for"],
      ...extras.map(([name, purpose]) => [`\`${name}\``, purpose]),
    ]),
  ].join("\n\n");
}
