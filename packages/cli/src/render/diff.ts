import { diffRendered, type RenderedFile, renderEnvironment } from '@loki-adoption/config-renderers';
import { listEnvironments } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import type { Context } from '../context.ts';
import { environmentsFolder, requireEnvironments } from '../environments.ts';
import { UsageError } from '../exit-codes.ts';
import { environmentsAt, renderAt } from './environments-at.ts';

/** Unified diff of what one environment renders to. */
export interface EnvironmentDiff {
  readonly environment: string;
  readonly diff: string;
}

interface Side {
  /** As messages call it. */
  readonly title: string;
  readonly names: readonly string[];
  render(name: string): RenderedFile[];
}

/**
 * Compares what environments render to at a commit with the working tree (`main`), or at two commits (`main..topic`; a
 * side left out is HEAD). No names: every environment of either side. An environment that one side doesn't have is
 * all new, or all gone; with several the paths begin with its name.
 */
export function diffEnvironments(context: Context, range: string, names: readonly string[]): EnvironmentDiff[] {
  const [before, after] = sidesOf(context, range);
  const known = new Set([...before.names, ...after.names]);
  const wanted = names.length > 0 ? [...new Set(names)] : [...known].sort();
  const unknown = wanted.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new UserError(`There is no environment "${unknown[0]}", neither at ${before.title} nor ${after.title}.`);
  }
  const below = names.length === 1 ? '' : undefined;
  return wanted.map((environment) => {
    const render = (side: Side) => prefixed(side.render(environment), below ?? `${environment}/`);
    return { environment, diff: diffRendered(render(before), render(after)) };
  });
}

function sidesOf(context: Context, range: string): [before: Side, after: Side] {
  if (range.includes('...')) {
    throw new UsageError(`--diff is "${range}": name two commits as a..b; "git merge-base a b" finds where they part.`);
  }
  const [base = '', head] = range.split('..');
  return [commit(context, base || 'HEAD'), head === undefined ? workingTree(context) : commit(context, head || 'HEAD')];
}

function commit(context: Context, ref: string): Side {
  const at = environmentsAt(context, ref);
  return { title: ref, names: at.names, render: (name) => renderAt(at, name) };
}

function workingTree(context: Context): Side {
  const names = listEnvironments(environmentsFolder(context.root));
  return {
    title: 'in this checkout',
    names,
    render: (name) =>
      names.includes(name)
        ? requireEnvironments(context, [name]).flatMap(({ environment }) => renderEnvironment(environment))
        : [],
  };
}

function prefixed(files: readonly RenderedFile[], prefix: string): RenderedFile[] {
  return files.map(({ path, content }) => ({ path: `${prefix}${path}`, content }));
}
