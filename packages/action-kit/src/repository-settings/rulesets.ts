import { isDeepStrictEqual } from 'node:util';
import type { GitHub } from '../github.ts';
import type { Repository } from './repository.ts';

type Body = NonNullable<Parameters<GitHub['rest']['repos']['createRepoRuleset']>[0]>;

/** A ruleset of a branch, in GitHub's words. */
export interface Ruleset {
  readonly name: string;
  readonly target: 'branch';
  readonly enforcement: 'active';
  readonly bypass_actors: NonNullable<Body['bypass_actors']>;
  readonly conditions: NonNullable<Body['conditions']>;
  readonly rules: NonNullable<Body['rules']>;
}

export interface Rule {
  readonly type: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export interface BranchRules {
  /** Rules of all active rulesets, the organization's included. */
  readonly rules: readonly Rule[];
  /** Who may pass by one of them; undefined: GitHub says it only to who may change the ruleset. */
  readonly bypass: readonly string[] | undefined;
}

/** https://docs.github.com/rest/repos/rules */
export async function readBranchRules({ github, owner, repo }: Repository, branch: string): Promise<BranchRules> {
  const rules = await github.paginate(github.rest.repos.getBranchRules, { owner, repo, branch, per_page: 100 });
  const ids = new Set(rules.flatMap((rule) => rule.ruleset_id ?? []));
  const bypass: string[] = [];
  let hidden = false;
  for (const ruleset_id of ids) {
    const { data } = await github.rest.repos.getRepoRuleset({ owner, repo, ruleset_id, includes_parents: true });
    if (data.bypass_actors === undefined) hidden = true;
    else bypass.push(...data.bypass_actors.map(({ actor_type, actor_id }) => `${actor_type} ${actor_id ?? ''}`.trim()));
  }
  return {
    rules: rules.map((rule) => ({
      type: rule.type,
      ...('parameters' in rule && rule.parameters && { parameters: { ...rule.parameters } }),
    })),
    bypass: hidden ? undefined : bypass,
  };
}

/** Makes the repository's ruleset of that name be like this; one that is so already is not written. */
export async function ensureRuleset({ github, owner, repo }: Repository, wanted: Ruleset): Promise<void> {
  const where = { owner, repo, includes_parents: false, per_page: 100 };
  const found = (await github.paginate(github.rest.repos.getRepoRulesets, where)).find(
    ({ name }) => name === wanted.name,
  );
  if (found === undefined) {
    await github.rest.repos.createRepoRuleset({ owner, repo, ...wanted });
    return;
  }
  const { data } = await github.rest.repos.getRepoRuleset({ owner, repo, ruleset_id: found.id });
  if (!holds(data, wanted)) {
    await github.rest.repos.updateRepoRuleset({ owner, repo, ruleset_id: found.id, ...wanted });
  }
}

/** Whether all that is wanted is so; GitHub adds what it calculates and defaults. */
function holds(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    return Array.isArray(actual) && actual.length === wanted.length && wanted.every((one, i) => holds(actual[i], one));
  }
  if (typeof wanted !== 'object' || wanted === null) return isDeepStrictEqual(actual, wanted);
  if (typeof actual !== 'object' || actual === null) return false;
  return Object.entries(wanted).every(([key, value]) => holds((actual as Record<string, unknown>)[key], value));
}

/** The number of GitHub Actions among the apps: another one on each Enterprise Server. */
export async function actionsAppId({ github }: Repository): Promise<number> {
  const { data } = await github.rest.apps.getBySlug({ app_slug: 'github-actions' });
  if (!data) throw new Error('GitHub described no app called github-actions');
  return data.id;
}
