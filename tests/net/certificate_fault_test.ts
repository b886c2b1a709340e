// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
  ERROR_TOO_MANY_OPEN_FILES,
} from "../../error.ts";
import { handshakeError } from "../../_net/certificate_fault.ts";

Deno.test("handshakeError() distinguishes a lack of file descriptors from a failed handshake", () => {
  const noFiles = new Error(
    "Failed opening CA file: Too many open files (os error 24)",
  );
  assertEquals(handshakeError("a", noFiles).code, ERROR_TOO_MANY_OPEN_FILES);
  assertEquals(
    handshakeError("a", new Error("x")).code,
    ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
  );
});
