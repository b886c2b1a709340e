// Copyright 2026 the wininet authors. MIT license.

/**
 * The structures of WinINet as TypeScript types: what functions take and hand
 * out.
 *
 * Members that only say how long another member is, and members that native
 * WinINet reserves, are left out or optional.
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
  /** `true` if the handle has been closed, by itself or with a parent. */
  readonly closed: boolean;
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
  /** The number behind the dot. */
  readonly dwMinorVersion: number;
}

/** A version of HTTP: 1.0 or 1.1. */
export interface HTTP_VERSION_INFO {
  /** The number before the dot. */
  readonly dwMajorVersion: number;
  /** The number behind the dot. */
  readonly dwMinorVersion: number;
}

/** How a session reaches the network: the value of INTERNET_OPTION_PROXY. */
export interface INTERNET_PROXY_INFO {
  /** One of the `INTERNET_OPEN_TYPE_*` constants. */
  readonly dwAccessType: number;
  /** The proxies, in the form of `InternetOpen`. */
  readonly lpszProxy: string | null;
  /** What is reached without them, in the form of `InternetOpen`. */
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
   * A dial-up connection. There are none: `null` is the network.
   *
   * @default {null}
   */
  readonly pszConnection?: string | null;
  /** The parts. All are answered; those that are to be set need be given. */
  readonly pOptions: readonly INTERNET_PER_CONN_OPTION[];
}

/** The value of INTERNET_OPTION_CONNECTED_STATE: `true` or `false` access to the network. */
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

/** What is known of the connection of a request. */
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
  /** `FILE_ATTRIBUTE_DIRECTORY` or `FILE_ATTRIBUTE_NORMAL`, and what else the listing tells. */
  readonly dwFileAttributes: number;
  /** Bytes; 0 where the listing does not tell. */
  readonly nFileSize: number;
  /** When the entry was modified; `null` where the listing does not tell. */
  readonly ftLastWriteTime: Date | null;
  /** When the entry was made; `null` where the listing does not tell. */
  readonly ftCreationTime: Date | null;
  /** When the entry was read last; `null` where the listing does not tell. */
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
  /** What the menu shows. */
  readonly DisplayString: string;
  /** `GOPHER_TYPE_*` bits. */
  readonly GopherType: number;
  /** The low 32 bits of the size, 0 where it is unknown. */
  readonly SizeLow: number;
  /** The high 32 bits of the size. */
  readonly SizeHigh: number;
  /** When the item was modified; `null` where it is unknown. */
  readonly LastModificationTime: Date | null;
  /** What `GopherOpenFile` and `GopherFindFirstFile` take. */
  readonly Locator: string;
}

/** Who looks after an item: the Admin line of +ADMIN. */
export interface GOPHER_ADMIN_ATTRIBUTE_TYPE {
  /** What stands beside the address, usually a name. */
  readonly Comment: string;
  /** The address, without angle brackets. */
  readonly EmailAddress: string;
}

/** What a view of an item is: a line of +VIEWS. */
export interface GOPHER_VIEW_ATTRIBUTE_TYPE {
  /** The media type: what `GopherOpenFile` takes as its view. */
  readonly ContentType: string;
  /** The language, `""` where none is given. */
  readonly Language: string;
  /** Bytes, as far as the server tells: often it rounds to kilobytes. 0 where it does not tell. */
  readonly Size: number;
}

/** A question of a form: a line of +ASK. */
export interface GOPHER_ASK_ATTRIBUTE_TYPE {
  /** `Ask`, `AskP`, `AskL`, `AskF`, `Select`, `Choose`, `ChooseF` or `Note`. */
  readonly QuestionType: string;
  /** What stands behind the colon: the question, and its default or choices behind TABs. */
  readonly QuestionText: string;
}

/** The values of an attribute: the member that its AttributeId tells, and no other. */
export interface GOPHER_ATTRIBUTE_VALUES {
  /** GOPHER_ATTRIBUTE_ID_ADMIN. */
  readonly Admin?: GOPHER_ADMIN_ATTRIBUTE_TYPE;
  /** GOPHER_ATTRIBUTE_ID_MOD_DATE; `null` where the date is none. */
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
  /** GOPHER_ATTRIBUTE_ID_ABSTRACT: the text, and the locator of the file that has it, `""` where there is none. */
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
  /** One of the `GOPHER_CATEGORY_ID_*` constants: the block that it stands in. */
  readonly CategoryId: number;
  /** One of the `GOPHER_ATTRIBUTE_ID_*` constants: which member of `AttributeType` is there. */
  readonly AttributeId: number;
  /** Its values. */
  readonly AttributeType: GOPHER_ATTRIBUTE_VALUES;
}
