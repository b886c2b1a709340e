// Copyright 2026 the wininet authors. MIT license.

/**
 * The structures of WinINet as TypeScript types, used as arguments and results
 * of functions.
 *
 * Members that only hold the length of another member, and members that WinINet
 * reserves, are omitted or optional.
 *
 * @example Reading into a structure
 * ```ts
 * import type { INTERNET_BUFFERS } from "@wininet/wininet/structures";
 * import { assertEquals } from "@std/assert";
 *
 * const buffers: INTERNET_BUFFERS = { lpvBuffer: new Uint8Array(16), dwBufferLength: 10 };
 *
 * assertEquals(buffers.lpvBuffer?.length, 16);
 * ```
 *
 * @module
 */

/**
 * A handle: a session, a connection, a request, a file or an enumeration.
 *
 * A handle is opaque: programs only pass it to functions. `using` closes it;
 * disposing a closed handle does nothing.
 */
export interface HINTERNET extends Disposable, AsyncDisposable {
  /**
   * The number of the handle: 1, 2, 3 and so on, in the order in which the
   * process creates handles. `Deno.inspect`, `console.log` and JSON show it.
   */
  readonly id: number;
  /** `true` if the handle has been closed, directly or with a parent. */
  readonly closed: boolean;
}

/** An entry of an enumeration. */
export type FindData = WIN32_FIND_DATA | GOPHER_FIND_DATA;

/**
 * The handle of an enumeration with a known type of entries, as
 * `FtpFindFirstFile` and `GopherFindFirstFile` return it.
 */
export interface FindHandle<Entry extends FindData> extends HINTERNET {
  /** Never present: it only declares the type of the entries to TypeScript. */
  readonly entryType?: Entry;
}

/**
 * A buffer with headers and totals, for `HttpSendRequestEx` and
 * `InternetReadFileEx`.
 */
export interface INTERNET_BUFFERS {
  /**
   * The size of the native structure: 56, or 40 on 32-bit Windows. Any other
   * number is invalid.
   *
   * @default {56}
   */
  dwStructSize?: number;
  /** Not followed, as on Windows. */
  Next?: INTERNET_BUFFERS | null;
  /**
   * `HttpSendRequestEx`: additional headers, in the form that
   * `HttpAddRequestHeaders` accepts.
   */
  lpcszHeader?: string | null;
  /**
   * `HttpSendRequestEx`: the first part of the body. `InternetReadFileEx`: the
   * buffer that receives the data.
   */
  lpvBuffer?: Uint8Array | null;
  /**
   * The number of bytes of `lpvBuffer` to use. `InternetReadFileEx` sets it to
   * the number of bytes read.
   *
   * @default {lpvBuffer.length}
   */
  dwBufferLength?: number;
  /**
   * `HttpSendRequestEx`: the number of bytes of the whole body, which becomes
   * Content-Length.
   *
   * @default {0}
   */
  dwBufferTotal?: number;
  /** Reserved; not changed. */
  dwOffsetLow?: number;
  /** Reserved; not changed. */
  dwOffsetHigh?: number;
}

/** A version of WinINet or of HTTP. */
export interface INTERNET_VERSION_INFO {
  /** The number before the dot. */
  readonly dwMajorVersion: number;
  /** The number after the dot. */
  readonly dwMinorVersion: number;
}

/** A version of HTTP: 1.0 or 1.1. */
export interface HTTP_VERSION_INFO {
  /** The number before the dot. */
  readonly dwMajorVersion: number;
  /** The number after the dot. */
  readonly dwMinorVersion: number;
}

/** The proxy settings of a session: the value of INTERNET_OPTION_PROXY. */
export interface INTERNET_PROXY_INFO {
  /** One of the `INTERNET_OPEN_TYPE_*` constants. */
  readonly dwAccessType: number;
  /** The proxies, in the form that `InternetOpen` accepts. */
  readonly lpszProxy: string | null;
  /** The hosts that are reached without a proxy, in the form that `InternetOpen` accepts. */
  readonly lpszProxyBypass: string | null;
}

