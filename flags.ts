// Copyright 2026 the wininet authors. MIT license.

/**
 * Flags, queries, limits and the other constants of WinINet that are not options, statuses or
 * errors. Every value is that of the Windows headers.
 *
 * @example Combine flags for a request
 * ```ts
 * import {
 *   INTERNET_FLAG_NO_CACHE_WRITE,
 *   INTERNET_FLAG_RELOAD,
 * } from "@wininet/wininet/flags";
 * import { assertEquals } from "@std/assert";
 *
 * const flags = (INTERNET_FLAG_RELOAD | INTERNET_FLAG_NO_CACHE_WRITE) >>> 0;
 * assertEquals(flags, 0x84000000);
 * ```
 *
 * @module
 */

// ---- INTERNET_FLAG values ----

/** Encodes host names by the IDN rules for direct connections. */
export const INTERNET_FLAG_IDN_DIRECT = 0x00000001;
/** Transfers an FTP file as text, with line ends converted. */
export const INTERNET_FLAG_TRANSFER_ASCII = 0x00000001;
/** Encodes host names by the IDN rules for connections through a proxy. */
export const INTERNET_FLAG_IDN_PROXY = 0x00000002;
/** Transfers an FTP file byte for byte. */
export const INTERNET_FLAG_TRANSFER_BINARY = 0x00000002;
/**
 * Shows an FTP directory as a folder. It is accepted and ignored. It is not a transfer type, so it
 * is an error in the transfer of a file, as on Windows.
 */
export const INTERNET_FLAG_FTP_FOLDER_VIEW = 0x00000004;
/** The bits that are not in INTERNET_FLAGS_MASK. */
export const INTERNET_OPTIONS_MASK = 0x00000004;
/** An internal Windows flag for a background update; not published. */
export const INTERNET_FLAG_BGUPDATE = 0x00000008;
/** Creates a temporary file for the data if it cannot be cached. */
export const INTERNET_FLAG_NEED_FILE = 0x00000010;
/** The older name of INTERNET_FLAG_NEED_FILE. */
export const INTERNET_FLAG_MUST_CACHE_REQUEST: typeof INTERNET_FLAG_NEED_FILE =
  INTERNET_FLAG_NEED_FILE;
/** Uses the cached copy even if it has expired, like the Back button of a browser. */
export const INTERNET_FLAG_FWD_BACK = 0x00000020;
/** Marks the request as the submission of a form. */
export const INTERNET_FLAG_FORMS_SUBMIT = 0x00000040;
/** Delays writes to the cache; has no effect. */
export const INTERNET_FLAG_CACHE_ASYNC = 0x00000080;
/** Requests a fresh copy even if a proxy has a cached one. */
export const INTERNET_FLAG_PRAGMA_NOCACHE = 0x00000100;
/** Does not show a cookie dialog. */
export const INTERNET_FLAG_NO_UI = 0x00000200;
/** Loads an item again if it has neither an expiry time nor a modification time. */
export const INTERNET_FLAG_HYPERLINK = 0x00000400;
/** Loads an item again if it has changed since its last download. */
export const INTERNET_FLAG_RESYNCHRONIZE = 0x00000800;
/** Accepts a certificate that was issued for another host name. */
export const INTERNET_FLAG_IGNORE_CERT_CN_INVALID = 0x00001000;
/** Accepts a certificate outside its validity dates. */
export const INTERNET_FLAG_IGNORE_CERT_DATE_INVALID = 0x00002000;
/** Follows redirects from http to https without an error. */
export const INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTPS = 0x00004000;
/** Follows redirects from https to http without an error. */
export const INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTP = 0x00008000;
/** Uses the cached copy if the network request fails. */
export const INTERNET_FLAG_CACHE_IF_NET_FAIL = 0x00010000;
/** Treats cookies as those of a site in the restricted zone. */
export const INTERNET_FLAG_RESTRICTED_ZONE = 0x00020000;
/** Does not try to authenticate automatically. */
export const INTERNET_FLAG_NO_AUTH = 0x00040000;
/** Does not add cookies to requests or store cookies from responses. */
export const INTERNET_FLAG_NO_COOKIES = 0x00080000;
/** Reads data ahead; not supported by Windows. */
export const INTERNET_FLAG_READ_PREFETCH = 0x00100000;
/** Does not follow redirects automatically. */
export const INTERNET_FLAG_NO_AUTO_REDIRECT = 0x00200000;
/** Keeps the connection open for further requests. */
export const INTERNET_FLAG_KEEP_CONNECTION = 0x00400000;
/** Uses TLS for HTTP transactions. */
export const INTERNET_FLAG_SECURE = 0x00800000;
/** Uses only the cache and sends no network requests. */
export const INTERNET_FLAG_FROM_CACHE = 0x01000000;
/** Another name of INTERNET_FLAG_FROM_CACHE. */
export const INTERNET_FLAG_OFFLINE: typeof INTERNET_FLAG_FROM_CACHE =
  INTERNET_FLAG_FROM_CACHE;
/** Keeps an item in the cache; no longer supported. */
export const INTERNET_FLAG_MAKE_PERSISTENT = 0x02000000;
/** Does not store the returned data in the cache. */
export const INTERNET_FLAG_NO_CACHE_WRITE = 0x04000000;
/** Another name of INTERNET_FLAG_NO_CACHE_WRITE. */
export const INTERNET_FLAG_DONT_CACHE: typeof INTERNET_FLAG_NO_CACHE_WRITE =
  INTERNET_FLAG_NO_CACHE_WRITE;
/** Uses passive mode for FTP data connections. */
export const INTERNET_FLAG_PASSIVE = 0x08000000;
/** Makes the session, and every handle created from it, asynchronous. */
export const INTERNET_FLAG_ASYNC = 0x10000000;
/** Tries to use an existing connection handle with the same properties. */
export const INTERNET_FLAG_EXISTING_CONNECT = 0x20000000;
/** Returns directory entries as find data instead of an HTML page. */
export const INTERNET_FLAG_RAW_DATA = 0x40000000;
/** Downloads from the origin server, not from the cache. */
export const INTERNET_FLAG_RELOAD = 0x80000000;
/**
 * The bits of INTERNET_FLAG values; INTERNET_FLAG_FTP_FOLDER_VIEW is accepted although it is not
 * among them.
 */
export const INTERNET_FLAGS_MASK = 0xfffffffb;

// ---- flags of a call and its context ----

/** Makes an operation asynchronous. */
export const WININET_API_FLAG_ASYNC = 0x00000001;
/** Makes an operation synchronous. */
export const WININET_API_FLAG_SYNC = 0x00000004;
/** Uses the given context value even if it is zero. */
export const WININET_API_FLAG_USE_CONTEXT = 0x00000008;
/** The context value that disables callbacks for the call. */
export const INTERNET_NO_CALLBACK = 0;

// ---- access types of InternetOpen ----

/** Uses the direct or proxy settings of the system configuration. */
export const INTERNET_OPEN_TYPE_PRECONFIG = 0;
/** The old name of INTERNET_OPEN_TYPE_PRECONFIG. */
export const PRE_CONFIG_INTERNET_ACCESS: typeof INTERNET_OPEN_TYPE_PRECONFIG =
  INTERNET_OPEN_TYPE_PRECONFIG;
/** Connects to all servers directly. */
export const INTERNET_OPEN_TYPE_DIRECT = 1;
/** The old name of INTERNET_OPEN_TYPE_DIRECT. */
export const LOCAL_INTERNET_ACCESS: typeof INTERNET_OPEN_TYPE_DIRECT =
  INTERNET_OPEN_TYPE_DIRECT;
/** Sends requests to the named proxy unless a bypass entry matches. */
export const INTERNET_OPEN_TYPE_PROXY = 3;
/** The old name of INTERNET_OPEN_TYPE_PROXY. */
export const CERN_PROXY_INTERNET_ACCESS: typeof INTERNET_OPEN_TYPE_PROXY =
  INTERNET_OPEN_TYPE_PROXY;
/** Uses the system configuration without the automatic proxy script. */
export const INTERNET_OPEN_TYPE_PRECONFIG_WITH_NO_AUTOPROXY = 4;

// ---- services of InternetConnect ----

/**
 * The value of the Windows headers for a service that a URL selects; InternetConnect does not
 * accept it.
 */
export const INTERNET_SERVICE_URL = 0;
/** The FTP service. */
export const INTERNET_SERVICE_FTP = 1;
/** The Gopher service. */
export const INTERNET_SERVICE_GOPHER = 2;
/** The HTTP service, with or without TLS. */
export const INTERNET_SERVICE_HTTP = 3;

