import { expect, test } from 'vitest';
import { decimal } from './decimal.ts';
import { column, type LineModel, type Quantity } from './line.ts';

const at = (volume: string, quantity: { [part in keyof Quantity]?: string }, more: Partial<LineModel> = {}) => {
  const { fixed = '0', atLeast = '0', perGb = '0' } = quantity;
  const line: LineModel = {
    key: 'line',
    row: 'ingest',
    label: 'line',
    quantity: { fixed: decimal(fixed), atLeast: decimal(atLeast), perGb: decimal(perGb) },
    price: { tiers: [{ from: '0', usd: '2' }], per: '1', unit: 'GB', text: '$2' },
    describe: (_volume, count) => ({ quantity: count.toFixed(), formula: '' }),
    why: '',
    ...more,
  };
  return column([line], decimal(volume));
};

test.each([
  [{ fixed: '3' }, '3', 'fixed'],
  [{ perGb: '2' }, '20', 'with volume'],
  [{ fixed: '3', perGb: '2' }, '23', 'partly'],
  [{ atLeast: '5', perGb: '2' }, '20', 'partly'],
  [{ atLeast: '50', perGb: '2' }, '50', 'partly'],
  [{ fixed: '3', atLeast: '50', perGb: '2' }, '53', 'partly'],
])('of %j there are %s at 10 GB, which is %s', (quantity, count, scales) => {
  const { lines, total } = at('10', quantity);
  expect(lines).toMatchObject([{ quantity: count, scales, amount: String(Number(count) * 2) }]);
  expect(total).toBe(String(Number(count) * 2));
});

test('a line is known up to the volume that its model is valid for, and not beyond', () => {
  const validUpTo = decimal('10');
  expect(at('10', { perGb: '1' }, { validUpTo }).total).toBe('20');
  expect(at('10.001', { perGb: '1' }, { validUpTo }).total).toBeNull();
});

test('a line without a price is unknown', () => {
  const { lines, total } = at('10', { perGb: '1' }, { price: undefined });
  expect(lines).toMatchObject([{ amount: null, unitPrice: 'unknown' }]);
  expect(total).toBeNull();
});
