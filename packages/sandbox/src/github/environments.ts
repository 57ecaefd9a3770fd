import { accountById, accountJson } from './accounts.ts';
import {
  type Api,
  ApiError,
  type Call,
  notFound,
  page,
  param,
  type Reply,
  type Routes,
  requireAdministration,
  requiredText,
} from './api.ts';
import type { EnvironmentRecord } from './state.ts';

/** https://docs.github.com/rest/deployments/environments and /branch-policies: reading takes "Actions", changing "Administration". */
export const environmentRoutes: Routes = {
  'GET environments': listEnvironments,
  'GET environments/:name': (api, call) => ({ status: 200, body: environmentJson(api, requireEnvironment(api, call)) }),
  'PUT environments/:name': putEnvironment,
  'GET environments/:name/deployment-branch-policies': listBranches,
  'POST environments/:name/deployment-branch-policies': allowBranch,
};

function listEnvironments(api: Api, call: Call): Reply {
  const found = api.state.data.environments;
  return page(api, call, found, (part) => ({
    total_count: found.length,
    environments: part.map((environment) => environmentJson(api, environment)),
  }));
}

/** What the body leaves out goes back to its default: a caller that wants to keep a rule has to send it. */
function putEnvironment(api: Api, call: Call): Reply {
  requireAdministration(call, 'write');
  const name = param(call, 'name');
  const { body } = call;
  const reviewers = (body['reviewers'] ?? []) as EnvironmentRecord['reviewers'];
  const gated = ['wait_timer', 'reviewers', 'prevent_self_review'].some((field) => field in body);
  if (gated && api.visibility === 'private' && api.plan !== 'enterprise') {
    throw new ApiError(
      422,
      'Failed to create the environment protection rule. Please ensure the billing plan supports the required reviewers protection rule.',
    );
  }
  if (body['prevent_self_review'] === true && reviewers.length === 0) {
    throw new ApiError(
      422,
      'Failed to create or update the environment protection rule. Required reviewers must have at least one reviewer to set prevent_self_review.',
    );
  }
  const unknown = reviewers.some(({ type, id }) => accountById(api, type, id) === undefined);
  if (unknown || reviewers.length > 6) throw new ApiError(422, 'Failed to create the environment protection rule.');
  const branchPolicy = (body['deployment_branch_policy'] ?? null) as EnvironmentRecord['branchPolicy'];
  if (branchPolicy !== null && branchPolicy.protected_branches === branchPolicy.custom_branch_policies) {
    throw new ApiError(422, 'protected_branches and custom_branch_policies can not have the same value.');
  }
  const earlier = findEnvironment(api, name);
  const environment: EnvironmentRecord = {
    id: earlier?.id ?? api.state.nextId(),
    name: earlier?.name ?? name,
    waitTimer: Number(body['wait_timer'] ?? 0),
    preventSelfReview: body['prevent_self_review'] === true,
    reviewers,
    branchPolicy,
    branches: branchPolicy?.custom_branch_policies === true ? (earlier?.branches ?? []) : [],
    variables: earlier?.variables ?? {},
  };
  api.state.data.environments = [...api.state.data.environments.filter((each) => each !== earlier), environment];
  api.state.save();
  return { status: 200, body: environmentJson(api, environment) };
}

function listBranches(api: Api, call: Call): Reply {
  const { branches } = requireEnvironment(api, call);
  return page(api, call, branches, (branch_policies) => ({ total_count: branches.length, branch_policies }));
}

function allowBranch(api: Api, call: Call): Reply {
  requireAdministration(call, 'write');
  const environment = requireEnvironment(api, call);
  if (environment.branchPolicy?.custom_branch_policies !== true) throw notFound();
  const name = requiredText(call, 'DeploymentBranchPolicy', 'name');
  if (environment.branches.some((branch) => branch.name === name)) return { status: 303 };
  const branch = { id: api.state.nextId(), name, type: 'branch' };
  environment.branches.push(branch);
  api.state.save();
  return { status: 200, body: branch };
}

function findEnvironment(api: Api, name: string): EnvironmentRecord | undefined {
  return api.state.data.environments.find((environment) => environment.name.toLowerCase() === name.toLowerCase());
}

export function requireEnvironment(api: Api, call: Call): EnvironmentRecord {
  const found = findEnvironment(api, param(call, 'name'));
  if (found === undefined) throw notFound();
  return found;
}

function environmentJson(api: Api, environment: EnvironmentRecord): Record<string, unknown> {
  const { id, name, waitTimer, preventSelfReview, reviewers, branchPolicy } = environment;
  const reviewerJson = ({ type, id: account }: EnvironmentRecord['reviewers'][number]) => ({
    type,
    reviewer: accountJson(api, accountById(api, type, account) ?? ''),
  });
  return {
    id,
    node_id: `EN_${id}`,
    name,
    html_url: `${api.url}/${api.repository}/settings/environments/${id}/edit`,
    protection_rules: [
      ...(waitTimer > 0 ? [{ id: 1, type: 'wait_timer', wait_timer: waitTimer }] : []),
      ...(reviewers.length === 0
        ? []
        : [
            {
              id: 2,
              type: 'required_reviewers',
              prevent_self_review: preventSelfReview,
              reviewers: reviewers.map(reviewerJson),
            },
          ]),
      ...(branchPolicy === null ? [] : [{ id: 3, type: 'branch_policy' }]),
    ],
    deployment_branch_policy: branchPolicy,
  };
}
