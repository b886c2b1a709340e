// Copyright 2026 the wininet authors. MIT license.

/** The clients of `fetch`, which are kept for their connections. */

import { assert } from "@std/assert";
import {
  FetchClients,
  type FetchNeeds,
  MAX_CLIENTS,
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
