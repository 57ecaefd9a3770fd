import { createHash, type Hash, scrypt, scryptSync } from 'node:crypto';
import { promisify } from 'node:util';
import { canonical, child, isArray, isObject, type Json } from '../read/json.ts';
import type { Invocation, OutputChange, Plan, ResourceChange } from '../read/plan.ts';
import { planNames } from '../read/plan-names.ts';
import { isSecretName } from '../secrets/marked.ts';
import { kindOf } from './classify.ts';
import { ACTION, CHANGE, OUTPUT, type Row } from './fingerprint-table.ts';

/** Rows by what they are for. */
interface Table<T> {
  readonly names: readonly Row<T>[];
  readonly values: readonly Row<T>[];
}

function tableOf<T>(rows: readonly Row<T>[]): Table<T> {
  return { names: rows.filter(({ isName }) => isName), values: rows.filter(({ isName }) => !isName) };
}

const TABLES = { change: tableOf(CHANGE), output: tableOf(OUTPUT), action: tableOf(ACTION) };

/** Separates these hashes from others of the same values; it is no secret. */
const DOMAIN = 'loki-adoption/plan-fingerprint/3';

/**
 * 64 hex digits that say what applying plans does: the same for the same changes in any order and at any time, another one for any other
 * change. fingerprint-table.ts says what counts. Sensitive values enter all together and by a slow hash, so that nobody can try guesses of
 * one of them in numbers.
 */
export function fingerprintOf(plans: readonly Plan[]): string {
  const { hash, secret } = hashesOf(plans);
  return withSecret(hash, secret && scryptSync(secret, DOMAIN, LENGTH, COST));
}

/** The same, with the slow hash on another thread: GitHub's answers are read meanwhile. */
export async function fingerprintAside(plans: readonly Plan[]): Promise<string> {
  const { hash, secret } = hashesOf(plans);
  return withSecret(hash, secret && (await scryptAside(secret, DOMAIN, LENGTH, COST)));
}

/** Of everything but sensitive values, and of those alone. */
function hashesOf(plans: readonly Plan[]): { readonly hash: Hash; readonly secret: Buffer | undefined } {
  const names = planNames(plans.map(({ source }) => source));
  const entries = plans.flatMap((plan, index) => entriesOf(plan, names[index] ?? ''));
  const hash = createHash('sha256').update(DOMAIN);
  for (const open of entries.map((entry) => entry.open).sort()) hash.update('\0').update(open);
  const hidden = entries.flatMap((entry) => entry.hidden).sort();
  if (hidden.length === 0) return { hash, secret: undefined };
  const all = createHash('sha256');
  for (const text of hidden) all.update('\0').update(text);
  return { hash, secret: all.digest() };
}

function withSecret(hash: Hash, slow: Buffer | undefined): string {
  if (slow !== undefined) hash.update('\0').update(slow);
  return hash.digest('hex');
}

/** 4 MiB and about 10 ms. */
const COST = { N: 4096, r: 8, p: 1 };
const LENGTH = 32;
const scryptAside: (secret: Buffer, salt: string, length: number, cost: typeof COST) => Promise<Buffer> =
  promisify(scrypt);

interface Entry {
  /** Everything but sensitive values. */
  readonly open: string;
  /** The sensitive values with their places. */
  readonly hidden: readonly string[];
}

/** Each begins with the name of its plan: the same change to `dev` is another one to `prod`. */
function entriesOf(plan: Plan, name: string): Entry[] {
  const changed = (change: ResourceChange | OutputChange) => kindOf(change) !== 'no-op';
  const resource = (kind: string) => (change: ResourceChange) => entry([name, kind], TABLES.change, change);
  const entries = [
    ...plan.changes.filter(changed).map(resource('resource')),
    ...(plan.isRefreshOnly ? plan.drift.map(resource('drift')) : []),
    ...plan.deferred.map(({ reason, change }) => resource(`deferred ${reason}`)(change)),
    ...plan.outputs.filter(changed).map((output) => entry([name, 'output'], TABLES.output, output)),
    ...plan.invocations.map((action: Invocation) => entry([name, 'action'], TABLES.action, action)),
  ];
  if (plan.errored) entries.push({ open: canonical([name, 'errored']), hidden: [] });
  if (plan.isIncomplete) entries.push({ open: canonical([name, 'incomplete']), hidden: [] });
  // A provider that nothing is asked of changes nothing.
  return entries.length === 0 ? [] : [...entries, ...providerEntries(plan, name)];
}

function entry<T>(place: readonly string[], table: Table<T>, of: T): Entry {
  const hidden: string[] = [];
  const id = canonical([...place, ...table.names.map((row) => row.read(of))]);
  const texts = table.values.map(({ field, read, mask }) => {
    const value = read(of);
    return canonical(mask === undefined ? value : open(value, mask(of), `${id} ${field}`, hidden));
  });
  // Joined at once: a text that grows by pieces takes several times its room.
  return { open: [id, ...texts].join(' '), hidden };
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

/** Credentials of a provider have no mask: they are known by their names. */
function providerEntries(plan: Plan, name: string): Entry[] {
  return plan.providers.map((provider) => {
    const id = canonical([name, 'provider', provider.name]);
    const hidden: string[] = [];
    const expressions = child(provider.settings, 'expressions');
    const maskOf = (value: Json | undefined) =>
      Object.fromEntries(Object.keys(isObject(value) ? value : {}).map((key) => [key, isSecretName(key)]));
    const secret = (value: Json) => (typeof value === 'string' && plan.secrets.has(value) ? true : undefined);
    const variables = Object.entries(provider.variables).map(([key, value]) => [
      key,
      open(value, isSecretName(key) || secret(value), `${id} var.${key}`, hidden),
    ]);
    const settings = isObject(provider.settings) ? { ...provider.settings, expressions: null } : null;
    const texts = [settings, open(expressions, maskOf(expressions), id, hidden), Object.fromEntries(variables)];
    return { open: [id, ...texts.map((each) => canonical(each as Json))].join(' '), hidden };
  });
}
