import {
  besideProxy,
  type Environment,
  logGroup,
  type Service,
  type Sidecar,
  takenBy,
  type Variant,
} from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { awslogs, jsonFileReadByAlloy } from './logging.ts';
import type { ContainerDefinition, LogConfiguration } from './model.ts';
import { portMappings, sortedEntries, variables } from './parts.ts';

/** The service's own container: it has what its sidecar and the proxy of Service Connect leave of the task. */
export function mainContainer(
  environment: Environment,
  service: Service,
  variant: Variant,
  sidecar: Sidecar | undefined,
): ContainerDefinition {
  const taken = sidecar ? takenBy(sidecar) : { cpu: 0, memory: 0 };
  const own = besideProxy({ cpu: service.cpu - taken.cpu, memory: service.memory - taken.memory });
  const ports = portMappings(namedPorts(service));
  const { entryPoint, command, healthCheck, stopTimeout } = service;
  const secrets = sortedEntries(service.secrets).map(([name, valueFrom]) => ({ name, valueFrom }));
  return {
    name: service.container,
    image: service.image,
    essential: true,
    ...own,
    ...(entryPoint ? { entryPoint } : {}),
    ...(command ? { command } : {}),
    environment: variables(service.environment),
    ...(secrets.length > 0 ? { secrets } : {}),
    ...(ports.length > 0 ? { portMappings: ports } : {}),
    // ECS stops a container after those that depend on it: Alloy outlives the service and ships its last lines.
    ...(variant === 'alloy' ? { dependsOn: [{ containerName: 'alloy', condition: 'START' as const }] } : {}),
    ...(healthCheck ? { healthCheck } : {}),
    logConfiguration: logConfiguration(environment, service, variant),
    ...(stopTimeout === undefined ? {} : { stopTimeout }),
  };
}

/** The service's ports by name, and `metrics`. */
function namedPorts(service: Service): Record<string, number> {
  if (!service.metrics) return { ...service.ports };
  const { metrics } = service.ports;
  if (metrics !== undefined && metrics !== service.metrics.port) {
    throw new UserError(
      `services.${service.name}: ports.metrics is ${metrics}, metrics.port is ${service.metrics.port}. ` +
        'Leave ports.metrics out: metrics.port adds it.',
    );
  }
  return { ...service.ports, metrics: service.metrics.port };
}

function logConfiguration(environment: Environment, service: Service, variant: Variant): LogConfiguration {
  const group = logGroup(environment, service.container);
  return variant === 'alloy' && environment.migration.phase === 'cleanup'
    ? jsonFileReadByAlloy(environment, service)
    : awslogs(environment, group);
}
