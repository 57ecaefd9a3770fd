import {
  type BranchRules,
  codeOwnersErrors,
  type EnvironmentSettings,
  type ForkPolicy,
  httpStatus,
  type OidcSubject,
  type Repository,
  readBranchRules,
  readCodeOwners,
  readEnvironment,
  readForkPolicy,
  readOidcSubject,
  readWorkflowPermissions,
  type WorkflowPermissions,
} from '@loki-adoption/action-kit';
import { errorMessage } from '@loki-adoption/errors';
import { BRANCH } from '../ruleset.ts';

/** What GitHub said, or why nothing is known. */
export type Seen<T> = { readonly seen: T } | { readonly hidden: string };

/** What protects the roles, as it is. */
export interface View {
  /** Name → settings; undefined: there is no such environment. */
  readonly environments: ReadonlyMap<string, Seen<EnvironmentSettings | undefined>>;
  readonly rules: Seen<BranchRules>;
  readonly codeOwners: Seen<{ readonly text: string | undefined; readonly errors: readonly string[] }>;
  readonly workflows: Seen<WorkflowPermissions>;
  readonly forks: Seen<ForkPolicy>;
  readonly subject: Seen<OidcSubject>;
}

/** Reads all of it and changes nothing. What one call may not see doesn't keep the others from looking. */
export async function look(repository: Repository, names: readonly string[], isPrivate: boolean): Promise<View> {
  const environments = new Map<string, Seen<EnvironmentSettings | undefined>>();
  for (const name of names) environments.set(name, await ask('Actions', readEnvironment(repository, name)));
  return {
    environments,
    rules: await ask('Metadata', readBranchRules(repository, BRANCH)),
    codeOwners: await ask('Contents', lookAtCodeOwners(repository)),
    workflows: await ask('Administration', readWorkflowPermissions(repository)),
    forks: await ask('Administration', readForkPolicy(repository, isPrivate)),
    subject: await ask('Actions', readOidcSubject(repository)),
  };
}

async function lookAtCodeOwners(repository: Repository) {
  const text = await readCodeOwners(repository);
  return { text, errors: text === undefined ? [] : await codeOwnersErrors(repository) };
}

/** `permission` is what GitHub asks of an app for this. It says 404 as well as 403 where a token may not look. */
async function ask<T>(permission: string, answer: Promise<T>): Promise<Seen<T>> {
  try {
    return { seen: await answer };
  } catch (error) {
    const status = httpStatus(error);
    if (status === undefined) throw error;
    const lacking = status === 403 || status === 404 ? ` The token lacks the permission "${permission}: read".` : '';
    return { hidden: `GitHub answered ${status}: ${errorMessage(error)}.${lacking}` };
  }
}
