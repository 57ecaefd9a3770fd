import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A pull request's own part; its head and base commits are read live from the branches while it is open. */
export interface PullRecord {
  readonly headRef: string;
  readonly baseRef: string;
  readonly draft: boolean;
  /** Set when the pull request is closed: where both branches were then. */
  headSha?: string;
  baseSha?: string;
  mergeCommitSha?: string;
  mergedAt?: string;
  mergedBy?: string;
}

/** An issue, or a pull request: GitHub numbers both in one sequence. */
export interface IssueRecord {
  readonly id: number;
  readonly number: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  labels: string[];
  assignees: string[];
  readonly author: string;
  readonly createdAt: string;
  updatedAt: string;
  closedAt?: string;
  readonly pull?: PullRecord;
}

export interface CommentRecord {
  readonly id: number;
  readonly issue: number;
  body: string;
  readonly author: string;
  readonly createdAt: string;
  updatedAt: string;
  minimizedReason?: string;
}

/** What is stored as it was sent: statuses, check runs, deployments, workflow runs. */
export interface StoredObject {
  readonly id: number;
  readonly [field: string]: unknown;
}

export interface EnvironmentRecord {
  readonly id: number;
  readonly name: string;
  waitTimer: number;
  preventSelfReview: boolean;
  reviewers: { readonly type: 'User' | 'Team'; readonly id: number }[];
  branchPolicy: { readonly protected_branches: boolean; readonly custom_branch_policies: boolean } | null;
  branches: { readonly id: number; readonly name: string }[];
  variables: Record<string, string>;
}

/** What administrators set in "Settings → Actions → General". */
export interface ActionsSettings {
  defaultWorkflowPermissions: 'read' | 'write';
  canApprovePullRequests: boolean;
  forkApproval: string;
  privateForks: Record<string, boolean>;
  oidcSubject: { use_default: boolean; include_claim_keys?: string[]; use_immutable_subject?: boolean };
}

export interface GitHubState {
  nextId: number;
  nextNumber: number;
  issues: IssueRecord[];
  comments: CommentRecord[];
  statuses: StoredObject[];
  checkRuns: StoredObject[];
  deployments: StoredObject[];
  deploymentStatuses: StoredObject[];
  runs: StoredObject[];
  environments: EnvironmentRecord[];
  rulesets: StoredObject[];
  actions: ActionsSettings;
}

/** The objects that git doesn't hold, kept as one JSON file that is replaced after each write. */
export class StateFile {
  readonly data: GitHubState;
  readonly path: string;

  constructor(stateDir: string) {
    mkdirSync(stateDir, { recursive: true });
    this.path = join(stateDir, 'github.json');
    this.data = { ...emptyState(), ...readExisting(this.path) };
  }

  nextId(): number {
    this.data.nextId += 1;
    return this.data.nextId;
  }

  nextNumber(): number {
    this.data.nextNumber += 1;
    return this.data.nextNumber;
  }

  /** A reader sees the whole old file or the whole new one. */
  save(): void {
    const scratch = `${this.path}.new`;
    writeFileSync(scratch, `${JSON.stringify(this.data, undefined, 2)}\n`);
    renameSync(scratch, this.path);
  }
}

function emptyState(): GitHubState {
  return {
    nextId: 1000,
    nextNumber: 0,
    issues: [],
    comments: [],
    statuses: [],
    checkRuns: [],
    deployments: [],
    deploymentStatuses: [],
    runs: [],
    environments: [],
    rulesets: [],
    actions: {
      defaultWorkflowPermissions: 'read',
      canApprovePullRequests: false,
      forkApproval: 'first_time_contributors',
      privateForks: {
        run_workflows_from_fork_pull_requests: false,
        send_write_tokens_to_workflows: false,
        send_secrets_and_variables: false,
        require_approval_for_fork_pr_workflows: false,
      },
      oidcSubject: { use_default: true },
    },
  };
}

function readExisting(path: string): Partial<GitHubState> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as GitHubState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
