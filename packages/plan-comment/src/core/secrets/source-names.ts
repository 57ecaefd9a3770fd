import { isObject } from '../read/json.ts';
import type { Plan } from '../read/plan.ts';
import { bareAddress, namesInAddress } from './scrub.ts';

/**
 * What the repository's own source calls things: types, names, module calls, variables, outputs and attributes. They are shown whatever they
 * look like, and a part of a secret that is also a part of one is none.
 */
export function sourceNames(plans: readonly Plan[]): ReadonlySet<string> {
  const names = new Set<string>();
  const known = new Set<string>();
  for (const plan of plans) {
    for (const name of plan.names) names.add(name);
    for (const { name } of plan.outputs) names.add(name);
    for (const { address } of plan.invocations) for (const name of namesInAddress(address)) names.add(name);
    const deferred = plan.deferred.map(({ change }) => change);
    for (const change of [...plan.changes, ...plan.drift, ...deferred]) {
      const place = bareAddress(change.address);
      if (!known.has(place)) for (const name of namesInAddress(place)) names.add(name);
      known.add(place);
      // Attributes of a type are the same everywhere: a plan lists those without a value too.
      if (known.has(change.type)) continue;
      names.add(change.type);
      if (change.before !== null || change.after !== null) known.add(change.type);
      for (const side of [change.before, change.after, change.unknown]) {
        if (isObject(side)) for (const name of Object.keys(side)) names.add(name);
      }
    }
  }
  return names;
}
