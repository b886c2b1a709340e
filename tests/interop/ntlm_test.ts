// Copyright 2026 the wininet authors. MIT license.

/** NTLM with Samba's ntlm_auth, with gss-ntlmssp in Apache, and with squid. */

import { assertEquals, assertMatch } from "@std/assert";
import { INTERNET_FLAG_SECURE } from "../../flags.ts";
import { HttpOpenRequest, HttpSendRequest } from "../../http.ts";
import {
  InternetConnect,
  InternetGetLastResponseInfo,
} from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { readText, statusOf } from "../helpers/calls.ts";
import {
  forgetAll,
  get,
  openBy,
  SCHEMES,
  serverOf,
} from "../helpers/http_proxy_calls.ts";
import { watch } from "../helpers/watch.ts";
import {
  ALICE,
  APACHE_DOMAIN,
  BOB,
  gssApacheTest,
  SAMBA_DOMAIN,
  SambaServer,
  sambaTest,
} from "./ntlm_servers.ts";

/** The target of a request. */
interface Address {
  readonly host: string;
  readonly port: number;
}

/** Sends a request, a POST if it has a body; returns its status and text. */
async function ask(
  hInternet: HINTERNET,
  { host, port }: Address,
  user: string,
  password: string,
  path: string = "/",
  body: string | null = null,
): Promise<[status: unknown, text: string]> {
  const hConnect = await InternetConnect(
    hInternet,
    host,
    port,
    user,
    password,
  );
  await using hRequest = await HttpOpenRequest(
    hConnect,
    body === null ? "GET" : "POST",
    path,
  );
  await HttpSendRequest(hRequest, null, body);
  const text = await readText(hRequest);
  await readText(hRequest);
  return [statusOf(hRequest), text];
}

function addressOf({ port }: { readonly port: number }): Address {
  return { host: "127.0.0.1", port };
}

for (const scheme of ["NTLM", "Negotiate"] as const) {
  for (const user of [ALICE, `${SAMBA_DOMAIN}\\${ALICE}`]) {
    sambaTest(
      `${scheme} logs in ${user}, GET and POST, on one connection`,
      async (samba) => {
        forgetAll();
        await using server = new SambaServer(samba, scheme);
        await using log = watch();
        const address = addressOf(server);
        const password = samba.passwords[ALICE]!;
        for (const body of [null, "hello", "x".repeat(900), null]) {
          assertEquals(
            await ask(log.hInternet, address, user, password, "/", body),
            [200, `${ALICE} ${body ?? ""}`],
          );
        }
        assertEquals(server.verdicts, [ALICE]);
        // The first request revealed that the server requires authentication.
        assertEquals(server.connections, 2);
      },
    );
  }

  sambaTest(`${scheme} returns the 401 for a wrong password`, async (samba) => {
    forgetAll();
    await using server = new SambaServer(samba, scheme);
    await using log = watch();
    const address = addressOf(server);
    assertEquals(await ask(log.hInternet, address, ALICE, "wrong"), [
      401,
      "who?",
    ]);
    assertEquals(server.verdicts, ["-"]);
    assertMatch(InternetGetLastResponseInfo().text, /were refused/);
  });

  sambaTest(
    `${scheme} is refused if its integrity code is changed in transit`,
    async (samba) => {
      forgetAll();
      await using server = new SambaServer(samba, scheme, (last) => {
        last[72]! ^= 1;
      });
      await using log = watch();
      const address = addressOf(server);
      const password = samba.passwords[ALICE]!;
      assertEquals(
        (await ask(log.hInternet, address, ALICE, password))[0],
        401,
      );
      assertEquals(server.verdicts, ["-"]);
    },
  );

  sambaTest(
    `${scheme} of two users in two sessions, 20 at the same time, is never mixed up`,
    async (samba) => {
      forgetAll();
      await using server = new SambaServer(samba, scheme);
      await using one = watch();
      await using other = watch();
      const address = addressOf(server);
      for (let round = 0; round < 2; round++) {
        const answers = await Promise.all(
          Array.from({ length: 20 }, (_, at) => {
            const [session, user] = at % 2 ? [one, ALICE] : [other, BOB];
            return ask(
              session.hInternet,
              address,
              user,
              samba.passwords[user]!,
              "/",
              `${at}`,
            );
          }),
        );
        for (const [at, answer] of answers.entries()) {
          assertEquals(answer, [200, `${at % 2 ? ALICE : BOB} ${at}`]);
        }
      }
    },
  );
}

const SPNEGO: [
  what: string,
  change: (last: Uint8Array) => void,
  user: string,
][] = [
  ["logs in", () => {}, ALICE],
  // The last bytes are the number of the code; the first of them are its sum.
  [
    "is refused when the code of its mechanisms is changed",
    (last) => last[last.length - 6]! ^= 1,
    "-",
  ],
];

for (const [what, change, user] of SPNEGO) {
  sambaTest(`Negotiate with SPNEGO ${what}`, async (samba) => {
    forgetAll();
    await using server = new SambaServer(samba, "Negotiate", change, true);
    await using log = watch();
    const address = addressOf(server);
    const password = samba.passwords[ALICE]!;
    const status = user === ALICE ? 200 : 401;
    for (let round = 0; round < 2; round++) {
      const answer = ask(
        log.hInternet,
        address,
        ALICE,
        password,
        "/",
        "hello",
      );
      assertEquals((await answer)[0], status);
    }
    assertEquals(server.verdicts[0], user);
  });
}

