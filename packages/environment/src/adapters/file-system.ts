import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { ReadFile } from '../model.ts';

/** Reads files below `root` only: a link that leads out of it is refused. */
export function filesBelow(root: string): ReadFile {
  let realRoot: string | undefined;
  return (path) => {
    realRoot ??= realpathSync.native(root);
    const real = realpathSync.native(path);
    const fromRoot = relative(realRoot, real);
    if (fromRoot === '..' || fromRoot.startsWith(`..${sep}`)) throw new Error('it is a link to a file elsewhere');
    return readFileSync(real, 'utf8');
  };
}

/** Names of the environments below `root`: the folders that hold an environment.yaml, sorted. */
export function listEnvironments(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isFile(join(root, entry.name, 'environment.yaml')))
    .map((entry) => entry.name)
    .sort();
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
