import { child, items, type Json, type JsonObject, text } from './json.ts';

/** An action (`action` blocks of Terraform 1.14) that runs with the apply. */
export interface Invocation {
  readonly address: string;
  readonly type: string;
  readonly providerName: string | undefined;
  /** Such as `AfterCreate`; `Invoke` where it is called by name. */
  readonly event: string;
  /** Resource whose change runs it, or that called it. */
  readonly trigger: string | undefined;
  /** Place of the trigger among those of the resource, and of the action in the trigger; both from 0. */
  readonly block: number | undefined;
  readonly place: number | undefined;
  /** `halt`, `continue` or `taint`. */
  readonly onFailure: string | undefined;
  /** Set where it can't be planned yet. */
  readonly deferred: string | undefined;
  readonly values: Json;
  readonly unknown: Json;
  readonly sensitive: Json;
}

/** In the order in which they run, as far as the plan says. */
export function invocationsOf(fields: JsonObject): Invocation[] {
  const planned = items(fields['action_invocations']).map((entry) => invocation(entry, undefined));
  const deferred = items(fields['deferred_action_invocations']).map((entry) =>
    invocation(deferredAction(entry), text(child(entry, 'reason')) ?? 'unknown'),
  );
  return [...planned.sort(byOrder), ...deferred.sort(byOrder)];
}

/** The action of an entry of `deferred_action_invocations`, with its reason beside it or around it. */
export function deferredAction(entry: Json): Json {
  return child(entry, 'action_invocation') ?? entry;
}

/** What runs before a change comes first; then as the resource lists its triggers, and a trigger its actions. */
function byOrder(a: Invocation, b: Invocation): number {
  if (a.trigger !== b.trigger) return 0;
  const rank = ({ event }: Invocation) => (event.startsWith('Before') ? 0 : 1);
  return rank(a) - rank(b) || (a.block ?? 0) - (b.block ?? 0) || (a.place ?? 0) - (b.place ?? 0);
}

function invocation(entry: Json, deferred: string | undefined): Invocation {
  const trigger = child(entry, 'lifecycle_action_trigger');
  const caller = child(child(entry, 'invoke_action_trigger'), 'calling_resource_address');
  return {
    address: text(child(entry, 'address')) ?? '',
    type: text(child(entry, 'type')) ?? '',
    providerName: text(child(entry, 'provider_name')),
    event: text(child(trigger, 'action_trigger_event')) ?? 'Invoke',
    trigger: text(child(trigger, 'triggering_resource_address')) ?? text(caller),
    block: number(child(trigger, 'action_trigger_block_index')),
    place: number(child(trigger, 'actions_list_index')),
    onFailure: text(child(trigger, 'on_failure')),
    deferred,
    values: child(entry, 'config_values') ?? null,
    unknown: child(entry, 'config_unknown') ?? false,
    sensitive: child(entry, 'config_sensitive') ?? false,
  };
}

function number(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
