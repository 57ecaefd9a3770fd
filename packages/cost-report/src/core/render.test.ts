import { describe, expect, test } from 'vitest';
import { forecast } from './forecast.ts';
import { renderReport } from './render.ts';
import { sample } from './sample.fixture.ts';

describe('the report', () => {
  const text = renderReport(forecast(sample(), { volumeGb: 100 }));

  test('starts with the verdict', () => {
    expect(text.split('\n')[0]).toBe('## Logging spend of sample, forecast · ✅ saving 55 %, budget 50 %');
  });

  test('shows the three columns by row, nothing where a side has no such line', () => {
    expect(text).toContain(
      '| USD per month | CloudWatch | CloudWatch Infrequent Access | Loki |\n|---|---:|---:|---:|',
    );
    expect(text).toContain('| ingest | 50.00 | 25.00 | – |');
    expect(text).toMatch(/\| \*\*total\*\* \| \*\*\$66\.70\*\* \| \*\*\$41\.70\*\* \| \*\*\$[0-9.]+\*\* \|/);
  });

  test('tells the break-even, the sensitivity, and what sets it apart from the design', () => {
    expect(text).toMatch(/\*\*Break-even:\*\* Loki costs less than CloudWatch above \d+ GB a month \(now 100 GB\)\./);
    expect(text).toContain('| 10× | 1,000 |');
    expect(text).toContain('| Loki: compute | 8.00 | 12.60 |');
    expect(text).toMatch(/AWS list prices for us-east-1, dated 2026-08-09 to 2026-10-07/);
  });

  test('has as many cells in each row of a table as in its head', () => {
    for (const block of text.split('\n\n').filter((part) => part.startsWith('|'))) {
      const counts = block.split('\n').map((row) => row.replace(/\\\|/g, '').split('|').length);
      expect(new Set(counts).size).toBe(1);
    }
  });

  test('escapes what comes from elsewhere', () => {
    const hostile = forecast(sample(), { overrides: { endpointUsers: ['a|b <img src=x> @team'] } });
    expect(renderReport(hostile)).toContain('stays for a\\|b &lt;img src=x&gt; @&#8203;team: no saving');
    expect(renderReport(hostile)).not.toContain('<img');
  });

  test('says unknown where something is, and never 0', () => {
    const unknown = renderReport(forecast(sample(), { volumeGb: 20_000 }));
    expect(unknown.split('\n')[0]).toBe('## Logging spend of sample, forecast · ❔ saving unknown, budget 50 %');
    expect(unknown).toContain('| compute | – | – | unknown |');
    expect(unknown).toMatch(/\| \*\*total\*\* \| \*\*\$[0-9,.]+\*\* \| \*\*\$[0-9,.]+\*\* \| \*\*unknown\*\* \|/);
  });
});
