import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimal, exact, sum } from './decimal.ts';
import { amount, counted, dollars, grouped, percent, percentAgainst, quantity } from './format.ts';

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
    expect(percentAgainst('-12.5', '50')).toBe('−13 %');
    expect(percentAgainst('50', '50')).toBe('50 %');
    expect(percentAgainst(null, '50')).toBe('unknown');
  });

  test('never says otherwise than the comparison, and takes no more digits than that needs', () => {
    // Hundredths of a millionth: closer to the limit than any saving that was computed from prices.
    const near = fc
      .integer({ min: -(10 ** 9), max: 10 ** 9 })
      .map((value) => decimal('50').plus(decimal(String(value)).div(decimal('100000000'))));
    fc.assert(
      fc.property(near, (value) => {
        const shown = percentAgainst(exact(value), '50');
        const number = decimal(shown.replace(' %', '').replace('−', '-'));
        expect(number.gte(decimal('50'))).toBe(value.gte(decimal('50')));
        if (value.minus(decimal('50')).abs().gte(decimal('0.5'))) expect(shown).not.toContain('.');
      }),
    );
  });

  test('a quantity has few digits where it is large, and enough where it is small', () => {
    const shown = ['0', '7', '1234', '99.994', '99.5', '100.4', '1234.56', '-0.126', '-250.5'].map((value) =>
      quantity(decimal(value)),
    );
    expect(shown).toEqual(['0', '7', '1,234', '99.99', '99.50', '100', '1,235', '−0.13', '−251']);
  });

  test('one is not many', () => {
    expect([counted(1, 'zone'), counted('1', 'zone'), counted(2, 'zone'), counted('0', 'zone')]).toEqual([
      '1 zone',
      '1 zone',
      '2 zones',
      '0 zones',
    ]);
  });

  test('money refuses binary floating point', () => {
    expect(() => decimal(0.1 as unknown as string)).toThrow();
  });

  test('a sum with an unknown part is unknown', () => {
    expect(sum([decimal('1'), undefined])).toBeUndefined();
    expect([dollars(null), amount(null), percent(null)]).toEqual(['unknown', 'unknown', 'unknown']);
  });
});
