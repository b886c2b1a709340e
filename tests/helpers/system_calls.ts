// Copyright 2026 the wininet authors. MIT license.

/**
 * Code shared by the tests of `system.ts`: errors, an error handler for one
 * test, and simulated machines with other networks and permissions.
 *
 * @module
 */

import { assertRejects, assertThrows } from "@std/assert";
import { InternetError } from "../../error.ts";
import { type ErrorHandler, setErrorHandler } from "../../system.ts";

/** The error of a call that cannot start. */
export function thrownError(call: () => unknown): InternetError {
  return assertThrows(call, InternetError);
}

/** The error of a call that started and failed. */
export async function rejection(
  call: Promise<unknown>,
): Promise<InternetError> {
  return await assertRejects(() => call, InternetError);
}

/** Registers an error handler until the end of a block. */
export function deciding(handler: ErrorHandler | null): Disposable {
  const before = setErrorHandler(handler);
  return { [Symbol.dispose]: () => void setErrorHandler(before) };
}

/**
 * Simulates a network interface with this address alone, until the end of a block; `null`: the
 * program has no permission to read it.
 */
export function network(address: string | null): Disposable {
  const { networkInterfaces } = Deno;
  const { querySync } = Deno.permissions;
  Deno.networkInterfaces = () =>
    address === null ? [] : [{
      family: address.includes(":") ? "IPv6" : "IPv4",
      name: "test0",
      address,
      netmask: "",
      scopeid: null,
      cidr: "",
      mac: "",
    }];
  Deno.permissions.querySync = (descriptor) =>
    descriptor.name !== "sys"
      ? querySync.call(Deno.permissions, descriptor)
      : Object.assign(new EventTarget(), {
        state: address === null ? "prompt" as const : "granted" as const,
        onchange: null,
        partial: false,
      });
  return {
    [Symbol.dispose]() {
      Deno.networkInterfaces = networkInterfaces;
      Deno.permissions.querySync = querySync;
    },
  };
}
