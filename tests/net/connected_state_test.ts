// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_INVALID_URL,
  ERROR_INTERNET_UNRECOGNIZED_SCHEME,
} from "../../error.ts";
import { INTERNET_CONNECTION_LAN } from "../../flags.ts";
import { serverOf, stateOfInterfaces } from "../../_net/connected_state.ts";
import { thrownCode } from "../helpers/calls.ts";

const ADDRESSES: readonly [address: string, counts: boolean][] = [
  ["127.0.0.1", false],
  ["127.8.9.10", false],
  ["0.0.0.0", false],
  ["::1", false],
  ["::", false],
  ["::ffff:127.0.0.1", false],
  ["169.254.7.1", false],
  ["fe80::1", false],
  ["FEBF::1", false],
  ["10.0.0.7", true],
  ["192.168.127.1", true],
  ["169.253.0.1", true],
  ["12.7.0.1", true],
  ["fec0::1", true],
  ["fd00::1", true],
  ["::1:0", true],
  ["2001:db8::fe80:1", true],
];

for (const [address, counts] of ADDRESSES) {
  Deno.test(`stateOfInterfaces() returns ${counts} if ${address} is the only address`, () => {
    assertEquals(
      stateOfInterfaces([{ name: "eth0", address }]),
      counts
        ? { connected: true, dwFlags: INTERNET_CONNECTION_LAN, name: "eth0" }
        : { connected: false, dwFlags: 0, name: "" },
    );
  });
}

Deno.test("stateOfInterfaces() names the first interface that counts", () => {
  const state = stateOfInterfaces([
    { name: "lo", address: "127.0.0.1" },
    { name: "eth0", address: "fe80::1" },
    { name: "eth1", address: "10.0.0.7" },
    { name: "eth2", address: "10.0.0.8" },
  ]);
  assertEquals(state.name, "eth1");
});

Deno.test("stateOfInterfaces() returns false without any interface", () => {
  assertEquals(stateOfInterfaces([]).connected, false);
});

const SERVERS: readonly [url: string, host: string, port: number][] = [
  ["http://example.com", "example.com", 80],
  ["HTTPS://Example.COM/a?b#c", "example.com", 443],
  ["ftp://ann:secret@example.com/", "example.com", 21],
  ["ftps://example.com/", "example.com", 990],
  ["gopher://example.com/1/a", "example.com", 70],
  ["gophers://example.com", "example.com", 70],
  ["http://example.com:8080/", "example.com", 8080],
  ["gopher://example.com:7070/", "example.com", 7070],
  [`gopher://${"a".repeat(255)}/`, "a".repeat(255), 70],
  ["http://[::1]:8080/", "::1", 8080],
  ["gopher://[::1]/", "::1", 70],
];

for (const [url, host, port] of SERVERS) {
  Deno.test(`serverOf() finds ${host} port ${port} in ${url}`, () => {
    assertEquals(serverOf(url), { host, port });
  });
}

const FAULTS: readonly [url: string, code: number][] = [
  ["", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["server", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["server:80", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["//server/", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["mailto:ann@example.com", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["file:///etc/hosts", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["\0http://example.com/", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["http:", ERROR_INTERNET_INVALID_URL],
  ["http://", ERROR_INTERNET_INVALID_URL],
  ["gopher://", ERROR_INTERNET_INVALID_URL],
  ["http://:80/", ERROR_INTERNET_INVALID_URL],
  [`gopher://${"a".repeat(256)}/`, ERROR_INTERNET_INVALID_URL],
  ["http://example.com:0/", ERROR_INTERNET_INVALID_URL],
  ["http://example.com:65536/", ERROR_INTERNET_INVALID_URL],
  ["http://exam ple.com/", ERROR_INTERNET_INVALID_URL],
  ["http://example\0.com/", ERROR_INTERNET_INVALID_URL],
  ["http://example.com/\r\nX: y", ERROR_INTERNET_INVALID_URL],
  ["http://exam\tple.com/", ERROR_INTERNET_INVALID_URL],
];

for (const [url, code] of FAULTS) {
  Deno.test(`serverOf() throws ${code} for ${JSON.stringify(url)}`, () => {
    assertEquals(thrownCode(() => serverOf(url)), code);
  });
}