// ---- queries of HttpQueryInfo ----

/** The MIME-Version header: the version of MIME used for the message. */
export const HTTP_QUERY_MIME_VERSION = 0;
/** The Content-Type header: the media type of the content. */
export const HTTP_QUERY_CONTENT_TYPE = 1;
/** The Content-Transfer-Encoding header: the additional encoding of the content. */
export const HTTP_QUERY_CONTENT_TRANSFER_ENCODING = 2;
/** The Content-ID header: the identifier of a part of the content. */
export const HTTP_QUERY_CONTENT_ID = 3;
/** The Content-Description header: a description of a part of the content. */
export const HTTP_QUERY_CONTENT_DESCRIPTION = 4;
/** The Content-Length header: the size of the content in bytes. */
export const HTTP_QUERY_CONTENT_LENGTH = 5;
/** The Content-Language header: the language of the content. */
export const HTTP_QUERY_CONTENT_LANGUAGE = 6;
/** The Allow header: the methods that the resource supports. */
export const HTTP_QUERY_ALLOW = 7;
/** The Public header: the methods that the server supports. */
export const HTTP_QUERY_PUBLIC = 8;
/** The Date header: the time at which the message was created. */
export const HTTP_QUERY_DATE = 9;
/** The Expires header: the time after which the content is stale. */
export const HTTP_QUERY_EXPIRES = 10;
/** The Last-Modified header: the time of the last change of the content. */
export const HTTP_QUERY_LAST_MODIFIED = 11;
/** The Message-ID header: an identifier of the message; no longer in use. */
export const HTTP_QUERY_MESSAGE_ID = 12;
/** The URI header: another URL of the resource. */
export const HTTP_QUERY_URI = 13;
/** The Derived-From header: the version from which the content was derived; no longer in use. */
export const HTTP_QUERY_DERIVED_FROM = 14;
/** The Cost header: the price of the retrieval; no longer in use. */
export const HTTP_QUERY_COST = 15;
/** The Link header: links from the resource to others; documented as obsolete. */
export const HTTP_QUERY_LINK = 16;
/** The Pragma header: directives for every recipient. */
export const HTTP_QUERY_PRAGMA = 17;
/** The HTTP version of the status line. */
export const HTTP_QUERY_VERSION = 18;
/** The three-digit status code of the response. */
export const HTTP_QUERY_STATUS_CODE = 19;
/** The reason phrase: the text after the status code of the response. */
export const HTTP_QUERY_STATUS_TEXT = 20;
/** All headers, each ended by a NUL character. */
export const HTTP_QUERY_RAW_HEADERS = 21;
/** All headers, each ended by a carriage return and line feed. */
export const HTTP_QUERY_RAW_HEADERS_CRLF = 22;
/** The Connection header: options of this connection. */
export const HTTP_QUERY_CONNECTION = 23;
/** The Accept header: the media types that the client accepts. */
export const HTTP_QUERY_ACCEPT = 24;
/** The Accept-Charset header: the character sets that the client accepts. */
export const HTTP_QUERY_ACCEPT_CHARSET = 25;
/** The Accept-Encoding header: the content codings that the client accepts. */
export const HTTP_QUERY_ACCEPT_ENCODING = 26;
/** The Accept-Language header: the languages that the client prefers. */
export const HTTP_QUERY_ACCEPT_LANGUAGE = 27;
/** The Authorization header: the credentials of the client. */
export const HTTP_QUERY_AUTHORIZATION = 28;
/** The Content-Encoding header: the codings applied to the content. */
export const HTTP_QUERY_CONTENT_ENCODING = 29;
/** The Forwarded header: the proxies that forwarded the message. */
export const HTTP_QUERY_FORWARDED = 30;
/** The From header: the email address of the client's user. */
export const HTTP_QUERY_FROM = 31;
/** The If-Modified-Since header: the condition that the content has changed since a time. */
export const HTTP_QUERY_IF_MODIFIED_SINCE = 32;
/** The Location header: the URL of a redirect or of a new resource. */
export const HTTP_QUERY_LOCATION = 33;
/** The Orig-URI header: the URL that was originally requested; no longer in use. */
export const HTTP_QUERY_ORIG_URI = 34;
/** The Referer header: the URL of the page that contains the link. */
export const HTTP_QUERY_REFERER = 35;
/** The Retry-After header: the delay before another attempt. */
export const HTTP_QUERY_RETRY_AFTER = 36;
/** The Server header: the software of the server. */
export const HTTP_QUERY_SERVER = 37;
/** The Title header: the title of the content; no longer in use. */
export const HTTP_QUERY_TITLE = 38;
/** The User-Agent header: the software of the client. */
export const HTTP_QUERY_USER_AGENT = 39;
/** The WWW-Authenticate header: the challenges of the server. */
export const HTTP_QUERY_WWW_AUTHENTICATE = 40;
/** The Proxy-Authenticate header: the challenges of the proxy. */
export const HTTP_QUERY_PROXY_AUTHENTICATE = 41;
/** The Accept-Ranges header: the range units that the server accepts. */
export const HTTP_QUERY_ACCEPT_RANGES = 42;
/** The Set-Cookie header: a cookie that the server sets. */
export const HTTP_QUERY_SET_COOKIE = 43;
/** The Cookie header: the cookies of the request. */
export const HTTP_QUERY_COOKIE = 44;
/** The method of the request, such as GET. */
export const HTTP_QUERY_REQUEST_METHOD = 45;
/** The Refresh header: the delay and the URL of the next load. */
export const HTTP_QUERY_REFRESH = 46;
/** The Content-Disposition header: the intended presentation of the content. */
export const HTTP_QUERY_CONTENT_DISPOSITION = 47;
/** The Age header: the number of seconds since the origin server generated the response. */
export const HTTP_QUERY_AGE = 48;
/** The Cache-Control header: directives for caches. */
export const HTTP_QUERY_CACHE_CONTROL = 49;
/** The Content-Base header: the base of relative URLs. */
export const HTTP_QUERY_CONTENT_BASE = 50;
/** The Content-Location header: the URL of this content. */
export const HTTP_QUERY_CONTENT_LOCATION = 51;
/** The Content-MD5 header: a digest of the content. */
export const HTTP_QUERY_CONTENT_MD5 = 52;
/** The Content-Range header: the position of partial content in the whole. */
export const HTTP_QUERY_CONTENT_RANGE = 53;
/** The ETag header: the identifier of this version of the resource. */
export const HTTP_QUERY_ETAG = 54;
/** The Host header: the host and port of the request's URL. */
export const HTTP_QUERY_HOST = 55;
/** The If-Match header: the condition that a given version is current. */
export const HTTP_QUERY_IF_MATCH = 56;
/**
 * The If-None-Match header: the condition that none of the given versions is
 * current.
 */
