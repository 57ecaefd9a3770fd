import { httpStatus } from '../github.ts';
import type { Repository } from './repository.ts';

/** The file on the default branch; undefined: it isn't there. */
export async function readCodeOwners({ github, owner, repo }: Repository): Promise<string | undefined> {
  try {
    const { data } = await github.rest.repos.getContent({ owner, repo, path: '.github/CODEOWNERS' });
    if (Array.isArray(data) || !('content' in data)) return undefined;
    return Buffer.from(data.content, 'base64').toString('utf8');
  } catch (error) {
    if (httpStatus(error) === 404) return undefined;
    throw error;
  }
}

/** What GitHub finds wrong with it, such as an owner who may not write: it then asks nobody for a review. */
export async function codeOwnersErrors({ github, owner, repo }: Repository): Promise<string[]> {
  const { data } = await github.rest.repos.codeownersErrors({ owner, repo });
  return data.errors.map(
    ({ kind, line, suggestion }) => `${kind} on line ${line}${suggestion ? `: ${suggestion}` : ''}`,
  );
}
