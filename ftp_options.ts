// Copyright 2026 the wininet authors. MIT license.

/**
 * FTP options that WinINet does not have: `InternetSetOption` and
 * `InternetQueryOption` accept them. They are set on a session or a connection,
 * and new handles below it inherit them. Their numbers are above those of
 * Windows.
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
 * Tries EPSV and EPRT before PASV and PORT: a boolean; the default is `true`.
 * IPv6 always needs EPSV and EPRT.
 */
export const FTP_OPTION_EXTENDED_MODES = 0x10001;
/**
 * The ports on which the program listens in active mode: an
 * {@linkcode FtpPortRange}, or `null` for any port.
 */
export const FTP_OPTION_ACTIVE_PORTS = 0x10002;
/**
 * The address to which the server connects in active mode, for a machine behind
 * NAT: a string, or `null` for the address of the local machine.
 */
export const FTP_OPTION_ACTIVE_ADDRESS = 0x10003;
/**
 * Allows data connections to a host other than that of the control connection,
 * if the PASV reply names it: a boolean; the default is `false`, because a
 * server could choose any host.
 */
export const FTP_OPTION_FOREIGN_DATA_HOST = 0x10004;
/**
 * The interval in milliseconds between NOOP commands that keep the control
 * connection open, while it is idle and during transfers
 * ({@linkcode FTP_OPTION_TRANSFER_KEEP_ALIVE}): a number; 0, the default, sends
 * none.
 */
export const FTP_OPTION_KEEP_ALIVE = 0x10005;
/**
 * Continues interrupted transfers of whole files: one of the `FTP_RESUME_*`
 * constants. FtpGetFile keeps the partial file `name.part`, and in
 * `name.part.note` the size and the time of the remote file. FtpPutFile keeps
 * the partial file `name.1f0c2d3e.part` on the server; its digits encode the
 * size and the time of the local file. A partial file of another version is not
 * continued.
 */
export const FTP_OPTION_RESUME = 0x10006;
/**
 * Compares the server's checksum of a file (HASH, XCRC and similar commands)
 * after FtpGetFile and FtpPutFile: a boolean; the default is `false`.
 */
export const FTP_OPTION_VERIFY = 0x10007;
/**
 * Keeps the modification time of the file in FtpGetFile and FtpPutFile (MDTM,
 * MFMT): a boolean; the default is `false`.
 */
export const FTP_OPTION_KEEP_TIMES = 0x10008;
/**
 * The account that is sent with ACCT if the server requests one: a string, or
 * `""` for none.
 */
export const FTP_OPTION_ACCOUNT = 0x10009;
/**
 * Makes FtpPutFile write under the final name immediately: a boolean; the
 * default is `false`. Otherwise it writes under another name first, and renames
 * the file when the upload is complete.
 */
export const FTP_OPTION_DIRECT_UPLOAD = 0x1000a;
/** Lists directories with MLSD if the server supports it: a boolean; the default is `true`. */
export const FTP_OPTION_MACHINE_LISTINGS = 0x1000b;
/**
 * The features that the server reports (FEAT): an array of strings, one feature
 * in each element. It can only be queried, on a connection, and is empty until
 * the features are needed.
 */
export const FTP_OPTION_FEATURES = 0x1000c;
/**
 * A command that is sent after every login, such as `SITE UMASK 027`: a string,
 * or `""` for none. If the server refuses it, the login fails with
 * ERROR_INTERNET_EXTENDED_ERROR and the server's text in `responseText`.
 */
export const FTP_OPTION_LOGIN_COMMAND = 0x1000d;
/**
 * Includes hidden files in listings, on most servers those whose names start
 * with a dot: a boolean; the default is `false`. It sends `LIST -a` if the
 * server accepts it. For MLSD the server decides which files it lists.
 */
export const FTP_OPTION_HIDDEN = 0x1000f;
/**
 * The number of lines of a listing so far whose format is unknown. It can only
 * be queried, on a handle of `FtpFindFirstFile` or of a directory that
 * `InternetOpenUrl` opened. Headings, totals and blank lines are not counted.
 * If no line of a listing is an entry and some are unknown, the enumeration
 * fails with ERROR_INTERNET_EXTENDED_ERROR, and `responseText` is the first
 * unknown line.
 */
export const FTP_OPTION_UNKNOWN_LINES = 0x10012;
/**
 * Logs in again if the server has closed an idle connection or the network has
 * dropped it: a boolean; the default is `true`. The next call then connects,
 * logs in, repeats settings (TYPE, OPTS, SITE UMASK and similar commands) and
 * returns to the directory, once; the callback receives the statuses of these
 * steps. This works only on a connection without an open file, and never
 * repeats a command that may have changed something on the server. If the new
 * login fails, the call fails with ERROR_FTP_DROPPED.
 */
export const FTP_OPTION_RECONNECT = 0x1000e;
/**
 * Makes a call on a busy connection wait for its turn instead of failing with
 * ERROR_FTP_TRANSFER_IN_PROGRESS: a boolean; the default is `false`. The call
 * starts when the earlier calls have ended and the files and enumerations
 * opened by them are closed. Therefore a program must not wait for such a call
 * while it keeps a file open.
 */
export const FTP_OPTION_QUEUE = 0x10010;
/**
 * Starts every connection with TLS (implicit TLS) on any port: a boolean; the
 * default is `false`. Without it, only port 990, `ftps:` URLs and `ftps:`
 * server names use implicit TLS. It affects connections that are opened
 * afterwards.
 */
export const FTP_OPTION_IMPLICIT = 0x10011;
/**
 * Allows the ports of other services, such as 25 (mail): a boolean; the default
 * is `false`. It affects connections that are opened afterwards.
 */
export const FTP_OPTION_ANY_PORT = 0x10013;
/**
 * Allows a TLS data connection to end without close_notify, in which case an
 * attacker could have truncated the data: a boolean; the default is `false`.
 * Without the option such an end is an error, unless the size of the file is
 * known and all bytes have arrived. It is always allowed for servers whose
 * greeting identifies them as software that never sends close_notify.
 *
 * Differences: WinINet has no FTP over TLS.
 */
export const FTP_OPTION_UNCERTAIN_END = 0x10014;
/**
 * The command that keeps the control connection open during a transfer, sent
 * after each interval of FTP_OPTION_KEEP_ALIVE: a string, or `""` for none; the
 * default is `"NOOP"`.
 *
 * Differences: WinINet sends nothing during a transfer.
 */
export const FTP_OPTION_TRANSFER_KEEP_ALIVE = 0x10015;

// ---- values of FTP_OPTION_RESUME ----

/** Every transfer starts at the beginning of the file. */
export const FTP_RESUME_NEVER = 0;
/** Continues an interrupted transfer; starts again if that is not possible. */
export const FTP_RESUME_OR_RESTART = 1;
/** Continues an interrupted transfer; fails if that is not possible. */
export const FTP_RESUME_OR_FAIL = 2;

/** A range of ports. */
export interface FtpPortRange {
  /** The first port. */
  readonly first: number;
  /** The last port (inclusive). */
  readonly last: number;
}
