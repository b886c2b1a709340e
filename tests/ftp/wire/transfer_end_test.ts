// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertThrows } from "@std/assert";
import {
  ERROR_INTERNET_EXTENDED_ERROR,
  InternetError,
} from "../../../error.ts";
import { TransferEnd } from "../../../_ftp/wire/transfer_end.ts";
import { replyOf, saidBy } from "./dialogue.ts";

/** What happens, "EOF" for the end of the data, and whether the transfer is complete after each. */
const ORDERS: [name: string, steps: [what: string, complete: boolean][]][] = [
  ["226 behind the data", [["150 a", false], ["EOF", false], ["226 b", true]]],
  ["226 before the data ends", [["150 a", false], ["226 b", false], [
    "EOF",
    true,
  ]]],
  ["data that ends before 150", [["EOF", false], ["150 a", false], [
    "226 b",
    true,
  ]]],
  ["no preliminary reply", [["226 a", false], ["EOF", true]]],
  ["125 and 150", [["125 a", false], ["150 b", false], ["EOF", false], [
    "226 c",
    true,
  ]]],
  ["250 instead of 226", [["150 a", false], ["EOF", false], ["250 b", true]]],
];

for (const [name, steps] of ORDERS) {
  Deno.test(`TransferEnd takes ${name}`, () => {
    const end = new TransferEnd();
    assertEquals([end.complete, end.dataEnded, end.reply], [
      false,
      false,
      null,
    ]);
    for (const [what, complete] of steps) {
      if (what === "EOF") end.endData();
      else end.take(replyOf(what));
      assertEquals(end.complete, complete, what);
      end.check("read the file");
    }
    assertEquals(end.dataEnded, true);
    assertEquals(
      end.reply?.code,
      Number(steps.find(([w]) => /^2/.test(w))?.[0].slice(0, 3)),
    );
  });
}

for (const code of [426, 451, 552, 550, 350]) {
  Deno.test(`TransferEnd.check() throws for ${code}, even when all bytes have come`, () => {
    const end = new TransferEnd();
    end.take(replyOf("150 a"));
    end.endData();
    end.take(replyOf(`${code}-b\r\n${code} c`));
    assertEquals(end.complete, true);
    const error = assertThrows(() => end.check("read the file"), InternetError);
    assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
    assertEquals(saidBy(error), `Cannot read the file: ${code} c`);
    assertEquals(error.responseText, `${code}-b\r\n${code} c`);
  });
}
