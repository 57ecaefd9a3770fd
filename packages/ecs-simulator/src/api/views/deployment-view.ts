import type { Json } from '../../model/json.ts';
import type { Deployment, Service } from '../../model/world.ts';
import { tasksOf } from '../../scheduling/deployments.ts';
import { countPending, countRunning } from './counts.ts';

export function deploymentView(service: Service, deployment: Deployment): Json {
  const tasks = tasksOf(service, deployment);
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: deployment.taskDefinition.arn,
    desiredCount: deployment.status === 'PRIMARY' ? service.desiredCount : 0,
    pendingCount: countPending(tasks),
    runningCount: countRunning(tasks),
    failedTasks: deployment.failedTasks,
    createdAt: deployment.createdAt / 1000,
    updatedAt: deployment.updatedAt / 1000,
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
    ...deployment.settings,
  };
}
