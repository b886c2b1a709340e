// Copyright 2026 the wininet authors. MIT license.

/**
 * Comparison of a local file with a file on the server, by a checksum that the
 * server computes.
 *
 * @module
 */

import {
  ERROR_INVALID_DATA,
  ERROR_NOT_SUPPORTED,
  InternetError,
} from "../../error.ts";
import { LocalSource } from "../../_base/local_file.ts";
import { askChecksum } from "../wire/file_dialogues.ts";
import type { FtpLogin } from "./login.ts";

/**
 * Compares two files.
 *
 * @throws {InternetError} ERROR_NOT_SUPPORTED if the server computes no
 * checksum, ERROR_INVALID_DATA if the checksums differ.
 */
export async function compareChecksums(
  login: FtpLogin,
  localPath: string,
  remoteName: string,
): Promise<void> {
  const features = await login.control.run(login.server.learnFeatures());
  await login.control.run(login.parameters.setType("I"));
  const checksum = await login.control.run(askChecksum(remoteName, features));
  if (checksum === null) {
    throw new InternetError(
      ERROR_NOT_SUPPORTED,
      `Cannot verify "${remoteName}": the server returns no checksum of it, so switch FTP_OPTION_VERIFY off`,
    );
  }
  const { algorithm, value } = checksum;
  const own = await checksumOf(localPath, algorithm, login.buffer);
  if (own === value) return;
  throw new InternetError(
    ERROR_INVALID_DATA,
    `Cannot verify "${remoteName}": its ${algorithm} is ${value} on the server and ${own} here, so transfer it again`,
  );
}

/**
 * Computes a checksum. The algorithms are loaded when they are needed: that
 * takes as long as the rest of the library.
 */
async function checksumOf(
  path: string,
  algorithm: string,
  buffer: Uint8Array,
): Promise<string> {
  if (algorithm === "crc32") {
    const { crc32 } = await import("node:zlib");
    using file = LocalSource.open(path);
    let value = 0;
    for (let count; (count = file.read(buffer)) > 0;) {
      value = crc32(buffer.subarray(0, count), value);
    }
    return value.toString(16).padStart(8, "0");
  }
  const { createHash } = await import("node:crypto");
  using file = LocalSource.open(path);
  const hash = createHash(algorithm);
  for (let count; (count = file.read(buffer)) > 0;) {
    hash.update(buffer.subarray(0, count));
  }
  return hash.digest("hex");
}
