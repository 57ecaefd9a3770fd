import { PRICE_ITEMS } from '@loki-adoption/environment';
import { beforeEach, describe, expect, test } from 'vitest';
import type { CorrectedAssumptions } from './assumptions.ts';
import { forecast } from './forecast.ts';
import type { Column, CostReport } from './report.ts';
import { sample } from './sample.fixture.ts';

/** 60 streams cut every hour, the endpoint in one zone and gone afterwards, no series of the sidecars. */
const SIXTY_STREAMS: Partial<CorrectedAssumptions> = {
  streams: '60',
  chunkHours: '1',
  chunkBytes: '1536000',
  endpointZones: '1',
  endpointUsers: [],
  seriesPerSidecar: '0',
};

function sixtyStreams(more: Partial<CorrectedAssumptions> = {}): CostReport {
  return forecast(sample(), { overrides: { ...SIXTY_STREAMS, ...more } });
}

function cents(value: string | null | undefined, digits = 2): string {
  return Number(value).toFixed(digits);
}

function line(side: Column, key: string): string {
  return cents(side.lines.find((candidate) => candidate.key === key)?.amount);
}

describe('50 GB a month with 60 streams, one zone, an EC2 share', () => {
  let report: CostReport;
  beforeEach(() => {
    report = sixtyStreams();
  });

  test('costs 33.35 with CloudWatch, 13.92 with Loki, 58 % less', () => {
    expect(cents(report.cloudwatch.total)).toBe('33.35');
    expect(cents(report.loki.total)).toBe('13.92');
    expect(cents(report.saving.percent, 0)).toBe('58');
    expect(report.budget.verdict).toBe('pass');
  });

  test('has the lines that the design got wrong', () => {
    expect(line(report.cloudwatch, 'cloudwatch-storage')).toBe('0.05');
    expect(line(report.cloudwatch, 'endpoint-hours')).toBe('7.30');
    expect(line(report.cloudwatch, 'endpoint-data')).toBe('0.50');
    expect(line(report.loki, 'loki-storage')).toBe('0.06');
    expect(line(report.loki, 's3-put')).toBe('0.31');
    expect(line(report.loki, 's3-list')).toBe('0.42');
    expect(line(report.loki, 'loki-node-share')).toBe('12.60');
    expect(line(report.loki, 'cross-zone')).toBe('0.50');
  });

  test('costs 20.85 in the Infrequent Access class, which Loki undercuts by a third', () => {
    expect(cents(report.infrequentAccess?.total)).toBe('20.85');
  });

  test('breaks even near 12 GB', () => {
    expect(report.breakEven.cloudwatch?.volumesGb.map((volume) => cents(volume, 0))).toEqual(['12']);
  });

  test('saves 42 % on Fargate, 36 % when the endpoint has to stay', () => {
    const fargate = sixtyStreams({ compute: 'fargate' });
    expect([line(fargate.loki, 'loki-fargate-cpu'), line(fargate.loki, 'loki-fargate-memory')]).toEqual([
      '14.78',
      '3.24',
    ]);
    expect(cents(fargate.saving.percent, 0)).toBe('42');
    const kept = sixtyStreams({ endpointUsers: ['ui'] });
    expect(cents(kept.saving.percent, 0)).toBe('36');
    expect(kept.budget.verdict).toBe('fail');
    expect(kept.breakEven.cloudwatch?.volumesGb.map((volume) => cents(volume, 0))).toEqual(['26']);
  });

  test('is dearer with Loki once 3,000 series go to Managed Prometheus', () => {
    expect(Number(sixtyStreams({ sidecars: '1', seriesPerSidecar: '3000' }).saving.monthly)).toBeLessThan(0);
  });

  test('bills 15.77 for a thousand series at 15 seconds', () => {
    expect(line(sixtyStreams({ sidecars: '1', seriesPerSidecar: '1000' }).loki, 'sidecar-metrics')).toBe('15.77');
  });
});

