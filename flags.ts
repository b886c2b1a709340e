// Copyright 2026 the wininet authors. MIT license.

/**
 * Flags, queries, limits and the other constants of WinINet that are neither
 * options, statuses nor errors. Every value is the one of the Windows headers.
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

/** Encodes host names by IDN rules for direct connections. */
export const INTERNET_FLAG_IDN_DIRECT = 0x00000001;
/** Transfers an FTP file as text, with line ends converted. */
export const INTERNET_FLAG_TRANSFER_ASCII = 0x00000001;
/** Encodes host names by IDN rules for connections through a proxy. */
export const INTERNET_FLAG_IDN_PROXY = 0x00000002;
/** Transfers an FTP file byte for byte. */
export const INTERNET_FLAG_TRANSFER_BINARY = 0x00000002;
/**
 * Shows an FTP directory as a folder. It is accepted and ignored; for the transfer
 * of a file it is not a transfer type, so that it is an error there as on Windows.
 */
export const INTERNET_FLAG_FTP_FOLDER_VIEW = 0x00000004;
/** The bits that lie outside INTERNET_FLAGS_MASK. */
export const INTERNET_OPTIONS_MASK = 0x00000004;
/** Windows-internal flag for a background update; not published. */
export const INTERNET_FLAG_BGUPDATE = 0x00000008;
/** Makes a temporary file for the data when it cannot be cached. */
export const INTERNET_FLAG_NEED_FILE = 0x00000010;
/** Older name of the flag that asks for a local file. */
export const INTERNET_FLAG_MUST_CACHE_REQUEST: typeof INTERNET_FLAG_NEED_FILE =
  INTERNET_FLAG_NEED_FILE;
/**
 * Takes the copy from the cache even when it has expired, as going back in a
 * browser does.
 */
export const INTERNET_FLAG_FWD_BACK = 0x00000020;
/** Marks the request as submitting a form. */
export const INTERNET_FLAG_FORMS_SUBMIT = 0x00000040;
/** Meant for writing the cache later; has no effect. */
export const INTERNET_FLAG_CACHE_ASYNC = 0x00000080;
/** Asks a proxy for a fresh copy even when it holds one. */
export const INTERNET_FLAG_PRAGMA_NOCACHE = 0x00000100;
/** Shows no cookie dialog. */
export const INTERNET_FLAG_NO_UI = 0x00000200;
/** Loads an item again when it has neither an expiry nor a modification time. */
export const INTERNET_FLAG_HYPERLINK = 0x00000400;
/** Loads an item again when it has changed since its last download. */
export const INTERNET_FLAG_RESYNCHRONIZE = 0x00000800;
/** Accepts a certificate that was issued for another host name. */
export const INTERNET_FLAG_IGNORE_CERT_CN_INVALID = 0x00001000;
/** Accepts a certificate outside its validity dates. */
export const INTERNET_FLAG_IGNORE_CERT_DATE_INVALID = 0x00002000;
/** Follows redirects from http to https without an error. */
export const INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTPS = 0x00004000;
/** Follows redirects from https to http without an error. */
export const INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTP = 0x00008000;
/** Takes the cached copy when the network request fails. */
export const INTERNET_FLAG_CACHE_IF_NET_FAIL = 0x00010000;
/** Treats cookies as belonging to a site of the restricted zone. */
export const INTERNET_FLAG_RESTRICTED_ZONE = 0x00020000;
/** Does not try to authenticate automatically. */
export const INTERNET_FLAG_NO_AUTH = 0x00040000;
/** Adds no cookies to requests and stores none from responses. */
export const INTERNET_FLAG_NO_COOKIES = 0x00080000;
/** Meant for reading ahead; not supported by Windows. */
export const INTERNET_FLAG_READ_PREFETCH = 0x00100000;
/** Does not follow redirects automatically. */
export const INTERNET_FLAG_NO_AUTO_REDIRECT = 0x00200000;
/** Keeps the connection open for further requests. */
export const INTERNET_FLAG_KEEP_CONNECTION = 0x00400000;
/** Uses TLS for HTTP transactions. */
export const INTERNET_FLAG_SECURE = 0x00800000;
/** Answers only from the cache and makes no network requests. */
export const INTERNET_FLAG_FROM_CACHE = 0x01000000;
/** Other name of the flag for working from the cache only. */
export const INTERNET_FLAG_OFFLINE: typeof INTERNET_FLAG_FROM_CACHE =
  INTERNET_FLAG_FROM_CACHE;
/** Meant to keep an item in the cache; no longer supported. */
export const INTERNET_FLAG_MAKE_PERSISTENT = 0x02000000;
/** Does not put the returned data into the cache. */
export const INTERNET_FLAG_NO_CACHE_WRITE = 0x04000000;
/** Other name of the flag that keeps data out of the cache. */
export const INTERNET_FLAG_DONT_CACHE: typeof INTERNET_FLAG_NO_CACHE_WRITE =
  INTERNET_FLAG_NO_CACHE_WRITE;
/** Uses passive mode for FTP data connections. */
export const INTERNET_FLAG_PASSIVE = 0x08000000;
/** Makes the session, and every handle made from it, asynchronous. */
export const INTERNET_FLAG_ASYNC = 0x10000000;
/** Tries to use an existing connection handle with the same properties. */
export const INTERNET_FLAG_EXISTING_CONNECT = 0x20000000;
/** Returns directory entries as find data instead of an HTML page. */
export const INTERNET_FLAG_RAW_DATA = 0x40000000;
/** Downloads from the origin server and not from the cache. */
export const INTERNET_FLAG_RELOAD = 0x80000000;
/** The bits of INTERNET_FLAG values; INTERNET_FLAG_FTP_FOLDER_VIEW is accepted although it is not one of them. */
export const INTERNET_FLAGS_MASK = 0xfffffffb;

// ---- flags of a call and its context ----

/** Makes an operation asynchronous. */
export const WININET_API_FLAG_ASYNC = 0x00000001;
/** Makes an operation synchronous. */
export const WININET_API_FLAG_SYNC = 0x00000004;
/** Uses the given context value even when it is zero. */
export const WININET_API_FLAG_USE_CONTEXT = 0x00000008;
/** Context value that means no callbacks for the call. */
export const INTERNET_NO_CALLBACK = 0;

// ---- access types of InternetOpen ----

/** Takes the direct or proxy settings from the system configuration. */
export const INTERNET_OPEN_TYPE_PRECONFIG = 0;
/** Old name for using the system configuration. */
export const PRE_CONFIG_INTERNET_ACCESS: typeof INTERNET_OPEN_TYPE_PRECONFIG =
  INTERNET_OPEN_TYPE_PRECONFIG;
/** Connects to all servers directly. */
export const INTERNET_OPEN_TYPE_DIRECT = 1;
/** Old name for connecting directly. */
export const LOCAL_INTERNET_ACCESS: typeof INTERNET_OPEN_TYPE_DIRECT =
  INTERNET_OPEN_TYPE_DIRECT;
/** Passes requests to the named proxy unless a bypass entry matches. */
export const INTERNET_OPEN_TYPE_PROXY = 3;
/** Old name for connecting through a proxy. */
export const CERN_PROXY_INTERNET_ACCESS: typeof INTERNET_OPEN_TYPE_PROXY =
  INTERNET_OPEN_TYPE_PROXY;
/** Uses the system configuration but no automatic proxy script. */
export const INTERNET_OPEN_TYPE_PRECONFIG_WITH_NO_AUTOPROXY = 4;

// ---- services of InternetConnect ----

/**
 * Value of the Windows headers for a service given by a URL; InternetConnect
 * does not accept it.
 */
export const INTERNET_SERVICE_URL = 0;
/** The FTP service. */
export const INTERNET_SERVICE_FTP = 1;
/** The gopher service. */
export const INTERNET_SERVICE_GOPHER = 2;
/** The HTTP service, with or without TLS. */
export const INTERNET_SERVICE_HTTP = 3;

// ---- queries of HttpQueryInfo ----

