import {
  type Api,
  ApiError,
  type Call,
  checkedBody,
  notFound,
  numberParam,
  optionalText,
  page,
  type Reply,
  type Routes,
  requiredText,
} from './api.ts';
import { userJson } from './identities.ts';
import type { IssueRecord, PullRecord } from './state.ts';

export const issueRoutes: Routes = {
  'GET issues': listIssues,
  'POST issues': createIssue,
  'GET issues/:number': (api, call) => ({ status: 200, body: issueJson(api, requireIssue(api, call)) }),
  'PATCH issues/:number': updateIssue,
  'GET issues/:number/labels': (api, call) => page(api, call, requireIssue(api, call).labels.map(labelJson)),
  'POST issues/:number/labels': addLabels,
};

function listIssues(api: Api, call: Call): Reply {
  const state = call.query.get('state') ?? 'open';
  const labels = (call.query.get('labels') ?? '').split(',').filter(Boolean);
  const creator = call.query.get('creator');
  const found = api.state.data.issues.filter(
    (issue) =>
      (state === 'all' || issue.state === state) &&
      labels.every((label) => issue.labels.includes(label)) &&
      (!creator || issue.author === creator),
  );
  return page(
    api,
    call,
    inOrder(call, found).map((issue) => issueJson(api, issue)),
  );
}

function createIssue(api: Api, call: Call): Reply {
  const issue = addIssue(api, call, 'Issue');
  api.state.save();
  return { status: 201, body: issueJson(api, issue) };
}

function updateIssue(api: Api, call: Call): Reply {
  const issue = requireIssue(api, call);
  applyIssueChange(api, call, issue);
  api.state.save();
  return { status: 200, body: issueJson(api, issue) };
}

function addLabels(api: Api, call: Call): Reply {
  const issue = requireIssue(api, call);
  issue.labels = [...new Set([...issue.labels, ...textList(call.body['labels'])])];
  api.state.save();
  return { status: 200, body: issue.labels.map(labelJson) };
}

/** Newest first unless asked otherwise; ties by number. */
export function inOrder(call: Call, issues: readonly IssueRecord[]): IssueRecord[] {
  const key = call.query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const sign = call.query.get('direction') === 'asc' ? 1 : -1;
  return [...issues].sort((left, right) => sign * (left[key].localeCompare(right[key]) || left.number - right.number));
}

export function addIssue(api: Api, call: Call, resource: string, pull?: PullRecord): IssueRecord {
  const title = requiredText(call, resource, 'title');
  const body = optionalText(call, 'body');
  const now = api.now();
  const issue: IssueRecord = {
    id: api.state.nextId(),
    number: api.state.nextNumber(),
    title,
    body: body === undefined ? null : checkedBody(body),
    state: 'open',
    labels: textList(call.body['labels']),
    assignees: textList(call.body['assignees']),
    author: call.actor.login,
    createdAt: now,
    updatedAt: now,
    ...(pull ? { pull } : {}),
  };
  api.state.data.issues.push(issue);
  return issue;
}

/** Applies title, body, state, labels and assignees of a PATCH. */
export function applyIssueChange(api: Api, call: Call, issue: IssueRecord): void {
  const { title, body, state, labels, assignees } = call.body;
  if (typeof title === 'string') issue.title = title;
  if (typeof body === 'string') issue.body = checkedBody(body);
  if (Array.isArray(labels)) issue.labels = textList(labels);
  if (Array.isArray(assignees)) issue.assignees = textList(assignees);
  if (state === 'closed' && issue.state === 'open') issue.closedAt = api.now();
  if (state === 'open') delete issue.closedAt;
  if (state === 'open' || state === 'closed') issue.state = state;
  else if (state !== undefined)
    throw new ApiError(422, 'Validation Failed', [{ resource: 'Issue', field: 'state', code: 'invalid' }]);
  issue.updatedAt = api.now();
}

export function requireIssue(api: Api, call: Call): IssueRecord {
  const number = numberParam(call, 'number');
  const issue = api.state.data.issues.find((candidate) => candidate.number === number);
  if (!issue) throw notFound();
  return issue;
}

export function issueJson(api: Api, issue: IssueRecord): Record<string, unknown> {
  const kind = issue.pull ? 'pull' : 'issues';
  return {
    id: issue.id,
    node_id: `I_${issue.id}`,
    number: issue.number,
    title: issue.title,
    body: issue.body,
    state: issue.state,
    user: userJson(issue.author),
    labels: issue.labels.map(labelJson),
    assignees: issue.assignees.map(userJson),
    comments: api.state.data.comments.filter((comment) => comment.issue === issue.number).length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt ?? null,
    url: `${api.url}/repos/${api.repository}/issues/${issue.number}`,
    html_url: `${api.url}/${api.repository}/${kind}/${issue.number}`,
    ...(issue.pull ? { pull_request: { url: `${api.url}/repos/${api.repository}/pulls/${issue.number}` } } : {}),
  };
}

function labelJson(name: string): Record<string, unknown> {
  return { name, color: 'ededed', default: false };
}

/** Labels come as names or as objects with a name. */
function textList(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.map((item) => (typeof item === 'string' ? item : String((item as { name?: unknown }).name)));
}
