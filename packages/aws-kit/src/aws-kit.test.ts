import { expect, test } from 'vitest';
import { AwsError, createEcs, ensureBucket } from './index.ts';
import { useAwsServer } from './testing/aws-server.ts';

const { answers, requests } = useAwsServer();
const ecs = () => createEcs({ region: 'eu-west-1' });

test('describes services ten at a time', async () => {
  answers.push(
    ...[1, 2, 3].map((n) => ({ status: 200, body: JSON.stringify({ services: [{ serviceName: `s${n}` }] }) })),
  );
  const names = Array.from({ length: 23 }, (_, index) => `service-${index}`);
  const found = await ecs().describeServices('c', names);
  expect(found.map((service) => service.name)).toEqual(['s1', 's2', 's3']);
  expect(requests.map((request) => JSON.parse(request.body).services.length)).toEqual([10, 10, 3]);
});

test('follows the pages of ListTasks', async () => {
  answers.push(
    { status: 200, body: JSON.stringify({ taskArns: ['a'], nextToken: 'more' }) },
    { status: 200, body: JSON.stringify({ taskArns: ['b'] }) },
  );
  expect(await ecs().listTasks('c', 's', 'STOPPED')).toEqual(['a', 'b']);
  expect(JSON.parse(requests[1]?.body ?? '')).toMatchObject({ nextToken: 'more', desiredStatus: 'STOPPED' });
});

test('asks nothing for no tasks', async () => {
  expect(await ecs().describeTasks('c', [])).toEqual([]);
  expect(requests).toEqual([]);
});

test('reads a task with its containers and leaves out what has not happened', async () => {
  const task = {
    taskArn: 'arn:aws:ecs:eu-west-1:1:task/c/abc',
    lastStatus: 'RUNNING',
    startedAt: 1700000000.5,
    containers: [{ name: 'alloy', lastStatus: 'STOPPED', exitCode: 1, reason: 'boom' }],
  };
  answers.push({ status: 200, body: JSON.stringify({ tasks: [task] }) });
  const [read] = await ecs().describeTasks('c', ['x']);
  expect(read).toMatchObject({ id: 'abc', startedAt: 1700000000500 });
  expect(read).not.toHaveProperty('stoppedAt');
  expect(read?.containers[0]).toEqual({
    name: 'alloy',
    lastStatus: 'STOPPED',
    healthStatus: 'UNKNOWN',
    exitCode: 1,
    reason: 'boom',
  });
});

test('retries throttling by itself', async () => {
  answers.push({ status: 400, body: JSON.stringify({ __type: 'ThrottlingException', message: 'Rate exceeded' }) });
  expect(await ecs().listTasks('c', 's', 'RUNNING')).toEqual([]);
  expect(requests).toHaveLength(2);
});

test('says of a deployment when it began and where its tasks run', async () => {
  const deployments = [
    { id: 'd', createdAt: 1_700_000_000.5, capacityProviderStrategy: [{ capacityProvider: 'x/FARGATE', weight: 1 }] },
  ];
  answers.push({
    status: 200,
    body: JSON.stringify({ services: [{ serviceName: 's', createdAt: 1_700_000_000, deployments }] }),
  });
  const [service] = await ecs().describeServices('c', ['s']);
  expect(service).toMatchObject({ createdAt: 1_700_000_000_000 });
  expect(service?.deployments).toMatchObject([
    { createdAt: 1_700_000_000_500, capacity: [{ provider: 'FARGATE', weight: 1, base: 0 }] },
  ]);
});

test.each([
  [undefined, {}],
  [{ capacity: null }, { forceNewDeployment: true }],
  [
    { capacity: [{ provider: 'FARGATE', weight: 1, base: 0 }] },
    {
      forceNewDeployment: true,
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1, base: 0 }],
    },
  ],
])('forces a deployment only where that is asked for: %j', async (forced, sent) => {
  await ecs().updateService('c', 's', 'td:1', forced);
  expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ cluster: 'c', service: 's', taskDefinition: 'td:1', ...sent });
});

test('names service, operation and code of a refusal, and does not retry it', async () => {
  answers.push({
    status: 400,
    body: JSON.stringify({ __type: 'ServiceNotFoundException', message: 'no such service' }),
  });
  const error = await ecs()
    .updateService('c', 's', 'td:1')
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(AwsError);
  expect(error).toMatchObject({ operation: 'UpdateService', code: 'ServiceNotFoundException', retryable: false });
  expect(requests).toHaveLength(1);
});

test("creates a bucket where there is none, and takes nobody else's", async () => {
  const wanted = { region: 'eu-west-1', bucket: 'state', accountId: '111122223333' };
  answers.push(
    { status: 200, body: '' },
    { status: 404, body: '' },
    { status: 200, body: '' },
    { status: 403, body: '' },
  );
  expect(await ensureBucket(wanted)).toBe('exists');
  expect(await ensureBucket(wanted)).toBe('created');
  expect(requests[2]).toMatchObject({ url: expect.stringMatching(/^PUT \/state\/?/) });
  expect(requests[2]?.body).toContain('<LocationConstraint>eu-west-1</LocationConstraint>');
  await expect(ensureBucket(wanted)).rejects.toMatchObject({ operation: 'HeadBucket' });
  expect(requests.map(({ headers }) => headers['x-amz-expected-bucket-owner'])).toContain('111122223333');
});
