import { parseRepository, type Repository } from '../bootstrap/variables.ts';
import type { Context } from '../context.ts';
import { originOf } from '../git.ts';

/** Which repository a command is about, where that isn't the one of the run or of the checkout. */
export const repositoryFlag = {
  kind: 'parsed',
  parse: String,
  brief: 'OWNER/NAME on GitHub (default: GITHUB_REPOSITORY, or the remote "origin")',
  optional: true,
} as const;

export function repositoryOf(context: Context, flag: string | undefined): Repository {
  return parseRepository(flag ?? context.env['GITHUB_REPOSITORY'] ?? originOf(context.root));
}
