// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { INTERNET_FLAG_NO_AUTH, INTERNET_FLAG_SECURE } from "../../flags.ts";
import { HttpOpenRequest, HttpSendRequest } from "../../http.ts";
import {
  InternetConnect,
  InternetOpenUrl,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_OPTION_DIGEST_AUTH_UNLOAD,
  INTERNET_OPTION_PASSWORD,
  INTERNET_OPTION_SUPPRESS_SERVER_AUTH,
  INTERNET_OPTION_USERNAME,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  ANN,
  forget,
  Guard,
  hostOf,
  openAs,
  PASSWORD,
  serverFor,
  urlOf,
  USER,
  type Way,
  WAYS,
} from "../servers/auth_servers.ts";
import { readText, statusOf } from "../helpers/calls.ts";
import type { FakeHttpServer } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";

type Source = (
  hInternet: HINTERNET,
  way: Way,
  server: FakeHttpServer,
) => Promise<HINTERNET>;

function identify(handle: HINTERNET, user: string, password: string): void {
  InternetSetOption(handle, INTERNET_OPTION_USERNAME, user);
  InternetSetOption(handle, INTERNET_OPTION_PASSWORD, password);
}

/** The sources of user name and password; each sends a request with them. */
const SOURCES: Record<string, Source> = {
  "InternetConnect()": async (hInternet, way, server) => {
    const hRequest = await openAs(hInternet, way, server, ANN);
    await HttpSendRequest(hRequest);
    return hRequest;
  },
  "the URL": (hInternet, way, server) => {
    const url = urlOf(way, server, "/", "%61nn:open%20sesame@");
    return InternetOpenUrl(hInternet, url, null, 0, way.dwContext);
  },
  "options of the connection": async (hInternet, way, server) => {
    const hConnect = await InternetConnect(hInternet, hostOf(way), server.port);
    identify(hConnect, USER, PASSWORD);
    const hRequest = await HttpOpenRequest(
      hConnect,
      "GET",
      "/",
      null,
      null,
      null,
      way.secure ? INTERNET_FLAG_SECURE : 0,
      way.dwContext,
    );
    await HttpSendRequest(hRequest);
    return hRequest;
  },
  "options of the request": async (hInternet, way, server) => {
    const hRequest = await openAs(hInternet, way, server);
    identify(hRequest, USER, PASSWORD);
    await HttpSendRequest(hRequest);
    return hRequest;
  },
  "options over InternetConnect()'s": async (hInternet, way, server) => {
    const options = { user: "bob", password: "no" };
    const hRequest = await openAs(hInternet, way, server, options);
    identify(hRequest, USER, PASSWORD);
    await HttpSendRequest(hRequest);
    return hRequest;
  },
};

/** User names and passwords, and their form in a URL. */
const ESCAPES: [user: string, password: string, userinfo: string][] = [
  ["ann", "a:b@c/d?e#f", "ann:a:b%40c%2fd%3fe%23f@"],
  ["ann@example.com", "x y", "ann%40example.com:x%20y@"],
  ["ann", "", "ann@"],
  ["ann", "", "ann:@"],
  ["j\xfcrgen", "p\xe4\u20ac\u{1f511}", "j%C3%BCrgen:p\xe4%E2%82%AC\u{1f511}@"],
  ["ann", "100%", "ann:100%@"],
  ["ann", "%41", "ann:%2541@"],
];