/** The MIME-Version header: the version of MIME used for the message. */
export const HTTP_QUERY_MIME_VERSION = 0;
/** The Content-Type header: the media type of the content. */
export const HTTP_QUERY_CONTENT_TYPE = 1;
/**
 * The Content-Transfer-Encoding header: the additional encoding of the content.
 */
export const HTTP_QUERY_CONTENT_TRANSFER_ENCODING = 2;
/** The Content-ID header: the identifier of a content part. */
export const HTTP_QUERY_CONTENT_ID = 3;
/** The Content-Description header: a description of the content part. */
export const HTTP_QUERY_CONTENT_DESCRIPTION = 4;
/** The Content-Length header: the size of the content in bytes. */
export const HTTP_QUERY_CONTENT_LENGTH = 5;
/** The Content-Language header: the language of the content. */
export const HTTP_QUERY_CONTENT_LANGUAGE = 6;
/** The Allow header: the methods that the resource supports. */
export const HTTP_QUERY_ALLOW = 7;
/** The Public header: the methods that the server supports. */
export const HTTP_QUERY_PUBLIC = 8;
/** The Date header: the time at which the message was made. */
export const HTTP_QUERY_DATE = 9;
/** The Expires header: the time after which the content is stale. */
export const HTTP_QUERY_EXPIRES = 10;
/** The Last-Modified header: the time of the last change of the content. */
export const HTTP_QUERY_LAST_MODIFIED = 11;
/** The Message-ID header: an identifier of the message; no longer in use. */
export const HTTP_QUERY_MESSAGE_ID = 12;
/** The URI header: another address of the resource. */
export const HTTP_QUERY_URI = 13;
/**
 * The Derived-From header: the version from which the content was made; no
 * longer in use.
 */
export const HTTP_QUERY_DERIVED_FROM = 14;
/** The Cost header: the price of the retrieval; no longer in use. */
export const HTTP_QUERY_COST = 15;
/**
 * The Link header: relations of the resource to others; documented as obsolete.
 */
export const HTTP_QUERY_LINK = 16;
/** The Pragma header: directives that each recipient may apply. */
export const HTTP_QUERY_PRAGMA = 17;
/** The HTTP version of the status line. */
export const HTTP_QUERY_VERSION = 18;
/** The three-digit status code of the response. */
export const HTTP_QUERY_STATUS_CODE = 19;
/** The text after the status code of the response. */
export const HTTP_QUERY_STATUS_TEXT = 20;
/** All headers, each ended by a NUL character. */
export const HTTP_QUERY_RAW_HEADERS = 21;
/** All headers, each ended by a carriage return and line feed. */
export const HTTP_QUERY_RAW_HEADERS_CRLF = 22;
/** The Connection header: options of this connection. */
export const HTTP_QUERY_CONNECTION = 23;
/** The Accept header: media types that the client takes. */
export const HTTP_QUERY_ACCEPT = 24;
/** The Accept-Charset header: character sets that the client takes. */
export const HTTP_QUERY_ACCEPT_CHARSET = 25;
/** The Accept-Encoding header: content codings that the client takes. */
export const HTTP_QUERY_ACCEPT_ENCODING = 26;
/** The Accept-Language header: languages that the client prefers. */
export const HTTP_QUERY_ACCEPT_LANGUAGE = 27;
/** The Authorization header: the credentials of the client. */
export const HTTP_QUERY_AUTHORIZATION = 28;
/** The Content-Encoding header: codings applied to the content. */
export const HTTP_QUERY_CONTENT_ENCODING = 29;
/** The Forwarded header: proxies that passed the message on. */
export const HTTP_QUERY_FORWARDED = 30;
/** The From header: the mail address of the user of the client. */
export const HTTP_QUERY_FROM = 31;
/**
 * The If-Modified-Since header: the condition that the content is newer than a
 * time.
 */
export const HTTP_QUERY_IF_MODIFIED_SINCE = 32;
/** The Location header: the address of a redirect or of a new resource. */
export const HTTP_QUERY_LOCATION = 33;
/** The Orig-URI header: the address originally asked for; no longer in use. */
export const HTTP_QUERY_ORIG_URI = 34;
/** The Referer header: the address from which the link came. */
export const HTTP_QUERY_REFERER = 35;
/** The Retry-After header: the delay before another try. */
export const HTTP_QUERY_RETRY_AFTER = 36;
/** The Server header: the software of the server. */
export const HTTP_QUERY_SERVER = 37;
/** The Title header: the title of the content; no longer in use. */
export const HTTP_QUERY_TITLE = 38;
/** The User-Agent header: the software of the client. */
export const HTTP_QUERY_USER_AGENT = 39;
/** The WWW-Authenticate header: challenges of the server. */
export const HTTP_QUERY_WWW_AUTHENTICATE = 40;
/** The Proxy-Authenticate header: challenges of the proxy. */
export const HTTP_QUERY_PROXY_AUTHENTICATE = 41;
/** The Accept-Ranges header: range units that the server takes. */
export const HTTP_QUERY_ACCEPT_RANGES = 42;
/** The Set-Cookie header: a cookie that the server sets. */
export const HTTP_QUERY_SET_COOKIE = 43;
/** The Cookie header: cookies that go with the request. */
export const HTTP_QUERY_COOKIE = 44;
/** The method of the request, such as GET. */
export const HTTP_QUERY_REQUEST_METHOD = 45;
/** The Refresh header: a delay and address for loading again. */
export const HTTP_QUERY_REFRESH = 46;
/** The Content-Disposition header: the intended presentation of the content. */
export const HTTP_QUERY_CONTENT_DISPOSITION = 47;
/** The Age header: seconds since the response was made at its origin. */
export const HTTP_QUERY_AGE = 48;
/** The Cache-Control header: directives for caches. */
export const HTTP_QUERY_CACHE_CONTROL = 49;
/** The Content-Base header: the base for relative addresses. */
export const HTTP_QUERY_CONTENT_BASE = 50;
/** The Content-Location header: the address of the content itself. */
export const HTTP_QUERY_CONTENT_LOCATION = 51;
/** The Content-MD5 header: a digest of the content. */
export const HTTP_QUERY_CONTENT_MD5 = 52;
/** The Content-Range header: where partial content belongs in the whole. */
export const HTTP_QUERY_CONTENT_RANGE = 53;
/** The ETag header: the tag of this version of the resource. */
export const HTTP_QUERY_ETAG = 54;
/** The Host header: the host and port that the request is for. */
export const HTTP_QUERY_HOST = 55;
/** The If-Match header: the condition that a given version is current. */
export const HTTP_QUERY_IF_MATCH = 56;
/**
 * The If-None-Match header: the condition that none of the given versions is
 * current.
 */
export const HTTP_QUERY_IF_NONE_MATCH = 57;
/** The If-Range header: the condition under which a range is enough. */
export const HTTP_QUERY_IF_RANGE = 58;
/**
 * The If-Unmodified-Since header: the condition that the content is not newer
 * than a time.
 */
export const HTTP_QUERY_IF_UNMODIFIED_SINCE = 59;
/** The Max-Forwards header: the number of times that the request may still be forwarded. */
export const HTTP_QUERY_MAX_FORWARDS = 60;
/** The Proxy-Authorization header: credentials for the proxy. */
export const HTTP_QUERY_PROXY_AUTHORIZATION = 61;
/** The Range header: the part of the content that is wanted. */
export const HTTP_QUERY_RANGE = 62;
/** The Transfer-Encoding header: codings applied for the transfer. */
export const HTTP_QUERY_TRANSFER_ENCODING = 63;
/** The Upgrade header: other protocols that are offered. */
export const HTTP_QUERY_UPGRADE = 64;
/** The Vary header: request headers on which the response depends. */
export const HTTP_QUERY_VARY = 65;
/** The Via header: intermediaries between client and server. */
export const HTTP_QUERY_VIA = 66;
/** The Warning header: more about the state of the response. */
export const HTTP_QUERY_WARNING = 67;
/** The Expect header: the expectations of the client. */
export const HTTP_QUERY_EXPECT = 68;
/** The Proxy-Connection header: options of the connection to a proxy. */
export const HTTP_QUERY_PROXY_CONNECTION = 69;
/**
 * The Unless-Modified-Since header: an older condition on the time of change.
 */
