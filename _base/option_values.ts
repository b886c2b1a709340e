// Copyright 2026 the wininet authors. MIT license.

/**
 * The values of the options, for the types of InternetQueryOption and
 * InternetSetOption. Made by `deno task gen`: change `_options/table.ts`.
 *
 * @module
 */

import type { FtpPortRange } from "../ftp_options.ts";
import type { HttpTransport } from "../http_options.ts";
import type { WireLog } from "../session_options.ts";
import type { StatusCallback } from "../status.ts";
import type {
  CERT_CONTEXT,
  HINTERNET,
  HTTP_VERSION_INFO,
  INTERNET_CACHE_TIMESTAMPS,
  INTERNET_CERTIFICATE_INFO,
  INTERNET_CONNECTED_INFO,
  INTERNET_DIAGNOSTIC_SOCKET_INFO,
  INTERNET_PER_CONN_OPTION_LIST,
  INTERNET_PROXY_INFO,
  INTERNET_SECURITY_CONNECTION_INFO,
  INTERNET_VERSION_INFO,
} from "../structures.ts";

/** The values that `InternetQueryOption` returns, by the number of the option. */
export interface InternetOptionValues {
  /** `INTERNET_OPTION_CALLBACK`: the status callback; inherited; `InternetSetStatusCallback` sets it */
  1: StatusCallback | null;
  /** `INTERNET_OPTION_CONNECT_TIMEOUT`: the time limit for connecting to all addresses together, in milliseconds; 0xFFFFFFFF means no limit */
  2: number;
  /** `INTERNET_OPTION_CONNECT_RETRIES`: the maximum number of addresses of a host that are tried, each once */
  3: number;
  /** `INTERNET_OPTION_SEND_TIMEOUT`: the time limit for each send, in milliseconds; also named INTERNET_OPTION_CONTROL_SEND_TIMEOUT; 120000 by default on FTP and Gopher handles */
  5: number;
  /** `INTERNET_OPTION_RECEIVE_TIMEOUT`: the time limit for each receive, in milliseconds; also named INTERNET_OPTION_CONTROL_RECEIVE_TIMEOUT; 120000 by default on FTP and Gopher handles */
  6: number;
  /** `INTERNET_OPTION_DATA_SEND_TIMEOUT`: the time limit for each send on an FTP data connection, in milliseconds */
  7: number;
  /** `INTERNET_OPTION_DATA_RECEIVE_TIMEOUT`: the time limit for each receive on an FTP data connection, in milliseconds */
  8: number;
  /** `INTERNET_OPTION_HANDLE_TYPE`: one of the INTERNET_HANDLE_TYPE_* constants */
  9: number;
  /** `INTERNET_OPTION_CONTEXT_VALUE_OLD`: same as INTERNET_OPTION_CONTEXT_VALUE */
  10: unknown;
  /** `INTERNET_OPTION_READ_BUFFER_SIZE`: the size of the read buffer in bytes; the buffers that are used have the size of the data that the network delivers */
  12: number;
  /** `INTERNET_OPTION_WRITE_BUFFER_SIZE`: the size of the write buffer in bytes; data is sent without buffering */
  13: number;
  /** `INTERNET_OPTION_PARENT_HANDLE`: the handle from which this one was created; `null` for a session */
  21: HINTERNET | null;
  /** `INTERNET_OPTION_REQUEST_FLAGS`: INTERNET_REQFLAG_* bits, which describe the request and its response */
  23: number;
  /** `INTERNET_OPTION_EXTENDED_ERROR`: the Winsock error code for the error of `GetLastError`; 0 if it has none */
  24: number;
  /** `INTERNET_OPTION_USERNAME`: the user name for the server */
  28: string;
  /** `INTERNET_OPTION_PASSWORD`: the password for the server */
  29: string;
  /** `INTERNET_OPTION_SECURITY_FLAGS`: SECURITY_FLAG_* bits: the security of the connection, and certificate errors to ignore; the bits of the key strength require SESSION_OPTION_CERTIFICATES */
  31: number;
  /** `INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT`: the server certificate; requires SESSION_OPTION_CERTIFICATES; on FTP connections only if certificate errors are ignored */
  32: INTERNET_CERTIFICATE_INFO;
  /** `INTERNET_OPTION_DATAFILE_NAME`: the path of the file that holds the response, which may still grow; ERROR_INTERNET_ITEM_NOT_FOUND if there is no such file */
  33: string;
  /** `INTERNET_OPTION_URL`: the URL after all redirects; ERROR_INTERNET_ITEM_NOT_FOUND if the handle was not opened with a URL */
  34: string;
  /** `INTERNET_OPTION_SECURITY_CERTIFICATE`: the server certificate as text; requires SESSION_OPTION_CERTIFICATES; on FTP connections only if certificate errors are ignored */
  35: string;
  /** `INTERNET_OPTION_SECURITY_KEY_BITNESS`: the size in bits of the key that encrypts the connection; requires SESSION_OPTION_CERTIFICATES; on FTP connections only if certificate errors are ignored */
  36: number;
  /** `INTERNET_OPTION_PROXY`: the proxies and the bypass list; sessions with INTERNET_OPEN_TYPE_PRECONFIG use those of the process */
  38: INTERNET_PROXY_INFO;
  /** `INTERNET_OPTION_VERSION`: version 1.2, as on every Windows since XP */
  40: INTERNET_VERSION_INFO;
  /** `INTERNET_OPTION_USER_AGENT`: the User-Agent header; a change applies to connections that are opened later */
  41: string;
  /** `INTERNET_OPTION_PROXY_USERNAME`: the user name for the proxy */
  43: string;
  /** `INTERNET_OPTION_PROXY_PASSWORD`: the password for the proxy */
  44: string;
  /** `INTERNET_OPTION_CONTEXT_VALUE`: the context that callbacks receive; not inherited; 0 if none was set */
  45: unknown;
  /** `INTERNET_OPTION_CONNECTED_STATE`: INTERNET_STATE_* bits; a disconnected process starts no network operations; those in progress continue, even with ISO_FORCE_DISCONNECTED */
  50: number;
  /** `INTERNET_OPTION_SECONDARY_CACHE_KEY`: not documented by Microsoft; a string that is part of the cache key in addition to the URL */
  53: string;
  /** `INTERNET_OPTION_REQUEST_PRIORITY`: the priority of the request; requests that wait for a connection are sent in the order of their calls */
  58: number;
  /** `INTERNET_OPTION_HTTP_VERSION`: the HTTP version of requests; they always use HTTP/1.1 or later, and Windows also ignores 1.0 */
  59: HTTP_VERSION_INFO;
  /** `INTERNET_OPTION_ERROR_MASK`: INTERNET_ERROR_MASK_* bits: the errors that the program handles itself; every error is reported in any case */
  62: number;
  /** `INTERNET_OPTION_FROM_CACHE_TIMEOUT`: the wait for a response before a cached one is used instead, in milliseconds; 0xFFFFFFFF means never */
  63: number;
  /** `INTERNET_OPTION_BYPASS_EDITED_ENTRY`: `true`: cache entries with EDITED_CACHE_ENTRY are validated and replaced like others */
  64: boolean;
  /** `INTERNET_OPTION_HTTP_DECODING`: `true`: requests gzip, deflate and br, and decodes the response */
  65: boolean;
  /** `INTERNET_OPTION_SECURITY_CONNECTION_INFO`: not documented by Microsoft; the TLS parameters of the connection; requires SESSION_OPTION_CERTIFICATES; on FTP connections only if certificate errors are ignored */
  66: INTERNET_SECURITY_CONNECTION_INFO;
  /** `INTERNET_OPTION_DIAGNOSTIC_SOCKET_INFO`: information about the connection; the socket and the local port are 0 */
  67: INTERNET_DIAGNOSTIC_SOCKET_INFO;
  /** `INTERNET_OPTION_CODEPAGE`: the Windows code page of file names on FTP servers and of display strings in Gopher menus; 65001 is UTF-8 */
  68: number;
  /** `INTERNET_OPTION_CACHE_TIMESTAMPS`: the times of the cache entry of the response; ERROR_FILE_NOT_FOUND if there is none */
  69: INTERNET_CACHE_TIMESTAMPS;
  /** `INTERNET_OPTION_DISABLE_NTLM_PREAUTH`: `true`: NTLM and Negotiate authentication start only after a challenge, even if the server is known to require it */
  72: boolean;
  /** `INTERNET_OPTION_MAX_CONNS_PER_SERVER`: the maximum number of requests that use connections to one server at a time; no limit by default */
  73: number;
  /** `INTERNET_OPTION_MAX_CONNS_PER_1_0_SERVER`: the maximum number of connections to an HTTP/1.0 server; `fetch` does not report the HTTP version of a server */
  74: number;
  /** `INTERNET_OPTION_PER_CONNECTION_OPTION`: the proxy settings as separate parts; proxy scripts require `loadProxyScripts` (`pac.ts`); the secondary URL is only stored */
  75: INTERNET_PER_CONN_OPTION_LIST;
  /** `INTERNET_OPTION_IGNORE_OFFLINE`: sends the request even if the process is offline; a query returns `true` after it was set */
  77: boolean;
  /** `INTERNET_OPTION_DATAFILE_EXT`: the extension of cache files; an empty string means the extension of the URL */
  96: string;
  /** `INTERNET_OPTION_CODEPAGE_PATH`: the code page of the path in `HttpOpenRequest`; 65001 is UTF-8 */
  100: number;
  /** `INTERNET_OPTION_CODEPAGE_EXTRA`: the code page of the query in `HttpOpenRequest`; 0 is UTF-8 */
  101: number;
  /** `INTERNET_OPTION_IDN`: INTERNET_FLAG_IDN_* bits: the host names to encode with IDN; all are always encoded */
  102: number;
  /** `INTERNET_OPTION_MAX_CONNS_PER_PROXY`: the maximum number of connections to a proxy; connections are counted per server instead; no limit by default */
  103: number;
  /** `INTERNET_OPTION_SERVER_CERT_CHAIN_CONTEXT`: the certificates that the server sent, in DER, the server certificate first; requires SESSION_OPTION_CERTIFICATES; on FTP connections only if certificate errors are ignored */
  105: readonly Uint8Array[];
  /** `INTERNET_OPTION_ENABLE_REDIRECT_CACHE_READ`: `true`: cached redirects are followed */
  122: boolean;
  /** `INTERNET_OPTION_COMPRESSED_CONTENT_LENGTH`: the size of the body before decoding, in bytes; ERROR_HTTP_HEADER_NOT_FOUND if the server sent no Content-Length */
  147: number;
  /** `INTERNET_OPTION_ENABLE_HTTP_PROTOCOL`: HTTP_PROTOCOL_FLAG_* bits that allow newer versions; HTTP/2 only applies to requests that are sent with `fetch`; others use HTTP/1.1 */
  148: number;
  /** `INTERNET_OPTION_HTTP_PROTOCOL_USED`: HTTP_PROTOCOL_FLAG_* bits; 0 is HTTP/1.1 or lower; ERROR_INTERNET_INVALID_OPERATION if `fetch` chose the version and does not report it */
  149: number;
  /** `INTERNET_OPTION_ENCODE_EXTRA`: `true`: encodes the query part of URLs; it is always encoded */
  155: boolean;
  /** `INTERNET_OPTION_HSTS`: `true`: follows Strict-Transport-Security; a host that has required https is never contacted with http */
  157: boolean;
  /** `INTERNET_OPTION_ENTERPRISE_CONTEXT`: the enterprise ID; enterprise data protection exists only on Windows */
  159: string;
  /** `FTP_OPTION_EXTENDED_MODES`: `true`: tries EPSV and EPRT before PASV and PORT */
  65537: boolean;
  /** `FTP_OPTION_ACTIVE_PORTS`: the local ports for active mode, for example those that a firewall allows; `null` means any port */
  65538: FtpPortRange | null;
  /** `FTP_OPTION_ACTIVE_ADDRESS`: the IP address that is sent to the server for active mode; `null` means the address of this machine */
  65539: string | null;
  /** `FTP_OPTION_FOREIGN_DATA_HOST`: `true`: data connections may use another host, for example the address in the reply to PASV; `false`: only the host of the control connection */
  65540: boolean;
  /** `FTP_OPTION_KEEP_ALIVE`: the interval of NOOP commands on idle connections and during transfers, in milliseconds; 0 disables them */
  65541: number;
  /** `FTP_OPTION_RESUME`: one of the FTP_RESUME_* constants: continues interrupted transfers (REST, APPE); 0 disables this */
  65542: number;
  /** `FTP_OPTION_VERIFY`: `true`: compares the checksums of the files after a transfer (HASH, XCRC, XSHA256 and similar commands) */
  65543: boolean;
  /** `FTP_OPTION_KEEP_TIMES`: `true`: transfers also copy the modification time of a file (MDTM, MFMT) */
  65544: boolean;
  /** `FTP_OPTION_ACCOUNT`: the account for the ACCT command, sent if the server requests one */
  65545: string;
  /** `FTP_OPTION_DIRECT_UPLOAD`: `true`: uploads directly to the final name, without a temporary file */
  65546: boolean;
  /** `FTP_OPTION_MACHINE_LISTINGS`: `true`: lists directories with MLSD if the server supports it */
  65547: boolean;
  /** `FTP_OPTION_FEATURES`: the features of the server (FEAT); empty until the library has requested them */
  65548: readonly string[];
  /** `FTP_OPTION_LOGIN_COMMAND`: a command that is sent after every login; if the server rejects it, the login fails */
  65549: string;
  /** `FTP_OPTION_RECONNECT`: `true`: connects and logs in again if the connection was lost while it was idle */
  65550: boolean;
  /** `FTP_OPTION_HIDDEN`: `true`: lists hidden files, with `LIST -a` if the server supports it */
  65551: boolean;
  /** `FTP_OPTION_QUEUE`: `true`: calls on a busy connection wait for their turn instead of failing */
  65552: boolean;
  /** `FTP_OPTION_IMPLICIT`: `true`: starts every connection with TLS (implicit FTPS), on any port */
  65553: boolean;
  /** `FTP_OPTION_UNKNOWN_LINES`: the number of lines of the listing so far that match no known format */
  65554: number;
  /** `FTP_OPTION_ANY_PORT`: `true`: allows connections to ports of other services */
  65555: boolean;
  /** `FTP_OPTION_UNCERTAIN_END`: `true`: accepts the end of a TLS data connection without close_notify as the end of the data */
  65556: boolean;
  /** `FTP_OPTION_TRANSFER_KEEP_ALIVE`: the command that FTP_OPTION_KEEP_ALIVE sends during transfers */
  65557: string;
  /** `GOPHER_OPTION_DOT_PATIENCE`: the wait for more data after a line with only a dot while the server keeps the connection open, in milliseconds */
  65793: number;
  /** `GOPHER_OPTION_UNCERTAIN_END`: `true`: accepts the end of a TLS connection without close_notify as the end of the data */
  65794: boolean;
  /** `GOPHER_OPTION_QUERY_SEARCH`: `true`: a `?` in the URL of an index server starts the search words */
  65795: boolean;
  /** `GOPHER_OPTION_ANY_PORT`: `true`: allows connections to ports of other services */
  65796: boolean;
  /** `HTTP_OPTION_TRANSPORT`: the transport of requests: `fetch`, sockets, or an automatic choice; must be set before the request is sent */
  66049: HttpTransport;
  /** `SESSION_OPTION_PRIVATE`: `true`: the session has separate cookies, credentials, connections and cache; must be set before its first connection */
  66305: boolean;
  /** `SESSION_OPTION_CERTIFICATES`: `true`: keeps the server certificate for the options that return it */
  66306: boolean;
  /** `SESSION_OPTION_WIRE_LOG`: a function that receives each line that is sent or received, without secrets; `null` means none */
  66307: WireLog | null;
}

