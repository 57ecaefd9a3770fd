import { countChanges, hasChanges, type Totals } from '../judge/classify.ts';
import { type Finding, SEVERITIES, type Severity } from '../judge/policy.ts';
import type { Plan } from '../read/plan.ts';
import type { Scrubber } from '../secrets/scrub.ts';
import { details, htmlCode, inlineCode, plain } from './markdown.ts';
import { isBack, meaningOf } from './phases.ts';

export interface Headline {
  readonly environment: string;
  readonly totals: Totals;
  /** How many services will move to another revision. */
  readonly moves: number;
  readonly findings: readonly Finding[];
  readonly isErrored: boolean;
  readonly phaseFrom: string | undefined;
  readonly phaseTo: string | undefined;
}

/** The verdict in one line. */
export function headline(input: Headline): string {
  const { totals, findings, isErrored } = input;
  const isDangerous = isErrored || findings.some((finding) => finding.severity === 'danger');
  const icon = isDangerous ? '⛔' : hasChanges(totals) || input.moves > 0 ? '🔶' : '✅';
  const parts = [
    ...(isErrored ? ['**the plan failed**'] : []),
    ...(isErrored ? [] : [verdict(input), ...severe(findings)]),
  ];
  return `## ${icon} ${plain(input.environment)}: ${parts.join(' · ')}${phase(input)}`;
}

function verdict({ totals, moves }: Headline): string {
  const { creates, updates, deletes, outputs, revisions } = totals;
  const replaces = totals.replaces - revisions;
  const alarming = (count: number, text: string) => (count > 0 ? `**${count} ${text}**` : `${count} ${text}`);
  const optional = (count: number, text: string) => (count > 0 ? [`${count} ${text}`] : []);
  const others = [
    ...optional(revisions, revisions === 1 ? 'new revision' : 'new revisions'),
    ...optional(totals.imports, 'to import'),
    ...optional(totals.moves, 'to move'),
    ...optional(totals.forgets, 'to forget'),
    ...optional(totals.invocations, totals.invocations === 1 ? 'action to run' : 'actions to run'),
    ...optional(totals.deferred, 'deferred'),
    ...[...totals.others].slice(0, 5).map(([name, count]) => `${count} to ${inlineCode(name.slice(0, 40))}`),
  ];
  const services = moves > 0 ? [`**${moves} ${moves === 1 ? 'service' : 'services'} to move**`] : [];
  if (!hasChanges(totals)) return ['no changes', ...services].join(', ');
  const isQuiet = creates + updates + replaces + deletes === 0;
  if (isQuiet && others.length === 0) {
    const changed = outputs === 1 ? '1 output changes' : `${outputs} outputs change`;
    return ['no resource changes', changed, ...services].join(', ');
  }
  if (isQuiet) return [...others, ...services, 'nothing to destroy'].join(', ');
  return [
    `${creates} to add`,
    `${updates} to change`,
    alarming(replaces, 'to replace'),
    alarming(deletes, 'to destroy'),
    ...others,
    ...services,
  ].join(', ');
}

/** What a reviewer has to know before reading on; notices can wait. */
function severe(findings: readonly Finding[]): string[] {
  const summary = policySummary(findings.filter((finding) => finding.severity !== 'notice'));
  return summary === '' ? [] : [summary];
}

function phase({ phaseFrom, phaseTo }: Headline): string {
  const names = [phaseFrom, phaseTo]
    .filter((name) => name !== undefined && name !== '')
    .map((name) => name?.slice(0, 80));
  if (names.length === 0) return '';
  return ` · phase ${[...new Set(names)].map((name) => inlineCode(name ?? '')).join(' → ')}`;
}

/** Phase and cost side by side; nothing when there is nothing to say. */
export function overview(input: Headline, cost: readonly [string, string] | undefined): string {
  const { phaseFrom, phaseTo } = input;
  const rows: string[] = [];
  if (phaseFrom || phaseTo) rows.push(`| phase | ${phaseCells(phaseFrom, phaseTo)} |`);
  if (cost) rows.push(`| monthly logging cost | ${cost[0]} | ${cost[1]} |`);
  return rows.length === 0 ? '' : `| | before | after |\n|---|---|---|\n${rows.join('\n')}\n\n`;
}

