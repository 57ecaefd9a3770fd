import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimal } from './decimal.ts';
import { forecast } from './forecast.ts';
import type { Column, CostReport } from './report.ts';
import { sample } from './sample.fixture.ts';

const volumes = fc.double({ min: 0.001, max: 12_000, noNaN: true });
const settings = fc.record({
  streams: fc.integer({ min: 0, max: 5000 }).map(String),
  compute: fc.constantFrom('ec2-share' as const, 'fargate' as const),
  seriesPerSidecar: fc.integer({ min: 0, max: 100_000 }).map(String),
  lokiCompression: fc.integer({ min: 1, max: 20 }).map(String),
  retentionDays: fc.integer({ min: 1, max: 3650 }).map(String),
  endpointUsers: fc.constantFrom<readonly string[]>([], ['ui']),
});

function columns(report: CostReport): Column[] {
  return [report.cloudwatch, report.loki, ...(report.infrequentAccess ? [report.infrequentAccess] : [])];
}

fc.configureGlobal({ numRuns: 60 });

describe('for any volume and any assumptions', () => {
  test('the total is exactly the sum of its lines', () => {
    fc.assert(
      fc.property(
        volumes,
        settings,
        fc.constantFrom('seed' as const, 'corrected' as const),
        (volumeGb, overrides, assumptions) => {
          for (const side of columns(forecast(sample(), { volumeGb, overrides, assumptions }))) {
            const sum = side.lines.reduce((total, line) => total.plus(decimal(line.amount ?? 'unknown')), decimal('0'));
            expect(side.total).toBe(sum.toFixed());
          }
        },
      ),
    );
  });

  test('no column gets cheaper when the volume grows', () => {
    fc.assert(
      fc.property(volumes, volumes, settings, (a, b, overrides) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((volumeGb) =>
          columns(forecast(sample(), { volumeGb, overrides })),
        );
        for (const [index, side] of (less ?? []).entries()) {
          expect(decimal(more?.[index]?.total ?? 'unknown').gte(decimal(side.total ?? 'unknown'))).toBe(true);
        }
      }),
    );
  });

  test('both sides cost the same at a break-even, and the cheaper side changes there', () => {
    fc.assert(
      fc.property(settings, (overrides) => {
        const found = forecast(sample(), { overrides }).breakEven.cloudwatch;
        for (const volume of found?.volumesGb ?? []) {
          if (decimal(volume).lt(decimal('0.01'))) continue;
          const at = (factor: string) =>
            Number(
              forecast(sample(), { volumeGb: decimal(volume).times(decimal(factor)).toFixed(), overrides }).saving
                .monthly,
            );
          expect(Math.abs(at('1'))).toBeLessThan(1e-9);
          if (decimal(volume).lt(decimal('12000'))) expect(Math.sign(at('0.99999'))).toBe(-Math.sign(at('1.00001')));
        }
      }),
    );
  });
});
