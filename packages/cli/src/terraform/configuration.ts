import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isTerraformFile } from './foreign-programs.ts';

/** What Terraform reads in these folders as it lies there, links as well: path from `root` → text. */
export function configurationOf(root: string, folders: readonly string[]): ReadonlyMap<string, string> {
  const paths = new Set(folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name))));
  return new Map(
    [...paths]
      .filter(isTerraformFile)
      .map((path) => [relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
  );
}
