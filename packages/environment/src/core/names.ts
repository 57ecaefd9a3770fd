import { posix } from 'node:path';
import type { Environment } from '../schema/environment.ts';
import { serviceOf } from './variants.ts';

/** All that a name is made of besides the service: a placeholder such as `$cluster` makes the pattern of a dashboard. */
type Cluster = Pick<Environment, 'cluster'>;

/**
 * Name of a service in ECS, such as `temporal-dev-temporal-worker`. It is the family of the service's task definitions, all variants
 * alike, and the first part of its roles' names. `UserError` for a service that the environment doesn't have.
 */
export function ecsServiceName(environment: Environment, serviceName: string): string {
  return familyName(environment, serviceOf(environment, serviceName).container);
}

/** The family of the task definitions whose main container is called so. */
export function familyName({ cluster }: Cluster, container: string): string {
  return `${cluster}-${container}`;
}

/** Names of the roles of a family: what ECS may do to start its tasks, and what its containers may do. */
export function rolesOfFamily(family: string): readonly [execution: string, task: string] {
  return [`${family}-execution`, `${family}-task`];
}

/** Name of Loki's service in ECS, and the family of its task definition. */
export function lokiServiceName({ cluster }: Cluster): string {
  return familyName({ cluster }, 'loki');
}

/** Name of Grafana's service in ECS (`grafana.service`), and the family of its task definition. */
export function grafanaServiceName({ cluster }: Cluster): string {
  return familyName({ cluster }, 'grafana');
}

/** What the name of every log group of the cluster begins with. */
export function logGroupPrefix({ cluster }: Cluster): string {
  return `/ecs/${cluster}/`;
}

/** CloudWatch log group of a task: of the container that gives the task its name, be it a service's main one, `loki` or `grafana`. */
export function logGroup(cluster: Cluster, container: string): string {
  return `${logGroupPrefix(cluster)}${container}`;
}

/** Bucket for Loki's chunks and index; the account makes the name unique in the world. At most 63 characters, see `cluster`. */
export function lokiBucket({ cluster, aws }: Pick<Environment, 'cluster' | 'aws'>): string {
  return `${cluster}-loki-logs-${aws.accountId}`;
}

/** Key of the rollout engine's ledger, which lies beside the Terraform state. */
export function ledgerKey(stateKey: string): string {
  return posix.join(posix.dirname(stateKey), 'ledger.json');
}

/** Where bootstrap's own state lies: beside the stack's. */
export function bootstrapKey(stateKey: string): string {
  return `${stateKey.slice(0, stateKey.lastIndexOf('/') + 1)}bootstrap.tfstate`;
}

/** What the name of the GitHub environment ends in whose jobs plan an environment. */
export const PLAN_SUFFIX = '-plan';

/** GitHub environment whose jobs plan an environment; those that deploy it run in the one with its own name. */
export function planningEnvironment(name: string): string {
  return `${name}${PLAN_SUFFIX}`;
}
