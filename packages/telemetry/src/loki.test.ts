import { describe, expect, test, vi } from 'vitest';
import { createLoki, LogText, type Loki, LokiError, selector } from './index.ts';

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
  const loki = createLoki({ url: 'http://loki:3100//', fetch: send as typeof fetch, sleep });
  return { loki, requests, pauses };
}

const json = (data: unknown) => new Response(JSON.stringify({ status: 'success', data }));
const range = { query: '{a="b"}', startMs: 1000, endMs: 2000 };

test('asks as whom it was told to', async () => {
  const requests: Record<string, string>[] = [];
  const send = async (_url: unknown, init?: RequestInit) => {
    requests.push(Object(init?.headers));
    return json([]);
  };
  const loki = createLoki({
    url: 'http://loki',
    authorization: 'Bearer t',
    tenant: 'a|b',
    fetch: send as typeof fetch,
  });
  await loki.series('{a="b"}', 1, 2);
  await loki.push([]);
  await createLoki({ url: 'http://loki', fetch: send as typeof fetch }).series('{a="b"}', 1, 2);
  expect(requests).toEqual([
    { authorization: 'Bearer t', 'x-scope-orgid': 'a|b' },
    { authorization: 'Bearer t', 'x-scope-orgid': 'a|b', 'content-type': 'application/json' },
    {},
  ]);
});

test('reads the streams of a range, timestamps exact to the nanosecond', async () => {
  const values = [['1700000000123456789', 'hello']];
  const { loki, requests } = fake(json({ resultType: 'streams', result: [{ stream: { a: 'b' }, values }] }));
  expect(await loki.queryRange(range)).toEqual([
    {
      labels: { a: 'b' },
      lines: [{ nanoseconds: '1700000000123456789', timeMs: 1700000000123, line: expect.any(LogText) }],
    },
  ]);
  expect(requests[0]?.url.pathname).toBe('/loki/api/v1/query_range');
  expect(Object.fromEntries(requests[0]?.url.searchParams ?? [])).toMatchObject({
    start: '1000000000',
    end: '2000000000',
    limit: '100',
  });
});

test('asks for the newest lines first, and for the number that is wanted', async () => {
  const { loki, requests } = fake(json({ resultType: 'streams', result: [] }));
  expect(await loki.queryRange({ ...range, limit: 7 })).toEqual([]);
  expect(Object.fromEntries(requests[0]?.url.searchParams ?? [])).toMatchObject({
    query: '{a="b"}',
    direction: 'backward',
    limit: '7',
  });
});

test('reads an instant vector', async () => {
  const { loki, requests } = fake(json({ resultType: 'vector', result: [{ metric: { a: 'b' }, value: [17, '4'] }] }));
  expect(await loki.query('count', 17_000)).toEqual([{ labels: { a: 'b' }, timeMs: 17_000, value: 4 }]);
  expect(requests[0]?.url.href).toBe('http://loki:3100/loki/api/v1/query?query=count&time=17000000000');
});

test('reads series', async () => {
  const { loki, requests } = fake(json([{ a: 'b' }]));
  expect(await loki.series('{a="b"}', 1000, 2000)).toEqual([{ a: 'b' }]);
  expect(requests[0]?.url.pathname).toBe('/loki/api/v1/series');
  expect(Object.fromEntries(requests[0]?.url.searchParams ?? [])).toEqual({
    'match[]': '{a="b"}',
    start: '1000000000',
    end: '2000000000',
  });
});

test('no series are none, also where Loki leaves the list out', async () => {
  const { loki } = fake(json([]), json(undefined));
  expect(await loki.series('{a="b"}', 0, 1)).toEqual([]);
  expect(await loki.series('{a="b"}', 0, 1)).toEqual([]);
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

test.each([
  [429, true],
  [499, false],
  [500, true],
  [404, false],
])('a read that is answered with %i is repeated: %s', async (status, again) => {
  const { loki, requests } = fake(new Response('x', { status }), json([]));
  await loki.series('{a="b"}', 0, 1).catch(() => {});
  expect(requests).toHaveLength(again ? 2 : 1);
});

test('a lost connection has its reason in the message, and its cause', async () => {
  const refused = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:3100') });
  const { loki } = fake(refused, refused, refused);
  const error: unknown = await loki.series('{a="b"}', 0, 1).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ name: 'LokiError', operation: 'series', status: 0 });
  expect((error as Error).message).toBe(
    'Loki: series got no answer: fetch failed: connect ECONNREFUSED 127.0.0.1:3100',
  );
  expect((error as Error).cause).toBe(refused);
  const away = fake(new Error('socket hang up'));
  await expect(away.loki.ready()).rejects.toThrow(/^Loki: ready got no answer: socket hang up$/);
});

