// Copyright 2026 the wininet authors. MIT license.

/**
 * Numbers of the options of InternetQueryOption and InternetSetOption, and constants for their
 * values. The comment of an option says if Microsoft has not published its meaning.
 *
 * @example Recognize the type of a handle
 * ```ts
 * import {
 *   INTERNET_HANDLE_TYPE_HTTP_REQUEST,
 *   INTERNET_OPTION_HANDLE_TYPE,
 * } from "@wininet/wininet/options";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(INTERNET_OPTION_HANDLE_TYPE, 9);
 * assertEquals(INTERNET_HANDLE_TYPE_HTTP_REQUEST, 13);
 * ```
 *
 * @module
 */

// ---- options ----

/** The lowest option number; a bound, not an option. */
export const INTERNET_FIRST_OPTION = 1;
/** The status callback of the handle; InternetSetStatusCallback changes it. */
export const INTERNET_OPTION_CALLBACK = 1;
/**
 * The maximum time in milliseconds to connect to the server, over all its addresses; 60,000 by
 * default. 0xffffffff disables the limit, as for every timeout.
 */
export const INTERNET_OPTION_CONNECT_TIMEOUT = 2;
/** The maximum number of addresses of a host that are tried. */
export const INTERNET_OPTION_CONNECT_RETRIES = 3;
/** The delay between connection attempts; not implemented by Windows. */
export const INTERNET_OPTION_CONNECT_BACKOFF = 4;
/**
 * The maximum time in milliseconds to wait until more of a request, or more on the FTP control
 * channel, can be sent; by default 300,000 for HTTP, 120,000 for FTP and Gopher.
 */
export const INTERNET_OPTION_SEND_TIMEOUT = 5;
/** Another name of INTERNET_OPTION_SEND_TIMEOUT, for the FTP control channel. */
export const INTERNET_OPTION_CONTROL_SEND_TIMEOUT:
  typeof INTERNET_OPTION_SEND_TIMEOUT = INTERNET_OPTION_SEND_TIMEOUT;
/**
 * The maximum time in milliseconds to wait for more of a response: its head, each part of its body,
 * or a reply on the FTP control channel; by default 300,000 for HTTP, 120,000 for FTP and Gopher.
 */
export const INTERNET_OPTION_RECEIVE_TIMEOUT = 6;
/** Another name of INTERNET_OPTION_RECEIVE_TIMEOUT, for the FTP control channel. */
export const INTERNET_OPTION_CONTROL_RECEIVE_TIMEOUT:
  typeof INTERNET_OPTION_RECEIVE_TIMEOUT = INTERNET_OPTION_RECEIVE_TIMEOUT;
/**
 * The maximum time in milliseconds to wait until more can be sent on an FTP data connection;
 * 120,000 by default.
 */
export const INTERNET_OPTION_DATA_SEND_TIMEOUT = 7;
/**
 * The maximum time in milliseconds to wait for more data on an FTP data connection; 120,000 by
 * default.
 */
export const INTERNET_OPTION_DATA_RECEIVE_TIMEOUT = 8;
/** The type of the handle, as an INTERNET_HANDLE_TYPE value. */
export const INTERNET_OPTION_HANDLE_TYPE = 9;
/** The former number of INTERNET_OPTION_CONTEXT_VALUE. */
export const INTERNET_OPTION_CONTEXT_VALUE_OLD = 10;
/** A limit for waiting for an incoming connection; not implemented by Windows. */
export const INTERNET_OPTION_LISTEN_TIMEOUT = 11;
/** The size in bytes of the buffer for reading from an FTP server; stored without effect. */
export const INTERNET_OPTION_READ_BUFFER_SIZE = 12;
/** The size in bytes of the buffer for writing to an FTP server; stored without effect. */
export const INTERNET_OPTION_WRITE_BUFFER_SIZE = 13;
/** The identifier of an asynchronous request; not implemented by Windows. */
export const INTERNET_OPTION_ASYNC_ID = 15;
/** The priority of an asynchronous request; not implemented by Windows. */
export const INTERNET_OPTION_ASYNC_PRIORITY = 16;
/** The parent: the handle from which this one was created. */
export const INTERNET_OPTION_PARENT_HANDLE = 21;
/** The use of persistent connections; not implemented by Windows. */
export const INTERNET_OPTION_KEEP_CONNECTION = 22;
/** The state of a download, as INTERNET_REQFLAG bits. */
export const INTERNET_OPTION_REQUEST_FLAGS = 23;
/** The Winsock error number for the error of GetLastError, or 0 if there is none. */
export const INTERNET_OPTION_EXTENDED_ERROR = 24;
/** The offline mode; not implemented by Windows. */
export const INTERNET_OPTION_OFFLINE_MODE = 26;
/** The handle of a cached stream; no longer supported. */
export const INTERNET_OPTION_CACHE_STREAM_HANDLE = 27;
/** The user name for authentication to the server. */
export const INTERNET_OPTION_USERNAME = 28;
/** The password for authentication to the server. */
export const INTERNET_OPTION_PASSWORD = 29;
/** Reports asynchronous handles; not implemented by Windows. */
export const INTERNET_OPTION_ASYNC = 30;
/** The security of a transaction and the certificate errors to ignore, as SECURITY_FLAG bits. */
export const INTERNET_OPTION_SECURITY_FLAGS = 31;
/**
 * The certificate of the server, as an INTERNET_CERTIFICATE_INFO structure: of the connection that
 * served the request, or of an FTP control connection with TLS.
 *
 * SESSION_OPTION_CERTIFICATES must have been set, except for FTP connections without ignored
 * certificate errors; otherwise the query fails with ERROR_INTERNET_INVALID_OPERATION.
 */
export const INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT = 32;
/** The name of the local file that holds the downloaded data. */
export const INTERNET_OPTION_DATAFILE_NAME = 33;
/** The full URL that was used, after any redirects. */
export const INTERNET_OPTION_URL = 34;
/**
 * The certificate of the server as formatted text; available under the conditions of
 * INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT.
 */
export const INTERNET_OPTION_SECURITY_CERTIFICATE = 35;
/**
 * The length in bits of the key that encrypts the connection; available under the conditions of
 * INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT.
 */
