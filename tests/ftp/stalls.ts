// Copyright 2026 the wininet authors. MIT license.

/**
 * The phases of a transfer that can stall, each with a server that causes the
 * stall and a program that is affected by it.
 *
 * @module
 */

import { GENERIC_WRITE, INTERNET_FLAG_SECURE } from "../../flags.ts";
import {
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpOpenFile,
  FtpPutFile,
  FtpRenameFile,
} from "../../ftp.ts";
import { FTP_OPTION_KEEP_ALIVE } from "../../ftp_options.ts";
import { InternetSetOption, InternetWriteFile } from "../../internet.ts";
import {
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_DATA_RECEIVE_TIMEOUT,
  INTERNET_OPTION_DATA_SEND_TIMEOUT,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { NEVER } from "../helpers/calls.ts";
import { type Folder, openToRead, readBytes } from "../helpers/ftp_calls.ts";
import type {
  FtpCall,
  FtpScript,
  FtpServerOptions,
  FtpSession,
} from "../servers/ftp_server.ts";

/** More bytes than the buffers of a loopback connection can hold. */
export const BIG: Uint8Array<ArrayBuffer> = new Uint8Array(32 * 2 ** 20);

const HALF = "x".repeat(1_000);

/** The files of the server. */
export const FILES: Record<string, string> = { "/a": HALF + HALF };

/** The context of the programs in this file. */
export interface StallScene {
  readonly hConnect: HINTERNET;
  readonly files: Folder;
}

/** A phase that stalls. */
export interface Stall {
  readonly option: number;
  readonly server: FtpServerOptions;
  readonly run: (scene: StallScene) => Promise<unknown>;
  /** @default {true} */
  readonly passive?: boolean;
  /** @default {0} */
  readonly flags?: number;
  /**
   * `true` if the session is lost. @default {true}
   */
  readonly dropped?: boolean;
}

/** Never replies. */
export const silence: FtpScript = (call) => call.until(NEVER);

/** Downloads a file. */
export function get({ hConnect, files }: StallScene): Promise<unknown> {
  return FtpGetFile(hConnect, "a", files.path("a"));
}

function put({ hConnect, files }: StallScene): Promise<unknown> {
  return FtpPutFile(hConnect, files.write("source", BIG), "a");
}

/** A promise for each session, which one of its commands resolves. */
class Signals {
  readonly #signals = new WeakMap<FtpSession, PromiseWithResolvers<void>>();

  of({ session }: FtpCall): PromiseWithResolvers<void> {
    const signal = this.#signals.get(session) ?? Promise.withResolvers<void>();
    this.#signals.set(session, signal);
    return signal;
  }
}

const aborts = new Signals();
const noops = new Signals();

/** Stalls a transfer until the client aborts it. */
async function stalls(call: FtpCall): Promise<void> {
  await call.until(aborts.of(call).promise);
  await call.reply("426 Aborted");
}

/** Handles ABOR for the scripts of this file. */
function abort(call: FtpCall): false {
  aborts.of(call).resolve();
  return false;
}

/** Opens the data connection, but does not send or read. */
async function nothing(call: FtpCall): Promise<void> {
  await call.data();
  await call.reply("150 Now");
  await stalls(call);
}

/** Sends half of the data. */
async function half(call: FtpCall): Promise<void> {
  const data = await call.data();
  await call.reply("150 Here it comes");
  await data.write(HALF);
  await stalls(call);
}

/** Transfers the data without a final reply. */
async function speechless(call: FtpCall): Promise<void> {
  const data = await call.data();
  await call.reply("150 Now");
  if (call.verb === "RETR") await data.end();
  else await data.readAll();
  await call.until(NEVER);
}

const CONNECT = INTERNET_OPTION_CONNECT_TIMEOUT;
const RECEIVE = INTERNET_OPTION_RECEIVE_TIMEOUT;
const DATA_RECEIVE = INTERNET_OPTION_DATA_RECEIVE_TIMEOUT;
const DATA_SEND = INTERNET_OPTION_DATA_SEND_TIMEOUT;

/** Accepts data protection, but does not use TLS for the data. */
const clearData: Record<string, FtpScript> = {
  PROT: (call) => call.reply("200 Protection set"),
  RETR: nothing,
  ABOR: abort,
};

/** The phases; each name starts with the timeout that applies. */
export const STALLS: Readonly<Record<string, Stall>> = {
  "CONNECT: no TLS on the data connection": {
    option: CONNECT,
    server: { on: clearData },
    run: get,
    flags: INTERNET_FLAG_SECURE,
    dropped: false,
  },
  "RECEIVE: no reply to EPSV": {
    option: RECEIVE,
    server: { on: { EPSV: silence } },
    run: get,
  },
  "RECEIVE: no reply to EPRT": {
    option: RECEIVE,
    server: { on: { EPRT: silence } },
    run: get,
    passive: false,
  },
  "RECEIVE: no reply to RETR": {
    option: RECEIVE,
    server: { on: { RETR: silence } },
    run: get,
  },
  "RECEIVE: half a reply": {
    option: RECEIVE,
    server: {
      on: {
        async PWD(call) {
          await call.raw("257-now\r\n257");
          await call.until(NEVER);
        },
      },
    },
    run: ({ hConnect }) => FtpGetCurrentDirectory(hConnect),
  },
  "RECEIVE: no reply to the second of two commands": {
    option: RECEIVE,
    server: { on: { RNTO: silence } },
    run: ({ hConnect }) => FtpRenameFile(hConnect, "a", "b"),
  },
  "RECEIVE: no final reply to RETR": {
    option: RECEIVE,
    server: { on: { RETR: speechless } },
    run: get,
  },
  "RECEIVE: no final reply to STOR": {
    option: RECEIVE,
    server: { on: { STOR: speechless } },
    run: put,
  },
  "DATA_RECEIVE: no data": {
    option: DATA_RECEIVE,
    server: { on: { RETR: nothing, ABOR: abort } },
    run: get,
    dropped: false,
  },
  "DATA_RECEIVE: half of the data": {
    option: DATA_RECEIVE,
    server: { on: { RETR: half, ABOR: abort } },
    run: get,
    dropped: false,
  },
  "DATA_RECEIVE: half of the data over TLS": {
    option: DATA_RECEIVE,
    server: { on: { RETR: half, ABOR: abort } },
    run: get,
    flags: INTERNET_FLAG_SECURE,
    dropped: false,
  },
  "DATA_RECEIVE: half of the data of a handle": {
    option: DATA_RECEIVE,
    server: { on: { RETR: half, ABOR: abort } },
    async run({ hConnect }) {
      using hFile = await openToRead(hConnect, "a");
      await readBytes(hFile);
    },
    dropped: false,
  },
  "DATA_RECEIVE: no data connection in active mode": {
    option: DATA_RECEIVE,
    server: {
      on: {
        async RETR(call) {
          await call.reply("150 I shall call you");
          await call.until(NEVER);
        },
      },
    },
    run: get,
    passive: false,
  },
  "DATA_RECEIVE: nothing at all any more, not even to ABOR": {
    option: DATA_RECEIVE,
    server: { on: { RETR: half, ABOR: silence, PWD: silence } },
    run: get,
  },
  "DATA_RECEIVE: nothing any more after the reply to ABOR": {
    option: DATA_RECEIVE,
    server: { on: { RETR: half, ABOR: abort, PWD: silence } },
    run: get,
  },
  "DATA_RECEIVE: nothing any more after the final reply, not even to NOOP": {
    option: DATA_RECEIVE,
    server: {
      immediate: ["ABOR", "NOOP"],
      on: {
        async RETR(call) {
          await call.data();
          await call.reply("150 Now");
          await call.until(noops.of(call).promise);
          await call.reply("226 Done");
          await call.until(NEVER);
        },
        NOOP: (call) => noops.of(call).resolve(),
      },
    },
    async run({ hConnect, files }) {
      InternetSetOption(hConnect, FTP_OPTION_KEEP_ALIVE, 5);
      await get({ hConnect, files });
    },
  },
  "DATA_SEND: nobody reads": {
    option: DATA_SEND,
    server: { on: { STOR: nothing, ABOR: abort } },
    run: put,
    dropped: false,
  },
  "DATA_SEND: nobody reads from a handle": {
    option: DATA_SEND,
    server: { on: { STOR: nothing, ABOR: abort } },
    async run({ hConnect }) {
      using hFile = await FtpOpenFile(hConnect, "a", GENERIC_WRITE);
      await InternetWriteFile(hFile, BIG);
    },
    dropped: false,
  },
};
