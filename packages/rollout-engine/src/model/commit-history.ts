/** The commits of the checkout. */
export interface CommitHistory {
  /** Whether a commit lies in the history of another, which is not itself; `undefined` where the checkout doesn't have both. */
  readonly isBefore: (commit: string, other: string) => boolean | undefined;
}
