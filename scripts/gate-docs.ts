import { code, md, prose, table, text } from '../packages/markdown/src/index.ts';
import { GATES } from '../packages/rollout-engine/src/gates/registry.ts';
import { betweenMarks } from './between-marks.ts';

export const GATES_README = 'packages/canary-rollout/README.md';

const MARKS = ['<!-- gates -->', '<!-- /gates -->'] as const;

/** The action's README with the table of the engine's gates between its marks. */
export function withGates(readme: string): string {
  const rows = GATES.map(({ name, judged, passes, fails }) => [code(name), text(judged), prose(passes), prose(fails)]);
  const gates = table([md`gate`, md`judged`, md`passes when`, md`fails when`], rows);
  return betweenMarks(GATES_README, readme, MARKS, gates);
}
