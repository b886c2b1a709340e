// Copyright 2026 the wininet authors. MIT license.

import dns from "node:dns";
import { assert, assertEquals } from "@std/assert";
import { ERROR_INTERNET_OPERATION_CANCELLED } from "../../error.ts";
import { InternetCloseHandle, InternetOpenUrl } from "../../internet.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { turns } from "../helpers/turns.ts";
import { watch } from "../helpers/watch.ts";

type Found = (error: Error | null, addresses: { address: string }[]) => void;

/** Look-ups that end when the test says so. */
function heldLookUps(): Disposable & { end(): void } {
  const { lookup } = dns;
  const held: Found[] = [];
  Object.assign(dns, {
    lookup: (_host: string, _options: unknown, found: Found) =>
      held.push(found),
  });
  return {
    end() {
      for (const found of held) found(null, [{ address: "127.0.0.1" }]);
    },
    [Symbol.dispose]: () => void Object.assign(dns, { lookup }),
  };
}

for (const scheme of ["gopher", "ftp"]) {
  Deno.test(`asynchronous disposal waits for the look-up of a cancelled call of ${scheme}`, async () => {
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
    // Everything that needs no look-up has had its turn.
    await turns(20);
    assert(!isOver);
    lookUps.end();
    await disposal;
  });
}
