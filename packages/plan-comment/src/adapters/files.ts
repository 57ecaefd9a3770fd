import { closeSync, globSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { errorMessage, UserError } from '@loki-adoption/errors';
import { parsePlan } from '../core/read/parse-plan.ts';
import type { Plan } from '../core/read/plan.ts';

/**
 * Reads plans from paths or globs, in their order and each file once; gzip is unpacked.
 *
 * @throws UserError when a pattern finds nothing or a file is not a plan.
 */
export function readPlanFiles(patterns: readonly string[]): Plan[] {
  const paths = [...new Set(patterns.flatMap(expand))];
  return paths.flatMap((path) => {
    const bytes = readBytes(path);
    const plans = parsePlan(bytes, path);
    release(bytes);
    return plans;
  });
}

/** Gives back the memory of a file at once: the garbage collector doesn't count it and may keep it to the end of the run. */
function release({ buffer, byteLength }: Buffer): void {
  const isShared = buffer.byteLength !== byteLength;
  if (buffer instanceof ArrayBuffer && !isShared) buffer.transfer(0);
}

/** A text file that has to be there; gzip is unpacked. */
export function readTextFile(path: string): string {
  return readBytes(path)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}

/** Writes the pieces of a text one after the other, with pauses for other work; folders that are missing are made. */
export async function writeTextFile(path: string, pieces: Iterable<string>): Promise<void> {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(path, 'w');
    try {
      for (const batch of batches(pieces)) {
        writeFileSync(file, batch);
        await setImmediate();
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new UserError(`${path} can't be written: ${errorMessage(error)}`, { cause: error });
  }
}

const BATCH_CHARACTERS = 1 << 16;

function* batches(pieces: Iterable<string>): Generator<string> {
  let batch = '';
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < BATCH_CHARACTERS) continue;
    yield batch;
    batch = '';
  }
  yield batch;
}

function expand(pattern: string): string[] {
  if (!/[*?[{]/.test(pattern)) return [pattern];
  const found = globSync(pattern).sort();
  if (found.length === 0) throw new UserError(`No file matches ${pattern}: did the plan step write it?`);
  return found;
}

function readBytes(path: string): Buffer {
  const bytes = read(path);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    // Few plans are compressed, and zlib takes 3 ms to load.
    return process.getBuiltinModule('node:zlib').gunzipSync(bytes);
  } catch (error) {
    throw new UserError(`${path} is a damaged gzip file: ${errorMessage(error)}`, { cause: error });
  }
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'does not exist: did the step that should write it run?',
      EISDIR: 'is a directory, not a file: name the file in it.',
      EACCES: 'may not be read: give this user the permission to.',
      ERR_FS_FILE_TOO_LARGE: 'is larger than 2 GiB: plan in several parts.',
    };
    throw new UserError(`${path} ${reasons[String(code)] ?? `can't be read: ${errorMessage(error)}.`}`, {
      cause: error,
    });
  }
}