export const HTTP_QUERY_UNLESS_MODIFIED_SINCE = 70;
/**
 * Declared in wininet.h for echoing the request; not implemented by Windows.
 */
export const HTTP_QUERY_ECHO_REQUEST = 71;
/** Declared in wininet.h for echoing the reply; not implemented by Windows. */
export const HTTP_QUERY_ECHO_REPLY = 72;
/** Declared in wininet.h for echoing headers; not implemented by Windows. */
export const HTTP_QUERY_ECHO_HEADERS = 73;
/**
 * Declared in wininet.h for echoing header lines; not implemented by Windows.
 */
export const HTTP_QUERY_ECHO_HEADERS_CRLF = 74;
/** The Proxy-Support header: authentication features of the proxy. */
export const HTTP_QUERY_PROXY_SUPPORT = 75;
/**
 * The Authentication-Info header: information after authentication succeeded.
 */
export const HTTP_QUERY_AUTHENTICATION_INFO = 76;
/** The PassportURLs header: addresses of the Passport service. */
export const HTTP_QUERY_PASSPORT_URLS = 77;
/** Highest header index in the old wininet.h; a bound, not a query. */
export const HTTP_QUERY_MAX = 78;
/** The PassportConfig header: settings of the Passport service. */
export const HTTP_QUERY_PASSPORT_CONFIG = 78;
/** The X-Content-Type-Options header: forbids guessing the media type. */
export const HTTP_QUERY_X_CONTENT_TYPE_OPTIONS = 79;
/** The P3P header: the privacy policy of the site. */
export const HTTP_QUERY_P3P = 80;
/**
 * The X-P2P-PeerDist header: support for content from neighbouring computers.
 */
export const HTTP_QUERY_X_P2P_PEERDIST = 81;
/**
 * The Translate header: lets a WebDAV server process the resource, or not.
 */
export const HTTP_QUERY_TRANSLATE = 82;
/** The X-UA-Compatible header: the browser mode that a page asks for. */
export const HTTP_QUERY_X_UA_COMPATIBLE = 83;
/** The Default-Style header: the preferred style sheet of a page. */
export const HTTP_QUERY_DEFAULT_STYLE = 84;
/** The X-Frame-Options header: the permission to show a page in a frame. */
export const HTTP_QUERY_X_FRAME_OPTIONS = 85;
/** The X-XSS-Protection header: the setting for the browser's script filter. */
export const HTTP_QUERY_X_XSS_PROTECTION = 86;
/** The Set-Cookie2 header: a cookie in the obsolete second format. */
export const HTTP_QUERY_SET_COOKIE2 = 87;
/** The DNT header: the user's wish not to be tracked. */
export const HTTP_QUERY_DO_NOT_TRACK = 88;
/** The Keep-Alive header: parameters of a persistent connection. */
export const HTTP_QUERY_KEEP_ALIVE = 89;
/** The HTTP2-Settings header: settings sent with an upgrade to HTTP/2. */
export const HTTP_QUERY_HTTP2_SETTINGS = 90;
/** The Strict-Transport-Security header: the demand to use https only. */
export const HTTP_QUERY_STRICT_TRANSPORT_SECURITY = 91;
/** The Sec-Token-Binding header: the proof of a token binding. */
export const HTTP_QUERY_TOKEN_BINDING = 92;
/**
 * The Include-Referred-Token-Binding-ID header: asks to add the referred token
 * binding.
 */
export const HTTP_QUERY_INCLUDE_REFERRED_TOKEN_BINDING_ID = 93;
/** Other spelling of the query for the referred token binding. */
export const HTTP_QUERY_INCLUDE_REFERER_TOKEN_BINDING_ID:
  typeof HTTP_QUERY_INCLUDE_REFERRED_TOKEN_BINDING_ID =
    HTTP_QUERY_INCLUDE_REFERRED_TOKEN_BINDING_ID;
/** The Public-Key-Pins header: keys that the host must use. */
export const HTTP_QUERY_PUBLIC_KEY_PINS = 94;
/**
 * The Public-Key-Pins-Report-Only header: keys whose absence is only reported.
 */
export const HTTP_QUERY_PUBLIC_KEY_PINS_REPORT_ONLY = 95;
/** Looks up a header by the name that is given in the buffer. */
export const HTTP_QUERY_CUSTOM = 0xffff;
/** The bits of a query that hold the header index. */
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
/** The bits of a query that change how the value is returned. */
export const HTTP_QUERY_MODIFIER_FLAGS_MASK = 0xfc000000;

// ---- HTTP status codes ----

/** The client may send the rest of its request. */
export const HTTP_STATUS_CONTINUE = 100;
/** Lowest status code in wininet.h; a bound. */
export const HTTP_STATUS_FIRST = 100;
/** The server changes to the protocol that was asked for. */
export const HTTP_STATUS_SWITCH_PROTOCOLS = 101;
/** The request succeeded. */
export const HTTP_STATUS_OK = 200;
/** A new resource has been created. */
export const HTTP_STATUS_CREATED = 201;
/** The request was accepted but is not finished. */
export const HTTP_STATUS_ACCEPTED = 202;
/** The returned information is not the origin server's own set. */
export const HTTP_STATUS_PARTIAL = 203;
/** The request succeeded and there is nothing to send back. */
export const HTTP_STATUS_NO_CONTENT = 204;
/** The request succeeded and the client should clear its view. */
export const HTTP_STATUS_RESET_CONTENT = 205;
/** The response holds the part of the content that was asked for. */
export const HTTP_STATUS_PARTIAL_CONTENT = 206;
/** There are several choices for the resource. */
export const HTTP_STATUS_AMBIGUOUS = 300;
/** The resource has a new permanent address. */
export const HTTP_STATUS_MOVED = 301;
/** The resource is at another address for now. */
export const HTTP_STATUS_REDIRECT = 302;
/** The response is to be fetched from another address with GET. */
export const HTTP_STATUS_REDIRECT_METHOD = 303;
/** The resource has not changed since the given condition. */
export const HTTP_STATUS_NOT_MODIFIED = 304;
/** The resource must be fetched through a proxy. */
export const HTTP_STATUS_USE_PROXY = 305;
/** The resource is at another address for now and the method must stay. */
export const HTTP_STATUS_REDIRECT_KEEP_VERB = 307;
/** The resource has a new permanent address and the method must stay. */
export const HTTP_STATUS_PERMANENT_REDIRECT = 308;
/** The server could not understand the request. */
export const HTTP_STATUS_BAD_REQUEST = 400;
/** The request needs authentication at the server. */
export const HTTP_STATUS_DENIED = 401;
/** Reserved for requests that must be paid for. */
export const HTTP_STATUS_PAYMENT_REQ = 402;
/** The server refuses the request. */
export const HTTP_STATUS_FORBIDDEN = 403;
/** The server has nothing at this address. */
export const HTTP_STATUS_NOT_FOUND = 404;
/** The method is not allowed for this resource. */
export const HTTP_STATUS_BAD_METHOD = 405;
/** No version of the resource suits the client. */
export const HTTP_STATUS_NONE_ACCEPTABLE = 406;
/** The request needs authentication at the proxy. */
export const HTTP_STATUS_PROXY_AUTH_REQ = 407;
/** The server waited too long for the request. */
export const HTTP_STATUS_REQUEST_TIMEOUT = 408;
/** The request conflicts with the state of the resource. */
export const HTTP_STATUS_CONFLICT = 409;
/** The resource is gone for good. */
export const HTTP_STATUS_GONE = 410;
/** The server wants the length of the body to be stated. */
export const HTTP_STATUS_LENGTH_REQUIRED = 411;
/** A condition in the request headers is false. */
export const HTTP_STATUS_PRECOND_FAILED = 412;
/** The body of the request is too large. */
export const HTTP_STATUS_REQUEST_TOO_LARGE = 413;
/** The address is too long for the server. */
export const HTTP_STATUS_URI_TOO_LONG = 414;
/** The server does not take this type of body. */
export const HTTP_STATUS_UNSUPPORTED_MEDIA = 415;
/** The request reached a server that cannot answer for this host. */
export const HTTP_STATUS_MISDIRECTED_REQUEST = 421;
/**
 * The request should be repeated after a suitable action (Microsoft extension).
 */
