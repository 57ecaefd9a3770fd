import { type Comment, unlessGone } from './comments.ts';
import type { GitHub } from './github.ts';

/** Folds a comment away as outdated, as a person does with "Hide". REST can't. */
export async function minimizeComment(github: GitHub, comment: Pick<Comment, 'node_id'>): Promise<void> {
  await github.graphql(
    'mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { clientMutationId } }',
    { id: comment.node_id },
  );
}

/** Shows a comment again that was hidden. */
export async function unminimizeComment(github: GitHub, comment: Pick<Comment, 'node_id'>): Promise<void> {
  await github.graphql('mutation($id: ID!) { unminimizeComment(input: { subjectId: $id }) { clientMutationId } }', {
    id: comment.node_id,
  });
}

export interface CommentPlace {
  readonly github: GitHub;
  readonly owner: string;
  readonly repo: string;
}

/** Replaces a comment's text; one that is gone is fine. */
export async function rewriteComment(place: CommentPlace, id: number, body: string): Promise<void> {
  const { github, owner, repo } = place;
  await unlessGone(github.rest.issues.updateComment({ owner, repo, comment_id: id, body }));
}

/** Deletes a comment; one that is gone is fine. */
export async function deleteComment(place: CommentPlace, id: number): Promise<void> {
  const { github, owner, repo } = place;
  await unlessGone(github.rest.issues.deleteComment({ owner, repo, comment_id: id }));
}
