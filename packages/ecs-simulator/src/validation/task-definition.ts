import { EcsError } from '../model/ecs-error.ts';
import { asObject, type Json, number, objects, text } from '../model/json.ts';
import type { ContainerDefinition } from '../model/world.ts';
import { loggingObstacle } from './log-drivers.ts';
import { fargateObstacle, requiredCompatibilities } from './task-definition-shape.ts';

/** Largest request that RegisterTaskDefinition accepts, in bytes. Source: ECS service quotas, "task definition size". */
const MAX_BYTES = 65_536;

/** Throws what ECS would answer for a definition that it can't run. */
export function validateTaskDefinition(input: Json, containers: readonly ContainerDefinition[]): void {
  const bytes = new TextEncoder().encode(JSON.stringify(input)).length;
  if (bytes > MAX_BYTES) refuse(`Actual length: '${bytes}'. Max allowed length is '${MAX_BYTES}' bytes.`);
  if (!/^[\w-]{1,255}$/.test(text(input['family']) ?? '')) refuse('Family contains invalid characters or is empty.');
  if (containers.length === 0) refuse('Container list cannot be empty.');
  if (new Set(containers.map((container) => container.name)).size < containers.length) {
    refuse('Container names must be unique within a task definition.');
  }
  if (!containers.some((container) => container.essential)) {
    refuse('A task definition must have at least one essential container.');
  }
  for (const container of containers) checkContainer(container);
  checkFirelens(input);
  checkSecrets(input);
  for (const raw of objects(input['containerDefinitions'])) checkRaw(input, raw);
  checkSums(input);
  checkDependencies(containers);
  if (requiredCompatibilities(input).includes('FARGATE')) {
    const obstacle = fargateObstacle(input, containers);
    if (obstacle) refuse(obstacle);
  }
}

function refuse(message: string): never {
  throw new EcsError('ClientException', message);
}

function checkContainer({ name, image, restart }: ContainerDefinition): void {
  if (!/^[\w-]{1,255}$/.test(name)) refuse(`Invalid container name '${name}'.`);
  if (image === '') refuse(`Container.image should not be null or empty (container '${name}').`);
  if (restart && (restart.periodMs < 60_000 || restart.periodMs > 1_800_000)) {
    refuse(`restartAttemptPeriod of container '${name}' must be between 60 and 1800 seconds.`);
  }
}

function checkRaw(input: Json, container: Json): void {
  const name = text(container['name']);
  const volumes = objects(input['volumes']).map((volume) => volume['name']);
  for (const mount of objects(container['mountPoints'])) {
    if (!volumes.includes(mount['sourceVolume'])) refuse(`Unknown volume '${mount['sourceVolume']}'.`);
  }
  if (input['memory'] == null && container['memory'] == null && container['memoryReservation'] == null) {
    refuse(
      `Invalid setting for container '${name}'. At least one of 'memory' or 'memoryReservation' must be specified.`,
    );
  }
  const memory = number(container['memory']);
  if (memory !== undefined && memory < (number(container['memoryReservation']) ?? 0)) {
    refuse(`Invalid setting for container '${name}'. 'memory' must be at least 'memoryReservation'.`);
  }
  checkLogging(container);
  checkPorts(String(input['networkMode']), objects(container['portMappings']));
  for (const dependency of objects(container['dependsOn'])) {
    if (dependency['condition'] === 'HEALTHY' && !asObject(target(input, dependency)?.['healthCheck'])) {
      refuse(
        `Container '${name}' waits for the health of '${dependency['containerName']}', which has no health check.`,
      );
    }
  }
}

function checkLogging(container: Json): void {
  const logging = asObject(container['logConfiguration']);
  if (!logging) return;
  const obstacle = loggingObstacle({
    driver: String(logging['logDriver']),
    options: Object.fromEntries(
      Object.entries(asObject(logging['options']) ?? {}).map(([name, value]) => [name, String(value)]),
    ),
    secretOptions: objects(logging['secretOptions']).map((secret) => String(secret['name'])),
  });
  if (obstacle) refuse(obstacle);
}

