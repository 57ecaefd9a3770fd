import { ServiceError } from '@loki-adoption/errors';
import { expect, test } from 'vitest';
import type { TaskDefinition } from '../model/ecs.ts';
import type { EcsPort } from '../ports.ts';
import { deployment, ecsService, launch, ledgerWith, NEW, OLD, shared } from '../testing/builders.ts';
import { revisionsOf } from './revisions.ts';

const WORKER = { name: 'worker', ecsName: 'dev-worker', container: 'worker' };
const definition = (arn: string, changes: Partial<TaskDefinition> = {}): TaskDefinition => ({
  arn,
  family: 'dev-worker',
  status: 'ACTIVE',
  containers: [{ name: 'worker', image: `image of ${arn}` }],
  ...changes,
});
const facts = (arn: string) => ({ image: `image of ${arn}`, variant: 'plain' as const });

function ecs(
  answers: Record<string, TaskDefinition | Error>,
  running = ecsService({ deployments: [deployment({ taskDefinition: 'runs' })] }),
) {
  const asked: string[] = [];
  const port: Partial<EcsPort> = {
    describeServices: async (names) => (names.includes('dev-worker') ? [ecsService({ name: 'dev-ui' }), running] : []),
    async describeTaskDefinition(arn) {
      asked.push(arn);
      const answer = answers[arn] ?? definition(arn);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return { asked, port: port as EcsPort };
}

test('the ledger learns what each service goes to, runs, and ran', async () => {
  const record = { ...shared({ current: 'was verified', previous: OLD }), state: 'promoted' as const, move: launch() };
  const { port, asked } = ecs({});
  const ui = definition('other', { family: 'dev-ui' });
  expect(await revisionsOf([WORKER], [definition(NEW), ui], ledgerWith({ worker: record }), port)).toEqual({
    [NEW]: facts(NEW),
    runs: facts('runs'),
    'was verified': facts('was verified'),
    [OLD]: facts(OLD),
  });
  expect(asked).toEqual(['runs', 'was verified', OLD]);
});

test('nothing is looked up that is known, or twice', async () => {
  const record = { ...shared({ current: 'runs', previous: OLD }), state: 'promoted' as const, move: launch() };
  const { port, asked } = ecs({});
  const ledger = ledgerWith({ worker: record }, { revisions: { [OLD]: facts(OLD) } });
  expect(Object.keys(await revisionsOf([WORKER], [], ledger, port))).toEqual(['runs']);
  expect(asked).toEqual(['runs']);
});

test('a service that ECS or the ledger doesn’t know brings nothing', async () => {
  const { port, asked } = ecs({}, ecsService({ deployments: [] }));
  expect(await revisionsOf([WORKER, { ...WORKER, name: 'x', ecsName: 'dev-x' }], [], ledgerWith({}), port)).toEqual({});
  expect(asked).toEqual([]);
});

test('a definition that was deleted is left out; one that can’t be asked for stops the run', async () => {
  const gone = ecs({ runs: new ServiceError('ECS', false, 'gone') });
  expect(await revisionsOf([WORKER], [], ledgerWith({}), gone.port)).toEqual({});
  for (const error of [new ServiceError('ECS', true, 'away'), new TypeError('bug')]) {
    await expect(revisionsOf([WORKER], [], ledgerWith({}), ecs({ runs: error }).port)).rejects.toBe(error);
  }
});
