import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findProgram } from '../tools.ts';
import { type LokiSandbox, startLoki } from './server.ts';

// The stand-in is only worth something as far as it answers like Loki: both run through the same suite.
const lokiBin = findProgram('loki');

describe('the stand-in', () => conformance({}));
if (lokiBin) describe(`a real Loki, ${lokiBin}`, () => conformance({ lokiBin }));
else skipRealLoki('there is no "loki" on PATH and LOKI_BIN is unset');

function skipRealLoki(reason: string): void {
  // The reporter counts skipped tests without naming them.
  console.info(`skipped: the comparison of the stand-in with a real Loki, because ${reason}`);
  it.runIf(false)('a real Loki', () => {});
}

type Labels = Record<string, string>;
type Value = [string, string] | [string, string, Labels];

function conformance(options: { lokiBin?: string }): void {
  const stateDir = mkdtempSync(join(tmpdir(), 'sandbox-loki-'));
  const second = 1_000_000_000n;
  const base = BigInt(Math.floor(Date.now() / 1000) - 300) * second;
  const at = (seconds: number) => String(base + BigInt(Math.round(seconds * 1e9)));
  let loki: LokiSandbox;

  beforeAll(async () => {
    loki = await startLoki({ stateDir, isUp: () => true, readyDelaySeconds: 0, ...options });
    await vi.waitFor(async () => expect((await fetch(`${loki.url}/ready`)).status).toBe(200), {
      timeout: 40_000,
      interval: 100,
    });
  }, 60_000);
  afterAll(async () => {
    await loki?.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }, 30_000);

  async function get(path: string, params: Record<string, string> = {}) {
    const response = await fetch(`${loki.url}${path}?${new URLSearchParams(params)}`);
    const text = await response.text();
    return { status: response.status, text, type: response.headers.get('content-type') ?? '' };
  }
  async function pushStreams(streams: { stream: Labels; values: Value[] }[], gzip = false) {
    const body = JSON.stringify({ streams });
    const response = await fetch(`${loki.url}/loki/api/v1/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(gzip ? { 'content-encoding': 'gzip' } : {}) },
      body: gzip ? gzipSync(body) : body,
    });
    return { status: response.status, text: (await response.text()).trim() };
  }
  const push = (stream: Labels, ...values: Value[]) => pushStreams([{ stream, values }]);

  async function queryStreams(query: string, params: Record<string, string> = {}) {
    const reply = await get('/loki/api/v1/query_range', {
      query,
      start: at(-60),
      end: at(200),
      direction: 'forward',
      ...params,
    });
    expect(reply.text).toMatch(/^\{/);
    const { data } = JSON.parse(reply.text) as {
      data: { resultType: string; result: { stream: Labels; values: [string, string][] }[] };
    };
    expect(data.resultType).toBe('streams');
    return data.result.map(({ stream, values }) => ({ stream: withoutLevel(stream), values }));
  }
  const lines = async (query: string, params?: Record<string, string>) =>
    (await queryStreams(query, params))
      .flatMap(({ values }) => values)
      .sort((a, b) => Number(BigInt(a[0]) - BigInt(b[0])))
      .map(([, line]) => line);

  async function instant(query: string, time: string) {
    const reply = await get('/loki/api/v1/query', { query, time });
    expect(reply.text).toMatch(/^\{/);
    const { data } = JSON.parse(reply.text) as {
      data: { resultType: string; result: { metric: Labels; value: [number, string] }[] };
    };
    expect(data.resultType).toBe('vector');
    return data.result
      .map(({ metric, value }) => ({ metric: withoutLevel(metric), value: value[1] }))
      .sort((left, right) => JSON.stringify(left.metric).localeCompare(JSON.stringify(right.metric)));
  }
  const refusal = async (path: string, params: Record<string, string>) => {
    const { status, text, type } = await get(path, params);
    return { status, text: text.trim(), plain: type.startsWith('text/plain') };
  };

  it('returns what was pushed, with start in and end out, in both directions', async () => {
    expect(await push({ service_name: 'order' }, [at(1), 'one'], [at(2), 'two'], [at(3), 'three'])).toEqual({
      status: 204,
      text: '',
    });
    const query = '{service_name="order"}';
    expect(await queryStreams(query)).toEqual([
      {
        stream: { service_name: 'order' },
        values: [
          [at(1), 'one'],
          [at(2), 'two'],
          [at(3), 'three'],
        ],
      },
    ]);
    expect(await lines(query, { start: at(1), end: at(3) })).toEqual(['one', 'two']);
    expect(await lines(query, { limit: '1', direction: 'backward' })).toEqual(['three']);
    expect(await lines(query, { limit: '1', direction: 'forward' })).toEqual(['one']);
  });

  it('takes gzip, and times in seconds and as RFC 3339', async () => {
    expect((await pushStreams([{ stream: { service_name: 'zip' }, values: [[at(1), 'zipped']] }], true)).status).toBe(
      204,
    );
    const seconds = Number(base / second);
    const times = [String(seconds), `${seconds}.5`, new Date(seconds * 1000).toISOString()];
    for (const start of times) expect(await lines('{service_name="zip"}', { start })).toEqual(['zipped']);
    expect(await lines('{service_name="zip"}', { start: `${seconds + 1}.001` })).toEqual([]);
  });

  it('drops exact repeats and keeps other lines of the same moment', async () => {
    await push({ service_name: 'repeat' }, [at(1), 'same'], [at(1), 'same'], [at(1), 'other']);
    await push({ service_name: 'repeat' }, [at(2), 'later'], [at(1), 'same']);
    expect(await lines('{service_name="repeat"}')).toEqual(['same', 'other', 'later']);
    expect(await instant('sum(count_over_time({service_name="repeat"}[1m]))', at(10))).toEqual([
      { metric: {}, value: '3' },
    ]);
  });

  it('keeps lines that come late, in order of time', async () => {
    await push({ service_name: 'late' }, [at(3), 'three']);
    await push({ service_name: 'late' }, [at(1), 'one'], [at(2), 'two']);
    expect(await lines('{service_name="late"}')).toEqual(['one', 'two', 'three']);
  });

  it('refuses lines of the future and lines that are too long, and stores the rest of the request', async () => {
    const future = String(BigInt(Date.now() + 11 * 60_000) * 1_000_000n);
    const early = await push({ service_name: 'refused' }, [at(1), 'good'], [future, 'too new']);
    expect(early).toMatchObject({ status: 400, text: expect.stringContaining('has timestamp too new') });
    const long = await push({ service_name: 'refused' }, [at(2), 'fine'], [at(3), 'x'.repeat(256 * 1024 + 1)]);
    expect(long).toMatchObject({
      status: 400,
      text: expect.stringContaining("max entry size '262144' bytes exceeded for stream"),
    });
    expect(await lines('{service_name="refused"}')).toEqual(['good', 'fine']);
  });

  it('refuses lines far behind their stream, and very old ones', async () => {
    await push({ service_name: 'behind' }, [at(1), 'now']);
    const behind = await push({ service_name: 'behind' }, [at(-3700), 'an hour earlier']);
    expect(behind).toMatchObject({ status: 400, text: expect.stringContaining('entry too far behind') });
    const old = await push({ service_name: 'old' }, [at(-8 * 86_400), 'last week']);
    expect(old).toMatchObject({ status: 400, text: expect.stringContaining('has timestamp too old') });
  });

  it('refuses streams with bad label names or with too many', async () => {
    expect(await push({ 'bad-name': 'x' }, [at(1), 'x'])).toMatchObject({
      status: 400,
      text: expect.stringContaining("couldn't parse labels"),
    });
    const many = Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`label_${index}`, 'x']));
    expect(await push(many, [at(1), 'x'])).toMatchObject({
      status: 400,
      text: expect.stringContaining('has 16 label names; limit 15'),
    });
  });

  it('gives streams without service_name one', async () => {
    await push({ container_name: 'worker', suite: 'named' }, [at(1), 'x']);
    await push({ level: 'info', suite: 'named' }, [at(1), 'x']);
    expect((await push({}, [at(1), 'x'])).status).toBe(204);
    const names = (await queryStreams('{suite="named"}')).map(({ stream }) => stream['service_name']);
    expect(names.sort()).toEqual(['unknown_service', 'worker']);
  });

  it('selects streams by all four operators', async () => {
    for (const level of ['info', 'warn', 'error']) await push({ service_name: 'select', level }, [at(1), level]);
    const select = async (matcher: string) => (await lines(`{service_name="select", ${matcher}}`)).sort();
    expect(await select('level="info"')).toEqual(['info']);
    expect(await select('level!="info"')).toEqual(['error', 'warn']);
    expect(await select('level=~"in.o|warn"')).toEqual(['info', 'warn']);
    expect(await select('level=~"inf"')).toEqual([]);
    expect(await select('level!~"(?i)WARN|ERROR"')).toEqual(['info']);
    expect(await select('task_id=""')).toEqual(['error', 'info', 'warn']);
    expect(await select('task_id!=""')).toEqual([]);
  });

  it('filters lines', async () => {
    await push({ service_name: 'filter' }, [at(1), 'GET /health 200'], [at(2), 'GET /orders 500'], [at(3), 'say "hi"']);
    const filter = (stages: string) => lines(`{service_name="filter"} ${stages}`);
    expect(await filter('|= "GET" != "health"')).toEqual(['GET /orders 500']);
    expect(await filter('|~ "[0-9]{3}$"')).toEqual(['GET /health 200', 'GET /orders 500']);
    expect(await filter('!~ `\\d+`')).toEqual(['say "hi"']);
    expect(await filter('|= "health" or "hi"')).toEqual(['GET /health 200', 'say "hi"']);
    expect(await filter('|= "\\"hi\\""')).toEqual(['say "hi"']);
  });

  it('reads JSON lines into labels and filters on them', async () => {
    await push(
      { service_name: 'json', level: 'info' },
      [
        at(1),
        '{"msg":"a","level":"error","code":500,"ok":false,"nested":{"id":"7"},"list":[1],"none":null,"logging-call-at":"x.go:1"}',
      ],
      [at(2), '{"msg":"b","code":200}'],
      [at(3), 'no json'],
    );
    const [first] = await queryStreams('{service_name="json"} | json | msg="a"');
    expect(first?.stream).toEqual({
      service_name: 'json',
      level: 'info',
      level_extracted: 'error',
      msg: 'a',
      code: '500',
      ok: 'false',
      nested_id: '7',
      logging_call_at: 'x.go:1',
    });
    const filter = (stages: string) => lines(`{service_name="json"} | json ${stages}`);
    expect(await filter('| __error__!=""')).toEqual(['no json']);
    expect(await filter('| __error__=""')).toHaveLength(2);
    expect(await filter('| code >= 500')).toHaveLength(1);
    expect(await filter('| msg=~"a|b" and code < 300')).toEqual(['{"msg":"b","code":200}']);
    expect(await filter('| msg="a" or code=200 | __error__=""')).toHaveLength(2);
    expect(await filter('| level_extracted="error"')).toHaveLength(1);
    const [broken] = await queryStreams(
      '{service_name="json"} | json | __error__="JSONParserErr" | drop __error__, __error_details__',
    );
    expect(broken?.stream).toEqual({ service_name: 'json', level: 'info' });
  });

  it('shows structured metadata as labels of the result but not of the stream', async () => {
    await push({ service_name: 'meta' }, [at(1), 'x', { trace_id: 'abc' }]);
    expect(await queryStreams('{service_name="meta"} | trace_id="abc"')).toMatchObject([
      { stream: { service_name: 'meta', trace_id: 'abc' } },
    ]);
    expect(await lines('{service_name="meta"} | trace_id="other"')).toEqual([]);
    const { text } = await get('/loki/api/v1/series', {
      'match[]': '{service_name="meta"}',
      start: at(-60),
      end: at(200),
    });
    expect(JSON.parse(text).data).toEqual([{ service_name: 'meta' }]);
  });

  it('counts over a range that leaves its beginning out and takes its end in', async () => {
    await push({ service_name: 'count', level: 'info' }, [at(0), 'aa'], [at(10), 'bbb'], [at(20), 'cccc']);
    await push({ service_name: 'count', level: 'error' }, [at(20), 'dd']);
    const selector = '{service_name="count"}';
    expect(await instant(`sum(count_over_time(${selector}[20s]))`, at(20))).toEqual([{ metric: {}, value: '3' }]);
    expect(await instant(`sum by (level) (count_over_time(${selector}[1m]))`, at(20))).toEqual([
      { metric: { level: 'error' }, value: '1' },
      { metric: { level: 'info' }, value: '3' },
    ]);
    expect(await instant(`sum without (level, detected_level) (bytes_over_time(${selector}[1m]))`, at(20))).toEqual([
      { metric: { service_name: 'count' }, value: '11' },
    ]);
    expect(await instant(`sum(rate(${selector}[40s]))`, at(20))).toEqual([{ metric: {}, value: '0.1' }]);
    expect(await instant(`count(count_over_time(${selector} |= "c" [1m]))`, at(20))).toEqual([
      { metric: {}, value: '1' },
    ]);
    expect(await instant(`sum(count_over_time(${selector}[1m]))`, at(190))).toEqual([]);
  });

  it('compares and divides vectors', async () => {
    await push({ service_name: 'ratio', level: 'info' }, [at(1), 'a'], [at(2), 'b'], [at(3), 'c']);
    await push({ service_name: 'ratio', level: 'error' }, [at(1), 'd']);
    const total = 'sum by (service_name) (count_over_time({service_name="ratio"}[1m]))';
    const errors = 'sum by (service_name) (count_over_time({service_name="ratio", level="error"}[1m]))';
    expect(await instant(`${errors} / ${total}`, at(10))).toEqual([
      { metric: { service_name: 'ratio' }, value: '0.25' },
    ]);
    expect(await instant(`${total} > 3`, at(10))).toEqual([{ metric: { service_name: 'ratio' }, value: '4' }]);
    expect(await instant(`${total} > 4`, at(10))).toEqual([]);
    expect(await instant(`100 * (${total} - 1)`, at(10))).toEqual([
      { metric: { service_name: 'ratio' }, value: '300' },
    ]);
  });

  it('says 1 for what is absent and nothing for what is there', async () => {
    await push({ service_name: 'present' }, [at(1), 'x']);
    expect(await instant('absent_over_time({service_name="present"}[1m])', at(10))).toEqual([]);
    expect(await instant('absent_over_time({service_name="missing", level=~".+"}[1m])', at(10))).toEqual([
      { metric: { service_name: 'missing' }, value: '1' },
    ]);
  });

  it('steps through a metric query', async () => {
    const minute = BigInt(Math.floor(Number(base / second) / 60) * 60);
    const border = Number(minute + 60n - base / second);
    const offsets = [5, border, 65, 66];
    await push({ service_name: 'steps' }, ...offsets.map((offset, index): Value => [at(offset), `line ${index}`]));
    const params = {
      query: 'sum(count_over_time({service_name="steps"}[60s]))',
      start: String(minute + 7n), // Rounded down to a whole step.
      end: String(minute + 247n),
      step: '60',
    };
    const { text } = await get('/loki/api/v1/query_range', params);
    const { data } = JSON.parse(text) as { data: { resultType: string; result: { values: [number, string][] }[] } };
    const expected = new Map<number, number>();
    for (const offset of offsets.sort((left, right) => left - right)) {
      const end = Math.ceil((Number(base / second) + offset) / 60) * 60;
      expected.set(end, (expected.get(end) ?? 0) + 1);
    }
    expect(data.resultType).toBe('matrix');
    expect(data.result[0]?.values).toEqual([...expected].map(([time, count]) => [time, String(count)]));
  });

  it('refuses a metric over lines with errors, unless they are filtered', async () => {
    await push({ service_name: 'broken' }, [at(1), 'no json'], [at(2), '{"code":1}']);
    const query = 'sum by (code) (count_over_time({service_name="broken"} | json [1m]))';
    expect(await refusal('/loki/api/v1/query', { query, time: at(10) })).toMatchObject({
      status: 400,
      text: expect.stringContaining("pipeline error: 'JSONParserErr'"),
    });
    expect(await instant('sum(count_over_time({service_name="broken"} | json | __error__="" [1m]))', at(10))).toEqual([
      { metric: {}, value: '1' },
    ]);
  });

  it('lists labels, values and series', async () => {
    await push({ service_name: 'listed', level: 'info', task_id: 't1' }, [at(1), 'x']);
    await push({ service_name: 'listed', level: 'warn' }, [at(1), 'x']);
    const window = { start: at(-60), end: at(200), query: '{service_name="listed"}' };
    const data = async (path: string, params: Record<string, string>) =>
      JSON.parse((await get(path, params)).text).data;
    expect(await data('/loki/api/v1/labels', window)).toEqual(['level', 'service_name', 'task_id']);
    expect(await data('/loki/api/v1/label/level/values', window)).toEqual(['info', 'warn']);
    expect(
      await data('/loki/api/v1/label/level/values', { ...window, query: '{service_name="nobody"}' }),
    ).toBeUndefined();
    const series = await data('/loki/api/v1/series', {
      'match[]': '{service_name="listed", task_id!=""}',
      start: at(-60),
      end: at(200),
    });
    expect(series).toEqual([{ service_name: 'listed', level: 'info', task_id: 't1' }]);
    expect(
      await data('/loki/api/v1/series', { 'match[]': '{service_name="nobody"}', start: at(-60), end: at(200) }),
    ).toEqual([]);
  });

  it('answers mistakes with 400 and plain text', async () => {
    const range = (query: string, params = {}) => refusal('/loki/api/v1/query_range', { query, ...params });
    const wrong = (text: RegExp) => ({ status: 400, plain: true, text: expect.stringMatching(text) });
    expect(await refusal('/loki/api/v1/query', { query: '{service_name="x"}' })).toEqual(
      wrong(/log queries are not supported as an instant query type/),
    );
    expect(await range('{service_name="x"')).toEqual(wrong(/parse error at line 1, col \d+: syntax error: unexpected/));
    expect(await range('{service_name=~".*"}')).toEqual(wrong(/at least one regexp or equality matcher/));
    expect(await range('{service_name=~"("}')).toEqual(wrong(/parse error/));
    expect(await range('{a="b"}', { limit: '5001' })).toEqual(
      wrong(/max entries limit per query exceeded.*5001 > 5000/i),
    );
    expect(await range('{a="b"}', { start: at(10), end: at(5) })).toEqual(wrong(/end timestamp must not be before/));
    expect(await range('{a="b"}', { start: 'yesterday' })).toEqual(wrong(/could not parse 'start' parameter/));
    expect(await range('{a="b"}', { start: at(-40 * 86_400), end: at(0) })).toEqual(
      wrong(/the query time range exceeds the limit/),
    );
  });

  it('counts what it received and what it refused', async () => {
    await push(
      { service_name: 'metrics' },
      [at(1), 'x'],
      [String(BigInt(Date.now() + 3_600_000) * 1_000_000n), 'too new'],
    );
    const { text } = await get('/_sandbox/metrics');
    const value = (pattern: RegExp) =>
      Number(
        text
          .split('\n')
          .find((line) => pattern.test(line))
          ?.split(' ')
          .at(-1) ?? Number.NaN,
      );
    expect(value(/^loki_distributor_lines_received_total\{/)).toBeGreaterThan(0);
    expect(value(/^loki_discarded_samples_total\{.*reason="too_far_in_future".*tenant="fake"/)).toBeGreaterThan(0);
    expect(value(/^loki_ingester_memory_streams\{tenant="fake"\}/)).toBeGreaterThan(0);
    expect(value(/^loki_ingester_chunks_flush_failures_total /)).toBe(0);
  });

  it('tells its version', async () => {
    expect(JSON.parse((await get('/loki/api/v1/status/buildinfo')).text)).toHaveProperty('version');
  });
}

/** Loki adds the level it finds in a line; the stand-in doesn't look for one. */
function withoutLevel({ detected_level: _, ...labels }: Labels): Labels {
  return labels;
}
