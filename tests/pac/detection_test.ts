// Copyright 2026 the wininet authors. MIT license.

/** WPAD by DNS. */

import { assertEquals } from "@std/assert";
import { detectScript, searchedDomains } from "../../_pac/detection.ts";

/** Domains of a machine, and the names that are looked up, in order. */
const ASKED: readonly (readonly [
  domains: readonly string[],
  names: readonly string[],
])[] = [
  [["a.b.example"], ["wpad.a.b.example", "wpad.b.example"]],
  [["A.B.Example."], ["wpad.a.b.example", "wpad.b.example"]],
  [["b.example"], ["wpad.b.example"]],
  [["example"], []],
  [[""], []],
  [["shop.co.uk"], ["wpad.shop.co.uk"]],
  [["co.uk"], []],
  [["a.github.io"], ["wpad.a.github.io"]],
  // The name compute.amazonaws.com is a public suffix, and amazonaws.com is not.
  [
    ["vm.eu-west-1.compute.amazonaws.com"],
    ["wpad.vm.eu-west-1.compute.amazonaws.com"],
  ],
  [["192.0.2.1"], []],
  [["x.corp.local", "corp.local"], ["wpad.x.corp.local", "wpad.corp.local"]],
];

for (const [domains, names] of ASKED) {
  Deno.test(`detectScript() requests [${names}] in the domains [${domains}]`, async () => {
    const asked: string[] = [];
    const url = await detectScript(domains, (name) => {
      asked.push(name);
      return Promise.resolve([]);
    });
    assertEquals([url, asked], [null, [...names]]);
  });
}

Deno.test("detectScript() returns the URL of the first name that exists", async () => {
  const url = await detectScript(
    ["a.b.example"],
    (name) => Promise.resolve(name === "wpad.b.example" ? ["192.0.2.1"] : []),
  );
  assertEquals(url, "http://wpad.b.example/wpad.dat");
});

Deno.test("searchedDomains() reads the last search or domain line of resolv.conf", () => {
  const text = "nameserver 192.0.2.1\ndomain old.example\n" +
    "# search none.example\n  search a.example\tb.example \n";
  assertEquals(searchedDomains(text), ["a.example", "b.example"]);
  assertEquals(searchedDomains("nameserver 192.0.2.1"), []);
});
