import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AwsError, createEcs, createObjectStore, ensureBucket } from './index.ts';

interface Answer {
  status: number;
  body: string;
  headers?: Record<string, string>;
}

const requests: { target: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
let answers: Answer[] = [];
let server: Server;

beforeEach(async () => {
  requests.length = 0;
  answers = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const target = String(request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
    const body = Buffer.concat(chunks).toString();
    requests.push({ target, url: `${request.method} ${request.url}`, headers: request.headers, body });
    const answer = answers.shift() ?? { status: 200, body: '{}' };
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1', ...answer.headers });
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const ecs = () => createEcs({ region: 'eu-west-1' });
const store = () => createObjectStore({ region: 'eu-west-1', bucket: 'state' });

test('describes services ten at a time', async () => {
  answers = [1, 2, 3].map((n) => ({ status: 200, body: JSON.stringify({ services: [{ serviceName: `s${n}` }] }) }));
  const names = Array.from({ length: 23 }, (_, index) => `service-${index}`);
  const found = await ecs().describeServices('c', names);
  expect(found.map((service) => service.name)).toEqual(['s1', 's2', 's3']);
  expect(requests.map((request) => JSON.parse(request.body).services.length)).toEqual([10, 10, 3]);
});

test('follows the pages of ListTasks', async () => {
  answers = [
    { status: 200, body: JSON.stringify({ taskArns: ['a'], nextToken: 'more' }) },
    { status: 200, body: JSON.stringify({ taskArns: ['b'] }) },
  ];
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
  answers = [{ status: 200, body: JSON.stringify({ tasks: [task] }) }];
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
  answers = [{ status: 400, body: JSON.stringify({ __type: 'ThrottlingException', message: 'Rate exceeded' }) }];
  expect(await ecs().listTasks('c', 's', 'RUNNING')).toEqual([]);
  expect(requests).toHaveLength(2);
});

test('names service, operation and code of a refusal, and does not retry it', async () => {
  answers = [{ status: 400, body: JSON.stringify({ __type: 'ServiceNotFoundException', message: 'no such service' }) }];
  const error = await ecs()
    .updateService('c', 's', 'td:1')
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(AwsError);
  expect(error).toMatchObject({ operation: 'UpdateService', code: 'ServiceNotFoundException', retryable: false });
  expect(requests).toHaveLength(1);
});

test('reads an object with its ETag, path style, and a missing one as undefined', async () => {
  answers = [
    { status: 200, body: '{"a":1}', headers: { etag: '"v1"' } },
    { status: 404, body: '<Error><Code>NoSuchKey</Code><Message>none</Message></Error>' },
  ];
  expect(await store().getObject('dev/ledger.json')).toEqual({ body: '{"a":1}', etag: '"v1"' });
  expect(await store().getObject('dev/ledger.json')).toBeUndefined();
  expect(requests[0]?.url).toMatch(/^GET \/state\/dev\/ledger\.json/);
});

test('a missing bucket is an error and not an empty ledger', async () => {
  answers = [{ status: 404, body: '<Error><Code>NoSuchBucket</Code><Message>none</Message></Error>' }];
  await expect(store().getObject('k')).rejects.toMatchObject({ code: 'NoSuchBucket', retryable: false });
});

test('writes under a condition and reports a conflict', async () => {
  answers = [
    { status: 200, body: '', headers: { etag: '"v2"' } },
    { status: 412, body: '<Error><Code>PreconditionFailed</Code></Error>' },
  ];
  expect(await store().putObject('k', '{}', { ifNoneMatch: '*' })).toBe('written');
  expect(await store().putObject('k', '{}', { ifMatch: '"v1"' })).toBe('conflict');
  expect(requests[0]?.headers['if-none-match']).toBe('*');
  expect(requests[1]?.headers['if-match']).toBe('"v1"');
});

test("creates a bucket where there is none, and takes nobody else's", async () => {
  const wanted = { region: 'eu-west-1', bucket: 'state', accountId: '111122223333' };
  answers = [
    { status: 200, body: '' },
    { status: 404, body: '' },
    { status: 200, body: '' },
    { status: 403, body: '' },
  ];
  expect(await ensureBucket(wanted)).toBe('exists');
  expect(await ensureBucket(wanted)).toBe('created');
  expect(requests[2]).toMatchObject({ url: expect.stringMatching(/^PUT \/state\/?/) });
  expect(requests[2]?.body).toContain('<LocationConstraint>eu-west-1</LocationConstraint>');
  await expect(ensureBucket(wanted)).rejects.toMatchObject({ operation: 'HeadBucket' });
  expect(requests.map(({ headers }) => headers['x-amz-expected-bucket-owner'])).toContain('111122223333');
});
