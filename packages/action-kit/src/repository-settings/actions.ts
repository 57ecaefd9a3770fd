import type { Repository } from './repository.ts';

export interface WorkflowPermissions {
  /** What GITHUB_TOKEN may do where a workflow doesn't say. */
  readonly default: 'read' | 'write';
  readonly mayApprove: boolean;
}

/** https://docs.github.com/rest/actions/permissions */
export async function readWorkflowPermissions({ github, owner, repo }: Repository): Promise<WorkflowPermissions> {
  const { data } = await github.rest.actions.getGithubActionsDefaultWorkflowPermissionsRepository({ owner, repo });
  return { default: data.default_workflow_permissions, mayApprove: data.can_approve_pull_request_reviews };
}

export async function restrictWorkflows(repository: Repository): Promise<void> {
  const current = await readWorkflowPermissions(repository);
  if (current.default === 'read' && !current.mayApprove) return;
  const { github, owner, repo } = repository;
  await github.rest.actions.setGithubActionsDefaultWorkflowPermissionsRepository({
    owner,
    repo,
    default_workflow_permissions: 'read',
    can_approve_pull_request_reviews: false,
  });
}

/** How pull requests of forks are treated; GitHub has other settings for public and for private repositories. */
export type ForkPolicy =
  | { readonly of: 'public'; readonly approval: string }
  | { readonly of: 'private'; readonly writeTokens: boolean; readonly secrets: boolean };

const PUBLIC_FORKS = '/repos/{owner}/{repo}/actions/permissions/fork-pr-contributor-approval';
const PRIVATE_FORKS = '/repos/{owner}/{repo}/actions/permissions/fork-pr-workflows-private-repos';

/** The strictest of them. */
export const EVERY_FORK = 'all_external_contributors';

export async function readForkPolicy(repository: Repository, isPrivate: boolean): Promise<ForkPolicy> {
  const { github, owner, repo } = repository;
  if (!isPrivate) {
    const { data } = await github.request(`GET ${PUBLIC_FORKS}`, { owner, repo });
    return { of: 'public', approval: data.approval_policy };
  }
  const { data } = await github.request(`GET ${PRIVATE_FORKS}`, { owner, repo });
  return {
    of: 'private',
    // Without such workflows the others have no effect.
    writeTokens: data.run_workflows_from_fork_pull_requests && data.send_write_tokens_to_workflows,
    secrets: data.run_workflows_from_fork_pull_requests && data.send_secrets_and_variables,
  };
}

export async function restrictForks(repository: Repository, isPrivate: boolean): Promise<void> {
  const { github, owner, repo } = repository;
  const current = await readForkPolicy(repository, isPrivate);
  if (current.of === 'public') {
    if (current.approval === EVERY_FORK) return;
    await github.request(`PUT ${PUBLIC_FORKS}`, { owner, repo, approval_policy: EVERY_FORK });
  } else if (current.writeTokens || current.secrets) {
    await github.request(`PUT ${PRIVATE_FORKS}`, {
      owner,
      repo,
      run_workflows_from_fork_pull_requests: true,
      send_write_tokens_to_workflows: false,
      send_secrets_and_variables: false,
    });
  }
}

export interface OidcSubject {
  readonly useDefault: boolean;
  /** Undefined: the repository doesn't say, and GitHub decides by its age. */
  readonly immutable: boolean | undefined;
}

/** https://docs.github.com/rest/actions/oidc */
export async function readOidcSubject({ github, owner, repo }: Repository): Promise<OidcSubject> {
  const { data } = await github.rest.actions.getCustomOidcSubClaimForRepo({ owner, repo });
  return {
    useDefault: data.use_default,
    immutable: (data as { use_immutable_subject?: boolean }).use_immutable_subject,
  };
}

export async function useDefaultSubject(repository: Repository, immutable: boolean): Promise<void> {
  const current = await readOidcSubject(repository);
  if (current.useDefault && (current.immutable ?? immutable) === immutable) return;
  const { github, owner, repo } = repository;
  const body = { use_default: true, use_immutable_subject: immutable };
  await github.rest.actions.setCustomOidcSubClaimForRepo({ owner, repo, ...body });
}
