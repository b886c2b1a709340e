// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { nameOfDisposition, nameOfUrl } from "../../_transfers/name.ts";
import { cpuTime } from "../helpers/cpu_time.ts";

const FIELDS: [field: string, name: string][] = [
  ["attachment; filename=a.txt", "a.txt"],
  ['attachment; filename="a b.txt"', "a b.txt"],
  ['ATTACHMENT ;FILENAME = "a.txt" ; size=5', "a.txt"],
  ['attachment; filename="a\\"b.txt"', "a_b.txt"],
  ['attachment; filename="a;b.txt"', "a;b.txt"],
  ['inline; filename="x; filename=y.txt"', "x; filename=y.txt"],
  ["attachment; filename*=UTF-8''na%C3%AFve%20file.txt", "na\xefve file.txt"],
  ["attachment; filename*=utf-8'de'a%2fb.txt", "b.txt"],
  ["attachment; filename*=ISO-8859-1''%e9t%e9", "\xe9t\xe9"],
  ["attachment; filename*=UTF-8''%e2%82%ac; filename=EUR", "\u20ac"],
  ["attachment; filename=EUR; filename*=UTF-8''%e2%82%ac", "\u20ac"],
  ["attachment; filename*=UTF-8''%ff; filename=b", "b"],
  ["attachment; filename*=windows-1252''a; filename=b", "b"],
  ["attachment; filename*=UTF-8''a%zz; filename=b", "b"],
  ["attachment; filename=a%20b", "a%20b"],
  ['attachment; filename="\xc3\xa9"', "\xe9"],
  ['attachment; filename="\xe9"', "\xe9"],
  ['attachment; filename="../../etc/passwd"', "passwd"],
  ['attachment; filename="..\\\\..\\\\x.exe"', "x.exe"],
  ['attachment; filename="C:\\\\Windows\\\\x.dll"', "x.dll"],
  ['attachment; filename=".."', "_"],
  ['attachment; filename=".bashrc"', "_bashrc"],
  ['attachment; filename="CON"', "_CON"],
  ['attachment; filename="nul.txt"', "_nul.txt"],
  ['attachment; filename="a:b"', "a_b"],
  ['attachment; filename="a.txt. . "', "a.txt"],
  ['attachment; filename="a\x00b\u202e.txt"', "ab.txt"],
  ["attachment; filename=a.zip.part", "a.zip.part_"],
  ["attachment; filename=a.PART.note", "a.PART.note_"],
  ["attachment; filename=a.part1.rar", "a.part1.rar"],
  ['attachment; filename=""', ""],
  ["attachment", ""],
  ["", ""],
];

for (const [field, name] of FIELDS) {
  Deno.test(`nameOfDisposition() reads ${JSON.stringify(field)}`, () => {
    assertEquals(nameOfDisposition(field), name);
  });
}

const URLS: [url: string, name: string][] = [
  ["http://host/a/b.txt", "b.txt"],
  ["http://host/a/b.txt?x=/y.txt#z", "b.txt"],
  ["http://host/a/", "index.html"],
  ["http://host", "index.html"],
  ["http://host?file=x", "index.html"],
  ["http://host/na%C3%AFve%20file", "na\xefve file"],
  ["http://host/..%2F..%2Fetc%2Fpasswd", "passwd"],
  ["http://host/%2e%2e", "_"],
  ["http://host/%00%0a", "index.html"],
  ["http://host/%e9.txt", "%e9.txt"],
  ["http://host/aux", "_aux"],
  ["http://user:pw@host/a", "a"],
  ["http://host/a.part", "a.part_"],
  ["ftp://host/pub/what?.txt", "what_.txt"],
  ["ftp://host/pub/a.txt;type=a", "a.txt"],
  ["ftp://host/%2Fetc/motd", "motd"],
  ["ftp://host/dir/", "index.html"],
  ["gopher://host/0/dir/a.txt", "a.txt"],
  ["gopher://host/0a.txt", "a.txt"],
  ["gopher://host/1", "index.html"],
  ["gopher://host/", "index.html"],
  ["gopher://host/7/find%09word", "findword"],
  ["file:///home/x/a.txt?b", "a.txt"],
];

for (const [url, name] of URLS) {
  Deno.test(`nameOfUrl() returns ${name} for ${url}`, () => {
    assertEquals(nameOfUrl(url), name);
  });
}

Deno.test("nameOfUrl() shortens a long name by bytes, and keeps its ending", () => {
  const name = nameOfUrl(`http://host/${"%E2%82%AC".repeat(1000)}.tar`);
  assertMatch(name, /^\u20ac+\.tar$/);
  assert(new TextEncoder().encode(name).length <= 200);
});

Deno.test("nameOfDisposition() needs linear time", () => {
  const before = cpuTime();
  for (const unit of [";", "; filename", '; filename="', "%", '\\"', " ="]) {
    nameOfDisposition(`attachment; filename="${unit.repeat(100_000)}`);
  }
  assert(cpuTime() - before < 2000);
});
