// Copyright 2026 the wininet authors. MIT license.

/**
 * The implementation of the functions in `trees.ts`, which load it when they
 * are called.
 *
 * @module
 */

export { createPath as makePath } from "./create.ts";
export { startDownload } from "./download.ts";
export { downloadGopher, walkGopher } from "./gopher.ts";
export { runFtpJob } from "./job.ts";
export { Removal } from "./remove.ts";
export { startUpload } from "./upload.ts";
export { walkFtp } from "./walk.ts";
