import { GATES, type GateName, type GateResult, type ServiceState } from './ledger.ts';
import type { Report, ServiceReport } from './report.ts';
import { revisionOf } from './world.ts';

const STATES: Readonly<Record<ServiceState, string>> = {
  pending: '⏸ not started',
  deploying: '🔄 deploying',
  baking: '🔄 baking',
  analysing: '🔄 analysing',
  promoted: '✅ promoted',
  'rolling-back': '🔄 rolling back',
  'rolled-back': '↩️ rolled back',
  held: '⛔ held',
};

/** The job summary in GitHub's Markdown: the verdict first, then the services, what failed, what to do, the gates. */
export function renderSummary(report: Report, page?: { readonly runUrl?: string }): string {
  const parts = [`## ${headline(report)}`, serviceTable(report), ...failures(report)];
  if (report.plan.length > 0) parts.push(report.plan.map((line) => `- ${text(line)}`).join('\n'));
  parts.push(`**Next:** ${next(report)}`);
  const gates = gateTable(report);
  if (gates) parts.push(gates);
  if (report.notes.length > 0) parts.push(report.notes.map((note) => `- ${text(note)}`).join('\n'));
  const run = page?.runUrl ? ` · [run](${page.runUrl})` : '';
  const counts = report.polls > 0 ? ` · ${report.polls} polls, ${report.ecsCalls} ECS calls` : '';
  parts.push(`<sub>phase \`${report.phase}\` · epoch ${report.epoch}${counts}${run}</sub>`);
  return `${parts.join('\n\n')}\n`;
}

function headline(report: Report): string {
  const { environment, command, outcome, services, reason } = report;
  if (report.plan.length > 0) return `🔍 ${environment} ${command}, dry run`;
  if (command === 'status' || command === 'release')
    return `${report.hold ? '⛔' : '🔎'} ${environment}: ${text(reason)}`;
  const failed = services.find((service) => service.state === 'rolled-back' || service.state === 'held');
  const staying = services.filter((service) => service.state === 'promoted').map((service) => code(service.service));
  const stays = staying.length > 0 ? `, ${staying.join(', ')} ${staying.length > 1 ? 'stay' : 'stays'} promoted` : '';
  switch (outcome) {
    case 'promoted':
      return `✅ ${environment}: ${services.filter((s) => s.state === 'promoted').length} of ${services.length} services promoted`;
    case 'rolled-back':
      if (command === 'rollback') return `↩️ ${environment} rolled back: ${text(reason)}`;
      return `⛔ ${environment} rollout stopped${failed ? ` at wave ${failed.wave}: ${code(failed.service)} rolled back` : ''}${stays}`;
    case 'held':
      return `⛔ ${environment} ${command} held${failed ? `: ${code(failed.service)}` : ''}${stays}`;
    case 'refused':
      return `🚫 ${environment} ${command} refused`;
    case 'unfinished':
      return `⏸ ${environment} ${command} unfinished${stays}`;
  }
}

function serviceTable(report: Report): string {
  const rows = report.services.map((service) => [
    String(service.wave),
    text(service.service),
    STATES[service.state],
    revisions(service),
    service.seconds === null ? '' : duration(service.seconds),
    cell(why(service)),
  ]);
  return table(['wave', 'service', 'state', 'revision', 'time', 'why'], rows);
}

function revisions({ from, to, restored }: ServiceReport): string {
  const path = [from, to, restored].filter((definition) => definition !== null).map(revisionOf);
  return path.filter((revision, index) => revision !== path[index - 1]).join(' → ');
}

function why(service: ServiceReport): string {
  const failed = GATES.find((gate) => service.gates[gate]?.status === 'fail');
  if (failed) return `gate ${code(failed)}`;
  if (service.state === 'held' || service.state === 'rolled-back') return text(service.reason ?? '');
  const results = Object.values(service.gates);
  if (service.state !== 'promoted' || results.length === 0) return '';
  const passed = results.filter((gate) => gate.status === 'pass').length;
  return `${passed} of ${results.length} gates`;
}

function failures(report: Report): string[] {
  const told = report.services.flatMap((service) =>
    GATES.filter((gate) => service.gates[gate]?.status === 'fail').map((gate) => {
      const detail = text(service.gates[gate]?.detail ?? '');
      return `**Gate ${code(gate)} failed for ${text(service.service)}:** ${sentence(detail)}`;
    }),
  );
  const isTold = told.length > 0 && report.outcome !== 'refused';
  const isInHeadline = report.outcome === 'promoted' || report.command !== 'rollout';
  if (isTold || (isInHeadline && report.outcome !== 'held' && report.outcome !== 'refused')) return told;
  return report.reason === '' ? [] : [sentence(text(`${report.reason[0]?.toUpperCase()}${report.reason.slice(1)}`))];
}

function next(report: Report): string {
  const where = code(`environments/${report.environment}`);
  if (report.plan.length > 0) return 'run it without `dry-run`.';
  if (report.command === 'status' || report.command === 'release') {
    return report.hold
      ? `merge a change of ${where}, or run the command \`release\`.`
      : 'nothing is on hold: the next deploy moves what is left.';
  }
  if (report.pullRequest) return `merge ${report.pullRequest}, so that desired state says what runs.`;
  switch (report.outcome) {
    case 'promoted':
      return report.verifiedPhases.includes(report.phase)
        ? `phase ${code(report.phase)} is verified: the next phase may be merged.`
        : `phase ${code(report.phase)} isn't verified yet: see below.`;
    case 'rolled-back':
      return report.command === 'rollback'
        ? `revert the change in ${where} and merge (that clears the hold), or run the command \`release\`.`
        : `fix ${where} and merge (that clears the hold), or run *Rollback* to move the other services back as well.`;
    case 'held':
      return report.hold
        ? `look at the service, then run the command \`release\` and deploy again, or run *Rollback*.`
        : 'mend what is reported above and run it again: nothing is on hold.';
    case 'refused':
      return report.hold ? `merge a change of ${where}, or run the command \`release\`.` : 'see the reason above.';
    case 'unfinished':
      return 'run it again: it goes on where it stopped.';
  }
}

function gateTable(report: Report): string | undefined {
  const shown = report.services.filter((service) => Object.keys(service.gates).length > 0);
  if (shown.length === 0) return undefined;
  const rows = GATES.map((gate) => [gate, ...shown.map((service) => gateCell(gate, service.gates[gate]))]);
  return table(['gate', ...shown.map((service) => text(service.service))], rows);
}

function gateCell(gate: GateName, result: GateResult | undefined): string {
  if (!result) return 'not reached';
  if (result.status === 'fail') return '**fail**';
  if (gate === 'deployment') return result.status;
  return cell(result.status === 'pass' ? `pass (${text(result.detail)})` : `${result.status}: ${text(result.detail)}`);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return lines.join('\n');
}

function sentence(markdown: string): string {
  return markdown.endsWith('.') ? markdown : `${markdown}.`;
}

/** `14m 10s` */
function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes}m ${seconds % 60}s` : `${seconds}s`;
}

function cell(markdown: string): string {
  return markdown.replaceAll('|', '\\|');
}

function code(name: string): string {
  return `\`${name.replaceAll('`', "'").replace(/\s+/g, ' ')}\``;
}

/** What others wrote: one line, and no Markdown, HTML or mention in it. */
function text(value: string): string {
  const plain = value.replace(/\s+/g, ' ').trim();
  return plain.replace(/[\\`*_[\]<>#~]/g, (character) => `\\${character}`).replaceAll('@', '&#64;');
}
