import type { Plan } from './core/read/plan.ts';
import type { Inputs } from './inputs.ts';

export interface PostRequest {
  readonly marker: string;
  readonly body: string;
  /** Posted where GitHub refuses `body`. */
  readonly short?: () => string;
  readonly pullRequest: number;
}

export interface Posted {
  /** `skipped`: the token may only read, as in a pull request from a fork. */
  readonly posted: 'created' | 'updated' | 'unchanged' | 'superseded' | 'skipped';
  readonly id?: number;
  readonly url?: string;
}

export interface PullRequest {
  readonly number: number;
  readonly isOpen: boolean;
  /** Newest commit of its branch. */
  readonly head: string;
  readonly description: string;
}

/** A comment of this action. */
export interface OwnComment {
  readonly id: number;
  readonly nodeId: string;
  readonly url: string;
  readonly body: string;
  /** The commit that it was written for. */
  readonly commit: string | undefined;
}

/** What the action asks of GitHub. */
export interface PullRequests {
  /** `undefined` for one that isn't there, or that the token may not see. */
  find(number: number): Promise<PullRequest | undefined>;
  /** The merged pull request that brought a commit. */
  ofCommit(commit: string): Promise<PullRequest | undefined>;
  /** Asks for the comments beside other work: `comments` and `post` take the answer. */
  prepare(pullRequest: number): void;
  /** All comments of this action, oldest first. */
  comments(pullRequest: number): Promise<readonly OwnComment[]>;
  post(request: PostRequest): Promise<Posted>;
  rewrite(comment: OwnComment, body: string): Promise<void>;
  hide(comment: OwnComment): Promise<void>;
  delete(comment: OwnComment): Promise<void>;
}

/** All that the action asks of the world. */
export interface Ports {
  inputs(): Inputs;
  readPlans(patterns: readonly string[]): Plan[];
  readText(path: string): string;
  /** With pauses, in which requests that were sent go on. */
  writeText(path: string, content: Iterable<string>): Promise<void>;
  summarize(markdown: string): void;
  setOutputs(outputs: Readonly<Record<string, string | number | undefined>>): void;
  say(message: string): void;
  pullRequests: PullRequests;
}
