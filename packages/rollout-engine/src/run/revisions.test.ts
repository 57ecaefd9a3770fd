import { ServiceError } from '@loki-adoption/errors';
import { expect, test } from 'vitest';
import type { TaskDefinition } from '../model/ecs.ts';
import type { EcsPort } from '../ports.ts';
import { deployment, ecsService, launch, ledgerWith, NEW, OLD, seen, shared, world } from '../testing/builders.ts';
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

const running = (deployments = [deployment({ taskDefinition: 'runs' })]) =>
  world(0, { ui: seen(0, ecsService({ name: 'dev-ui' })), worker: seen(0, ecsService({ deployments })) });

function ecs(answers: Record<string, TaskDefinition | Error>) {
  const asked: string[] = [];
  const port: Pick<EcsPort, 'describeTaskDefinition'> = {
    async describeTaskDefinition(arn) {
      asked.push(arn);
      const answer = answers[arn] ?? definition(arn);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return { asked, port };
}

test('the ledger learns what each service goes to, runs, and ran', async () => {
  const record = { ...shared({ current: 'was verified', previous: OLD }), state: 'promoted' as const, move: launch() };
  const { port, asked } = ecs({});
  const ui = definition('other', { family: 'dev-ui' });
  expect(await revisionsOf([WORKER], [definition(NEW), ui], ledgerWith({ worker: record }), running(), port)).toEqual({
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
  expect(Object.keys(await revisionsOf([WORKER], [], ledger, running(), port))).toEqual(['runs']);
  expect(asked).toEqual(['runs']);
});

test('a service that ECS or the ledger doesn’t know brings nothing', async () => {
  const { port, asked } = ecs({});
  const services = [WORKER, { ...WORKER, name: 'x', ecsName: 'dev-x' }];
  expect(await revisionsOf(services, [], ledgerWith({}), running([]), port)).toEqual({});
  expect(asked).toEqual([]);
});

test('a definition that was deleted is left out; one that can’t be asked for stops the run', async () => {
  const gone = ecs({ runs: new ServiceError('ECS', false, 'gone') });
  expect(await revisionsOf([WORKER], [], ledgerWith({}), running(), gone.port)).toEqual({});
  for (const error of [new ServiceError('ECS', true, 'away'), new TypeError('bug')]) {
    await expect(revisionsOf([WORKER], [], ledgerWith({}), running(), ecs({ runs: error }).port)).rejects.toBe(error);
  }
});
