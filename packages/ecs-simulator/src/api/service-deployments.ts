import { EcsError } from '../model/ecs-error.ts';
import { type Json, text, texts } from '../model/json.ts';
import { clusterOf, findServiceDeployment, seconds } from '../model/names.ts';
import type { Deployment, Service, ServiceDeployment, World } from '../model/world.ts';
import { breakerOf, breakerThreshold } from '../scheduling/circuit-breaker.ts';
import { finishServiceDeployment, rollBack } from '../scheduling/deployments.ts';
import { touch } from '../time/advance.ts';
import { page } from './paging.ts';
import { existingService } from './services.ts';

export function listServiceDeployments(world: World, input: Json): Json {
  const cluster = clusterOf(world, text(input['cluster']));
  const service = existingService(world, cluster, text(input['service']));
  const status = texts(input['status']);
  const matching = service.serviceDeployments.filter((one) => status.length === 0 || status.includes(one.status));
  const { items, ...rest } = page(matching, input, 20);
  return {
    serviceDeployments: items.map((one) => ({
      ...common(one),
      serviceArn: service.arn,
      clusterArn: cluster.arn,
      targetServiceRevisionArn: one.targetRevisionArn,
    })),
    ...rest,
  };
}

export function describeServiceDeployments(world: World, input: Json): Json {
  const arns = texts(input['serviceDeploymentArns']);
  const found = arns.map((arn) => ({ arn, known: findServiceDeployment(world, arn) }));
  return {
    serviceDeployments: found.flatMap(({ known }) => (known ? [detail(world, known.service, known.deployment)] : [])),
    failures: found.flatMap(({ arn, known }) => (known ? [] : [{ arn, reason: 'MISSING' }])),
  };
}

/** Ends a running service deployment; with ROLLBACK (the default) the service goes back to its last completed one. */
export function stopServiceDeployment(world: World, input: Json): Json {
  const arn = text(input['serviceDeploymentArn']) ?? '';
  const known = findServiceDeployment(world, arn);
  if (!known) throw new EcsError('ServiceDeploymentNotFoundException', 'Service deployment not found.');
  if (known.deployment.finishedAt !== undefined || known.deployment.rollback) {
    throw new EcsError('ConflictException', 'The service deployment is not in progress.');
  }
  const primary = known.service.deployments[0];
  if (primary) {
    primary.rolloutState = 'FAILED';
    primary.rolloutStateReason = 'Service deployment stopped by StopServiceDeployment.';
  }
  const abort = input['stopType'] === 'ABORT';
  if (!abort) rollBack(world, known.service, 'Service deployment stopped by StopServiceDeployment');
  if (!known.deployment.rollback) {
    finishServiceDeployment(world, known.deployment, 'STOPPED', 'Stopped by StopServiceDeployment.');
  }
  touch(known.service);
  return { serviceDeploymentArn: arn };
}

export function describeServiceRevisions(world: World, input: Json): Json {
  const arns = texts(input['serviceRevisionArns']);
  const all = [...world.services.values()].flatMap((service) =>
    service.deployments.map((deployment) => ({ service, deployment })),
  );
  const found = arns.map((arn) => ({ arn, known: all.find(({ deployment }) => deployment.revisionArn === arn) }));
  return {
    serviceRevisions: found.flatMap(({ known }) =>
      known ? [revisionView(world, known.service, known.deployment)] : [],
    ),
    failures: found.flatMap(({ arn, known }) => (known ? [] : [{ arn, reason: 'MISSING' }])),
  };
}

function revisionView(world: World, service: Service, deployment: Deployment): Json {
  return {
    serviceRevisionArn: deployment.revisionArn,
    serviceArn: service.arn,
    clusterArn: clusterOf(world, service.cluster).arn,
    taskDefinition: deployment.taskDefinition.arn,
    createdAt: seconds(deployment.createdAt),
    ...deployment.settings,
  };
}

function common(one: ServiceDeployment): Json {
  return {
    serviceDeploymentArn: one.arn,
    status: one.status,
    ...(one.statusReason ? { statusReason: one.statusReason } : {}),
    createdAt: seconds(one.createdAt),
    startedAt: seconds(one.createdAt),
    ...(one.finishedAt === undefined ? {} : { finishedAt: seconds(one.finishedAt) }),
  };
}

function detail(world: World, service: Service, one: ServiceDeployment): Json {
  const deployment = service.deployments.find((known) => known.serviceDeployment === one);
  const { enable } = breakerOf(service);
  const failed = deployment?.rolloutState === 'FAILED';
  return {
    ...common(one),
    serviceArn: service.arn,
    clusterArn: clusterOf(world, service.cluster).arn,
    updatedAt: seconds(one.updatedAt),
    sourceServiceRevisions: one.sourceRevisionArns.map((arn) => ({ arn })),
    targetServiceRevision: { arn: one.targetRevisionArn },
    deploymentConfiguration: service.settings['deploymentConfiguration'],
    deploymentCircuitBreaker: {
      status: enable ? (failed ? 'TRIGGERED' : 'MONITORING') : 'DISABLED',
      failureCount: deployment?.failedTasks ?? 0,
      threshold: breakerThreshold(service),
    },
    ...(one.rollback
      ? {
          rollback: {
            reason: one.rollback.reason,
            startedAt: seconds(one.rollback.startedAt),
            serviceRevisionArn: one.rollback.revisionArn,
          },
        }
      : {}),
  };
}