/** The words of aws/amazon-cloudwatch-logs-for-fluent-bit#20 and OctopusDeploy/Issues#7821: a log router and its driver need each other. */
function checkFirelens(input: Json): void {
  const containers = objects(input['containerDefinitions']);
  const routed = containers.some((one) => asObject(one['logConfiguration'])?.['logDriver'] === 'awsfirelens');
  const router = containers.some((one) => one['firelensConfiguration'] != null);
  if (router && !routed) {
    refuse(
      'When a firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver.',
    );
  }
  if (routed && !router) {
    refuse(
      'When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers',
    );
  }
}

/** On EC2 as well; the words are those of fabfuel/ecs-deploy#87. */
function checkSecrets(input: Json): void {
  const some = objects(input['containerDefinitions']).some((one) => objects(one['secrets']).length > 0);
  if (some && !text(input['executionRoleArn'])) {
    refuse("When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.");
  }
}

/** Source: API reference, PortMapping (`hostPort`) and RegisterTaskDefinition (`networkMode`). */
function checkPorts(networkMode: string, mappings: readonly Json[]): void {
  if (networkMode === 'none' && mappings.length > 0) {
    refuse('When networkMode=none, port mappings cannot be specified.');
  }
  if (networkMode !== 'awsvpc' && networkMode !== 'host') return;
  if (mappings.some(({ hostPort, containerPort }) => hostPort != null && hostPort !== containerPort)) {
    refuse(`When networkMode=${networkMode}, the host ports and container ports in port mappings must match.`);
  }
}

function target(input: Json, dependency: Json): Json | undefined {
  return objects(input['containerDefinitions']).find((other) => other['name'] === dependency['containerName']);
}

function checkSums(input: Json): void {
  const containers = objects(input['containerDefinitions']);
  const sum = (of: (container: Json) => unknown) =>
    containers.reduce((total, one) => total + (number(of(one)) ?? 0), 0);
  const cpu = sum((one) => one['cpu']);
  if (input['cpu'] != null && cpu > Number(input['cpu'])) {
    refuse(`The containers need ${cpu} CPU units, the task has ${input['cpu']}.`);
  }
  const taskMemory = input['memory'] == null ? Number.POSITIVE_INFINITY : Number(input['memory']);
  const memory = sum((one) => one['memoryReservation'] ?? one['memory']);
  if (memory > taskMemory) refuse(`The containers need ${memory} MiB of memory, the task has ${input['memory']}.`);
  const tooBig = containers.find((one) => (number(one['memory']) ?? 0) > taskMemory);
  if (tooBig) refuse(`Memory of container '${tooBig['name']}' is greater than the memory of the task.`);
}

function checkDependencies(containers: readonly ContainerDefinition[]): void {
  const byName = new Map(containers.map((container) => [container.name, container]));
  for (const { name, dependsOn } of containers) {
    for (const { container, condition } of dependsOn) {
      const dependency = byName.get(container);
      if (!dependency) refuse(`Container '${name}' depends on container '${container}', which doesn't exist.`);
      if (!['START', 'COMPLETE', 'SUCCESS', 'HEALTHY'].includes(condition)) {
        refuse(`Unknown dependency condition '${condition}' of container '${name}'.`);
      }
      if (dependency.essential && (condition === 'COMPLETE' || condition === 'SUCCESS')) {
        refuse(`Container '${name}' can't wait for ${condition} of '${container}', which is essential.`);
      }
    }
    if (reaches(byName, name, name, new Set())) refuse(`Container '${name}' depends on itself.`);
  }
}

function reaches(
  containers: ReadonlyMap<string, ContainerDefinition>,
  from: string,
  goal: string,
  seen: Set<string>,
): boolean {
  const next = containers.get(from)?.dependsOn.map((dependency) => dependency.container) ?? [];
  return next.some((name) => {
    if (name === goal) return true;
    if (seen.has(name)) return false;
    seen.add(name);
    return reaches(containers, name, goal, seen);
  });
}
