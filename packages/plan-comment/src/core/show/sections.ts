import { KINDS, kindOf, needsALook } from '../judge/classify.ts';
import { driftOf } from '../judge/drift.ts';
import { lossOf } from '../judge/stateful.ts';
import type { Plan } from '../read/plan.ts';
import { planPrefixes } from '../read/plan-names.ts';
import { type Clean, fromSource } from '../secrets/clean.ts';
import type { Scrubber } from '../secrets/scrub.ts';
import { linesOf } from './blocks/diff-block.ts';
import { driftBlocks } from './blocks/drift.ts';
import { groupedBlocks } from './blocks/group.ts';
import { invocationBlock } from './blocks/invocation.ts';
import { outputBlock } from './blocks/output.ts';
import { type BlockContext, deferredBlock, diffsOf, type Entry, resourceBlock } from './blocks/resource.ts';
import type { Block, Section } from './budget.ts';
import { createLookup, type FileDiff, parseUnifiedDiff } from './config-diff.ts';
import { cutLines } from './cut-lines.ts';
import { code, details, fence, html, htmlCode, md } from './escape.ts';

/** In the order in which they are shown. */
export interface Sections {
  readonly urgent: Section;
  readonly resources: Section;
  readonly invocations: Section;
  readonly deferred: Section;
  readonly outputs: Section;
  readonly configuration: Section;
  readonly drift: Section;
}

/** About as many blocks as a job summary has room for: where it is cut, it begins with what the full text begins with. */
const MOST_KEPT = 3000;

export function sectionsOf(plans: readonly Plan[], configDiff: string | undefined, scrubber: Scrubber): Sections {
  const files = parseUnifiedDiff(configDiff ?? '', scrubber);
  const context: BlockContext = { scrubber, shownElsewhere: createLookup(files), room: { left: MOST_KEPT } };
  const prefixes = planPrefixes(plans);
  /** What each plan has of something, with the plan's name before it where there are several. */
  function collect<T, R>(listOf: (plan: Plan) => readonly T[], show: (each: T, prefix: Clean) => R): R[] {
    return plans.flatMap((plan, index) => {
      const prefix = fromSource(prefixes[index] ?? '');
      return listOf(plan).map((each) => show(each, prefix));
    });
  }
  const entriesOf = (listOf: (plan: Plan) => Plan['changes']) =>
    collect(listOf, (change, prefix): Entry => ({ change, prefix }));
  const changed = byDanger(entriesOf(({ changes }) => changes.filter((change) => kindOf(change) !== 'no-op')));
  const urgent = changed.filter(({ change }) => needsALook(change));
  const calm = changed.filter(({ change }) => !needsALook(change));
  const isRefreshOnly = plans.some((plan) => plan.isRefreshOnly);
  const outputs = (plan: Plan) => plan.outputs.filter((output) => kindOf(output) !== 'no-op');
  return {
    urgent: { title: md`Needs a look`, noun: md`resources`, blocks: urgentBlocks(urgent, context) },
    resources: { title: md`Resources`, noun: md`resources`, blocks: groupedBlocks(calm, context) },
    invocations: {
      title: md`Actions that run with the apply`,
      noun: md`actions`,
      blocks: collect(
        ({ invocations }) => invocations,
        (each, prefix) => invocationBlock(each, prefix, context),
      ),
    },
    deferred: {
      title: md`Deferred`,
      noun: md`changes`,
      intro: md`Terraform can’t plan these yet: they need another plan after this one, and are in none of the counts.`,
      blocks: collect(
        ({ deferred }) => deferred,
        (each, prefix) => deferredBlock(each, prefix, context),
      ),
    },
    outputs: {
      title: md`Outputs`,
      noun: md`outputs`,
      blocks: collect(outputs, (each, prefix) => outputBlock(each, prefix, context)),
    },
    configuration: { title: md`Rendered configuration`, noun: md`files`, blocks: files.map(fileBlock) },
    drift: {
      title: md`Changed outside of Terraform`,
      noun: md`entries`,
      intro: isRefreshOnly
        ? md`Terraform’s state and what is there differ. Applying records this in the state.`
        : md`Terraform’s state and what is there differ. Applying touches none of it unless it is listed above.`,
      blocks: driftBlocks(
        entriesOf((plan) => (plan.isRefreshOnly ? plan.drift : driftOf(plan))),
        context,
      ),
    },
  };
}

/** Lines that stand open before the rest is folded. */
const SCREEN = 50;

/** What needs a look is open as far as a screen: a hundred destructions must not hide what stands below them. */
function urgentBlocks(entries: readonly Entry[], context: BlockContext): Block[] {
  let left = SCREEN;
  return entries.map((entry) => {
    const isOpen = left > 0;
    if (isOpen) left -= linesOf(diffsOf(entry.change, context).brief).length + 3;
    return resourceBlock(entry, context, isOpen);
  });
}

/** What takes data with it first, then by what can be undone least; otherwise in Terraform's order. */
function byDanger(entries: readonly Entry[]): Entry[] {
  const rank = ({ change }: Entry) => (lossOf(change) === undefined ? KINDS.length : 0) + KINDS.indexOf(kindOf(change));
  return entries
    .map((entry) => ({ entry, rank: rank(entry) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry);
}

/** A line of generated JSON can hold a whole file, which is shown by itself. */
const FILE_LIMITS = { lineLength: 300, bytes: 12_000 };

function fileBlock({ path, lines, added, removed }: FileDiff): Block {
  const summary = html`${htmlCode(path)} · +${added} −${removed}`;
  return {
    full: () => details(summary, fence(lines, 'diff')),
    compact: () => details(summary, fence(cutLines(lines, FILE_LIMITS), 'diff')),
    line: () => md`- ${code(path)} · +${added} −${removed}`,
    count: 1,
  };
}
