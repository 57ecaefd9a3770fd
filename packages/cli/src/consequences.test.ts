import { join } from 'node:path';
import { ENVIRONMENTS_FOLDER, type Environment, loadEnvironment } from '@loki-adoption/environment';
import { parsePlan, renderComment } from '@loki-adoption/plan-comment';
import { expect, test } from 'vitest';
import { consequencesOf } from './consequences.ts';

const root = join(import.meta.dirname, '../../..', ENVIRONMENTS_FOLDER);

function dev(phase: Environment['migration']['phase']): Environment {
  const loaded = loadEnvironment('dev', { root });
  if (!loaded.ok) throw new Error('dev of the checkout does not load');
  return { ...loaded.environment, migration: { phase } };
}

interface Document {
  readonly schema: number;
  readonly services: readonly { service: string; wave: number; kind: string; bakeSeconds: number; tasks: number }[];
}

test('has every service of the waves in their order, with what it bakes and what moves', () => {
  const environment = dev('rollout');
  const { schema, services } = consequencesOf(environment, dev('infrastructure'), undefined) as Document;
  expect(schema).toBe(1);
  const inWaves = environment.rollout.waves.flatMap((wave) => wave.services);
  expect(services.map(({ service }) => service)).toEqual([...inWaves, 'ui']);
  expect(services.at(-2)).toMatchObject({
    wave: environment.rollout.waves.length,
    bakeSeconds: environment.rollout.waves.at(-1)?.bake ?? environment.rollout.bake,
    windowSeconds: environment.rollout.gates.sidecar.window,
  });
  expect(services.at(-1)).toMatchObject({ windowSeconds: 0 });
  const kinds = (all: Document['services']) =>
    new Set(all.filter(({ service }) => service !== 'ui').map(({ kind }) => kind));
  expect(kinds(services)).toEqual(new Set(['adot to alloy']));
  const still = consequencesOf(environment, environment, undefined) as Document;
  expect(kinds(still.services)).toEqual(new Set(['new revision of alloy']));
  const fresh = consequencesOf(dev('baseline'), undefined, undefined) as Document;
  expect(kinds(fresh.services)).toEqual(new Set(['new revision of adot']));
});

test('is what the comment reads', () => {
  const environment = dev('rollout');
  const [wave] = environment.rollout.waves;
  const service = wave?.services[0] ?? '';
  const arn = (revision: number) => `arn:aws:ecs:eu-west-1:111122223333:task-definition/dev-${service}:${revision}`;
  const output = { actions: ['update'], before: { [service]: arn(1) }, after: { [service]: arn(2) } };
  const plan = JSON.stringify({ format_version: '1.2', output_changes: { target_task_definitions: output } });
  const consequences = JSON.stringify(consequencesOf(environment, dev('infrastructure'), undefined));
  const { body } = renderComment({ environment: 'dev', plans: parsePlan(plan, 'p'), consequences });
  expect(body).toMatch(
    new RegExp(
      `### Consequences\n\n.*\n\n\\|.*\n\\|.*\n\\| \`${service}\` \\| 1 \\| ${environment.services[service]?.desiredCount} \\|`,
    ),
  );
});

test('has what the ledger says, or why it says nothing', () => {
  const environment = dev('rollout');
  const move = { service: 'worker', from: 'adot', to: 'alloy', outcome: 'promoted', seconds: 900 } as const;
  const ledger = { refusal: 'infrastructure is not verified yet', moves: [move] };
  expect(consequencesOf(environment, environment, ledger)).toMatchObject({
    refusal: 'infrastructure is not verified yet',
    history: {
      status: 'read',
      moves: [{ service: 'worker', kind: 'adot to alloy', outcome: 'promoted', seconds: 900 }],
    },
  });
  expect(consequencesOf(environment, environment, { unreadable: 'AccessDenied' })).toMatchObject({
    history: { status: 'unreadable', why: 'AccessDenied' },
  });
});

test('says which services go to another capacity provider', () => {
  const before = dev('rollout');
  const worker = before.services['worker'];
  if (!worker) throw new Error('the sample has a worker');
  const capacities = (environment: Environment, base?: Environment) =>
    (consequencesOf(environment, base, undefined) as { services: { service: string; capacity?: object }[] }).services
      .filter(({ capacity }) => capacity !== undefined)
      .map(({ service, capacity }) => [service, capacity]);
  const after = { ...before, services: { ...before.services, worker: { ...worker, capacity: 'fargate' as const } } };
  expect(capacities(after, before)).toEqual([['worker', { from: 'temporal-dev-graviton', to: 'FARGATE' }]]);
  expect(capacities({ ...before, capacity: { ...before.capacity, provider: 'other' } }, before)).toHaveLength(5);
  expect(capacities(after)).toEqual([]);
  expect(capacities(before, before)).toEqual([]);
});