/** One setting of INTERNET_OPTION_PER_CONNECTION_OPTION. */
export interface INTERNET_PER_CONN_OPTION {
  /** One of the `INTERNET_PER_CONN_*` constants. */
  readonly dwOption: number;
  /** The value, of the type that the constant requires; `null` for no string. */
  readonly Value: number | string | Date | null;
}

/** The value of INTERNET_OPTION_PER_CONNECTION_OPTION. */
export interface INTERNET_PER_CONN_OPTION_LIST {
  /**
   * The name of a dial-up connection; always `null`, because dial-up
   * connections are not supported.
   *
   * @default {null}
   */
  readonly pszConnection?: string | null;
  /** The settings. A query returns all of them; to change some, pass only those. */
  readonly pOptions: readonly INTERNET_PER_CONN_OPTION[];
}

/**
 * The value of INTERNET_OPTION_CONNECTED_STATE, which permits or forbids the
 * process to use the network.
 */
export interface INTERNET_CONNECTED_INFO {
  /** `INTERNET_STATE_*` bits. */
  readonly dwConnectedState: number;
  /**
   * ISO_FORCE_DISCONNECTED or 0.
   *
   * @default {0}
   */
  readonly dwFlags?: number;
}

/** The connection of a request. */
export interface INTERNET_DIAGNOSTIC_SOCKET_INFO {
  /** Always 0, because sockets have no numbers here. */
  readonly Socket: number;
  /** Always 0, because the local port is not kept. */
  readonly SourcePort: number;
  /** The port of the server. */
  readonly DestPort: number;
  /** `IDSI_FLAG_*` bits. */
  readonly Flags: number;
}

/** The parts of a URL. A part that is absent is `""`. */
export interface URL_COMPONENTS {
  /** The scheme without its colon. */
  readonly lpszScheme: string;
  /** One of the `INTERNET_SCHEME_*` constants. */
  readonly nScheme: number;
  /** The host name or address. */
  readonly lpszHostName: string;
  /** The port; the default port of the scheme if the URL has none. */
  readonly nPort: number;
  /** The user name. */
  readonly lpszUserName: string;
  /** The password. */
  readonly lpszPassword: string;
  /** The path, with parameters. */
  readonly lpszUrlPath: string;
  /** The query and the fragment, with `?` and `#`. */
  readonly lpszExtraInfo: string;
}

/** An entry of an FTP directory. */
export interface WIN32_FIND_DATA {
  /** The name, without a path. */
  readonly cFileName: string;
  /**
   * `FILE_ATTRIBUTE_DIRECTORY` or `FILE_ATTRIBUTE_NORMAL`, and other bits if
   * the listing shows them.
   */
  readonly dwFileAttributes: number;
  /** The size in bytes; 0 if the listing does not show it. */
  readonly nFileSize: number;
  /** The time of the last modification; `null` if the listing does not show it. */
  readonly ftLastWriteTime: Date | null;
  /** The time of the creation; `null` if the listing does not show it. */
  readonly ftCreationTime: Date | null;
  /** The time of the last access; `null` if the listing does not show it. */
  readonly ftLastAccessTime: Date | null;
  /** The line of the listing. */
  readonly raw: string;
  /** The target of a symbolic link. */
  readonly linkTarget?: string;
  /** The permissions, in the form of the listing. */
  readonly permissions?: string;
  /** The owner. */
  readonly owner?: string;
  /** The group. */
  readonly group?: string;
  /** The facts of an MLSD line; the keys are the fact names in lower case. */
  readonly facts?: Readonly<Record<string, string>>;
}

