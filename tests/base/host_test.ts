// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { shortAddress } from "../../_base/host.ts";

const ADDRESSES: [string, string][] = [
  ["0:0:0:0:0:0:0:1", "::1"],
  ["::1", "::1"],
  ["0:0:0:0:0:0:0:0", "::"],
  ["2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
  ["2001:0db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
  ["fe80:0:0:0:0:0:0:1%eth0", "fe80::1%eth0"],
  ["::ffff:127.0.0.1", "::ffff:127.0.0.1"],
  ["0:0:0:0:0:ffff:7f00:1", "::ffff:127.0.0.1"],
  ["::ffff:0:0", "::ffff:0.0.0.0"],
  ["127.0.0.1", "127.0.0.1"],
  // A host that is not an address is not changed.
  ["localhost", "localhost"],
  ["1:2", "1:2"],
  ["::1]/[", "::1]/["],
  ["", ""],
];

for (const [address, short] of ADDRESSES) {
  Deno.test(`shortAddress() returns "${short}" for "${address}"`, () => {
    assertEquals(shortAddress(address), short);
  });
}
