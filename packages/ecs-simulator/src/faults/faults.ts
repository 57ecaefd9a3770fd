import { asObject, number, text } from '../model/json.ts';
import { randomText } from '../model/names.ts';
import {
  type ContainerDefinition,
  EcsError,
  type Fault,
  type FaultKind,
  type Task,
  type World,
} from '../model/world.ts';

export const FAULT_KINDS: readonly FaultKind[] = [
  'crash-at-start',
  'throttle',
  'stall',
  'fail-health',
  'wrong-labels',
  'mute-logs',
];

/** Checks and plants a fault; one with a known id replaces it. */
export function addFault(world: World, given: unknown): Fault {
  const input = asObject(given);
  const kind = FAULT_KINDS.find((known) => known === input?.['kind']);
  if (!input || !kind) throw new EcsError('InvalidFault', `A fault needs a kind: ${FAULT_KINDS.join(', ')}.`);
  const optional = <T>(name: string, value: T | undefined) => (value === undefined ? {} : { [name]: value });
  const fault: Fault = {
    id: text(input['id']) ?? `fault-${randomText(world, 8)}`,
    kind,
    ...optional('service', text(input['service'])),
    ...optional('image', text(input['image'])),
    ...optional('container', text(input['container'])),
    ...optional('afterSeconds', number(input['afterSeconds'])),
    ...optional('exitCode', number(input['exitCode'])),
    ...optional('reason', text(input['reason'])),
    ...optional('action', text(input['action'])),
    ...optional('count', number(input['count'])),
  };
  world.faults = [...world.faults.filter((other) => other.id !== fault.id), fault];
  return fault;
}

/** A fault of this kind that hits this container of the task. */
export function containerFault(
  world: World,
  kind: FaultKind,
  task: Task,
  container: ContainerDefinition,
): Fault | undefined {
  return world.faults.find(
    (fault) =>
      fault.kind === kind &&
      (fault.service === undefined || fault.service === task.service) &&
      (fault.image === undefined || fault.image === container.image) &&
      (fault.container === undefined || fault.container === container.name),
  );
}

/** A fault of this kind that hits the task in any of its containers. */
export function taskFault(world: World, kind: FaultKind, task: Task): Fault | undefined {
  for (const container of task.definition.containers) {
    const fault = containerFault(world, kind, task, container);
    if (fault) return fault;
  }
  return undefined;
}

/** Refuses the call while a throttle fault for it is planted, and counts that. */
export function throttle(world: World, action: string): void {
  const fault = world.faults.find((one) => one.kind === 'throttle' && (one.action ?? action) === action);
  if (!fault) return;
  world.faults = world.faults.flatMap((other) => {
    if (other !== fault || fault.count === undefined) return [other];
    return fault.count > 1 ? [{ ...fault, count: fault.count - 1 }] : [];
  });
  throw new EcsError('ThrottlingException', 'Rate exceeded');
}
