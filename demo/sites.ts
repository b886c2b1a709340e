// Copyright 2026 the wininet authors. MIT license.

/**
 * The sites of the demo programs: slow web servers on 127.0.0.1 that behave
 * like distant sites. They respond after a delay, and their data arrives in
 * pieces with pauses between them.
 *
 * @module
 */

import { permitted } from "../_base/permission.ts";
import { FtpSite } from "./ftp_site.ts";
import { GopherSite } from "./gopher_site.ts";
import type { PriceList } from "./price_list.ts";
import { formatCents } from "./price_list.ts";
import { bytesOf, type SitePage, sleep } from "./site_page.ts";

export type { SitePage } from "./site_page.ts";

/** A web server that responds slowly. */
export class SlowSite implements AsyncDisposable {
  /** The URL of the root, with a slash at the end. */
  readonly url: string;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #pages: Readonly<Record<string, SitePage>>;
  readonly #closing = new AbortController();

  /**
   * Opens the site.
   *
   * @param pages The pages of the site, by path.
   */
  constructor(pages: Readonly<Record<string, SitePage>>) {
    this.#pages = pages;
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      (request) => this.#answer(new URL(request.url).pathname),
    );
    this.url = `http://127.0.0.1:${this.#server.addr.port}/`;
  }

  /** Closes the site and all its connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#server.shutdown();
  }

  async #answer(path: string): Promise<Response> {
    const page = this.#pages[path];
    if (!page) return new Response("There is no such page.\n", { status: 404 });
    const { wait = 0, status = 200, type } = page;
    const body = bytesOf(page.body);
    if (!await sleep(wait, this.#closing.signal)) {
      return new Response(null, { status: 503 });
    }
    const headers = new Headers({ "content-type": type });
    if (page.sized ?? true) headers.set("content-length", `${body.length}`);
    if (page.location !== undefined) headers.set("location", page.location);
    return new Response(this.#arriving(body, page), { status, headers });
  }

  #arriving(
    body: Uint8Array,
    { pieces = 1, pause = 0 }: SitePage,
  ): ReadableStream<Uint8Array> {
    const leaving = new AbortController();
    const signal = AbortSignal.any([this.#closing.signal, leaving.signal]);
    const size = Math.max(Math.ceil(body.length / pieces), 1);
    let at = 0;
    return new ReadableStream({
      async pull(controller) {
        const stalls = pause === Infinity && at === 0;
        if (!await sleep(stalls ? 0 : pause, signal)) return controller.close();
        controller.enqueue(body.slice(at, at += size));
        if (at >= body.length) controller.close();
      },
      cancel: () => leaving.abort(),
    }, { highWaterMark: 0 });
  }
}

/** The name of a site and the URL of its price list. */
export interface PriceSite {
  readonly label: string;
  readonly url: string;
}

/** The sites of the coffee demo. */
export interface PriceSites extends AsyncDisposable {
  readonly sites: readonly PriceSite[];
}

/** The protocol of a site of the coffee demo. */
export type PriceProtocol = "http" | "ftp" | "gopher";

/** The prices of Downfall Coffee & Tea. */
export const DOWNFALL: PriceList = {
  site: "Downfall Coffee & Tea",
  currency: "USD",
  items: [
    { name: "Espresso", cents: 240 },
    { name: "Double espresso", cents: 310 },
    { name: "Americano", cents: 290 },
    { name: "Cappuccino", cents: 390 },
    { name: "Flat white", cents: 420 },
    { name: "Caffè latte", cents: 410 },
    { name: "Mocha", cents: 460 },
    { name: "Darjeeling, pot", cents: 480 },
    { name: "House blend, 250 g", cents: 895 },
  ],
};

/** The prices of Fourth Coffee. */
export const FOURTH: PriceList = {
  site: "Fourth Coffee",
  currency: "USD",
  items: [
    { name: "Espresso", cents: 225 },
    { name: "Double espresso", cents: 325 },
    { name: "Americano", cents: 290 },
    { name: "Cappuccino", cents: 375 },
    { name: "Flat white", cents: 425 },
    { name: "Caffè latte", cents: 395 },
    { name: "Mocha", cents: 450 },
    { name: "Cold brew", cents: 430 },
    { name: "House blend, 250 g", cents: 920 },
  ],
};

/** The prices of Contoso Coffee. */
export const CONTOSO: PriceList = {
  site: "Contoso Coffee",
  currency: "USD",
  items: [
    { name: "Espresso", cents: 230 },
    { name: "Double espresso", cents: 310 },
    { name: "Americano", cents: 285 },
    { name: "Cappuccino", cents: 380 },
    { name: "Flat white", cents: 420 },
    { name: "Caffè latte", cents: 405 },
    { name: "Mocha", cents: 455 },
    { name: "Cold brew", cents: 415 },
    { name: "House blend, 250 g", cents: 880 },
  ],
};

