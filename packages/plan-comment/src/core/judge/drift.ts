import { pairElements } from '../compare/list-diff.ts';
import { isNothing } from '../compare/spot.ts';
import { child, isArray, isEqual, isObject, type Json, parseEmbedded } from '../read/json.ts';
import type { Plan, ResourceChange } from '../read/plan.ts';
import { kindOf } from './classify.ts';

/** What changed outside of Terraform; an object that only has another address changed inside of it. */
export function driftOf(plan: Plan): readonly ResourceChange[] {
  return plan.drift.filter((change) => kindOf(change) !== 'no-op' && kindOf(change) !== 'move');
}

/** Whether somebody did it: a value where there was nothing is what a provider learns after the first apply. */
export function isNews(change: ResourceChange): boolean {
  return kindOf(change) !== 'update' || !isFilledIn(change.before, change.after, true);
}

/** Whether nothing but empty places got values. An element more in what wasn't empty is news. */
function isFilledIn(before: Json, after: Json, isResource: boolean): boolean {
  if (isNothing(before)) return true;
  if (isNothing(after)) return false;
  if (isObject(before) && isObject(after)) {
    const isNew = (key: string) => !Object.hasOwn(before, key) && !isNothing(child(after, key) ?? null);
    if (!isResource && Object.keys(after).some(isNew)) return false;
    return Object.entries(before).every(([key, value]) => isFilledIn(value, child(after, key) ?? null, false));
  }
  if (isArray(before) && isArray(after)) {
    const { elements } = pairElements(before, after, () => false);
    return elements.every(
      (pair) =>
        pair.before !== undefined &&
        pair.after !== undefined &&
        isFilledIn(before[pair.before] ?? null, after[pair.after] ?? null, false),
    );
  }
  if (isEqual(before, after)) return true;
  if (typeof before !== 'string' || typeof after !== 'string') return false;
  const [old, now] = [parseEmbedded(before), parseEmbedded(after)];
  return old !== undefined && now !== undefined && isFilledIn(old, now, false);
}
