// Copyright 2026 the wininet authors. MIT license.

/**
 * Every option that Microsoft documents, and those of this library: the handles that have
 * it, the kind and the initial state of its value, its inheritance, and its effect. The
 * checks (`gate.ts`) and the first settings (`process_settings.ts`) use this table. An
 * option that is not here is ERROR_INTERNET_INVALID_OPTION.
 *
 * A new option needs its constant, a row here, a field in `settings.ts` if handles
 * inherit it, and the code that obeys it. `deno task gen` then writes its type
 * (`_base/option_values.ts`), and docs/OPTIONS.md.
 *
 * Options that Windows documents for setting only can be queried as well, if they have a
 * value.
 *
 * @module
 */

import {
  ERROR_INTERNET_INVALID_OPERATION,
  ERROR_INTERNET_INVALID_OPTION,
  ERROR_INVALID_PARAMETER,
} from "../error.ts";
import {
  FTP_OPTION_ACCOUNT,
  FTP_OPTION_ACTIVE_ADDRESS,
  FTP_OPTION_ACTIVE_PORTS,
  FTP_OPTION_ANY_PORT,
  FTP_OPTION_DIRECT_UPLOAD,
  FTP_OPTION_EXTENDED_MODES,
  FTP_OPTION_FEATURES,
  FTP_OPTION_FOREIGN_DATA_HOST,
  FTP_OPTION_HIDDEN,
  FTP_OPTION_IMPLICIT,
  FTP_OPTION_KEEP_ALIVE,
  FTP_OPTION_KEEP_TIMES,
  FTP_OPTION_LOGIN_COMMAND,
  FTP_OPTION_MACHINE_LISTINGS,
  FTP_OPTION_QUEUE,
  FTP_OPTION_RECONNECT,
  FTP_OPTION_RESUME,
  FTP_OPTION_TRANSFER_KEEP_ALIVE,
  FTP_OPTION_UNCERTAIN_END,
  FTP_OPTION_UNKNOWN_LINES,
  FTP_OPTION_VERIFY,
  FTP_RESUME_NEVER,
} from "../ftp_options.ts";
import {
  GOPHER_OPTION_ANY_PORT,
  GOPHER_OPTION_DOT_PATIENCE,
  GOPHER_OPTION_QUERY_SEARCH,
  GOPHER_OPTION_UNCERTAIN_END,
} from "../gopher_options.ts";
import { HTTP_OPTION_TRANSPORT } from "../http_options.ts";
import {
  SESSION_OPTION_CERTIFICATES,
  SESSION_OPTION_PRIVATE,
  SESSION_OPTION_WIRE_LOG,
} from "../session_options.ts";
import {
  INTERNET_OPTION_ALTER_IDENTITY,
  INTERNET_OPTION_ASYNC,
  INTERNET_OPTION_ASYNC_ID,
  INTERNET_OPTION_ASYNC_PRIORITY,
  INTERNET_OPTION_BYPASS_EDITED_ENTRY,
  INTERNET_OPTION_CACHE_STREAM_HANDLE,
  INTERNET_OPTION_CACHE_TIMESTAMPS,
  INTERNET_OPTION_CALLBACK,
  INTERNET_OPTION_CALLBACK_FILTER,
  INTERNET_OPTION_CLIENT_CERT_CONTEXT,
  INTERNET_OPTION_CODEPAGE,
  INTERNET_OPTION_CODEPAGE_EXTRA,
  INTERNET_OPTION_CODEPAGE_PATH,
  INTERNET_OPTION_COMPRESSED_CONTENT_LENGTH,
  INTERNET_OPTION_CONNECT_BACKOFF,
  INTERNET_OPTION_CONNECT_RETRIES,
  INTERNET_OPTION_CONNECT_TIME,
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_CONNECTED_STATE,
  INTERNET_OPTION_CONTEXT_VALUE,
  INTERNET_OPTION_CONTEXT_VALUE_OLD,
  INTERNET_OPTION_DATA_RECEIVE_TIMEOUT,
  INTERNET_OPTION_DATA_SEND_TIMEOUT,
  INTERNET_OPTION_DATAFILE_EXT,
  INTERNET_OPTION_DATAFILE_NAME,
  INTERNET_OPTION_DIAGNOSTIC_SOCKET_INFO,
  INTERNET_OPTION_DIGEST_AUTH_UNLOAD,
  INTERNET_OPTION_DISABLE_AUTODIAL,
  INTERNET_OPTION_DISABLE_NTLM_PREAUTH,
  INTERNET_OPTION_DISCONNECTED_TIMEOUT,
  INTERNET_OPTION_ENABLE_HTTP_PROTOCOL,
  INTERNET_OPTION_ENABLE_REDIRECT_CACHE_READ,
  INTERNET_OPTION_ENCODE_EXTRA,
  INTERNET_OPTION_END_BROWSER_SESSION,
  INTERNET_OPTION_ENTERPRISE_CONTEXT,
  INTERNET_OPTION_ERROR_MASK,
  INTERNET_OPTION_EXTENDED_ERROR,
  INTERNET_OPTION_FROM_CACHE_TIMEOUT,
  INTERNET_OPTION_HANDLE_TYPE,
  INTERNET_OPTION_HSTS,
  INTERNET_OPTION_HTTP_DECODING,
  INTERNET_OPTION_HTTP_PROTOCOL_USED,
  INTERNET_OPTION_HTTP_VERSION,
  INTERNET_OPTION_IDENTITY,
  INTERNET_OPTION_IDLE_STATE,
  INTERNET_OPTION_IDN,
  INTERNET_OPTION_IGNORE_OFFLINE,
  INTERNET_OPTION_KEEP_CONNECTION,
  INTERNET_OPTION_LISTEN_TIMEOUT,
  INTERNET_OPTION_MAX_CONNS_PER_1_0_SERVER,
  INTERNET_OPTION_MAX_CONNS_PER_PROXY,
  INTERNET_OPTION_MAX_CONNS_PER_SERVER,
  INTERNET_OPTION_OFFLINE_MODE,
  INTERNET_OPTION_OFFLINE_SEMANTICS,
  INTERNET_OPTION_OPT_IN_WEAK_SIGNATURE,
  INTERNET_OPTION_PARENT_HANDLE,
  INTERNET_OPTION_PASSWORD,
  INTERNET_OPTION_PER_CONNECTION_OPTION,
  INTERNET_OPTION_POLICY,
  INTERNET_OPTION_PROXY,
  INTERNET_OPTION_PROXY_PASSWORD,
  INTERNET_OPTION_PROXY_SETTINGS_CHANGED,
  INTERNET_OPTION_PROXY_USERNAME,
  INTERNET_OPTION_READ_BUFFER_SIZE,
  INTERNET_OPTION_RECEIVE_THROUGHPUT,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
  INTERNET_OPTION_REFRESH,
  INTERNET_OPTION_REMOVE_IDENTITY,
  INTERNET_OPTION_REQUEST_FLAGS,
  INTERNET_OPTION_REQUEST_PRIORITY,
  INTERNET_OPTION_RESET,
  INTERNET_OPTION_RESET_URLCACHE_SESSION,
  INTERNET_OPTION_SECONDARY_CACHE_KEY,
  INTERNET_OPTION_SECURITY_CERTIFICATE,
  INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT,
  INTERNET_OPTION_SECURITY_CONNECTION_INFO,
  INTERNET_OPTION_SECURITY_FLAGS,
  INTERNET_OPTION_SECURITY_KEY_BITNESS,
  INTERNET_OPTION_SEND_THROUGHPUT,
  INTERNET_OPTION_SEND_TIMEOUT,
  INTERNET_OPTION_SERVER_CERT_CHAIN_CONTEXT,
  INTERNET_OPTION_SETTINGS_CHANGED,
  INTERNET_OPTION_SUPPRESS_BEHAVIOR,
  INTERNET_OPTION_SUPPRESS_SERVER_AUTH,
  INTERNET_OPTION_URL,
  INTERNET_OPTION_USER_AGENT,
  INTERNET_OPTION_USERNAME,
  INTERNET_OPTION_VERSION,
  INTERNET_OPTION_WRITE_BUFFER_SIZE,
} from "../options.ts";
import * as kinds from "./kinds.ts";
import * as on from "./levels.ts";
import {
  type Extra,
  honoured,
  inherited,
  kept,
  type Named,
  type OptionRow,
  refusedOption,
  stored,
} from "./row.ts";
import { CP_ACP, CP_UTF8 } from "../_base/code_page.ts";
import {
  HTTP_TIMEOUTS,
  NO_TIMEOUT,
  type Timeouts,
  UNSET_TIMEOUT,
} from "../_base/timeouts.ts";