export const HTTP_QUERY_IF_NONE_MATCH = 57;
/** The If-Range header: the condition for a range instead of the whole content. */
export const HTTP_QUERY_IF_RANGE = 58;
/** The If-Unmodified-Since header: the condition that the content has not changed since a time. */
export const HTTP_QUERY_IF_UNMODIFIED_SINCE = 59;
/** The Max-Forwards header: the maximum number of further proxies that may forward the request. */
export const HTTP_QUERY_MAX_FORWARDS = 60;
/** The Proxy-Authorization header: the credentials for the proxy. */
export const HTTP_QUERY_PROXY_AUTHORIZATION = 61;
/** The Range header: the requested part of the content. */
export const HTTP_QUERY_RANGE = 62;
/** The Transfer-Encoding header: the codings applied for the transfer. */
export const HTTP_QUERY_TRANSFER_ENCODING = 63;
/** The Upgrade header: other protocols that are offered. */
export const HTTP_QUERY_UPGRADE = 64;
/** The Vary header: the request headers on which the response depends. */
export const HTTP_QUERY_VARY = 65;
/** The Via header: the intermediaries between client and server. */
export const HTTP_QUERY_VIA = 66;
/** The Warning header: additional information about the response. */
export const HTTP_QUERY_WARNING = 67;
/** The Expect header: the expectations of the client. */
export const HTTP_QUERY_EXPECT = 68;
/** The Proxy-Connection header: options of the connection to a proxy. */
export const HTTP_QUERY_PROXY_CONNECTION = 69;
/** The Unless-Modified-Since header: the older form of If-Unmodified-Since. */
export const HTTP_QUERY_UNLESS_MODIFIED_SINCE = 70;
/** Declared in wininet.h to echo the request; not implemented by Windows. */
export const HTTP_QUERY_ECHO_REQUEST = 71;
/** Declared in wininet.h to echo the reply; not implemented by Windows. */
export const HTTP_QUERY_ECHO_REPLY = 72;
/** Declared in wininet.h to echo headers; not implemented by Windows. */
export const HTTP_QUERY_ECHO_HEADERS = 73;
/** Declared in wininet.h to echo header lines; not implemented by Windows. */
export const HTTP_QUERY_ECHO_HEADERS_CRLF = 74;
/** The Proxy-Support header: authentication features of the proxy. */
export const HTTP_QUERY_PROXY_SUPPORT = 75;
/** The Authentication-Info header: information after successful authentication. */
export const HTTP_QUERY_AUTHENTICATION_INFO = 76;
/** The PassportURLs header: the URLs of the Passport service. */
export const HTTP_QUERY_PASSPORT_URLS = 77;
/** The highest header index in the old wininet.h; a bound, not a query. */
export const HTTP_QUERY_MAX = 78;
/** The PassportConfig header: settings of the Passport service. */
export const HTTP_QUERY_PASSPORT_CONFIG = 78;
/** The X-Content-Type-Options header: prohibits guessing the media type. */
export const HTTP_QUERY_X_CONTENT_TYPE_OPTIONS = 79;
/** The P3P header: the privacy policy of the site. */
export const HTTP_QUERY_P3P = 80;
/** The X-P2P-PeerDist header: support for content from other computers in the network. */
export const HTTP_QUERY_X_P2P_PEERDIST = 81;
/** The Translate header: controls if a WebDAV server processes the resource. */
export const HTTP_QUERY_TRANSLATE = 82;
/** The X-UA-Compatible header: the browser mode that a page requests. */
export const HTTP_QUERY_X_UA_COMPATIBLE = 83;
/** The Default-Style header: the preferred style sheet of a page. */
export const HTTP_QUERY_DEFAULT_STYLE = 84;
/** The X-Frame-Options header: the permission to show a page in a frame. */
export const HTTP_QUERY_X_FRAME_OPTIONS = 85;
/** The X-XSS-Protection header: the setting for the browser's script filter. */
export const HTTP_QUERY_X_XSS_PROTECTION = 86;
/** The Set-Cookie2 header: a cookie in the obsolete second format. */
export const HTTP_QUERY_SET_COOKIE2 = 87;
/** The DNT header: the user's request not to be tracked. */
export const HTTP_QUERY_DO_NOT_TRACK = 88;
/** The Keep-Alive header: parameters of a persistent connection. */
export const HTTP_QUERY_KEEP_ALIVE = 89;
/** The HTTP2-Settings header: settings sent with an upgrade to HTTP/2. */
export const HTTP_QUERY_HTTP2_SETTINGS = 90;
/** The Strict-Transport-Security header: the requirement to use https only. */
export const HTTP_QUERY_STRICT_TRANSPORT_SECURITY = 91;
/** The Sec-Token-Binding header: the proof of a token binding. */
export const HTTP_QUERY_TOKEN_BINDING = 92;
/** The Include-Referred-Token-Binding-ID header: requests the referred token binding. */
export const HTTP_QUERY_INCLUDE_REFERRED_TOKEN_BINDING_ID = 93;
/** Another spelling of HTTP_QUERY_INCLUDE_REFERRED_TOKEN_BINDING_ID. */
export const HTTP_QUERY_INCLUDE_REFERER_TOKEN_BINDING_ID:
  typeof HTTP_QUERY_INCLUDE_REFERRED_TOKEN_BINDING_ID =
    HTTP_QUERY_INCLUDE_REFERRED_TOKEN_BINDING_ID;
/** The Public-Key-Pins header: keys that the host must use. */
export const HTTP_QUERY_PUBLIC_KEY_PINS = 94;
/** The Public-Key-Pins-Report-Only header: keys whose absence is only reported. */
export const HTTP_QUERY_PUBLIC_KEY_PINS_REPORT_ONLY = 95;
/** Looks up a header by the name in the buffer. */
export const HTTP_QUERY_CUSTOM = 0xffff;
/** The bits of a query that contain the header index. */
export const HTTP_QUERY_HEADER_MASK = 0x03ffffff;
/** Joins the values of repeated headers with commas; not documented further. */
export const HTTP_QUERY_FLAG_COALESCE_WITH_COMMA = 0x04000000;
/** Returns the value as a 64-bit number. */
export const HTTP_QUERY_FLAG_NUMBER64 = 0x08000000;
/** Joins the values of repeated headers into one. */
export const HTTP_QUERY_FLAG_COALESCE = 0x10000000;
/** Returns the value as a 32-bit number. */
export const HTTP_QUERY_FLAG_NUMBER = 0x20000000;
/** Returns a date value as a SYSTEMTIME. */
export const HTTP_QUERY_FLAG_SYSTEMTIME = 0x40000000;
/** Queries the headers of the request instead of the response. */
export const HTTP_QUERY_FLAG_REQUEST_HEADERS = 0x80000000;
/** The bits of a query that change the form of the returned value. */
export const HTTP_QUERY_MODIFIER_FLAGS_MASK = 0xfc000000;

// ---- HTTP status codes ----

/** The client may send the rest of its request. */
export const HTTP_STATUS_CONTINUE = 100;
/** The lowest status code in wininet.h; a bound. */
export const HTTP_STATUS_FIRST = 100;
/** The server switches to the requested protocol. */
export const HTTP_STATUS_SWITCH_PROTOCOLS = 101;
/** The request succeeded. */
export const HTTP_STATUS_OK = 200;
/** A new resource has been created. */
export const HTTP_STATUS_CREATED = 201;
/** The request was accepted, but its processing has not finished. */
export const HTTP_STATUS_ACCEPTED = 202;
/** The returned header fields are not exactly those of the origin server. */
export const HTTP_STATUS_PARTIAL = 203;
/** The request succeeded, and the response has no body. */
export const HTTP_STATUS_NO_CONTENT = 204;
/** The request succeeded, and the client should reset its view. */
export const HTTP_STATUS_RESET_CONTENT = 205;
/** The response contains the requested part of the content. */
export const HTTP_STATUS_PARTIAL_CONTENT = 206;
/** Several versions of the resource are available. */
export const HTTP_STATUS_AMBIGUOUS = 300;
/** The resource has a new permanent URL. */
export const HTTP_STATUS_MOVED = 301;
/** The resource is temporarily at another URL. */
export const HTTP_STATUS_REDIRECT = 302;
/** The response must be fetched from another URL with GET. */
export const HTTP_STATUS_REDIRECT_METHOD = 303;
/** The resource has not changed since the cached version. */
export const HTTP_STATUS_NOT_MODIFIED = 304;
/** The resource must be fetched through a proxy. */
export const HTTP_STATUS_USE_PROXY = 305;
/** The resource is temporarily at another URL; the method must not change. */
export const HTTP_STATUS_REDIRECT_KEEP_VERB = 307;
/** The resource has a new permanent URL; the method must not change. */
export const HTTP_STATUS_PERMANENT_REDIRECT = 308;
/** The server could not understand the request. */
export const HTTP_STATUS_BAD_REQUEST = 400;
/** The request requires authentication to the server. */
export const HTTP_STATUS_DENIED = 401;
/** Reserved for requests that require payment. */
export const HTTP_STATUS_PAYMENT_REQ = 402;
/** The server refuses the request. */
export const HTTP_STATUS_FORBIDDEN = 403;
/** The server has no resource at this URL. */
export const HTTP_STATUS_NOT_FOUND = 404;
/** The method is not allowed for this resource. */
export const HTTP_STATUS_BAD_METHOD = 405;
/** No version of the resource matches the Accept headers of the request. */
export const HTTP_STATUS_NONE_ACCEPTABLE = 406;
/** The request requires authentication to the proxy. */
export const HTTP_STATUS_PROXY_AUTH_REQ = 407;
/** The server did not receive the request in time. */
export const HTTP_STATUS_REQUEST_TIMEOUT = 408;
/** The request conflicts with the state of the resource. */
export const HTTP_STATUS_CONFLICT = 409;
/** The resource was removed permanently. */
export const HTTP_STATUS_GONE = 410;
/** The server requires a Content-Length header. */
export const HTTP_STATUS_LENGTH_REQUIRED = 411;
/** A condition in the request headers is false. */
export const HTTP_STATUS_PRECOND_FAILED = 412;
/** The body of the request is too large. */
export const HTTP_STATUS_REQUEST_TOO_LARGE = 413;
/** The URL is too long for the server. */
export const HTTP_STATUS_URI_TOO_LONG = 414;
/** The server does not accept this type of body. */
export const HTTP_STATUS_UNSUPPORTED_MEDIA = 415;
/** The server cannot respond for the host of the request. */
export const HTTP_STATUS_MISDIRECTED_REQUEST = 421;
/** The request should be sent again after the required action (Microsoft extension). */
export const HTTP_STATUS_RETRY_WITH = 449;
/** The server encountered an unexpected condition. */
export const HTTP_STATUS_SERVER_ERROR = 500;
/** The server does not support a feature that the request requires. */
export const HTTP_STATUS_NOT_SUPPORTED = 501;
/** A gateway received an invalid response from its server. */
export const HTTP_STATUS_BAD_GATEWAY = 502;
/** The service is temporarily overloaded or unavailable. */
export const HTTP_STATUS_SERVICE_UNAVAIL = 503;
/** A gateway did not receive a response from its server in time. */
export const HTTP_STATUS_GATEWAY_TIMEOUT = 504;
/** The highest status code in wininet.h; a bound. */
export const HTTP_STATUS_LAST = 505;
/** The server does not support this HTTP version. */
export const HTTP_STATUS_VERSION_NOT_SUP = 505;

