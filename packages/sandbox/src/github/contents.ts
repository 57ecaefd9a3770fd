import {
  type Api,
  ApiError,
  type Call,
  notFound,
  optionalText,
  param,
  type Reply,
  type Routes,
  requiredText,
} from './api.ts';
import { gitCommitJson } from './git-data.ts';
import type { TreeEntry } from './git-repository.ts';
import { signatureOf } from './identities.ts';

export const contentRoutes: Routes = {
  'GET contents/*path': getContents,
  'PUT contents/*path': putContents,
};

async function getContents(api: Api, call: Call): Promise<Reply> {
  const ref = call.query.get('ref') ?? api.defaultBranch;
  const commit = await api.git.resolve(ref);
  if (!commit) throw new ApiError(404, `No commit found for the ref ${ref}`);
  const entry = await api.git.entryAt(commit, param(call, 'path'));
  if (!entry) throw notFound();
  if (entry.type === 'tree') {
    const entries = await api.git.entriesBelow(commit, entry.path);
    return { status: 200, body: entries.map((below) => entryJson(api, below)) };
  }
  const content = await api.git.readBlob(entry.sha);
  if (/application\/vnd\.github\.(v3\.)?raw/.test(call.accept)) return { status: 200, body: content };
  return {
    status: 200,
    body: { ...entryJson(api, entry), size: content.length, encoding: 'base64', content: wrapBase64(content) },
  };
}

async function putContents(api: Api, call: Call): Promise<Reply> {
  const path = param(call, 'path');
  const branch = optionalText(call, 'branch') ?? api.defaultBranch;
  const message = requiredText(call, 'Commit', 'message');
  const encoded = optionalText(call, 'content');
  if (encoded === undefined) throw new ApiError(422, 'Invalid request.\n\n"content" wasn\'t supplied.');
  const head = await api.git.readRef(`refs/heads/${branch}`);
  if (!head) throw new ApiError(404, `Branch ${branch} not found`);
  const existing = await api.git.entryAt(head, path);
  checkBlobId(path, existing, optionalText(call, 'sha'));

  const content = Buffer.from(encoded, 'base64');
  const { tree, blob } = await api.git.writeFile(head, path, content);
  const signature = signatureOf(call.actor.login, api.now());
  const sha = await api.git.commitTree({ tree, parents: [head], author: signature, committer: signature, message });
  await api.git.updateRef(`refs/heads/${branch}`, sha, head);
  return {
    status: existing ? 200 : 201,
    body: {
      content: { ...entryJson(api, { mode: '100644', type: 'blob', sha: blob, path }), size: content.length },
      commit: gitCommitJson(await api.git.readCommit(sha)),
    },
  };
}

/** Writing over a file takes the id of what the caller read, so that nobody's change is lost. */
function checkBlobId(path: string, existing: TreeEntry | undefined, sha: string | undefined): void {
  if (existing && sha === undefined) throw new ApiError(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
  if (existing && sha !== existing.sha) throw new ApiError(409, `${path} does not match ${sha}`);
  if (!existing && sha !== undefined) throw new ApiError(409, `${path} does not match ${sha}`);
}

function entryJson(api: Api, entry: TreeEntry): Record<string, unknown> {
  return {
    type: entry.type === 'tree' ? 'dir' : 'file',
    name: entry.path.split('/').at(-1) ?? '',
    path: entry.path,
    sha: entry.sha,
    url: `${api.url}/repos/${api.repository}/contents/${entry.path}`,
  };
}

/** GitHub breaks base64 into lines of 60. */
function wrapBase64(content: Buffer): string {
  return content.toString('base64').replace(/.{60}|.+$/g, (line) => `${line}\n`);
}
