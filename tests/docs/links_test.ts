// Copyright 2026 the wininet authors. MIT license.

/**
 * Checks that the files and headings to which the pages link exist and are published. On JSR a
 * relative link leads to the linked repository, or to the files of the package if there is none; so
 * a link to a published file works in both cases.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { files, publishedFiles } from "../../_tools/library.ts";

const PAGES = files(/^(?:[^/]+|docs\/[^/]+)\.md$/);
const PUBLISHED = publishedFiles();

/** A link of Markdown, or an image, to another page or a heading. */
const LINK_REGEXP = /\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g;

interface Link {
  /** The path below the root. */
  readonly path: string;
  readonly heading: string | null;
}

function linksOf(page: string): Link[] {
  const text = Deno.readTextFileSync(page).replaceAll(/```[^]*?```/g, "");
  return [...text.matchAll(LINK_REGEXP)].map(([, path = "", heading]) => ({
    path: new URL(path, `http://root/${page}`).pathname.slice(1),
    heading: heading ?? null,
  }));
}

/** The anchors of headings, as GitHub and JSR create them. */
function headingsOf(page: string): Set<string> {
  const text = Deno.readTextFileSync(page).replaceAll(/```[^]*?```/g, "");
  return new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
      title.toLowerCase().replaceAll(/[^\w\- ]/g, "").replaceAll(" ", "-")
    ),
  );
}

function exists({ path, heading }: Link, known: readonly string[]): boolean {
  const isFile = known.includes(path);
  if (heading !== null) return isFile && headingsOf(path).has(heading);
  return isFile || path.endsWith("/") && known.some((k) => k.startsWith(path));
}

for (const page of PAGES) {
  Deno.test(`the links of ${page} exist`, () => {
    const known = files(/./);
    assertEquals(linksOf(page).filter((link) => !exists(link, known)), []);
  });
}

for (const page of PUBLISHED.filter((path) => path.endsWith(".md"))) {
  Deno.test(`the links of ${page} point to published pages`, () => {
    assertEquals(linksOf(page).filter((link) => !exists(link, PUBLISHED)), []);
  });
}

Deno.test("all pages of docs/ are published, and README.md names them", () => {
  const docs = PAGES.filter((page) => page.startsWith("docs/"));
  const linked = new Set(linksOf("README.md").map(({ path }) => path));
  assertEquals(docs.filter((page) => !PUBLISHED.includes(page)), []);
  assertEquals(docs.filter((page) => !linked.has(page)), []);
});
