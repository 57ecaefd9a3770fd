import { code, md, prose, table, text } from '../packages/markdown/src/index.ts';
import { GATES } from '../packages/rollout-engine/src/gates/registry.ts';

export const GATES_README = 'packages/canary-rollout/README.md';

const BEGIN = '<!-- gates -->';
const END = '<!-- /gates -->';

/** The action's README with the table of the engine's gates between its marks. */
export function withGates(readme: string): string {
  const [before, rest] = readme.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${GATES_README} has no ${BEGIN} … ${END}`);
  const rows = GATES.map(({ name, judged, passes, fails }) => [code(name), text(judged), prose(passes), prose(fails)]);
  return `${before}${BEGIN}\n${table([md`gate`, md`judged`, md`passes when`, md`fails when`], rows)}\n${END}${after}`;
}
