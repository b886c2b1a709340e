// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertThrows } from "@std/assert";
import { ERROR_INVALID_PARAMETER, InternetError } from "../../../error.ts";
import { textOf } from "../../../_gopher/wire/octets.ts";
import {
  encodeCsoQuery,
  encodeRequest,
  type GopherRequest,
  MAX_REQUEST,
} from "../../../_gopher/wire/request.ts";
import { latin1 } from "../../helpers/splits.ts";

const REQUESTS: [name: string, request: GopherRequest, wire: string][] = [
  ["the root menu", { selector: "" }, "\r\n"],
  ["a selector", { selector: "/a file" }, "/a file\r\n"],
  [
    "a selector with blanks at both ends",
    { selector: " a " },
    " a \r\n",
  ],
  ["a selector like a command", { selector: "GET /" }, "GET /\r\n"],
  ["a selector with a TAB", { selector: "/a\tb" }, "/a\tb\r\n"],
  [
    "bytes that are not UTF-8",
    { selector: textOf(latin1("/\xe4\xc3\xa4\xff")) },
    "/\xe4\xc3\xa4\xff\r\n",
  ],
  ["words", { selector: "/s", search: "a b" }, "/s\ta b\r\n"],
  ["no words at all", { selector: "/s", search: "" }, "/s\t\r\n"],
  ["Gopher+ data", { selector: "/a", plus: "+" }, "/a\t+\r\n"],
  [
    "a view",
    { selector: "/a", plus: "+text/plain De_DE" },
    "/a\t+text/plain De_DE\r\n",
  ],
  ["attributes", { selector: "/a", plus: "!" }, "/a\t!\r\n"],
  ["all attributes of a menu", { selector: "", plus: "$" }, "\t$\r\n"],
  [
    "words of a Gopher+ search",
    { selector: "/s", search: "a", plus: "+" },
    "/s\ta\t+\r\n",
  ],
  [
    "answers",
    { selector: "/f", answers: latin1("+-1\r\na\r\n.\r\n") },
    "/f\t+\t1\r\n+-1\r\na\r\n.\r\n",
  ],
  [
    "words, a view and answers",
    {
      selector: "/f",
      search: "w",
      plus: "+text/plain",
      answers: latin1("+1\r\n\xff"),
    },
    "/f\tw\t+text/plain\t1\r\n+1\r\n\xff",
  ],
];

for (const [name, request, wire] of REQUESTS) {
  Deno.test(`encodeRequest() writes ${name}`, () => {
    assertEquals(encodeRequest(request), latin1(wire));
  });
}

const REFUSED: [name: string, request: GopherRequest, named: string][] = [
  ["CR in a selector", { selector: "a\rb" }, "selector"],
  ["LF in a selector", { selector: "a\nQUIT" }, "selector"],
  ["NUL in a selector", { selector: "a\0" }, "selector"],
  ["CR in the words", { selector: "", search: "\r" }, "search"],
  ["LF in the words", { selector: "", search: "\n" }, "search"],
  ["NUL in the words", { selector: "", search: "\0" }, "search"],
  ["TAB in the words", { selector: "", search: "a\t$" }, "search"],
  ["CR in the Gopher+ field", { selector: "", plus: "+\r" }, "Gopher+"],
  ["LF in the Gopher+ field", { selector: "", plus: "+\n" }, "Gopher+"],
  ["NUL in the Gopher+ field", { selector: "", plus: "+\0" }, "Gopher+"],
  ["TAB in the Gopher+ field", { selector: "", plus: "+\t1" }, "Gopher+"],
  ["half a character", { selector: "\ud800" }, "lone surrogate"],
  [
    "a line that is too long",
    { selector: "a".repeat(MAX_REQUEST - 1) },
    String(MAX_REQUEST),
  ],
  [
    "a line that is too long in bytes",
    { selector: "\xe4".repeat(MAX_REQUEST / 2) },
    String(MAX_REQUEST),
  ],
];

for (const [name, request, named] of REFUSED) {
  Deno.test(`encodeRequest() refuses ${name}`, () => {
    const error = assertThrows(
      () => encodeRequest(request),
      InternetError,
      named,
    );
    assertEquals(error.code, ERROR_INVALID_PARAMETER);
  });
}

Deno.test("encodeRequest() writes the longest line, and longer answers", () => {
  const selector = "a".repeat(MAX_REQUEST - 2);
  assertEquals(encodeRequest({ selector }).length, MAX_REQUEST);
  const answers = new Uint8Array(MAX_REQUEST);
  assertEquals(
    encodeRequest({ selector: "", answers }).length,
    MAX_REQUEST + "\t+\t1\r\n".length,
  );
});

Deno.test("encodeCsoQuery() writes the query and ends the conversation", () => {
  assertEquals(
    encodeCsoQuery("name=smith return all"),
    latin1("query name=smith return all\r\nquit\r\n"),
  );
});

for (const query of ["a\rb", "a\nstatus", "a\0", "a\tb", "a".repeat(65_536)]) {
  const name = JSON.stringify(query.slice(0, 10));
  Deno.test(`encodeCsoQuery() refuses ${name} (${query.length} characters)`, () => {
    const error = assertThrows(() => encodeCsoQuery(query), InternetError);
    assertEquals(error.code, ERROR_INVALID_PARAMETER);
  });
}
