import { type Api, type Call, notFound, page, param, type Reply, type Routes } from './api.ts';
import { commitJson } from './git-data.ts';

/** The repository object, as far as callers read it. */
export function repositoryJson(api: Api): Record<string, unknown> {
  const [owner = '', name = ''] = api.repository.split('/');
  return {
    id: 1,
    node_id: 'R_1',
    name,
    full_name: api.repository,
    private: api.visibility === 'private',
    fork: false,
    owner: { login: owner, id: 3, type: 'Organization' },
    html_url: `${api.url}/${api.repository}`,
    url: `${api.url}/repos/${api.repository}`,
    default_branch: api.defaultBranch,
    visibility: api.visibility,
    created_at: '2026-01-05T09:00:00Z',
    archived: false,
    has_issues: true,
  };
}

export const repositoryRoutes: Routes = {
  'GET /': (api) => ({ status: 200, body: repositoryJson(api) }),
  'GET branches': listBranches,
  'GET branches/*branch': getBranch,
  'GET compare/*range': compare,
};

async function listBranches(api: Api, call: Call): Promise<Reply> {
  const refs = await api.git.listRefs('refs/heads/');
  return page(
    api,
    call,
    refs.map(({ ref, sha }) => ({
      name: ref.slice('refs/heads/'.length),
      commit: { sha, url: `${api.url}/repos/${api.repository}/commits/${sha}` },
      protected: false,
    })),
  );
}

async function getBranch(api: Api, call: Call): Promise<Reply> {
  const branch = param(call, 'branch');
  const sha = await api.git.readRef(`refs/heads/${branch}`);
  if (!sha) throw notFound();
  return { status: 200, body: { name: branch, commit: await commitJson(api, sha), protected: false } };
}

/** `base...head`: what head has that base hasn't, seen from their merge base. */
async function compare(api: Api, call: Call): Promise<Reply> {
  const [baseName = '', headName = ''] = param(call, 'range').split('...');
  const base = await api.git.resolve(baseName);
  const head = await api.git.resolve(headName);
  if (!base || !head) throw notFound();
  const mergeBase = await api.git.mergeBase(base, head);
  if (!mergeBase) throw notFound();
  const ahead = await api.git.listCommits(base, head);
  const behind = await api.git.listCommits(head, base);
  const status =
    ahead.length === 0 ? (behind.length === 0 ? 'identical' : 'behind') : behind.length === 0 ? 'ahead' : 'diverged';
  return {
    status: 200,
    body: {
      status,
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      base_commit: await commitJson(api, base),
      merge_base_commit: await commitJson(api, mergeBase),
      commits: await Promise.all(ahead.map(({ sha }) => commitJson(api, sha))),
      files: await filesJson(api, mergeBase, head),
    },
  };
}

/** Changed files as pull requests and comparisons list them. */
export async function filesJson(api: Api, from: string, to: string): Promise<Record<string, unknown>[]> {
  const files = await api.git.changedFiles(from, to);
  return files.map((file) => ({ ...file, changes: file.additions + file.deletions }));
}
