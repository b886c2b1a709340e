// Copyright 2026 the wininet authors. MIT license.

/**
 * Proxy scripts (PAC): JavaScript that selects the proxies for a URL. This is a
 * separate entry point because the interpreter is half a megabyte.
 *
 * After {@linkcode loadProxyScripts}, sessions follow the scripts of
 * INTERNET_OPTION_PER_CONNECTION_OPTION, and the functions for proxy scripts in
 * `windows.ts` work. {@linkcode findProxy} runs a single script.
 *
 * A script runs in QuickJS, an interpreter in WebAssembly, and cannot access the
 * program. It is limited to 1 MiB of source, 16 MiB of memory, 1 second, and 20 name
 * lookups. The program is blocked while the script runs, and for half a second more
 * if the script exceeds its time.
 *
 * @example A session with a proxy script
 * ```ts
 * import { InternetOpen, InternetSetOption } from "@wininet/wininet";
 * import { INTERNET_OPEN_TYPE_PRECONFIG } from "@wininet/wininet/flags";
 * import {
 *   INTERNET_OPTION_PER_CONNECTION_OPTION,
 *   INTERNET_PER_CONN_AUTOCONFIG_URL,
 *   INTERNET_PER_CONN_FLAGS,
 *   PROXY_TYPE_AUTO_PROXY_URL,
 * } from "@wininet/wininet/options";
 * import { loadProxyScripts } from "@wininet/wininet/pac";
 *
 * await loadProxyScripts();
 * using hInternet = InternetOpen("my program/1.0", INTERNET_OPEN_TYPE_PRECONFIG);
 * InternetSetOption(hInternet, INTERNET_OPTION_PER_CONNECTION_OPTION, {
 *   pOptions: [
 *     { dwOption: INTERNET_PER_CONN_FLAGS, Value: PROXY_TYPE_AUTO_PROXY_URL },
 *     { dwOption: INTERNET_PER_CONN_AUTOCONFIG_URL, Value: "http://intranet.example/proxy.pac" },
 *   ],
 * });
 * ```
 *
 * @module
 */

import {
  ABSOLUTE_URL,
  badParameter,
  inDeno,
  invalidUrl,
} from "./_base/failure.ts";
import { quotedValue } from "./_base/secrets.ts";
import { registerProxyScripts } from "./_net/proxy_scripts.ts";

/** The environment of a script. */
export interface ProxyScriptEnvironment {
  /**
   * The time for `weekdayRange`, `dateRange` and `timeRange`.
   *
   * @default {new Date()}
   */
  readonly now?: Date;
  /**
   * Resolves a name to its addresses, or to an empty array if it does not exist.
   *
   * @default {the resolver of the system}
   */
  readonly dns?: (
    name: string,
  ) => readonly string[] | Promise<readonly string[]>;
  /**
   * The addresses of this machine.
   *
   * @default {those of its network interfaces, with `--allow-sys=networkInterfaces`}
   */
  readonly addresses?: readonly string[];
}

/**
 * Loads the interpreter, and enables proxy scripts in this process.
 *
 * Sessions then follow PROXY_TYPE_AUTO_DETECT and PROXY_TYPE_AUTO_PROXY_URL, if the
 * program has set them with INTERNET_OPTION_PER_CONNECTION_OPTION on the session or, for
 * sessions with INTERNET_OPEN_TYPE_PRECONFIG, on `null`. Further calls do nothing.
 *
 * Differences: this is not necessary on Windows.
 *
 * @returns A promise that resolves when scripts can be run.
 *
 * @example Before the first session
 * ```ts
 * import { loadProxyScripts } from "@wininet/wininet/pac";
 *
 * await loadProxyScripts();
 * ```
 */
export async function loadProxyScripts(): Promise<void> {
  loading ??= register().catch((error) => {
    // Another call tries again, for example after a network failure.
    loading = null;
    throw error;
  });
  await loading;
}

let loading: Promise<void> | null = null;

async function register(): Promise<void> {
  const { AutomaticProxies } = await inDeno(
    "loadProxyScripts",
    () => import("./_pac/automatic.ts"),
  );
  registerProxyScripts(new AutomaticProxies());
}

/**
 * Runs a proxy script to find the proxies for a URL.
 *
 * The script receives the URL without user name, password and fragment; for `https` only scheme,
 * host and port.
 *
 * @param script The source of the script, at most 1 MiB.
 * @param url The URL.
 * @param env The time, the name resolution and the addresses for the script.
 * @returns The unchanged result of the script, such as `"PROXY a.example:8080; DIRECT"`; `""` if the script returns `null`.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER,
 * ERROR_INTERNET_INVALID_URL); if the script throws, returns neither a string nor `null`, has no
 * function FindProxyForURL, or exceeds a limit (ERROR_INTERNET_BAD_AUTO_PROXY_SCRIPT). Errors of
 * `env.dns` are thrown unchanged.
 *
 * @example One script
 * ```ts
 * import { findProxy } from "@wininet/wininet/pac";
 * import { assertEquals } from "@std/assert";
 *
 * const script = `function FindProxyForURL(url, host) {
 *   return dnsDomainIs(host, ".corp.example") ? "DIRECT" : "PROXY proxy.corp.example:8080";
 * }`;
 * assertEquals(await findProxy(script, "http://www.corp.example/"), "DIRECT");
 * ```
 */
export async function findProxy(
  script: string,
  url: string,
  env: ProxyScriptEnvironment = {},
): Promise<string> {
  if (typeof script !== "string") {
    throw badParameter(
      `Cannot run a proxy script: script must be a string, not ${
        quotedValue(script)
      }`,
    );
  }
  const parsed = URL.parse(url);
  if (parsed === null) throw invalidUrl(url, ABSOLUTE_URL);
  const { ProxyScript } = await inDeno(
    "findProxy",
    () => import("./_pac/script.ts"),
  );
  const { presentSurroundings } = await import("./_pac/surroundings.ts");
  const present = presentSurroundings();
  const { dns = present.dns, now = present.now, addresses } = env;
  return await new ProxyScript(script).find(parsed, {
    now,
    addresses: addresses ?? present.addresses,
    dns: async (name) => await dns(name),
  });
}