export const HTTP_STATUS_RETRY_WITH = 449;
/** The server met an unexpected condition. */
export const HTTP_STATUS_SERVER_ERROR = 500;
/** The server does not support a feature that the request needs. */
export const HTTP_STATUS_NOT_SUPPORTED = 501;
/** A gateway received a faulty response from its server. */
export const HTTP_STATUS_BAD_GATEWAY = 502;
/** The service is overloaded or down for now. */
export const HTTP_STATUS_SERVICE_UNAVAIL = 503;
/** A gateway waited too long for its server. */
export const HTTP_STATUS_GATEWAY_TIMEOUT = 504;
/** Highest status code in wininet.h; a bound. */
export const HTTP_STATUS_LAST = 505;
/** The server does not support this HTTP version. */
export const HTTP_STATUS_VERSION_NOT_SUP = 505;

// ---- flags of HttpAddRequestHeaders ----

/** The bits that hold the index of the header to change. */
export const HTTP_ADDREQ_INDEX_MASK = 0x0000ffff;
/** Joins headers of the same name with a semicolon. */
export const HTTP_ADDREQ_FLAG_COALESCE_WITH_SEMICOLON = 0x01000000;
/**
 * Flag of the Windows headers for changing the headers of the response; not
 * documented.
 */
export const HTTP_ADDREQ_FLAG_RESPONSE_HEADERS = 0x02000000;
/**
 * Flag of the Windows headers for accepting headers without a value; not
 * documented.
 */
export const HTTP_ADDREQ_FLAG_ALLOW_EMPTY_VALUES = 0x04000000;
/** Adds the header only when it is not there yet. */
export const HTTP_ADDREQ_FLAG_ADD_IF_NEW = 0x10000000;
/** Adds the header, or adds it when there is nothing to replace. */
export const HTTP_ADDREQ_FLAG_ADD = 0x20000000;
/** Joins headers of the same name with a comma. */
export const HTTP_ADDREQ_FLAG_COALESCE_WITH_COMMA = 0x40000000;
/** Short name for joining headers of the same name. */
export const HTTP_ADDREQ_FLAG_COALESCE:
  typeof HTTP_ADDREQ_FLAG_COALESCE_WITH_COMMA =
    HTTP_ADDREQ_FLAG_COALESCE_WITH_COMMA;
/** Replaces the header, or removes it when the new value is empty. */
export const HTTP_ADDREQ_FLAG_REPLACE = 0x80000000;
/** The bits that hold the flags. */
export const HTTP_ADDREQ_FLAGS_MASK = 0xffff0000;

// ---- flags of HttpSendRequestEx and HttpEndRequest ----

/** Forces asynchronous sending; not documented. */
export const HSR_ASYNC = 0x00000001;
/** Forces synchronous sending; not documented. */
export const HSR_SYNC = 0x00000004;
/** Starts an operation that HttpEndRequest completes; not documented. */
export const HSR_INITIATE = 0x00000008;
/** Uses the context value even when it is zero; not documented. */
export const HSR_USE_CONTEXT = 0x00000008;
/** Sends the request to download to a file; not documented. */
export const HSR_DOWNLOAD = 0x00000010;
/**
 * Operates in chunks, sending or receiving part of the data; not documented.
 */
export const HSR_CHUNKED = 0x00000020;

// ---- flags of the URL functions ----

/** Encodes percent signs too, which are otherwise left alone. */
export const ICU_ENCODE_PERCENT = 0x00001000;
/** Escapes the authority of a URL that is built, as IPv6 scopes need. */
export const ICU_ESCAPE_AUTHORITY = 0x00002000;
/** Leaves characters after a question mark or number sign as they are. */
export const ICU_BROWSER_MODE = 0x02000000;
/** Encodes spaces and nothing else. */
export const ICU_ENCODE_SPACES_ONLY = 0x04000000;
/** Does not remove dot segments such as "." and ".." from the path. */
export const ICU_NO_META = 0x08000000;
/** Turns percent escapes into characters. */
export const ICU_DECODE = 0x10000000;
/** Does not turn unsafe characters into percent escapes. */
export const ICU_NO_ENCODE = 0x20000000;
/** Adds the default user name when a URL is built; obsolete. */
export const ICU_USERNAME = 0x40000000;
/** Undoes escapes when a URL is taken apart, and adds them when it is built. */
export const ICU_ESCAPE = 0x80000000;

// ---- URL schemes ----

/** The URL has no scheme or only part of one. */
export const INTERNET_SCHEME_PARTIAL: -2 = -2;
/** The scheme is not one of the known ones. */
export const INTERNET_SCHEME_UNKNOWN: -1 = -1;
/** The scheme is taken from the context or the default. */
export const INTERNET_SCHEME_DEFAULT = 0;
/** Lowest number of a known scheme; a bound. */
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
/** Highest number of a known scheme; a bound. */
export const INTERNET_SCHEME_LAST = 11;
/** The res scheme, for resources inside program files. */
export const INTERNET_SCHEME_RES = 11;

// ---- types of gopher items ----

/** The item is a text file. */
export const GOPHER_TYPE_TEXT_FILE = 0x00000001;
/** The item is a menu of further items. */
export const GOPHER_TYPE_DIRECTORY = 0x00000002;
/** The item is a CSO phone book server. */
export const GOPHER_TYPE_CSO = 0x00000004;
/** The item stands for an error. */
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
/** The item stands for a server that doubles the one before it. */
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
/** The item is a sound. */
export const GOPHER_TYPE_SOUND = 0x00010000;
/** The item is an HTML page. */
export const GOPHER_TYPE_HTML = 0x00020000;
/** The item is a PDF document. */
export const GOPHER_TYPE_PDF = 0x00040000;
/** The item is a calendar. */
export const GOPHER_TYPE_CALENDAR = 0x00080000;
/** The item is an inline file. */
export const GOPHER_TYPE_INLINE = 0x00100000;
/** All types that stand for a file. */
export const GOPHER_TYPE_FILE_MASK = 0x001ff271;
/** The type of the item is not known. */
export const GOPHER_TYPE_UNKNOWN = 0x20000000;
/** The item asks the user questions (Gopher+). */
export const GOPHER_TYPE_ASK = 0x40000000;
/** The item is a Gopher+ item. */
export const GOPHER_TYPE_GOPHER_PLUS = 0x80000000;

// ---- numbers of gopher categories and attributes ----

