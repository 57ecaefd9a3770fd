import { httpStatus } from './github.ts';
import { composeSticky, hasMarker, isNewer, type Order, orderOf, saysTheSame } from './sticky-body.ts';

/** Who GITHUB_TOKEN writes as. A token of another app or of a person tells its name with the first comment it writes. */
export const DEFAULT_AUTHOR = 'github-actions[bot]';

// As an alias it fits octokit's parameters, which allow any further one; an interface doesn't.
type Repository = { owner: string; repo: string };

/** What comments need of GitHub: octokit has it, and so has `connectDirectly`. */
export interface CommentsGitHub {
  readonly rest: {
    readonly issues: {
      listComments(
        of: Repository & { issue_number: number; per_page: number; page: number },
      ): Promise<{ data: Comment[]; headers: { link?: string } }>;
      createComment(of: Repository & { issue_number: number; body: string }): Promise<{ data: Comment }>;
      updateComment(of: Repository & { comment_id: number; body: string }): Promise<unknown>;
      deleteComment(of: Repository & { comment_id: number }): Promise<unknown>;
    };
  };
  graphql(query: string, variables: Record<string, unknown>): Promise<unknown>;
}

export interface StickyComment {
  readonly github: CommentsGitHub;
  readonly owner: string;
  readonly repo: string;
  /** Number of the issue or pull request. */
  readonly issueNumber: number;
  /** An HTML comment on a line of its own; it and the author are what the comment is found by. */
  readonly marker: string;
  /** At most 65,300 characters, so that marker and order fit GitHub's 65,536. */
  readonly body: string;
  readonly order?: Order;
  /** Login the comment has to be from. Default: `github-actions[bot]`. */
  readonly author?: string;
  /**
   * The newest commit there is now, `undefined` where nobody can tell. Asked for when the comment that is there is of another commit than
   * `order`: run numbers don't tell which of two commits is newer after a force push or a re-run.
   */
  readonly newestCommit?: () => Promise<string | undefined>;
  /** The list of comments, where it was asked for already. */
  readonly known?: Promise<readonly Comment[]> | undefined;
}

export interface PostedComment {
  readonly id: number;
  readonly nodeId: string;
  readonly url: string;
  /** `superseded`: a later run has already written, nothing was posted. */
  readonly posted: 'created' | 'updated' | 'unchanged' | 'superseded';
  /** The text that an update replaced. */
  readonly replaced?: string | undefined;
}

export interface Comment {
  readonly id: number;
  readonly node_id: string;
  readonly html_url: string;
  readonly body?: string | undefined;
  readonly user: { readonly login: string } | null;
}

const ATTEMPTS = 5;

/**
 * Writes the one comment of a marker: finds it on any page, leaves other authors' comments alone, never replaces a later run's
 * text, doesn't post what is already there, and when two jobs create it at once keeps the older and removes the other.
 *
 * @throws octokit's RequestError; see `isForbidden` and `explainGitHubError`.
 */
export async function upsertComment(sticky: StickyComment): Promise<PostedComment> {
  let author = sticky.author ?? DEFAULT_AUTHOR;
  let created: Comment | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const comments =
      attempt === 1 && sticky.known !== undefined
        ? (await sticky.known).filter(({ body }) => hasMarker(body, sticky.marker))
        : await findComments(sticky, author);
    const [keep = created, ...doubles] = comments;
    if (keep !== undefined) {
      const settled = await settle(sticky, keep, doubles, created?.id);
      if (settled !== 'gone') return settled;
    }
    try {
      created = await create(sticky);
      author = sticky.author ?? created.user?.login ?? author;
    } catch (error) {
      // After a server error nobody knows whether the comment exists: look before trying again.
      if ((httpStatus(error) ?? 0) < 500 || attempt === ATTEMPTS) throw error;
    }
  }
  throw new Error('The comment disappears each time it is created.');
}

