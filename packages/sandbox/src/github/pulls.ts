import {
  type Api,
  ApiError,
  type Call,
  notFound,
  optionalText,
  page,
  type Reply,
  type Routes,
  refused,
  requiredText,
} from './api.ts';
import { requireBranch } from './git-data.ts';
import { signatureOf, userJson, workflowActor } from './identities.ts';
import { addIssue, applyIssueChange, inOrder, issueJson, requireIssue } from './issues.ts';
import { filesJson, repositoryJson } from './repositories.ts';
import type { IssueRecord, PullRecord } from './state.ts';

type PullIssue = IssueRecord & { readonly pull: PullRecord };

export const pullRoutes: Routes = {
  'GET pulls': listPulls,
  'POST pulls': createPull,
  'GET pulls/:number': async (api, call) => ({ status: 200, body: await pullJson(api, requirePull(api, call)) }),
  'PATCH pulls/:number': updatePull,
  'GET pulls/:number/files': listFiles,
  'PUT pulls/:number/merge': mergePull,
  'GET commits/:sha/pulls': pullsOfCommit,
};

async function listPulls(api: Api, call: Call): Promise<Reply> {
  const state = call.query.get('state') ?? 'open';
  const [owner = ''] = api.repository.split('/');
  const head = call.query.get('head');
  const base = call.query.get('base');
  const found = allPulls(api).filter(
    (issue) =>
      (state === 'all' || issue.state === state) &&
      (!head || head === `${owner}:${issue.pull.headRef}`) &&
      (!base || base === issue.pull.baseRef),
  );
  return page(api, call, await Promise.all((inOrder(call, found) as PullIssue[]).map((issue) => pullJson(api, issue))));
}

async function createPull(api: Api, call: Call): Promise<Reply> {
  if (call.actor.login === workflowActor.login && !api.state.data.actions.canApprovePullRequests) {
    throw new ApiError(403, 'GitHub Actions is not permitted to create or approve pull requests.');
  }
  const [owner = ''] = api.repository.split('/');
  const headRef = requiredText(call, 'PullRequest', 'head').replace(`${owner}:`, '');
  const baseRef = requiredText(call, 'PullRequest', 'base');
  const head = await requireBranch(api, 'PullRequest', 'head', headRef);
  const base = await requireBranch(api, 'PullRequest', 'base', baseRef);
  const twin = allPulls(api).find(
    ({ state, pull }) => state === 'open' && pull.headRef === headRef && pull.baseRef === baseRef,
  );
  if (twin) throw refused('PullRequest', `A pull request already exists for ${owner}:${headRef}.`);
  if ((await api.git.listCommits(base, head)).length === 0) {
    throw refused('PullRequest', `No commits between ${baseRef} and ${headRef}`);
  }
  const draft = call.body['draft'] === true;
  const issue = addIssue(api, call, 'PullRequest', { headRef, baseRef, draft });
  api.state.save();
  return { status: 201, body: await pullJson(api, issue as PullIssue) };
}

async function updatePull(api: Api, call: Call): Promise<Reply> {
  const issue = requirePull(api, call);
  if (issue.pull.mergedAt && optionalText(call, 'state') === 'open') {
    throw refused('PullRequest', 'state cannot be changed. The pull request is already merged.');
  }
  const ends = await currentEnds(api, issue);
  applyIssueChange(api, call, issue);
  if (issue.state === 'closed') freeze(issue.pull, ends);
  else {
    delete issue.pull.headSha;
    delete issue.pull.baseSha;
  }
  api.state.save();
  return { status: 200, body: await pullJson(api, issue) };
}

async function listFiles(api: Api, call: Call): Promise<Reply> {
  const { head, base } = await currentEnds(api, requirePull(api, call));
  const mergeBase = await api.git.mergeBase(base, head);
  return page(api, call, await filesJson(api, mergeBase ?? base, head));
}

