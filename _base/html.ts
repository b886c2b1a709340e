// Copyright 2026 the wininet authors. MIT license.

/**
 * The HTML that directory pages and menu pages share. Everything that comes
 * from a server is escaped.
 *
 * @module
 */

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes a text for HTML, including attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** The start of a page whose title is also its heading. */
export function htmlHead(title: string): string {
  const text = escapeHtml(title);
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>${text}</title>
</head>
<body>
<h1>${text}</h1>
`;
}

/** The end of a page. */
export const HTML_FOOT = "</body>\n</html>\n";
