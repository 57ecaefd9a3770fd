import type { Desired } from '../model/desired.ts';
import { type EcsService, primaryOf } from '../model/ecs.ts';
import type { World } from '../model/world.ts';
import type { Ledger } from '../state/ledger.ts';
import { lastChange, seenSince } from './afresh.ts';
import { type Decision, done, doneUnverified, emit, look, together, wait } from './decision.ts';
import { isYoung, nextPoll } from './views.ts';

/** An answer of Loki about itself is good for this long, or for one poll. */
const INFRASTRUCTURE_VIEW_SECONDS = 60;

/**
 * Every service is settled in the view there is. Before the run ends all are looked at once more, after the last thing that happened to
 * any of them; then the phase is recorded as verified where that can be shown.
 */
export function finish(world: World, ledger: Ledger, desired: Desired, now: number): Decision {
  const names = desired.services.map(({ name }) => name);
  const areYoung = names.every((name) => isYoung(world.services[name]?.seenAt ?? 0, now, desired.policy));
  if (!areYoung || !seenSince(names, world, ledger, now)) return look({ services: names });
  const restless = whoIsRestless(world, ledger, desired, now);
  if (restless) return restless;
  const verified = ledger.phases[desired.phase];
  const isVerified = verified !== undefined && Date.parse(verified.verifiedAt) >= desired.startedAt;
  if (desired.unverifiable === null && !isVerified) {
    const open = desired.phase === 'infrastructure' ? infrastructure(world, desired, now) : undefined;
    const { phase, run } = desired;
    return open ?? emit({ type: 'phase-verified', at: now, phase, commit: run.commit });
  }
  return done('promoted', 'every service runs its target');
}

/**
 * A service that ECS points at its target may still run something else, or nothing: somebody moved it away and back, or its tasks ended
 * after it was promoted. It has the time of a deployment to come to rest. `undefined` once all have.
 */
function whoIsRestless(
  world: World,
  ledger: Ledger,
  { services, startedAt, policy }: Desired,
  now: number,
): Decision | undefined {
  const restless = services.flatMap(({ name }) => {
    const seen = world.services[name];
    if (!seen?.service || isAtRest(seen.service)) return [];
    const { runningCount, desiredCount } = seen.service;
    const counts = `${runningCount} of ${desiredCount} tasks run`;
    const why = runningCount === desiredCount ? 'a deployment is under way' : counts;
    return [{ name, why, seenAt: seen.seenAt }];
  });
  const [first] = restless;
  if (!first) return undefined;
  const since = Math.max(
    startedAt,
    lastChange(
      services.map(({ name }) => name),
      ledger,
      now,
    ),
  );
  if (now - since < policy.deadlineSeconds * 1000) {
    return together(restless.map(({ name, why, seenAt }) => wait(name, why, nextPoll(seenAt, policy))));
  }
  const reasons = restless.map(({ name, why }) => `${name}: ${why}`).join('; ');
  return doneUnverified(`not every service is at rest after ${policy.deadlineSeconds} s: ${reasons}`);
}

function isAtRest(service: EcsService): boolean {
  const isAlone = service.deployments.length === 1 && primaryOf(service)?.rolloutState === 'COMPLETED';
  return isAlone && service.runningCount === service.desiredCount;
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
  if (seen.status === 'fail') return doneUnverified(reason);
  if (now - seen.since >= policy.infrastructureSeconds * 1000) {
    return doneUnverified(`${reason} (for ${policy.infrastructureSeconds} s)`);
  }
  return wait('', reason, nextPoll(seen.seenAt, policy));
}
