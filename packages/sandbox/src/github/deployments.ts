import {
  type Api,
  ApiError,
  type Call,
  invalid,
  notFound,
  numberParam,
  optionalText,
  page,
  type Reply,
  type Routes,
  requiredText,
} from './api.ts';
import { userJson } from './identities.ts';
import type { StoredObject } from './state.ts';

export const deploymentRoutes: Routes = {
  'GET deployments': listDeployments,
  'POST deployments': createDeployment,
  'GET deployments/:id': (api, call) => ({ status: 200, body: requireDeployment(api, call) }),
  'GET deployments/:id/statuses': listStatuses,
  'POST deployments/:id/statuses': createStatus,
};

const STATES = ['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success'];

function listDeployments(api: Api, call: Call): Reply {
  const wanted = ['environment', 'ref', 'sha', 'task'].filter((field) => call.query.has(field));
  const found = api.state.data.deployments.filter((deployment) =>
    wanted.every((field) => deployment[field] === call.query.get(field)),
  );
  return page(api, call, found.reverse());
}

async function createDeployment(api: Api, call: Call): Promise<Reply> {
  const ref = requiredText(call, 'Deployment', 'ref');
  const sha = await api.git.resolve(ref);
  if (!sha) throw new ApiError(422, `No ref found for: ${ref}`);
  const id = api.state.nextId();
  const deployment = {
    id,
    node_id: `DE_${id}`,
    ref,
    sha,
    task: optionalText(call, 'task') ?? 'deploy',
    environment: optionalText(call, 'environment') ?? 'production',
    description: optionalText(call, 'description') ?? null,
    payload: call.body['payload'] ?? {},
    production_environment: call.body['production_environment'] === true,
    transient_environment: call.body['transient_environment'] === true,
    creator: userJson(call.actor.login),
    created_at: api.now(),
    updated_at: api.now(),
    statuses_url: `${api.url}/repos/${api.repository}/deployments/${id}/statuses`,
    url: `${api.url}/repos/${api.repository}/deployments/${id}`,
  };
  api.state.data.deployments.push(deployment);
  api.state.save();
  return { status: 201, body: deployment };
}

function createStatus(api: Api, call: Call): Reply {
  const deployment = requireDeployment(api, call);
  const state = requiredText(call, 'DeploymentStatus', 'state');
  if (!STATES.includes(state)) throw invalid('DeploymentStatus', 'state', 'custom');
  const status = {
    id: api.state.nextId(),
    deployment_id: deployment.id,
    state,
    environment: optionalText(call, 'environment') ?? deployment['environment'],
    description: optionalText(call, 'description') ?? '',
    log_url: optionalText(call, 'log_url') ?? '',
    environment_url: optionalText(call, 'environment_url') ?? '',
    deployment_url: deployment['url'],
    creator: userJson(call.actor.login),
    created_at: api.now(),
  };
  api.state.data.deploymentStatuses.push(status);
  api.state.save();
  return { status: 201, body: status };
}

function listStatuses(api: Api, call: Call): Reply {
  const { id } = requireDeployment(api, call);
  return page(
    api,
    call,
    api.state.data.deploymentStatuses.filter((status) => status['deployment_id'] === id).reverse(),
  );
}

function requireDeployment(api: Api, call: Call): StoredObject {
  const id = numberParam(call, 'id');
  const deployment = api.state.data.deployments.find((candidate) => candidate.id === id);
  if (!deployment) throw notFound();
  return deployment;
}