test.each([new TypeError('x is undefined'), new RangeError('too long'), new ReferenceError('x')])(
  'a bug stays a bug: %o',
  async (bug) => {
    const { loki, requests } = fake(bug);
    await expect(loki.series('{a="b"}', 0, 1)).rejects.toBe(bug);
    expect(requests).toHaveLength(1);
  },
);

test('waits by itself between the attempts of a read', async () => {
  vi.useFakeTimers();
  try {
    const answers = [new Response('busy', { status: 503 }), json([])];
    const loki = createLoki({ url: 'http://loki:3100', fetch: async () => answers.shift() ?? Response.error() });
    const found = loki.series('{a="b"}', 0, 1);
    await vi.advanceTimersByTimeAsync(499);
    expect(answers).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await found).toEqual([]);
  } finally {
    vi.useRealTimers();
  }
});

test('does not repeat a refused query', async () => {
  const { loki, requests } = fake(new Response('parse error', { status: 400 }));
  const error = await loki.queryRange(range).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(LokiError);
  expect(error).toMatchObject({ status: 400, retryable: false });
  expect(requests).toHaveLength(1);
});

describe('an answer that is not one of Loki is an error, not an empty result', () => {
  const reads = [
    ['query_range', (loki: Loki) => loki.queryRange(range)],
    ['query', (loki: Loki) => loki.query('count', 1000)],
    ['series', (loki: Loki) => loki.series('{a="b"}', 0, 1)],
  ] as const;

  test.each([
    ['{"message":"please sign in"}', 'an object with message'],
    ['{"status":"error","data":{"result":[]}}', 'an object with status, data'],
    ['{}', 'an object with nothing in it'],
    ['null', 'object'],
    ['"success"', 'string'],
    ['7', 'number'],
  ])('%s', async (text, what) => {
    for (const [name, read] of reads) {
      const { loki, requests } = fake(new Response(text));
      const error = await read(loki).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ name: 'LokiError', operation: name, status: 200, retryable: false });
      expect(String(error)).toContain(`not one of Loki, is this the URL of something else? It is ${what}`);
      expect(requests).toHaveLength(1);
    }
  });

  test.each([undefined, null, 'x', {}, { result: null }, { result: {} }])('data without a result: %j', async (data) => {
    for (const [name, read] of reads.slice(0, 2)) {
      const { loki } = fake(json(data));
      await expect(read(loki)).rejects.toMatchObject({ operation: name, status: 200 });
    }
  });

  test('no JSON at all', async () => {
    for (const [name, read] of reads) {
      const { loki } = fake(new Response('<html>'));
      const error: unknown = await read(loki).catch((caught: unknown) => caught);
      expect(error).toMatchObject({
        operation: name,
        message: `Loki: ${name} was refused with 200: the answer isn't JSON but HTML or XML of 6 characters`,
      });
    }
  });
});

test('pushes JSON with timestamps as text, once', async () => {
  const { loki, requests } = fake(new Response(null, { status: 204 }), new Response('rate limited', { status: 429 }));
  const streams = [{ labels: { a: 'b' }, lines: [{ timeMs: 1700000000123, line: 'x' }] }];
  await loki.push(streams);
  expect(requests[0]?.url.pathname).toBe('/loki/api/v1/push');
  expect(requests[0]?.init).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } });
  expect(JSON.parse(String(requests[0]?.init?.body))).toEqual({
    streams: [{ stream: { a: 'b' }, values: [['1700000000123000000', 'x']] }],
  });
  await expect(loki.push(streams)).rejects.toThrow('Loki: push was refused with 429: rate limited');
  expect(requests).toHaveLength(2);
});

test('a push whose answer was lost is not repeated', async () => {
  const { loki, requests } = fake(new Error('socket hang up'));
  await expect(loki.push([])).rejects.toThrow(/^Loki: push got no answer/);
  expect(requests).toHaveLength(1);
});

test('tells why Loki is not ready', async () => {
  const { loki, requests } = fake(
    new Response('Ingester not ready: waiting for 15s after being ready\n', { status: 503 }),
    new Response('ready\n'),
  );
  expect(await loki.ready()).toEqual({
    ready: false,
    detail: 'Ingester not ready: waiting for 15s after being ready',
  });
  expect(await loki.ready()).toEqual({ ready: true, detail: 'ready' });
  expect(requests[1]?.url.href).toBe('http://loki:3100/ready');
});

test.each(['http://loki:3100', 'https://loki', 'https://proxy/loki/'])('takes %s', async (url) => {
  const asked: string[] = [];
  const loki = createLoki({
    url,
    fetch: async (address) => {
      asked.push(String(address));
      return new Response('ready');
    },
  });
  await loki.ready();
  expect(asked).toEqual([`${url.replace(/\/$/, '')}/ready`]);
});

test('quotes the values of a selector', () => {
  expect(selector({ cluster: 'dev', x: 'a"b\\' })).toBe('{cluster="dev", x="a\\"b\\\\"}');
});
