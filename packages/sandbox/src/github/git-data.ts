import {
  type Api,
  ApiError,
  type Call,
  invalid,
  notFound,
  page,
  param,
  type Reply,
  type Routes,
  refused,
  requiredText,
} from './api.ts';
import type { Commit } from './git-repository.ts';
import { signatureOf } from './identities.ts';

const OBJECT_ID = /^[0-9a-f]{40}$/;

export const gitDataRoutes: Routes = {
  'GET git/ref/*ref': getRef,
  'GET git/matching-refs/*ref': matchingRefs,
  'POST git/refs': createRef,
  'PATCH git/refs/*ref': moveRef,
  'DELETE git/refs/*ref': deleteRef,
  'GET git/commits/:sha': getGitCommit,
  'POST git/trees': createTree,
  'POST git/commits': createCommit,
  'GET commits/:ref': getCommit,
};

async function getRef(api: Api, call: Call): Promise<Reply> {
  const ref = `refs/${param(call, 'ref')}`;
  const sha = await api.git.readRef(ref);
  if (!sha) throw notFound();
  return { status: 200, body: refJson(api, ref, sha) };
}

async function matchingRefs(api: Api, call: Call): Promise<Reply> {
  const prefix = `refs/${param(call, 'ref')}`;
  const refs = (await api.git.listRefs('refs/')).filter(({ ref }) => ref.startsWith(prefix));
  return page(
    api,
    call,
    refs.map(({ ref, sha }) => refJson(api, ref, sha)),
  );
}

async function createRef(api: Api, call: Call): Promise<Reply> {
  const ref = requiredText(call, 'Reference', 'ref');
  const sha = requiredText(call, 'Reference', 'sha');
  if (!ref.startsWith('refs/') || !(await api.git.isValidRef(ref))) {
    throw new ApiError(422, "Reference name must start with 'refs/' and be well formed");
  }
  if (!(await isCommit(api, sha))) throw new ApiError(422, 'Object does not exist');
  if (await api.git.readRef(ref)) throw new ApiError(422, 'Reference already exists');
  await api.git.updateRef(ref, sha, undefined);
  return { status: 201, body: refJson(api, ref, sha) };
}

async function moveRef(api: Api, call: Call): Promise<Reply> {
  const ref = `refs/${param(call, 'ref')}`;
  const sha = requiredText(call, 'Reference', 'sha');
  const current = await api.git.readRef(ref);
  if (!current) throw new ApiError(422, 'Reference does not exist');
  if (!(await isCommit(api, sha))) throw new ApiError(422, 'Object does not exist');
  const forced = call.body['force'] === true;
  if (!forced && !(await api.git.isAncestor(current, sha))) throw new ApiError(422, 'Update is not a fast forward');
  await api.git.updateRef(ref, sha, current);
  return { status: 200, body: refJson(api, ref, sha) };
}

async function deleteRef(api: Api, call: Call): Promise<Reply> {
  const ref = `refs/${param(call, 'ref')}`;
  const sha = await api.git.readRef(ref);
  if (!sha) throw new ApiError(422, 'Reference does not exist');
  if (ref === `refs/heads/${api.defaultBranch}`) throw refused('Reference', 'Cannot delete the default branch');
  await closePullsOf(api, ref, sha);
  await api.git.deleteRef(ref);
  return { status: 204 };
}

/** Deleting a branch closes the pull requests that come from it. */
async function closePullsOf(api: Api, ref: string, sha: string): Promise<void> {
  for (const issue of api.state.data.issues) {
    if (issue.state !== 'open' || !issue.pull || `refs/heads/${issue.pull.headRef}` !== ref) continue;
    const base = await api.git.readRef(`refs/heads/${issue.pull.baseRef}`);
    issue.pull.headSha = sha;
    if (base) issue.pull.baseSha = base;
    issue.state = 'closed';
    issue.closedAt = api.now();
  }
  api.state.save();
}

