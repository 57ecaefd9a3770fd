import { UserError } from '@loki-adoption/errors';
import { DEFAULT_AUTHOR, type PostedComment, upsertComment } from './comments.ts';
import { type GitHub, httpStatus } from './github.ts';
import { composeSticky, hasMarker, isNewer, type Order, orderOf, saysTheSame } from './sticky-body.ts';

export interface IssueQuery {
  readonly github: GitHub;
  readonly owner: string;
  readonly repo: string;
  /** First line of the issue's body. */
  readonly marker: string;
  /** Login the issue has to be from. Default: `github-actions[bot]`. */
  readonly author?: string;
}

export interface StickyIssue extends IssueQuery {
  /** A number (`12` or `#12`): the text becomes the sticky comment of that issue. Anything else: the title of an issue of our own. */
  readonly issue: string;
  readonly body: string;
  readonly order?: Order;
  readonly labels?: readonly string[];
}

export interface FoundIssue {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
}

export interface PostedIssue extends Omit<PostedComment, 'id' | 'nodeId'> {
  readonly number: number;
}

/** The oldest open issue whose body starts with the marker, on any page. */
export async function findIssue(query: IssueQuery): Promise<FoundIssue | undefined> {
  return (await findIssues(query, query.author ?? DEFAULT_AUTHOR))[0];
}

/** Writes the one open issue of a marker, or the sticky comment of a numbered issue. A person's own text is never replaced. */
export async function upsertIssue(sticky: StickyIssue): Promise<PostedIssue> {
  const number = /^#?([1-9][0-9]{0,9})$/.exec(sticky.issue.trim())?.[1];
  if (number === undefined) return upsertOwnIssue(sticky);
  const { url, posted } = await upsertComment({ ...sticky, issueNumber: Number(number) });
  return { number: Number(number), url, posted };
}

async function upsertOwnIssue(sticky: StickyIssue): Promise<PostedIssue> {
  const { github, owner, repo, labels } = sticky;
  const title = sticky.issue.trim();
  if (title === '') throw new UserError('Input "issue" is empty: give a number or a title.');
  const text = composeSticky(sticky.marker, sticky.order, sticky.body);
  const found = await findIssue(sticky);
  if (found) return updateIssue(sticky, found, text, title);
  let created: Created | undefined;
  try {
    const { data } = await github.rest.issues.create({
      owner,
      repo,
      title,
      body: text,
      ...(labels ? { labels: [...labels] } : {}),
    });
    created = { number: data.number, url: data.html_url, author: data.user?.login };
  } catch (error) {
    // After a server error nobody knows whether the issue exists: look.
    if ((httpStatus(error) ?? 0) < 500) throw error;
    const now = await findIssue(sticky);
    if (!now) throw error;
    return { number: now.number, url: now.url, posted: 'created' };
  }
  return keepOldest(sticky, created, text, title);
}

interface Created {
  readonly number: number;
  readonly url: string;
  readonly author: string | undefined;
}

/** Two jobs may have created it at once: the older stays, ours is closed. */
async function keepOldest(sticky: StickyIssue, created: Created, text: string, title: string): Promise<PostedIssue> {
  const { github, owner, repo } = sticky;
  const issues = await findIssues(sticky, sticky.author ?? created.author ?? DEFAULT_AUTHOR);
  const oldest = issues[0];
  if (oldest === undefined || oldest.number >= created.number) {
    return { number: created.number, url: created.url, posted: 'created' };
  }
  await github.rest.issues.update({
    owner,
    repo,
    issue_number: created.number,
    state: 'closed',
    state_reason: 'not_planned',
  });
  return updateIssue(sticky, oldest, text, title);
}

async function updateIssue(sticky: StickyIssue, found: FoundIssue, text: string, title: string): Promise<PostedIssue> {
  const { github, owner, repo } = sticky;
  const result = { number: found.number, url: found.url };
  if (isNewer(orderOf(found.body), sticky.order)) return { ...result, posted: 'superseded' };
  if (found.title === title && saysTheSame(found.body, text)) return { ...result, posted: 'unchanged' };
  await github.rest.issues.update({ owner, repo, issue_number: found.number, title, body: text });
  return { ...result, posted: 'updated' };
}

async function findIssues(query: IssueQuery, author: string): Promise<FoundIssue[]> {
  const { github, owner, repo, marker } = query;
  const all = await github.paginate(github.rest.issues.listForRepo, { owner, repo, state: 'open', per_page: 100 });
  return all
    .filter((issue) => !issue.pull_request && issue.user?.login === author && hasMarker(issue.body, marker))
    .map(({ number, html_url, title, body }) => ({ number, url: html_url, title, body: body ?? '' }))
    .sort((a, b) => a.number - b.number);
}
