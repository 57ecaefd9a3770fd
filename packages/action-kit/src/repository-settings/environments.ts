import { UserError } from '@loki-adoption/errors';
import { type GitHub, httpStatus } from '../github.ts';
import type { Repository } from './repository.ts';

export interface EnvironmentSettings {
  /** Users, and teams as `organization/team`, one of whom has to approve. */
  readonly reviewers: readonly string[];
  readonly preventSelfReview: boolean;
  /** Patterns of branches that may deploy; `protected`: those with a protection rule. */
  readonly branches: 'any' | 'protected' | readonly string[];
}

type Raw = Awaited<ReturnType<GitHub['rest']['repos']['getEnvironment']>>['data'];

interface Reviewer {
  readonly type: 'User' | 'Team';
  readonly id: number;
}

interface Changes {
  readonly reviewers?: Reviewer[];
  readonly prevent_self_review?: boolean;
  readonly deployment_branch_policy?: NonNullable<Raw['deployment_branch_policy']>;
}

/** https://docs.github.com/rest/deployments/environments: undefined where there is no such environment. */
export async function readEnvironment(repository: Repository, name: string): Promise<EnvironmentSettings | undefined> {
  const found = await getEnvironment(repository, name);
  if (found === undefined) return undefined;
  const rule = reviewersRule(found);
  return {
    reviewers: namesOf(repository, rule),
    preventSelfReview: rule?.prevent_self_review === true,
    branches: await branchesOf(repository, name, found.deployment_branch_policy),
  };
}

/** Makes an environment, and leaves one that is there as it is. */
export async function createEnvironment(repository: Repository, name: string): Promise<void> {
  if ((await getEnvironment(repository, name)) === undefined) await put(repository, name, {}, undefined);
}

/** Lets only `branch` deploy. Other branches that somebody has let in are named, and stay. */
export async function restrictToBranch(repository: Repository, name: string, branch: string): Promise<void> {
  const found = await getEnvironment(repository, name);
  if (found?.deployment_branch_policy?.custom_branch_policies !== true) {
    const policy = { protected_branches: false, custom_branch_policies: true };
    await put(repository, name, { deployment_branch_policy: policy }, found);
  }
  const { github, owner, repo } = repository;
  const branches = await branchPatterns(repository, name);
  if (!branches.includes(branch)) {
    await github.rest.repos.createDeploymentBranchPolicy({ owner, repo, environment_name: name, name: branch });
  }
  const others = branches.filter((other) => other !== branch);
  if (others.length > 0) throw new UserError(`The environment ${name} also lets ${others.join(', ')} deploy.`);
}

/** Makes these the reviewers, and nobody the reviewer of their own deployment. */
export async function requireReviewers(
  repository: Repository,
  name: string,
  reviewers: readonly string[],
): Promise<void> {
  const current = await getEnvironment(repository, name);
  const rule = current && reviewersRule(current);
  if (rule?.prevent_self_review === true && sameNames(namesOf(repository, rule), reviewers)) return;
  const found = await Promise.all(reviewers.map((reviewer) => lookUpReviewer(repository.github, reviewer)));
  await put(repository, name, { reviewers: found, prevent_self_review: true }, current);
}

/** Names on GitHub don't differ by case, and their order says nothing. */
export function sameNames(one: readonly string[], other: readonly string[]): boolean {
  const sorted = (names: readonly string[]) => [...new Set(names.map((name) => name.toLowerCase()))].sort().join();
  return sorted(one) === sorted(other);
}

async function getEnvironment({ github, owner, repo }: Repository, name: string): Promise<Raw | undefined> {
  try {
    return (await github.rest.repos.getEnvironment({ owner, repo, environment_name: name })).data;
  } catch (error) {
    if (httpStatus(error) === 404) return undefined;
    throw error;
  }
}

/** Sends what the environment has with what changes: what a request leaves out, GitHub may take away. */
async function put(
  { github, owner, repo }: Repository,
  name: string,
  changes: Changes,
  current: Raw | undefined,
): Promise<void> {
  const rule = current && reviewersRule(current);
  const timer = current?.protection_rules?.find((each) => each.type === 'wait_timer');
  const wait = timer && 'wait_timer' in timer ? timer.wait_timer : undefined;
  const reviewers = rule?.reviewers?.map(({ type, reviewer }) => ({ type: type ?? 'User', id: reviewer?.id ?? 0 }));
  await github.rest.repos.createOrUpdateEnvironment({
    owner,
    repo,
    environment_name: name,
    // A private repository may not send these two at all on some plans, not even empty.
    ...(wait !== undefined && wait > 0 && { wait_timer: wait }),
    ...(reviewers && { reviewers, prevent_self_review: rule?.prevent_self_review === true }),
    ...(current?.deployment_branch_policy && { deployment_branch_policy: current.deployment_branch_policy }),
    ...changes,
  });
}

interface ReviewersRule {
  readonly prevent_self_review?: boolean;
  readonly reviewers?: readonly {
    readonly type?: 'User' | 'Team';
    readonly reviewer?: { readonly id?: number; readonly login?: string; readonly slug?: string };
  }[];
}

const reviewersRule = (environment: Raw): ReviewersRule | undefined =>
  environment.protection_rules?.find((rule) => rule.type === 'required_reviewers') as ReviewersRule | undefined;

function namesOf({ owner }: Repository, rule: ReviewersRule | undefined): string[] {
  return (rule?.reviewers ?? []).map(({ reviewer }) => nameOf(owner, reviewer));
}

/** A team comes without its organization, which is the repository's owner: no other one's team may see it. */
function nameOf(owner: string, reviewer: { login?: string; slug?: string } | undefined): string {
  return reviewer?.login ?? `${owner}/${reviewer?.slug}`;
}

async function branchesOf(
  repository: Repository,
  name: string,
  policy: Raw['deployment_branch_policy'],
): Promise<EnvironmentSettings['branches']> {
  if (!policy) return 'any';
  return policy.protected_branches ? 'protected' : branchPatterns(repository, name);
}

async function branchPatterns({ github, owner, repo }: Repository, name: string): Promise<string[]> {
  const where = { owner, repo, environment_name: name, per_page: 100 };
  const { data } = await github.rest.repos.listDeploymentBranchPolicies(where);
  return data.branch_policies.map((policy) => policy.name ?? '');
}

async function lookUpReviewer(github: GitHub, reviewer: string): Promise<Reviewer> {
  const [org = '', team] = reviewer.split('/');
  try {
    if (team === undefined) {
      return { type: 'User', id: (await github.rest.users.getByUsername({ username: org })).data.id };
    }
    return { type: 'Team', id: (await github.rest.teams.getByName({ org, team_slug: team })).data.id };
  } catch (error) {
    if (httpStatus(error) !== 404) throw error;
    throw new UserError(
      `protection.approvers: GitHub knows no ${team === undefined ? 'user' : 'team'} "${reviewer}", or the token may not see it.`,
      { cause: error },
    );
  }
}
