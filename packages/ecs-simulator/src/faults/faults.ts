import { EcsError } from '../model/ecs-error.ts';
import { FAULT_KINDS, type Fault, type FaultInput, type FaultKind } from '../model/fault.ts';
import { asObject, number, text } from '../model/json.ts';
import { randomText, shortName } from '../model/names.ts';
import type { ContainerDefinition, Task, World } from '../model/world.ts';

/** Checks and plants a fault; one with a known id replaces it. */
export function addFault(world: World, given: FaultInput): Fault {
  const input = asObject(given);
  const kind = FAULT_KINDS.find((known) => known === input?.['kind']);
  if (!input || !kind) throw new EcsError('InvalidFault', `A fault needs a kind: ${FAULT_KINDS.join(', ')}.`);
  const optional = <T>(name: string, value: T | undefined) => (value === undefined ? {} : { [name]: value });
  const isTimed = number(input['fromMs']) !== undefined || number(input['untilMs']) !== undefined;
  const fault: Fault = {
    id: text(input['id']) ?? `fault-${randomText(world, 8)}`,
    kind,
    ...optional('service', text(input['service'])),
    ...optional('task', text(input['task'])),
    ...optional('image', text(input['image'])),
    ...optional('container', text(input['container'])),
    ...optional('fromMs', number(input['fromMs'])),
    ...optional('untilMs', number(input['untilMs'])),
    ...optional('plantedAt', isTimed ? world.now : undefined),
    ...optional('afterSeconds', number(input['afterSeconds'])),
    ...optional('exitCode', number(input['exitCode'])),
    ...optional('reason', text(input['reason'])),
    ...optional('action', text(input['action'])),
    ...optional('code', text(input['code'])),
    ...optional('count', number(input['count'])),
  };
  world.faults = [...world.faults.filter((other) => other.id !== fault.id), fault];
  return fault;
}

/** When faults begin or end by themselves, milliseconds since 1970. */
export function faultEdges(world: World): readonly number[] {
  return world.faults.flatMap(({ plantedAt = 0, fromMs, untilMs }) =>
    [fromMs, untilMs].flatMap((offset) => (offset === undefined ? [] : [plantedAt + offset])),
  );
}

function isActive({ plantedAt = 0, fromMs = 0, untilMs = Number.POSITIVE_INFINITY }: Fault, now: number): boolean {
  return now >= plantedAt + fromMs && now < plantedAt + untilMs;
}

export function activeFaults(world: World, kind: FaultKind): readonly Fault[] {
  return world.faults.filter((fault) => fault.kind === kind && isActive(fault, world.now));
}

/** A fault of this kind that hits this container of the task now. */
export function containerFault(
  world: World,
  kind: FaultKind,
  task: Task,
  container: ContainerDefinition,
): Fault | undefined {
  return activeFaults(world, kind).find((fault) => hits(fault, task, container));
}

function hits(
  { service, task: wanted, image, container: name }: Fault,
  task: Task,
  container: ContainerDefinition,
): boolean {
  return (
    (service === undefined || service === task.service) &&
    (wanted === undefined || shortName(wanted) === task.id) &&
    (image === undefined || image === container.image) &&
    (name === undefined || name === container.name)
  );
}

/** Whether the fault is for the task, in any of its containers. */
export function hitsTask(fault: Fault, task: Task): boolean {
  return task.definition.containers.some((container) => hits(fault, task, container));
}

/** A fault of this kind that hits the task in any of its containers now. */
export function taskFault(world: World, kind: FaultKind, task: Task): Fault | undefined {
  return activeFaults(world, kind).find((fault) => hitsTask(fault, task));
}

/** Whether a new task of the service would find no host. */
export function lacksCapacity(world: World, service: string): boolean {
  return activeFaults(world, 'no-capacity').some((fault) => fault.service === undefined || fault.service === service);
}

/** One of the fault's times is over; the last one clears it. */
export function useUp(world: World, fault: Fault): void {
  if (fault.count === undefined) return;
  const left = fault.count - 1;
  world.faults = world.faults.flatMap((other) => {
    if (other.id !== fault.id) return [other];
    return left > 0 ? [{ ...other, count: left }] : [];
  });
}

/** Refuses the call while a fault for it is planted. */
export function refuseByFault(world: World, action: string): void {
  const fault = world.faults.find(
    (one) =>
      (one.kind === 'throttle' || one.kind === 'error') &&
      isActive(one, world.now) &&
      (one.action ?? action) === action,
  );
  if (!fault) return;
  useUp(world, fault);
  if (fault.kind === 'throttle') throw new EcsError('ThrottlingException', 'Rate exceeded');
  throw new EcsError(fault.code ?? 'ServerException', fault.reason ?? 'The service had an internal error.');
}
