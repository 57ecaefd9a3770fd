import { relative } from 'node:path';
import {
  type AffectedEnvironment,
  affectedEnvironments,
  changedCode,
  isPackageManifest,
  listEnvironments,
  loadEnvironment,
  type RepositoryGraph,
  repositoryGraph,
  workspacePackage,
} from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { environmentsFolder } from '../environments.ts';
import { changedPaths, filesAt, mergeBase } from '../git.ts';
import { type JsonFlag, jsonFlag, report } from '../outcome.ts';

interface Flags extends JsonFlag {
  readonly base?: string;
  readonly head: string;
  readonly all: boolean;
}

export const affected = buildCommand({
  async func(this: Context, flags: Flags): Promise<void> {
    const environments = listEnvironments(environmentsFolder(this.root));
    if (flags.base === undefined && !flags.all)
      throw new UserError('Name the commit to compare with: --base REF (or --all).');
    const change = flags.base === undefined ? undefined : changeBetween(this.root, flags.base, flags.head);
    const found =
      change === undefined
        ? environments.map((environment) => ({ environment, because: ['nothing to compare with'], why: [] }))
        : affectedEnvironments({ environments, files: filesOf(this.root, environments), ...change });
    if (this.env['GITHUB_OUTPUT']) {
      const { setOutputs } = await import('@loki-adoption/action-kit');
      const code = change === undefined ? [] : changedCode(change.changed, change.graph);
      setOutputs({ environments: JSON.stringify(found.map((each) => each.environment)), code: code.join('\n') });
    }
    const text = found.map(describe).join('\n');
    report(this, flags, { text: text || 'no environment is affected', data: found });
  },
  parameters: {
    flags: {
      ...jsonFlag,
      base: { kind: 'parsed', parse: String, brief: 'Commit to compare with', optional: true, placeholder: 'ref' },
      head: { kind: 'parsed', parse: String, brief: 'Commit to look at', default: 'HEAD', placeholder: 'ref' },
      all: { kind: 'boolean', brief: 'Every environment', default: false, withNegated: false },
    },
  },
  docs: { brief: 'Which environments a change touches' },
});

/** What `head` changes; undefined where there is nothing to compare with. */
function changeBetween(
  root: string,
  base: string,
  head: string,
): { readonly changed: readonly string[]; readonly graph: RepositoryGraph } | undefined {
  const changed = changedPaths(root, base, head);
  return changed && { changed, graph: graphAt(root, mergeBase(root, base, head), head) };
}

/** What feeds what in the repository, as any of some commits has it. */
export function graphAt(root: string, ...commits: readonly string[]): RepositoryGraph {
  return repositoryGraph(
    commits.map((commit) =>
      [...filesAt(root, commit, 'packages', isPackageManifest)].map(([path, text]) => workspacePackage(path, text)),
    ),
  );
}

/** The environment, and below it each file that touches it with the way that takes. */
export function describe({ environment, because, why }: AffectedEnvironment): string {
  if (why.length === 0) return `${environment}: ${because.join(', ')}`;
  return [
    environment,
    ...why.map(({ file, through }) => `  ${[file, ...through.filter((step) => step !== file)].join(' → ')}`),
  ].join('\n');
}

/** What each environment is merged from, by path from the root; one that isn't valid has only its own folder. */
export function filesOf(root: string, environments: readonly string[]): Record<string, string[]> {
  const loaded = environments.map((name) => [name, loadEnvironment(name, { root: environmentsFolder(root) })] as const);
  return Object.fromEntries(
    loaded.map(([name, result]) => [name, result.ok ? result.files.map((file) => slashed(root, file)) : []]),
  );
}

function slashed(root: string, file: string): string {
  return relative(root, file).replaceAll('\\', '/');
}
