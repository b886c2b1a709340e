// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { NO_TIMEOUT } from "../../../_base/timeouts.ts";
import { FtpControl } from "../../../_ftp/handles/control.ts";
import { LineCodec } from "../../../_ftp/wire/command.ts";
import type { Channel } from "../../../_net/channel.ts";
import { NEVER } from "../../helpers/calls.ts";
import { heldClock } from "../../helpers/held_clock.ts";
import { turns } from "../../helpers/turns.ts";

const WATCH = {
  sending() {},
  sent() {},
  receiving() {},
  received() {},
  lines() {},
};

/** A connection to a server that neither receives nor sends data. */
function silentChannel(close: () => void): Channel {
  return {
    read: () => NEVER,
    write: () => NEVER,
    closeWrite: () => NEVER,
    ref() {},
    unref() {},
    close,
  };
}

Deno.test("FtpControl.quit() closes the connection if QUIT cannot be sent for two seconds", async () => {
  using clock = heldClock();
  let isClosed = false;
  const control = new FtpControl(
    silentChannel(() => isClosed = true),
    new LineCodec(),
    () => ({ sendTimeout: NO_TIMEOUT, receiveTimeout: NO_TIMEOUT }),
    WATCH,
    '"127.0.0.1" port 21',
  );
  const quit = control.quit();
  clock.advance(1_999);
  await turns(5);
  assertEquals(isClosed, false);
  clock.advance(1);
  await quit;
  assertEquals(isClosed, true);
});
