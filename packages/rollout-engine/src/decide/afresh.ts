import type { World } from '../model/world.ts';
import type { Ledger } from '../state/ledger.ts';

/** Whether each of the services was seen after the last thing that happened to any of them. */
export function seenSince(names: readonly string[], world: World, ledger: Ledger, now: number): boolean {
  const changedAt = lastChange(names, ledger, now);
  return names.every((name) => (world.services[name]?.seenAt ?? 0) > changedAt);
}

/**
 * When the last of the services entered its state, ms since 1970. A time in the future was written by a runner whose clock is ahead:
 * waiting until it has passed would show nothing new.
 */
export function lastChange(names: readonly string[], ledger: Ledger, now: number): number {
  const changes = names.map((name) => Date.parse(ledger.services[name]?.since ?? '') || 0);
  return Math.max(0, ...changes.filter((at) => at <= now));
}
