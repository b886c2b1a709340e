// Copyright 2026 the wininet authors. MIT license.

/**
 * Local files that are reached through links, with permissions only for the
 * path of the link.
 */

import { fileURLToPath } from "node:url";
import { assertEquals } from "@std/assert";
import { fileText, folder, openFtp } from "../helpers/ftp_calls.ts";
import { lacks } from "../helpers/lacks.ts";

/**
 * A program that uploads a link, and downloads twice into a linked directory.
 * A missing permission would cause a prompt on a terminal.
 */
const PROGRAM = `
const [root, port, folder] = Deno.args;
const { FtpGetFile, FtpPutFile } = await import(root + "ftp.ts");
const { InternetConnect, InternetOpen, InternetOpenUrl, InternetSetOption } =
  await import(root + "internet.ts");
const { FTP_OPTION_KEEP_TIMES, FTP_OPTION_RESUME } =
  await import(root + "ftp_options.ts");
using hInternet = InternetOpen("agent");
const hConnect = await InternetConnect(
  hInternet, "127.0.0.1", Number(port), null, null, 1, 0x08000000);
InternetSetOption(hConnect, FTP_OPTION_RESUME, 1);
InternetSetOption(hConnect, FTP_OPTION_KEEP_TIMES, true);
await using _ = await InternetOpenUrl(hInternet, "file://" + folder + "/link");
await FtpPutFile(hConnect, folder + "/link", "up");
await FtpGetFile(hConnect, "f", folder + "/linked/new");
await FtpGetFile(hConnect, "f", folder + "/linked/old");
console.log("done");
`;

Deno.test({
  name:
    "files reached through links need only the permission for the path of the link",
  ignore: lacks("POSIX files"),
  async fn() {
    using files = folder();
    using elsewhere = folder();
    elsewhere.write("file", "content");
    elsewhere.write("old", "old");
    await Deno.symlink(elsewhere.path("file"), files.path("link"));
    await Deno.symlink(elsewhere.path(""), files.path("linked"));
    await using scene = await openFtp({ files: { "/f": "new" } });
    const root = new URL("../../", import.meta.url);
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--no-prompt", "--no-check", "--allow-net=127.0.0.1"],
        `--allow-read=${fileURLToPath(root)},${files.path("")}`,
        `--allow-write=${files.path("")}`,
        `data:application/javascript,${encodeURIComponent(PROGRAM)}`,
        ...[root.href, `${scene.server.port}`, files.path("")],
      ],
    });
    const { stdout, stderr } = await child.output();
    const decoder = new TextDecoder();
    assertEquals(decoder.decode(stdout), "done\n", decoder.decode(stderr));
    assertEquals(fileText(scene.server, "/up"), "content");
    assertEquals(elsewhere.text("new"), "new");
    assertEquals(elsewhere.text("old"), "new");
  },
});