/** Number from which the gopher identifiers count. */
export const GOPHER_ATTRIBUTE_ID_BASE = 0xabcccc00;
/** Identifier of all Gopher+ attribute categories. */
export const GOPHER_CATEGORY_ID_ALL = 0xabcccc01;
/** Identifier of the category +INFO. */
export const GOPHER_CATEGORY_ID_INFO = 0xabcccc02;
/** Identifier of the category +ADMIN. */
export const GOPHER_CATEGORY_ID_ADMIN = 0xabcccc03;
/** Identifier of the category +VIEWS. */
export const GOPHER_CATEGORY_ID_VIEWS = 0xabcccc04;
/** Identifier of the category +ABSTRACT. */
export const GOPHER_CATEGORY_ID_ABSTRACT = 0xabcccc05;
/** Identifier of the category +VERONICA. */
export const GOPHER_CATEGORY_ID_VERONICA = 0xabcccc06;
/** Identifier of the category +ASK. */
export const GOPHER_CATEGORY_ID_ASK = 0xabcccc07;
/** Identifier of a category that is not known. */
export const GOPHER_CATEGORY_ID_UNKNOWN = 0xabcccc08;
/** Identifier of all attributes. */
export const GOPHER_ATTRIBUTE_ID_ALL = 0xabcccc09;
/** Identifier of the administrator attribute. */
export const GOPHER_ATTRIBUTE_ID_ADMIN = 0xabcccc0a;
/** Identifier of the modification date attribute. */
export const GOPHER_ATTRIBUTE_ID_MOD_DATE = 0xabcccc0b;
/** Identifier of the time-to-live attribute. */
export const GOPHER_ATTRIBUTE_ID_TTL = 0xabcccc0c;
/** Identifier of the search score attribute. */
export const GOPHER_ATTRIBUTE_ID_SCORE = 0xabcccc0d;
/** Identifier of the score range attribute. */
export const GOPHER_ATTRIBUTE_ID_RANGE = 0xabcccc0e;
/** Identifier of the site name attribute. */
export const GOPHER_ATTRIBUTE_ID_SITE = 0xabcccc0f;
/** Identifier of the organization attribute. */
export const GOPHER_ATTRIBUTE_ID_ORG = 0xabcccc10;
/** Identifier of the location attribute. */
export const GOPHER_ATTRIBUTE_ID_LOCATION = 0xabcccc11;
/** Identifier of the geographical position attribute. */
export const GOPHER_ATTRIBUTE_ID_GEOG = 0xabcccc12;
/** Identifier of the time zone attribute. */
export const GOPHER_ATTRIBUTE_ID_TIMEZONE = 0xabcccc13;
/** Identifier of the provider attribute. */
export const GOPHER_ATTRIBUTE_ID_PROVIDER = 0xabcccc14;
/** Identifier of the version attribute. */
export const GOPHER_ATTRIBUTE_ID_VERSION = 0xabcccc15;
/** Identifier of the abstract attribute. */
export const GOPHER_ATTRIBUTE_ID_ABSTRACT = 0xabcccc16;
/** Identifier of the view attribute. */
export const GOPHER_ATTRIBUTE_ID_VIEW = 0xabcccc17;
/** Identifier of the Veronica tree walk attribute. */
export const GOPHER_ATTRIBUTE_ID_TREEWALK = 0xabcccc18;
/** Identifier of an attribute that is not known. */
export const GOPHER_ATTRIBUTE_ID_UNKNOWN = 0xabcccc19;

// ---- names of gopher categories and attributes ----

/** Name of the category with the item's own description. */
export const GOPHER_INFO_CATEGORY = "+INFO";
/** Name of the category with administrative data. */
export const GOPHER_ADMIN_CATEGORY = "+ADMIN";
/** Name of the category with the available formats. */
export const GOPHER_VIEWS_CATEGORY = "+VIEWS";
/** Name of the category with a summary. */
export const GOPHER_ABSTRACT_CATEGORY = "+ABSTRACT";
/** Name of the category with data for Veronica indexing. */
export const GOPHER_VERONICA_CATEGORY = "+VERONICA";
/** Name of the attribute with the administrator. */
export const GOPHER_ADMIN_ATTRIBUTE = "Admin";
/** Name of the attribute with the modification date. */
export const GOPHER_MOD_DATE_ATTRIBUTE = "Mod-Date";
/** Name of the attribute with the time to live. */
export const GOPHER_TTL_ATTRIBUTE = "TTL";
/** Name of the attribute with a search score. */
export const GOPHER_SCORE_ATTRIBUTE = "Score";
/** Name of the attribute with the range of scores. */
export const GOPHER_RANGE_ATTRIBUTE = "Score-range";
/** Name of the attribute with the site. */
export const GOPHER_SITE_ATTRIBUTE = "Site";
/** Name of the attribute with the organization. */
export const GOPHER_ORG_ATTRIBUTE = "Org";
/** Name of the attribute with the place. */
export const GOPHER_LOCATION_ATTRIBUTE = "Loc";
/** Name of the attribute with the geographical position. */
export const GOPHER_GEOG_ATTRIBUTE = "Geog";
/** Name of the attribute with the time zone. */
export const GOPHER_TIMEZONE_ATTRIBUTE = "TZ";
/** Name of the attribute with the provider. */
export const GOPHER_PROVIDER_ATTRIBUTE = "Provider";
/** Name of the attribute with the version. */
export const GOPHER_VERSION_ATTRIBUTE = "Version";
/** Name of the attribute with the abstract. */
export const GOPHER_ABSTRACT_ATTRIBUTE = "Abstract";
/** Name of the attribute with a view. */
export const GOPHER_VIEW_ATTRIBUTE = "View";
/** Name of the attribute that allows Veronica to index the item, or not. */
export const GOPHER_TREEWALK_ATTRIBUTE = "treewalk";

// ---- transfer types of FTP ----

/** Leaves the type open, which gives a binary transfer. */
export const FTP_TRANSFER_TYPE_UNKNOWN = 0x00000000;
/** Transfers as text (FTP type A) with line ends converted. */
export const FTP_TRANSFER_TYPE_ASCII = 0x00000001;
/** Transfers byte for byte (FTP type I). */
export const FTP_TRANSFER_TYPE_BINARY = 0x00000002;
/** The bits that hold the transfer type. */
export const FTP_TRANSFER_TYPE_MASK = 0x00000003;

// ---- flags of InternetReadFileEx ----

/** Makes the read asynchronous. */
export const IRF_ASYNC = 0x00000001;
/** Makes the read synchronous. */
export const IRF_SYNC = 0x00000004;
/** Does not wait for data that has not arrived yet. */
export const IRF_NO_WAIT = 0x00000008;
/** Uses the context value even when it is zero. */
export const IRF_USE_CONTEXT = 0x00000008;

// ---- file attributes ----

/** The file may be read but not changed. */
export const FILE_ATTRIBUTE_READONLY = 0x00000001;
/** The file is left out of ordinary listings. */
export const FILE_ATTRIBUTE_HIDDEN = 0x00000002;
/** The file belongs to the operating system. */
export const FILE_ATTRIBUTE_SYSTEM = 0x00000004;
/** The entry is a directory. */
export const FILE_ATTRIBUTE_DIRECTORY = 0x00000010;
/** The file has changed since it was last saved by a backup. */
export const FILE_ATTRIBUTE_ARCHIVE = 0x00000020;
/** Reserved for devices. */
export const FILE_ATTRIBUTE_DEVICE = 0x00000040;
/** The file has no other attribute. */
export const FILE_ATTRIBUTE_NORMAL = 0x00000080;
/** The file holds data for a short time only. */
export const FILE_ATTRIBUTE_TEMPORARY = 0x00000100;
/** The file has regions that take no room on the disk. */
export const FILE_ATTRIBUTE_SPARSE_FILE = 0x00000200;
/** The entry is a reparse point, such as a symbolic link. */
export const FILE_ATTRIBUTE_REPARSE_POINT = 0x00000400;
/** The file is stored compressed. */
export const FILE_ATTRIBUTE_COMPRESSED = 0x00000800;
/** The data of the file has been moved to other storage. */
export const FILE_ATTRIBUTE_OFFLINE = 0x00001000;
/** The file is left out of the content index. */
export const FILE_ATTRIBUTE_NOT_CONTENT_INDEXED = 0x00002000;
/** The file is stored encrypted. */
export const FILE_ATTRIBUTE_ENCRYPTED = 0x00004000;
/** Reserved for system use. */
export const FILE_ATTRIBUTE_VIRTUAL = 0x00010000;

// ---- types of cache entries ----

