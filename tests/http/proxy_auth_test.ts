// Copyright 2026 the wininet authors. MIT license.

/** Credentials for HTTP proxies: Basic and Digest, forwarding and CONNECT. */

import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import {
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_FORCE_RETRY,
  InternetError,
} from "../../error.ts";
import {
  HTTP_QUERY_PROXY_AUTHENTICATE,
  HTTP_QUERY_SET_COOKIE,
  HTTP_QUERY_STATUS_TEXT,
  INTERNET_FLAG_NO_AUTH,
  INTERNET_FLAG_SECURE,
} from "../../flags.ts";
import {
  HttpEndRequest,
  HttpOpenRequest,
  HttpQueryInfo,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import {
  InternetConnect,
  InternetOpenUrl,
  InternetSetOption,
  InternetWriteFile,
} from "../../internet.ts";
import {
  INTERNET_OPTION_PROXY_PASSWORD,
  INTERNET_OPTION_PROXY_USERNAME,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { BOTH, rejectedCode } from "../helpers/calls.ts";
import {
  forgetAll,
  get,
  httpProxy,
  LOCALHOST,
  openBy,
  openProxy,
  read,
  SCHEMES,
  serverOf,
  watchBy,
} from "../helpers/http_proxy_calls.ts";
import { HttpProxy } from "../servers/http_proxy.ts";
import { FakeProxy } from "../servers/proxy_servers.ts";

const AUTHENTICATIONS = ["Basic", "Digest"] as const;
const LOGIN = "user:hush%20hush@";
const PASSWORD = "user:hush hush";

/** The schemes of the credentials that a proxy received. */
function schemesOf(proxy: HttpProxy): string[] {
  return proxy.answers.map((answer) => answer.split(" ")[0]!);
}

/** Opens a request to a server, over http or https. */
async function openFor(
  hInternet: HINTERNET,
  scheme: typeof SCHEMES[number],
  server: { hostname: string; port: number },
  dwFlags: number = 0,
): Promise<{ hConnect: HINTERNET; hRequest: HINTERNET }> {
  const { hostname, port } = server;
  const hConnect = await InternetConnect(hInternet, hostname, port);
  const secure = scheme === "https" ? INTERNET_FLAG_SECURE : 0;
  const flags = dwFlags | secure;
  const hRequest = await HttpOpenRequest(
    hConnect,
    "POST",
    "/",
    null,
    null,
    null,
    flags,
  );
  return { hConnect, hRequest };
}

for (const scheme of SCHEMES) {
  for (const authentication of AUTHENTICATIONS) {
    for (const kind of ["http", "https"] as const) {
      for (const [how, dwContext] of BOTH) {
        Deno.test(`${scheme} authenticates to a ${kind} proxy with ${authentication}: on request first, in advance later, ${how}`, async () => {
          forgetAll();
          await using server = serverOf(scheme);
          await using proxy = httpProxy({
            password: PASSWORD,
            scheme: authentication,
            ...(kind === "https" && { tls: LOCALHOST }),
          });
          await using hInternet = openBy(proxy.list(LOGIN));
          const got = await get(hInternet, `${server.url}/a?b`, dwContext);
          assertEquals([got.status, got.text], [200, "by the server"]);
          assertEquals(schemesOf(proxy), ["", authentication]);
          // A separate session, so that a new tunnel is needed.
          await using later = openBy(proxy.list());
          const again = await get(later, `${server.url}/c`, dwContext);
          assertEquals(again.text, "by the server");
          assertEquals(schemesOf(proxy), ["", authentication, authentication]);
          for (const request of server.requests) {
            assertEquals(request.header("proxy-authorization"), undefined);
            assertEquals(request.header("cookie"), undefined);
          }
        });
      }
    }
  }
}

for (const authentication of AUTHENTICATIONS) {
  Deno.test(`http keeps the connection to a proxy that requires ${authentication}`, async () => {
    forgetAll();
    await using server = serverOf("http");
    await using proxy = httpProxy({
      password: PASSWORD,
      scheme: authentication,
    });
    await using log = watchBy(proxy.list(LOGIN));
    await get(log.hInternet, `${server.url}/`, "request");
    assertEquals(proxy.connections, 1);
    const names = log.names("request");
    assert(!names.includes("REDIRECT"));
    assertEquals(names.filter((name) => name === "SENDING_REQUEST").length, 2);
  });
}

Deno.test("Digest counts the uses of a nonce of the proxy", async () => {
  forgetAll();
  await using server = serverOf("http");
  await using proxy = httpProxy({ password: PASSWORD, scheme: "Digest" });
  await using hInternet = openBy(proxy.list(LOGIN));
  for (const path of ["/1", "/2", "/3"]) {
    await get(hInternet, server.url + path);
  }
  const counts = proxy.answers.slice(1).map((answer) =>
    /nc=(\w+)/.exec(answer)?.[1]
  );
  assertEquals(counts, ["00000001", "00000002", "00000003"]);
});

for (const scheme of SCHEMES) {
  Deno.test(`the proxy of ${scheme} receives no credentials of the server, and vice versa`, async () => {
    forgetAll();
    await using server = serverOf(
      scheme,
      (request, reply) =>
        request.header("authorization") === undefined
          ? reply({
            status: 401,
            headers: { "WWW-Authenticate": 'Basic realm="server"' },
          })
          : reply({ body: "by the server" }),
    );
    await using proxy = httpProxy({ password: PASSWORD });
    await using hInternet = openBy(proxy.list(LOGIN));
    const url = server.url.replace("//", "//me:secret@");
    assertEquals((await get(hInternet, url)).text, "by the server");
    const basic = `Basic ${btoa("me:secret")}`;
    assertEquals(server.requests.at(-1)?.header("authorization"), basic);
    for (const request of server.requests) {
      assertEquals(request.header("proxy-authorization"), undefined);
    }
    // The proxy sees forwarded requests, but not the content of a tunnel.
    const seen = proxy.requests.map((request) =>
      request.header("authorization")
    );
    assertEquals(seen.includes(basic), scheme === "http");
    assert(!proxy.answers.includes(basic));
  });
}

for (const [scheme, kind] of [["https", "http"], ["http", "socks5"]] as const) {
  Deno.test(`a Proxy-Authorization of the program does not reach the server of ${scheme} through a ${kind} proxy`, async () => {
    await using server = serverOf(scheme);
    await using proxy = openProxy(kind);
    await using hInternet = openBy(proxy.list());
    const { hRequest } = await openFor(hInternet, scheme, server);
    await HttpSendRequest(hRequest, "Proxy-Authorization: Basic x");
    assertEquals((await read(hRequest)).text, "by the server");
    const [request] = server.requests;
    assertEquals(request?.header("proxy-authorization"), undefined);
  });
}

// ---- no credentials that are accepted ----

const UNFIT: readonly [name: string, login: string][] = [
  ["no credentials", ""],
  ["a wrong password", "user:wrong@"],
];

for (const scheme of SCHEMES) {
  for (const authentication of AUTHENTICATIONS) {
    for (const [name, login] of UNFIT) {
      for (const [how, dwContext] of BOTH) {
        Deno.test(`the 407 of ${scheme} can be read with ${name} for ${authentication}, ${how}`, async () => {
          forgetAll();
          await using server = serverOf(scheme);
          await using proxy = httpProxy({
            password: PASSWORD,
            scheme: authentication,
          });
          await using hInternet = openBy(proxy.list(login));
          const got = await get(hInternet, server.url, dwContext);
          assertEquals([got.status, got.text], [407, HttpProxy.REFUSAL]);
          assert(got.viaProxy);
          const { hRequest } = got;
          assertMatch(
            String(HttpQueryInfo(hRequest, HTTP_QUERY_PROXY_AUTHENTICATE)),
            new RegExp(`^${authentication} realm="fake proxy"`),
          );
          assertEquals(
            HttpQueryInfo(hRequest, HTTP_QUERY_STATUS_TEXT),
            "Proxy Authentication Required",
          );
          // Each password is tried only once.
          assertEquals(proxy.asked.length, login === "" ? 1 : 2);
          assertEquals(server.requests.length, 0);
        });
      }
    }
  }
}

for (const scheme of SCHEMES) {
  Deno.test(`the 407 of ${scheme} sets no cookies for the server`, async () => {
    forgetAll();
    await using server = serverOf(scheme);
    await using proxy = httpProxy({ password: PASSWORD });
    await using log = watchBy(proxy.list());
    const { hRequest, status } = await get(log.hInternet, server.url, 1);
    assertEquals(status, 407);
    // The response can still be read.
    const line = HttpQueryInfo(hRequest, HTTP_QUERY_SET_COOKIE);
    assertEquals(line, "of=the-proxy");
    assert(!log.names().includes("COOKIE_RECEIVED"));
    await using hInternet = openBy(proxy.list(LOGIN));
    assertEquals((await get(hInternet, server.url)).text, "by the server");
    assertEquals(server.requests[0]?.header("cookie"), undefined);
  });
}

// ---- options, and the usual loop of a program ----

for (const scheme of SCHEMES) {
  for (const authentication of AUTHENTICATIONS) {
    Deno.test(`PROXY_USERNAME and PROXY_PASSWORD are used after the 407 of ${scheme} with ${authentication} when it is sent again`, async () => {
      forgetAll();
      await using server = serverOf(scheme);
      await using proxy = httpProxy({
        password: PASSWORD,
        scheme: authentication,
      });
      await using hInternet = openBy(proxy.list("user:wrong@"));
      const { hRequest } = await openFor(hInternet, scheme, server);
      await HttpSendRequest(hRequest, null, "body");
      assertEquals((await read(hRequest)).status, 407);
      InternetSetOption(hRequest, INTERNET_OPTION_PROXY_USERNAME, "user");
      InternetSetOption(hRequest, INTERNET_OPTION_PROXY_PASSWORD, "not it");
      await HttpSendRequest(hRequest, null, "body");
      assertEquals((await read(hRequest)).status, 407);
      InternetSetOption(hRequest, INTERNET_OPTION_PROXY_PASSWORD, "hush hush");
      await HttpSendRequest(hRequest, null, "body");
      assertEquals((await read(hRequest)).text, "by the server");
      const bodies = server.requests.map(({ body }) =>
        new TextDecoder().decode(body)
      );
      assertEquals(bodies, ["body"]);
    });

    Deno.test(`PROXY_USERNAME of a connection applies to its ${scheme} requests, before the list, with ${authentication}`, async () => {
      forgetAll();
      await using server = serverOf(scheme);
      await using proxy = httpProxy({
        password: PASSWORD,
        scheme: authentication,
      });
      await using hInternet = openBy(proxy.list("user:wrong@"));
      const { hostname, port } = server;
      const hConnect = await InternetConnect(hInternet, hostname, port);
      InternetSetOption(hConnect, INTERNET_OPTION_PROXY_USERNAME, "user");
      InternetSetOption(hConnect, INTERNET_OPTION_PROXY_PASSWORD, "hush hush");
      const flags = scheme === "https" ? INTERNET_FLAG_SECURE : 0;
      const hRequest = await HttpOpenRequest(
        hConnect,
        null,
        "/",
        null,
        null,
        null,
        flags,
      );
      await HttpSendRequest(hRequest);
      assertEquals((await read(hRequest)).text, "by the server");
      assertEquals(schemesOf(proxy), ["", authentication]);
    });
  }
}

Deno.test("PROXY_USERNAME logs in to a socks5 proxy, before the list", async () => {
  await using server = serverOf("http");
  await using proxy = new FakeProxy("socks5", { password: PASSWORD });
  await using hInternet = openBy(`socks5://x:y@127.0.0.1:${proxy.port}`);
  const { hRequest } = await openFor(hInternet, "http", server);
  InternetSetOption(hRequest, INTERNET_OPTION_PROXY_USERNAME, "user");
  InternetSetOption(hRequest, INTERNET_OPTION_PROXY_PASSWORD, "hush hush");
  await HttpSendRequest(hRequest);
  assertEquals((await read(hRequest)).text, "by the server");
  assertEquals(proxy.credentials, [PASSWORD]);
});

for (const scheme of SCHEMES) {
  Deno.test(`INTERNET_FLAG_NO_AUTH returns the 407 of a proxy of ${scheme}`, async () => {
    forgetAll();
    await using server = serverOf(scheme);
    await using proxy = httpProxy({ password: PASSWORD });
    await using hInternet = openBy(proxy.list(LOGIN));
    const flags = INTERNET_FLAG_NO_AUTH;
    const got = await get(hInternet, server.url, 0, flags);
    assertEquals([got.status, proxy.asked.length], [407, 1]);
  });
}

Deno.test("HttpEndRequest() requires the body again if a forwarding proxy requires authentication", async () => {
  forgetAll();
  await using server = serverOf(
    "http",
    (request, reply) => reply({ body: request.body }),
  );
  await using proxy = httpProxy({ password: PASSWORD });
  await using hInternet = openBy(proxy.list(LOGIN));
  const { hRequest } = await openFor(hInternet, "http", server);
  const upload = async () => {
    await HttpSendRequestEx(hRequest, { dwBufferTotal: 4 });
    await InternetWriteFile(hRequest, new TextEncoder().encode("body"));
    await HttpEndRequest(hRequest);
  };
  assertEquals(await rejectedCode(upload()), ERROR_INTERNET_FORCE_RETRY);
  await upload();
  assertEquals((await read(hRequest)).text, "body");
});

Deno.test("HttpEndRequest() does not require the body again if the proxy of a tunnel requires authentication", async () => {
  forgetAll();
  await using server = serverOf(
    "https",
    (request, reply) => reply({ body: request.body }),
  );
  await using proxy = httpProxy({ password: PASSWORD });
  await using hInternet = openBy(proxy.list(LOGIN));
  const { hRequest } = await openFor(hInternet, "https", server);
  await HttpSendRequestEx(hRequest, { dwBufferTotal: 4 });
  await InternetWriteFile(hRequest, new TextEncoder().encode("body"));
  await HttpEndRequest(hRequest);
  assertEquals((await read(hRequest)).text, "body");
});

Deno.test("credentials of one proxy are not sent to another", async () => {
  forgetAll();
  await using server = serverOf("http");
  await using proxy = httpProxy({ password: PASSWORD });
  await using other = httpProxy({ password: PASSWORD });
  await using hInternet = openBy(proxy.list(LOGIN));
  assertEquals((await get(hInternet, server.url)).status, 200);
  await using hOther = openBy(other.list());
  assertEquals((await get(hOther, server.url)).status, 407);
  assertEquals(other.answers, [""]);
});

// ---- SOCKS5 ----

for (const scheme of SCHEMES) {
  Deno.test(`a socks5 proxy that refuses the password causes an error of ${scheme} that does not show it`, async () => {
    await using server = serverOf(scheme);
    await using proxy = openProxy("socks5", "user:other");
    await using hInternet = openBy(proxy.list(LOGIN));
    for (const dwContext of [1, 0]) {
      const error = await assertRejects(
        () => get(hInternet, server.url, dwContext),
        InternetError,
      );
      assertEquals(error.code, ERROR_INTERNET_CANNOT_CONNECT);
      assert(!Deno.inspect(error, { depth: 9 }).includes("hush"));
    }
    assertEquals(server.connections, 0);
  });
}

Deno.test("INTERNET_FLAG_NO_AUTH sends no password to a SOCKS5 proxy", async () => {
  await using server = serverOf("http");
  await using proxy = openProxy("socks5", "user:pw");
  await using hInternet = openBy(proxy.list("user:pw@"));
  assertEquals(
    await rejectedCode(
      InternetOpenUrl(
        hInternet,
        `${server.url}/`,
        null,
        INTERNET_FLAG_NO_AUTH,
      ),
    ),
    ERROR_INTERNET_CANNOT_CONNECT,
  );
  assertEquals(proxy.asked, []);
});
