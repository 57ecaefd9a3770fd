import { createHash, createHmac } from 'node:crypto';
import { kindOf } from './classify.ts';
import { canonical, child, isArray, isObject, type Json } from './json.ts';
import type { OutputChange, Plan, ResourceChange } from './plan.ts';

/** Separates these hashes from others of the same values; it is no secret. */
const DOMAIN = 'loki-adoption/plan-fingerprint/1';

/**
 * 64 hex digits that say what a plan does: the same for the same changes in any order and at any time, another one for any other change.
 * Sensitive values enter as an HMAC. Who knows all the rest of a plan can use it to check a guess of a weak secret.
 */
export function fingerprintOf(plans: readonly Plan[]): string {
  const entries = plans.flatMap((plan) => [
    ...plan.changes.filter((change) => kindOf(change) !== 'no-op').map(resourceEntry),
    ...plan.outputs.filter((output) => kindOf(output) !== 'no-op').map(outputEntry),
    ...(plan.errored ? ['errored'] : []),
    ...(plan.deferred > 0 ? [`deferred ${plan.deferred}`] : []),
  ]);
  const hash = createHash('sha256').update(DOMAIN);
  for (const entry of entries.sort()) hash.update('\0').update(entry);
  return hash.digest('hex');
}

function resourceEntry(change: ResourceChange): string {
  const { address, previousAddress = null, deposed = null, isImport } = change;
  return `resource ${canonical([address, deposed, previousAddress, isImport])} ${valuesEntry(change)} ${canonical(change.replacePaths)}`;
}

function outputEntry(output: OutputChange): string {
  return `output ${JSON.stringify(output.name)} ${valuesEntry(output)}`;
}

function valuesEntry(change: ResourceChange | OutputChange): string {
  return [
    canonical(change.actions),
    canonical(blind(change.before, change.beforeSensitive)),
    canonical(blind(change.after, change.afterSensitive)),
    canonical(change.unknown),
    canonical(change.beforeSensitive),
    canonical(change.afterSensitive),
  ].join(' ');
}

function blind(value: Json | undefined, mask: Json | undefined): Json {
  if (mask === true) return { hmac: createHmac('sha256', DOMAIN).update(canonical(value)).digest('hex') };
  if (typeof mask !== 'object' || mask === null || Object.keys(mask).length === 0) return value ?? null;
  if (isArray(value)) return isArray(mask) ? value.map((inner, index) => blind(inner, mask[index])) : value;
  if (!isObject(value) || !isObject(mask)) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, blind(inner, child(mask, key))]));
}
