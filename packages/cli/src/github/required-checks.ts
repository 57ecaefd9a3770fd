/** Names of the jobs that stand for their whole workflow, as GitHub shows them on a pull request. */
export const REQUIRED_CHECKS: readonly string[] = ['CI ok', 'Plan ok'];
