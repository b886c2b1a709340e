// Copyright 2026 the wininet authors. MIT license.

/** The functions of proxy scripts, and the script itself: its arguments and its results. */

import { assertEquals } from "@std/assert";
import { findProxy, type ProxyScriptEnvironment } from "../../pac.ts";

const NAMES: Readonly<Record<string, readonly string[]>> = {
  "www.corp.example": ["10.1.2.3", "2001:db8::5"],
  "intranet": ["10.9.8.7"],
  "outside.example": ["203.0.113.9"],
  "both.example": ["2001:db8:1::1", "198.51.100.4"],
};

const WORLD: ProxyScriptEnvironment = {
  dns: (name) => NAMES[name] ?? [],
  addresses: ["192.0.2.77", "2001:db8::77"],
};

/** Wednesday, 15 July 2026, 17:30:40: in UTC for calls with "GMT", otherwise in local time. */
const UTC = new Date("2026-07-15T17:30:40Z");
const LOCAL = new Date(2026, 6, 15, 17, 30, 40);

/** The result of an expression in a script. */
async function evaluated(
  expression: string,
  env: ProxyScriptEnvironment = WORLD,
): Promise<unknown> {
  const script =
    `function FindProxyForURL() { return String(JSON.stringify(${expression})); }`;
  return JSON.parse(await findProxy(script, "http://a.example/", env));
}

/** Calls and their results. */
const RESULTS: readonly (readonly [call: string, result: unknown])[] = [
  ['isPlainHostName("intranet")', true],
  ['isPlainHostName("www.corp.example")', false],
  ['isPlainHostName("10.0.0.1")', false],
  ['dnsDomainIs("www.corp.example", ".corp.example")', true],
  ['dnsDomainIs("corp.example", ".corp.example")', false],
  ['dnsDomainIs("intranet", ".corp.example")', false],
  ['localHostOrDomainIs("www.corp.example", "www.corp.example")', true],
  ['localHostOrDomainIs("home.corp.example", "www.corp.example")', false],
  ['localHostOrDomainIs("ww", "www.corp.example")', false],
  ['localHostOrDomainIs("www.corp", "www.corp.example")', true],
  ['localHostOrDomainIs("www.other.example", "www.corp.example")', false],
  ['dnsDomainLevels("intranet")', 0],
  ['dnsDomainLevels("corp.example")', 1],
  ['dnsDomainLevels("www.corp.example")', 2],
  ['dnsDomainLevels("")', 0],
  ['isResolvable("www.corp.example")', true],
  ['dnsResolve("outside.example")', "203.0.113.9"],
  ['dnsResolve("missing.example")', null],
  ['dnsResolve("192.0.2.1")', "192.0.2.1"],
  ['isInNet("10.1.2.3", "10.0.0.0", "255.0.0.0")', true],
  ['isInNet("198.95.249.79", "198.95.249.79", "255.255.255.255")', true],
  ['isInNet("198.95.6.8", "198.95.0.0", "255.255.0.0")', true],
  ['isInNet("172.16.5.4", "172.16.0.0", "255.240.0.0")', true],
  ['isInNet("172.32.5.4", "172.16.0.0", "255.240.0.0")', false],
  ['isInNet("10.1.2.3", "10.7.7.7", "255.0.0.0")', true],
  ['isInNet("300.1.2.3", "10.0.0.0", "255.0.0.0")', false],
  ['isInNet("10.1.2.3", "0.0.0.0", "0.0.0.0")', true],
  ['isInNet("10.1.2.3", "10.0.0", "255.0.0.0")', false],
  ['convert_addr("104.16.41.2")', 1745889538],
  ['convert_addr("198.51.100.4")', -969710588],
  ['convert_addr("1.2")', 16908288],
  ['convert_addr("a.example")', 0],
  [
    'shExpMatch("http://home.corp.example/people/ari/index.html", "*/ari/*")',
    true,
  ],
  [
    'shExpMatch("http://home.corp.example/people/montulli/index.html", "*/ari/*")',
    false,
  ],
  ['shExpMatch("www.corp.example", "*.corp.example")', true],
  ['shExpMatch("corp.example", "*.corp.example")', false],
  ['shExpMatch("wwwXcorp.example", "www.corp.example")', false],
  ['shExpMatch("abc", "a?c")', true],
  ['shExpMatch("ac", "a?c")', false],
  ['shExpMatch("abbc", "a?c")', false],
  ['shExpMatch("", "")', true],
  ['shExpMatch("abcd", "abc")', false],
  ['shExpMatch("ABC", "abc")', false],
  ['shExpMatch("a.b.c", "a*c")', true],
  ['shExpMatch("10.1.2.3", "10.*")', true],
  ['shExpMatch("a+b", "a+b")', true],
  ['shExpMatch("a[b]", "a[b]")', true],
  ['weekdayRange("WED")', true],
  ['weekdayRange("MON", "FRI")', true],
  ['weekdayRange("THU", "SAT")', false],
  ['weekdayRange("FRI", "TUE")', false],
  ['weekdayRange("SUN", "SAT")', true],
  ['weekdayRange("wed")', false],
  ["dateRange(15)", true],
  ["dateRange(14)", false],
  ['dateRange("JUL")', true],
  ["dateRange(2026)", true],
  ["dateRange(2025)", false],
  ["dateRange(1, 15)", true],
  ['dateRange("JAN", "MAR")', false],
  ['dateRange("JUN", "AUG")', true],
  ['dateRange("JUL", "JUL")', true],
  ['dateRange(1, "JUN", 15, "AUG")', true],
  ['dateRange(16, "JUL", 20, "JUL")', false],
  ['dateRange("JUN", 2025, "OCT", 2026)', true],
  ['dateRange("AUG", 2026, "OCT", 2026)', false],
  ["dateRange(2020, 2025)", false],
  ['dateRange(1, "JUN", 2026, 15, "AUG", 2026)', true],
  ['dateRange(1, "JUN", 2025, 15, "AUG", 2025)', false],
  ['dateRange(15, "JUL", 2026, 15, "JUL", 2026)', true],
  ['dateRange("NOV", "FEB")', false],
  ["timeRange(16)", false],
  ["timeRange(9, 16)", false],
  ["timeRange(18, 20)", false],
  ["timeRange(17, 30, 41, 17, 31, 0)", false],
  ['timeRange(17, "GMT")', true],
  ["timeRange(9, 0, 0, 17, 30, 40)", true],
  ["timeRange(22, 0, 18, 0)", true],
  ["timeRange()", false],
  ["timeRange(17, 30, 17, 30)", true],
  ['isResolvableEx("both.example")', true],
  ['isResolvableEx("missing.example")', false],
  ['dnsResolveEx("both.example")', "2001:db8:1::1;198.51.100.4"],
  ['isInNetEx("11.1.2.3", "10.0.0.0/8")', false],
  ['isInNetEx("2001:db9::5", "2001:db8::/32")', false],
  ['isInNetEx("10.1.2.3", "2001:db8::/32")', false],
  ['isInNetEx("10.1.2.3", "10.0.0.0/33")', false],
  ['isInNetEx("www.corp.example", "10.0.0.0/8")', true],
  [
    'sortIpAddressList("10.2.3.9;2001:4898:28:3:201:2ff:feea:fc14;::1;127.0.0.1;::9")',
    "::1;::9;2001:4898:28:3:201:2ff:feea:fc14;10.2.3.9;127.0.0.1",
  ],
  ['sortIpAddressList("")', false],
  ['sortIpAddressList("10.0.0.1;x")', false],
  ["getClientVersion()", "1.0"],
  ["myIpAddressEx()", "192.0.2.77;2001:db8::77"],
];

