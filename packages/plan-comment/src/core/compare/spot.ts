import { child, isArray, isObject, isScalar, type Json } from '../read/json.ts';
import type { Path } from '../read/plan.ts';
import type { Place } from './place.ts';

/** One place in both documents. */
export interface Spot {
  readonly place: Place | undefined;
  readonly path: Path;
  /** Inside of JSON in a string: its arrays are lists, never sets. */
  readonly isJson: boolean;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly unknown: Json | undefined;
  readonly beforeMask: Json | undefined;
  readonly afterMask: Json | undefined;
}

export function isNothing(value: Json): boolean {
  if (isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).length === 0;
  return value === null || value === '';
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

/** The spot with one side alone, all of it known. */
export function onlyBefore(spot: Spot): Spot {
  return { ...spot, after: undefined, afterMask: false, unknown: false };
}

export function onlyAfter(spot: Spot): Spot {
  return { ...spot, before: undefined, beforeMask: false };
}

/** Keys of all sides, in the order in which they first come. */
export function keysOf(first: Json | undefined, ...others: readonly (Json | undefined)[]): readonly string[] {
  const keys = isObject(first) ? Object.keys(first) : [];
  let more: Set<string> | undefined;
  for (const side of others) {
    if (!isObject(side)) continue;
    for (const key of Object.keys(side)) {
      if (isObject(first) && Object.hasOwn(first, key)) continue;
      more ??= new Set();
      more.add(key);
    }
  }
  return more === undefined ? keys : [...keys, ...more];
}

/** Most values of most resources: known, and the same before and after. */
export function isSameScalar({ before, after, unknown, beforeMask, afterMask }: Spot, key: string): boolean {
  const value = child(before, key);
  if (value === undefined || !isScalar(value) || value !== child(after, key)) return false;
  return unknown !== true && child(unknown, key) !== true && child(beforeMask, key) === child(afterMask, key);
}
