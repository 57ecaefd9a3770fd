import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { liveEcs } from './ecs.ts';

const DEFINITIONS: Readonly<Record<string, object>> = {
  'w:1': { family: 'w', containerDefinitions: [{ name: 'old', image: 'a:1' }], cpu: '256', status: 'INACTIVE' },
  'w:2': {
    family: 'w',
    containerDefinitions: [
      { name: 'main', image: 'a:1', cpu: 10 },
      { name: 'adot-collector', image: 'adot:1' },
    ],
  },
  'w:3': { family: 'w', containerDefinitions: [{ name: 'main', image: 'a:2', cpu: 20 }] },
};

/** What was registered. */
let registered: Record<string, unknown>[];

const server = createServer(async (request, response) => {
  const input = (await json(request)) as Record<string, unknown>;
  const action = String(request.headers['x-amz-target']).split('.')[1];
  if (action === 'RegisterTaskDefinition') registered.push(input);
  const taskDefinition =
    action === 'RegisterTaskDefinition'
      ? { ...input, taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/w:4', status: 'ACTIVE' }
      : DEFINITIONS[String(input['taskDefinition'])];
  response.setHeader('content-type', 'application/x-amz-json-1.1').end(JSON.stringify({ taskDefinition, tags: [] }));
});

beforeEach(async () => {
  registered = [];
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});

afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

const ecs = () => liveEcs('eu-west-1', 'dev');

test('a copy of a revision has all of it, whatever its containers are called', async () => {
  const copy = await ecs().registerWithApplication({ variantOf: 'w:1', applicationOf: 'w:1', container: 'main' });
  expect(copy).toMatchObject({ arn: expect.stringMatching(/:4$/), status: 'ACTIVE' });
  expect(registered).toEqual([{ family: 'w', containerDefinitions: [{ name: 'old', image: 'a:1' }], cpu: '256' }]);
});

test('a variant gets the application of another revision, and keeps its own share of the task', async () => {
  await ecs().registerWithApplication({ variantOf: 'w:2', applicationOf: 'w:3', container: 'main' });
  expect(registered).toMatchObject([
    {
      containerDefinitions: [
        { name: 'main', image: 'a:2', cpu: 10 },
        { name: 'adot-collector', image: 'adot:1' },
      ],
    },
  ]);
});

test('a revision without that container is refused, and nothing is registered', async () => {
  const asked = ecs().registerWithApplication({ variantOf: 'w:1', applicationOf: 'w:3', container: 'main' });
  await expect(asked).rejects.toThrow('has no container main: name a revision with --to.');
  expect(registered).toEqual([]);
});
