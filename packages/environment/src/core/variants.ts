import { UserError } from '@loki-adoption/errors';
import { isAtLeast, type Variant } from '../phases.ts';
import type { Environment, Service } from '../schema/environment.ts';

/** Name of the sidecar's container in a task of each variant that has one. */
export const SIDECAR_CONTAINERS = { adot: 'adot-collector', alloy: 'alloy' } as const;

/** Where Alloy answers about itself, within its task: containers of a task share their ports. */
export const ALLOY_PORT = 12_345;

/** Name of the container through which Alloy reads the Docker socket, where an environment wants one. */
export const SOCKET_PROXY_CONTAINER = 'docker-socket-proxy';

/** A container that the product adds to a task: its ECS name, exact image, ECS CPU units and MiB. */
interface Added extends Size {
  readonly image: string;
}

/** ECS CPU units and MiB. */
interface Size {
  readonly cpu: number;
  readonly memory: number;
}

export interface SocketProxy extends Added {
  readonly container: typeof SOCKET_PROXY_CONTAINER;
}

/** The collector beside a service's main container. */
export interface Sidecar extends Added {
  readonly container: (typeof SIDECAR_CONTAINERS)[keyof typeof SIDECAR_CONTAINERS];
  /** What stands between it and the Docker socket; `undefined`: nothing, or it doesn't read that. */
  readonly socketProxy: SocketProxy | undefined;
}

/** What a sidecar, and a proxy beside it, take of a task. */
export function takenBy({ cpu, memory, socketProxy }: Size & { readonly socketProxy?: Size | undefined }): Size {
  return { cpu: cpu + (socketProxy?.cpu ?? 0), memory: memory + (socketProxy?.memory ?? 0) };
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
  const proxy = variant === 'alloy' ? environment.alloy.socketProxy : undefined;
  return {
    container: SIDECAR_CONTAINERS[variant],
    image: own ?? image,
    cpu,
    memory,
    socketProxy: proxy && { container: SOCKET_PROXY_CONTAINER, ...proxy },
  };
}
