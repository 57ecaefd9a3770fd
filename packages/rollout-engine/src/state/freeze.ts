import type { Environment } from '@loki-adoption/environment';

type Freeze = Environment['protection']['freeze'][number];

/** Why nothing may be deployed on the day of `nowMs` (ms since 1970; days are UTC days, the last one included), or `undefined`. */
export function frozen(freezes: readonly Freeze[], nowMs: number): string | undefined {
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const [last] = freezes
    .filter(({ from, until }) => from <= today && today <= until)
    .sort((a, b) => (a.until < b.until ? 1 : -1));
  if (last === undefined) return undefined;
  return (
    `frozen until ${last.until}, the last day, UTC: ${last.reason}. ` +
    'A rollback is possible; to deploy, wait, or merge a change of protection.freeze'
  );
}
