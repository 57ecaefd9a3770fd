import type { Task } from '../../model/world.ts';

export function countRunning(tasks: readonly Task[]): number {
  return tasks.filter((task) => task.lastStatus === 'RUNNING').length;
}

/** ECS counts PROVISIONING as pending too. */
export function countPending(tasks: readonly Task[]): number {
  return tasks.filter((task) => task.lastStatus === 'PROVISIONING' || task.lastStatus === 'PENDING').length;
}
