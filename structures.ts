// Copyright 2026 the wininet authors. MIT license.

/**
 * The structures of WinINet as TypeScript types: arguments and results of functions.
 *
 * Members that are only the length of another member, and members that WinINet
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
 * Opaque: functions take it, programs keep it. It is disposable, so that `using`
 * closes it; disposing a closed handle does nothing.
 */
export interface HINTERNET extends Disposable, AsyncDisposable {
  /**
   * The number of the handle: 1, 2, 3 and so on, in the order in which the process has
   * made its handles. `Deno.inspect`, `console.log` and JSON show it.
   */
  readonly id: number;
  /** `true` if the handle has been closed, by itself or with a parent. */
  readonly closed: boolean;
}

/** An entry of an enumeration. */
export type FindData = WIN32_FIND_DATA | GOPHER_FIND_DATA;

/** The handle of an enumeration whose entries have one type, as `FtpFindFirstFile` and `GopherFindFirstFile` make it. */
export interface FindHandle<Entry extends FindData> extends HINTERNET {
  /** Never there: it only tells TypeScript the type of the entries. */
  readonly entryType?: Entry;
}

/**
 * A buffer with headers and totals, for `HttpSendRequestEx` and
 * `InternetReadFileEx`.
 */
export interface INTERNET_BUFFERS {
  /**
   * The size of the native structure: 56, or 40 on 32-bit Windows. Any other
   * number is an error.
   *
   * @default {56}
   */
  dwStructSize?: number;
  /** Not followed, as on Windows. */
  Next?: INTERNET_BUFFERS | null;
  /** `HttpSendRequestEx`: further headers, in the form of `HttpAddRequestHeaders`. */
  lpcszHeader?: string | null;
  /** `HttpSendRequestEx`: the first part of the body. `InternetReadFileEx`: where the data goes. */
  lpvBuffer?: Uint8Array | null;
  /**
   * Bytes of `lpvBuffer` that count. `InternetReadFileEx` puts the number of
   * bytes that were read here.
   *
   * @default {lpvBuffer.length}
   */
  dwBufferLength?: number;
  /**
   * `HttpSendRequestEx`: bytes of the whole body, which becomes Content-Length.
   *
   * @default {0}
   */
  dwBufferTotal?: number;
  /** Reserved: left as it is. */
  dwOffsetLow?: number;
  /** Reserved: left as it is. */
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

/** The way of a session to the network: the value of INTERNET_OPTION_PROXY. */
export interface INTERNET_PROXY_INFO {
  /** One of the `INTERNET_OPEN_TYPE_*` constants. */
  readonly dwAccessType: number;
  /** The proxies, in the form of `InternetOpen`. */
  readonly lpszProxy: string | null;
  /** The hosts that are reached without a proxy, in the form of `InternetOpen`. */
  readonly lpszProxyBypass: string | null;
}

/** A part of INTERNET_OPTION_PER_CONNECTION_OPTION. */
export interface INTERNET_PER_CONN_OPTION {
  /** One of the `INTERNET_PER_CONN_*` constants. */
  readonly dwOption: number;
  /** A number or a text, as the constant says; `null` for no text. */
  readonly Value: number | string | Date | null;
}

/** The value of INTERNET_OPTION_PER_CONNECTION_OPTION. */
export interface INTERNET_PER_CONN_OPTION_LIST {
  /**
   * A dial-up connection, always `null`: there are none.
   *
   * @default {null}
   */
  readonly pszConnection?: string | null;
  /** The parts. A query returns all of them; setting needs only those that change. */
  readonly pOptions: readonly INTERNET_PER_CONN_OPTION[];
}

/** A value of INTERNET_OPTION_CONNECTED_STATE, which allows the process to use the network or not. */
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
  /** Always 0: sockets have no numbers here. */
  readonly Socket: number;
  /** Always 0: the port of this side is not kept. */
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
  /** The port; that of the scheme where the URL names none. */
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
  /** `FILE_ATTRIBUTE_DIRECTORY` or `FILE_ATTRIBUTE_NORMAL`, and other bits that the listing shows. */
  readonly dwFileAttributes: number;
  /** The size in bytes; 0 if the listing does not have it. */
  readonly nFileSize: number;
  /** The time of the last modification; `null` if the listing does not have it. */
  readonly ftLastWriteTime: Date | null;
  /** The time of the creation; `null` if the listing does not have it. */
  readonly ftCreationTime: Date | null;
  /** The time of the last access; `null` if the listing does not have it. */
  readonly ftLastAccessTime: Date | null;
  /** The line of the listing. */
  readonly raw: string;
  /** Where a symbolic link points. */
  readonly linkTarget?: string;
  /** The permissions, as the listing writes them. */
  readonly permissions?: string;
  /** The owner. */
  readonly owner?: string;
  /** The group. */
  readonly group?: string;
  /** The facts of an MLSD line, by lower-case name. */
  readonly facts?: Readonly<Record<string, string>>;
}