/** An item of a Gopher menu. */
export interface GOPHER_FIND_DATA {
  /** The display text. */
  readonly DisplayString: string;
  /** `GOPHER_TYPE_*` bits. */
  readonly GopherType: number;
  /** The low 32 bits of the size in bytes; 0 if it is unknown. */
  readonly SizeLow: number;
  /** The high 32 bits of the size in bytes. */
  readonly SizeHigh: number;
  /** The time of the last modification; `null` if it is unknown. */
  readonly LastModificationTime: Date | null;
  /**
   * The locator for `GopherOpenFile` and `GopherFindFirstFile`. Each byte of
   * the server that is not valid UTF-8 is kept as a lone surrogate, which is
   * lost in a text file and which `encodeURIComponent` refuses. To store a
   * locator, convert it with `locatorToUrl`, and convert it back with
   * `urlToLocator`.
   */
  readonly Locator: string;
}

/** The administrator of an item, from the Admin line of +ADMIN. */
export interface GOPHER_ADMIN_ATTRIBUTE_TYPE {
  /** The text beside the address, usually a name. */
  readonly Comment: string;
  /** The address, without angle brackets. */
  readonly EmailAddress: string;
}

/** A view of an item, from a line of +VIEWS. */
export interface GOPHER_VIEW_ATTRIBUTE_TYPE {
  /** The media type, which `GopherOpenFile` accepts as its view. */
  readonly ContentType: string;
  /** The language, or `""` if there is none. */
  readonly Language: string;
  /** The size in bytes, which servers often round to kilobytes; 0 if it is unknown. */
  readonly Size: number;
}

/** A question of a form, from a line of +ASK. */
export interface GOPHER_ASK_ATTRIBUTE_TYPE {
  /** `Ask`, `AskP`, `AskL`, `AskF`, `Select`, `Choose`, `ChooseF` or `Note`. */
  readonly QuestionType: string;
  /**
   * The text after the colon: the question, followed by its default or choices,
   * separated by TABs.
   */
  readonly QuestionText: string;
}

/** The values of an attribute. Only the member for its AttributeId is present. */
export interface GOPHER_ATTRIBUTE_VALUES {
  /** GOPHER_ATTRIBUTE_ID_ADMIN. */
  readonly Admin?: GOPHER_ADMIN_ATTRIBUTE_TYPE;
  /** GOPHER_ATTRIBUTE_ID_MOD_DATE; `null` if the date is invalid. */
  readonly ModDate?: { readonly DateAndTime: Date | null };
  /** GOPHER_ATTRIBUTE_ID_TTL: the time to live in seconds. */
  readonly Ttl?: { readonly Ttl: number };
  /** GOPHER_ATTRIBUTE_ID_SCORE. */
  readonly Score?: { readonly Score: number };
  /** GOPHER_ATTRIBUTE_ID_RANGE. */
  readonly ScoreRange?: {
    readonly LowerBound: number;
    readonly UpperBound: number;
  };
  /** GOPHER_ATTRIBUTE_ID_SITE. */
  readonly Site?: { readonly Site: string };
  /** GOPHER_ATTRIBUTE_ID_ORG. */
  readonly Organization?: { readonly Organization: string };
  /** GOPHER_ATTRIBUTE_ID_LOCATION. */
  readonly Location?: { readonly Location: string };
  /** GOPHER_ATTRIBUTE_ID_GEOG; south and west are negative. */
  readonly GeographicalLocation?: {
    readonly DegreesNorth: number;
    readonly MinutesNorth: number;
    readonly SecondsNorth: number;
    readonly DegreesEast: number;
    readonly MinutesEast: number;
    readonly SecondsEast: number;
  };
  /** GOPHER_ATTRIBUTE_ID_TIMEZONE: the offset from GMT in hours. */
  readonly TimeZone?: { readonly Zone: number };
  /** GOPHER_ATTRIBUTE_ID_PROVIDER. */
  readonly Provider?: { readonly Provider: string };
  /** GOPHER_ATTRIBUTE_ID_VERSION. */
  readonly Version?: { readonly Version: string };
  /**
   * GOPHER_ATTRIBUTE_ID_ABSTRACT: the text, and the locator of the file that
   * contains it, or `""` if there is none.
   */
  readonly Abstract?: {
    readonly ShortAbstract: string;
    readonly AbstractFile: string;
  };
  /** GOPHER_ATTRIBUTE_ID_VIEW. */
  readonly View?: GOPHER_VIEW_ATTRIBUTE_TYPE;
  /** GOPHER_ATTRIBUTE_ID_TREEWALK. */
  readonly Veronica?: { readonly TreeWalk: boolean };
  /** A question, in the category GOPHER_CATEGORY_ID_ASK. */
  readonly Ask?: GOPHER_ASK_ATTRIBUTE_TYPE;
  /** GOPHER_ATTRIBUTE_ID_UNKNOWN: the text as the server sent it. */
  readonly Unknown?: { readonly Text: string };
}

