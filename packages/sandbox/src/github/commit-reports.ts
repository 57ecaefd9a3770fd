import {
  type Api,
  ApiError,
  type Call,
  notFound,
  numberParam,
  optionalText,
  page,
  param,
  type Reply,
  type Routes,
  requiredText,
} from './api.ts';
import { appJson, userJson } from './identities.ts';
import type { StoredObject } from './state.ts';

/** What jobs say about a commit: statuses and check runs. */
export const commitReportRoutes: Routes = {
  'POST statuses/:sha': createStatus,
  'GET commits/:ref/statuses': async (api, call) => page(api, call, await statusesOf(api, call)),
  'GET commits/:ref/status': combinedStatus,
  'POST check-runs': createCheckRun,
  'PATCH check-runs/:id': updateCheckRun,
  'GET commits/:ref/check-runs': listCheckRuns,
};

const STATUS_STATES = ['error', 'failure', 'pending', 'success'];

async function createStatus(api: Api, call: Call): Promise<Reply> {
  const sha = await api.git.resolve(param(call, 'sha'));
  if (!sha) throw new ApiError(422, `No commit found for SHA: ${param(call, 'sha')}`);
  const state = requiredText(call, 'Status', 'state');
  if (!STATUS_STATES.includes(state)) {
    throw new ApiError(422, 'Validation Failed', [{ resource: 'Status', field: 'state', code: 'invalid' }]);
  }
  const status = {
    id: api.state.nextId(),
    sha,
    state,
    context: optionalText(call, 'context') ?? 'default',
    description: optionalText(call, 'description') ?? null,
    target_url: optionalText(call, 'target_url') ?? null,
    creator: userJson(call.actor.login),
    created_at: api.now(),
  };
  api.state.data.statuses.push(status);
  api.state.save();
  return { status: 201, body: status };
}

/** Newest first, as GitHub lists them. */
async function statusesOf(api: Api, call: Call): Promise<StoredObject[]> {
  const sha = await requireCommit(api, call);
  return api.state.data.statuses.filter((status) => status['sha'] === sha).reverse();
}

async function combinedStatus(api: Api, call: Call): Promise<Reply> {
  const latest = new Map<unknown, StoredObject>();
  for (const status of await statusesOf(api, call)) {
    if (!latest.has(status['context'])) latest.set(status['context'], status);
  }
  const statuses = [...latest.values()];
  const states = statuses.map((status) => status['state']);
  const failed = states.some((state) => state === 'failure' || state === 'error');
  const passed = states.length > 0 && states.every((state) => state === 'success');
  const state = failed ? 'failure' : passed ? 'success' : 'pending';
  return { status: 200, body: { state, sha: await requireCommit(api, call), total_count: statuses.length, statuses } };
}

function createCheckRun(api: Api, call: Call): Reply {
  const head_sha = requiredText(call, 'CheckRun', 'head_sha');
  const name = requiredText(call, 'CheckRun', 'name');
  const id = api.state.nextId();
  const conclusion = optionalText(call, 'conclusion') ?? null;
  const run = {
    conclusion,
    started_at: api.now(),
    output: null,
    details_url: null,
    ...call.body,
    id,
    name,
    head_sha,
    status: conclusion ? 'completed' : (optionalText(call, 'status') ?? 'queued'),
    html_url: `${api.url}/${api.repository}/runs/${id}`,
    app: appJson(call.actor.login),
  };
  api.state.data.checkRuns.push(run);
  api.state.save();
  return { status: 201, body: run };
}

function updateCheckRun(api: Api, call: Call): Reply {
  const index = api.state.data.checkRuns.findIndex((run) => run.id === numberParam(call, 'id'));
  const current = api.state.data.checkRuns[index];
  if (!current) throw notFound();
  const completed = optionalText(call, 'conclusion') ? { status: 'completed', completed_at: api.now() } : {};
  const run = { ...current, ...call.body, ...completed, id: current.id };
  api.state.data.checkRuns[index] = run;
  api.state.save();
  return { status: 200, body: run };
}

async function listCheckRuns(api: Api, call: Call): Promise<Reply> {
  const sha = await requireCommit(api, call);
  const name = call.query.get('check_name');
  const runs = api.state.data.checkRuns.filter((run) => run['head_sha'] === sha && (!name || run['name'] === name));
  return page(api, call, runs, (check_runs) => ({ total_count: runs.length, check_runs }));
}

async function requireCommit(api: Api, call: Call): Promise<string> {
  const sha = await api.git.resolve(param(call, 'ref'));
  if (!sha) throw new ApiError(422, `No commit found for SHA: ${param(call, 'ref')}`);
  return sha;
}
