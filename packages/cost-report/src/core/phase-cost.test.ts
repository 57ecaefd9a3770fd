import type { Phase } from '@loki-adoption/environment';
import { beforeEach, describe, expect, test } from 'vitest';
import { decimal } from './decimal.ts';
import { forecast, phaseCost } from './forecast.ts';
import type { CostReport } from './report.ts';
import { sample } from './sample.fixture.ts';

function monthly(phase: Phase, assumptions?: 'seed'): string | null {
  return phaseCost(sample({ phase }), { assumptions }).monthly;
}

describe('a phase', () => {
  let ends: CostReport;
  beforeEach(() => {
    ends = forecast(sample());
  });

  test('baseline pays CloudWatch alone, cleanup Loki alone', () => {
    expect(monthly('baseline')).toBe(ends.cloudwatch.total);
    expect(monthly('cleanup')).toBe(ends.loki.total);
  });

  test('rollout and validation pay both, and the endpoint once', () => {
    const both = decimal(ends.cloudwatch.total ?? '').plus(decimal(ends.loki.total ?? ''));
    expect(monthly('rollout')).toBe(both.minus(decimal('14.6')).toFixed());
    expect(monthly('validation')).toBe(monthly('rollout'));
    expect(phaseCost(sample({ phase: 'rollout' })).paying).toEqual(['cloudwatch', 'loki']);
  });

  test.each([
    ['baseline', ['cloudwatch']],
    ['infrastructure', ['cloudwatch', 'loki']],
    ['rollout', ['cloudwatch', 'loki']],
    ['validation', ['cloudwatch', 'loki']],
    ['cleanup', ['loki']],
  ] as const)('%s pays %j, and lists nothing else', (phase, paying) => {
    const cost = phaseCost(sample({ phase }));
    expect(cost.paying).toEqual(paying);
    const sides = { cloudwatch: ends.cloudwatch.lines, loki: ends.loki.lines };
    const expected = new Set(paying.flatMap((side) => sides[side].map((line) => line.key)));
    expect(cost.lines.map((line) => line.key).sort()).toEqual([...expected].sort());
  });

  test('infrastructure adds a Loki that receives nothing', () => {
    const { lines } = phaseCost(sample({ phase: 'infrastructure' }));
    const amounts = Object.fromEntries(lines.map((line) => [line.key, Number(line.amount)]));
    expect(amounts['loki-node-share']).toBeCloseTo(12.6, 2);
    expect(amounts).toMatchObject({ 'loki-storage': 0, 's3-get': 0, 'cross-zone': 0, 'sidecar-metrics': 0 });
    expect(amounts['s3-put']).toBeCloseTo(0.0438, 4);
  });

  test('tells what is paid in the end, whatever the phase', () => {
    const settled = (['baseline', 'infrastructure', 'rollout'] as const).map(
      (phase) => phaseCost(sample({ phase })).settled,
    );
    expect(settled).toEqual([ends.loki.total, ends.loki.total, ends.loki.total]);
  });

  test('can be priced with the design’s estimate', () => {
    expect(
      (['baseline', 'infrastructure', 'rollout', 'cleanup'] as const).map((phase) => monthly(phase, 'seed')),
    ).toEqual(['34.5', '42.5', '46.19', '11.69']);
  });

  test('is unknown when a part of it is', () => {
    expect(phaseCost(sample({ phase: 'rollout' }), { volumeGb: 20_000 }).monthly).toBeNull();
  });
});
