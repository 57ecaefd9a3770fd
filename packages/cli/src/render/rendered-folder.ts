import { randomBytes } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { RenderedFile } from '@loki-adoption/config-renderers';
import { errorMessage, UserError } from '@loki-adoption/errors';

/** Lies in every rendered folder and names what was rendered there, so that the next render may take the folder's place. */
const MANIFEST = '.adopt-render.json';

/** What Terraform reads. */
const VARIABLES = 'terraform.tfvars.json';

interface Manifest {
  readonly environment: string;
  /** Paths from the folder, with `/`. */
  readonly files: readonly string[];
}

/** A rendered folder that is complete, but still beside the one whose place it takes. Plain data: a thread can hand it over. */
export interface StagedFolder {
  readonly environment: string;
  /** As it was asked for. */
  readonly folder: string;
  readonly target: string;
  readonly fresh: string;
  readonly old: string;
  /** Paths from the folder. */
  readonly files: readonly string[];
}

/** Writes the files of an environment into a folder that is either new, empty or an earlier render, as a whole. */
export function writeRendered(folder: string, environment: string, files: readonly RenderedFile[]): void {
  const staged = stageRendered(folder, environment, files);
  try {
    commitStaged(staged);
  } finally {
    discardStaged(staged);
  }
}

/** Writes the files beside the folder. Throws a `UserError` when that fails or the folder holds anything else. */
export function stageRendered(folder: string, environment: string, files: readonly RenderedFile[]): StagedFolder {
  const target = targetOf(folder);
  requireReplaceable(target);
  const token = randomBytes(6).toString('hex');
  const beside = (kind: string) => join(dirname(target), `.${basename(target)}.${token}.${kind}`);
  const paths = files.map(({ path }) => path);
  const staged = { environment, folder, target, fresh: beside('new'), old: beside('old'), files: paths };
  try {
    writeFiles(staged.fresh, environment, files);
  } catch (error) {
    discardStaged(staged);
    throw cantWrite(folder, error);
  }
  return staged;
}

/** Takes the place of the folder; when that fails the folder is as it was. */
export function commitStaged({ folder, target, fresh, old }: StagedFolder): void {
  try {
    const replaces = exists(target);
    if (replaces) renameSync(target, old);
    try {
      renameSync(fresh, target);
    } catch (error) {
      if (replaces) renameSync(old, target);
      throw error;
    }
  } catch (error) {
    throw cantWrite(folder, error);
  }
  rmSync(old, { recursive: true, force: true });
}

/** Removes what is beside the folder; nothing once it was committed. */
export function discardStaged({ fresh }: StagedFolder): void {
  rmSync(fresh, { recursive: true, force: true });
}

/** The environment that a folder is a render of; undefined when it is none. */
export function renderedEnvironment(folder: string): string | undefined {
  return readManifest(folder)?.environment;
}

/** Refuses a folder with anything in it that no render wrote. */
export function requireReplaceable(folder: string): void {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isDirectory()) throw new UserError(`${folder} is a file: name a folder.`);
  const ours = new Set([MANIFEST, ...(readManifest(folder)?.files ?? [])]);
  const foreign = firstOf(filesBelow(folder), (path) => !ours.has(path));
  if (foreign === undefined) return;
  throw new UserError(
    `${folder} holds ${foreign}, which "adopt render" didn't write there: name another folder, or empty this one.`,
  );
}

function targetOf(folder: string): string {
  const target = exists(folder) ? realpathSync(folder) : resolve(folder);
  // The shell would be left in a folder that is gone.
  if (!relative(target, process.cwd()).startsWith('..')) {
    throw new UserError(`${folder} is or holds the folder that you are in: name one below it.`);
  }
  return target;
}

function writeFiles(folder: string, environment: string, files: readonly RenderedFile[]): void {
  mkdirSync(folder, { recursive: true });
  const made = new Set<string>();
  for (const { path, content } of files) {
    const parent = dirname(path);
    if (parent !== '.' && !made.has(parent)) mkdirSync(join(folder, parent), { recursive: true });
    made.add(parent);
    // Others read configurations, such as Grafana what is mounted into it. The variables hold all that a task is given.
    writeFileSync(join(folder, path), content, path === VARIABLES ? { mode: 0o600 } : {});
  }
  const manifest: Manifest = { environment, files: files.map(({ path }) => path) };
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
}

function readManifest(folder: string): Manifest | undefined {
  try {
    const { environment, files } = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as Partial<Manifest>;
    return typeof environment === 'string' && Array.isArray(files) ? { environment, files } : undefined;
  } catch {
    return undefined;
  }
}

/** Lazily, and never through a link: what is no folder counts as a file. */
function* filesBelow(folder: string, below = ''): Generator<string> {
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(folder, path);
    else yield path;
  }
}

function firstOf<T>(items: Iterable<T>, matches: (item: T) => boolean): T | undefined {
  for (const item of items) if (matches(item)) return item;
  return undefined;
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function cantWrite(folder: string, error: unknown): UserError {
  return new UserError(`${folder} can't be written, and is as it was: ${errorMessage(error)}`, { cause: error });
}
