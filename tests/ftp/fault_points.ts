// Copyright 2026 the wininet authors. MIT license.

/**
 * A server that cuts transfers at predefined points, and the choice of these
 * points: random, but the same in every run.
 *
 * The name of a file contains the number of its point: `cut-17`.
 *
 * @module
 */

import { pattern } from "../helpers/ftp_calls.ts";
import {
  type FtpCall,
  type FtpData,
  FtpServer,
  WireLost,
} from "../servers/ftp_server.ts";
import { concat } from "../servers/tcp_server.ts";

/** The content of the transferred file. */
export const CONTENT: Uint8Array<ArrayBuffer> = pattern(200_000);

/** The connections that are cut. */
export const CUT_CONNECTIONS = ["data", "control", "both"] as const;

/** The point at which a transfer is cut. */
export interface Point {
  readonly upload: boolean;
  readonly connections: typeof CUT_CONNECTIONS[number];
  readonly end: "FIN" | "RST";
  /** The number of bytes before the cut, less than the size of the content. */
  readonly at: number;
  /** The reply of the server if only the data connection was cut; `""` if it sends no reply. */
  readonly word: "426 Aborted" | "226 Done" | "";
}

/** A server, and the points at which it can cut a connection. */
export interface PointServer extends AsyncDisposable {
  readonly server: FtpServer;
  /** The points by number. */
  readonly points: readonly Point[];
}

/** Chooses points of one kind. */
export function choosePoints(
  count: number,
  seed: number,
  kind: Pick<Point, "upload" | "connections" | "end">,
): Point[] {
  const random = randomNumbers(seed);
  const words = wordsOf(kind);
  return Array.from({ length: count }, (_, index) => ({
    ...kind,
    at: Math.floor(random() * CONTENT.length),
    word: words[index % words.length]!,
  }));
}

/**
 * Returns the replies with which the transfer must fail. A false 226 is only
 * used for downloads that are reset.
 */
function wordsOf(
  { upload, connections, end }: Pick<Point, "upload" | "connections" | "end">,
): Point["word"][] {
  if (connections !== "data") return [""];
  return upload || end === "FIN"
    ? ["426 Aborted", ""]
    : ["426 Aborted", "226 Done", ""];
}

/** Returns numbers from 0 to 1, excluding 1. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Opens the server. */
export function pointServer(points: readonly Point[]): PointServer {
  const pointOf = ({ name }: FtpCall): Point | undefined =>
    points[Number(/^cut-(\d+)/.exec(name)?.[1])];
  const server = new FtpServer({
    on: {
      async RETR(call) {
        const point = pointOf(call);
        if (point === undefined) return false;
        await send(call, point);
      },
      async STOR(call) {
        const point = pointOf(call);
        if (point === undefined) return false;
        await take(call, point);
      },
      async SIZE(call) {
        if (pointOf(call) === undefined) return false;
        await call.reply(`213 ${CONTENT.length}`);
      },
    },
  });
  return {
    server,
    points,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

async function send(call: FtpCall, point: Point): Promise<void> {
  const data = await call.data();
  await call.reply("150 Here it comes");
  await data.secured;
  await data.write(CONTENT.subarray(0, point.at));
  await cutHere(call, data, point);
  if (point.connections !== "control") return;
  // The data connection is not affected, and continues.
  await data.write(CONTENT.subarray(point.at));
  await data.end();
}

async function take(call: FtpCall, point: Point): Promise<void> {
  const data = await call.data();
  await call.reply("150 Send it");
  await data.secured;
  const pieces: Uint8Array[] = [];
  for (let count = 0; count < point.at;) {
    const piece = await data.read();
    if (piece === null) throw new WireLost("Cannot cut: The data has ended");
    pieces.push(piece);
    count += piece.length;
  }
  call.server.files.set(call.path, concat(pieces).subarray(0, point.at));
  await cutHere(call, data, point);
  if (point.connections === "control") await data.readAll();
}

async function cutHere(
  call: FtpCall,
  data: FtpData,
  { connections, end, word }: Point,
): Promise<void> {
  const isFin = end === "FIN";
  if (connections !== "control") await (isFin ? data.fin() : data.reset());
  if (connections !== "data") await (isFin ? call.close() : call.reset());
  else if (word !== "") await call.reply(word);
}
