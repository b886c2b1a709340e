// Copyright 2026 the wininet authors. MIT license.
// The types of @std/streams 1.x for what the tests use.

export function toArrayBuffer(
  readableStream: ReadableStream<Uint8Array>,
): Promise<ArrayBuffer>;
export function toBlob(stream: ReadableStream<Uint8Array>): Promise<Blob>;
export function toJson(readableStream: ReadableStream): Promise<unknown>;
export function toText(readableStream: ReadableStream): Promise<string>;

export function concatReadableStreams<T>(
  ...streams: ReadableStream<T>[]
): ReadableStream<T>;
export function mergeReadableStreams<T>(
  ...streams: ReadableStream<T>[]
): ReadableStream<T>;

export interface TextLineStreamOptions {
  allowCR?: boolean;
}
export class TextLineStream extends TransformStream<string, string> {
  constructor(options?: TextLineStreamOptions);
}

export interface LimitedBytesTransformStreamOptions {
  error?: boolean;
}
export class LimitedBytesTransformStream
  extends TransformStream<Uint8Array, Uint8Array> {
  constructor(size: number, options?: LimitedBytesTransformStreamOptions);
}
