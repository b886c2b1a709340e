// Copyright 2026 the wininet authors. MIT license.
// What `ftp_client.ts` does, by the npm package basic-ftp, for Node and Deno.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import process from "node:process";

const [folder, text, certificates] = process.argv.slice(2);
const task = JSON.parse(text);
const { local, remote } = task;
const { Client } = createRequire(`${folder}/`)("basic-ftp");

const client = new Client();
await client.access({
  host: task.host,
  port: task.port,
  user: task.user,
  password: task.password,
  secure: task.tls,
  secureOptions: { ca: readFileSync(certificates) },
});
switch (task.action) {
  case "get":
    await client.downloadTo(local, remote);
    break;
  case "put":
    await client.uploadFrom(local, remote);
    break;
  case "get-all":
    for (const { name } of await client.list(remote)) {
      await client.downloadTo(`${local}/${name}`, `${remote}/${name}`);
    }
    break;
  case "mirror":
    await client.downloadToDir(local, remote);
    break;
  case "list":
    process.stdout.write(`${(await client.list(remote)).length}\n`);
}
client.close();
