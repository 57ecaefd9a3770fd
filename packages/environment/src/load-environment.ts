import { join } from 'node:path';
import { filesBelow, surveyEnvironments } from './adapters/file-system.ts';
import type { Deployment } from './core/affected/gone-environments.ts';
import { checkDocument } from './core/check-document.ts';
import { type Claim, claimsOf, collisionsBetween } from './core/collisions.ts';
import { type ReadChain, readChain } from './core/extends.ts';
import { locate, valueAt } from './core/located.ts';
import { PLAN_SUFFIX } from './core/names.ts';
import { LENIENT_RULES, RULES } from './core/rules/index.ts';
import { quote } from './core/wording.ts';
import type { LoadResult, Problem, ReadFile, ValuePath } from './model.ts';

const NAME = /^[a-z][a-z0-9-]{0,62}$/;

export interface LoadOptions {
  /** The folder that holds one folder for each environment. */
  readonly root: string;
  /** Reads from somewhere else, such as a git revision. Default: the file system, and nothing outside `root`. */
  readonly readFile?: ReadFile;
  /**
   * Takes what is refused today and may have been merged before: images without the digest they need, secrets among values, environments
   * that get into each other's way.
   */
  readonly lenient?: boolean;
}

/**
 * Loads environments of a checkout as `loadEnvironment` does, and compares them with all others that lie there: what two of them would
 * take from each other is a problem of both.
 */
export function loadEnvironments(names: readonly string[], options: LoadOptions): Map<string, LoadResult> {
  const { results, claims } = loadPart(names, options);
  if (options.lenient) return results;
  const collisions = collisionsBetween([...claims, ...readClaims(names, options)]);
  for (const [name, result] of results) {
    const more = collisions.get(name) ?? [];
    if (more.length === 0) continue;
    const problems = [...(result.ok ? [] : result.problems), ...more].sort(byPosition);
    results.set(name, { ok: false, problems, warnings: result.warnings });
  }
  return results;
}

/** Some environments of a checkout, and what they claim, for code that holds the claims of the others. */
export function loadPart(
  names: readonly string[],
  options: LoadOptions,
): { readonly results: Map<string, LoadResult>; readonly claims: Claim[] } {
  const results = new Map<string, LoadResult>();
  const claims: Claim[] = [];
  for (const name of names) {
    const chain = NAME.test(name) ? readChain(fileOf(name, options), sourceOf(options)) : undefined;
    results.set(name, loadChain(name, options, chain));
    if (chain?.tree !== undefined) claims.push(...claimsOf(name, chain.tree));
  }
  return { results, claims };
}

/** What the environments of a checkout claim, without those of `known`. */
export function readClaims(known: readonly string[], options: Omit<LoadOptions, 'lenient'>): Claim[] {
  const skipped = new Set(known);
  return surveyEnvironments(options.root).names.flatMap((name) => {
    const { tree } = skipped.has(name) ? {} : readChain(fileOf(name, options), sourceOf(options));
    return tree === undefined ? [] : claimsOf(name, tree);
  });
}

/** What is deployed of an environment, as far as it can be read: it need not be valid. */
export function readDeployment(name: string, options: Omit<LoadOptions, 'lenient'>): Deployment {
  const { tree } = readChain(fileOf(name, options), sourceOf(options));
  const text = (...path: ValuePath): string => {
    const value = tree && valueAt(tree, path);
    return typeof value === 'string' ? value : '';
  };
  const [account, cluster] = [text('aws', 'accountId'), text('cluster')];
  return {
    region: text('aws', 'region'),
    bucket: text('state', 'bucket'),
    key: text('state', 'key'),
    cluster: account === '' || cluster === '' ? '' : `${account}/${cluster}`,
  };
}

/**
 * Loads `<root>/<name>/environment.yaml` merged over what it extends. Never throws: all that is wrong comes back as
 * problems, sorted by file, line and column, each where the value was set. Syntax errors come alone, for what follows
 * them can't be trusted.
 */
export function loadEnvironment(name: string, options: LoadOptions): LoadResult {
  return loadChain(name, options, undefined);
}

function loadChain(name: string, options: LoadOptions, read: ReadChain | undefined): LoadResult {
  const refused = refusedName(name, options);
  if (refused !== undefined) {
    return { ok: false, problems: [{ ...refused, line: 1, column: 1, path: '' }], warnings: [] };
  }
  const chain = read ?? readChain(fileOf(name, options), sourceOf(options));
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

function fileOf(name: string, { root }: LoadOptions): string {
  return join(root, name, 'environment.yaml');
}

function sourceOf({ root, readFile }: LoadOptions) {
  return { root, readFile: readFile ?? filesBelow(root) };
}

function refusedName(name: string, options: LoadOptions): Pick<Problem, 'file' | 'message'> | undefined {
  if (!NAME.test(name)) {
    const message = `${quote(name)} is not the name of an environment: lower-case letters, digits and hyphens`;
    return { file: options.root, message };
  }
  if (options.lenient || !name.endsWith(PLAN_SUFFIX)) return undefined;
  const planned = name.slice(0, -PLAN_SUFFIX.length);
  const message = `${quote(name)} is the GitHub environment in which any pull request plans ${quote(planned)}: choose a name that doesn't end in ${PLAN_SUFFIX}`;
  return { file: fileOf(name, options), message };
}

function byPosition(a: Problem, b: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
