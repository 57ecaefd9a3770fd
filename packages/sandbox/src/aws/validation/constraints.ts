import { asObject } from '@loki-adoption/ecs-simulator';
import { type ApiModel, type Shape, shapeOf } from './api-model.ts';

/** What the API model doesn't allow in a request. */
export interface Finding {
  readonly kind: 'absent' | 'type' | 'value';
  /** Names of the members on the way to it, items of lists by their number from 1. */
  readonly path: readonly string[];
  readonly value: unknown;
  /** In AWS's words, as in github.com/NixOS/nixops/issues/328 and serverless/serverless/issues/6594. */
  readonly constraint: string;
}

/** Compares an input with its shape: required members, types, enums, lengths, ranges and patterns. Members that the shape doesn't have pass, as in AWS. */
export function check(model: ApiModel, shape: Shape, value: unknown, path: readonly string[] = []): Finding[] {
  const wrong = (kind: Finding['kind'], constraint: string): Finding[] => [{ kind, path, value, constraint }];
  if (shape.type === 'structure') {
    const object = asObject(value);
    return object ? checkMembers(model, shape, object, path) : wrong('type', 'Member must be a structure');
  }
  if (shape.type === 'list') {
    if (!Array.isArray(value)) return wrong('type', 'Member must be a list');
    const item = shape.member ? shapeOf(model, shape.member) : undefined;
    const inner = value.flatMap((one, at) => (item ? check(model, item, one, [...path, String(at + 1)]) : []));
    return [...sized(shape, value.length, wrong), ...inner];
  }
  if (shape.type === 'map') {
    const object = asObject(value);
    if (!object) return wrong('type', 'Member must be a map');
    const inner = Object.entries(object).flatMap(([key, one]) => [
      ...(shape.key ? check(model, shapeOf(model, shape.key), key, [...path, key]) : []),
      ...(shape.value ? check(model, shapeOf(model, shape.value), one, [...path, key]) : []),
    ]);
    return [...sized(shape, Object.keys(object).length, wrong), ...inner];
  }
  return checkScalar(shape, value, wrong);
}

type Wrong = (kind: Finding['kind'], constraint: string) => Finding[];

function checkMembers(
  model: ApiModel,
  shape: Shape,
  object: Readonly<Record<string, unknown>>,
  path: readonly string[],
) {
  const absent = (shape.required ?? [])
    .filter((name) => object[name] == null)
    .map(
      (name): Finding => ({
        kind: 'absent',
        path: [...path, name],
        value: undefined,
        constraint: 'Member must not be null',
      }),
    );
  const present = Object.entries(shape.members ?? {}).flatMap(([name, member]) =>
    object[name] == null ? [] : check(model, shapeOf(model, member), object[name], [...path, name]),
  );
  return [...absent, ...present];
}

function checkScalar(shape: Shape, value: unknown, wrong: Wrong): Finding[] {
  if (shape.type === 'integer' || shape.type === 'long') {
    return Number.isInteger(value) ? ranged(shape, Number(value), wrong) : wrong('type', 'Member must be an integer');
  }
  if (shape.type === 'float' || shape.type === 'double') {
    return typeof value === 'number' ? ranged(shape, value, wrong) : wrong('type', 'Member must be a number');
  }
  if (shape.type === 'boolean') return typeof value === 'boolean' ? [] : wrong('type', 'Member must be a boolean');
  if (shape.type !== 'string') return [];
  if (typeof value !== 'string') return wrong('type', 'Member must be a string');
  if (shape.enum && !shape.enum.includes(value)) {
    return wrong('value', `Member must satisfy enum value set: [${shape.enum.join(', ')}]`);
  }
  const matches = shape.pattern === undefined || (expression(shape.pattern)?.test(value) ?? true);
  return [
    ...sized(shape, value.length, wrong),
    ...(matches ? [] : wrong('value', `Member must satisfy regular expression pattern: ${shape.pattern}`)),
  ];
}

/** AWS's patterns are Java's and match the whole; undefined for one that JavaScript can't read. */
function expression(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, pattern.includes('\\p{') ? 'u' : '');
  } catch {
    return undefined;
  }
}

function sized({ min = 0, max = Number.POSITIVE_INFINITY }: Shape, length: number, wrong: Wrong): Finding[] {
  if (length < min) return wrong('value', `Member must have length greater than or equal to ${min}`);
  return length > max ? wrong('value', `Member must have length less than or equal to ${max}`) : [];
}

function ranged(
  { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: Shape,
  value: number,
  wrong: Wrong,
) {
  if (value < min) return wrong('value', `Member must have value greater than or equal to ${min}`);
  return value > max ? wrong('value', `Member must have value less than or equal to ${max}`) : [];
}