export const INTERNET_OPTION_SECURITY_KEY_BITNESS = 36;
/** Reads the proxy settings of the environment again. */
export const INTERNET_OPTION_REFRESH = 37;
/** The proxy settings, as an INTERNET_PROXY_INFO structure. */
export const INTERNET_OPTION_PROXY = 38;
/** Announces that the Internet settings have changed: closes all idle connections. */
export const INTERNET_OPTION_SETTINGS_CHANGED = 39;
/** The version of the library, as an INTERNET_VERSION_INFO structure. */
export const INTERNET_OPTION_VERSION = 40;
/** The User-Agent header of the requests on later connections. */
export const INTERNET_OPTION_USER_AGENT = 41;
/**
 * Ends the browser session of the process: discards the remembered credentials and the cookies
 * without an expiry time, stops the reuse of kept connections, and starts a new session for
 * WININET_SYNC_MODE_ONCE_PER_SESSION.
 */
export const INTERNET_OPTION_END_BROWSER_SESSION = 42;
/** The user name for authentication to the proxy. */
export const INTERNET_OPTION_PROXY_USERNAME = 43;
/** The password for authentication to the proxy. */
export const INTERNET_OPTION_PROXY_PASSWORD = 44;
/** The context value that the handle passes to the callback. */
export const INTERNET_OPTION_CONTEXT_VALUE = 45;
/** Unpublished option; its name suggests a limit on connections. */
export const INTERNET_OPTION_CONNECT_LIMIT = 46;
/** Unpublished option; its name suggests the choice of a client certificate. */
export const INTERNET_OPTION_SECURITY_SELECT_CLIENT_CERT = 47;
/** A policy setting; not implemented by Windows. */
export const INTERNET_OPTION_POLICY = 48;
/** The time before a connection counts as lost; not implemented by Windows. */
export const INTERNET_OPTION_DISCONNECTED_TIMEOUT = 49;
/** The older name of INTERNET_OPTION_DISCONNECTED_TIMEOUT; not implemented by Windows. */
export const INTERNET_OPTION_OFFLINE_TIMEOUT:
  typeof INTERNET_OPTION_DISCONNECTED_TIMEOUT =
    INTERNET_OPTION_DISCONNECTED_TIMEOUT;
/** The connected state of the whole process: connected or disconnected. */
export const INTERNET_OPTION_CONNECTED_STATE = 50;
/** The older name of INTERNET_OPTION_CONNECTED_STATE. */
export const INTERNET_OPTION_LINE_STATE:
  typeof INTERNET_OPTION_CONNECTED_STATE = INTERNET_OPTION_CONNECTED_STATE;
/** Reports if the library is idle; not implemented by Windows. */
export const INTERNET_OPTION_IDLE_STATE = 51;
/** The rules of the offline mode; not implemented by Windows. */
export const INTERNET_OPTION_OFFLINE_SEMANTICS = 52;
/**
 * A second key of cache entries: entries with different keys are separate; documented as internal.
 */
export const INTERNET_OPTION_SECONDARY_CACHE_KEY = 53;
/** Selects the statuses that are reported; not implemented by Windows. */
export const INTERNET_OPTION_CALLBACK_FILTER = 54;
/** The time needed to connect; not implemented by Windows. */
export const INTERNET_OPTION_CONNECT_TIME = 55;
/** The rate of sending; not implemented by Windows. */
export const INTERNET_OPTION_SEND_THROUGHPUT = 56;
/** The rate of receiving; not implemented by Windows. */
export const INTERNET_OPTION_RECEIVE_THROUGHPUT = 57;
/**
 * The priority of an HTTP request among those that wait for a connection; stored without effect.
 */
export const INTERNET_OPTION_REQUEST_PRIORITY = 58;
/** The HTTP version to use, as an HTTP_VERSION_INFO structure; stored without effect. */
export const INTERNET_OPTION_HTTP_VERSION = 59;
/** Starts a new session for WININET_SYNC_MODE_ONCE_PER_SESSION; documented as internal. */
export const INTERNET_OPTION_RESET_URLCACHE_SESSION = 60;
/** Unpublished option; its name suggests the speed of the network. */
export const INTERNET_OPTION_NET_SPEED = 61;
/**
 * The errors that the program can handle, as INTERNET_ERROR_MASK bits; stored without effect,
 * because every error is reported unchanged.
 */
export const INTERNET_OPTION_ERROR_MASK = 62;
/**
 * The time in milliseconds to wait for the network before a cached copy is used; 0xffffffff (the
 * default) means forever.
 */
export const INTERNET_OPTION_FROM_CACHE_TIMEOUT = 63;
/** Validates and replaces cache entries with EDITED_CACHE_ENTRY like others. */
export const INTERNET_OPTION_BYPASS_EDITED_ENTRY = 64;
/** Decodes compressed responses as they are read, if Accept-Encoding lists their coding. */
export const INTERNET_OPTION_HTTP_DECODING = 65;
/**
 * The protocol and cipher of the connection, as an INTERNET_SECURITY_CONNECTION_INFO structure;
 * available under the conditions of INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT. Microsoft does not
 * document this number.
 */
export const INTERNET_OPTION_SECURITY_CONNECTION_INFO = 66;
/** The remote port and properties of the socket; unsupported by Windows since Windows 7. */
export const INTERNET_OPTION_DIAGNOSTIC_SOCKET_INFO = 67;
/**
 * The Windows code page of the names on FTP servers and of Gopher menus; 65001 (UTF-8) by default.
 */
export const INTERNET_OPTION_CODEPAGE = 68;
/** The times of the last change and of expiry of the cached resource. */
export const INTERNET_OPTION_CACHE_TIMESTAMPS = 69;
/** Disables automatic dialing; not implemented by Windows. */
export const INTERNET_OPTION_DISABLE_AUTODIAL = 70;
/** Unpublished option; its name suggests detection while a POST is sent. */
export const INTERNET_OPTION_DETECT_POST_SEND = 71;
/**
 * Starts NTLM and Negotiate authentication only after a challenge: no request carries the first
 * message in advance. Microsoft has published only the name.
 */
