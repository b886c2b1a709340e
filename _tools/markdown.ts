// Copyright 2026 the wininet authors. MIT license.
/**
 * Markdown tables, and generated sections of a page.
 *
 * @module
 */

/** Returns a table in the format of `deno fmt`; the first row is its head. */
export function table(cells: readonly (readonly string[])[]): string {
  const widths = cells[0]!.map((_, column) =>
    Math.max(3, ...cells.map((line) => line[column]!.length))
  );
  const draw = (line: readonly string[], fill: string) =>
    `| ${
      line.map((cell, column) => cell.padEnd(widths[column]!, fill))
        .join(" | ")
    } |`;
  const [head, ...body] = cells;
  return [
    draw(head!, " "),
    draw(widths.map(() => ""), "-"),
    ...body.map((line) => draw(line, " ")),
  ].join("\n");
}

/** Returns a section with the comments that mark its start and its end. */
export function section(maker: string, body: string): string {
  return `${start(maker)}\n\n${body}\n\n${end(maker)}`;
}

/** Returns the section of a page, including the comments; `null` if the page has none. */
export function findSection(page: string, maker: string): string | null {
  const from = page.indexOf(start(maker));
  const to = page.indexOf(end(maker), from);
  return from < 0 || to < 0 ? null : page.slice(from, to + end(maker).length);
}

/** Returns the page with a section replaced by a new one of the same maker. */
export function withSection(
  page: string,
  maker: string,
  body: string,
): string {
  const found = findSection(page, maker);
  if (found === null) {
    throw new RangeError(`Cannot write the section: no "${start(maker)}"`);
  }
  return page.replace(found, () => section(maker, body));
}

function start(maker: string): string {
  return `<!-- made by ${maker} -->`;
}

function end(maker: string): string {
  return `<!-- end of what ${maker} makes -->`;
}
