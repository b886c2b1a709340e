// Copyright 2026 the wininet authors. MIT license.

/**
 * The permission to reach a server.
 *
 * @module
 */

import { ERROR_ACCESS_DENIED, InternetError } from "../error.ts";
import { permitted } from "../_base/permission.ts";

export { permitted };

/**
 * Checks that the program may reach the server of a URL.
 *
 * @throws {InternetError} ERROR_ACCESS_DENIED if it has no permission.
 */
export function checkReachable(url: URL): void {
  const host = `${url.hostname}:${
    url.port || (url.protocol === "https:" ? 443 : 80)
  }`;
  if (permitted({ name: "net", host })) return;
  throw new InternetError(
    ERROR_ACCESS_DENIED,
    `Cannot reach "${host}": the program has no permission; run it with --allow-net=${host}`,
  );
}
