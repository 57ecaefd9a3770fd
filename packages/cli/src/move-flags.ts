/** What `rollout` and `rollback` share. */
export const moveFlags = {
  services: {
    kind: 'parsed',
    parse: parseList,
    brief: 'Only these, separated by commas',
    optional: true,
    placeholder: 'list',
  },
  dryRun: { kind: 'boolean', brief: 'Say what would be done', default: false, withNegated: false },
} as const;

function parseList(text: string): string[] {
  return text.split(/[\s,]+/).filter((part) => part !== '');
}
