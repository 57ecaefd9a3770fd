import type { Policy } from '../model/desired.ts';
import type { World } from '../model/world.ts';
import type { Ledger } from '../state/ledger.ts';
import { isYoung } from './views.ts';

/**
 * Whether each of the services was seen after the last thing that happened to any of them, no longer ago than a view is good for. A time
 * in the future was written by a runner whose clock is ahead: waiting until it has passed would show nothing new.
 */
export function seenAfresh(
  names: readonly string[],
  world: World,
  ledger: Ledger,
  policy: Policy,
  now: number,
): boolean {
  const changes = names.map((name) => Date.parse(ledger.services[name]?.since ?? '') || 0);
  const changedAt = Math.max(0, ...changes.filter((at) => at <= now));
  return names.every((name) => {
    const seenAt = world.services[name]?.seenAt ?? 0;
    return seenAt > changedAt && isYoung(seenAt, now, policy);
  });
}
