// Copyright 2026 the wininet authors. MIT license.

/**
 * The lines of listings that are not entries and can be ignored: headings,
 * totals, blank lines, and messages that there are no files.
 *
 * @module
 */

/** The maximum length of a line that is examined. */
const MAX_LENGTH = 512;

/** The words for the total number of blocks, before a number, in the languages of `ls`. */
const TOTALS =
  "total|totaal|totale|totalt|insgesamt|итого|всего|合計|總計|总计|总用量|總用量|합계|celkem|razem|yhteensä|i alt|összesen|toplam|σύνολο|всього|סה״כ";

const EXPECTED: readonly RegExp[] = [
  new RegExp(`^(?:${TOTALS}) +-?\\d[\\d.,]*[KMGTP]?B?$`, "i"),
  // The heading of a directory in a recursive listing.
  /^\S.*:$/,
  // Lines of punctuation only.
  /^[-=_*+#. ]+$/,
  // VMS.
  /^directory +\S+[\]>]$/i,
  /^(?:grand )?total of \d+ /i,
  // dir.
  /^[\d.,]+ +(?:file|dir)\(s\)(?: |$)/i,
  /^(?:volume in drive|volume serial number|directory of) /i,
  // z/OS, NonStop, VM.
  /^volume +unit +referred /i,
  /^name +(?:vv\.mm|size +ttr) /i,
  /^jobname +jobid /i,
  /^file +code +eof /i,
  /^filename +filetype /i,
  // Messages that there are no files.
  /(?:no such file(?: or directory)?|no files?(?: found)?|not found|is empty)[.!]?$/i,
];

/** Returns `true` if a line is usual in listings and is not an entry of any format. */
export function isExpectedLine(text: string): boolean {
  if (text.length > MAX_LENGTH) return false;
  const line = text.trim();
  return line === "" || EXPECTED.some((pattern) => pattern.test(line));
}
