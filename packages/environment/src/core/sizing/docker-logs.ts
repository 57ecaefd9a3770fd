/**
 * What Docker's log files hold while the sidecar can't send. Measured on Docker 20.10.24 and with the logging code of moby 28.5.2, a
 * reader held up: nothing is lost over two rotations, whole files are over three. A file may be full when the outage begins, so what is
 * sure is what one file holds.
 */

/** A file of Docker's cache beside `awslogs`. Options of the cache are accepted and not read; there are five such files, compressed. */
const CACHE_FILE_BYTES = 20 * 2 ** 20;
/** The cache adds 22 bytes to a line: a fifth of one of 100 bytes. */
const CACHE_OVERHEAD = 1.25;

/** `json-file` adds 66 bytes to a line and one to each quotation mark: 195 bytes of JSON take 285, and 40 bytes 2.7 times as much. */
const JSON_FILE_OVERHEAD = 3;
/** `json-file` retains the file that is written and the one before. */
export const JSON_FILES = 2;
const SMALLEST_JSON_FILE_BYTES = 20e6;

/** For how many seconds the cache beside `awslogs` holds what a container writes, in bytes a second. */
export function cachedSeconds(bytesPerSecond: number): number {
  return Math.floor(CACHE_FILE_BYTES / (CACHE_OVERHEAD * bytesPerSecond));
}

/** Bytes of a file of `json-file` that holds what a container writes in `seconds`. */
export function jsonFileBytes(bytesPerSecond: number, seconds: number): number {
  return Math.max(Math.ceil(JSON_FILE_OVERHEAD * bytesPerSecond * seconds), SMALLEST_JSON_FILE_BYTES);
}
