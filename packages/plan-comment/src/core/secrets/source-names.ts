import { isObject } from '../read/json.ts';
import type { Plan } from '../read/plan.ts';
import { namesInAddress } from './scrub.ts';

/**
 * What the repository's own source calls things: types, names, module calls, variables, outputs and attributes. They are shown whatever they
 * look like, and a part of a secret that is also a part of one is none.
 */
export function sourceNames(plans: readonly Plan[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const plan of plans) {
    for (const name of plan.names) names.add(name);
    for (const { name } of plan.outputs) names.add(name);
    for (const { address } of plan.invocations) for (const name of namesInAddress(address)) names.add(name);
    const deferred = plan.deferred.map(({ change }) => change);
    for (const change of [...plan.changes, ...plan.drift, ...deferred]) {
      for (const name of namesInAddress(change.address)) names.add(name);
      names.add(change.type);
      for (const side of [change.before, change.after, change.unknown]) {
        if (isObject(side)) for (const name of Object.keys(side)) names.add(name);
      }
    }
  }
  return names;
}