// ---- flags of HttpAddRequestHeaders ----

/** The bits that contain the index of the header to change. */
export const HTTP_ADDREQ_INDEX_MASK = 0x0000ffff;
/** Joins the values of headers with the same name with a semicolon. */
export const HTTP_ADDREQ_FLAG_COALESCE_WITH_SEMICOLON = 0x01000000;
/** A flag of the Windows headers to change the headers of the response; not documented. */
export const HTTP_ADDREQ_FLAG_RESPONSE_HEADERS = 0x02000000;
/** A flag of the Windows headers to accept headers without a value; not documented. */
export const HTTP_ADDREQ_FLAG_ALLOW_EMPTY_VALUES = 0x04000000;
/** Adds the header only if it does not exist yet. */
export const HTTP_ADDREQ_FLAG_ADD_IF_NEW = 0x10000000;
/** Adds the header; with HTTP_ADDREQ_FLAG_REPLACE, adds it if it does not exist. */
export const HTTP_ADDREQ_FLAG_ADD = 0x20000000;
/** Joins the values of headers with the same name with a comma. */
export const HTTP_ADDREQ_FLAG_COALESCE_WITH_COMMA = 0x40000000;
/** The short name of HTTP_ADDREQ_FLAG_COALESCE_WITH_COMMA. */
export const HTTP_ADDREQ_FLAG_COALESCE:
  typeof HTTP_ADDREQ_FLAG_COALESCE_WITH_COMMA =
    HTTP_ADDREQ_FLAG_COALESCE_WITH_COMMA;
/** Replaces the header, or removes it if the new value is empty. */
export const HTTP_ADDREQ_FLAG_REPLACE = 0x80000000;
/** The bits that contain the flags. */
export const HTTP_ADDREQ_FLAGS_MASK = 0xffff0000;

// ---- flags of HttpSendRequestEx and HttpEndRequest ----

/** Forces asynchronous sending; not documented. */
export const HSR_ASYNC = 0x00000001;
/** Forces synchronous sending; not documented. */
export const HSR_SYNC = 0x00000004;
/** Starts an operation that HttpEndRequest completes; not documented. */
export const HSR_INITIATE = 0x00000008;
/** Uses the context value even if it is zero; not documented. */
export const HSR_USE_CONTEXT = 0x00000008;
/** Sends the request for a download to a file; not documented. */
export const HSR_DOWNLOAD = 0x00000010;
/** Sends or receives the data in parts; not documented. */
export const HSR_CHUNKED = 0x00000020;

// ---- flags of the URL functions ----

/** Encodes percent signs, which are not changed by default. */
export const ICU_ENCODE_PERCENT = 0x00001000;
/** Escapes the authority of a URL that is created, as IPv6 scopes require. */
export const ICU_ESCAPE_AUTHORITY = 0x00002000;
/** Does not encode or decode characters after a question mark or number sign. */
export const ICU_BROWSER_MODE = 0x02000000;
/** Encodes only spaces. */
export const ICU_ENCODE_SPACES_ONLY = 0x04000000;
/** Does not remove dot segments such as "." and ".." from the path. */
export const ICU_NO_META = 0x08000000;
/** Decodes percent escapes into characters. */
export const ICU_DECODE = 0x10000000;
/** Does not encode unsafe characters as percent escapes. */
export const ICU_NO_ENCODE = 0x20000000;
/** Adds the default user name to a URL that is created; obsolete. */
export const ICU_USERNAME = 0x40000000;
/** Decodes escapes when a URL is parsed, and adds them when it is created. */
export const ICU_ESCAPE = 0x80000000;

// ---- URL schemes ----

/** The URL has no scheme or only part of one. */
export const INTERNET_SCHEME_PARTIAL: -2 = -2;
/** The scheme is not known. */
export const INTERNET_SCHEME_UNKNOWN: -1 = -1;
/** The scheme is that of the context or the default. */
export const INTERNET_SCHEME_DEFAULT = 0;
/** The lowest number of a known scheme; a bound. */
export const INTERNET_SCHEME_FIRST = 1;
/** The ftp scheme. */
export const INTERNET_SCHEME_FTP = 1;
/** The gopher scheme. */
export const INTERNET_SCHEME_GOPHER = 2;
/** The http scheme. */
export const INTERNET_SCHEME_HTTP = 3;
/** The https scheme. */
export const INTERNET_SCHEME_HTTPS = 4;
/** The file scheme. */
export const INTERNET_SCHEME_FILE = 5;
/** The news scheme. */
export const INTERNET_SCHEME_NEWS = 6;
/** The mailto scheme. */
export const INTERNET_SCHEME_MAILTO = 7;
/** The socks scheme. */
export const INTERNET_SCHEME_SOCKS = 8;
/** The javascript scheme. */
export const INTERNET_SCHEME_JAVASCRIPT = 9;
/** The vbscript scheme. */
export const INTERNET_SCHEME_VBSCRIPT = 10;
/** The highest number of a known scheme; a bound. */
export const INTERNET_SCHEME_LAST = 11;
/** The res scheme, for resources inside program files. */
export const INTERNET_SCHEME_RES = 11;

// ---- types of Gopher items ----

/** The item is a text file. */
export const GOPHER_TYPE_TEXT_FILE = 0x00000001;
/** The item is a menu of further items. */
export const GOPHER_TYPE_DIRECTORY = 0x00000002;
/** The item is a CSO phone book server. */
export const GOPHER_TYPE_CSO = 0x00000004;
/** The item is an error. */
export const GOPHER_TYPE_ERROR = 0x00000008;
/** The item is a Macintosh file in BinHex format. */
export const GOPHER_TYPE_MAC_BINHEX = 0x00000010;
/** The item is a DOS archive. */
export const GOPHER_TYPE_DOS_ARCHIVE = 0x00000020;
/** The item is a uuencoded file. */
export const GOPHER_TYPE_UNIX_UUENCODED = 0x00000040;
/** The item is a search server. */
export const GOPHER_TYPE_INDEX_SERVER = 0x00000080;
/** The item is a Telnet server. */
export const GOPHER_TYPE_TELNET = 0x00000100;
/** The item is a binary file. */
export const GOPHER_TYPE_BINARY = 0x00000200;
/** The item is on a server that duplicates the server of the item before it. */
export const GOPHER_TYPE_REDUNDANT = 0x00000400;
/** The item is a TN3270 server. */
export const GOPHER_TYPE_TN3270 = 0x00000800;
/** The item is a GIF picture. */
export const GOPHER_TYPE_GIF = 0x00001000;
/** The item is a picture. */
export const GOPHER_TYPE_IMAGE = 0x00002000;
/** The item is a bitmap. */
export const GOPHER_TYPE_BITMAP = 0x00004000;
/** The item is a movie. */
export const GOPHER_TYPE_MOVIE = 0x00008000;
/** The item is a sound file. */
export const GOPHER_TYPE_SOUND = 0x00010000;
/** The item is an HTML page. */
export const GOPHER_TYPE_HTML = 0x00020000;
/** The item is a PDF document. */
export const GOPHER_TYPE_PDF = 0x00040000;
/** The item is a calendar. */
export const GOPHER_TYPE_CALENDAR = 0x00080000;
/** The item is an inline file. */
export const GOPHER_TYPE_INLINE = 0x00100000;
/** All types that are files. */
export const GOPHER_TYPE_FILE_MASK = 0x001ff271;
/** The type of the item is not known. */
export const GOPHER_TYPE_UNKNOWN = 0x20000000;
/** The item has a form with questions for the user (Gopher+). */
export const GOPHER_TYPE_ASK = 0x40000000;
/** The item is a Gopher+ item. */
export const GOPHER_TYPE_GOPHER_PLUS = 0x80000000;

