import { httpStatus } from './github.ts';

export interface PullRequestState {
  readonly number: number;
  readonly isOpen: boolean;
  /** Newest commit of its branch. */
  readonly head: string;
  /** Its description, empty where it has none. */
  readonly description: string;
}

interface Pull {
  readonly number: number;
  readonly state: string;
  readonly body?: string | null;
  readonly head: { readonly sha: string };
  readonly merged_at?: string | null;
  readonly merge_commit_sha?: string | null;
}

/** What pull requests need of GitHub: octokit has it, and so has `connectDirectly`. */
export interface PullRequestsGitHub {
  readonly rest: {
    readonly pulls: { get(of: { owner: string; repo: string; pull_number: number }): Promise<{ data: Pull }> };
    readonly repos: {
      listPullRequestsAssociatedWithCommit(of: {
        owner: string;
        repo: string;
        commit_sha: string;
      }): Promise<{ data: Pull[] }>;
    };
  };
}

interface Place {
  readonly github: PullRequestsGitHub;
  readonly owner: string;
  readonly repo: string;
}

/** `undefined` for a number that is no pull request, or one that the token may not see. */
export async function readPullRequest(place: Place, number: number): Promise<PullRequestState | undefined> {
  const { github, owner, repo } = place;
  try {
    const { data } = await github.rest.pulls.get({ owner, repo, pull_number: number });
    return { number, isOpen: data.state === 'open', head: data.head.sha, description: data.body ?? '' };
  } catch (error) {
    if ([403, 404].includes(httpStatus(error) ?? 0)) return undefined;
    throw error;
  }
}

/** The pull request that put a commit on its branch. */
export async function pullRequestOf(place: Place, commit: string): Promise<PullRequestState | undefined> {
  const { github, owner, repo } = place;
  const { data } = await github.rest.repos.listPullRequestsAssociatedWithCommit({ owner, repo, commit_sha: commit });
  const merged = data.filter((pull) => pull.merged_at !== null);
  const found =
    merged.find((pull) => pull.merge_commit_sha === commit) ?? (merged.length === 1 ? merged[0] : undefined);
  return found && { number: found.number, isOpen: false, head: found.head.sha, description: found.body ?? '' };
}