for (const way of WAYS) {
  const { how } = way;

  for (const [name, source] of Object.entries(SOURCES)) {
    Deno.test(`HttpSendRequest() responds to Basic with credentials of ${name}, ${how}`, async () => {
      forget();
      const door = new Guard();
      await using server = serverFor(way, { "*": door.guard() });
      await using watched = watch();
      const hRequest = await source(watched.hInternet, way, server);
      assertEquals(statusOf(hRequest), 200);
      assertEquals(await readText(hRequest), "hello");
      assertEquals(door.verdicts, ["nobody", "ok"]);
    });
  }

  for (const [user, password, userinfo] of ESCAPES) {
    Deno.test(`InternetOpenUrl() logs in with "${userinfo}", ${how}`, async () => {
      forget();
      const door = new Guard({ users: new Map([[user, password]]) });
      await using server = serverFor(way, { "*": door.guard() });
      await using watched = watch();
      const hRequest = await InternetOpenUrl(
        watched.hInternet,
        urlOf(way, server, "/", userinfo),
        null,
        0,
        way.dwContext,
      );
      assertEquals(statusOf(hRequest), 200);
      assertEquals(door.verdicts, ["nobody", "ok"]);
    });
  }

  Deno.test(`HttpSendRequest() succeeds after a 401 and the options, ${how}`, async () => {
    forget();
    const door = new Guard();
    await using server = serverFor(way, { "*": door.guard() });
    await using watched = watch();
    const hRequest = await openAs(watched.hInternet, way, server);
    await HttpSendRequest(hRequest);
    assertEquals(statusOf(hRequest), 401);
    assertEquals(await readText(hRequest), "who?");
    identify(hRequest, USER, PASSWORD);
    await HttpSendRequest(hRequest);
    assertEquals(statusOf(hRequest), 200);
    assertEquals(await readText(hRequest), "hello");
    assertEquals(door.verdicts, ["nobody", "nobody", "ok"]);
  });

  Deno.test(`HttpSendRequest() uses the credentials set by the program after many wrong passwords, ${how}`, async () => {
    forget();
    const door = new Guard();
    await using server = serverFor(way, { "*": door.guard() });
    await using watched = watch();
    const hRequest = await openAs(watched.hInternet, way, server);
    for (let wrong = 0; wrong < 8; wrong++) {
      identify(hRequest, USER, `wrong ${wrong}`);
      await HttpSendRequest(hRequest);
      assertEquals(statusOf(hRequest), 401);
      assertEquals(await readText(hRequest), "who?");
    }
    identify(hRequest, USER, PASSWORD);
    await HttpSendRequest(hRequest);
    assertEquals(statusOf(hRequest), 200);
    assertEquals(door.verdicts.slice(-3), ["wrong password", "nobody", "ok"]);
    assertEquals(door.verdicts.length, 18);
  });

  Deno.test(`HttpSendRequest() retries a password that the program sends again, ${how}`, async () => {
    forget();
    const users = new Map([[USER, "not yet"]]);
    const door = new Guard({ users });
    await using server = serverFor(way, { "*": door.guard() });
    await using watched = watch();
    const hRequest = await openAs(watched.hInternet, way, server, ANN);
    await HttpSendRequest(hRequest);
    assertEquals(statusOf(hRequest), 401);
    await readText(hRequest);
    users.set(USER, PASSWORD);
    await HttpSendRequest(hRequest);
    assertEquals(statusOf(hRequest), 200);
  });

  for (
    const [name, dwFlags, suppressed] of [
      ["INTERNET_FLAG_NO_AUTH", INTERNET_FLAG_NO_AUTH, false],
      ["INTERNET_OPTION_SUPPRESS_SERVER_AUTH", 0, true],
    ] as const
  ) {
    Deno.test(`HttpSendRequest() with ${name} leaves the 401 to the program, ${how}`, async () => {
      forget();
      const door = new Guard();
      await using server = serverFor(way, { "*": door.guard() });
      await using watched = watch();
      // Remembered credentials are not sent either.
      const known = await openAs(watched.hInternet, way, server, ANN);
      await HttpSendRequest(known);
      door.verdicts.length = 0;
      const options = { ...ANN, dwFlags };
      const hRequest = await openAs(watched.hInternet, way, server, options);
      if (suppressed) {
        InternetSetOption(hRequest, INTERNET_OPTION_SUPPRESS_SERVER_AUTH, null);
      }
      await HttpSendRequest(hRequest);
      assertEquals(statusOf(hRequest), 401);
      assertEquals(await readText(hRequest), "who?");
      assertEquals(door.verdicts, ["nobody"]);
    });
  }

  for (
    const [name, user, password] of [
      ["a wrong password", USER, "wrong"],
      ["an unknown user", "eve", PASSWORD],
    ] as const
  ) {
    Deno.test(`HttpSendRequest() tries ${name} once, ${how}`, async () => {
      forget();
      const door = new Guard();
      await using server = serverFor(way, { "*": door.guard() });
      await using watched = watch();
      const options = { user, password };
      const hRequest = await openAs(watched.hInternet, way, server, options);
      await HttpSendRequest(hRequest);
      assertEquals(statusOf(hRequest), 401);
      assertEquals(await readText(hRequest), "who?");
      assertEquals(door.verdicts, ["nobody", "wrong password"]);
      // No wrong credentials are remembered.
      const later = await openAs(watched.hInternet, way, server);
      await HttpSendRequest(later);
      assertEquals(door.verdicts[2], "nobody");
    });
  }

  Deno.test(`credentials are used by later sessions without any, ${how}`, async () => {
    forget();
    const door = new Guard();
    await using server = serverFor(way, { "*": door.guard() });
    {
      await using watched = watch();
      await HttpSendRequest(await openAs(watched.hInternet, way, server, ANN));
    }
    await using watched = watch();
    const options = { verb: "PUT", path: "/upload2.txt" };
    const hRequest = await openAs(watched.hInternet, way, server, options);
    await HttpSendRequest(hRequest, null, "body");
    assertEquals(statusOf(hRequest), 200);
    // Without a challenge.
    assertEquals(door.verdicts, ["nobody", "ok", "ok"]);
    assertEquals(InternetQueryOption(hRequest, INTERNET_OPTION_USERNAME), USER);
    assertEquals(
      InternetQueryOption(hRequest, INTERNET_OPTION_PASSWORD),
      PASSWORD,
    );
  });

  Deno.test(`credentials are sent immediately below their path, and elsewhere on request, ${how}`, async () => {
    forget();
    const door = new Guard();
    await using server = serverFor(way, { "*": door.guard() });
    await using watched = watch();
    const ask = async (path: string, options = {}) => {
      door.verdicts.length = 0;
      const hRequest = await openAs(watched.hInternet, way, server, {
        ...options,
        path,
      });
      await HttpSendRequest(hRequest);
      return door.verdicts.slice();
    };
    assertEquals(await ask("/a/x", ANN), ["nobody", "ok"]);
    assertEquals(await ask("/a/x?y=/../../z"), ["ok"]);
    assertEquals(await ask("/a/b/c/y"), ["ok"]);
    assertEquals(await ask("/a"), ["nobody", "ok"]);
    assertEquals(await ask("/b/"), ["ok"]);
  });

  Deno.test(`other credentials of a later connection are used instead, ${how}`, async () => {
    forget();
    const door = new Guard({
      users: new Map([[USER, PASSWORD], ["bob", "b"]]),
    });
    await using server = serverFor(way, { "*": door.guard() });
    await using watched = watch();
    const users = [USER, "bob", null];
    for (const [index, password] of [PASSWORD, "b", null].entries()) {
      const options = { user: users[index]!, password };
      const hRequest = await openAs(watched.hInternet, way, server, options);
      await HttpSendRequest(hRequest);
    }
    assertEquals(door.verdicts, ["nobody", "ok", "ok", "ok"]);
    const sent = server.requests.map((request) =>
      atob(request.header("authorization")?.slice(6) ?? "")
    );
    assertEquals(sent, ["", `${USER}:${PASSWORD}`, "bob:b", "bob:b"]);
  });

  Deno.test(`HttpSendRequest() uses a change of INTERNET_OPTION_USERNAME after a success, ${how}`, async () => {
    forget();
    const users = new Map([[USER, PASSWORD], ["bob", "b"]]);
    const door = new Guard({ users });
    await using server = serverFor(way, { "*": door.guard() });
    await using watched = watch();
    const hRequest = await openAs(watched.hInternet, way, server, ANN);
    await HttpSendRequest(hRequest);
    await readText(hRequest);
    identify(hRequest, "bob", "b");
    await HttpSendRequest(hRequest);
    assertEquals(statusOf(hRequest), 200);
    assertEquals(
      server.requests.at(-1)!.header("authorization"),
      `Basic ${btoa("bob:b")}`,
    );
  });

  Deno.test(`credentials that are no longer valid are removed, ${how}`, async () => {
    forget();
    const users = new Map([[USER, PASSWORD]]);
    const door = new Guard({ users });
    await using server = serverFor(way, { "*": door.guard() });
    await using watched = watch();
    await HttpSendRequest(await openAs(watched.hInternet, way, server, ANN));
    users.set(USER, "changed");
    for (let left = 2; left > 0; left--) {
      const hRequest = await openAs(watched.hInternet, way, server);
      await HttpSendRequest(hRequest);
      assertEquals(statusOf(hRequest), 401);
    }
    assertEquals(door.verdicts, ["nobody", "ok", "wrong password", "nobody"]);
  });

  Deno.test(`INTERNET_OPTION_END_BROWSER_SESSION forgets the credentials of a request in progress, ${how}`, async () => {
    forget();
    const door = new Guard();
    const hello = door.guard();
    let requests = 0;
    await using server = serverFor(way, {
      "*": async (request, reply) => {
        // The third request carries the credentials that the second one proved.
        if (++requests === 3) forget();
        await hello(request, reply);
      },
    });
    await using watched = watch();
    const { hInternet } = watched;
    for (
      const [options, status] of [[ANN, 200], [{}, 200], [{}, 401]] as const
    ) {
      const hRequest = await openAs(hInternet, way, server, options);
      await HttpSendRequest(hRequest);
      assertEquals(statusOf(hRequest), status);
    }
  });

  Deno.test(`INTERNET_OPTION_END_BROWSER_SESSION removes credentials, also for an open request, ${how}`, async () => {
    forget();
    const door = new Guard();
    await using server = serverFor(way, { "*": door.guard() });
    await using watched = watch();
    const first = { ...ANN, path: "/a/" };
    await HttpSendRequest(await openAs(watched.hInternet, way, server, first));
    // A challenge is needed, because the path is in another directory.
    const open = await openAs(watched.hInternet, way, server);
    await HttpSendRequest(open);
    assertEquals(await readText(open), "hello");
    door.verdicts.length = 0;
    InternetSetOption(null, INTERNET_OPTION_DIGEST_AUTH_UNLOAD, null);
    await HttpSendRequest(await openAs(watched.hInternet, way, server));
    assertEquals(door.verdicts, ["ok"]);
    forget();
    await HttpSendRequest(await openAs(watched.hInternet, way, server));
    await HttpSendRequest(open);
    assertEquals(door.verdicts, ["ok", "nobody", "nobody"]);
  });
}
