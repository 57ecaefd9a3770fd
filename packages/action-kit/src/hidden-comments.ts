import type { Comment, CommentsGitHub } from './comments.ts';

/** Folds a comment away as outdated, as a person does with "Hide". REST can't. */
export async function minimizeComment(
  github: Pick<CommentsGitHub, 'graphql'>,
  comment: Pick<Comment, 'node_id'>,
): Promise<void> {
  await github.graphql(
    'mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { clientMutationId } }',
    { id: comment.node_id },
  );
}

/** Shows a comment again that was hidden. */
export async function unminimizeComment(
  github: Pick<CommentsGitHub, 'graphql'>,
  comment: Pick<Comment, 'node_id'>,
): Promise<void> {
  await github.graphql('mutation($id: ID!) { unminimizeComment(input: { subjectId: $id }) { clientMutationId } }', {
    id: comment.node_id,
  });
}
