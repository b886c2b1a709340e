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
  /** `INTERNET_OPTION_CALLBACK`: inherited; `InternetSetStatusCallback` sets it */
  1: StatusCallback | null;
  /** `INTERNET_OPTION_CONNECT_TIMEOUT`: milliseconds, for all addresses together; 0xFFFFFFFF is none */
  2: number;
  /** `INTERNET_OPTION_CONNECT_RETRIES`: how many addresses are tried, each once */
  3: number;
  /** `INTERNET_OPTION_SEND_TIMEOUT`: milliseconds; also INTERNET_OPTION_CONTROL_SEND_TIMEOUT; 120000 on FTP and Gopher handles */
  5: number;
  /** `INTERNET_OPTION_RECEIVE_TIMEOUT`: milliseconds; also INTERNET_OPTION_CONTROL_RECEIVE_TIMEOUT; 120000 on FTP and Gopher handles */
  6: number;
  /** `INTERNET_OPTION_DATA_SEND_TIMEOUT`: milliseconds; FTP only, as on Windows */
  7: number;
  /** `INTERNET_OPTION_DATA_RECEIVE_TIMEOUT`: milliseconds; FTP only, as on Windows */
  8: number;
  /** `INTERNET_OPTION_HANDLE_TYPE` */
  9: number;
  /** `INTERNET_OPTION_CONTEXT_VALUE_OLD`: as INTERNET_OPTION_CONTEXT_VALUE */
  10: unknown;
  /** `INTERNET_OPTION_READ_BUFFER_SIZE`: bytes; buffers are as big as what the network gives; 0 until it is set */
  12: number;
  /** `INTERNET_OPTION_WRITE_BUFFER_SIZE`: bytes; writes go out as they come; 0 until it is set */
  13: number;
  /** `INTERNET_OPTION_PARENT_HANDLE` */
  21: HINTERNET | null;
  /** `INTERNET_OPTION_REQUEST_FLAGS`: INTERNET_REQFLAG_* bits */
  23: number;
  /** `INTERNET_OPTION_EXTENDED_ERROR`: the Winsock number that goes with the error of `GetLastError`, 0 where none does */
  24: number;
  /** `INTERNET_OPTION_USERNAME` */
  28: string;
  /** `INTERNET_OPTION_PASSWORD` */
  29: string;
  /** `INTERNET_OPTION_SECURITY_FLAGS`: SECURITY_FLAG_* bits; the strength of the key with SESSION_OPTION_CERTIFICATES */
  31: number;
  /** `INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT`: the certificate of the server; with SESSION_OPTION_CERTIFICATES; FTP connections need it only if faults are forgiven */
  32: INTERNET_CERTIFICATE_INFO;
  /** `INTERNET_OPTION_DATAFILE_NAME`: the file of the response, which may still grow; ERROR_INTERNET_ITEM_NOT_FOUND where there is none */
  33: string;
  /** `INTERNET_OPTION_URL`: the URL after all redirects; ERROR_INTERNET_ITEM_NOT_FOUND where a handle was not opened by one */
  34: string;
  /** `INTERNET_OPTION_SECURITY_CERTIFICATE`: the certificate of the server as text; as above */
  35: string;
  /** `INTERNET_OPTION_SECURITY_KEY_BITNESS`: the bits of the key that encrypts the connection; as above */
  36: number;
  /** `INTERNET_OPTION_PROXY`: that of the process is for sessions with INTERNET_OPEN_TYPE_PRECONFIG */
  38: INTERNET_PROXY_INFO;
  /** `INTERNET_OPTION_VERSION`: 1.2, as every Windows since XP */
  40: INTERNET_VERSION_INFO;
  /** `INTERNET_OPTION_USER_AGENT`: later connections have it */
  41: string;
  /** `INTERNET_OPTION_PROXY_USERNAME` */
  43: string;
  /** `INTERNET_OPTION_PROXY_PASSWORD` */
  44: string;
  /** `INTERNET_OPTION_CONTEXT_VALUE`: not inherited; 0 without one */
  45: unknown;
  /** `INTERNET_OPTION_CONNECTED_STATE`: INTERNET_STATE_* bits; a process that is disconnected starts nothing on the network; what is under way goes on, also with ISO_FORCE_DISCONNECTED */
  50: number;
  /** `INTERNET_OPTION_SECONDARY_CACHE_KEY`: not documented by Microsoft: a text beside the URL that separates entries of the cache */
  53: string;
  /** `INTERNET_OPTION_REQUEST_PRIORITY`: requests that wait for a connection go in the order of their calls */
  58: number;
  /** `INTERNET_OPTION_HTTP_VERSION`: `fetch` speaks 1.1; Windows ignores 1.0 too */
  59: HTTP_VERSION_INFO;
  /** `INTERNET_OPTION_ERROR_MASK`: INTERNET_ERROR_MASK_* bits; every error reaches the program as it is */
  62: number;
  /** `INTERNET_OPTION_FROM_CACHE_TIMEOUT`: milliseconds until a stored response is used because no other one has come; 0xffffffff for never */
  63: number;
  /** `INTERNET_OPTION_BYPASS_EDITED_ENTRY`: entries with EDITED_CACHE_ENTRY are validated and replaced like others */
  64: boolean;
  /** `INTERNET_OPTION_HTTP_DECODING`: gzip, deflate, br */
  65: boolean;
  /** `INTERNET_OPTION_SECURITY_CONNECTION_INFO`: no page of Microsoft; the TLS of the connection; with SESSION_OPTION_CERTIFICATES; FTP connections need it only if faults are forgiven */
  66: INTERNET_SECURITY_CONNECTION_INFO;
  /** `INTERNET_OPTION_DIAGNOSTIC_SOCKET_INFO`: no socket and no port of this side, which are 0 */
  67: INTERNET_DIAGNOSTIC_SOCKET_INFO;
  /** `INTERNET_OPTION_CODEPAGE`: the Windows code page of names on FTP servers and of Gopher menus; 65001 is UTF-8 */
  68: number;
  /** `INTERNET_OPTION_CACHE_TIMESTAMPS`: of the entry of the response; ERROR_FILE_NOT_FOUND without one */
  69: INTERNET_CACHE_TIMESTAMPS;
  /** `INTERNET_OPTION_DISABLE_NTLM_PREAUTH`: `true`: NTLM and Negotiate start after a challenge only, also where a login is known to be wanted */
  72: boolean;
  /** `INTERNET_OPTION_MAX_CONNS_PER_SERVER`: no limit at first */
  73: number;
  /** `INTERNET_OPTION_MAX_CONNS_PER_1_0_SERVER`: `fetch` does not tell the version of a server */
  74: number;
  /** `INTERNET_OPTION_PER_CONNECTION_OPTION`: what INTERNET_OPTION_PROXY is, in parts; proxy scripts need `loadProxyScripts` (`pac.ts`), the secondary URL is only stored */
  75: INTERNET_PER_CONN_OPTION_LIST;
  /** `INTERNET_OPTION_IGNORE_OFFLINE`: a query returns `true` after it was set */
  77: boolean;
  /** `INTERNET_OPTION_DATAFILE_EXT`: the extension of the files of the cache, instead of that of the URL */
  96: string;
  /** `INTERNET_OPTION_CODEPAGE_PATH`: the encoding of paths, of HttpOpenRequest */
  100: number;
  /** `INTERNET_OPTION_CODEPAGE_EXTRA`: the encoding of queries, of HttpOpenRequest; 0 is UTF-8 */
  101: number;
  /** `INTERNET_OPTION_IDN`: INTERNET_FLAG_IDN_* bits; hosts are always encoded by IDN */
  102: number;
  /** `INTERNET_OPTION_MAX_CONNS_PER_PROXY`: connections are counted by server, not by proxy; no limit at first */
  103: number;
  /** `INTERNET_OPTION_SERVER_CERT_CHAIN_CONTEXT`: the certificates that the server sent, in DER, its own first; with SESSION_OPTION_CERTIFICATES; FTP connections need it only if faults are forgiven */
  105: readonly Uint8Array[];
  /** `INTERNET_OPTION_ENABLE_REDIRECT_CACHE_READ`: redirects of the cache are followed */
  122: boolean;
  /** `INTERNET_OPTION_COMPRESSED_CONTENT_LENGTH`: bytes; ERROR_HTTP_HEADER_NOT_FOUND where the server sent no Content-Length */
  147: number;
  /** `INTERNET_OPTION_ENABLE_HTTP_PROTOCOL`: HTTP_PROTOCOL_FLAG_* bits; HTTP/2 for requests that `fetch` carries; sockets speak HTTP/1.1 */
  148: number;
  /** `INTERNET_OPTION_HTTP_PROTOCOL_USED`: HTTP_PROTOCOL_FLAG_* bits; 0 is HTTP/1.1 or below; ERROR_INTERNET_INVALID_OPERATION where `fetch` has chosen it and does not show it */
  149: number;
  /** `INTERNET_OPTION_ENCODE_EXTRA`: queries are encoded always */
  155: boolean;
  /** `INTERNET_OPTION_HSTS`: follow Strict-Transport-Security: a host that has demanded https is never asked by http */
  157: boolean;
  /** `INTERNET_OPTION_ENTERPRISE_CONTEXT`: enterprise data protection belongs to Windows */
  159: string;
  /** `FTP_OPTION_EXTENDED_MODES`: try EPSV and EPRT before PASV and PORT */
  65537: boolean;
  /** `FTP_OPTION_ACTIVE_PORTS`: the ports for active mode, as a firewall lets them through; `null` for any */
  65538: FtpPortRange | null;
  /** `FTP_OPTION_ACTIVE_ADDRESS`: the address that the server connects to in active mode; `null` for that of this machine */
  65539: string | null;
  /** `FTP_OPTION_FOREIGN_DATA_HOST`: trust the address in the reply of PASV */
  65540: boolean;
  /** `FTP_OPTION_KEEP_ALIVE`: milliseconds after which NOOP is sent, when idle and during transfers; 0 for never */
  65541: number;
  /** `FTP_OPTION_RESUME`: continue interrupted transfers (REST, APPE): one of the FTP_RESUME_* constants */
  65542: number;
  /** `FTP_OPTION_VERIFY`: compare checksums (HASH, XCRC, XSHA256 and the like) */
  65543: boolean;
  /** `FTP_OPTION_KEEP_TIMES`: keep the time of files (MDTM, MFMT) */
  65544: boolean;
  /** `FTP_OPTION_ACCOUNT`: the account for ACCT, sent when the server asks for one */
  65545: string;
  /** `FTP_OPTION_DIRECT_UPLOAD`: upload under the final name at once */
  65546: boolean;
  /** `FTP_OPTION_MACHINE_LISTINGS`: list directories by MLSD where the server has it */
  65547: boolean;
  /** `FTP_OPTION_FEATURES`: the features of the server (FEAT), once they were needed */
  65548: readonly string[];
  /** `FTP_OPTION_LOGIN_COMMAND`: a command that is sent after every login; if the server refuses it, the login fails */
  65549: string;
  /** `FTP_OPTION_RECONNECT`: log in again if the connection was lost while it was idle */
  65550: boolean;
  /** `FTP_OPTION_HIDDEN`: list hidden files: `LIST -a` where the server takes it */
  65551: boolean;
  /** `FTP_OPTION_QUEUE`: let calls on a busy connection wait for their turn */
  65552: boolean;
  /** `FTP_OPTION_IMPLICIT`: start every connection with TLS, on any port */
  65553: boolean;
  /** `FTP_OPTION_UNKNOWN_LINES`: the lines of the listing so far that no format knows */
  65554: number;
  /** `FTP_OPTION_ANY_PORT`: allow the ports of other services */
  65555: boolean;
  /** `FTP_OPTION_UNCERTAIN_END`: take a data connection with TLS that ends without close_notify for the end of the data */
  65556: boolean;
  /** `FTP_OPTION_TRANSFER_KEEP_ALIVE`: the command that FTP_OPTION_KEEP_ALIVE sends during transfers */
  65557: string;
  /** `GOPHER_OPTION_DOT_PATIENCE`: milliseconds that a text may go on after a lone dot while the server keeps the connection */
  65793: number;
  /** `GOPHER_OPTION_UNCERTAIN_END`: take a TLS connection that ends without close_notify for the end of the data */
  65794: boolean;
  /** `GOPHER_OPTION_QUERY_SEARCH`: a `?` in the URL of an index server begins the words */
  65795: boolean;
  /** `GOPHER_OPTION_ANY_PORT`: allow the ports of other services */
  65796: boolean;
  /** `HTTP_OPTION_TRANSPORT`: before the request is sent */
  66049: HttpTransport;
  /** `SESSION_OPTION_PRIVATE`: cookies, credentials, connections and cache of the session alone; set before its first connection */
  66305: boolean;
  /** `SESSION_OPTION_CERTIFICATES`: keep what the certificate of the server says */
  66306: boolean;
  /** `SESSION_OPTION_WIRE_LOG`: receives each line, without secrets */
  66307: WireLog | null;
}

