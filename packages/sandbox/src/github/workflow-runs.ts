import { type Api, ApiError, type Call, notFound, numberParam, page, param, type Reply, type Routes } from './api.ts';
import type { StoredObject } from './state.ts';

/** A workflow run as the harness that executes it reports it; recorded again under its id, it is updated. */
export interface WorkflowRun {
  readonly id: number;
  readonly name: string;
  /** `.github/workflows/deploy.yml` */
  readonly path: string;
  readonly event: string;
  readonly status: 'queued' | 'in_progress' | 'completed' | 'waiting';
  readonly conclusion: 'success' | 'failure' | 'cancelled' | 'skipped' | null;
  readonly head_sha: string;
  readonly head_branch: string;
}

export const workflowRunRoutes: Routes = {
  'GET actions/runs': (api, call) => listRuns(api, call, api.state.data.runs),
  'GET actions/workflows/:workflow/runs': runsOfWorkflow,
  'GET actions/runs/:id': (api, call) => ({ status: 200, body: requireRun(api, call) }),
  'POST actions/runs/:id/cancel': cancelRun,
};

export function recordRun(api: Api, run: WorkflowRun): void {
  const earlier = api.state.data.runs.find((candidate) => candidate.id === run.id);
  const stored: StoredObject = {
    run_number: 1,
    run_attempt: 1,
    created_at: api.now(),
    ...earlier,
    ...run,
    updated_at: api.now(),
    html_url: `${api.url}/${api.repository}/actions/runs/${run.id}`,
    url: `${api.url}/repos/${api.repository}/actions/runs/${run.id}`,
  };
  api.state.data.runs = [...api.state.data.runs.filter((candidate) => candidate.id !== run.id), stored];
  api.state.save();
}

function listRuns(api: Api, call: Call, runs: readonly StoredObject[]): Reply {
  const filters = { branch: 'head_branch', event: 'event', head_sha: 'head_sha' };
  const status = call.query.get('status');
  const found = runs.filter(
    (run) =>
      Object.entries(filters).every(
        ([asked, field]) => !call.query.has(asked) || run[field] === call.query.get(asked),
      ) &&
      (!status || run['status'] === status || run['conclusion'] === status),
  );
  found.sort((left, right) => right.id - left.id);
  return page(api, call, found, (workflow_runs) => ({ total_count: found.length, workflow_runs }));
}

function runsOfWorkflow(api: Api, call: Call): Reply {
  const workflow = param(call, 'workflow');
  return listRuns(
    api,
    call,
    api.state.data.runs.filter((run) => String(run['path']).endsWith(`/${workflow}`)),
  );
}

function cancelRun(api: Api, call: Call): Reply {
  const run = requireRun(api, call);
  if (run['status'] === 'completed') throw new ApiError(409, 'Cannot cancel a workflow run that is completed.');
  const cancelled = { ...run, status: 'completed', conclusion: 'cancelled', updated_at: api.now() };
  api.state.data.runs = api.state.data.runs.map((other) => (other.id === run.id ? cancelled : other));
  api.state.save();
  return { status: 202, body: {} };
}

function requireRun(api: Api, call: Call): StoredObject {
  const id = numberParam(call, 'id');
  const run = api.state.data.runs.find((candidate) => candidate.id === id);
  if (!run) throw notFound();
  return run;
}
