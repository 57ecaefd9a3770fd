import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import {
  LOKI_METRICS,
  LOKI_METRICS_OF_RING,
  LOKI_METRICS_OF_ROUTE,
} from '../../packages/config-renderers/src/loki-metrics/kept.ts';
import { renderEnvironment } from '../../packages/config-renderers/src/render.ts';
import { sample } from '../../packages/config-renderers/src/test-environments.ts';
import { queriesOf, ruleFiles } from '../../packages/config-renderers/src/testing/queries.ts';
import { closeServer, findFreePort, listenOnLoopback } from '../../packages/sandbox/src/loki/http.ts';
import { type RealLoki, startRealLoki } from '../../packages/sandbox/src/loki/real-loki.ts';
import { type RunningProcess, startProcess } from '../../packages/sandbox/src/processes/start-process.ts';
import { describeWith } from './programs.ts';

const FILES = renderEnvironment(sample('cleanup'));
const TITLE = "Loki's own metrics go from Loki through Alloy to Prometheus, where dashboards and rules find them";

describeWith('prometheus', TITLE, (prometheusBin) =>
  describeWith('alloy', TITLE, (alloyBin) =>
    describeWith('loki', TITLE, (bin) => suite({ prometheusBin, alloyBin, bin })),
  ),
);

function suite({ prometheusBin, alloyBin, bin }: { prometheusBin: string; alloyBin: string; bin: string }): void {
  const stateDir = mkdtempSync(join(tmpdir(), 'loki-metrics-'));
  const programs: RunningProcess[] = [];
  let metadata: Server;
  let loki: RealLoki;
  let prometheusUrl: string;

  beforeAll(async () => {
    loki = await startRealLoki({ bin, stateDir: join(stateDir, 'loki'), readyDelaySeconds: 0 });
    prometheusUrl = await startPrometheus();
    const task = 'arn:aws:ecs:eu-west-1:111122223333:task/temporal-dev/0123456789abcdef';
    const listening = await listenOnLoopback((_request, response) => {
      response.end(JSON.stringify({ TaskARN: task }));
    }, 0);
    metadata = listening.server;
    await startAlloy(`http://127.0.0.1:${listening.port}`);
  }, 100_000);

  afterAll(async () => {
    for (const program of programs.reverse()) await program.stop();
    if (metadata) await closeServer(metadata);
    await loki?.stop();
    rmSync(stateDir, { recursive: true, force: true });
  });

  async function startPrometheus(): Promise<string> {
    const folder = join(stateDir, 'prometheus');
    mkdirSync(folder, { recursive: true });
    const rules = FILES.filter(({ path }) => path.startsWith('rules/amp/'));
    for (const { path, content } of rules) writeFileSync(join(folder, basename(path)), content);
    const config = join(folder, 'prometheus.yml');
    const files = rules.map(({ path }) => basename(path));
    writeFileSync(config, stringify({ global: { evaluation_interval: '1s' }, rule_files: files }));
    const url = `http://127.0.0.1:${await findFreePort()}`;
    programs.push(
      await startProcess({
        command: prometheusBin,
        args: [
          `--config.file=${config}`,
          `--storage.tsdb.path=${join(folder, 'data')}`,
          `--web.listen-address=${new URL(url).host}`,
          '--web.enable-remote-write-receiver',
        ],
        logFile: join(folder, 'prometheus.log'),
      }),
    );
    await vi.waitFor(async () => expect((await fetch(`${url}/-/ready`)).status).toBe(200), { timeout: 30_000 });
    return url;
  }

  /** As the task definition starts it, but for the addresses that the machine has only once. */
  async function startAlloy(metadataUrl: string): Promise<void> {
    const rendered = FILES.find(({ path }) => path === 'loki/metrics.alloy')?.content ?? '';
    const config = join(stateDir, 'metrics.alloy');
    writeFileSync(
      config,
      rendered
        .replace('localhost:3101', new URL(loki.url).host)
        .replaceAll('"15s"', '"1s"')
        .replaceAll('"10s"', '"1s"'),
    );
    programs.push(
      await startProcess({
        command: alloyBin,
        args: [
          'run',
          `--storage.path=${join(stateDir, 'alloy')}`,
          '--disable-reporting',
          `--server.http.listen-addr=127.0.0.1:${await findFreePort()}`,
          config,
        ],
        env: {
          ...process.env,
          AMP_URL: `${prometheusUrl}/api/v1/write`,
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
          AWS_REGION: 'eu-west-1',
          CLUSTER: 'temporal-dev',
          ECS_CONTAINER_METADATA_URI_V4: metadataUrl,
          SERVICE_NAME: 'loki',
        },
        logFile: join(stateDir, 'alloy.log'),
      }),
    );
  }

  it('brings every metric that is kept, from this task, and nothing else', async () => {
    const push = await fetch(`${loki.url}/loki/api/v1/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      // One line of 1970: until it has discarded something, Loki has no counter for it.
      body: JSON.stringify({
        streams: [
          {
            stream: { service_name: 'x' },
            values: [
              ['1', 'old'],
              [`${Date.now()}000000`, 'new'],
            ],
          },
        ],
      }),
    });
    expect(push.status).toBe(400);
    await fetch(`${loki.url}/loki/api/v1/query_range?query={service_name="x"}`);
    const kept = [...LOKI_METRICS, ...LOKI_METRICS_OF_RING, ...LOKI_METRICS_OF_ROUTE].sort();
    await vi.waitFor(
      async () => {
        const arrived = await seriesOf();
        expect([...new Set(arrived.map((series) => series['__name__']))].sort()).toEqual(kept);
        expect(arrived.some(({ route }) => route === 'loki_api_v1_query_range')).toBe(true);
      },
      { timeout: 60_000, interval: 500 },
    );
    const all = await seriesOf();
    const labels = { cluster: 'temporal-dev', service_name: 'loki', task_id: '0123456789abcdef', job: 'loki' };
    for (const series of all) expect(series).toMatchObject(labels);
    expect(new Set(all.flatMap(({ route }) => route ?? []))).toEqual(
      new Set(['loki_api_v1_push', 'loki_api_v1_query_range']),
    );
    expect(all.length).toBeLessThan(150);
  });

  it.each(queriesOf(FILES).filter(({ language }) => language === 'promql'))('$where is answered', async ({ expr }) => {
    const now = Math.floor(Date.now() / 1000);
    const range = new URLSearchParams({ query: expr, start: `${now - 300}`, end: `${now}`, step: '15' });
    const answer = await fetch(`${prometheusUrl}/api/v1/query_range?${range}`);
    expect(answer.status, await answer.text()).toBe(200);
  });

  it('gives every panel of the dashboard Loki a value, but for what has not happened yet', async () => {
    const asked = queriesOf(FILES).filter(
      ({ where, language }) => where.includes('/loki.json') && language === 'promql',
    );
    const hasNone = async (expr: string) => {
      const answer = await fetch(`${prometheusUrl}/api/v1/query?${new URLSearchParams({ query: expr })}`);
      return ((await answer.json()) as { data: { result: unknown[] } }).data.result.length === 0;
    };
    await vi.waitFor(
      async () => {
        const empty: string[] = [];
        for (const { where, expr } of asked) if (await hasNone(expr)) empty.push(where.replace(/^\S+ /, ''));
        // Ten minutes after the start the first compaction is due.
        expect(empty).toEqual(['Compactor B', 'Compactor C']);
      },
      { timeout: 30_000, interval: 1000 },
    );
  });

  it('lets every rule be evaluated', async () => {
    const answer = await fetch(`${prometheusUrl}/api/v1/rules`);
    const { data } = (await answer.json()) as { data: { groups: { rules: { name: string; health: string }[] }[] } };
    const rules = data.groups.flatMap((group) => group.rules);
    const expected = ruleFiles(FILES)
      .filter(([path]) => path.startsWith('rules/amp/'))
      .flatMap(([, { groups }]) => groups.flatMap((group) => group.rules));
    expect(rules.map(({ name }) => name).sort()).toEqual(expected.map(({ alert }) => alert).sort());
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
  });

  async function seriesOf(): Promise<Record<string, string>[]> {
    const answer = await fetch(`${prometheusUrl}/api/v1/series?${new URLSearchParams({ 'match[]': '{job="loki"}' })}`);
    return ((await answer.json()) as { data: Record<string, string>[] }).data;
  }
}
