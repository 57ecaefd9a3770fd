import { relative } from 'node:path';
import {
  type AffectedEnvironment,
  affectedEnvironments,
  changedCode,
  type Deployment,
  type GoneEnvironment,
  goneEnvironments,
  isPackageManifest,
  listEnvironments,
  loadEnvironment,
  type RepositoryGraph,
  readDeployment,
  repositoryGraph,
  workspacePackage,
} from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { environmentsFolder } from '../environments.ts';
import { changedPaths, filesAt, findBase } from '../git.ts';
import { type JsonFlag, jsonFlag, note, report } from '../outcome.ts';
import { explainGone } from '../removal/explain-gone.ts';
import { environmentsAt } from '../render/environments-at.ts';

interface Flags extends JsonFlag {
  readonly base?: string;
  readonly head: string;
  readonly mergeBase: boolean;
  readonly all: boolean;
}

/** Jobs of one matrix in a run: https://docs.github.com/en/actions/reference/limits */
const LARGEST_MATRIX = 256;

export const affected = buildCommand({
  async func(this: Context, flags: Flags): Promise<void> {
    const { found, gone, code, notice } = compare(this, flags);
    const isWorkflow = Boolean(this.env['GITHUB_OUTPUT']);
    const isTooMany = isWorkflow && found.length > LARGEST_MATRIX;
    const said = [...(notice ? [notice] : []), ...gone.map(explainGone)];
    if (isTooMany) {
      said.push(
        `${found.length} environments are affected, and a matrix has at most ${LARGEST_MATRIX} jobs: split the change`,
      );
    }
    for (const each of said) note(this, each);
    if (isWorkflow) {
      const { setOutputs, warning } = await import('@loki-adoption/action-kit');
      if (!flags.json) for (const each of said) warning(each);
      const names = (of: readonly { environment: string }[]) =>
        JSON.stringify(of.map(({ environment }) => environment));
      if (!isTooMany) setOutputs({ environments: names(found), gone: names(gone), code: code.join('\n') });
    }
    const text = found.map(describe).join('\n') || 'no environment is affected';
    report(this, flags, { text, data: { affected: found, gone, notice: notice ?? null }, failed: isTooMany });
  },
  parameters: {
    flags: {
      ...jsonFlag,
      base: {
        kind: 'parsed',
        parse: String,
        brief: 'Commit to compare with; where there is none, every environment is affected',
        optional: true,
        placeholder: 'ref',
      },
      head: { kind: 'parsed', parse: String, brief: 'Commit to look at', default: 'HEAD', placeholder: 'ref' },
      mergeBase: {
        kind: 'boolean',
        brief:
          "Leave out what only the base has: compare with the newest commit that both have, as a branch's pull request does",
        default: false,
        withNegated: false,
      },
      all: { kind: 'boolean', brief: 'Every environment', default: false, withNegated: false },
    },
  },
  docs: { brief: 'Which environments a change touches, and which it leaves behind' },
});

interface Comparison {
  readonly found: readonly AffectedEnvironment[];
  readonly gone: readonly GoneEnvironment[];
  readonly code: readonly string[];
  /** Why there was nothing to compare with although a base was named. */
  readonly notice?: string;
}

/** Where there is nothing to compare with, every environment is affected: one that is left out would never be deployed. */
function compare(context: Context, flags: Flags): Comparison {
  const { root } = context;
  const environments = listEnvironments(environmentsFolder(root));
  const all = (reason: string) => ({
    found: environments.map((environment) => ({ environment, because: [reason], why: [] })),
    gone: [],
    code: [],
  });
  if (flags.all) return all('all are asked for');
  if (flags.base === undefined) throw new UserError('Name the commit to compare with: --base REF (or --all).');
  const base = findBase(root, flags.base, flags.mergeBase ? flags.head : undefined);
  if (base.commit === undefined) {
    const notice = `Every environment counts as affected, and what is gone isn't known, for there is nothing to compare with: ${base.reason}`;
    return { ...all(base.reason), notice };
  }
  const changed = changedPaths(root, base.commit, flags.head);
  const graph = graphAt(root, base.commit, flags.head);
  return {
    found: affectedEnvironments({ environments, files: filesOf(root, environments), changed, graph }),
    gone: goneSince(context, base.commit, environments),
    code: changedCode(changed, graph),
  };
}

function goneSince(context: Context, base: string, environments: readonly string[]): GoneEnvironment[] {
  const at = environmentsAt(context, base);
  const root = environmentsFolder(context.root);
  const deployments = (names: readonly string[], read: (name: string) => Deployment) =>
    new Map(names.map((name) => [name, read(name)]));
  return goneEnvironments(
    deployments(at.names, at.deployment),
    deployments(environments, (name) => readDeployment(name, { root })),
  );
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
