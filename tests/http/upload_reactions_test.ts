// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import type { HttpExchange } from "../../_http/session_exchange.ts";
import { Upload } from "../../_http/session_upload.ts";

Deno.test("Upload.write() leaves nothing behind on the answer that is awaited", async () => {
  let reactions = 0;
  const answer = new Promise<never>(() => {});
  const then = answer.then.bind(answer);
  Object.defineProperty(answer, "then", {
    value(...handlers: Parameters<typeof then>) {
      reactions++;
      return then(...handlers);
    },
  });
  const exchange: Partial<HttpExchange> = {
    answer,
    begin: () => Promise.resolve(),
    write: () => Promise.resolve(),
  };
  const upload = new Upload(null, false);
  await upload.start(() => exchange as HttpExchange, new Uint8Array());
  const before = reactions;
  for (let left = 100; left > 0; left--) await upload.write(new Uint8Array(1));
  assertEquals(reactions - before, 0);
});
