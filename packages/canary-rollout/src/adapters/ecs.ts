import { createEcs } from '@loki-adoption/aws-kit';
import type { EcsPort } from '../ports.ts';

/** ECS of one cluster. */
export function liveEcs(region: string, cluster: string): EcsPort {
  const ecs = createEcs({ region });
  return {
    describeServices: (names) => ecs.describeServices(cluster, names),
    listTasks: (service, desiredStatus) => ecs.listTasks(cluster, service, desiredStatus),
    describeTasks: (arns) => ecs.describeTasks(cluster, arns),
    updateService: (service, taskDefinition) => ecs.updateService(cluster, service, taskDefinition),
    describeTaskDefinition: (taskDefinition) => ecs.describeTaskDefinition(taskDefinition),
  };
}