export const INTERNET_OPTION_DISABLE_NTLM_PREAUTH = 72;
/** The maximum number of connections to one server; no limit by default. */
export const INTERNET_OPTION_MAX_CONNS_PER_SERVER = 73;
/** The maximum number of connections to one HTTP/1.0 server; stored without effect. */
export const INTERNET_OPTION_MAX_CONNS_PER_1_0_SERVER = 74;
/** The proxy settings of a connection, as a list of INTERNET_PER_CONN entries. */
export const INTERNET_OPTION_PER_CONNECTION_OPTION = 75;
/** Discards the process's credentials for Digest authentication. */
export const INTERNET_OPTION_DIGEST_AUTH_UNLOAD = 76;
/** Makes the request ignore the global offline state. */
export const INTERNET_OPTION_IGNORE_OFFLINE = 77;
/** The identity that is used; not implemented by Windows. */
export const INTERNET_OPTION_IDENTITY = 78;
/** Removes an identity; not implemented by Windows. */
export const INTERNET_OPTION_REMOVE_IDENTITY = 79;
/** Changes an identity; not implemented by Windows. */
export const INTERNET_OPTION_ALTER_IDENTITY = 80;
/** Disables or enables a behavior of the process, as an INTERNET_SUPPRESS value. */
export const INTERNET_OPTION_SUPPRESS_BEHAVIOR = 81;
/** The mode of automatic dialing, as an AUTODIAL_MODE value; not documented on the option page. */
export const INTERNET_OPTION_AUTODIAL_MODE = 82;
/** The name of the connection for automatic dialing; not documented on the option page. */
export const INTERNET_OPTION_AUTODIAL_CONNECTION = 83;
/**
 * The client certificate, with its key, for servers that request one: a CERT_CONTEXT, or `null` to
 * remove it. It is offered to every TLS server that the requests (including redirects), the FTP
 * connections and the Gopher connections of the handle reach. Set it before the connection is made;
 * it cannot be queried.
 *
 * If the certificate or the key cannot be parsed, they do not match, or TLS does not support the
 * key, the next call that connects fails with ERROR_INVALID_PARAMETER. If a server refuses a
 * connection because the certificate is missing or not accepted, the error is
 * ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED; it is ERROR_INTERNET_SECURITY_CHANNEL_ERROR if `fetch`
 * connects to a TLS 1.2 server through a proxy. Some servers, such as nginx, accept the connection
 * and send a response with the status 400 instead.
 *
 * Differences: on Windows it is set on requests only, and taken from the certificate store. FTP
 * servers that require resumed TLS sessions cannot be used with it.
 */
export const INTERNET_OPTION_CLIENT_CERT_CONTEXT = 84;
/**
 * The authentication schemes that are allowed, as AUTH_FLAG bits; not documented on the option
 * page.
 */
export const INTERNET_OPTION_AUTH_FLAGS = 85;
/** Unpublished option; its name suggests third-party cookies. */
export const INTERNET_OPTION_COOKIES_3RD_PARTY = 86;
/** Unpublished option; its name suggests disabling Passport authentication. */
export const INTERNET_OPTION_DISABLE_PASSPORT_AUTH = 87;
/** Unpublished option; its name suggests host names sent to a proxy as UTF-8. */
export const INTERNET_OPTION_SEND_UTF8_SERVERNAME_TO_PROXY = 88;
/** Unpublished option; its name suggests requests outside the connection limit. */
export const INTERNET_OPTION_EXEMPT_CONNECTION_LIMIT = 89;
/** Unpublished option; its name suggests enabling Passport authentication. */
export const INTERNET_OPTION_ENABLE_PASSPORT_AUTH = 90;
/** Unpublished option; its name suggests putting idle worker threads to sleep. */
export const INTERNET_OPTION_HIBERNATE_INACTIVE_WORKER_THREADS = 91;
/** Unpublished option; its name suggests waking the worker threads. */
export const INTERNET_OPTION_ACTIVATE_WORKER_THREADS = 92;
/** Unpublished option; its name suggests the default settings of worker threads. */
export const INTERNET_OPTION_RESTORE_WORKER_THREAD_DEFAULTS = 93;
/** Unpublished option; its name suggests the size of the socket's send buffer. */
export const INTERNET_OPTION_SOCKET_SEND_BUFFER_LENGTH = 94;
/** Announces that the proxy settings have changed: reads those of the environment again. */
export const INTERNET_OPTION_PROXY_SETTINGS_CHANGED = 95;
/** The highest option number of the old wininet.h; a bound, not an option. */
export const INTERNET_LAST_OPTION = 96;
/** The file name extension for the files of cache entries; the default is that of the URL. */
export const INTERNET_OPTION_DATAFILE_EXT = 96;
/** Unpublished option; its name suggests the flags with which a connection was made. */
export const INTERNET_OPTION_ORIGINAL_CONNECT_FLAGS = 97;
/** Unpublished option; its name suggests the errors found in a certificate. */
export const INTERNET_OPTION_CERT_ERROR_FLAGS = 98;
/** Unpublished option; its name suggests certificate errors that are ignored. */
export const INTERNET_OPTION_IGNORE_CERT_ERROR_FLAGS = 99;
/** The code page for the path of a URL in HttpOpenRequest; UTF-8 by default. */
export const INTERNET_OPTION_CODEPAGE_PATH = 100;
/**
 * The code page for the query and fragment of a URL in HttpOpenRequest; 0 (the default) means
 * UTF-8.
 */
export const INTERNET_OPTION_CODEPAGE_EXTRA = 101;
/**
 * The kinds of connections for which host names are encoded by the IDN rules, as INTERNET_FLAG_IDN
 * bits; stored without effect, because host names are always encoded.
 */
export const INTERNET_OPTION_IDN = 102;
/** The maximum number of connections to one proxy, from 2 to 128; stored without effect. */
export const INTERNET_OPTION_MAX_CONNS_PER_PROXY = 103;
/** Prevents authentication to the origin server. */
export const INTERNET_OPTION_SUPPRESS_SERVER_AUTH = 104;
/**
 * The certificates that the server sent, in DER, with the server's certificate first; available
 * under the conditions of INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT, otherwise
 * ERROR_INTERNET_INCORRECT_HANDLE_STATE.
 */
