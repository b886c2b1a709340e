// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import * as wininet from "../../mod.ts";
import fileNames from "../data/cache_file_names.json" with { type: "json" };
import scenarios from "../data/cache_functions.json" with { type: "json" };
import { STORES, withCache } from "../helpers/url_cache.ts";

/** The expected result of a call. */
interface Expected {
  readonly error?: number;
  readonly value?: unknown;
  readonly info?: Readonly<Record<string, unknown>>;
  readonly file?: string;
  readonly differsFrom?: string;
  readonly group?: string;
  readonly stream?: string;
  readonly bytes?: string;
  readonly includes?: readonly string[];
}

interface Step {
  readonly call: string;
  readonly args: readonly unknown[];
  readonly result?: Expected;
}

const URL_OF_ALL = "http://store.example/reports/summary.html";

/** Values that steps remember under a name with `$`. */
type Names = Map<unknown, unknown>;

/** Calls that are not functions of WinINet. */
const HELPERS: Readonly<
  Record<string, (...args: never[]) => Promise<unknown>>
> = {
  write: (path: string, text: string) => Deno.writeTextFile(path, text),
  exists: (path: string) => Deno.stat(path).then(() => true, () => false),
  async enumerateEx(
    ...args: Parameters<typeof wininet.FindFirstUrlCacheEntryEx>
  ) {
    const { hEnumHandle } = await wininet.FindFirstUrlCacheEntryEx(...args);
    const found: string[] = [];
    for await (const entry of wininet.entries(hEnumHandle)) {
      found.push(entry.lpszSourceUrlName);
    }
    return found;
  },
  async ReadUrlCacheEntryStream(
    stream: wininet.CacheStream,
    at: number,
    length: number,
  ) {
    const buffer = new Uint8Array(length);
    const count = await wininet.ReadUrlCacheEntryStream(stream, at, buffer);
    return new TextDecoder().decode(buffer.subarray(0, count));
  },
};

/** Puts remembered values and Dates into arguments. */
function argument(value: unknown, names: Names): unknown {
  if (names.has(value)) return names.get(value);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      name.endsWith("Time") ? new Date(field) : field,
    ]),
  );
}

async function outcome({ call, args }: Step, names: Names): Promise<unknown> {
  const run = HELPERS[call] ?? wininet[call as "GetUrlCacheEntryInfo"];
  const given = args.map((value) => argument(value, names));
  try {
    return await run(...given as never[]);
  } catch (error) {
    if (error instanceof wininet.InternetError) return { error: error.code };
    throw error;
  }
}

function checkInfo(
  info: wininet.INTERNET_CACHE_ENTRY_INFO,
  expected: Readonly<Record<string, unknown>>,
  names: Names,
  where: string,
): void {
  for (const [name, value] of Object.entries(expected)) {
    if (name === "size") {
      assertEquals(info.dwSizeHigh * 2 ** 32 + info.dwSizeLow, value, where);
    } else if (name === "typeHas") {
      assert((info.CacheEntryType & Number(value)) !== 0, where);
    } else {
      const found = info[name as keyof typeof info];
      const time = found instanceof Date ? found.getTime() : found;
      const wanted = name.endsWith("Time") && value !== null
        ? Date.parse(String(value))
        : argument(value, names);
      assertEquals(time, wanted, `${where}: ${name}`);
    }
  }
}

async function checkStep(step: Step, names: Names): Promise<void> {
  const where = JSON.stringify(step);
  const { result = {} } = step;
  const found = await outcome(step, names);
  if ("error" in result || "value" in result) {
    const wanted = "error" in result ? { error: result.error } : result.value;
    return assertEquals(found, wanted, where);
  }
  if (result.file !== undefined) names.set(result.file, found);
  if (result.group !== undefined) names.set(result.group, found);
  if (result.differsFrom !== undefined) {
    assertNotEquals(found, names.get(result.differsFrom), where);
  }
  if (result.bytes !== undefined) assertEquals(found, result.bytes, where);
  for (const url of result.includes ?? []) {
    assert((found as string[]).includes(url), where);
  }
  let info = found;
  if (result.stream !== undefined) {
    const retrieved = found as wininet.RetrievedCacheStream;
    names.set(result.stream, retrieved.hUrlCacheStream);
    info = retrieved.info;
  }
  if (result.info !== undefined) {
    checkInfo(
      info as wininet.INTERNET_CACHE_ENTRY_INFO,
      result.info,
      names,
      where,
    );
  }
}

async function storeOne(): Promise<void> {
  const path = await wininet.CreateUrlCacheEntry(URL_OF_ALL, 0, "html");
  await Deno.writeTextFile(path, "text");
  await wininet.CommitUrlCacheEntry(URL_OF_ALL, path, null, null, 1);
  const info = await wininet.GetUrlCacheEntryInfo(URL_OF_ALL);
  assertEquals(info.lpszLocalFileName, path);
}

for (const kind of STORES) {
  for (const { name, steps, ...scenario } of scenarios) {
    Deno.test(`cache functions in ${kind}: ${name}`, async () => {
      await withCache(kind, async () => {
        const names: Names = new Map([["$group", 9n]]);
        if ("needs" in scenario) await storeOne();
        for (const step of steps as Step[]) await checkStep(step, names);
      });
    });
  }

  for (const { url, ext, starts, ends } of fileNames) {
    Deno.test(`CreateUrlCacheEntry() in ${kind} names the file of ${url.slice(0, 40)} with ${ext}`, async () => {
      await withCache(kind, async () => {
        const path = await wininet.CreateUrlCacheEntry(url, 0, ext);
        const other = await wininet.CreateUrlCacheEntry(url, 0, ext);
        const name = path.slice(path.lastIndexOf("/") + 1);
        const counter = /^(.*)\[\d+\](.*)$/.exec(name);
        assert(counter !== null, name);
        assertEquals(counter[2], ends);
        const isFit = starts === ""
          ? /^[A-Z0-9]{8}$/.test(counter[1]!)
          : counter[1]!.startsWith(starts);
        assert(isFit, name);
        assert(path.length < 260, path);
        assertNotEquals(path, other);
        assertEquals((await Deno.stat(path)).size, 0);
      });
    });
  }
}
