// Copyright 2026 the wininet authors. MIT license.

/** The result of each form of response, valid or not, on both transports. */

import { assertEquals, assertMatch } from "@std/assert";
import { HTTP_QUERY_CUSTOM } from "../../flags.ts";
import { HttpQueryInfo } from "../../http.ts";
import { InternetSetOption } from "../../internet.ts";
import { INTERNET_OPTION_RECEIVE_TIMEOUT } from "../../options.ts";
import { BOTH } from "../helpers/calls.ts";
import { type RawCall, RawHttpServer } from "../servers/raw_http_server.ts";
import { turns } from "../helpers/turns.ts";
import { type Watch, watch } from "../helpers/watch.ts";
import { type Outcome, outcomeOf, requestOf, sendAndRead } from "./outcomes.ts";
import {
  type Expected,
  RESPONSE_FORMS,
  type ResponseForm,
} from "./response_forms.ts";

/**
 * Reading a body that is shorter than announced ends with 12002 after this many
 * milliseconds.
 */
const TIMEOUT = 3_000;

/**
 * The number of turns between two pieces, which is enough for the first to be
 * read separately.
 */
const TURNS = 3;

function session(dwContext: unknown): Watch {
  const watched = watch();
  const { hInternet } = watched;
  // The transport of an unobserved request must not depend on an option.
  if (dwContext !== 0) {
    InternetSetOption(hInternet, INTERNET_OPTION_RECEIVE_TIMEOUT, TIMEOUT);
  }
  return watched;
}

/** Converts a result to the form of the expected one. */
function shown({ code, status, body }: Outcome): Expected {
  return code === 0 ? [Number(status), body] : code;
}

function expectedOf(form: ResponseForm, dwContext: unknown): Expected {
  return dwContext === 0 ? form.fetch ?? form.sockets : form.sockets;
}

/** Writes a response; the request target may contain the position of a cut, as in `/17`. */
function writing({ answer, ends = false }: ResponseForm) {
  return async (call: RawCall) => {
    const at = Number(/^\/(\d+)$/.exec(call.target)?.[1] ?? 0);
    await call.write(answer.slice(0, at));
    if (at > 0) await turns(TURNS);
    await call.write(answer.slice(at));
    if (ends) await call.end();
  };
}

async function check(form: ResponseForm, dwContext: unknown): Promise<void> {
  const { method: verb = "GET", says, header, kept } = form;
  await using server = new RawHttpServer(writing(form));
  await using watched = session(dwContext);
  const { hInternet } = watched;
  await using hRequest = await requestOf(hInternet, server, {
    verb,
    dwContext,
  });
  const outcome = await sendAndRead(hRequest);
  const expected = expectedOf(form, dwContext);
  assertEquals(shown(outcome), expected, outcome.message);
  if (dwContext === 0) return;
  if (says) assertMatch(outcome.message, says);
  if (header) {
    const [name, value] = header;
    assertEquals(HttpQueryInfo(hRequest, HTTP_QUERY_CUSTOM, name), value);
  }
  if (kept === undefined) return;
  const next = await outcomeOf(hInternet, server, { verb, dwContext });
  assertEquals(shown(next), expected, next.message);
  assertEquals(server.connections, kept ? 1 : 2, "connections");
}

/** Sends the response in two pieces, cut at every position. */
async function checkCuts(
  form: ResponseForm,
  dwContext: unknown,
): Promise<void> {
  await using server = new RawHttpServer(writing(form));
  await using watched = session(dwContext);
  const expected = expectedOf(form, dwContext);
  for (let at = 1; at < form.answer.length; at++) {
    const outcome = await outcomeOf(watched.hInternet, server, {
      path: `/${at}`,
      dwContext,
    });
    assertEquals(shown(outcome), expected, `at ${at}: ${outcome.message}`);
  }
}

for (const [about, forms] of RESPONSE_FORMS) {
  for (const form of forms) {
    for (const [how, dwContext] of BOTH) {
      const expected = expectedOf(form, dwContext);
      const outcome = typeof expected === "number"
        ? `fails with ${expected}`
        : `is read with status ${expected[0]}`;
      Deno.test(`a response (${about}: ${form.name}) ${outcome}, ${how}`, () =>
        check(form, dwContext));
      if (!form.cuts) continue;
      Deno.test(`a response (${about}: ${form.name}) in two pieces ${outcome}, ${how}`, () =>
        checkCuts(form, dwContext));
    }
  }
}
