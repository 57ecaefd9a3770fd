import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CODE_OWNERS_FILE, codeOwnersText } from './code-owners.ts';

/** Writes the file into the checkout; whether that changed it. */
export function writeCodeOwners(root: string, owner: string): boolean {
  const file = join(root, CODE_OWNERS_FILE);
  const text = codeOwnersText(owner);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return false;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
  return true;
}
