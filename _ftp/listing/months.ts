// Copyright 2026 the wininet authors. MIT license.

/**
 * The names of months. `ls` writes dates in the language of the server,
 * shortened to three letters or more, with or without a dot.
 *
 * A name is looked up by as much of its start as is needed: the table holds the
 * shortest prefixes that distinguish the months of all these languages. If
 * languages conflict, the more frequent meaning is used: `lis` is November
 * (Polish, Czech, Ukrainian) and not October (Croatian).
 *
 * Old Russian servers send KOI8-R or Windows-1251. Such a listing is not UTF-8,
 * so the parser receives it as Latin-1; the table contains the Russian names in
 * that form.
 *
 * @module
 */

/** The maximum length of a word that can be the name of a month, including its dot. */
const MAX_MONTH = 24;

/** The maximum length of a prefix in the table. */
const MAX_PREFIX = 6;

/** The prefixes of names in lower case, month by month. */
const PREFIXES: readonly string[] = [
  "jan jän ene gen ian янв яну січ sty led oca ιαν tam jaan",
  "feb fév fev фев лют lut úno şub φεβ hel veeb",
  "mar mär mrz mrt már mår мар бер bře μαρ maa",
  "apr abr avr ápr апр кві kwi dub nis απρ huh",
  "may mai mag mei maj máj май мая тра kvě μαϊ μάι tou",
  "jun juin giu jún июн юни чер cze čer čvn haz ιουν kes",
  "jul jui juil lug júl июл юли лип lip čvc tem ιουλ hei",
  "aug aoû aou ago avg авг сер sie srp ağu αυγ elo ágo agu",
  "sep set szep сен вер wrz zář eyl σεπ syy",
  "okt oct ott out окт жов paź říj eki οκτ lok",
  "nov ноя ное лис lis kas νοε marr noi",
  "dec dez dic déc des дек гру gru pro ara δεκ jou dets",
];

/** The lower-case letters of KOI8-R, starting at 0xC0. */
const KOI8 = "юабцдефгхийклмнопярстужвьызшэщчъ";

/** English months of three letters, by number: nearly all lines use them. */
const ENGLISH: ReadonlyMap<number, number> = new Map(
  "jan feb mar apr may jun jul aug sep oct nov dec".split(" ").map(
    (name, index) => [letterKey(name, 0), index + 1],
  ),
);

/** Created when a listing has months in another language. */
let monthsByPrefix: ReadonlyMap<string, number> | null = null;

/** Returns the month, 1 to 12, in a part of a string, or 0 if it is not a month. */
export function readMonth(text: string, start: number, end: number): number {
  if (end - start === 3) {
    const month = ENGLISH.get(letterKey(text, start));
    if (month !== undefined) return month;
  }
  if (end - start > MAX_MONTH) return 0;
  monthsByPrefix ??= makeTable();
  let name = text.slice(start, end).toLowerCase();
  while (name.endsWith(".") || name.endsWith(",")) name = name.slice(0, -1);
  for (let size = Math.min(name.length, MAX_PREFIX); size >= 3; size--) {
    const month = monthsByPrefix.get(name.slice(0, size));
    if (month !== undefined) return month;
  }
  return 0;
}

/** Returns three letters as a number that ignores case, or -1 if they are not all ASCII. */
function letterKey(text: string, start: number): number {
  const first = text.charCodeAt(start);
  const second = text.charCodeAt(start + 1);
  const third = text.charCodeAt(start + 2);
  if ((first | second | third) > 0x7f) return -1;
  return (first | 0x20) << 14 | (second | 0x20) << 7 | (third | 0x20);
}

function makeTable(): Map<string, number> {
  const table = new Map<string, number>();
  PREFIXES.forEach((names, index) => {
    for (const name of names.split(" ")) {
      table.set(name, index + 1);
      if (!/^[а-я]+$/.test(name)) continue;
      table.set(
        asLatin1(name, (letter) => 0xc0 + KOI8.indexOf(letter)),
        index + 1,
      );
      table.set(
        asLatin1(name, (letter) => letter.charCodeAt(0) - 0x0430 + 0xe0),
        index + 1,
      );
    }
  });
  return table;
}

/** Returns a Cyrillic name in a one-byte character set, decoded as Latin-1, in lower case. */
function asLatin1(name: string, byteOf: (letter: string) => number): string {
  return Array.from(name, (letter) => String.fromCharCode(byteOf(letter)))
    .join("").toLowerCase();
}
