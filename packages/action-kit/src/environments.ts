import { UserError } from '@loki-adoption/errors';
import { type GitHub, httpStatus } from './github.ts';

export interface RepositoryIds {
  readonly id: string;
  readonly ownerId: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

export interface EnvironmentSettings {
  readonly github: GitHub;
  readonly owner: string;
  readonly repo: string;
  /** Name of the GitHub environment. */
  readonly environment: string;
  /** Users, and teams as `organization/team`, one of whom has to approve. None: reviewers are left as they are. */
  readonly reviewers: readonly string[];
  /** The only branch that may use it; undefined: any. */
  readonly branch?: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** The numbers of a repository and of its owner, which stay when a name passes to somebody else. */
export async function lookUpRepository(github: GitHub, owner: string, repo: string): Promise<RepositoryIds> {
  const { data } = await github.rest.repos.get({ owner, repo });
  return { id: String(data.id), ownerId: String(data.owner.id), createdAt: data.created_at };
}

/** Creates or changes an environment: who has to approve, from which branch, with which variables. Run again, it changes nothing. */
export async function configureEnvironment(settings: EnvironmentSettings): Promise<void> {
  const { github, owner, repo, environment, reviewers, branch, variables } = settings;
  const found = await Promise.all(reviewers.map((reviewer) => lookUpReviewer(github, reviewer)));
  await github.rest.repos.createOrUpdateEnvironment({
    owner,
    repo,
    environment_name: environment,
    ...(found.length > 0 && { reviewers: found, prevent_self_review: true }),
    ...(branch !== undefined && {
      deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
    }),
  });
  if (branch !== undefined) await allowBranch(settings, branch);
  for (const [name, value] of Object.entries(variables)) await setVariable(settings, name, value);
}

async function lookUpReviewer(github: GitHub, reviewer: string): Promise<{ type: 'User' | 'Team'; id: number }> {
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

async function allowBranch({ github, owner, repo, environment }: EnvironmentSettings, name: string): Promise<void> {
  const where = { owner, repo, environment_name: environment };
  const { data } = await github.rest.repos.listDeploymentBranchPolicies(where);
  if (data.branch_policies.some((policy) => policy.name === name)) return;
  await github.rest.repos.createDeploymentBranchPolicy({ ...where, name });
}

async function setVariable(settings: EnvironmentSettings, name: string, value: string): Promise<void> {
  const { github, owner, repo, environment } = settings;
  const where = { owner, repo, environment_name: environment, name };
  try {
    const { data } = await github.rest.actions.getEnvironmentVariable(where);
    if (data.value === value) return;
  } catch (error) {
    if (httpStatus(error) !== 404) throw error;
    await github.rest.actions.createEnvironmentVariable({ ...where, value });
    return;
  }
  await github.rest.actions.updateEnvironmentVariable({ ...where, value });
}
