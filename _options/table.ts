// Copyright 2026 the wininet authors. MIT license.

/**
 * Every option that Microsoft documents, and the options of this library: the handles
 * that have it, the kind and the initial value, the inheritance, and the effect. The
 * checks (`gate.ts`) and the initial settings (`process_settings.ts`) use this table. Any
 * other option causes ERROR_INTERNET_INVALID_OPTION.
 *
 * A new option needs its constant, a row here, a field in `settings.ts` if handles
 * inherit it, and the code that implements it. `deno task gen` then writes its type
 * (`_base/option_values.ts`) and docs/OPTIONS.md.
 *
 * Options that Windows documents only for setting can also be queried if they have a
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
/** Handles whose TLS connection can be queried. */
const CERTIFIED = on.REQUEST | on.FTP_CONNECTION;
const SEEN =
  "requires SESSION_OPTION_CERTIFICATES; on FTP connections only if certificate errors are ignored";

/** INTERNET_FLAG_IDN_DIRECT and INTERNET_FLAG_IDN_PROXY. */
const IDN_EVERYWHERE = 3;

/** Options that have a number, but that Microsoft documents as not implemented. */
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

/** A timeout in milliseconds that handles inherit; its default depends on the protocol. */
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

/** A name or a password; a query returns an empty string until it is set. */
function credential(
  setting: "username" | "password" | "proxyUsername" | "proxyPassword",
  note: string,
): Extra {
  return kept(setting, null, { unset: "", note });
}

