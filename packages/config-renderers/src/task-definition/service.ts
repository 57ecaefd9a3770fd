import {
  type Environment,
  registeredVariants,
  type Service,
  type Sidecar,
  SMALLEST_MEMORY,
  sidecarOf,
  takenBy,
  type Variant,
} from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { adotConfig } from '../adot/config.ts';
import { alloyConfig } from '../alloy/config.ts';
import type { RenderedFile } from '../model.ts';
import { DOCKER_SOCKET_PATH, DOCKER_SOCKET_VOLUME, PROXY_VOLUME } from '../socket-proxy/paths.ts';
import { containerDefinitions } from './container-definitions.ts';
import { mainContainer } from './main-container.ts';
import type { ContainerDefinition } from './model.ts';
import { adotSidecar, alloySidecar, socketProxy } from './sidecars.ts';

/**
 * One task definition of a service. `volumes` maps a volume's name to its host path, '' for one that lives as long as the
 * task.
 */
export interface RenderedVariant {
  readonly variant: Variant;
  readonly containerDefinitions: string;
  readonly volumes: Readonly<Record<string, string>>;
}

/** A service with everything that is registered for it, and the files of the collectors in it. */
export interface RenderedService {
  readonly service: Service;
  readonly variants: readonly RenderedVariant[];
  readonly files: readonly RenderedFile[];
}

/**
 * All variants of a service that exist in the environment's phase. `UserError` for a service that can't have them: on
 * Fargate, or too small for its sidecar.
 */
export function renderService(environment: Environment, service: Service): RenderedService {
  const files: RenderedFile[] = [];
  requireHost(service);
  const variants = registeredVariants(environment, service.name).map((variant) => {
    const file = collectorFile(environment, service, variant);
    if (file) files.push(file);
    const containers = containersOf(environment, service, variant, file?.content);
    const volumes = volumesOf(environment, variant);
    const text = containerDefinitions(`services.${service.name} (${variant})`, containers);
    return { variant, containerDefinitions: text, volumes };
  });
  return { service, variants, files };
}

function volumesOf({ alloy }: Environment, variant: Variant): Record<string, string> {
  if (variant !== 'alloy') return {};
  const shared = alloy.socketProxy === undefined ? {} : { [PROXY_VOLUME]: '' };
  return { [DOCKER_SOCKET_VOLUME]: DOCKER_SOCKET_PATH, ...shared };
}

function collectorFile(environment: Environment, service: Service, variant: Variant): RenderedFile | undefined {
  switch (variant) {
    case 'adot':
      return { path: `adot/${service.name}.yaml`, content: adotConfig(environment, service) };
    case 'alloy':
      return { path: `alloy/${service.name}.alloy`, content: alloyConfig(environment, service) };
    case 'plain':
      return undefined;
  }
}

function containersOf(
  environment: Environment,
  service: Service,
  variant: Variant,
  config: string | undefined,
): ContainerDefinition[] {
  const sidecar = sidecarOf(environment, service, variant);
  if (sidecar) requireRoom(service, sidecar);
  const main = mainContainer(environment, service, variant, sidecar);
  if (!sidecar || config === undefined) return [main];
  const collector = variant === 'alloy' ? alloySidecar : adotSidecar;
  return [main, collector(environment, service, sidecar, config), ...socketProxy(environment, service, sidecar)];
}

/** Validation says the same; whoever comes around it would get a task that ECS refuses, or one without logs. */
function requireHost({ name, capacity, collector }: Service): void {
  if (capacity !== 'fargate' || collector === 'none') return;
  throw new UserError(
    `services.${name}.capacity: the sidecar reads the Docker socket of its host, and Fargate has none. ` +
      'Set capacity to ec2, or collector to none: then its logs stay where they are.',
  );
}

/** ECS takes no more for the containers of a task than the task has. */
function requireRoom({ name, cpu, memory }: Service, sidecar: Sidecar): void {
  const taken = takenBy(sidecar);
  if (cpu > taken.cpu && memory - taken.memory >= SMALLEST_MEMORY) return;
  throw new UserError(
    `services.${name}: a task of ${cpu} CPU units and ${memory} MiB has no room beside its sidecar ` +
      `${sidecar.container}, which takes ${taken.cpu} and ${taken.memory}. Give the service more, or the sidecar less.`,
  );
}
