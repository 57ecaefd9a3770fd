import {
  capacityProvider,
  type Environment,
  ecsServiceName,
  SIDECAR_CONTAINERS,
  serviceOf,
  targetVariant,
  type Variant,
} from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import type { DesiredService } from '../model/desired.ts';
import type { TaskDefinition } from '../model/ecs.ts';

/** Service → ARN of the definition to run, or → variant → ARN. */
export type DefinitionMap = Readonly<Record<string, string | Readonly<Partial<Record<Variant, string>>>>>;

type Wave = Environment['rollout']['waves'][number];

/** A service in the order in which services move. */
export type WaveService = Pick<
  DesiredService,
  'name' | 'ecsName' | 'container' | 'wave' | 'parallel' | 'bakeSeconds' | 'variant' | 'capacity' | 'calls'
>;

/** The waves of the environment, and a last one of the services without a sidecar. */
export function allWaves(environment: Environment): readonly Wave[] {
  const plain = Object.keys(environment.services).filter((name) => targetVariant(environment, name) === 'plain');
  return plain.length > 0
    ? [...environment.rollout.waves, { services: plain, parallel: 1 }]
    : environment.rollout.waves;
}

/**
 * Every service in the order in which they move: those of the waves, then those without a sidecar. These are in no wave, but nobody else
 * would point them at a new image.
 */
export function inWaves(environment: Environment): WaveService[] {
  return allWaves(environment).flatMap(({ services, bake, parallel }, index) =>
    services.map((name) => ({
      name,
      ecsName: ecsServiceName(environment, name),
      container: serviceOf(environment, name).container,
      wave: index + 1,
      parallel,
      bakeSeconds: bake ?? environment.rollout.bake,
      variant: targetVariant(environment, name),
      capacity: [{ provider: capacityProvider(environment, serviceOf(environment, name)), weight: 1, base: 0 }],
      calls: serviceOf(environment, name).calls,
    })),
  );
}

/** The services that a rollout is for; all of them where none is named. */
export function chosen(environment: Environment, only: readonly string[]): WaveService[] {
  const all = inWaves(environment);
  const unknown = only.filter((name) => !all.some((service) => service.name === name));
  if (unknown.length > 0) {
    const known = all.map(({ name }) => name).join(', ');
    throw new UserError(`${environment.name} has no service ${unknown.join(', ')} to move: its waves have ${known}.`);
  }
  return only.length === 0 ? all : all.filter(({ name }) => only.includes(name));
}

/** ARN of the definition that a service has to run. */
export function targetDefinition({ name, variant }: WaveService, definitions: DefinitionMap): string {
  const entry = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  const arn = typeof entry === 'string' ? entry : entry?.[variant];
  if (arn) return arn;
  throw new UserError(
    `No ARN is given for the ${variant} variant of ${name}: pass Terraform's output target_task_definitions.`,
  );
}

/** The definition must be of the service's family, be ACTIVE, and hold the sidecar that the variant says. */
export function checkedService(service: WaveService, definition: TaskDefinition): DesiredService {
  const { name, ecsName, variant } = service;
  const sidecar = variant === 'plain' ? null : SIDECAR_CONTAINERS[variant];
  const where = `The task definition of ${name}, ${definition.arn},`;
  if (definition.family !== ecsName) throw new UserError(`${where} is of family ${definition.family}, not ${ecsName}.`);
  if (definition.status !== 'ACTIVE') {
    throw new UserError(`${where} is ${definition.status}: apply Terraform again, it registers a new revision.`);
  }
  if (sidecar && !definition.containers.some((each) => each.name === sidecar)) {
    throw new UserError(`${where} has no container ${sidecar}, and ${name} has to run its ${variant} variant.`);
  }
  return { ...service, target: definition.arn, sidecar };
}