// ---- numbers of Gopher categories and attributes ----

/** The base of the Gopher identifiers. */
export const GOPHER_ATTRIBUTE_ID_BASE = 0xabcccc00;
/** The identifier of all Gopher+ attribute categories. */
export const GOPHER_CATEGORY_ID_ALL = 0xabcccc01;
/** The identifier of the category +INFO. */
export const GOPHER_CATEGORY_ID_INFO = 0xabcccc02;
/** The identifier of the category +ADMIN. */
export const GOPHER_CATEGORY_ID_ADMIN = 0xabcccc03;
/** The identifier of the category +VIEWS. */
export const GOPHER_CATEGORY_ID_VIEWS = 0xabcccc04;
/** The identifier of the category +ABSTRACT. */
export const GOPHER_CATEGORY_ID_ABSTRACT = 0xabcccc05;
/** The identifier of the category +VERONICA. */
export const GOPHER_CATEGORY_ID_VERONICA = 0xabcccc06;
/** The identifier of the category +ASK. */
export const GOPHER_CATEGORY_ID_ASK = 0xabcccc07;
/** The identifier of a category that is not known. */
export const GOPHER_CATEGORY_ID_UNKNOWN = 0xabcccc08;
/** The identifier of all attributes. */
export const GOPHER_ATTRIBUTE_ID_ALL = 0xabcccc09;
/** The identifier of the administrator attribute. */
export const GOPHER_ATTRIBUTE_ID_ADMIN = 0xabcccc0a;
/** The identifier of the modification date attribute. */
export const GOPHER_ATTRIBUTE_ID_MOD_DATE = 0xabcccc0b;
/** The identifier of the time-to-live attribute. */
export const GOPHER_ATTRIBUTE_ID_TTL = 0xabcccc0c;
/** The identifier of the search score attribute. */
export const GOPHER_ATTRIBUTE_ID_SCORE = 0xabcccc0d;
/** The identifier of the score range attribute. */
export const GOPHER_ATTRIBUTE_ID_RANGE = 0xabcccc0e;
/** The identifier of the site name attribute. */
export const GOPHER_ATTRIBUTE_ID_SITE = 0xabcccc0f;
/** The identifier of the organization attribute. */
export const GOPHER_ATTRIBUTE_ID_ORG = 0xabcccc10;
/** The identifier of the location attribute. */
export const GOPHER_ATTRIBUTE_ID_LOCATION = 0xabcccc11;
/** The identifier of the geographical position attribute. */
export const GOPHER_ATTRIBUTE_ID_GEOG = 0xabcccc12;
/** The identifier of the time zone attribute. */
export const GOPHER_ATTRIBUTE_ID_TIMEZONE = 0xabcccc13;
/** The identifier of the provider attribute. */
export const GOPHER_ATTRIBUTE_ID_PROVIDER = 0xabcccc14;
/** The identifier of the version attribute. */
export const GOPHER_ATTRIBUTE_ID_VERSION = 0xabcccc15;
/** The identifier of the abstract attribute. */
export const GOPHER_ATTRIBUTE_ID_ABSTRACT = 0xabcccc16;
/** The identifier of the view attribute. */
export const GOPHER_ATTRIBUTE_ID_VIEW = 0xabcccc17;
/** The identifier of the Veronica tree walk attribute. */
export const GOPHER_ATTRIBUTE_ID_TREEWALK = 0xabcccc18;
/** The identifier of an attribute that is not known. */
export const GOPHER_ATTRIBUTE_ID_UNKNOWN = 0xabcccc19;

// ---- names of Gopher categories and attributes ----

/** The name of the category with the description of the item. */
export const GOPHER_INFO_CATEGORY = "+INFO";
/** The name of the category with administrative data. */
export const GOPHER_ADMIN_CATEGORY = "+ADMIN";
/** The name of the category with the available formats. */
export const GOPHER_VIEWS_CATEGORY = "+VIEWS";
/** The name of the category with a summary. */
export const GOPHER_ABSTRACT_CATEGORY = "+ABSTRACT";
/** The name of the category with data for Veronica indexing. */
export const GOPHER_VERONICA_CATEGORY = "+VERONICA";
/** The name of the attribute with the administrator. */
export const GOPHER_ADMIN_ATTRIBUTE = "Admin";
/** The name of the attribute with the modification date. */
export const GOPHER_MOD_DATE_ATTRIBUTE = "Mod-Date";
/** The name of the attribute with the time to live. */
export const GOPHER_TTL_ATTRIBUTE = "TTL";
/** The name of the attribute with a search score. */
export const GOPHER_SCORE_ATTRIBUTE = "Score";
/** The name of the attribute with the range of scores. */
export const GOPHER_RANGE_ATTRIBUTE = "Score-range";
/** The name of the attribute with the site. */
export const GOPHER_SITE_ATTRIBUTE = "Site";
/** The name of the attribute with the organization. */
export const GOPHER_ORG_ATTRIBUTE = "Org";
/** The name of the attribute with the location. */
export const GOPHER_LOCATION_ATTRIBUTE = "Loc";
/** The name of the attribute with the geographical position. */
export const GOPHER_GEOG_ATTRIBUTE = "Geog";
/** The name of the attribute with the time zone. */
export const GOPHER_TIMEZONE_ATTRIBUTE = "TZ";
/** The name of the attribute with the provider. */
export const GOPHER_PROVIDER_ATTRIBUTE = "Provider";
/** The name of the attribute with the version. */
export const GOPHER_VERSION_ATTRIBUTE = "Version";
/** The name of the attribute with the abstract. */
export const GOPHER_ABSTRACT_ATTRIBUTE = "Abstract";
/** The name of the attribute with a view. */
export const GOPHER_VIEW_ATTRIBUTE = "View";
/** The name of the attribute that allows or forbids indexing by Veronica. */
export const GOPHER_TREEWALK_ATTRIBUTE = "treewalk";

// ---- FTP transfer types ----

/** Leaves the type unspecified, which means a binary transfer. */
export const FTP_TRANSFER_TYPE_UNKNOWN = 0x00000000;
/** Transfers as text (FTP type A), with line ends converted. */
export const FTP_TRANSFER_TYPE_ASCII = 0x00000001;
/** Transfers byte for byte (FTP type I). */
export const FTP_TRANSFER_TYPE_BINARY = 0x00000002;
/** The bits that contain the transfer type. */
export const FTP_TRANSFER_TYPE_MASK = 0x00000003;

// ---- flags of InternetReadFileEx ----

/** Makes the read asynchronous. */
export const IRF_ASYNC = 0x00000001;
/** Makes the read synchronous. */
export const IRF_SYNC = 0x00000004;
/** Does not wait for data that has not arrived yet. */
export const IRF_NO_WAIT = 0x00000008;
/** Uses the context value even if it is zero. */
export const IRF_USE_CONTEXT = 0x00000008;

// ---- file attributes ----

/** The file can be read but not changed. */
export const FILE_ATTRIBUTE_READONLY = 0x00000001;
/** The file is not shown in ordinary listings. */
export const FILE_ATTRIBUTE_HIDDEN = 0x00000002;
/** The file belongs to the operating system. */
export const FILE_ATTRIBUTE_SYSTEM = 0x00000004;
/** The entry is a directory. */
export const FILE_ATTRIBUTE_DIRECTORY = 0x00000010;
/** The file has changed since its last backup. */
export const FILE_ATTRIBUTE_ARCHIVE = 0x00000020;
/** Reserved for devices. */
export const FILE_ATTRIBUTE_DEVICE = 0x00000040;
/** The file has no other attribute. */
export const FILE_ATTRIBUTE_NORMAL = 0x00000080;
/** The file contains temporary data. */
export const FILE_ATTRIBUTE_TEMPORARY = 0x00000100;
/** The file has regions that use no disk space. */
export const FILE_ATTRIBUTE_SPARSE_FILE = 0x00000200;
/** The entry is a reparse point, such as a symbolic link. */
export const FILE_ATTRIBUTE_REPARSE_POINT = 0x00000400;
/** The file is stored compressed. */
export const FILE_ATTRIBUTE_COMPRESSED = 0x00000800;
/** The data of the file has been moved to other storage. */
export const FILE_ATTRIBUTE_OFFLINE = 0x00001000;
/** The file is not in the content index. */
export const FILE_ATTRIBUTE_NOT_CONTENT_INDEXED = 0x00002000;
/** The file is stored encrypted. */
export const FILE_ATTRIBUTE_ENCRYPTED = 0x00004000;
/** Reserved for system use. */
export const FILE_ATTRIBUTE_VIRTUAL = 0x00010000;

