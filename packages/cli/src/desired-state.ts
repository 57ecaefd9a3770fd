import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import {
  formatProblem,
  listEnvironments,
  loadEnvironments,
  setValue,
  type ValuePath,
} from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { environmentsFolder } from './environments.ts';
import { replaceFiles, textOf } from './replace-files.ts';

/**
 * Sets a value in a file of desired state, comments kept, and returns the file's path from the root. `UserError`, and
 * nothing written, when an environment that was valid would no longer be, or when none reads the value.
 */
export function writeValue(root: string, file: string, path: ValuePath, value: unknown): string {
  const folder = environmentsFolder(root);
  const target = resolve(file);
  const shown = relative(root, target);
  if (relative(folder, target).startsWith('..')) throw new UserError(`${shown} is no file below ${folder}.`);
  const source = sourceOf(target, shown);
  const edited = setValue(source, path, value);
  const readEdited = (asked: string) => (resolve(asked) === target ? edited : readFileSync(asked, 'utf8'));
  let used = false;
  const names = listEnvironments(folder);
  const before = loadEnvironments(names, { root: folder });
  for (const [name, after] of loadEnvironments(names, { root: folder, readFile: readEdited })) {
    if (before.get(name)?.ok === true && !after.ok) {
      throw new UserError(`${shown} stays as it is: ${after.problems.map((each) => formatProblem(each)).join('\n')}`);
    }
    used ||= after.ok && after.files.some((each) => resolve(each) === target);
  }
  if (!used) throw new UserError(`${shown} stays as it is: no valid environment reads it.`);
  replaceFiles([{ file: target, before: source, after: edited }]);
  return shown;
}

function sourceOf(file: string, shown: string): string {
  try {
    return textOf(file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${shown} can't be read. Name a file such as environments/base.yaml.`, { cause: error });
  }
}
