import { serviceView } from '../api/views/service-view.ts';
import { taskView } from '../api/views/task-view.ts';
import { type Json, text } from '../model/json.ts';
import { ecsArn, findServiceDeployment, shortName } from '../model/names.ts';
import type { Snapshot, World } from '../model/world.ts';

/** Keeps what a write is about to change, for the stale reads of the time after it. */
export function rememberBefore(world: World, action: string, input: Json): void {
  if (world.behaviour.staleReadsMs <= 0) return;
  const arn = writtenService(world, action, input);
  if (arn === undefined) return;
  const service = world.services.get(arn);
  const tasks = service ? [...service.stopped, ...service.tasks] : [];
  const snapshot: Snapshot = {
    service: arn,
    replacedAt: world.now,
    ...(service ? { view: serviceView(world, service, true) } : {}),
    tasks: new Map(tasks.map((task) => [task.arn, taskView(world, task)])),
  };
  world.past = [...world.past.filter((one) => isFresh(world, one)), snapshot];
}

/** The state before a recent write of the service, where this read is one that shows it. */
export function staleView(world: World, serviceArn: string): Snapshot | undefined {
  const candidates = world.past.filter((one) => one.service === serviceArn && isFresh(world, one));
  if (candidates.length === 0 || world.readRandom() < 0.5) return undefined;
  return candidates[Math.floor(world.readRandom() * candidates.length)];
}

function isFresh(world: World, { replacedAt }: Snapshot): boolean {
  return world.now - replacedAt < world.behaviour.staleReadsMs;
}

function writtenService(world: World, action: string, input: Json): string | undefined {
  const cluster = shortName(text(input['cluster']) ?? 'default');
  const arnOf = (name: string | undefined) => name && ecsArn(world, `service/${cluster}/${shortName(name)}`);
  if (action === 'CreateService') return arnOf(text(input['serviceName']));
  if (action === 'UpdateService' || action === 'DeleteService') return arnOf(text(input['service']));
  if (action === 'StopServiceDeployment') {
    return findServiceDeployment(world, text(input['serviceDeploymentArn']) ?? '')?.service.arn;
  }
  if (action !== 'StopTask') return undefined;
  const task = world.tasks.get(ecsArn(world, `task/${cluster}/${shortName(text(input['task']) ?? '')}`));
  return task && ecsArn(world, `service/${task.cluster}/${task.service}`);
}
