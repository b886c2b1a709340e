// Copyright 2026 the wininet authors. MIT license.

/** The clients of `fetch`, which are kept for their connections. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { abortable } from "../../../_base/deadline.ts";
import {
  FetchClients,
  type FetchNeeds,
  type FetchVersion,
  MAX_CLIENTS,
  MAX_SERVERS,
} from "../../../_http/net/fetch_clients.ts";
import { ClientCertificate } from "../../../_options/client_certificate.ts";
import { fixture } from "../../helpers/certificates.ts";

/** The requirements of a request with a certificate that is identified by a number. */
function needs(number: number): FetchNeeds {
  const certificate = new ClientCertificate(fixture("localhost"));
  certificate.identify([`${number}`]);
  return { version: "http/1.1", repeatable: true, certificate };
}

Deno.test("FetchClients keeps a client for each certificate, up to a limit, and the most recently used ones", () => {
  const clients = new FetchClients();
  const [first, second] = [clients.client(needs(0)), clients.client(needs(1))];
  for (let number = 2; number <= MAX_CLIENTS; number++) {
    assert(clients.client(needs(0)) === first);
    clients.client(needs(number));
  }
  assert(clients.client(needs(0)) === first);
  assert(clients.client(needs(1)) !== second);
  clients.close();
});

Deno.test("FetchClients finds the version of a server again if the request that was finding it is cancelled", async () => {
  const clients = new FetchClients();
  const url = new URL("https://a.example/");
  const first = new AbortController();
  const { signal } = new AbortController();
  let finds = 0;
  const cancelled = clients.versionOf(
    url,
    () => {
      finds++;
      return abortable(new Promise<FetchVersion>(() => {}), first.signal);
    },
    first.signal,
  );
  const find = () => {
    finds++;
    return Promise.resolve<FetchVersion>("h2");
  };
  const waiting = [1, 2].map(() => clients.versionOf(url, find, signal));
  first.abort(new Error("closed"));
  await assertRejects(() => cancelled, Error, "closed");
  assertEquals(await Promise.all(waiting), ["h2", "h2"]);
  assertEquals(finds, 2);
});

Deno.test("FetchClients finds the version of a server that fails once for all waiting requests", async () => {
  const clients = new FetchClients();
  const { signal } = new AbortController();
  let finds = 0;
  const find = () => {
    finds++;
    return Promise.reject(new Error("refused"));
  };
  const url = new URL("https://a.example/");
  const found = [1, 2].map(() => clients.versionOf(url, find, signal));
  assertEquals(await Promise.all(found), [null, null]);
  assertEquals(finds, 1);
});

Deno.test("FetchClients ends the wait of a cancelled request for a version", async () => {
  const clients = new FetchClients();
  const url = new URL("https://a.example/");
  const find = () => new Promise<FetchVersion>(() => {});
  clients.versionOf(url, find, new AbortController().signal);
  const second = new AbortController();
  const waiting = clients.versionOf(url, find, second.signal);
  second.abort(new Error("closed"));
  await assertRejects(() => waiting, Error, "closed");
});

Deno.test("FetchClients remembers the versions of a limited number of servers", async () => {
  const clients = new FetchClients();
  const { signal } = new AbortController();
  let finds = 0;
  const find = () => {
    finds++;
    return Promise.resolve<FetchVersion>("h2");
  };
  const visit = (number: number) =>
    clients.versionOf(new URL(`https://host${number}.example/`), find, signal);
  for (let number = 0; number <= MAX_SERVERS; number++) await visit(number);
  await visit(MAX_SERVERS);
  assertEquals(finds, MAX_SERVERS + 1);
  await visit(0);
  assertEquals(finds, MAX_SERVERS + 2);
});