export const INTERNET_OPTION_SERVER_CERT_CHAIN_CONTEXT = 105;
/** Unpublished option; its name suggests the start time of the session. */
export const INTERNET_OPTION_SESSION_START_TIME = 106;
/** Unpublished option; its name suggests the credentials for a proxy. */
export const INTERNET_OPTION_PROXY_CREDENTIALS = 107;
/** Unpublished option; its name suggests further callback notifications. */
export const INTERNET_OPTION_EXTENDED_CALLBACKS = 108;
/** Unpublished option; its name suggests the proxy that a request used. */
export const INTERNET_OPTION_PROXY_FROM_REQUEST = 109;
/** Unpublished option; its name suggests reading the response to a failed CONNECT. */
export const INTERNET_OPTION_ALLOW_FAILED_CONNECT_CONTENT = 110;
/** Unpublished option; its name suggests a partition of the cache. */
export const INTERNET_OPTION_CACHE_PARTITION = 111;
/** Unpublished option; its name suggests the window for automatic dialing. */
export const INTERNET_OPTION_AUTODIAL_HWND = 112;
/** Unpublished option; its name suggests the credentials for a server. */
export const INTERNET_OPTION_SERVER_CREDENTIALS = 113;
/** Unpublished option; its name suggests a pause in automatic proxy discovery. */
export const INTERNET_OPTION_WPAD_SLEEP = 114;
/** Unpublished option; its name suggests an error if the cache cannot be written. */
export const INTERNET_OPTION_FAIL_ON_CACHE_WRITE_ERROR = 115;
/** Unpublished option; its name suggests a mode for downloads. */
export const INTERNET_OPTION_DOWNLOAD_MODE = 116;
/** Unpublished option; its name suggests that it reports resumable downloads. */
export const INTERNET_OPTION_RESPONSE_RESUMABLE = 117;
/** Unpublished option; its name suggests a connection-manager handle. */
export const INTERNET_OPTION_CM_HANDLE_COPY_REF = 118;
/** Unpublished option; its name suggests details of the connection. */
export const INTERNET_OPTION_CONNECTION_INFO = 120;
/** Unpublished option; its name suggests connections made in the background. */
export const INTERNET_OPTION_BACKGROUND_CONNECTIONS = 121;
/** Follows redirects in the cache (Windows 8 and later). */
export const INTERNET_OPTION_ENABLE_REDIRECT_CACHE_READ = 122;
/** Unpublished option; its name suggests the do-not-track preference. */
export const INTERNET_OPTION_DO_NOT_TRACK = 123;
/** Unpublished option; its name suggests a filter for headers. */
export const INTERNET_OPTION_USE_MODIFIED_HEADER_FILTER = 124;
/** Unpublished option; its name suggests a mode for Windows web applications. */
export const INTERNET_OPTION_WWA_MODE = 125;
/** Unpublished option; its name suggests upgrading a request to a WebSocket. */
export const INTERNET_OPTION_UPGRADE_TO_WEB_SOCKET = 126;
/** Unpublished option; its name suggests the interval of WebSocket keep-alive messages. */
export const INTERNET_OPTION_WEB_SOCKET_KEEPALIVE_INTERVAL = 127;
/** Unpublished option; its name suggests an event for the unloading of the library. */
export const INTERNET_OPTION_UNLOAD_NOTIFY_EVENT = 128;
/** Unpublished option; its name suggests the TCP no-delay setting of sockets. */
export const INTERNET_OPTION_SOCKET_NODELAY = 129;
/** Unpublished option; its name suggests the HTML5 application cache. */
export const INTERNET_OPTION_APP_CACHE = 130;
/** Unpublished option; its name suggests a handle for the dependency between requests. */
export const INTERNET_OPTION_DEPENDENCY_HANDLE = 131;
/** Unpublished option; its name suggests using the first connection that is free. */
export const INTERNET_OPTION_USE_FIRST_AVAILABLE_CONNECTION = 132;
/** Unpublished option; its name suggests exceeding the connection limit after a time. */
export const INTERNET_OPTION_TIMED_CONNECTION_LIMIT_BYPASS = 133;
/** Unpublished option; its name suggests the timeout for closing a WebSocket. */
export const INTERNET_OPTION_WEB_SOCKET_CLOSE_TIMEOUT = 134;
/** Unpublished option; its name suggests flushing stored state. */
export const INTERNET_OPTION_FLUSH_STATE = 135;
/** Unpublished option; its name suggests treating a premature end of the data as an error. */
export const INTERNET_OPTION_DISALLOW_PREMATURE_EOF = 137;
/** Unpublished option; its name suggests a control code for socket notifications. */
export const INTERNET_OPTION_SOCKET_NOTIFICATION_IOCTL = 138;
/** Unpublished option; its name suggests further data stored with a cache entry. */
export const INTERNET_OPTION_CACHE_ENTRY_EXTRA_DATA = 139;
/** Unpublished option; its name suggests the maximum buffer size of a query. */
export const INTERNET_OPTION_MAX_QUERY_BUFFER_SIZE = 140;
/** Unpublished option; its name suggests TLS False Start. */
export const INTERNET_OPTION_FALSE_START = 141;
/** Unpublished option; its name suggests using credentials for the server only. */
export const INTERNET_OPTION_USER_PASS_SERVER_ONLY = 142;
/** Unpublished option; its name suggests the authentication scheme of the server. */
export const INTERNET_OPTION_SERVER_AUTH_SCHEME = 143;
/** Unpublished option; its name suggests the authentication scheme of the proxy. */
export const INTERNET_OPTION_PROXY_AUTH_SCHEME = 144;
/** Unpublished option; its name suggests using a request only as a tunnel. */
export const INTERNET_OPTION_TUNNEL_ONLY = 145;
/** Unpublished option; its name suggests the local port of the connection. */
export const INTERNET_OPTION_SOURCE_PORT = 146;
/** The Content-Length of a response before it was decoded (Windows 10 and later). */
export const INTERNET_OPTION_COMPRESSED_CONTENT_LENGTH = 147;
/**
 * The newer HTTP versions that may be used, as HTTP_PROTOCOL_FLAG bits. They apply to requests that
 * use `fetch` (HTTP_OPTION_TRANSPORT); sockets always use HTTP/1.1. The first such request to an
 * https server opens one more connection, which detects the version.
 */
export const INTERNET_OPTION_ENABLE_HTTP_PROTOCOL = 148;
/** The older name of INTERNET_OPTION_ENABLE_HTTP_PROTOCOL. */
export const INTERNET_OPTION_ENABLE_DUO:
  typeof INTERNET_OPTION_ENABLE_HTTP_PROTOCOL =
    INTERNET_OPTION_ENABLE_HTTP_PROTOCOL;
