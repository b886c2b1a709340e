// Copyright 2026 the wininet authors. MIT license.

/**
 * A server that fetches pages for its users. Each user has a private session:
 * cookies, credentials and connections are never shared between users.
 *
 *     deno run --allow-net examples/server_for_users.ts
 *     curl 'http://127.0.0.1:8000/?user=anna&url=http://example.com/'
 *
 * A real server takes the user from a login, not from the URL. It also
 * restricts the targets: otherwise its users can reach everything that the
 * server can reach.
 *
 * @module
 */

import { INTERNET_OPEN_TYPE_DIRECT } from "../flags.ts";
import {
  InternetOpen,
  InternetOpenUrl,
  InternetSetOption,
} from "../internet.ts";
import { SESSION_OPTION_PRIVATE } from "../session_options.ts";
import { readable } from "../streams.ts";
import { InternetError } from "../error.ts";
import type { HINTERNET } from "../structures.ts";

/** The sessions of the users who are logged in. */
class UserSessions implements Disposable {
  readonly #sessions = new Map<string, HINTERNET>();

  /** Returns the session of a user. */
  of(user: string): HINTERNET {
    let session = this.#sessions.get(user);
    if (session === undefined) {
      session = InternetOpen("server/1.0", INTERNET_OPEN_TYPE_DIRECT);
      InternetSetOption(session, SESSION_OPTION_PRIVATE, true);
      this.#sessions.set(user, session);
    }
    return session;
  }

  [Symbol.dispose](): void {
    for (const session of this.#sessions.values()) session[Symbol.dispose]();
    this.#sessions.clear();
  }
}

/** Fetches `url` for `user`. */
async function answer(
  { url }: Request,
  sessions: UserSessions,
): Promise<Response> {
  const { searchParams } = new URL(url);
  const user = searchParams.get("user");
  const wanted = searchParams.get("url");
  if (user === null || wanted === null) {
    return new Response("?user=NAME&url=URL, please\n", { status: 400 });
  }
  try {
    const hFile = await InternetOpenUrl(sessions.of(user), wanted);
    const closes = new TransformStream({
      flush: () => hFile[Symbol.dispose](),
    });
    return new Response(readable(hFile).pipeThrough(closes));
  } catch (error) {
    if (!(error instanceof InternetError)) throw error;
    return new Response(`${error.message}\n`, { status: 502 });
  }
}

/** Starts the server on a port; 0 takes a free one. */
export function startServer(port: number): Deno.HttpServer<Deno.NetAddr> {
  const sessions = new UserSessions();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port },
    (request) => answer(request, sessions),
  );
  server.finished.then(() => sessions[Symbol.dispose]());
  return server;
}

if (import.meta.main) startServer(8000);
