// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  fullYear,
  ListDate,
  readDate,
  readTime,
  timeOf,
} from "../../../_ftp/listing/date.ts";
import { ListLine } from "../../../_ftp/listing/line.ts";
import { parseListing } from "../../../_ftp/listing/listing.ts";
import { NOW, onlyEntry } from "./cases.ts";

/** A date in a line, and its value; "?" if there is no such date. */
const DATES: [listed: string, time: string][] = [
  ["Mar  9 14:05", "2026-03-09 14:05:00"],
  ["Mar  9 9:05", "2026-03-09 09:05:00"],
  ["Mar  9 00:0", "2026-03-09 00:00:00"],
  ["Mar  9 24:00", "2026-03-10 00:00:00"],
  ["Dec 31 2001", "2001-12-31 00:00:00"],
  ["Nov 15, 2004 06:29", "2004-11-15 06:29:00"],
  ["Mar  9 14:05:06 2019", "2019-03-09 14:05:06"],
  ["MAR  9 2001", "2001-03-09 00:00:00"],
  ["09 Mar 14:05", "2026-03-09 14:05:00"],
  ["09 Mar 2007", "2007-03-09 00:00:00"],
  ["4 18 05:42", "2026-04-18 05:42:00"],
  ["04-18 05:42", "2026-04-18 05:42:00"],
  ["10-27 2001", "2001-10-27 00:00:00"],
  ["2008-10-19 17:36", "2008-10-19 17:36:00"],
  ["2008-10-19", "2008-10-19 00:00:00"],
  ["2008-10-19 17:36:13", "2008-10-19 17:36:13"],
  ["2008-10-19 17:36:13.250000000", "2008-10-19 17:36:13.250"],
  ["2008-10-19 17:36:13.000000000 +0200", "2008-10-19 15:36:13"],
  ["2008-10-19 17:36:13.000000000 -03:30", "2008-10-19 21:06:13"],
  ["1997/08/25 06:53", "1997-08-25 06:53:00"],
  ["27-02-2004 09:31", "2004-02-27 09:31:00"],
  ["2006.09.21  ", "2006-09-21 00:00:00"],
  ["27.02.2004 09:31", "2004-02-27 09:31:00"],
  ["14-feb-98", "1998-02-14 00:00:00"],
  ["01-jun-2012 10:00", "2012-06-01 10:00:00"],
  ["12. Mai, 21:34", "2026-05-12 21:34:00"],
  ["8.   Okt.  2006", "2006-10-08 00:00:00"],
  ["19. Feb., 08:15", "2026-02-19 08:15:00"],
  ["30 Jän 2001", "2001-01-30 00:00:00"],
  ["30 Mär 2001", "2001-03-30 00:00:00"],
  ["30 Dez 2001", "2001-12-30 00:00:00"],
  ["30 déc. 2001", "2001-12-30 00:00:00"],
  ["14 juil. 2001", "2001-07-14 00:00:00"],
  ["14 juin 2001", "2001-06-14 00:00:00"],
  ["14 févr. 2001", "2001-02-14 00:00:00"],
  ["14 août 2001", "2001-08-14 00:00:00"],
  ["szept 11 2010", "2010-09-11 00:00:00"],
  ["márc 26 2010", "2010-03-26 00:00:00"],
  ["ápr 26 2010", "2010-04-26 00:00:00"],
  ["26 ene 2010", "2010-01-26 00:00:00"],
  ["26 dic 2010", "2010-12-26 00:00:00"],
  ["26 gen 2010", "2010-01-26 00:00:00"],
  ["26 out 2010", "2010-10-26 00:00:00"],
  ["26 paź 2010", "2010-10-26 00:00:00"],
  ["26 čvc 2010", "2010-07-26 00:00:00"],
  ["26 Ağu 2010", "2010-08-26 00:00:00"],
  ["26 Νοε 2010", "2010-11-26 00:00:00"],
  ["01 май 2007", "2007-05-01 00:00:00"],
  ["15 мая 18:11", "2026-05-15 18:11:00"],
  ["28 сентября 2007", "2007-09-28 00:00:00"],
  // The same date in KOI8-R and Windows-1251, read as Latin-1.
  ["28 ÓÅÎ 2007", "2007-09-28 00:00:00"],
  ["28 ñåí 2007", "2007-09-28 00:00:00"],
  ["28 Ñåí 2007", "2007-09-28 00:00:00"],
  ["3月 20 08:52", "2026-03-20 08:52:00"],
  ["3月 20日 2003年", "2003-03-20 00:00:00"],
  ["12月 20日 2003", "2003-12-20 00:00:00"],
  ["2007년  3월  9일", "2007-03-09 00:00:00"],
  ["2006   5\xe1\xe9 14", "2006-05-14 00:00:00"],
  ["5\xe1 23 07:19", "2026-05-23 07:19:00"],
  ["Feb 30 2001", "?"],
  ["Feb 29 1900", "?"],
  ["Feb 29 2000", "2000-02-29 00:00:00"],
  ["2008-13-19 17:36", "?"],
];

