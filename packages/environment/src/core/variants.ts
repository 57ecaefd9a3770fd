import { UserError } from '@loki-adoption/errors';
import { isAtLeast, type Variant } from '../phases.ts';
import type { Environment, Service } from '../schema/environment.ts';

/** Name of the sidecar's container in a task of each variant that has one. */
export const SIDECAR_CONTAINERS = { adot: 'adot-collector', alloy: 'alloy' } as const;

/** The container beside a service's main one: its ECS name, exact image, ECS CPU units and MiB. */
export interface Sidecar {
  readonly container: (typeof SIDECAR_CONTAINERS)[keyof typeof SIDECAR_CONTAINERS];
  readonly image: string;
  readonly cpu: number;
  readonly memory: number;
}

/** The service of that key, or a `UserError` that lists the keys there are. */
export function serviceOf(environment: Environment, serviceName: string): Service {
  const service = Object.hasOwn(environment.services, serviceName) ? environment.services[serviceName] : undefined;
  if (service) return service;
  const known = Object.keys(environment.services).join(', ');
  throw new UserError(`${environment.name} has no service ${JSON.stringify(serviceName)}: it has ${known}`);
}

/** The variant that a service has to run in the phase that the environment asks for. */
export function targetVariant(environment: Environment, serviceName: string): Variant {
  const { collector } = serviceOf(environment, serviceName);
  if (collector === 'none') return 'plain';
  if (collector === 'adot') return 'adot';
  return isAtLeast(environment.migration.phase, 'rollout') ? 'alloy' : 'adot';
}

/** The variants of a service's task definition that are registered in the environment's phase. */
export function registeredVariants(environment: Environment, serviceName: string): readonly Variant[] {
  if (serviceOf(environment, serviceName).collector === 'none') return ['plain'];
  const { phase } = environment.migration;
  if (phase === 'baseline') return ['adot'];
  return phase === 'cleanup' ? ['alloy'] : ['adot', 'alloy'];
}

/** The sidecar of a service in a variant; `undefined` for `plain`. A service may name an Alloy image of its own. */
export function sidecarOf(environment: Environment, service: Service, variant: Variant): Sidecar | undefined {
  if (variant === 'plain') return undefined;
  const { image, cpu, memory } = environment[variant];
  const own = variant === 'alloy' ? service.alloy?.image : undefined;
  return { container: SIDECAR_CONTAINERS[variant], image: own ?? image, cpu, memory };
}