// ---- types of cache entries ----

/** An ordinary entry, which may be removed when space is needed. */
export const NORMAL_CACHE_ENTRY = 0x00000001;
/** An entry that is exempt from removal for a time. */
export const STICKY_CACHE_ENTRY = 0x00000004;
/** An entry whose file a program has edited. */
export const EDITED_CACHE_ENTRY = 0x00000008;
/** An entry that is kept up to date for offline use; not supported by Windows. */
export const TRACK_OFFLINE_CACHE_ENTRY = 0x00000010;
/** An entry that is kept up to date for online use; not supported by Windows. */
export const TRACK_ONLINE_CACHE_ENTRY = 0x00000020;
/** Marks an entry that was received with HTTP/1.1; not documented. */
export const HTTP_1_1_CACHE_ENTRY = 0x00000040;
/** Marks an entry that rarely changes; not documented. */
export const STATIC_CACHE_ENTRY = 0x00000080;
/** Marks an entry that must be revalidated before use; not documented. */
export const MUST_REVALIDATE_CACHE_ENTRY = 0x00000100;
/** Marks an entry with a short file path; not documented. */
export const SHORTPATH_CACHE_ENTRY = 0x00000200;
/** Marks an entry created by a download; not documented. */
export const DOWNLOAD_CACHE_ENTRY = 0x00000400;
/** Marks an entry that contains a redirect; not documented. */
export const REDIRECT_CACHE_ENTRY = 0x00000800;
/** Marks an entry whose cookies were accepted; not documented. */
export const COOKIE_ACCEPTED_CACHE_ENTRY = 0x00001000;
/**
 * Marks an entry whose cookies were leashed (sent in first-party requests only); not documented.
 */
export const COOKIE_LEASHED_CACHE_ENTRY = 0x00002000;
/** Marks an entry whose cookies were downgraded to session cookies; not documented. */
export const COOKIE_DOWNGRADED_CACHE_ENTRY = 0x00004000;
/** Marks an entry whose cookies were rejected; not documented. */
export const COOKIE_REJECTED_CACHE_ENTRY = 0x00008000;
/** An entry of which only a part is stored. */
export const SPARSE_CACHE_ENTRY = 0x00010000;
/** Marks an entry created during private browsing; not documented. */
export const PRIVACY_MODE_CACHE_ENTRY = 0x00020000;
/** Marks an entry of a cross-domain request; not documented. */
export const XDR_CACHE_ENTRY = 0x00040000;
/** Marks an entry that never changes; not documented. */
export const IMMUTABLE_CACHE_ENTRY = 0x00080000;
/** An entry that stores a cookie. */
export const COOKIE_CACHE_ENTRY = 0x00100000;
/** An entry of the history of visited URLs. */
export const URLHISTORY_CACHE_ENTRY = 0x00200000;
/** The entry types that an enumeration finds by default. */
export const URLCACHE_FIND_DEFAULT_FILTER = 0x00300035;
/** Marks an entry that is deleted with its last lock; not documented. */
export const PENDING_DELETE_CACHE_ENTRY = 0x00400000;
/** Marks an entry of another user; not documented. */
export const OTHER_USER_CACHE_ENTRY = 0x00800000;
/** Marks an entry affected by a privacy decision; not documented. */
export const PRIVACY_IMPACTED_CACHE_ENTRY = 0x02000000;
/** Marks the entry of a response to POST; not documented. */
export const POST_RESPONSE_CACHE_ENTRY = 0x04000000;
/** Marks an entry stored by an installation; not documented. */
export const INSTALLED_CACHE_ENTRY = 0x10000000;
/** Marks an entry that must be checked after use; not documented. */
export const POST_CHECK_CACHE_ENTRY = 0x20000000;
/** Marks an entry that belongs to an identity; not documented. */
export const IDENTITY_CACHE_ENTRY = 0x80000000;
/** All entry types. */
export const ANY_CACHE_ENTRY = 0xffffffff;

// ---- fields of SetUrlCacheEntryInfo ----

/** Sets the type of a cache entry. */
export const CACHE_ENTRY_ATTRIBUTE_FC = 0x00000004;
/** Sets the hit rate of a cache entry. */
export const CACHE_ENTRY_HITRATE_FC = 0x00000010;
/** Sets the time of the last change of a cache entry's resource. */
export const CACHE_ENTRY_MODTIME_FC = 0x00000040;
/** Sets the expiry time of a cache entry. */
export const CACHE_ENTRY_EXPTIME_FC = 0x00000080;
/** Sets the time of the last access to a cache entry. */
export const CACHE_ENTRY_ACCTIME_FC = 0x00000100;
/** Sets the time of the last synchronization of a cache entry. */
export const CACHE_ENTRY_SYNCTIME_FC = 0x00000200;
/** Sets the header information; not implemented by Windows. */
export const CACHE_ENTRY_HEADERINFO_FC = 0x00000400;
/** Sets the time for which a cache entry is exempt from removal. */
export const CACHE_ENTRY_EXEMPT_DELTA_FC = 0x00000800;
/** A field bit for the type of a cache entry; not documented. */
export const CACHE_ENTRY_TYPE_FC = 0x00001000;
/** A field bit for changing the data of a cache entry; not documented. */
export const CACHE_ENTRY_MODIFY_DATA_FC = 0x80000000;

// ---- cache groups ----

/** Enumerates all cache groups. */
export const CACHEGROUP_SEARCH_ALL = 0;
/** Enumerates the groups of a URL; not implemented by Windows. */
export const CACHEGROUP_SEARCH_BYURL = 1;
/** Adds a cache entry to a group. */
export const INTERNET_CACHE_GROUP_ADD = 0;
/** Removes a cache entry from a group. */
export const INTERNET_CACHE_GROUP_REMOVE = 1;
/** Requests the flags, type, disk usage and quota of a group. */
export const CACHEGROUP_ATTRIBUTE_BASIC = 0x00000001;
/** Sets or requests the flags of a group. */
export const CACHEGROUP_ATTRIBUTE_FLAG = 0x00000002;
/** Sets or requests the type of a group. */
export const CACHEGROUP_ATTRIBUTE_TYPE = 0x00000004;
/** Sets or requests the disk quota of a group. */
export const CACHEGROUP_ATTRIBUTE_QUOTA = 0x00000008;
/** Sets or requests the name of a group. */
export const CACHEGROUP_ATTRIBUTE_GROUPNAME = 0x00000010;
/** Sets or requests the owner storage of a group. */
export const CACHEGROUP_ATTRIBUTE_STORAGE = 0x00000020;
/** Requests all attributes of a group. */
export const CACHEGROUP_ATTRIBUTE_GET_ALL = 0xffffffff;
/** The group attributes that can be both read and set. */
export const CACHEGROUP_READWRITE_MASK = 0x0000003c;
/** The entries of the group are not removed to free space. */
export const CACHEGROUP_FLAG_NONPURGEABLE = 0x00000001;
/** Deleting the group also deletes its entries. */
export const CACHEGROUP_FLAG_FLUSHURL_ONDELETE = 0x00000002;
/** Creates only a group identifier, not the group itself. */
export const CACHEGROUP_FLAG_GIDONLY = 0x00000004;
/** All flags that a cache group may have. */
export const CACHEGROUP_FLAG_VALID = 0x00000007;
/** The cache group is not valid. */
export const CACHEGROUP_TYPE_INVALID = 1;
/** The identifier of the built-in group of sticky entries. */
export const CACHEGROUP_ID_BUILTIN_STICKY = 0x1000000000000007n;
/** The number of 32-bit words in a group's owner storage. */
export const GROUP_OWNER_STORAGE_SIZE = 4;
/** The maximum number of characters in a group name. */
export const GROUPNAME_MAX_LENGTH = 120;

// ---- configuration of the cache ----

/** Responses without an expiry time are never revalidated. */
export const WININET_SYNC_MODE_NEVER = 0;
/**
 * Responses without an expiry time are revalidated after a tenth of the time since their last
 * change.
 */
export const WININET_SYNC_MODE_ON_EXPIRY = 1;
/** Responses without an expiry time are revalidated once per session. */
export const WININET_SYNC_MODE_ONCE_PER_SESSION = 2;
/** Responses without an expiry time are revalidated on every use. */
export const WININET_SYNC_MODE_ALWAYS = 3;
/**
 * Responses without an expiry time are revalidated as with WININET_SYNC_MODE_ON_EXPIRY, but at most
 * once per session.
 */
