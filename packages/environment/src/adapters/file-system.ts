import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { UserError } from '@loki-adoption/errors';
import { formatProblem } from '../format-problem.ts';
import type { Problem, ReadFile } from '../model.ts';

const FILE = 'environment.yaml';

/**
 * Reads files below `root` only, and through no link: git knows a link by its own text, so a change of what it leads to would touch no
 * environment.
 */
export function filesBelow(root: string): ReadFile {
  let realRoot: string | undefined;
  return (path) => {
    const link = linkOn(root, path);
    if (link !== undefined) throw new Error(linkRefusal(link === relative(root, path) ? 'it' : link));
    realRoot ??= realpathSync.native(root);
    const fromRoot = relative(realRoot, realpathSync.native(path));
    if (fromRoot === '..' || fromRoot.startsWith(`..${sep}`)) throw new Error('it lies elsewhere');
    return readFileSync(path, 'utf8');
  };
}

/** The first link on the way from `root` to a file, as a path from `root`. */
function linkOn(root: string, path: string): string | undefined {
  const steps = relative(root, path).split(sep);
  return steps
    .map((_, index) => join(...steps.slice(0, index + 1)))
    .find((step) => lstatSync(join(root, step), { throwIfNoEntry: false })?.isSymbolicLink());
}

function linkRefusal(what: string): string {
  return `${what} is a symbolic link, and a change of what it leads to would not be seen: put a file there, and share with extends`;
}

/** The folders below `root`: those that hold an environment, sorted, and what is wrong with the others. */
export function surveyEnvironments(root: string): {
  readonly names: readonly string[];
  readonly problems: readonly Problem[];
} {
  const names: string[] = [];
  const problems: Problem[] = [];
  const refuse = (file: string, message: string) => problems.push({ file, line: 1, column: 1, path: '', message });
  for (const entry of entriesOf(root).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const folder = join(root, entry.name);
    if (entry.isSymbolicLink()) {
      if (!isFile(folder)) refuse(folder, linkRefusal('this'));
    } else if (!entry.isDirectory() || isHidden(entry.name)) {
    } else if (isThere(join(folder, '.git'))) {
      refuse(folder, 'is a submodule, of which git shows no file that changes: put the files into this repository');
    } else {
      const inside = entriesOf(folder);
      const isEnvironment = inside.some(({ name }) => name === FILE);
      const remedy = remedyOf(folder, inside);
      if (isEnvironment) names.push(entry.name);
      if (!isEnvironment) refuse(folder, `has no ${FILE}, so it is not an environment: ${remedy ?? REMEDY}`);
      else if (remedy !== undefined) refuse(folder, `is an environment, and has another in it: ${remedy}`);
    }
  }
  return { names, problems };
}

/** Names of the environments below `root`, sorted. `UserError` for every folder that looks like one and isn't. */
export function listEnvironments(root: string): string[] {
  const { names, problems } = surveyEnvironments(root);
  if (problems.length > 0) throw new UserError(problems.map((problem) => formatProblem(problem)).join('\n'));
  return [...names];
}

const REMEDY = 'add the file, or remove the folder. Layers that environments extend lie beside the folders';

/** What makes an environment of what nobody reads. */
function remedyOf(folder: string, inside: ReturnType<typeof entriesOf>): string | undefined {
  const misnamed = inside.find(({ name }) => name !== FILE && /^environments?\.ya?ml$/i.test(name));
  if (misnamed !== undefined) return `${misnamed.name} has to be called ${FILE}`;
  const nested = inside.find((entry) => entry.isDirectory() && isThere(join(folder, entry.name, FILE)));
  return nested && `${nested.name} has to lie one folder higher`;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new UserError(`${folder} can't be read: is this the root of the repository?`, { cause: error });
  }
}

function isHidden(name: string): boolean {
  return name.startsWith('.');
}

/** Links that lead nowhere count: what is wrong with them is said when they are read. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
