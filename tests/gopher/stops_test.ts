// Copyright 2026 the wininet authors. MIT license.

/** A server that stops forever, at each step of each Gopher dialogue. */

import { ERROR_GOPHER_DATA_ERROR } from "../../error.ts";
import {
  GopherFindFirstFile,
  GopherGetAttribute,
  GopherOpenFile,
  queryCaps,
  submitAsk,
} from "../../gopher.ts";
import { entries, readable } from "../../streams.ts";
import type { HINTERNET } from "../../structures.ts";
import { connectGopher, listMenu } from "../helpers/gopher_calls.ts";
import { assertEndsAtEveryStop, type StoppedScene } from "../helpers/stops.ts";
import { GopherServer } from "../servers/gopher_server.ts";
import type { Stopper } from "../servers/stopper.ts";

const ITEM = "0One\t/1\ta.example\t70\r\n";
const FORM = "+-1\r\n+INFO: 0F\t/form\ta.example\t70\t?\r\n" +
  "+ASK:\r\n Ask: Name?\r\n.\r\n";

/** Returns the locator of an item of the server. */
type Locate = (type: string, selector: string, extra?: string) => string;

/** The calls of a program. */
type Program = (hConnect: HINTERNET, locate: Locate) => Promise<unknown>;

const readFile =
  (type: string, selector: string, extra?: string): Program =>
  async (hConnect, locate) => {
    const locator = locate(type, selector, extra);
    using hFile = await GopherOpenFile(hConnect, locator);
    await new Response(readable(hFile)).bytes();
  };

const PROGRAMS: Readonly<Record<string, Program>> = {
  "a text": readFile("0", "/text"),
  "a binary file": readFile("9", "/binary"),
  "a file with a length": readFile("9", "/counted", "+"),
  "a file that has moved": readFile("9", "/moved", "+"),
  "a menu": (hConnect, locate) => listMenu(hConnect, locate("1", "/menu")),
  "a menu of Gopher+": (hConnect, locate) =>
    listMenu(hConnect, locate("1", "/menu", "+")),
  "a search": async (hConnect, locate) => {
    const item = locate("7", "/menu");
    const { hFind } = await GopherFindFirstFile(hConnect, item, "words");
    for await (const _item of entries(hFind));
  },
  "a phone book": (hConnect, locate) =>
    listMenu(hConnect, locate("2", ""), "ann"),
  "attributes": (hConnect, locate) =>
    GopherGetAttribute(hConnect, locate("0", "/form", "?")),
  "a form": async (hConnect, locate) => {
    const item = locate("0", "/form", "?");
    const form = await GopherGetAttribute(hConnect, item);
    using hFile = await submitAsk(hConnect, item, form, ["Ann"]);
    await new Response(readable(hFile)).bytes();
  },
  "caps.txt": (hConnect) => queryCaps(hConnect),
};

for (const tls of [false, true]) {
  for (const [name, program] of Object.entries(PROGRAMS)) {
    Deno.test(`Gopher ends in time if the server stops at any point: ${name}, TLS ${tls}`, () =>
      assertEndsAtEveryStop({
        name,
        open: (stopper) => sceneOf(tls, program, stopper),
        // A refusal that was cut off is still a refusal.
        otherCodes: [ERROR_GOPHER_DATA_ERROR],
      }));
  }
}

function sceneOf(
  tls: boolean,
  program: Program,
  stopper: Stopper,
): StoppedScene {
  const locate: Locate = (type, selector, extra) =>
    server.item(type, "", selector, extra)
      .replace("\t127.0.0.1\t", tls ? "\tlocalhost\t" : "$&");
  const server: GopherServer = new GopherServer({
    "/text": "one\r\ntwo\r\n.\r\n",
    "/binary": "bytes",
    "/counted\t+": "+5\r\nbytes",
    "/moved\t+": () => `--1\r\n3 a@b.example\r\n${locate("9", "/binary")}.\r\n`,
    "/menu": `${ITEM}${ITEM}.\r\n`,
    "/menu\twords": `${ITEM}.\r\n`,
    "/menu\t$": `+-1\r\n+INFO: ${ITEM}.\r\n`,
    "query ann": "102:There was 1 match.\r\n-200:1:  name: Ann\r\n200:Ok.\r\n",
    "/form\t!": FORM,
    "/form\t+\t1": async (call) => {
      await call.readBlock();
      return "+-1\r\nThanks\r\n.\r\n";
    },
    "caps.txt": "CAPS\r\nCapsVersion=1\r\n",
  }, { tls, onWire: stopper.watch });
  return {
    async run(hInternet) {
      await program(await connectGopher(hInternet, server), locate);
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
