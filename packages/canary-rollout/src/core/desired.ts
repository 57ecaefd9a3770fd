import { type Environment, targetVariant, type Variant } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import type { TaskDefinition } from './world.ts';

export interface DesiredService {
  /** Key in the environment file, and value of the label `service_name`. */
  readonly name: string;
  /** Name in ECS, and task family. */
  readonly ecsName: string;
  readonly container: string;
  readonly wave: number;
  readonly bakeSeconds: number;
  readonly target: string;
  readonly variant: Variant;
  readonly sidecar: 'alloy' | 'adot-collector' | null;
}

export interface Policy {
  readonly pollSeconds: number;
  readonly deadlineSeconds: number;
  readonly sidecarWindowSeconds: number;
  readonly freshnessSeconds: number;
  /** So long may a read still show the state before an update. */
  readonly settleSeconds: number;
  /** So many tasks of the new revision may stop by themselves, less one, until the deployment counts as failed. */
  readonly taskFailureLimit: number;
  /** So many measurements in a row may fail, less one, until the rollout holds. */
  readonly errorLimit: number;
}

export interface Desired {
  readonly environment: string;
  readonly cluster: string;
  readonly desiredStateHash: string;
  /** In the order in which they move. */
  readonly services: readonly DesiredService[];
  readonly policy: Policy;
  /** Whether there is a Loki to ask: otherwise the gate `logs` is skipped, and says so. */
  readonly logsGate: boolean;
}

/** Service → ARN of the definition to run, or → variant → ARN. */
export type DefinitionMap = Readonly<Record<string, string | Readonly<Partial<Record<Variant, string>>>>>;

/** ECS name and task family of a service. */
export function ecsNameOf(environment: Environment, service: string): string {
  return `${environment.cluster}-${environment.services[service]?.container ?? service}`;
}

export function policyOf(environment: Environment): Policy {
  const { pollInterval, deadline, gates } = environment.rollout;
  return {
    pollSeconds: pollInterval,
    deadlineSeconds: deadline,
    sidecarWindowSeconds: gates.sidecar.window,
    freshnessSeconds: gates.logs.freshness,
    settleSeconds: 30,
    taskFailureLimit: 3,
    errorLimit: 5,
  };
}

/** The waves of the environment, and a last one of the services without a sidecar. */
export function allWaves(environment: Environment): Environment['rollout']['waves'] {
  const plain = Object.keys(environment.services).filter((name) => targetVariant(environment, name) === 'plain');
  return plain.length > 0
    ? [...environment.rollout.waves, { services: plain, parallel: 1 }]
    : environment.rollout.waves;
}

/**
 * The services in order with the ARN each has to run: those of the waves, then those without a sidecar. These are in no
 * wave, but nobody else would point them at a new image.
 */
export function waveTargets(environment: Environment, definitions: DefinitionMap, only: readonly string[] = []) {
  const targets: { name: string; wave: number; bakeSeconds: number; target: string }[] = [];
  for (const [index, wave] of allWaves(environment).entries()) {
    for (const name of wave.services) {
      if (only.length > 0 && !only.includes(name)) continue;
      const bakeSeconds = wave.bake ?? environment.rollout.bake;
      targets.push({ name, wave: index + 1, bakeSeconds, target: targetOf(environment, definitions, name) });
    }
  }
  const unknown = only.filter((name) => !targets.some((target) => target.name === name));
  if (unknown.length > 0) {
    throw new UserError(`No wave of ${environment.name} moves ${unknown.join(', ')}: see rollout.waves.`);
  }
  return targets;
}

/** The definition must exist, be of the service's family, be ACTIVE, and hold the sidecar that the variant says. */
export function checkedService(
  environment: Environment,
  target: ReturnType<typeof waveTargets>[number],
  definition: TaskDefinition,
): DesiredService {
  const { name } = target;
  const ecsName = ecsNameOf(environment, name);
  const variant = targetVariant(environment, name);
  const sidecar = variant === 'plain' ? null : variant === 'alloy' ? 'alloy' : 'adot-collector';
  const where = `The task definition of ${name}, ${target.target},`;
  if (definition.family !== ecsName) throw new UserError(`${where} is of family ${definition.family}, not ${ecsName}.`);
  if (definition.status !== 'ACTIVE') {
    throw new UserError(`${where} is ${definition.status}: apply Terraform again, it registers a new revision.`);
  }
  if (sidecar && !definition.containers.includes(sidecar)) {
    throw new UserError(`${where} has no container ${sidecar}, and ${name} has to run its ${variant} variant.`);
  }
  const container = environment.services[name]?.container ?? name;
  return { ...target, target: definition.arn, ecsName, container, variant, sidecar };
}

function targetOf(environment: Environment, definitions: DefinitionMap, name: string): string {
  const entry = definitions[name];
  const variant = targetVariant(environment, name);
  const arn = typeof entry === 'string' ? entry : entry?.[variant];
  if (arn) return arn;
  throw new UserError(
    `task-definitions has no ARN for the ${variant} variant of ${name}: pass Terraform's output target_task_definitions.`,
  );
}
