import { isSameCapacity } from '../model/capacity.ts';
import type { Desired, DesiredService } from '../model/desired.ts';
import { isOf, primaryOf } from '../model/ecs.ts';
import type { Observation, World } from '../model/world.ts';
import { isMoving, type ServiceRecord, targetOf } from '../state/service-record.ts';
import { type Decision, emit } from './decision.ts';
import { isAsWanted } from './place.ts';
import type { Seen } from './views.ts';

/** The intent to move a service; a hold where ECS has no such service any more. */
export function begin(
  service: DesiredService,
  record: ServiceRecord | undefined,
  world: World,
  desired: Desired,
  now: number,
): Decision {
  const at = { at: now, service: service.name };
  const seen = world.services[service.name];
  const running = seen?.service;
  if (running?.status !== 'ACTIVE') {
    const reason = `ECS service ${service.ecsName} is ${running?.status ?? 'missing'}: apply Terraform first`;
    return emit({ type: 'held', ...at, run: desired.run, reason });
  }
  const { target, wave } = service;
  const primary = primaryOf(running);
  const runsTarget = isOf(primary, target, service.capacity);
  // Its gates have judged it before, and did not let it pass: that it runs again proves nothing.
  const wasJudged = record?.state === 'held' || record?.state === 'rolled-back';
  const resumes = runsTarget && wasJudged && record.move?.target === target;
  const adopted = resumes ? (record.move?.adopted ?? false) : runsTarget;
  // Half-way, it runs where nothing has proved itself yet.
  const from = (isMoving(record) ? record.previousCapacity : undefined) ?? primary?.capacity;
  const isElsewhere = primary !== undefined && !isSameCapacity(primary.capacity, service.capacity);
  const capacity = isElsewhere && from ? { to: service.capacity, from } : undefined;
  const known = previousOf(service, record, { ...seen, service: running } as Seen);
  const previous = known && (desired.standIns[known] ?? known);
  return emit({
    type: 'move-began',
    ...at,
    target,
    previous,
    wave,
    adopted,
    deploymentId: isAsWanted(service, primary, world) ? primary.id : null,
    ...(capacity && { capacity }),
  });
}

/**
 * Where the service goes back to if a gate fails: what ran steadily before, unless that never passed its gates itself. Something
 * half-way, or unproven, is not a place to go back to: then it is what was last known to work.
 */
function previousOf(
  { target, capacity }: DesiredService,
  record: ServiceRecord | undefined,
  { service }: Seen,
): string | null {
  const primary = primaryOf(service);
  const running = primary?.taskDefinition ?? null;
  const moving = isMoving(record);
  // Only the capacity is another one: the way back leads to the same revision, where its tasks ran.
  const staysOn = primary?.taskDefinition === target && !isSameCapacity(primary.capacity, capacity) ? target : null;
  const isUnproven = record?.state === 'held' && running !== null && running === targetOf(record);
  const steady = primary?.rolloutState === 'COMPLETED' && !isUnproven ? running : null;
  if (staysOn !== null && staysOn === steady && !moving) return staysOn;
  const isTrusted = !moving && running !== target && !isUnproven;
  const known = [record?.previous ?? null, record?.current ?? null];
  const candidates = isTrusted ? [steady, known[1], known[0]] : [...known, steady];
  const fallback = moving || isUnproven ? null : running;
  return [...candidates, fallback].find((definition) => definition && definition !== target) ?? null;
}

/**
 * A move whose target is no longer wanted makes room: a service that ECS is pointing there goes back to where it came from, without a
 * hold. `undefined` where there is nothing to take back.
 */
export function abandon(
  service: DesiredService,
  record: ServiceRecord,
  seen: Observation | undefined,
  now: number,
): Decision | undefined {
  const target = targetOf(record);
  const { previous, previousCapacity } = record;
  if (previous === null || target === null || (previous === target && !previousCapacity)) return undefined;
  const wanted = 'move' in record ? record.move?.capacity : undefined;
  if (!isOf(primaryOf(seen?.service), target, wanted)) return undefined;
  const way = {
    restore: previous,
    ...(previousCapacity && { capacity: previousCapacity }),
    from: target,
    contested: false,
    reason: 'another revision is wanted by now',
    leavesNoHold: true,
  };
  return emit({ type: 'way-back-began', at: now, service: service.name, ...way });
}
