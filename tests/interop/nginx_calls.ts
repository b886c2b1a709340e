// Copyright 2026 the wininet authors. MIT license.

/**
 * Code shared by the tests with nginx.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { HTTP_QUERY_FLAG_NUMBER, HTTP_QUERY_STATUS_CODE } from "../../flags.ts";
import { HttpQueryInfo } from "../../http.ts";
import { InternetOpenUrl } from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import type { Watch } from "../helpers/watch.ts";

const STATUS = HTTP_QUERY_STATUS_CODE | HTTP_QUERY_FLAG_NUMBER;

/** Opens a URL of a server; the default is a request with a context. */
export function openUrl(
  log: Watch,
  url: string,
  headers: string | null = null,
  dwContext: unknown = "url",
): Promise<HINTERNET> {
  return InternetOpenUrl(log.hInternet, url, headers, 0, dwContext);
}

/** Fails unless the response has this status. */
export function assertStatus(
  hRequest: HINTERNET,
  status: number,
): void {
  assertEquals(HttpQueryInfo(hRequest, STATUS), status);
}
