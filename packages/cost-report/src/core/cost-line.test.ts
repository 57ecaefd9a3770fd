import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costLine } from './cost-line.ts';

const line = (before: string | null, after: string | null) => costLine({ monthly: before }, { monthly: after });

describe('the line on a change of cost', () => {
  test('shows both sides and the change', () => {
    expect(line('33.35178', '14.001')).toBe('$33.35 → $14.00 a month (−58 %)');
    expect(line('10', '12.5')).toBe('$10.00 → $12.50 a month (+25 %)');
    expect(line('10', '0')).toBe('$10.00 → $0.00 a month (−100 %)');
    expect(line('10', '10.04')).toBe('$10.00 → $10.04 a month (0 %)');
  });

  test('says so where nothing changes', () => {
    expect(line('10', '10.0')).toBe('$10.00 a month, unchanged');
    expect(line('0', '0.00')).toBe('$0.00 a month, unchanged');
  });

  test('has one side where there was nothing before', () => {
    expect(costLine(undefined, { monthly: '10' })).toBe('$10.00 a month');
    expect(costLine(undefined, { monthly: null })).toBe('unknown a month');
  });

  test('has no percentage of nothing', () => {
    expect(line('0', '5')).toBe('$0.00 → $5.00 a month');
    expect(line('-1', '5')).toBe('−$1.00 → $5.00 a month');
  });

  test('names an unknown side', () => {
    expect(line(null, '10')).toBe('unknown → $10.00 a month');
    expect(line('10', null)).toBe('$10.00 → unknown a month');
    expect(line(null, null)).toBe('unknown → unknown a month');
  });

  test('says what is left of two systems in the end, where that is known', () => {
    const both = { monthly: '12.5', paying: ['cloudwatch', 'loki'], settled: '4' };
    expect(costLine({ monthly: '10' }, both)).toBe(
      '$10.00 → $12.50 a month (+25 %) · CloudWatch and Loki are both paid; from cleanup on $4.00',
    );
    for (const one of [
      { ...both, paying: ['loki'] },
      { ...both, settled: null },
      { ...both, paying: [] },
    ]) {
      expect(costLine({ monthly: '10' }, one)).toBe('$10.00 → $12.50 a month (+25 %)');
    }
  });

  test('takes any two amounts, and its percentage has the sign of the change', () => {
    const amounts = fc.integer({ min: 0, max: 10 ** 7 }).map((cents) => (cents / 100).toFixed(2));
    fc.assert(
      fc.property(amounts, amounts, (before, after) => {
        const shown = line(before, after);
        const sign = /\(([+−]?)/.exec(shown)?.[1];
        const change = (Number(after) - Number(before)) / Number(before);
        if (before === after) expect(shown).toContain('unchanged');
        else if (Number(before) === 0) expect(shown).not.toContain('%');
        else if (Math.abs(change) >= 0.006) expect(sign).toBe(change > 0 ? '+' : '−');
      }),
    );
  });
});