/** An item of a Gopher menu. */
export interface GOPHER_FIND_DATA {
  /** The display text. */
  readonly DisplayString: string;
  /** `GOPHER_TYPE_*` bits. */
  readonly GopherType: number;
  /** The low 32 bits of the size, 0 if it is unknown. */
  readonly SizeLow: number;
  /** The high 32 bits of the size. */
  readonly SizeHigh: number;
  /** The time of the last modification; `null` if it is unknown. */
  readonly LastModificationTime: Date | null;
  /**
   * The locator for `GopherOpenFile` and `GopherFindFirstFile`. It keeps each byte of the
   * server that is not UTF-8 as half a surrogate pair, which a text file loses and
   * `encodeURIComponent` refuses; write `locatorToUrl` of it, and read `urlToLocator`.
   */
  readonly Locator: string;
}

/** The administrator of an item: the Admin line of +ADMIN. */
export interface GOPHER_ADMIN_ATTRIBUTE_TYPE {
  /** The text beside the address, usually a name. */
  readonly Comment: string;
  /** The address, without angle brackets. */
  readonly EmailAddress: string;
}

/** A view of an item: a line of +VIEWS. */
export interface GOPHER_VIEW_ATTRIBUTE_TYPE {
  /** The media type, for the view of `GopherOpenFile`. */
  readonly ContentType: string;
  /** The language, `""` if there is none. */
  readonly Language: string;
  /** The size in bytes, which servers often round to kilobytes; 0 if it is unknown. */
  readonly Size: number;
}

/** A question of a form: a line of +ASK. */
export interface GOPHER_ASK_ATTRIBUTE_TYPE {
  /** `Ask`, `AskP`, `AskL`, `AskF`, `Select`, `Choose`, `ChooseF` or `Note`. */
  readonly QuestionType: string;
  /** The text after the colon: the question, and its default or choices after TABs. */
  readonly QuestionText: string;
}

