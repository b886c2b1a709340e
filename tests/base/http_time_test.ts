// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { ERROR_INVALID_PARAMETER, InternetError } from "../../error.ts";
import { INTERNET_RFC1123_FORMAT } from "../../flags.ts";
import {
  InternetTimeFromSystemTime,
  InternetTimeToSystemTime,
  parseHttpDate,
  parseTime,
} from "../../_base/http_time.ts";
import { thrownCode } from "../helpers/calls.ts";

/** Times and their texts. */
const TEXTS: [time: string, text: string][] = [
  ["2024-02-29T23:59:59.999Z", "Thu, 29 Feb 2024 23:59:59 GMT"],
  ["1601-01-01T00:00:00Z", "Mon, 01 Jan 1601 00:00:00 GMT"],
  ["9999-12-31T23:59:59Z", "Fri, 31 Dec 9999 23:59:59 GMT"],
  ["1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT"],
];

for (const [time, text] of TEXTS) {
  Deno.test(`InternetTimeFromSystemTime() writes ${time}`, () => {
    assertEquals(InternetTimeFromSystemTime(new Date(time)), text);
    assertEquals(
      InternetTimeFromSystemTime(new Date(time), INTERNET_RFC1123_FORMAT),
      text,
    );
  });
}

for (
  const date of [
    undefined,
    null,
    0,
    "Thu, 29 Feb 2024 23:59:59 GMT",
    {},
    new Date(NaN),
    new Date("1600-12-31T23:59:59Z"),
    new Date("+010000-01-01T00:00:00Z"),
  ]
) {
  Deno.test(
    `InternetTimeFromSystemTime() refuses ${
      date instanceof Date && !Number.isNaN(date.getTime())
        ? date.toISOString()
        : String(date)
    } as ${typeof date}`,
    () => {
      assertEquals(
        thrownCode(() => InternetTimeFromSystemTime(date as Date)),
        ERROR_INVALID_PARAMETER,
      );
    },
  );
}

Deno.test("InternetTimeFromSystemTime() names the value that it refuses", () => {
  const values: [value: unknown, shown: string][] = [
    ["now", '"now"'],
    [new Date(NaN), "Invalid Date"],
    [new Date("1600-12-31T23:59:59Z"), "Sun, 31 Dec 1600 23:59:59 GMT"],
  ];
  for (const [value, shown] of values) {
    assertThrows(
      () => InternetTimeFromSystemTime(value as Date),
      InternetError,
      `Cannot write ${shown} as a time: it must be a valid Date`,
    );
  }
});

for (const format of [1, -1, "0", null]) {
  Deno.test(`InternetTimeFromSystemTime() refuses the form ${JSON.stringify(format)}`, () => {
    assertEquals(
      thrownCode(() =>
        InternetTimeFromSystemTime(new Date(0), format as number)
      ),
      ERROR_INVALID_PARAMETER,
    );
  });
}

/** Now. */
const NOW = new Date("2031-03-04T05:06:07.089Z");
const TIME = "2022-02-03T04:05:06.000Z";