export const WININET_SYNC_MODE_AUTOMATIC = 4;
/** The default synchronization mode. */
export const WININET_SYNC_MODE_DEFAULT: typeof WININET_SYNC_MODE_AUTOMATIC =
  WININET_SYNC_MODE_AUTOMATIC;
/** A field bit for a forced cleanup of the cache. */
export const CACHE_CONFIG_FORCE_CLEANUP_FC = 0x00000020;
/** A field bit for the paths of the disk cache. */
export const CACHE_CONFIG_DISK_CACHE_PATHS_FC = 0x00000040;
/** A field bit for the synchronization mode. */
export const CACHE_CONFIG_SYNC_MODE_FC = 0x00000080;
/** A field bit for the path of the content cache. */
export const CACHE_CONFIG_CONTENT_PATHS_FC = 0x00000100;
/** A field bit for the path of the cookies. */
export const CACHE_CONFIG_COOKIES_PATHS_FC = 0x00000200;
/** A field bit for the path of the history. */
export const CACHE_CONFIG_HISTORY_PATHS_FC = 0x00000400;
/** A field bit for the disk quota. */
export const CACHE_CONFIG_QUOTA_FC = 0x00000800;
/** A field bit for a cache of one user. */
export const CACHE_CONFIG_USER_MODE_FC = 0x00001000;
/** A field bit for the disk space used by content. */
export const CACHE_CONFIG_CONTENT_USAGE_FC = 0x00002000;
/** A field bit for the disk space used by content exempt from removal. */
export const CACHE_CONFIG_STICKY_CONTENT_USAGE_FC = 0x00004000;
/** A field bit for the quota of content; not documented. */
export const CACHE_CONFIG_CONTENT_QUOTA_FC = 0x00008000;
/** A field bit for the quota of all content; not documented. */
export const CACHE_CONFIG_TOTAL_CONTENT_QUOTA_FC = 0x00010000;
/** A field bit for the content quota of an app container; not documented. */
export const CACHE_CONFIG_APPCONTAINER_CONTENT_QUOTA_FC = 0x00020000;
/** A field bit for the content quota of all app containers; not documented. */
export const CACHE_CONFIG_APPCONTAINER_TOTAL_CONTENT_QUOTA_FC = 0x00040000;

// ---- default ports ----

/** Requests the default port of the service. */
export const INTERNET_INVALID_PORT_NUMBER = 0;
/** The default port of FTP servers. */
export const INTERNET_DEFAULT_FTP_PORT = 21;
/** The default port of Gopher servers. */
export const INTERNET_DEFAULT_GOPHER_PORT = 70;
/** The default port of HTTP servers. */
export const INTERNET_DEFAULT_HTTP_PORT = 80;
/** The default port of HTTPS servers. */
export const INTERNET_DEFAULT_HTTPS_PORT = 443;
/** The default port of SOCKS servers. */
export const INTERNET_DEFAULT_SOCKS_PORT = 1080;

// ---- limits ----

/** The maximum number of digits in a port number. */
export const INTERNET_MAX_PORT_NUMBER_LENGTH = 5;
/** The size of the buffer for a date in the HTTP format, in characters. */
export const INTERNET_RFC1123_BUFSIZE = 30;
/** The maximum number of characters in a URL scheme. */
export const INTERNET_MAX_SCHEME_LENGTH = 32;
/** The maximum number of characters in a password. */
export const INTERNET_MAX_PASSWORD_LENGTH = 128;
/** The maximum number of characters in a user name. */
export const INTERNET_MAX_USER_NAME_LENGTH = 128;
/** The maximum number of characters in the name of a Gopher attribute. */
export const MAX_GOPHER_ATTRIBUTE_NAME = 128;
/** The maximum number of characters in the name of a Gopher category. */
export const MAX_GOPHER_CATEGORY_NAME = 128;
/** The maximum number of characters in the display text of a Gopher item. */
export const MAX_GOPHER_DISPLAY_TEXT = 128;
/** The maximum number of characters in a host name. */
export const INTERNET_MAX_HOST_NAME_LENGTH = 256;
/** The maximum number of characters in the host name of a Gopher locator. */
export const MAX_GOPHER_HOST_NAME = 256;
/** The maximum number of characters in a Gopher selector. */
export const MAX_GOPHER_SELECTOR_TEXT = 256;
/** The minimum size of a buffer for Gopher attributes, in bytes. */
export const MIN_GOPHER_ATTRIBUTE_LENGTH = 256;
/** The maximum number of characters in a Windows path, including the final NUL. */
export const MAX_PATH = 260;
/** The maximum number of characters in a Gopher locator. */
export const MAX_GOPHER_LOCATOR_LENGTH = 653;
/** The priority of a request for which the user is waiting. */
export const INTERNET_PRIORITY_FOREGROUND = 1000;
/** The maximum number of characters in the path of a URL. */
export const INTERNET_MAX_PATH_LENGTH = 2048;
/** The maximum number of characters in a URL, as wininet.h computes it. */
export const INTERNET_MAX_URL_LENGTH = 2084;
/** The usual size of a buffer for one cache entry, in bytes. */
export const MAX_CACHE_ENTRY_INFO_SIZE = 4096;
/** The highest port number. */
export const INTERNET_MAX_PORT_NUMBER_VALUE = 65535;

// ---- formats of InternetTimeFromSystemTime ----

/** The HTTP date format, as RFC 1123 defines it. */
export const INTERNET_RFC1123_FORMAT = 0;

// ---- flags of the cookie functions ----

/** The cookie is sent over secure connections only. */
export const INTERNET_COOKIE_IS_SECURE = 0x00000001;
/** The cookie is discarded at the end of the session. */
export const INTERNET_COOKIE_IS_SESSION = 0x00000002;
/** The cookie is from another site than the page. */
export const INTERNET_COOKIE_THIRD_PARTY = 0x00000010;
/** The user must be asked about the cookie. */
export const INTERNET_COOKIE_PROMPT_REQUIRED = 0x00000020;
/** Checks the cookie against its P3P policy. */
export const INTERNET_COOKIE_EVALUATE_P3P = 0x00000040;
/** Applies the outcome of the P3P check to the cookie. */
export const INTERNET_COOKIE_APPLY_P3P = 0x00000080;
/** The program supports P3P checks. */
export const INTERNET_COOKIE_P3P_ENABLED = 0x00000100;
/** The cookie belongs to a site of the restricted zone. */
export const INTERNET_COOKIE_IS_RESTRICTED = 0x00000200;
/** The cookie was set under the rules of Internet Explorer 6. */
export const INTERNET_COOKIE_IE6 = 0x00000400;
/** The cookie was set before the privacy rules of Internet Explorer 6. */
export const INTERNET_COOKIE_IS_LEGACY = 0x00000800;
/** The cookie operation is not from a script. */
export const INTERNET_COOKIE_NON_SCRIPT = 0x00001000;
/** Includes HttpOnly cookies, which are hidden from scripts. */
export const INTERNET_COOKIE_HTTPONLY = 0x00002000;
/** The cookie is bound to the host that set it. */
export const INTERNET_COOKIE_HOST_ONLY = 0x00004000;
/** Applies the rule for host-bound cookies; not documented further. */
export const INTERNET_COOKIE_APPLY_HOST_ONLY = 0x00008000;
/** Marks a stored cookie as bound to its host; not documented further. */
export const INTERNET_COOKIE_PERSISTENT_HOST_ONLY = 0x00010000;
/** Treats the cookie as that of a site in the restricted zone. */
export const INTERNET_COOKIE_RESTRICTED_ZONE = 0x00020000;
/** Uses the cookies of the Edge browser; not documented further. */
export const INTERNET_COOKIE_EDGE_COOKIES = 0x00040000;
/**
 * Reports that the rule for host-bound cookies was applied; not documented
 * further.
 */
export const INTERNET_COOKIE_HOST_ONLY_APPLIED = 0x00080000;
/** The cookie is sent only with requests from its site (SameSite=Strict). */
export const INTERNET_COOKIE_SAME_SITE_STRICT = 0x00100000;
/** The cookie is also sent when the user navigates to its site (SameSite=Lax). */
export const INTERNET_COOKIE_SAME_SITE_LAX = 0x00200000;
/** The request for cookies is from another site. */
export const INTERNET_COOKIE_SAME_SITE_LEVEL_CROSS_SITE = 0x00400000;
/** Applies to every cookie; not documented further. */
export const INTERNET_COOKIE_ALL_COOKIES = 0x20000000;
/** Does not call a cookie callback; not documented further. */
export const INTERNET_COOKIE_NO_CALLBACK = 0x40000000;
/** The cookie is used in a third-party context; not documented further. */
export const INTERNET_COOKIE_ECTX_3RDPARTY = 0x80000000;

