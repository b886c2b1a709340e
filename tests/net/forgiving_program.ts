// Copyright 2026 the wininet authors. MIT license.

/**
 * A program that sends a secret over https to the port in its argument and
 * ignores a wrong name in the certificate, for a test of the environment.
 *
 * @module
 */

import { InternetError } from "../../error.ts";
import { INTERNET_FLAG_IGNORE_CERT_CN_INVALID } from "../../flags.ts";
import { InternetOpenUrl } from "../../internet.ts";
import { watch } from "../helpers/watch.ts";

if (import.meta.main) {
  await using log = watch();
  const url = `https://127.0.0.1:${Deno.args[0]}/`;
  const secret = "Authorization: Bearer sesame";
  const flags = INTERNET_FLAG_IGNORE_CERT_CN_INVALID;
  const ended = await InternetOpenUrl(log.hInternet, url, secret, flags, 1)
    .then(
      () => "sent",
      (error) => error instanceof InternetError ? "failed" : String(error),
    );
  Deno.stdout.writeSync(new TextEncoder().encode(ended));
}
