import { spawnSync } from 'node:child_process';
import type { CommitHistory } from '../model/commit-history.ts';

/** The commits of the checkout that a folder is in. */
export function commitHistory(folder: string): CommitHistory {
  return {
    isBefore(commit, other) {
      if (![commit, other].every((each) => /^[0-9a-f]{40,64}$/.test(each))) return undefined;
      if (commit === other) return false;
      // 0: it is, 1: it isn't, anything else: git can't say.
      const { status } = spawnSync('git', ['merge-base', '--is-ancestor', commit, other], {
        cwd: folder,
        stdio: 'ignore',
      });
      return status === 0 || status === 1 ? status === 0 : undefined;
    },
  };
}
