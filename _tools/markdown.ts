// Copyright 2026 the wininet authors. MIT license.
/**
 * Tables and paragraphs of Markdown, as `deno fmt` writes them.
 *
 * @module
 */

/** A table as `deno fmt` writes it; the first line is its head. */
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

/** A paragraph as `deno fmt` wraps it. */
export function paragraph(text: string): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= 80) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else lines.push(word);
  }
  return lines.join("\n");
}
