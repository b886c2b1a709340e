// Copyright 2026 the wininet authors. MIT license.

/**
 * The files that all real Gopher servers serve. Both servers make the menu of a
 * directory from its file `gophermap`, or from its files if there is none.
 *
 * The Gopher+ blocks are in the files next to an item, which only pygopherd
 * reads: `x.abstract`, `x.keywords` and `x.ask` belong to `x`.
 *
 * @module
 */

/** 100,000 bytes with all byte values, including lines with a single dot. */
export const GOPHER_BINARY: Uint8Array = makeBinary();

/** A text with LF line ends, with some lines that start with dots. */
export const GOPHER_DOTS = "above\n.\n..\n.profile\nbelow\n";

/** A GIF of one pixel. */
export const GOPHER_GIF: Uint8Array = Uint8Array.fromBase64(
  "R0lGODlhAQABAIAAAAAAAAAAACwAAAAAAQABAAACAkQBADs=",
);

/** Prints the search words as a menu, then two items of its server. */
const SEARCH = String.raw`#!/bin/sh
words="${"$"}{SEARCHREQUEST-$QUERY_STRING}"
place="\t${"$"}{SERVER_HOST-$SERVER_NAME}\t$SERVER_PORT\r\n"
printf 'iLooking for: %s\t\terror.host\t1\r\n' "$words"
printf "0Greeting\t/greeting.txt$place"
printf "1Shelf\t/shelf$place"
`;

/**
 * Prints a line and never ends. With TLS, pygopherd waits for the end of a
 * script before it sends any output.
 */
const NEVER = String.raw`#!/bin/sh
printf 'the first line\r\n'
exec sleep 1000
`;

const MENU = `Real servers for tests

0Greeting\tgreeting.txt
0Dots\tdots.txt
1Shelf\tshelf
1Nothing\tnothing
1Attributes\tplus
9Binary\tbinary.dat
gPixel\tpixel.gif
hPage\tpage.html
hElsewhere\tURL:https://example.org/?a=b
7Search\t/cgi-bin/search
8Terminal\tguest\ttelnet.example.org\t23
TScreen\tguest\ttn3270.example.org\t23
2Phone book\t\tcso.example.org\t105
1Another server\t/far\tgopher.example.org\t7070
3Broken\tnope
0Main copy\tgreeting.txt
+Second copy\tgreeting.txt
sBell\tbell.wav
`;

/** The contents of the tree, by path. */
export const GOPHER_TREE: Readonly<Record<string, string | Uint8Array>> = {
  "gophermap": MENU,
  "greeting.txt": "Hello from the burrow\nThe second line\n",
  "dots.txt": GOPHER_DOTS,
  "crlf.txt": "one\r\ntwo\r\n",
  "utf8.txt": "Café, 東京\n",
  "latin1.txt": Uint8Array.of(0x43, 0x61, 0x66, 0xe9, 0x0a),
  "empty.txt": "",
  "page.html": "<html><title>A page</title><body>Hello</body></html>\n",
  "binary.dat": GOPHER_BINARY,
  "pixel.gif": GOPHER_GIF,
  "shelf/first.txt": "The first book\n",
  "shelf/two words.txt": "Two words\n",
  "shelf/binary.dat": GOPHER_BINARY,
  "shelf/deeper/last.txt": "The last book\n",
  "plus/.abstract": "What has attributes\n",
  "plus/poem.txt": "Roses\n",
  "plus/poem.txt.abstract": "A poem about roses\nthat is not finished\n",
  "plus/poem.txt.keywords": "poem rose\n",
  "plus/form.txt": "A form\n",
  "plus/form.txt.ask": "Ask: Your name?\tNobody\n" +
    "AskP: Your password?\nChoose: A colour?\tred\tgreen\n",
  "plus/pixel.gif": GOPHER_GIF,
};

const SCRIPTS: Readonly<Record<string, string>> = {
  "cgi-bin/search": SEARCH,
  "cgi-bin/never": NEVER,
};

const FOLDERS = ["shelf", "shelf/deeper", "plus", "nothing", "cgi-bin"];

/** Writes the tree into a new directory that all users can read. */
export async function writeGopherTree(root: string): Promise<void> {
  await makeFolder(root);
  for (const folder of FOLDERS) await makeFolder(`${root}/${folder}`);
  for (const [name, content] of Object.entries(GOPHER_TREE)) {
    await writeShared(`${root}/${name}`, content);
  }
  for (const [name, content] of Object.entries(SCRIPTS)) {
    await writeShared(`${root}/${name}`, content);
    await Deno.chmod(`${root}/${name}`, 0o755);
  }
}

/** Writes a file that all users can read; gophernicus shows no other files. */
export async function writeShared(
  path: string,
  content: string | Uint8Array,
): Promise<void> {
  if (typeof content === "string") await Deno.writeTextFile(path, content);
  else await Deno.writeFile(path, content);
  await Deno.chmod(path, 0o644);
}

async function makeFolder(path: string): Promise<void> {
  await Deno.mkdir(path);
  await Deno.chmod(path, 0o755);
}

function makeBinary(): Uint8Array {
  const bytes = Uint8Array.from(
    { length: 100_000 },
    (_, at) => (at * 151 + (at >> 8)) & 0xff,
  );
  bytes.set(new TextEncoder().encode("\r\n.\r\n"), 50_000);
  return bytes;
}