/** An ordinary entry that may be removed when room is needed. */
export const NORMAL_CACHE_ENTRY = 0x00000001;
/** An entry that is protected for a time against removal. */
export const STICKY_CACHE_ENTRY = 0x00000004;
/** An entry whose file a program has edited. */
export const EDITED_CACHE_ENTRY = 0x00000008;
/** An entry kept up to date for offline use; not supported by Windows. */
export const TRACK_OFFLINE_CACHE_ENTRY = 0x00000010;
/** An entry kept up to date for online use; not supported by Windows. */
export const TRACK_ONLINE_CACHE_ENTRY = 0x00000020;
/** Marks an entry that came by HTTP/1.1; not documented. */
export const HTTP_1_1_CACHE_ENTRY = 0x00000040;
/** Marks an entry that seldom changes; not documented. */
export const STATIC_CACHE_ENTRY = 0x00000080;
/** Marks an entry that must be checked before use; not documented. */
export const MUST_REVALIDATE_CACHE_ENTRY = 0x00000100;
/** Marks an entry with a short file path; not documented. */
export const SHORTPATH_CACHE_ENTRY = 0x00000200;
/** Marks an entry made by a download; not documented. */
export const DOWNLOAD_CACHE_ENTRY = 0x00000400;
/** Marks an entry that holds a redirect; not documented. */
export const REDIRECT_CACHE_ENTRY = 0x00000800;
/** Marks an entry whose cookies were accepted; not documented. */
export const COOKIE_ACCEPTED_CACHE_ENTRY = 0x00001000;
/** Marks an entry whose cookies were leashed; not documented. */
export const COOKIE_LEASHED_CACHE_ENTRY = 0x00002000;
/** Marks an entry whose cookies were made session cookies; not documented. */
export const COOKIE_DOWNGRADED_CACHE_ENTRY = 0x00004000;
/** Marks an entry whose cookies were rejected; not documented. */
export const COOKIE_REJECTED_CACHE_ENTRY = 0x00008000;
/** An entry of which only a part is stored. */
export const SPARSE_CACHE_ENTRY = 0x00010000;
/** Marks an entry made during private browsing; not documented. */
export const PRIVACY_MODE_CACHE_ENTRY = 0x00020000;
/** Marks an entry of a cross-domain request; not documented. */
export const XDR_CACHE_ENTRY = 0x00040000;
/** Marks an entry that never changes; not documented. */
export const IMMUTABLE_CACHE_ENTRY = 0x00080000;
/** An entry that stores a cookie. */
export const COOKIE_CACHE_ENTRY = 0x00100000;
/** An entry of the visited-address history. */
export const URLHISTORY_CACHE_ENTRY = 0x00200000;
/** Entry types that an enumeration finds when none are named. */
export const URLCACHE_FIND_DEFAULT_FILTER = 0x00300035;
/** Marks an entry that waits for its deletion; not documented. */
export const PENDING_DELETE_CACHE_ENTRY = 0x00400000;
/** Marks an entry of another user; not documented. */
export const OTHER_USER_CACHE_ENTRY = 0x00800000;
/** Marks an entry touched by a privacy decision; not documented. */
export const PRIVACY_IMPACTED_CACHE_ENTRY = 0x02000000;
/** Marks the entry of a response to POST; not documented. */
export const POST_RESPONSE_CACHE_ENTRY = 0x04000000;
/** Marks an entry put there by an installation; not documented. */
export const INSTALLED_CACHE_ENTRY = 0x10000000;
/** Marks an entry that is to be checked after use; not documented. */
export const POST_CHECK_CACHE_ENTRY = 0x20000000;
/** Marks an entry that belongs to an identity; not documented. */
export const IDENTITY_CACHE_ENTRY = 0x80000000;
/** All entry types at once. */
export const ANY_CACHE_ENTRY = 0xffffffff;

// ---- fields of SetUrlCacheEntryInfo ----

/** Sets the type of a cache entry. */
export const CACHE_ENTRY_ATTRIBUTE_FC = 0x00000004;
/** Sets the hit rate of a cache entry. */
export const CACHE_ENTRY_HITRATE_FC = 0x00000010;
/** Sets the time of the last change of a cache entry. */
export const CACHE_ENTRY_MODTIME_FC = 0x00000040;
/** Sets the expiry time of a cache entry. */
export const CACHE_ENTRY_EXPTIME_FC = 0x00000080;
/** Sets the time of the last access to a cache entry. */
export const CACHE_ENTRY_ACCTIME_FC = 0x00000100;
/** Sets the time of the last synchronization of a cache entry. */
export const CACHE_ENTRY_SYNCTIME_FC = 0x00000200;
/** Meant to set the header information; not implemented by Windows. */
export const CACHE_ENTRY_HEADERINFO_FC = 0x00000400;
/** Sets the time for which a cache entry is exempt from removal. */
export const CACHE_ENTRY_EXEMPT_DELTA_FC = 0x00000800;
/** Field bit for the type of a cache entry; not documented. */
export const CACHE_ENTRY_TYPE_FC = 0x00001000;
/** Field bit for changing the data of a cache entry; not documented. */
export const CACHE_ENTRY_MODIFY_DATA_FC = 0x80000000;

// ---- cache groups ----

/** Enumerates all cache groups. */
export const CACHEGROUP_SEARCH_ALL = 0;
/** Meant to enumerate the groups of a URL; not implemented by Windows. */
export const CACHEGROUP_SEARCH_BYURL = 1;
/** Adds a cache entry to a group. */
export const INTERNET_CACHE_GROUP_ADD = 0;
/** Removes a cache entry from a group. */
export const INTERNET_CACHE_GROUP_REMOVE = 1;
/** Asks for flags, type, disk usage and quota of a group. */
export const CACHEGROUP_ATTRIBUTE_BASIC = 0x00000001;
/** Sets or asks for the flags of a group. */
export const CACHEGROUP_ATTRIBUTE_FLAG = 0x00000002;
/** Sets or asks for the type of a group. */
export const CACHEGROUP_ATTRIBUTE_TYPE = 0x00000004;
/** Sets or asks for the disk quota of a group. */
export const CACHEGROUP_ATTRIBUTE_QUOTA = 0x00000008;
/** Sets or asks for the name of a group. */
export const CACHEGROUP_ATTRIBUTE_GROUPNAME = 0x00000010;
/** Sets or asks for the owner storage of a group. */
export const CACHEGROUP_ATTRIBUTE_STORAGE = 0x00000020;
/** Asks for all attributes of a group. */
export const CACHEGROUP_ATTRIBUTE_GET_ALL = 0xffffffff;
/** The group attributes that can be both read and set. */
export const CACHEGROUP_READWRITE_MASK = 0x0000003c;
/** The entries of the group are not removed to make room. */
export const CACHEGROUP_FLAG_NONPURGEABLE = 0x00000001;
/** Deleting the group deletes its entries too. */
export const CACHEGROUP_FLAG_FLUSHURL_ONDELETE = 0x00000002;
/** Makes only a group identifier and not the group itself. */
export const CACHEGROUP_FLAG_GIDONLY = 0x00000004;
/** All flags that a cache group may have. */
export const CACHEGROUP_FLAG_VALID = 0x00000007;
/** The cache group is not valid. */
export const CACHEGROUP_TYPE_INVALID = 1;
/** Identifier of the built-in group of sticky entries. */
export const CACHEGROUP_ID_BUILTIN_STICKY = 0x1000000000000007n;
/** Number of 32-bit words in a group's owner storage. */
export const GROUP_OWNER_STORAGE_SIZE = 4;
/** Largest number of characters in a group name. */
export const GROUPNAME_MAX_LENGTH = 120;

// ---- configuration of the cache ----

/** Cached pages are never checked for a newer version. */
export const WININET_SYNC_MODE_NEVER = 0;
/** Cached pages are checked when they have expired. */
export const WININET_SYNC_MODE_ON_EXPIRY = 1;
/** Cached pages are checked once in a browser session. */
export const WININET_SYNC_MODE_ONCE_PER_SESSION = 2;
/** Cached pages are checked on every visit. */
export const WININET_SYNC_MODE_ALWAYS = 3;
/** Windows decides when cached pages are checked. */
export const WININET_SYNC_MODE_AUTOMATIC = 4;
/** The mode that is used when none is chosen. */
export const WININET_SYNC_MODE_DEFAULT: typeof WININET_SYNC_MODE_AUTOMATIC =
  WININET_SYNC_MODE_AUTOMATIC;
