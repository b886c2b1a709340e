// Copyright 2026 the wininet authors. MIT license.

/**
 * Downloads in the synchronous mode of WinINet: a session without
 * INTERNET_FLAG_ASYNC, with `await` in the places where a program on Windows is
 * blocked. The next download starts when the previous one has ended.
 *
 * @module
 */

import {
  FtpGetFileSize,
  type HINTERNET,
  INTERNET_OPEN_TYPE_PRECONFIG,
  INTERNET_STATUS_HANDLE_CREATED,
  INTERNET_STATUS_REDIRECT,
  InternetOpen,
  InternetOpenUrl,
  InternetQueryDataAvailable,
  InternetReadFile,
  InternetSetStatusCallback,
  type StatusCallback,
} from "../mod.ts";
import {
  AGENT,
  BUFFER_SIZE,
  codeOf,
  Download,
  isSizeUnknown,
  limitTime,
  OPEN_FLAGS,
} from "./download.ts";
import { describeError } from "./download_text.ts";
import { traceTo } from "../_cli/trace_file.ts";

/**
 * Runs all downloads, one after another.
 *
 * @param downloads The downloads to run.
 * @param timeout The maximum time of a download in milliseconds; it is then
 * interrupted.
 * @param trace The file for a trace, or `null`.
 */
export async function downloadInTurn(
  downloads: readonly Download[],
  timeout: number,
  trace: string | null = null,
): Promise<void> {
  await using hInternet = InternetOpen(AGENT, INTERNET_OPEN_TYPE_PRECONFIG);
  using _trace = traceTo(trace, hInternet);
  InternetSetStatusCallback(hInternet, onStatus);
  for (const download of downloads) {
    const stopClock = limitTime(download, timeout);
    download.start();
    try {
      await transfer(hInternet, download);
      download.complete();
    } catch (error) {
      download.fail(describeError(codeOf(error)));
    } finally {
      stopClock();
    }
  }
}

/**
 * The callback of a synchronous program only observes. Here it receives the
 * handle before the call that creates it has ended, so that a timer can close
 * it.
 */
const onStatus: StatusCallback = (
  _hInternet,
  dwContext,
  dwInternetStatus,
  lpvStatusInformation,
) => {
  if (!(dwContext instanceof Download)) return;
  switch (dwInternetStatus) {
    case INTERNET_STATUS_HANDLE_CREATED:
      return dwContext.adopt(lpvStatusInformation);
    case INTERNET_STATUS_REDIRECT:
      dwContext.url = lpvStatusInformation;
  }
};

async function transfer(
  hInternet: HINTERNET,
  download: Download,
): Promise<void> {
  const buffer = new Uint8Array(BUFFER_SIZE);
  const hUrl = await InternetOpenUrl(
    hInternet,
    download.url,
    null,
    OPEN_FLAGS,
    download,
  );
  download.answer(hUrl);
  if (download.ftp) download.total = await sizeOf(hUrl);
  while (!download.over) {
    const available = await InternetQueryDataAvailable(hUrl);
    if (available === 0) return;
    const read = await InternetReadFile(hUrl, buffer.subarray(0, available));
    download.receive(buffer.subarray(0, read));
  }
}

/** Returns the size of a file on an FTP server, or `null` if the server does not report it. */
async function sizeOf(hUrl: HINTERNET): Promise<number | null> {
  try {
    return await FtpGetFileSize(hUrl);
  } catch (error) {
    if (isSizeUnknown(codeOf(error))) return null;
    throw error;
  }
}
