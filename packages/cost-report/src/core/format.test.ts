import { describe, expect, test } from 'vitest';
import { costLine } from './cost-line.ts';
import { decimal, exact, sum } from './decimal.ts';
import { amount, dollars, grouped, percent, percentAgainst } from './format.ts';

describe('rounding', () => {
  test('is half-up and happens on exact decimals', () => {
    expect(amount('1.005')).toBe('1.01');
    expect(amount('2.675')).toBe('2.68');
    expect(amount('0.004999999')).toBe('0.00');
    expect(dollars('273.5', 0)).toBe('$274');
    expect(percent('66.1159')).toBe('66 %');
    expect(exact(decimal('0.1').plus(decimal('0.2')))).toBe('0.3');
  });

  test('never shows a negative zero, and groups thousands', () => {
    expect(dollars('-0.001')).toBe('$0.00');
    expect(dollars('-1234.5')).toBe('−$1,234.50');
    expect(grouped(decimal('1234567'), 0)).toBe('1,234,567');
  });

  test('leaves no doubt on which side of the budget a saving is', () => {
    expect(percentAgainst('49.6', '50')).toBe('49.6 %');
    expect(percentAgainst('49.96', '50')).toBe('49.96 %');
    expect(percentAgainst('50.4', '50')).toBe('50 %');
    expect(percentAgainst(null, '50')).toBe('unknown');
  });

  test('money refuses binary floating point', () => {
    expect(() => decimal(0.1 as unknown as string)).toThrow();
  });

  test('a sum with an unknown part is unknown', () => {
    expect(sum([decimal('1'), undefined])).toBeUndefined();
    expect(dollars(null)).toBe('unknown');
  });
});

describe('the cost row of a plan', () => {
  test('shows both sides and the change', () => {
    expect(costLine({ monthly: '33.35178' }, { monthly: '14.001' })).toBe('$33.35 → $14.00 a month (−58 %)');
    expect(costLine({ monthly: '10' }, { monthly: '12.5' })).toBe('$10.00 → $12.50 a month (+25 %)');
    expect(costLine({ monthly: '10' }, { monthly: '10.0' })).toBe('$10.00 a month, unchanged');
    const both = { monthly: '12.5', paying: ['cloudwatch', 'loki'], settled: '4' };
    expect(costLine({ monthly: '10' }, both)).toBe(
      '$10.00 → $12.50 a month (+25 %) · CloudWatch and Loki are both paid; from cleanup on $4.00',
    );
    expect(costLine({ monthly: '10' }, { ...both, paying: ['loki'] })).toBe('$10.00 → $12.50 a month (+25 %)');
    expect(costLine({ monthly: '10' }, { ...both, settled: null })).toBe('$10.00 → $12.50 a month (+25 %)');
    expect(costLine(undefined, { monthly: '10' })).toBe('$10.00 a month');
  });

  test('names an unknown side', () => {
    expect(costLine({ monthly: null }, { monthly: '10' })).toBe('unknown → $10.00 a month');
    expect(costLine({ monthly: '10' }, { monthly: null })).toBe('$10.00 → unknown a month');
  });
});
