import { fromSource } from '../secrets/clean.ts';
import { box } from './box.ts';
import { code, join, type Markdown, md } from './escape.ts';
import { shortened } from './shortened.ts';

/** The others are counted: a pull request may change a thousand files. */
const MOST = 10;

/** Says which of the pull request's own code this plan was made without. */
export function notInEffectBox(paths: readonly string[]): Markdown {
  if (paths.length === 0) return md``;
  const names = paths.slice(0, MOST).map((path) => code(shortened(fromSource(path), 80)));
  const more = paths.length > MOST ? md` and ${paths.length - MOST} more` : md``;
  return box(
    md`NOTE`,
    md`This pull request also changes ${join(names, md`, `)}${more}. That isn’t in effect here: the plan is made with the code of the base branch. What it changes shows after the merge, and the deploy stops there until somebody has read the new plan.`,
  );
}
