import { diffAttributes } from '../../compare/attribute-diff.ts';
import { kindOf } from '../../judge/classify.ts';
import type { OutputChange } from '../../read/plan.ts';
import { type Clean, fromSource, own } from '../../secrets/clean.ts';
import type { Block } from '../budget.ts';
import { diffBlock, linesOf, once } from './diff-block.ts';
import type { BlockContext } from './resource.ts';
import { signOf } from './signs.ts';

export function outputBlock(output: OutputChange, prefix: Clean, { scrubber }: BlockContext): Block {
  const kind = kindOf(output);
  const wrap = (value: OutputChange['before']) => ({ [output.name]: value });
  const diff = once(() =>
    linesOf(
      diffAttributes(
        {
          type: '',
          before: wrap(output.before),
          after: wrap(output.after),
          unknown: wrap(output.unknown),
          beforeSensitive: wrap(output.beforeSensitive),
          afterSensitive: wrap(output.afterSensitive),
          replacePaths: [],
          isWhole: false,
          isReplaced: false,
        },
        scrubber,
      ),
    ),
  );
  const head = () => ({ sign: signOf(kind), name: own`${prefix}${fromSource(output.name)}`, notes: [] });
  return diffBlock(diff, head);
}
