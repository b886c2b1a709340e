// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Download } from "../../demo/download.ts";
import { downloadInTurn } from "../../demo/download_in_turn.ts";
import { describeFailure } from "../../demo/download_text.ts";
import { AsynchronousSession } from "../../demo/download_together.ts";
import { type SitePage, SlowSite } from "../../demo/sites.ts";
import { InternetOpen } from "../../mod.ts";

const TIMEOUT = 5000;

const WAYS: Record<string, (downloads: Download[]) => Promise<void>> = {
  downloadInTurn: (downloads) => downloadInTurn(downloads, TIMEOUT),
  async "AsynchronousSession.download"(downloads) {
    await using session = new AsynchronousSession(TIMEOUT);
    await session.download(downloads);
  },
};

function page(body: string | Uint8Array): SitePage {
  return { type: "text/plain", body, pieces: 7 };
}

for (const [name, run] of Object.entries(WAYS)) {
  Deno.test(`${name}() returns every byte and reports each phase`, async () => {
    // Larger than the buffer of a read, and not a multiple of it.
    const content = crypto.getRandomValues(new Uint8Array(50_001));
    const phases: string[] = [];
    await using site = new SlowSite({ "/": page(content) });
    const download = new Download({
      label: "x",
      url: site.url,
      limit: 50_001,
      watcher: ({ phase }) => {
        if (phases.at(-1) !== phase) phases.push(phase);
      },
    });
    await run([download]);
    assertEquals(download.content(), content);
    assertEquals(phases, ["asked", "answered", "reading", "complete"]);
    assertEquals(download.failure, null);
  });

  Deno.test(`${name}() continues with the next download if one cannot start`, async () => {
    await using site = new SlowSite({ "/": page("tea") });
    const downloads = ["nonsense:", site.url].map((url) =>
      new Download({ label: "x", url, limit: 100 })
    );
    await run(downloads);
    assertEquals(downloads.map(({ phase }) => phase), ["failed", "complete"]);
    assertStringIncludes(
      describeFailure(downloads[0]!),
      "ERROR_INTERNET_UNRECOGNIZED_SCHEME",
    );
  });

  Deno.test(`${name}() interrupts a download that takes too long`, async () => {
    await using site = new SlowSite({ "/": page("espresso") });
    const download = new Download({ label: "x", url: site.url, limit: 3 });
    await run([download]);
    assert(download.interrupted);
    assertEquals(download.failure, "it is longer than 3 bytes");
  });
}

Deno.test("Download.adopt() closes a handle that arrives after the interruption", () => {
  const download = new Download({ label: "x", url: "http://x/", limit: 1 });
  download.start();
  download.interrupt("enough");
  const hInternet = InternetOpen("test");
  download.adopt(hInternet);
  assert(hInternet.closed);
  assertEquals(download.failure, "enough");
});

Deno.test("Download does not change after it has ended", () => {
  const download = new Download({ label: "x", url: "http://x/", limit: 1 });
  download.start();
  download.complete();
  const { duration } = download;
  download.fail("too late");
  download.interrupt("too late");
  download.receive(new Uint8Array(5));
  assertEquals(download.phase, "complete");
  assertEquals(download.bytes, 0);
  assertEquals(download.duration, duration);
});
