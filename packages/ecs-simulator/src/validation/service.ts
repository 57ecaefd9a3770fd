import { EcsError } from '../model/ecs-error.ts';
import { asObject, type Json, objects, text } from '../model/json.ts';
import { shortName } from '../model/names.ts';
import type { Cluster, TaskDefinition, World } from '../model/world.ts';

export function checkName(given: unknown): string {
  const name = text(given) ?? '';
  if (!/^[\w-]{1,255}$/.test(name)) refuse('Invalid service name.');
  return name;
}

/** Throws what ECS would answer when this definition can't run with these settings. */
export function checkGeneration(world: World, cluster: Cluster, settings: Json, definition: TaskDefinition): void {
  const strategy = objects(settings['capacityProviderStrategy']);
  const launchType = text(settings['launchType']);
  if (strategy.length > 0 && launchType) {
    refuse('Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.');
  }
  for (const { capacityProvider } of strategy) {
    const name = shortName(String(capacityProvider));
    if (!cluster.capacityProviders.includes(name) || !world.capacityProviders.has(name)) {
      refuse(`The specified capacity provider '${name}' was not found.`);
    }
  }
  const networkMode = definition.view['networkMode'];
  const network = settings['networkConfiguration'];
  if (networkMode === 'awsvpc' && !network) {
    refuse("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  }
  if (networkMode !== 'awsvpc' && network) {
    refuse('Network Configuration is not valid for the given networkMode of this task definition.');
  }
  const compatible = definition.view['compatibilities'];
  if (launchType === 'FARGATE' && Array.isArray(compatible) && !compatible.includes('FARGATE')) {
    refuse('Task definition does not support launch_type FARGATE.');
  }
  checkPortNames(settings, definition);
}

function checkPortNames(settings: Json, definition: TaskDefinition): void {
  const connect = asObject(settings['serviceConnectConfiguration']);
  if (connect?.['enabled'] !== true) return;
  const declared = definition.containers.flatMap((container) => container.portNames);
  const missing = objects(connect['services']).find((service) => !declared.includes(String(service['portName'])));
  if (missing) {
    throw new EcsError(
      'InvalidParameterException',
      `The portName '${missing['portName']}' of the Service Connect configuration isn't in the task definition.`,
    );
  }
}

function refuse(message: string): never {
  throw new EcsError('InvalidParameterException', message);
}
