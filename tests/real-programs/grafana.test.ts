import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  LOKI_METRICS,
  LOKI_METRICS_OF_RING,
  LOKI_METRICS_OF_ROUTE,
} from '../../packages/config-renderers/src/loki-metrics/kept.ts';
import { renderEnvironment } from '../../packages/config-renderers/src/render.ts';
import { sample } from '../../packages/config-renderers/src/test-environments.ts';
import { parseQuery, queriesOf, ruleFiles } from '../../packages/config-renderers/src/testing/queries.ts';
import { labelsOf } from '../../packages/config-renderers/src/testing/series.ts';
import { type RealLoki, startRealLoki } from '../../packages/sandbox/src/loki/real-loki.ts';
import { describeWith } from './programs.ts';

const FILES = renderEnvironment(sample('cleanup'));
const QUERIES = queriesOf(FILES);
const WEEKS_AGO = 30 * 86_400;

describeWith('loki', 'Loki answers the queries of dashboards and alert rules', (bin) => {
  const stateDir = mkdtempSync(join(tmpdir(), 'grafana-loki-'));
  let loki: RealLoki;

  beforeAll(async () => {
    const rules = join(stateDir, 'data', 'rules', 'fake');
    mkdirSync(rules, { recursive: true });
    for (const { path, content } of FILES) {
      if (path.startsWith('rules/loki/')) writeFileSync(join(rules, basename(path)), content);
    }
    loki = await startRealLoki({ bin, stateDir, readyDelaySeconds: 0 });
    await vi.waitFor(async () => expect((await fetch(`${loki.url}/ready`)).status).toBe(200), { timeout: 60_000 });
    expect(await push(0)).toBe(204);
    // Too old: something has to be discarded before Loki has a counter for it.
    expect(await push(WEEKS_AGO)).toBe(400);
  }, 100_000);

  afterAll(async () => {
    await loki?.stop();
    rmSync(stateDir, { recursive: true, force: true });
  });

  async function push(secondsAgo: number): Promise<number> {
    const stream = {
      service_name: 'worker',
      cluster: 'temporal-dev',
      container_name: 'temporal-worker',
      level: 'error',
      task_id: '0123456789abcdef',
    };
    const time = `${Math.floor(Date.now() / 1000) - secondsAgo}000000000`;
    const answer = await fetch(`${loki.url}/loki/api/v1/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ streams: [{ stream, values: [[time, '{"level":"error","msg":"it broke"}']] }] }),
    });
    return answer.status;
  }

  async function query(expr: string): Promise<{ status: number; body: string }> {
    const range = new URLSearchParams({ query: expr, start: `${Math.floor(Date.now() / 1000) - 600}`, step: '60' });
    const answer = await fetch(`${loki.url}/loki/api/v1/query_range?${range}`);
    return { status: answer.status, body: await answer.text() };
  }

  it.each(QUERIES.filter(({ language }) => language === 'logql'))('$where is accepted', async ({ expr }) => {
    const { status, body } = await query(expr);
    expect(status, body).toBe(200);
  });

  it('finds the line that was pushed with every query of the logs dashboard', async () => {
    const asked = QUERIES.filter(({ where }) => /logs\.json .* [A-Z]$/.test(where));
    expect(asked.length).toBe(4);
    for (const { where, expr } of asked) expect((await query(expr)).body, where).toMatch(/"result":\[\{/);
  });

  it('loads every rule file, and evaluates the rules without an error', async () => {
    const expected = ruleFiles(FILES)
      .filter(([path]) => path.startsWith('rules/loki/'))
      .flatMap(([, { groups }]) => groups.flatMap(({ rules }) => rules.map(({ alert }) => alert)));
    const rules = async () => {
      const answer = await fetch(`${loki.url}/prometheus/api/v1/rules`);
      const { data } = (await answer.json()) as { data: { groups: { rules: { name: string; health: string }[] }[] } };
      return data.groups.flatMap((group) => group.rules);
    };
    await vi.waitFor(async () => expect((await rules()).map(({ name }) => name).sort()).toEqual(expected.sort()), {
      timeout: 60_000,
      interval: 500,
    });
    expect((await rules()).filter(({ health }) => health === 'err')).toEqual([]);
  });

  it('has every metric that is kept of it, with the labels that queries use', async () => {
    const text = await (await fetch(`${loki.url}/metrics`)).text();
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const seen = Map.groupBy(lines, (line) => /^\w+/.exec(line)?.[0] ?? '');
    const kept = [...LOKI_METRICS, ...LOKI_METRICS_OF_RING, ...LOKI_METRICS_OF_ROUTE].filter((name) => name !== 'up');
    expect(kept.filter((name) => !seen.has(name))).toEqual([]);
    for (const { metric, labels } of QUERIES.flatMap((each) => parseQuery(each).selectors)) {
      if (!kept.includes(metric)) continue;
      const own = labels.filter((label) => !labelsOf('').includes(label));
      for (const label of own) expect(seen.get(metric)?.join('\n'), metric).toContain(`${label}="`);
    }
    expect(seen.get('loki_ring_members')?.join('\n')).toContain('name="ingester",state="ACTIVE"} 1');
    expect(seen.get('loki_discarded_samples_total')?.join('\n')).toContain('reason="greater_than_max_sample_age"');
  });
});
