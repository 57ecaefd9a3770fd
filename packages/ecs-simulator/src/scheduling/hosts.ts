import { activeFaults, hitsTask } from '../faults/faults.ts';
import { randomText } from '../model/names.ts';
import type { Host, Task, World } from '../model/world.ts';
import { loseTask } from './tasks.ts';

const HOSTS = 3;

export function launchHosts(world: World): void {
  for (let index = 0; index < HOSTS; index += 1) world.hosts.push(launchHost(world));
}

function launchHost(world: World): Host {
  return { instanceId: `i-0${randomText(world, 16)}`, containerInstanceId: randomText(world, 32), load: 0 };
}

/**
 * Terminates the hosts that faults ask for, each with all its tasks; an Auto Scaling group launches another in its place. Returns
 * whether any host was lost.
 */
export function loseHosts(world: World): boolean {
  let isAnyLost = false;
  for (const fault of activeFaults(world, 'host-lost')) {
    const host = [...world.tasks.values()].find((task) => isThere(task) && hitsTask(fault, task))?.host;
    if (!host) continue;
    world.faults = world.faults.filter((other) => other.id !== fault.id);
    terminate(world, host);
    isAnyLost = true;
  }
  return isAnyLost;
}

function isThere(task: Task): boolean {
  return task.host !== undefined && task.desiredStatus === 'RUNNING';
}

function terminate(world: World, host: Host): void {
  for (const service of world.services.values()) {
    for (const task of [...service.tasks]) {
      if (task.host === host) loseTask(world, service, task, `Host EC2 (instance ${host.instanceId}) terminated.`);
    }
  }
  world.hosts[world.hosts.indexOf(host)] = launchHost(world);
}