/** An attribute of a Gopher+ item. */
export interface GOPHER_ATTRIBUTE_TYPE {
  /** One of the `GOPHER_CATEGORY_ID_*` constants: the block that contains the attribute. */
  readonly CategoryId: number;
  /**
   * One of the `GOPHER_ATTRIBUTE_ID_*` constants, which selects the member of
   * `AttributeType`.
   */
  readonly AttributeId: number;
  /** The values of the attribute. */
  readonly AttributeType: GOPHER_ATTRIBUTE_VALUES;
}

/**
 * The contents of a server certificate: the value of
 * INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT.
 */
export interface INTERNET_CERTIFICATE_INFO {
  /** The end of the validity period of the certificate. */
  readonly ftExpiry: Date;
  /** The start of the validity period of the certificate. */
  readonly ftStart: Date;
  /** The subject, with one line for each part. */
  readonly lpszSubjectInfo: string;
  /** The issuer, with one line for each part. */
  readonly lpszIssuerInfo: string;
  /** The protocol; always `null`, as on Windows. */
  readonly lpszProtocolName: string | null;
  /** The algorithm of the signature; always `null`, as on Windows. */
  readonly lpszSignatureAlgName: string | null;
  /** The algorithm of the encryption; always `null`, as on Windows. */
  readonly lpszEncryptionAlgName: string | null;
  /** The size in bits of the key that encrypts the connection. */
  readonly dwKeySize: number;
}

/** The times of the cache entry of a response (INTERNET_OPTION_CACHE_TIMESTAMPS). */
export interface INTERNET_CACHE_TIMESTAMPS {
  /** The time when the response expires; `null` if it does not state one. */
  readonly ftExpires: Date | null;
  /** The time when the resource was last modified; `null` if it is unknown. */
  readonly ftLastModified: Date | null;
}

/**
 * A client certificate, the value of INTERNET_OPTION_CLIENT_CERT_CONTEXT.
 *
 * Differences: on Windows the certificate is taken from the certificate store.
 */
export interface CERT_CONTEXT {
  /**
   * The certificate in PEM form, followed by the certificates of its
   * authorities if servers need them; a key in the string is ignored.
   */
  readonly cert: string;
  /**
   * The private key of the certificate in PEM form, without a password;
   * certificates in the string are ignored.
   */
  readonly key: string;
}

/**
 * The TLS parameters of a connection: the value of
 * INTERNET_OPTION_SECURITY_CONNECTION_INFO.
 *
 * Differences: the structure of Schannel has more members; those that are
 * unknown here are omitted.
 */
export interface INTERNET_SECURITY_CONNECTION_INFO {
  /** `true` if the connection is encrypted. */
  readonly fSecure: boolean;
  /** The Schannel number of the protocol: 0x800 for TLS 1.2, 0x2000 for TLS 1.3. */
  readonly dwProtocol: number;
  /**
   * The Schannel number of the cipher: 0x660e for AES-128, 0x6610 for AES-256,
   * 0 for a cipher without a number.
   */
  readonly aiCipher: number;
  /** The size in bits of the key of the cipher. */
  readonly dwCipherStrength: number;
  /** The Schannel number of the hash: 0x800c for SHA-256, 0x800d for SHA-384. */
  readonly aiHash: number;
  /** The size in bits of the hash. */
  readonly dwHashStrength: number;
  /** The name of the cipher suite, for example `TLS_AES_256_GCM_SHA384`. */
  readonly szCipherSuite: string;
}

