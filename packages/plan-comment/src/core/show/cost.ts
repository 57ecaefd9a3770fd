import { child, isObject, type Json } from '../read/json.ts';
import { type Clean, fromSource, rewritten } from '../secrets/clean.ts';
import { fence, foreign, type Markdown, md, text } from './escape.ts';

/** What a change does to the monthly bill. Amounts are decimal text in US dollars. */
export interface CostChange {
  readonly before: string;
  readonly after: string;
  readonly budget: { readonly minimumSavingPercent: number; readonly met: boolean } | undefined;
}

/** The cost file: `{"before": "34.50", "after": "17.90", "budget": {"minimumSavingPercent": 50, "met": false}}`. `undefined` for any other text. */
function parseCost(content: string): CostChange | undefined {
  let value: Json;
  try {
    value = JSON.parse(content) as Json;
  } catch {
    return undefined;
  }
  const before = amount(child(value, 'before'));
  const after = amount(child(value, 'after'));
  if (before === undefined || after === undefined) return undefined;
  const budget = child(value, 'budget');
  const percent = child(budget, 'minimumSavingPercent');
  const met = child(budget, 'met');
  const isKnown = isObject(budget) && typeof percent === 'number' && typeof met === 'boolean';
  return { before, after, budget: isKnown ? { minimumSavingPercent: percent, met } : undefined };
}

function amount(value: Json | undefined): string | undefined {
  const shown = typeof value === 'number' ? value.toFixed(2) : value;
  return typeof shown === 'string' && /^-?\d+(\.\d+)?$/.test(shown) ? shown : undefined;
}

/** A longer one breaks the table. */
const LONGEST_LINE = 300;

/** The two cells of the overview that a cost file fills; `undefined` for one that needs a section of its own. */
export function costCells(content: Clean): readonly [Markdown, Markdown] | undefined {
  const cost = parseCost(content);
  if (cost) {
    return [
      text(fromSource(`$${cost.before}`)),
      md`${text(fromSource(`$${cost.after}${percentOf(cost)}`))}${budgetOf(cost)}`,
    ];
  }
  const line = content.trim();
  if (line === '' || line.length > LONGEST_LINE || line.includes('\n') || /^[{[|#]/.test(line)) return undefined;
  // The row says already that the amounts are monthly.
  const cell = (from: number, to?: number) =>
    foreign(rewritten(content, (given) => given.trim().replace(' a month', '').slice(from, to)));
  const shown = line.replace(' a month', '');
  const same = /^\S+(?=, unchanged)/.exec(shown)?.[0];
  if (same !== undefined) return [cell(0, same.length), cell(same.length + 2)];
  const arrow = shown.indexOf(' → ');
  return arrow < 0 ? [md`–`, cell(0)] : [cell(0, arrow), cell(arrow + 3)];
}

/** Nothing where there was nothing to compare with. */
function percentOf(cost: CostChange): string {
  const before = Number(cost.before);
  if (before === 0) return '';
  const percent = Math.round(((Number(cost.after) - before) / before) * 100);
  return ` (${percent === 0 ? '±0' : `${percent < 0 ? '−' : '+'}${Math.abs(percent)}`} %)`;
}

function budgetOf({ budget }: CostChange): Markdown {
  if (budget === undefined) return md``;
  return md` · budget −${budget.minimumSavingPercent} % ${budget.met ? md`met` : md`**not met**`}`;
}

const LONGEST_COST = 4000;

/** A cost file that fills no cells, as a section of its own. */
export function costSection(content: Clean, most: number): Markdown {
  if (content.trim() === '') return md``;
  const isCut = content.length > LONGEST_COST && Number.isFinite(most);
  const end = content.lastIndexOf('\n', LONGEST_COST);
  const shown = rewritten(content, (given) => (isCut ? given.slice(0, end <= 0 ? LONGEST_COST : end) : given).trim());
  const block = /^[{[]/.test(shown) ? fence([shown], 'json') : foreign(shown);
  return md`### Cost\n\n${block}${isCut ? md`\n\n_…_` : md``}\n\n`;
}