/** A text, and the time in it. */
const TIMES: [text: string, time: string][] = [
  ["Thu, 03 Feb 2022 04:05:06 GMT", TIME],
  ["Thu, 03 Feb 2022 04:05:06 UTC", TIME],
  ["Thu, 03 Feb 2022 04:05:06", TIME],
  ["\t thu, 3 feb 2022 4 5 6", TIME],
  ["THURSDAY, 03-FEB-22 04:05:06 GMT", TIME],
  ["Thu, 03-02-2022 04:05:06", TIME],
  ["4, 03-02-2022 04:05:06 GMT", TIME],
  ["4, 03/02*2022 04+05=06", TIME],
  ["4, 03 February 2022 04:05:06", TIME],
  ["4, 03-02-2022 04:05:06 GMT; and more 7", TIME],
  ["4, 03-02-2022 04:05:06 GMT7", TIME],
  ["Thu Feb 3 04:05:06 2022", TIME],
  ["Thu Feb  3 04:05:06 2022 GMT", TIME],
  ["thursday february 3 04:05:06 2022 UTC", TIME],
  ["03 Feb 2022 04:05:06 GMT", TIME],
  ["Thu, 03 Feb 2022 04:05:06 +0100", TIME],
  ["Sun, 06 Nov 94 08:49:37", "1994-11-06T08:49:37.000Z"],
  ["Mon, 06 Nov 00 08:49:37", "2000-11-06T08:49:37.000Z"],
  ["Wed, 06 Nov 69 08:49:37", "2069-11-06T08:49:37.000Z"],
  ["Thu, 06 Nov 70 08:49:37", "2070-11-06T08:49:37.000Z"],
  ["Mon, 06 Nov 79 08:49:37", "2079-11-06T08:49:37.000Z"],
  ["Thu, 06 Nov 80 08:49:37", "1980-11-06T08:49:37.000Z"],
  ["Sat, 06 Nov 99 08:49:37", "1999-11-06T08:49:37.000Z"],
  ["Fri, 31 Dec 9999 23:59:59 GMT", "9999-12-31T23:59:59.000Z"],
  ["Thu, 03 Feb 2022", "2022-02-03T05:06:07.000Z"],
  ["Thu, 03 Feb", "2031-02-03T05:06:07.000Z"],
  ["Thu, 03", "2031-03-03T05:06:07.000Z"],
  ["Th", NOW.toISOString()],
  ["", NOW.toISOString()],
  ["tomorrow", NOW.toISOString()],
  ["2022-02-03T04:05:06Z", NOW.toISOString()],
  ["Thu, 30 Feb 2022 04:05:06 GMT", NOW.toISOString()],
  ["Thu, 03 Foo 2022 04:05:06 GMT", NOW.toISOString()],
  ["Thu, 03 Feb 2022 24:05:06 GMT", NOW.toISOString()],
  ["Thu, 03 Feb 2022 04:60:06 GMT", NOW.toISOString()],
  ["Thu, 99999999999999999999 Feb 2022 04:05:06", NOW.toISOString()],
  ["Thu, 03 Feb 2022 04:05:06".padStart(100_000), NOW.toISOString()],
];

for (const [text, time] of TIMES) {
  Deno.test(`parseTime() reads "${text.slice(-40)}" of ${text.length} characters`, () => {
    assertEquals(parseTime(text, NOW).toISOString(), time);
  });
}

for (const [time, text] of TEXTS) {
  Deno.test(`InternetTimeToSystemTime() reads a formatted time: ${text}`, () => {
    const date = InternetTimeToSystemTime(text);
    assertEquals(date, new Date(new Date(time).setUTCMilliseconds(0)));
  });
}

Deno.test("InternetTimeToSystemTime() fills in the current time for the missing parts of a text", () => {
  const before = Date.now();
  const time = InternetTimeToSystemTime("Fr").getTime();
  assert(before <= time && time <= Date.now());
});

for (const text of [undefined, null, 7, new Date(0)]) {
  Deno.test(`InternetTimeToSystemTime() refuses ${text} as ${typeof text}`, () => {
    assertEquals(
      thrownCode(() => InternetTimeToSystemTime(text as unknown as string)),
      ERROR_INVALID_PARAMETER,
    );
  });
}

const HTTP_DATES: readonly [text: string, expected: string | null][] = [
  ["Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37.000Z"],
  ["Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37.000Z"],
  ["Thursday, 18-Aug-50 02:01:18 GMT", "2050-08-18T02:01:18.000Z"],
  ["Thursday, 18-Aug-77 02:01:18 GMT", "1977-08-18T02:01:18.000Z"],
  ["Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37.000Z"],
  ["SUN, 06 nov 1994 08:49:37 gmt", "1994-11-06T08:49:37.000Z"],
  ["Sun, 06 Nov 1994 08:49:37 UTC", null],
  ["Sun, 06 Nov 1994 08:49:37", null],
  ["Sun 06 Nov 1994 08:49:37 GMT", null],
  ["Sun, 6 Nov 1994 08:49:37 GMT", null],
  ["Sun, 06-Nov-1994 08:49:37 GMT", null],
  ["Sun, 06 Nov 1994 8:49:37 GMT", null],
  ["Sun, 31 Feb 1994 08:49:37 GMT", null],
  ["Sun, 06 Nov 1994 24:00:00 GMT", null],
  [" Sun, 06 Nov 1994 08:49:37 GMT", null],
  ["0", null],
  ["", null],
];

for (const [text, expected] of HTTP_DATES) {
  Deno.test(`parseHttpDate() reads "${text}"`, () => {
    const time = parseHttpDate(text, Date.UTC(2026, 0, 1));
    assertEquals(time === null ? null : new Date(time).toISOString(), expected);
  });
}