for (const [call, result] of RESULTS) {
  Deno.test(`a proxy script gets ${JSON.stringify(result)} from ${call}`, async () => {
    const now = call.includes("GMT") ? UTC : LOCAL;
    assertEquals(await evaluated(call, { ...WORLD, now }), result);
  });
}

/** Further results that follow from the definitions. */
const FURTHER: readonly (readonly [call: string, result: unknown])[] = [
  ["isPlainHostName('::1')", false],
  ["dnsDomainIs('www.CORP.example', '.corp.example')", false],
  ["dnsDomainIs('any.example', '')", true],
  ["dnsResolve('2001:db8::5')", null],
  ["isInNet('www.corp.example', '10.0.0.0', '255.0.0.0')", true],
  ["isInNet('missing.example', '10.0.0.0', '255.0.0.0')", false],
  ["isInNetEx('2001:db8::5', '2001:db8::/33')", true],
  ["isInNetEx('10.1.2.3', '10.0.0.0')", false],
  ["isInNetEx('10.1.2.3', '10.0.0.0/0')", true],
  ["shExpMatch('a.b', 'a(b|.)b')", false],
  ["shExpMatch('a\\\\b', 'a\\\\*')", true],
  ["weekdayRange()", false],
  ["weekdayRange('MON', 'xxx')", false],
  ["weekdayRange('FRI', 'WED', 'GMT')", true],
  ["dateRange()", false],
  ["dateRange(20, 10)", false],
  ["dateRange(20, 15)", true],
  ["dateRange('OCT', 'AUG')", true],
  ["dateRange(1, 'JUN')", false],
  ["dateRange(15, 'GMT')", true],
  ["dateRange(15, 'JUL')", true],
  ["dateRange(24, 'DEC')", false],
  ["dateRange(14, 'JUL')", false],
  ["dateRange(15, 'JUL', 2026)", true],
  ["dateRange(15, 'JUL', 2026, 'GMT')", true],
  ["dateRange(15, 'JUL', 2025)", false],
  ["dateRange('JUL', 2026)", true],
  ["dateRange(15, 'JUL', 15)", false],
  ["dateRange(15, 'JUL', 2026, 16, 'JUL')", false],
  ["dateRange(15, 'JUL', 'AUG', 15)", false],
  ["dateRange('15', '2026')", true],
  ["dateRange('GMT')", false],
  ["dateRange(1, 2, 3, 4, 5, 6, 7)", false],
  ["timeRange(9, 17)", true],
  ["timeRange(18, 17)", true],
  ["timeRange(18, 16)", false],
  ["timeRange('x')", false],
  ["timeRange(17, 30, 41, 17, 30, 39)", false],
  ["sortIpAddressList('10.0.0.300')", false],
  ["sortIpAddressList(' 10.0.0.2 ; 10.0.0.10;')", "10.0.0.2;10.0.0.10"],
  ["sortIpAddressList(' ; ')", false],
  ["sortIpAddressList('2001:DB8:0:0::1;::1')", "::1;2001:db8::1"],
  ["shExpMatch({ toString: () => 'a.b' }, 'a.?')", true],
  ["isPlainHostName(Object('a.b'))", false],
  ["isPlainHostName(10n)", true],
  ["alert('nothing') === undefined || alert('nothing') === null", true],
];

