import { EcsError } from '../model/ecs-error.ts';
import { asObject, type Json, objects, pick, text } from '../model/json.ts';
import { ecsArn, findTaskDefinition, partition, seconds } from '../model/names.ts';
import type { TaskDefinition, World } from '../model/world.ts';
import { validateTaskDefinition } from '../validation/task-definition.ts';
import {
  canonicalContainer,
  compatibilities,
  containerOf,
  requiredCompatibilities,
} from '../validation/task-definition-shape.ts';
import { page } from './paging.ts';
import { setTags, tagsOf } from './tags.ts';

const ECHOED = [
  'taskRoleArn',
  'executionRoleArn',
  'cpu',
  'memory',
  'pidMode',
  'ipcMode',
  'proxyConfiguration',
  'runtimePlatform',
  'ephemeralStorage',
];

export function registerTaskDefinition(world: World, input: Json): Json {
  const requires = requiredCompatibilities(input);
  const networkMode = text(input['networkMode']) ?? (requires.includes('FARGATE') ? 'awsvpc' : 'bridge');
  const full = { ...input, networkMode };
  const canonical = objects(input['containerDefinitions']).map((one) => canonicalContainer(one, networkMode));
  const containers = canonical.map(containerOf);
  validateTaskDefinition(full, containers);
  const family = text(input['family']) ?? '';
  const revision = 1 + [...world.taskDefinitions.values()].filter((known) => known.family === family).length;
  const arn = ecsArn(world, `task-definition/${family}:${revision}`);
  const view = {
    taskDefinitionArn: arn,
    family,
    revision,
    networkMode,
    ...pick(input, ECHOED),
    containerDefinitions: canonical,
    volumes: objects(input['volumes']).map(canonicalVolume),
    placementConstraints: input['placementConstraints'] ?? [],
    enableFaultInjection: input['enableFaultInjection'] ?? false,
    requiresAttributes: [],
    compatibilities: compatibilities(full, containers),
    ...(requires.length > 0 ? { requiresCompatibilities: requires } : {}),
    registeredAt: seconds(world.now),
    registeredBy: `arn:${partition(world.region)}:iam::${world.accountId}:user/sandbox`,
  };
  const definition: TaskDefinition = { arn, family, revision, containers, view, status: 'ACTIVE' };
  world.taskDefinitions.set(arn, definition);
  setTags(world, arn, objects(input['tags']));
  return { taskDefinition: taskDefinitionView(definition), tags: tagsOf(world, arn) };
}

function canonicalVolume(volume: Json): Json {
  const elsewhere = Object.keys(volume).some((key) => key !== 'name' && key !== 'host');
  return elsewhere ? volume : { name: volume['name'], host: asObject(volume['host']) ?? {} };
}

function taskDefinitionView({ view, status, deregisteredAt }: TaskDefinition): Json {
  return { ...view, status, ...(deregisteredAt === undefined ? {} : { deregisteredAt: seconds(deregisteredAt) }) };
}

export function describeTaskDefinition(world: World, input: Json): Json {
  const definition = known(world, input);
  const withTags = Array.isArray(input['include']) && input['include'].includes('TAGS');
  return {
    taskDefinition: taskDefinitionView(definition),
    ...(withTags ? { tags: tagsOf(world, definition.arn) } : {}),
  };
}

export function deregisterTaskDefinition(world: World, input: Json): Json {
  const definition = known(world, input);
  definition.deregisteredAt ??= world.now;
  definition.status = 'INACTIVE';
  return { taskDefinition: taskDefinitionView(definition) };
}

function known(world: World, input: Json): TaskDefinition {
  const definition = findTaskDefinition(world, text(input['taskDefinition']) ?? '');
  if (!definition) throw new EcsError('ClientException', 'Unable to describe task definition.');
  return definition;
}

export function listTaskDefinitions(world: World, input: Json): Json {
  const family = text(input['familyPrefix']);
  const status = text(input['status']) ?? 'ACTIVE';
  const arns = [...world.taskDefinitions.values()]
    .filter((known) => known.status === status && (family === undefined || known.family === family))
    .sort((a, b) => (a.family === b.family ? a.revision - b.revision : a.family < b.family ? -1 : 1))
    .map((known) => known.arn);
  const { items, ...rest } = page(input['sort'] === 'DESC' ? arns.reverse() : arns, input, 100);
  return { taskDefinitionArns: items, ...rest };
}
