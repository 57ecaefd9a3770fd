import type { GitHub } from '../github.ts';

/** Whose settings are read or changed. */
export interface Repository {
  readonly github: GitHub;
  readonly owner: string;
  readonly repo: string;
}

export interface RepositoryFacts {
  readonly id: string;
  readonly ownerId: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly isPrivate: boolean;
}

/** The numbers of a repository and of its owner, which stay when a name passes to somebody else, and its age. */
export async function lookUpRepository(github: GitHub, owner: string, repo: string): Promise<RepositoryFacts> {
  const { data } = await github.rest.repos.get({ owner, repo });
  return {
    id: String(data.id),
    ownerId: String(data.owner.id),
    createdAt: data.created_at,
    isPrivate: data.private,
  };
}
