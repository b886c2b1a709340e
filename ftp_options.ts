// Copyright 2026 the wininet authors. MIT license.

/**
 * Options of FTP that WinINet does not have: `InternetSetOption` and
 * `InternetQueryOption` accept them. They are set on a session or a connection, and new
 * handles below it inherit them. Their numbers are above those of Windows.
 *
 * @example Continuing an interrupted transfer
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
 * Tries EPSV and EPRT before PASV and PORT: a boolean, `true` until it
 * is set. IPv6 always needs them.
 */
export const FTP_OPTION_EXTENDED_MODES = 0x10001;
/**
 * The ports on which the program listens in active mode: an {@linkcode FtpPortRange},
 * `null` for any.
 */
export const FTP_OPTION_ACTIVE_PORTS = 0x10002;
/**
 * The address to which the server connects in active mode, if it is not that of this
 * machine: a text, `null` for that of this machine.
 */
export const FTP_OPTION_ACTIVE_ADDRESS = 0x10003;
/**
 * Allows data connections to another host than that of the control connection, if the
 * reply of PASV names it: a boolean, `false` until it is set. A server could choose any
 * host.
 */
export const FTP_OPTION_FOREIGN_DATA_HOST = 0x10004;
/**
 * After how many milliseconds NOOP keeps the control connection open, while it is idle
 * and during transfers ({@linkcode FTP_OPTION_TRANSFER_KEEP_ALIVE}): a number, 0 for
 * never, which it is until it is set.
 */
export const FTP_OPTION_KEEP_ALIVE = 0x10005;
/**
 * Continues interrupted transfers of whole files: one of the `FTP_RESUME_*` constants.
 * FtpGetFile keeps `name.part`, and in `name.part.note` the size and the time of the
 * remote file. FtpPutFile keeps `name.1f0c2d3e.part` on the server; the digits stand for
 * the size and the time of the local file. A part of another version is not continued.
 */
export const FTP_OPTION_RESUME = 0x10006;
/**
 * Compares the server's checksum (HASH, XCRC and the like) of a file after FtpGetFile and
 * FtpPutFile: a boolean, `false` until it is set.
 */
export const FTP_OPTION_VERIFY = 0x10007;
/**
 * Keeps the time of the file in FtpGetFile and FtpPutFile (MDTM, MFMT): a
 * boolean, `false` until it is set.
 */
export const FTP_OPTION_KEEP_TIMES = 0x10008;
/** The account for ACCT, if the server asks for one: a text, `""` for none. */
export const FTP_OPTION_ACCOUNT = 0x10009;
/**
 * Lets FtpPutFile write under the final name at once: a boolean, `false` until it is set.
 * Otherwise it writes under another name first, and renames the file after everything has
 * arrived.
 */
export const FTP_OPTION_DIRECT_UPLOAD = 0x1000a;
/**
 * Lists directories by MLSD if the server has it: a boolean, `true` until it is set.
 */
export const FTP_OPTION_MACHINE_LISTINGS = 0x1000b;
/**
 * The features of the server of a connection (FEAT), one in each element. It can only be
 * queried, and is empty until the features are needed.
 */
export const FTP_OPTION_FEATURES = 0x1000c;
/**
 * A command that is sent after every login, such as `SITE UMASK 027`: a string,
 * `""` for none. If the server refuses it, the login fails with
 * ERROR_INTERNET_EXTENDED_ERROR and the server's text in `responseText`.
 */
export const FTP_OPTION_LOGIN_COMMAND = 0x1000d;
/**
 * `true` if listings show hidden files, on most servers those whose names start with a
 * point: a boolean, `false` until it is set. It sends `LIST -a` where the server takes
 * it. A server that lists by MLSD decides what it shows.
 */
export const FTP_OPTION_HIDDEN = 0x1000f;
/**
 * How many lines of a listing no format knows, so far: a number, only to be queried, of
 * a handle of `FtpFindFirstFile` or of a directory that `InternetOpenUrl` opened.
 * Headings, totals and blank lines do not count. If no line of a listing is an entry
 * and some are unknown, the enumeration fails with ERROR_INTERNET_EXTENDED_ERROR and
 * the first of them in `responseText`.
 */
export const FTP_OPTION_UNKNOWN_LINES = 0x10012;
/**
 * Logs in again if the server has ended an idle connection or the network has lost it: a
 * boolean, `true` until it is set. The next call then connects, logs in, repeats settings
 * (TYPE, OPTS, SITE UMASK and the like) and returns to the directory, once; its statuses
 * show that. This needs a connection without an open file, and never repeats a command
 * that may have changed something on the server. If the new login fails, the call fails
 * with ERROR_FTP_DROPPED.
 */
export const FTP_OPTION_RECONNECT = 0x1000e;
/**
 * Lets a call on a busy connection wait for its turn instead of failing with
 * ERROR_FTP_TRANSFER_IN_PROGRESS: a boolean, `false` until it is set. The turn comes after
 * the calls before it have ended, and after open files and enumerations before it were
 * closed. So a program must not wait for such a call while it keeps a file open.
 */
export const FTP_OPTION_QUEUE = 0x10010;
/**
 * Starts every connection with TLS (implicit TLS), whichever port it has: a boolean,
 * `false` until it is set. Without it, port 990, `ftps:` URLs and `ftps:` server names do
 * that. It acts on connections that are made afterwards.
 */
export const FTP_OPTION_IMPLICIT = 0x10011;
/**
 * Allows the ports of other services, such as 25 (mail): a boolean, `false` until it is
 * set. It acts on connections that are made afterwards.
 */
export const FTP_OPTION_ANY_PORT = 0x10013;
/**
 * `true` if a data connection with TLS may end without close_notify, so that someone on
 * the way could have cut the data: a boolean, `false` until it is set. Then such an end
 * is an error, unless the size of the file is known and all of it has come. It is always
 * allowed for servers that are known to end so, by their greeting.
 *
 * Differences: WinINet has no FTP over TLS.
 */
export const FTP_OPTION_UNCERTAIN_END = 0x10014;
/**
 * The command that keeps the control connection open during a transfer, after each
 * interval of FTP_OPTION_KEEP_ALIVE: a text, `"NOOP"` until it is set, `""` for none.
 *
 * Differences: WinINet sends nothing during a transfer.
 */
export const FTP_OPTION_TRANSFER_KEEP_ALIVE = 0x10015;

// ---- values of FTP_OPTION_RESUME ----

/** Every transfer starts at the start of the file. */
export const FTP_RESUME_NEVER = 0;
/** Continues; if the server cannot, starts again. */
export const FTP_RESUME_OR_RESTART = 1;
/** Continues; if the server cannot, fails. */
export const FTP_RESUME_OR_FAIL = 2;

/** A range of ports. */
export interface FtpPortRange {
  /** The first port. */
  readonly first: number;
  /** The last port, included. */
  readonly last: number;
}
