// Copyright 2026 the wininet authors. MIT license.

// A program that loads the library and downloads a small file.
import { InternetOpen, InternetOpenUrl, InternetReadFile } from "../../mod.ts";

const hInternet = InternetOpen("bench");
const hRequest = await InternetOpenUrl(hInternet, Deno.args[0]!);
const read = await InternetReadFile(hRequest, new Uint8Array(4096));
if (read !== 12) throw new Error(`Cannot measure: ${read} bytes came`);
