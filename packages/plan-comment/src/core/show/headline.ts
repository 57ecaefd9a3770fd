import type { Finding } from '../judge/policy.ts';
import { hasChanges, type Totals } from '../judge/totals.ts';
import { type Clean, fromSource } from '../secrets/clean.ts';
import type { Scrubber } from '../secrets/scrub.ts';
import { code, join, type Markdown, md, text } from './escape.ts';
import { shortened } from './shortened.ts';

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
export function headline(input: Headline, scrubber: Scrubber): Markdown {
  const { totals, findings, isErrored } = input;
  const isDangerous = isErrored || findings.some((finding) => finding.severity === 'danger');
  const isQuiet = !hasChanges(totals) && input.moves === 0 && totals.drifted === 0 && !totals.isIncomplete;
  const icon = isDangerous ? md`⛔` : isQuiet ? md`✅` : md`🔶`;
  const parts = isErrored ? [md`**the plan failed**`] : [verdict(input, scrubber), ...severe(findings)];
  return md`## ${icon} ${text(fromSource(input.environment))}: ${join(parts, md` · `)}${phase(input)}`;
}

function verdict({ totals, moves }: Headline, scrubber: Scrubber): Markdown {
  const { creates, updates, deletes, outputs, revisions, drifted } = totals;
  const replaces = totals.replaces - revisions;
  const others = othersOf(totals, scrubber);
  const services = moves === 0 ? [] : [moves === 1 ? md`**1 service to move**` : md`**${moves} services to move**`];
  const outside = drifted === 0 ? [] : [md`**${drifted} changed outside of Terraform**`];
  const rest = [...services, ...outside, ...(totals.isIncomplete ? [md`**the plan is incomplete**`] : [])];
  if (!hasChanges(totals)) return join([md`no changes`, ...rest], md`, `);
  const isQuiet = creates + updates + replaces + deletes === 0;
  const changed = outputs === 0 ? [] : [outputs === 1 ? md`1 output changes` : md`${outputs} outputs change`];
  if (isQuiet && others.length === 0) {
    return join([md`no resource changes`, ...changed, ...rest], md`, `);
  }
  if (isQuiet)
    return join([...others, ...changed, ...rest, ...(destroysNothing(totals) ? [md`nothing to destroy`] : [])], md`, `);
  return join(
    [
      md`${creates} to add`,
      md`${updates} to change`,
      replaces > 0 ? md`**${replaces} to replace**` : md`0 to replace`,
      deletes > 0 ? md`**${deletes} to destroy**` : md`0 to destroy`,
      ...others,
      ...rest,
    ],
    md`, `,
  );
}

/** Only where it is known: not of actions that this version doesn't know, of what waits for another plan, or of what isn't planned. */
function destroysNothing({ others, deferred, invocations, recorded, isIncomplete }: Totals): boolean {
  return others.size === 0 && deferred + invocations + recorded === 0 && !isIncomplete;
}

function othersOf(totals: Totals, scrubber: Scrubber): Markdown[] {
  const { revisions, imports, moves, forgets, invocations, deferred, recorded } = totals;
  const optional = (count: number, shown: Markdown) => (count > 0 ? [shown] : []);
  return [
    ...optional(revisions, revisions === 1 ? md`1 new revision` : md`${revisions} new revisions`),
    ...optional(imports, md`${imports} to import`),
    ...optional(moves, md`${moves} to move`),
    ...optional(forgets, md`${forgets} to forget`),
    ...optional(invocations, invocations === 1 ? md`1 action to run` : md`${invocations} actions to run`),
    ...optional(deferred, md`${deferred} deferred`),
    ...optional(totals.deferredDestroys, md`**${totals.deferredDestroys} of them to destroy**`),
    ...optional(
      recorded,
      recorded === 1
        ? md`**1 change outside of Terraform to record**`
        : md`**${recorded} changes outside of Terraform to record**`,
    ),
    ...[...totals.others]
      .slice(0, 5)
      .map(([name, count]) => md`${count} to ${code(shortened(scrubber.text(name), 60))}`),
  ];
}

/** What a reviewer has to know before reading on; notices can wait. */
function severe(findings: readonly Finding[]): Markdown[] {
  return (['danger', 'warning'] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [SEVERE[severity](count)];
  });
}

const SEVERE = {
  danger: (count: number) => (count === 1 ? md`⛔ 1 danger` : md`⛔ ${count} dangers`),
  warning: (count: number) => (count === 1 ? md`⚠️ 1 warning` : md`⚠️ ${count} warnings`),
};

function phase({ phaseFrom, phaseTo }: Headline): Markdown {
  const names = [phaseFrom, phaseTo].filter((name) => name !== undefined && name !== '');
  if (names.length === 0) return md``;
  const shown = [...new Set(names)].map((name) => code(phaseName(name ?? '')));
  return md` · phase ${join(shown, md` → `)}`;
}

export function phaseName(name: string): Clean {
  return fromSource(name.slice(0, 80));
}