describe('an environment', () => {
  test('gives streams, zones and sidecars itself', () => {
    const values = Object.fromEntries(forecast(sample()).assumptions.map((entry) => [entry.name, entry.value]));
    expect(values).toMatchObject({ streams: '12', zones: '2', 'tasks with a sidecar': '3' });
  });

  test('keeps the endpoint on both sides while something writes to CloudWatch Logs', () => {
    const report = forecast(sample());
    expect(line(report.cloudwatch, 'endpoint-hours')).toBe('14.60');
    expect(line(report.loki, 'endpoint-hours')).toBe('14.60');
  });

  test('pays the prices of its region, and says which ones are borrowed', () => {
    const report = forecast(sample({ region: 'eu-west-1' }));
    expect(line(report.cloudwatch, 'cloudwatch-ingest')).toBe('28.50');
    expect(line(report.cloudwatch, 'endpoint-hours')).toBe('16.06');
    expect(report.notes[0]).toMatch(/no price for eu-west-1 .*us-east-1 stand in: .*Logs Insights/);
    expect(forecast(sample()).notes.join()).not.toContain('stand in');
  });

  test('multiplies compute, chunks and pushes with the replicas', () => {
    const single = sixtyStreams().loki;
    const three = sixtyStreams({ replicas: '3', replicationFactor: '3' }).loki;
    expect(line(three, 'loki-node-share')).toBe('37.80');
    expect(line(three, 'cross-zone')).toBe('1.50');
    expect(Number(line(three, 's3-put'))).toBeGreaterThan(2 * Number(line(single, 's3-put')));
  });
});

describe('the copies of a chunk', () => {
  test.each([
    ['replicated', 3, '3'],
    ['replicated', 5, '3'],
    ['replicated', 2, '1'],
    ['single', 3, '1'],
  ] as const)('of a %s Loki of %i are %s', (topology, replicas, copies) => {
    const environment = sample();
    const loki = { ...environment.loki, topology, replicas };
    const found = forecast({ ...environment, loki }).assumptions.find(({ name }) => name === 'Loki');
    expect(found?.note).toBe(`replication ${copies}`);
  });
});

describe('the sidecars', () => {
  test('save what Alloy needs less than ADOT', () => {
    const environment = sample();
    const alloy = { ...environment.alloy, cpu: 64, memory: 128 };
    // 3 × (9 × 64 ÷ 1024 + 128 ÷ 1024) ÷ 52 × 730 h × 0.1632
    expect(line(forecast({ ...environment, alloy }).loki, 'sidecar-difference')).toBe('-4.73');
  });

  test('are no line where no service moves', () => {
    const environment = sample();
    const services = Object.fromEntries(
      Object.entries(environment.services).map(([name, each]) => [name, { ...each, collector: 'none' as const }]),
    );
    const keys = forecast({ ...environment, services }).loki.lines.map(({ key }) => key);
    expect(keys).not.toContain('sidecar-difference');
    expect(keys).toContain('loki-node-share');
  });
});

describe('what is unknown', () => {
  test('is not counted as 0: beyond what this Loki takes there is no total, no saving and no verdict', () => {
    const report = forecast(sample(), { volumeGb: 20_000 });
    expect(report.loki.total).toBeNull();
    expect(report.cloudwatch.total).not.toBeNull();
    expect(report.saving).toEqual({ monthly: null, annual: null, percent: null });
    expect(report.budget.verdict).toBe('unknown');
    expect(report.notes[0]).toBe(
      'Unknown, and not counted as 0: Loki, share of a node. Either the volume is more than a Loki of this size takes ' +
        '(5 MB/s, `loki.ingest`), or no price is known for that quantity.',
    );
  });

  test('covers every line outside the partition aws', () => {
    const report = forecast(sample({ region: 'cn-north-1', partition: 'aws-cn' }));
    expect(report.cloudwatch.lines.every((entry) => entry.amount === null)).toBe(true);
    expect(report.breakEven.cloudwatch).toBeNull();
    expect(report.budget.verdict).toBe('unknown');
  });

  test('leaves no saving where only CloudWatch is unknown', () => {
    const china = sample({ region: 'cn-north-1', partition: 'aws-cn' });
    const known = PRICE_ITEMS.filter((item) => item !== 'logsIngest').map((item) => [item, '0.01']);
    const cost = { ...china.cost, prices: Object.fromEntries(known) };
    const report = forecast({ ...china, cost });
    expect([report.cloudwatch.total, report.loki.total === null]).toEqual([null, false]);
    expect(report.saving).toEqual({ monthly: null, annual: null, percent: null });
    expect(report.breakEven.cloudwatch).toBeNull();
  });

  test.each([0, -1, Number.NaN, 'much', '1e12', '50 GB', 'x50', '1e', '1e2x', '1.', '.5', '', '1e123'])(
    'a volume that is no positive number is refused: %j',
    (volumeGb) => {
      expect(() => forecast(sample(), { volumeGb })).toThrow(/^The log volume is ".*": expected GB a month/);
    },
  );

  test.each([
    ['1e2', '100'],
    ['1E+2', '100'],
    ['25e-1', '2.5'],
    ['1e-10', '0.0000000001'],
    ['999999999', '999999999'],
  ])('a volume may be written as %s', (volumeGb, exact) => {
    expect(forecast(sample(), { volumeGb }).volumeGb).toBe(exact);
  });
});