const GET: Extra = { access: "get" };
const OF_THE_PROCESS: Extra = { elsewhere: ERROR_INTERNET_INVALID_OPERATION };
const LOGGED_IN = on.CONNECTION | on.REQUEST;
const OF_URLS = on.CONNECTION | on.REQUEST;
/** Connections with TLS of which the program may ask. */
const CERTIFIED = on.REQUEST | on.FTP_CONNECTION;
const SEEN =
  "with SESSION_OPTION_CERTIFICATES; FTP connections need it only if faults are forgiven";

/** INTERNET_FLAG_IDN_DIRECT and INTERNET_FLAG_IDN_PROXY. */
const IDN_EVERYWHERE = 3;

/** Options that have a number, and of which Microsoft says that they are not implemented. */
const UNIMPLEMENTED: Named = {
  INTERNET_OPTION_CONNECT_BACKOFF,
  INTERNET_OPTION_LISTEN_TIMEOUT,
  INTERNET_OPTION_ASYNC_ID,
  INTERNET_OPTION_ASYNC_PRIORITY,
  INTERNET_OPTION_KEEP_CONNECTION,
  INTERNET_OPTION_OFFLINE_MODE,
  INTERNET_OPTION_ASYNC,
  INTERNET_OPTION_DISCONNECTED_TIMEOUT,
  INTERNET_OPTION_IDLE_STATE,
  INTERNET_OPTION_OFFLINE_SEMANTICS,
  INTERNET_OPTION_CALLBACK_FILTER,
  INTERNET_OPTION_CONNECT_TIME,
  INTERNET_OPTION_SEND_THROUGHPUT,
  INTERNET_OPTION_RECEIVE_THROUGHPUT,
  INTERNET_OPTION_DISABLE_AUTODIAL,
  INTERNET_OPTION_IDENTITY,
  INTERNET_OPTION_REMOVE_IDENTITY,
  INTERNET_OPTION_ALTER_IDENTITY,
};

