import type { Allowance, Destroyed } from '../judge/allowance.ts';
import type { Scrubber } from '../secrets/scrub.ts';
import { code, list, type Markdown, md } from './escape.ts';
import { shortened } from './shortened.ts';

/** Which destructions the description of the pull request allows, in its words. */
export function allowanceNote(
  destroyed: readonly Destroyed[],
  allowances: readonly Allowance[],
  scrubber: Scrubber,
): Markdown {
  if (destroyed.length === 0 || allowances.length === 0) return md``;
  const allowed = destroyed.filter(({ isAllowed }) => isAllowed).length;
  const names = new Set(destroyed.map(({ address }) => address));
  const idle = allowances.flatMap(({ addresses }) => addresses).filter((address) => !names.has(address));
  const quoted = list(allowances.slice(0, MOST).map(({ line }) => code(shortened(scrubber.text(line)))));
  const rest =
    idle.length === 0
      ? md``
      : md`\n\nThis plan doesn’t destroy ${code(shortened(scrubber.text(idle.slice(0, MOST).join(', '))))}, which it names.`;
  return md`Of ${destroyed.length} destructions, ${allowed} are allowed by the description of this pull request:\n\n${quoted}${rest}\n\n`;
}

const MOST = 10;
