import {
  createSimulator,
  type EcsSimulator,
  type Json,
  type SimulatorOptions,
  seeded,
} from '@loki-adoption/ecs-simulator';
import {
  capacityProvider,
  type Environment,
  ecsServiceName,
  serviceOf,
  type Variant,
} from '@loki-adoption/environment';
import { list } from './ecs-wire.ts';

/** How long things take in AWS, roughly. */
const TEMPO = {
  provisioningMs: 3_000,
  pullMs: 8_000,
  initMs: 2_000,
  healthMs: 10_000,
  readyMs: 10_000,
  stoppingMs: 8_000,
  retryMs: 10_000,
};

/** The AWS account of an environment: its cluster, its services, and what people and Terraform do to them. Services by their names in desired state. */
export interface Account {
  readonly ecs: EcsSimulator;
  /** Registers a revision with a version of the application and a sidecar; returns its ARN. */
  readonly register: (service: string, variant: Variant, version?: string) => string;
  readonly deregister: (arn: string) => void;
  readonly update: (service: string, changes: Json) => void;
  /** Somebody stops the oldest running task; `undefined` where none runs. */
  readonly stopTask: (service: string) => string | undefined;
  /** The task definition that ECS deploys, or has deployed. */
  readonly runs: (service: string) => string;
  /** Names of the capacity providers that its PRIMARY deployment shares its tasks out to. */
  readonly runsOn: (service: string) => string;
  /** Whether ECS has brought the service to rest on that definition: one complete deployment, and exactly its tasks run. */
  readonly isSteady: (service: string) => boolean;
  readonly ecsName: (service: string) => string;
}

export type AccountOptions = Pick<SimulatorOptions, 'clock'> &
  Partial<Pick<SimulatorOptions, 'limits' | 'staleReadsMs' | 'breakerCountsExits' | 'tempo'>> & {
    readonly seed?: number;
  };

/** Name of a second capacity provider of the cluster, which no service uses yet. */
export function otherProvider({ capacity }: Environment): string {
  return `${capacity.provider}-2`;
}

/** An account whose services all run revision 1, with ADOT where they have a sidecar. Whether they are steady is a matter of time. */
export function createAccount(environment: Environment, { seed = 7, tempo, ...options }: AccountOptions): Account {
  const { accountId, region } = environment.aws;
  const ecs = createSimulator({ accountId, region, random: seeded(seed), tempo: { ...TEMPO, ...tempo }, ...options });
  const { cluster } = environment;
  const ecsName = (service: string): string => ecsServiceName(environment, service);
  const found = (service: string) => [...ecs.world().services.values()].find(({ name }) => name === ecsName(service));

  function register(service: string, variant: Variant, version = '1.29.0'): string {
    const answer = ecs.call('RegisterTaskDefinition', {
      family: ecsName(service),
      networkMode: 'awsvpc',
      cpu: '1024',
      memory: '2048',
      containerDefinitions: containers(serviceOf(environment, service).container, variant, version),
    });
    return String(Reflect.get(Object(answer['taskDefinition']), 'taskDefinitionArn'));
  }

  const { provider } = environment.capacity;
  const providers = [provider, otherProvider(environment)];
  for (const name of providers) ecs.call('CreateCapacityProvider', { name });
  ecs.call('CreateCluster', { clusterName: cluster, capacityProviders: providers });
  for (const [name, service] of Object.entries(environment.services)) {
    ecs.call('CreateService', {
      cluster,
      serviceName: ecsName(name),
      taskDefinition: register(name, service.collector === 'none' ? 'plain' : 'adot'),
      desiredCount: service.desiredCount,
      capacityProviderStrategy: [{ capacityProvider: capacityProvider(environment, service), weight: 1 }],
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    });
  }
  return {
    ecs,
    register,
    ecsName,
    deregister: (arn) => void ecs.call('DeregisterTaskDefinition', { taskDefinition: arn }),
    update: (service, changes) => void ecs.call('UpdateService', { cluster, service: ecsName(service), ...changes }),
    stopTask(service) {
      ecs.advance();
      const task = found(service)?.tasks.find(({ lastStatus, desiredStatus }) => {
        return lastStatus === 'RUNNING' && desiredStatus === 'RUNNING';
      });
      if (task) ecs.call('StopTask', { cluster, task: task.arn });
      return task?.id;
    },
    runs(service) {
      ecs.advance();
      return found(service)?.deployments[0]?.taskDefinition.arn ?? '';
    },
    runsOn(service) {
      ecs.advance();
      const strategy = found(service)?.deployments[0]?.settings['capacityProviderStrategy'];
      return list(strategy)
        .map((share) => share['capacityProvider'])
        .join(' ');
    },
    isSteady(service) {
      ecs.advance();
      const known = found(service);
      const primary = known?.deployments[0];
      if (!known || primary?.rolloutState !== 'COMPLETED') return false;
      const running = known.tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING');
      return (
        running.length === known.desiredCount &&
        known.tasks.length === running.length &&
        running.every(({ definition }) => definition === primary.taskDefinition)
      );
    },
  };
}

function containers(name: string, variant: Variant, version: string): Json[] {
  const healthCheck = { command: ['CMD-SHELL', 'true'] };
  const main = { name, image: `example/temporal:${version}`, memory: 512, essential: true, healthCheck };
  if (variant === 'plain') return [main];
  const alloy = { name: 'alloy', image: 'grafana/alloy:v1.18.1', memory: 256, essential: false, healthCheck };
  const adot = { name: 'adot-collector', image: 'aws-otel-collector:v0.40.0', memory: 128, essential: false };
  return variant === 'alloy' ? [main, alloy] : [main, adot];
}
