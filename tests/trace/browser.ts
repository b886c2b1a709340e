// Copyright 2026 the wininet authors. MIT license.

/**
 * A Chromium without a window, controlled through its DevTools protocol.
 *
 * @module
 */

import { pathToFileURL } from "node:url";
import {
  findProgram,
  sayIgnored,
  serversRequired,
} from "../interop/processes.ts";

const PROGRAM = "chromium";

/** A message of the protocol. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

const ADDRESS_REGEXP = /DevTools listening on (ws:\S+)/;

/** Events that do not occur on a page without scripts and references. */
const FAULTS: ReadonlySet<string> = new Set([
  "Runtime.exceptionThrown",
  "Log.entryAdded",
]);

/** A browser with one page. */
export class Browser implements AsyncDisposable {
  /** The errors on the page. */
  readonly faults: unknown[] = [];
  /** The URLs that the page has requested. */
  readonly requests: string[] = [];
  readonly #process: Deno.ChildProcess;
  readonly #folder: string;
  readonly #socket: WebSocket;
  readonly #replies = new Map<number, (message: Message) => void>();
  readonly #waiting = new Map<string, () => void>();
  #session: string | undefined;
  #last = 0;

  private constructor(
    process: Deno.ChildProcess,
    folder: string,
    socket: WebSocket,
  ) {
    this.#process = process;
    this.#folder = folder;
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#take(JSON.parse(data));
  }

  /** Starts the browser. */
  static async open(): Promise<Browser> {
    const program = findProgram(PROGRAM);
    if (program === undefined) throw new Error(`${PROGRAM} is not installed`);
    const folder = Deno.makeTempDirSync({ prefix: "wininet_browser_" });
    const process = new Deno.Command(program, {
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--remote-debugging-port=0",
        "--remote-allow-origins=*",
        `--user-data-dir=${folder}/profile`,
        "about:blank",
      ],
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const socket = new WebSocket(await addressOf(process.stderr));
    await new Promise((resolve) => socket.onopen = resolve);
    const browser = new Browser(process, folder, socket);
    await browser.#attach();
    return browser;
  }

  async #attach(): Promise<void> {
    const { targetId } = await this.#send("Target.createTarget", {
      url: "about:blank",
    });
    const { sessionId } = await this.#send("Target.attachToTarget", {
      targetId,
      flatten: true,
    });
    this.#session = sessionId as string;
    for (const domain of ["Page", "Runtime", "Log", "Network"]) {
      await this.#send(`${domain}.enable`);
    }
  }

  /** Shows a page. */
  async show(html: string, width: number, isDark = false): Promise<void> {
    this.faults.length = this.requests.length = 0;
    await this.#send("Emulation.setDeviceMetricsOverride", {
      width,
      height: 900,
      deviceScaleFactor: 1,
      mobile: false,
    });
    await this.#send("Emulation.setEmulatedMedia", {
      features: [{
        name: "prefers-color-scheme",
        value: isDark ? "dark" : "light",
      }],
    });
    const path = `${this.#folder}/page.html`;
    Deno.writeTextFileSync(path, html);
    const loaded = new Promise<void>((resolve) =>
      this.#waiting.set("Page.loadEventFired", resolve)
    );
    await this.#send("Page.navigate", { url: pathToFileURL(path).href });
    await loaded;
  }

  /** Returns the value of an expression on the page. */
  async evaluate<Value>(expression: string): Promise<Value> {
    const { result, exceptionDetails } = await this.#send("Runtime.evaluate", {
      expression,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value: Value }).value;
  }

  /** Returns a picture of the page, as PNG. */
  async picture(): Promise<Uint8Array> {
    const { data } = await this.#send("Page.captureScreenshot");
    return Uint8Array.fromBase64(data as string);
  }

  #send(
    method: string,
    params: Record<string, unknown> = {},
  ): Promise<Record<string, unknown>> {
    const id = ++this.#last;
    const sessionId = this.#session;
    this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    return new Promise((resolve, reject) =>
      this.#replies.set(id, ({ result, error }) => {
        if (result) resolve(result);
        else reject(new Error(`${method}: ${error?.message}`));
      })
    );
  }

  #take(message: Message): void {
    const { id, method = "", params } = message;
    if (id !== undefined) {
      this.#replies.get(id)?.(message);
      this.#replies.delete(id);
      return;
    }
    if (FAULTS.has(method)) this.faults.push(params);
    if (method === "Network.requestWillBeSent") {
      this.requests.push((params!.request as { url: string }).url);
    }
    this.#waiting.get(method)?.();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#socket.onclose = resolve);
    this.#session = undefined;
    await this.#send("Browser.close");
    await this.#process.stderr.cancel();
    await this.#process.status;
    await closed;
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** Reads the address that the browser prints, and discards the rest of its output. */
async function addressOf(
  stderr: ReadableStream<Uint8Array>,
): Promise<string> {
  const reader = stderr.getReader();
  const decoder = new TextDecoder();
  try {
    for (let text = "";;) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`chromium does not start: ${text}`);
      text += decoder.decode(value, { stream: true });
      const [, address] = ADDRESS_REGEXP.exec(text) ?? [];
      if (address !== undefined) return address;
    }
  } finally {
    reader.releaseLock();
  }
}

/**
 * Registers a test in a separate browser. If Chromium is not installed, the
 * test is ignored and a message reports that, unless the environment variable
 * WININET_REQUIRE_SERVERS is `1`: then the test fails.
 */
export function browserTest(
  name: string,
  run: (browser: Browser) => Promise<void>,
): void {
  const ignore = findProgram(PROGRAM) === undefined && !serversRequired();
  if (ignore) sayIgnored(PROGRAM, "on Debian: apt-get install chromium");
  Deno.test({
    name,
    ignore,
    async fn() {
      await using browser = await Browser.open();
      await run(browser);
    },
  });
}
