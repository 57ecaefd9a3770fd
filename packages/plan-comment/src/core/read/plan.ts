import { child, isArray, isObject, items, type Json, type JsonObject, text } from './json.ts';
import type { PlanDocument } from './plan-document.ts';

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
  readonly isImport: boolean;
  /** What the object is called where it is imported from. */
  readonly importId: string | undefined;
  readonly replacePaths: readonly Path[];
  readonly before: Json;
  readonly after: Json;
  readonly unknown: Json;
  readonly beforeSensitive: Json;
  readonly afterSensitive: Json;
  /** Attributes that the configuration gives; the provider fills in all others. `undefined` where the plan doesn't say. */
  readonly configured: ReadonlySet<string> | undefined;
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

/** An action (`action` blocks of Terraform 1.14) that runs with the apply. */
export interface Invocation {
  readonly address: string;
  readonly type: string;
  /** Such as `AfterCreate`; `Invoke` where it is called by name. */
  readonly event: string;
  /** Resource whose change runs it. */
  readonly trigger: string | undefined;
  /** Set where it can't be planned yet. */
  readonly deferred: string | undefined;
  readonly values: Json;
  readonly unknown: Json;
  readonly sensitive: Json;
}

export interface Checks {
  readonly passed: number;
  /** Known only after the apply. */
  readonly unknown: number;
  /** What those that don't hold say. */
  readonly failed: readonly string[];
}

export interface Plan {
  /** File it was read from. */
  readonly source: string;
  readonly terraformVersion: string | undefined;
  /** Terraform stopped half-way: what is listed is incomplete. */
  readonly errored: boolean;
  /** Without those that neither do anything nor tell where a service runs. */
  readonly changes: readonly ResourceChange[];
  readonly drift: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
  readonly deferred: readonly Deferred[];
  readonly invocations: readonly Invocation[];
  readonly checks: Checks;
  readonly secrets: ReadonlySet<string>;
}

/** Reads one document of `terraform show -json`, format 0.x or 1.x, of Terraform or OpenTofu. Unknown fields and actions are kept or ignored. */
export function toPlan({ fields, changes, drift, secrets }: PlanDocument, source: string): Plan {
  const configured = configuredAttributes(child(fields['configuration'], 'root_module'));
  return {
    source,
    terraformVersion: text(fields['terraform_version']),
    errored: fields['errored'] === true,
    changes: changes.map((entry) => resourceChange(entry, configured)),
    drift: drift.map((entry) => resourceChange(entry, configured)),
    outputs: outputChanges(fields['output_changes']),
    deferred: items(fields['deferred_changes']).map((entry) => ({
      reason: text(child(entry, 'reason')) ?? 'unknown',
      change: resourceChange(child(entry, 'resource_change') ?? null, configured),
    })),
    invocations: [
      ...items(fields['action_invocations']).map((entry) => invocation(entry, undefined)),
      ...items(fields['deferred_action_invocations']).map((entry) =>
        invocation(child(entry, 'action_invocation') ?? entry, text(child(entry, 'reason')) ?? 'unknown'),
      ),
    ],
    checks: checksOf(fields['checks']),
    secrets,
  };
}

function resourceChange(entry: Json, configured: Configured): ResourceChange {
  const address = text(child(entry, 'address')) ?? '';
  const change = child(entry, 'change');
  const importing = child(change, 'importing');
  return {
    address,
    previousAddress: text(child(entry, 'previous_address')),
    type: text(child(entry, 'type')) ?? '',
    mode: text(child(entry, 'mode')) ?? 'managed',
    deposed: text(child(entry, 'deposed')),
    reason: text(child(entry, 'action_reason')),
    isImport: isObject(importing),
    importId: text(child(importing, 'id')),
    replacePaths: items(child(change, 'replace_paths')).filter(isArray) as Path[],
    configured: configured(address),
    ...valuesOf(isObject(change) ? change : {}),
  };
}

type Configured = (address: string) => ReadonlySet<string> | undefined;

/** What the block of a resource sets, found by its address without indexes: `module.a["x"].aws_b.c[0]` is `aws_b.c` of the call `a`. */
function configuredAttributes(root: Json | undefined): Configured {
  const blocks = new Map<string, ReadonlySet<string>>();
  const modules: { prefix: string; module: Json | undefined }[] = [{ prefix: '', module: root }];
  for (const { prefix, module } of modules) {
    for (const resource of items(child(module, 'resources'))) {
      const expressions = child(resource, 'expressions');
      if (isObject(expressions))
        blocks.set(`${prefix}${text(child(resource, 'address'))}`, new Set(Object.keys(expressions)));
    }
    const calls = child(module, 'module_calls');
    for (const [name, call] of Object.entries(isObject(calls) ? calls : {})) {
      modules.push({ prefix: `${prefix}module.${name}.`, module: child(call, 'module') });
    }
  }
  return (address) => blocks.get(address.replace(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g, ''));
}

function invocation(entry: Json, deferred: string | undefined): Invocation {
  const trigger = child(entry, 'lifecycle_action_trigger');
  return {
    address: text(child(entry, 'address')) ?? '',
    type: text(child(entry, 'type')) ?? '',
    event: text(child(trigger, 'action_trigger_event')) ?? 'Invoke',
    trigger: text(child(trigger, 'triggering_resource_address')),
    deferred,
    values: child(entry, 'config_values') ?? null,
    unknown: child(entry, 'config_unknown') ?? false,
    sensitive: child(entry, 'config_sensitive') ?? false,
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

function checksOf(checks: Json | undefined): Checks {
  const withStatus = (...wanted: string[]) =>
    items(checks).filter((check) => wanted.includes(text(child(check, 'status')) ?? ''));
  return {
    passed: withStatus('pass').length,
    unknown: withStatus('unknown').length,
    failed: withStatus('fail', 'error').map((check) => {
      const name = text(child(child(check, 'address'), 'to_display')) ?? 'check';
      const problems = items(child(check, 'instances')).flatMap((instance) => items(child(instance, 'problems')));
      return [name, ...problems.map((problem) => text(child(problem, 'message')) ?? '')].filter(Boolean).join(': ');
    }),
  };
}
