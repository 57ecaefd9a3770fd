import { expect, test } from 'vitest';
import { entryOf, planOf, shown, updateOf } from '../../testing/cases.ts';
import { parsePlan } from '../read/parse-plan.ts';
import type { Plan } from '../read/plan.ts';
import type { CommentInput } from './comment-input.ts';

// Comments as a reader gets them, as a whole. `vitest run --project unit packages/plan-comment -u` writes them anew.

const arn = (service: string, revision: number) =>
  `arn:aws:ecs:eu-west-1:111122223333:task-definition/dev-${service}:${revision}`;
const named = (address: string, before: object, after: object, rest: object = {}) => ({
  ...updateOf(before, after, rest),
  address,
  type: address.split('.')[0],
});
const container = (image: string) =>
  JSON.stringify([{ name: 'app', image, environment: [{ name: 'MODE', value: 'a' }] }]);
const tagged = (name: string) => named(`a_tag.${name}`, { n: name, tags: { a: '1' } }, { n: name, tags: { a: '2' } });

const RESOURCES = [
  entryOf('aws_db_instance.orders', ['delete'], { before: { identifier: 'orders', port: 5432 } }),
  entryOf('a_b.kept', ['forget'], { before: { x: 1 } }),
  entryOf(
    'a_b.renamed',
    ['delete', 'create'],
    { before: { name: 'old', size: 1 }, after: { name: 'new', size: 1 }, replace_paths: [['name']] },
    { action_reason: 'replace_because_cannot_update' },
  ),
  entryOf('aws_ecs_task_definition.worker', ['delete', 'create'], {
    before: { family: 'dev-worker', skip_destroy: true, container_definitions: container('acme/worker:1') },
    after: { family: 'dev-worker', skip_destroy: true, container_definitions: container('acme/worker:2') },
    after_unknown: { arn: true },
  }),
  named(
    'a_b.app',
    { name: 'app', password: 'hunter-two-old', text: 'one\ntwo\n', list: ['a'] },
    { name: 'app', password: 'hunter-two-new', text: 'one\nthree\n', list: ['a', 'b'] },
    { before_sensitive: { password: true }, after_sensitive: { password: true } },
  ),
  ...['one', 'two', 'three'].map(tagged),
  named('a_b.empty', { x: '', y: {} }, { x: null, y: null }),
  entryOf('a_b.added', ['create'], { after: { name: 'x', ports: [80, 443] }, after_unknown: { id: true } }),
  entryOf('a_b.taken', ['no-op'], { importing: { id: 'i-1' }, before: { x: 1 }, after: { x: 1 } }),
  entryOf('a_b.there', ['no-op'], { before: { x: 1 }, after: { x: 1 } }, { previous_address: 'a_b.here' }),
  entryOf('data.a_b.read', ['read'], { after: { x: 1 } }, { action_reason: 'read_because_config_unknown' }),
  entryOf('aws_security_group.open', ['create'], {
    after: { ingress: [{ from_port: 22, to_port: 22, cidr_blocks: ['0.0.0.0/0'] }] },
  }),
];

const DRIFT = [
  named('a_b.by_hand', { size: 1 }, { size: 2 }),
  named('a_b.learnt', { endpoint: null, tags: null }, { endpoint: 'x', tags: {} }),
  named('a_b.nothing', { tags: null }, { tags: {} }),
];

