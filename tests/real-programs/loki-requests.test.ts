import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { lokiConfig } from '../../packages/config-renderers/src/loki/config.ts';
import { sample } from '../../packages/config-renderers/src/test-environments.ts';
import { MARKER_LISTS_PER_MINUTE } from '../../packages/cost-report/src/core/loki-requests.ts';
import type { Environment } from '../../packages/environment/src/index.ts';
import { eventually, freePorts, type LokiProcess, startLokiProcess } from './loki-process.ts';
import { describeWith } from './programs.ts';
import { type Bucket, startBucket } from './s3.ts';
import { type CountedS3, countRequests } from './s3-requests.ts';

const MINUTES = 2;

/** Loki waits for one interval before it looks for anything: 10 minutes, as rendered. */
const COMPACT_EVERY_SECONDS = 20;

/** The sample, and one whose operator may delete lines. */
const DELETIONS: readonly Environment['loki']['deletion'][] = ['disabled', 'filter-and-delete'];

/** What an idle Loki asks of S3 for ever is what the cost model has to know: at AWS's prices one LIST a minute is $0.22 a month. */
describeWith('loki', 'The requests of an idle Loki are those that are priced', (bin) => {
  const folder = mkdtempSync(join(tmpdir(), 'loki-requests-'));
  const buckets: Bucket[] = [];
  const counted = new Map<string, CountedS3>();
  const started: LokiProcess[] = [];

  beforeAll(async () => {
    for (const deletion of DELETIONS) {
      const environment = sample('rollout');
      const rendered = lokiConfig({ ...environment, loki: { ...environment.loki, deletion } });
      expect(rendered).toContain('compaction_interval: 10m');
      const config = rendered.replace('compaction_interval: 10m', `compaction_interval: ${COMPACT_EVERY_SECONDS}s`);
      const { bucketnames, region } = parse(config).common.storage.s3;
      const bucket = await startBucket(bucketnames, region, join(folder, `aws-${deletion}`));
      buckets.push(bucket);
      const s3 = await countRequests(bucket.endpoint);
      counted.set(deletion, s3);
      const place = { folder: join(folder, deletion), ports: await freePorts(), s3Endpoint: s3.endpoint };
      const loki = await startLokiProcess(bin, config, place);
      started.push(loki);
      await eventually(async () => expect((await loki.text('/ready')).status).toBe(200), 60);
    }
    // What comes once, at the start, is over.
    await sleep((COMPACT_EVERY_SECONDS + 15) * 1000);
    for (const s3 of counted.values()) s3.reset();
    await sleep(MINUTES * 60_000);
  }, 300_000);

  afterAll(async () => {
    await Promise.all(started.map((loki) => loki.kill()));
    for (const s3 of counted.values()) await s3.stop();
    for (const bucket of buckets) await bucket.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const perMinute = (deletion: string, kind: string) => (counted.get(deletion)?.counts.get(kind) ?? 0) / MINUTES;

  it('none for rules, which are on its disk, and for markers only where somebody may delete lines', () => {
    for (const [deletion, { counts }] of counted) {
      console.info(
        `requests in ${MINUTES} minutes, deletion ${deletion}: ${JSON.stringify(Object.fromEntries(counts))}`,
      );
    }
    expect([...counted.values()].map(({ counts }) => [...counts.keys()].filter((kind) => /rules/.test(kind)))).toEqual([
      [],
      [],
    ]);
    expect(perMinute('disabled', 'LIST markers/')).toBe(0);
    expect(Math.round(perMinute('filter-and-delete', 'LIST markers/'))).toBe(MARKER_LISTS_PER_MINUTE);
  });

  it('one for each run of the compactor, which has no tables yet', () => {
    // Retention runs on a ticker of its own, half an interval later.
    const runs = (60 / COMPACT_EVERY_SECONDS) * (1 + 1 / 1.5);
    for (const deletion of DELETIONS) expect(Math.abs(perMinute(deletion, 'LIST index/') - runs)).toBeLessThan(1.1);
  });

  it('and no other LIST', () => {
    const known = ['LIST index/', 'LIST markers/'];
    for (const { counts } of counted.values()) {
      expect([...counts.keys()].filter((kind) => kind.startsWith('LIST') && !known.includes(kind))).toEqual([]);
    }
  });
});
