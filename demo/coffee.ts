// Copyright 2026 the wininet authors. MIT license.

/**
 * Where is coffee cheaper? A program that downloads the price lists of some sites and
 * compares them, first with a synchronous session and then with an asynchronous one, and
 * shows the state of both versions at eight moments. Its sites are servers of its own on
 * 127.0.0.1, unless the command line has URLs.
 *
 * ```sh
 * deno run --allow-net --allow-write=. jsr:@wininet/wininet/coffee --all
 * deno task coffee
 * deno task coffee --ftp
 * deno task coffee --timeout 5 http://one.example/prices http://two.example/prices
 * ```
 *
 * @module
 */

import { processIo } from "../_cli/terminal.ts";
import { main } from "./coffee_program.ts";

if (import.meta.main) {
  Deno.exitCode = await main(Deno.args, processIo("stdout"));
}
