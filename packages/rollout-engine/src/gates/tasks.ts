import type { Task } from '../model/ecs.ts';
import type { Move } from './gate.ts';

/** Tasks of a deployment, whatever their status. */
export function tasksOf(move: Pick<Move, 'definition' | 'deploymentId'>, tasks: readonly Task[]): Task[] {
  return tasks.filter((task) => task.startedBy === move.deploymentId && task.taskDefinition === move.definition);
}

/** Counts every running task of the definition as one of the deployment, whichever started it. */
export function attributed(move: Pick<Move, 'definition' | 'deploymentId'>, tasks: readonly Task[]): Task[] {
  return tasks.map((task) =>
    task.taskDefinition === move.definition && task.lastStatus === 'RUNNING'
      ? { ...task, startedBy: move.deploymentId }
      : task,
  );
}

/** Stopped tasks that nobody asked to stop: they failed to start, an essential container ended, or a health check failed. Oldest first. */
export function crashes(tasks: readonly Task[]): Task[] {
  const own = ['TaskFailedToStart', 'EssentialContainerExited'];
  return tasks
    .filter((task) => task.lastStatus === 'STOPPED')
    .filter((task) => own.includes(task.stopCode ?? '') || /health check/i.test(task.stoppedReason ?? ''))
    .sort((a, b) => (a.stoppedAt ?? 0) - (b.stoppedAt ?? 0));
}

/** Why a task stopped, as far as ECS says. */
export function stopFacts(task: Task): string {
  const failed = task.containers.find((container) => (container.exitCode ?? 0) !== 0 || container.reason);
  const words = [task.stoppedReason || task.stopCode || 'no reason given'];
  if (failed?.exitCode !== undefined) words.push(`container ${failed.name} exited with code ${failed.exitCode}`);
  if (failed?.reason) words.push(failed.reason);
  return words.join('; ');
}
