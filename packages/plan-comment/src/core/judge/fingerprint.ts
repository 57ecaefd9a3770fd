import { createHash, scryptSync } from 'node:crypto';
import { canonical, child, isArray, isObject, type Json } from '../read/json.ts';
import type { Invocation, OutputChange, Plan, ResourceChange } from '../read/plan.ts';
import { kindOf } from './classify.ts';

/** Separates these hashes from others of the same values; it is no secret. */
const DOMAIN = 'loki-adoption/plan-fingerprint/2';

/**
 * 64 hex digits that say what a plan does: the same for the same changes in any order and at any time, another one for any other change.
 * Sensitive values enter all together and by a slow hash, so that nobody can try guesses of one of them in numbers.
 */
export function fingerprintOf(plans: readonly Plan[]): string {
  const entries = plans.flatMap((plan) => [
    ...plan.changes.filter((change) => kindOf(change) !== 'no-op').map(resourceEntry),
    ...plan.outputs.filter((output) => kindOf(output) !== 'no-op').map(outputEntry),
    ...(plan.errored ? [{ open: 'errored' }] : []),
    ...plan.deferred.map(({ reason, change }) => {
      const { open, hidden } = resourceEntry(change);
      return { open: `deferred ${JSON.stringify(reason)} ${open}`, hidden };
    }),
    ...plan.invocations.map(invocationEntry),
  ]);
  const hash = createHash('sha256').update(DOMAIN);
  for (const open of entries.map((entry) => entry.open).sort()) hash.update('\0').update(open);
  const hidden = entries.flatMap((entry) => entry.hidden ?? []).sort();
  if (hidden.length > 0) hash.update('\0').update(slowly(hidden));
  return hash.digest('hex');
}

/** 4 MiB and about 10 ms. */
const COST = { N: 4096, r: 8, p: 1 };

function slowly(texts: readonly string[]): Buffer {
  const all = createHash('sha256');
  for (const text of texts) all.update('\0').update(text);
  return scryptSync(all.digest(), DOMAIN, 32, COST);
}

interface Entry {
  /** Everything but sensitive values. */
  readonly open: string;
  /** The sensitive values with their places, where there are any. */
  readonly hidden?: readonly string[] | undefined;
}

function resourceEntry(change: ResourceChange): Entry {
  const { address, previousAddress = null, deposed = null, isImport, importId = null } = change;
  const name = `resource ${canonical([address, deposed, previousAddress, isImport, importId])}`;
  const { open, hidden } = valuesEntry(change, name);
  return { open: `${open} ${canonical(change.replacePaths)}`, hidden };
}

function outputEntry(output: OutputChange): Entry {
  return valuesEntry(output, `output ${JSON.stringify(output.name)}`);
}

function invocationEntry(invocation: Invocation): Entry {
  const { address, event, trigger = null, deferred = null, values, sensitive, unknown } = invocation;
  const hidden: string[] = [];
  const name = canonical([address, event, trigger, deferred]);
  const shown = open(values, sensitive, name, hidden);
  return { open: `invocation ${name} ${canonical([shown, sensitive, unknown])}`, hidden };
}

function valuesEntry(change: ResourceChange | OutputChange, name: string): Entry {
  const hidden: string[] = [];
  const texts = [
    name,
    canonical(change.actions),
    canonical(open(change.before, change.beforeSensitive, `${name} before`, hidden)),
    canonical(open(change.after, change.afterSensitive, `${name} after`, hidden)),
    canonical(change.unknown),
    canonical(change.beforeSensitive),
    canonical(change.afterSensitive),
  ];
  return { open: texts.join(' '), hidden };
}

/** The value without what its mask covers, which goes to `hidden`. */
function open(value: Json | undefined, mask: Json | undefined, place: string, hidden: string[]): Json {
  if (mask === true) {
    if ((value ?? null) !== null) hidden.push(`${place} ${canonical(value)}`);
    return (value ?? null) === null ? null : '(sensitive)';
  }
  if (typeof mask !== 'object' || mask === null || Object.keys(mask).length === 0) return value ?? null;
  const inner = (key: string | number, each: Json) => open(each, child(mask, key), `${place}.${key}`, hidden);
  if (isArray(value)) return isArray(mask) ? value.map((each, index) => inner(index, each)) : value;
  if (!isObject(value) || !isObject(mask)) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inner(key, each)]));
}
