// Copyright 2026 the wininet authors. MIT license.

/**
 * Where is coffee cheaper? Downloads the price lists of some sites and compares
 * them, first with a synchronous session and then with an asynchronous one, and
 * shows the state of both versions at eight moments. The sites are servers on
 * 127.0.0.1 inside the program, unless the command line has URLs.
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