/** The values that `InternetSetOption` takes, where they are others: `never` if the option can only be queried. */
export interface InternetOtherValues {
  /** `INTERNET_OPTION_CALLBACK`: inherited; `InternetSetStatusCallback` sets it */
  1: never;
  /** `INTERNET_OPTION_HANDLE_TYPE` */
  9: never;
  /** `INTERNET_OPTION_PARENT_HANDLE` */
  21: never;
  /** `INTERNET_OPTION_REQUEST_FLAGS`: INTERNET_REQFLAG_* bits */
  23: never;
  /** `INTERNET_OPTION_EXTENDED_ERROR`: the Winsock number that goes with the error of `GetLastError`, 0 where none does */
  24: never;
  /** `INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT`: the certificate of the server; with SESSION_OPTION_CERTIFICATES; FTP connections need it only if faults are forgiven */
  32: never;
  /** `INTERNET_OPTION_DATAFILE_NAME`: the file of the response, which may still grow; ERROR_INTERNET_ITEM_NOT_FOUND where there is none */
  33: never;
  /** `INTERNET_OPTION_URL`: the URL after all redirects; ERROR_INTERNET_ITEM_NOT_FOUND where a handle was not opened by one */
  34: never;
  /** `INTERNET_OPTION_SECURITY_CERTIFICATE`: the certificate of the server as text; as above */
  35: never;
  /** `INTERNET_OPTION_SECURITY_KEY_BITNESS`: the bits of the key that encrypts the connection; as above */
  36: never;
  /** `INTERNET_OPTION_REFRESH`: the proxies of the environment are read again */
  37: unknown;
  /** `INTERNET_OPTION_PROXY`: that of the process is for sessions with INTERNET_OPEN_TYPE_PRECONFIG */
  38: Partial<INTERNET_PROXY_INFO>;
  /** `INTERNET_OPTION_SETTINGS_CHANGED`: drops all idle connections */
  39: unknown;
  /** `INTERNET_OPTION_VERSION`: 1.2, as every Windows since XP */
  40: never;
  /** `INTERNET_OPTION_USER_AGENT`: later connections have it */
  41: string | null | undefined;
  /** `INTERNET_OPTION_END_BROWSER_SESSION`: forgets credentials and session cookies of the process */
  42: unknown;
  /** `INTERNET_OPTION_CONNECTED_STATE`: INTERNET_STATE_* bits; a process that is disconnected starts nothing on the network; what is under way goes on, also with ISO_FORCE_DISCONNECTED */
  50: number | Partial<INTERNET_CONNECTED_INFO>;
  /** `INTERNET_OPTION_RESET_URLCACHE_SESSION`: not documented by Microsoft: WININET_SYNC_MODE_ONCE_PER_SESSION asks servers again */
  60: unknown;
  /** `INTERNET_OPTION_SECURITY_CONNECTION_INFO`: no page of Microsoft; the TLS of the connection; with SESSION_OPTION_CERTIFICATES; FTP connections need it only if faults are forgiven */
  66: never;
  /** `INTERNET_OPTION_DIAGNOSTIC_SOCKET_INFO`: no socket and no port of this side, which are 0 */
  67: never;
  /** `INTERNET_OPTION_CACHE_TIMESTAMPS`: of the entry of the response; ERROR_FILE_NOT_FOUND without one */
  69: never;
  /** `INTERNET_OPTION_PER_CONNECTION_OPTION`: what INTERNET_OPTION_PROXY is, in parts; proxy scripts need `loadProxyScripts` (`pac.ts`), the secondary URL is only stored */
  75: Partial<INTERNET_PER_CONN_OPTION_LIST>;
  /** `INTERNET_OPTION_DIGEST_AUTH_UNLOAD`: forgets the credentials of Digest */
  76: unknown;
  /** `INTERNET_OPTION_IGNORE_OFFLINE`: a query returns `true` after it was set */
  77: unknown;
  /** `INTERNET_OPTION_CLIENT_CERT_CONTEXT`: the certificate of the client, for servers that ask for one; `null` for none; before the connection is made */
  84: CERT_CONTEXT | null;
  /** `INTERNET_OPTION_PROXY_SETTINGS_CHANGED`: as INTERNET_OPTION_REFRESH */
  95: unknown;
  /** `INTERNET_OPTION_SUPPRESS_SERVER_AUTH`: before the request is sent */
  104: unknown;
  /** `INTERNET_OPTION_SERVER_CERT_CHAIN_CONTEXT`: the certificates that the server sent, in DER, its own first; with SESSION_OPTION_CERTIFICATES; FTP connections need it only if faults are forgiven */
  105: never;
  /** `INTERNET_OPTION_COMPRESSED_CONTENT_LENGTH`: bytes; ERROR_HTTP_HEADER_NOT_FOUND where the server sent no Content-Length */
  147: never;
  /** `INTERNET_OPTION_HTTP_PROTOCOL_USED`: HTTP_PROTOCOL_FLAG_* bits; 0 is HTTP/1.1 or below; ERROR_INTERNET_INVALID_OPERATION where `fetch` has chosen it and does not show it */
  149: never;
  /** `INTERNET_OPTION_RESET`: no page of Microsoft; INTERNET_OPTION_END_BROWSER_SESSION, _DIGEST_AUTH_UNLOAD and _SETTINGS_CHANGED in one */
  154: unknown;
  /** `INTERNET_OPTION_OPT_IN_WEAK_SIGNATURE`: always so: Deno takes no certificate signed with SHA-1 */
  176: unknown;
  /** `FTP_OPTION_FEATURES`: the features of the server (FEAT), once they were needed */
  65548: never;
  /** `FTP_OPTION_UNKNOWN_LINES`: the lines of the listing so far that no format knows */
  65554: never;
}

/** The values that `InternetSetOption` takes, by the number of the option. */
export type InternetSettableValues =
  & Omit<InternetOptionValues, keyof InternetOtherValues>
  & InternetOtherValues;
