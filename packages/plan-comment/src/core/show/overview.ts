import { countsOf } from '../judge/totals.ts';
import type { Plan } from '../read/plan.ts';
import { planNames } from '../read/plan-names.ts';
import { fromSource } from '../secrets/clean.ts';
import { box } from './box.ts';
import { code, join, type Markdown, md, table, text } from './escape.ts';
import { type Headline, phaseName } from './headline.ts';
import { moreRows } from './more-rows.ts';
import { isBack, meaningOf } from './phases.ts';
import { shortened } from './shortened.ts';

/** Phase and cost side by side; nothing when there is nothing to say. */
export function overview(input: Headline, cost: readonly [Markdown, Markdown] | undefined): Markdown {
  const { phaseFrom, phaseTo } = input;
  const rows: Markdown[][] = [];
  if (phaseFrom || phaseTo) rows.push([md`phase`, ...phaseCells(phaseFrom, phaseTo)]);
  if (cost) rows.push([md`monthly logging cost`, ...cost]);
  return rows.length === 0 ? md`` : md`${table([md``, md`before`, md`after`], rows)}\n\n`;
}

function phaseCells(from: string | undefined, to: string | undefined): readonly [Markdown, Markdown] {
  if (from === to) return [phaseCell(from), md`unchanged`];
  return [phaseCell(from), isBack(from, to) ? md`${phaseCell(to)} · ↩️ a step back` : phaseCell(to)];
}

function phaseCell(phase: string | undefined): Markdown {
  if (!phase) return md`–`;
  const meaning = meaningOf(phase);
  const name = md`**${text(phaseName(phase))}**`;
  return meaning === undefined ? name : md`${name}: ${meaning}`;
}

/** What holds for the plan as a whole. */
export function remarks(plans: readonly Plan[], isErrored: boolean, why?: Markdown): Markdown {
  if (isErrored) {
    const words = md`Terraform stopped with an error: there is no plan that could be applied. The log of the plan step says why.`;
    return box(md`CAUTION`, why === undefined ? words : md`There is no plan that could be applied. ${why}`);
  }
  const boxes: Markdown[] = [];
  const incomplete = plans.filter((plan) => plan.isIncomplete);
  if (incomplete.length > 0) {
    const isDeferred = incomplete.every(hasDeferred);
    const why = isDeferred
      ? md`Some changes are deferred: they can only be known in the next plan`
      : md`It was made with \`-target\` or the like, and may not represent all of the changes requested by the current configuration`;
    boxes.push(box(md`WARNING`, md`This plan is incomplete. ${why}.`));
  }
  if (plans.some((plan) => plan.isRefreshOnly)) {
    const words = md`This is a refresh-only plan: applying it changes no object. It records in the state what changed outside of Terraform.`;
    boxes.push(box(md`NOTE`, words));
  }
  return join([...boxes, checksLine(plans)], md``);
}

function hasDeferred({ deferred, invocations }: Plan): boolean {
  return deferred.length > 0 || invocations.some((each) => each.deferred !== undefined);
}

function checksLine(plans: readonly Plan[]): Markdown {
  const sum = (count: (plan: Plan) => number) => plans.reduce((total, plan) => total + count(plan), 0);
  const [passed, unknown] = [sum(({ checks }) => checks.passed), sum(({ checks }) => checks.unknown)];
  const failed = sum(({ checks }) => checks.failures);
  const parts = [
    ...(failed > 0 ? [md`**${failed} failed**`] : []),
    ...(passed > 0 ? [md`${passed} passed`] : []),
    ...(unknown > 0 ? [md`${unknown} known only after the apply`] : []),
  ];
  return parts.length === 0 ? md`` : md`Checks: ${join(parts, md`, `)}.\n\n`;
}

/** With several plans, what each of them does; at most `most` rows, the others are counted. */
export function components(plans: readonly Plan[], most: number): Markdown {
  if (plans.length < 2) return md``;
  const names = planNames(plans.map(({ source }) => source));
  const rows = plans.slice(0, most).map((plan, index) => {
    const { creates, updates, replaces, deletes } = countsOf(plan.changes);
    return [code(shortened(fromSource(names[index] ?? ''))), creates, updates, replaces, deletes];
  });
  return md`${table([md`plan`, md`add`, md`change`, md`replace`, md`destroy`], rows)}${moreRows(plans.length, most)}\n\n`;
}
