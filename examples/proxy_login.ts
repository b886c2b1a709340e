// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * Reads a URL through a proxy that requires a login. HTTPS and FTP also use the
 * proxy. The login is read from the variable PROXY_LOGIN, such as
 * `anna:secret`.
 *
 *     deno run --allow-net --allow-env=PROXY_LOGIN examples/proxy_login.ts http://proxy.example:3128 https://example.com/
 *
 * @module
 */

import { INTERNET_OPEN_TYPE_PROXY } from "../flags.ts";
import { InternetOpen, InternetOpenUrl } from "../internet.ts";
import { readable } from "../streams.ts";

/** Prints the content of a URL. */
export async function main(
  [proxy = "", url = ""]: readonly string[],
  print: (line: string) => void = console.log,
  login: string = Deno.env.get("PROXY_LOGIN") ?? "",
): Promise<void> {
  const address = new URL(proxy);
  const [user = "", ...password] = login.split(":");
  address.username = encodeURIComponent(user);
  address.password = encodeURIComponent(password.join(":"));
  await using hInternet = InternetOpen(
    "proxy example/1.0",
    INTERNET_OPEN_TYPE_PROXY,
    address.href.replace(/\/$/, ""),
    // Without it, local addresses would be reached directly.
    "<-loopback>",
  );
  const hFile = await InternetOpenUrl(hInternet, url);
  print(await new Response(readable(hFile)).text());
}

if (import.meta.main) {
  if (Deno.args.length < 2) {
    console.error("Usage: proxy_login.ts PROXY URL");
    Deno.exit(2);
  }
  await main(Deno.args);
}