/** The values of an attribute: only the member that belongs to its AttributeId. */
export interface GOPHER_ATTRIBUTE_VALUES {
  /** GOPHER_ATTRIBUTE_ID_ADMIN. */
  readonly Admin?: GOPHER_ADMIN_ATTRIBUTE_TYPE;
  /** GOPHER_ATTRIBUTE_ID_MOD_DATE; `null` if the date is invalid. */
  readonly ModDate?: { readonly DateAndTime: Date | null };
  /** GOPHER_ATTRIBUTE_ID_TTL: seconds. */
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
  /** GOPHER_ATTRIBUTE_ID_GEOG: south and west are negative. */
  readonly GeographicalLocation?: {
    readonly DegreesNorth: number;
    readonly MinutesNorth: number;
    readonly SecondsNorth: number;
    readonly DegreesEast: number;
    readonly MinutesEast: number;
    readonly SecondsEast: number;
  };
  /** GOPHER_ATTRIBUTE_ID_TIMEZONE: hours from GMT. */
  readonly TimeZone?: { readonly Zone: number };
  /** GOPHER_ATTRIBUTE_ID_PROVIDER. */
  readonly Provider?: { readonly Provider: string };
  /** GOPHER_ATTRIBUTE_ID_VERSION. */
  readonly Version?: { readonly Version: string };
  /** GOPHER_ATTRIBUTE_ID_ABSTRACT: the text, and the locator of the file that has it, `""` if there is none. */
  readonly Abstract?: {
    readonly ShortAbstract: string;
    readonly AbstractFile: string;
  };
  /** GOPHER_ATTRIBUTE_ID_VIEW. */
  readonly View?: GOPHER_VIEW_ATTRIBUTE_TYPE;
  /** GOPHER_ATTRIBUTE_ID_TREEWALK. */
  readonly Veronica?: { readonly TreeWalk: boolean };
  /** In the category GOPHER_CATEGORY_ID_ASK. */
  readonly Ask?: GOPHER_ASK_ATTRIBUTE_TYPE;
  /** GOPHER_ATTRIBUTE_ID_UNKNOWN: the text as the server wrote it. */
  readonly Unknown?: { readonly Text: string };
}

/** An attribute of a Gopher+ item. */
export interface GOPHER_ATTRIBUTE_TYPE {
  /** One of the `GOPHER_CATEGORY_ID_*` constants: the block that has it. */
  readonly CategoryId: number;
  /** One of the `GOPHER_ATTRIBUTE_ID_*` constants: the member of `AttributeType`. */
  readonly AttributeId: number;
  /** Its values. */
  readonly AttributeType: GOPHER_ATTRIBUTE_VALUES;
}

/** What the certificate of a server says: INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT. */
export interface INTERNET_CERTIFICATE_INFO {
  /** The last moment at which the certificate is valid. */
  readonly ftExpiry: Date;
  /** The first moment at which the certificate is valid. */
  readonly ftStart: Date;
  /** The subject, a line for each part. */
  readonly lpszSubjectInfo: string;
  /** The issuer, a line for each part. */
  readonly lpszIssuerInfo: string;
  /** The protocol; `null`, as on Windows. */
  readonly lpszProtocolName: string | null;
  /** The algorithm of the signature; `null`, as on Windows. */
  readonly lpszSignatureAlgName: string | null;
  /** The algorithm of the encryption; `null`, as on Windows. */
  readonly lpszEncryptionAlgName: string | null;
  /** The bits of the key of the connection. */
  readonly dwKeySize: number;
}

/** The times of the cache entry of a response (INTERNET_OPTION_CACHE_TIMESTAMPS). */
export interface INTERNET_CACHE_TIMESTAMPS {
  /** Until when the response is fresh; `null` if it does not say so. */
  readonly ftExpires: Date | null;
  /** When the resource was changed last; `null` if it is not known. */
  readonly ftLastModified: Date | null;
}

/**
 * The certificate of the client, for INTERNET_OPTION_CLIENT_CERT_CONTEXT.
 *
 * Differences: on Windows it comes from the certificate store.
 */
export interface CERT_CONTEXT {
  /** The certificate in PEM, followed by those of its authorities if servers need them; a key in the text is ignored. */
  readonly cert: string;
  /** Its private key in PEM, without a password; certificates in the text are ignored. */
  readonly key: string;
}

/**
 * The TLS of a connection: INTERNET_OPTION_SECURITY_CONNECTION_INFO.
 *
 * Differences: the structure of SChannel has more members; those that are unknown here are omitted.
 */
export interface INTERNET_SECURITY_CONNECTION_INFO {
  /** `true` if the connection is encrypted. */
  readonly fSecure: boolean;
  /** The protocol of SChannel: 0x800 for TLS 1.2, 0x2000 for TLS 1.3. */
  readonly dwProtocol: number;
  /** The cipher of SChannel: 0x660e for AES-128, 0x6610 for AES-256, 0 for one without a number. */
  readonly aiCipher: number;
  /** The bits of its key. */
  readonly dwCipherStrength: number;
  /** The hash of SChannel: 0x800c for SHA-256, 0x800d for SHA-384. */
  readonly aiHash: number;
  /** The bits of the hash. */
  readonly dwHashStrength: number;
  /** The name of the cipher suite, for example `TLS_AES_256_GCM_SHA384`. */
  readonly szCipherSuite: string;
}

