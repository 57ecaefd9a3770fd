import { expect, test } from 'vitest';
import { createLoki, LokiError, selector } from './index.ts';

function fake(...answers: (Response | Error)[]) {
  const requests: { url: URL; init: RequestInit | undefined }[] = [];
  const send = async (url: unknown, init?: RequestInit): Promise<Response> => {
    requests.push({ url: new URL(String(url)), init });
    const answer = answers.shift();
    if (answer === undefined) throw new Error('an unexpected request');
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const pauses: number[] = [];
  const sleep = async (ms: number) => void pauses.push(ms);
  const loki = createLoki({ url: 'http://loki:3100/', fetch: send as typeof fetch, sleep });
  return { loki, requests, pauses };
}

const json = (data: unknown) => new Response(JSON.stringify({ status: 'success', data }));
const range = { query: '{a="b"}', startMs: 1000, endMs: 2000 };

test('reads the streams of a range, timestamps exact to the nanosecond', async () => {
  const values = [['1700000000123456789', 'hello']];
  const { loki, requests } = fake(json({ resultType: 'streams', result: [{ stream: { a: 'b' }, values }] }));
  expect(await loki.queryRange(range)).toEqual([
    { labels: { a: 'b' }, lines: [{ nanoseconds: '1700000000123456789', timeMs: 1700000000123, line: 'hello' }] },
  ]);
  expect(requests[0]?.url.pathname).toBe('/loki/api/v1/query_range');
  expect(Object.fromEntries(requests[0]?.url.searchParams ?? [])).toMatchObject({
    start: '1000000000',
    end: '2000000000',
    limit: '100',
  });
});

test('reads an instant vector', async () => {
  const { loki } = fake(json({ resultType: 'vector', result: [{ metric: { a: 'b' }, value: [17, '4'] }] }));
  expect(await loki.query('count', 17_000)).toEqual([{ labels: { a: 'b' }, timeMs: 17_000, value: 4 }]);
});

test('reads series', async () => {
  const { loki, requests } = fake(json([{ a: 'b' }]));
  expect(await loki.series('{a="b"}', 0, 1)).toEqual([{ a: 'b' }]);
  expect(requests[0]?.url.searchParams.get('match[]')).toBe('{a="b"}');
});

test('retries a read on 5xx and on a lost connection, and then succeeds', async () => {
  const { loki, pauses } = fake(new Response('busy', { status: 503 }), new Error('fetch failed'), json([]));
  expect(await loki.series('{a="b"}', 0, 1)).toEqual([]);
  expect(pauses).toEqual([500, 1000]);
});

test('gives up after three attempts and tells the plain text of the refusal', async () => {
  const refusals = [1, 2, 3].map(() => new Response('too many outstanding requests\n', { status: 429 }));
  const { loki, requests } = fake(...refusals);
  await expect(loki.queryRange(range)).rejects.toThrow('query_range was refused with 429: too many outstanding');
  expect(requests).toHaveLength(3);
});

test('does not repeat a refused query', async () => {
  const { loki, requests } = fake(new Response('parse error', { status: 400 }));
  const error = await loki.queryRange(range).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(LokiError);
  expect(error).toMatchObject({ status: 400, retryable: false });
  expect(requests).toHaveLength(1);
});

test('an answer that is not JSON is an error', async () => {
  const { loki } = fake(new Response('<html>'));
  await expect(loki.series('{a="b"}', 0, 1)).rejects.toThrow("isn't JSON");
});

test('pushes JSON with timestamps as text, once', async () => {
  const { loki, requests } = fake(new Response(null, { status: 204 }), new Response('rate limited', { status: 429 }));
  const streams = [{ labels: { a: 'b' }, lines: [{ timeMs: 1700000000123, line: 'x' }] }];
  await loki.push(streams);
  expect(JSON.parse(String(requests[0]?.init?.body))).toEqual({
    streams: [{ stream: { a: 'b' }, values: [['1700000000123000000', 'x']] }],
  });
  await expect(loki.push(streams)).rejects.toThrow('429');
  expect(requests).toHaveLength(2);
});

test('tells why Loki is not ready', async () => {
  const { loki } = fake(new Response('Ingester not ready: waiting for 15s after being ready\n', { status: 503 }));
  expect(await loki.ready()).toEqual({
    ready: false,
    detail: 'Ingester not ready: waiting for 15s after being ready',
  });
});

test('refuses a URL that is none', () => {
  expect(() => createLoki({ url: 'loki:3100' })).toThrow('expected one such as http://loki:3100');
});

test('quotes the values of a selector', () => {
  expect(selector({ cluster: 'dev', x: 'a"b\\' })).toBe('{cluster="dev", x="a\\"b\\\\"}');
});