/** Milliseconds that handles inherit; the protocol decides until they are set. */
function timeout(
  named: Named,
  setting: keyof Timeouts,
  note: string,
): OptionRow {
  const unset = HTTP_TIMEOUTS[setting];
  return honoured(
    named,
    on.EVERYWHERE,
    kinds.DWORD,
    kept(setting, UNSET_TIMEOUT, { unset, note }),
  );
}

/** A name or a password: an empty string for who asks before it is set. */
function credential(
  setting: "username" | "password" | "proxyUsername" | "proxyPassword",
): Extra {
  return kept(setting, null, { unset: "" });
}

const ROWS: readonly OptionRow[] = [
  honoured({ INTERNET_OPTION_CALLBACK }, on.HANDLES, kinds.CALLBACK, {
    ...GET,
    note: "inherited; `InternetSetStatusCallback` sets it",
  }),
  timeout(
    { INTERNET_OPTION_CONNECT_TIMEOUT },
    "connectTimeout",
    "milliseconds, for all addresses together; 0xFFFFFFFF is none",
  ),
  inherited(
    { INTERNET_OPTION_CONNECT_RETRIES },
    kinds.COUNT,
    "connectRetries",
    5,
    "how many addresses are tried, each once",
  ),
  timeout(
    { INTERNET_OPTION_SEND_TIMEOUT },
    "sendTimeout",
    "milliseconds; also INTERNET_OPTION_CONTROL_SEND_TIMEOUT; 120000 on FTP and Gopher handles",
  ),
  timeout(
    { INTERNET_OPTION_RECEIVE_TIMEOUT },
    "receiveTimeout",
    "milliseconds; also INTERNET_OPTION_CONTROL_RECEIVE_TIMEOUT; 120000 on FTP and Gopher handles",
  ),
  timeout(
    { INTERNET_OPTION_DATA_SEND_TIMEOUT },
    "dataSendTimeout",
    "milliseconds; FTP only, as on Windows",
  ),
  timeout(
    { INTERNET_OPTION_DATA_RECEIVE_TIMEOUT },
    "dataReceiveTimeout",
    "milliseconds; FTP only, as on Windows",
  ),
  honoured({ INTERNET_OPTION_HANDLE_TYPE }, on.HANDLES, kinds.DWORD, GET),
  honoured(
    { INTERNET_OPTION_CONTEXT_VALUE_OLD },
    on.HANDLES,
    kinds.ANYTHING,
    { note: "as INTERNET_OPTION_CONTEXT_VALUE" },
  ),
  stored(
    { INTERNET_OPTION_READ_BUFFER_SIZE },
    on.FTP_CONNECTION | on.FTP_FILE | on.FTP_FIND,
    kinds.DWORD,
    0,
    "bytes; buffers are as big as what the network gives; 0 until it is set",
  ),
  stored(
    { INTERNET_OPTION_WRITE_BUFFER_SIZE },
    on.FTP_CONNECTION | on.FTP_FILE,
    kinds.DWORD,
    0,
    "bytes; writes go out as they come; 0 until it is set",
  ),
  honoured({ INTERNET_OPTION_PARENT_HANDLE }, on.HANDLES, kinds.HANDLE, GET),
  honoured({ INTERNET_OPTION_REQUEST_FLAGS }, on.REQUEST, kinds.DWORD, {
    ...GET,
    note: "INTERNET_REQFLAG_* bits",
  }),
  honoured({ INTERNET_OPTION_EXTENDED_ERROR }, on.PROCESS, kinds.DWORD, {
    ...GET,
    note:
      "the Winsock number that goes with the error of `GetLastError`, 0 where none does",
  }),
  refusedOption(
    { INTERNET_OPTION_CACHE_STREAM_HANDLE },
    on.EVERYWHERE,
    kinds.NONE,
    "Windows supports it no longer; use `RetrieveUrlCacheEntryStream`",
  ),
  honoured(
    { INTERNET_OPTION_USERNAME },
    LOGGED_IN,
    kinds.TEXT,
    credential("username"),
  ),
  honoured(
    { INTERNET_OPTION_PASSWORD },
    LOGGED_IN,
    kinds.TEXT,
    credential("password"),
  ),
  honoured({ INTERNET_OPTION_SECURITY_FLAGS }, on.REQUEST, kinds.FLAGS, {
    note:
      "SECURITY_FLAG_* bits; the strength of the key with SESSION_OPTION_CERTIFICATES",
  }),
  honoured(
    { INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT },
    CERTIFIED,
    kinds.structure("INTERNET_CERTIFICATE_INFO"),
    { ...GET, note: `the certificate of the server; ${SEEN}` },
  ),
  honoured(
    { INTERNET_OPTION_DATAFILE_NAME },
    on.REQUEST | on.FILE,
    kinds.TEXT,
    {
      ...GET,
      note:
        "the file of the response, which may still grow; ERROR_INTERNET_ITEM_NOT_FOUND where there is none",
    },
  ),
  honoured({ INTERNET_OPTION_URL }, on.REQUEST | on.FILE, kinds.TEXT, {
    ...GET,
    note:
      "the URL after all redirects; ERROR_INTERNET_ITEM_NOT_FOUND where a handle was not opened by one",
  }),
  honoured({ INTERNET_OPTION_SECURITY_CERTIFICATE }, CERTIFIED, kinds.TEXT, {
    ...GET,
    note: "the certificate of the server as text; as above",
  }),
  honoured({ INTERNET_OPTION_SECURITY_KEY_BITNESS }, CERTIFIED, kinds.DWORD, {
    ...GET,
    note: "the bits of the key that encrypts the connection; as above",
  }),
  honoured(
    { INTERNET_OPTION_REFRESH },
    on.PROCESS | on.SESSION,
    kinds.NONE,
    { note: "the proxies of the environment are read again" },
  ),
  honoured(
    { INTERNET_OPTION_PROXY },
    on.PROCESS | on.SESSION,
    kinds.structure("INTERNET_PROXY_INFO"),
    {
      note:
        "that of the process is for sessions with INTERNET_OPEN_TYPE_PRECONFIG",
    },
  ),
  honoured(
    { INTERNET_OPTION_SETTINGS_CHANGED },
    on.EVERYWHERE,
    kinds.NONE,
    { note: "drops all idle connections" },
  ),
  honoured(
    { INTERNET_OPTION_VERSION },
    on.PROCESS,
    kinds.structure("INTERNET_VERSION_INFO"),
    { ...GET, note: "1.2, as every Windows since XP" },
  ),
  honoured({ INTERNET_OPTION_USER_AGENT }, on.SESSION, kinds.AGENT, {
    note: "later connections have it",
  }),
  honoured(
    { INTERNET_OPTION_END_BROWSER_SESSION },
    on.EVERYWHERE,
    kinds.NONE,
    { note: "forgets credentials and session cookies of the process" },
  ),
  honoured(
    { INTERNET_OPTION_PROXY_USERNAME },
    LOGGED_IN,
    kinds.TEXT,
    credential("proxyUsername"),
  ),
  honoured(
    { INTERNET_OPTION_PROXY_PASSWORD },
    LOGGED_IN,
    kinds.TEXT,
    credential("proxyPassword"),
  ),
  honoured({ INTERNET_OPTION_CONTEXT_VALUE }, on.HANDLES, kinds.ANYTHING, {
    note: "not inherited; 0 without one",
  }),
  refusedOption(
    { INTERNET_OPTION_POLICY },
    on.EVERYWHERE,
    kinds.NONE,
    "Windows does not implement it",
    { refusal: ERROR_INVALID_PARAMETER },
  ),
  honoured(
    { INTERNET_OPTION_CONNECTED_STATE },
    on.PROCESS,
    kinds.CONNECTED_STATE,
    {
      note:
        "INTERNET_STATE_* bits; a process that is disconnected starts nothing on the network; what is under way goes on, also with ISO_FORCE_DISCONNECTED",
    },
  ),
  inherited(
    { INTERNET_OPTION_SECONDARY_CACHE_KEY },
    kinds.TEXT,
    "secondaryKey",
    "",
    "not documented by Microsoft: a text beside the URL that separates entries of the cache",
  ),
  stored(
    { INTERNET_OPTION_REQUEST_PRIORITY },
    on.HTTP_CONNECTION | on.REQUEST,
    kinds.DWORD,
    0,
    "requests that wait for a connection go in the order of their calls",
  ),
  stored(
    { INTERNET_OPTION_HTTP_VERSION },
    on.PROCESS,
    kinds.HTTP_VERSION,
    { dwMajorVersion: 1, dwMinorVersion: 1 },
    "`fetch` speaks 1.1; Windows ignores 1.0 too",
  ),
  honoured(
    { INTERNET_OPTION_RESET_URLCACHE_SESSION },
    on.EVERYWHERE,
    kinds.NONE,
    {
      note:
        "not documented by Microsoft: WININET_SYNC_MODE_ONCE_PER_SESSION asks servers again",
    },
  ),
  stored(
    { INTERNET_OPTION_ERROR_MASK },
    on.HANDLES,
    kinds.ERROR_MASK,
    0,
    "INTERNET_ERROR_MASK_* bits; every error reaches the program as it is",
  ),
  inherited(
    { INTERNET_OPTION_FROM_CACHE_TIMEOUT },
    kinds.DWORD,
    "fromCacheTimeout",
    NO_TIMEOUT,
    "milliseconds until a stored response is used because no other one has come; 0xffffffff for never",
  ),
  inherited(
    { INTERNET_OPTION_BYPASS_EDITED_ENTRY },
    kinds.BOOLEAN,
    "bypassesEdited",
    false,
    "entries with EDITED_CACHE_ENTRY are validated and replaced like others",
  ),
  honoured(
    { INTERNET_OPTION_HTTP_DECODING },
    on.SESSION | on.CONNECTION | on.REQUEST,
    kinds.BOOLEAN,
    kept("decoding", false, { note: "gzip, deflate, br" }),
  ),
  honoured(
    { INTERNET_OPTION_DIAGNOSTIC_SOCKET_INFO },
    on.REQUEST,
    kinds.structure("INTERNET_DIAGNOSTIC_SOCKET_INFO"),
    { ...GET, note: "no socket and no port of this side, which are 0" },
  ),
  inherited(
    { INTERNET_OPTION_CODEPAGE },
    kinds.DWORD,
    "codePage",
    CP_UTF8,
    "the Windows code page of names on FTP servers and of Gopher menus; 65001 is UTF-8",
  ),
  honoured(
    { INTERNET_OPTION_CACHE_TIMESTAMPS },
    on.REQUEST,
    kinds.structure("INTERNET_CACHE_TIMESTAMPS"),
    {
      ...GET,
      note: "of the entry of the response; ERROR_FILE_NOT_FOUND without one",
    },
  ),
  honoured(
    { INTERNET_OPTION_MAX_CONNS_PER_SERVER },
    on.PROCESS,
    kinds.DWORD,
    { ...OF_THE_PROCESS, note: "no limit at first" },
  ),
  {
    ...stored(
      { INTERNET_OPTION_MAX_CONNS_PER_1_0_SERVER },
      on.PROCESS,
      kinds.DWORD,
      0xffffffff,
      "`fetch` does not tell the version of a server",
    ),
    ...OF_THE_PROCESS,
  },
  honoured(
    { INTERNET_OPTION_PER_CONNECTION_OPTION },
    on.PROCESS | on.SESSION,
    kinds.structure("INTERNET_PER_CONN_OPTION_LIST"),
    {
      note:
        "what INTERNET_OPTION_PROXY is, in parts; proxy scripts need `loadProxyScripts` (`pac.ts`), the secondary URL is only stored",
    },
  ),
  honoured(
    { INTERNET_OPTION_DIGEST_AUTH_UNLOAD },
    on.EVERYWHERE,
    kinds.NONE,
    { note: "forgets the credentials of Digest" },
  ),
  honoured(
    { INTERNET_OPTION_SECURITY_CONNECTION_INFO },
    CERTIFIED,
    kinds.structure("INTERNET_SECURITY_CONNECTION_INFO"),
    {
      ...GET,
      note: `no page of Microsoft; the TLS of the connection; ${SEEN}`,
    },
  ),
  honoured(
    { INTERNET_OPTION_IGNORE_OFFLINE },
    on.REQUEST,
    kinds.NONE,
    kept("ignoreOffline", false, {
      access: "get/set",
      note: "a query returns `true` after it was set",
    }),
  ),
  honoured(
    { INTERNET_OPTION_SUPPRESS_BEHAVIOR },
    on.PROCESS,
    kinds.SUPPRESSION,
    { access: "set", note: "the cookie policy is the decisions about sites" },
  ),
  honoured(
    { INTERNET_OPTION_CLIENT_CERT_CONTEXT },
    on.SESSION | on.CONNECTION | on.REQUEST,
    kinds.CERTIFICATE,
    kept("clientCertificate", null, {
      access: "set",
      note:
        "the certificate of the client, for servers that ask for one; `null` for none; before the connection is made",
    }),
  ),
  honoured(
    { INTERNET_OPTION_PROXY_SETTINGS_CHANGED },
    on.PROCESS | on.CONNECTION | on.REQUEST,
    kinds.NONE,
    { note: "as INTERNET_OPTION_REFRESH" },
  ),
  honoured(
    { INTERNET_OPTION_DATAFILE_EXT },
    on.SESSION | on.CONNECTION,
    kinds.TEXT,
    kept("fileExtension", "", {
      note:
        "the extension of the files of the cache, instead of that of the URL",
    }),
  ),
  honoured(
    { INTERNET_OPTION_CODEPAGE_PATH },
    OF_URLS,
    kinds.DWORD,
    kept("codePagePath", CP_UTF8, {
      note: "the encoding of paths, of HttpOpenRequest",
    }),
  ),
  honoured(
    { INTERNET_OPTION_CODEPAGE_EXTRA },
    OF_URLS,
    kinds.DWORD,
    kept("codePageExtra", CP_ACP, {
      note: "the encoding of queries, of HttpOpenRequest; 0 is UTF-8",
    }),
  ),
  honoured(
    { INTERNET_OPTION_IDN },
    OF_URLS,
    kinds.IDN,
    kept("idn", IDN_EVERYWHERE, {
      state: "stored",
      note: "INTERNET_FLAG_IDN_* bits; hosts are always encoded by IDN",
    }),
  ),
  {
    ...stored(
      { INTERNET_OPTION_MAX_CONNS_PER_PROXY },
      on.PROCESS,
      kinds.PROXY_COUNT,
      0xffffffff,
      "connections are counted by server, not by proxy; no limit at first",
    ),
    ...OF_THE_PROCESS,
  },
  inherited(
    { INTERNET_OPTION_DISABLE_NTLM_PREAUTH },
    kinds.BOOLEAN,
    "waitsForChallenge",
    false,
    "`true`: NTLM and Negotiate start after a challenge only, also where a login is known to be wanted",
  ),
  honoured(
    { INTERNET_OPTION_SUPPRESS_SERVER_AUTH },
    on.REQUEST,
    kinds.NONE,
    kept("suppressServerAuth", false, { note: "before the request is sent" }),
  ),
  honoured(
    { INTERNET_OPTION_SERVER_CERT_CHAIN_CONTEXT },
    CERTIFIED,
    kinds.CERTIFICATE_CHAIN,
    {
      ...GET,
      note:
        `the certificates that the server sent, in DER, its own first; ${SEEN}`,
    },
  ),
  honoured(
    { INTERNET_OPTION_ENABLE_REDIRECT_CACHE_READ },
    on.REQUEST,
    kinds.BOOLEAN,
    kept("followsStored", false, {
      note: "redirects of the cache are followed",
    }),
  ),
  honoured(
    { INTERNET_OPTION_COMPRESSED_CONTENT_LENGTH },
    on.REQUEST,
    kinds.ULONGLONG,
    {
      ...GET,
      note:
        "bytes; ERROR_HTTP_HEADER_NOT_FOUND where the server sent no Content-Length",
    },
  ),
  inherited(
    { INTERNET_OPTION_ENABLE_HTTP_PROTOCOL },
    kinds.HTTP_PROTOCOL,
    "httpProtocols",
    0,
    "HTTP_PROTOCOL_FLAG_* bits; HTTP/2 for requests that `fetch` carries; sockets speak HTTP/1.1",
  ),
  honoured({ INTERNET_OPTION_HTTP_PROTOCOL_USED }, on.REQUEST, kinds.DWORD, {
    ...GET,
    note:
      "HTTP_PROTOCOL_FLAG_* bits; 0 is HTTP/1.1 or below; ERROR_INTERNET_INVALID_OPERATION where `fetch` has chosen it and does not show it",
  }),
  honoured({ INTERNET_OPTION_RESET }, on.EVERYWHERE, kinds.NONE, {
    note:
      "no page of Microsoft; INTERNET_OPTION_END_BROWSER_SESSION, _DIGEST_AUTH_UNLOAD and _SETTINGS_CHANGED in one",
  }),
  honoured(
    { INTERNET_OPTION_ENCODE_EXTRA },
    on.EVERYWHERE,
    kinds.BOOLEAN,
    kept("encodeExtra", false, {
      state: "stored",
      note: "queries are encoded always",
    }),
  ),
  inherited(
    { INTERNET_OPTION_HSTS },
    kinds.BOOLEAN,
    "hsts",
    false,
    "follow Strict-Transport-Security: a host that has demanded https is never asked by http",
  ),
  stored(
    { INTERNET_OPTION_ENTERPRISE_CONTEXT },
    on.REQUEST,
    kinds.TEXT,
    "",
    "enterprise data protection belongs to Windows",
  ),
  honoured(
    { INTERNET_OPTION_OPT_IN_WEAK_SIGNATURE },
    on.EVERYWHERE,
    kinds.NONE,
    { note: "always so: Deno takes no certificate signed with SHA-1" },
  ),
  inherited(
    { FTP_OPTION_EXTENDED_MODES },
    kinds.BOOLEAN,
    "extendedModes",
    true,
    "try EPSV and EPRT before PASV and PORT",
  ),
  inherited(
    { FTP_OPTION_ACTIVE_PORTS },
    kinds.PORT_RANGE,
    "activePorts",
    null,
    "the ports for active mode, as a firewall lets them through; `null` for any",
  ),
  inherited(
    { FTP_OPTION_ACTIVE_ADDRESS },
    kinds.ADDRESS,
    "activeAddress",
    null,
    "the address that the server connects to in active mode; `null` for that of this machine",
  ),
  inherited(
    { FTP_OPTION_FOREIGN_DATA_HOST },
    kinds.BOOLEAN,
    "foreignDataHost",
    false,
    "trust the address in the reply of PASV",
  ),
  inherited(
    { FTP_OPTION_KEEP_ALIVE },
    kinds.DWORD,
    "keepAlive",
    0,
    "milliseconds after which NOOP is sent, when idle and during transfers; 0 for never",
  ),
  inherited(
    { FTP_OPTION_RESUME },
    kinds.RESUME,
    "resume",
    FTP_RESUME_NEVER,
    "continue interrupted transfers (REST, APPE): one of the FTP_RESUME_* constants",
  ),
  inherited(
    { FTP_OPTION_VERIFY },
    kinds.BOOLEAN,
    "verify",
    false,
    "compare checksums (HASH, XCRC, XSHA256 and the like)",
  ),
  inherited(
    { FTP_OPTION_KEEP_TIMES },
    kinds.BOOLEAN,
    "keepTimes",
    false,
    "keep the time of files (MDTM, MFMT)",
  ),
  inherited(
    { FTP_OPTION_ACCOUNT },
    kinds.TEXT,
    "account",
    "",
    "the account for ACCT, sent when the server asks for one",
  ),
  inherited(
    { FTP_OPTION_DIRECT_UPLOAD },
    kinds.BOOLEAN,
    "directUpload",
    false,
    "upload under the final name at once",
  ),
  inherited(
    { FTP_OPTION_MACHINE_LISTINGS },
    kinds.BOOLEAN,
    "machineListings",
    true,
    "list directories by MLSD where the server has it",
  ),
  inherited(
    { FTP_OPTION_HIDDEN },
    kinds.BOOLEAN,
    "hidden",
    false,
    "list hidden files: `LIST -a` where the server takes it",
  ),
  honoured({ FTP_OPTION_UNKNOWN_LINES }, on.FTP_FIND, kinds.DWORD, {
    ...GET,
    elsewhere: ERROR_INTERNET_INVALID_OPTION,
    note: "the lines of the listing so far that no format knows",
  }),
  honoured({ FTP_OPTION_FEATURES }, on.FTP_CONNECTION, kinds.TEXT_LIST, {
    ...GET,
    elsewhere: ERROR_INTERNET_INVALID_OPTION,
    note: "the features of the server (FEAT), once they were needed",
  }),
  inherited(
    { FTP_OPTION_LOGIN_COMMAND },
    kinds.TEXT,
    "loginCommand",
    "",
    "a command that is sent after every login; if the server refuses it, the login fails",
  ),
  inherited(
    { FTP_OPTION_RECONNECT },
    kinds.BOOLEAN,
    "reconnect",
    true,
    "log in again if the connection was lost while it was idle",
  ),
  inherited(
    { FTP_OPTION_QUEUE },
    kinds.BOOLEAN,
    "queue",
    false,
    "let calls on a busy connection wait for their turn",
  ),
  inherited(
    { FTP_OPTION_IMPLICIT },
    kinds.BOOLEAN,
    "implicitTls",
    false,
    "start every connection with TLS, on any port",
  ),
  inherited(
    { FTP_OPTION_ANY_PORT },
    kinds.BOOLEAN,
    "ftpAnyPort",
    false,
    "allow the ports of other services",
  ),
  inherited(
    { FTP_OPTION_UNCERTAIN_END },
    kinds.BOOLEAN,
    "allowsUncertainEnd",
    false,
    "take a data connection with TLS that ends without close_notify for the end of the data",
  ),
  inherited(
    { FTP_OPTION_TRANSFER_KEEP_ALIVE },
    kinds.TEXT,
    "transferKeepAlive",
    "NOOP",
    "the command that FTP_OPTION_KEEP_ALIVE sends during transfers",
  ),
  honoured(
    { HTTP_OPTION_TRANSPORT },
    on.PROCESS | on.SESSION | on.HTTP_CONNECTION | on.REQUEST,
    kinds.TRANSPORT,
    kept("transport", "auto", { note: "before the request is sent" }),
  ),
  inherited(
    { GOPHER_OPTION_DOT_PATIENCE },
    kinds.DWORD,
    "dotPatience",
    2000,
    "milliseconds that a text may go on after a lone dot while the server keeps the connection",
  ),
  inherited(
    { GOPHER_OPTION_UNCERTAIN_END },
    kinds.BOOLEAN,
    "uncertainEnd",
    false,
    "take a TLS connection that ends without close_notify for the end of the data",
  ),
  inherited(
    { GOPHER_OPTION_QUERY_SEARCH },
    kinds.BOOLEAN,
    "querySearch",
    false,
    "a `?` in the URL of an index server begins the words",
  ),
  inherited(
    { GOPHER_OPTION_ANY_PORT },
    kinds.BOOLEAN,
    "anyPort",
    false,
    "allow the ports of other services",
  ),
  honoured(
    { SESSION_OPTION_CERTIFICATES },
    on.SESSION | on.CONNECTION,
    kinds.BOOLEAN,
    kept("keepsCertificates", false, {
      note: "keep what the certificate of the server says",
    }),
  ),
  honoured({ SESSION_OPTION_PRIVATE }, on.SESSION, kinds.BOOLEAN, {
    note:
      "cookies, credentials, connections and cache of the session alone; set before its first connection",
  }),
  honoured(
    { SESSION_OPTION_WIRE_LOG },
    on.SESSION | on.CONNECTION,
    kinds.WIRE_LOG,
    kept("wireLog", null, { note: "receives each line, without secrets" }),
  ),
  ...Object.entries(UNIMPLEMENTED).map(([name, option]) =>
    refusedOption(
      { [name]: option },
      on.EVERYWHERE,
      kinds.NONE,
      "Windows does not implement it",
    )
  ),
];

const TABLE: ReadonlyMap<number, OptionRow> = new Map(
  ROWS.map((row) => [row.option, row]),
);

/** All options that are known, by number. */
export function allOptions(): ReadonlyMap<number, OptionRow> {
  return TABLE;
}

/** Returns the row of an option. */
export function findOption(option: number): OptionRow | undefined {
  return TABLE.get(option);
}
