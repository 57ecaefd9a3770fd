import { beforeEach, describe, expect, test } from 'vitest';
import { forecast } from './forecast.ts';
import { renderReport } from './render.ts';
import { sample } from './sample.fixture.ts';

describe('the report', () => {
  let text = '';
  beforeEach(() => {
    text = renderReport(forecast(sample(), { volumeGb: 100 }));
  });

  test('starts with the verdict', () => {
    expect(text.split('\n')[0]).toBe('## Logging spend of sample, forecast · ✅ saving 55 %, budget 50 %');
  });

  test('says in single points what is compared, what it costs, whether that is within the budget, and why', () => {
    const lead = text.slice(text.indexOf('\n\n') + 2, text.indexOf('\n\n| USD per month'));
    expect(lead.split('\n')).toEqual([
      'What the services that move write in a month, **100 GB**: kept in CloudWatch Logs as now, or in Loki after the migration.',
      '',
      expect.stringMatching(
        /^- \*\*Cost:\*\* \*\*\$30\.35\*\* a month with Loki, \*\*\$66\.70\*\* with CloudWatch: \$36\.3\d less/,
      ),
      '- **Budget met:** saving 55 %, at least 50 % is asked for.',
      expect.stringMatching(/^- \*\*Staying, in a cheaper class:\*\* .* costs \$41\.70, more than Loki\.$/),
      expect.stringMatching(/^- \*\*Break-even:/),
      "- **CloudWatch's figure** is mostly ingest $50.00 and endpoint for logs $15.60; $14.60 of it stays the same at any volume.",
      "- **Loki's figure** is mostly endpoint for logs $14.60 and compute $12.60; $28.99 of it stays the same at any volume.",
    ]);
  });

  test('a budget that is missed and a class that is cheaper than Loki are named', () => {
    const small = renderReport(forecast(sample(), { volumeGb: 30 }));
    expect(small).toContain('- **Budget not met:** saving');
    expect(small).toMatch(/- ⚠️ \*\*Staying, in a cheaper class:.*\*\*less than Loki\*\*/);
  });

  test('a Loki that costs more is named as such, and so is a figure that all grows with the volume', () => {
    const dear = renderReport(forecast(sample(), { volumeGb: 5, overrides: { endpointZones: '0' } }));
    expect(dear).toMatch(/\*\*Cost:\*\* .* with CloudWatch: \$\d+\.\d\d more a month, \$\d+ a year\./);
    expect(dear).toMatch(/\*\*CloudWatch's figure\*\* is mostly ingest .*; none of it stays the same at any volume\./);
  });

  test('says of every row what it is, and why Loki still pays for the endpoint', () => {
    const rows = text.split('\n').filter((line) => /^\| [a-z].*\|$/.test(line) && line.split('|').length === 7);
    expect(rows.filter((line) => / \| (\S.*) \|$/.test(line))).toHaveLength(9);
    expect(text).toContain("with Loki it stays for ui, Loki's own log: no saving |");
    expect(text).toContain('| compute | – | – | 12.60 | what Loki reserves: a share of an EC2 node, or Fargate |');
  });

  test('shows the three columns by row, nothing where a side has no such line', () => {
    expect(text).toContain(
      '| USD per month | CloudWatch | CloudWatch Infrequent Access | Loki | what it is |\n|---------------|-----------:|-----------------------------:|-----:|------------|',
    );
    expect(text).toContain('| ingest | 50.00 | 25.00 | – | per GB written |');
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
    expect(renderReport(hostile)).toContain('stays for a\\|b \\<img src=x> @\u200bteam: no saving');
    expect(renderReport(hostile)).not.toMatch(/(?<!\\)<img/);
  });

  test('says unknown where something is, and never 0', () => {
    const unknown = renderReport(forecast(sample(), { volumeGb: 20_000 }));
    expect(unknown.split('\n')[0]).toBe('## Logging spend of sample, forecast · ❔ saving unknown, budget 50 %');
    expect(unknown).toContain('| compute | – | – | unknown |');
    expect(unknown).toMatch(/\| \*\*total\*\* \| \*\*\$[0-9,.]+\*\* \| \*\*\$[0-9,.]+\*\* \| \*\*unknown\*\* \|/);
  });
});
