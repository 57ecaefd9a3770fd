import { UserError } from '@loki-adoption/errors';
import { child, isArray, isObject, items, type Json, type JsonObject, text } from './json.ts';
import { collectSecrets } from './secrets.ts';

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

export interface Plan {
  /** File it was read from. */
  readonly source: string;
  readonly terraformVersion: string | undefined;
  /** Terraform stopped half-way: what is listed is incomplete. */
  readonly errored: boolean;
  readonly changes: readonly ResourceChange[];
  readonly drift: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
  readonly deferred: number;
  /** Messages of checks that don't hold. */
  readonly failedChecks: readonly string[];
  readonly secrets: ReadonlySet<string>;
}

/** Reads one document of `terraform show -json`, format 0.x or 1.x, of Terraform or OpenTofu. Unknown fields and actions are kept or ignored. */
export function toPlan(document: JsonObject, source: string): Plan {
  const configuration = child(document['configuration'], 'root_module');
  return {
    source,
    terraformVersion: text(document['terraform_version']),
    errored: document['errored'] === true,
    changes: resourceChanges(document['resource_changes'], `${source}: resource_changes`, configuration),
    drift: resourceChanges(document['resource_drift'], `${source}: resource_drift`, configuration),
    outputs: outputChanges(document['output_changes']),
    deferred: items(document['deferred_changes']).length,
    failedChecks: failedChecks(document['checks']),
    secrets: collectSecrets(document),
  };
}

function resourceChanges(list: Json | undefined, where: string, configuration: Json | undefined): ResourceChange[] {
  if (list !== undefined && list !== null && !isArray(list)) throw new UserError(`${where} is not a list.`);
  return items(list).map((entry, index) => {
    const address = text(child(entry, 'address'));
    const change = child(entry, 'change');
    if (address === undefined || !isObject(change)) {
      throw new UserError(`${where}[${index}] has no address or no change: the file is damaged or was edited.`);
    }
    return {
      address,
      previousAddress: text(child(entry, 'previous_address')),
      type: text(child(entry, 'type')) ?? '',
      mode: text(child(entry, 'mode')) ?? 'managed',
      deposed: text(child(entry, 'deposed')),
      reason: text(child(entry, 'action_reason')),
      isImport: isObject(change['importing']),
      replacePaths: items(change['replace_paths']).filter(isArray) as Path[],
      configured: configuredAttributes(configuration, address),
      ...valuesOf(change),
    };
  });
}

/** What the block of a resource sets, found by its address without indexes: `module.a["x"].aws_b.c[0]` is `aws_b.c` of the call `a`. */
function configuredAttributes(root: Json | undefined, address: string): ReadonlySet<string> | undefined {
  const names = address.replace(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g, '').split('.');
  let module = root;
  while (names[0] === 'module' && names.length > 2) {
    const [, call = ''] = names.splice(0, 2);
    module = child(child(child(module, 'module_calls'), call), 'module');
  }
  const found = items(child(module, 'resources')).find((entry) => child(entry, 'address') === names.join('.'));
  const expressions = child(found, 'expressions');
  return isObject(expressions) ? new Set(Object.keys(expressions)) : undefined;
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

function failedChecks(checks: Json | undefined): string[] {
  return items(checks)
    .filter((check) => ['fail', 'error'].includes(text(child(check, 'status')) ?? ''))
    .map((check) => {
      const name = text(child(child(check, 'address'), 'to_display')) ?? 'check';
      const problems = items(child(check, 'instances')).flatMap((instance) => items(child(instance, 'problems')));
      return [name, ...problems.map((problem) => text(child(problem, 'message')) ?? '')].filter(Boolean).join(': ');
    });
}
