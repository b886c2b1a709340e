// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  FetchClients,
  type FetchVersion,
} from "../../../_http/net/fetch_clients.ts";

const PLACE = new URL("https://a.test/b");

Deno.test("FetchClients.versionOf() asks a server once, until a request fails there", async () => {
  const clients = new FetchClients();
  let asked = 0;
  const find = (version: FetchVersion) => () => {
    asked++;
    return Promise.resolve(version);
  };
  assertEquals(await clients.versionOf(PLACE, find("h2")), "h2");
  assertEquals(await clients.versionOf(PLACE, find("http/1.1")), "h2");
  assertEquals(asked, 1);
  clients.forgetVersion(PLACE);
  assertEquals(await clients.versionOf(PLACE, find("http/1.1")), "http/1.1");
});

Deno.test("FetchClients.versionOf() is null if the server cannot be asked, and asks again", async () => {
  const clients = new FetchClients();
  const fail = () => Promise.reject(new Error("refused"));
  assertEquals(await clients.versionOf(PLACE, fail), null);
  const find = () => Promise.resolve("h2" as const);
  assertEquals(await clients.versionOf(PLACE, find), "h2");
});
