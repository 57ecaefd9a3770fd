import { expect, test, vi } from 'vitest';
import { createObjectStore } from './index.ts';
import { useAwsServer } from './testing/aws-server.ts';

const { answers, requests, port } = useAwsServer();

const store = () => createObjectStore({ region: 'eu-west-1', bucket: 'state' });
const refusal = (status: number, code: string) => ({
  status,
  body: `<Error><Code>${code}</Code><Message>said so</Message></Error>`,
});
const CONDITIONS = [{ ifMatch: '"v1"' }, { ifNoneMatch: '*' }] as const;

test('reads an object with its ETag, and a missing one as undefined', async () => {
  answers.push({ status: 200, body: '{"a":1}', headers: { etag: '"v1"' } }, refusal(404, 'NoSuchKey'));
  expect(await store().getObject('dev/ledger.json')).toEqual({ body: '{"a":1}', etag: '"v1"' });
  expect(await store().getObject('dev/ledger.json')).toBeUndefined();
  expect(requests[0]?.url).toMatch(/^GET \/state\/dev\/ledger\.json/);
});

test('an empty object is there', async () => {
  answers.push({ status: 200, body: '', headers: { etag: '"v1"' } });
  expect(await store().getObject('k')).toEqual({ body: '', etag: '"v1"' });
});

test.each([
  ['NoSuchBucket', 404],
  ['AccessDenied', 403],
  ['ExpiredToken', 400],
])('a read that ends in %s is an error and not an empty ledger', async (code, status) => {
  answers.push(refusal(status, code));
  await expect(store().getObject('k')).rejects.toMatchObject({
    name: 'AwsError',
    message: `S3 GetObject failed with ${code}: said so`,
    retryable: false,
  });
  expect(requests).toHaveLength(1);
});

test('an object without an ETag is not read: nothing could be written over it under a condition', async () => {
  answers.push({ status: 200, body: '{"a":1}' });
  await expect(store().getObject('k')).rejects.toMatchObject({
    message: expect.stringMatching(/^S3 GetObject failed with Error: the answer lacks .* ETag$/),
    retryable: false,
  });
});

test('writes JSON over this very version, or only where nothing is', async () => {
  answers.push({ status: 200, body: '', headers: { etag: '"v2"' } }, { status: 200, body: '' });
  expect(await store().putObject('dev/ledger.json', '{"a":1}', { ifNoneMatch: '*' })).toBe('written');
  expect(await store().putObject('k', '{}', { ifMatch: '"v1"' })).toBe('written');
  const [created, replaced] = requests;
  expect(created?.url).toMatch(/^PUT \/state\/dev\/ledger\.json/);
  expect(created?.body).toContain('{"a":1}');
  expect(created?.headers).toMatchObject({ 'if-none-match': '*', 'content-type': 'application/json' });
  expect(created?.headers).not.toHaveProperty('if-match');
  expect(replaced?.headers['if-match']).toBe('"v1"');
  expect(replaced?.headers).not.toHaveProperty('if-none-match');
});

test.each([
  ['another version is there', 412, 'PreconditionFailed'],
  ['another conditional write is under way', 409, 'ConditionalRequestConflict'],
])('a write is a conflict when %s, and is not repeated', async (_, status, code) => {
  for (const condition of CONDITIONS) {
    answers.push(refusal(status, code));
    expect(await store().putObject('k', '{}', condition)).toBe('conflict');
  }
  expect(requests).toHaveLength(CONDITIONS.length);
});

test.each([
  ['AccessDenied', 403],
  ['NoSuchBucket', 404],
  ['NoSuchKey', 404],
  ['InvalidRequest', 400],
])('a write that ends in %s is an error: nobody else was first', async (code, status) => {
  answers.push(refusal(status, code));
  await expect(store().putObject('k', '{}', { ifMatch: '"v1"' })).rejects.toMatchObject({
    name: 'AwsError',
    message: `S3 PutObject failed with ${code}: said so`,
    retryable: false,
  });
});

test.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3'])('%s has buckets in its paths', async (name) => {
  vi.stubEnv('AWS_ENDPOINT_URL', undefined);
  // Where the host is an IP address, the SDK does so by itself.
  vi.stubEnv(name, `http://localhost:${port()}`);
  answers.push(refusal(404, 'NoSuchKey'));
  await store().getObject('k');
  expect(requests[0]).toMatchObject({
    url: expect.stringMatching(/^GET \/state\/k/),
    headers: { host: `localhost:${port()}` },
  });
});