/** Field bit for a forced cleanup of the cache. */
export const CACHE_CONFIG_FORCE_CLEANUP_FC = 0x00000020;
/** Field bit for the paths of the disk cache. */
export const CACHE_CONFIG_DISK_CACHE_PATHS_FC = 0x00000040;
/** Field bit for the synchronization mode. */
export const CACHE_CONFIG_SYNC_MODE_FC = 0x00000080;
/** Field bit for the path of the content cache. */
export const CACHE_CONFIG_CONTENT_PATHS_FC = 0x00000100;
/** Field bit for the path of the cookies. */
export const CACHE_CONFIG_COOKIES_PATHS_FC = 0x00000200;
/** Field bit for the path of the history. */
export const CACHE_CONFIG_HISTORY_PATHS_FC = 0x00000400;
/** Field bit for the disk quota. */
export const CACHE_CONFIG_QUOTA_FC = 0x00000800;
/** Field bit that marks a cache of one user. */
export const CACHE_CONFIG_USER_MODE_FC = 0x00001000;
/** Field bit for the disk room used by content. */
export const CACHE_CONFIG_CONTENT_USAGE_FC = 0x00002000;
/** Field bit for the disk room used by content exempt from removal. */
export const CACHE_CONFIG_STICKY_CONTENT_USAGE_FC = 0x00004000;
/** Field bit for the quota of content; not documented. */
export const CACHE_CONFIG_CONTENT_QUOTA_FC = 0x00008000;
/** Field bit for the quota of all content; not documented. */
export const CACHE_CONFIG_TOTAL_CONTENT_QUOTA_FC = 0x00010000;
/** Field bit for the content quota of an app container; not documented. */
export const CACHE_CONFIG_APPCONTAINER_CONTENT_QUOTA_FC = 0x00020000;
/** Field bit for the content quota of all app containers; not documented. */
export const CACHE_CONFIG_APPCONTAINER_TOTAL_CONTENT_QUOTA_FC = 0x00040000;

// ---- default ports ----

/** Asks for the default port of the service. */
export const INTERNET_INVALID_PORT_NUMBER = 0;
/** Port of FTP servers. */
export const INTERNET_DEFAULT_FTP_PORT = 21;
/** Port of gopher servers. */
export const INTERNET_DEFAULT_GOPHER_PORT = 70;
/** Port of HTTP servers. */
export const INTERNET_DEFAULT_HTTP_PORT = 80;
/** Port of HTTPS servers. */
export const INTERNET_DEFAULT_HTTPS_PORT = 443;
/** Port of SOCKS servers. */
export const INTERNET_DEFAULT_SOCKS_PORT = 1080;

// ---- limits ----

/** Largest number of digits in a port number. */
export const INTERNET_MAX_PORT_NUMBER_LENGTH = 5;
/** Size of the buffer for a date as HTTP writes it. */
export const INTERNET_RFC1123_BUFSIZE = 30;
/** Largest number of characters in a URL scheme. */
export const INTERNET_MAX_SCHEME_LENGTH = 32;
/** Largest number of characters in a password. */
export const INTERNET_MAX_PASSWORD_LENGTH = 128;
/** Largest number of characters in a user name. */
export const INTERNET_MAX_USER_NAME_LENGTH = 128;
/** Largest number of characters in the name of a gopher attribute. */
export const MAX_GOPHER_ATTRIBUTE_NAME = 128;
/** Largest number of characters in the name of a gopher category. */
export const MAX_GOPHER_CATEGORY_NAME = 128;
/** Largest number of characters in the display text of a gopher item. */
export const MAX_GOPHER_DISPLAY_TEXT = 128;
/** Largest number of characters in a host name. */
export const INTERNET_MAX_HOST_NAME_LENGTH = 256;
/** Largest number of characters in the host name of a gopher locator. */
export const MAX_GOPHER_HOST_NAME = 256;
/** Largest number of characters in a gopher selector. */
export const MAX_GOPHER_SELECTOR_TEXT = 256;
/** Smallest size of a buffer for gopher attributes. */
export const MIN_GOPHER_ATTRIBUTE_LENGTH = 256;
/** Largest number of characters in a Windows path, with the ending NUL. */
export const MAX_PATH = 260;
/** Largest number of characters in a gopher locator. */
export const MAX_GOPHER_LOCATOR_LENGTH = 653;
/** Priority of a request that the user is waiting for. */
export const INTERNET_PRIORITY_FOREGROUND = 1000;
/** Largest number of characters in the path of a URL. */
export const INTERNET_MAX_PATH_LENGTH = 2048;
/** Largest number of characters in a URL as wininet.h computes it. */
export const INTERNET_MAX_URL_LENGTH = 2084;
/** Customary size of a buffer for one cache entry. */
export const MAX_CACHE_ENTRY_INFO_SIZE = 4096;
/** Largest port number. */
export const INTERNET_MAX_PORT_NUMBER_VALUE = 65535;

// ---- formats of InternetTimeFromSystemTime ----

/** The date format of HTTP, as RFC 1123 defines it. */
export const INTERNET_RFC1123_FORMAT = 0;

// ---- flags of the cookie functions ----

/** The cookie is sent over secure connections only. */
export const INTERNET_COOKIE_IS_SECURE = 0x00000001;
/** The cookie lives only as long as the session. */
export const INTERNET_COOKIE_IS_SESSION = 0x00000002;
/** The cookie comes from another site than the page. */
export const INTERNET_COOKIE_THIRD_PARTY = 0x00000010;
/** The user must be asked about the cookie. */
export const INTERNET_COOKIE_PROMPT_REQUIRED = 0x00000020;
/** Checks the cookie against its P3P policy. */
export const INTERNET_COOKIE_EVALUATE_P3P = 0x00000040;
/** Applies the outcome of the P3P check to the cookie. */
export const INTERNET_COOKIE_APPLY_P3P = 0x00000080;
/** The program takes part in P3P checks. */
export const INTERNET_COOKIE_P3P_ENABLED = 0x00000100;
/** The cookie belongs to a site of the restricted zone. */
export const INTERNET_COOKIE_IS_RESTRICTED = 0x00000200;
/** The cookie was set under the rules of Internet Explorer 6. */
export const INTERNET_COOKIE_IE6 = 0x00000400;
/** The cookie was set before the privacy rules of Internet Explorer 6. */
export const INTERNET_COOKIE_IS_LEGACY = 0x00000800;
/** The cookie operation does not come from a script. */
export const INTERNET_COOKIE_NON_SCRIPT = 0x00001000;
/** Includes cookies that scripts must not see. */
export const INTERNET_COOKIE_HTTPONLY = 0x00002000;
/** The cookie is bound to the host that set it. */
export const INTERNET_COOKIE_HOST_ONLY = 0x00004000;
/** Applies the rule for host-bound cookies; not documented further. */
export const INTERNET_COOKIE_APPLY_HOST_ONLY = 0x00008000;
/** Host-bound marking of stored cookies; not documented further. */
export const INTERNET_COOKIE_PERSISTENT_HOST_ONLY = 0x00010000;
/** Treats the cookie as one of the restricted zone. */
export const INTERNET_COOKIE_RESTRICTED_ZONE = 0x00020000;
/** Works on the cookies of the Edge browser; not documented further. */
export const INTERNET_COOKIE_EDGE_COOKIES = 0x00040000;
/**
 * Reports that the rule for host-bound cookies was applied; not documented
 * further.
 */
export const INTERNET_COOKIE_HOST_ONLY_APPLIED = 0x00080000;
/** The cookie is sent for requests from its own site only. */
export const INTERNET_COOKIE_SAME_SITE_STRICT = 0x00100000;
/** The cookie is also sent when the user navigates to its site. */
export const INTERNET_COOKIE_SAME_SITE_LAX = 0x00200000;
/** The request for cookies comes from another site. */
export const INTERNET_COOKIE_SAME_SITE_LEVEL_CROSS_SITE = 0x00400000;
/** Works on every cookie; not documented further. */
export const INTERNET_COOKIE_ALL_COOKIES = 0x20000000;
/** Calls no cookie callback; not documented further. */
export const INTERNET_COOKIE_NO_CALLBACK = 0x40000000;
/** The cookie is used in a third-party context; not documented further. */
export const INTERNET_COOKIE_ECTX_3RDPARTY = 0x80000000;

