// Copyright 2026 the wininet authors. MIT license.

/** A TLS connection that ends without close_notify may have been truncated by an attacker. */

import { assertEquals, assertRejects } from "@std/assert";
import {
  SECURITY_FLAG_IGNORE_CERT_CN_INVALID,
  SECURITY_FLAG_IGNORE_UNKNOWN_CA,
} from "../../options.ts";
import type { Channel } from "../../_net/channel.ts";
import { secureClosably } from "../../_net/closable_tls.ts";
import { secureUpstream } from "../../_net/forgiving_tls.ts";
import { WireServer } from "../servers/wire_server.ts";

type Secure = (connection: Deno.TcpConn) => Promise<Channel>;

const { signal } = new AbortController();

const forgiving = (flags: number): Secure => (connection) =>
  secureUpstream(connection, "localhost", flags, signal);

const WAYS: Readonly<Record<string, Secure>> = {
  rustls: forgiving(SECURITY_FLAG_IGNORE_CERT_CN_INVALID),
  "node:tls with an ignored authority": forgiving(
    SECURITY_FLAG_IGNORE_UNKNOWN_CA,
  ),
  "a strict node:tls": (connection) =>
    secureClosably(connection, "localhost", signal, []),
};

for (const [way, secure] of Object.entries(WAYS)) {
  for (const end of ["end", "fin"] as const) {
    const how = end === "end" ? "with" : "without";
    Deno.test(`reading through ${way} ${end === "end" ? "ends" : "fails"} when the connection is closed ${how} close_notify`, async () => {
      await using server = new WireServer(async (wire) => {
        await wire.write("half");
        await wire[end]();
      }, { tls: true });
      const { port } = server;
      const connection = await Deno.connect({ hostname: "127.0.0.1", port });
      const channel = await secure(connection);
      const buffer = new Uint8Array(10);
      assertEquals(await channel.read(buffer), 4);
      if (end === "end") assertEquals(await channel.read(buffer), null);
      else {
        await assertRejects(
          () => channel.read(buffer),
          Deno.errors.UnexpectedEof,
        );
      }
      channel.close();
    });
  }
}
