// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { ERROR_INTERNET_OPERATION_CANCELLED } from "../../error.ts";
import { InternetCloseHandle, InternetOpenUrl } from "../../internet.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { heldLookUps } from "../helpers/look_ups.ts";
import { turns } from "../helpers/turns.ts";
import { watch } from "../helpers/watch.ts";

for (const scheme of ["gopher", "ftp"]) {
  Deno.test(`asynchronous disposal waits for the lookup of a cancelled call of ${scheme}`, async () => {
    using lookUps = heldLookUps();
    await using watched = watch();
    const opening = InternetOpenUrl(
      watched.hInternet,
      `${scheme}://localhost:${scheme === "ftp" ? 2121 : 7070}/x`,
      null,
      0,
      "url",
    );
    const code = rejectedCode(opening);
    const { hInternet } = await watched.until("RESOLVING_NAME", "url");
    InternetCloseHandle(hInternet);
    assertEquals(await code, ERROR_INTERNET_OPERATION_CANCELLED);
    let isOver = false;
    const disposal = watched.hInternet[Symbol.asyncDispose]()
      .then(() => isOver = true);
    // Everything that needs no lookup has run by now.
    await turns(20);
    assert(!isOver);
    lookUps.end();
    await disposal;
  });
}
