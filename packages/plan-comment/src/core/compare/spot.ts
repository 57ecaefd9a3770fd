import { canonical, child, isArray, isObject, type Json } from '../read/json.ts';
import type { Path } from '../read/plan.ts';

/** One place in both documents. */
export interface Spot {
  readonly label: string;
  readonly path: Path;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly unknown: Json | undefined;
  readonly beforeMask: Json | undefined;
  readonly afterMask: Json | undefined;
}

export function isNothing(value: Json): boolean {
  return value === null || value === '' || canonical(value) === '[]' || canonical(value) === '{}';
}

/** Whether a mask covers anything. */
export function holdsTrue(mask: Json | undefined): boolean {
  if (isArray(mask) || isObject(mask)) return Object.values(mask).some(holdsTrue);
  return mask === true;
}

export function without(value: Json | undefined, key: string | undefined): Json | undefined {
  if (!isObject(value) || key === undefined) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}

function shapeOf(value: Json): string {
  return isArray(value) ? 'list' : isObject(value) ? 'object' : 'scalar';
}

export function haveDifferentShapes(before: Json = null, after: Json = null): boolean {
  return before !== null && after !== null && shapeOf(before) !== shapeOf(after);
}

/** Keys of all sides, in the order in which they first come. */
export function keysOf(first: Json | undefined, ...others: readonly (Json | undefined)[]): Iterable<string> {
  const keys = isObject(first) ? Object.keys(first) : [];
  const more = others
    .filter(isObject)
    .flatMap((side) => Object.keys(side).filter((key) => !isObject(first) || !Object.hasOwn(first, key)));
  return more.length === 0 ? keys : new Set([...keys, ...more]);
}

/** Most values of most resources: known, and the same before and after. */
export function isSameScalar({ before, after, unknown, beforeMask, afterMask }: Spot, key: string): boolean {
  const value = child(before, key);
  if (value === undefined || typeof value === 'object' || value !== child(after, key)) return false;
  return unknown !== true && child(unknown, key) !== true && child(beforeMask, key) === child(afterMask, key);
}
