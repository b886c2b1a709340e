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
  /** Whether the handle has been closed, by itself or with a parent. */
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
