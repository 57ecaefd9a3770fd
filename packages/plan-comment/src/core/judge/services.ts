import { child, isEqual, isObject, text } from '../read/json.ts';
import type { OutputChange, Plan, ResourceChange } from '../read/plan.ts';
import { kindOf } from './classify.ts';

/** A service that an output points at another task definition revision. */
export interface Move {
  readonly service: string;
  readonly from: Target;
  readonly to: Target;
}

/** A revision, one that is known only later, or none; with the name that another output has for it. */
export interface Target {
  readonly kind: 'revision' | 'later' | 'none';
  readonly family: string;
  readonly revision: string;
  readonly variant: string | undefined;
}

const ARN = /^arn:[\w-]+:ecs:[^:]*:\d*:task-definition\/([^:/]+):(\d+)$/;

/**
 * What moves by outputs of the shape `{service: task definition ARN}`, such as `target_task_definitions`: who reads one moves the
 * services. An output that stays as it is counts only where its name says that it is a target.
 */
export function movesOf(plans: readonly Plan[]): Move[] {
  const moves = plans.flatMap((plan) => {
    const services = servicesByFamily(plan);
    return plan.outputs
      .filter(namesTargets)
      .flatMap((output) => keysOf(output).map((key) => move(plan, output, key, services)))
      .filter((each) => each !== undefined);
  });
  return [...new Map(moves.map((each) => [JSON.stringify(each), each])).values()];
}

function namesTargets(output: OutputChange): boolean {
  const { name, before, after, unknown, beforeSensitive, afterSensitive } = output;
  // A first apply creates the services on what they are to run: nothing moves.
  if (!isObject(before) || !isObject(after)) return false;
  if (kindOf(output) !== 'update' && !name.startsWith('target')) return false;
  if ([beforeSensitive, afterSensitive].some((mask) => mask === true || Object.keys(mask ?? {}).length > 0))
    return false;
  const values = [...Object.values(before), ...Object.values(after)];
  const isFlat = !isObject(unknown) || Object.values(unknown).every((value) => typeof value === 'boolean');
  return isFlat && values.length > 0 && values.every((value) => typeof value === 'string' && ARN.test(value));
}

function keysOf({ before, after, unknown }: OutputChange): string[] {
  const sides = [before, after, unknown].filter(isObject);
  return [...new Set(sides.flatMap((side) => Object.keys(side)))].sort();
}

function move(
  plan: Plan,
  output: OutputChange,
  service: string,
  services: ReadonlyMap<string, ResourceChange | undefined>,
): Move | undefined {
  const isLater = child(output.unknown, service) === true;
  const [old, target] = [text(child(output.before, service)), text(child(output.after, service))];
  const running = services.get(familyOf(old ?? target));
  // Terraform moves it by itself: that stands among the resources.
  if (running !== undefined && movesByItself(running)) return undefined;
  // After a rollout that stopped, a service runs on something else than its target.
  const from = text(child(running?.before, 'task_definition')) ?? old;
  if (!isLater && from === target) return undefined;
  return {
    service,
    from: targetOf(from, variants(plan, service, 'before')),
    to: isLater ? later(plan, service) : targetOf(target, variants(plan, service, 'after')),
  };
}

function movesByItself({ before, after, unknown }: ResourceChange): boolean {
  return (
    child(unknown, 'task_definition') === true ||
    !isEqual(child(before, 'task_definition'), child(after, 'task_definition'))
  );
}

/** `undefined` for a family that several services run: it doesn't say which is meant. */
function servicesByFamily(plan: Plan): ReadonlyMap<string, ResourceChange | undefined> {
  const found = new Map<string, ResourceChange | undefined>();
  for (const change of plan.changes.filter(({ type, mode }) => type === 'aws_ecs_service' && mode === 'managed')) {
    const family = familyOf(text(child(change.before, 'task_definition')));
    if (family !== '') found.set(family, found.has(family) ? undefined : change);
  }
  return found;
}

function familyOf(arn: string | undefined): string {
  return ARN.exec(arn ?? '')?.[1] ?? '';
}

function targetOf(arn = '', names: ReadonlyMap<string, string> = new Map()): Target {
  const [, family = '', revision = ''] = ARN.exec(arn) ?? [];
  return { kind: family === '' ? 'none' : 'revision', family, revision, variant: names.get(arn) };
}

/** What is known only later is the variant that is registered anew, where there is one such variant alone. */
function later(plan: Plan, service: string): Target {
  const unknown = plan.outputs.flatMap((output) => {
    const entries = child(output.unknown, service);
    return isObject(entries) ? Object.keys(entries).filter((name) => entries[name] === true) : [];
  });
  return { kind: 'later', family: '', revision: '', variant: unknown.length === 1 ? unknown[0] : undefined };
}

/** ARN → name, from outputs of the shape `{service: {name: ARN}}`. */
function variants(plan: Plan, service: string, side: 'before' | 'after'): ReadonlyMap<string, string> {
  const mask = side === 'before' ? 'beforeSensitive' : 'afterSensitive';
  const found = plan.outputs
    .filter((output) => output[mask] === false)
    .map((output) => child(output[side], service))
    .filter(isObject)
    .flatMap((entries) => Object.entries(entries).map(([name, arn]) => [text(arn) ?? '', name] as const));
  return new Map(found);
}
