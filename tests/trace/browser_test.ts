// Copyright 2026 the wininet authors. MIT license.

/** The page of a trace in a browser. */

import { assert, assertEquals, assertLess } from "@std/assert";
import { traceHtml } from "../../_trace/html.ts";
import { browserTest } from "./browser.ts";
import { TraceScript, usualScript } from "./script.ts";

const WIDTHS = [400, 1400];

/** The positions of the bars, as fractions of the width of their rows. */
const BARS =
  `[...document.querySelectorAll("details .bar > svg")].map((svg) => {
  const row = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("rect:not(.whole)")].map((rect) => {
    const { left, width } = rect.getBoundingClientRect();
    return [rect.getAttribute("class"), (left - row.left) / row.width, width / row.width];
  });
})`;

/** The number of rows, the width of the page, and the maximum right edge in the first rows. */
const EXTENTS = `[
  document.querySelectorAll("details").length,
  document.documentElement.scrollWidth,
  Math.max(0, ...[...document.querySelectorAll(".name, .bar, .num")]
    .slice(0, 200).map((part) => part.getBoundingClientRect().right)),
]`;

const SHOWN = `[...document.querySelectorAll("details")]
  .filter((row) => getComputedStyle(row).display !== "none").length`;

function manyTransfers(count: number): TraceScript {
  const script = new TraceScript();
  for (let handle = 1; handle <= count; handle++) {
    script.on(handle, `http://a/a-rather-long-name-of-a-file-${handle}.html`)
      .get("/", handle % 7 === 0 ? 500 : 200, 10 * handle);
  }
  return script;
}

browserTest("the page shows bars at the right times", async (browser) => {
  const recording = usualScript().recording();
  const length = recording.end - recording.start;
  for (const width of WIDTHS) {
    await browser.show(traceHtml(recording), width);
    const rows = await browser.evaluate<[string, number, number][][]>(BARS);
    assertEquals(rows.length, recording.transfers.length);
    for (const [at, { stages }] of recording.transfers.entries()) {
      assertEquals(
        rows[at]!.map(([name]) => name),
        stages.map(({ name }) => name),
      );
      for (const [index, { start, end }] of stages.entries()) {
        const [, left, share] = rows[at]![index]!;
        assertLess(Math.abs(left - start / length), 0.003);
        assertLess(Math.abs(share - (end - start) / length), 0.003);
      }
    }
  }
});

for (const count of [0, 1, 20, 2000]) {
  browserTest(
    `the page of ${count} transfers fits any width, and requests nothing`,
    async (browser) => {
      const html = traceHtml(manyTransfers(count).recording());
      for (const width of WIDTHS) {
        await browser.show(html, width);
        assertEquals(browser.faults, []);
        assertEquals(browser.requests.length, 1);
        assert(browser.requests[0]!.startsWith("file:"));
        const [rows, page, shown] = await browser.evaluate<number[]>(EXTENTS);
        assertEquals(rows, count);
        assert(page! <= width, `the page is ${page} pixels wide`);
        assert(shown! <= width, `a row is ${shown} pixels wide`);
      }
    },
  );
}

browserTest(
  "the page is light or dark, according to the user setting",
  async (browser) => {
    const page = traceHtml(usualScript().recording());
    for (
      const [isDark, color] of [
        [false, "rgb(255, 255, 255)"],
        [true, "rgb(20, 23, 28)"],
      ] as const
    ) {
      await browser.show(page, 800, isDark);
      assertEquals(
        await browser.evaluate(
          "getComputedStyle(document.body).backgroundColor",
        ),
        color,
      );
      const picture = await browser.picture();
      assert(picture.length > 10_000, `${picture.length} bytes`);
    }
  },
);

browserTest(
  "the page filters its rows and shows times and bytes, without a script",
  async (browser) => {
    await browser.show(traceHtml(usualScript().recording()), 800);
    assertEquals(await browser.evaluate(SHOWN), 3);
    await browser.evaluate(`document.querySelector("#only-failed").click()`);
    assertEquals(await browser.evaluate(SHOWN), 2);
    assertEquals(
      await browser.evaluate(
        `document.querySelector("details rect.wait title").textContent`,
      ),
      "waiting for the response, 6.0 ms to 10 ms; in all 4.0 ms of 30 ms\n" +
        "40 bytes sent, 1,030 bytes received",
    );
  },
);
