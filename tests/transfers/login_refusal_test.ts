// Copyright 2026 the wininet authors. MIT license.

/** The errors of downloads from servers, and through proxies, that require authentication. */

import { assert, assertEquals } from "@std/assert";
import { InternetOpen } from "../../internet.ts";
import { download } from "../../transfers.ts";
import { folder } from "../helpers/ftp_calls.ts";
import {
  forgetAll,
  httpProxy,
  openBy,
  SCHEMES,
  serverOf,
} from "../helpers/http_proxy_calls.ts";
import { passOn } from "../servers/http_proxy.ts";
import { NtlmGuard, USERS } from "../servers/ntlm_server.ts";
import { wininet } from "../cli/command.ts";

/** Downloads a URL that is refused; returns the error without the URL. */
async function refused(
  url: string,
  hInternet = InternetOpen("test/1"),
): Promise<string> {
  using files = folder();
  await using _session = hInternet;
  const { error } = await download(url, files.path("f"), { hInternet });
  assertEquals(files.names(), []);
  return error!.message.replace(/^Cannot download "[^"]*": /, "")
    .replace(/ \(ERROR_INTERNET_EXTENDED_ERROR\)$/, "");
}

const SERVER_CURE =
  "A user name and a password in the URL, or INTERNET_OPTION_USERNAME and INTERNET_OPTION_PASSWORD, log in to it";
const PROXY_CURE =
  "INTERNET_OPTION_PROXY_USERNAME and INTERNET_OPTION_PROXY_PASSWORD, or a user name and a password in the list of proxies, log in to it";

for (
  const [user, why] of [
    ["", "no user name and password are set for it"],
    ["alice:s3cret@", "the user name and the password were refused"],
  ] as const
) {
  Deno.test(`download() names the server that requires a login if ${why}`, async () => {
    forgetAll();
    const guard = new NtlmGuard();
    await using server = serverOf("http", guard.route);
    const { host } = new URL(server.url);
    const text = await refused(`http://${user}${host}/f`);
    assertEquals(
      text,
      `the server "${host}" responded with 401 Unauthorized. The challenge of the server was not answered: ${why}. ${SERVER_CURE}`,
    );
    const { code, stderr } = await wininet(
      ["get", "-o", "-", `http://${user}${host}/f`],
    );
    assertEquals(code, 6);
    assert(
      stderr.includes(text.replace(SERVER_CURE, "--user NAME logs in")),
      stderr,
    );
    assert(!stderr.includes("s3cret"));
    const head = await wininet(["head", `http://${user}${host}/f`]);
    assertEquals(head.code, 6);
    assert(
      head.stderr.includes(
        `Cannot log in: the server "${host}" responded with 401 Unauthorized. `,
      ),
      head.stderr,
    );
  });
}

for (const scheme of SCHEMES) {
  Deno.test(`download() names the proxy that requires a login, ${scheme}`, async () => {
    forgetAll();
    const guard = new NtlmGuard({
      proxy: true,
      handler: (request, reply) => passOn(request, reply),
    });
    await using proxy = httpProxy({ instead: guard.route });
    await using server = serverOf(scheme);
    for (
      const [user, why] of [
        ["", "no user name and password are set for it"],
        ["alice:s3cret@", "the user name and the password were refused"],
      ] as const
    ) {
      const text = await refused(`${server.url}/f`, openBy(proxy.list(user)));
      assertEquals(
        text,
        `the proxy "${proxy.list()}" responded with 407 Proxy Authentication Required. The challenge of the proxy was not answered: ${why}. ${PROXY_CURE}`,
      );
    }
    const { code, stderr } = await wininet([
      ...["get", "-o", "-", "--proxy", proxy.list(), `${server.url}/f`],
    ]);
    assertEquals(code, 6);
    assert(stderr.includes("--proxy http://NAME@HOST:PORT logs in"), stderr);
    // The option that the error names is sufficient.
    const { stdout } = await wininet([
      ...["get", "-o", "-", "--proxy", proxy.list(`alice:${USERS["alice"]}@`)],
      `${server.url}/f`,
    ]);
    assertEquals(stdout, "by the server");
  });
}
