// Copyright 2026 the wininet authors. MIT license.

/**
 * What the options hold, for the types of InternetQueryOption.
 *
 * @module
 */

import type { FtpPortRange } from "../ftp_options.ts";
import type { HttpTransport } from "../http_options.ts";
import type { StatusCallback } from "../status.ts";
import type {
  HINTERNET,
  HTTP_VERSION_INFO,
  INTERNET_DIAGNOSTIC_SOCKET_INFO,
  INTERNET_PER_CONN_OPTION_LIST,
  INTERNET_PROXY_INFO,
  INTERNET_VERSION_INFO,
} from "../structures.ts";

/** The values of the options, by number: what `InternetQueryOption` answers with. */
export interface InternetOptionValues {
  /** `INTERNET_OPTION_CALLBACK` */
  1: StatusCallback | null;
  /** `INTERNET_OPTION_CONNECT_TIMEOUT`, in milliseconds */
  2: number;
  /** `INTERNET_OPTION_CONNECT_RETRIES` */
  3: number;
  /** `INTERNET_OPTION_SEND_TIMEOUT`, `INTERNET_OPTION_CONTROL_SEND_TIMEOUT`, in milliseconds */
  5: number;
  /** `INTERNET_OPTION_RECEIVE_TIMEOUT`, `INTERNET_OPTION_CONTROL_RECEIVE_TIMEOUT`, in milliseconds */
  6: number;
  /** `INTERNET_OPTION_DATA_SEND_TIMEOUT`, in milliseconds */
  7: number;
  /** `INTERNET_OPTION_DATA_RECEIVE_TIMEOUT`, in milliseconds */
  8: number;
  /** `INTERNET_OPTION_HANDLE_TYPE` */
  9: number;
  /** `INTERNET_OPTION_CONTEXT_VALUE_OLD` */
  10: unknown;
  /** `INTERNET_OPTION_READ_BUFFER_SIZE`, in bytes */
  12: number;
  /** `INTERNET_OPTION_WRITE_BUFFER_SIZE`, in bytes */
  13: number;
  /** `INTERNET_OPTION_PARENT_HANDLE` */
  21: HINTERNET | null;
  /** `INTERNET_OPTION_REQUEST_FLAGS` */
  23: number;
  /** `INTERNET_OPTION_EXTENDED_ERROR`: a number of Winsock */
  24: number;
  /** `INTERNET_OPTION_USERNAME` */
  28: string;
  /** `INTERNET_OPTION_PASSWORD` */
  29: string;
  /** `INTERNET_OPTION_SECURITY_FLAGS` */
  31: number;
  /** `INTERNET_OPTION_URL` */
  34: string;
  /** `INTERNET_OPTION_PROXY` */
  38: INTERNET_PROXY_INFO;
  /** `INTERNET_OPTION_VERSION` */
  40: INTERNET_VERSION_INFO;
  /** `INTERNET_OPTION_USER_AGENT` */
  41: string;
  /** `INTERNET_OPTION_PROXY_USERNAME` */
  43: string;
  /** `INTERNET_OPTION_PROXY_PASSWORD` */
  44: string;
  /** `INTERNET_OPTION_CONTEXT_VALUE` */
  45: unknown;
  /** `INTERNET_OPTION_CONNECTED_STATE`: `INTERNET_STATE_*` bits */
  50: number;
  /** `INTERNET_OPTION_REQUEST_PRIORITY` */
  58: number;
  /** `INTERNET_OPTION_HTTP_VERSION` */
  59: HTTP_VERSION_INFO;
  /** `INTERNET_OPTION_ERROR_MASK`: `INTERNET_ERROR_MASK_*` bits */
  62: number;
  /** `INTERNET_OPTION_FROM_CACHE_TIMEOUT`, in milliseconds */
  63: number;
  /** `INTERNET_OPTION_BYPASS_EDITED_ENTRY` */
  64: boolean;
  /** `INTERNET_OPTION_HTTP_DECODING` */
  65: boolean;
  /** `INTERNET_OPTION_DIAGNOSTIC_SOCKET_INFO` */
  67: INTERNET_DIAGNOSTIC_SOCKET_INFO;
  /** `INTERNET_OPTION_CODEPAGE`: of names on FTP servers and of Gopher menus; 65001 is UTF-8 */
  68: number;
  /** `INTERNET_OPTION_MAX_CONNS_PER_SERVER` */
  73: number;
  /** `INTERNET_OPTION_MAX_CONNS_PER_1_0_SERVER` */
  74: number;
  /** `INTERNET_OPTION_PER_CONNECTION_OPTION` */
  75: INTERNET_PER_CONN_OPTION_LIST;
  /** `INTERNET_OPTION_IGNORE_OFFLINE`: whether it was set */
  77: boolean;
  /** `INTERNET_OPTION_DATAFILE_EXT` */
  96: string;
  /** `INTERNET_OPTION_CODEPAGE_PATH` */
  100: number;
  /** `INTERNET_OPTION_CODEPAGE_EXTRA` */
  101: number;
  /** `INTERNET_OPTION_IDN`: `INTERNET_FLAG_IDN_*` bits */
  102: number;
  /** `INTERNET_OPTION_MAX_CONNS_PER_PROXY` */
  103: number;
  /** `INTERNET_OPTION_ENABLE_REDIRECT_CACHE_READ` */
  122: boolean;
  /** `INTERNET_OPTION_COMPRESSED_CONTENT_LENGTH`, in bytes */
  147: number;
  /** `INTERNET_OPTION_ENABLE_HTTP_PROTOCOL`: `HTTP_PROTOCOL_FLAG_*` bits */
  148: number;
  /** `INTERNET_OPTION_HTTP_PROTOCOL_USED`: `HTTP_PROTOCOL_FLAG_*` bits */
  149: number;
  /** `INTERNET_OPTION_ENCODE_EXTRA` */
  155: boolean;
  /** `INTERNET_OPTION_HSTS` */
  157: boolean;
  /** `INTERNET_OPTION_ENTERPRISE_CONTEXT` */
  159: string;
  /** `FTP_OPTION_EXTENDED_MODES` */
  65537: boolean;
  /** `FTP_OPTION_ACTIVE_PORTS` */
  65538: FtpPortRange | null;
  /** `FTP_OPTION_ACTIVE_ADDRESS` */
  65539: string | null;
  /** `FTP_OPTION_FOREIGN_DATA_HOST` */
  65540: boolean;
  /** `FTP_OPTION_KEEP_ALIVE`, in milliseconds */
  65541: number;
  /** `FTP_OPTION_RESUME` */
  65542: number;
  /** `FTP_OPTION_VERIFY` */
  65543: boolean;
  /** `FTP_OPTION_KEEP_TIMES` */
  65544: boolean;
  /** `FTP_OPTION_ACCOUNT` */
  65545: string;
  /** `FTP_OPTION_DIRECT_UPLOAD` */
  65546: boolean;
  /** `FTP_OPTION_MACHINE_LISTINGS` */
  65547: boolean;
  /** `FTP_OPTION_FEATURES` */
  65548: readonly string[];
  /** `GOPHER_OPTION_DOT_PATIENCE`, in milliseconds */
  65793: number;
  /** `GOPHER_OPTION_UNCERTAIN_END` */
  65794: boolean;
  /** `GOPHER_OPTION_QUERY_SEARCH` */
  65795: boolean;
  /** `GOPHER_OPTION_ANY_PORT` */
  65796: boolean;
  /** `HTTP_OPTION_TRANSPORT` */
  66049: HttpTransport;
}
