import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorMessage, UserError } from '@loki-adoption/errors';

export interface FileChange {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** The text of a file that can be written back byte for byte. */
export function textOf(file: string): string {
  const bytes = readFileSync(file);
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) throw new UserError(`${file} is not UTF-8: it can't be edited.`);
  return text;
}

/**
 * Replaces all of the files, or none: new texts lie beside the files before the first is renamed over its file, and what
 * was renamed goes back when a later one can't be. A file that isn't as it was read is left alone, with all others.
 */
export function replaceFiles(changes: readonly FileChange[], rename: typeof renameSync = renameSync): void {
  const staged: { file: string; before: string; temporary: string }[] = [];
  const done: typeof staged = [];
  try {
    for (const { file, before, after } of changes) {
      const temporary = besideOf(file);
      staged.push({ file, before, temporary });
      writeDurably(temporary, after, file);
    }
    for (const { file, before } of changes) {
      if (textOf(file) !== before) throw new Error(`${file} has changed meanwhile`);
    }
    for (const each of staged) {
      rename(each.temporary, each.file);
      done.push(each);
    }
  } catch (error) {
    for (const { file, before, temporary } of done) {
      writeDurably(temporary, before, file);
      rename(temporary, file);
    }
    throw new UserError(`Nothing is written: ${errorMessage(error)}`, { cause: error });
  } finally {
    for (const { temporary } of staged) rmSync(temporary, { force: true });
  }
}

function besideOf(file: string): string {
  return join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
}

function writeDurably(file: string, text: string, model: string): void {
  const descriptor = openSync(file, 'wx');
  try {
    fchmodSync(descriptor, statSync(model).mode);
    const bytes = Buffer.from(text, 'utf8');
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
