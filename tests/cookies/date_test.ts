// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { parseCookieDate } from "../../_cookies/date.ts";

const MOMENT = "2005-01-07T12:06:35.000Z";

const DATES: Readonly<Record<string, string | null>> = {
  "Fri, 07 Jan 2005 12:06:35 GMT": MOMENT,
  "Friday, 07-Jan-05 12:06:35 GMT": MOMENT,
  "Fri Jan  7 12:06:35 2005": MOMENT,
  "12:6:35Z 7th JANUARY 2005y": MOMENT,
  "2005 7 jan 12:06:35": MOMENT, // "2005" cannot be the day.
  "7 jan 2005 12:06:35 8 feb 2006 01:01:01": MOMENT,
  "07 Jan 69 00:00:00": "2069-01-07T00:00:00.000Z",
  "07 Jan 70 00:00:00": "1970-01-07T00:00:00.000Z",
  "07 Jan 1600 00:00:00": null,
  "01 Jan 1601 00:00:00": "1601-01-01T00:00:00.000Z",
  "31 Dec 9999 23:59:59": "9999-12-31T23:59:59.000Z",
  "29 Feb 2004 00:00:00": "2004-02-29T00:00:00.000Z",
  "29 Feb 2005 00:00:00": null,
  "00 Jan 2005 00:00:00": null,
  "07 Jan 2005 24:00:00": null,
  "07 Jan 2005 00:60:00": null,
  "07 Jan 2005 00:00:60": null,
  "07 Jan 2005 12:06": null,
  "07 Jan 2005 12:06:355": null,
  "007 Jan 2005 12:06:35": null,
  "07 Jan 20055 12:06:35": null,
  "07 Foo 2005 12:06:35": null,
  "Jan 2005 12:06:35": null,
  "": null,
};

for (const [text, moment] of Object.entries(DATES)) {
  Deno.test(`parseCookieDate() reads "${text}"`, () => {
    const found = parseCookieDate(text);
    assertEquals(found === null ? null : new Date(found).toISOString(), moment);
  });
}
