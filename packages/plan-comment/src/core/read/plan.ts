import { type Checks, checksOf } from './checks.ts';
import { type Block, type Blocks, blocksOf, namesOf, type Provider, providersOf } from './configuration.ts';
import { type Invocation, invocationsOf } from './invocations.ts';
import { child, isArray, isObject, items, type Json, type JsonObject, text } from './json.ts';
import type { PlanDocument } from './plan-document.ts';

export type { Check } from './checks.ts';
export type { Invocation } from './invocations.ts';
export type Path = readonly (string | number)[];

/** One entry of `resource_changes` or `resource_drift`. Masks and unknowns keep Terraform's shape: `true` covers a whole subtree. */
export interface ResourceChange {
  readonly address: string;
  readonly previousAddress: string | undefined;
  readonly type: string;
  readonly mode: string;
  readonly deposed: string | undefined;
  readonly actions: readonly string[];
  readonly reason: string | undefined;
  readonly providerName: string | undefined;
  /** Set for an object that exists and that Terraform takes over. */
  readonly importing: Import | undefined;
  /** What the provider calls the object; not there in plans before Terraform 1.12. */
  readonly beforeIdentity: Json;
  readonly afterIdentity: Json;
  /** What Terraform wrote as the configuration of an import. */
  readonly generatedConfig: string | undefined;
  readonly replacePaths: readonly Path[];
  readonly before: Json;
  readonly after: Json;
  readonly unknown: Json;
  readonly beforeSensitive: Json;
  readonly afterSensitive: Json;
  /** Its block; `undefined` where the plan doesn't have it. */
  readonly block: Block | undefined;
}

/** What an imported object is called where it is: by a text, or by several attributes. */
export interface Import {
  readonly id: string | undefined;
  readonly identity: Json;
  /** It is known only later. */
  readonly isUnknown: boolean;
}

export type OutputChange = Pick<
  ResourceChange,
  'actions' | 'before' | 'after' | 'unknown' | 'beforeSensitive' | 'afterSensitive'
> & { readonly name: string };

/** Why Terraform plans a change only after this apply. */
export interface Deferred {
  readonly reason: string;
  readonly change: ResourceChange;
}

export interface Plan {
  /** File it was read from. */
  readonly source: string;
  readonly terraformVersion: string | undefined;
  /** Terraform stopped half-way: what is listed is incomplete. */
  readonly errored: boolean;
  /** Not all that the configuration asks for is planned: `-target`, `-exclude`, or changes that are deferred. */
  readonly isIncomplete: boolean;
  /** It was made with `-refresh-only`: applying it takes over into the state what changed outside of Terraform. */
  readonly isRefreshOnly: boolean;
  readonly providers: readonly Provider[];
  /** Without those that neither do anything nor show where a service runs. */
  readonly changes: readonly ResourceChange[];
  readonly drift: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
  readonly deferred: readonly Deferred[];
  readonly invocations: readonly Invocation[];
  readonly checks: Checks;
  /** What its configuration calls variables, outputs, module calls and attributes. */
  readonly names: ReadonlySet<string>;
  readonly secrets: ReadonlySet<string>;
}

/** Reads one document of `terraform show -json`, format 0.x or 1.x, of Terraform or OpenTofu. Unknown fields and actions are kept or ignored. */
export function toPlan(document: PlanDocument, source: string): Plan {
  const { fields, changes, drift, secrets } = document;
  const blocks = blocksOf(child(fields['configuration'], 'root_module'));
  return {
    source,
    terraformVersion: text(fields['terraform_version']),
    errored: fields['errored'] === true,
    isIncomplete: fields['complete'] === false,
    isRefreshOnly: isRefreshOnly(document),
    providers: providersOf(fields['configuration'], fields['variables']),
    changes: changes.map((entry) => resourceChange(entry, blocks)),
    drift: drift.map((entry) => resourceChange(entry, blocks)),
    outputs: outputChanges(fields['output_changes']),
    deferred: items(fields['deferred_changes']).map((entry) => ({
      reason: text(child(entry, 'reason')) ?? 'unknown',
      change: resourceChange(child(entry, 'resource_change') ?? null, blocks),
    })),
    invocations: invocationsOf(fields),
    checks: checksOf(fields['checks']),
    names: namesOf(child(fields['configuration'], 'root_module')),
    secrets,
  };
}

/** Any other plan lists each resource, also one that it leaves alone. Before Terraform 1.8 it doesn't say whether it can be applied. */
function isRefreshOnly({ keys, fields, drift, entries }: PlanDocument): boolean {
  if (drift.length === 0 || entries > 0 || fields['errored'] === true) return false;
  return fields['applyable'] === true || (!keys.has('applyable') && !keys.has('resource_changes'));
}

function resourceChange(entry: Json, blocks: Blocks): ResourceChange {
  const address = text(child(entry, 'address')) ?? '';
  const change = child(entry, 'change');
  return {
    address,
    previousAddress: text(child(entry, 'previous_address')),
    type: text(child(entry, 'type')) ?? '',
    mode: text(child(entry, 'mode')) ?? 'managed',
    deposed: text(child(entry, 'deposed')),
    reason: text(child(entry, 'action_reason')),
    providerName: text(child(entry, 'provider_name')),
    importing: importOf(child(change, 'importing')),
    beforeIdentity: child(change, 'before_identity') ?? null,
    afterIdentity: child(change, 'after_identity') ?? null,
    generatedConfig: text(child(change, 'generated_config')),
    replacePaths: items(child(change, 'replace_paths')).filter(isArray) as Path[],
    block: blocks(address),
    ...valuesOf(isObject(change) ? change : {}),
  };
}

function importOf(importing: Json | undefined): Import | undefined {
  if (!isObject(importing)) return undefined;
  return {
    // Empty where the object has an identity alone.
    id: text(importing['id']) || undefined,
    identity: importing['identity'] ?? null,
    isUnknown: importing['unknown'] === true,
  };
}

function outputChanges(changes: Json | undefined): OutputChange[] {
  if (!isObject(changes)) return [];
  return Object.entries(changes)
    .filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
    .map(([name, change]) => ({ name, ...valuesOf(change) }));
}

function valuesOf(change: JsonObject) {
  return {
    actions: items(change['actions']).filter((action) => typeof action === 'string'),
    before: change['before'] ?? null,
    after: change['after'] ?? null,
    unknown: change['after_unknown'] ?? false,
    beforeSensitive: change['before_sensitive'] ?? false,
    afterSensitive: change['after_sensitive'] ?? false,
  };
}