/**
 * A stream of `RetrieveUrlCacheEntryStream`, for the cache functions and
 * `readable`. `InternetReadFile` does not accept it. Disposing the stream
 * closes it.
 */
export interface CacheStream extends Disposable, AsyncDisposable {
  /** `true` if it has been closed. */
  readonly closed: boolean;
  /** Distinguishes the type from other handles. */
  readonly [Symbol.toStringTag]: "CacheStream";
}

/** An enumeration of cache entries or cache groups. Disposing the enumeration closes it. */
export interface CacheEnumeration extends Disposable, AsyncDisposable {
  /** `true` if it has been closed. */
  readonly closed: boolean;
  /** Distinguishes the type from other handles. */
  readonly [Symbol.toStringTag]: "CacheEnumeration";
}

/** The number of a group of cache entries, with 64 bits; `0n` means no group. */
export type GROUPID = bigint;

/** An entry of the cache. Changing the object does not change the cache. */
export interface INTERNET_CACHE_ENTRY_INFO {
  /** The URL. */
  lpszSourceUrlName: string;
  /**
   * The path of the file; `null` for an entry without a file, or with a body
   * that is only in memory.
   */
  lpszLocalFileName: string | null;
  /** `*_CACHE_ENTRY` bits. */
  CacheEntryType: number;
  /** The number of locks on the entry. */
  dwUseCount: number;
  /** The number of times that the entry was stored or retrieved. */
  dwHitRate: number;
  /** The low 32 bits of the size in bytes. */
  dwSizeLow: number;
  /** The high 32 bits of the size in bytes. */
  dwSizeHigh: number;
  /** The time when the resource was last modified; `null` if it is unknown. */
  LastModifiedTime: Date | null;
  /** The time when the entry expires; `null` if it is unknown. */
  ExpireTime: Date | null;
  /** The time when the entry was last stored or retrieved. */
  LastAccessTime: Date;
  /** The time when the response was last fetched or revalidated. */
  LastSyncTime: Date;
  /** The header fields, in ISO 8859-1; `""` if there are none. */
  lpHeaderInfo: string;
  /** The extension of the file, without the dot; `null` if there is none. */
  lpszFileExtension: string | null;
  /**
   * The time in seconds after the last access during which a sticky entry is
   * not removed to free space.
   */
  dwExemptDelta: number;
}

/** The attributes of a group of cache entries. */
export interface INTERNET_CACHE_GROUP_INFO {
  /** `CACHEGROUP_FLAG_*` bits. */
  dwGroupFlags: number;
  /** A number that the program may use freely. */
  dwGroupType: number;
  /** The total size of the bodies of the entries of the group, in KiB. */
  dwDiskUsage: number;
  /** A limit in KiB, which the cache does not enforce. */
  dwDiskQuota: number;
  /** Four numbers that the program may use freely. */
  dwOwnerStorage: number[];
  /** The name, at most 119 characters. */
  szGroupName: string;
}

/** The configuration of the cache. */
export interface INTERNET_CACHE_CONFIG_INFO {
  /** Always 0. */
  dwContainer: number;
  /** The maximum size of the cache, in KiB. */
  dwQuota: number;
  /** Always `true`. */
  fPerUser: boolean;
  /**
   * One of the `WININET_SYNC_MODE_*` constants: the rule for the validation of
   * stored responses.
   */
  dwSyncMode: number;
  /** Always 1. */
  dwNumCachePaths: number;
  /**
   * The directory of the container, with a separator at its end; `""` for a
   * cache in memory.
   */
  CachePath: string;
  /** The maximum size of the container, in KiB. */
  dwCacheSize: number;
  /** The total size of the entries that may be removed to free space, in KiB. */
  dwNormalUsage: number;
  /** The total size of the sticky entries, in KiB. */
  dwExemptUsage: number;
}