async function findComments(sticky: StickyComment, author: string): Promise<Comment[]> {
  return listComments(sticky, author, (body) => hasMarker(body, sticky.marker));
}

/** All comments by an author whose text fits, on all pages, oldest first. */
export async function listComments(
  { owner, repo, issueNumber, github }: Pick<StickyComment, 'owner' | 'repo' | 'issueNumber' | 'github'>,
  author: string,
  fits: (body: string) => boolean,
): Promise<Comment[]> {
  const all: Comment[] = [];
  for (let page = 1; ; page++) {
    const { data, headers } = await github.rest.issues.listComments({
      owner,
      repo,
      issue_number: issueNumber,
      per_page: 100,
      page,
    });
    all.push(...data);
    if (!headers.link?.includes('rel="next"')) break;
  }
  return all
    .filter((comment) => comment.user?.login === author && fits(comment.body ?? ''))
    .sort((a, b) => a.id - b.id);
}

/** Brings the comment to keep up to date and removes its younger doubles. */
async function settle(
  sticky: StickyComment,
  keep: Comment,
  doubles: readonly Comment[],
  createdId: number | undefined,
): Promise<PostedComment | 'gone'> {
  const text = composeSticky(sticky.marker, sticky.order, sticky.body);
  const others = [keep, ...doubles].filter((comment) => comment.id !== createdId);
  const superseded = await isSuperseded(sticky, others);
  const same = saysTheSame(keep.body, text);
  if (!superseded && !same) {
    if (!(await rewriteComment(sticky, keep.id, text))) return 'gone';
  }
  for (const double of doubles) {
    // The run that is ahead is about to move its own text into the one to keep, and removes the doubles itself.
    if (double.id === createdId || !superseded) await deleteComment(sticky, double.id);
  }
  const posted = superseded ? 'superseded' : keep.id === createdId ? 'created' : same ? 'unchanged' : 'updated';
  return {
    id: keep.id,
    nodeId: keep.node_id,
    url: keep.html_url,
    posted,
    ...(posted === 'updated' && { replaced: keep.body }),
  };
}

async function isSuperseded({ order, newestCommit }: StickyComment, others: readonly Comment[]): Promise<boolean> {
  const orders = others.map((comment) => orderOf(comment.body));
  const ofOtherCommits = orders.filter((other) => other !== undefined && other.commit !== order?.commit);
  const newest = order !== undefined && ofOtherCommits.length > 0 ? await newestCommit?.() : undefined;
  if (newest === undefined) return orders.some((other) => isNewer(other, order));
  // Whatever is there now, the run of the newest commit has the last word, even if it found nothing to write.
  if (order?.commit !== newest) return true;
  return orders.some((other) => other?.commit === newest && isNewer(other, order));
}

async function create(sticky: StickyComment): Promise<Comment> {
  const { owner, repo, issueNumber, marker, body, order, github } = sticky;
  const { data } = await github.rest.issues.createComment({
    owner,
    repo,
    issue_number: issueNumber,
    body: composeSticky(marker, order, body),
  });
  return data;
}

export interface CommentPlace {
  readonly github: CommentsGitHub;
  readonly owner: string;
  readonly repo: string;
}

/** Replaces a comment's text. False for one that is gone. */
export async function rewriteComment(
  { github, owner, repo }: CommentPlace,
  id: number,
  body: string,
): Promise<boolean> {
  return unlessGone(github.rest.issues.updateComment({ owner, repo, comment_id: id, body }));
}

/** Deletes a comment; one that is gone is fine. */
export async function deleteComment({ github, owner, repo }: CommentPlace, id: number): Promise<void> {
  await unlessGone(github.rest.issues.deleteComment({ owner, repo, comment_id: id }));
}

/** Whether a call found what it was for. */
async function unlessGone(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (httpStatus(error) === 404 || httpStatus(error) === 410) return false;
    throw error;
  }
}
