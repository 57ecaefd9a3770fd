import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOKI_GATEWAY_ROUTES } from '@loki-adoption/config-renderers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LokiOptions, type LokiSandbox, startLoki } from './server.ts';

const OPENED = ['push', 'labels', 'tail'].map((name) => `/loki/api/v1/${name}`);

let stateDir: string;
let up: boolean;
let now: number;
const running: LokiSandbox[] = [];

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'sandbox-loki-'));
  up = true;
  now = Date.parse('2026-01-31T10:00:00Z');
});
afterEach(async () => {
  for (const loki of running.splice(0)) await loki.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

async function start(options: Partial<LokiOptions> = {}): Promise<LokiSandbox> {
  const loki = await startLoki({ stateDir, isUp: () => up, clock: () => new Date(now), ...options });
  running.push(loki);
  return loki;
}

async function get(loki: LokiSandbox, path: string) {
  const response = await fetch(`${loki.url}${path}`);
  return { status: response.status, text: await response.text() };
}

function pushLine(loki: LokiSandbox, line: string, type = 'application/json') {
  const body = JSON.stringify({ streams: [{ stream: { service_name: 'x' }, values: [[`${now}000000`, line]] }] });
  return fetch(`${loki.url}/loki/api/v1/push`, { method: 'POST', headers: { 'content-type': type }, body });
}

const query = (text: string) => `/loki/api/v1/query_range?query=${encodeURIComponent(text)}`;

it('answers 503 while the service is away, and is ready only some time after it came back', async () => {
  const loki = await start({ readyDelaySeconds: 15 });
  expect(loki.kind).toBe('stand-in');
  expect(await get(loki, '/ready')).toEqual({
    status: 503,
    text: 'Ingester not ready: waiting for 15s after being ready\n',
  });
  now += 15_000;
  expect(await get(loki, '/ready')).toEqual({ status: 200, text: 'ready\n' });
  up = false;
  for (const path of ['/ready', '/metrics', query('{a="b"}')]) expect((await get(loki, path)).status).toBe(503);
  expect((await pushLine(loki, 'lost')).status).toBe(503);
  up = true;
  expect((await get(loki, '/ready')).status).toBe(503);
  now += 15_000;
  expect((await get(loki, '/ready')).status).toBe(200);
});

it('closes what the gateway of the rendered Loki closes', async () => {
  const loki = await start();
  await pushLine(loki, 'kept');
  const closed = [
    ...[
      '/ingester/shutdown?terminate=true',
      '/flush',
      '/config',
      '/ring',
      '/compactor/ring',
      '/api/prom/push',
      '//ring',
    ],
    ...['/loki/api/v1/delete?query={service_name="x"}&start=0', '/loki/api/v1/rules'],
    // On no list of dangerous paths: the gateway closes what it does not know.
    ...['/metrics', '/', '/loki/api/v1/of-a-later-version', '/loki/api/v1/query/', '/loki/api/v1/label/a%2Fb/values'],
  ];
  for (const path of closed) {
    const response = await fetch(loki.url + path, { method: 'POST' });
    expect([path, response.status, await response.text()]).toEqual([path, 403, expect.stringMatching(/^closed: /)]);
  }
  now += 1000;
  expect((await get(loki, query('{service_name="x"}'))).text).toContain('kept');
});

it('opens the routes of the rendered gateway, with its methods alone', async () => {
  const loki = await start({ readyDelaySeconds: 0 });
  for (const { paths, methods } of LOKI_GATEWAY_ROUTES) {
    const path = ['/ready', ...OPENED].find((one) => new RegExp(`^(?:${paths})$`).test(one));
    expect(path, `a sample of ${paths}`).toBeDefined();
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE']) {
      const { status } = await fetch(`${loki.url}${path}`, { method });
      expect([path, method, status !== 403]).toEqual([path, method, methods.includes(method)]);
    }
  }
});

it('keeps what it stored while the service is away', async () => {
  const loki = await start();
  expect((await pushLine(loki, 'kept')).status).toBe(204);
  up = false;
  await get(loki, '/ready');
  up = true;
  now += 1000;
  expect((await get(loki, query('{service_name="x"}'))).text).toContain('kept');
});

it('takes a query as a posted form', async () => {
  const loki = await start();
  await pushLine(loki, 'posted for');
  now += 1000;
  const body = new URLSearchParams({ query: '{service_name="x"}' });
  const response = await fetch(`${loki.url}/loki/api/v1/query_range`, { method: 'POST', body });
  expect(await response.text()).toContain('posted for');
});

it.each([
  ['{a="b"} | logfmt', '"| logfmt"'],
  ['sum_over_time({a="b"} | unwrap x [1m])', '"sum_over_time"'],
  ['topk(3, rate({a="b"}[1m]))', '"topk"'],
  ['count_over_time({a="b"}[1m] offset 5m)', '"offset"'],
  ['rate({a="b"}[1m]) or vector(0)', '"or"'],
  ['{a="b"} | took > 5s', 'a duration or size'],
])('refuses by name what only a real Loki can do: %s', async (text, what) => {
  const reply = await get(await start(), query(text));
  expect(reply).toEqual({ status: 400, text: expect.stringContaining(`${what}`) });
  expect(reply.text).toContain('is not supported by the stand-in; set LOKI_BIN or LOKI_URL to use a real Loki');
});

it('reads pushes as JSON only', async () => {
  const response = await pushLine(await start(), 'x', 'application/x-protobuf');
  expect([response.status, await response.text()]).toEqual([415, expect.stringContaining('application/json only')]);
});

it('passes everything on to the Loki that LOKI_URL names, and says so when nobody is there', async () => {
  const upstream = await start();
  const front = await start({ lokiUrl: upstream.url });
  expect(front.kind).toBe('loki');
  expect((await pushLine(front, 'through')).status).toBe(204);
  now += 1000;
  expect((await get(front, query('{service_name="x"}'))).text).toContain('through');
  expect((await get(upstream, query('{service_name="x"}'))).text).toContain('through');
  await upstream.stop();
  expect(await get(front, '/ready')).toEqual({
    status: 502,
    text: expect.stringContaining(`Loki at ${upstream.url} doesn't answer`),
  });
  await expect(start({ lokiUrl: 'nonsense' })).rejects.toThrow('LOKI_URL is "nonsense"');
});

it('names the port that is in use', async () => {
  const port = Number(new URL((await start()).url).port);
  await expect(start({ port })).rejects.toThrow(`Port ${port} of 127.0.0.1 is in use`);
});

it('shows why a Loki binary ended', async () => {
  const bin = join(stateDir, 'broken-loki');
  writeFileSync(bin, '#!/bin/sh\necho "failed parsing config: field nonsense not found" >&2\nexit 3\n');
  chmodSync(bin, 0o755);
  const failure = start({ lokiBin: bin });
  await expect(failure).rejects.toThrow(/it ended with exit code 3[\s\S]*field nonsense not found/);
  await expect(start({ lokiBin: join(stateDir, 'missing') })).rejects.toThrow('ENOENT');
});
