// Copyright 2026 the wininet authors. MIT license.

/**
 * Servers that send correct replies in unusual ways: each reply twice, late, or
 * byte by byte. All programs run in one session, one after another, so that a
 * reply assigned to the wrong command affects the later ones.
 *
 * A second copy that arrives after the next command was sent is not tested: FTP
 * cannot distinguish it from the reply to that command.
 */

import { InternetOpen } from "../../internet.ts";
import { folder } from "../helpers/ftp_calls.ts";
import {
  connectAs,
  inTime,
  PROGRAM_FILES,
  PROGRAMS,
  WAYS,
} from "./fault_programs.ts";
import {
  FtpServer,
  type FtpServerOptions,
  type FtpSession,
} from "../servers/ftp_server.ts";
import { turns } from "../helpers/turns.ts";

/** The behaviour of a server. */
interface Manner {
  readonly options?: FtpServerOptions;
  readonly speak?: (session: FtpSession) => void;
}

const MANNERS: Readonly<Record<string, Manner>> = {
  "twice": {
    speak(session) {
      session.reply = (text) => session.raw(`${text}\r\n${text}\r\n`);
    },
  },
  "late": { speak: speakLate },
  "byte by byte": { options: { splitReplies: "bytes" } },
  "with a stray reply after the greeting": {
    speak(session) {
      const { reply } = session;
      session.reply = async (text) => {
        session.reply = reply;
        await session.raw(`${text}\r\n200 Nobody asked\r\n`);
      };
    },
  },
};

/** Delays each reply by a varying number of turns of the event loop. */
function speakLate(session: FtpSession): void {
  const { reply } = session;
  let count = 0;
  session.reply = async (text) => {
    await turns(1 + count++ * 7 % 23);
    await reply.call(session, text);
  };
}

for (const way of WAYS) {
  for (
    const [name, { options = {}, speak = () => {} }] of Object.entries(MANNERS)
  ) {
    Deno.test(`FTP ${way.name} works if the server replies ${name}`, async () => {
      await using server = new FtpServer({
        ...PROGRAM_FILES,
        ...options,
        async greeting(call) {
          speak(call.session);
          await call.reply("220 Ready");
        },
      });
      using files = folder();
      await using hInternet = InternetOpen("odd/1");
      await using hConnect = await connectAs(hInternet, server, way);
      for (const program of Object.values(PROGRAMS)) {
        await inTime(program({ server, hConnect, files }));
      }
      await hConnect[Symbol.asyncDispose]();
      await inTime(server.allClosed());
    });
  }
}
