// Copyright 2026 the wininet authors. MIT license.

// A program that downloads the URLs of a list into a directory.
import { downloadAll } from "../../transfers.ts";

const [list, folder, connections] = Deno.args as [string, string, string];
const urls = (await Deno.readTextFile(list)).trim().split("\n");
const options = {
  connections: Number(connections),
  perHost: Number(connections),
};
for await (const { error } of downloadAll(urls, folder, options)) {
  if (error !== null) throw error;
}
// deno-lint-ignore no-console
console.log(`rss ${Deno.memoryUsage().rss}`);
