// Copyright 2026 the wininet authors. MIT license.

/** A host whose first address does not respond, with all protocols. */

import { assertEquals } from "@std/assert";
import { INTERNET_FLAG_PASSIVE } from "../../flags.ts";
import { InternetOpenUrl } from "../../internet.ts";
import { HELLO, readText } from "../helpers/calls.ts";
import { addresses } from "../helpers/look_ups.ts";
import { besideBlackHole, BLACK_HOLES } from "../servers/black_hole.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { GopherServer } from "../servers/gopher_server.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";
import { lacks } from "../helpers/lacks.ts";

const DEAD = "127.0.0.1";
const LIVING = "127.0.0.2";

/** Servers on the address that responds. */
const SERVERS: Record<string, () => AsyncDisposable & { port: number }> = {
  http: () =>
    new FakeHttpServer(
      { "/": (_request, reply) => reply({ body: HELLO }) },
      { hostname: LIVING },
    ),
  ftp: () => new FtpServer({ host: LIVING, files: { "/a": HELLO } }),
  gopher: () => new GopherServer({ "": HELLO }, { host: LIVING }),
};

const PATHS: Record<string, string> = { http: "/", ftp: "/a", gopher: "/0" };

for (const [scheme, start] of Object.entries(SERVERS)) {
  Deno.test({
    name: `a dead address does not hide a working one after it: ${scheme}`,
    ignore: !BLACK_HOLES || lacks(LIVING),
    async fn() {
      await using scene = await besideBlackHole(start);
      const { server } = scene;
      using _addresses = addresses(DEAD, LIVING);
      await using watched = watch();
      const url = `${scheme}://localhost:${server.port}${PATHS[scheme]}`;
      const { hInternet, log } = watched;
      const flags = INTERNET_FLAG_PASSIVE;
      using hUrl = await InternetOpenUrl(hInternet, url, null, flags, 1);
      assertEquals(await readText(hUrl), HELLO);
      const seen = log
        .filter(({ name }) => /RESOLVED|CONNECT(ING|ED)_/.test(name))
        .map(({ name, information }) => `${name} ${information}`);
      assertEquals(seen, [
        `NAME_RESOLVED ${DEAD}`,
        `CONNECTING_TO_SERVER ${DEAD}`,
        `CONNECTING_TO_SERVER ${LIVING}`,
        `CONNECTED_TO_SERVER ${LIVING}`,
      ]);
    },
  });
}