/**
 * Opens the sites of the coffee demo.
 *
 * @param pace The factor for all delays.
 * @param protocols The protocols of Downfall Coffee & Tea, Fourth Coffee and,
 * for three protocols, Contoso Coffee.
 */
export function openPriceSites(
  pace: number,
  protocols: readonly PriceProtocol[] = ["http", "http"],
): PriceSites {
  checkLoopback();
  const lists: readonly [PriceList, number, number, number][] = [
    [DOWNFALL, 300, 6, 150],
    [FOURTH, 400, 5, 200],
    [CONTOSO, 350, 4, 250],
  ];
  const resources = new AsyncDisposableStack();
  const sites = protocols.flatMap((protocol, index) => {
    const entry = lists[index];
    if (!entry) return [];
    const [list, wait, pieces, pause] = entry;
    const page = pricePage(list, wait * pace, pieces, pause * pace);
    const site = resources.use(openSite(protocol, { "/prices": page }));
    const url = site instanceof GopherSite
      ? site.urlOf("/prices")
      : `${site.url}prices`;
    return [{ label: list.site, url }];
  });
  return {
    sites,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function openSite(
  protocol: PriceProtocol,
  pages: Readonly<Record<string, SitePage>>,
): SlowSite | FtpSite | GopherSite {
  switch (protocol) {
    case "http":
      return new SlowSite(pages);
    case "ftp":
      return new FtpSite(pages);
    case "gopher":
      return new GopherSite(pages);
  }
}

/**
 * Opens the site of the page demo: a page at `/` and its resources.
 *
 * @param pace The factor for all delays.
 */
export function openPageSite(pace: number): SlowSite {
  checkLoopback();
  const slow = (
    type: string,
    kilobytes: number,
    wait: number,
    pieces: number,
  ): SitePage => ({
    type,
    body: new Uint8Array(kilobytes * 1024),
    wait: wait * pace,
    pieces,
    pause: 100 * pace,
  });
  return new SlowSite({
    "/": { type: "text/html; charset=utf-8", body: COFFEE_PAGE },
    "/assets/shop.css": slow("text/css", 12, 150, 2),
    "/assets/print.css": slow("text/css", 3, 350, 1),
    "/assets/shop.js": slow("text/javascript", 40, 250, 4),
    "/assets/favicon.png": slow("image/png", 1, 50, 1),
    "/assets/logo.png": slow("image/png", 9, 100, 2),
    "/assets/beans.jpg": slow("image/jpeg", 180, 200, 8),
    "/assets/counter.jpg": slow("image/jpeg", 120, 500, 6),
    "/assets/map.png": slow("image/png", 60, 700, 3),
  });
}

/**
 * Throws if the program has no permission to open servers: Deno would ask the
 * user.
 */
function checkLoopback(): void {
  if (permitted({ name: "net", host: "127.0.0.1:0" })) return;
  throw new Deno.errors.NotCapable("no permission for 127.0.0.1");
}

/** Writes a price list in the format of `price_list.ts`. */
export function writePriceList({ site, currency, items }: PriceList): string {
  const lines = items.map(({ name, cents }) =>
    `${name}\t${formatCents(cents)}`
  );
  return [
    `price-list 1 ${currency}`,
    site,
    "# One cup each, unless something else is said.",
    ...lines,
    "",
  ].join("\n");
}

const COFFEE_PAGE = `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>Downfall Coffee &amp; Tea</title>
  <base href="/assets/">
  <link rel="icon" href="favicon.png">
  <link rel="stylesheet" href="shop.css">
  <link rel=stylesheet media=print href=print.css>
  <script src="shop.js" defer></script>
</head>
<body>
  <h1><img src="logo.png" alt="Downfall Coffee &amp; Tea"></h1>
  <p><img src='beans.jpg' alt="Beans"> <img src="counter.jpg" alt="The counter"></p>
  <!-- <img src="not-needed.png"> -->
  <p>How to find us: <img src="/assets/map.png" alt="A map"></p>
  <p><img src="logo.png" alt="The logo again"></p>
</body>
</html>
`;

function pricePage(
  list: PriceList,
  wait: number,
  pieces: number,
  pause: number,
): SitePage {
  const type = "text/plain; charset=utf-8";
  return { type, body: writePriceList(list), wait, pieces, pause };
}