const EVERYTHING = {
  terraform_version: '1.14.0',
  resource_changes: RESOURCES,
  resource_drift: DRIFT,
  output_changes: {
    target_task_definitions: {
      actions: ['update'],
      before: { worker: arn('worker', 1), web: arn('web', 4) },
      after: { web: arn('web', 5) },
      after_unknown: { worker: true },
    },
    url: { actions: ['create'], before: null, after: 'https://dev.test' },
  },
  action_invocations: [
    {
      address: 'action.aws_lambda_invoke.warm',
      type: 'aws_lambda_invoke',
      config_values: { function_name: 'warm' },
      config_unknown: { payload: true },
      lifecycle_action_trigger: {
        triggering_resource_address: 'a_b.app',
        action_trigger_event: 'AfterUpdate',
        action_trigger_block_index: 0,
        actions_list_index: 0,
        on_failure: 'halt',
      },
    },
  ],
  deferred_action_invocations: [
    { reason: 'deferred_prereq', action_invocation: { address: 'action.a_b.later', type: 'a_b' } },
  ],
  deferred_changes: [
    {
      reason: 'instance_count_unknown',
      resource_change: entryOf('a_b.waits', ['create'], { after: { x: 1 } }),
    },
  ],
  checks: [
    { address: { to_display: 'check.good' }, status: 'pass' },
    { address: { to_display: 'check.later' }, status: 'unknown' },
    {
      address: { to_display: 'check.bad' },
      status: 'fail',
      instances: [{ address: { to_display: 'check.bad' }, status: 'fail', problems: [{ message: 'is *not* so' }] }],
    },
  ],
};

const AROUND: Partial<CommentInput> = {
  phaseFrom: 'infrastructure',
  phaseTo: 'rollout',
  commit: '0123456789abcdef',
  run: { number: 7, url: 'https://github.test/run/7' },
  hasArtifact: true,
  cost: '{"before":"34.50","after":"17.90","budget":{"minimumSavingPercent":50,"met":false}}',
  description: 'This is wanted.\n\n- allow-destroy: aws_db_instance.orders, a_b.other\n',
  configDiff: [
    '--- a/alloy/worker.alloy',
    '+++ b/alloy/worker.alloy',
    '@@ -1,2 +1,2 @@',
    ' same',
    '-password = hunter-two-old',
    '+password = none',
    '',
  ].join('\n'),
  consequences: JSON.stringify({
    schema: 1,
    services: [
      { service: 'worker', wave: 1, tasks: 2, windowSeconds: 90, bakeSeconds: 600, kind: 'adot to alloy' },
      { service: 'web', wave: 2, tasks: 1, windowSeconds: 90, bakeSeconds: 3600, kind: 'adot to alloy' },
    ],
    history: {
      status: 'read',
      moves: [{ service: 'worker', kind: 'adot to alloy', outcome: 'promoted', seconds: 700 }],
    },
  }),
};

const matches = (name: string, text: string) => expect(text).toMatchFileSnapshot(`golden/${name}.md`);

test('a plan that has something of everything: the comment, and the full text', async () => {
  const { body, full } = shown(planOf(EVERYTHING), AROUND);
  await matches('everything', body);
  await matches('everything.full', full);
});

test('the same where little room is left', async () => {
  const { within } = shown(planOf(EVERYTHING), { ...AROUND, hasArtifact: false });
  await matches('little-room', within(7000));
});

test('plans side by side, one of them incomplete', async () => {
  const plan = (source: string, document: object): Plan[] =>
    parsePlan(JSON.stringify({ format_version: '1.2', planned_values: {}, ...document }), source);
  const plans = [
    ...plan('dev/plan.json', { terraform_version: '1.13.0', resource_changes: RESOURCES.slice(0, 3), complete: false }),
    ...plan('prod/plan.json', {
      terraform_version: '1.14.0',
      resource_changes: [tagged('one'), entryOf('a_b.added', ['create'], { after: { x: 1 } })],
      output_changes: { o: { actions: ['delete'], before: 1, after: null } },
    }),
  ];
  await matches('side-by-side', shown(plans).body);
});

test('a refresh-only plan', async () => {
  const gone = entryOf('a_b.gone', ['delete'], { before: { x: 1 } });
  const moved = entryOf('a_b.moved', ['no-op'], {}, { previous_address: 'a_b.was' });
  const document = { applyable: true, resource_drift: [DRIFT[0], gone, moved] };
  await matches('refresh-only', shown(planOf(document)).body);
});

test('a plan that does nothing', async () => {
  await matches('nothing', shown(planOf({ terraform_version: '1.14.0' }), { phaseTo: 'rollout' }).body);
});

test('a plan that failed', async () => {
  const consequences = JSON.stringify({ schema: 1, services: [], refusal: 'the environment is frozen' });
  await matches('failed', shown(planOf({ ...EVERYTHING, errored: true }), { ...AROUND, consequences }).body);
});