// ---- decisions about a cookie ----

/** Lowest cookie state; a bound. */
export const COOKIE_STATE_LB = 0;
/** There is no decision about the cookie. */
export const COOKIE_STATE_UNKNOWN = 0;
/** The cookie is accepted. */
export const COOKIE_STATE_ACCEPT = 1;
/** The user is asked about the cookie. */
export const COOKIE_STATE_PROMPT = 2;
/** The cookie is sent back only to the site as first party. */
export const COOKIE_STATE_LEASH = 3;
/** The cookie becomes a session cookie. */
export const COOKIE_STATE_DOWNGRADE = 4;
/** Highest cookie state by its older name; a bound. */
export const COOKIE_STATE_MAX = 5;
/** The cookie is rejected. */
export const COOKIE_STATE_REJECT = 5;
/** Highest cookie state; a bound. */
export const COOKIE_STATE_UB = 5;

// ---- same-site levels ----

/** The relation of the request to the cookie's site is not known. */
export const HTTP_COOKIES_SAME_SITE_LEVEL_UNKNOWN = 0;
/** The request comes from the cookie's own site. */
export const HTTP_COOKIES_SAME_SITE_LEVEL_SAME_SITE = 1;
/** The request comes from another site in a way that lax cookies allow. */
export const HTTP_COOKIES_SAME_SITE_LEVEL_CROSS_SITE_LAX = 2;
/** The request comes from another site. */
export const HTTP_COOKIES_SAME_SITE_LEVEL_CROSS_SITE = 3;
/** Highest same-site level; a bound. */
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
/** A connection exists in the settings but need not be active. */
export const INTERNET_CONNECTION_CONFIGURED = 0x40;

// ---- dialing ----

/** Never dials by itself. */
export const AUTODIAL_MODE_NEVER = 1;
/** Always dials when a connection is needed. */
export const AUTODIAL_MODE_ALWAYS = 2;
/** Dials when no other network connection is present. */
export const AUTODIAL_MODE_NO_NETWORK_PRESENT = 4;
/** Goes online even when the computer is in offline mode. */
export const INTERNET_AUTODIAL_FORCE_ONLINE = 0x01;
/** Dials without a user or fails. */
export const INTERNET_AUTODIAL_FORCE_UNATTENDED = 0x02;
/**
 * Fails when the security check for file and printer sharing would be needed.
 */
export const INTERNET_AUTODIAL_FAILIFSECURITYCHECK = 0x04;
/** Dials even when another network is present. */
export const INTERNET_AUTODIAL_OVERRIDE_NET_PRESENT = 0x08;
/** All flags of automatic dialing. */
export const INTERNET_AUTODIAL_FLAGS_MASK = 0x0f;
/** Asks the user even when the settings say to dial silently. */
export const INTERNET_DIAL_FORCE_PROMPT = 0x2000;
/** Shows a button for working offline instead of one for cancelling. */
export const INTERNET_DIAL_SHOW_OFFLINE = 0x4000;
/** Dials without showing anything, or fails. */
export const INTERNET_DIAL_UNATTENDED = 0x8000;
/**
 * The bits that InternetGoOnline accepts in the old wininet.h; spelled as in
 * wininet.h.
 */
export const INTERENT_GOONLINE_MASK = 0x01;
/**
 * Marks going online as meant for refreshing a page; spelled as in
 * wininet.h.
 */
export const INTERENT_GOONLINE_REFRESH = 0x01;
/**
 * Flag of the Windows headers for going online without a question; not
 * documented.
 */
export const INTERENT_GOONLINE_NOPROMPT = 0x02;
/** The dial-up connection is not connected. */
export const INTERNET_DIALSTATE_DISCONNECTED = 0x01;
/** Asks a custom dialer to connect. */
export const INTERNET_CUSTOMDIAL_CONNECT = 0;
/** The custom dialer can work without a user. */
export const INTERNET_CUSTOMDIAL_SAFE_FOR_UNATTENDED = 0x01;
/** Asks a custom dialer to connect without a user. */
export const INTERNET_CUSTOMDIAL_UNATTENDED = 0x01;
/** Asks a custom dialer to disconnect. */
export const INTERNET_CUSTOMDIAL_DISCONNECT = 0x02;
/** The custom dialer reports the state of its connection. */
export const INTERNET_CUSTOMDIAL_WILL_SUPPLY_STATE = 0x02;
/** The custom dialer can hang up. */
export const INTERNET_CUSTOMDIAL_CAN_HANGUP = 0x04;
/** Asks a custom dialer to offer working offline. */
export const INTERNET_CUSTOMDIAL_SHOWOFFLINE = 0x04;

// ---- flags of InternetErrorDlg ----

/** Looks through the response's headers for errors that need a dialog. */
export const FLAGS_ERROR_UI_FILTER_FOR_ERRORS = 0x01;
/** Stores the user's choice in the handle's options. */
export const FLAGS_ERROR_UI_FLAGS_CHANGE_OPTIONS = 0x02;
/** Finds by itself the data that the dialog needs. */
export const FLAGS_ERROR_UI_FLAGS_GENERATE_DATA = 0x04;
/** Shows no dialog, but returns the error that would need one. */
export const FLAGS_ERROR_UI_FLAGS_NO_UI = 0x08;
/** Shows only one password dialog for several requests at a time. */
export const FLAGS_ERROR_UI_SERIALIZE_DIALOGS = 0x10;
/** Shows international host names in readable form; not documented further. */
export const FLAGS_ERROR_UI_SHOW_IDN_HOSTNAME = 0x20;

// ---- flags of InternetCheckConnection ----

/** Forces a connection to be made for the check. */
export const FLAG_ICC_FORCE_CONNECTION = 0x00000001;

// ---- privacy settings ----

/** Privacy setting that blocks all cookies. */
export const PRIVACY_TEMPLATE_NO_COOKIES = 0;
/** Privacy setting named high, the strictest that still admits cookies. */
export const PRIVACY_TEMPLATE_HIGH = 1;
/** Privacy setting one step below high. */
export const PRIVACY_TEMPLATE_MEDIUM_HIGH = 2;
/** Privacy setting named medium, between high and low. */
export const PRIVACY_TEMPLATE_MEDIUM = 3;
/** Privacy setting one step above low. */
export const PRIVACY_TEMPLATE_MEDIUM_LOW = 4;
/** The most permissive of the ready-made privacy settings. */
export const PRIVACY_TEMPLATE_LOW = 5;
/** Highest number of the ready-made privacy settings; a bound. */
export const PRIVACY_TEMPLATE_MAX = 5;
/** Privacy setting imported from a preference text. */
export const PRIVACY_TEMPLATE_CUSTOM = 100;
/** Privacy setting chosen in the advanced dialog. */
export const PRIVACY_TEMPLATE_ADVANCED = 101;
/** Setting for cookies of the site itself. */
export const PRIVACY_TYPE_FIRST_PARTY = 0;
/** Setting for cookies of other sites. */
export const PRIVACY_TYPE_THIRD_PARTY = 1;

// ---- access of FtpOpenFile ----

/** The file is opened for writing. */
export const GENERIC_WRITE = 0x40000000;
/** The file is opened for reading. */
export const GENERIC_READ = 0x80000000;

// ---- move methods of InternetSetFilePointer ----

/** The distance counts from the start of the file. */
export const FILE_BEGIN = 0;
/** The distance counts from the current position. */
export const FILE_CURRENT = 1;
/** The distance counts from the end of the file. */
export const FILE_END = 2;
/** The result on Windows if the file position cannot be set. */
export const INVALID_SET_FILE_POINTER = 0xffffffff;