/** Puts the head's tree on the base branch; the branches stay. A base that moved on has to be merged into head first. */
async function mergePull(api: Api, call: Call): Promise<Reply> {
  const issue = requirePull(api, call);
  if (issue.state === 'closed') throw new ApiError(405, 'Pull Request is not mergeable');
  const method = optionalText(call, 'merge_method') ?? 'merge';
  if (method !== 'merge' && method !== 'squash') {
    throw new ApiError(405, 'Rebase merges are not allowed on this repository.');
  }
  const { head, base } = await currentEnds(api, issue);
  const expected = optionalText(call, 'sha');
  if (expected && expected !== head) {
    throw new ApiError(409, 'Head branch was modified. Review and try the merge again.');
  }
  if (!(await api.git.isAncestor(base, head))) {
    throw new ApiError(409, 'Base branch was modified. Review and try the merge again.');
  }
  const [owner = ''] = api.repository.split('/');
  const title =
    method === 'squash'
      ? `${issue.title} (#${issue.number})`
      : `Merge pull request #${issue.number} from ${owner}/${issue.pull.headRef}`;
  const detail = optionalText(call, 'commit_message') ?? (method === 'merge' ? issue.title : '');
  const signature = signatureOf(call.actor.login, api.now());
  const sha = await api.git.commitTree({
    tree: (await api.git.readCommit(head)).tree,
    parents: method === 'squash' ? [base] : [base, head],
    author: signature,
    committer: signature,
    message: [optionalText(call, 'commit_title') ?? title, detail].filter(Boolean).join('\n\n'),
  });
  await api.git.updateRef(`refs/heads/${issue.pull.baseRef}`, sha, base);
  freeze(issue.pull, { head, base });
  issue.pull.mergeCommitSha = sha;
  issue.pull.mergedAt = api.now();
  issue.pull.mergedBy = call.actor.login;
  issue.state = 'closed';
  issue.closedAt = issue.pull.mergedAt;
  issue.updatedAt = issue.pull.mergedAt;
  api.state.save();
  return { status: 200, body: { sha, merged: true, message: 'Pull Request successfully merged' } };
}

/** The pull requests a commit came in with, or is the head of. */
async function pullsOfCommit(api: Api, call: Call): Promise<Reply> {
  const sha = await api.git.resolve(call.params['sha'] ?? '');
  const found: unknown[] = [];
  for (const issue of allPulls(api)) {
    const { head } = await currentEnds(api, issue);
    if (sha && (issue.pull.mergeCommitSha === sha || head === sha)) found.push(await pullJson(api, issue));
  }
  return page(api, call, found);
}

function freeze(pull: PullRecord, ends: { head: string; base: string }): void {
  pull.headSha ??= ends.head;
  pull.baseSha ??= ends.base;
}

async function currentEnds(api: Api, issue: PullIssue): Promise<{ head: string; base: string }> {
  const { pull } = issue;
  const head = pull.headSha ?? (await api.git.readRef(`refs/heads/${pull.headRef}`));
  const base = pull.baseSha ?? (await api.git.readRef(`refs/heads/${pull.baseRef}`));
  if (!head || !base) throw new ApiError(422, `A branch of pull request ${issue.number} is gone.`);
  return { head, base };
}

function allPulls(api: Api): PullIssue[] {
  return api.state.data.issues.filter((issue): issue is PullIssue => issue.pull !== undefined);
}

function requirePull(api: Api, call: Call): PullIssue {
  const issue = requireIssue(api, call);
  if (!issue.pull) throw notFound();
  return issue as PullIssue;
}

/** A pull request by number; undefined when there is none. */
export function findPull(api: Api, number: number): PullIssue | undefined {
  return allPulls(api).find((issue) => issue.number === number);
}

export async function pullJson(api: Api, issue: PullIssue): Promise<Record<string, unknown>> {
  const { pull } = issue;
  const { head, base } = await currentEnds(api, issue);
  const { pull_request: _link, comments, ...common } = issueJson(api, issue);
  const [owner = ''] = api.repository.split('/');
  const end = (ref: string, sha: string) => ({
    ref,
    sha,
    label: `${owner}:${ref}`,
    repo: repositoryJson(api),
    user: { login: owner },
  });
  const upToDate = await api.git.isAncestor(base, head);
  return {
    ...common,
    comments,
    draft: pull.draft,
    url: `${api.url}/repos/${api.repository}/pulls/${issue.number}`,
    head: end(pull.headRef, head),
    base: end(pull.baseRef, base),
    merged: pull.mergedAt !== undefined,
    merged_at: pull.mergedAt ?? null,
    merged_by: pull.mergedBy ? userJson(pull.mergedBy) : null,
    merge_commit_sha: pull.mergeCommitSha ?? null,
    mergeable: issue.state === 'open' ? upToDate : null,
    mergeable_state: issue.state === 'open' ? (upToDate ? 'clean' : 'behind') : 'unknown',
  };
}