/**
 * The newer HTTP version that was used; 0 means HTTP/1.1 or below. The query fails with
 * ERROR_INTERNET_INVALID_OPERATION if `fetch` chose the version and does not expose it: with a
 * proxy, without permission for sockets, or if the version could not be detected.
 */
export const INTERNET_OPTION_HTTP_PROTOCOL_USED = 149;
/** The older name of INTERNET_OPTION_HTTP_PROTOCOL_USED. */
export const INTERNET_OPTION_DUO_USED:
  typeof INTERNET_OPTION_HTTP_PROTOCOL_USED =
    INTERNET_OPTION_HTTP_PROTOCOL_USED;
/** Unpublished option; its name suggests chunked encoding of the request body. */
export const INTERNET_OPTION_CHUNK_ENCODE_REQUEST = 150;
/** Unpublished option; its name suggests details of a failed secure connection. */
export const INTERNET_OPTION_SECURE_FAILURE = 151;
/** Unpublished option; its name suggests a notification before cookies are sent. */
export const INTERNET_OPTION_NOTIFY_SENDING_COOKIE = 152;
/** Unpublished option; its name suggests the certificate issuers that a server accepts. */
export const INTERNET_OPTION_CLIENT_CERT_ISSUER_LIST = 153;
/**
 * Does the same as INTERNET_OPTION_END_BROWSER_SESSION, INTERNET_OPTION_DIGEST_AUTH_UNLOAD and
 * INTERNET_OPTION_SETTINGS_CHANGED together. Microsoft has published only the name.
 */
export const INTERNET_OPTION_RESET = 154;
/**
 * Percent-encodes non-ASCII characters in the query; stored without effect, because queries are
 * always encoded.
 */
export const INTERNET_OPTION_ENCODE_EXTRA = 155;
/** Unpublished option; its name suggests the address of the server. */
export const INTERNET_OPTION_SERVER_ADDRESS_INFO = 156;
/**
 * Obeys Strict-Transport-Security headers (RFC 6797): an http URL whose host has required https is
 * changed to https before anything is sent, also in redirects. INTERNET_STATUS_REDIRECT reports the
 * new URL, and certificate errors of the host are never ignored.
 *
 * The headers are stored while the option is set, from https connections without ignored
 * certificate errors, and never for hosts that are IP addresses. They are stored with the cookies:
 * of the process or of a private session, and in the file of `openCookieFile`. No list of hosts is
 * built in.
 */
export const INTERNET_OPTION_HSTS = 157;
/** Unpublished option; the meaning of its name is not known. */
export const INTERNET_OPTION_ENABLE_WBOEXT = 158;
/** The enterprise identity under which the request runs; stored without effect. */
export const INTERNET_OPTION_ENTERPRISE_CONTEXT = 159;
/** Unpublished option; its name suggests refusing older TLS versions. */
export const INTERNET_OPTION_DISABLE_INSECURE_FALLBACK = 160;
/** Unpublished option; its name suggests permitting older TLS versions. */
export const INTERNET_OPTION_ALLOW_INSECURE_FALLBACK = 161;
/** Unpublished option; its name suggests a filter on connections. */
export const INTERNET_OPTION_CONNECTION_FILTER = 162;
/** Unpublished option; its name suggests a host name in TLS token binding. */
export const INTERNET_OPTION_REFERER_TOKEN_BINDING_HOSTNAME = 163;
/** Unpublished option; its name suggests private browsing. */
export const INTERNET_OPTION_SET_IN_PRIVATE = 164;
/** Unpublished option; its name suggests the handle of a download mode. */
export const INTERNET_OPTION_DOWNLOAD_MODE_HANDLE = 165;
/** Unpublished option; its name suggests the cookies of the Edge browser. */
export const INTERNET_OPTION_EDGE_COOKIES = 166;
/** Unpublished option; its name suggests omitting server authentication. */
export const INTERNET_OPTION_NO_HTTP_SERVER_AUTH = 167;
/** Unpublished option; its name suggests notifications when headers are set. */
export const INTERNET_OPTION_ENABLE_HEADER_CALLBACKS = 168;
/** Unpublished option; its name suggests preserving server credentials across a redirect. */
export const INTERNET_OPTION_PRESERVE_REQUEST_SERVER_CREDENTIALS_ON_REDIRECT =
  169;
/** Unpublished option; its name suggests preserving Referer if https redirects to http. */
export const INTERNET_OPTION_PRESERVE_REFERER_ON_HTTPS_TO_HTTP_REDIRECT = 170;
/** Unpublished option; its name suggests TCP Fast Open. */
export const INTERNET_OPTION_TCP_FAST_OPEN = 171;
/** Unpublished option; its name suggests the cache's automatic freshness mode. */
export const INTERNET_OPTION_SYNC_MODE_AUTOMATIC_SESSION_DISABLED = 172;
/** Unpublished option; its name suggests deflate content in zlib form. */
export const INTERNET_OPTION_ENABLE_ZLIB_DEFLATE = 173;
/** Unpublished option; its name suggests the encoding of redirect URLs. */
export const INTERNET_OPTION_ENCODE_FALLBACK_FOR_REDIRECT_URI = 174;
/** Unpublished option; its name suggests temporary cookies of the Edge browser. */
export const INTERNET_OPTION_EDGE_COOKIES_TEMP = 175;
/** Treats weak signatures, such as SHA-1, as insecure; here this is always the case. */
export const INTERNET_OPTION_OPT_IN_WEAK_SIGNATURE = 176;
/** Unpublished option; its name suggests headers folded over several lines. */
export const INTERNET_OPTION_PARSE_LINE_FOLDING = 177;
/** Unpublished option; its name suggests decoding content in all cases. */
export const INTERNET_OPTION_FORCE_DECODE = 178;
/** Unpublished option; its name suggests cookies bound to one host. */
export const INTERNET_OPTION_COOKIES_APPLY_HOST_ONLY = 179;
/** Unpublished option; its name suggests the Edge browser. */
export const INTERNET_OPTION_EDGE_MODE = 180;
/** Unpublished option; its name suggests the public key of TLS token binding. */
export const INTERNET_OPTION_TOKEN_BINDING_PUBLIC_KEY = 181;
/** Unpublished option; its name suggests cancelling writes to the cache. */
export const INTERNET_OPTION_CANCEL_CACHE_WRITE = 182;
/** Unpublished option; its name suggests the authentication scheme that was chosen. */
export const INTERNET_OPTION_AUTH_SCHEME_SELECTED = 183;
/** Unpublished option; its name suggests private browsing that does not write to the cache. */
export const INTERNET_OPTION_NOCACHE_WRITE_IN_PRIVATE = 184;
/** Unpublished option; its name suggests an identifier for tracing. */
export const INTERNET_OPTION_ACTIVITY_ID = 185;
/** Unpublished option; its name suggests times measured for a request. */
export const INTERNET_OPTION_REQUEST_TIMES = 186;
/** Unpublished option; its name suggests the same-site level of a request's cookies. */
export const INTERNET_OPTION_COOKIES_SAME_SITE_LEVEL = 187;
/** Unpublished option; its name suggests a process-wide callback. */
export const INTERNET_OPTION_GLOBAL_CALLBACK = 188;
/** Unpublished option; its name suggests accepting test signatures. */
export const INTERNET_OPTION_ENABLE_TEST_SIGNING = 189;
/** Unpublished option; its name suggests proxy discovery without link-local names. */
export const INTERNET_OPTION_DISABLE_PROXY_LINK_LOCAL_NAME_RESOLUTION = 190;
/** The highest internal option number of Windows; a bound, not an option. */
export const INTERNET_LAST_OPTION_INTERNAL = 191;
/** Unpublished option; its name suggests responses in HTTP/0.9. */
export const INTERNET_OPTION_HTTP_09 = 191;