sambaTest("Negotiate with SPNEGO, 20 at the same time", async (samba) => {
  forgetAll();
  await using server = new SambaServer(samba, "Negotiate", () => {}, true);
  await using log = watch();
  const password = samba.passwords[BOB]!;
  const answers = await Promise.all(
    Array.from(
      { length: 20 },
      (_, at) =>
        ask(log.hInternet, addressOf(server), BOB, password, "/", `${at}`),
    ),
  );
  assertEquals(answers, answers.map((_, at) => [200, `${BOB} ${at}`]));
});

// ---- Apache ----

for (const user of [`${APACHE_DOMAIN}\\${ALICE}`, `${APACHE_DOMAIN}\\${BOB}`]) {
  gssApacheTest(
    `HttpSendRequest() logs in ${user}, and later requests on the same connection`,
    async (apache) => {
      forgetAll();
      await using log = watch();
      const password = apache.passwords[user.split("\\")[1]!]!;
      for (let round = 0; round < 3; round++) {
        assertEquals(
          await ask(log.hInternet, apache, user, password, "/file.txt"),
          [200, "in ntlm\n"],
        );
      }
    },
  );
}

gssApacheTest(
  "HttpSendRequest() logs in for a POST",
  async (apache) => {
    forgetAll();
    await using log = watch();
    const user = `${APACHE_DOMAIN}\\${ALICE}`;
    const password = apache.passwords[ALICE]!;
    const post = async (password: string) =>
      (await ask(
        log.hInternet,
        apache,
        user,
        password,
        "/file.txt",
        "hello",
      ))[0];
    assertEquals(await post(password), 200);
    assertEquals(await post("wrong"), 401);
  },
);

gssApacheTest(
  "HttpSendRequest() logs in 20 requests at the same time",
  async (apache) => {
    forgetAll();
    await using log = watch();
    const user = `${APACHE_DOMAIN}\\${ALICE}`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        ask(
          log.hInternet,
          apache,
          user,
          apache.passwords[ALICE]!,
          "/file.txt",
        )),
    );
    assertEquals(answers, Array(20).fill([200, "in ntlm\n"]));
  },
);

gssApacheTest(
  "HttpSendRequest() returns the 401 for a wrong password",
  async (apache) => {
    forgetAll();
    await using log = watch();
    const user = `${APACHE_DOMAIN}\\${ALICE}`;
    const [status] = await ask(
      log.hInternet,
      apache,
      user,
      "wrong",
      "/file.txt",
    );
    assertEquals(status, 401);
    assertMatch(InternetGetLastResponseInfo().text, /were refused/);
  },
);

// ---- squid ----

for (const scheme of SCHEMES) {
  const echo = () =>
    serverOf(
      scheme,
      (request, reply) => reply({ body: `by the server ${request.target}` }),
    );

  sambaTest(`${scheme} logs in to squid with NTLM`, async (samba) => {
    forgetAll();
    await using server = echo();
    const { squid, passwords } = samba;
    await using hInternet = openBy(
      `http://${ALICE}:${passwords[ALICE]}@${squid}`,
    );
    for (const path of ["/", "/a", "/b"]) {
      const got = await get(hInternet, server.url + path);
      assertEquals([got.status, got.text], [200, `by the server ${path}`]);
    }
    for (const request of server.requests) {
      assertEquals(request.header("proxy-authorization"), undefined);
    }
  });

  sambaTest(
    `${scheme} returns the 407 of squid for a wrong password`,
    async (samba) => {
      forgetAll();
      await using server = echo();
      await using hInternet = openBy(`http://${ALICE}:wrong@${samba.squid}`);
      assertEquals((await get(hInternet, server.url)).status, 407);
      assertEquals(server.requests.length, 0);
      assertMatch(InternetGetLastResponseInfo().text, /were refused/);
    },
  );

  sambaTest(
    `${scheme} sends bodies through squid once, for two users`,
    async (samba) => {
      forgetAll();
      await using server = serverOf(
        scheme,
        ({ body }, reply) => reply({ body }),
      );
      const { squid, passwords } = samba;
      const { hostname, port } = new URL(server.url);
      const flags = scheme === "https" ? INTERNET_FLAG_SECURE : 0;
      for (const user of [ALICE, BOB, ALICE]) {
        await using hInternet = openBy(
          `http://${user}:${passwords[user]}@${squid}`,
        );
        const hConnect = await InternetConnect(
          hInternet,
          hostname,
          Number(port),
        );
        for (const body of ["hello", "x".repeat(900)]) {
          await using hRequest = await HttpOpenRequest(
            hConnect,
            "POST",
            "/",
            null,
            null,
            null,
            flags,
          );
          await HttpSendRequest(hRequest, null, body);
          assertEquals([statusOf(hRequest), await readText(hRequest)], [
            200,
            body,
          ]);
        }
      }
      assertEquals(server.requests.length, 6);
    },
  );

  sambaTest(
    `${scheme} goes through squid 20 times at the same time`,
    async (samba) => {
      forgetAll();
      await using server = echo();
      const { squid, passwords } = samba;
      await using hInternet = openBy(
        `http://${BOB}:${passwords[BOB]}@${squid}`,
      );
      const answers = await Promise.all(
        Array.from(
          { length: 20 },
          async (_, at) => (await get(hInternet, `${server.url}/${at}`)).text,
        ),
      );
      assertEquals(answers, answers.map((_, at) => `by the server /${at}`));
    },
  );
}
