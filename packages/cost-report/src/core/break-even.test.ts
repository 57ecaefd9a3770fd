import { describe, expect, test } from 'vitest';
import { breakEven } from './break-even.ts';
import { decimal } from './decimal.ts';
import type { LineModel } from './line.ts';
import type { Tier } from './price-book.ts';

interface Shape {
  fixed?: string;
  atLeast?: string;
  perGb?: string;
  tiers?: readonly { from: string; usd: string }[];
  upTo?: string;
}

function line({ fixed = '0', atLeast = '0', perGb = '0', tiers = [{ from: '0', usd: '1' }], upTo }: Shape): LineModel {
  return {
    key: 'line',
    row: 'ingest',
    label: 'line',
    quantity: { fixed: decimal(fixed), atLeast: decimal(atLeast), perGb: decimal(perGb) },
    price: { tiers, per: '1', unit: 'GB', text: '' },
    describe: () => ({ quantity: '', formula: '' }),
    why: '',
    ...(upTo === undefined ? {} : { validUpTo: decimal(upTo) }),
  };
}

describe('break-even', () => {
  test('is solved exactly on two straight lines', () => {
    const found = breakEven([line({ fixed: '8', perGb: '0.5' })], [line({ perGb: '1' })]);
    expect(found).toEqual({ volumesGb: ['16'], cheaperAtFirst: 'other', upToGb: null });
  });

  test('does not exist when one side is cheaper everywhere, or both are the same', () => {
    expect(breakEven([line({ perGb: '1' })], [line({ perGb: '2' })])).toMatchObject({
      volumesGb: [],
      cheaperAtFirst: 'loki',
    });
    expect(breakEven([line({ fixed: '3', perGb: '2' })], [line({ perGb: '1' })])).toMatchObject({
      volumesGb: [],
      cheaperAtFirst: 'other',
    });
    expect(breakEven([line({ perGb: '1' })], [line({ perGb: '1' })])).toMatchObject({
      volumesGb: [],
      cheaperAtFirst: 'equal',
    });
  });

  test('lies beyond a floor that the volume has to outgrow first', () => {
    const found = breakEven([line({ atLeast: '10', perGb: '1' })], [line({ fixed: '20' })]);
    expect(found?.volumesGb).toEqual(['20']);
  });

  test('is found twice when a price falls in a higher tier', () => {
    const tiers: Tier[] = [
      { from: '0', usd: '2' },
      { from: '10', usd: '0.1' },
    ];
    const found = breakEven([line({ fixed: '5', perGb: '1' })], [line({ perGb: '1', tiers })]);
    expect(found?.volumesGb[0]).toBe('5');
    expect(Number(found?.volumesGb[1])).toBeCloseTo(15.5556, 4);
  });

  test('is not where a piece would lead that ends before', () => {
    const tiers: Tier[] = [
      { from: '0', usd: '1' },
      { from: '10', usd: '3' },
    ];
    // Until 10 GB Loki catches up, as if to be cheaper from 20 GB on.
    const found = breakEven([line({ fixed: '20' }), line({ perGb: '1', tiers })], [line({ perGb: '2' })]);
    expect(found).toMatchObject({ volumesGb: [], cheaperAtFirst: 'other' });
  });

  test('lies beyond the last of several tiers', () => {
    const tiers: Tier[] = [
      { from: '0', usd: '1' },
      { from: '5', usd: '0.9' },
      { from: '20', usd: '0.5' },
    ];
    const found = breakEven([line({ fixed: '100' }), line({ perGb: '1', tiers })], [line({ perGb: '1' })]);
    // 100 + 5 + 13.5 + 0.5 (V - 20) = V
    expect(found?.volumesGb).toEqual(['217']);
  });

  test('is unknown when what it is compared with is', () => {
    expect(breakEven([line({ perGb: '1' })], [{ ...line({}), price: undefined }])).toBeNull();
  });

  test('is not looked for beyond the volume that the model is valid for', () => {
    const dear = [line({ fixed: '100', upTo: '50' })];
    expect(breakEven(dear, [line({ perGb: '1' })])).toEqual({ volumesGb: [], cheaperAtFirst: 'other', upToGb: '50' });
  });

  test('is unknown when a price is', () => {
    const unknown: LineModel = { ...line({}), price: undefined };
    expect(breakEven([unknown], [line({ perGb: '1' })])).toBeNull();
  });
});
