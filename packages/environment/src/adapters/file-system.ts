import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
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

interface Survey {
  readonly names: readonly string[];
  /** Paths of the files that environments may extend. */
  readonly layers: readonly string[];
  /** What is wrong with a folder, be it an environment or not. */
  readonly problems: readonly Problem[];
}

/** What lies below `root`, sorted: environments, layers of theirs, and what was meant to be one of both and isn't. */
export function surveyEnvironments(root: string): Survey {
  const [names, layers, problems]: [string[], string[], Problem[]] = [[], [], []];
  for (const entry of entriesOf(root).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(root, entry.name);
    const inside = entry.isDirectory() && !entry.name.startsWith('.') ? entriesOf(path) : undefined;
    if (entry.isFile() && /\.ya?ml$/i.test(entry.name)) layers.push(path);
    if (inside?.some(({ name }) => name === FILE)) names.push(entry.name);
    const message =
      entry.isSymbolicLink() && !isFile(path) ? linkRefusal('this') : inside && folderProblem(path, inside);
    if (message !== undefined) problems.push({ file: path, line: 1, column: 1, path: '', message });
  }
  return { names, layers, problems };
}

function folderProblem(folder: string, inside: readonly Dirent[]): string | undefined {
  if (inside.some(({ name }) => name === '.git')) {
    return 'is a submodule, of which git shows no file that changes: put the files into this repository';
  }
  const remedy = remedyOf(folder, inside);
  if (!inside.some(({ name }) => name === FILE))
    return `has no ${FILE}, so it is not an environment: ${remedy ?? REMEDY}`;
  return remedy && `is an environment, and has another in it: ${remedy}`;
}

/** Names of the environments below `root`, sorted. `UserError` for every folder that looks like one and isn't. */
export function listEnvironments(root: string): string[] {
  const { names, problems } = surveyEnvironments(root);
  if (problems.length > 0) throw new UserError(problems.map((problem) => formatProblem(problem)).join('\n'));
  return [...names];
}

const REMEDY = 'add the file, or remove the folder. Layers that environments extend lie beside the folders';

/** What makes an environment of what nobody reads. */
function remedyOf(folder: string, inside: readonly Dirent[]): string | undefined {
  const misnamed = inside.find(({ name }) => name !== FILE && /^environments?\.ya?ml$/i.test(name));
  if (misnamed !== undefined) return `${misnamed.name} has to be called ${FILE}`;
  const nested = inside.find((entry) => entry.isDirectory() && isThere(join(folder, entry.name, FILE)));
  return nested && `${nested.name} has to lie one folder higher`;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new UserError(`${folder} can't be read: is this the root of the repository?`, { cause: error });
  }
}

/** Links that lead nowhere count: what is wrong with them is said when they are read. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