for (const [listed, time] of DATES) {
  Deno.test(`parseListing() reads the date "${listed}"`, () => {
    const entry = onlyEntry(`-rw-r--r-- 1 a b 88 ${listed} my file`);
    assertEquals(entry.cFileName, "my file");
    assertEquals(entry.nFileSize, 88);
    assertEquals(
      entry.ftLastWriteTime?.toISOString() ?? "?",
      time === "?"
        ? time
        : `${time.replace(" ", "T")}${time.includes(".") ? "" : ".000"}Z`,
    );
  });
}

/** The clock, a date without a year, and its year. */
const RECENT: [now: string, listed: string, time: string][] = [
  ["2026-06-15T10:00:00Z", "Jun 15 10:00", "2026-06-15T10:00:00.000Z"],
  ["2026-06-15T10:00:00Z", "Jun 16 10:00", "2026-06-16T10:00:00.000Z"],
  ["2026-06-15T10:00:00Z", "Jun 16 10:01", "2025-06-16T10:01:00.000Z"],
  ["2026-06-15T10:00:00Z", "Jun 14 10:00", "2026-06-14T10:00:00.000Z"],
  ["2026-06-15T10:00:00Z", "Dec 31 23:59", "2025-12-31T23:59:00.000Z"],
  ["2026-01-01T00:30:00Z", "Dec 31 23:59", "2025-12-31T23:59:00.000Z"],
  ["2025-12-31T20:00:00Z", "Jan  1 01:00", "2025-01-01T01:00:00.000Z"],
  ["2026-06-15T10:00:00Z", "Feb 29 12:00", "2024-02-29T12:00:00.000Z"],
  ["2024-02-28T13:00:00Z", "Feb 29 12:00", "2024-02-29T12:00:00.000Z"],
  ["2024-02-27T10:00:00Z", "Feb 29 12:00", "2020-02-29T12:00:00.000Z"],
  ["2026-06-15T10:00:00Z", "Apr  4 24:00", "2026-04-05T00:00:00.000Z"],
  ["2026-06-15T10:00:00Z", "Dec 31 24:00", "2026-01-01T00:00:00.000Z"],
];

for (const [now, listed, time] of RECENT) {
  Deno.test(`parseListing() reads "${listed}" as a past date at ${now}`, () => {
    const [entry] = parseListing(
      `-rw-r--r-- 1 a b 88 ${listed} x`,
      new Date(now),
    );
    assertEquals(entry?.ftLastWriteTime?.toISOString(), time);
  });
}

