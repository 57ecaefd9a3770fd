/** The organization in the samples' names of teams, which no fork can have kept. */
export const PLACEHOLDER_ORGANIZATION = 'your-organization';

/** Whether a user or an `organization/team` still is what the sample came with. */
export function isPlaceholder(account: string): boolean {
  return account.toLowerCase().split('/')[0] === PLACEHOLDER_ORGANIZATION;
}