/**
 * A stream of `RetrieveUrlCacheEntryStream`, for the functions of the cache and for
 * `readable`. It is not a handle of `InternetReadFile`. Disposing it closes it.
 */
export interface CacheStream extends Disposable, AsyncDisposable {
  /** `true` after it was closed. */
  readonly closed: boolean;
  /** Tells it apart from other handles. */
  readonly [Symbol.toStringTag]: "CacheStream";
}

/**
 * An enumeration of entries or of groups of the cache. Disposing it closes it.
 */
export interface CacheEnumeration extends Disposable, AsyncDisposable {
  /** `true` after it was closed. */
  readonly closed: boolean;
  /** Tells it apart from other handles. */
  readonly [Symbol.toStringTag]: "CacheEnumeration";
}

/** The number of a group of cache entries, 64 bits; `0n` is no group. */
export type GROUPID = bigint;

/** An entry of the cache. Changing it does not change the cache. */
export interface INTERNET_CACHE_ENTRY_INFO {
  /** The URL. */
  lpszSourceUrlName: string;
  /** The path of its file; `null` for an entry without one, or whose body is only in memory. */
  lpszLocalFileName: string | null;
  /** `*_CACHE_ENTRY` bits. */
  CacheEntryType: number;
  /** The number of locks. */
  dwUseCount: number;
  /** The number of times that it was stored and retrieved. */
  dwHitRate: number;
  /** The low 32 bits of the number of bytes. */
  dwSizeLow: number;
  /** The high 32 bits of the number of bytes. */
  dwSizeHigh: number;
  /** When the resource was changed; `null` if that is not known. */
  LastModifiedTime: Date | null;
  /** When the entry expires; `null` if that is not known. */
  ExpireTime: Date | null;
  /** When it was last stored or retrieved. */
  LastAccessTime: Date;
  /** When the server was last asked. */
  LastSyncTime: Date;
  /** The header fields, ISO 8859-1; `""` if there are none. */
  lpHeaderInfo: string;
  /** The extension of the file, without the dot; `null` if there is none. */
  lpszFileExtension: string | null;
  /** Seconds after the last access in which a sticky entry is not removed to make room. */
  dwExemptDelta: number;
}

/** The attributes of a group of cache entries. */
export interface INTERNET_CACHE_GROUP_INFO {
  /** `CACHEGROUP_FLAG_*` bits. */
  dwGroupFlags: number;
  /** A number of the program. */
  dwGroupType: number;
  /** The size of the bodies of its entries, in KiB. */
  dwDiskUsage: number;
  /** A limit in KiB; the program itself obeys it. */
  dwDiskQuota: number;
  /** Four numbers of the program. */
  dwOwnerStorage: number[];
  /** The name, up to 119 characters. */
  szGroupName: string;
}

/** The configuration of the cache. */
export interface INTERNET_CACHE_CONFIG_INFO {
  /** Always 0. */
  dwContainer: number;
  /** The size that the cache may have, in KiB. */
  dwQuota: number;
  /** Always `true`. */
  fPerUser: boolean;
  /** When requests ask the server, `WININET_SYNC_MODE_*`. */
  dwSyncMode: number;
  /** Always 1. */
  dwNumCachePaths: number;
  /** The folder of the container, with a separator at its end; `""` for a cache in memory. */
  CachePath: string;
  /** The size that the container may have, in KiB. */
  dwCacheSize: number;
  /** The size of its entries that may be removed to make room, in KiB. */
  dwNormalUsage: number;
  /** The size of its sticky entries, in KiB. */
  dwExemptUsage: number;
}