// ---- entries of INTERNET_OPTION_PER_CONNECTION_OPTION ----

/** The access type of a connection (direct, proxy or script), as PROXY_TYPE bits. */
export const INTERNET_PER_CONN_FLAGS = 1;
/** The list of proxy servers of a connection. */
export const INTERNET_PER_CONN_PROXY_SERVER = 2;
/** The list of hosts that a connection reaches without its proxy. */
export const INTERNET_PER_CONN_PROXY_BYPASS = 3;
/** The URL of the proxy configuration script. */
export const INTERNET_PER_CONN_AUTOCONFIG_URL = 4;
/** The state of automatic proxy discovery, as AUTO_PROXY_FLAG bits. */
export const INTERNET_PER_CONN_AUTODISCOVERY_FLAGS = 5;
/** The second URL of a configuration script, set by an INS file. */
export const INTERNET_PER_CONN_AUTOCONFIG_SECONDARY_URL = 6;
/** The number of minutes after which the configuration script is loaded again. */
export const INTERNET_PER_CONN_AUTOCONFIG_RELOAD_DELAY_MINS = 7;
/** The time of the last automatic discovery; read-only. */
export const INTERNET_PER_CONN_AUTOCONFIG_LAST_DETECT_TIME = 8;
/** The URL that the last automatic discovery found; read-only. */
export const INTERNET_PER_CONN_AUTOCONFIG_LAST_DETECT_URL = 9;
/**
 * The PROXY_TYPE bits as the settings dialog shows them (Internet Explorer 8
 * and later).
 */
export const INTERNET_PER_CONN_FLAGS_UI = 10;

// ---- values of INTERNET_PER_CONN_FLAGS ----

/** The connection may reach servers directly. */
export const PROXY_TYPE_DIRECT = 0x00000001;
/** The connection uses the proxy servers in its settings. */
export const PROXY_TYPE_PROXY = 0x00000002;
/** The connection uses a configuration script at a known URL. */
export const PROXY_TYPE_AUTO_PROXY_URL = 0x00000004;
/** The connection discovers its configuration script automatically. */
export const PROXY_TYPE_AUTO_DETECT = 0x00000008;

// ---- values of INTERNET_PER_CONN_AUTODISCOVERY_FLAGS ----

/** The user has changed the setting for automatic discovery. */
export const AUTO_PROXY_FLAG_USER_SET = 0x00000001;
/** Settings are always discovered automatically. */
export const AUTO_PROXY_FLAG_ALWAYS_DETECT = 0x00000002;
/** Automatic discovery has run at least once for this connection. */
export const AUTO_PROXY_FLAG_DETECTION_RUN = 0x00000004;
/** The setting was migrated from Internet Explorer 4 and should be tried once. */
export const AUTO_PROXY_FLAG_MIGRATED = 0x00000008;
/** Results of the configuration script must not be cached. */
export const AUTO_PROXY_FLAG_DONT_CACHE_PROXY_RESULT = 0x00000010;
/** Cached results of the configuration script are used until they expire. */
export const AUTO_PROXY_FLAG_CACHE_INIT_RUN = 0x00000020;
/** The result of the last discovery may be outdated. */
export const AUTO_PROXY_FLAG_DETECTION_SUSPECT = 0x00000040;

// ---- methods of discovering a proxy script ----

/** Discovers the configuration script through DHCP. */
export const PROXY_AUTO_DETECT_TYPE_DHCP = 1;
/** Discovers the configuration script through well-known DNS names. */
export const PROXY_AUTO_DETECT_TYPE_DNS_A = 2;

// ---- values of INTERNET_OPTION_HANDLE_TYPE ----

/** A session created by InternetOpen. */
export const INTERNET_HANDLE_TYPE_INTERNET = 1;
/** A connection to an FTP server. */
export const INTERNET_HANDLE_TYPE_CONNECT_FTP = 2;
/** A connection to a gopher server. */
export const INTERNET_HANDLE_TYPE_CONNECT_GOPHER = 3;
/** A connection to an HTTP server. */
export const INTERNET_HANDLE_TYPE_CONNECT_HTTP = 4;
/** An enumeration of an FTP directory. */
export const INTERNET_HANDLE_TYPE_FTP_FIND = 5;
/** An FTP directory returned as an HTML page. */
export const INTERNET_HANDLE_TYPE_FTP_FIND_HTML = 6;
/** An open file on an FTP server. */
export const INTERNET_HANDLE_TYPE_FTP_FILE = 7;
/** An FTP file returned as an HTML page. */
export const INTERNET_HANDLE_TYPE_FTP_FILE_HTML = 8;
/** An enumeration of a gopher menu. */
export const INTERNET_HANDLE_TYPE_GOPHER_FIND = 9;
/** A gopher menu returned as an HTML page. */
export const INTERNET_HANDLE_TYPE_GOPHER_FIND_HTML = 10;
/** An open file on a gopher server. */
export const INTERNET_HANDLE_TYPE_GOPHER_FILE = 11;
/** A gopher file returned as an HTML page. */
export const INTERNET_HANDLE_TYPE_GOPHER_FILE_HTML = 12;
/** An HTTP request. */
export const INTERNET_HANDLE_TYPE_HTTP_REQUEST = 13;
/** A request for a file URL. */
export const INTERNET_HANDLE_TYPE_FILE_REQUEST = 14;

