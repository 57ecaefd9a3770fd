import { join } from 'node:path';
import { filesBelow } from './adapters/file-system.ts';
import { checkDocument } from './core/check-document.ts';
import { readChain } from './core/extends.ts';
import { locate } from './core/located.ts';
import { LENIENT_RULES, RULES } from './core/rules/index.ts';
import { quote } from './core/wording.ts';
import type { LoadResult, Problem, ReadFile } from './model.ts';

export interface LoadOptions {
  /** The folder that holds one folder for each environment. */
  readonly root: string;
  /** Reads from somewhere else, such as a git revision. Default: the file system, and nothing outside `root`. */
  readonly readFile?: ReadFile;
  /** Takes what is refused today and may have been merged before: images without the digest they need, secrets among values. */
  readonly lenient?: boolean;
}

/**
 * Loads `<root>/<name>/environment.yaml` merged over what it extends. Never throws: all that is wrong comes back as
 * problems, sorted by file, line and column, each where the value was set. Syntax errors come alone, for what follows
 * them can't be trusted.
 */
export function loadEnvironment(name: string, options: LoadOptions): LoadResult {
  const file = join(options.root, name, 'environment.yaml');
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(name)) {
    const message = `${quote(name)} is not the name of an environment: lower-case letters, digits and hyphens`;
    return { ok: false, problems: [{ file: options.root, line: 1, column: 1, path: '', message }], warnings: [] };
  }
  const chain = readChain(file, { root: options.root, readFile: options.readFile ?? filesBelow(options.root) });
  const { tree } = chain;
  const checked = tree && checkDocument(name, tree, options.lenient ? LENIENT_RULES : RULES);
  const problems = [...chain.problems, ...(checked?.problems ?? [])].sort(byPosition);
  const warnings = [...(checked?.warnings ?? [])].sort(byPosition);
  if (problems.length > 0 || !tree || !checked?.environment) return { ok: false, problems, warnings };
  const { environment, document } = checked;
  return {
    ok: true,
    environment,
    document,
    files: [...chain.files],
    warnings,
    locate: (path) => locate(tree, path),
  };
}

function byPosition(a: Problem, b: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
