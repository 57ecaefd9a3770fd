import { asObject, type Json, number, objects, text, texts } from '../model/json.ts';
import type { ContainerDefinition } from '../model/world.ts';

/** A container definition with the defaults that the API fills in. Source: DescribeTaskDefinition of the ECS API. */
export function canonicalContainer(container: Json, networkMode: string): Json {
  const logging = asObject(container['logConfiguration']);
  const health = asObject(container['healthCheck']);
  const restart = asObject(container['restartPolicy']);
  return {
    ...container,
    cpu: number(container['cpu']) ?? 0,
    essential: container['essential'] ?? true,
    portMappings: objects(container['portMappings']).map((mapping) => canonicalPort(mapping, networkMode)),
    environment: container['environment'] ?? [],
    mountPoints: container['mountPoints'] ?? [],
    volumesFrom: container['volumesFrom'] ?? [],
    systemControls: container['systemControls'] ?? [],
    ...(health ? { healthCheck: { interval: 30, timeout: 5, retries: 3, ...health } } : {}),
    ...(restart ? { restartPolicy: { restartAttemptPeriod: 300, ...restart } } : {}),
    ...(logging ? { logConfiguration: { options: {}, ...logging } } : {}),
  };
}

function canonicalPort(mapping: Json, networkMode: string): Json {
  const sameOnHost = networkMode === 'awsvpc' || networkMode === 'host';
  return { hostPort: sameOnHost ? mapping['containerPort'] : 0, protocol: 'tcp', ...mapping };
}

/** What the simulation itself needs to know of a canonical container definition. */
export function containerOf(container: Json): ContainerDefinition {
  const logging = asObject(container['logConfiguration']);
  const restart = asObject(container['restartPolicy']);
  const logDriver = text(logging?.['logDriver']);
  const ignored = restart?.['ignoredExitCodes'];
  return {
    name: text(container['name']) ?? '',
    image: text(container['image']) ?? '',
    essential: container['essential'] !== false,
    environment: Object.fromEntries(
      objects(container['environment']).map((pair) => [String(pair['name']), String(pair['value'] ?? '')]),
    ),
    dependsOn: objects(container['dependsOn']).map((dependency) => ({
      container: text(dependency['containerName']) ?? '',
      condition: text(dependency['condition']) ?? '',
    })),
    hasHealthCheck: container['healthCheck'] != null,
    ...(restart?.['enabled'] === true
      ? {
          restart: {
            periodMs: (number(restart['restartAttemptPeriod']) ?? 300) * 1000,
            ignored: Array.isArray(ignored) ? ignored.map(Number) : [],
          },
        }
      : {}),
    ...(logDriver ? { logDriver } : {}),
    logOptions: Object.fromEntries(
      Object.entries(asObject(logging?.['options']) ?? {}).map(([name, value]) => [name, String(value)]),
    ),
    portNames: objects(container['portMappings']).flatMap((mapping) => text(mapping['name']) ?? []),
  };
}

/** Launch types that this definition could run on: Fargate has no host volumes and few log drivers. */
export function compatibilities(input: Json, containers: readonly ContainerDefinition[]): readonly string[] {
  return fargateObstacle(input, containers) === undefined ? ['EC2', 'FARGATE'] : ['EC2'];
}

const FARGATE_LOG_DRIVERS = ['awslogs', 'splunk', 'awsfirelens'];

/** Why Fargate can't run it, or undefined. Sources: API_RegisterTaskDefinition (`pidMode`, `ipcMode`), API_ContainerDefinition, and the issues named. */
export function fargateObstacle(input: Json, containers: readonly ContainerDefinition[]): string | undefined {
  if (input['networkMode'] !== 'awsvpc') return "Fargate only supports network mode 'awsvpc'.";
  const cpu = Number(input['cpu']);
  const memory = Number(input['memory']);
  if (!fargateSize(cpu, memory)) return "No Fargate configuration exists for given values of 'cpu' and 'memory'.";
  const hostVolume = objects(input['volumes']).find((volume) => text(asObject(volume['host'])?.['sourcePath']));
  if (hostVolume) return `Host volume '${hostVolume['name']}' is not supported on Fargate.`;
  const driver = containers.find((container) => !FARGATE_LOG_DRIVERS.includes(container.logDriver ?? 'awslogs'));
  if (driver) return `Log driver '${driver.logDriver}' of container '${driver.name}' is not supported on Fargate.`;
  const slow = objects(input['containerDefinitions']).find((one) => Number(one['stopTimeout'] ?? 0) > 120);
  if (slow) return `The stopTimeout of container '${slow['name']}' is more than 120 seconds, the most on Fargate.`;
  const privileged = objects(input['containerDefinitions']).find((one) => one['privileged'] === true);
  if (privileged) return `Container '${privileged['name']}' can't be privileged on Fargate.`;
  if (text(input['pidMode']) === 'host') return "Fargate only supports pidMode 'task'.";
  if (text(input['ipcMode'])) return 'ipcMode is not supported on Fargate.';
  const roleless = text(input['executionRoleArn']) ? undefined : needsExecutionRole(containers);
  if (roleless) return `Fargate requires task definition to have execution role ARN to support ${roleless}.`;
  const unnamed = containers.some((one) => one.logDriver === 'awslogs' && !one.logOptions['awslogs-stream-prefix']);
  return unnamed ? 'Log driver awslogs requires options: awslogs-stream-prefix' : undefined;
}

/** The words of virtual-kubelet/virtual-kubelet#193 and hashicorp/terraform-provider-aws#3051. */
function needsExecutionRole(containers: readonly ContainerDefinition[]): string | undefined {
  if (containers.some(({ logDriver }) => logDriver === 'awslogs')) return 'log driver awslogs';
  return containers.some(({ image }) => ECR_IMAGE.test(image)) ? 'ECR images' : undefined;
}

/** docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html: the registry's URI. */
const ECR_IMAGE = /^\d{12}\.dkr\.ecr\.[\w-]+\.amazonaws\.com/;

function fargateSize(cpu: number, memory: number): boolean {
  const table: Readonly<Record<number, readonly [low: number, high: number, step: number]>> = {
    256: [512, 2048, 512],
    512: [1024, 4096, 1024],
    1024: [2048, 8192, 1024],
    2048: [4096, 16_384, 1024],
    4096: [8192, 30_720, 1024],
    8192: [16_384, 61_440, 4096],
    16384: [32_768, 122_880, 8192],
  };
  const [low, high, step] = table[cpu] ?? [1, 0, 1];
  // A quarter of a vCPU takes 0.5, 1 or 2 GB, and 1.5 GB is not among them.
  return memory >= low && memory <= high && memory % step === 0 && !(cpu === 256 && memory === 1536);
}

export function requiredCompatibilities(input: Json): readonly string[] {
  return texts(input['requiresCompatibilities']);
}