const ROWS: readonly OptionRow[] = [
  honoured({ INTERNET_OPTION_CALLBACK }, on.HANDLES, kinds.CALLBACK, {
    ...GET,
    note: "the status callback; inherited; `InternetSetStatusCallback` sets it",
  }),
  timeout(
    { INTERNET_OPTION_CONNECT_TIMEOUT },
    "connectTimeout",
    "the time limit for connecting to all addresses together, in milliseconds; 0xFFFFFFFF means no limit",
  ),
  inherited(
    { INTERNET_OPTION_CONNECT_RETRIES },
    kinds.COUNT,
    "connectRetries",
    5,
    "the maximum number of addresses of a host that are tried, each once",
  ),
  timeout(
    { INTERNET_OPTION_SEND_TIMEOUT },
    "sendTimeout",
    "the time limit for each send, in milliseconds; also named INTERNET_OPTION_CONTROL_SEND_TIMEOUT; 120000 by default on FTP and Gopher handles",
  ),
  timeout(
    { INTERNET_OPTION_RECEIVE_TIMEOUT },
    "receiveTimeout",
    "the time limit for each receive, in milliseconds; also named INTERNET_OPTION_CONTROL_RECEIVE_TIMEOUT; 120000 by default on FTP and Gopher handles",
  ),
  timeout(
    { INTERNET_OPTION_DATA_SEND_TIMEOUT },
    "dataSendTimeout",
    "the time limit for each send on an FTP data connection, in milliseconds",
  ),
  timeout(
    { INTERNET_OPTION_DATA_RECEIVE_TIMEOUT },
    "dataReceiveTimeout",
    "the time limit for each receive on an FTP data connection, in milliseconds",
  ),
  honoured({ INTERNET_OPTION_HANDLE_TYPE }, on.HANDLES, kinds.DWORD, {
    ...GET,
    note: "one of the INTERNET_HANDLE_TYPE_* constants",
  }),
  honoured(
    { INTERNET_OPTION_CONTEXT_VALUE_OLD },
    on.HANDLES,
    kinds.ANYTHING,
    { note: "same as INTERNET_OPTION_CONTEXT_VALUE" },
  ),
  stored(
    { INTERNET_OPTION_READ_BUFFER_SIZE },
    on.FTP_CONNECTION | on.FTP_FILE | on.FTP_FIND,
    kinds.DWORD,
    0,
    "the size of the read buffer in bytes; the buffers that are used have the size of the data that the network delivers",
  ),
  stored(
    { INTERNET_OPTION_WRITE_BUFFER_SIZE },
    on.FTP_CONNECTION | on.FTP_FILE,
    kinds.DWORD,
    0,
    "the size of the write buffer in bytes; data is sent without buffering",
  ),
  honoured({ INTERNET_OPTION_PARENT_HANDLE }, on.HANDLES, kinds.HANDLE, {
    ...GET,
    note: "the handle from which this one was created; `null` for a session",
  }),
  honoured({ INTERNET_OPTION_REQUEST_FLAGS }, on.REQUEST, kinds.DWORD, {
    ...GET,
    note:
      "INTERNET_REQFLAG_* bits, which describe the request and its response",
  }),
  honoured({ INTERNET_OPTION_EXTENDED_ERROR }, on.PROCESS, kinds.DWORD, {
    ...GET,
    note:
      "the Winsock error code for the error of `GetLastError`; 0 if it has none",
  }),
  refusedOption(
    { INTERNET_OPTION_CACHE_STREAM_HANDLE },
    on.EVERYWHERE,
    kinds.NONE,
    "Windows no longer supports it; use `RetrieveUrlCacheEntryStream`",
  ),
  honoured(
    { INTERNET_OPTION_USERNAME },
    LOGGED_IN,
    kinds.TEXT,
    credential("username", "the user name for the server"),
  ),
  honoured(
    { INTERNET_OPTION_PASSWORD },
    LOGGED_IN,
    kinds.TEXT,
    credential("password", "the password for the server"),
  ),
  honoured({ INTERNET_OPTION_SECURITY_FLAGS }, on.REQUEST, kinds.FLAGS, {
    note:
      "SECURITY_FLAG_* bits: the security of the connection, and certificate errors to ignore; the bits of the key strength require SESSION_OPTION_CERTIFICATES",
  }),
  honoured(
    { INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT },
    CERTIFIED,
    kinds.structure("INTERNET_CERTIFICATE_INFO"),
    { ...GET, note: `the server certificate; ${SEEN}` },
  ),
  honoured(
    { INTERNET_OPTION_DATAFILE_NAME },
    on.REQUEST | on.FILE,
    kinds.TEXT,
    {
      ...GET,
      note:
        "the path of the file that holds the response, which may still grow; ERROR_INTERNET_ITEM_NOT_FOUND if there is no such file",
    },
  ),
  honoured({ INTERNET_OPTION_URL }, on.REQUEST | on.FILE, kinds.TEXT, {
    ...GET,
    note:
      "the URL after all redirects; ERROR_INTERNET_ITEM_NOT_FOUND if the handle was not opened with a URL",
  }),
  honoured({ INTERNET_OPTION_SECURITY_CERTIFICATE }, CERTIFIED, kinds.TEXT, {
    ...GET,
    note: `the server certificate as text; ${SEEN}`,
  }),
  honoured({ INTERNET_OPTION_SECURITY_KEY_BITNESS }, CERTIFIED, kinds.DWORD, {
    ...GET,
    note: `the size in bits of the key that encrypts the connection; ${SEEN}`,
  }),
  honoured(
    { INTERNET_OPTION_REFRESH },
    on.PROCESS | on.SESSION,
    kinds.NONE,
    { note: "reads the proxy environment variables again" },
  ),
  honoured(
    { INTERNET_OPTION_PROXY },
    on.PROCESS | on.SESSION,
    kinds.structure("INTERNET_PROXY_INFO"),
    {
      note:
        "the proxies and the bypass list; sessions with INTERNET_OPEN_TYPE_PRECONFIG use those of the process",
    },
  ),
  honoured(
    { INTERNET_OPTION_SETTINGS_CHANGED },
    on.EVERYWHERE,
    kinds.NONE,
    { note: "closes all idle connections" },
  ),
  honoured(
    { INTERNET_OPTION_VERSION },
    on.PROCESS,
    kinds.structure("INTERNET_VERSION_INFO"),
    { ...GET, note: "version 1.2, as on every Windows since XP" },
  ),
  honoured({ INTERNET_OPTION_USER_AGENT }, on.SESSION, kinds.AGENT, {
    note:
      "the User-Agent header; a change applies to connections that are opened later",
  }),
  honoured(
    { INTERNET_OPTION_END_BROWSER_SESSION },
    on.EVERYWHERE,
    kinds.NONE,
    { note: "deletes the credentials and session cookies of the process" },
  ),
  honoured(
    { INTERNET_OPTION_PROXY_USERNAME },
    LOGGED_IN,
    kinds.TEXT,
    credential("proxyUsername", "the user name for the proxy"),
  ),
  honoured(
    { INTERNET_OPTION_PROXY_PASSWORD },
    LOGGED_IN,
    kinds.TEXT,
    credential("proxyPassword", "the password for the proxy"),
  ),
  honoured({ INTERNET_OPTION_CONTEXT_VALUE }, on.HANDLES, kinds.ANYTHING, {
    note:
      "the context that callbacks receive; not inherited; 0 if none was set",
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
        "INTERNET_STATE_* bits; a disconnected process starts no network operations; those in progress continue, even with ISO_FORCE_DISCONNECTED",
    },
  ),
  inherited(
    { INTERNET_OPTION_SECONDARY_CACHE_KEY },
    kinds.TEXT,
    "secondaryKey",
    "",
    "not documented by Microsoft; a string that is part of the cache key in addition to the URL",
  ),
  stored(
    { INTERNET_OPTION_REQUEST_PRIORITY },
    on.HTTP_CONNECTION | on.REQUEST,
    kinds.DWORD,
    0,
    "the priority of the request; requests that wait for a connection are sent in the order of their calls",
  ),
  stored(
    { INTERNET_OPTION_HTTP_VERSION },
    on.PROCESS,
    kinds.HTTP_VERSION,
    { dwMajorVersion: 1, dwMinorVersion: 1 },
    "the HTTP version of requests; they always use HTTP/1.1 or later, and Windows also ignores 1.0",
  ),
  honoured(
    { INTERNET_OPTION_RESET_URLCACHE_SESSION },
    on.EVERYWHERE,
    kinds.NONE,
    {
      note:
        "not documented by Microsoft; starts a new cache session, so that WININET_SYNC_MODE_ONCE_PER_SESSION validates cache entries again",
    },
  ),
  stored(
    { INTERNET_OPTION_ERROR_MASK },
    on.HANDLES,
    kinds.ERROR_MASK,
    0,
    "INTERNET_ERROR_MASK_* bits: the errors that the program handles itself; every error is reported in any case",
  ),
  inherited(
    { INTERNET_OPTION_FROM_CACHE_TIMEOUT },
    kinds.DWORD,
    "fromCacheTimeout",
    NO_TIMEOUT,
    "the wait for a response before a cached one is used instead, in milliseconds; 0xFFFFFFFF means never",
  ),
  inherited(
    { INTERNET_OPTION_BYPASS_EDITED_ENTRY },
    kinds.BOOLEAN,
    "bypassesEdited",
    false,
    "`true`: cache entries with EDITED_CACHE_ENTRY are validated and replaced like others",
  ),
  honoured(
    { INTERNET_OPTION_HTTP_DECODING },
    on.SESSION | on.CONNECTION | on.REQUEST,
    kinds.BOOLEAN,
    kept("decoding", false, {
      note: "`true`: requests gzip, deflate and br, and decodes the response",
    }),
  ),
  honoured(
    { INTERNET_OPTION_DIAGNOSTIC_SOCKET_INFO },
    on.REQUEST,
    kinds.structure("INTERNET_DIAGNOSTIC_SOCKET_INFO"),
    {
      ...GET,
      note:
        "information about the connection; the socket and the local port are 0",
    },
  ),
  inherited(
    { INTERNET_OPTION_CODEPAGE },
    kinds.DWORD,
    "codePage",
    CP_UTF8,
    "the Windows code page of file names on FTP servers and of display strings in Gopher menus; 65001 is UTF-8",
  ),
  honoured(
    { INTERNET_OPTION_CACHE_TIMESTAMPS },
    on.REQUEST,
    kinds.structure("INTERNET_CACHE_TIMESTAMPS"),
    {
      ...GET,
      note:
        "the times of the cache entry of the response; ERROR_FILE_NOT_FOUND if there is none",
    },
  ),
  honoured(
    { INTERNET_OPTION_MAX_CONNS_PER_SERVER },
    on.PROCESS,
    kinds.DWORD,
    {
      ...OF_THE_PROCESS,
      note:
        "the maximum number of requests that use connections to one server at a time; no limit by default",
    },
  ),
  {
    ...stored(
      { INTERNET_OPTION_MAX_CONNS_PER_1_0_SERVER },
      on.PROCESS,
      kinds.DWORD,
      0xffffffff,
      "the maximum number of connections to an HTTP/1.0 server; `fetch` does not report the HTTP version of a server",
    ),
    ...OF_THE_PROCESS,
  },
  honoured(
    { INTERNET_OPTION_PER_CONNECTION_OPTION },
    on.PROCESS | on.SESSION,
    kinds.structure("INTERNET_PER_CONN_OPTION_LIST"),
    {
      note:
        "the proxy settings as separate parts; proxy scripts require `loadProxyScripts` (`pac.ts`); the secondary URL is only stored",
    },
  ),
  honoured(
    { INTERNET_OPTION_DIGEST_AUTH_UNLOAD },
    on.EVERYWHERE,
    kinds.NONE,
    { note: "deletes the credentials of Digest authentication" },
  ),
  honoured(
    { INTERNET_OPTION_SECURITY_CONNECTION_INFO },
    CERTIFIED,
    kinds.structure("INTERNET_SECURITY_CONNECTION_INFO"),
    {
      ...GET,
      note:
        `not documented by Microsoft; the TLS parameters of the connection; ${SEEN}`,
    },
  ),
  honoured(
    { INTERNET_OPTION_IGNORE_OFFLINE },
    on.REQUEST,
    kinds.NONE,
    kept("ignoreOffline", false, {
      access: "get/set",
      note:
        "sends the request even if the process is offline; a query returns `true` after it was set",
    }),
  ),
  honoured(
    { INTERNET_OPTION_SUPPRESS_BEHAVIOR },
    on.PROCESS,
    kinds.SUPPRESSION,
    {
      access: "set",
      note:
        "an INTERNET_SUPPRESS_* constant: switches the cookie policy (the per-site decisions) or persistent cookies off or on",
    },
  ),
  honoured(
    { INTERNET_OPTION_CLIENT_CERT_CONTEXT },
    on.SESSION | on.CONNECTION | on.REQUEST,
    kinds.CERTIFICATE,
    kept("clientCertificate", null, {
      access: "set",
      note:
        "the client certificate, for servers that request one; `null` means none; must be set before the connection is established; after a redirect to another host only that of the session is sent",
    }),
  ),
  honoured(
    { INTERNET_OPTION_PROXY_SETTINGS_CHANGED },
    on.PROCESS | on.CONNECTION | on.REQUEST,
    kinds.NONE,
    { note: "same as INTERNET_OPTION_REFRESH" },
  ),
  honoured(
    { INTERNET_OPTION_DATAFILE_EXT },
    on.SESSION | on.CONNECTION,
    kinds.TEXT,
    kept("fileExtension", "", {
      note:
        "the extension of cache files; an empty string means the extension of the URL",
    }),
  ),
  honoured(
    { INTERNET_OPTION_CODEPAGE_PATH },
    OF_URLS,
    kinds.DWORD,
    kept("codePagePath", CP_UTF8, {
      note: "the code page of the path in `HttpOpenRequest`; 65001 is UTF-8",
    }),
  ),
  honoured(
    { INTERNET_OPTION_CODEPAGE_EXTRA },
    OF_URLS,
    kinds.DWORD,
    kept("codePageExtra", CP_ACP, {
      note: "the code page of the query in `HttpOpenRequest`; 0 is UTF-8",
    }),
  ),
  honoured(
    { INTERNET_OPTION_IDN },
    OF_URLS,
    kinds.IDN,
    kept("idn", IDN_EVERYWHERE, {
      state: "stored",
      note:
        "INTERNET_FLAG_IDN_* bits: the host names to encode with IDN; all are always encoded",
    }),
  ),
  {
    ...stored(
      { INTERNET_OPTION_MAX_CONNS_PER_PROXY },
      on.PROCESS,
      kinds.PROXY_COUNT,
      0xffffffff,
      "the maximum number of connections to a proxy; connections are counted per server instead; no limit by default",
    ),
    ...OF_THE_PROCESS,
  },
  inherited(
    { INTERNET_OPTION_DISABLE_NTLM_PREAUTH },
    kinds.BOOLEAN,
    "waitsForChallenge",
    false,
    "`true`: NTLM and Negotiate authentication start only after a challenge, even if the server is known to require it",
  ),
  honoured(
    { INTERNET_OPTION_SUPPRESS_SERVER_AUTH },
    on.REQUEST,
    kinds.NONE,
    kept("suppressServerAuth", false, {
      note:
        "sends no credentials to the server; must be set before the request is sent",
    }),
  ),
  honoured(
    { INTERNET_OPTION_SERVER_CERT_CHAIN_CONTEXT },
    CERTIFIED,
    kinds.CERTIFICATE_CHAIN,
    {
      ...GET,
      note:
        `the certificates that the server sent, in DER, the server certificate first; ${SEEN}`,
    },
  ),
  honoured(
    { INTERNET_OPTION_ENABLE_REDIRECT_CACHE_READ },
    on.REQUEST,
    kinds.BOOLEAN,
    kept("followsStored", false, {
      note: "`true`: cached redirects are followed",
    }),
  ),
  honoured(
    { INTERNET_OPTION_COMPRESSED_CONTENT_LENGTH },
    on.REQUEST,
    kinds.ULONGLONG,
    {
      ...GET,
      note:
        "the size of the body before decoding, in bytes; ERROR_HTTP_HEADER_NOT_FOUND if the server sent no Content-Length",
    },
  ),
  inherited(
    { INTERNET_OPTION_ENABLE_HTTP_PROTOCOL },
    kinds.HTTP_PROTOCOL,
    "httpProtocols",
    0,
    "HTTP_PROTOCOL_FLAG_* bits that allow newer versions; HTTP/2 only applies to requests that are sent with `fetch`; others use HTTP/1.1",
  ),
  honoured({ INTERNET_OPTION_HTTP_PROTOCOL_USED }, on.REQUEST, kinds.DWORD, {
    ...GET,
    note:
      "HTTP_PROTOCOL_FLAG_* bits; 0 is HTTP/1.1 or lower; ERROR_INTERNET_INVALID_OPERATION if `fetch` chose the version and does not report it",
  }),
  honoured({ INTERNET_OPTION_RESET }, on.EVERYWHERE, kinds.NONE, {
    note:
      "not documented by Microsoft; does the same as INTERNET_OPTION_END_BROWSER_SESSION, _DIGEST_AUTH_UNLOAD and _SETTINGS_CHANGED together",
  }),
  honoured(
    { INTERNET_OPTION_ENCODE_EXTRA },
    on.EVERYWHERE,
    kinds.BOOLEAN,
    kept("encodeExtra", false, {
      state: "stored",
      note: "`true`: encodes the query part of URLs; it is always encoded",
    }),
  ),
  inherited(
    { INTERNET_OPTION_HSTS },
    kinds.BOOLEAN,
    "hsts",
    false,
    "`true`: follows Strict-Transport-Security; a host that has required https is never contacted with http",
  ),
  stored(
    { INTERNET_OPTION_ENTERPRISE_CONTEXT },
    on.REQUEST,
    kinds.TEXT,
    "",
    "the enterprise ID; enterprise data protection exists only on Windows",
  ),
  honoured(
    { INTERNET_OPTION_OPT_IN_WEAK_SIGNATURE },
    on.EVERYWHERE,
    kinds.NONE,
    {
      note:
        "rejects certificates signed with SHA-1; always in effect, because Deno accepts none",
    },
  ),
  inherited(
    { FTP_OPTION_EXTENDED_MODES },
    kinds.BOOLEAN,
    "extendedModes",
    true,
    "`true`: tries EPSV and EPRT before PASV and PORT",
  ),
  inherited(
    { FTP_OPTION_ACTIVE_PORTS },
    kinds.PORT_RANGE,
    "activePorts",
    null,
    "the local ports for active mode, for example those that a firewall allows; `null` means any port",
  ),
  inherited(
    { FTP_OPTION_ACTIVE_ADDRESS },
    kinds.ADDRESS,
    "activeAddress",
    null,
    "the IP address that is sent to the server for active mode; `null` means the address of this machine",
  ),
  inherited(
    { FTP_OPTION_FOREIGN_DATA_HOST },
    kinds.BOOLEAN,
    "foreignDataHost",
    false,
    "`true`: data connections may use another host, for example the address in the reply to PASV; `false`: only the host of the control connection",
  ),
  inherited(
    { FTP_OPTION_KEEP_ALIVE },
    kinds.DWORD,
    "keepAlive",
    0,
    "the interval of NOOP commands on idle connections and during transfers, in milliseconds; 0 disables them",
  ),
  inherited(
    { FTP_OPTION_RESUME },
    kinds.RESUME,
    "resume",
    FTP_RESUME_NEVER,
    "one of the FTP_RESUME_* constants: continues interrupted transfers (REST, APPE); 0 disables this",
  ),
  inherited(
    { FTP_OPTION_VERIFY },
    kinds.BOOLEAN,
    "verify",
    false,
    "`true`: compares the checksums of the files after a transfer (HASH, XCRC, XSHA256 and similar commands)",
  ),
  inherited(
    { FTP_OPTION_KEEP_TIMES },
    kinds.BOOLEAN,
    "keepTimes",
    false,
    "`true`: transfers also copy the modification time of a file (MDTM, MFMT)",
  ),
  inherited(
    { FTP_OPTION_ACCOUNT },
    kinds.TEXT,
    "account",
    "",
    "the account for the ACCT command, sent if the server requests one",
  ),
  inherited(
    { FTP_OPTION_DIRECT_UPLOAD },
    kinds.BOOLEAN,
    "directUpload",
    false,
    "`true`: uploads directly to the final name, without a temporary file",
  ),
  inherited(
    { FTP_OPTION_MACHINE_LISTINGS },
    kinds.BOOLEAN,
    "machineListings",
    true,
    "`true`: lists directories with MLSD if the server supports it",
  ),
  inherited(
    { FTP_OPTION_HIDDEN },
    kinds.BOOLEAN,
    "hidden",
    false,
    "`true`: lists hidden files, with `LIST -a` if the server supports it",
  ),
  honoured({ FTP_OPTION_UNKNOWN_LINES }, on.FTP_FIND, kinds.DWORD, {
    ...GET,
    elsewhere: ERROR_INTERNET_INVALID_OPTION,
    note:
      "the number of lines of the listing so far that match no known format",
  }),
  honoured({ FTP_OPTION_FEATURES }, on.FTP_CONNECTION, kinds.TEXT_LIST, {
    ...GET,
    elsewhere: ERROR_INTERNET_INVALID_OPTION,
    note:
      "the features of the server (FEAT); empty until the library has requested them",
  }),
  inherited(
    { FTP_OPTION_LOGIN_COMMAND },
    kinds.TEXT,
    "loginCommand",
    "",
    "a command that is sent after every login; if the server rejects it, the login fails",
  ),
  inherited(
    { FTP_OPTION_RECONNECT },
    kinds.BOOLEAN,
    "reconnect",
    true,
    "`true`: connects and logs in again if the connection was lost while it was idle",
  ),
  inherited(
    { FTP_OPTION_QUEUE },
    kinds.BOOLEAN,
    "queue",
    false,
    "`true`: calls on a busy connection wait for their turn instead of failing",
  ),
  inherited(
    { FTP_OPTION_IMPLICIT },
    kinds.BOOLEAN,
    "implicitTls",
    false,
    "`true`: starts every connection with TLS (implicit FTPS), on any port",
  ),
  inherited(
    { FTP_OPTION_ANY_PORT },
    kinds.BOOLEAN,
    "ftpAnyPort",
    false,
    "`true`: allows connections to ports of other services",
  ),
  inherited(
    { FTP_OPTION_UNCERTAIN_END },
    kinds.BOOLEAN,
    "allowsUncertainEnd",
    false,
    "`true`: accepts the end of a TLS data connection without close_notify as the end of the data",
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
    kept("transport", "auto", {
      note:
        "the transport of requests: `fetch`, sockets, or an automatic choice; must be set before the request is sent",
    }),
  ),
  inherited(
    { GOPHER_OPTION_DOT_PATIENCE },
    kinds.DWORD,
    "dotPatience",
    2000,
    "the wait for more data after a line with only a dot while the server keeps the connection open, in milliseconds",
  ),
  inherited(
    { GOPHER_OPTION_UNCERTAIN_END },
    kinds.BOOLEAN,
    "uncertainEnd",
    false,
    "`true`: accepts the end of a TLS connection without close_notify as the end of the data",
  ),
  inherited(
    { GOPHER_OPTION_QUERY_SEARCH },
    kinds.BOOLEAN,
    "querySearch",
    false,
    "`true`: a `?` in the URL of an index server starts the search words",
  ),
  inherited(
    { GOPHER_OPTION_ANY_PORT },
    kinds.BOOLEAN,
    "anyPort",
    false,
    "`true`: allows connections to ports of other services",
  ),
  honoured(
    { SESSION_OPTION_CERTIFICATES },
    on.SESSION | on.CONNECTION,
    kinds.BOOLEAN,
    kept("keepsCertificates", false, {
      note:
        "`true`: keeps the server certificate for the options that return it",
    }),
  ),
  honoured({ SESSION_OPTION_PRIVATE }, on.SESSION, kinds.BOOLEAN, {
    note:
      "`true`: the session has separate cookies, credentials, connections and cache; must be set before its first connection",
  }),
  honoured(
    { SESSION_OPTION_WIRE_LOG },
    on.SESSION | on.CONNECTION,
    kinds.WIRE_LOG,
    kept("wireLog", null, {
      note:
        "a function that receives each line that is sent or received, without secrets; `null` means none",
    }),
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

/** Returns the rows of all options, by option number. */
export function allOptions(): ReadonlyMap<number, OptionRow> {
  return TABLE;
}

/** Returns the row of an option, or `undefined` if the option does not exist. */
export function findOption(option: number): OptionRow | undefined {
  return TABLE.get(option);
}
