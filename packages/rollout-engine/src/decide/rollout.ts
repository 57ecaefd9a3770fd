import type { Desired, DesiredService } from '../model/desired.ts';
import type { Failure, World } from '../model/world.ts';
import type { Ledger } from '../state/ledger.ts';
import { isMoving } from '../state/service-record.ts';
import { abandon, begin } from './begin.ts';
import { type Decision, done, emit, look, together, wait } from './decision.ts';
import { finish } from './finish.ts';
import { stepMove } from './move.ts';
import { isSettled, isUnderWay } from './settled.ts';
import { failureText, isExhausted, isInView, nextPoll } from './views.ts';
import { stepWayBack } from './way-back.ts';

/**
 * What a rollout does next, from what was seen in this round, what was written down and what is wanted. Level-triggered: the same for a
 * fresh run, a resumed one, one after a change in the console, and one that has nothing left to do.
 */
export function decide(world: World, ledger: Ledger, desired: Desired, now: number): Decision {
  const moving = desired.services.filter((service) => isUnderWay(service, ledger.services[service.name]));
  const { failure } = world;
  // A second look in a round may fail as well as the first: asked again at once, ECS would be asked without a pause.
  if (failure && failure.at >= world.roundAt) return afterFailure(failure, moving, ledger, desired, now);
  const names = desired.services.map(({ name }) => name);
  if (!names.every((name) => isInView(name, world))) return look({ services: names });
  const steps = moving.map((service) => step(service, world, ledger, desired, now));
  if (!ledger.hold) steps.push(...beginnings(world, ledger, desired, now, moving));
  if (steps.length > 0) return together(steps);
  if (ledger.hold) return done(ledger.hold.outcome, ledger.hold.reason);
  return finish(world, ledger, desired, now);
}

/** ECS can't be asked. What is under way is held in the end; where nothing is, nothing has to be. */
function afterFailure(
  failure: Failure,
  moving: readonly DesiredService[],
  ledger: Ledger,
  desired: Desired,
  now: number,
): Decision {
  const { policy, run } = desired;
  if (!isExhausted(failure, policy)) return wait('', failure.message, nextPoll(failure.at, policy));
  const reason = failureText(failure);
  if (moving.length > 0) {
    return emit(...moving.map(({ name }) => ({ type: 'held' as const, at: now, service: name, run, reason })));
  }
  return ledger.hold ? done(ledger.hold.outcome, ledger.hold.reason) : done('held', reason);
}

function step(service: DesiredService, world: World, ledger: Ledger, desired: Desired, now: number): Decision {
  const { name, ecsName } = service;
  const record = ledger.services[name];
  const seen = world.services[name];
  if (!seen || !isMoving(record)) throw new Error(`${name} isn't under way`);
  const { policy, run } = desired;
  if (record.state === 'rolling-back') return stepWayBack({ name, record, seen, world, policy, run, now });
  if (seen.service?.status !== 'ACTIVE') {
    const reason = `ECS service ${ecsName} is ${seen.service?.status ?? 'missing'}`;
    return emit({ type: 'held', at: now, service: name, run, reason });
  }
  return stepMove({ service, record, seen: { ...seen, service: seen.service }, world, desired, now });
}

/**
 * What may begin beside what is under way: services of the first wave that isn't through, at most `parallel` of them at once, none while
 * another wave moves or one of this wave goes back.
 */
function beginnings(
  world: World,
  ledger: Ledger,
  desired: Desired,
  now: number,
  moving: readonly DesiredService[],
): Decision[] {
  const isMoved = new Set(moving);
  const open = desired.services.filter((service) => !isMoved.has(service) && !isSettled(service, ledger, world));
  const isOpen = new Set(open);
  const first = desired.services.find((service) => isMoved.has(service) || isOpen.has(service));
  if (!first) return [];
  const chosen = new Set(mayBegin(first, moving, ledger) ? chooseFrom(open, first, moving, ledger) : []);
  const abandoned = open.flatMap((service) => {
    const record = ledger.services[service.name];
    if (chosen.has(service) || !isMoving(record)) return [];
    return abandon(service, record, world.services[service.name], now) ?? [];
  });
  // What is abandoned goes back before anything new begins.
  if (abandoned.length > 0) return abandoned;
  return [...chosen].map((service) => {
    return begin(service, ledger.services[service.name], world, desired, now);
  });
}

function mayBegin(first: DesiredService, moving: readonly DesiredService[], ledger: Ledger): boolean {
  return moving.every(({ name, wave }) => wave === first.wave && ledger.services[name]?.state !== 'rolling-back');
}

/** Those that are half-way to a target that is no longer wanted come first: they are the ones out of order. */
function chooseFrom(
  open: readonly DesiredService[],
  { wave, parallel }: DesiredService,
  moving: readonly DesiredService[],
  ledger: Ledger,
): DesiredService[] {
  const isHalfWay = ({ name }: DesiredService): boolean => isMoving(ledger.services[name]);
  const ofWave = open.filter((service) => service.wave === wave);
  const inOrder = [...ofWave.filter(isHalfWay), ...ofWave.filter((service) => !isHalfWay(service))];
  return inOrder.slice(0, Math.max(0, parallel - moving.length));
}
