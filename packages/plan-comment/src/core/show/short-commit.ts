import { type Clean, fromSource } from '../secrets/clean.ts';

/** A commit as GitHub shortens it. */
export function shortCommit(commit: string): Clean {
  return fromSource(commit.slice(0, 7));
}