// ---- values of INTERNET_OPTION_REQUEST_FLAGS ----

/** The response comes from the cache. */
export const INTERNET_REQFLAG_FROM_CACHE = 0x00000001;
/** An asynchronous request; not implemented by Windows. */
export const INTERNET_REQFLAG_ASYNC = 0x00000002;
/** The request went through a proxy. */
export const INTERNET_REQFLAG_VIA_PROXY = 0x00000004;
/** The response had no headers, or none have arrived yet. */
export const INTERNET_REQFLAG_NO_HEADERS = 0x00000008;
/** FTP in passive mode; not implemented by Windows. */
export const INTERNET_REQFLAG_PASSIVE = 0x00000010;
/** The response is not being written to the cache. */
export const INTERNET_REQFLAG_CACHE_WRITE_DISABLED = 0x00000040;
/** The response comes from the cache because the network timed out. */
export const INTERNET_REQFLAG_NET_TIMEOUT = 0x00000080;
/** The response comes from an application cache; not documented further. */
export const INTERNET_REQFLAG_FROM_APP_CACHE = 0x00000100;

// ---- values of INTERNET_OPTION_SECURITY_FLAGS ----

/** The transfer is protected by a secure protocol. */
export const SECURITY_FLAG_SECURE = 0x00000001;
/** An old bit for an SSL connection; not documented. */
export const SECURITY_FLAG_SSL = 0x00000002;
/** An old bit for an SSL 3 connection; not documented. */
export const SECURITY_FLAG_SSL3 = 0x00000004;
/** An old bit for a PCT connection; not documented. */
export const SECURITY_FLAG_PCT = 0x00000008;
/** An old bit for PCT version 4; not documented. */
export const SECURITY_FLAG_PCT4 = 0x00000010;
/** An old bit for the IETF's SSL version 4; not documented. */
export const SECURITY_FLAG_IETFSSL4 = 0x00000020;
/** Errors of the revocation check are ignored. */
export const SECURITY_FLAG_IGNORE_REVOCATION = 0x00000080;
/** Certificates of unknown authorities are accepted. */
export const SECURITY_FLAG_IGNORE_UNKNOWN_CA = 0x00000100;
/** Certificates issued for another usage are accepted. */
export const SECURITY_FLAG_IGNORE_WRONG_USAGE = 0x00000200;
/** Certificates issued for another host name are accepted. */
export const SECURITY_FLAG_IGNORE_CERT_CN_INVALID = 0x00001000;
/** Certificates outside their validity dates are accepted. */
export const SECURITY_FLAG_IGNORE_CERT_DATE_INVALID = 0x00002000;
/** All bits of the security flags that the old wininet.h allows to be set. */
export const SECURITY_SET_MASK = 0x00003380;
/** Redirects from http to https are followed without an error. */
export const SECURITY_FLAG_IGNORE_REDIRECT_TO_HTTPS = 0x00004000;
/** Redirects from https to http are followed without an error. */
export const SECURITY_FLAG_IGNORE_REDIRECT_TO_HTTP = 0x00008000;
/** The security bits that have an equivalent among the INTERNET_FLAG bits. */
export const SECURITY_INTERNET_MASK = 0x0000f000;
/** Certificates with weak signatures are accepted. */
export const SECURITY_FLAG_IGNORE_WEAK_SIGNATURE = 0x00010000;
/**
 * Bits that ignore revocation, authority, date or name, or weak-signature
 * errors.
 */
export const SECURITY_IGNORE_ERROR_MASK = 0x00013180;
/** Weak signatures in certificates are treated as errors. */
export const SECURITY_FLAG_OPT_IN_WEAK_SIGNATURE = 0x00020000;
/** The connection uses Fortezza cryptography. */
export const SECURITY_FLAG_FORTEZZA = 0x08000000;
/** The connection is encrypted with a key of 40 bits. */
export const SECURITY_FLAG_STRENGTH_WEAK = 0x10000000;
/** The old name of SECURITY_FLAG_STRENGTH_WEAK, which was once the normal strength. */
export const SECURITY_FLAG_NORMALBITNESS: typeof SECURITY_FLAG_STRENGTH_WEAK =
  SECURITY_FLAG_STRENGTH_WEAK;
/** The old name of SECURITY_FLAG_STRENGTH_WEAK, with the length of the key. */
export const SECURITY_FLAG_40BIT: typeof SECURITY_FLAG_STRENGTH_WEAK =
  SECURITY_FLAG_STRENGTH_WEAK;
/** The connection is encrypted with a key of 128 bits. */
export const SECURITY_FLAG_STRENGTH_STRONG = 0x20000000;
/** The old name of SECURITY_FLAG_STRENGTH_STRONG, with the length of the key. */
export const SECURITY_FLAG_128BIT: typeof SECURITY_FLAG_STRENGTH_STRONG =
  SECURITY_FLAG_STRENGTH_STRONG;
/** The connection is encrypted with a key of 56 bits. */
export const SECURITY_FLAG_STRENGTH_MEDIUM = 0x40000000;
/** The old name of SECURITY_FLAG_STRENGTH_MEDIUM, with the length of the key. */
export const SECURITY_FLAG_56BIT: typeof SECURITY_FLAG_STRENGTH_MEDIUM =
  SECURITY_FLAG_STRENGTH_MEDIUM;
/** The strength of the key is not known. */
export const SECURITY_FLAG_UNKNOWNBIT = 0x80000000;

// ---- values of INTERNET_OPTION_ERROR_MASK ----

