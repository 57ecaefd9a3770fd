import type { Json } from '../read/json.ts';
import type { Invocation, OutputChange, ResourceChange } from '../read/plan.ts';

/** One field of a plan that changes what applying it does. */
export interface Row<T> {
  readonly field: string;
  readonly why: string;
  readonly read: (of: T) => Json;
  /** Terraform's mask over what `read` gives. */
  readonly mask?: (of: T) => Json;
  /** Tells entries apart. */
  readonly isName?: boolean;
}

function name<T>(field: string, why: string, read: (of: T) => Json | undefined): Row<T> {
  return { field, why, read: (of) => read(of) ?? null, isName: true };
}

function value<T>(field: string, why: string, read: (of: T) => Json | undefined, mask?: (of: T) => Json): Row<T> {
  return { field, why, read: (of) => read(of) ?? null, ...(mask && { mask }) };
}

const VALUES: readonly Row<OutputChange | ResourceChange>[] = [
  value('actions', 'create first or destroy first, forget or delete', ({ actions }) => actions),
  value(
    'before',
    'the object that it starts from',
    ({ before }) => before,
    ({ beforeSensitive }) => beforeSensitive,
  ),
  value(
    'after',
    'the object that it makes',
    ({ after }) => after,
    ({ afterSensitive }) => afterSensitive,
  ),
  value('after_unknown', 'what the apply itself finds out', ({ unknown }) => unknown),
  value('before_sensitive', 'what the state hides', ({ beforeSensitive }) => beforeSensitive),
  value('after_sensitive', 'what the state will hide', ({ afterSensitive }) => afterSensitive),
];

/** Entries of `resource_changes`, of `deferred_changes`, and of the drift that a refresh-only plan takes over. */
export const CHANGE: readonly Row<ResourceChange>[] = [
  name('address', 'the object', ({ address }) => address),
  name('deposed', 'a leftover object of the same address', ({ deposed }) => deposed),
  name('previous_address', 'a move in the state', ({ previousAddress }) => previousAddress),
  value('provider_name', 'who carries it out', ({ providerName }) => providerName),
  value('importing', 'the object that is taken over, by id or identity', ({ importing }) =>
    importing === undefined ? null : [importing.id ?? null, importing.identity, importing.isUnknown],
  ),
  value('before_identity', 'the object at the provider', ({ beforeIdentity }) => beforeIdentity),
  value('after_identity', 'the object at the provider, afterwards', ({ afterIdentity }) => afterIdentity),
  // Commands may hold passwords of a connection, and no mask says where.
  value(
    'provisioners',
    'commands that run with a creation or a destruction',
    ({ actions, block }) => (actions.some((action) => /create|delete/.test(action)) ? block?.provisioners : null),
    ({ block }) => (block?.provisioners ?? null) !== null,
  ),
  ...VALUES,
];

export const OUTPUT: readonly Row<OutputChange>[] = [name('name', 'the output', (output) => output.name), ...VALUES];

/** Entries of `action_invocations` and `deferred_action_invocations`. */
export const ACTION: readonly Row<Invocation>[] = [
  name('address', 'the action', ({ address }) => address),
  name('action_trigger_event', 'when it runs', ({ event }) => event),
  name('triggering_resource_address', 'whose change runs it, or what called it', ({ trigger }) => trigger),
  name('action_trigger_block_index', 'the order in which it runs', ({ block }) => block),
  name('actions_list_index', 'the order in which it runs', ({ place }) => place),
  value('on_failure', 'whether the apply goes on', ({ onFailure }) => onFailure),
  value('deferred', 'whether it runs at all', ({ deferred }) => deferred),
  value('provider_name', 'who carries it out', ({ providerName }) => providerName),
  value(
    'config_values',
    'what it is given',
    ({ values }) => values,
    ({ sensitive }) => sensitive,
  ),
  value('config_unknown', 'what the apply itself finds out', ({ unknown }) => unknown),
  value('config_sensitive', 'what is hidden', ({ sensitive }) => sensitive),
];

/** What counts of a plan as a whole. */
export const PLAN_IN: Readonly<Record<string, string>> = {
  'plan file': 'the same change to another environment is another change',
  errored: 'there is nothing to apply',
  complete: 'the apply leaves a part for another plan',
  'drift of a refresh-only plan': 'the apply takes it over into the state, and does nothing else',
  provider_config: 'the region, account or role that everything is done with',
  'variables of a provider': 'they are its region, account or role',
};

/** What doesn't count, although it is in a plan. */
export const PLAN_OUT: Readonly<Record<string, string>> = {
  order: 'Terraform orders by what depends on what, not by the list',
  timestamp: 'when it was planned',
  terraform_version: 'who planned it; what that changes stands in the changes',
  format_version: 'how it is written',
  variables: 'they work through the changes that they cause',
  planned_values: 'repeats the changes',
  prior_state: 'repeats what the changes start from',
  configuration: 'works through the changes that it causes, but for providers and provisioners',
  relevant_attributes: 'only says which drift is worth showing',
  checks: 'a check warns and stops nothing; a condition that stops the apply makes the plan errored',
  applyable: 'follows from the changes',
  'drift of any other plan': 'the changes start from it already',
  'entries that do nothing': 'nothing is done to them',
  action_reason: 'why, not what',
  replace_paths: 'why, not what',
  generated_config: 'a text for the repository; no apply reads it',
};
