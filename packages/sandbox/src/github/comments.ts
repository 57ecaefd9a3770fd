import {
  type Api,
  type Call,
  checkedBody,
  notFound,
  numberParam,
  page,
  type Reply,
  type Routes,
  requiredText,
} from './api.ts';
import { appJson, userJson } from './identities.ts';
import { requireIssue } from './issues.ts';
import type { CommentRecord } from './state.ts';

export const commentRoutes: Routes = {
  'GET issues/comments/:id': (api, call) => ({ status: 200, body: commentJson(api, requireComment(api, call)) }),
  'PATCH issues/comments/:id': updateComment,
  'DELETE issues/comments/:id': deleteComment,
  'GET issues/:number/comments': listComments,
  'POST issues/:number/comments': createComment,
};

function listComments(api: Api, call: Call): Reply {
  const issue = requireIssue(api, call);
  const since = call.query.get('since') ?? '';
  const found = commentsOf(api, issue.number).filter((comment) => comment.updatedAt >= since);
  return page(
    api,
    call,
    found.map((comment) => commentJson(api, comment)),
  );
}

function createComment(api: Api, call: Call): Reply {
  const issue = requireIssue(api, call);
  const body = checkedBody(requiredText(call, 'IssueComment', 'body'));
  const now = api.now();
  const comment = {
    id: api.state.nextId(),
    issue: issue.number,
    body,
    author: call.actor.login,
    createdAt: now,
    updatedAt: now,
  };
  api.state.data.comments.push(comment);
  api.state.save();
  const json = commentJson(api, comment);
  return { status: 201, body: json, headers: { location: String(json['url']) } };
}

function updateComment(api: Api, call: Call): Reply {
  const comment = requireComment(api, call);
  comment.body = checkedBody(requiredText(call, 'IssueComment', 'body'));
  comment.updatedAt = api.now();
  api.state.save();
  return { status: 200, body: commentJson(api, comment) };
}

function deleteComment(api: Api, call: Call): Reply {
  const comment = requireComment(api, call);
  api.state.data.comments = api.state.data.comments.filter((other) => other !== comment);
  api.state.save();
  return { status: 204 };
}

function requireComment(api: Api, call: Call): CommentRecord {
  const id = numberParam(call, 'id');
  const comment = api.state.data.comments.find((candidate) => candidate.id === id);
  if (!comment) throw notFound();
  return comment;
}

/** Comments of an issue or pull request, oldest first. */
export function commentsOf(api: Api, issue: number): CommentRecord[] {
  return api.state.data.comments.filter((comment) => comment.issue === issue);
}

function commentJson(api: Api, comment: CommentRecord): Record<string, unknown> {
  const issue = api.state.data.issues.find((candidate) => candidate.number === comment.issue);
  const kind = issue?.pull ? 'pull' : 'issues';
  return {
    id: comment.id,
    node_id: `IC_${comment.id}`,
    body: comment.body,
    user: userJson(comment.author),
    performed_via_github_app: appJson(comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    url: `${api.url}/repos/${api.repository}/issues/comments/${comment.id}`,
    issue_url: `${api.url}/repos/${api.repository}/issues/${comment.issue}`,
    html_url: `${api.url}/${api.repository}/${kind}/${comment.issue}#issuecomment-${comment.id}`,
  };
}
