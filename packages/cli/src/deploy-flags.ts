/** What `apply` and `deploy` share. */
export const deployFlags = {
  allowOlder: {
    kind: 'parsed',
    parse: String,
    brief: 'Why a commit is deployed that lies behind the last one',
    optional: true,
    placeholder: 'reason',
  },
} as const;

export interface DeployFlags {
  readonly allowOlder?: string;
}
