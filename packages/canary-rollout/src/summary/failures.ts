import { code, type Markdown, md, text } from '@loki-adoption/markdown';
import type { Report, ServiceReport } from '@loki-adoption/rollout-engine';
import { firstNotPassed, isStopped } from './gate-table.ts';

/** What went wrong, a paragraph each: the gates that did not pass, or else the reason of the whole run. */
export function failures(report: Report): Markdown[] {
  const gates = report.services.flatMap(gateFailure);
  const { outcome, command, reason } = report;
  if (gates.length > 0 && outcome !== 'refused') return gates;
  const isInHeadline = outcome === 'promoted' || outcome === 'unchanged' || command !== 'rollout';
  if (isInHeadline && outcome !== 'held' && outcome !== 'refused') return gates;
  return reason === '' ? gates : [...gates, text(sentence(`${reason[0]?.toUpperCase()}${reason.slice(1)}`))];
}

function gateFailure(service: ServiceReport): Markdown[] {
  if (!isStopped(service)) return [];
  const name = firstNotPassed(service);
  const result = name && service.gates[name];
  if (!result) return [];
  const detail = text(sentence(result.detail));
  const verdict =
    result.status === 'fail'
      ? md`failed`
      : result.status === 'error'
        ? md`could not be measured`
        : md`had no data to pass`;
  return [md`**Gate ${code(name)} ${verdict} for ${text(service.service)}:** ${detail}`];
}

function sentence(words: string): string {
  return words.endsWith('.') ? words : `${words}.`;
}
