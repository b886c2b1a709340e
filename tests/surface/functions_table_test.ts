// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import * as library from "../../mod.ts";
import type { GopherAttributeEnumerator, StatusCallback } from "../../mod.ts";
import {
  EXTRAS,
  firstSentences,
  FUNCTIONS,
  functionsOf,
  functionsPage,
  isThere,
  MACROS,
} from "../../_tools/functions.ts";

const EXPORTED = functionsOf(library);
const NAMES: ReadonlySet<string> = new Set(FUNCTIONS.map(({ name }) => name));

/** The functions that Microsoft documents, grouped by the start of their names. */
const DOCUMENTED: readonly string[] = [
  ...named(
    "Create",
    "MD5SSOHash UrlCacheContainer UrlCacheEntry UrlCacheGroup",
  ),
  ...named("Delete", "UrlCacheContainer UrlCacheEntry UrlCacheGroup"),
  ...named("FindFirst", "UrlCacheEntry UrlCacheEntryEx UrlCacheGroup"),
  ...named("FindNext", "UrlCacheEntry UrlCacheEntryEx UrlCacheGroup"),
  ...named(
    "Ftp",
    "Command CreateDirectory DeleteFile FindFirstFile GetCurrentDirectory " +
      "GetFile GetFileSize OpenFile PutFile RemoveDirectory RenameFile " +
      "SetCurrentDirectory",
  ),
  ...named(
    "GetUrlCache",
    "ConfigInfo EntryInfo EntryInfoEx GroupAttribute",
  ),
  ...named(
    "Gopher",
    "AttributeEnumerator CreateLocator FindFirstFile GetAttribute " +
      "GetLocatorType OpenFile",
  ),
  ...named(
    "Http",
    "AddRequestHeaders EndRequest OpenRequest QueryInfo SendRequest " +
      "SendRequestEx",
  ),
  ...named(
    "Internet",
    "AttemptConnect Autodial AutodialHangup CanonicalizeUrl CheckConnection " +
      "ClearAllPerSiteCookieDecisions CloseHandle CombineUrl " +
      "ConfirmZoneCrossing Connect CrackUrl CreateUrl DeInitializeAutoProxyDll " +
      "Dial EnumPerSiteCookieDecision ErrorDlg FindNextFile FreeCookies " +
      "GetConnectedState GetConnectedStateEx GetCookie GetCookieEx GetCookieEx2 " +
      "GetLastResponseInfo GetPerSiteCookieDecision GetProxyInfo GoOnline " +
      "HangUp InitializeAutoProxyDll LockRequestFile Open OpenUrl " +
      "QueryDataAvailable QueryOption ReadFile ReadFileEx SetCookie SetCookieEx " +
      "SetCookieEx2 SetDialState SetFilePointer SetOption SetOptionEx " +
      "SetPerSiteCookieDecision SetStatusCallback StatusCallback " +
      "TimeFromSystemTime TimeToSystemTime UnlockRequestFile WriteFile",
  ),
  ...named("Privacy", "GetZonePreferenceW SetZonePreferenceW"),
  ...named("SetUrlCache", "EntryGroup EntryInfo GroupAttribute"),
  "CleanupCredentialCache",
  "CommitUrlCacheEntry",
  "DetectAutoProxyUrl",
  "FindCloseUrlCache",
  "FreeUrlCacheSpace",
  "ReadUrlCacheEntryStream",
  "ResumeSuspendedDownload",
  "RetrieveUrlCacheEntryFile",
  "RetrieveUrlCacheEntryStream",
  "UnlockUrlCacheEntryFile",
  "UnlockUrlCacheEntryStream",
];

function named(start: string, ends: string): string[] {
  return ends.split(" ").map((end) => start + end);
}

Deno.test("FUNCTIONS has each of the 107 documented functions once", () => {
  assertEquals(DOCUMENTED.length, 107);
  assertEquals(FUNCTIONS.length, 107);
  assertEquals([...NAMES].sort(), [...DOCUMENTED].sort());
});

Deno.test("FUNCTIONS has the reason for every difference", () => {
  for (const { name, state, difference } of FUNCTIONS) {
    assert(state === "works" || difference !== "", name);
    assert(!difference.includes("|"), name);
  }
});

for (const group of new Set(FUNCTIONS.map(({ group }) => group))) {
  Deno.test(`mod.ts exports the functions of "${group}"`, () => {
    const missing = FUNCTIONS.filter((row) =>
      row.group === group && !isThere(row, EXPORTED)
    );
    assertEquals(missing.map(({ name }) => name), []);
  });
}

Deno.test("mod.ts exports only functions of the table", () => {
  const unknown = [...EXPORTED].filter((name) =>
    !NAMES.has(name) && !EXTRAS.has(name) && !MACROS.includes(name)
  );
  assertEquals(unknown, []);
});

Deno.test("mod.ts exports everything that EXTRAS and MACROS name", () => {
  const named = [...EXTRAS.keys(), ...MACROS];
  assertEquals(named.filter((name) => !EXPORTED.has(name)), []);
});

Deno.test("mod.ts exports the callbacks of the table as types", () => {
  // Each line fails to compile if the type is missing.
  const types = {
    StatusCallback: (callback: StatusCallback) => callback,
    GopherAttributeEnumerator: (callback: GopherAttributeEnumerator) =>
      callback,
  };
  const named = FUNCTIONS.flatMap(({ type }) => type === undefined ? [] : type);
  assertEquals(named.sort(), Object.keys(types).sort());
});

Deno.test("functionsPage() lists only exports", () => {
  const section = functionsPage(new Set(["InternetOpen"]), new Map());
  const lineOf = (name: string) =>
    section.split("\n").find((line) => line.startsWith(`| \`${name}\``));
  assert(lineOf("InternetOpen")?.includes("differs"));
  assert(lineOf("InternetConnect")?.includes("not yet"));
  assertEquals(lineOf("InternetConnect")?.includes("SECURE"), false);
  assertEquals(lineOf("readable"), undefined);
  assert(!section.includes("IS_GOPHER_FILE"));
});

Deno.test("docs/FUNCTIONS.md has the purpose or the alternative of every function", () => {
  const sentences = firstSentences();
  for (const { name, type, state, difference } of FUNCTIONS) {
    if (state === "cannot") assert(difference.includes("`"), name);
    else assert(sentences.get(type ?? name), name);
  }
});