function phaseCells(from: string | undefined, to: string | undefined): string {
  const shown = (phase: string | undefined) => {
    if (!phase) return '–';
    const meaning = meaningOf(phase);
    return `**${plain(phase.slice(0, 80))}**${meaning === '' ? '' : `: ${meaning}`}`;
  };
  if (from === to) return `${shown(from)} | unchanged`;
  return `${shown(from)} | ${shown(to)}${isBack(from, to) ? ' · ↩️ a step back' : ''}`;
}

/** What holds for the plan as a whole. */
export function remarks(plans: readonly Plan[], isErrored: boolean): string {
  const sum = (count: (plan: Plan) => number) => plans.reduce((total, plan) => total + count(plan), 0);
  const [passed, unknown] = [sum(({ checks }) => checks.passed), sum(({ checks }) => checks.unknown)];
  const failed = sum(({ checks }) => checks.failed.length);
  const checks = [
    ...(failed > 0 ? [`**${failed} failed**`] : []),
    ...(passed > 0 ? [`${passed} passed`] : []),
    ...(unknown > 0 ? [`${unknown} known only after the apply`] : []),
  ];
  const lines: string[] = [];
  if (isErrored) {
    lines.push(
      '> [!CAUTION]\n> Terraform stopped with an error: there is no plan that could be applied. The log of the plan step says why.\n\n',
    );
  }
  if (checks.length > 0 && !isErrored) lines.push(`Checks: ${checks.join(', ')}.\n\n`);
  return lines.join('');
}

/** With several plans, what each of them does; at most `most` rows, the others are counted. */
export function components(plans: readonly Plan[], scrubber: Scrubber, most: number): string {
  if (plans.length < 2) return '';
  const rows = plans.slice(0, most).map((plan) => {
    const { creates, updates, replaces, deletes } = countChanges([plan]);
    return `| ${inlineCode(cut(scrubber.text(plan.source)))} | ${creates} | ${updates} | ${replaces} | ${deletes} |`;
  });
  const more = plans.length > most ? `\n\n_… and ${plans.length - most} more._` : '';
  return `| plan | add | change | replace | destroy |\n|---|---|---|---|---|\n${rows.join('\n')}${more}\n\n`;
}

const ICONS: Readonly<Record<Severity, string>> = { danger: '⛔', warning: '⚠️', notice: 'ℹ️' };
const NOUNS: Readonly<Record<Severity, string>> = { danger: 'danger', warning: 'warning', notice: 'notice' };

function policySummary(findings: readonly Finding[]): string {
  return SEVERITIES.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${ICONS[severity]} ${count} ${NOUNS[severity]}${count === 1 ? '' : 's'}`];
  }).join(' · ');
}

const ALERTS = { danger: 'CAUTION', warning: 'WARNING' } as const;

/** A box for dangers and one for warnings, notices folded; at most `most` findings in each, the others are counted. */
export function alerts(findings: readonly Finding[], most: number): string {
  return SEVERITIES.map((severity) => {
    const lines = findings.filter((finding) => finding.severity === severity).map((finding) => findingLine(finding));
    if (lines.length === 0) return '';
    const more = lines.length > most ? [`and ${lines.length - most} more`] : [];
    const shown = [...lines.slice(0, most), ...more];
    if (severity === 'notice') return folded(findings, shown);
    return `> [!${ALERTS[severity]}]\n${shown.map((line) => `> - ${line}`).join('\n')}\n\n`;
  }).join('');
}

function folded(findings: readonly Finding[], lines: readonly string[]): string {
  const notices = findings.filter((finding) => finding.severity === 'notice');
  const rules = [...new Set(notices.map((finding) => finding.rule))].map(htmlCode).join(', ');
  const content = lines.map((line) => `- ${line}`).join('\n');
  return `${details(`${policySummary(notices)}: ${rules}`, content, false)}\n`;
}

const LONGEST_MESSAGE = 600;

function findingLine({ addresses, message, rule }: Finding): string {
  const first = inlineCode(cut(addresses[0] ?? ''));
  const more = addresses.length > 1 ? ` and ${addresses.length - 1} more` : '';
  const words = cut(message)
    .split('`')
    .map((part, index) => (index % 2 === 0 ? plain(part) : inlineCode(part)))
    .join('');
  return `${first}${more}: ${words} (\`${rule}\`)`;
}

function cut(text: string): string {
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;
}
