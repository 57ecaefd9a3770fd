import type { Path } from '../read/plan.ts';
import { ALWAYS_SETS, SOMETIMES_SETS } from './set-attributes.ts';

let always: ReadonlySet<string> | undefined;
let sometimes: ReadonlySet<string> | undefined;

/**
 * Whether an attribute is a set, whose order means nothing, or a list. A plan doesn't say; the provider's schema does, and of other
 * providers than AWS it isn't known.
 */
export function isSet(type: string, path: Path): 'set' | 'list' | 'unknown' {
  if (!type.startsWith('aws_')) return 'unknown';
  always ??= new Set(ALWAYS_SETS.split(' '));
  sometimes ??= new Set(SOMETIMES_SETS.split(' '));
  const names = path.filter((step) => typeof step === 'string');
  const isOne = always.has(names.at(-1) ?? '') || sometimes.has([type, ...names].join('.'));
  return isOne ? 'set' : 'list';
}
