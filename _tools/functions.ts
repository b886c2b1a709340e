// Copyright 2026 the wininet authors. MIT license.
/**
 * The 107 documented functions of WinINet with the state of each: the source of
 * docs/FUNCTIONS.md, which `deno task gen` writes. The first sentence of a function's
 * documentation says what it does. A function that `mod.ts` does not export is "not yet",
 * whatever its row says.
 *
 * @module
 */
import { files, libraryFiles } from "./library.ts";
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
    "INTERNET_OPEN_TYPE_PRECONFIG uses the proxy variables of the environment; proxies also by TLS and SOCKS",
  ],
  [
    "InternetConnect",
    "differs",
    "INTERNET_FLAG_SECURE turns TLS on, for FTP and Gopher too; no Kerberos",
  ],
  [
    "InternetCloseHandle",
    "works",
    "`using` and `await using` also close a handle",
  ],
  ["InternetSetStatusCallback", "works", "may be changed at any time"],
  [
    "InternetOpenUrl",
    "differs",
    "no hidden connection handle; `ftps:` and `gophers:` too",
  ],
  [
    "InternetReadFile",
    "differs",
    "REQUEST_COMPLETE is also posted for reads from memory",
  ],
  [
    "InternetReadFileEx",
    "differs",
    "REQUEST_COMPLETE also for reads from memory; IRF_NO_WAIT returns the bytes that are there",
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
    "moves in the file of the cache; without one it sends a Range request or REST",
  ],
  ["InternetFindNextFile", "differs", "returns a promise; `null` at the end"],
  [
    "InternetQueryOption",
    "differs",
    "[OPTIONS.md](OPTIONS.md) has each option",
  ],
  ["InternetSetOption", "differs", "[OPTIONS.md](OPTIONS.md) has each option"],
  [
    "InternetLockRequestFile",
    "differs",
    "a response without a file is only counted as locked",
  ],
  ["InternetUnlockRequestFile", "works"],
  [
    "InternetGetLastResponseInfo",
    "differs",
    "the text belongs to the program, or to an FTP connection or an HTTP request",
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
    "lpszVersion is ignored; no CONNECT and TRACE",
  ],
  [
    "HttpAddRequestHeaders",
    "differs",
    "a SENDING_REQUEST callback is too late to add headers",
  ],
  [
    "HttpSendRequest",
    "differs",
    "Content-Length is always true; 308 is followed",
  ],
  [
    "HttpSendRequestEx",
    "differs",
    "Content-Length is always true; 308 is followed",
  ],
  ["HttpEndRequest", "differs", "308 is followed"],
  [
    "HttpQueryInfo",
    "differs",
    "with `fetch` (HTTP_OPTION_TRANSPORT): standard reason phrase, HTTP/1.1, sorted names",
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
  ["GopherCreateLocator", "differs", "accepts longer texts than Windows"],
  [
    "GopherFindFirstFile",
    "differs",
    "reads the menu while the program takes items; an error item instead of a menu is an error",
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
    "INTERNET_COOKIE_THIRD_PARTY withholds the cookies of leashed sites only",
  ],
  ["InternetGetCookieEx2", "works", "an array"],
  [
    "InternetSetCookie",
    "differs",
    "from http it cannot replace a Secure cookie; false `__Secure-` and `__Host-` names are refused",
  ],
  ["InternetSetCookieEx", "differs", "P3P policies are not evaluated"],
  ["InternetSetCookieEx2", "differs", "P3P policies are not evaluated"],
  ["InternetFreeCookies", "differs", "does nothing: arrays need not be freed"],
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
    "uses 256 folders, or a temporary folder for a cache in memory",
  ],
  [
    "CommitUrlCacheEntry",
    "differs",
    "replaces all variants of a URL; `lpszOriginalUrl` makes a REDIRECT entry",
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
    "a cache in memory has no folder",
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
  "looks at the network interfaces; without `--allow-sys` it assumes a LAN";

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
  "dials a modem on Windows; use `InternetGetConnectedState` to see if there is a network";
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
  ["DetectAutoProxyUrl", "differs", `${SCRIPTS}; looks in DNS only`],
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
    "belongs to log-on providers of Windows; set `INTERNET_OPTION_END_BROWSER_SESSION` to forget credentials",
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
    "records transfers, for a page, a waterfall, HAR or trace events",
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
  ["createPath", "makes an FTP directory and its missing parents"],
  [
    "setErrorHandler",
    "registers the function that decides for `InternetErrorDlg`",
  ],
  ["openCookieFile", "keeps cookies in a file"],
  ["openUrlCache", "opens the cache, in a folder or in memory"],
  ["closeUrlCache", "closes the cache"],
  [
    "IsUrlCacheEntryExpired",
    "tells if an entry has expired; Microsoft does not document it",
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
    "returns the parts of downloads in a folder, or of uploads on a server",
  ],
  ["parseMenu", "returns the items of a Gopher menu"],
  [
    "parseLocator",
    "returns the host, port and selector of a Gopher locator, and a safe file name",
  ],
  ["locatorToUrl", "returns the URL of a Gopher locator"],
  ["urlToLocator", "returns the Gopher locator of a URL"],
  ["linkOf", "returns the URL to which a Gopher item links"],
  ["parseQuestion", "takes a question of a Gopher+ form apart"],
  ["submitAsk", "sends a Gopher+ form"],
  ["queryCaps", "reads the description of a Gopher server, caps.txt"],
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

All 107 functions that Microsoft documents, and those that this library adds.
The documentation of each function has the details, in an editor, by \`deno doc\`,
or on jsr.io.

- **works**: as on Windows, after the
  [rules that hold for all functions](DIFFERENCES.md#rules).
- **differs**: the last column has the main difference.
- **cannot exist here**: the function needs a part of Windows. It fails with
  ERROR_CALL_NOT_IMPLEMENTED; the last column says what to use instead.
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
        "what it does",
        "state",
        "difference, or what to use instead",
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
      ["function", "what it does"],
      ...extras.map(([name, purpose]) => [`\`${name}\``, capitalized(purpose)]),
    ]),
    "The entry point `./pac` has two more: `loadProxyScripts` makes proxy scripts\n" +
    "work, and `findProxy` asks one of them for the proxies of a URL.",
  ].join("\n\n").replace("\n\n\n", "\n\n") + "\n";
}
