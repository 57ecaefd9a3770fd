import { describe, expect, test } from 'vitest';
import { decimal } from './decimal.ts';
import { PRICE_BOOK, type PriceItem } from './price-book.ts';
import { charge, priceFor } from './prices.ts';

const VIRGINIA = { region: 'us-east-1', partition: 'aws' };

function cost(name: 'endpointBytes' | 's3Storage' | 'metricSamples', quantity: string): string | undefined {
  const price = priceFor(name, VIRGINIA);
  return price && charge(price, decimal(quantity))?.toFixed();
}

describe('the price book', () => {
  const items: [string, PriceItem][] = Object.entries(PRICE_BOOK);

  test.each(items)('%s: decimal strings, sorted tiers from 0, a source and a day for each region', (_name, item) => {
    for (const region of Object.values(item.regions)) {
      expect(region.date).toMatch(/^20[0-9]{2}-[01][0-9]-[0-3][0-9]$/);
      expect(region.source).not.toBe('');
      expect(region.tiers[0]?.from).toBe('0');
      const starts = region.tiers.map((tier) => Number(tier.from));
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
      for (const tier of region.tiers) expect(tier.usd).toMatch(/^0\.[0-9]+$/);
    }
  });
});

describe('a price', () => {
  test('is charged tier by tier, with binary borders', () => {
    expect(cost('s3Storage', '52900')).toBe('1215');
    expect(cost('endpointBytes', '7000000')).toBe('42680.064');
  });

  test('is unknown beyond its last known tier', () => {
    expect(cost('metricSamples', '175200000')).toBe('15.768');
    expect(cost('metricSamples', '252000000001')).toBeUndefined();
  });

  test('of an unlisted region is the one of us-east-1 and says so', () => {
    expect(priceFor('logsIngest', { region: 'ap-south-1', partition: 'aws' })?.reference?.region).toBe('us-east-1');
    expect(priceFor('logsIngest', { region: 'constructor', partition: 'aws' })?.reference?.region).toBe('us-east-1');
    expect(priceFor('logsIngest', { region: 'eu-west-1', partition: 'aws' })?.reference?.region).toBe('eu-west-1');
  });

  test('is unknown in another partition', () => {
    expect(priceFor('logsIngest', { region: 'us-gov-west-1', partition: 'aws-us-gov' })).toBeUndefined();
  });
});
