import { blocks, heading, list, type Markdown, md, prose, table, text } from '@loki-adoption/markdown';
import { percent } from './format.ts';
import { crossingText, sensitivityTable, usd } from './render-parts.ts';
import type { Column, CostReport } from './report.ts';

/** The design's two tables and its savings summary, as the design shows them, then where its own numbers break even. */
export function renderSeed(report: CostReport): Markdown[] {
  const { saving, breakEven } = report;
  const savings = [
    [md`Monthly Savings`, md`~${usd(saving.monthly)}`],
    [md`Percentage Reduction`, md`~${text(percent(saving.percent).replace(' ', ''))}`],
    [md`Annual Savings`, md`~${usd(saving.annual, 0)}`],
  ];
  return [
    blocks([heading(3, md`Current CloudWatch Logs Costs`), seedTable(report.cloudwatch)]),
    blocks([heading(3, md`Proposed Loki + S3 Costs`), seedTable(report.loki)]),
    blocks([heading(3, md`Savings Summary`), table([md`Metric`, md`Value`], savings)]),
    md`**Break-even:** ${text(crossingText(breakEven.cloudwatch, 'CloudWatch'))} if the requests grow with the volume; ${text(crossingText(breakEven.countsFixed, 'CloudWatch'))} if they stay at the design's counts.`,
    sensitivityTable(report),
    list(report.notes.map(prose)),
  ];
}

function seedTable(side: Column): Markdown {
  const rows = side.lines.map((line) => [
    text(line.label),
    about(line.quantity),
    about(line.unitPrice),
    usd(line.amount),
  ]);
  const total = [md`**Total**`, md``, md``, md`**~${usd(side.total)}/month**`];
  return table([md`Component`, md`Volume`, md`Unit Cost`, md`Monthly Cost`], [...rows, total]);
}

/** The design writes `~$8` for what it estimates: in front of a cell, a tilde means itself. */
function about(value: string): Markdown {
  return value.startsWith('~') ? md`~${text(value.slice(1))}` : text(value);
}