// ---- decisions about a cookie ----

/** The lowest cookie state; a bound. */
export const COOKIE_STATE_LB = 0;
/** No decision about the cookie exists. */
export const COOKIE_STATE_UNKNOWN = 0;
/** The cookie is accepted. */
export const COOKIE_STATE_ACCEPT = 1;
/** The user is asked about the cookie. */
export const COOKIE_STATE_PROMPT = 2;
/** The cookie is sent only in first-party requests. */
export const COOKIE_STATE_LEASH = 3;
/** The cookie becomes a session cookie. */
export const COOKIE_STATE_DOWNGRADE = 4;
/** The older name of the highest cookie state; a bound. */
export const COOKIE_STATE_MAX = 5;
/** The cookie is rejected. */
export const COOKIE_STATE_REJECT = 5;
/** The highest cookie state; a bound. */
export const COOKIE_STATE_UB = 5;

// ---- same-site levels ----

/** The relation of the request to the cookie's site is not known. */
export const HTTP_COOKIES_SAME_SITE_LEVEL_UNKNOWN = 0;
/** The request is from the site of the cookie. */
export const HTTP_COOKIES_SAME_SITE_LEVEL_SAME_SITE = 1;
/** The request is from another site, and allowed for SameSite=Lax cookies. */
export const HTTP_COOKIES_SAME_SITE_LEVEL_CROSS_SITE_LAX = 2;
/** The request is from another site. */
export const HTTP_COOKIES_SAME_SITE_LEVEL_CROSS_SITE = 3;
/** The highest same-site level; a bound. */
export const HTTP_COOKIES_SAME_SITE_LEVEL_MAX = 3;

// ---- flags of InternetGetConnectedState ----

/** The connection goes through a modem. */
export const INTERNET_CONNECTION_MODEM = 0x01;
/** The connection goes through a local network. */
export const INTERNET_CONNECTION_LAN = 0x02;
/** The connection goes through a proxy. */
export const INTERNET_CONNECTION_PROXY = 0x04;
/** Formerly reported that the modem was busy; no longer used. */
export const INTERNET_CONNECTION_MODEM_BUSY = 0x08;
/** The remote access service is installed. */
export const INTERNET_RAS_INSTALLED = 0x10;
/** The computer is in offline mode. */
export const INTERNET_CONNECTION_OFFLINE = 0x20;
/** A connection is configured, but may not be active. */
export const INTERNET_CONNECTION_CONFIGURED = 0x40;

// ---- dialing ----

/** Never dials automatically. */
export const AUTODIAL_MODE_NEVER = 1;
/** Always dials when a connection is needed. */
export const AUTODIAL_MODE_ALWAYS = 2;
/** Dials if no other network connection is present. */
export const AUTODIAL_MODE_NO_NETWORK_PRESENT = 4;
/** Connects even if the computer is in offline mode. */
export const INTERNET_AUTODIAL_FORCE_ONLINE = 0x01;
/** Dials without user interaction, or fails. */
export const INTERNET_AUTODIAL_FORCE_UNATTENDED = 0x02;
/** Fails if the security check for file and printer sharing is required. */
export const INTERNET_AUTODIAL_FAILIFSECURITYCHECK = 0x04;
/** Dials even if another network is present. */
export const INTERNET_AUTODIAL_OVERRIDE_NET_PRESENT = 0x08;
/** All flags of automatic dialing. */
export const INTERNET_AUTODIAL_FLAGS_MASK = 0x0f;
/** Prompts the user even if the settings specify silent dialing. */
export const INTERNET_DIAL_FORCE_PROMPT = 0x2000;
/** Shows the button "Work Offline" instead of "Cancel". */
export const INTERNET_DIAL_SHOW_OFFLINE = 0x4000;
/** Dials without a user interface, or fails. */
export const INTERNET_DIAL_UNATTENDED = 0x8000;
/**
 * The bits that InternetGoOnline accepts in the old wininet.h; spelled as in
 * wininet.h.
 */
export const INTERENT_GOONLINE_MASK = 0x01;
/** Goes online to refresh a page; spelled as in wininet.h. */
export const INTERENT_GOONLINE_REFRESH = 0x01;
/** A flag of the Windows headers for going online without a prompt; not documented. */
export const INTERENT_GOONLINE_NOPROMPT = 0x02;
/** The dial-up connection is not connected. */
export const INTERNET_DIALSTATE_DISCONNECTED = 0x01;
/** Requests a custom dialer to connect. */
export const INTERNET_CUSTOMDIAL_CONNECT = 0;
/** The custom dialer works without user interaction. */
export const INTERNET_CUSTOMDIAL_SAFE_FOR_UNATTENDED = 0x01;
/** Requests a custom dialer to connect without a user. */
export const INTERNET_CUSTOMDIAL_UNATTENDED = 0x01;
/** Requests a custom dialer to disconnect. */
export const INTERNET_CUSTOMDIAL_DISCONNECT = 0x02;
/** The custom dialer reports the state of its connection. */
export const INTERNET_CUSTOMDIAL_WILL_SUPPLY_STATE = 0x02;
/** The custom dialer can hang up. */
export const INTERNET_CUSTOMDIAL_CAN_HANGUP = 0x04;
/** Requests a custom dialer to offer working offline. */
export const INTERNET_CUSTOMDIAL_SHOWOFFLINE = 0x04;

// ---- flags of InternetErrorDlg ----

/** Searches the response headers for errors that require a dialog. */
export const FLAGS_ERROR_UI_FILTER_FOR_ERRORS = 0x01;
/** Stores the user's choice in the handle's options. */
export const FLAGS_ERROR_UI_FLAGS_CHANGE_OPTIONS = 0x02;
/** Collects the data that the dialog requires. */
export const FLAGS_ERROR_UI_FLAGS_GENERATE_DATA = 0x04;
/** Does not show a dialog, but returns the error that requires one. */
export const FLAGS_ERROR_UI_FLAGS_NO_UI = 0x08;
/** Shows only one password dialog at a time for several requests. */
export const FLAGS_ERROR_UI_SERIALIZE_DIALOGS = 0x10;
/** Shows internationalized host names in readable form; not documented further. */
export const FLAGS_ERROR_UI_SHOW_IDN_HOSTNAME = 0x20;

// ---- flags of InternetCheckConnection ----

/** Forces a connection for the check. */
export const FLAG_ICC_FORCE_CONNECTION = 0x00000001;

// ---- privacy settings ----

/** The privacy setting that blocks all cookies. */
export const PRIVACY_TEMPLATE_NO_COOKIES = 0;
/** The privacy setting "high", the strictest that allows cookies. */
export const PRIVACY_TEMPLATE_HIGH = 1;
/** The privacy setting one level below "high". */
export const PRIVACY_TEMPLATE_MEDIUM_HIGH = 2;
/** The privacy setting "medium", between "high" and "low". */
export const PRIVACY_TEMPLATE_MEDIUM = 3;
/** The privacy setting one level above "low". */
export const PRIVACY_TEMPLATE_MEDIUM_LOW = 4;
/** The privacy setting "low", the most permissive of the predefined ones. */
export const PRIVACY_TEMPLATE_LOW = 5;
/** The highest number of the predefined privacy settings; a bound. */
export const PRIVACY_TEMPLATE_MAX = 5;
/** A privacy setting imported from a preference string. */
export const PRIVACY_TEMPLATE_CUSTOM = 100;
/** A privacy setting from the advanced dialog. */
export const PRIVACY_TEMPLATE_ADVANCED = 101;
/** The setting for first-party cookies, those of the site itself. */
export const PRIVACY_TYPE_FIRST_PARTY = 0;
/** The setting for third-party cookies, those of other sites. */
export const PRIVACY_TYPE_THIRD_PARTY = 1;

// ---- access of FtpOpenFile ----

/** The file is opened for writing. */
export const GENERIC_WRITE = 0x40000000;
/** The file is opened for reading. */
export const GENERIC_READ = 0x80000000;

// ---- move methods of InternetSetFilePointer ----

/** The distance is measured from the start of the file. */
export const FILE_BEGIN = 0;
/** The distance is measured from the current position. */
export const FILE_CURRENT = 1;
/** The distance is measured from the end of the file. */
export const FILE_END = 2;
/** The result on Windows if the file position cannot be set. */
export const INVALID_SET_FILE_POINTER = 0xffffffff;
