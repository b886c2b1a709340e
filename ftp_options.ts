// Copyright 2026 the wininet authors. MIT license.

/**
 * Options of FTP that WinINet does not have: `InternetSetOption` and
 * `InternetQueryOption` take them like its own. They are set on a session or on a
 * connection, and what is made below afterwards inherits them. Their numbers lie
 * beyond those of Windows.
 *
 * @example Continuing what was interrupted
 * ```ts
 * import { FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART } from "@wininet/wininet/ftp-options";
 * import { InternetOpen, InternetQueryOption, InternetSetOption } from "@wininet/wininet/internet";
 * import { assertEquals } from "@std/assert";
 *
 * using hInternet = InternetOpen("my program/1.0");
 * InternetSetOption(hInternet, FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART);
 *
 * assertEquals(InternetQueryOption(hInternet, FTP_OPTION_RESUME), FTP_RESUME_OR_RESTART);
 * ```
 *
 * @module
 */

// ---- options ----

/**
 * Whether EPSV and EPRT are tried before PASV and PORT: a boolean, `true` until it
 * is set. IPv6 always needs them.
 */
export const FTP_OPTION_EXTENDED_MODES = 0x10001;
/**
 * The ports that wait for the server in active mode: an {@linkcode FtpPortRange},
 * `null` for any.
 */
export const FTP_OPTION_ACTIVE_PORTS = 0x10002;
/**
 * The address that the server is told in active mode, where it is not the one of
 * this machine: a text, `null` for that one.
 */
export const FTP_OPTION_ACTIVE_ADDRESS = 0x10003;
/**
 * Whether a data connection may go to another host than the control connection,
 * as the reply of PASV names it: a boolean, `false` until it is set. A server
 * could send the program anywhere.
 */
export const FTP_OPTION_FOREIGN_DATA_HOST = 0x10004;
/**
 * After how many milliseconds NOOP keeps the control connection open, while it is idle
 * and during transfers ({@linkcode FTP_OPTION_TRANSFER_KEEP_ALIVE}): a number, 0 for
 * never, which it is until it is set.
 */
export const FTP_OPTION_KEEP_ALIVE = 0x10005;
/**
 * Whether interrupted transfers of whole files are continued: one of the
 * `FTP_RESUME_*` constants.
 */
export const FTP_OPTION_RESUME = 0x10006;
/**
 * Whether the server's checksum (HASH, XCRC and the like) of a file is compared
 * after FtpGetFile and FtpPutFile: a boolean, `false` until it is set.
 */
export const FTP_OPTION_VERIFY = 0x10007;
/**
 * Whether FtpGetFile and FtpPutFile keep the time of the file (MDTM, MFMT): a
 * boolean, `false` until it is set.
 */
export const FTP_OPTION_KEEP_TIMES = 0x10008;
/** What ACCT sends when the server wants an account: a text, `""` for nothing. */
export const FTP_OPTION_ACCOUNT = 0x10009;
/**
 * Whether FtpPutFile writes under the final name at once: a boolean, `false` until
 * it is set. Else it writes under another name first, which it changes when
 * everything has arrived.
 */
export const FTP_OPTION_DIRECT_UPLOAD = 0x1000a;
/**
 * Whether directories are listed by MLSD where the server has it: a boolean,
 * `true` until it is set.
 */
export const FTP_OPTION_MACHINE_LISTINGS = 0x1000b;
/**
 * What the server of a connection says it can do (FEAT), a feature an element;
 * only to be queried, and empty before it was needed.
 */
export const FTP_OPTION_FEATURES = 0x1000c;
/**
 * A command that is sent after every login, such as `SITE UMASK 027`: a string,
 * `""` for none. If the server refuses it, the login fails with
 * ERROR_INTERNET_EXTENDED_ERROR and the server's text in `responseText`.
 */
export const FTP_OPTION_LOGIN_COMMAND = 0x1000d;
/**
 * Whether a data connection with TLS may end without close_notify, so that somebody on
 * the way could have cut the data: a boolean, `false` until it is set. Then such an end
 * is an error, unless the size of the file is known and all of it has come. It is always
 * allowed for servers that are known to end so, by their greeting.
 *
 * Differences: WinINet has no FTP over TLS.
 */
export const FTP_OPTION_UNCERTAIN_END = 0x10021;
/**
 * The command that keeps the control connection open during a transfer, after each
 * interval of FTP_OPTION_KEEP_ALIVE: a text, `"NOOP"` until it is set, `""` for none.
 *
 * Differences: WinINet sends nothing during a transfer.
 */
export const FTP_OPTION_TRANSFER_KEEP_ALIVE = 0x10022;

// ---- values of FTP_OPTION_RESUME ----

/** Every transfer begins at the start of the file. */
export const FTP_RESUME_NEVER = 0;
/** Continues; where the server cannot, begins again. */
export const FTP_RESUME_OR_RESTART = 1;
/** Continues; where the server cannot, fails. */
export const FTP_RESUME_OR_FAIL = 2;

/** Some ports. */
export interface FtpPortRange {
  /** The first port. */
  readonly first: number;
  /** The last port, which belongs to them. */
  readonly last: number;
}
