import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { liveLedgerStore } from './ledger-store.ts';

const ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: 'key',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_EC2_METADATA_DISABLED: 'true',
};
const before = { ...process.env };
const requests: {
  readonly call: string;
  readonly conditions: readonly (string | undefined)[];
  readonly body: string;
}[] = [];
let answer: { readonly status: number; readonly body: string };
let server: Server;

beforeEach(async () => {
  requests.length = 0;
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const path = request.url?.split('?')[0];
    const { 'if-match': match, 'if-none-match': none } = request.headers;
    requests.push({ call: `${request.method} ${path}`, conditions: [match, none], body });
    response.writeHead(answer.status, { etag: '"v1"' }).end(answer.body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  Object.assign(process.env, ENVIRONMENT, { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  for (const name of [...Object.keys(ENVIRONMENT), 'AWS_ENDPOINT_URL']) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
});

const store = () => liveLedgerStore('eu-west-1', { bucket: 'state', key: 'dev/terraform.tfstate' });

test('it is read with the version that a write has to name', async () => {
  answer = { status: 200, body: '{"a":1}' };
  expect(await store().read()).toEqual({ body: '{"a":1}', etag: '"v1"' });
  expect(requests).toMatchObject([{ call: 'GET /state/dev/ledger.json' }]);
});

test('where there is none, nothing is read', async () => {
  answer = { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' };
  expect(await store().read()).toBeUndefined();
});

test('the first write succeeds only where nothing is, a later one only over what was read', async () => {
  answer = { status: 200, body: '' };
  expect(await store().write('{"a":1}', undefined)).toBe('written');
  expect(await store().write('{"a":2}', '"v1"')).toBe('written');
  expect(requests.map(({ call }) => call)).toEqual(Array(2).fill('PUT /state/dev/ledger.json'));
  expect(requests.map(({ conditions }) => conditions)).toEqual([
    [undefined, '*'],
    ['"v1"', undefined],
  ]);
  expect(requests[0]?.body).toContain('{"a":1}');
});

test('a write over what somebody has changed is a conflict', async () => {
  answer = { status: 412, body: '<Error><Code>PreconditionFailed</Code></Error>' };
  expect(await store().write('{}', '"v0"')).toBe('conflict');
});
