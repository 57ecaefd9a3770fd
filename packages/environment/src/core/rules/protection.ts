import { type Draft, error, type Finding } from './draft.ts';

/** A freeze that ends before it begins would freeze nothing. */
export function freezesEndAfterTheyBegin({ protection }: Draft): Finding[] {
  return (protection?.freeze ?? []).flatMap(({ from, until }, index) =>
    until >= from ? [] : [error(['protection', 'freeze', index, 'until'], `is before from (${from})`)],
  );
}
