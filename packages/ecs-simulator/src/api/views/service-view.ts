import type { Json } from '../../model/json.ts';
import { clusterOf, partition, seconds } from '../../model/names.ts';
import type { Service, World } from '../../model/world.ts';
import { openServiceDeployment } from '../../scheduling/deployments.ts';
import { tagsOf } from '../tags.ts';
import { countPending, countRunning } from './counts.ts';
import { deploymentView } from './deployment-view.ts';

export function serviceView(world: World, service: Service, withTags: boolean): Json {
  const { tasks } = service;
  const running = openServiceDeployment(service);
  const deployments = service.deployments.map((one) => ({ arn: one.revisionArn, view: deploymentView(service, one) }));
  const { serviceConnectConfiguration: _perDeployment, volumeConfigurations: _too, ...settings } = service.settings;
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: clusterOf(world, service.cluster).arn,
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: countRunning(tasks),
    pendingCount: countPending(tasks),
    ...(service.deployments[0] ? { taskDefinition: service.deployments[0].taskDefinition.arn } : {}),
    ...settings,
    deployments: deployments.map(({ view }) => view),
    roleArn: `arn:${partition(world.region)}:iam::${world.accountId}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    events: service.events.map((event) => ({ ...event, createdAt: seconds(event.createdAt) })),
    createdAt: seconds(service.createdAt),
    createdBy: `arn:${partition(world.region)}:iam::${world.accountId}:user/sandbox`,
    ...(running ? { currentServiceDeployment: running.arn } : {}),
    currentServiceRevisions: deployments.map(({ arn, view }) => ({
      arn,
      requestedTaskCount: view['desiredCount'],
      runningTaskCount: view['runningCount'],
      pendingTaskCount: view['pendingCount'],
    })),
    ...(withTags ? { tags: tagsOf(world, service.arn) } : {}),
  };
}