/** The values that `InternetSetOption` takes, where they are others: `never` if the option can only be queried. */
export interface InternetOtherValues {
  /** `INTERNET_OPTION_CALLBACK`: the status callback; inherited; `InternetSetStatusCallback` sets it */
  1: never;
  /** `INTERNET_OPTION_HANDLE_TYPE`: one of the INTERNET_HANDLE_TYPE_* constants */
  9: never;
  /** `INTERNET_OPTION_PARENT_HANDLE`: the handle from which this one was created; `null` for a session */
  21: never;
  /** `INTERNET_OPTION_REQUEST_FLAGS`: INTERNET_REQFLAG_* bits, which describe the request and its response */
  23: never;
  /** `INTERNET_OPTION_EXTENDED_ERROR`: the Winsock error code for the error of `GetLastError`; 0 if it has none */
  24: never;
  /** `INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT`: the server certificate; requires SESSION_OPTION_CERTIFICATES; on FTP connections only if certificate errors are ignored */
  32: never;
  /** `INTERNET_OPTION_DATAFILE_NAME`: the path of the file that holds the response, which may still grow; ERROR_INTERNET_ITEM_NOT_FOUND if there is no such file */
  33: never;
  /** `INTERNET_OPTION_URL`: the URL after all redirects; ERROR_INTERNET_ITEM_NOT_FOUND if the handle was not opened with a URL */
  34: never;
  /** `INTERNET_OPTION_SECURITY_CERTIFICATE`: the server certificate as text; requires SESSION_OPTION_CERTIFICATES; on FTP connections only if certificate errors are ignored */
  35: never;
  /** `INTERNET_OPTION_SECURITY_KEY_BITNESS`: the size in bits of the key that encrypts the connection; requires SESSION_OPTION_CERTIFICATES; on FTP connections only if certificate errors are ignored */
  36: never;
  /** `INTERNET_OPTION_REFRESH`: reads the proxy environment variables again */
  37: unknown;
  /** `INTERNET_OPTION_PROXY`: the proxies and the bypass list; sessions with INTERNET_OPEN_TYPE_PRECONFIG use those of the process */
  38: Partial<INTERNET_PROXY_INFO>;
  /** `INTERNET_OPTION_SETTINGS_CHANGED`: closes all idle connections */
  39: unknown;
  /** `INTERNET_OPTION_VERSION`: version 1.2, as on every Windows since XP */
  40: never;
  /** `INTERNET_OPTION_USER_AGENT`: the User-Agent header; a change applies to connections that are opened later */
  41: string | null | undefined;
  /** `INTERNET_OPTION_END_BROWSER_SESSION`: deletes the credentials and session cookies of the process */
  42: unknown;
  /** `INTERNET_OPTION_CONNECTED_STATE`: INTERNET_STATE_* bits; a disconnected process starts no network operations; those in progress continue, even with ISO_FORCE_DISCONNECTED */
  50: number | Partial<INTERNET_CONNECTED_INFO>;
  /** `INTERNET_OPTION_RESET_URLCACHE_SESSION`: not documented by Microsoft; starts a new cache session, so that WININET_SYNC_MODE_ONCE_PER_SESSION validates cache entries again */
  60: unknown;
  /** `INTERNET_OPTION_SECURITY_CONNECTION_INFO`: not documented by Microsoft; the TLS parameters of the connection; requires SESSION_OPTION_CERTIFICATES; on FTP connections only if certificate errors are ignored */
  66: never;
  /** `INTERNET_OPTION_DIAGNOSTIC_SOCKET_INFO`: information about the connection; the socket and the local port are 0 */
  67: never;
  /** `INTERNET_OPTION_CACHE_TIMESTAMPS`: the times of the cache entry of the response; ERROR_FILE_NOT_FOUND if there is none */
  69: never;
  /** `INTERNET_OPTION_PER_CONNECTION_OPTION`: the proxy settings as separate parts; proxy scripts require `loadProxyScripts` (`pac.ts`); the secondary URL is only stored */
  75: Partial<INTERNET_PER_CONN_OPTION_LIST>;
  /** `INTERNET_OPTION_DIGEST_AUTH_UNLOAD`: deletes the credentials of Digest authentication */
  76: unknown;
  /** `INTERNET_OPTION_IGNORE_OFFLINE`: sends the request even if the process is offline; a query returns `true` after it was set */
  77: unknown;
  /** `INTERNET_OPTION_CLIENT_CERT_CONTEXT`: the client certificate, for servers that request one; `null` means none; must be set before the connection is established; after a redirect to another host only that of the session is sent */
  84: CERT_CONTEXT | null;
  /** `INTERNET_OPTION_PROXY_SETTINGS_CHANGED`: same as INTERNET_OPTION_REFRESH */
  95: unknown;
  /** `INTERNET_OPTION_SUPPRESS_SERVER_AUTH`: sends no credentials to the server; must be set before the request is sent */
  104: unknown;
  /** `INTERNET_OPTION_SERVER_CERT_CHAIN_CONTEXT`: the certificates that the server sent, in DER, the server certificate first; requires SESSION_OPTION_CERTIFICATES; on FTP connections only if certificate errors are ignored */
  105: never;
  /** `INTERNET_OPTION_COMPRESSED_CONTENT_LENGTH`: the size of the body before decoding, in bytes; ERROR_HTTP_HEADER_NOT_FOUND if the server sent no Content-Length */
  147: never;
  /** `INTERNET_OPTION_HTTP_PROTOCOL_USED`: HTTP_PROTOCOL_FLAG_* bits; 0 is HTTP/1.1 or lower; ERROR_INTERNET_INVALID_OPERATION if `fetch` chose the version and does not report it */
  149: never;
  /** `INTERNET_OPTION_RESET`: not documented by Microsoft; does the same as INTERNET_OPTION_END_BROWSER_SESSION, _DIGEST_AUTH_UNLOAD and _SETTINGS_CHANGED together */
  154: unknown;
  /** `INTERNET_OPTION_OPT_IN_WEAK_SIGNATURE`: rejects certificates signed with SHA-1; always in effect, because Deno accepts none */
  176: unknown;
  /** `FTP_OPTION_FEATURES`: the features of the server (FEAT); empty until the library has requested them */
  65548: never;
  /** `FTP_OPTION_UNKNOWN_LINES`: the number of lines of the listing so far that match no known format */
  65554: never;
}

/** The values that `InternetSetOption` takes, by the number of the option. */
export type InternetSettableValues =
  & Omit<InternetOptionValues, keyof InternetOtherValues>
  & InternetOtherValues;
