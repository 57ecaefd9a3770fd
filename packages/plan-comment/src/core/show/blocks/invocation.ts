import { diffAttributes } from '../../compare/attribute-diff.ts';
import type { Invocation } from '../../read/plan.ts';
import { type Clean, own } from '../../secrets/clean.ts';
import type { Block } from '../budget.ts';
import { deferralNote, type Note } from '../notes.ts';
import { diffBlock, linesOf, once } from './diff-block.ts';
import type { BlockContext } from './resource.ts';
import { LATER, RUN } from './signs.ts';

/** An action that runs with the apply: when, in which order, with what it is given, and what becomes of the apply where it fails. */
export function invocationBlock(invocation: Invocation, prefix: Clean, { scrubber }: BlockContext): Block {
  const { address, event, trigger, deferred, values, unknown, sensitive, onFailure } = invocation;
  const given = { type: '', before: null, after: values, unknown, beforeSensitive: false, afterSensitive: sensitive };
  const diff = once(() =>
    linesOf(diffAttributes({ ...given, replacePaths: [], isWhole: true, isReplaced: false }, scrubber)),
  );
  const notes: Note[] = [
    { code: scrubber.text(event) },
    ...(trigger === undefined ? [] : [{ before: own`of `, code: scrubber.address(trigger) }]),
    ...orderNotes(invocation),
    ...(onFailure === undefined ? [] : [{ before: own`on failure: `, code: scrubber.text(onFailure) }]),
    ...(deferred === undefined ? [] : [{ before: own`deferred` }, deferralNote(deferred, scrubber)]),
  ];
  const sign = deferred === undefined ? RUN : LATER;
  const head = () => ({ sign, name: own`${prefix}${scrubber.address(address)}`, notes });
  return diffBlock(diff, head);
}

/** A resource may have several triggers, and a trigger several actions. */
function orderNotes({ block, place }: Invocation): Note[] {
  if (place === undefined) return [];
  if (block === undefined || block === 0) return [{ before: own`number ${place + 1} of its trigger` }];
  return [{ before: own`number ${place + 1} of trigger ${block + 1}` }];
}