async function getGitCommit(api: Api, call: Call): Promise<Reply> {
  const sha = param(call, 'sha');
  if (!(await isCommit(api, sha))) throw notFound();
  return { status: 200, body: gitCommitJson(await api.git.readCommit(sha)) };
}

/** Files with their text, on top of another tree; GitHub also takes entries by their id. */
async function createTree(api: Api, call: Call): Promise<Reply> {
  const base = requiredText(call, 'Tree', 'base_tree');
  if (!OBJECT_ID.test(base)) throw new ApiError(404, 'Not Found');
  const files = Array.isArray(call.body['tree']) ? (call.body['tree'] as Partial<TreeFile>[]) : [];
  if (files.length === 0) throw new ApiError(422, 'Invalid tree info');
  let tree = base;
  for (const { path, mode, type, content } of files) {
    if (type !== 'blob' || mode !== '100644' || typeof path !== 'string' || typeof content !== 'string') {
      throw new ApiError(422, 'tree.mode, tree.path, tree.type or tree.content is not what this sandbox takes');
    }
    tree = (await api.git.writeFile(tree, path, Buffer.from(content))).tree;
  }
  return { status: 201, body: { sha: tree, truncated: false } };
}

interface TreeFile {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly content: string;
}

async function createCommit(api: Api, call: Call): Promise<Reply> {
  const message = requiredText(call, 'Commit', 'message');
  const tree = requiredText(call, 'Commit', 'tree');
  const parents = Array.isArray(call.body['parents']) ? call.body['parents'].map(String) : [];
  for (const parent of parents) {
    if (!(await isCommit(api, parent))) {
      throw new ApiError(422, 'Parent SHA does not exist or is not a commit object');
    }
  }
  if (!OBJECT_ID.test(tree)) throw new ApiError(422, 'Tree SHA does not exist');
  const signature = signatureOf(call.actor.login, api.now());
  const sha = await api.git.commitTree({ tree, parents, author: signature, committer: signature, message });
  return { status: 201, body: gitCommitJson(await api.git.readCommit(sha)) };
}

async function getCommit(api: Api, call: Call): Promise<Reply> {
  const sha = await api.git.resolve(param(call, 'ref'));
  if (!sha) throw new ApiError(422, `No commit found for SHA: ${param(call, 'ref')}`);
  return { status: 200, body: await commitJson(api, sha) };
}

async function isCommit(api: Api, sha: string): Promise<boolean> {
  return OBJECT_ID.test(sha) && (await api.git.resolve(sha)) !== undefined;
}

function refJson(api: Api, ref: string, sha: string): Record<string, unknown> {
  return {
    ref,
    node_id: `REF_${ref}`,
    url: `${api.url}/repos/${api.repository}/git/${ref}`,
    object: { type: 'commit', sha },
  };
}

/** A commit as the git database endpoints show it. */
export function gitCommitJson(commit: Commit): Record<string, unknown> {
  return {
    sha: commit.sha,
    message: commit.message,
    tree: { sha: commit.tree },
    parents: commit.parents.map((sha) => ({ sha })),
    author: commit.author,
    committer: commit.committer,
  };
}

/** A commit as the repository endpoints show it. */
export async function commitJson(api: Api, sha: string): Promise<Record<string, unknown>> {
  const commit = await api.git.readCommit(sha);
  const { message, tree, author, committer } = commit;
  return {
    sha,
    html_url: `${api.url}/${api.repository}/commit/${sha}`,
    commit: { message, tree: { sha: tree }, author, committer },
    parents: commit.parents.map((parent) => ({ sha: parent })),
  };
}

/** The branch's commit; 422 when a request names a branch that isn't there. */
export async function requireBranch(api: Api, resource: string, field: string, branch: string): Promise<string> {
  const sha = await api.git.readRef(`refs/heads/${branch}`);
  if (!sha) throw invalid(resource, field, 'invalid');
  return sha;
}
