import { isPlaceholder } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';

export const CODE_OWNERS_FILE = '.github/CODEOWNERS';

/** What runs with a role, or decides what does. All have one owner, so it doesn't matter that the last pattern that fits counts. */
export const OWNED: readonly string[] = [
  '/.github/',
  '/packages/',
  '/scripts/',
  '/terraform/',
  '/tests/',
  '/*.json',
  '/*.mjs',
  '/*.ts',
  '.dependency-cruiser.mjs',
  '.gitattributes',
  '.node-version',
  '.npmrc',
  '.terraform.lock.hcl',
  'package.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'requirements*.txt',
];

const HEAD = `# Who has to review a change of what runs with the roles in AWS. Written by "pnpm adopt bootstrap <env> --code-owners @organization/team",
# checked by "pnpm adopt audit-github". Desired state (environments/) is reviewed by whoever reviews, and deployed by protection.approvers.
`;

/** The whole file for an owner such as `@acme/platform`. */
export function codeOwnersText(owner: string): string {
  const width = Math.max(...OWNED.map((pattern) => pattern.length));
  return `${HEAD}${OWNED.map((pattern) => `${pattern.padEnd(width)} ${owner}\n`).join('')}`;
}

export function parseOwner(text: string): string {
  if (/^@[A-Za-z0-9-]+\/[A-Za-z0-9_.-]+$/.test(text)) return text;
  throw new UserError(`--code-owners is "${text}": expected a team, such as @acme/platform.`);
}

/** What is wrong with the file on the branch that deploys; undefined: nothing. */
export function codeOwnersProblem(text: string | undefined): string | undefined {
  if (text === undefined) return `there is no ${CODE_OWNERS_FILE}`;
  const owners = ownersIn(text);
  const placeholder = [...owners.values()].flat().find((owner) => isPlaceholder(owner.slice(1)));
  if (placeholder !== undefined) return `${placeholder} is the sample's placeholder, not a team of yours`;
  const unowned = OWNED.filter((pattern) => (owners.get(pattern) ?? []).length === 0);
  return unowned.length === 0 ? undefined : `nobody owns ${unowned.join(', ')}`;
}

/** Pattern → owners. A later line for the same pattern replaces an earlier one. */
function ownersIn(text: string): Map<string, string[]> {
  return new Map(
    text.split('\n').flatMap((line): [string, string[]][] => {
      const [pattern, ...owners] = line
        .replace(/(^|\s)#.*/, '')
        .trim()
        .split(/\s+/);
      return pattern ? [[pattern, owners]] : [];
    }),
  );
}
