import { blocks, code, heading, link, list, type Markdown, md, sub, text } from '@loki-adoption/markdown';
import type { Report } from '@loki-adoption/rollout-engine';
import { failures } from './failures.ts';
import { gateTable } from './gate-table.ts';
import { headline } from './headline.ts';
import { next } from './next.ts';
import { serviceTable } from './service-table.ts';

/** The job summary in GitHub's Markdown: the verdict first, then the services, what failed, what to do, the gates. */
export function renderSummary(report: Report, page?: { readonly runUrl?: string }): string {
  const summary = blocks([
    heading(2, headline(report)),
    serviceTable(report.services),
    ...failures(report),
    report.plan.length > 0 ? list(report.plan.map(text)) : undefined,
    md`**Next:** ${next(report)}`,
    gateTable(report.services),
    report.notes.length > 0 ? list(report.notes.map(text)) : undefined,
    footer(report, page?.runUrl),
  ]);
  return `${summary}\n`;
}

function footer({ phase, epoch, polls, ecsCalls }: Report, runUrl: string | undefined): Markdown {
  const counts = polls > 0 ? md` · ${polls} polls, ${ecsCalls} ECS calls` : md``;
  const run = runUrl === undefined ? md`` : md` · ${link(md`run`, runUrl)}`;
  return sub(md`phase ${code(phase)} · epoch ${epoch}${counts}${run}`);
}
