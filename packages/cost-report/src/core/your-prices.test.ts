import { type Environment, PRICE_ITEMS } from '@loki-adoption/environment';
import { expect, test } from 'vitest';
import { forecast } from './forecast.ts';
import { PRICE_BOOK } from './price-book.ts';
import { renderReport } from './render.ts';
import type { Column } from './report.ts';
import { sample } from './sample.fixture.ts';

function withPrices(prices: Environment['cost']['prices'], environment = sample()): Environment {
  return { ...environment, cost: { ...environment.cost, prices } };
}

function line(side: Column, key: string) {
  const found = side.lines.find((each) => each.key === key);
  return found && [found.amount, found.unitPrice, found.price?.source];
}

test('an environment may replace every price of the price book, and nothing else', () => {
  expect([...PRICE_ITEMS].sort()).toEqual(Object.keys(PRICE_BOOK).sort());
});

test('your price stands in for the price book, for any quantity, and says where it is declared', () => {
  const prices = { logsIngest: '0.30', s3Writes: '0.001', metricSamples: '0' };
  const report = forecast(withPrices(prices), {
    sourceOf: (path) => `environments/base.yaml:${path.join('.').length}`,
  });
  expect(line(report.cloudwatch, 'cloudwatch-ingest')).toEqual([
    '15',
    '$0.30 per GB, your price',
    'your price, environments/base.yaml:22',
  ]);
  expect(line(report.loki, 'sidecar-metrics')?.[0]).toBe('0');
  expect(line(report.cloudwatch, 'cloudwatch-storage')).toEqual(
    line(forecast(sample()).cloudwatch, 'cloudwatch-storage'),
  );
  const text = renderReport(report);
  expect(text).toContain('$0.30 per GB, your price');
  expect(text).toContain(
    '| CloudWatch Logs ingestion, Standard class | us-east-1 | AmazonCloudWatch DataProcessing-Bytes | – | – | your price, environments/base.yaml:22 |',
  );
  expect(text).toMatch(/<sub>.*AWS list prices for us-east-1.*, and 3 of your own, USD/);
});

test('your price says where it is declared by its path, where nobody knows the line', () => {
  const { cloudwatch } = forecast(withPrices({ logsIngest: '0.30' }));
  expect(line(cloudwatch, 'cloudwatch-ingest')?.[2]).toBe('your price, cost.prices.logsIngest');
});

test('a place without list prices is known once all prices are yours', () => {
  const china = sample({ region: 'cn-north-1', partition: 'aws-cn' });
  expect(forecast(china).cloudwatch.total).toBeNull();
  const all = Object.fromEntries(PRICE_ITEMS.map((item) => [item, '0.01']));
  const report = forecast(withPrices(all, china));
  expect(report.cloudwatch.total).not.toBeNull();
  expect(report.loki.total).not.toBeNull();
  expect(report.notes.join()).not.toContain('stand in');
});

test("the design's estimate keeps its own unit costs, and says so", () => {
  const report = forecast(withPrices({ logsIngest: '9' }), { assumptions: 'seed' });
  expect(report.cloudwatch.total).toBe('34.5');
  expect(report.notes).toEqual([expect.stringMatching(/7 days\. Your own prices \(`cost\.prices`\) are left out\.$/)]);
  expect(forecast(sample(), { assumptions: 'seed' }).notes).toEqual([expect.stringMatching(/1 GB, 7 days\.$/)]);
});

test('a Loki on Fargate is priced as one', () => {
  const environment = sample();
  const fargate: Environment = { ...environment, loki: { ...environment.loki, capacity: 'fargate' } };
  const keys = forecast(fargate).loki.lines.map(({ key }) => key);
  expect(keys).toContain('loki-fargate-cpu');
  expect(keys).not.toContain('loki-node-share');
});