for (const [call, result] of FURTHER) {
  Deno.test(`a proxy script gets ${JSON.stringify(result)} from ${call}`, async () => {
    const now = call.includes("GMT") ? UTC : LOCAL;
    assertEquals(await evaluated(call, { ...WORLD, now }), result);
  });
}

Deno.test("myIpAddress() returns the loopback address on a machine without addresses", async () => {
  const env = { ...WORLD, addresses: ["2001:db8::77"] };
  assertEquals(await evaluated("myIpAddress()", env), "127.0.0.1");
});

const ECHO = "function FindProxyForURL(url, host) { return url + ' ' + host; }";

/** A URL, and the parts of it that a script receives. */
const SEEN: readonly (readonly [url: string, seen: string])[] = [
  ["http://u:p@A.example:80/x?y#z", "http://a.example/x?y a.example"],
  ["https://u:p@a.example/x?y#z", "https://a.example/ a.example"],
  ["https://a.example:8443/x", "https://a.example:8443/ a.example"],
  ["http://[2001:DB8::1]:8080/", "http://[2001:db8::1]:8080/ 2001:db8::1"],
  ["ftps://a.example/secret", "ftps://a.example/ a.example"],
  ["wss://a.example/secret", "wss://a.example/ a.example"],
  ["ws://a.example/x?y", "ws://a.example/x?y a.example"],
  ["ftp://u:p@A.example:21/x", "ftp://a.example/x a.example"],
  ["gopher://A.Example:70/0/X", "gopher://a.example:70/0/X a.example"],
];

for (const [url, seen] of SEEN) {
  Deno.test(`findProxy() passes ${url} to the script without secrets`, async () => {
    assertEquals(await findProxy(ECHO, url, WORLD), seen);
  });
}

Deno.test("findProxy() prefers FindProxyForURLEx, and returns the empty string for null", async () => {
  const both = `function FindProxyForURL() { return "PROXY a.example"; }
    var FindProxyForURLEx = () => null;`;
  assertEquals(await findProxy(both, "http://a.example/", WORLD), "");
});

Deno.test("findProxy() looks up the names that the script needs while it loads, each once, also if it catches the exception", async () => {
  const asked: string[] = [];
  const script = `const own = dnsResolve("intranet");
    function FindProxyForURL() {
      let other = "none";
      try { other = dnsResolve("www.corp.example"); } catch {}
      return [own, other, dnsResolve("intranet")].join(" ");
    }`;
  const dns = (name: string) => {
    asked.push(name);
    return Promise.resolve(NAMES[name] ?? []);
  };
  assertEquals(
    await findProxy(script, "http://a.example/", { ...WORLD, dns }),
    "10.9.8.7 10.1.2.3 10.9.8.7",
  );
  assertEquals(asked, ["intranet", "www.corp.example"]);
});
