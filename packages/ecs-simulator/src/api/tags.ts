import { EcsError } from '../model/ecs-error.ts';
import { type Json, objects, text, texts } from '../model/json.ts';
import type { World } from '../model/world.ts';

export function tagsOf(world: World, arn: string): readonly Json[] {
  return world.tags.get(arn) ?? [];
}

/** Adds tags to those that are there; a known key gets the new value. */
export function setTags(world: World, arn: string, tags: readonly Json[]): void {
  const merged = new Map([...tagsOf(world, arn), ...tags].map((tag) => [tag['key'], tag]));
  world.tags.set(arn, [...merged.values()]);
}

export function listTagsForResource(world: World, input: Json): Json {
  return { tags: tagsOf(world, resource(input)) };
}

export function tagResource(world: World, input: Json): Json {
  setTags(world, resource(input), objects(input['tags']));
  return {};
}

export function untagResource(world: World, input: Json): Json {
  const arn = resource(input);
  const keys = texts(input['tagKeys']);
  world.tags.set(
    arn,
    tagsOf(world, arn).filter((tag) => !keys.includes(String(tag['key']))),
  );
  return {};
}

function resource(input: Json): string {
  const arn = text(input['resourceArn']);
  if (!arn?.startsWith('arn:')) throw new EcsError('InvalidParameterException', 'Invalid resourceArn.');
  return arn;
}
