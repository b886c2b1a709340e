// Copyright 2026 the wininet authors. MIT license.

/**
 * Downloads the synchronous way of WinINet: a session without
 * INTERNET_FLAG_ASYNC, on which `await` stands where a program on Windows is
 * blocked. The next download begins when the one before is over.
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
 * Makes all downloads, one after the other.
 *
 * @param downloads What to download.
 * @param timeout Milliseconds after which a download is interrupted.
 * @param trace The file for a trace, `null` for none.
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
 * The callback of a synchronous program only watches. Here it learns the handle
 * before the call that makes it has ended, so that a timer can close it.
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

/** How long a file of an FTP server is, `null` when the server does not tell. */
async function sizeOf(hUrl: HINTERNET): Promise<number | null> {
  try {
    return await FtpGetFileSize(hUrl);
  } catch (error) {
    if (isSizeUnknown(codeOf(error))) return null;
    throw error;
  }
}
