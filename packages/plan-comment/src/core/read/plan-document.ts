import {
  masked,
  secretsOfActions,
  secretsOfChange,
  secretsOfConfiguration,
  secretsOfOutputs,
} from '../secrets/marked.ts';
import { deferredAction } from './invocations.ts';
import { child, isArray, isObject, items, type Json, type JsonObject, text } from './json.ts';
import type { JsonReader } from './json-reader.ts';

/** One document of `terraform show -json`, without the parts that only repeat values and with all the secrets of those. */
export interface PlanDocument {
  /** Names of all members at the top. */
  readonly keys: ReadonlySet<string>;
  /** Small members, whole. */
  readonly fields: JsonObject;
  /** Entries of `resource_changes` that do something. */
  readonly changes: readonly Json[];
  /** How many entries `resource_changes` has, those included that do nothing. */
  readonly entries: number;
  readonly drift: readonly Json[];
  readonly secrets: ReadonlySet<string>;
}

/** One of these is in every plan, even one that does nothing; a state and the schemas of providers have none. */
const PLAN_KEYS = [
  'planned_values',
  'resource_changes',
  'resource_drift',
  'output_changes',
  'deferred_changes',
  'action_invocations',
  'configuration',
  'errored',
  'plan_format_version',
];

export function isPlan({ keys, fields }: PlanDocument): boolean {
  const version = String(fields['format_version'] ?? fields['plan_format_version'] ?? '');
  return /^[01]\./.test(version) && PLAN_KEYS.some((key) => keys.has(key));
}

/** Kept whole; everything else is walked over or skipped. */
const FIELDS = new Set([
  'format_version',
  'plan_format_version',
  'terraform_version',
  'errored',
  'complete',
  'applyable',
  'output_changes',
  'variables',
  'configuration',
  'checks',
  'deferred_changes',
  'action_invocations',
  'deferred_action_invocations',
]);

export function readDocument(reader: JsonReader): PlanDocument {
  const keys = new Set<string>();
  const fields: Record<string, Json> = {};
  const lists: Record<string, Entries> = {};
  const secrets = new Set<string>();
  reader.object((key) => {
    keys.add(key);
    if (FIELDS.has(key)) fields[key] = reader.value();
    else if (key === 'resource_changes' || key === 'resource_drift') lists[key] = readChanges(reader, key, secrets);
    else if (key === 'planned_values') readValues(reader, secrets);
    else if (key === 'prior_state') reader.object((inner) => inner === 'values' && readValues(reader, secrets));
  });
  for (const output of Object.values(fields['output_changes'] ?? {})) secretsOfChange(output, secrets);
  for (const entry of items(fields['deferred_changes'])) {
    secretsOfChange(child(child(entry, 'resource_change'), 'change'), secrets);
  }
  secretsOfActions(fields['action_invocations'], secrets);
  secretsOfActions(items(fields['deferred_action_invocations']).map(deferredAction), secrets);
  secretsOfConfiguration(fields['configuration'], fields['variables'], secrets);
  const changes = lists['resource_changes'] ?? NONE;
  return {
    keys,
    fields,
    changes: changes.kept,
    entries: changes.count,
    drift: (lists['resource_drift'] ?? NONE).kept,
    secrets,
  };
}

interface Entries {
  /** Those that do something. */
  readonly kept: readonly Json[];
  readonly count: number;
}

const NONE: Entries = { kept: [], count: 0 };

function readChanges(reader: JsonReader, key: string, secrets: Set<string>): Entries {
  const kept: Json[] = [];
  let count = 0;
  if (!reader.isAtArray()) {
    if (reader.value() !== null) throw reader.problem(`${key} is not a list`);
    return NONE;
  }
  reader.array((index) => {
    const entry = withAddress(reader.value());
    if (!isArray(child(child(entry, 'change'), 'actions')) || text(child(entry, 'address')) === undefined) {
      throw reader.problem(`${key}[${index}] has no address or no actions`);
    }
    secretsOfChange(child(entry, 'change'), secrets);
    count++;
    if (!isNoise(entry)) kept.push(entry);
  });
  return { kept, count };
}

/** Drift of Terraform 0.15.4 to 1.0 has no address: it is made of what the entry says of the resource. */
function withAddress(entry: Json): Json {
  if (!isObject(entry) || text(entry['address']) !== undefined) return entry;
  const [type, name] = [text(entry['type']), text(entry['name'])];
  if (type === undefined || name === undefined) return entry;
  const index = entry['index'];
  const instance = index === undefined || index === null ? '' : `[${JSON.stringify(index)}]`;
  const parts = [text(entry['module_address']), entry['mode'] === 'data' ? 'data' : undefined, type, name];
  const address = parts.filter((part) => part !== undefined && part !== '').join('.');
  return { ...entry, address: `${address}${instance}` };
}

/** Nothing happens to it, and no other part of the comment asks for it. */
function isNoise(entry: Json): boolean {
  const change = child(entry, 'change');
  const actions = items(child(change, 'actions'));
  const isQuiet = actions.every((action) => action === 'no-op');
  const isElsewhere = child(entry, 'previous_address') !== undefined || child(change, 'importing') !== undefined;
  // Where a service runs now is read from the service, changed or not.
  return isQuiet && !isElsewhere && child(entry, 'type') !== 'aws_ecs_service';
}

/** `planned_values` and the values of `prior_state`: only what stands below a mask is of interest. */
function readValues(reader: JsonReader, secrets: Set<string>): void {
  reader.object((key) => {
    if (key === 'outputs') secretsOfOutputs(reader.value(), secrets);
    else if (key === 'root_module') readModule(reader, secrets);
  });
}

function readModule(reader: JsonReader, secrets: Set<string>): void {
  reader.object((key) => {
    if (key === 'resources') reader.array(() => readResource(reader, secrets));
    else if (key === 'child_modules') reader.array(() => readModule(reader, secrets));
  });
}

function readResource(reader: JsonReader, secrets: Set<string>): void {
  const found: Record<string, readonly [number, number]> = {};
  reader.object((key) => {
    if (key === 'values' || key === 'sensitive_values') found[key] = [reader.skip(), reader.at];
  });
  const { values, sensitive_values: mask } = found;
  const isMasked = values !== undefined && mask !== undefined && reader.bytes.subarray(...mask).includes('true');
  if (isMasked) masked(reader.parse(...values), reader.parse(...mask), secrets);
}
