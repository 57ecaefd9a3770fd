import { hasChanges, type Totals } from './classify.ts';
import { inlineCode, plain } from './markdown.ts';
import { type Finding, SEVERITIES, type Severity } from './policy.ts';
import type { Scrubber } from './scrub.ts';

export interface Headline {
  readonly environment: string;
  readonly totals: Totals;
  readonly findings: readonly Finding[];
  readonly isErrored: boolean;
  readonly phaseFrom: string | undefined;
  readonly phaseTo: string | undefined;
}

/** The verdict in one line. */
export function headline(input: Headline): string {
  const { totals, findings, isErrored } = input;
  const isDangerous = isErrored || findings.some((finding) => finding.severity === 'danger');
  const icon = isDangerous ? '⛔' : hasChanges(totals) ? '🔶' : '✅';
  const parts = [
    ...(isErrored ? ['**the plan failed**'] : []),
    ...(isErrored && !hasChanges(totals) ? [] : [verdict(totals)]),
  ];
  return `## ${icon} ${plain(input.environment)}: ${parts.join(', ')}${phase(input)}`;
}

function verdict(totals: Totals): string {
  if (!hasChanges(totals)) return 'no changes';
  const { creates, updates, replaces, deletes, outputs } = totals;
  const alarming = (count: number, text: string) => (count > 0 ? `**${count} ${text}**` : `${count} ${text}`);
  const optional = (count: number, text: string) => (count > 0 ? [`${count} ${text}`] : []);
  const isOutputsOnly = creates + updates + replaces + deletes === 0 && outputs > 0;
  return [
    `${creates} to add`,
    `${updates} to change`,
    alarming(replaces, 'to replace'),
    alarming(deletes, 'to destroy'),
    ...optional(totals.imports, 'to import'),
    ...optional(totals.moves, 'to move'),
    ...optional(totals.forgets, 'to forget'),
    ...[...totals.others].map(([name, count]) => `${count} to ${inlineCode(name)}`),
    ...(isOutputsOnly ? [`${outputs} ${outputs === 1 ? 'output changes' : 'outputs change'}`] : []),
  ].join(', ');
}

function phase({ phaseFrom, phaseTo }: Headline): string {
  const names = [phaseFrom, phaseTo].filter((name) => name !== undefined && name !== '');
  if (names.length === 0) return '';
  return ` · phase ${[...new Set(names)].map((name) => inlineCode(name ?? '')).join(' → ')}`;
}

/** Phase, cost and policy side by side; nothing when there is nothing to say. */
export function overview(input: Headline, cost: readonly [string, string] | undefined): string {
  const { phaseFrom, phaseTo, findings } = input;
  const rows: string[] = [];
  if (phaseFrom || phaseTo) rows.push(`| phase | ${plain(phaseFrom ?? '–')} | ${plain(phaseTo ?? '–')} |`);
  if (cost) rows.push(`| monthly logging cost | ${cost[0]} | ${cost[1]} |`);
  if (findings.length > 0) rows.push(`| policy | | ${policySummary(findings)} |`);
  return rows.length === 0 ? '' : `| | before | after |\n|---|---|---|\n${rows.join('\n')}\n\n`;
}

const ICONS: Readonly<Record<Severity, string>> = { danger: '⛔', warning: '⚠️', notice: 'ℹ️' };
const NOUNS: Readonly<Record<Severity, string>> = { danger: 'danger', warning: 'warning', notice: 'notice' };

function policySummary(findings: readonly Finding[]): string {
  return SEVERITIES.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${ICONS[severity]} ${count} ${NOUNS[severity]}${count === 1 ? '' : 's'}`];
  }).join(' · ');
}

const ALERTS: Readonly<Record<Severity, string>> = { danger: 'CAUTION', warning: 'WARNING', notice: 'NOTE' };

/** One box for each severity; at most `most` findings in each, the others are counted. */
export function alerts(findings: readonly Finding[], scrubber: Scrubber, most: number): string {
  return SEVERITIES.map((severity) => {
    const lines = findings
      .filter((finding) => finding.severity === severity)
      .map((finding) => findingLine(finding, scrubber));
    if (lines.length === 0) return '';
    const more = lines.length > most ? [`and ${lines.length - most} more`] : [];
    const shown = [...lines.slice(0, most), ...more].map((line) => `> - ${line}`);
    return `> [!${ALERTS[severity]}]\n${shown.join('\n')}\n\n`;
  }).join('');
}

const LONGEST_MESSAGE = 600;

function findingLine({ addresses, message, rule }: Finding, scrubber: Scrubber): string {
  const first = inlineCode(cut(scrubber.text(addresses[0] ?? '')));
  const more = addresses.length > 1 ? ` and ${addresses.length - 1} more` : '';
  const words = cut(scrubber.text(message))
    .split('`')
    .map((part, index) => (index % 2 === 0 ? plain(part) : inlineCode(part)))
    .join('');
  return `${first}${more}: ${words} (\`${rule}\`)`;
}

function cut(text: string): string {
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;
}