/** The program can handle ERROR_INTERNET_INSERT_CDROM. */
export const INTERNET_ERROR_MASK_INSERT_CDROM = 0x01;
/** Certificate errors are reported together as ERROR_INTERNET_SEC_CERT_ERRORS. */
export const INTERNET_ERROR_MASK_COMBINED_SEC_CERT = 0x02;
/** The program can handle ERROR_INTERNET_NEED_MSN_SSPI_PKG; not implemented by Windows. */
export const INTERNET_ERROR_MASK_NEED_MSN_SSPI_PKG = 0x04;
/** The program can handle ERROR_INTERNET_LOGIN_FAILURE_DISPLAY_ENTITY_BODY. */
export const INTERNET_ERROR_MASK_LOGIN_FAILURE_DISPLAY_ENTITY_BODY = 0x08;

// ---- values of INTERNET_OPTION_SUPPRESS_BEHAVIOR ----

/** Enables every suppressed behavior again. */
export const INTERNET_SUPPRESS_RESET_ALL = 0;
/** Ignores the configured cookie policy, for programs that have another policy. */
export const INTERNET_SUPPRESS_COOKIE_POLICY = 1;
/** Obeys the configured cookie policy again. */
export const INTERNET_SUPPRESS_COOKIE_POLICY_RESET = 2;
/** Prevents cookies from being stored after the process ends. */
export const INTERNET_SUPPRESS_COOKIE_PERSIST = 3;
/** Allows cookies to be stored again. */
export const INTERNET_SUPPRESS_COOKIE_PERSIST_RESET = 4;

// ---- flags for setting the connected state and extended options ----

/**
 * Goes offline immediately. On Windows it aborts every request in progress;
 * here they continue.
 */
export const ISO_FORCE_DISCONNECTED = 0x00000001;
/** The older name of ISO_FORCE_DISCONNECTED. */
export const ISO_FORCE_OFFLINE: typeof ISO_FORCE_DISCONNECTED =
  ISO_FORCE_DISCONNECTED;
/** A flag for InternetSetOptionEx: the setting applies to the whole system. */
export const ISO_GLOBAL = 0x00000001;
/** A flag for InternetSetOptionEx: the setting is written to the registry. */
export const ISO_REGISTRY = 0x00000002;
/** All flags of InternetSetOptionEx. */
export const ISO_VALID_FLAGS = 0x00000003;

// ---- values of INTERNET_OPTION_CONNECTED_STATE ----

/** The computer is connected. */
export const INTERNET_STATE_CONNECTED = 0x00000001;
/** The computer is disconnected. */
export const INTERNET_STATE_DISCONNECTED = 0x00000002;
/** The computer is offline because the user chose the offline mode. */
export const INTERNET_STATE_DISCONNECTED_BY_USER = 0x00000010;
/** No network requests are being made. */
export const INTERNET_STATE_IDLE = 0x00000100;
/** Network requests are being made. */
export const INTERNET_STATE_BUSY = 0x00000200;

// ---- values of INTERNET_OPTION_ENABLE_HTTP_PROTOCOL ----

/** HTTP/2 may be used, or was used. */
export const HTTP_PROTOCOL_FLAG_HTTP2 = 0x02;
/** All flags for newer HTTP versions. */
export const HTTP_PROTOCOL_MASK = 0x02;

// ---- values of INTERNET_OPTION_IDENTITY ----

/** Gives an identity a separate cache; identities are not implemented by Windows. */
export const INTERNET_IDENTITY_FLAG_PRIVATE_CACHE = 0x01;
/** Lets an identity share the cache; identities are not implemented by Windows. */
export const INTERNET_IDENTITY_FLAG_SHARED_CACHE = 0x02;
/** Clears the data of an identity; identities are not implemented by Windows. */
export const INTERNET_IDENTITY_FLAG_CLEAR_DATA = 0x04;
/** Clears the cookies of an identity; identities are not implemented by Windows. */
export const INTERNET_IDENTITY_FLAG_CLEAR_COOKIES = 0x08;
/** Clears the history of an identity; identities are not implemented by Windows. */
export const INTERNET_IDENTITY_FLAG_CLEAR_HISTORY = 0x10;
/**
 * Clears the cached content of an identity; identities are not implemented by
 * Windows.
 */
export const INTERNET_IDENTITY_FLAG_CLEAR_CONTENT = 0x20;

// ---- states of a persistent connection ----

/** Connections do not persist after a request. */
export const INTERNET_KEEP_ALIVE_DISABLED = 0;
/** Connections persist for further requests. */
export const INTERNET_KEEP_ALIVE_ENABLED = 1;
/** It is not known yet if connections persist. */
export const INTERNET_KEEP_ALIVE_UNKNOWN = 0xffffffff;

// ---- values of INTERNET_OPTION_AUTH_FLAGS ----

/** Restores the default choice of authentication schemes. */
export const AUTH_FLAG_RESET = 0x00000000;
/** Does not use Negotiate authentication. */
export const AUTH_FLAG_DISABLE_NEGOTIATE = 0x00000001;
/** Uses Negotiate authentication. */
export const AUTH_FLAG_ENABLE_NEGOTIATE = 0x00000002;
/** Does not use Basic authentication on unencrypted connections. */
export const AUTH_FLAG_DISABLE_BASIC_CLEARCHANNEL = 0x00000004;
/** Does not authenticate to servers automatically. */
export const AUTH_FLAG_DISABLE_SERVER_AUTH = 0x00000008;

// ---- values of INTERNET_OPTION_DIAGNOSTIC_SOCKET_INFO ----

/** The socket is kept open for further requests. */
export const IDSI_FLAG_KEEP_ALIVE = 0x00000001;
/** The socket carries a secure connection. */
export const IDSI_FLAG_SECURE = 0x00000002;
/** The socket is connected to a proxy. */
export const IDSI_FLAG_PROXY = 0x00000004;
/** The socket is a tunnel through a proxy. */
export const IDSI_FLAG_TUNNEL = 0x00000008;

// ---- HTTP version of the header ----

/** The HTTP version that wininet.h names as the default. */
export const HTTP_VERSION = "HTTP/1.0";
/** The minor HTTP version that wininet.h names as the default. */
export const HTTP_MINOR_VERSION = 0;
/** The major HTTP version that wininet.h names as the default. */
export const HTTP_MAJOR_VERSION = 1;
