import type { Desired } from '../model/desired.ts';
import type { World } from '../model/world.ts';
import type { Ledger } from '../state/ledger.ts';
import { type Decision, done, emit, look, wait } from './decision.ts';
import { isYoung, nextPoll } from './views.ts';

/** An answer of Loki about itself is good for this long, or for one poll. */
const INFRASTRUCTURE_VIEW_SECONDS = 60;

/**
 * Every service is settled in the view there is. Before the run ends all are looked at once more, after the last thing that happened to
 * any of them; then the phase is recorded as verified where that can be shown.
 */
export function finish(world: World, ledger: Ledger, desired: Desired, now: number): Decision {
  const names = desired.services.map(({ name }) => name);
  const changedAt = Math.max(...names.map((name) => Date.parse(ledger.services[name]?.since ?? '') || 0));
  const isAfresh = names.every((name) => {
    const seenAt = world.services[name]?.seenAt ?? 0;
    return seenAt > changedAt && isYoung(seenAt, now, desired.policy);
  });
  if (!isAfresh) return look({ services: names });
  const verified = ledger.phases[desired.phase];
  const isVerified = verified !== undefined && Date.parse(verified.verifiedAt) >= desired.startedAt;
  if (desired.unverifiable === null && !isVerified) {
    const open = desired.phase === 'infrastructure' ? infrastructure(world, desired, now) : undefined;
    const { phase, run } = desired;
    return open ?? emit({ type: 'phase-verified', at: now, phase, commit: run.commit });
  }
  return done('promoted', 'every service runs its target');
}

/** `undefined` once Loki is shown to work. */
function infrastructure(
  { infrastructure: seen, roundAt }: World,
  { policy }: Desired,
  now: number,
): Decision | undefined {
  const viewSeconds = Math.max(policy.pollSeconds, INFRASTRUCTURE_VIEW_SECONDS);
  if (!seen || (seen.status !== 'pass' && seen.seenAt < roundAt) || now - seen.seenAt >= viewSeconds * 1000) {
    return look({ infrastructure: true });
  }
  if (seen.status === 'pass') return undefined;
  const reason = `phase infrastructure: ${seen.detail}`;
  if (seen.status === 'fail') return done('held', reason);
  if (now - seen.since >= policy.infrastructureSeconds * 1000) {
    return done('held', `${reason} (for ${policy.infrastructureSeconds} s)`);
  }
  return wait('', reason, nextPoll(seen.seenAt, policy));
}
