import { dollars, percent } from './format.ts';
import { crossingText, sensitivityTable } from './render-parts.ts';
import type { Column, CostReport } from './report.ts';

/** The design's two tables and its savings summary, as the design shows them, then where its own numbers break even. */
export function renderSeed(report: CostReport): string[] {
  const { saving, breakEven } = report;
  return [
    `### Current CloudWatch Logs Costs\n\n${seedTable(report.cloudwatch)}`,
    `### Proposed Loki + S3 Costs\n\n${seedTable(report.loki)}`,
    [
      '### Savings Summary',
      '',
      '| Metric | Value |',
      '|--------|-------|',
      `| Monthly Savings | ~${dollars(saving.monthly)} |`,
      `| Percentage Reduction | ~${percent(saving.percent).replace(' ', '')} |`,
      `| Annual Savings | ~${dollars(saving.annual, 0)} |`,
    ].join('\n'),
    `**Break-even:** ${crossingText(breakEven.cloudwatch, 'CloudWatch')} if the requests grow with the volume; ` +
      `${crossingText(breakEven.countsFixed, 'CloudWatch')} if they stay at the design's counts.`,
    sensitivityTable(report),
    report.notes.map((note) => `- ${note}`).join('\n'),
  ];
}

function seedTable(side: Column): string {
  const rows = side.lines.map(
    (line) => `| ${line.label} | ${line.quantity} | ${line.unitPrice} | ${dollars(line.amount)} |`,
  );
  return [
    '| Component | Volume | Unit Cost | Monthly Cost |',
    '|-----------|--------|-----------|--------------|',
    ...rows,
    `| **Total** | | | **~${dollars(side.total)}/month** |`,
  ].join('\n');
}