Deno.test("timeOf() agrees with Date.UTC on every day of 800 years", () => {
  for (let year = 1600; year < 2400; year += 1) {
    for (let month = 1; month <= 12; month++) {
      for (const day of [1, 28, 29, 30, 31]) {
        const date = new Date(Date.UTC(year, month - 1, day));
        assertEquals(
          timeOf(year, month, day),
          date.getUTCMonth() === month - 1 ? date.getTime() : NaN,
        );
      }
    }
  }
});

/** A time of day, and the milliseconds since midnight. */
const TIMES: [text: string, time: number][] = [
  ["0:00", 0],
  ["24:00", 86400000],
  ["12:09PM", 43740000],
  ["12:09AM", 540000],
  ["05:32p", 63120000],
  ["5:32pm", 63120000],
  ["07:15:48.20", 26148200],
  ["10:30:13.", -1],
  ["25:00", -1],
  ["13:00PM", -1],
  ["10:60", -1],
  ["10:30:99", -1],
  ["10:3x", -1],
  ["x0:30", -1],
  ["10:", -1],
  ["1030", -1],
  ["10:30:1", 37801000],
];

for (const [text, time] of TIMES) {
  Deno.test(`readTime() reads "${text}"`, () => {
    assertEquals(readTime(text, 0, text.length), time);
  });
}

/**
 * A date in one field, and its value in listings with the day first and with
 * the month first.
 */
const FIELDS: [text: string, dayFirst: string, monthFirst: string][] = [
  ["04-05-2003", "2003-05-04", "2003-04-05"],
  ["04/05/03", "2003-05-04", "2003-04-05"],
  ["04.05.03", "2003-05-04", "2003-05-04"],
  ["23/02/00", "2000-02-23", "2000-02-23"],
  ["02/23/00", "2000-02-23", "2000-02-23"],
  ["99/02/23", "1999-02-23", "1999-02-23"],
  ["04-23-103", "2003-04-23", "2003-04-23"],
  ["May-16-1999", "1999-05-16", "1999-05-16"],
  ["21-MAR-2012", "2012-03-21", "2012-03-21"],
  ["21-FOO-2012", "none", "none"],
  ["May-16-1", "none", "none"],
  ["34-08-14", "not a day", "not a day"],
  ["2012-02", "none", "none"],
  ["2012--02", "none", "none"],
  ["1.2.3.4", "none", "none"],
  ["12345-01-01", "none", "none"],
  ["01-01-12345", "none", "none"],
];

for (const [text, dayFirst, monthFirst] of FIELDS) {
  Deno.test(`readDate() reads "${text}"`, () => {
    const says = (time: number | null) =>
      time === null
        ? "none"
        : Number.isNaN(time)
        ? "not a day"
        : new Date(time).toISOString().slice(0, 10);
    assertEquals(says(readDate(text, 0, text.length, "day-month")), dayFirst);
    assertEquals(
      says(readDate(text, 0, text.length, "month-day")),
      monthFirst,
    );
  });
}

Deno.test("fullYear() completes years of two and three digits", () => {
  assertEquals([0, 69, 70, 99, 100, 126, 2005].map(fullYear), [
    2000,
    2069,
    1970,
    1999,
    2000,
    2026,
    2005,
  ]);
});

/** Fields that are not dates, although they start like one. */
const NO_DATES = [
  "Mar",
  "Mar 32 2001",
  "Mar 0 2001",
  "Mar 1 20011",
  "Mar 1 x",
  "9",
  "9 Mar",
  "9 Mar 20",
  "9 9 9",
  "13 1 10:00",
  "13-01 10:00",
  "2005-06",
  "2005-x",
  "2005",
  "2005 1 6",
  "2005년  13월  6일",
  "2005년  1월  32일",
  "1월 1000일 2003",
  "x 1 2003",
  "-1 2 2003",
];

for (const listed of NO_DATES) {
  Deno.test(`ListDate does not accept "${listed}" as a date`, () => {
    const date = new ListDate(NOW);
    assertEquals(date.read(new ListLine().read(listed), 0), false);
  });
}
