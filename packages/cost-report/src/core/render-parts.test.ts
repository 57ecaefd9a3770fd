import { expect, test } from 'vitest';
import { crossingText } from './render-parts.ts';
import type { BreakEven } from './report.ts';

const found = (volumesGb: string[], cheaperAtFirst: BreakEven['cheaperAtFirst'], upToGb: string | null = null) => ({
  volumesGb,
  cheaperAtFirst,
  upToGb,
});

test.each([
  [null, 'unknown against CloudWatch'],
  [found([], 'equal'), 'Loki and CloudWatch cost the same at any volume'],
  [found([], 'loki'), 'Loki costs less than CloudWatch at any volume'],
  [found([], 'other'), 'Loki costs more than CloudWatch at any volume'],
  [found([], 'other', '12500.4'), 'Loki costs more than CloudWatch at any volume up to 12,500 GB a month'],
  [found([], 'equal', '50'), 'Loki and CloudWatch cost the same at any volume up to 50 GB a month'],
  [found(['26.4'], 'other'), 'Loki costs less than CloudWatch above 26 GB a month'],
  [found(['26.4'], 'loki'), 'Loki costs less than CloudWatch below 26 GB a month'],
  [found(['9.876'], 'other'), 'Loki costs less than CloudWatch above 9.88 GB a month'],
  [found(['10'], 'other'), 'Loki costs less than CloudWatch above 10 GB a month'],
  [
    found(['5', '1500.6', '2000'], 'other'),
    'Loki costs less than CloudWatch above 5.00 GB a month, and it turns again at 1,501 GB and 2,000 GB',
  ],
])('%j reads: %s', (breakEven, text) => {
  expect(crossingText(breakEven, 'CloudWatch')).toBe(text);
});
