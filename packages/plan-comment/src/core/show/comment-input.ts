import type { Plan } from '../read/plan.ts';

export interface CommentInput {
  /** Letters, digits, dots, hyphens and underscores. */
  readonly environment: string;
  readonly plans: readonly Plan[];
  /** Of the plans, where it is known already. */
  readonly fingerprint?: string | undefined;
  readonly phaseFrom?: string | undefined;
  readonly phaseTo?: string | undefined;
  /** Unified diff of the rendered configuration. */
  readonly configDiff?: string | undefined;
  /** Content of a cost file: one line such as `$33.35 → $14.00 a month`, the JSON of `CostChange`, or longer Markdown. */
  readonly cost?: string | undefined;
  /** Content of a consequences file, see judge/consequences.ts. */
  readonly consequences?: string | undefined;
  /** Description of the pull request, where what it allows counts. */
  readonly description?: string | undefined;
  /** Paths that the pull request changes and that this plan was made without. */
  readonly notInEffect?: readonly string[] | undefined;
  /** Commit that was planned. */
  readonly commit?: string | undefined;
  /** Whether a later step keeps the full text as an artifact of that run. */
  readonly hasArtifact?: boolean | undefined;
  readonly run?: { readonly number: number; readonly url: string } | undefined;
}
